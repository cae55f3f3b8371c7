//! Money: the only file that names the currency. The fee of a request is on hold for [`HoldReason::VerificationFee`] on the
//! account of the machine's owner; what is on hold there is the sum of the owner's requests.

use dbc_primitives::MachineId;
use frame_support::{
	defensive, ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{Inspect, Mutate, MutateHold},
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
	HoldReason::VerificationFee.into()
}

impl<T: Config> Pallet<T> {
	/// Pays `registration_fee` of `owner` to the treasury and holds `fee`: both or neither, and only from what is freely
	/// spendable.
	pub(crate) fn take_fees(
		owner: &T::AccountId,
		registration_fee: BalanceOf<T>,
		fee: BalanceOf<T>,
	) -> DispatchResult {
		let needed = registration_fee.saturating_add(fee);
		let spendable =
			T::Currency::reducible_balance(owner, Preservation::Preserve, Fortitude::Polite);
		ensure!(spendable >= needed, Error::<T>::InsufficientBalance);
		if registration_fee > 0 {
			let treasury = T::Treasury::get();
			T::Currency::transfer(owner, &treasury, registration_fee, Preservation::Preserve)?;
		}
		if fee > 0 {
			T::Currency::hold(&reason::<T>(), owner, fee)?;
		}
		Ok(())
	}

	/// Pays `amount` of the fee that `owner` has on hold to `member`, or to the treasury if the member's account cannot
	/// receive it.
	pub(crate) fn pay_fee(
		machine: MachineId,
		owner: &T::AccountId,
		member: &T::AccountId,
		amount: BalanceOf<T>,
	) {
		if amount == 0 {
			return;
		}
		let treasury = T::Treasury::get();
		let to = [member.clone(), treasury]
			.into_iter()
			.find(|to| Self::transfer_held(owner, to, amount).is_ok());
		match to {
			Some(to) => Self::deposit_event(Event::FeePaid {
				machine,
				to,
				amount,
			}),
			None => {
				defensive!("a fee could be paid to nobody");
			}
		}
	}

	/// Returns `amount` of the fee to `owner`, or pays it to the treasury if the owner's account cannot receive it.
	pub(crate) fn return_fee(machine: MachineId, owner: &T::AccountId, amount: BalanceOf<T>) {
		if amount == 0 {
			return;
		}
		let treasury = T::Treasury::get();
		let to = if Self::can_receive(owner, amount) && Self::release_held(owner, amount).is_ok() {
			owner.clone()
		} else if Self::transfer_held(owner, &treasury, amount).is_ok() {
			treasury
		} else {
			defensive!("a fee could be returned to nobody");
			return;
		};
		Self::deposit_event(Event::FeeReturned {
			machine,
			to,
			amount,
		});
	}

	fn can_receive(who: &T::AccountId, amount: BalanceOf<T>) -> bool {
		let consequence = T::Currency::can_deposit(who, amount, Provenance::Extant);
		consequence == DepositConsequence::Success
	}

	fn release_held(owner: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		with_storage_layer(|| {
			T::Currency::release(&reason::<T>(), owner, amount, Precision::Exact).map(|_| ())
		})
	}

	fn transfer_held(
		owner: &T::AccountId,
		to: &T::AccountId,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		with_storage_layer(|| {
			T::Currency::transfer_on_hold(
				&reason::<T>(),
				owner,
				to,
				amount,
				Precision::Exact,
				Restriction::Free,
				Fortitude::Force,
			)
			.map(|_| ())
		})
	}

	/// What `owner` has on hold for all its requests.
	#[cfg(any(feature = "try-state", test))]
	pub(crate) fn fees_on_hold(owner: &T::AccountId) -> BalanceOf<T> {
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
