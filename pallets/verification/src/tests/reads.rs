//! Reads.

use super::*;
use codec::Encode;
use dbc_primitives::{
	Expected, JobBallot, RequestInfo, SeatInfo, VerificationInfo, VerificationStage,
};
use sp_io::hashing::blake2_256;

fn info() -> VerificationInfo<AccountId, u128> {
	Verification::verification_info(id(1))
}

#[test]
fn info_should_be_empty_when_nothing_was_asked_for() {
	run(|| {
		let empty = VerificationInfo {
			request: None,
			attesters: vec![],
		};
		assert_eq!(info(), empty);
	});
}

#[test]
fn info_should_tell_when_the_request_may_be_taken_back() {
	run(|| {
		requested(1, ALICE);
		assert_eq!(
			info().request,
			Some(RequestInfo {
				kind: VerificationKind::Registration,
				requested_at: START,
				fee: 0,
				round: 1,
				job: 0,
				stage: VerificationStage::Waiting {
					withdraw_from: START + HOUR
				},
			})
		);
	});
}

#[test]
fn info_should_tell_the_seats_and_the_moved_deadlines_when_members_vote() {
	run(|| {
		drawn(1, ALICE);
		let opinion = refuse(RejectReason::Other);
		let commitment = commitment_of(1, &member(0), &opinion);
		commit(1, &member(0), &opinion).unwrap();
		MockStalls::set(7);
		let seat = |n, commitment| SeatInfo {
			member: member(n),
			commitment,
			opinion: None,
		};
		assert_eq!(
			info().request.unwrap().stage,
			VerificationStage::Voting {
				phase: BallotPhase::Commit,
				commit_until: START + 36 * HOUR + 7,
				reveal_until: START + 48 * HOUR + 7,
				seats: vec![seat(0, Some(commitment)), seat(1, None), seat(2, None)],
			}
		);
	});
}

#[test]
fn info_should_tell_the_attesters_when_the_machine_is_active() {
	run(|| {
		drawn(1, ALICE);
		vote(1, all(accept(&hardware(1), 1)));
		let attesters: Vec<_> = info().attesters.into_iter().map(|one| one.member).collect();
		assert_eq!(attesters, members(0));
		assert_eq!(info().request, None);
	});
}

#[test]
fn ballot_should_tell_each_member_what_is_expected_of_it() {
	run(|| {
		drawn(1, ALICE);
		let subject = JobSubject::Verification(id(1));
		let expected = |n| {
			Verification::job_ballot(0, subject, member(n))
				.unwrap()
				.expected
		};
		let opinion = refuse(RejectReason::Other);
		commit(1, &member(0), &opinion).unwrap();
		commit(1, &member(2), &opinion).unwrap();
		assert_eq!(expected(0), Expected::AwaitReveal);
		assert_eq!(expected(1), Expected::Commit);
		advance(36 * HOUR);
		reveal(1, &member(2), &opinion).unwrap();
		assert_eq!(expected(0), Expected::Reveal);
		assert_eq!(expected(1), Expected::Nothing);
		assert_eq!(expected(2), Expected::Nothing);
		assert_eq!(
			Verification::job_ballot(0, subject, member(0)),
			Some(JobBallot {
				phase: BallotPhase::Reveal,
				expected: Expected::Reveal,
				evidence_until: None,
				commit_until: START + 36 * HOUR,
				reveal_until: START + 48 * HOUR,
			})
		);
		advance(12 * HOUR);
		assert_eq!(expected(0), Expected::Nothing);
	});
}

#[test]
fn ballot_should_be_none_when_it_is_not_the_member_s() {
	run(|| {
		requested(1, ALICE);
		let subject = JobSubject::Verification(id(1));
		assert_eq!(Verification::job_ballot(0, subject, member(0)), None);
		draw(1, &members(0)).unwrap();
		assert_eq!(Verification::job_ballot(1, subject, member(0)), None);
		assert_eq!(Verification::job_ballot(0, subject, member(3)), None);
		let report = JobSubject::Report(0);
		assert_eq!(Verification::job_ballot(0, report, member(0)), None);
		vote(1, SILENT);
		assert_eq!(Verification::job_ballot(0, subject, member(0)), None);
	});
}

#[test]
fn prefix_should_make_the_commitment_when_opinion_and_salt_are_appended() {
	run(|| {
		drawn(1, ALICE);
		let opinion = accept(&hardware(2), 1);
		let mut bytes = Verification::commitment_prefix(0, member(0));
		let expected = [
			b"dbc/ballot".as_slice(),
			&GENESIS,
			&0u64.to_le_bytes(),
			&[100; 32],
		];
		assert_eq!(bytes, expected.concat());
		bytes.extend(opinion.encode());
		bytes.extend(SALT);
		let made = sp_core::H256(blake2_256(&bytes));
		assert_eq!(made, commitment_of(1, &member(0), &opinion));
	});
}

#[test]
fn opinion_should_be_checked_before_it_is_committed() {
	run(|| {
		let checked = |opinion| Verification::check_opinion(opinion);
		assert_eq!(checked(accept(&hardware(32), 1)), Ok(()));
		assert_eq!(checked(refuse(RejectReason::Other)), Ok(()));
		let refused = DispatchError::Other("mock: too many GPUs");
		assert_eq!(checked(accept(&hardware(33), 1)), Err(refused));
	});
}
