//! `force_close`.

use super::*;

fn force_close(order: OrderId) -> frame_support::dispatch::DispatchResult {
	Rental::force_close(RuntimeOrigin::root(), order)
}

#[test]
fn force_close_should_pay_what_was_earned_and_return_the_rest() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		advance(MINUTE);
		assert_ok!(force_close(order_id));
		assert_eq!(spent(&BOB), earned_floor(PER_DAY, MINUTE, DAY) + FEE);
		assert_eq!(reason(order_id), CloseReason::Forced);
		assert_eq!(
			(occupancy(1).orders_closed, occupancy(1).orders_failed),
			(1, 0)
		);
	});
}

#[test]
fn force_close_should_return_everything_of_an_unconfirmed_order() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = schedule(1, BOB, 1, DAY, HOUR);
		advance(HOUR);
		assert_ok!(force_close(order_id));
		assert_eq!((spent(&BOB), on_hold(&BOB)), (0, 0));
	});
}

#[test]
fn force_close_should_pay_until_the_time_of_an_open_report() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		advance(HOUR);
		assert_ok!(Rental::freeze(&id(1), now()));
		advance(HOUR);
		assert_ok!(force_close(order_id));
		assert_eq!(spent(&BOB), earned_floor(PER_DAY, HOUR, DAY) + FEE);
		assert_ok!(Rental::thaw(&id(1)));
	});
}

#[test]
fn force_close_should_not_change_how_an_order_ended_that_is_over() {
	run(|| {
		active(1, ALICE, 2);
		let lapsed = rent(1, BOB, 1, DAY);
		let expired = running(1, CHARLIE, 1, HOUR);
		advance(HOUR);
		assert_ok!(force_close(lapsed));
		assert_ok!(force_close(expired));
		assert_eq!(reason(lapsed), CloseReason::NotConfirmed);
		assert_eq!(reason(expired), CloseReason::Expired);
		assert_eq!(spent(&BOB), FEE);
	});
}

#[test]
fn force_close_should_be_governance_s_alone() {
	run(|| {
		active(1, ALICE, 1);
		assert_noop!(force_close(0), E::OrderNotFound);
		let order_id = running(1, BOB, 1, DAY);
		for who in [ALICE, BOB, DAVE] {
			assert_noop!(Rental::force_close(signed(who), order_id), BadOrigin);
		}
		assert_ok!(force_close(order_id));
		assert_noop!(force_close(order_id), E::AlreadyClosed);
	});
}
