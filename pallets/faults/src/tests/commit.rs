//! `commit`.

use super::*;
use sp_core::H256;

#[test]
fn commit_should_be_stored_when_a_member_votes() {
	run(|| {
		let report = informed(1, Malfunction);
		let commitment = commitment_of(report, &member(1), Uphold);
		assert_ok!(commit(report, &member(1), Uphold));
		let seats = voting(report).ballot.seats;
		assert_eq!(seats[1].commitment, Some(commitment));
		assert_eq!(seats[0].commitment, None);
		assert_eq!(
			events(),
			[Event::OpinionCommitted {
				report,
				job: 0,
				member: member(1),
				commitment,
			}]
		);
	});
}

#[test]
fn commit_should_be_taken_until_the_window_ends() {
	for (kind, window) in [(Inaccessible, 5 * MINUTE), (RentFailed, 3 * HOUR)] {
		run(|| {
			let report = informed(1, kind);
			advance(window - 1);
			assert_ok!(commit(report, &member(0), Uphold));
			advance(1);
			assert_noop!(commit(report, &member(1), Uphold), E::CommitPhaseOver);
		});
	}
}

#[test]
fn commit_should_be_taken_longer_when_the_chain_stalled() {
	run(|| {
		let report = informed(1, Inaccessible);
		advance(6 * MINUTE);
		assert_noop!(commit(report, &member(0), Uphold), E::CommitPhaseOver);
		MockStalls::set(2 * MINUTE);
		assert_ok!(commit(report, &member(0), Uphold));
	});
}

#[test]
fn commit_should_fail_when_the_member_has_no_evidence() {
	run(|| {
		let report = drawn(1, Malfunction);
		deliver(report, &member(0)).unwrap();
		assert_noop!(commit(report, &member(1), Reject), E::EvidenceMissing);
		// Who has its own need not wait for the others.
		assert_ok!(commit(report, &member(0), Reject));
	});
}

#[test]
fn commit_should_fail_when_the_evidence_of_another_never_came() {
	run(|| {
		let report = drawn(1, Malfunction);
		deliver(report, &member(0)).unwrap();
		deliver(report, &member(1)).unwrap();
		advance(30 * MINUTE);
		assert_noop!(commit(report, &member(0), Reject), E::EvidenceMissing);
	});
}

#[test]
fn commit_should_fail_when_the_member_has_committed() {
	run(|| {
		let report = informed(1, Malfunction);
		assert_ok!(commit(report, &member(0), Uphold));
		assert_noop!(commit(report, &member(0), Reject), E::AlreadyCommitted);
	});
}

#[test]
fn commit_should_fail_when_the_caller_was_not_drawn() {
	run(|| {
		let report = informed(1, Malfunction);
		for stranger in [member(3), ALICE, BOB] {
			let call = Faults::commit(signed(stranger), report, H256::zero());
			assert_noop!(call, E::NotDrawn);
		}
		let call = Faults::commit(RuntimeOrigin::root(), report, H256::zero());
		assert_noop!(call, BadOrigin);
	});
}

#[test]
fn commit_should_fail_when_there_is_no_ballot() {
	run(|| {
		let call = || Faults::commit(signed(member(0)), 0, H256::zero());
		assert_noop!(call(), E::ReportNotFound);
		reported(1, Malfunction);
		assert_noop!(call(), E::NotYetDrawn);
	});
}
