//! Going down at the right moment, in front of somebody, or in pieces.

use dbc_primitives::{FaultKind, FaultOpinion, MachineId, Moment};
use dbc_runtime::{
	constants::time::{DAY, HOUR, MINUTE},
	Runtime, RuntimeCall,
};
use frame_support::assert_ok;
use sp_keyring::Sr25519Keyring::{Alice, Bob};

use super::{assert_costs, assert_gains_nothing, fortunes, Fortunes};
use crate::{
	env::dispatch,
	state::{self, pass, refusal},
};

/// Alice rents the machine for a day; it goes down so long before that order expires and comes up so long after.
fn down_around_expiry(before: Moment, after: Moment) -> Fortunes {
	fortunes(|machine| {
		state::rented(Alice, machine, 4, DAY);
		pass(DAY - before);
		state::down(machine);
		pass(before + after);
		state::up(machine);
	})
}

#[test]
fn threat_going_down_before_an_order_expires_should_cost_more_than_waiting() {
	// Maintenance of three days, begun a minute before the order expires: it is an outage of a rented machine.
	let patient = down_around_expiry(0, 3 * DAY);
	let early = down_around_expiry(MINUTE, 3 * DAY);
	assert_costs(&early, &patient, &[Bob]);
	assert_costs(&early, &patient, &[Bob, Alice]);
	// A minute around the expiry, and as little as a millisecond before it.
	let never = fortunes(|machine| {
		state::rented(Alice, machine, 4, DAY);
		pass(DAY + MINUTE);
	});
	for before in [1, MINUTE] {
		let early = down_around_expiry(before, MINUTE);
		assert_costs(&early, &never, &[Bob]);
		assert_costs(&early, &never, &[Bob, Alice]);
	}
	// The renter loses nothing by it.
	assert_gains_nothing(&never, &down_around_expiry(MINUTE, MINUTE), &[Alice]);
}

/// The machine fails an hour after Alice rented it, and works again an hour later.
fn failing(kind: FaultKind, play: impl FnOnce(MachineId, &dyn Fn(), &dyn Fn())) -> Fortunes {
	fortunes(|machine| {
		let order = state::rented(Alice, machine, 4, 10 * DAY);
		pass(HOUR);
		let report = || {
			state::reported(Alice, machine, kind, Some(order));
		};
		let rule = || {
			let report = pallet_faults::OpenReports::<Runtime>::get(machine).expect("open");
			state::ruled(report, FaultOpinion::Uphold);
		};
		play(machine, &report, &rule);
		pass(HOUR);
		state::up(machine);
	})
}

#[test]
fn threat_front_running_a_report_with_report_down_should_gain_nothing() {
	let down_first = pallet_faults::Error::<Runtime>::MachineDown;
	let honest = failing(FaultKind::Inaccessible, |machine, _, _| {
		// Whoever says so by itself, as soon as it knows, is not reported: the chain knows it.
		state::down(machine);
		let order = state::last_order();
		let news = state::report_call(machine, FaultKind::Inaccessible, Some(order));
		assert_eq!(refusal(Alice, news), down_first.into());
	});
	let caught = failing(FaultKind::Inaccessible, |_, report, rule| {
		report();
		rule();
	});
	// Between the report and the verdict.
	let late = failing(FaultKind::Inaccessible, |machine, report, rule| {
		report();
		state::down(machine);
		rule();
	});
	// In front of the report, but not for long: the next attempt to report goes through.
	let flapping = failing(FaultKind::Inaccessible, |machine, report, rule| {
		state::down(machine);
		state::up(machine);
		report();
		rule();
	});
	// Down and up between the report and the verdict.
	let hiding = failing(FaultKind::Inaccessible, |machine, report, rule| {
		report();
		state::down(machine);
		state::up(machine);
		rule();
	});
	assert_costs(&caught, &honest, &[Bob]);
	for cheating in [late, flapping, hiding] {
		assert_gains_nothing(&cheating, &caught, &[Bob]);
		assert_costs(&cheating, &honest, &[Bob]);
		// The renter does not pay for the time since the report in any case.
		assert_gains_nothing(&honest, &cheating, &[Alice]);
	}
}

#[test]
fn threat_front_running_should_not_soften_what_else_is_wrong() {
	for kind in [FaultKind::Malfunction, FaultKind::RentFailed] {
		let honest = failing(kind, |machine, _, _| state::down(machine));
		let caught = failing(kind, |_, report, rule| {
			report();
			rule();
		});
		let first = failing(kind, |machine, report, rule| {
			state::down(machine);
			report();
			rule();
		});
		assert_gains_nothing(&first, &caught, &[Bob]);
		assert_costs(&first, &honest, &[Bob]);
	}
}

