//! Old machines that nobody rents may be taken down by their owner for nothing.

use super::*;
use OutageCause::*;

/// A machine that has been active for `age`, and whose last order ended `idle` ago, is down for `cause` for ten days.
fn ten_days_down(cause: OutageCause, age: Moment, idle: Option<Moment>) -> Vec<u128> {
	let mut told = Vec::new();
	run(|| {
		active(1, ALICE, 4);
		advance(age);
		if let Some(idle) = idle {
			set_time(now() - idle);
			rent(1, &[]);
			advance(idle);
		}
		outage(1, cause, 240 * HOUR);
		told = percents(4 * PER_GPU);
	});
	told
}

#[test]
fn owner_should_pay_nothing_when_the_machine_is_old_and_idle() {
	assert_eq!(ten_days_down(OwnerReported, 365 * DAY, Some(10 * DAY)), []);
	// Nobody ever rented it.
	assert_eq!(ten_days_down(OwnerReported, 365 * DAY, None), []);
}

#[test]
fn owner_should_pay_when_the_machine_is_a_moment_too_young() {
	let young = 365 * DAY - 1;
	assert_eq!(ten_days_down(OwnerReported, young, Some(10 * DAY)), [3000]);
}

#[test]
fn owner_should_pay_when_the_last_order_ended_a_moment_too_late() {
	let idle = Some(10 * DAY - 1);
	assert_eq!(ten_days_down(OwnerReported, 365 * DAY, idle), [3000]);
}

#[test]
fn other_causes_should_cost_when_the_machine_is_old_and_idle() {
	let told = ten_days_down(Inaccessible, 365 * DAY, Some(10 * DAY));
	assert_eq!(told, [10_000]);
}

#[test]
fn owner_should_pay_when_the_machine_is_rented() {
	run(|| {
		active(1, ALICE, 4);
		advance(365 * DAY);
		rent(1, &[(ALICE, DBC)]);
		outage(1, OwnerReported, HOUR);
		assert_eq!(percents(4 * PER_GPU), [400]);
	});
}

#[test]
fn exempt_outage_should_add_nothing_when_a_dear_one_follows() {
	run(|| {
		active(1, ALICE, 4);
		advance(365 * DAY);
		outage(1, OwnerReported, 240 * HOUR);
		assert_eq!(pending(), NONE);
		advance(HOUR);
		rent(1, &[(renter(0), DBC)]);
		outage(1, OwnerReported, MINUTE);
		assert_eq!(percents(4 * PER_GPU), [200]);
	});
}
