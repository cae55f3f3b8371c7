//! `commit`.

use super::*;
use sp_core::H256;

#[test]
fn commit_should_be_stored_when_a_member_votes() {
	run(|| {
		drawn(1, ALICE);
		let opinion = refuse(RejectReason::Other);
		let commitment = commitment_of(1, &member(1), &opinion);
		assert_ok!(commit(1, &member(1), &opinion));
		let seats = request_of(1).ballot.unwrap().seats;
		assert_eq!(seats[1].commitment, Some(commitment));
		assert_eq!(seats[0].commitment, None);
		assert_eq!(
			events(),
			[Event::OpinionCommitted {
				machine: id(1),
				job: 0,
				member: member(1),
				commitment,
			}]
		);
	});
}

#[test]
fn commit_should_be_taken_until_the_window_ends() {
	run(|| {
		drawn(1, ALICE);
		advance(36 * HOUR - 1);
		assert_ok!(commit(1, &member(0), &refuse(RejectReason::Other)));
		advance(1);
		assert_noop!(
			commit(1, &member(1), &refuse(RejectReason::Other)),
			E::CommitPhaseOver
		);
	});
}

#[test]
fn commit_should_be_taken_longer_when_the_chain_stalled() {
	run(|| {
		drawn(1, ALICE);
		advance(40 * HOUR);
		assert_noop!(
			commit(1, &member(0), &refuse(RejectReason::Other)),
			E::CommitPhaseOver
		);
		MockStalls::set(5 * HOUR);
		assert_ok!(commit(1, &member(0), &refuse(RejectReason::Other)));
	});
}

#[test]
fn commit_should_fail_when_the_member_has_committed() {
	run(|| {
		drawn(1, ALICE);
		assert_ok!(commit(1, &member(0), &refuse(RejectReason::Other)));
		assert_noop!(
			commit(1, &member(0), &refuse(RejectReason::WrongGpu)),
			E::AlreadyCommitted
		);
	});
}

#[test]
fn commit_should_fail_when_the_caller_was_not_drawn() {
	run(|| {
		drawn(1, ALICE);
		for stranger in [member(3), ALICE] {
			let call = Verification::commit(signed(stranger), id(1), H256::zero());
			assert_noop!(call, E::NotDrawn);
		}
		assert_noop!(
			Verification::commit(RuntimeOrigin::root(), id(1), H256::zero()),
			BadOrigin
		);
	});
}

#[test]
fn commit_should_fail_when_there_is_no_ballot() {
	run(|| {
		let call = || Verification::commit(signed(member(0)), id(1), H256::zero());
		assert_noop!(call(), E::RequestNotFound);
		requested(1, ALICE);
		assert_noop!(call(), E::NotYetDrawn);
	});
}
