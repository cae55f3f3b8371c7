//! Reads.

use super::*;
use dbc_primitives::{
	Expected, JobBallot, ReportFilter, ReportId, ReportInfo, ReportSeat, ReportStage,
};

fn info(report: ReportId) -> ReportInfo<AccountId, u128> {
	Faults::report_info(report).unwrap()
}

fn page(filter: ReportFilter<AccountId>) -> Vec<ReportId> {
	let page = Faults::report_page(filter, None, 100);
	assert_eq!(page.next, None);
	let mut ids: Vec<ReportId> = page.items.into_iter().map(|info| info.id).collect();
	ids.sort_unstable();
	ids
}

#[test]
fn info_should_tell_when_the_report_may_be_taken_back() {
	run(|| {
		let report = reported(1, Malfunction);
		assert_eq!(
			info(report),
			ReportInfo {
				id: report,
				machine: id(1),
				kind: Malfunction,
				reporter: BOB,
				order: Some(1),
				evidence: digest(Malfunction),
				filed_at: START,
				repaired_at: None,
				deposit: DEPOSIT,
				round: 1,
				job: 0,
				stage: ReportStage::Waiting {
					cancel_from: START + HOUR
				},
			}
		);
	});
}

#[test]
fn info_should_tell_the_seats_and_the_moved_deadlines_when_members_vote() {
	run(|| {
		let report = drawn(1, Malfunction);
		deliver(report, &member(0)).unwrap();
		let commitment = commitment_of(report, &member(0), Uphold);
		commit(report, &member(0), Uphold).unwrap();
		MockStalls::set(7);
		let seat = |n, informed, commitment| ReportSeat {
			member: member(n),
			informed,
			commitment,
			opinion: None,
		};
		assert_eq!(
			info(report).stage,
			ReportStage::Voting {
				phase: BallotPhase::Commit,
				evidence_until: Some(START + 30 * MINUTE + 7),
				commit_until: START + 3 * HOUR + 7,
				reveal_until: START + 4 * HOUR + 7,
				seats: vec![
					seat(0, true, Some(commitment)),
					seat(1, false, None),
					seat(2, false, None)
				],
			}
		);
	});
}

#[test]
fn info_should_be_none_when_the_report_is_closed() {
	run(|| {
		let report = informed(1, Inaccessible);
		vote(report, all(Reject));
		assert_eq!(Faults::report_info(report), None);
	});
}

#[test]
fn page_should_hold_what_passes_its_filter() {
	run(|| {
		reported(1, Malfunction);
		drawn(2, Inaccessible);
		assert_eq!(page(ReportFilter::Machine(id(2))), [1]);
		assert!(page(ReportFilter::Machine(id(3))).is_empty());
		assert_eq!(page(ReportFilter::Reporter(BOB)), [0, 1]);
		assert!(page(ReportFilter::Reporter(CHARLIE)).is_empty());
		assert_eq!(page(ReportFilter::Verifier(member(2))), [1]);
		assert!(page(ReportFilter::Verifier(member(3))).is_empty());
	});
}

#[test]
fn page_should_go_on_where_the_last_one_ended() {
	run(|| {
		for n in 3..10 {
			activate(n, &ALICE);
			order(n, n.into(), &BOB);
			reported(n, Inaccessible);
		}
		let mut seen = Vec::new();
		let mut cursor = None;
		loop {
			let page = Faults::report_page(ReportFilter::Reporter(BOB), cursor, 3);
			assert!(page.items.len() <= 3);
			seen.extend(page.items.iter().map(|info| info.id));
			cursor = page.next;
			if cursor.is_none() {
				break;
			}
		}
		seen.sort_unstable();
		assert_eq!(seen, (0..7).collect::<Vec<_>>());
		// Nothing comes after the only report on a machine.
		let after = Faults::report_page(ReportFilter::Machine(id(3)), Some(0), 3);
		assert_eq!(after.items, []);
		// A limit of 0 is one of 1.
		let one = Faults::report_page(ReportFilter::Reporter(BOB), None, 0);
		assert_eq!(one.items.len(), 1);
	});
}

