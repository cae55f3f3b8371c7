//! `rent`.

use super::*;

fn with(
	n: u8,
	gpus: u32,
	duration: Moment,
	start: Option<Moment>,
) -> frame_support::dispatch::DispatchResult {
	Rental::rent(signed(BOB), id(n), gpus, duration, u128::MAX, start, None)
}

#[test]
fn rent_should_hold_rent_and_fee_and_book_the_lowest_gpus() {
	run(|| {
		active(1, ALICE, 4);
		let order_id = rent(1, BOB, 1, DAY);
		assert_eq!(on_hold(&BOB), PER_DAY + FEE);
		let record = order(order_id);
		assert_eq!((record.held, record.fee), (PER_DAY, FEE));
		assert_eq!(
			(record.renter, record.payer, record.payee),
			(BOB, BOB, ALICE)
		);
		let part = occupancy(1).parts[0];
		assert_eq!(part.gpus, 0b0001);
		assert_eq!((part.from, part.until), (START, START + DAY + WINDOW));
		assert_eq!(occupancy(1).parts[0].order, order_id);
		assert_eq!(
			events(),
			vec![Event::OrderCreated {
				order: 0,
				machine: id(1),
				renter: BOB,
				payer: BOB,
				payee: ALICE,
				gpus: 1,
				from: START,
				confirm_by: START + WINDOW,
				duration: DAY,
				rent: PER_DAY,
				fee: FEE,
				price: PRICE,
			}]
		);
		let second = rent(1, CHARLIE, 2, DAY);
		assert_eq!(second, 1);
		assert_eq!(occupancy(1).parts[1].gpus, 0b0110);
	});
}

#[test]
fn rent_should_let_somebody_else_use_what_the_payer_pays() {
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
		assert_eq!((on_hold(&CHARLIE), on_hold(&BOB)), (PER_DAY + FEE, 0));
		assert!(
			OrdersOf::<Test>::contains_key(BOB, 0) && OrdersOf::<Test>::contains_key(CHARLIE, 0)
		);
		confirm(BOB, 0);
	});
}

#[test]
fn fee_should_be_the_rent_of_fifteen_minutes_when_that_is_more() {
	run(|| {
		active(1, ALICE, 8);
		let order_id = rent(1, BOB, 8, DAY);
		assert_eq!(order(order_id).fee, rent_for(8, 15 * MINUTE));
		assert_eq!(order(order_id).fee, 17_675_277_777_777_778);
	});
}

#[test]
fn rent_should_cost_the_extra_price_too() {
	run(|| {
		active(1, ALICE, 2);
		change(1, |machine| machine.extra_price = 1_200_000);
		let order_id = rent(1, BOB, 2, DAY);
		// 1.2 USD for each of 2 GPUs are 200 DBC.
		assert_eq!(order(order_id).held, rent_for(2, DAY) + 200 * DBC);
	});
}

#[test]
fn rent_should_pay_the_payee_of_the_time_of_the_order() {
	run(|| {
		active(1, ALICE, 1);
		change(1, |machine| machine.payee = CHARLIE);
		let order_id = running(1, BOB, 1, HOUR);
		change(1, |machine| machine.payee = DAVE);
		advance(HOUR);
		settle(order_id);
		assert!(gained(&CHARLIE) > 0);
		assert_eq!(gained(&DAVE), 0);
	});
}

#[test]
fn rent_should_be_refused_when_the_machine_takes_no_orders() {
	run(|| {
		assert_noop!(try_rent(1, BOB, 1, DAY), E::MachineNotFound);
		active(1, ALICE, 1);
		down(1);
		assert_noop!(try_rent(1, BOB, 1, DAY), E::MachineDown);
		up(1);
		change(1, |machine| machine.closed = true);
		assert_noop!(try_rent(1, BOB, 1, DAY), E::MachineClosed);
		change(1, |machine| machine.closed = false);
		Occupancies::<Test>::mutate(id(1), |record| {
			record.as_mut().unwrap().offer.barred = Some(dbc_primitives::NotRentable::UnderStaked);
		});
		assert_noop!(try_rent(1, BOB, 1, DAY), E::MachineUnderStaked);
		Occupancies::<Test>::mutate(id(1), |record| {
			record.as_mut().unwrap().offer.barred = Some(dbc_primitives::NotRentable::NotActive);
		});
		assert_noop!(try_rent(1, BOB, 1, DAY), E::MachineNotActive);
		Rental::on_terms_changed(&id(1));
		assert_ok!(try_rent(1, BOB, 1, DAY));
	});
}

