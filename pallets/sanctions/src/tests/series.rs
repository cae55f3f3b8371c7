//! Outages with little time between them count as one.

use super::*;
use OutageCause::*;

#[test]
fn outages_should_count_as_one_when_less_than_a_day_lies_between() {
	run(|| {
		active(1, ALICE, 4);
		outage(1, Inaccessible, 4 * MINUTE);
		advance(DAY - 1);
		// Eight minutes together: 8 %, of which 4 % were imposed.
		outage(1, Inaccessible, 4 * MINUTE);
		assert_eq!(percents(4 * PER_GPU), [400, 400]);
	});
}

#[test]
fn outages_should_be_apart_when_a_day_lies_between() {
	run(|| {
		active(1, ALICE, 4);
		outage(1, Inaccessible, 4 * MINUTE);
		advance(DAY);
		outage(1, Inaccessible, 4 * MINUTE);
		assert_eq!(percents(4 * PER_GPU), [400, 400]);
		assert_eq!(series(1).lengths.into_inner(), [(Inaccessible, 4 * MINUTE)]);
		assert_eq!(series(1).imposed, 4 * PER_GPU / 100 * 4);
	});
}

#[test]
fn outage_should_cost_nothing_more_when_the_series_stays_in_its_interval() {
	run(|| {
		active(1, ALICE, 4);
		outage(1, Inaccessible, MINUTE);
		outage(1, Inaccessible, MINUTE);
		assert_eq!(percents(4 * PER_GPU), [400]);
	});
}

#[test]
fn series_should_go_on_when_each_outage_follows_the_last_soon_enough() {
	run(|| {
		active(1, ALICE, 4);
		for _ in 0..7 {
			outage(1, Inaccessible, MINUTE);
			advance(DAY - 1);
		}
		assert_eq!(percents(4 * PER_GPU), [400, 400]);
		assert_eq!(series(1).lengths.into_inner(), [(Inaccessible, 7 * MINUTE)]);
	});
}

#[test]
fn base_should_be_that_of_the_first_outage_when_the_stake_shrinks() {
	run(|| {
		active(1, ALICE, 4);
		outage(1, Inaccessible, MINUTE);
		let mut record = machine(1);
		record.held = PER_GPU;
		record.locked = 0;
		Registry::put(&id(1), &record);
		crate::Sanctions::<Test>::remove(0);
		crate::SanctionsByAccount::<Test>::remove(ALICE, 0);
		crate::SanctionsByMachine::<Test>::remove(id(1), 0);
		outage(1, Inaccessible, 6 * MINUTE);
		// 8 % of 40,000 DBC without the 4 % imposed before.
		assert_eq!(amounts(), [4 * PER_GPU / 100 * 4]);
	});
}

#[test]
fn series_should_be_rented_when_any_outage_was() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), DBC)]);
		outage(1, OwnerReported, MINUTE);
		rent(1, &[]);
		outage(1, OwnerReported, 6 * MINUTE);
		assert_eq!(percents(4 * PER_GPU), [200, 200]);
	});
}

#[test]
fn new_series_should_forget_that_the_last_was_rented() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), DBC)]);
		outage(1, OwnerReported, MINUTE);
		rent(1, &[]);
		advance(DAY);
		outage(1, OwnerReported, HOUR);
		assert_eq!(percents(4 * PER_GPU), [200]);
	});
}

#[test]
fn cancelled_sanction_should_not_be_imposed_again_when_the_series_goes_on() {
	run(|| {
		let sanction = inaccessible(1, MINUTE);
		Sanctions::appeal(signed(ALICE), sanction, reason("it was up")).unwrap();
		Sanctions::decide(RuntimeOrigin::root(), sanction, Decision::Cancel).unwrap();
		outage(1, Inaccessible, MINUTE);
		assert_eq!(pending(), NONE);
		outage(1, Inaccessible, 5 * MINUTE);
		assert_eq!(percents(4 * PER_GPU), [400]);
	});
}

#[test]
fn past_outage_should_join_the_series_of_the_one_that_ended_before_the_verdict() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), DBC)]);
		let reported = now();
		advance(MINUTE);
		outage(1, OwnerReported, 10 * MINUTE);
		note_past(1, Inaccessible, reported, reported + 7 * MINUTE);
		// 8 % of which the owner's own outage cost 4 %.
		assert_eq!(percents(4 * PER_GPU), [400, 400]);
		assert_eq!(series(1).up_since, Some(reported + 11 * MINUTE));
	});
}

