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
