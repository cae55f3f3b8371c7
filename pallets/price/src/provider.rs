//! What this pallet offers to the others.

use dbc_primitives::{
	traits::{PriceProvider, PriceUnavailable},
	NanoUsd,
};
use frame_support::traits::Get;

use crate::{Config, Current, Pallet};

impl<T: Config> PriceProvider for Pallet<T> {
	fn price() -> Result<NanoUsd, PriceUnavailable> {
		Current::<T>::get()
			.filter(|current| current.is_fresh(Self::now(), T::Rules::get().max_age))
			.map(|current| current.price)
			.ok_or(PriceUnavailable)
	}

	fn last_known() -> Option<NanoUsd> {
		Current::<T>::get().map(|current| current.price)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_price(price: NanoUsd) {
		let now = Self::now();
		crate::Anchor::<T>::put(crate::AnchorPrice { price, at: now });
		Current::<T>::put(crate::CurrentPrice {
			price,
			updated_at: now,
		});
	}
}
