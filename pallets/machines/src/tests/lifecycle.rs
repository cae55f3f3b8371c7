//! One machine from registration to exit, and its money at every step.

use super::*;

/// Alice's balances and the machine's stake must agree at every step.
fn assert_alice(held: u128, paid: u128) {
	assert_eq!(on_hold(&ALICE), held);
	assert_eq!(machine(1).stake, held);
	assert_eq!(spendable(&ALICE), WEALTH - held - paid);
	assert_eq!(Machines::do_try_state(), Ok(()));
}

#[test]
fn machine_should_live_a_whole_life_when_everything_happens_to_it() {
	run_and_burn(|| {
		// Registered at 0.012 USD with the stake of one GPU.
		register(1, ALICE);
		assert_alice(PER_GPU, FEE);
		assert_ok!(Machines::set_profile(
			signed(ALICE),
			id(1),
			fixtures::profile()
		));

		// Refused: 95 % returns, 5 % is taken two days later.
		assert_ok!(Machines::begin_verification(&id(1)));
		advance(2 * DAY);
		assert_ok!(Machines::reject(&id(1), RejectReason::WrongNetwork));
		let sanction = PER_GPU / 20;
		assert_ok!(Machines::lock(&id(1), sanction));
		assert_ok!(<Machines as MachineStake>::release(
			&id(1),
			PER_GPU - sanction
		));
		assert_alice(sanction, FEE);

		// Requested again while the sanction is pending, then it is executed.
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_alice(PER_GPU + sanction, FEE);
		advance(2 * DAY);
		drop(Machines::slash_locked(&id(1), sanction).unwrap());
		assert_alice(PER_GPU, FEE + sanction);

		// Accepted with 4 GPUs.
		assert_ok!(Machines::activate(&id(1), fixtures::hardware(4)));
		let requirement = 4 * PER_GPU;
		let active_at = now();
		assert_alice(requirement, FEE + sanction);

		// A day down, half of the stake is lost, the machine is under-staked until topped up.
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		advance(DAY);
		assert_ok!(Machines::report_up(signed(ALICE), id(1)));
		let lost = requirement / 2;
		assert_ok!(Machines::lock(&id(1), lost));
		assert!(!machine(1).under_staked);
		drop(Machines::slash_locked(&id(1), lost).unwrap());
		assert!(machine(1).under_staked);
		assert_alice(requirement - lost, FEE + sanction + lost);
		assert_ok!(Machines::top_up(signed(ALICE), id(1), u128::MAX));
		assert!(!machine(1).under_staked);
		assert_alice(requirement, FEE + sanction + lost);

		// A year later DBC costs four times as much.
		set_time(active_at + 365 * DAY);
		MockPrice::set(4 * PRICE);
		assert_ok!(Machines::restake(signed(ALICE), id(1)));
		let requirement = 4 * 16_666_666_666_666_666_667;
		assert_alice(requirement, FEE + sanction + lost);

		// It leaves.
		assert_ok!(Machines::exit(signed(ALICE), id(1)));
		assert_eq!(on_hold(&ALICE), 0);
		assert_eq!(spendable(&ALICE), WEALTH - FEE - sanction - lost);
		assert_eq!(spendable(&TREASURY), FEE);
		sanction + lost
	});
}

#[test]
fn threat_27_owner_should_stay_alive_when_everything_free_is_sent_away() {
	run(|| {
		register(1, ALICE);
		assert_ok!(Balances::transfer_all(signed(ALICE), BOB, false));
		assert_eq!(Balances::free_balance(ALICE), EXISTENTIAL_DEPOSIT);
		assert_ok!(Machines::exit(signed(ALICE), id(1)));
		assert_eq!(Balances::free_balance(ALICE), EXISTENTIAL_DEPOSIT + PER_GPU);
	});
}

#[test]
fn threat_29_machine_should_stay_with_its_owner_when_another_registers_it() {
	run(|| {
		register(1, ALICE);
		let (expires_at, signature) = signature(1, &BOB);
		assert_noop!(
			Machines::register(signed(BOB), id(1), expires_at, signature),
			E::AlreadyRegistered
		);
		assert_eq!(machine(1).owner, ALICE);
	});
}
