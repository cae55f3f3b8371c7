//! The price of DBC.

use crate::NanoUsd;

/// There is no fresh price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceUnavailable;

/// Tells the price of one DBC.
pub trait PriceProvider {
	/// The price for new commitments. Fails without one, or with a stale one.
	fn price() -> Result<NanoUsd, PriceUnavailable>;

	/// The last price known, however old: for settlement, refunds and exits, which never wait for a price.
	fn last_known() -> Option<NanoUsd>;

	/// Makes `price` the fresh price.
	#[cfg(feature = "runtime-benchmarks")]
	fn set_price(price: NanoUsd);
}
