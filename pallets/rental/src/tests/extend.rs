//! `extend`.

use super::*;
use dbc_primitives::{MAX_ORDER_PARTS, MAX_PARTS};

fn extend(order: OrderId, duration: Moment) -> frame_support::dispatch::DispatchResult {
	Rental::extend(signed(BOB), order, duration, u128::MAX)
}

#[test]
fn extend_should_add_time_at_the_current_price() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		advance(30 * MINUTE);
		MockPrice::set(PRICE / 2);
		assert_ok!(extend(order_id, HOUR));
		let (first, more) = (rent_for(1, HOUR), 17_675_277_777_777_778);
		let half = earned_floor(first, 1, 2);
		assert_eq!(
			events(),
			vec![
				Event::RentPaid {
					order: order_id,
					payee: ALICE,
					amount: half - burn(half),
					burned: burn(half),
				},
				Event::OrderExtended {
					order: order_id,
					from: START + HOUR,
					end: START + 2 * HOUR,
					rent: more,
					price: PRICE / 2,
				},
			]
		);
		assert_eq!(on_hold(&BOB), first - half + more);
		set_time(START + 2 * HOUR);
		settle(order_id);
		assert_eq!(gained(&ALICE), first + more - burn(first + more));
		assert_eq!(reason(order_id), CloseReason::Expired);
	});
}

#[test]
fn extend_should_pay_for_each_part_exactly() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		MockPrice::set(PRICE / 2);
		assert_ok!(extend(order_id, HOUR));
		let (first, more) = (rent_for(1, HOUR), order(order_id).parts[1].total);
		set_time(START + 90 * MINUTE);
		settle(order_id);
		let paid = first + earned_floor(more, 1, 2);
		assert_eq!(gained(&ALICE), paid - burn(paid));
		// The finished part has left the list.
		assert_eq!(order(order_id).parts.len(), 1);
		assert_eq!(order(order_id).folded, first);
		assert_eq!(occupancy(1).parts.len(), 1);
	});
}

#[test]
fn extend_should_be_the_payer_s_alone() {
	run(|| {
		active(1, ALICE, 1);
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
		assert_noop!(extend(0, HOUR), E::NotPayer);
		assert_ok!(Rental::extend(signed(CHARLIE), 0, HOUR, u128::MAX));
		assert_noop!(Rental::extend(RuntimeOrigin::root(), 0, HOUR, 0), BadOrigin);
	});
}

#[test]
fn extend_should_need_a_running_order() {
	run(|| {
		active(1, ALICE, 1);
		assert_noop!(extend(0, HOUR), E::OrderNotFound);
		let order_id = rent(1, BOB, 1, HOUR);
		assert_noop!(extend(order_id, HOUR), E::NotConfirmed);
		confirm(BOB, order_id);
		advance(HOUR);
		assert_noop!(extend(order_id, HOUR), E::OrderOver);
		advance(0);
		settle(order_id);
		assert_noop!(extend(order_id, HOUR), E::AlreadyClosed);
	});
}

#[test]
fn extend_should_check_both_ends_of_the_duration() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		assert_noop!(extend(order_id, 10 * MINUTE + 1), E::NotWholeMinutes);
		assert_noop!(extend(order_id, 9 * MINUTE), E::TooShort);
		assert_noop!(extend(order_id, 59 * DAY + MINUTE), E::TooLong);
		assert_noop!(extend(order_id, u64::MAX / MINUTE * MINUTE), E::TooLong);
		assert_ok!(extend(order_id, 59 * DAY));
		assert_noop!(extend(order_id, 10 * MINUTE), E::TooLong);
		advance(10 * MINUTE);
		assert_ok!(extend(order_id, 10 * MINUTE));
	});
}

#[test]
fn extend_should_be_refused_like_a_new_order() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		change(1, |machine| machine.closed = true);
		assert_noop!(extend(order_id, HOUR), E::MachineClosed);
		change(1, |machine| machine.closed = false);
		down(1);
		assert_noop!(extend(order_id, HOUR), E::MachineDown);
		up(1);
		MockPrice::make_stale();
		assert_noop!(extend(order_id, HOUR), E::PriceUnavailable);
		MockPrice::set(PRICE);
		let rent = rent_for(1, HOUR);
		let call = |most| Rental::extend(signed(BOB), order_id, HOUR, most);
		assert_noop!(call(rent - 1), E::AboveMaxTotal);
		set_free(&BOB, EXISTENTIAL_DEPOSIT + rent - 1);
		assert_noop!(call(rent), E::InsufficientBalance);
		set_free(&BOB, WEALTH + EXISTENTIAL_DEPOSIT);
		assert_ok!(call(rent));
	});
}

#[test]
fn extend_should_need_the_same_gpus_until_the_new_end() {
	run(|| {
		active(1, ALICE, 2);
		let order_id = running(1, BOB, 2, HOUR);
		schedule(1, CHARLIE, 1, HOUR, 2 * HOUR);
		assert_noop!(extend(order_id, HOUR + MINUTE), E::TooFewGpus);
		assert_ok!(extend(order_id, HOUR));
	});
}

#[test]
fn extend_should_lie_inside_the_schedule() {
	run(|| {
		active(1, ALICE, 1);
		let window = WeeklyWindow {
			weekday: 0,
			from: 0,
			minutes: 120,
		};
		let schedule = Schedule {
			weekly: vec![window].try_into().unwrap(),
			..Default::default()
		};
		assert_ok!(Rental::set_schedule(signed(ALICE), id(1), Some(schedule)));
		let order_id = running(1, BOB, 1, HOUR);
		assert_noop!(extend(order_id, 61 * MINUTE), E::OutsideSchedule);
		assert_ok!(extend(order_id, 60 * MINUTE));
	});
}

#[test]
fn order_should_have_at_most_eight_unfinished_parts() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, 10 * MINUTE);
		for _ in 1..MAX_ORDER_PARTS {
			assert_ok!(extend(order_id, 10 * MINUTE));
		}
		assert_noop!(extend(order_id, 10 * MINUTE), E::TooManyOrders);
		// A finished part makes room.
		advance(10 * MINUTE);
		assert_ok!(extend(order_id, 10 * MINUTE));
	});
}

#[test]
fn machine_should_have_a_limited_number_of_unfinished_parts() {
	run(|| {
		active(1, ALICE, 6);
		let orders = [0; 5].map(|_| running(1, BOB, 1, HOUR));
		let extensions = (1..MAX_ORDER_PARTS).flat_map(|_| orders);
		for order_id in extensions.take(MAX_PARTS as usize - orders.len()) {
			assert_ok!(extend(order_id, HOUR));
		}
		assert_eq!(occupancy(1).parts.len(), MAX_PARTS as usize);
		assert_noop!(extend(orders[4], HOUR), E::TooManyOrders);
		assert_noop!(try_rent(1, BOB, 1, HOUR), E::TooManyOrders);
	});
}
