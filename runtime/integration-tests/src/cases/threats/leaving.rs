//! Leaving in front of a ruling or a sanction.

use dbc_primitives::{FaultKind, FaultOpinion, MachineId};
use dbc_runtime::{
	constants::time::{DAY, HOUR, MINUTE},
	Machines, Runtime, RuntimeCall,
};
use frame_support::assert_ok;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Dave};

use super::{assert_costs, assert_gains_nothing, fortunes, Fortunes};
use crate::{
	env::{advance, as_root, development, dispatch},
	state::{self, pass, refusal, STAKE},
};

fn exit(machine: MachineId) -> RuntimeCall {
	RuntimeCall::Machines(pallet_machines::Call::exit { machine })
}

fn remove(machine: MachineId) -> RuntimeCall {
	RuntimeCall::Machines(pallet_machines::Call::remove { machine })
}

fn force_exit(machine: MachineId) -> RuntimeCall {
	RuntimeCall::Machines(pallet_machines::Call::force_exit { machine })
}

fn is_there(machine: MachineId) -> bool {
	Machines::machine_info(machine).is_some()
}

/// Neither its owner nor anybody else gets the machine out.
fn assert_held(machine: MachineId) {
	let locked = pallet_machines::Error::<Runtime>::ExitLocked;
	assert_eq!(refusal(Bob, exit(machine)), locked.into());
	assert!(dispatch(Dave, remove(machine)).is_err());
	assert!(is_there(machine));
}

/// Alice used the machine for an hour, and two hours have passed since, so that it might leave. Her report is upheld; the
/// machine is up again an hour after it, and leaves at some time.
fn leaving(early: bool) -> Fortunes {
	fortunes(|machine| {
		let order = state::rented(Alice, machine, 4, HOUR);
		pass(3 * HOUR);
		let report = state::reported(Alice, machine, FaultKind::Malfunction, Some(order));
		let attempt = || {
			if early {
				assert_held(machine);
			}
		};
		attempt();
		let members = state::informed_jury(report);
		attempt();
		advance(HOUR);
		attempt();
		let votes: Vec<_> = members
			.iter()
			.map(|member| (*member, FaultOpinion::Uphold))
			.collect();
		state::judge(report, &votes);
		if early {
			// An exit ends the outage, and its sanction is made first.
			assert_ok!(dispatch(Bob, exit(machine)));
		} else {
			state::up(machine);
		}
		assert_eq!(state::last_sanction().1, STAKE * 6 / 100);
		attempt();
		pass(10 * MINUTE - 1);
		attempt();
		pass(2 * MINUTE);
		if early {
			assert_ok!(dispatch(Dave, remove(machine)));
		} else {
			assert_ok!(dispatch(Bob, exit(machine)));
		}
		assert!(!is_there(machine));
	})
}

#[test]
fn threat_23_exiting_during_a_report_or_before_its_sanction_should_gain_nothing() {
	let (early, patient) = (leaving(true), leaving(false));
	assert_gains_nothing(&early, &patient, &[Bob]);
	assert_gains_nothing(&early, &patient, &[Bob, Alice]);
	let honest = fortunes(|machine| {
		state::rented(Alice, machine, 4, HOUR);
		pass(4 * HOUR);
		assert_ok!(dispatch(Bob, exit(machine)));
	});
	assert_costs(&early, &honest, &[Bob]);
}

#[test]
fn threat_23_exit_in_an_outage_should_cost_what_the_outage_costs() {
	let outage = |leaves: bool| {
		fortunes(|machine| {
			state::rented(Alice, machine, 4, HOUR);
			state::down(machine);
			pass(3 * HOUR);
			if leaves {
				assert_ok!(dispatch(Bob, exit(machine)));
				assert_held(machine);
			} else {
				state::up(machine);
			}
			pass(11 * MINUTE);
			if leaves {
				// Anyone may, once nothing is pending.
				assert_ok!(dispatch(Dave, remove(machine)));
			} else {
				assert_ok!(dispatch(Bob, exit(machine)));
			}
		})
	};
	let (cheating, patient) = (outage(true), outage(false));
	assert_gains_nothing(&cheating, &patient, &[Bob]);
}

