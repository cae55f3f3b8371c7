//! Reads.

use super::*;
use dbc_primitives::{
	AccessRole, Grant, NotRentable, OpenOrder, OrderFilter, RentQuote, MAX_PAGE_LIMIT,
	MAX_PAGE_SCAN,
};
use std::collections::BTreeSet;

fn request(gpus: u32, duration: Moment, start: Option<Moment>) -> RentRequest {
	RentRequest {
		machine: id(1),
		gpus,
		duration,
		start,
	}
}

fn open(order: OrderId) -> OpenOrder<AccountId, u128> {
	match Rental::order_info(order) {
		Some(OrderInfo::Open(open)) => open,
		other => panic!("order {order} is {other:?}"),
	}
}

/// The numbers of all orders that pass, read in pages of `limit`.
fn all(filter: OrderFilter<AccountId>, limit: u32) -> Vec<OrderId> {
	let (mut found, mut cursor) = (vec![], None);
	loop {
		let page = Rental::order_page(filter.clone(), cursor, limit);
		assert!(page.items.len() <= limit as usize);
		found.extend(page.items.iter().map(|(id, _)| *id));
		cursor = page.next;
		if cursor.is_none() {
			return found;
		}
	}
}

#[test]
fn can_rent_should_give_the_reason_for_which_the_call_fails() {
	run(|| {
		let none = request(1, DAY, None);
		assert_eq!(Rental::can_rent(none), Err(RentRefusal::MachineNotFound));
		active(1, ALICE, 2);
		rent(1, CHARLIE, 1, DAY);
		let cases = [
			(request(1, DAY, None), None),
			(
				request(0, DAY, None),
				Some((RentRefusal::NoGpus, E::NoGpus)),
			),
			(
				request(2, DAY, None),
				Some((RentRefusal::TooFewGpus { free: 1 }, E::TooFewGpus)),
			),
			(
				request(1, DAY + 1, None),
				Some((RentRefusal::NotWholeMinutes, E::NotWholeMinutes)),
			),
			(
				request(1, MINUTE, None),
				Some((RentRefusal::TooShort, E::TooShort)),
			),
			(
				request(1, 61 * DAY, None),
				Some((RentRefusal::TooLong, E::TooLong)),
			),
			(
				request(1, DAY, Some(START - 1)),
				Some((RentRefusal::StartInPast, E::StartInPast)),
			),
			(
				request(1, DAY, Some(START + 15 * DAY)),
				Some((RentRefusal::StartTooFar, E::StartTooFar)),
			),
		];
		for (request, refusal) in cases {
			let read = Rental::can_rent(request);
			assert_eq!(read.err(), refusal.as_ref().map(|(reason, _)| *reason));
			let RentRequest {
				gpus,
				duration,
				start,
				..
			} = request;
			if let Some((_, error)) = refusal {
				assert_noop!(
					Rental::rent(signed(BOB), id(1), gpus, duration, u128::MAX, start, None),
					error
				);
			}
			assert_eq!(Rental::quote(request).err(), read.err());
		}
		assert_ok!(try_rent(1, BOB, 1, DAY));
	});
}

#[test]
fn can_rent_should_tell_what_bars_the_machine_or_the_price() {
	run(|| {
		active(1, ALICE, 2);
		let read = || Rental::can_rent(request(1, DAY, None)).err();
		MockPrice::make_stale();
		assert_eq!(read(), Some(RentRefusal::PriceUnavailable));
		MockPrice::set(PRICE);
		change(1, |machine| machine.extra_price = u64::MAX);
		Rules::mutate(|rules| rules.standard_price = u64::MAX);
		MockPrice::set(1);
		let longest = Rental::can_rent(request(1, 60 * DAY, None));
		assert_eq!(longest, Err(RentRefusal::AmountTooLarge));
		MockPrice::set(PRICE);
		Rules::set(GENESIS_RULES);
		change(1, |machine| machine.closed = true);
		assert_eq!(read(), Some(RentRefusal::NotRentable(NotRentable::Closed)));
		down(1);
		assert_eq!(read(), Some(RentRefusal::NotRentable(NotRentable::Outage)));
		change(1, |machine| machine.closed = false);
		advance(1);
		up(1);
		assert_eq!(read(), None);
		let schedule = Some(Schedule::default());
		assert_ok!(Rental::set_schedule(signed(ALICE), id(1), schedule));
		assert_eq!(read(), Some(RentRefusal::OutsideSchedule));
	});
}

