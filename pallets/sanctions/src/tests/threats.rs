//! What somebody will try, by the number of its line in the list of threats.

use super::*;
use OutageCause::*;

#[test]
fn threat_21_colluding_committee_should_be_stopped_by_an_appeal() {
	run(|| {
		let before = [0, 1, 2].map(|n| free(&member(n)));
		active(1, ALICE, 4);
		rent(1, &[(CHARLIE, 1_000_000 * DBC)]);
		let reported = now();
		advance(4 * HOUR);
		uphold(1, Counterfeit, reported, &[member(0), member(1), member(2)]);
		bring_up(1, Counterfeit);
		// Nothing was taken yet, and the owner has two days to appeal.
		assert_eq!(machine(1).held, 4 * PER_GPU);
		advance(2 * DAY - 1);
		poll();
		Sanctions::appeal(signed(ALICE), 0, reason("they collude")).unwrap();
		advance(6 * DAY);
		poll();
		Sanctions::decide(RuntimeOrigin::root(), 0, Decision::Cancel).unwrap();
		assert_eq!(machine(1).held, 4 * PER_GPU);
		assert_eq!((machine(1).locked, machine(1).exit_locks), (0, 0));
		assert_eq!([0, 1, 2].map(|n| free(&member(n))), before);
	});
}

#[test]
fn threat_21_reporter_should_get_at_most_a_tenth_and_what_it_paid() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(CHARLIE, 50 * DBC)]);
		uphold(1, Counterfeit, now(), &[member(0), member(1), member(2)]);
		advance(120 * HOUR);
		bring_up(1, Counterfeit);
		let shares = shares_of(0);
		assert_eq!(shares.last(), Some(&(CHARLIE, 50 * DBC)));
		let members: u128 = shares[..3].iter().map(|(_, share)| share).sum();
		assert!(members <= 1_000 * DBC);
	});
}

#[test]
fn threat_22_sanctions_should_never_take_more_than_the_stake() {
	run(|| {
		active(1, ALICE, 4);
		// 100 %, in a new series 100 % again, and once more: only the first finds anything.
		for _ in 0..3 {
			outage(1, Inaccessible, 120 * HOUR);
			advance(DAY);
		}
		assert_eq!(amounts(), [4 * PER_GPU]);
		advance(2 * DAY);
		poll();
		assert_eq!((machine(1).held, machine(1).locked), (0, 0));
		outage(1, Inaccessible, 120 * HOUR);
		assert_eq!(pending(), NONE);
	});
}

#[test]
fn threat_22_two_sanctions_should_both_be_covered_when_they_are_pending_together() {
	run(|| {
		active(1, ALICE, 4);
		outage(1, Inaccessible, 48 * HOUR);
		advance(DAY);
		outage(1, Inaccessible, 48 * HOUR);
		// 60 %, and of 60 % more the 40 % that are not locked.
		assert_eq!(percents(4 * PER_GPU), [6_000, 4_000]);
		for sanction in [1, 0] {
			advance(2 * DAY);
			Sanctions::execute(signed(CHARLIE), sanction).unwrap();
		}
		assert_eq!(machine(1).held, 0);
	});
}

#[test]
fn threat_22_sanction_should_be_executed_once() {
	run(|| {
		let sanction = inaccessible(1, HOUR);
		advance(2 * DAY);
		assert_ok!(Sanctions::execute(signed(CHARLIE), sanction));
		let held = machine(1).held;
		for who in [CHARLIE, ALICE] {
			let call = Sanctions::execute(signed(who), sanction);
			assert_noop!(call, E::SanctionNotFound);
		}
		poll();
		assert_eq!(machine(1).held, held);
	});
}

#[test]
fn splitting_an_outage_should_gain_nothing() {
	run(|| {
		// Five days down at a stretch, and five days down in pieces of an hour, each with an hour up after it.
		active(1, ALICE, 4);
		outage(1, Inaccessible, 120 * HOUR);
		active(2, BOB, 4);
		for _ in 0..120 {
			outage(2, Inaccessible, HOUR);
			advance(HOUR);
		}
		assert_eq!(machine(1).locked, 4 * PER_GPU);
		assert_eq!(machine(2).locked, 4 * PER_GPU);
	});
}

#[test]
fn splitting_an_outage_among_causes_should_gain_nothing_but_their_own_lengths() {
	run(|| {
		active(1, ALICE, 4);
		for _ in 0..4 {
			outage(1, Inaccessible, MINUTE);
			outage(1, Malfunction, HOUR);
		}
		// Four hours without working: 12 %.
		assert_eq!(machine(1).locked, 4 * PER_GPU / 100 * 12);
	});
}

#[test]
fn threat_23_going_down_before_a_verdict_should_not_make_it_cheaper() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), DBC)]);
		let reported = now();
		advance(MINUTE);
		take_down(1, OwnerReported, now());
		advance(9 * MINUTE);
		uphold(1, Inaccessible, reported, &[member(0), member(1)]);
		bring_up(1, OwnerReported);
		bring_up(1, Inaccessible);
		// Since the report: 8 %, and not 4 %.
		assert_eq!(percents(4 * PER_GPU), [800]);
	});
}

#[test]
fn appealing_late_should_fail_whether_or_not_the_agenda_was_there() {
	run(|| {
		let sanction = inaccessible(1, HOUR);
		advance(2 * DAY);
		let call = Sanctions::appeal(signed(ALICE), sanction, reason(""));
		assert_noop!(call, E::AppealWindowOver);
		poll();
		let call = Sanctions::appeal(signed(ALICE), sanction, reason(""));
		assert_noop!(call, E::SanctionNotFound);
	});
}

#[test]
fn appealing_twice_should_fail() {
	run(|| {
		let sanction = inaccessible(1, HOUR);
		assert_ok!(Sanctions::appeal(signed(ALICE), sanction, reason("once")));
		advance(6 * DAY);
		let call = Sanctions::appeal(signed(ALICE), sanction, reason("twice"));
		assert_noop!(call, E::AlreadyAppealed);
		assert_eq!(on_hold(&ALICE), DEPOSIT);
	});
}

#[test]
fn machine_that_never_returns_should_be_sanctioned_all_the_same() {
	run(|| {
		active(1, ALICE, 4);
		take_down(1, Inaccessible, now());
		advance(365 * DAY);
		poll();
		assert_eq!(pending(), NONE);
		assert_ok!(Sanctions::sanction_outage(signed(CHARLIE), id(1)));
		advance(2 * DAY + MINUTE);
		poll();
		assert_eq!(machine(1).held, 0);
		assert!(Registry::outage(&id(1)).is_some());
	});
}

#[test]
fn threat_28_dust_should_go_to_the_treasury_when_a_share_is_less_than_an_account_may_hold() {
	run(|| {
		let before = free(&TREASURY);
		active(1, ALICE, 4);
		rent(1, &[(NOBODY, 1)]);
		outage(1, Malfunction, HOUR);
		assert_eq!(shares_of(0), [(NOBODY, 1)]);
		advance(2 * DAY + MINUTE);
		poll();
		assert_eq!(free(&TREASURY), before + 4 * PER_GPU / 100 * 6);
	});
}

#[test]
fn threat_39_flapping_machine_should_not_pile_up_sanctions() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), DBC)]);
		for _ in 0..200 {
			outage(1, OwnerReported, 1);
			advance(1);
		}
		assert_eq!(pending(), [0]);
	});
}
