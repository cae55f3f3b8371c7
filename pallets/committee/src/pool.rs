//! The ledger of members: a record is stored together with its place in the pool, and goes together with its bond.

use dbc_primitives::CommitteeRules;
use frame_support::{defensive, storage::with_storage_layer};
use sp_runtime::DispatchResult;

use crate::{Config, Event, MemberCount, MemberOf, Members, Pallet, Pool, PoolSize};

impl<T: Config> Pallet<T> {
	/// Stores a member, in the pool exactly if it is drawable.
	pub(crate) fn store(rules: &CommitteeRules, who: &T::AccountId, mut member: MemberOf<T>) {
		match (member.place, member.is_drawable(rules)) {
			(None, true) => member.place = Some(Self::enter_pool(who)),
			(Some(place), false) => {
				Self::leave_pool(who, place);
				member.place = None;
			}
			_ => {}
		}
		Members::<T>::insert(who, member);
	}

	/// Stores a member, or lets it go if nothing keeps it any more. If its bond cannot be returned now, it stays: nothing
	/// that ends a job waits for that, and `refresh` tries again.
	pub(crate) fn store_or_forget(rules: &CommitteeRules, who: &T::AccountId, member: MemberOf<T>) {
		let gone = member.is_done() && with_storage_layer(|| Self::forget(who, &member)).is_ok();
		if !gone {
			Self::store(rules, who, member);
		}
	}

	/// Returns the bond of a member without jobs, and removes its record.
	pub(crate) fn forget(who: &T::AccountId, member: &MemberOf<T>) -> DispatchResult {
		if let Some(place) = member.place {
			Self::leave_pool(who, place);
		}
		let released = Self::return_bond(who, member.bond)?;
		Members::<T>::remove(who);
		MemberCount::<T>::mutate(|count| *count = count.saturating_sub(1));
		Self::deposit_event(Event::MemberLeft {
			member: who.clone(),
			released,
		});
		Ok(())
	}

	/// Puts a member behind all others, and tells its place.
	fn enter_pool(who: &T::AccountId) -> u32 {
		let place = PoolSize::<T>::get();
		Pool::<T>::insert(place, who);
		PoolSize::<T>::put(place.saturating_add(1));
		Self::deposit_event(Event::PoolEntered {
			member: who.clone(),
		});
		place
	}

	/// Takes a member out of the pool. The last one moves to its place. The member's own record is left to the caller.
	fn leave_pool(who: &T::AccountId, place: u32) {
		let last = PoolSize::<T>::get().saturating_sub(1);
		PoolSize::<T>::put(last);
		match Pool::<T>::take(last) {
			Some(moved) if place != last => {
				Members::<T>::mutate(&moved, |member| {
					if let Some(member) = member {
						member.place = Some(place);
					}
				});
				Pool::<T>::insert(place, moved);
			}
			Some(_) => {}
			None => {
				defensive!("the last place of the pool is empty");
			}
		}
		Self::deposit_event(Event::PoolLeft {
			member: who.clone(),
		});
	}
}
