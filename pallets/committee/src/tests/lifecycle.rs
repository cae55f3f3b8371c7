//! The life of members and jobs from beginning to end.

use super::*;

#[test]
fn member_should_come_work_and_go() {
	run_and_burn(|| {
		for n in 1..=3 {
			add(n);
			assert_ok!(Committee::join(signed(n), BOX_KEY, JOIN));
		}
		let (first, _) = drawn();
		let (second, _) = drawn();
		assert_eq!(member(1).at_risk, 2 * RISK);

		assert_ok!(Committee::release(first, &account(1)));
		drop(Committee::forfeit(second, &account(1)).unwrap());
		assert_eq!(member(1).bond, JOIN - RISK);
		assert_ok!(Committee::add_bond(signed(1), RISK + 5));
		assert_ok!(Committee::reduce_bond(signed(1), 5));
		assert_ok!(Committee::pause(signed(1)));
		assert_ok!(Committee::leave(signed(1)));

		assert_eq!(on_hold(&account(1)), 0);
		assert_eq!(spendable(&account(1)), WEALTH - RISK);
		assert_eq!(crate::Bookings::<Test>::iter_prefix(account(1)).count(), 0);
		RISK
	});
}

#[test]
fn job_should_be_drawn_again_without_those_who_had_it() {
	run(|| {
		committee_of(9);
		let mut before = Vec::new();
		for round in 0..3 {
			let again = exclusions([], before.clone());
			let job = Committee::request_again(SUBJECT, again).unwrap();
			block(10 + 2 * round);
			let [(heard, _, members)] = Listener::take().try_into().unwrap();
			assert_eq!(heard, job);
			assert!(members.iter().all(|who| !before.contains(who)));
			before.extend(members);
		}
		// Everybody had it: now they get it again.
		Committee::request_again(SUBJECT, exclusions([], before)).unwrap();
		block(20);
		assert_eq!(Listener::take().len(), 1);
	});
}

#[test]
fn job_should_be_given_to_those_who_had_it_only_as_far_as_others_lack() {
	run(|| {
		committee_of(5);
		for job in 0..20 {
			let excluded = exclusions([account(1)], [account(2), account(3)]);
			Committee::request(SUBJECT, excluded).unwrap();
			block(2 * (job + 1));
			let [(job, _, members)] = Listener::take().try_into().unwrap();
			assert!(!members.contains(&account(1)));
			assert!(members.contains(&account(4)) && members.contains(&account(5)));
			for who in members {
				assert_ok!(Committee::release(job, &who));
			}
		}
	});
}
