//! `confirm`.

use super::*;

#[test]
fn confirm_should_start_the_order_and_pay_the_fee() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, HOUR);
		advance(5 * MINUTE);
		events();
		confirm(BOB, order_id);
		let (start, end) = (START + 5 * MINUTE, START + 65 * MINUTE);
		assert_eq!(order(order_id).start, Some(start));
		let part = occupancy(1).parts[0];
		assert_eq!((part.from, part.until), (start, end));
		assert_eq!(on_hold(&BOB), rent_for(1, HOUR));
		assert_eq!(free(&TREASURY), EXISTENTIAL_DEPOSIT + FEE);
		assert_eq!(
			events(),
			vec![
				Event::FeePaid {
					order: order_id,
					amount: FEE
				},
				Event::OrderConfirmed {
					order: order_id,
					start,
					end
				},
			]
		);
		assert_eq!(
			RecordOrderChanges::take(),
			vec![OrderChange::Rented(id(1), 1)]
		);
	});
}

#[test]
fn confirm_should_be_possible_until_the_end_of_the_window() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, HOUR);
		advance(WINDOW);
		assert_noop!(Rental::confirm(signed(BOB), order_id), E::OrderOver);
		set_time(START + WINDOW - 1);
		confirm(BOB, order_id);
		assert_eq!(occupancy(1).parts[0].until, START + WINDOW - 1 + HOUR);
	});
}

#[test]
fn confirm_should_be_possible_from_the_reserved_start_on() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = schedule(1, BOB, 1, HOUR, 2 * HOUR);
		advance(2 * HOUR - 1);
		assert_noop!(Rental::confirm(signed(BOB), order_id), E::TooEarly);
		advance(1);
		confirm(BOB, order_id);
	});
}

#[test]
fn window_should_move_by_the_stalls_of_the_chain() {
	run(|| {
		active(1, ALICE, 1);
		MockStalls::add(MINUTE);
		let order_id = rent(1, BOB, 1, HOUR);
		MockStalls::add(5 * MINUTE);
		advance(WINDOW + 5 * MINUTE);
		assert_noop!(Rental::confirm(signed(BOB), order_id), E::OrderOver);
		set_time(START + WINDOW + 5 * MINUTE - 1);
		confirm(BOB, order_id);
		// The lease is cut at the end of what is booked.
		assert_eq!(occupancy(1).parts[0].until, START + WINDOW + HOUR);
		set_time(START + WINDOW + HOUR);
		settle(order_id);
		let paid = earned_floor(rent_for(1, HOUR), 55 * MINUTE + 1, HOUR);
		assert_eq!(gained(&ALICE), paid - burn(paid));
		assert_eq!(spent(&BOB), paid + FEE);
	});
}

#[test]
fn window_should_not_move_beyond_what_is_booked() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, 10 * MINUTE);
		MockStalls::add(DAY);
		advance(25 * MINUTE);
		assert_noop!(Rental::confirm(signed(BOB), order_id), E::OrderOver);
		set_time(START + 25 * MINUTE - 1);
		confirm(BOB, order_id);
		assert_eq!(occupancy(1).parts[0].until, START + 25 * MINUTE);
	});
}

#[test]
fn confirm_should_be_refused_while_the_machine_is_down() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, HOUR);
		down(1);
		assert_noop!(Rental::confirm(signed(BOB), order_id), E::MachineDown);
		advance(MINUTE);
		up(1);
		confirm(BOB, order_id);
		assert_eq!(occupancy(1).parts[0].paused, 0);
	});
}

#[test]
fn confirm_should_not_mind_a_machine_that_takes_no_new_orders() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, HOUR);
		change(1, |machine| machine.closed = true);
		MockPrice::clear();
		confirm(BOB, order_id);
	});
}

#[test]
fn confirm_should_be_the_renter_s_alone_and_once() {
	run(|| {
		active(1, ALICE, 1);
		assert_noop!(Rental::confirm(signed(BOB), 0), E::OrderNotFound);
		assert_ok!(Rental::rent(
			signed(CHARLIE),
			id(1),
			1,
			DAY,
			u128::MAX,
			None,
			Some(BOB)
		));
		assert_noop!(Rental::confirm(signed(CHARLIE), 0), E::NotRenter);
		assert_noop!(Rental::confirm(signed(ALICE), 0), E::NotRenter);
		assert_noop!(Rental::confirm(RuntimeOrigin::root(), 0), BadOrigin);
		confirm(BOB, 0);
		assert_noop!(Rental::confirm(signed(BOB), 0), E::AlreadyConfirmed);
		assert_ok!(Rental::end(signed(BOB), 0));
		assert_noop!(Rental::confirm(signed(BOB), 0), E::AlreadyClosed);
	});
}
