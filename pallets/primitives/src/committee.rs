//! The committee: its jobs, what they are about, and who must not get them.

// The derive of an enum with fields writes its index as `usize as u8`.
#![allow(clippy::cast_possible_truncation)]

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

use crate::{MachineId, Moment};

/// A job of the committee: one ballot of three members. Never used twice.
pub type JobId = u64;

/// A member's X25519 public key, to which evidence is sealed.
pub type BoxKey = [u8; 32];

/// Most accounts that must not be drawn for a job (*fixed*): owner and payee of the machine, the reporter, the renters
/// of its live orders, its attesters.
pub const MAX_EXCLUDED: u32 = 40;
/// Most accounts that were drawn for the same subject before (*fixed*).
pub const MAX_DRAWN_BEFORE: u32 = 9;

/// What a job is about.
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
pub enum JobSubject {
	/// The hardware of a machine.
	Verification(MachineId),
	/// A fault report.
	Report(u64),
}

/// Who must not be drawn for a job.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Exclusions<AccountId> {
	/// Never drawn: the parties concerned.
	pub parties: BoundedVec<AccountId, ConstU32<MAX_EXCLUDED>>,
	/// Not drawn as long as enough others remain: those who were drawn for the same subject before.
	pub drawn_before: BoundedVec<AccountId, ConstU32<MAX_DRAWN_BEFORE>>,
}

/// What the relay chain's randomness was at one of its blocks.
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
pub struct Beacon {
	/// Number of the relay chain's block.
	pub relay_number: u32,
	/// VRF output of that block's author.
	pub block: [u8; 32],
	/// Randomness of the epoch before the last, if it is known.
	pub epoch: Option<[u8; 32]>,
}

/// The state of a committee member.
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
pub enum MemberStatus {
	/// Approved, but without bond and box key yet.
	Approved,
	/// Takes jobs.
	Active,
	/// Takes no new jobs for now.
	Paused,
	/// Removed by governance: takes no new jobs, and gets the bond back once nothing is at risk.
	Removed,
}

/// A job for which a member has something at risk.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Booking<Balance> {
	/// What the job is about.
	pub subject: JobSubject,
	/// What is at risk, in planck.
	pub at_risk: Balance,
	/// When the member was drawn.
	pub drawn_at: Moment,
}
