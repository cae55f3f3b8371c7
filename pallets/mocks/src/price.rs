//! The price of DBC.

use std::cell::Cell;

use dbc_primitives::{
	traits::{FreshPrice, PriceProvider, PriceUnavailable},
	Moment, NanoUsd,
};

thread_local! {
	static PRICE: Cell<Option<NanoUsd>> = const { Cell::new(None) };
	static PRICE_IS_FRESH: Cell<bool> = const { Cell::new(false) };
}

/// A price that the test sets.
pub struct MockPrice;

impl MockPrice {
	/// Makes `price` the fresh price.
	pub fn set(price: NanoUsd) {
		PRICE.set(Some(price));
		PRICE_IS_FRESH.set(true);
	}

	/// Lets the price go stale: it stays the last one known.
	pub fn make_stale() {
		PRICE_IS_FRESH.set(false);
	}

	/// Forgets the price.
	pub fn clear() {
		PRICE.set(None);
		PRICE_IS_FRESH.set(false);
	}
}

impl PriceProvider for MockPrice {
	fn fresh_price() -> Result<FreshPrice, PriceUnavailable> {
		let price = PRICE.get().filter(|_| PRICE_IS_FRESH.get());
		Ok(FreshPrice {
			price: price.ok_or(PriceUnavailable)?,
			updated_at: 0,
			fresh_until: Moment::MAX,
		})
	}

	fn last_known() -> Option<NanoUsd> {
		PRICE.get()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_price(price: NanoUsd) {
		Self::set(price);
	}
}
