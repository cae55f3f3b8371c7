//! What an outage costs.

use super::*;
use OutageCause::*;

/// The end of an outage of `cause` and `length` of a machine that is rented or not must cost so much, in percent.
fn assert_costs(cause: OutageCause, rented: bool, length: Moment, percent: u128) {
	run(|| {
		active(1, ALICE, 4);
		if rented {
			rent(1, &[(renter(0), DBC)]);
		}
		outage(1, cause, length);
		let expected = if percent == 0 {
			vec![]
		} else {
			vec![percent * 100]
		};
		assert_eq!(percents(4 * PER_GPU), expected, "{cause:?} {length}");
	});
}

#[test]
fn outage_should_cost_what_the_table_says_when_it_ends() {
	for (cause, rented, length, percent) in [
		(OwnerReported, true, 0, 2),
		(OwnerReported, true, 7 * MINUTE - 1, 2),
		(OwnerReported, true, 7 * MINUTE, 4),
		(OwnerReported, true, 120 * HOUR, 50),
		(OwnerReported, false, 48 * HOUR - 1, 0),
		(OwnerReported, false, 48 * HOUR, 4),
		(OwnerReported, false, 240 * HOUR, 30),
		(Inaccessible, false, 7 * MINUTE - 1, 4),
		(Inaccessible, true, 120 * HOUR - 1, 60),
		(Malfunction, false, 4 * HOUR, 12),
		(RentFailed, false, 24 * HOUR - 1, 12),
		(Counterfeit, false, 24 * HOUR, 32),
		(HardwareChange, true, 120 * HOUR, 0),
	] {
		assert_costs(cause, rented, length, percent);
	}
}

#[test]
fn sanction_should_lock_its_amount_and_the_exit_when_an_outage_ends() {
	run(|| {
		active(1, ALICE, 4);
		take_down(1, Inaccessible, now());
		assert_eq!(pending(), NONE);
		advance(HOUR);
		events();
		bring_up(1, Inaccessible);
		let amount = 4 * PER_GPU / 100 * 8;
		let ground = SanctionGround::Outage {
			machine: id(1),
			amount,
		};
		assert_eq!(
			events(),
			[Event::SanctionCreated {
				id: 0,
				concerned: ALICE,
				ground,
				until: now() + 2 * DAY,
			}]
		);
		assert_eq!((machine(1).locked, machine(1).exit_locks), (amount, 1));
		assert_eq!(machine(1).held, 4 * PER_GPU);
	});
}

#[test]
fn outage_should_cost_its_dearest_cause_when_it_has_several() {
	run(|| {
		active(1, ALICE, 4);
		// The owner for 50 hours, 4 %; within them nobody reached it for an hour, 8 %, and it did not work for 5, 12 %.
		take_down(1, OwnerReported, now());
		take_down(1, Inaccessible, now());
		take_down(1, Malfunction, now());
		advance(HOUR);
		bring_up(1, Inaccessible);
		advance(4 * HOUR);
		bring_up(1, Malfunction);
		advance(45 * HOUR);
		bring_up(1, OwnerReported);
		assert_eq!(percents(4 * PER_GPU), [1200]);
	});
}

#[test]
fn causes_should_count_at_their_own_length_when_one_was_over_before() {
	run(|| {
		active(1, ALICE, 4);
		let since = now();
		advance(5 * MINUTE);
		take_down(1, OwnerReported, now());
		// A report of before is upheld after its owner had put it right.
		note_past(1, Inaccessible, since, since + 6 * MINUTE);
		assert_eq!(series(1).running.unwrap().since, since);
		advance(30 * HOUR);
		bring_up(1, OwnerReported);
		assert_eq!(percents(4 * PER_GPU), [400]);
	});
}

#[test]
fn base_should_be_the_stake_when_the_outage_began() {
	run(|| {
		active(1, ALICE, 4);
		take_down(1, Inaccessible, now());
		let mut record = machine(1);
		record.held = 8 * PER_GPU;
		Registry::put(&id(1), &record);
		bring_up(1, Inaccessible);
		assert_eq!(amounts(), [4 * PER_GPU / 100 * 4]);
	});
}

#[test]
fn sanction_should_be_limited_to_what_is_held_and_not_locked() {
	run(|| {
		active(1, ALICE, 4);
		Registry::lock(&id(1), 3 * PER_GPU).unwrap();
		outage(1, Inaccessible, 120 * HOUR);
		assert_eq!(amounts(), [PER_GPU]);
		assert_eq!(machine(1).locked, 4 * PER_GPU);
	});
}

#[test]
fn outage_should_make_no_sanction_when_everything_is_locked() {
	run(|| {
		active(1, ALICE, 4);
		Registry::lock(&id(1), 4 * PER_GPU).unwrap();
		outage(1, Inaccessible, 120 * HOUR);
		assert_eq!(pending(), NONE);
		assert_eq!(machine(1).exit_locks, 0);
	});
}

#[test]
fn length_should_count_stalls_when_the_chain_stalled() {
	run(|| {
		active(1, ALICE, 4);
		take_down(1, Inaccessible, now());
		advance(7 * MINUTE);
		MockStalls::add(6 * MINUTE);
		bring_up(1, Inaccessible);
		assert_eq!(percents(4 * PER_GPU), [800]);
	});
}

#[test]
fn machine_should_count_as_rented_when_its_order_ended_before_the_verdict() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), DBC)]);
		// The order is over, and its rent is held back until the verdict.
		MockOrderBook::put(
			&id(1),
			&dbc_mocks::MockMachineOrders {
				rented: false,
				..MockOrderBook::get::<AccountId>(&id(1))
			},
		);
		outage(1, OwnerReported, HOUR);
		assert_eq!(percents(4 * PER_GPU), [400]);
	});
}

#[test]
fn series_should_go_when_the_machine_leaves() {
	run(|| {
		active(1, ALICE, 4);
		outage(1, OwnerReported, HOUR);
		assert!(OutageSeries::<Test>::contains_key(id(1)));
		Registry::remove(&id(1)).unwrap();
		Sanctions::on_removed(&id(1), &ALICE);
		assert!(!OutageSeries::<Test>::contains_key(id(1)));
	});
}

#[test]
#[should_panic(expected = "a machine left while a sanction of it was pending")]
fn removal_should_be_told_when_a_sanction_is_pending() {
	run(|| {
		inaccessible(1, HOUR);
		Sanctions::on_removed(&id(1), &ALICE);
	});
}

#[test]
#[should_panic(expected = "an outage could not be sanctioned")]
fn end_of_an_outage_should_be_told_when_there_is_no_machine() {
	run(|| {
		active(1, ALICE, 4);
		take_down(1, Inaccessible, now());
		Registry::remove(&id(1)).unwrap();
		bring_up(1, Inaccessible);
	});
}
