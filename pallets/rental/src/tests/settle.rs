//! `settle`: what is due, and the ends that the time brings.

use super::*;

#[test]
fn settle_should_pay_what_was_earned_by_the_millisecond() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		advance(1);
		settle(order_id);
		let first = earned_floor(PER_DAY, 1, DAY);
		assert_eq!(
			events(),
			vec![Event::RentPaid {
				order: order_id,
				payee: ALICE,
				amount: first - burn(first),
				burned: burn(first),
			}]
		);
		advance(12 * HOUR);
		settle(order_id);
		let paid = earned_floor(PER_DAY, 12 * HOUR + 1, DAY);
		assert_eq!(gained(&ALICE), paid - burn(paid));
		assert_eq!(on_hold(&BOB), PER_DAY - paid);
		assert_eq!(
			(order(order_id).paid, order(order_id).burned),
			(paid, burn(paid))
		);
		assert_eq!(
			(occupancy(1).rent_paid, occupancy(1).rent_burned),
			(paid, burn(paid))
		);
	});
}

#[test]
fn settle_should_be_refused_when_nothing_is_due() {
	run(|| {
		active(1, ALICE, 1);
		assert_noop!(Rental::settle(signed(DAVE), 0), E::OrderNotFound);
		let order_id = rent(1, BOB, 1, DAY);
		assert_noop!(Rental::settle(signed(DAVE), order_id), E::NothingDue);
		assert_noop!(Rental::settle(RuntimeOrigin::root(), order_id), BadOrigin);
		confirm(BOB, order_id);
		assert_noop!(Rental::settle(signed(DAVE), order_id), E::NothingDue);
		down(1);
		advance(HOUR);
		assert_noop!(Rental::settle(signed(DAVE), order_id), E::NothingDue);
		up(1);
		advance(1);
		settle(order_id);
		assert_noop!(Rental::settle(signed(DAVE), order_id), E::NothingDue);
	});
}

#[test]
fn settle_should_close_an_order_at_its_end() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		advance(HOUR - 1);
		settle(order_id);
		assert!(matches!(
			Orders::<Test>::get(order_id),
			Some(OrderRecord::Open(_))
		));
		advance(1);
		settle(order_id);
		assert_eq!(reason(order_id), CloseReason::Expired);
		let rent = rent_for(1, HOUR);
		assert_eq!(
			(gained(&ALICE), spent(&BOB)),
			(rent - burn(rent), rent + FEE)
		);
		assert_noop!(Rental::settle(signed(DAVE), order_id), E::AlreadyClosed);
	});
}

#[test]
fn settle_should_pay_no_time_after_the_end_however_late_it_comes() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		advance(30 * DAY);
		settle(order_id);
		assert_eq!(spent(&BOB), rent_for(1, HOUR) + FEE);
		assert_eq!(receipt(order_id).end, START + HOUR);
		assert_eq!(occupancy(1).last_order_end, Some(START + HOUR));
	});
}

#[test]
fn end_of_an_order_should_not_move_when_the_machine_was_down() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		advance(10 * MINUTE);
		down(1);
		advance(20 * MINUTE);
		up(1);
		set_time(START + HOUR);
		settle(order_id);
		let paid = earned_floor(rent_for(1, HOUR), 40, 60);
		assert_eq!(spent(&BOB), paid + FEE);
		assert!(events()
			.iter()
			.any(|event| matches!(event, Event::OrderClosed { used, .. } if *used == 40 * MINUTE)));
	});
}

#[test]
fn order_should_expire_unpaid_for_the_time_of_an_outage_that_lasts() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		advance(45 * MINUTE);
		down(1);
		advance(HOUR);
		settle(order_id);
		assert_eq!(spent(&BOB), earned_floor(rent_for(1, HOUR), 3, 4) + FEE);
		assert_eq!(reason(order_id), CloseReason::Expired);
	});
}

