//! What orders tell other pallets.

use super::*;

fn vacant() -> frame_support::dispatch::DispatchResult {
	Rental::ensure_vacant(&id(1))
}

fn all_closed() -> frame_support::dispatch::DispatchResult {
	Rental::ensure_all_closed(&id(1))
}

fn may_exit() -> frame_support::dispatch::DispatchResult {
	Rental::ensure_may_exit(&id(1))
}

#[test]
fn machine_should_be_vacant_when_no_order_is_live() {
	run(|| {
		assert_ok!(vacant());
		active(1, ALICE, 1);
		assert_ok!(vacant());
		rent(1, BOB, 1, HOUR);
		assert_noop!(vacant(), E::LiveOrders);
		advance(WINDOW - 1);
		assert_noop!(vacant(), E::LiveOrders);
		advance(1);
		assert_ok!(vacant());
		let order_id = running(1, BOB, 1, HOUR);
		advance(HOUR - 1);
		assert_noop!(vacant(), E::LiveOrders);
		advance(1);
		assert_ok!(vacant());
		settle(order_id);
		assert_ok!(vacant());
	});
}

#[test]
fn orders_should_count_as_open_until_they_are_closed() {
	run(|| {
		assert_ok!(all_closed());
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		advance(HOUR);
		assert_noop!(all_closed(), E::OpenOrders);
		assert_noop!(may_exit(), E::OpenOrders);
		settle(order_id);
		assert_ok!(all_closed());
	});
}

#[test]
fn machine_should_stay_for_ten_days_after_its_last_confirmed_order() {
	run(|| {
		assert_ok!(may_exit());
		active(1, ALICE, 1);
		// One that is never confirmed does not count.
		rent(1, BOB, 1, HOUR);
		advance(WINDOW);
		settle(0);
		assert_ok!(may_exit());
		let order_id = running(1, BOB, 1, HOUR);
		advance(HOUR);
		settle(order_id);
		advance(10 * DAY - 1);
		assert_noop!(may_exit(), E::ExitTooEarly);
		advance(1);
		assert_ok!(may_exit());
	});
}

#[test]
fn parties_should_be_told_until_the_receipt_is_too_old() {
	run(|| {
		active(1, ALICE, 1);
		assert_eq!(Rental::parties(0), None);
		let order_id = rent(1, BOB, 1, HOUR);
		let parties = || Rental::parties(order_id).unwrap();
		assert_eq!((parties().machine, parties().renter), (id(1), BOB));
		assert_eq!((parties().start, parties().end), (None, None));
		confirm(BOB, order_id);
		assert_eq!(
			(parties().start, parties().end),
			(Some(START), Some(START + HOUR))
		);
		advance(30 * MINUTE);
		assert_ok!(Rental::end(signed(BOB), order_id));
		assert_eq!((parties().start, parties().end), (Some(START), Some(now())));
		advance(DAY - 1);
		assert!(Rental::parties(order_id).is_some());
		advance(1);
		assert_eq!(Rental::parties(order_id), None);
	});
}

#[test]
fn machine_should_be_rented_while_an_order_runs() {
	run(|| {
		assert!(!Rental::is_rented(&id(1)));
		active(1, ALICE, 2);
		assert_eq!(Rental::idle_since(&id(1)), None);
		let order_id = rent(1, BOB, 1, HOUR);
		assert!(!Rental::is_rented(&id(1)));
		confirm(BOB, order_id);
		assert!(Rental::is_rented(&id(1)));
		assert_eq!(Rental::idle_since(&id(1)), None);
		advance(HOUR - 1);
		assert!(Rental::is_rented(&id(1)));
		advance(1);
		assert!(!Rental::is_rented(&id(1)));
		// It is over, whether or not it is closed.
		assert_eq!(Rental::idle_since(&id(1)), Some(START + HOUR));
		settle(order_id);
		assert_eq!(Rental::idle_since(&id(1)), Some(START + HOUR));
	});
}

#[test]
fn renters_should_be_those_of_live_orders_each_once() {
	run(|| {
		active(1, ALICE, 4);
		running(1, BOB, 1, HOUR);
		running(1, BOB, 1, 2 * HOUR);
		schedule(1, CHARLIE, 1, HOUR, 2 * HOUR);
		assert_eq!(Rental::renters(&id(1)).into_inner(), vec![BOB, CHARLIE]);
		advance(2 * HOUR);
		assert_eq!(Rental::renters(&id(1)).into_inner(), vec![CHARLIE]);
		assert!(Rental::renters(&id(2)).is_empty());
	});
}

#[test]
fn claims_should_be_what_running_orders_had_not_earned() {
	run(|| {
		active(1, ALICE, 4);
		assert_ok!(Rental::rent(
			signed(CHARLIE),
			id(1),
			1,
			DAY,
			u128::MAX,
			None,
			Some(BOB)
		));
		confirm(BOB, 0);
		rent(1, DAVE, 1, DAY);
		advance(6 * HOUR);
		let unpaid = PER_DAY - earned_floor(PER_DAY, 6 * HOUR, DAY);
		let at = now();
		let claims = || Rental::claims(&id(1), at).into_inner();
		assert_eq!(claims(), vec![(CHARLIE, unpaid)]);
		// Whether it is told later, or after a settlement, does not matter.
		advance(HOUR);
		assert_eq!(claims(), vec![(CHARLIE, unpaid)]);
		settle(0);
		assert_eq!(claims(), vec![(CHARLIE, unpaid)]);
		assert_eq!(Rental::claims(&id(1), START - 1).into_inner(), vec![]);
		assert_eq!(Rental::claims(&id(1), START + DAY).into_inner(), vec![]);
		assert_eq!(Rental::claims(&id(2), at).into_inner(), vec![]);
	});
}
