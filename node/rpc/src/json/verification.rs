//! Requests for verification and their ballots.

use dbc_primitives as chain;
use serde::{Deserialize, Serialize};
use sp_core::{crypto::AccountId32, H256};

use super::{address, hex, BallotPhase, Hardware, RejectReason, Tagged, VerificationKind};

/// Everything that the chain knows of a machine's verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verification {
	/// The machine.
	pub machine: String,
	/// The open request; `null` if there is none.
	pub request: Option<Request>,
	/// Who attested the machine last; empty before its first activation.
	pub attesters: Vec<Attester>,
}

impl Verification {
	/// The JSON of what is known of `machine`.
	pub(crate) fn new(
		machine: &chain::MachineId,
		info: chain::VerificationInfo<AccountId32, u128>,
	) -> Self {
		Self {
			machine: hex(machine),
			request: info.request.map(Into::into),
			attesters: info.attesters.into_iter().map(Into::into).collect(),
		}
	}
}

/// Who attested a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attester {
	/// The member.
	pub member: String,
	/// Digest of the signed hardware report that it got from the machine's agent.
	pub report: H256,
}

impl From<chain::Attester<AccountId32>> for Attester {
	fn from(attester: chain::Attester<AccountId32>) -> Self {
		Self {
			member: address(&attester.member),
			report: attester.report,
		}
	}
}

/// An open request for verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
	/// What it is for.
	pub kind: Tagged<VerificationKind>,
	/// When it was made.
	pub requested_at: u64,
	/// The fee on hold for its verifiers.
	pub fee_planck: String,
	/// The running round: 1 … `maxRounds`.
	pub round: u32,
	/// The job of that round, and the ballot's id in the commitment.
	pub job: String,
	/// Where it is.
	pub stage: Stage,
}

impl From<chain::RequestInfo<AccountId32, u128>> for Request {
	fn from(request: chain::RequestInfo<AccountId32, u128>) -> Self {
		Self {
			kind: Tagged::of(request.kind),
			requested_at: request.requested_at,
			fee_planck: request.fee.to_string(),
			round: request.round,
			job: request.job.to_string(),
			stage: request.stage.into(),
		}
	}
}

/// Where an open request is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
	tag = "type",
	rename_all = "camelCase",
	rename_all_fields = "camelCase"
)]
pub enum Stage {
	/// It waits for its draw.
	Waiting {
		/// From when on the owner may take it back, if nobody has been drawn by then.
		withdraw_from: u64,
	},
	/// Its members vote.
	Voting {
		/// Where the ballot is.
		phase: Tagged<BallotPhase>,
		/// When the commit phase ends at the latest.
		commit_until: u64,
		/// When the reveal phase ends at the latest.
		reveal_until: u64,
		/// The members and what they did.
		seats: Vec<Seat>,
	},
}

impl From<chain::VerificationStage<AccountId32>> for Stage {
	fn from(stage: chain::VerificationStage<AccountId32>) -> Self {
		match stage {
			chain::VerificationStage::Waiting { withdraw_from } => Self::Waiting { withdraw_from },
			chain::VerificationStage::Voting {
				phase,
				commit_until,
				reveal_until,
				seats,
			} => Self::Voting {
				phase: Tagged::of(phase),
				commit_until,
				reveal_until,
				seats: seats.into_iter().map(Into::into).collect(),
			},
		}
	}
}

/// A member of a ballot and what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seat {
	/// Who votes.
	pub member: String,
	/// The sealed vote.
	pub commitment: Option<H256>,
	/// The opened vote.
	pub opinion: Option<Opinion>,
}

impl From<chain::SeatInfo<AccountId32>> for Seat {
	fn from(seat: chain::SeatInfo<AccountId32>) -> Self {
		Self {
			member: address(&seat.member),
			commitment: seat.commitment,
			opinion: seat.opinion.map(Into::into),
		}
	}
}

/// What a member says of a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
	tag = "type",
	rename_all = "camelCase",
	rename_all_fields = "camelCase"
)]
pub enum Opinion {
	/// This is what the machine is made of.
	Accept {
		/// The hardware as the member saw it.
		hardware: Hardware,
		/// Digest of the signed hardware report that the member got from the machine's agent.
		report: H256,
	},
	/// The machine must not become active.
	Refuse {
		/// Why.
		reason: Tagged<RejectReason>,
	},
}

impl From<chain::HardwareOpinion> for Opinion {
	fn from(opinion: chain::HardwareOpinion) -> Self {
		match opinion {
			chain::HardwareOpinion::Accept { hardware, report } => Self::Accept {
				hardware: hardware.into(),
				report,
			},
			chain::HardwareOpinion::Refuse { reason } => Self::Refuse {
				reason: Tagged::of(reason),
			},
		}
	}
}
