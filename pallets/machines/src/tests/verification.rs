//! The steps of a verification as the pallet above calls them.

use super::*;

fn refused() {
	register_with_profile(1, ALICE);
	assert_ok!(Machines::begin_verification(&id(1)));
	assert_ok!(Machines::reject(&id(1), RejectReason::WrongNetwork));
	events();
}

#[test]
fn verification_should_lock_profile_and_exit_when_it_begins() {
	run(|| {
		register_with_profile(1, ALICE);
		events();
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_eq!(machine(1).phase, Phase::Verifying);
		assert_eq!(
			events(),
			[Event::VerificationBegun {
				machine: id(1),
				held: 0
			}]
		);
		assert_noop!(
			Machines::exit(signed(ALICE), id(1)),
			E::VerificationUnderWay
		);
		assert_noop!(
			Machines::begin_verification(&id(1)),
			E::VerificationUnderWay
		);
	});
}

#[test]
fn verification_should_not_begin_when_there_is_no_profile() {
	run(|| {
		register(1, ALICE);
		assert_noop!(Machines::begin_verification(&id(1)), E::ProfileMissing);
		assert_noop!(Machines::begin_verification(&id(2)), E::MachineNotFound);
	});
}

#[test]
fn verification_should_not_begin_when_the_machine_is_active() {
	run(|| {
		activate(1, ALICE, 1);
		assert_noop!(Machines::begin_verification(&id(1)), E::WrongPhase);
	});
}

#[test]
fn verification_should_not_begin_when_the_machine_is_leaving() {
	run(|| {
		register_with_profile(1, ALICE);
		assert_ok!(Machines::lock_exit(&id(1)));
		assert_ok!(Machines::force_exit(RuntimeOrigin::root(), id(1)));
		assert_noop!(Machines::begin_verification(&id(1)), E::Leaving);
	});
}

#[test]
fn refusal_should_keep_the_stake_when_the_caller_has_not_returned_it() {
	run(|| {
		register_with_profile(1, ALICE);
		assert_ok!(Machines::begin_verification(&id(1)));
		events();
		assert_ok!(Machines::reject(&id(1), RejectReason::Unreachable));
		let reason = RejectReason::Unreachable;
		assert_eq!(machine(1).phase, Phase::Rejected { reason, at: START });
		assert_eq!(on_hold(&ALICE), PER_GPU);
		assert_eq!(
			events(),
			[Event::MachineRejected {
				machine: id(1),
				reason
			}]
		);
	});
}

#[test]
fn refusal_should_fail_when_no_verification_is_under_way() {
	run(|| {
		register_with_profile(1, ALICE);
		assert_noop!(Machines::reject(&id(1), RejectReason::Other), E::WrongPhase);
		assert_noop!(
			Machines::reject(&id(2), RejectReason::Other),
			E::MachineNotFound
		);
	});
}

#[test]
fn giving_up_should_keep_the_stake_when_the_caller_has_not_returned_it() {
	run(|| {
		verifying(1, ALICE);
		events();
		advance(HOUR);
		assert_ok!(Machines::give_up(&id(1)));
		assert_eq!(machine(1).phase, Phase::Undecided { at: START + HOUR });
		assert_eq!(on_hold(&ALICE), PER_GPU);
		assert_eq!(events(), [Event::VerificationGivenUp { machine: id(1) }]);
		assert_eq!(RecordMachineChanges::take(), []);
	});
}

#[test]
fn withdrawal_should_lead_back_to_registered_when_a_verification_is_under_way() {
	run(|| {
		verifying(1, ALICE);
		events();
		assert_ok!(Machines::withdraw(&id(1)));
		assert_eq!(machine(1).phase, Phase::Registered);
		assert_eq!(on_hold(&ALICE), PER_GPU);
		assert_eq!(events(), [Event::VerificationWithdrawn { machine: id(1) }]);
		// As before: requested again without more stake and without a price, or it leaves.
		MockPrice::clear();
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_eq!(on_hold(&ALICE), PER_GPU);
		assert_ok!(Machines::withdraw(&id(1)));
		assert_ok!(Machines::exit(signed(ALICE), id(1)));
		assert_eq!(spendable(&ALICE), WEALTH - FEE);
	});
}

#[test]
fn giving_up_and_withdrawal_should_fail_when_no_verification_is_under_way() {
	run(|| {
		assert_noop!(Machines::give_up(&id(1)), E::MachineNotFound);
		assert_noop!(Machines::withdraw(&id(1)), E::MachineNotFound);
		register_with_profile(1, ALICE);
		activate(2, ALICE, 1);
		for n in [1, 2] {
			assert_noop!(Machines::give_up(&id(n)), E::WrongPhase);
			assert_noop!(Machines::withdraw(&id(n)), E::WrongPhase);
		}
	});
}

/// Machine 1 of Alice after three rounds without a decision, its stake returned.
fn undecided() {
	verifying(1, ALICE);
	assert_ok!(Machines::give_up(&id(1)));
	assert_ok!(<Machines as MachineStake>::release(&id(1), PER_GPU));
	assert_eq!(spendable(&ALICE), WEALTH - FEE);
	events();
}

#[test]
fn new_verification_should_hold_one_gpu_again_when_no_decision_was_made() {
	run(|| {
		undecided();
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_eq!(on_hold(&ALICE), PER_GPU);
		assert_eq!(spendable(&ALICE), WEALTH - FEE - PER_GPU);
		assert_eq!(
			events(),
			[Event::VerificationBegun {
				machine: id(1),
				held: PER_GPU
			}]
		);
	});
}

