//! What the pallet does when it hears of a machine.

use super::*;

#[test]
fn copy_of_the_offer_should_follow_the_machine() {
	run(|| {
		assert!(Occupancies::<Test>::get(id(1)).is_none());
		active(1, ALICE, 2);
		assert_eq!(
			(occupancy(1).offer.gpus, occupancy(1).offer.payee),
			(2, ALICE)
		);
		down(1);
		assert_eq!(occupancy(1).offer.down_since, Some(START));
		advance(1);
		up(1);
		assert_eq!(occupancy(1).offer.down_since, None);
		change(1, |machine| machine.extra_price = 5);
		assert_eq!(occupancy(1).offer.extra_price, 5);
	});
}

#[test]
fn activation_with_other_hardware_should_keep_what_is_known() {
	run(|| {
		active(1, ALICE, 2);
		let order_id = running(1, BOB, 1, HOUR);
		advance(HOUR);
		settle(order_id);
		let before = occupancy(1);
		change(1, |machine| {
			machine.hardware.as_mut().unwrap().gpu_count = 5
		});
		Rental::on_activated(&id(1), &ALICE, 0);
		let after = occupancy(1);
		assert_eq!(after.offer.gpus, 5);
		assert_eq!(after.rent_paid, before.rent_paid);
		assert_eq!(after.last_order_end, before.last_order_end);
	});
}

#[test]
fn listeners_should_hear_when_other_hardware_has_fewer_gpus_than_were_rented() {
	run(|| {
		active(1, ALICE, 4);
		let order_id = running(1, BOB, 4, HOUR);
		advance(HOUR);
		change(1, |machine| {
			machine.hardware.as_mut().unwrap().gpu_count = 1
		});
		RecordOrderChanges::take();
		Rental::on_activated(&id(1), &ALICE, 0);
		// It is over, and not closed.
		settle(order_id);
		let heard = RecordOrderChanges::take();
		assert_eq!(heard.last(), Some(&OrderChange::Rented(id(1), 0)));
	});
}

#[test]
fn hooks_should_not_mind_a_machine_that_was_never_active() {
	run(|| {
		Registry::register(&id(1), &ALICE).unwrap();
		Rental::on_terms_changed(&id(1));
		Rental::on_activated(&id(1), &ALICE, 0);
		Rental::on_forced_exit(&id(1));
		Rental::on_removed(&id(1), &ALICE);
		assert!(Occupancies::<Test>::get(id(1)).is_none());
	});
}

#[test]
fn outage_should_pause_every_order_of_the_machine() {
	run(|| {
		active(1, ALICE, 3);
		let first = running(1, BOB, 1, HOUR);
		down(1);
		advance(10 * MINUTE);
		up(1);
		let second = running(1, BOB, 1, HOUR);
		advance(10 * MINUTE);
		down(1);
		advance(10 * MINUTE);
		assert_eq!(Rental::read_order(first).map(paused), Some(20 * MINUTE));
		up(1);
		assert_eq!(Rental::read_order(first).map(paused), Some(20 * MINUTE));
		assert_eq!(Rental::read_order(second).map(paused), Some(10 * MINUTE));
		set_time(START + 2 * HOUR);
		settle(first);
		settle(second);
		let rent = rent_for(1, HOUR);
		let paid = earned_floor(rent, 40, 60) + earned_floor(rent, 50, 60);
		assert_eq!(spent(&BOB), paid + 2 * FEE);
	});
}

fn paused(info: OrderInfo<AccountId, u128>) -> Moment {
	match info {
		OrderInfo::Open(open) => open.paused,
		OrderInfo::Closed(_) => panic!("it is open"),
	}
}

#[test]
fn forced_exit_should_settle_and_close_every_order() {
	run(|| {
		active(1, ALICE, 3);
		let first = running(1, BOB, 1, DAY);
		let second = running(1, CHARLIE, 1, DAY);
		let waiting = schedule(1, DAVE, 1, DAY, DAY);
		advance(HOUR);
		Rental::on_forced_exit(&id(1));
		let paid = earned_floor(PER_DAY, HOUR, DAY);
		assert_eq!((spent(&BOB), spent(&CHARLIE)), (paid + FEE, paid + FEE));
		assert_eq!((spent(&DAVE), on_hold(&DAVE)), (0, 0));
		for order_id in [first, second, waiting] {
			assert_eq!(reason(order_id), CloseReason::MachineExited);
		}
		assert_eq!(
			(occupancy(1).orders_closed, occupancy(1).orders_failed),
			(2, 2)
		);
		assert_eq!(
			RecordOrderChanges::take(),
			vec![
				OrderChange::RentPaid(id(1), 2 * paid, 2 * burn(paid)),
				OrderChange::Rented(id(1), 0),
			]
		);
	});
}

#[test]
fn record_should_go_with_the_machine() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, DAY);
		let issuance = Balances::total_issuance();
		Registry::remove(&id(1)).unwrap();
		Rental::on_removed(&id(1), &ALICE);
		assert_eq!(reason(order_id), CloseReason::MachineExited);
		assert_eq!((spent(&BOB), on_hold(&BOB)), (0, 0));
		assert!(Occupancies::<Test>::get(id(1)).is_none());
		assert_eq!(Balances::total_issuance(), issuance);
		assert_noop!(try_rent(1, BOB, 1, DAY), E::MachineNotFound);
	});
}

#[test]
fn listeners_should_hear_how_many_gpus_are_rented() {
	run(|| {
		active(1, ALICE, 4);
		let first = rent(1, BOB, 1, HOUR);
		let second = rent(1, BOB, 2, HOUR);
		assert_eq!(RecordOrderChanges::take(), vec![]);
		confirm(BOB, first);
		confirm(BOB, second);
		assert_ok!(Rental::extend(signed(BOB), first, HOUR, u128::MAX));
		assert_eq!(
			RecordOrderChanges::take(),
			vec![OrderChange::Rented(id(1), 1), OrderChange::Rented(id(1), 3)]
		);
		advance(HOUR);
		// The second is over and not closed: its GPUs can be rented again, and count once.
		let third = rent(1, BOB, 3, HOUR);
		confirm(BOB, third);
		assert_eq!(
			RecordOrderChanges::take(),
			vec![OrderChange::Rented(id(1), 4)]
		);
		settle(second);
		let rent = rent_for(2, HOUR);
		let paid = OrderChange::RentPaid(id(1), rent, burn(rent));
		assert_eq!(RecordOrderChanges::take(), vec![paid]);
	});
}