#[test]
fn threat_a_false_repair_should_not_soften_an_outage() {
	// The machine is down for 50 hours. Its owner says that it was repaired as soon as it is reported, so that the outage
	// of the report ends there, and a little later that it is down, so that this is another outage.
	let honest = fortunes(|machine| {
		state::rented(Alice, machine, 4, 10 * DAY);
		pass(HOUR);
		state::down(machine);
		pass(50 * HOUR);
		state::up(machine);
	});
	for (kind, pause) in [
		(FaultKind::Inaccessible, 0),
		(FaultKind::Inaccessible, 1),
		(FaultKind::Malfunction, 1),
	] {
		let cheating = fortunes(|machine| {
			let order = state::rented(Alice, machine, 4, 10 * DAY);
			pass(HOUR);
			let report = state::reported(Alice, machine, kind, Some(order));
			let repaired = pallet_faults::Call::report_repaired { report };
			assert_ok!(dispatch(Bob, RuntimeCall::Faults(repaired)));
			pass(pause);
			state::down(machine);
			pass(MINUTE);
			state::ruled(report, FaultOpinion::Uphold);
			pass(50 * HOUR - MINUTE);
			state::up(machine);
		});
		assert_gains_nothing(&cheating, &honest, &[Bob]);
	}
}

#[test]
fn threat_keeping_quiet_about_a_failure_should_cost_more_than_reporting_it() {
	// Nobody reaches the machine for an hour. The honest owner says so; the other one hopes that nobody will.
	let honest = fortunes(|machine| {
		state::rented(Alice, machine, 4, 10 * DAY);
		pass(HOUR);
		state::down(machine);
		pass(HOUR);
		state::up(machine);
	});
	let quiet = fortunes(|machine| {
		let order = state::rented(Alice, machine, 4, 10 * DAY);
		pass(HOUR + 10 * MINUTE);
		let report = state::reported(Alice, machine, FaultKind::Inaccessible, Some(order));
		state::ruled(report, FaultOpinion::Uphold);
		pass(50 * MINUTE);
		state::up(machine);
	});
	assert_costs(&quiet, &honest, &[Bob]);
	// And the renter is made good for waiting: it pays for ten minutes more at most.
	assert_costs(&quiet, &honest, &[Bob, Alice]);
}

/// Bob's machine is down for `pieces` times `length`, with as long a pause after each piece.
fn down_in_pieces(pieces: u64, length: Moment, rented: bool) -> Fortunes {
	fortunes(|machine| {
		if rented {
			state::rented(Alice, machine, 4, 10 * DAY);
		}
		pass(HOUR);
		for _ in 0..pieces {
			state::down(machine);
			pass(length);
			state::up(machine);
			pass(length);
		}
	})
}

/// The same at a stretch.
fn down_at_a_stretch(length: Moment, rented: bool) -> Fortunes {
	down_in_pieces(1, length, rented)
}

#[test]
fn threat_splitting_an_outage_should_gain_nothing() {
	for (pieces, length) in [
		// 40 minutes in pieces below 7 minutes: 4 %, not 2 %.
		(10, 4 * MINUTE),
		// 49 hours in pieces of an hour, and of 23 hours: 30 %.
		(49, HOUR),
		(3, 23 * HOUR),
	] {
		let whole = down_at_a_stretch(pieces * length, true);
		let split = down_in_pieces(pieces, length, true);
		assert_gains_nothing(&split, &whole, &[Bob]);
		assert_gains_nothing(&split, &whole, &[Bob, Alice]);
	}
	// Maintenance of an idle machine: 49 hours cost 4 %, in pieces as well.
	let whole = down_at_a_stretch(49 * HOUR, false);
	let split = down_in_pieces(49, HOUR, false);
	assert_gains_nothing(&split, &whole, &[Bob]);
	let none = fortunes(|_| {});
	assert_costs(&split, &none, &[Bob]);
}

#[test]
fn threat_never_coming_back_should_cost_more_than_coming_back() {
	let failing = |returns: bool| {
		fortunes(|machine| {
			let order = state::rented(Alice, machine, 4, DAY);
			let report = state::reported(Alice, machine, FaultKind::Inaccessible, Some(order));
			state::ruled(report, FaultOpinion::Uphold);
			pass(HOUR);
			if returns {
				state::up(machine);
				return;
			}
			pass(119 * HOUR);
			let sanction = pallet_sanctions::Call::sanction_outage { machine };
			assert_ok!(dispatch(Alice, RuntimeCall::Sanctions(sanction)));
		})
	};
	let (gone, back) = (failing(false), failing(true));
	assert_costs(&gone, &back, &[Bob]);
	assert_costs(&gone, &back, &[Bob, Alice]);
}
