//! Each invariant notices what breaks it.

use super::*;
use crate::{AgendaCursor, AgendaItems, HoldReason, OccupancyOf, OrderOf, Part, Stage};
use frame_support::traits::{fungible::MutateHold, tokens::Precision::Exact};

/// Runs `corrupt` where Charlie pays order 0, which runs and was extended, order 1 has a receipt, order 2 runs on a second
/// machine with an open report, and order 3 waits for its start; and expects the invariant to tell.
fn corrupted(corrupt: impl FnOnce(), told: &'static str) {
	new_test_ext().execute_with(|| {
		active(1, ALICE, 4);
		active(2, ALICE, 1);
		let renter = Some(BOB);
		Rental::rent(signed(CHARLIE), id(1), 2, DAY, u128::MAX, None, renter).unwrap();
		confirm(BOB, 0);
		Rental::extend(signed(CHARLIE), 0, DAY, u128::MAX).unwrap();
		advance(HOUR);
		settle(0);
		rent(1, BOB, 1, DAY);
		Rental::cancel(signed(BOB), 1).unwrap();
		running(2, BOB, 1, DAY);
		advance(WINDOW);
		poll();
		Rental::freeze(&id(2), now()).unwrap();
		for _ in 0..2 {
			advance(MINUTE);
			down(2);
			advance(MINUTE);
			up(2);
		}
		schedule(1, BOB, 1, HOUR, HOUR);
		advance(MINUTE);
		assert_eq!(Rental::do_try_state(), Ok(()));
		corrupt();
		assert_eq!(Rental::do_try_state(), Err(told.into()));
	});
}

fn change_order(order: OrderId, change: impl FnOnce(&mut OrderOf<Test>)) {
	Orders::<Test>::mutate(order, |record| match record {
		Some(OrderRecord::Open(open)) => change(open),
		other => panic!("order {order} is {other:?}"),
	});
}

fn change_record(n: u8, change: impl FnOnce(&mut OccupancyOf<Test>)) {
	Occupancies::<Test>::mutate(id(n), |record| change(record.as_mut().unwrap()));
}

/// Changes the first part of an order of the first machine.
fn change_part(order: OrderId, change: impl FnOnce(&mut Part)) {
	change_record(1, |record| {
		change(record.parts_of_mut(order).next().unwrap());
	});
}

fn forget_item(order: OrderId) {
	let mut items = AgendaItems::<Test>::iter();
	let (minute, place, _) = items.find(|(_, _, item)| *item == order).unwrap();
	AgendaItems::<Test>::remove(minute, place);
}

#[test]
fn invariant_1_should_tell_when_the_escrow_is_not_on_hold() {
	let told = "1: the escrow of an account is not what it has on hold";
	corrupted(|| change_order(0, |order| order.held += 1), told);
	corrupted(|| change_order(3, |order| order.fee -= 1), told);
	let reason = HoldReason::RentalEscrow.into();
	corrupted(|| Balances::hold(&reason, &DAVE, 1).unwrap(), told);
}

#[test]
fn invariant_1_should_tell_when_the_payer_does_not_exist() {
	corrupted(
		|| {
			let (reason, all) = (HoldReason::RentalEscrow.into(), on_hold(&CHARLIE));
			assert_ok!(Balances::release(&reason, &CHARLIE, all, Exact));
			change_order(0, |order| order.payer = AccountId::new([77; 32]));
		},
		"1: an account that does not exist has escrow",
	);
}

#[test]
fn invariant_1_should_tell_when_the_escrow_overflows() {
	// Bob pays order 2 as well.
	corrupted(
		|| change_order(3, |order| order.held = u128::MAX),
		"1: the escrow overflows",
	);
}

#[test]
fn invariant_2_should_tell_when_the_machine_has_no_record() {
	corrupted(
		|| Occupancies::<Test>::remove(id(2)),
		"2: the machine of an order has no record",
	);
}

