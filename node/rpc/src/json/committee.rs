//! Members of the committee and their jobs.

use dbc_primitives as chain;
use serde::{Deserialize, Serialize};
use sp_core::crypto::AccountId32;

use super::{address, hex, BallotPhase, Expected, MemberStatus, Tagged};

/// Everything that the chain knows of a committee member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
	/// The member.
	pub account: String,
	/// Its state.
	pub status: Tagged<MemberStatus>,
	/// Whether the next draw may choose it.
	pub drawable: bool,
	/// Its bond, with what is at risk.
	pub bond_planck: String,
	/// What its jobs have at risk.
	pub at_risk_planck: String,
	/// Its X25519 key, to which evidence is sealed; `null` until it has joined.
	pub box_key: Option<String>,
	/// How many jobs it has something at risk for.
	pub jobs: u32,
}

impl From<chain::MemberInfo<AccountId32, u128>> for Member {
	fn from(member: chain::MemberInfo<AccountId32, u128>) -> Self {
		Self {
			account: address(&member.account),
			status: Tagged::of(member.status),
			drawable: member.drawable,
			bond_planck: member.bond.to_string(),
			at_risk_planck: member.at_risk.to_string(),
			box_key: member.box_key.map(|key| hex(&key)),
			jobs: member.jobs,
		}
	}
}

/// A job for which a member has something at risk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
	/// The job, and the ballot's id in the commitment.
	pub job: String,
	/// What it is about.
	pub subject: Subject,
	/// What is at risk.
	pub at_risk_planck: String,
	/// When the member was drawn.
	pub drawn_at: u64,
	/// The running ballot; `null` once it is closed and only its penalty is pending.
	pub ballot: Option<JobBallot>,
}

impl From<chain::JobInfo<u128>> for Job {
	fn from(job: chain::JobInfo<u128>) -> Self {
		Self {
			job: job.job.to_string(),
			subject: job.booking.subject.into(),
			at_risk_planck: job.booking.at_risk.to_string(),
			drawn_at: job.booking.drawn_at,
			ballot: job.ballot.map(Into::into),
		}
	}
}

/// What a job is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
	tag = "type",
	rename_all = "camelCase",
	rename_all_fields = "camelCase"
)]
pub enum Subject {
	/// The hardware of a machine.
	Verification {
		/// The machine.
		machine: String,
	},
	/// A fault report.
	Report {
		/// The report.
		report: String,
	},
}

impl From<chain::JobSubject> for Subject {
	fn from(subject: chain::JobSubject) -> Self {
		match subject {
			chain::JobSubject::Verification(machine) => Self::Verification {
				machine: hex(&machine),
			},
			chain::JobSubject::Report(report) => Self::Report {
				report: report.to_string(),
			},
		}
	}
}

/// A running ballot as one of its members sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobBallot {
	/// Where it is.
	pub phase: Tagged<BallotPhase>,
	/// What is expected of the member now.
	pub expected: Tagged<Expected>,
	/// Until when the reporter may deliver the sealed evidence; `null` if there is none to come.
	pub evidence_until: Option<u64>,
	/// When the commit phase ends at the latest.
	pub commit_until: u64,
	/// When the reveal phase ends at the latest.
	pub reveal_until: u64,
}

impl From<chain::JobBallot> for JobBallot {
	fn from(ballot: chain::JobBallot) -> Self {
		Self {
			phase: Tagged::of(ballot.phase),
			expected: Tagged::of(ballot.expected),
			evidence_until: ballot.evidence_until,
			commit_until: ballot.commit_until,
			reveal_until: ballot.reveal_until,
		}
	}
}
