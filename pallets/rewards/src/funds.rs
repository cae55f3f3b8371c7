//! Money: the only file that names the currency. Rewards are minted when they are paid, and never before.

use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::{DepositConsequence, Provenance},
	},
};
use sp_runtime::DispatchResult;

use crate::{Config, Error, Pallet};

/// An amount of DBC in planck.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

impl<T: Config> Pallet<T> {
	/// Mints `amount` to `who`. Fails, and changes nothing, if the account cannot receive it: it does not exist and the
	/// amount is below the existential deposit.
	pub(crate) fn mint(who: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let consequence = T::Currency::can_deposit(who, amount, Provenance::Minted);
		let can_receive = consequence == DepositConsequence::Success;
		ensure!(can_receive, Error::<T>::CannotReceive);
		with_storage_layer(|| T::Currency::mint_into(who, amount).map(|_| ()))
	}

	/// Gives `who` an account.
	#[cfg(feature = "runtime-benchmarks")]
	pub(crate) fn endow(who: &T::AccountId) {
		T::Currency::set_balance(who, T::Currency::minimum_balance());
	}
}
