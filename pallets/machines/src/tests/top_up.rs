use super::*;

/// Machine 1 of Alice, Active with 4 GPUs and only the stake of one.
fn under_staked() {
	verifying(1, ALICE);
	let rest = spendable(&ALICE);
	assert_ok!(Balances::transfer_allow_death(signed(ALICE), BOB, rest));
	assert_ok!(Machines::activate(&id(1), fixtures::hardware(4)));
	assert_ok!(Balances::transfer_allow_death(signed(BOB), ALICE, rest));
	assert!(machine(1).under_staked);
	events();
	RecordMachineChanges::take();
}

#[test]
fn top_up_should_complete_the_stake_when_the_amount_is_more_than_missing() {
	run(|| {
		under_staked();
		let before = spendable(&ALICE);
		assert_ok!(Machines::top_up(signed(ALICE), id(1), u128::MAX));

		let stake = 4 * PER_GPU;
		assert_eq!(machine(1).stake, stake);
		assert_eq!(on_hold(&ALICE), stake);
		assert_eq!(spendable(&ALICE), before - 3 * PER_GPU);
		assert!(!machine(1).under_staked);
		let topped_up = Event::StakeToppedUp {
			machine: id(1),
			amount: 3 * PER_GPU,
			stake,
		};
		assert_eq!(
			events(),
			[
				topped_up,
				Event::StakeCompleted {
					machine: id(1),
					stake
				}
			]
		);
		assert_eq!(
			RecordMachineChanges::take(),
			[MachineChange::TermsChanged(id(1))]
		);
	});
}

#[test]
fn top_up_should_not_end_the_under_stake_when_a_planck_is_missing() {
	run(|| {
		under_staked();
		assert_ok!(Machines::top_up(signed(ALICE), id(1), 3 * PER_GPU - 1));
		assert!(machine(1).under_staked);
		assert_eq!(RecordMachineChanges::take(), []);

		assert_ok!(Machines::top_up(signed(ALICE), id(1), 1));
		assert!(!machine(1).under_staked);
	});
}

#[test]
fn top_up_should_be_possible_when_less_than_a_fifth_was_lost() {
	run_and_burn(|| {
		activate(1, ALICE, 4);
		let lost = PER_GPU / 2;
		assert_ok!(Machines::lock(&id(1), lost));
		drop(Machines::slash_locked(&id(1), lost).unwrap());
		assert!(!machine(1).under_staked);
		assert_ok!(Machines::top_up(signed(ALICE), id(1), lost));
		assert_eq!(machine(1).stake, 4 * PER_GPU);
		assert!(events()
			.iter()
			.all(|event| !matches!(event, Event::StakeCompleted { .. })));
		lost
	});
}

#[test]
fn top_up_should_be_refused_when_the_amount_is_zero() {
	run(|| {
		under_staked();
		assert_noop!(Machines::top_up(signed(ALICE), id(1), 0), E::ZeroAmount);
	});
}

#[test]
fn top_up_should_be_refused_when_nothing_is_missing() {
	run(|| {
		activate(1, ALICE, 4);
		assert_noop!(Machines::top_up(signed(ALICE), id(1), 1), E::NothingMissing);
	});
}

#[test]
fn top_up_should_be_refused_when_the_machine_is_not_active() {
	run(|| {
		register(1, ALICE);
		assert_noop!(Machines::top_up(signed(ALICE), id(1), 1), E::NotActive);
	});
}

#[test]
fn top_up_should_be_refused_when_the_owner_lacks_a_planck() {
	run(|| {
		under_staked();
		let excess = spendable(&ALICE) - 3 * PER_GPU + 1;
		assert_ok!(Balances::transfer_allow_death(signed(ALICE), BOB, excess));
		assert_noop!(
			Machines::top_up(signed(ALICE), id(1), u128::MAX),
			E::InsufficientBalance
		);
	});
}

#[test]
fn top_up_should_be_refused_when_the_machine_is_leaving() {
	run(|| {
		under_staked();
		assert_ok!(Machines::lock_exit(&id(1)));
		assert_ok!(Machines::force_exit(RuntimeOrigin::root(), id(1)));
		assert_noop!(Machines::top_up(signed(ALICE), id(1), 1), E::Leaving);
	});
}

#[test]
fn top_up_should_be_refused_when_the_caller_is_not_the_owner() {
	run(|| {
		under_staked();
		assert_noop!(Machines::top_up(signed(BOB), id(1), 1), E::NotOwner);
		assert_noop!(Machines::top_up(signed(BOB), id(2), 1), E::MachineNotFound);
		assert_noop!(Machines::top_up(RuntimeOrigin::root(), id(1), 1), BadOrigin);
	});
}
