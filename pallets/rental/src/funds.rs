//! Money: the only file that names the currency. Fee and rent of an open order are on hold for [`HoldReason::RentalEscrow`]
//! on the account of its payer; what is on hold there is the sum over the payer's open orders.

use frame_support::{
	defensive, ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{Inspect, MutateHold},
		tokens::{DepositConsequence, Fortitude, Precision, Preservation, Provenance, Restriction},
		Get,
	},
};
use sp_runtime::DispatchResult;

use crate::{Config, Error, HoldReason, Pallet};

/// An amount of DBC in planck.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

fn reason<T: Config>() -> T::RuntimeHoldReason {
	HoldReason::RentalEscrow.into()
}

impl<T: Config> Pallet<T> {
	/// Puts `amount` of what `payer` can freely spend on hold.
	pub(crate) fn hold_escrow(payer: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let spendable =
			T::Currency::reducible_balance(payer, Preservation::Preserve, Fortitude::Polite);
		ensure!(spendable >= amount, Error::<T>::InsufficientBalance);
		if amount > 0 {
			T::Currency::hold(&reason::<T>(), payer, amount)?;
		}
		Ok(())
	}

	/// Pays `amount` of the escrow of `payer` to `payee` and burns `burned` of it: both or neither.
	pub(crate) fn pay_rent(
		payer: &T::AccountId,
		payee: &T::AccountId,
		amount: BalanceOf<T>,
		burned: BalanceOf<T>,
	) -> DispatchResult {
		with_storage_layer(|| {
			Self::transfer_escrow(payer, payee, amount)?;
			Self::burn_escrow(payer, burned)
		})
	}

	/// Gives `amount` of the escrow of `payer` to the treasury. What the treasury cannot receive is burned, so that nothing
	/// stays behind.
	pub(crate) fn give_to_treasury(payer: &T::AccountId, amount: BalanceOf<T>) {
		let treasury = T::Treasury::get();
		let given = with_storage_layer(|| Self::transfer_escrow(payer, &treasury, amount));
		if given.is_err() {
			Self::forfeit(payer, amount);
		}
	}

	/// Burns `amount` of the escrow of `payer` that nobody can receive.
	pub(crate) fn forfeit(payer: &T::AccountId, amount: BalanceOf<T>) {
		if Self::burn_escrow(payer, amount).is_err() {
			defensive!("an order has less on hold than it says");
		}
	}

	/// Returns `amount` of the escrow of `payer`, and tells whether its account could receive it.
	pub(crate) fn release_escrow(payer: &T::AccountId, amount: BalanceOf<T>) -> bool {
		if amount == 0 {
			return true;
		}
		let consequence = T::Currency::can_deposit(payer, amount, Provenance::Extant);
		let release =
			|| T::Currency::release(&reason::<T>(), payer, amount, Precision::Exact).map(|_| ());
		consequence == DepositConsequence::Success && with_storage_layer(release).is_ok()
	}

	fn transfer_escrow(
		payer: &T::AccountId,
		to: &T::AccountId,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		T::Currency::transfer_on_hold(
			&reason::<T>(),
			payer,
			to,
			amount,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Force,
		)
		.map(|_| ())
	}

	fn burn_escrow(payer: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		let (exact, force) = (Precision::Exact, Fortitude::Force);
		T::Currency::burn_held(&reason::<T>(), payer, amount, exact, force).map(|_| ())
	}

	/// What `payer` has on hold for all its orders.
	#[cfg(any(feature = "try-state", test))]
	pub(crate) fn escrow_on_hold(payer: &T::AccountId) -> BalanceOf<T> {
		use frame_support::traits::fungible::InspectHold;
		T::Currency::balance_on_hold(&reason::<T>(), payer)
	}

	/// Gives `who` freely spendable funds.
	#[cfg(feature = "runtime-benchmarks")]
	pub(crate) fn endow(who: &T::AccountId, amount: BalanceOf<T>) {
		use frame_support::traits::fungible::Mutate;
		let free = amount.saturating_add(T::Currency::minimum_balance());
		T::Currency::set_balance(who, free);
	}
}
