//! Money: the only file that names the currency. The deposit of a report is on hold for [`HoldReason::ReportDeposit`] on the
//! account of its reporter; what is on hold there is the sum of the reporter's reports.

use dbc_primitives::ReportId;
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

use crate::{Config, Error, Event, HoldReason, Pallet};

/// An amount of DBC in planck.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

fn reason<T: Config>() -> T::RuntimeHoldReason {
	HoldReason::ReportDeposit.into()
}

impl<T: Config> Pallet<T> {
	/// Holds `amount` of what `reporter` can freely spend.
	pub(crate) fn hold_deposit(reporter: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let spendable =
			T::Currency::reducible_balance(reporter, Preservation::Preserve, Fortitude::Polite);
		ensure!(spendable >= amount, Error::<T>::InsufficientBalance);
		if amount > 0 {
			T::Currency::hold(&reason::<T>(), reporter, amount)?;
		}
		Ok(())
	}

	/// Pays `amount` of the deposit that `reporter` has on hold to `to`, or to the treasury if that account cannot receive
	/// it.
	pub(crate) fn pay_deposit(
		report: ReportId,
		reporter: &T::AccountId,
		to: &T::AccountId,
		amount: BalanceOf<T>,
	) {
		if amount == 0 {
			return;
		}
		let treasury = T::Treasury::get();
		let to = [to.clone(), treasury]
			.into_iter()
			.find(|to| Self::transfer_held(reporter, to, amount).is_ok());
		match to {
			Some(to) => Self::deposit_event(Event::DepositPaid { report, to, amount }),
			None => {
				defensive!("a deposit could be paid to nobody");
			}
		}
	}

	/// Returns `amount` of the deposit to `reporter`, or pays it to the treasury if the reporter's account cannot receive
	/// it.
	pub(crate) fn return_deposit(report: ReportId, reporter: &T::AccountId, amount: BalanceOf<T>) {
		if amount == 0 {
			return;
		}
		let treasury = T::Treasury::get();
		let released =
			Self::can_receive(reporter, amount) && Self::release_held(reporter, amount).is_ok();
		let to = if released {
			reporter.clone()
		} else if Self::transfer_held(reporter, &treasury, amount).is_ok() {
			treasury
		} else {
			defensive!("a deposit could be returned to nobody");
			return;
		};
		Self::deposit_event(Event::DepositReturned { report, to, amount });
	}

	fn can_receive(who: &T::AccountId, amount: BalanceOf<T>) -> bool {
		let consequence = T::Currency::can_deposit(who, amount, Provenance::Extant);
		consequence == DepositConsequence::Success
	}

	fn release_held(reporter: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		with_storage_layer(|| {
			T::Currency::release(&reason::<T>(), reporter, amount, Precision::Exact).map(|_| ())
		})
	}

	fn transfer_held(
		reporter: &T::AccountId,
		to: &T::AccountId,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		with_storage_layer(|| {
			T::Currency::transfer_on_hold(
				&reason::<T>(),
				reporter,
				to,
				amount,
				Precision::Exact,
				Restriction::Free,
				Fortitude::Force,
			)
			.map(|_| ())
		})
	}

	/// What `reporter` has on hold for all its reports.
	#[cfg(any(feature = "try-state", test))]
	pub(crate) fn deposits_on_hold(reporter: &T::AccountId) -> BalanceOf<T> {
		use frame_support::traits::fungible::InspectHold;
		T::Currency::balance_on_hold(&reason::<T>(), reporter)
	}

	/// Gives `who` freely spendable funds.
	#[cfg(feature = "runtime-benchmarks")]
	pub(crate) fn endow(who: &T::AccountId, amount: BalanceOf<T>) {
		use frame_support::traits::fungible::Mutate;
		let free = amount.saturating_add(T::Currency::minimum_balance());
		T::Currency::set_balance(who, free);
	}
}
