//! Money: the only file that names the currency. Every stake is on hold for [`HoldReason::MachineStake`] on the account
//! of the machine's owner; what is on hold there is the sum of the owner's machines.

use frame_support::{
	defensive, ensure,
	traits::{
		fungible::{BalancedHold, Credit, Inspect, Mutate, MutateHold},
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

/// What a slash hands over; burns when dropped.
pub type CreditOf<T> = Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

fn reason<T: Config>() -> T::RuntimeHoldReason {
	HoldReason::MachineStake.into()
}

impl<T: Config> Pallet<T> {
	/// What `who` can freely spend: neither on hold, locked nor vesting, and the account stays alive.
	fn spendable(who: &T::AccountId) -> BalanceOf<T> {
		T::Currency::reducible_balance(who, Preservation::Preserve, Fortitude::Polite)
	}

	/// Pays `fee` of `owner` to the treasury and holds `stake`: both or neither.
	pub(crate) fn pay_fee_and_hold_stake(
		owner: &T::AccountId,
		fee: BalanceOf<T>,
		stake: BalanceOf<T>,
	) -> DispatchResult {
		let needed = fee.saturating_add(stake);
		ensure!(
			Self::spendable(owner) >= needed,
			Error::<T>::InsufficientBalance
		);
		if fee > 0 {
			T::Currency::transfer(owner, &T::Treasury::get(), fee, Preservation::Preserve)?;
		}
		Self::hold_stake(owner, stake)
	}

	/// Holds `amount` more, only from what is freely spendable.
	pub(crate) fn hold_stake(owner: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		ensure!(
			Self::spendable(owner) >= amount,
			Error::<T>::InsufficientBalance
		);
		T::Currency::hold(&reason::<T>(), owner, amount)
	}

	/// Returns `amount` of the stake to its owner.
	pub(crate) fn release_stake(owner: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		T::Currency::release(&reason::<T>(), owner, amount, Precision::Exact).map(|_| ())
	}

	/// Returns `amount` of the stake to its owner, or to the treasury if it is less than the owner's empty account can
	/// receive; tells what the owner got. So no machine is kept alive by dust.
	pub(crate) fn return_stake(
		owner: &T::AccountId,
		amount: BalanceOf<T>,
	) -> Result<BalanceOf<T>, DispatchError> {
		let consequence = T::Currency::can_deposit(owner, amount, Provenance::Extant);
		if consequence == DepositConsequence::Success {
			return Self::release_stake(owner, amount).map(|_| amount);
		}
		T::Currency::transfer_on_hold(
			&reason::<T>(),
			owner,
			&T::Treasury::get(),
			amount,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Force,
		)?;
		Ok(0)
	}

	/// Takes `amount` of the stake.
	pub(crate) fn slash_stake(owner: &T::AccountId, amount: BalanceOf<T>) -> CreditOf<T> {
		if amount == 0 {
			return CreditOf::<T>::zero();
		}
		let (credit, missing) = T::Currency::slash(&reason::<T>(), owner, amount);
		if missing > 0 {
			defensive!("less was on hold than was recorded");
		}
		credit
	}

	/// What `owner` has on hold for all its machines.
	#[cfg(any(feature = "try-state", test))]
	pub(crate) fn stake_on_hold(owner: &T::AccountId) -> BalanceOf<T> {
		use frame_support::traits::fungible::InspectHold;
		T::Currency::balance_on_hold(&reason::<T>(), owner)
	}

	/// Gives `who` freely spendable funds.
	#[cfg(feature = "runtime-benchmarks")]
	pub(crate) fn endow(who: &T::AccountId, amount: BalanceOf<T>) {
		let free = amount.saturating_add(T::Currency::minimum_balance());
		T::Currency::set_balance(who, free);
	}
}
