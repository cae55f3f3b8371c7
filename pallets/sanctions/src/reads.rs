//! Reads, written once for view functions, runtime APIs and RPC. Each does a bounded amount of work.

use alloc::vec::Vec;
use dbc_primitives::{
	Page, SanctionFilter, SanctionId, SanctionInfo, MAX_PAGE_LIMIT, MAX_PAGE_SCAN,
};

use crate::{BalanceOf, Config, Pallet, Sanctions, SanctionsByAccount, SanctionsByMachine, Shares};

type InfoOf<T> = SanctionInfo<<T as frame_system::Config>::AccountId, BalanceOf<T>>;
type FilterOf<T> = SanctionFilter<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	/// Everything that the chain knows of a pending sanction. Its deadline is told with the stalls so far.
	pub fn read_sanction(id: SanctionId) -> Option<InfoOf<T>> {
		let record = Sanctions::<T>::get(id)?;
		let until = record.deadline(Self::chain_time());
		Some(SanctionInfo {
			ground: record.ground,
			concerned: record.concerned,
			created_at: record.created_at,
			stage: record.stage,
			until,
			shares: Shares::<T>::get(id).into_inner(),
		})
	}

	/// Pending sanctions that pass `filter`, in the order of their storage keys, after `cursor`, whether or not it is still
	/// pending. `limit` is clamped to 1 … [`MAX_PAGE_LIMIT`], and at most [`MAX_PAGE_SCAN`] records are examined.
	pub fn sanction_page(
		filter: FilterOf<T>,
		cursor: Option<SanctionId>,
		limit: u32,
	) -> Page<(SanctionId, InfoOf<T>), SanctionId> {
		let limit = limit.clamp(1, MAX_PAGE_LIMIT);
		match (&filter.machine, &filter.account, cursor) {
			(Some(machine), _, Some(cursor)) => {
				let after = SanctionsByMachine::<T>::hashed_key_for(machine, cursor);
				let ids = SanctionsByMachine::<T>::iter_key_prefix_from(machine, after);
				Self::page_of(ids, &filter, limit)
			}
			(Some(machine), _, None) => {
				let ids = SanctionsByMachine::<T>::iter_key_prefix(machine);
				Self::page_of(ids, &filter, limit)
			}
			(None, Some(account), Some(cursor)) => {
				let after = SanctionsByAccount::<T>::hashed_key_for(account, cursor);
				let ids = SanctionsByAccount::<T>::iter_key_prefix_from(account, after);
				Self::page_of(ids, &filter, limit)
			}
			(None, Some(account), None) => {
				let ids = SanctionsByAccount::<T>::iter_key_prefix(account);
				Self::page_of(ids, &filter, limit)
			}
			(None, None, Some(cursor)) => {
				let after = Sanctions::<T>::hashed_key_for(cursor);
				Self::page_of(Sanctions::<T>::iter_keys_from(after), &filter, limit)
			}
			(None, None, None) => Self::page_of(Sanctions::<T>::iter_keys(), &filter, limit),
		}
	}

	fn page_of(
		ids: impl Iterator<Item = SanctionId>,
		filter: &FilterOf<T>,
		limit: u32,
	) -> Page<(SanctionId, InfoOf<T>), SanctionId> {
		let mut ids = ids.peekable();
		let mut page = Page {
			items: Vec::new(),
			next: None,
		};
		let (mut found, mut examined) = (0u32, 0u32);
		while let Some(id) = ids.next() {
			examined = examined.saturating_add(1);
			let account = filter.account.as_ref();
			// The machine was asked by the index.
			let passing = Self::read_sanction(id)
				.filter(|info| account.is_none_or(|account| info.concerned == *account));
			if let Some(info) = passing {
				found = found.saturating_add(1);
				page.items.push((id, info));
			}
			if found >= limit || examined >= MAX_PAGE_SCAN {
				page.next = ids.peek().map(|_| id);
				break;
			}
		}
		page
	}
}
