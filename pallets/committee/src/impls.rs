//! What the calls do: validate everything, move money, store the record, and tell it in one event per fact.

use dbc_primitives::{BoxKey, Moment};
use frame_support::{
	ensure,
	traits::{Get, UnixTime},
};
use sp_runtime::{DispatchResult, SaturatedConversion};

use crate::{
	BalanceOf, Config, Error, Event, Member, MemberCount, MemberOf, Members, Pallet, StateError,
};

impl<T> From<StateError> for Error<T> {
	fn from(error: StateError) -> Self {
		match error {
			StateError::AlreadyJoined => Self::AlreadyJoined,
			StateError::NotJoined => Self::NotJoined,
			StateError::Removed => Self::MemberRemoved,
			StateError::NotActive => Self::NotActive,
			StateError::NotPaused => Self::NotPaused,
			StateError::JobsPending => Self::JobsPending,
			StateError::BondTooLow => Self::BondTooLow,
			StateError::BondAtRisk => Self::BondAtRisk,
		}
	}
}

/// The key to which nobody can seal.
const NO_KEY: BoxKey = [0; 32];

impl<T: Config> Pallet<T> {
	/// The chain's time.
	pub(crate) fn now() -> Moment {
		T::Time::now().as_millis().saturated_into()
	}

	/// The record of a member.
	pub(crate) fn member(who: &T::AccountId) -> Result<MemberOf<T>, Error<T>> {
		Members::<T>::get(who).ok_or(Error::<T>::MemberNotFound)
	}

	pub(crate) fn do_add_member(who: T::AccountId) -> DispatchResult {
		ensure!(!Members::<T>::contains_key(&who), Error::<T>::AlreadyMember);
		let count = MemberCount::<T>::get();
		ensure!(count < T::MaxMembers::get(), Error::<T>::TooManyMembers);
		MemberCount::<T>::put(count.saturating_add(1));
		Members::<T>::insert(&who, Member::approved());
		Self::deposit_event(Event::MemberAdded { member: who });
		Ok(())
	}

	pub(crate) fn do_remove_member(who: &T::AccountId) -> DispatchResult {
		let mut member = Self::member(who)?;
		member.remove().map_err(Error::<T>::from)?;
		Self::deposit_event(Event::MemberRemoved {
			member: who.clone(),
			jobs: member.jobs,
			at_risk: member.at_risk,
		});
		Self::store_or_forget(&T::Rules::get(), who, member);
		Ok(())
	}

	pub(crate) fn do_join(
		who: &T::AccountId,
		box_key: BoxKey,
		bond: BalanceOf<T>,
	) -> DispatchResult {
		ensure!(box_key != NO_KEY, Error::<T>::InvalidBoxKey);
		let mut member = Self::member(who)?;
		let rules = T::Rules::get();
		member
			.join(&rules, box_key, bond)
			.map_err(Error::<T>::from)?;
		Self::hold_bond(who, bond)?;
		Self::deposit_event(Event::MemberJoined {
			member: who.clone(),
			box_key,
			bond,
		});
		Self::store(&rules, who, member);
		Ok(())
	}

	pub(crate) fn do_set_box_key(who: &T::AccountId, box_key: BoxKey) -> DispatchResult {
		ensure!(box_key != NO_KEY, Error::<T>::InvalidBoxKey);
		let mut member = Self::member(who)?;
		member.set_box_key(box_key).map_err(Error::<T>::from)?;
		Members::<T>::insert(who, member);
		Self::deposit_event(Event::BoxKeySet {
			member: who.clone(),
			box_key,
		});
		Ok(())
	}

	pub(crate) fn do_add_bond(who: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut member = Self::member(who)?;
		member.add_bond(amount).map_err(Error::<T>::from)?;
		Self::hold_bond(who, amount)?;
		Self::deposit_event(Event::BondAdded {
			member: who.clone(),
			amount,
			bond: member.bond,
		});
		Self::store(&T::Rules::get(), who, member);
		Ok(())
	}

	pub(crate) fn do_reduce_bond(who: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut member = Self::member(who)?;
		let rules = T::Rules::get();
		member
			.reduce_bond(&rules, amount)
			.map_err(Error::<T>::from)?;
		Self::release_bond(who, amount)?;
		Self::deposit_event(Event::BondReduced {
			member: who.clone(),
			amount,
			bond: member.bond,
		});
		Self::store(&rules, who, member);
		Ok(())
	}

	pub(crate) fn do_pause(who: &T::AccountId) -> DispatchResult {
		let mut member = Self::member(who)?;
		member.pause().map_err(Error::<T>::from)?;
		Self::deposit_event(Event::MemberPaused {
			member: who.clone(),
		});
		Self::store(&T::Rules::get(), who, member);
		Ok(())
	}

	pub(crate) fn do_resume(who: &T::AccountId) -> DispatchResult {
		let mut member = Self::member(who)?;
		member.resume().map_err(Error::<T>::from)?;
		Self::deposit_event(Event::MemberResumed {
			member: who.clone(),
		});
		Self::store(&T::Rules::get(), who, member);
		Ok(())
	}

	pub(crate) fn do_leave(who: &T::AccountId) -> DispatchResult {
		let member = Self::member(who)?;
		member.ensure_idle().map_err(Error::<T>::from)?;
		Self::forget(who, &member)
	}

	pub(crate) fn do_refresh(who: &T::AccountId) -> DispatchResult {
		let member = Self::member(who)?;
		if member.is_done() {
			return Self::forget(who, &member);
		}
		let rules = T::Rules::get();
		ensure!(
			member.is_drawable(&rules) != member.place.is_some(),
			Error::<T>::NothingToRefresh
		);
		Self::store(&rules, who, member);
		Ok(())
	}
}
