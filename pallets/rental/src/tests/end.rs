//! `end`.

use super::*;

fn end(order: OrderId) -> frame_support::dispatch::DispatchResult {
	Rental::end(signed(BOB), order)
}

#[test]
fn end_should_pay_the_time_used_and_return_the_rest() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		advance(HOUR + 1);
		assert_ok!(end(order_id));
		let paid = earned_floor(PER_DAY, HOUR + 1, DAY);
		assert_eq!(gained(&ALICE), paid - burn(paid));
		assert_eq!((spent(&BOB), on_hold(&BOB)), (paid + FEE, 0));
		assert_eq!(
			events(),
			vec![
				Event::RentPaid {
					order: order_id,
					payee: ALICE,
					amount: paid - burn(paid),
					burned: burn(paid),
				},
				Event::OrderClosed {
					order: order_id,
					machine: id(1),
					paid,
					burned: burn(paid),
					refunded: PER_DAY - paid,
					used: HOUR + 1,
					reason: CloseReason::EndedByRenter,
				},
			]
		);
		assert_eq!(
			RecordOrderChanges::take(),
			vec![
				OrderChange::RentPaid(id(1), paid, burn(paid)),
				OrderChange::Rented(id(1), 0)
			]
		);
		let record = occupancy(1);
		assert!(record.parts.is_empty());
		assert_eq!((record.orders_closed, record.orders_failed), (1, 0));
		assert_eq!(record.last_order_end, Some(now()));
		assert_eq!(
			(receipt(order_id).start, receipt(order_id).end),
			(Some(START), now())
		);
	});
}

#[test]
fn end_should_pay_at_least_ten_minutes() {
	run(|| {
		active(1, ALICE, 2);
		let least = earned_floor(PER_DAY, 10 * MINUTE, DAY);
		for (used, expected) in [
			(0, least),
			(10 * MINUTE - 1, least),
			(10 * MINUTE, least),
			(10 * MINUTE + 1, earned_floor(PER_DAY, 10 * MINUTE + 1, DAY)),
		] {
			let before = spent(&BOB);
			let order_id = running(1, BOB, 1, DAY);
			advance(used);
			assert_ok!(end(order_id));
			assert_eq!(spent(&BOB) - before, expected + FEE, "{used}");
		}
	});
}

#[test]
fn end_should_count_what_was_paid_before_towards_the_least() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		advance(5 * MINUTE);
		settle(order_id);
		assert_ok!(end(order_id));
		assert_eq!(spent(&BOB), earned_floor(PER_DAY, 10 * MINUTE, DAY) + FEE);
	});
}

#[test]
fn end_should_have_no_minimum_while_the_machine_is_down() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		advance(MINUTE);
		down(1);
		advance(30 * MINUTE);
		assert_ok!(end(order_id));
		assert_eq!(spent(&BOB), earned_floor(PER_DAY, MINUTE, DAY) + FEE);
		assert_eq!(reason(order_id), CloseReason::MachineDown);
		assert_eq!(occupancy(1).orders_failed, 1);
	});
}

#[test]
fn end_should_have_no_minimum_for_an_extension() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		assert_ok!(Rental::extend(signed(BOB), order_id, DAY, u128::MAX));
		advance(HOUR + MINUTE);
		settle(order_id);
		assert_ok!(end(order_id));
		let paid = rent_for(1, HOUR) + earned_floor(PER_DAY, MINUTE, DAY);
		assert_eq!(spent(&BOB), paid + FEE);
	});
}

#[test]
fn end_should_have_no_minimum_once_what_was_ordered_first_is_over() {
	for settled in [false, true] {
		run(|| {
			active(1, ALICE, 1);
			let order_id = running(1, BOB, 1, 10 * MINUTE);
			assert_ok!(Rental::extend(signed(BOB), order_id, DAY, u128::MAX));
			down(1);
			advance(9 * MINUTE);
			up(1);
			advance(2 * MINUTE);
			if settled {
				settle(order_id);
			}
			assert_ok!(end(order_id));
			let first = earned_floor(rent_for(1, 10 * MINUTE), 1, 10);
			assert_eq!(
				spent(&BOB),
				first + earned_floor(PER_DAY, MINUTE, DAY) + FEE
			);
		});
	}
}

#[test]
fn end_should_return_extensions_that_have_not_begun() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		assert_ok!(Rental::extend(signed(BOB), order_id, DAY, u128::MAX));
		advance(30 * MINUTE);
		assert_ok!(end(order_id));
		assert_eq!(spent(&BOB), earned_floor(rent_for(1, HOUR), 1, 2) + FEE);
	});
}

#[test]
fn end_should_pay_nothing_for_the_time_of_outages() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		advance(HOUR);
		down(1);
		advance(HOUR);
		up(1);
		advance(HOUR);
		assert_ok!(end(order_id));
		assert_eq!(spent(&BOB), earned_floor(PER_DAY, 2 * HOUR, DAY) + FEE);
		assert_eq!(reason(order_id), CloseReason::EndedByRenter);
	});
}

#[test]
fn end_should_be_the_renter_s_alone() {
	run(|| {
		active(1, ALICE, 1);
		assert_noop!(end(0), E::OrderNotFound);
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
		assert_noop!(Rental::end(signed(CHARLIE), 0), E::NotRenter);
		assert_noop!(Rental::end(signed(ALICE), 0), E::NotRenter);
		assert_noop!(Rental::end(RuntimeOrigin::root(), 0), BadOrigin);
		assert_ok!(end(0));
		// What is not used returns to the payer.
		assert_eq!(
			spent(&CHARLIE),
			earned_floor(PER_DAY, 10 * MINUTE, DAY) + FEE
		);
	});
}

#[test]
fn end_should_need_a_running_order() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, HOUR);
		assert_noop!(end(order_id), E::NotConfirmed);
		confirm(BOB, order_id);
		advance(HOUR);
		assert_noop!(end(order_id), E::OrderOver);
		settle(order_id);
		assert_noop!(end(order_id), E::AlreadyClosed);
	});
}
