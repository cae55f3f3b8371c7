//! Stalls of the chain.

use crate::Moment;

/// Tells for how long the chain has stalled.
pub trait StallCounter {
	/// All gaps between blocks that were longer than a stall, added up, in milliseconds.
	fn stalled() -> Moment;
}