#[test]
fn rent_should_be_refused_when_gpus_are_wrong() {
	run(|| {
		active(1, ALICE, 2);
		assert_noop!(with(1, 0, DAY, None), E::NoGpus);
		assert_noop!(with(1, 3, DAY, None), E::TooFewGpus);
		rent(1, BOB, 1, DAY);
		assert_noop!(with(1, 2, DAY, None), E::TooFewGpus);
		assert_ok!(with(1, 1, DAY, None));
		assert_noop!(with(1, 1, DAY, None), E::TooFewGpus);
	});
}

#[test]
fn rent_should_check_both_ends_of_the_duration() {
	run(|| {
		active(1, ALICE, 4);
		assert_noop!(with(1, 1, 10 * MINUTE - 1, None), E::NotWholeMinutes);
		assert_noop!(with(1, 1, 9 * MINUTE, None), E::TooShort);
		assert_noop!(with(1, 1, 0, None), E::TooShort);
		assert_noop!(with(1, 1, 60 * DAY + MINUTE, None), E::TooLong);
		assert_noop!(with(1, 1, Moment::MAX, None), E::NotWholeMinutes);
		assert_ok!(with(1, 1, 10 * MINUTE, None));
		assert_ok!(with(1, 1, 60 * DAY, None));
	});
}

#[test]
fn rent_should_check_both_ends_of_the_start() {
	run(|| {
		active(1, ALICE, 4);
		assert_noop!(with(1, 1, HOUR, Some(START - 1)), E::StartInPast);
		assert_noop!(with(1, 1, HOUR, Some(START + 14 * DAY + 1)), E::StartTooFar);
		assert_noop!(with(1, 1, HOUR, Some(Moment::MAX)), E::StartTooFar);
		assert_ok!(with(1, 1, HOUR, Some(START + 14 * DAY)));
		assert_ok!(with(1, 1, HOUR, Some(START)));
	});
}

#[test]
fn rent_should_need_a_fresh_price() {
	run(|| {
		active(1, ALICE, 1);
		MockPrice::make_stale();
		assert_noop!(try_rent(1, BOB, 1, DAY), E::PriceUnavailable);
		MockPrice::clear();
		assert_noop!(try_rent(1, BOB, 1, DAY), E::PriceUnavailable);
	});
}

#[test]
fn rent_should_be_refused_when_the_amount_is_too_large() {
	run(|| {
		active(1, ALICE, 1);
		change(1, |machine| machine.extra_price = u64::MAX);
		MockPrice::set(1);
		assert_noop!(try_rent(1, BOB, 1, 60 * DAY), E::AmountTooLarge);
		MockPrice::set(0);
		assert_noop!(try_rent(1, BOB, 1, DAY), E::AmountTooLarge);
	});
}

#[test]
fn rent_should_cost_at_most_max_total() {
	run(|| {
		active(1, ALICE, 1);
		let call = |most| Rental::rent(signed(BOB), id(1), 1, DAY, most, None, None);
		assert_noop!(call(PER_DAY + FEE - 1), E::AboveMaxTotal);
		assert_ok!(call(PER_DAY + FEE));
	});
}

#[test]
fn rent_should_take_only_freely_spendable_funds() {
	run(|| {
		active(1, ALICE, 2);
		let total = PER_DAY + FEE;
		set_free(&DAVE, total + EXISTENTIAL_DEPOSIT - 1);
		assert_noop!(try_rent(1, DAVE, 1, DAY), E::InsufficientBalance);
		set_free(&DAVE, WEALTH + EXISTENTIAL_DEPOSIT);
		use frame_support::traits::{LockableCurrency, WithdrawReasons};
		Balances::set_lock(*b"vesting ", &DAVE, WEALTH, WithdrawReasons::all());
		assert_noop!(try_rent(1, DAVE, 1, DAY), E::InsufficientBalance);
		Balances::remove_lock(*b"vesting ", &DAVE);
		assert_ok!(try_rent(1, DAVE, 1, DAY));
	});
}

