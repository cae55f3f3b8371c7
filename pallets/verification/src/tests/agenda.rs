//! Ballots end by themselves.

use super::*;
use crate::{AgendaItems, WeightInfo};
use frame_support::{
	traits::Hooks,
	weights::{Weight, WeightMeter},
};

fn items() -> usize {
	AgendaItems::<Test>::iter().count()
}

#[test]
fn ballot_should_close_by_itself_when_its_time_is_over() {
	run(|| {
		drawn(1, ALICE);
		advance(48 * HOUR - 1);
		poll();
		assert_eq!(request_of(1).round, 1);
		advance(MINUTE);
		poll();
		assert_eq!(request_of(1).round, 2);
		assert_eq!(items(), 0);
	});
}

#[test]
fn ballot_should_wait_for_its_moved_deadline_when_the_chain_stalled() {
	run(|| {
		drawn(1, ALICE);
		let opinion = accept(&hardware(1), 1);
		for who in members(0) {
			commit(1, &who, &opinion).unwrap();
		}
		advance(48 * HOUR);
		MockStalls::set(2 * HOUR);
		poll();
		assert_eq!(request_of(1).round, 1);
		assert_eq!(items(), 1);
		assert_ok!(reveal(1, &member(0), &opinion));
		advance(2 * HOUR - 1);
		poll();
		assert_eq!(request_of(1).round, 1);
		advance(MINUTE);
		poll();
		assert_eq!(request_of(1).round, 2);
		assert_eq!(faulted(), [member(1), member(2)]);
	});
}

#[test]
fn agenda_should_pass_over_ballots_that_closed_earlier() {
	run(|| {
		drawn(1, ALICE);
		vote(1, SILENT);
		let before = request_of(1);
		advance(HOUR);
		poll();
		assert_eq!(items(), 0);
		assert_eq!(request_of(1), before);
	});
}

#[test]
fn agenda_should_leave_the_next_round_alone_when_an_old_item_comes() {
	run(|| {
		drawn(1, ALICE);
		advance(36 * HOUR);
		assert_ok!(Verification::close(signed(CHARLIE), id(1)));
		draw(1, &members(3)).unwrap();
		assert_eq!(items(), 2);
		advance(13 * HOUR);
		poll();
		assert_eq!(request_of(1).round, 2);
		assert!(request_of(1).ballot.is_some());
		assert_eq!(items(), 1);
	});
}

#[test]
fn agenda_should_carry_over_what_a_block_has_no_room_for() {
	type W = ();
	run(|| {
		drawn(1, ALICE);
		drawn(2, BOB);
		advance(48 * HOUR - MINUTE);
		poll();
		advance(MINUTE);
		let item = W::agenda_item() + Verification::close_weight();
		let room = W::agenda_idle() + W::agenda_minute() + item;
		for left in [1, 0] {
			let mut meter = WeightMeter::with_limit(room);
			Verification::on_poll(1, &mut meter);
			assert_eq!(items(), left);
		}
		assert_eq!((request_of(1).round, request_of(2).round), (2, 2));
	});
}

#[test]
fn agenda_should_do_nothing_when_a_block_has_no_room() {
	run(|| {
		drawn(1, ALICE);
		advance(49 * HOUR);
		Verification::on_poll(1, &mut WeightMeter::with_limit(Weight::zero()));
		assert_eq!(request_of(1).round, 1);
	});
}
