//! Reads, written once for view functions, runtime APIs and the pallets above. Each does a bounded amount of work.

use alloc::vec::Vec;
use dbc_primitives::{Booking, CommitteeRules, JobId, MemberInfo, Moment, Page, MAX_PAGE_LIMIT};
use frame_support::traits::Get;

use crate::{BalanceOf, Bookings, Config, Jobs, MemberOf, Members, Pallet};

impl<T: Config> Pallet<T> {
	/// Everything that the chain knows of a member.
	pub fn read_member(account: &T::AccountId) -> Option<MemberInfo<T::AccountId, BalanceOf<T>>> {
		let member = Members::<T>::get(account)?;
		Some(MemberInfo {
			account: account.clone(),
			status: member.status,
			drawable: may_be_drawn::<T>(&member, &T::Rules::get()),
			bond: member.bond,
			at_risk: member.at_risk,
			box_key: member.box_key,
			jobs: member.jobs,
		})
	}

	/// The jobs for which a member has something at risk, in the order of their storage keys (that of a hash, not that of
	/// time), after `cursor`, whether or not that job is still among them. `limit` is clamped to 1 …
	/// [`MAX_PAGE_LIMIT`].
	pub fn read_jobs(
		member: &T::AccountId,
		cursor: Option<JobId>,
		limit: u32,
	) -> Page<(JobId, Booking<BalanceOf<T>>), JobId> {
		let limit = usize::try_from(limit.clamp(1, MAX_PAGE_LIMIT)).unwrap_or(usize::MAX);
		let mut bookings = match cursor {
			Some(cursor) => {
				let after = Bookings::<T>::hashed_key_for(member, cursor);
				Bookings::<T>::iter_prefix_from(member, after)
			}
			None => Bookings::<T>::iter_prefix(member),
		};
		let items: Vec<_> = bookings.by_ref().take(limit).collect();
		let next = bookings
			.next()
			.and_then(|_| items.last().map(|(job, _)| *job));
		Page { items, next }
	}

	/// Since when a job has been waiting for its draw; `None` if it does not wait.
	pub fn waiting_since(job: JobId) -> Option<Moment> {
		Jobs::<T>::get(job).map(|waiting| waiting.requested_at)
	}
}

/// A member is drawn if it is in the pool and drawable by the rules of now.
pub(crate) fn may_be_drawn<T: Config>(member: &MemberOf<T>, rules: &CommitteeRules) -> bool {
	member.place.is_some() && member.is_drawable(rules)
}
