//! One file for each call or subject.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_possible_wrap,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::panic,
	clippy::unwrap_used
)]

pub(crate) use crate::{
	fixtures::{accept, refuse},
	mock::*,
	Attesters, Error, Event, Requests,
};
pub(crate) use dbc_mocks::{MachineStep, MockPrice, MockStalls, RecordSanctions};
pub(crate) use dbc_primitives::{
	traits::{OnDraw, SanctionSource},
	BallotPhase, HardwareOpinion, JobSubject, OutageCause, Phase, RejectReason, VerificationKind,
};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use sp_runtime::DispatchError::{self, BadOrigin};

mod agenda;
mod close;
mod commit;
mod hardware_change;
mod histories;
mod lifecycle;
mod on_drawn;
mod reads;
mod request;
mod reveal;
mod try_state;
mod withdraw;

type E = Error<Test>;

/// Three times the same opinion.
fn all(opinion: HardwareOpinion) -> [Option<HardwareOpinion>; 3] {
	[0, 1, 2].map(|_| Some(opinion.clone()))
}

/// Nobody votes.
const SILENT: [Option<HardwareOpinion>; 3] = [None, None, None];

/// Everybody votes, and no two alike.
fn split() -> [Option<HardwareOpinion>; 3] {
	[
		Some(accept(&hardware(1), 1)),
		Some(accept(&hardware(2), 2)),
		Some(refuse(RejectReason::Other)),
	]
}

/// The penalties that took a member's bond, oldest first.
fn faulted() -> Vec<AccountId> {
	let all = RecordSanctions::all::<AccountId>().into_iter();
	all.filter_map(|sanction| match sanction.source {
		SanctionSource::Bond { member, .. } => Some(member),
		SanctionSource::Stake { .. } => None,
	})
	.collect()
}

/// The penalties that took a machine's stake: what they take, and who gets how much.
fn stake_penalties() -> Vec<(u128, Vec<(AccountId, u128)>)> {
	let all = RecordSanctions::all::<AccountId>().into_iter();
	all.filter_map(|sanction| match sanction.source {
		SanctionSource::Stake { amount, .. } => Some((amount, sanction.shares.into_inner())),
		SanctionSource::Bond { .. } => None,
	})
	.collect()
}

/// Who was let go of for the job.
fn released(job: u64) -> Vec<AccountId> {
	Pool::job(job).unwrap().released
}

/// Lets the `n`th machine's request end without a decision: silence in three rounds.
fn end_undecided(n: u8) {
	for _ in 0..3 {
		draw(n, &members(0)).unwrap();
		vote(n, SILENT);
	}
	events();
}
