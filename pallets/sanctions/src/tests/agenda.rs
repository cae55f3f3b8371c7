//! Sanctions execute by themselves.

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
fn sanction_should_execute_by_itself_when_nobody_appeals() {
	run(|| {
		fault(0);
		advance(2 * DAY - 1);
		poll();
		assert_eq!(pending(), [0]);
		advance(MINUTE);
		poll();
		assert_eq!(pending(), NONE);
		assert_eq!(items(), 0);
	});
}

#[test]
fn sanction_should_wait_for_its_moved_deadline_when_the_chain_stalled() {
	run(|| {
		fault(0);
		advance(2 * DAY);
		MockStalls::set(HOUR);
		poll();
		assert_eq!((pending(), items()), (vec![0], 1));
		advance(HOUR + MINUTE);
		poll();
		assert_eq!((pending(), items()), (vec![], 0));
	});
}

#[test]
fn appeal_should_execute_by_itself_when_nobody_decides() {
	run(|| {
		fault(0);
		advance(DAY);
		Sanctions::appeal(signed(member(0)), 0, reason("")).unwrap();
		advance(DAY);
		poll();
		assert_eq!((pending(), items()), (vec![0], 1));
		advance(6 * DAY - 1);
		poll();
		assert_eq!((pending(), items()), (vec![0], 1));
		advance(MINUTE);
		poll();
		assert_eq!((pending(), items()), (vec![], 0));
		assert_eq!(on_hold(&member(0)), 0);
	});
}

#[test]
fn agenda_should_pass_over_sanctions_that_ended_earlier() {
	run(|| {
		fault(0);
		Sanctions::appeal(signed(member(0)), 0, reason("")).unwrap();
		Sanctions::decide(RuntimeOrigin::root(), 0, Decision::Cancel).unwrap();
		advance(2 * DAY);
		events();
		poll();
		assert_eq!((events(), items()), (vec![], 0));
	});
}

#[test]
fn threat_34_agenda_should_carry_over_what_a_block_has_no_room_for() {
	type W = ();
	run(|| {
		for n in 0..3 {
			fault(n);
		}
		advance(2 * DAY - MINUTE);
		poll();
		advance(MINUTE);
		let item = W::agenda_item() + Sanctions::most_execute_weight();
		let room = W::agenda_idle() + W::agenda_minute() + item;
		for left in [2, 1, 0] {
			let mut meter = WeightMeter::with_limit(room);
			Sanctions::on_poll(1, &mut meter);
			assert_eq!(pending().len(), left);
		}
	});
}

#[test]
fn threat_34_bad_item_should_not_stop_the_others() {
	run(|| {
		inaccessible(1, HOUR);
		fault(0);
		Registry::fail_at(&[MachineStep::Slash]);
		advance(2 * DAY + MINUTE);
		poll();
		assert_eq!((pending(), items()), (vec![], 0));
		assert_eq!(Pool::job(0).unwrap().forfeited, [member(0)]);
	});
}

#[test]
fn agenda_should_do_nothing_when_a_block_has_no_room() {
	run(|| {
		fault(0);
		advance(3 * DAY);
		Sanctions::on_poll(1, &mut WeightMeter::with_limit(Weight::zero()));
		assert_eq!(pending(), [0]);
	});
}
