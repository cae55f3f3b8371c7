//! Weights of the calls and of the draws. A runtime uses those that `scripts/bench.sh` measures on it; the ones here are
//! estimated by hand from the number of reads and writes, and only serve the tests of this pallet.

use frame_support::weights::{constants::RocksDbWeight, Weight};

/// The weight of each call, and of what a block does.
#[allow(missing_docs)]
pub trait WeightInfo {
	fn add_member() -> Weight;
	fn remove_member() -> Weight;
	fn join() -> Weight;
	fn set_box_key() -> Weight;
	fn add_bond() -> Weight;
	fn reduce_bond() -> Weight;
	fn pause() -> Weight;
	fn resume() -> Weight;
	fn leave() -> Weight;
	fn refresh() -> Weight;
	/// Looking at one place of the queue, and drawing and booking three members, without what hears of it.
	fn draw(m: u32) -> Weight;
	/// A block in which nothing waits.
	fn empty_poll() -> Weight;
	/// Randomness that is new.
	fn note_beacon() -> Weight;
}

/// 50 µs of work, a proof of 4 KiB for each key, and the accesses to the database.
fn estimated(reads: u64, writes: u64) -> Weight {
	Weight::from_parts(50_000_000, reads.saturating_mul(4_096))
		.saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

impl WeightInfo for () {
	fn add_member() -> Weight {
		estimated(2, 2)
	}
	fn remove_member() -> Weight {
		estimated(8, 8)
	}
	fn join() -> Weight {
		estimated(5, 5)
	}
	fn set_box_key() -> Weight {
		estimated(1, 1)
	}
	fn add_bond() -> Weight {
		estimated(5, 5)
	}
	fn reduce_bond() -> Weight {
		estimated(7, 7)
	}
	fn pause() -> Weight {
		estimated(5, 5)
	}
	fn resume() -> Weight {
		estimated(3, 3)
	}
	fn leave() -> Weight {
		estimated(7, 8)
	}
	fn refresh() -> Weight {
		estimated(7, 8)
	}
	fn draw(_m: u32) -> Weight {
		estimated(44, 20)
	}
	fn empty_poll() -> Weight {
		estimated(3, 1)
	}
	fn note_beacon() -> Weight {
		estimated(1, 2)
	}
}
