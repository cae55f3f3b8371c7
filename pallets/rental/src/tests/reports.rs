//! An open report holds the rent back.

use super::*;
use dbc_primitives::MAX_ORDER_PARTS;

fn freeze() {
	assert_ok!(Rental::freeze(&id(1), now()));
}

fn thaw() {
	assert_ok!(Rental::thaw(&id(1)));
}

/// The report is upheld: the machine is down since its time.
fn uphold(filed_at: Moment) {
	down_since(1, OutageCause::Malfunction, filed_at);
	thaw();
}

#[test]
fn settlement_should_stop_at_the_time_of_the_report() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		advance(HOUR);
		freeze();
		advance(HOUR);
		settle(order_id);
		assert_eq!(order(order_id).paid, earned_floor(PER_DAY, HOUR, DAY));
		assert_noop!(Rental::settle(signed(DAVE), order_id), E::NothingDue);
		// Rejected: everything is due.
		thaw();
		settle(order_id);
		assert_eq!(order(order_id).paid, earned_floor(PER_DAY, 2 * HOUR, DAY));
	});
}

#[test]
fn time_since_the_report_should_not_be_paid_when_it_is_upheld() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		advance(HOUR);
		let filed_at = now();
		freeze();
		advance(HOUR);
		uphold(filed_at);
		advance(HOUR);
		up_from(1, OutageCause::Malfunction);
		advance(HOUR);
		settle(order_id);
		assert_eq!(order(order_id).paid, earned_floor(PER_DAY, 2 * HOUR, DAY));
	});
}

#[test]
fn outages_during_a_report_should_count_once_when_it_is_upheld() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		advance(HOUR);
		let filed_at = now();
		freeze();
		for _ in 0..12 {
			advance(MINUTE);
			down(1);
			advance(MINUTE);
			up(1);
		}
		advance(6 * MINUTE);
		uphold(filed_at);
		advance(30 * MINUTE);
		up_from(1, OutageCause::Malfunction);
		advance(HOUR);
		settle(order_id);
		assert_eq!(order(order_id).paid, earned_floor(PER_DAY, 2 * HOUR, DAY));
	});
}

#[test]
fn outages_during_a_report_should_count_when_it_is_rejected() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		advance(HOUR);
		// One outage begins before the report and ends after it.
		down(1);
		advance(10 * MINUTE);
		freeze();
		advance(10 * MINUTE);
		up(1);
		advance(10 * MINUTE);
		down(1);
		advance(10 * MINUTE);
		up(1);
		assert_eq!(occupancy(1).report.unwrap().outages.len(), 2);
		thaw();
		advance(20 * MINUTE);
		settle(order_id);
		assert_eq!(
			order(order_id).paid,
			earned_floor(PER_DAY, 90 * MINUTE, DAY)
		);
	});
}

#[test]
fn outage_that_lasts_beyond_a_report_should_count_once() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		freeze();
		advance(HOUR);
		down(1);
		advance(HOUR);
		thaw();
		advance(HOUR);
		up(1);
		advance(HOUR);
		settle(order_id);
		assert_eq!(order(order_id).paid, earned_floor(PER_DAY, 2 * HOUR, DAY));
	});
}

#[test]
fn upheld_report_should_count_until_the_repair() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		advance(HOUR);
		let filed_at = now();
		freeze();
		advance(10 * MINUTE);
		down(1);
		advance(10 * MINUTE);
		up(1);
		advance(40 * MINUTE);
		// The owner had repaired it 20 minutes after the report.
		past_outage(1, filed_at, filed_at + 20 * MINUTE);
		thaw();
		settle(order_id);
		assert_eq!(
			order(order_id).paid,
			earned_floor(PER_DAY, 100 * MINUTE, DAY)
		);
	});
}

#[test]
fn order_that_expires_during_a_report_should_wait_for_it() {
	for upheld in [false, true] {
		run(|| {
			active(1, ALICE, 1);
			let order_id = running(1, BOB, 1, HOUR);
			advance(30 * MINUTE);
			let filed_at = now();
			freeze();
			advance(HOUR);
			let rent = rent_for(1, HOUR);
			settle(order_id);
			assert_eq!(order(order_id).paid, earned_floor(rent, 1, 2));
			assert_noop!(Rental::settle(signed(DAVE), order_id), E::HeldBack);
			// Its GPU is free.
			let next = rent_gpu();
			assert_ok!(Rental::cancel(signed(CHARLIE), next));
			if upheld {
				uphold(filed_at);
				settle(order_id);
				assert_eq!(spent(&BOB), earned_floor(rent, 1, 2) + FEE);
				assert_eq!(reason(order_id), CloseReason::FaultUpheld);
				assert_eq!(occupancy(1).orders_failed, 1);
			} else {
				thaw();
				settle(order_id);
				assert_eq!(spent(&BOB), rent + FEE);
				assert_eq!(reason(order_id), CloseReason::Expired);
			}
			assert_eq!(receipt(order_id).end, START + HOUR);
		});
	}
}