#[test]
fn quote_should_be_what_the_order_then_costs() {
	run(|| {
		active(1, ALICE, 4);
		change(1, |machine| machine.extra_price = 1_000_000);
		advance(1);
		let quote = Rental::quote(request(2, DAY, None)).unwrap();
		// 299.44 points at 17 USD per 1,000 are 5.09048 USD; 2 USD more are 166.66… DBC.
		let rent = (7_090_480u128 * DBC).div_ceil(12_000);
		assert_eq!(
			quote,
			RentQuote {
				standard_per_day: 5_090_480,
				extra_per_day: 2_000_000,
				rent,
				fee: FEE,
				total: rent + FEE,
				price: PRICE,
				price_updated_at: 0,
				price_fresh_until: Moment::MAX,
				now: START + 1,
			}
		);
		let call = |most| Rental::rent(signed(BOB), id(1), 2, DAY, most, None, None);
		assert_noop!(call(quote.total - 1), E::AboveMaxTotal);
		assert_ok!(call(quote.total));
		assert_eq!(on_hold(&BOB), quote.total);
	});
}

#[test]
fn order_info_should_tell_every_stage() {
	run(|| {
		active(1, ALICE, 1);
		assert_eq!(Rental::order_info(0), None);
		schedule(1, BOB, 1, HOUR, HOUR);
		let (from, until) = (START + HOUR, START + HOUR + WINDOW);
		assert_eq!(open(0).stage, OrderStage::Scheduled { from, until });
		assert_eq!(open(0).left, HOUR + WINDOW);
		set_time(from - 1);
		assert_eq!(open(0).stage, OrderStage::Scheduled { from, until });
		set_time(from);
		assert_eq!(open(0).stage, OrderStage::Reserved { until });
		// What the chain stalls is in it.
		MockStalls::add(MINUTE);
		let until = until + MINUTE;
		assert_eq!(open(0).stage, OrderStage::Reserved { until });
		set_time(until);
		assert_eq!(open(0).stage, OrderStage::Lapsed);
		assert_eq!(open(0).left, 0);
		settle(0);
		assert_eq!(Rental::order_info(0), Some(OrderInfo::Closed(receipt(0))));
		let (start, end) = (now(), now() + HOUR);
		running(1, BOB, 1, HOUR);
		set_time(end - 1);
		assert_eq!(open(1).stage, OrderStage::Running { start, end });
		set_time(end);
		assert_eq!(open(1).stage, OrderStage::Closing { start, end });
		settle(1);
		assert_eq!(Rental::order_info(1), Some(OrderInfo::Closed(receipt(1))));
	});
}

#[test]
fn order_info_should_tell_parties_and_amounts() {
	run(|| {
		active(1, ALICE, 4);
		change(1, |machine| machine.payee = DAVE);
		let renter = Some(BOB);
		assert_ok!(Rental::rent(
			signed(CHARLIE),
			id(1),
			3,
			DAY,
			u128::MAX,
			None,
			renter
		));
		let rent = rent_for(3, DAY);
		let info = open(0);
		assert_eq!((info.fee, info.escrow, info.refundable), (FEE, rent, rent));
		assert_eq!((info.due, info.paid), (0, 0));
		advance(MINUTE);
		confirm(BOB, 0);
		advance(HOUR);
		settle(0);
		advance(HOUR);
		let paid = earned_floor(rent, HOUR, DAY);
		let due = earned_floor(rent, 2 * HOUR, DAY) - paid;
		assert_eq!(
			open(0),
			OpenOrder {
				machine: id(1),
				renter: BOB,
				payer: CHARLIE,
				payee: DAVE,
				gpus: 0b0111,
				created_at: START,
				stage: OrderStage::Running {
					start: START + MINUTE,
					end: START + MINUTE + DAY
				},
				fee: 0,
				escrow: rent - paid,
				paid,
				burned: burn(paid),
				due,
				refundable: rent - paid - due,
				paused: 0,
				left: 22 * HOUR,
			}
		);
	});
}

#[test]
fn refundable_should_be_what_returns_when_the_renter_ends_the_order() {
	// Before and after the shortest use, while and after the machine was down.
	for (used, is_down) in [
		(0, false),
		(9 * MINUTE, false),
		(HOUR, false),
		(MINUTE, true),
	] {
		run(|| {
			active(1, ALICE, 1);
			running(1, BOB, 1, DAY);
			advance(used);
			if is_down {
				down(1);
				advance(HOUR);
				assert_eq!(open(0).paused, HOUR);
			}
			let (told, before) = (open(0).refundable, free(&BOB));
			assert_ok!(Rental::end(signed(BOB), 0));
			assert_eq!(free(&BOB) - before, told, "{used}");
		});
	}
}

