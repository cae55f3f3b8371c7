//! What this pallet hears, and what it tells others.

use dbc_primitives::{traits::StallCounter, Moment};
use frame_support::traits::{Get, OnTimestampSet};

use crate::{Config, Event, LastBlock, Pallet, Stalled};

impl<T: Config> OnTimestampSet<Moment> for Pallet<T> {
	fn on_timestamp_set(moment: Moment) {
		let Some(last) = LastBlock::<T>::mutate(|last| last.replace(moment)) else {
			return;
		};
		let gap = moment.saturating_sub(last);
		if gap <= T::Rules::get().stall_after {
			return;
		}
		let total = Stalled::<T>::get().saturating_add(gap);
		Stalled::<T>::put(total);
		Self::deposit_event(Event::Stalled { gap, total });
	}
}

impl<T: Config> StallCounter for Pallet<T> {
	fn stalled() -> Moment {
		Stalled::<T>::get()
	}
}
