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

pub(crate) use crate::{fixtures, mock::*, Error, Event, Evidence, OpenReports, Reports};
pub(crate) use dbc_mocks::{MockOrderBook, MockStalls, RecordRulings, RecordSanctions};
pub(crate) use dbc_primitives::{
	traits::{MachineAvailability, OnDraw, OnMachineChange, SanctionSource},
	BallotPhase, FaultKind,
	FaultKind::*,
	FaultOpinion,
	FaultOpinion::*,
	FaultRules, JobSubject, OutageCause,
};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use sp_runtime::DispatchError::{self, BadOrigin};

mod agenda;
mod cancel;
mod close;
mod commit;
mod deliver;
mod expire;
mod forced_exit;
mod histories;
mod lifecycle;
mod on_drawn;
mod outcomes;
mod reads;
mod report;
mod report_repaired;
mod reveal;
mod threats;
mod try_state;
mod vectors;

type E = Error<Test>;

/// Every kind of fault.
const KINDS: [FaultKind; 4] = [Inaccessible, Malfunction, Counterfeit, RentFailed];

/// Three times the same opinion.
const fn all(opinion: FaultOpinion) -> [Option<FaultOpinion>; 3] {
	[Some(opinion); 3]
}

/// Nobody votes.
const SILENT: [Option<FaultOpinion>; 3] = [None; 3];

/// Two vote, and not alike.
const SPLIT: [Option<FaultOpinion>; 3] = [Some(Uphold), Some(Reject), None];

/// The penalties that took a member's bond, oldest first.
fn faulted() -> Vec<AccountId> {
	let all = RecordSanctions::all::<AccountId>().into_iter();
	all.filter_map(|sanction| match sanction.source {
		SanctionSource::Bond { member, .. } => Some(member),
		SanctionSource::Stake { .. } => None,
	})
	.collect()
}

/// Who was let go of for the job.
fn released(job: u64) -> Vec<AccountId> {
	Pool::job(job).unwrap().released
}

/// Whether the report is closed and nothing of it is left: no record, no evidence, no lock, nothing frozen.
fn assert_closed(n: u8, report: u64) {
	assert!(!Reports::<Test>::contains_key(report), "the record");
	assert!(!OpenReports::<Test>::contains_key(id(n)), "the index");
	assert_eq!(Evidence::<Test>::iter_prefix(report).count(), 0, "evidence");
	assert_eq!(machine(n).exit_locks, 0, "the exit");
	assert_eq!(MockOrderBook::frozen(&id(n)), None, "the orders");
	assert_eq!(
		MockOrderBook::thaws(&id(n)),
		1,
		"how often they were thawed"
	);
	assert_eq!(on_hold(&BOB), 0, "the deposit");
}
