//! `cancel`.

use super::*;

fn cancel(who: AccountId, order: OrderId) -> frame_support::dispatch::DispatchResult {
	Rental::cancel(signed(who), order)
}

/// The penalty of an order of a day: an hour is more than 2 %.
fn hour() -> u128 {
	part_ceil(PER_DAY, HOUR, DAY)
}

#[test]
fn cancel_should_cost_only_the_fee_when_the_order_was_for_now() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, DAY);
		advance(5 * MINUTE);
		events();
		assert_ok!(cancel(BOB, order_id));
		assert_eq!((spent(&BOB), on_hold(&BOB)), (FEE, 0));
		assert_eq!(
			events(),
			vec![
				Event::FeePaid {
					order: order_id,
					amount: FEE
				},
				Event::OrderClosed {
					order: order_id,
					machine: id(1),
					paid: 0,
					burned: 0,
					refunded: PER_DAY,
					used: 0,
					reason: CloseReason::CancelledByRenter,
				},
			]
		);
		assert_eq!(receipt(order_id).start, None);
		assert_eq!(occupancy(1).orders_closed, 0);
		assert_eq!(occupancy(1).last_order_end, None);
		assert_eq!(RecordOrderChanges::take(), vec![]);
		assert_ok!(try_rent(1, CHARLIE, 1, DAY));
	});
}

#[test]
fn cancel_should_cost_a_penalty_when_it_is_later_than_an_hour_before_the_start() {
	for (before, penalty) in [(HOUR, 0), (HOUR - 1, hour()), (0, hour())] {
		run(|| {
			active(1, ALICE, 1);
			lower_fee();
			let order_id = schedule(1, BOB, 1, DAY, 5 * HOUR);
			advance(5 * HOUR - before);
			assert_ok!(cancel(BOB, order_id));
			assert_eq!(spent(&BOB), penalty.max(1), "{before}");
			assert_eq!(gained(&ALICE), penalty - burn(penalty));
			assert_eq!(reason(order_id), CloseReason::CancelledByRenter);
		});
	}
}

#[test]
fn late_cancellation_should_cost_the_fee_or_the_penalty_whichever_is_more() {
	for (more, is_penalty) in [(0, true), (1, false)] {
		run(|| {
			active(1, ALICE, 1);
			Rules::mutate(|rules| rules.reservation_fee = hour() + more);
			let order_id = schedule(1, BOB, 1, DAY, HOUR);
			advance(HOUR);
			events();
			assert_ok!(cancel(BOB, order_id));
			let (amount, burned) = (hour() - burn(hour()), burn(hour()));
			let paid = Event::RentPaid {
				order: order_id,
				payee: ALICE,
				amount,
				burned,
			};
			let fee_returned = Event::FeeReturned {
				order: order_id,
				amount: hour(),
			};
			let fee_paid = Event::FeePaid {
				order: order_id,
				amount: hour() + 1,
			};
			let mut told = events();
			told.pop();
			let (to_owner, to_treasury) = (gained(&ALICE), free(&TREASURY) - EXISTENTIAL_DEPOSIT);
			if is_penalty {
				assert_eq!(told, vec![paid, fee_returned]);
				assert_eq!((to_owner, to_treasury), (amount, 0));
				let rent_paid = OrderChange::RentPaid(id(1), hour(), burned);
				assert_eq!(RecordOrderChanges::take(), vec![rent_paid]);
			} else {
				assert_eq!(told, vec![fee_paid]);
				assert_eq!((to_owner, to_treasury), (0, hour() + 1));
				assert_eq!(RecordOrderChanges::take(), vec![]);
			}
			assert_eq!((spent(&BOB), on_hold(&BOB)), (hour() + more, 0));
		});
	}
}

#[test]
fn penalty_should_be_two_percent_when_that_is_more_than_an_hour() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = schedule(1, BOB, 1, 10 * DAY, 2 * HOUR);
		advance(2 * HOUR);
		assert_ok!(cancel(BOB, order_id));
		// 2 % of 2,121.0333… DBC, rounded up.
		assert_eq!(spent(&BOB), 42_420_666_666_666_667);
	});
}

#[test]
fn penalty_should_be_at_most_the_whole_rent() {
	run(|| {
		active(1, ALICE, 1);
		lower_fee();
		let order_id = schedule(1, BOB, 1, 10 * MINUTE, 2 * HOUR);
		advance(2 * HOUR);
		assert_ok!(cancel(BOB, order_id));
		assert_eq!(spent(&BOB), rent_for(1, 10 * MINUTE));
	});
}

#[test]
fn cancel_should_cost_nothing_when_the_machine_was_down_after_the_start() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = schedule(1, BOB, 1, DAY, 2 * HOUR);
		advance(2 * HOUR);
		down(1);
		advance(1);
		up(1);
		assert_ok!(cancel(BOB, order_id));
		assert_eq!(spent(&BOB), 0);
		assert_eq!(reason(order_id), CloseReason::MachineDown);
		assert!(events().contains(&Event::FeeReturned {
			order: order_id,
			amount: FEE
		}));
	});
}

#[test]
fn owner_should_cancel_before_the_start_with_full_return() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = schedule(1, BOB, 1, DAY, 2 * HOUR);
		advance(2 * HOUR - 1);
		assert_ok!(cancel(ALICE, order_id));
		assert_eq!((spent(&BOB), on_hold(&BOB)), (0, 0));
		assert_eq!(reason(order_id), CloseReason::CancelledByOwner);
	});
}

#[test]
fn owner_should_not_cancel_once_the_start_has_come() {
	run(|| {
		active(1, ALICE, 2);
		let order_id = schedule(1, BOB, 1, DAY, 2 * HOUR);
		advance(2 * HOUR);
		assert_noop!(cancel(ALICE, order_id), E::StartPassed);
		let at_once = rent(1, BOB, 1, DAY);
		assert_noop!(cancel(ALICE, at_once), E::StartPassed);
	});
}

#[test]
fn cancel_should_be_refused_to_strangers_and_for_other_stages() {
	run(|| {
		active(1, ALICE, 1);
		assert_noop!(cancel(BOB, 0), E::OrderNotFound);
		assert_ok!(Rental::rent(
			signed(CHARLIE),
			id(1),
			1,
			DAY,
			u128::MAX,
			None,
			Some(BOB)
		));
		assert_noop!(cancel(DAVE, 0), E::NotRenter);
		assert_noop!(cancel(CHARLIE, 0), E::NotRenter);
		assert_noop!(Rental::cancel(RuntimeOrigin::root(), 0), BadOrigin);
		advance(WINDOW);
		assert_noop!(cancel(BOB, 0), E::OrderOver);
		settle(0);
		assert_noop!(cancel(BOB, 0), E::AlreadyClosed);
		let order_id = running(1, BOB, 1, DAY);
		assert_noop!(cancel(BOB, order_id), E::AlreadyConfirmed);
	});
}

#[test]
fn cancel_should_be_free_of_penalty_while_a_report_is_open() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = schedule(1, BOB, 1, DAY, 2 * HOUR);
		advance(2 * HOUR);
		assert_ok!(Rental::freeze(&id(1), now()));
		advance(1);
		assert_ok!(cancel(BOB, order_id));
		assert_eq!(spent(&BOB), FEE);
	});
}