#[test]
fn refundable_should_be_what_returns_at_once_while_a_report_is_open() {
	run(|| {
		active(1, ALICE, 1);
		running(1, BOB, 1, DAY);
		advance(HOUR);
		assert_ok!(Rental::freeze(&id(1), now()));
		advance(HOUR);
		assert_eq!(open(0).due, earned_floor(PER_DAY, HOUR, DAY));
		let (told, before) = (open(0).refundable, free(&BOB));
		assert_ok!(Rental::end(signed(BOB), 0));
		assert_eq!(free(&BOB) - before, told);
	});
}

#[test]
fn page_should_hold_the_open_orders_of_a_machine_in_order() {
	run(|| {
		active(1, ALICE, 8);
		active(2, ALICE, 8);
		for n in 0..5 {
			rent(1 + n % 2, BOB, 1, HOUR);
		}
		assert_ok!(Rental::cancel(signed(BOB), 2));
		for limit in [1, 2, 100] {
			assert_eq!(all(OrderFilter::Machine(id(1)), limit), [0, 4]);
			assert_eq!(all(OrderFilter::Machine(id(2)), limit), [1, 3]);
		}
		assert!(all(OrderFilter::Machine(id(3)), 1).is_empty());
		let page = Rental::order_page(OrderFilter::Machine(id(1)), None, 1);
		assert_eq!(page.items, vec![(0, OrderInfo::Open(open(0)))]);
		assert_eq!(page.next, Some(0));
	});
}

#[test]
fn page_should_hold_the_orders_and_receipts_of_an_account() {
	run(|| {
		active(1, ALICE, 8);
		let call = |payer, renter| {
			assert_ok!(Rental::rent(
				signed(payer),
				id(1),
				1,
				HOUR,
				u128::MAX,
				None,
				renter
			));
		};
		call(BOB, None);
		call(CHARLIE, Some(BOB));
		call(CHARLIE, None);
		call(BOB, Some(CHARLIE));
		call(BOB, None);
		assert_ok!(Rental::cancel(signed(BOB), 0));
		for limit in [1, 2, 100] {
			let of = |filter| {
				let found = all(filter, limit);
				let set: BTreeSet<_> = found.iter().copied().collect();
				assert_eq!(set.len(), found.len());
				set.into_iter().collect::<Vec<_>>()
			};
			assert_eq!(of(OrderFilter::Renter(BOB)), [0, 1, 4]);
			assert_eq!(of(OrderFilter::Payer(BOB)), [0, 3, 4]);
			assert_eq!(of(OrderFilter::Renter(CHARLIE)), [2, 3]);
			assert_eq!(of(OrderFilter::Payer(CHARLIE)), [1, 2]);
			assert!(of(OrderFilter::Renter(DAVE)).is_empty());
		}
	});
}

#[test]
fn page_should_go_on_when_the_order_of_the_cursor_has_gone() {
	run(|| {
		active(1, ALICE, 8);
		for _ in 0..3 {
			rent(1, BOB, 1, HOUR);
		}
		let order = all(OrderFilter::Renter(BOB), 100);
		let gone = order[0];
		assert_ok!(Rental::cancel(signed(BOB), gone));
		Orders::<Test>::remove(gone);
		OrdersOf::<Test>::remove(BOB, gone);
		let page = Rental::order_page(OrderFilter::Renter(BOB), Some(gone), 100);
		let rest: Vec<_> = page.items.iter().map(|(id, _)| *id).collect();
		assert_eq!((rest, page.next), (order[1..].to_vec(), None));
		let page = Rental::order_page(OrderFilter::Machine(id(1)), Some(0), 100);
		assert!(page.items.iter().all(|(id, _)| *id > 0));
	});
}

