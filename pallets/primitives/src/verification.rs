//! What verifiers say of a machine's hardware.

// The derive of an enum with fields writes its index as `usize as u8`.
#![allow(clippy::cast_possible_truncation)]

#[cfg(test)]
mod tests;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dbc_math::ballot::Vote;
use scale_info::TypeInfo;
use sp_core::H256;

use crate::{Hardware, RejectReason};

/// What a verifier says of a machine. Two acceptances agree if the hardware is the same, two refusals always.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum HardwareOpinion {
	/// This is what the machine is made of.
	Accept {
		/// The whole hardware as the member saw it.
		hardware: Hardware,
		/// Digest of the signed hardware report that the member got from the machine's agent.
		report: H256,
	},
	/// The machine must not become active.
	Refuse {
		/// Why.
		reason: RejectReason,
	},
}

impl Vote for HardwareOpinion {
	fn agrees_with(&self, other: &Self) -> bool {
		match (self, other) {
			(Self::Accept { hardware: a, .. }, Self::Accept { hardware: b, .. }) => a == b,
			(Self::Refuse { .. }, Self::Refuse { .. }) => true,
			_ => false,
		}
	}

	/// Of digests and of codes the lowest stands for all: the others stay in the seats.
	fn merged(self, other: &Self) -> Self {
		match (self, other) {
			(
				Self::Accept { hardware, report },
				Self::Accept {
					report: other_report,
					..
				},
			) => Self::Accept {
				hardware,
				report: report.min(*other_report),
			},
			(
				Self::Refuse { reason },
				Self::Refuse {
					reason: other_reason,
				},
			) => Self::Refuse {
				reason: reason.min(*other_reason),
			},
			(own, _) => own,
		}
	}
}

/// What a verification is for.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum VerificationKind {
	/// The machine is not active yet.
	Registration,
	/// The hardware of an active machine has changed.
	HardwareChange,
}

/// Who attested a machine, and by which report.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Attester<AccountId> {
	/// The member.
	pub member: AccountId,
	/// Digest of the signed hardware report that it got from the machine's agent.
	pub report: H256,
}
