//! Fault reports: what is reported, and what verifiers say of it.

// The derive of an enum with fields writes its index as `usize as u8`.
#![allow(clippy::cast_possible_truncation)]

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dbc_math::ballot::Vote;
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::OutageCause;

/// A fault report. Numbers rise in the order of filing and are never used twice.
pub type ReportId = u64;

/// Longest sealed evidence, in bytes (*fixed*).
pub const MAX_SEALED_LEN: u32 = 1_024;

/// Shortest sealed evidence, in bytes (*fixed*): the ephemeral key and the authenticator of a sealed box.
pub const MIN_SEALED_LEN: u32 = 48;

/// The evidence of a report, sealed to the box key of one member.
pub type SealedEvidence = BoundedVec<u8, ConstU32<MAX_SEALED_LEN>>;

/// A sanction. Numbers rise in the order of creation and are never used twice.
pub type SanctionId = u64;

/// What is wrong with a machine.
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
	Serialize,
	Deserialize,
)]
pub enum FaultKind {
	/// Nobody reaches it.
	Inaccessible,
	/// GPUs or system do not work.
	Malfunction,
	/// The hardware is not what was attested.
	Counterfeit,
	/// It cannot be rented though it says so.
	RentFailed,
}

impl FaultKind {
	/// The cause of the outage if a report of this kind is upheld.
	pub const fn cause(self) -> OutageCause {
		match self {
			Self::Inaccessible => OutageCause::Inaccessible,
			Self::Malfunction => OutageCause::Malfunction,
			Self::Counterfeit => OutageCause::Counterfeit,
			Self::RentFailed => OutageCause::RentFailed,
		}
	}

	/// Whether members need sealed evidence to judge it: whether a machine answers anybody can see.
	pub const fn needs_evidence(self) -> bool {
		!matches!(self, Self::Inaccessible)
	}
}

/// What a verifier says of a report.
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
pub enum FaultOpinion {
	/// It is true.
	Uphold,
	/// It is not.
	Reject,
}

impl Vote for FaultOpinion {
	fn agrees_with(&self, other: &Self) -> bool {
		self == other
	}

	fn merged(self, _other: &Self) -> Self {
		self
	}
}
