//! The weight of each call.

use frame_support::weights::{constants::RocksDbWeight, Weight};

/// Weights of the calls of this pallet.
pub trait WeightInfo {
	/// An observation that completes a round and moves the anchor.
	fn submit() -> Weight;
	/// The last feeder that there is room for.
	fn add_feeder() -> Weight;
	/// A feeder of a full list.
	fn remove_feeder() -> Weight;
	/// A feeder of a full list.
	fn replace_feeder() -> Weight;
}

/// Estimates by hand, for tests: a runtime uses the weights that its benchmarks gave.
impl WeightInfo for () {
	fn submit() -> Weight {
		Weight::from_parts(40_000_000, 4_000)
			.saturating_add(RocksDbWeight::get().reads_writes(5, 3))
	}

	fn add_feeder() -> Weight {
		Weight::from_parts(20_000_000, 3_000)
			.saturating_add(RocksDbWeight::get().reads_writes(1, 1))
	}

	fn remove_feeder() -> Weight {
		Weight::from_parts(20_000_000, 3_000)
			.saturating_add(RocksDbWeight::get().reads_writes(2, 1))
	}

	fn replace_feeder() -> Weight {
		Weight::from_parts(20_000_000, 3_000)
			.saturating_add(RocksDbWeight::get().reads_writes(1, 1))
	}
}
