//! Fault reports, their ballots and their evidence.

use dbc_primitives as chain;
use serde::{Deserialize, Serialize};
use sp_core::{crypto::AccountId32, H256};

use super::{account, address, hex, id, BallotPhase, FaultKind, FaultOpinion, Tagged};
use crate::Error;

/// An open report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
	/// The report.
	pub id: String,
	/// The machine.
	pub machine: String,
	/// What is wrong with it.
	pub kind: Tagged<FaultKind>,
	/// Who says so.
	pub reporter: String,
	/// The order by which the reporter used the machine; `null` if a verifier reports.
	pub order_id: Option<String>,
	/// Blake2b-256 of the evidence before it was sealed; `null` if the kind has none.
	pub evidence_hash: Option<H256>,
	/// When it was filed.
	pub filed_at: u64,
	/// When the owner said that the machine was repaired.
	pub repaired_at: Option<u64>,
	/// The deposit on hold.
	pub deposit_planck: String,
	/// The running round: 1 … `maxRounds`.
	pub round: u32,
	/// The job of that round, and the ballot's id in the commitment.
	pub job: String,
	/// Where it is.
	pub stage: ReportStage,
}

impl From<chain::ReportInfo<AccountId32, u128>> for Report {
	fn from(report: chain::ReportInfo<AccountId32, u128>) -> Self {
		Self {
			id: report.id.to_string(),
			machine: hex(&report.machine),
			kind: Tagged::of(report.kind),
			reporter: address(&report.reporter),
			order_id: report.order.map(|order| order.to_string()),
			evidence_hash: report.evidence,
			filed_at: report.filed_at,
			repaired_at: report.repaired_at,
			deposit_planck: report.deposit.to_string(),
			round: report.round,
			job: report.job.to_string(),
			stage: report.stage.into(),
		}
	}
}

/// Where an open report is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
	tag = "type",
	rename_all = "camelCase",
	rename_all_fields = "camelCase"
)]
pub enum ReportStage {
	/// It waits for its draw.
	Waiting {
		/// From when on the reporter may take it back, if nobody has been drawn by then.
		cancel_from: u64,
	},
	/// Its members vote.
	Voting {
		/// Where the ballot is.
		phase: Tagged<BallotPhase>,
		/// Until when the reporter may deliver the sealed evidence; `null` if the kind has none.
		evidence_until: Option<u64>,
		/// When the commit phase ends at the latest.
		commit_until: u64,
		/// When the reveal phase ends at the latest.
		reveal_until: u64,
		/// The members and what they did.
		seats: Vec<ReportSeat>,
	},
}

impl From<chain::ReportStage<AccountId32>> for ReportStage {
	fn from(stage: chain::ReportStage<AccountId32>) -> Self {
		match stage {
			chain::ReportStage::Waiting { cancel_from } => Self::Waiting { cancel_from },
			chain::ReportStage::Voting {
				phase,
				evidence_until,
				commit_until,
				reveal_until,
				seats,
			} => Self::Voting {
				phase: Tagged::of(phase),
				evidence_until,
				commit_until,
				reveal_until,
				seats: seats.into_iter().map(Into::into).collect(),
			},
		}
	}
}

/// A member of a report's ballot and what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportSeat {
	/// Who votes.
	pub member: String,
	/// Whether it has all that it needs to judge: its sealed evidence, if the kind has any.
	pub informed: bool,
	/// The sealed vote.
	pub commitment: Option<H256>,
	/// The opened vote.
	pub opinion: Option<Tagged<FaultOpinion>>,
}

impl From<chain::ReportSeat<AccountId32>> for ReportSeat {
	fn from(seat: chain::ReportSeat<AccountId32>) -> Self {
		Self {
			member: address(&seat.member),
			informed: seat.informed,
			commitment: seat.commitment,
			opinion: seat.opinion.map(Tagged::of),
		}
	}
}

/// The evidence of a report for one of its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
	/// The report.
	pub report: String,
	/// The member to whose box key it is sealed.
	pub verifier: String,
	/// The sealed bytes as hex.
	pub sealed: String,
}

/// Which open reports a list holds: exactly one field is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReportFilter {
	/// That on a machine.
	pub machine: Option<String>,
	/// Those that an account filed.
	pub reporter: Option<String>,
	/// Those whose running ballot an account is a member of.
	pub verifier: Option<String>,
}

impl TryFrom<ReportFilter> for chain::ReportFilter<AccountId32> {
	type Error = Error;

	fn try_from(filter: ReportFilter) -> Result<Self, Error> {
		match (filter.machine, filter.reporter, filter.verifier) {
			(Some(machine), None, None) => Ok(Self::Machine(id(&machine, "machine")?)),
			(None, Some(reporter), None) => Ok(Self::Reporter(account(&reporter, "reporter")?)),
			(None, None, Some(verifier)) => Ok(Self::Verifier(account(&verifier, "verifier")?)),
			_ => Err(Error::BadReportFilter),
		}
	}
}