#[test]
fn machine_should_have_at_most_thirty_two_open_orders() {
	run(|| {
		active(1, ALICE, 32);
		active(2, ALICE, 32);
		for n in 0..32u64 {
			let start = Some(START + n * HOUR);
			let who = AccountId::new([100 + n as u8; 32]);
			assert_ok!(Rental::rent(
				signed(BOB),
				id(1),
				1,
				10 * MINUTE,
				u128::MAX,
				start,
				Some(who)
			));
		}
		assert_noop!(try_rent(1, BOB, 1, 10 * MINUTE), E::TooManyOrders);
		// One that lapsed counts until it is closed.
		advance(WINDOW);
		assert_noop!(try_rent(1, BOB, 1, 10 * MINUTE), E::TooManyOrders);
		settle(0);
		assert_ok!(try_rent(1, BOB, 1, 10 * MINUTE));
	});
}

#[test]
fn renter_should_have_at_most_four_orders_that_wait_on_a_machine() {
	run(|| {
		active(1, ALICE, 8);
		active(2, ALICE, 8);
		for n in 1..=4 {
			schedule(1, BOB, 1, HOUR, n * HOUR);
		}
		let start = Some(START + HOUR);
		let call = |n, who: AccountId, renter| {
			Rental::rent(signed(who), id(n), 1, HOUR, u128::MAX, start, renter)
		};
		assert_noop!(call(1, BOB, None), E::TooManyScheduled);
		assert_noop!(call(1, CHARLIE, Some(BOB)), E::TooManyScheduled);
		assert_ok!(call(1, BOB, Some(CHARLIE)));
		assert_ok!(call(2, BOB, None));
		assert_ok!(try_rent(1, BOB, 1, HOUR));
		// The first one begins: one less waits.
		set_time(START + HOUR);
		schedule(1, BOB, 1, HOUR, HOUR);
	});
}

#[test]
fn gpus_should_be_free_for_others_until_the_start_of_a_scheduled_order() {
	run(|| {
		active(1, ALICE, 1);
		schedule(1, BOB, 1, HOUR, 2 * HOUR);
		// 1 h 45 min and the time to confirm it end exactly at its start.
		assert_noop!(
			try_rent(1, CHARLIE, 1, 2 * HOUR - WINDOW + MINUTE),
			E::TooFewGpus
		);
		assert_ok!(try_rent(1, CHARLIE, 1, 2 * HOUR - WINDOW));
		// It is booked for 1 h 15 min.
		let call = |start| {
			Rental::rent(
				signed(CHARLIE),
				id(1),
				1,
				HOUR,
				u128::MAX,
				Some(start),
				None,
			)
		};
		assert_noop!(call(START + 3 * HOUR + WINDOW - 1), E::TooFewGpus);
		assert_ok!(call(START + 3 * HOUR + WINDOW));
	});
}

#[test]
fn rent_should_lie_inside_the_schedule() {
	run(|| {
		active(1, ALICE, 4);
		// Mondays from 01:00 to 03:00.
		let window = WeeklyWindow {
			weekday: 0,
			from: 60,
			minutes: 120,
		};
		let schedule = Schedule {
			weekly: vec![window].try_into().unwrap(),
			..Default::default()
		};
		assert_ok!(Rental::set_schedule(signed(ALICE), id(1), Some(schedule)));
		assert_noop!(with(1, 1, HOUR, None), E::OutsideSchedule);
		assert_noop!(with(1, 1, HOUR, Some(START + HOUR - 1)), E::OutsideSchedule);
		assert_noop!(
			with(1, 1, 106 * MINUTE, Some(START + HOUR)),
			E::OutsideSchedule
		);
		assert_ok!(with(1, 1, 105 * MINUTE, Some(START + HOUR)));
	});
}

#[test]
fn rent_should_need_a_signature() {
	run(|| {
		active(1, ALICE, 1);
		let call = Rental::rent(RuntimeOrigin::root(), id(1), 1, DAY, u128::MAX, None, None);
		assert_eq!(call, Err(BadOrigin));
	});
}