#[test]
fn running_outage_should_go_on_when_a_verdict_tells_of_one_that_was_over_before_it() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), 9 * DBC)]);
		let reported = now();
		advance(10 * MINUTE);
		// Repaired after eight minutes; two minutes later the owner says down, and then the members uphold the report.
		take_down(1, OwnerReported, now());
		let before = series(1).running;
		advance(MINUTE);
		note_past(1, Malfunction, reported, reported + 8 * MINUTE);
		assert_eq!(percents(4 * PER_GPU), [600]);
		assert_eq!(shares_of(0), [(renter(0), 9 * DBC)]);
		assert_eq!(series(1).running, before);
		// Both count as one, and the renters of the second are those of its beginning.
		advance(119 * HOUR);
		rent(1, &[]);
		bring_up(1, OwnerReported);
		assert_eq!(percents(4 * PER_GPU), [600, 3_000 - 600]);
		assert_eq!(shares_of(1), [(renter(0), 9 * DBC)]);
	});
}

#[test]
fn sanctioned_outage_should_keep_what_it_cost_when_a_verdict_tells_of_one_long_before_it() {
	run(|| {
		active(1, ALICE, 4);
		let reported = now();
		advance(3 * DAY);
		take_down(1, Inaccessible, now());
		advance(120 * HOUR);
		assert_ok!(Sanctions::sanction_outage(signed(CHARLIE), id(1)));
		note_past(1, Malfunction, reported, reported + HOUR);
		bring_up(1, Inaccessible);
		assert_eq!(percents(4 * PER_GPU), [10_000]);
		assert_eq!(series(1).imposed, 4 * PER_GPU);
	});
}

#[test]
fn outage_should_join_the_series_when_a_verdict_tells_that_it_began_earlier() {
	run(|| {
		active(1, ALICE, 4);
		outage(1, Inaccessible, 4 * MINUTE);
		advance(DAY - 1);
		let reported = now();
		advance(2);
		// The owner is quick to go down a day after the last outage, but the report was first.
		take_down(1, OwnerReported, now());
		advance(2 * MINUTE);
		take_down(1, Inaccessible, reported);
		advance(2 * MINUTE);
		bring_up(1, OwnerReported);
		bring_up(1, Inaccessible);
		assert_eq!(percents(4 * PER_GPU), [400, 400]);
	});
}

#[test]
fn renters_should_have_what_was_unpaid_when_a_verdict_tells_that_the_outage_began_earlier() {
	run(|| {
		active(1, ALICE, 4);
		let reported = now();
		advance(2);
		take_down(1, OwnerReported, now());
		assert_eq!(series(1).running.unwrap().claims.into_inner(), []);
		rent(1, &[(renter(0), 7 * DBC)]);
		take_down(1, Malfunction, reported);
		let running = series(1).running.unwrap();
		assert_eq!(running.claims.into_inner(), [(renter(0), 7 * DBC)]);
		assert!(running.rented);
		assert_eq!(running.since, reported);
	});
}

#[test]
fn renters_should_not_be_granted_twice_when_a_sanctioned_outage_began_earlier_than_known() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), 7 * DBC)]);
		let reported = now();
		advance(MINUTE);
		take_down(1, OwnerReported, now());
		advance(120 * HOUR);
		assert_ok!(Sanctions::sanction_outage(signed(CHARLIE), id(1)));
		assert_eq!(shares_of(0), [(renter(0), 7 * DBC)]);
		take_down(1, Malfunction, reported);
		bring_up(1, OwnerReported);
		bring_up(1, Malfunction);
		assert_eq!(percents(4 * PER_GPU), [5_000, 5_000]);
		assert_eq!(shares_of(1), []);
	});
}

#[test]
fn snapshot_should_stay_when_the_terms_change_for_another_reason() {
	run(|| {
		active(1, ALICE, 4);
		take_down(1, OwnerReported, now());
		let before = series(1);
		rent(1, &[(renter(0), 7 * DBC)]);
		Sanctions::on_terms_changed(&id(1));
		assert_eq!(series(1), before);
		Sanctions::on_terms_changed(&id(2));
		assert!(!OutageSeries::<Test>::contains_key(id(2)));
	});
}