#[test]
fn order_should_lapse_at_the_cost_of_the_fee_when_it_was_for_now() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, DAY);
		advance(WINDOW - 1);
		assert_noop!(Rental::settle(signed(DAVE), order_id), E::NothingDue);
		advance(1);
		settle(order_id);
		assert_eq!((spent(&BOB), on_hold(&BOB)), (FEE, 0));
		assert_eq!(free(&TREASURY), EXISTENTIAL_DEPOSIT + FEE);
		assert_eq!(reason(order_id), CloseReason::NotConfirmed);
	});
}

#[test]
fn scheduled_order_should_lapse_at_the_cost_of_a_penalty() {
	run(|| {
		active(1, ALICE, 1);
		lower_fee();
		let order_id = schedule(1, BOB, 1, DAY, HOUR);
		advance(HOUR + WINDOW);
		settle(order_id);
		let penalty = part_ceil(PER_DAY, HOUR, DAY);
		assert_eq!(spent(&BOB), penalty);
		assert_eq!(gained(&ALICE), penalty - burn(penalty));
		assert_eq!(free(&TREASURY), EXISTENTIAL_DEPOSIT);
		assert_eq!(reason(order_id), CloseReason::NotConfirmed);
		assert_eq!(
			RecordOrderChanges::take(),
			vec![OrderChange::RentPaid(id(1), penalty, burn(penalty))]
		);
	});
}

#[test]
fn order_should_lapse_at_no_cost_when_the_machine_was_down_in_the_window() {
	// From 1 ms before the window to 1 ms after it, the machine is down for 1 ms.
	for (at, was_down) in [(0, false), (1, true), (WINDOW, true), (WINDOW + 1, false)] {
		run(|| {
			active(1, ALICE, 1);
			let order_id = schedule(1, BOB, 1, DAY, HOUR);
			advance(HOUR - 1 + at);
			down(1);
			advance(1);
			up(1);
			set_time(START + HOUR + WINDOW + 1);
			settle(order_id);
			assert_eq!(spent(&BOB) == 0, was_down, "{at}");
			let expected = if was_down {
				CloseReason::MachineDown
			} else {
				CloseReason::NotConfirmed
			};
			assert_eq!(reason(order_id), expected);
		});
	}
}

#[test]
fn order_should_lapse_at_no_cost_when_the_machine_is_down_still() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, DAY);
		advance(WINDOW - 1);
		down(1);
		advance(DAY);
		settle(order_id);
		assert_eq!(spent(&BOB), 0);
		assert_eq!(reason(order_id), CloseReason::MachineDown);
	});
}

#[test]
fn order_should_lapse_at_its_cost_when_the_machine_went_down_later() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, DAY);
		advance(WINDOW);
		down(1);
		advance(DAY);
		settle(order_id);
		assert_eq!(spent(&BOB), FEE);
		assert_eq!(reason(order_id), CloseReason::NotConfirmed);
	});
}

#[test]
fn rent_should_stay_due_when_the_payee_cannot_receive_it() {
	run(|| {
		active(1, ALICE, 1);
		change(1, |machine| machine.payee = AccountId::new([77; 32]));
		let order_id = running(1, BOB, 1, 60 * DAY);
		// 0.0024 DBC a second: less than the existential deposit.
		advance(1_000);
		settle(order_id);
		assert_eq!((order(order_id).paid, order(order_id).burned), (0, 0));
		assert_eq!(events(), vec![]);
		assert_eq!(RecordOrderChanges::take(), vec![]);
		advance(9_000);
		settle(order_id);
		let paid = order(order_id).paid;
		assert_eq!(
			paid,
			earned_floor(order(order_id).parts[0].total, 10_000, 60 * DAY)
		);
		assert_eq!(free(&AccountId::new([77; 32])), paid - burn(paid));
	});
}

#[test]
fn scheduled_order_should_lapse_at_the_cost_of_the_fee_when_that_is_more() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = schedule(1, BOB, 1, DAY, HOUR);
		advance(HOUR + WINDOW);
		settle(order_id);
		assert_eq!((spent(&BOB), gained(&ALICE)), (FEE, 0));
		assert_eq!(free(&TREASURY), EXISTENTIAL_DEPOSIT + FEE);
		assert_eq!(RecordOrderChanges::take(), vec![]);
	});
}

