//! Penalties, as the pallets that impose them see them.

use frame_support::{traits::ConstU32, BoundedVec};
use sp_runtime::DispatchResult;

use crate::{JobId, MachineId};

/// Most recipients of a sanction beside the treasury.
pub const MAX_SANCTION_SHARES: u32 = 3;

/// Whose money a sanction takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SanctionSource<AccountId, Balance> {
	/// What a committee member has at risk for a job.
	Bond {
		/// The job.
		job: JobId,
		/// The member.
		member: AccountId,
	},
	/// A part of a machine's stake, which whoever proposes the sanction has locked.
	Stake {
		/// The machine.
		machine: MachineId,
		/// The locked part, in planck.
		amount: Balance,
	},
}

/// A penalty: what it takes, and who gets how much of it. The treasury gets the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sanction<AccountId, Balance> {
	/// What it takes.
	pub source: SanctionSource<AccountId, Balance>,
	/// Who gets how much, in planck, as far as the amount goes.
	pub shares: BoundedVec<(AccountId, Balance), ConstU32<MAX_SANCTION_SHARES>>,
}

/// Takes proposed penalties, and executes each exactly once unless it is cancelled.
pub trait SanctionSink<AccountId, Balance> {
	/// Proposes a penalty.
	fn propose(sanction: Sanction<AccountId, Balance>) -> DispatchResult;
}