#[test]
fn page_should_end_with_a_cursor_when_it_examined_enough() {
	run(|| {
		let template = record(reported(1, Inaccessible));
		for report in 1..=u64::from(dbc_primitives::MAX_PAGE_SCAN) {
			Reports::<Test>::insert(report, template.clone());
		}
		let page = Faults::report_page(ReportFilter::Reporter(CHARLIE), None, 100);
		assert_eq!(page.items, []);
		assert!(page.next.is_some());
		let rest = Faults::report_page(ReportFilter::Reporter(CHARLIE), page.next, 100);
		assert_eq!((rest.items.len(), rest.next), (0, None));
		for report in 1..=u64::from(dbc_primitives::MAX_PAGE_SCAN) {
			Reports::<Test>::remove(report);
		}
	});
}

#[test]
fn ballot_should_tell_each_member_what_is_expected_of_it() {
	run(|| {
		let report = informed(1, Malfunction);
		let subject = JobSubject::Report(report);
		let expected = |n| {
			let ballot = Faults::job_ballot(0, subject, member(n));
			ballot.unwrap().expected
		};
		commit(report, &member(0), Uphold).unwrap();
		commit(report, &member(2), Uphold).unwrap();
		assert_eq!(expected(0), Expected::AwaitReveal);
		assert_eq!(expected(1), Expected::Commit);
		advance(3 * HOUR);
		reveal(report, &member(2), Uphold).unwrap();
		assert_eq!(expected(0), Expected::Reveal);
		assert_eq!(expected(1), Expected::Nothing);
		assert_eq!(expected(2), Expected::Nothing);
		assert_eq!(
			Faults::job_ballot(0, subject, member(0)),
			Some(JobBallot {
				phase: BallotPhase::Reveal,
				expected: Expected::Reveal,
				evidence_until: None,
				commit_until: START + 3 * HOUR,
				reveal_until: START + 4 * HOUR,
			})
		);
		advance(HOUR);
		assert_eq!(expected(0), Expected::Nothing);
	});
}

#[test]
fn ballot_should_tell_until_when_the_evidence_may_come() {
	run(|| {
		let report = drawn(1, Malfunction);
		MockStalls::set(MINUTE);
		deliver(report, &member(0)).unwrap();
		let told = |n| {
			let ballot = Faults::job_ballot(0, JobSubject::Report(report), member(n));
			let ballot = ballot.unwrap();
			(ballot.expected, ballot.evidence_until)
		};
		let until = START + 31 * MINUTE;
		assert_eq!(told(0), (Expected::Commit, None));
		assert_eq!(told(1), (Expected::AwaitEvidence, Some(until)));
		deliver(report, &member(1)).unwrap();
		assert_eq!(told(1), (Expected::Commit, None));
		set_time(until);
		assert_eq!(told(2), (Expected::Nothing, None));
	});
}

#[test]
fn no_evidence_should_be_awaited_when_the_kind_has_none() {
	run(|| {
		let report = drawn(1, Inaccessible);
		let ballot = Faults::job_ballot(0, JobSubject::Report(report), member(0));
		let ballot = ballot.unwrap();
		assert_eq!(
			(ballot.expected, ballot.evidence_until),
			(Expected::Commit, None)
		);
	});
}

#[test]
fn nothing_should_be_expected_when_the_evidence_never_came() {
	run(|| {
		let report = drawn(1, Malfunction);
		deliver(report, &member(0)).unwrap();
		advance(30 * MINUTE);
		let ballot = Faults::job_ballot(0, JobSubject::Report(report), member(0));
		assert_eq!(ballot.unwrap().expected, Expected::Nothing);
	});
}

#[test]
fn ballot_should_be_none_when_it_is_not_the_member_s() {
	run(|| {
		let report = reported(1, Inaccessible);
		let subject = JobSubject::Report(report);
		assert_eq!(Faults::job_ballot(0, subject, member(0)), None);
		draw(report, &members(0)).unwrap();
		assert_eq!(Faults::job_ballot(1, subject, member(0)), None);
		assert_eq!(Faults::job_ballot(0, subject, member(3)), None);
		let other = JobSubject::Verification(id(1));
		assert_eq!(Faults::job_ballot(0, other, member(0)), None);
		vote(report, SILENT);
		assert_eq!(Faults::job_ballot(0, subject, member(0)), None);
	});
}

#[test]
fn evidence_should_be_told_while_the_round_runs() {
	run(|| {
		let report = drawn(1, Malfunction);
		assert_eq!(Faults::evidence(report, member(0)), None);
		deliver_all(report);
		let sealed = Some(fixtures::evidence(100));
		assert_eq!(Faults::evidence(report, member(0)), sealed);
		assert_eq!(Faults::evidence(report, member(3)), None);
		vote(report, all(Uphold));
		assert_eq!(Faults::evidence(report, member(0)), None);
	});
}
