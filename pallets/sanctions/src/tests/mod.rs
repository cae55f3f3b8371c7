//! One file for each call or subject.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::panic,
	clippy::unwrap_used
)]

pub(crate) use crate::{mock::*, Decision, Error, Event, OutageSeries, Shares, REATTESTATION_TIME};
pub(crate) use dbc_mocks::{MachineStep, MockOrderBook, MockStalls};
pub(crate) use dbc_primitives::{
	traits::{
		MachineAvailability, MachineStake, OnMachineChange, OnRuling, OutageInspect, Sanction,
		SanctionSink, SanctionSource, VerifierPool,
	},
	AppealReason, JobId, MachineId, Moment, OutageCause, SanctionGround, SanctionId, SanctionStage,
};
pub(crate) use frame_support::{assert_noop, assert_ok, BoundedVec};
pub(crate) use sp_runtime::{DispatchError, DispatchError::BadOrigin};

mod agenda;
mod appeal;
mod decide;
mod execute;
mod exemption;
mod histories;
mod lifecycle;
mod outage;
mod propose;
mod reads;
mod sanction_outage;
mod series;
mod shares;
mod threats;
mod try_state;

type E = Error<Test>;

/// No sanction.
const NONE: [SanctionId; 0] = [];

/// The sanctions that are pending, oldest first.
fn pending() -> Vec<SanctionId> {
	let mut ids: Vec<_> = crate::Sanctions::<Test>::iter_keys().collect();
	ids.sort_unstable();
	ids
}

/// What the pending sanctions of machines take, oldest first.
fn amounts() -> Vec<u128> {
	let grounds = pending().into_iter().map(|id| record(id).ground);
	grounds.map(|ground| ground.stake().unwrap().1).collect()
}

/// What the pending sanctions of machines take, in hundredths of a percent of `base`.
fn percents(base: u128) -> Vec<u128> {
	amounts()
		.into_iter()
		.map(|amount| amount * 10_000 / base)
		.collect()
}

/// Who gets how much of a sanction.
fn shares_of(id: SanctionId) -> Vec<(AccountId, u128)> {
	Shares::<Test>::get(id).into_inner()
}

fn reason(text: &str) -> AppealReason {
	AppealReason::try_from(text.as_bytes().to_vec()).unwrap()
}

/// Proposes that the `n`th member loses what it has at risk for a job, which is told.
fn fault(n: u8) -> JobId {
	let job = booked(&member(n));
	propose_bond(job, n, &[]);
	job
}

fn propose_bond(job: JobId, n: u8, shares: &[(AccountId, u128)]) {
	Sanctions::propose(Sanction {
		source: SanctionSource::Bond {
			job,
			member: member(n),
		},
		shares: BoundedVec::truncate_from(shares.to_vec()),
	})
	.unwrap();
}

/// Refuses the `n`th machine of `owner`: 5 % of the stake of one GPU are locked and the rest returns, as verification does
/// it.
fn refused(n: u8, owner: &AccountId, shares: &[(AccountId, u128)]) {
	use dbc_primitives::{traits::MachineVerification, RejectReason};
	Registry::register(&id(n), owner).unwrap();
	Registry::begin_verification(&id(n)).unwrap();
	Registry::reject(&id(n), RejectReason::WrongGpu).unwrap();
	Registry::lock(&id(n), PENALTY).unwrap();
	Registry::release(&id(n), PER_GPU - PENALTY).unwrap();
	Sanctions::propose(Sanction {
		source: SanctionSource::Stake {
			machine: id(n),
			amount: PENALTY,
		},
		shares: BoundedVec::truncate_from(shares.to_vec()),
	})
	.unwrap();
}

/// 5 % of the stake of one GPU.
const PENALTY: u128 = PER_GPU / 20;

/// An Active machine of Alice with four GPUs, and what is pending for it after nobody reached it for `length`.
fn inaccessible(n: u8, length: Moment) -> SanctionId {
	active(n, ALICE, 4);
	outage(n, OutageCause::Inaccessible, length);
	*pending().last().unwrap()
}
