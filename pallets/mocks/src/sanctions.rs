//! Penalties.

use std::cell::Cell;

use codec::Codec;
use dbc_primitives::{
	traits::{Sanction, SanctionSink, SanctionSource, MAX_SANCTION_SHARES},
	JobId, MachineId,
};
use frame_support::{storage::unhashed, traits::ConstU32, BoundedVec};
use sp_runtime::{DispatchError, DispatchResult};

thread_local! {
	static FAILS: Cell<bool> = const { Cell::new(false) };
}

type Shares<AccountId> = BoundedVec<(AccountId, u128), ConstU32<MAX_SANCTION_SHARES>>;
/// A bond's job and member or a stake's machine and amount, and the shares.
type Stored<AccountId> = (
	Result<(JobId, AccountId), (MachineId, u128)>,
	Shares<AccountId>,
);

/// Remembers every proposed penalty and executes none.
pub struct RecordSanctions;

impl RecordSanctions {
	/// Whether every further proposal fails.
	pub fn fail(fails: bool) {
		FAILS.set(fails);
	}

	/// What was proposed, oldest first.
	pub fn all<AccountId: Codec>() -> Vec<Sanction<AccountId, u128>> {
		(0..count())
			.filter_map(|n| unhashed::get::<Stored<AccountId>>(&crate::key("sanction", n)))
			.map(|(source, shares)| Sanction {
				source: match source {
					Ok((job, member)) => SanctionSource::Bond { job, member },
					Err((machine, amount)) => SanctionSource::Stake { machine, amount },
				},
				shares,
			})
			.collect()
	}
}

/// How many were proposed.
fn count() -> u32 {
	unhashed::get_or_default(&crate::key("sanctions", ()))
}

impl<AccountId: Codec> SanctionSink<AccountId, u128> for RecordSanctions {
	fn propose(sanction: Sanction<AccountId, u128>) -> DispatchResult {
		if FAILS.get() {
			return Err(DispatchError::Other("mock: no more sanctions"));
		}
		let source = match sanction.source {
			SanctionSource::Bond { job, member } => Ok((job, member)),
			SanctionSource::Stake { machine, amount } => Err((machine, amount)),
		};
		let stored: Stored<AccountId> = (source, sanction.shares);
		unhashed::put(&crate::key("sanction", count()), &stored);
		unhashed::put(&crate::key("sanctions", ()), &(count() + 1));
		Ok(())
	}
}
