use super::*;
use dbc_primitives::{MemberInfo, MAX_PAGE_LIMIT};
use std::collections::BTreeSet;

#[test]
fn member_info_should_tell_everything_when_there_is_a_member() {
	run(|| {
		committee_of(3);
		let (_, _) = drawn();
		let expected = MemberInfo {
			account: account(1),
			status: MemberStatus::Active,
			drawable: true,
			bond: JOIN,
			at_risk: RISK,
			box_key: Some(BOX_KEY),
			jobs: 1,
		};
		assert_eq!(Committee::member_info(account(1)), Some(expected));
		assert_eq!(Committee::member_info(account(4)), None);
	});
}

#[test]
fn is_drawable_should_follow_status_and_bond() {
	run(|| {
		assert!(!Committee::is_drawable(&account(1)));
		add(1);
		assert!(!Committee::is_drawable(&account(1)));
		assert_ok!(Committee::join(signed(1), BOX_KEY, JOIN));
		assert!(Committee::is_drawable(&account(1)));
		assert_ok!(Committee::pause(signed(1)));
		assert!(!Committee::is_drawable(&account(1)));
	});
}

#[test]
fn is_drawable_should_be_false_when_a_job_risks_more_than_is_free() {
	run(|| {
		committee_of(1);
		Rules::mutate(|rules| rules.job_risk = JOIN + 1);
		assert!(!Committee::is_drawable(&account(1)));
		Rules::mutate(|rules| rules.job_risk = JOIN);
		assert!(Committee::is_drawable(&account(1)));
	});
}

#[test]
fn waiting_since_should_tell_the_time_of_the_request_until_the_draw() {
	run(|| {
		committee_of(3);
		set_time(START + 5);
		let job = request();
		set_time(START + 9);
		assert_eq!(Committee::waiting_since(job), Some(START + 5));
		block(2);
		assert_eq!(Committee::waiting_since(job), None);
		let booking = crate::Bookings::<Test>::get(account(1), job).unwrap();
		assert_eq!(booking.drawn_at, START + 9);
	});
}

/// Members 1 to 3 with `count` jobs each.
fn with_jobs(count: usize) {
	(1..=3).for_each(|n| join_with(n, WEALTH));
	(0..count).for_each(|_| {
		drawn();
	});
}

#[test]
fn read_jobs_should_give_every_job_once_when_paged() {
	run(|| {
		with_jobs(7);
		let mut seen = BTreeSet::new();
		let (mut cursor, mut sizes) = (None, Vec::new());
		loop {
			let page = Committee::read_jobs(&account(1), cursor, 3);
			sizes.push(page.items.len());
			for (job, booking) in page.items {
				assert_eq!(booking.at_risk, RISK);
				assert!(seen.insert(job));
			}
			match page.next {
				Some(next) => cursor = Some(next),
				None => break,
			}
		}
		assert_eq!(sizes, [3, 3, 1]);
		assert_eq!(seen, (0..7).collect());
		assert!(Committee::read_jobs(&account(4), None, 3).items.is_empty());
	});
}

#[test]
fn read_jobs_should_go_on_when_the_job_of_the_cursor_is_gone() {
	run(|| {
		with_jobs(5);
		let page = Committee::read_jobs(&account(1), None, 2);
		assert_ok!(Committee::release(page.next.unwrap(), &account(1)));
		let rest = Committee::read_jobs(&account(1), page.next, 100);
		assert_eq!(rest.items.len(), 3);
		assert_eq!(rest.next, None);
	});
}

#[test]
fn read_jobs_should_clamp_the_limit() {
	run(|| {
		with_jobs(101);
		let page = Committee::read_jobs(&account(1), None, u32::MAX);
		assert_eq!(page.items.len(), MAX_PAGE_LIMIT as usize);
		assert!(page.next.is_some());
		let page = Committee::read_jobs(&account(1), None, 0);
		assert_eq!(page.items.len(), 1);
	});
}
