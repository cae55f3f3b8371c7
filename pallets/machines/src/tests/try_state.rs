//! Each invariant notices what breaks it.

use super::*;
use dbc_primitives::{CauseSince, Outage};

/// Runs `corrupt` on a machine of Alice that is Active, and expects the invariant to tell.
fn corrupted(corrupt: impl FnOnce(), told: &'static str) {
	new_test_ext().execute_with(|| {
		activate(1, ALICE, 4);
		assert_eq!(Machines::do_try_state(), Ok(()));
		corrupt();
		assert_eq!(Machines::do_try_state(), Err(told.into()));
	});
}

fn change(f: impl FnOnce(&mut crate::MachineOf<Test>)) {
	crate::Machines::<Test>::mutate(id(1), |record| f(record.as_mut().unwrap()));
}

#[test]
fn invariant_1_should_tell_when_a_stake_is_not_on_hold() {
	let told = "1: the stakes of an account are not what it has on hold";
	corrupted(|| change(|record| record.stake += 1), told);
	corrupted(|| change(|record| record.stake -= 1), told);
}

#[test]
fn invariant_1_should_tell_when_something_is_on_hold_without_a_machine() {
	use frame_support::traits::fungible::MutateHold;
	let reason = crate::HoldReason::MachineStake.into();
	corrupted(
		|| Balances::hold(&reason, &BOB, 1).unwrap(),
		"1: the stakes of an account are not what it has on hold",
	);
}

#[test]
fn invariant_1_should_tell_when_the_owner_does_not_exist() {
	let nobody = AccountId::new([77; 32]);
	corrupted(
		|| {
			let record = crate::Machine::registered(nobody.clone(), START, 1);
			crate::Machines::<Test>::insert(id(2), record);
			crate::MachinesByOwner::<Test>::insert(nobody, id(2), ());
		},
		"1: an account that does not exist has a stake",
	);
}

#[test]
fn invariant_1_should_tell_when_the_stakes_overflow() {
	corrupted(
		|| {
			let record = crate::Machine::registered(ALICE, START, u128::MAX);
			crate::Machines::<Test>::insert(id(2), record);
		},
		"1: the stakes overflow",
	);
}

#[test]
fn invariant_2_should_tell_when_a_machine_is_not_indexed() {
	corrupted(
		|| crate::MachinesByOwner::<Test>::remove(ALICE, id(1)),
		"2: a machine is not indexed under its owner",
	);
}

#[test]
fn invariant_2_should_tell_when_the_index_holds_too_much() {
	corrupted(
		|| crate::MachinesByOwner::<Test>::insert(BOB, id(1), ()),
		"2: the index holds something that is no machine",
	);
}

#[test]
fn invariant_3_should_tell_when_a_verified_machine_has_no_profile() {
	corrupted(
		|| Profiles::<Test>::remove(id(1)),
		"3: a machine has no profile",
	);
}

#[test]
fn invariant_3_should_tell_when_hardware_and_phase_disagree() {
	let told = "3: hardware and phase disagree";
	corrupted(|| HardwareOf::<Test>::remove(id(1)), told);
	corrupted(|| change(|record| record.phase = Phase::Verifying), told);
}

#[test]
fn invariant_3_should_tell_when_the_time_of_activation_is_missing() {
	let told = "3: the time of activation and the phase disagree";
	corrupted(|| change(|record| record.first_active_at = None), told);
	corrupted(|| change(|record| record.requirement_fixed_at = None), told);
}

#[test]
fn invariant_3_should_tell_when_the_points_are_made_up() {
	corrupted(
		|| change(|record| record.points += 1),
		"3: the points are not those of the hardware",
	);
}

#[test]
fn invariant_3_should_tell_when_the_number_of_gpus_is_made_up() {
	corrupted(
		|| change(|record| record.gpus += 1),
		"3: the GPUs are not those of the hardware",
	);
}

#[test]
fn invariant_4_should_tell_when_more_is_locked_than_held() {
	corrupted(
		|| change(|record| record.locked = record.stake + 1),
		"4: more is locked than is held",
	);
}

#[test]
fn invariant_4_should_tell_when_a_new_machine_has_a_requirement() {
	corrupted(
		|| {
			register(2, ALICE);
			crate::Machines::<Test>::mutate(id(2), |record| {
				record.as_mut().unwrap().requirement = 1;
			});
		},
		"4: a machine that was never Active has a requirement",
	);
}

#[test]
fn invariant_4_should_tell_when_the_under_stake_is_made_up() {
	corrupted(
		|| change(|record| record.under_staked = true),
		"4: a machine is under-staked though nothing is missing",
	);
}

fn outage(since: u64, causes: &[CauseSince]) -> Option<Outage<u128>> {
	Some(Outage {
		since,
		causes: causes.to_vec().try_into().unwrap(),
		base: 0,
	})
}

#[test]
fn invariant_5_should_tell_when_a_machine_is_down_that_is_not_active() {
	corrupted(
		|| {
			register(2, ALICE);
			crate::Machines::<Test>::mutate(id(2), |record| {
				record.as_mut().unwrap().outage = outage(START, &[]);
			});
		},
		"5: a machine is down that is not Active",
	);
}

#[test]
fn invariant_5_should_tell_when_an_outage_has_no_lasting_cause() {
	let told = "5: an outage lasts without a cause";
	let over = CauseSince {
		cause: OutageCause::Malfunction,
		since: START,
		until: Some(START),
	};
	corrupted(|| change(|record| record.outage = outage(START, &[])), told);
	corrupted(
		|| change(|record| record.outage = outage(START, &[over])),
		told,
	);
}

#[test]
fn invariant_5_should_tell_when_a_cause_is_there_twice() {
	let cause = CauseSince {
		cause: OutageCause::Malfunction,
		since: START,
		until: None,
	};
	corrupted(
		|| change(|record| record.outage = outage(START, &[cause, cause])),
		"5: an outage has a cause twice",
	);
}

#[test]
fn invariant_5_should_tell_when_the_outage_begins_at_another_time() {
	let cause = CauseSince {
		cause: OutageCause::Malfunction,
		since: START,
		until: None,
	};
	corrupted(
		|| change(|record| record.outage = outage(START + 1, &[cause])),
		"5: a cause of an outage began before it",
	);
}

#[test]
fn invariant_6_should_tell_when_a_leaving_machine_is_open() {
	corrupted(
		|| change(|record| record.leaving = true),
		"6: a machine that is leaving is open",
	);
}

#[test]
fn invariant_6_should_tell_when_a_leaving_machine_is_being_verified() {
	corrupted(
		|| {
			verifying(2, ALICE);
			crate::Machines::<Test>::mutate(id(2), |record| {
				record.as_mut().unwrap().begin_leaving();
			});
		},
		"6: a machine that is leaving is being verified",
	);
}

#[test]
fn invariant_3_should_tell_when_an_undecided_machine_has_hardware() {
	corrupted(
		|| change(|record| record.phase = Phase::Undecided { at: START }),
		"3: hardware and phase disagree",
	);
}

#[test]
fn invariant_7_should_tell_when_something_is_left_behind() {
	let told = "7: something is stored for a machine that is gone";
	corrupted(
		|| Profiles::<Test>::insert(id(2), fixtures::profile()),
		told,
	);
	corrupted(
		|| HardwareOf::<Test>::insert(id(2), fixtures::hardware(1)),
		told,
	);
}
