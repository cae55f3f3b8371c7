//! Money: the only file that names the currency. The bond of a member is on hold for [`HoldReason::CommitteeBond`] on the
//! member's account; what is at risk is a part of it, known to the record alone.

use frame_support::{
	defensive, ensure,
	traits::{
		fungible::{BalancedHold, Credit, Inspect, MutateHold},
		tokens::{
			DepositConsequence, Fortitude, Imbalance, Precision, Preservation, Provenance,
			Restriction,
		},
		Get,
	},
};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{Config, Error, HoldReason, Pallet};

/// An amount of DBC in planck.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// What a forfeit hands over; burns when dropped.
pub type CreditOf<T> = Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

fn reason<T: Config>() -> T::RuntimeHoldReason {
	HoldReason::CommitteeBond.into()
}

impl<T: Config> Pallet<T> {
	/// Holds `amount` more, only from what is freely spendable: neither on hold, locked nor vesting, and the account
	/// stays alive.
	pub(crate) fn hold_bond(who: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		let spendable =
			T::Currency::reducible_balance(who, Preservation::Preserve, Fortitude::Polite);
		ensure!(spendable >= amount, Error::<T>::InsufficientBalance);
		T::Currency::hold(&reason::<T>(), who, amount)
	}

	/// Returns `amount` of the bond to its member.
	pub(crate) fn release_bond(who: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		T::Currency::release(&reason::<T>(), who, amount, Precision::Exact).map(|_| ())
	}

	/// Returns the rest of the bond to its member, or to the treasury if it is less than the member's empty account can
	/// receive; tells what the member got. So no record is kept alive by dust.
	pub(crate) fn return_bond(
		who: &T::AccountId,
		amount: BalanceOf<T>,
	) -> Result<BalanceOf<T>, DispatchError> {
		if amount == 0 {
			return Ok(0);
		}
		let consequence = T::Currency::can_deposit(who, amount, Provenance::Extant);
		if consequence == DepositConsequence::Success {
			return Self::release_bond(who, amount).map(|_| amount);
		}
		T::Currency::transfer_on_hold(
			&reason::<T>(),
			who,
			&T::Treasury::get(),
			amount,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Force,
		)?;
		Ok(0)
	}

	/// Takes `amount` of the bond, or what there is of it.
	pub(crate) fn slash_bond(who: &T::AccountId, amount: BalanceOf<T>) -> CreditOf<T> {
		if amount == 0 {
			return CreditOf::<T>::zero();
		}
		let (credit, missing) = T::Currency::slash(&reason::<T>(), who, amount);
		if missing > 0 {
			defensive!("less was on hold than was recorded");
		}
		credit
	}

	/// What `who` has on hold as its bond.
	#[cfg(any(feature = "try-state", test))]
	pub(crate) fn bond_on_hold(who: &T::AccountId) -> BalanceOf<T> {
		use frame_support::traits::fungible::InspectHold;
		T::Currency::balance_on_hold(&reason::<T>(), who)
	}

	/// Gives `who` freely spendable funds.
	#[cfg(feature = "runtime-benchmarks")]
	pub(crate) fn endow(who: &T::AccountId, amount: BalanceOf<T>) {
		use frame_support::traits::fungible::Mutate;
		let free = amount.saturating_add(T::Currency::minimum_balance());
		T::Currency::set_balance(who, free);
	}
}