#[test]
fn new_verification_should_hold_what_is_missing_when_a_part_of_the_stake_is_there() {
	run(|| {
		verifying(1, ALICE);
		assert_ok!(Machines::give_up(&id(1)));
		assert_ok!(<Machines as MachineStake>::release(&id(1), PER_GPU - 7));
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_eq!(machine(1).stake, PER_GPU);
		assert_eq!(on_hold(&ALICE), PER_GPU);
	});
}

#[test]
fn new_verification_should_hold_one_gpu_when_a_registered_machine_has_no_free_stake() {
	run(|| {
		register_with_profile(1, ALICE);
		assert_ok!(Machines::lock(&id(1), PER_GPU));
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_eq!(
			(machine(1).stake, machine(1).locked),
			(2 * PER_GPU, PER_GPU)
		);
		assert_eq!(on_hold(&ALICE), 2 * PER_GPU);
	});
}

#[test]
fn new_verification_should_hold_nothing_when_a_registered_machine_has_free_stake() {
	run(|| {
		register_with_profile(1, ALICE);
		assert_ok!(Machines::lock(&id(1), PER_GPU - 1));
		MockPrice::make_stale();
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_eq!(on_hold(&ALICE), PER_GPU);
	});
}

#[test]
fn new_verification_should_be_refused_when_ten_days_are_over_without_a_decision() {
	run(|| {
		undecided();
		advance(10 * DAY);
		assert_noop!(Machines::begin_verification(&id(1)), E::RetryExpired);
		set_time(now() - 1);
		assert_ok!(Machines::begin_verification(&id(1)));
	});
}

#[test]
fn profile_and_exit_should_be_open_when_no_decision_was_made() {
	run(|| {
		undecided();
		assert_ok!(Machines::set_profile(
			signed(ALICE),
			id(1),
			fixtures::profile()
		));
		assert_noop!(Machines::top_up(signed(ALICE), id(1), 1), E::NotActive);
		assert_noop!(Machines::restake(signed(ALICE), id(1)), E::NotActive);
		assert_noop!(Machines::report_down(signed(ALICE), id(1)), E::NotActive);
		assert_noop!(Machines::report_up(signed(ALICE), id(1)), E::NotDown);
		assert_ok!(Machines::set_payee(signed(ALICE), id(1), Some(BOB)));
		assert_ok!(Machines::set_extra_price(signed(ALICE), id(1), 1));
		assert_ok!(Machines::close(signed(ALICE), id(1)));
		assert_ok!(Machines::open(signed(ALICE), id(1)));
		assert_ok!(Machines::exit(signed(ALICE), id(1)));
		assert_eq!(crate::Machines::<Test>::get(id(1)), None);
	});
}

#[test]
fn forced_exit_should_work_when_no_decision_was_made() {
	run(|| {
		undecided();
		assert_ok!(Machines::force_exit(RuntimeOrigin::root(), id(1)));
		assert_eq!(crate::Machines::<Test>::get(id(1)), None);
	});
}

#[test]
fn new_verification_should_hold_one_gpu_again_when_the_stake_was_returned() {
	run(|| {
		refused();
		// 95 % went back, 5 % waits for a sanction.
		let sanction = PER_GPU / 20;
		assert_ok!(Machines::lock(&id(1), sanction));
		assert_ok!(<Machines as MachineStake>::release(
			&id(1),
			PER_GPU - sanction
		));
		assert_eq!(on_hold(&ALICE), sanction);
		events();

		assert_ok!(Machines::begin_verification(&id(1)));
		assert_eq!(machine(1).stake, PER_GPU + sanction);
		assert_eq!(on_hold(&ALICE), PER_GPU + sanction);
		assert_eq!(spendable(&ALICE), WEALTH - FEE - PER_GPU - sanction);
		assert_eq!(
			events(),
			[Event::VerificationBegun {
				machine: id(1),
				held: PER_GPU
			}]
		);
	});
}

#[test]
fn new_verification_should_hold_nothing_when_the_stake_is_still_there() {
	run(|| {
		refused();
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_eq!(on_hold(&ALICE), PER_GPU);
	});
}

#[test]
fn new_verification_should_be_refused_when_ten_days_are_over() {
	run(|| {
		refused();
		advance(10 * DAY);
		assert_noop!(Machines::begin_verification(&id(1)), E::RetryExpired);
		set_time(now() - 1);
		assert_ok!(Machines::begin_verification(&id(1)));
	});
}

#[test]
fn new_verification_should_be_refused_when_there_is_no_fresh_price() {
	run(|| {
		refused();
		MockPrice::make_stale();
		assert_noop!(Machines::begin_verification(&id(1)), E::PriceUnavailable);
	});
}

#[test]
fn new_verification_should_be_refused_when_the_owner_lacks_the_stake() {
	run(|| {
		refused();
		assert_ok!(<Machines as MachineStake>::release(&id(1), PER_GPU));
		let excess = spendable(&ALICE) - PER_GPU + 1;
		assert_ok!(Balances::transfer_allow_death(signed(ALICE), BOB, excess));
		assert_noop!(Machines::begin_verification(&id(1)), E::InsufficientBalance);
	});
}