#[test]
fn threat_49_page_should_be_clamped_when_the_limit_is_4294967295() {
	run(|| {
		let count = u64::from(MAX_PAGE_SCAN) + 1;
		for n in 0..count {
			let receipt = Receipt {
				machine: id(1),
				renter: BOB,
				payer: CHARLIE,
				start: None,
				end: START,
				reason: CloseReason::CancelledByRenter,
			};
			Orders::<Test>::insert(n, OrderRecord::Closed(receipt));
			OrdersOf::<Test>::insert(BOB, n, ());
			OrdersOf::<Test>::insert(CHARLIE, n, ());
		}
		Ids::<Test>::mutate(|ids| ids.next = count);
		let page = |filter, limit| {
			let page = Rental::order_page(filter, None, limit);
			(page.items.len() as u32, page.next.is_some())
		};
		assert_eq!(
			page(OrderFilter::Renter(BOB), u32::MAX),
			(MAX_PAGE_LIMIT, true)
		);
		assert_eq!(page(OrderFilter::Renter(BOB), 0), (1, true));
		// None passes: the work ends all the same, and the rest can be read on.
		assert_eq!(page(OrderFilter::Payer(BOB), u32::MAX), (0, true));
		assert!(all(OrderFilter::Payer(BOB), 100).is_empty());
		assert_eq!(all(OrderFilter::Payer(CHARLIE), 100).len() as u64, count);
	});
}

#[test]
fn occupancy_info_should_tell_what_is_free_and_what_was_paid() {
	run(|| {
		assert_eq!(Rental::occupancy_info(&id(1)), None);
		active(1, ALICE, 4);
		let info = || Rental::occupancy_info(&id(1)).unwrap();
		assert_eq!((info().free_gpus, info().rented_gpus), (4, 0));
		running(1, BOB, 1, HOUR);
		rent(1, BOB, 1, HOUR);
		// Begins within the 25 minutes that the shortest order may last, and one that does not.
		schedule(1, BOB, 1, HOUR, 25 * MINUTE - 1);
		schedule(1, BOB, 1, HOUR, 25 * MINUTE);
		assert_eq!((info().free_gpus, info().rented_gpus), (1, 1));
		assert_eq!(info().open_orders, 4);
		advance(HOUR);
		assert_eq!(info().rented_gpus, 0);
		settle(0);
		let rent = rent_for(1, HOUR);
		assert_eq!((info().rent_paid, info().rent_burned), (rent, burn(rent)));
		assert_eq!((info().orders_closed, info().orders_failed), (1, 0));
		assert_eq!(info().last_order_end, Some(START + HOUR));
	});
}

#[test]
fn occupancy_info_should_tell_whether_the_schedule_is_open() {
	run(|| {
		active(1, ALICE, 1);
		let info = || Rental::occupancy_info(&id(1)).unwrap();
		assert!(info().open_now && info().schedule.is_none());
		let window = WeeklyWindow {
			weekday: 0,
			from: 60,
			minutes: 60,
		};
		let schedule = Schedule {
			weekly: vec![window].try_into().unwrap(),
			..Default::default()
		};
		assert_ok!(Rental::set_schedule(
			signed(ALICE),
			id(1),
			Some(schedule.clone())
		));
		assert_eq!(info().schedule, Some(schedule));
		for (at, is_open) in [
			(HOUR - 1, false),
			(HOUR, true),
			(2 * HOUR - 1, true),
			(2 * HOUR, false),
		] {
			set_time(START + at);
			assert_eq!(info().open_now, is_open, "{at}");
		}
	});
}

#[test]
fn grants_should_be_those_of_running_orders() {
	run(|| {
		active(1, ALICE, 4);
		let grants = || Rental::renter_grants(&id(1));
		assert_eq!(grants(), vec![]);
		assert_ok!(Rental::rent(
			signed(CHARLIE),
			id(1),
			2,
			HOUR,
			u128::MAX,
			None,
			Some(BOB)
		));
		assert_eq!(grants(), vec![]);
		advance(MINUTE);
		confirm(BOB, 0);
		let mut grant = Grant {
			account: BOB,
			role: AccessRole::Renter,
			gpus: 0b0011,
			from: START + MINUTE,
			until: Some(START + MINUTE + HOUR),
			order: Some(0),
			box_key: None,
		};
		assert_eq!(grants(), vec![grant.clone()]);
		assert_ok!(Rental::extend(signed(CHARLIE), 0, HOUR, u128::MAX));
		grant.until = Some(START + MINUTE + 2 * HOUR);
		set_time(START + MINUTE + 2 * HOUR - 1);
		assert_eq!(grants(), vec![grant]);
		advance(1);
		assert_eq!(grants(), vec![]);
	});
}

#[test]
fn grant_should_end_with_the_order_that_its_renter_ends() {
	run(|| {
		active(1, ALICE, 1);
		running(1, BOB, 1, DAY);
		assert_ok!(Rental::freeze(&id(1), now()));
		advance(MINUTE);
		assert_eq!(Rental::renter_grants(&id(1)).len(), 1);
		assert_ok!(Rental::end(signed(BOB), 0));
		assert_eq!(Rental::renter_grants(&id(1)), vec![]);
	});
}
