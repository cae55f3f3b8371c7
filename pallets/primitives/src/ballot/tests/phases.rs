//! What is taken when.

use super::*;
use BallotPhase::*;

const COMMIT: Moment = WINDOWS.commit;
const REVEAL: Moment = WINDOWS.reveal;

#[test]
fn ballot_should_take_commitments_when_just_opened() {
	let ballot = open();
	assert_eq!(ballot.phase(after(0)), Commit);
	assert_eq!(ballot.commit_until, OPENED + COMMIT);
	assert_eq!(ballot.reveal_until, OPENED + REVEAL);
	assert_eq!(ballot.stalled_before, STALLED);
	assert_eq!(ballot.seats.map(|seat| seat.member), MEMBERS);
}

#[test]
fn commitment_should_be_taken_when_a_millisecond_is_left() {
	let mut ballot = open();
	assert_eq!(ballot.phase(after(COMMIT - 1)), Commit);
	assert_eq!(commit(&mut ballot, 0, after(COMMIT - 1)), Ok(()));
	let seats = ballot.seats.map(|seat| seat.commitment);
	assert_eq!(seats, [Some(sealed(0, &accept())), None, None]);
}

#[test]
fn commitment_should_be_refused_when_its_time_is_over() {
	refused(&committed(&[0]), BallotError::CommitPhaseOver, |ballot| {
		commit(ballot, 1, after(COMMIT))
	});
	// Nobody committed: closed already, and refused for the same reason.
	refused(&open(), BallotError::CommitPhaseOver, |ballot| {
		commit(ballot, 1, after(COMMIT))
	});
	refused(&committed(&[0]), BallotError::CommitPhaseOver, |ballot| {
		commit(ballot, 1, after(REVEAL))
	});
}

#[test]
fn commitment_should_be_refused_when_there_is_one_already() {
	for time in [after(HOUR), after(COMMIT), after(REVEAL)] {
		refused(&committed(&[0]), BallotError::AlreadyCommitted, |ballot| {
			ballot.commit(&MEMBERS[0], H256([9; 32]), time)
		});
	}
	refused(
		&committed(&[0, 1, 2]),
		BallotError::AlreadyCommitted,
		|ballot| commit(ballot, 0, after(HOUR)),
	);
}

#[test]
fn commitment_should_be_refused_when_from_a_stranger() {
	refused(&open(), BallotError::NotDrawn, |ballot| {
		ballot.commit(&STRANGER, H256([9; 32]), after(HOUR))
	});
}

#[test]
fn reveal_should_begin_when_the_commit_window_ends() {
	let ballot = committed(&[0, 1]);
	assert_eq!(ballot.phase(after(COMMIT - 1)), Commit);
	refused(&ballot, BallotError::RevealPhaseNotBegun, |ballot| {
		reveal(ballot, 0, after(COMMIT - 1))
	});
	assert_eq!(ballot.phase(after(COMMIT)), Reveal);
	let mut ballot = ballot;
	assert_eq!(reveal(&mut ballot, 0, after(COMMIT)), Ok(()));
	assert_eq!(ballot.seats[0].opinion, Some(accept()));
	assert_eq!(ballot.seats[1].opinion, None);
}

#[test]
fn reveal_should_begin_early_when_everybody_has_committed() {
	let mut ballot = committed(&[2, 0]);
	assert_eq!(ballot.phase(after(HOUR)), Commit);
	commit(&mut ballot, 1, after(HOUR)).unwrap();
	assert_eq!(ballot.phase(after(HOUR)), Reveal);
	assert_eq!(reveal(&mut ballot, 0, after(HOUR)), Ok(()));
}

#[test]
fn reveal_should_be_taken_when_a_millisecond_is_left() {
	let ballot = committed(&[0, 1]);
	let mut taken = ballot.clone();
	assert_eq!(taken.phase(after(REVEAL - 1)), Reveal);
	assert_eq!(reveal(&mut taken, 1, after(REVEAL - 1)), Ok(()));
	assert_eq!(ballot.phase(after(REVEAL)), Closed);
	refused(&ballot, BallotError::RevealPhaseOver, |ballot| {
		reveal(ballot, 1, after(REVEAL))
	});
}

#[test]
fn reveal_should_keep_its_deadline_when_it_began_early() {
	let ballot = committed(&[0, 1, 2]);
	assert_eq!(ballot.phase(after(REVEAL - 1)), Reveal);
	assert_eq!(ballot.phase(after(REVEAL)), Closed);
}

