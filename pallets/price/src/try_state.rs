//! Invariants of the storage. None depends on the rules, which governance may change at any time.

use frame_support::ensure;
use sp_runtime::TryRuntimeError;

use crate::{Anchor, Config, Current, Feeders, Pallet};

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_1_feeders_are_distinct()?;
		Self::check_2_observations_are_plausible()?;
		Self::check_3_price_and_anchor_go_together()?;
		Self::check_4_anchor_is_not_younger_than_the_price()
	}

	/// 1. No account is a feeder twice.
	fn check_1_feeders_are_distinct() -> Result<(), TryRuntimeError> {
		let feeders = Feeders::<T>::get();
		for feeder in &feeders {
			let occurrences = feeders
				.iter()
				.filter(|other| other.account == feeder.account)
				.count();
			ensure!(occurrences == 1, "price 1: an account is a feeder twice");
		}
		Ok(())
	}

	/// 2. No observation is 0 or from the future.
	fn check_2_observations_are_plausible() -> Result<(), TryRuntimeError> {
		let now = Self::now();
		for seen in Feeders::<T>::get()
			.iter()
			.filter_map(|feeder| feeder.observation)
		{
			ensure!(seen.price > 0, "price 2: an observation is 0");
			ensure!(seen.at <= now, "price 2: an observation is from the future");
		}
		Ok(())
	}

	/// 3. There is an anchor if and only if there is a price, and neither is 0.
	fn check_3_price_and_anchor_go_together() -> Result<(), TryRuntimeError> {
		let price = Current::<T>::get().map(|current| current.price);
		let anchor = Anchor::<T>::get().map(|anchor| anchor.price);
		ensure!(
			price.is_some() == anchor.is_some(),
			"price 3: price without anchor or vice versa"
		);
		ensure!(
			price != Some(0) && anchor != Some(0),
			"price 3: a price is 0"
		);
		Ok(())
	}

	/// 4. The anchor was set by the latest round or an earlier one, and no round is from the future.
	fn check_4_anchor_is_not_younger_than_the_price() -> Result<(), TryRuntimeError> {
		let (Some(current), Some(anchor)) = (Current::<T>::get(), Anchor::<T>::get()) else {
			return Ok(());
		};
		ensure!(
			anchor.at <= current.updated_at,
			"price 4: the anchor is younger than the price"
		);
		ensure!(
			current.updated_at <= Self::now(),
			"price 4: the price is from the future"
		);
		Ok(())
	}
}