fn rent_gpu() -> OrderId {
	rent(1, CHARLIE, 1, HOUR)
}

#[test]
fn order_that_its_renter_ends_during_a_report_should_wait_for_it() {
	for upheld in [false, true] {
		run(|| {
			active(1, ALICE, 1);
			let order_id = running(1, BOB, 1, DAY);
			assert_ok!(Rental::extend(signed(BOB), order_id, DAY, u128::MAX));
			advance(HOUR);
			let filed_at = now();
			freeze();
			advance(HOUR);
			events();
			assert_ok!(Rental::end(signed(BOB), order_id));
			let (paid, most) = (
				earned_floor(PER_DAY, HOUR, DAY),
				earned_floor(PER_DAY, 2 * HOUR, DAY),
			);
			assert_eq!(order(order_id).paid, paid);
			assert_eq!(spent(&BOB), most + FEE);
			assert_eq!(on_hold(&BOB), most - paid);
			assert!(events().contains(&Event::OrderEnded {
				order: order_id,
				held_back: most - paid,
				returned: 2 * PER_DAY - most,
			}));
			assert_noop!(Rental::end(signed(BOB), order_id), E::OrderOver);
			assert_noop!(Rental::settle(signed(DAVE), order_id), E::HeldBack);
			assert!(!Rental::is_rented(&id(1)));
			assert_ok!(Rental::ensure_vacant(&id(1)));
			let next = rent_gpu();
			assert_ok!(Rental::cancel(signed(CHARLIE), next));
			advance(HOUR);
			if upheld {
				uphold(filed_at);
				settle(order_id);
				assert_eq!(spent(&BOB), paid + FEE);
				assert_eq!(reason(order_id), CloseReason::FaultUpheld);
			} else {
				thaw();
				settle(order_id);
				assert_eq!(spent(&BOB), most + FEE);
				assert_eq!(reason(order_id), CloseReason::EndedByRenter);
			}
			assert_eq!(on_hold(&BOB), 0);
			assert_eq!(receipt(order_id).end, START + 2 * HOUR);
		});
	}
}

#[test]
fn order_should_end_in_the_moment_of_a_report_at_the_boundary_of_its_parts() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		assert_ok!(Rental::extend(signed(BOB), order_id, DAY, u128::MAX));
		advance(HOUR);
		settle(order_id);
		freeze();
		assert_ok!(Rental::end(signed(BOB), order_id));
		Rental::do_try_state().unwrap();
		assert_eq!((spent(&BOB), on_hold(&BOB)), (rent_for(1, HOUR) + FEE, 0));
		thaw();
		settle(order_id);
		assert_eq!(reason(order_id), CloseReason::EndedByRenter);
	});
}

#[test]
fn order_that_was_over_before_a_report_should_not_end_because_of_it() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		advance(HOUR);
		let filed_at = now();
		freeze();
		advance(HOUR);
		uphold(filed_at);
		settle(order_id);
		assert_eq!(reason(order_id), CloseReason::Expired);
		assert_eq!(spent(&BOB), rent_for(1, HOUR) + FEE);
	});
}

#[test]
fn unused_order_should_end_during_a_report_at_no_cost_but_the_fee() {
	run(|| {
		active(1, ALICE, 1);
		freeze();
		let order_id = running(1, BOB, 1, DAY);
		assert_ok!(Rental::end(signed(BOB), order_id));
		assert_eq!((spent(&BOB), on_hold(&BOB)), (FEE, 0));
		thaw();
		settle(order_id);
		assert_eq!(spent(&BOB), FEE);
	});
}

#[test]
fn order_confirmed_during_a_report_should_earn_nothing_until_it_is_closed() {
	run(|| {
		active(1, ALICE, 1);
		freeze();
		advance(HOUR);
		let order_id = running(1, BOB, 1, DAY);
		advance(HOUR);
		assert_noop!(Rental::settle(signed(DAVE), order_id), E::NothingDue);
		thaw();
		settle(order_id);
		assert_eq!(order(order_id).paid, earned_floor(PER_DAY, HOUR, DAY));
	});
}

