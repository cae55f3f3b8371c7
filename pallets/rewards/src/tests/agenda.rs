//! Terms end by themselves.

use super::*;
use crate::{AgendaItems, WeightInfo};
use frame_support::{
	traits::Hooks,
	weights::{Weight, WeightMeter},
};

const TERM: u64 = 30 * MINUTE;

/// Runs a test in which terms are short.
fn run_short(test: impl FnOnce()) {
	run(|| {
		Rules::mutate(|rules| rules.attester_term = TERM);
		test();
	});
}

fn items() -> usize {
	AgendaItems::<Test>::iter().count()
}

#[test]
fn term_should_end_by_itself_when_its_time_is_over() {
	run_short(|| {
		active(1, &ALICE, POINTS, 4);
		advance(TERM - 1);
		poll();
		assert!(machine(1).pays_attesters());
		advance(1);
		poll();
		assert_eq!(machine(1).term, Term::Over);
		assert_eq!(items(), 0);
	});
}

#[test]
fn agenda_should_forget_the_term_when_the_machine_leaves() {
	run_short(|| {
		active(1, &ALICE, POINTS, 4);
		leave(1);
		assert_eq!(items(), 0);
		advance(TERM);
		poll();
	});
}

#[test]
fn agenda_should_leave_the_machine_alone_when_it_came_back() {
	run_short(|| {
		active(1, &ALICE, POINTS, 4);
		advance(TERM / 2);
		leave(1);
		active(1, &BOB, POINTS, 4);
		advance(TERM / 2);
		poll();
		assert!(machine(1).pays_attesters());
		advance(TERM / 2);
		poll();
		assert_eq!(machine(1).term, Term::Over);
	});
}

#[test]
fn agenda_should_carry_over_what_a_block_has_no_room_for() {
	type W = ();
	run_short(|| {
		active(1, &ALICE, POINTS, 4);
		active(2, &BOB, POINTS, 4);
		advance(TERM - MINUTE);
		poll();
		advance(MINUTE);
		let item = W::agenda_minute() + W::agenda_item() + W::settle_machine();
		let room = room_for(0) + W::agenda_idle() + item;
		for left in [1, 0] {
			Rewards::on_poll(1, &mut WeightMeter::with_limit(room));
			assert_eq!(items(), left);
		}
	});
}

#[test]
fn agenda_should_do_nothing_when_a_block_has_no_room() {
	run_short(|| {
		active(1, &ALICE, POINTS, 4);
		advance(TERM);
		Rewards::on_poll(1, &mut WeightMeter::with_limit(Weight::zero()));
		assert!(machine(1).pays_attesters());
	});
}