#[test]
fn reveal_should_be_refused_when_there_is_one_already() {
	let mut ballot = committed(&[0, 1]);
	reveal(&mut ballot, 0, after(COMMIT)).unwrap();
	for time in [after(COMMIT), after(REVEAL)] {
		refused(&ballot, BallotError::AlreadyRevealed, |ballot| {
			reveal(ballot, 0, time)
		});
	}
}

#[test]
fn reveal_should_be_refused_when_nothing_was_committed() {
	refused(&committed(&[0]), BallotError::NotCommitted, |ballot| {
		reveal(ballot, 1, after(COMMIT))
	});
}

#[test]
fn reveal_should_be_refused_when_from_a_stranger() {
	refused(&committed(&[0]), BallotError::NotDrawn, |ballot| {
		ballot.reveal(&GENESIS, &STRANGER, accept(), &salt(0), after(COMMIT))
	});
}

#[test]
fn ballot_should_close_early_when_everybody_has_revealed() {
	let mut ballot = committed(&[0, 1, 2]);
	for seat in 0..3 {
		assert_eq!(ballot.phase(after(HOUR)), Reveal);
		reveal(&mut ballot, seat, after(HOUR)).unwrap();
	}
	assert_eq!(ballot.phase(after(HOUR)), Closed);
}

#[test]
fn ballot_should_close_early_when_nobody_can_reveal_any_more() {
	let mut ballot = committed(&[0, 2]);
	reveal(&mut ballot, 0, after(COMMIT)).unwrap();
	assert_eq!(ballot.phase(after(COMMIT)), Reveal);
	reveal(&mut ballot, 2, after(COMMIT)).unwrap();
	assert_eq!(ballot.phase(after(COMMIT)), Closed);
}

#[test]
fn ballot_should_close_with_the_commit_window_when_nobody_committed() {
	assert_eq!(open().phase(after(COMMIT - 1)), Commit);
	assert_eq!(open().phase(after(COMMIT)), Closed);
	assert_eq!(open().verdict().decision, None);
}

#[test]
fn deadlines_should_move_when_the_chain_stalls() {
	let stall = 9 * HOUR;
	let ballot = committed(&[0, 1]);
	assert_eq!(ballot.phase(after_stall(COMMIT + stall - 1, stall)), Commit);
	assert_eq!(ballot.phase(after_stall(COMMIT + stall, stall)), Reveal);
	assert_eq!(ballot.phase(after_stall(REVEAL + stall - 1, stall)), Reveal);
	assert_eq!(ballot.phase(after_stall(REVEAL + stall, stall)), Closed);

	let mut taken = ballot.clone();
	let last = after_stall(REVEAL + stall - 1, stall);
	assert_eq!(reveal(&mut taken, 0, last), Ok(()));
	refused(&ballot, BallotError::RevealPhaseOver, |ballot| {
		reveal(ballot, 0, after_stall(REVEAL + stall, stall))
	});
}

#[test]
fn deadline_should_be_told_with_the_stalls_when_asked() {
	let ballot = open();
	let time = after_stall(HOUR, 9);
	assert_eq!(
		ballot.deadline(ballot.commit_until, time),
		OPENED + COMMIT + 9
	);
	let at = ballot.deadline(ballot.reveal_until, after(HOUR));
	assert_eq!(at, OPENED + REVEAL);
	// The deadline told and the phase agree to the millisecond.
	let told = ballot.deadline(ballot.commit_until, time);
	let at = |now| ChainTime { now, ..time };
	assert_eq!(ballot.phase(at(told - 1)), Commit);
	assert_eq!(ballot.phase(at(told)), Closed);
}

#[test]
fn deadlines_should_not_move_when_the_chain_stalled_before_the_opening() {
	let time = |passed| ChainTime {
		now: OPENED + passed,
		stalled: 0,
	};
	// Even a counter that went back, which it never does, takes no time away.
	assert_eq!(open().phase(time(COMMIT - 1)), Commit);
	assert_eq!(open().phase(time(COMMIT)), Closed);
}

#[test]
fn ballot_should_not_overflow_when_times_are_highest() {
	let time = ChainTime {
		now: Moment::MAX,
		stalled: Moment::MAX,
	};
	let windows = BallotWindows {
		commit: Moment::MAX,
		reveal: Moment::MAX,
	};
	let ballot = TestBallot::open(ID, MEMBERS, time, windows);
	assert_eq!(ballot.phase(time), Closed);
	assert_eq!(ballot.deadline(Moment::MAX, after_stall(0, 1)), Moment::MAX);
	assert_eq!(open().phase(time), Commit);
	assert_eq!(open().deadline(1, time), Moment::MAX - STALLED + 1);
}