#[test]
fn unconfirmed_order_should_lapse_only_after_the_report() {
	for upheld in [false, true] {
		run(|| {
			active(1, ALICE, 1);
			lower_fee();
			let order_id = schedule(1, BOB, 1, DAY, HOUR);
			advance(HOUR);
			let filed_at = now();
			freeze();
			advance(WINDOW);
			assert_noop!(Rental::settle(signed(DAVE), order_id), E::HeldBack);
			assert_noop!(Rental::confirm(signed(BOB), order_id), E::OrderOver);
			if upheld {
				uphold(filed_at);
				settle(order_id);
				assert_eq!(spent(&BOB), 0);
				assert_eq!(reason(order_id), CloseReason::MachineDown);
			} else {
				thaw();
				settle(order_id);
				assert_eq!(spent(&BOB), part_ceil(PER_DAY, HOUR, DAY));
				assert_eq!(reason(order_id), CloseReason::NotConfirmed);
			}
		});
	}
}

#[test]
fn running_order_should_go_on_when_a_report_is_upheld() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, DAY);
		advance(HOUR);
		let filed_at = now();
		freeze();
		advance(HOUR);
		uphold(filed_at);
		assert!(Rental::is_rented(&id(1)));
		// It may be ended at no further cost.
		assert_ok!(Rental::end(signed(BOB), order_id));
		assert_eq!(spent(&BOB), earned_floor(PER_DAY, HOUR, DAY) + FEE);
		assert_eq!(reason(order_id), CloseReason::MachineDown);
	});
}

#[test]
fn report_should_be_opened_and_closed_once() {
	run(|| {
		assert_noop!(Rental::freeze(&id(1), START), E::MachineNotFound);
		assert_noop!(Rental::thaw(&id(1)), E::MachineNotFound);
		active(1, ALICE, 1);
		assert_noop!(Rental::thaw(&id(1)), E::NotFrozen);
		freeze();
		assert_noop!(Rental::freeze(&id(1), START), E::AlreadyFrozen);
		thaw();
		assert_noop!(Rental::thaw(&id(1)), E::NotFrozen);
	});
}

#[test]
fn order_should_be_held_back_when_the_report_came_before_its_end() {
	for (late, is_held_back) in [(1, true), (0, false)] {
		run(|| {
			active(1, ALICE, 2);
			let order_id = running(1, BOB, 1, HOUR);
			advance(HOUR - late);
			freeze();
			advance(DAY);
			if is_held_back {
				settle(order_id);
				assert_noop!(Rental::settle(signed(DAVE), order_id), E::HeldBack);
				assert_noop!(Rental::extend(signed(BOB), order_id, HOUR, 0), E::OrderOver);
			} else {
				settle(order_id);
				assert_eq!(reason(order_id), CloseReason::Expired);
			}
			thaw();
		});
	}
}

#[test]
fn lapsed_order_should_cost_the_same_when_its_machine_leaves_during_a_later_report() {
	run(|| {
		active(1, ALICE, 1);
		lower_fee();
		let order_id = schedule(1, BOB, 1, DAY, HOUR);
		advance(HOUR + WINDOW);
		freeze();
		advance(HOUR);
		Rental::on_forced_exit(&id(1));
		assert_eq!(reason(order_id), CloseReason::NotConfirmed);
		assert_eq!(spent(&BOB), part_ceil(PER_DAY, HOUR, DAY));
		thaw();
	});
}

#[test]
fn parts_that_were_over_by_the_time_of_the_report_should_make_room_during_it() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, 10 * MINUTE);
		let extend = || Rental::extend(signed(BOB), order_id, 10 * MINUTE, u128::MAX);
		for _ in 1..MAX_ORDER_PARTS {
			assert_ok!(extend());
		}
		// The first part ends in the same moment: nothing that the report decides can touch it.
		advance(10 * MINUTE);
		freeze();
		assert_ok!(extend());
		// The second one waits for the decision.
		advance(10 * MINUTE);
		assert_noop!(extend(), E::TooManyOrders);
		thaw();
		assert_ok!(extend());
		poll();
		set_time(START + 100 * MINUTE);
		settle(order_id);
		assert_eq!(receipt(order_id).end, START + 100 * MINUTE);
		let parts = 10 * rent_for(1, 10 * MINUTE);
		assert_eq!(gained(&ALICE), parts - burn(parts));
	});
}