#[test]
fn invariant_2_should_tell_when_an_order_has_other_parts() {
	let told = "2: an order has not as many parts as prices";
	corrupted(|| change_order(0, |order| order.parts.truncate(1)), told);
	corrupted(
		|| change_record(1, |record| record.parts.retain(|part| part.order != 3)),
		told,
	);
}

#[test]
fn invariant_2_should_tell_when_parts_do_not_follow_each_other() {
	let told = "2: the parts of an order do not follow each other";
	corrupted(|| change_part(0, |part| part.until -= 1), told);
	corrupted(|| change_part(0, |part| part.gpus = 0b0001), told);
}

#[test]
fn invariant_2_should_tell_when_a_part_is_empty() {
	let told = "2: a part has no GPU, or ends before it begins";
	corrupted(|| change_part(3, |part| part.gpus = 0), told);
	corrupted(|| change_part(3, |part| part.until = part.from - 1), told);
}

#[test]
fn invariant_3_should_tell_when_the_stage_does_not_fit() {
	let told = "3: the stage of an order does not fit its amounts";
	corrupted(
		|| change_part(3, |part| part.stage = Stage::Confirmed),
		told,
	);
	corrupted(|| change_order(3, |order| order.start = Some(START)), told);
	corrupted(
		|| change_order(3, |order| order.ended = Some(CloseReason::EndedByRenter)),
		told,
	);
	corrupted(
		|| {
			change_order(0, |order| {
				order.fee = 1;
				order.held -= 1;
			})
		},
		told,
	);
}

#[test]
fn invariant_3_should_tell_when_not_the_right_share_is_burned() {
	corrupted(
		|| change_order(0, |order| order.burned += 1),
		"3: not the right share of what was paid is burned",
	);
}

#[test]
fn invariant_3_should_tell_when_more_was_paid_than_earned() {
	corrupted(
		|| change_part(0, |part| part.paused = 2 * HOUR),
		"3: more was paid of an order than it has earned",
	);
}

#[test]
fn invariant_3_should_tell_when_less_is_on_hold_than_was_earned() {
	for (order, payer) in [(0, CHARLIE), (2, BOB)] {
		corrupted(
			|| {
				let reason = HoldReason::RentalEscrow.into();
				change_order(order, |order| {
					assert_ok!(Balances::release(&reason, &payer, order.held, Exact));
					order.held = 0;
				});
			},
			"3: an order has less on hold than it has earned",
		);
	}
}

#[test]
fn invariant_4_should_tell_when_a_part_has_no_order() {
	let told = "4: a part has no open order of its machine";
	for order in [1, 2, 99] {
		corrupted(
			|| {
				change_record(1, |record| {
					let mut part = record.last_part(3).unwrap();
					part.order = order;
					record.parts.try_push(part).unwrap();
				})
			},
			told,
		);
	}
}

#[test]
fn invariant_4_should_tell_when_a_machine_has_too_many_orders() {
	corrupted(
		|| {
			let mut copy = order(3);
			(copy.fee, copy.held) = (0, 0);
			// It has two open orders.
			for n in 0..31 {
				Orders::<Test>::insert(100 + n, OrderRecord::Open(copy.clone()));
				change_record(1, |record| {
					let mut part = record.last_part(3).unwrap();
					part.order = 100 + n;
					record.parts.try_push(part).unwrap();
				});
			}
		},
		"4: a machine has too many orders",
	);
}

#[test]
fn invariant_4_should_tell_when_the_outages_since_a_report_are_not_apart() {
	let change = |change: fn(&mut [(Moment, Moment)])| {
		change_record(2, |record| {
			let report = record.report.as_mut().unwrap();
			let mut outages = report.outages.clone().into_inner();
			assert_eq!(outages.len(), 2);
			change(&mut outages);
			report.outages = outages.try_into().unwrap();
		})
	};
	let told = "4: the outages since a report are not apart";
	corrupted(|| change(|outages| outages.reverse()), told);
	corrupted(|| change(|outages| outages[0].1 = outages[1].0), told);
	corrupted(|| change(|outages| outages[1].1 = outages[1].0), told);
}

