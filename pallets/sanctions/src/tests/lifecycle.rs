//! A machine and a member from their faults to the end.

use super::*;
use OutageCause::*;

#[test]
fn stake_should_be_what_the_sanctions_left_when_everything_is_over() {
	run(|| {
		let before = free(&ALICE);
		active(1, ALICE, 4);
		// 8 %, cancelled. Two days up. 4 %, dismissed. Two days up. 12 %, executed by itself.
		outage(1, Inaccessible, HOUR);
		Sanctions::appeal(signed(ALICE), 0, reason("the collator's fault")).unwrap();
		Sanctions::decide(RuntimeOrigin::root(), 0, Decision::Cancel).unwrap();
		advance(2 * DAY);
		outage(1, Inaccessible, MINUTE);
		Sanctions::appeal(signed(ALICE), 1, reason("again")).unwrap();
		Sanctions::decide(RuntimeOrigin::root(), 1, Decision::Dismiss).unwrap();
		let left = 4 * PER_GPU / 100 * 96;
		assert_eq!(machine(1).held, left);
		advance(2 * DAY);
		outage(1, Malfunction, 5 * HOUR);
		assert_eq!(amounts(), [left / 100 * 12]);
		advance(3 * DAY);
		poll();
		let left = left / 100 * 88;
		assert_eq!(machine(1).held, left);
		assert_eq!((machine(1).locked, machine(1).exit_locks), (0, 0));
		Registry::remove(&id(1)).unwrap();
		Sanctions::on_removed(&id(1), &ALICE);
		assert_eq!(free(&ALICE), before - 4 * PER_GPU + left - DEPOSIT);
		assert_eq!(OutageSeries::<Test>::iter().count(), 0);
	});
}

#[test]
fn sanctions_of_several_accounts_should_not_touch_each_other() {
	run(|| {
		inaccessible(1, HOUR);
		refused(2, &BOB, &[]);
		let job = fault(0);
		Sanctions::appeal(signed(BOB), 1, reason("")).unwrap();
		advance(2 * DAY + MINUTE);
		poll();
		assert_eq!(pending(), [1]);
		assert_eq!(machine(2).locked, PENALTY);
		assert_eq!(Pool::job(job).unwrap().forfeited, [member(0)]);
		Sanctions::decide(RuntimeOrigin::root(), 1, Decision::Cancel).unwrap();
		assert_eq!(machine(1).held, 4 * PER_GPU / 100 * 92);
		assert_eq!(machine(2).held, 0);
	});
}
