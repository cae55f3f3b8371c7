//! Rounds end by themselves.

use super::*;
use crate::{AgendaItems, Due, WeightInfo};
use frame_support::{
	traits::Hooks,
	weights::{Weight, WeightMeter},
};

/// How many items about rounds there are.
fn items() -> usize {
	let is_round = |due: &Due| matches!(due, Due::Round(..));
	AgendaItems::<Test>::iter_values().filter(is_round).count()
}

#[test]
fn round_should_close_by_itself_when_nobody_committed() {
	run(|| {
		let report = drawn(1, Inaccessible);
		advance(5 * MINUTE - 1);
		poll();
		assert_eq!(record(report).round, 1);
		advance(MINUTE);
		poll();
		assert_eq!(record(report).round, 2);
		assert_eq!(items(), 0);
	});
}

#[test]
fn round_should_close_by_itself_when_the_reveals_are_over() {
	run(|| {
		let report = drawn(1, Inaccessible);
		commit(report, &member(0), Uphold).unwrap();
		advance(6 * MINUTE);
		poll();
		assert_eq!((record(report).round, items()), (1, 1));
		advance(5 * MINUTE);
		poll();
		assert_eq!((record(report).round, items()), (2, 0));
		assert_eq!(faulted(), members(0));
	});
}

#[test]
fn report_should_close_by_itself_when_evidence_is_missing() {
	run(|| {
		let report = drawn(1, Malfunction);
		deliver(report, &member(0)).unwrap();
		advance(31 * MINUTE);
		poll();
		assert_closed(1, report);
		assert_eq!(items(), 0);
	});
}

#[test]
fn round_should_be_looked_at_again_at_each_deadline() {
	run(|| {
		let report = informed(1, Malfunction);
		for who in members(0) {
			commit(report, &who, Uphold).unwrap();
		}
		for (hours, closed) in [(1, false), (2, false), (1, true)] {
			assert_eq!(items(), 1);
			advance(hours * HOUR);
			poll();
			assert_eq!(record(report).round == 2, closed);
		}
		assert_eq!(items(), 0);
	});
}

#[test]
fn round_should_wait_for_its_moved_deadline_when_the_chain_stalled() {
	run(|| {
		let report = drawn(1, Malfunction);
		advance(2 * HOUR);
		MockStalls::set(2 * HOUR);
		poll();
		assert_eq!((record(report).round, items()), (1, 1));
		advance(30 * MINUTE - 1);
		poll();
		assert_eq!(record(report).round, 1);
		advance(MINUTE);
		poll();
		assert_closed(1, report);
	});
}

#[test]
fn agenda_should_pass_over_rounds_that_closed_earlier() {
	run(|| {
		let report = informed(1, Inaccessible);
		vote(report, SILENT);
		let before = record(report);
		advance(HOUR);
		poll();
		assert_eq!(items(), 0);
		assert_eq!(record(report), before);
	});
}

#[test]
fn agenda_should_leave_the_next_round_alone_when_an_old_item_comes() {
	run(|| {
		let report = drawn(1, Inaccessible);
		advance(5 * MINUTE);
		assert_ok!(close(report));
		draw(report, &members(3)).unwrap();
		assert_eq!(items(), 2);
		advance(MINUTE);
		poll();
		assert_eq!(record(report).round, 2);
		assert!(record(report).voting.is_some());
		assert_eq!(items(), 1);
	});
}

#[test]
fn agenda_should_carry_over_what_a_block_has_no_room_for() {
	type W = ();
	run(|| {
		let reports = [drawn(1, Inaccessible), drawn(2, Inaccessible)];
		advance(4 * MINUTE);
		poll();
		advance(MINUTE);
		let room = W::agenda_idle() + W::agenda_minute() + Faults::item_weight();
		for left in [1, 0] {
			let mut meter = WeightMeter::with_limit(room);
			Faults::on_poll(1, &mut meter);
			assert_eq!(items(), left);
		}
		assert_eq!(reports.map(|report| record(report).round), [2, 2]);
	});
}

#[test]
fn agenda_should_do_nothing_when_a_block_has_no_room() {
	run(|| {
		let report = drawn(1, Inaccessible);
		advance(HOUR);
		Faults::on_poll(1, &mut WeightMeter::with_limit(Weight::zero()));
		assert_eq!(record(report).round, 1);
	});
}
