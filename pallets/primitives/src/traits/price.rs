//! The price of DBC.

use crate::{Moment, NanoUsd};

/// There is no fresh price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceUnavailable;

/// A price that new commitments can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreshPrice {
	/// The price.
	pub price: NanoUsd,
	/// When its round was.
	pub updated_at: Moment,
	/// Until when it can be used, this moment included, if no round follows.
	pub fresh_until: Moment,
}

/// Tells the price of one DBC.
pub trait PriceProvider {
	/// The price for new commitments. Fails without one, or with a stale one.
	fn price() -> Result<NanoUsd, PriceUnavailable> {
		Self::fresh_price().map(|fresh| fresh.price)
	}

	/// The price for new commitments, and until when it stays one without a new round. Fails like [`Self::price`].
	fn fresh_price() -> Result<FreshPrice, PriceUnavailable>;

	/// The last price known, however old: for settlement, refunds and exits, which never wait for a price.
	fn last_known() -> Option<NanoUsd>;

	/// Makes `price` the fresh price.
	#[cfg(feature = "runtime-benchmarks")]
	fn set_price(price: NanoUsd);
}
