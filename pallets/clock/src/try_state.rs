//! What must always hold. The tests run it after every test.

use frame_support::ensure;
use sp_runtime::TryRuntimeError;

use crate::{Config, LastBlock, Pallet, Stalled};

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::ensure_1_stalls_fit_into_the_past()
	}

	/// 1. Stalls are gaps between blocks, and gaps do not overlap: together they are not longer than the time of the
	///    latest block.
	fn ensure_1_stalls_fit_into_the_past() -> Result<(), TryRuntimeError> {
		ensure!(
			Stalled::<T>::get() <= LastBlock::<T>::get().unwrap_or_default(),
			"1: the chain stalled for longer than there is time"
		);
		Ok(())
	}
}