#[test]
fn invariant_5_should_tell_when_a_gpu_is_shared() {
	corrupted(
		|| change_part(3, |part| part.gpus = 0b0010),
		"5: two live parts share a GPU",
	);
}

#[test]
fn invariant_5_should_tell_when_a_gpu_does_not_exist() {
	corrupted(
		|| change_part(3, |part| part.gpus = 0b1_0000),
		"5: a live part has a GPU that does not exist",
	);
}

#[test]
fn invariant_6_should_tell_when_an_order_lies_outside_the_schedule() {
	corrupted(
		|| change_record(1, |record| record.schedule = Some(Schedule::default())),
		"6: a live part lies outside the schedule",
	);
}

#[test]
fn invariant_7_should_tell_when_a_machine_offers_something_else() {
	corrupted(
		|| {
			let mut machine = Registry::get(&id(1)).unwrap();
			machine.extra_price = 1;
			Registry::put(&id(1), &machine);
		},
		"7: a machine offers something else",
	);
	corrupted(
		|| {
			Occupancies::<Test>::insert(id(3), crate::Occupancy::new(occupancy(1).offer));
		},
		"7: a machine offers something else",
	);
}

#[test]
fn invariant_8_should_tell_when_a_machine_was_paid_less_than_its_orders() {
	let told = "8: a machine was paid less than its open orders paid";
	corrupted(|| change_record(1, |record| record.rent_paid -= 1), told);
	corrupted(|| change_record(1, |record| record.rent_burned -= 1), told);
}

#[test]
fn invariant_8_should_tell_when_the_totals_of_a_machine_are_wrong() {
	let told = "8: more was burned than paid, or more failed than was closed";
	corrupted(
		|| change_record(1, |record| record.rent_burned = record.rent_paid + 1),
		told,
	);
	corrupted(|| change_record(1, |record| record.orders_failed = 1), told);
}

#[test]
fn invariant_8_should_tell_when_a_part_ended_by_a_fault_is_not_over() {
	corrupted(
		|| change_part(0, |part| part.stage = Stage::Faulted),
		"8: a part that is not over is marked as ended by a fault",
	);
}

#[test]
fn invariant_9_should_tell_when_the_index_is_wrong() {
	let told = "9: the index is not that of the orders";
	corrupted(|| OrdersOf::<Test>::remove(BOB, 0), told);
	corrupted(|| OrdersOf::<Test>::remove(CHARLIE, 0), told);
	// Receipts are in it as well.
	corrupted(|| OrdersOf::<Test>::remove(BOB, 1), told);
	corrupted(|| OrdersOf::<Test>::insert(DAVE, 0, ()), told);
	corrupted(|| OrdersOf::<Test>::insert(BOB, 99, ()), told);
}

#[test]
fn invariant_10_should_tell_when_a_number_was_not_given() {
	let told = "10: an order has a number that was not given";
	corrupted(|| Ids::<Test>::mutate(|ids| ids.next = 3), told);
	corrupted(|| Ids::<Test>::mutate(|ids| ids.unchecked = 5), told);
}

#[test]
fn invariant_10_should_tell_when_the_agenda_does_not_hold_each_checked_order_once() {
	let told = "10: the agenda does not hold each checked order once";
	// An open order and a receipt.
	corrupted(|| forget_item(0), told);
	corrupted(|| forget_item(1), told);
	corrupted(|| Ids::<Test>::mutate(|ids| ids.unchecked += 1), told);
	corrupted(
		|| {
			crate::agenda::AgendaOf::<Test>::schedule(now(), now() + DAY, 0);
		},
		told,
	);
}

#[test]
fn invariant_11_should_tell_when_the_agenda_is_wrong() {
	corrupted(
		|| AgendaCursor::<Test>::mutate(|cursor| cursor.as_mut().unwrap().pending += 1),
		"agenda: the cursor is wrong about the places that lie ahead",
	);
}
