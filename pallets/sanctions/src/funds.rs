//! Money: the only file that names the currency. The deposit of an appeal is on hold for [`HoldReason::AppealDeposit`] on
//! the account that appealed; what is on hold there is the sum of its appeals. What sanctions take arrives as a credit.

use alloc::vec::Vec;
use dbc_primitives::SanctionId;
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{Balanced, BalancedHold, Credit, Inspect, MutateHold},
		tokens::{DepositConsequence, Fortitude, Imbalance, Precision, Preservation, Provenance},
		OnUnbalanced,
	},
};
use sp_runtime::DispatchResult;

use crate::{Config, Error, Event, HoldReason, Pallet};

/// An amount of DBC in planck.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// What a sanction takes; burns when dropped.
pub type CreditOf<T> = Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

fn reason<T: Config>() -> T::RuntimeHoldReason {
	HoldReason::AppealDeposit.into()
}

impl<T: Config> Pallet<T> {
	/// Holds the deposit of an appeal, only from what is freely spendable.
	pub(crate) fn hold_deposit(who: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		let spendable =
			T::Currency::reducible_balance(who, Preservation::Preserve, Fortitude::Polite);
		ensure!(spendable >= amount, Error::<T>::InsufficientBalance);
		T::Currency::hold(&reason::<T>(), who, amount)
	}

	/// Returns the deposit of an appeal. What the account cannot receive is taken.
	pub(crate) fn return_deposit(id: SanctionId, who: &T::AccountId, amount: BalanceOf<T>) {
		if amount == 0 {
			return;
		}
		let consequence = T::Currency::can_deposit(who, amount, Provenance::Extant);
		let returned = consequence == DepositConsequence::Success
			&& with_storage_layer(|| {
				T::Currency::release(&reason::<T>(), who, amount, Precision::Exact)
			})
			.is_ok();
		if returned {
			Self::deposit_event(Event::DepositReturned { id, amount });
		} else {
			Self::forfeit_deposit(id, who, amount);
		}
	}

	/// Takes the deposit of an appeal.
	pub(crate) fn forfeit_deposit(id: SanctionId, who: &T::AccountId, amount: BalanceOf<T>) {
		if amount == 0 {
			return;
		}
		let (credit, _) = T::Currency::slash(&reason::<T>(), who, amount);
		Self::deposit_event(Event::DepositForfeited {
			id,
			amount: credit.peek(),
		});
		T::OnSlash::on_unbalanced(credit);
	}

	/// Pays `shares` of what a sanction took, in order and as far as it goes. What an account cannot receive, and what is
	/// left over, goes where slashes go.
	pub(crate) fn pay_out(
		id: SanctionId,
		credit: CreditOf<T>,
		shares: Vec<(T::AccountId, BalanceOf<T>)>,
	) {
		let amount = credit.peek();
		let mut rest = credit;
		for (to, share) in shares {
			let (part, left) = rest.split(share);
			rest = left;
			let amount = part.peek();
			if amount == 0 {
				continue;
			}
			match T::Currency::resolve(&to, part) {
				Ok(()) => Self::deposit_event(Event::SharePaid { id, to, amount }),
				Err(part) => rest = rest.merge(part),
			}
		}
		Self::deposit_event(Event::SanctionExecuted {
			id,
			amount,
			rest: rest.peek(),
		});
		T::OnSlash::on_unbalanced(rest);
	}

	/// What `who` has on hold for all its appeals.
	#[cfg(any(feature = "try-state", test))]
	pub(crate) fn deposits_on_hold(who: &T::AccountId) -> BalanceOf<T> {
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
