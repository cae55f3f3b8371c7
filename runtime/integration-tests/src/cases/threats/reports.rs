//! Reports on one's own machine, and attempts to slip out of a ruling.

use dbc_primitives::{FaultKind, FaultOpinion, MachineId, OutageCause};
use dbc_runtime::{
	constants::time::{DAY, HOUR, MINUTE},
	Machines, Runtime, RuntimeCall,
};
use frame_support::assert_ok;
use sp_keyring::Sr25519Keyring::{Alice, Bob, One};

use super::{assert_costs, assert_gains_nothing, fortunes};
use crate::{
	env::dispatch,
	state::{self, pass, refusal},
};

#[test]
fn threat_reporting_ones_own_machine_should_lose_money() {
	for kind in [
		FaultKind::Inaccessible,
		FaultKind::Malfunction,
		FaultKind::RentFailed,
	] {
		for hours in [0, 5, 50] {
			let play = |reports: bool| {
				let mut members = Vec::new();
				let fortunes = fortunes(|machine| {
					let order = state::rented(One, machine, 4, 10 * DAY);
					pass(HOUR);
					let own = state::report_call(machine, kind, Some(order));
					let error = pallet_faults::Error::<Runtime>::OwnMachine;
					assert_eq!(refusal(Bob, own), error.into());
					if !reports {
						return;
					}
					let report = state::reported(One, machine, kind, Some(order));
					members = state::ruled(report, FaultOpinion::Uphold);
					pass(hours * HOUR);
					state::up(machine);
				});
				(fortunes, members)
			};
			let (honest, _) = play(false);
			let (cheating, members) = play(true);
			// The helper's part of the sanction is less than a tenth of what the owner loses.
			assert_costs(&cheating, &honest, &[Bob, One]);
			assert!(cheating.of(&[One]) > honest.of(&[One]) || hours < 5);
			// Even if all three members belong to the party.
			let party: Vec<_> = [Bob, One].into_iter().chain(members).collect();
			assert_costs(&cheating, &honest, &party);
		}
	}
}

#[test]
fn threat_a_friendly_report_should_not_shield_a_machine() {
	// The helper's report keeps Alice's off until it is rejected; hers follows at once.
	let caught = fortunes(|machine| {
		let order = state::rented(Alice, machine, 2, 10 * DAY);
		state::rented(One, machine, 1, 10 * DAY);
		pass(HOUR);
		let report = state::reported(Alice, machine, FaultKind::Counterfeit, Some(order));
		state::ruled(report, FaultOpinion::Uphold);
		attested_anew(machine, 11 * DAY);
	});
	let shielded = fortunes(|machine| {
		let order = state::rented(Alice, machine, 2, 10 * DAY);
		let own = state::rented(One, machine, 1, 10 * DAY);
		pass(HOUR);
		let friendly = state::reported(One, machine, FaultKind::Inaccessible, Some(own));
		let news = state::report_call(machine, FaultKind::Counterfeit, Some(order));
		let error = pallet_faults::Error::<Runtime>::AlreadyReported;
		assert_eq!(refusal(Alice, news), error.into());
		let members = state::jury(friendly);
		pass(4 * MINUTE);
		let votes: Vec<_> = members
			.iter()
			.map(|member| (*member, FaultOpinion::Reject))
			.collect();
		state::judge(friendly, &votes);
		let report = state::reported(Alice, machine, FaultKind::Counterfeit, Some(order));
		state::ruled(report, FaultOpinion::Uphold);
		attested_anew(machine, 11 * DAY - 4 * MINUTE);
	});
	assert_costs(&shielded, &caught, &[Bob, One]);
}

/// What is counterfeit is attested anew after some time, once nobody rents it any more.
fn attested_anew(machine: MachineId, after: u64) {
	pass(after);
	state::feed(12_000_000);
	ask_anew(machine);
	accept(machine);
	let info = Machines::machine_info(machine).expect("registered");
	assert_eq!(info.outage, None);
}

