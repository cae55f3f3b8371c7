//! Weights of the calls. The runtime brings measured ones, see `scripts/bench.sh`.

use frame_support::weights::{constants::RocksDbWeight, Weight};

/// Weights of the calls.
pub trait WeightInfo {
	/// `set`.
	fn set() -> Weight;
}

/// For tests: nothing but the database.
impl WeightInfo for () {
	fn set() -> Weight {
		RocksDbWeight::get().reads_writes(1, 1)
	}
}
