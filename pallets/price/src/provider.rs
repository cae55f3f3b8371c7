//! What this pallet offers to the others.

use dbc_primitives::{
	traits::{FreshPrice, PriceProvider, PriceUnavailable},
	NanoUsd,
};
#[cfg(feature = "runtime-benchmarks")]
use frame_support::traits::Get;

use crate::{Config, Current, Pallet};

impl<T: Config> PriceProvider for Pallet<T> {
	fn fresh_price() -> Result<FreshPrice, PriceUnavailable> {
		let current = Current::<T>::get()
			.filter(|current| current.is_fresh(Self::now()))
			.ok_or(PriceUnavailable)?;
		Ok(FreshPrice {
			price: current.price,
			updated_at: current.updated_at,
			fresh_until: current.fresh_until,
		})
	}

	fn last_known() -> Option<NanoUsd> {
		Current::<T>::get().map(|current| current.price)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_price(price: NanoUsd) {
		let now = Self::now();
		crate::Anchor::<T>::put(crate::AnchorPrice { price, at: now });
		let max_age = T::Rules::get().max_age;
		Current::<T>::put(crate::CurrentPrice::new(price, now, max_age));
	}
}
