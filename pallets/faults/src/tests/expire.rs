//! `expire`: no report waits for its members for ever.

use super::*;
use crate::{AgendaItems, REPORT_LIFETIME};

fn expire(report: u64) -> sp_runtime::DispatchResult {
	Faults::expire(signed(CHARLIE), report)
}

#[test]
fn report_should_close_for_nothing_when_no_members_were_found_in_a_week() {
	run(|| {
		let before = [&BOB, &ALICE, &TREASURY].map(spendable);
		let report = reported(1, Malfunction);
		events();
		advance(REPORT_LIFETIME);
		assert_ok!(expire(report));
		assert_closed(1, report);
		assert_eq!([&BOB, &ALICE, &TREASURY].map(spendable), before);
		assert_eq!(Pool::job(0), None);
		assert_eq!((faulted(), machine(1).down), (vec![], vec![]));
		assert_eq!(
			events(),
			[
				Event::ReportExpired {
					report,
					machine: id(1)
				},
				Event::DepositReturned {
					report,
					to: BOB,
					amount: DEPOSIT
				},
			]
		);
		assert_noop!(expire(report), E::ReportNotFound);
	});
}

#[test]
fn expire_should_fail_when_it_is_a_millisecond_too_early() {
	run(|| {
		assert_eq!(REPORT_LIFETIME, 7 * 24 * HOUR);
		let report = reported(1, Malfunction);
		advance(REPORT_LIFETIME - 1);
		assert_noop!(expire(report), E::TooEarly);
	});
}

#[test]
fn expire_should_wait_when_the_chain_stalled() {
	run(|| {
		MockStalls::set(HOUR);
		let report = reported(1, Malfunction);
		advance(REPORT_LIFETIME);
		MockStalls::set(3 * HOUR);
		assert_noop!(expire(report), E::TooEarly);
		advance(2 * HOUR);
		assert_ok!(expire(report));
		assert_closed(1, report);
	});
}

#[test]
fn expire_should_count_from_the_filing_when_the_second_round_waits() {
	run(|| {
		let report = informed(1, Malfunction);
		vote(report, SILENT);
		set_time(START + REPORT_LIFETIME - 1);
		assert_noop!(expire(report), E::TooEarly);
		advance(1);
		assert_ok!(expire(report));
		assert_closed(1, report);
		// Who stayed silent in the first round pays all the same.
		assert_eq!(faulted(), members(0));
	});
}

#[test]
fn expire_should_fail_when_members_vote() {
	run(|| {
		let report = reported(1, Inaccessible);
		advance(REPORT_LIFETIME);
		draw(report, &members(0)).unwrap();
		assert_noop!(expire(report), E::AlreadyDrawn);
		vote(report, all(Uphold));
		assert_closed(1, report);
		assert_eq!(machine(1).down_since, Some(START));
	});
}

#[test]
fn round_should_be_the_last_when_the_time_of_the_report_is_over() {
	run(|| {
		let before = spendable(&BOB);
		let report = reported(1, Inaccessible);
		advance(REPORT_LIFETIME);
		draw(report, &members(0)).unwrap();
		advance(MINUTE);
		poll();
		assert!(record(report).voting.is_some());
		vote(report, SPLIT);
		assert_closed(1, report);
		assert_eq!(spendable(&BOB), before);
	});
}

#[test]
fn report_should_expire_by_itself_when_nobody_calls() {
	run(|| {
		let report = reported(1, Malfunction);
		advance(REPORT_LIFETIME - MINUTE);
		(0..12).for_each(|_| poll());
		assert!(OpenReports::<Test>::contains_key(id(1)));
		advance(MINUTE);
		poll();
		assert_closed(1, report);
		assert_eq!(AgendaItems::<Test>::iter().count(), 0);
	});
}

#[test]
fn report_should_wait_for_its_moved_end_when_the_chain_stalled() {
	run(|| {
		let report = reported(1, Malfunction);
		MockStalls::set(HOUR);
		advance(REPORT_LIFETIME);
		(0..12).for_each(|_| poll());
		assert_eq!(AgendaItems::<Test>::iter().count(), 1);
		advance(HOUR);
		poll();
		assert_closed(1, report);
	});
}

#[test]
fn agenda_should_pass_over_reports_that_closed_earlier() {
	run(|| {
		let report = informed(1, Inaccessible);
		vote(report, all(Reject));
		advance(REPORT_LIFETIME);
		(0..12).for_each(|_| poll());
		assert_eq!(AgendaItems::<Test>::iter().count(), 0);
		assert_closed(1, report);
	});
}

#[test]
fn expire_should_fail_when_nobody_signed() {
	run(|| {
		let report = reported(1, Malfunction);
		advance(REPORT_LIFETIME);
		assert_noop!(Faults::expire(RuntimeOrigin::root(), report), BadOrigin);
	});
}
