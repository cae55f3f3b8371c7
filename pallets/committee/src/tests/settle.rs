use super::*;
use frame_support::traits::Imbalance;

#[test]
fn release_should_lower_what_is_at_risk() {
	run(|| {
		committee_of(3);
		let (job, _) = drawn();
		assert_ok!(Committee::release(job, &account(1)));
		assert_eq!((member(1).at_risk, member(1).jobs), (0, 0));
		assert_eq!(member(1).bond, JOIN);
		assert_eq!(on_hold(&account(1)), JOIN);
		assert_eq!(
			events(),
			[Event::RiskReleased {
				job,
				member: account(1),
				amount: RISK
			}]
		);
	});
}

#[test]
fn release_should_enter_the_pool_when_enough_is_free_again() {
	run(|| {
		committee_of(3);
		let jobs: Vec<_> = (0..13).map(|_| drawn().0).collect();
		assert_eq!(member(1).place, None);
		assert_ok!(Committee::release(jobs[4], &account(1)));
		assert_eq!(member(1).place, Some(0));
	});
}

#[test]
fn forfeit_should_hand_over_what_was_at_risk() {
	run_and_burn(|| {
		committee_of(3);
		let (job, _) = drawn();
		let credit = Committee::forfeit(job, &account(1)).unwrap();
		assert_eq!(credit.peek(), RISK);
		assert_eq!((member(1).at_risk, member(1).jobs), (0, 0));
		assert_eq!(member(1).bond, JOIN - RISK);
		assert_eq!(on_hold(&account(1)), JOIN - RISK);
		assert_eq!(spendable(&account(1)), WEALTH - JOIN);
		assert_eq!(
			events(),
			[Event::RiskForfeited {
				job,
				member: account(1),
				amount: RISK,
				bond: JOIN - RISK
			}]
		);
		RISK
	});
}

#[test]
fn forfeit_should_take_what_was_booked_when_the_rules_have_changed() {
	run_and_burn(|| {
		committee_of(3);
		let (job, _) = drawn();
		Rules::mutate(|rules| rules.job_risk = 5 * RISK);
		assert_ok!(Committee::release(job, &account(2)));
		assert_eq!(member(2).at_risk, 0);
		let credit = Committee::forfeit(job, &account(1)).unwrap();
		assert_eq!(credit.peek(), RISK);
		RISK
	});
}

#[test]
fn forfeit_should_leave_the_pool_when_too_little_is_left() {
	run_and_burn(|| {
		committee_of(3);
		for n in 0..12 {
			let (job, _) = drawn();
			assert!(member(1).place.is_some(), "after {n}");
			drop(Committee::forfeit(job, &account(1)).unwrap());
		}
		assert_eq!(member(1).bond, 8_000 * DBC);
		assert!(member(1).place.is_some());
		let (job, _) = drawn();
		assert_eq!(member(1).place, None);
		drop(Committee::forfeit(job, &account(1)).unwrap());
		assert_eq!(member(1).bond, 7_000 * DBC);
		assert_eq!(member(1).place, None);
		13 * RISK
	});
}

#[test]
fn settling_should_be_refused_when_it_was_done_before() {
	run_and_burn(|| {
		committee_of(3);
		let (job, _) = drawn();
		assert_ok!(Committee::release(job, &account(1)));
		drop(Committee::forfeit(job, &account(2)).unwrap());
		for n in 1..=2 {
			assert_noop!(Committee::release(job, &account(n)), E::BookingNotFound);
			assert_noop!(
				Committee::forfeit(job, &account(n)).map(|_| ()),
				E::BookingNotFound
			);
		}
		RISK
	});
}

#[test]
fn settling_should_be_refused_when_the_member_was_not_drawn_for_the_job() {
	run(|| {
		committee_of(3);
		let (job, _) = drawn();
		assert_noop!(Committee::release(job, &account(4)), E::BookingNotFound);
		assert_noop!(Committee::release(job + 1, &account(1)), E::BookingNotFound);
	});
}