#[test]
fn rent_should_be_burned_at_the_end_when_the_payee_cannot_receive_it() {
	run(|| {
		active(1, ALICE, 1);
		change(1, |machine| machine.payee = AccountId::new([77; 32]));
		Rules::mutate(|rules| rules.standard_price = 1_000);
		let order_id = running(1, BOB, 1, 10 * MINUTE);
		let rent = order(order_id).held;
		assert!(rent < EXISTENTIAL_DEPOSIT);
		advance(10 * MINUTE);
		settle(order_id);
		assert_eq!(free(&TREASURY), EXISTENTIAL_DEPOSIT + FEE);
		assert_eq!((spent(&BOB), on_hold(&BOB)), (rent + FEE, 0));
		assert_eq!(
			events(),
			vec![
				Event::RentForfeited {
					order: order_id,
					amount: rent - burn(rent),
					burned: burn(rent),
				},
				Event::OrderClosed {
					order: order_id,
					machine: id(1),
					paid: rent,
					burned: rent,
					refunded: 0,
					used: 10 * MINUTE,
					reason: CloseReason::Expired,
				},
			]
		);
		assert_eq!(
			(occupancy(1).rent_paid, occupancy(1).rent_burned),
			(rent, rent)
		);
		// The owner gets no bonus for what was burned for want of an account.
		assert_eq!(
			RecordOrderChanges::take(),
			vec![
				OrderChange::RentPaid(id(1), rent, burn(rent)),
				OrderChange::Rented(id(1), 0),
			]
		);
	});
}

#[test]
fn rest_should_be_burned_at_the_end_when_the_payer_cannot_receive_it() {
	run(|| {
		active(1, ALICE, 1);
		lower_fee();
		Rules::mutate(|rules| rules.standard_price = 1_000);
		let order_id = rent(1, BOB, 1, 10 * MINUTE);
		let rent = order(order_id).held;
		// An account with something on hold cannot be emptied; but the existential deposit may rise.
		let all = free(&BOB);
		frame_system::Account::<Test>::mutate(&BOB, |account| account.data.free = 0);
		frame_system::Account::<Test>::mutate(&DAVE, |account| account.data.free += all);
		events();
		let issuance = Balances::total_issuance();
		assert_ok!(Rental::force_close(RuntimeOrigin::root(), order_id));
		assert_eq!((free(&BOB), on_hold(&BOB)), (0, 0));
		assert_eq!(issuance - Balances::total_issuance(), rent + 1);
		assert_eq!(
			events(),
			vec![
				Event::RentForfeited {
					order: order_id,
					amount: rent + 1,
					burned: 0,
				},
				Event::OrderClosed {
					order: order_id,
					machine: id(1),
					paid: rent,
					burned: rent,
					refunded: 0,
					used: 0,
					reason: CloseReason::Forced,
				},
			]
		);
		assert_eq!(RecordOrderChanges::take(), vec![]);
		// The record does not count the fee.
		Balances::set_balance(&DAVE, free(&DAVE) + 1);
	});
}

#[test]
fn settling_often_should_come_to_the_same_as_settling_once() {
	let play = |step: Option<Moment>| {
		let mut told = (0, 0);
		run(|| {
			active(1, ALICE, 1);
			let order_id = running(1, BOB, 1, HOUR);
			if let Some(step) = step {
				while now() + step < START + HOUR {
					advance(step);
					settle(order_id);
				}
			}
			set_time(START + HOUR);
			settle(order_id);
			told = (gained(&ALICE), spent(&BOB));
		});
		told
	};
	let once = play(None);
	assert_eq!(play(Some(7_919)), once);
	assert_eq!(play(Some(60_000)), once);
}

#[test]
fn payer_who_is_the_payee_should_lose_only_fee_and_burn() {
	run(|| {
		active(1, ALICE, 1);
		let before = free(&ALICE);
		let order_id = running(1, ALICE, 1, HOUR);
		advance(HOUR);
		settle(order_id);
		assert_eq!(before - free(&ALICE), FEE + burn(rent_for(1, HOUR)));
	});
}