/// The owner asks for a new attestation.
fn ask_anew(machine: MachineId) {
	assert_ok!(dispatch(Bob, anew(machine)));
}

fn anew(machine: MachineId) -> RuntimeCall {
	RuntimeCall::Verification(pallet_verification::Call::request_hardware_change {
		machine,
		profile: None,
	})
}

/// Members are drawn for it and accept.
fn accept(machine: MachineId) {
	state::draw();
	let (job, members) = state::ballot(machine);
	state::vote(machine, job, &members, &state::acceptance());
}

fn is_counterfeit(machine: MachineId) -> bool {
	let info = Machines::machine_info(machine).expect("registered");
	let causes = info.outage.map(|outage| outage.causes).unwrap_or_default();
	causes
		.iter()
		.any(|known| known.cause == OutageCause::Counterfeit && known.until.is_none())
}

#[test]
fn threat_asking_for_re_verification_should_not_escape_a_ruling() {
	// Alice used the machine for an hour, and reports a little later that it is not what was attested.
	let caught = fortunes(|machine| {
		let order = state::rented(Alice, machine, 4, HOUR);
		pass(HOUR + 2 * MINUTE);
		state::feed(12_000_000);
		let report = state::reported(Alice, machine, FaultKind::Counterfeit, Some(order));
		// While it is open nothing can be asked for.
		let locked = pallet_machines::Error::<Runtime>::ExitLocked;
		assert_eq!(refusal(Bob, anew(machine)), locked.into());
		state::ruled(report, FaultOpinion::Uphold);
		ask_anew(machine);
		accept(machine);
		assert!(!is_counterfeit(machine));
	});
	// The owner sees it coming and asks first; the ruling comes before the attestation.
	let first = fortunes(|machine| {
		let order = state::rented(Alice, machine, 4, HOUR);
		pass(HOUR + 2 * MINUTE);
		state::feed(12_000_000);
		ask_anew(machine);
		let report = state::reported(Alice, machine, FaultKind::Counterfeit, Some(order));
		state::ruled(report, FaultOpinion::Uphold);
		assert!(is_counterfeit(machine));
		accept(machine);
		assert!(!is_counterfeit(machine));
	});
	assert_gains_nothing(&first, &caught, &[Bob]);
	// The attestation comes before the ruling: a second one is needed.
	let twice = fortunes(|machine| {
		let order = state::rented(Alice, machine, 4, HOUR);
		pass(HOUR + 2 * MINUTE);
		state::feed(12_000_000);
		ask_anew(machine);
		let report = state::reported(Alice, machine, FaultKind::Counterfeit, Some(order));
		accept(machine);
		state::ruled(report, FaultOpinion::Uphold);
		assert!(is_counterfeit(machine));
		ask_anew(machine);
		accept(machine);
		assert!(!is_counterfeit(machine));
	});
	assert_gains_nothing(&twice, &caught, &[Bob]);
	let honest = fortunes(|machine| {
		state::rented(Alice, machine, 4, HOUR);
		pass(HOUR + 2 * MINUTE);
	});
	for cheating in [caught, first, twice] {
		assert_costs(&cheating, &honest, &[Bob]);
	}
}

#[test]
fn threat_asking_for_re_verification_should_not_end_a_sanction() {
	// The sanction of an outage is pending: the hardware cannot change before it is executed.
	let play = |asks: bool| {
		fortunes(|machine| {
			let order = state::rented(Alice, machine, 4, HOUR);
			let report = state::reported(Alice, machine, FaultKind::Malfunction, Some(order));
			state::ruled(report, FaultOpinion::Uphold);
			pass(HOUR + 2 * MINUTE);
			state::feed(12_000_000);
			if asks {
				// While it is down for another fault, and while its sanction is pending.
				assert!(dispatch(Bob, anew(machine)).is_err());
			}
			state::up(machine);
			if asks {
				assert!(dispatch(Bob, anew(machine)).is_err());
			}
		})
	};
	assert_gains_nothing(&play(true), &play(false), &[Bob]);
}
