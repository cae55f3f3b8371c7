//! Weights of the calls. A runtime uses those that `scripts/bench.sh` measures on it; the ones here are estimated by hand
//! from the number of reads and writes, and only serve the tests of this pallet.

use frame_support::weights::{constants::RocksDbWeight, Weight};

/// The weight of each call.
#[allow(missing_docs)]
pub trait WeightInfo {
	fn register() -> Weight;
	fn set_profile() -> Weight;
	fn set_payee() -> Weight;
	fn set_extra_price() -> Weight;
	fn close() -> Weight;
	fn open() -> Weight;
	fn top_up() -> Weight;
	fn restake() -> Weight;
	fn exit() -> Weight;
	fn exit_deferred() -> Weight;
	fn remove() -> Weight;
	fn remove_deferred() -> Weight;
	fn report_down() -> Weight;
	fn report_up() -> Weight;
	fn set_gpu_model() -> Weight;
	fn remove_gpu_model() -> Weight;
	fn force_exit() -> Weight;
	fn force_take_down() -> Weight;
	fn force_bring_up() -> Weight;
}

/// 50 µs of work, a proof of 4 KiB for each key, and the accesses to the database.
fn estimated(reads: u64, writes: u64) -> Weight {
	Weight::from_parts(50_000_000, reads.saturating_mul(4_096))
		.saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

impl WeightInfo for () {
	fn register() -> Weight {
		estimated(9, 5)
	}
	fn set_profile() -> Weight {
		estimated(1, 1)
	}
	fn set_payee() -> Weight {
		estimated(1, 1)
	}
	fn set_extra_price() -> Weight {
		estimated(2, 1)
	}
	fn close() -> Weight {
		estimated(1, 1)
	}
	fn open() -> Weight {
		estimated(1, 1)
	}
	fn top_up() -> Weight {
		estimated(3, 3)
	}
	fn restake() -> Weight {
		estimated(7, 3)
	}
	fn exit() -> Weight {
		estimated(5, 6)
	}
	fn exit_deferred() -> Weight {
		estimated(5, 6)
	}
	fn remove() -> Weight {
		estimated(5, 6)
	}
	fn remove_deferred() -> Weight {
		estimated(5, 6)
	}
	fn report_down() -> Weight {
		estimated(2, 1)
	}
	fn report_up() -> Weight {
		estimated(2, 1)
	}
	fn set_gpu_model() -> Weight {
		estimated(0, 1)
	}
	fn remove_gpu_model() -> Weight {
		estimated(1, 1)
	}
	fn force_exit() -> Weight {
		estimated(5, 6)
	}
	fn force_take_down() -> Weight {
		estimated(2, 1)
	}
	fn force_bring_up() -> Weight {
		estimated(2, 1)
	}
}
