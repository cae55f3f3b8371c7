//! What reads of fault reports answer.

// The derive of an enum with fields writes its index as `usize as u8`.
#![allow(clippy::cast_possible_truncation)]

use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use sp_core::H256;

use crate::{BallotPhase, FaultKind, FaultOpinion, JobId, MachineId, Moment, OrderId, ReportId};

/// An open report. A closed one leaves the state; its events stay.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct ReportInfo<AccountId, Balance> {
	/// The report.
	pub id: ReportId,
	/// The machine.
	pub machine: MachineId,
	/// What is wrong with it.
	pub kind: FaultKind,
	/// Who says so.
	pub reporter: AccountId,
	/// The order by which the reporter used the machine; `None` if a verifier reports.
	pub order: Option<OrderId>,
	/// Blake2b-256 of the evidence before it was sealed.
	pub evidence: Option<H256>,
	/// When it was filed.
	pub filed_at: Moment,
	/// When the owner said that the machine was repaired.
	pub repaired_at: Option<Moment>,
	/// The deposit on hold, in planck.
	pub deposit: Balance,
	/// The running round: 1 … `max_rounds`.
	pub round: u32,
	/// The job of that round, and the ballot's id in the commitment.
	pub job: JobId,
	/// Where it is.
	pub stage: ReportStage<AccountId>,
}

/// Where an open report is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum ReportStage<AccountId> {
	/// It waits for its draw.
	Waiting {
		/// From when on the reporter may take it back, if nobody has been drawn by then.
		cancel_from: Moment,
	},
	/// Its members vote.
	Voting {
		/// Where the ballot is.
		phase: BallotPhase,
		/// Until when the reporter may deliver the sealed evidence; `None` if the kind has none.
		evidence_until: Option<Moment>,
		/// When the commit phase ends at the latest.
		commit_until: Moment,
		/// When the reveal phase ends at the latest.
		reveal_until: Moment,
		/// The members and what they did.
		seats: Vec<ReportSeat<AccountId>>,
	},
}

/// What a seat of a report's ballot shows.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct ReportSeat<AccountId> {
	/// Who votes.
	pub member: AccountId,
	/// Whether it has all that it needs to judge: its sealed evidence, if the kind has any.
	pub informed: bool,
	/// The sealed vote.
	pub commitment: Option<H256>,
	/// The opened vote.
	pub opinion: Option<FaultOpinion>,
}

/// Which open reports a list holds.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum ReportFilter<AccountId> {
	/// That on a machine.
	Machine(MachineId),
	/// Those that an account filed.
	Reporter(AccountId),
	/// Those whose running ballot an account is a member of.
	Verifier(AccountId),
}
