//! What reads of sanctions answer.

// The derive of an enum with fields writes its index as `usize as u8`.
#![allow(clippy::cast_possible_truncation)]

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

use crate::{JobId, MachineId, Moment};

/// Longest reason of an appeal, in bytes (*fixed*).
pub const MAX_APPEAL_REASON: u32 = 256;

/// Why an account appeals: free text, by custom UTF-8.
pub type AppealReason = BoundedVec<u8, ConstU32<MAX_APPEAL_REASON>>;

/// What a sanction is for, and what it takes.
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
pub enum SanctionGround<Balance> {
	/// A member of the committee stayed silent or voted against two others: what it has at risk for the job.
	MemberFault {
		/// The job. Its booking tells the amount.
		job: JobId,
	},
	/// Verifiers refused a machine: a part of its stake.
	RefusedRegistration {
		/// The machine.
		machine: MachineId,
		/// The locked part, in planck.
		amount: Balance,
	},
	/// A machine was down: a part of its stake.
	Outage {
		/// The machine.
		machine: MachineId,
		/// The locked part, in planck.
		amount: Balance,
	},
}

impl<Balance: Copy> SanctionGround<Balance> {
	/// The machine whose stake it takes, and how much of it, in planck.
	pub fn stake(&self) -> Option<(MachineId, Balance)> {
		match self {
			Self::MemberFault { .. } => None,
			Self::RefusedRegistration { machine, amount } | Self::Outage { machine, amount } => {
				Some((*machine, *amount))
			}
		}
	}
}

/// Where a pending sanction is.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum SanctionStage<Balance> {
	/// The account concerned may appeal.
	Waiting,
	/// It has appealed.
	Appealed {
		/// Its deposit on hold, in planck.
		deposit: Balance,
		/// Why.
		reason: AppealReason,
	},
}

/// Everything that the chain knows of a pending sanction.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SanctionInfo<AccountId, Balance> {
	/// What it is for, and what it takes.
	pub ground: SanctionGround<Balance>,
	/// Who pays it and may appeal: the member, or the owner of the machine.
	pub concerned: AccountId,
	/// When it was created.
	pub created_at: Moment,
	/// Where it is.
	pub stage: SanctionStage<Balance>,
	/// When the stage ends, with the stalls so far: unless an appeal is granted before, the sanction is executed then.
	pub until: Moment,
	/// Who gets how much of it, in planck. The treasury gets the rest.
	pub shares: Vec<(AccountId, Balance)>,
}

/// Which sanctions a list holds: those that pass every condition given.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SanctionFilter<AccountId> {
	/// Taking the stake of this machine.
	pub machine: Option<MachineId>,
	/// Paid by this account.
	pub account: Option<AccountId>,
}

impl<AccountId> Default for SanctionFilter<AccountId> {
	fn default() -> Self {
		Self {
			machine: None,
			account: None,
		}
	}
}
