//! Orders end by themselves, and their receipts go.

use super::*;
use crate::{AgendaItems, WeightInfo};
use frame_support::{
	traits::Hooks,
	weights::{Weight, WeightMeter},
};

fn items() -> usize {
	AgendaItems::<Test>::iter().count()
}

fn poll_with(limit: Weight) {
	Rental::on_poll(1, &mut WeightMeter::with_limit(limit));
}

#[test]
fn order_should_close_by_itself_when_it_is_over() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		advance(HOUR - 1);
		poll();
		assert!(matches!(
			Orders::<Test>::get(order_id),
			Some(OrderRecord::Open(_))
		));
		assert_eq!(items(), 1);
		advance(MINUTE);
		poll();
		assert_eq!(reason(order_id), CloseReason::Expired);
		assert_eq!(receipt(order_id).end, START + HOUR);
	});
}

#[test]
fn shortest_order_should_close_in_its_last_minute_when_it_was_confirmed_at_once() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, 10 * MINUTE);
		confirm(BOB, order_id);
		advance(10 * MINUTE);
		poll();
		assert_eq!(reason(order_id), CloseReason::Expired);
	});
}

#[test]
fn order_should_close_by_itself_when_it_is_not_confirmed() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, HOUR);
		// No order is over before the shortest duration.
		advance(10 * MINUTE - 1);
		poll();
		assert_eq!((Ids::<Test>::get().unchecked, items()), (0, 0));
		advance(1);
		poll();
		assert_eq!((Ids::<Test>::get().unchecked, items()), (1, 1));
		advance(WINDOW - 10 * MINUTE - 1);
		poll();
		assert_eq!(on_hold(&BOB), rent_for(1, HOUR) + FEE);
		advance(1);
		poll();
		assert_eq!(reason(order_id), CloseReason::NotConfirmed);
		assert_eq!((Ids::<Test>::get().unchecked, items()), (1, 1));
	});
}

#[test]
fn scheduled_order_should_close_by_itself_when_it_is_not_confirmed() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = schedule(1, BOB, 1, HOUR, DAY);
		advance(HOUR);
		poll();
		assert_eq!(items(), 1);
		set_time(START + DAY + WINDOW);
		poll();
		assert_eq!(reason(order_id), CloseReason::NotConfirmed);
	});
}

#[test]
fn order_should_wait_for_its_moved_deadline_when_the_chain_stalled() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, HOUR);
		MockStalls::add(10 * MINUTE);
		advance(WINDOW + 9 * MINUTE);
		poll();
		confirm(BOB, order_id);
	});
}

#[test]
fn extended_order_should_run_on_when_its_first_end_has_come() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		advance(30 * MINUTE);
		poll();
		assert_ok!(Rental::extend(signed(BOB), order_id, HOUR, u128::MAX));
		set_time(START + HOUR + MINUTE);
		poll();
		assert_eq!(order(order_id).start, Some(START));
		set_time(START + 2 * HOUR);
		poll();
		assert_eq!(reason(order_id), CloseReason::Expired);
	});
}

#[test]
fn receipt_should_go_a_day_after_the_end() {
	run(|| {
		active(1, ALICE, 1);
		assert_ok!(Rental::rent(
			signed(CHARLIE),
			id(1),
			1,
			HOUR,
			u128::MAX,
			None,
			Some(BOB)
		));
		confirm(BOB, 0);
		assert_ok!(Rental::end(signed(BOB), 0));
		advance(WINDOW);
		poll();
		set_time(START + DAY - 1);
		poll();
		assert_eq!(reason(0), CloseReason::EndedByRenter);
		advance(MINUTE);
		poll();
		assert_eq!(Orders::<Test>::iter().count(), 0);
		assert_eq!(OrdersOf::<Test>::iter().count(), 0);
		assert_eq!(items(), 0);
		assert_noop!(Rental::settle(signed(DAVE), 0), E::OrderNotFound);
	});
}

#[test]
fn order_should_wait_for_the_end_of_a_report() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		advance(30 * MINUTE);
		assert_ok!(Rental::freeze(&id(1), now()));
		set_time(START + 2 * HOUR);
		poll();
		assert_eq!(order(order_id).paid, 0);
		assert_eq!(items(), 1);
		assert_ok!(Rental::thaw(&id(1)));
		advance(11 * MINUTE);
		poll();
		assert_eq!(reason(order_id), CloseReason::Expired);
		assert_eq!(spent(&BOB), rent_for(1, HOUR) + FEE);
	});
}

#[test]
fn hook_should_stop_when_the_meter_is_empty() {
	run(|| {
		active(1, ALICE, 4);
		for _ in 0..3 {
			rent(1, BOB, 1, HOUR);
		}
		advance(WINDOW);
		let (idle, one) = (
			<() as WeightInfo>::hook_idle(),
			<() as WeightInfo>::check_order(),
		);
		poll_with(idle.saturating_sub(Weight::from_parts(1, 0)));
		assert_eq!(Ids::<Test>::get().unchecked, 0);
		poll_with(idle);
		assert_eq!(Ids::<Test>::get().unchecked, 0);
		poll_with(idle.saturating_add(one));
		assert_eq!(Ids::<Test>::get().unchecked, 1);
		poll_with(idle.saturating_add(one).saturating_add(one));
		assert_eq!(Ids::<Test>::get().unchecked, 3);
	});
}

#[test]
fn hook_should_look_at_each_order_once() {
	run(|| {
		active(1, ALICE, 4);
		let orders = [rent(1, BOB, 1, HOUR), rent(1, BOB, 1, 2 * HOUR)];
		confirm(BOB, orders[0]);
		assert_ok!(Rental::cancel(signed(BOB), orders[1]));
		advance(10 * MINUTE - 1);
		poll();
		// The first may be running as far as its age tells, and the second is younger.
		assert_eq!(Ids::<Test>::get().unchecked, 0);
		advance(1);
		poll();
		poll();
		assert_eq!(Ids::<Test>::get().unchecked, 2);
		assert_eq!(items(), 2);
	});
}