#[test]
fn no_machine_should_leave_while_a_report_or_sanction_is_pending() {
	development().execute_with(|| {
		let machine = state::judged(1);
		let order = state::rented(Alice, machine, 4, HOUR);
		pass(3 * HOUR);
		let report = state::reported(Alice, machine, FaultKind::Inaccessible, Some(order));
		assert_held(machine);
		let first = state::jury(report);
		assert_held(machine);
		// Through a second round as well.
		pass(11 * MINUTE);
		assert_held(machine);
		let second = state::jury(report);
		assert!(!second.iter().any(|member| first.contains(member)));
		let votes: Vec<_> = second
			.iter()
			.map(|member| (*member, FaultOpinion::Uphold))
			.collect();
		state::judge(report, &votes);
		pass(HOUR);
		state::up(machine);
		// Its sanction, the appeal, and until that is decided.
		assert_held(machine);
		let (id, amount) = state::last_sanction();
		let appeal = pallet_sanctions::Call::appeal {
			id,
			reason: Default::default(),
		};
		assert_ok!(dispatch(Bob, RuntimeCall::Sanctions(appeal)));
		pass(HOUR - 1);
		assert_held(machine);
		pass(MINUTE + 1);
		let info = Machines::machine_info(machine).expect("registered");
		assert_eq!((info.stake, info.locked), (STAKE - amount, 0));
		assert_ok!(dispatch(Bob, exit(machine)));
		assert!(!is_there(machine));
	});
}

#[test]
fn forced_exit_should_wait_for_the_sanction_that_is_pending() {
	development().execute_with(|| {
		let machine = state::judged(1);
		state::rented(Alice, machine, 4, 10 * DAY);
		state::down(machine);
		pass(HOUR);
		let owner = crate::env::free(&Bob.to_account_id());
		// Governance ends the outage: its sanction is made, the rest of the stake returns.
		assert_ok!(as_root(force_exit(machine)));
		let (_, amount) = state::last_sanction();
		assert_eq!(amount, STAKE * 4 / 100);
		let info = Machines::machine_info(machine).expect("it waits");
		assert_eq!((info.stake, info.locked), (amount, amount));
		assert_eq!(
			crate::env::free(&Bob.to_account_id()) - owner,
			STAKE - amount
		);
		assert_ok!(as_root(force_exit(machine)));
		assert_held(machine);
		pass(11 * MINUTE);
		assert_ok!(dispatch(Dave, remove(machine)));
		assert!(!is_there(machine));
		assert_eq!(
			crate::env::free(&Bob.to_account_id()) - owner,
			STAKE - amount
		);
	});
}

#[test]
fn forced_exit_should_carry_out_a_verdict_that_nobody_can_change_any_more() {
	let play = |forced: bool| {
		fortunes(|machine| {
			let order = state::rented(Alice, machine, 4, 10 * DAY);
			pass(HOUR);
			let report = state::reported(Alice, machine, FaultKind::Inaccessible, Some(order));
			let members = state::jury(report);
			for member in members.iter().take(2) {
				let call = state::sealed_opinion(report, *member, FaultOpinion::Uphold);
				assert_ok!(dispatch(*member, call));
			}
			advance(5 * MINUTE);
			assert_ok!(dispatch(
				members[0],
				state::opened_opinion(report, FaultOpinion::Uphold)
			));
			// The other one's time to open its vote runs.
			if forced {
				assert_ok!(dispatch(
					members[1],
					state::opened_opinion(report, FaultOpinion::Uphold)
				));
			}
			assert_ok!(as_root(force_exit(machine)));
			pass(11 * MINUTE);
			// If something was pending it goes now.
			let _ = dispatch(Dave, remove(machine));
			assert!(!is_there(machine));
		})
	};
	// With two votes the report was upheld; with one, the forced exit ended it without a decision.
	let (upheld, undecided) = (play(true), play(false));
	assert_costs(&upheld, &undecided, &[Bob]);
	assert_costs(&undecided, &upheld, &[Alice]);
}
