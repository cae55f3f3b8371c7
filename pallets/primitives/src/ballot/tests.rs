//! Tests of the ballot: its state machine by time, the sealing of votes, and that order does not matter.
#![allow(clippy::arithmetic_side_effects)]

mod order;
mod phases;
mod sealing;
mod vectors;

use super::*;
use crate::{Hardware, HardwareOpinion, RejectReason};
use sp_runtime::AccountId32;

type TestBallot = Ballot<AccountId32, HardwareOpinion>;

const GENESIS: H256 = H256([0x11; 32]);
const ID: JobId = 7;
const MEMBERS: Members<AccountId32> = [
	AccountId32::new([1; 32]),
	AccountId32::new([2; 32]),
	AccountId32::new([3; 32]),
];
const STRANGER: AccountId32 = AccountId32::new([4; 32]);

const HOUR: Moment = 3_600_000;
const OPENED: Moment = 1_800_000_000_000;
const WINDOWS: BallotWindows = BallotWindows {
	commit: 36 * HOUR,
	reveal: 48 * HOUR,
};
/// What the chain had stalled before the ballots of the tests.
const STALLED: Moment = 5 * HOUR;

/// The time so long after the opening, on a chain that did not stall since.
fn after(passed: Moment) -> ChainTime {
	after_stall(passed, 0)
}

/// The time so long after the opening, of which the chain stalled for `stalled`.
fn after_stall(passed: Moment, stalled: Moment) -> ChainTime {
	ChainTime {
		now: OPENED + passed,
		stalled: STALLED + stalled,
	}
}

fn open() -> TestBallot {
	Ballot::open(ID, MEMBERS, after(0), WINDOWS)
}

fn salt(seat: usize) -> Salt {
	[u8::try_from(0x40 + seat).unwrap(); 32]
}

fn hardware() -> Hardware {
	Hardware {
		gpu_model: b"NVIDIA GeForce RTX 3080".to_vec().try_into().unwrap(),
		gpu_count: 4,
		cuda_cores: 8_704,
		vram_gb: 10,
		cpu_model: b"AMD EPYC 7542".to_vec().try_into().unwrap(),
		cpu_cores: 32,
		cpu_mhz: 2_900,
		ram_gb: 440,
		system_disk_gb: 500,
		data_disk_gb: 8_000,
	}
}

fn accept() -> HardwareOpinion {
	HardwareOpinion::Accept {
		hardware: hardware(),
		report: H256([0x33; 32]),
	}
}

fn refuse() -> HardwareOpinion {
	HardwareOpinion::Refuse {
		reason: RejectReason::WrongGpu,
	}
}

/// The commitment of the member at `seat` to `opinion`.
fn sealed(seat: usize, opinion: &HardwareOpinion) -> H256 {
	commitment(&GENESIS, ID, &MEMBERS[seat], opinion, &salt(seat))
}

/// The member at `seat` commits to an acceptance.
fn commit(ballot: &mut TestBallot, seat: usize, time: ChainTime) -> Result<(), BallotError> {
	ballot.commit(&MEMBERS[seat], sealed(seat, &accept()), time)
}

/// The member at `seat` reveals an acceptance.
fn reveal(ballot: &mut TestBallot, seat: usize, time: ChainTime) -> Result<(), BallotError> {
	ballot.reveal(&GENESIS, &MEMBERS[seat], accept(), &salt(seat), time)
}

/// A ballot in which these seats have committed an hour after the opening.
fn committed(seats: &[usize]) -> TestBallot {
	let mut ballot = open();
	for seat in seats {
		commit(&mut ballot, *seat, after(HOUR)).unwrap();
	}
	ballot
}

/// Checks that `act` fails with `error` and changes nothing.
fn refused(
	ballot: &TestBallot,
	error: BallotError,
	act: impl FnOnce(&mut TestBallot) -> Result<(), BallotError>,
) {
	let mut tried = ballot.clone();
	assert_eq!(act(&mut tried), Err(error));
	assert_eq!(tried, *ballot);
}
