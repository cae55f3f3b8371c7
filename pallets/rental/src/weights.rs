//! Weights of the calls and of what this pallet does without one. A runtime uses those that `scripts/bench.sh` measures on
//! it; the ones here are estimated by hand from the number of reads and writes, and only serve the tests of this pallet.

use frame_support::weights::{constants::RocksDbWeight, Weight};

/// The weight of each call and of the hook.
pub trait WeightInfo {
	/// The call, for another renter, on a machine with the longest schedule and as many parts as possible.
	fn rent() -> Weight;
	/// The call.
	fn confirm() -> Weight;
	/// The call for an order of which all parts but the last are finished.
	fn extend() -> Weight;
	/// The call that closes the order.
	fn end() -> Weight;
	/// The call of the renter, too late.
	fn cancel() -> Weight;
	/// The call that closes an order with as many parts as possible.
	fn settle() -> Weight;
	/// The call with the longest schedule on a machine with as many parts as possible.
	fn set_schedule() -> Weight;
	/// The call that removes as many dates as possible.
	fn prune_dates() -> Weight;
	/// The call for an order with as many parts as possible.
	fn force_close() -> Weight;
	/// The hook when there is nothing to do.
	fn hook_idle() -> Weight;
	/// The first look at an order, which closes it.
	fn check_order() -> Weight;
	/// Passing a minute of the agenda.
	fn agenda_minute() -> Weight;
	/// An item of the agenda that closes an order.
	fn agenda_item() -> Weight;
}

/// 50 µs of work, a proof of 4 KiB for each key, and the accesses to the database.
fn estimated(reads: u64, writes: u64) -> Weight {
	Weight::from_parts(50_000_000, reads.saturating_mul(4_096))
		.saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

impl WeightInfo for () {
	fn rent() -> Weight {
		estimated(8, 7)
	}
	fn confirm() -> Weight {
		estimated(6, 5)
	}
	fn extend() -> Weight {
		estimated(9, 6)
	}
	fn end() -> Weight {
		estimated(8, 6)
	}
	fn cancel() -> Weight {
		estimated(9, 6)
	}
	fn settle() -> Weight {
		estimated(8, 6)
	}
	fn set_schedule() -> Weight {
		estimated(4, 1)
	}
	fn prune_dates() -> Weight {
		estimated(2, 1)
	}
	fn force_close() -> Weight {
		estimated(8, 6)
	}
	fn hook_idle() -> Weight {
		estimated(3, 0)
	}
	fn check_order() -> Weight {
		estimated(12, 11)
	}
	fn agenda_minute() -> Weight {
		estimated(1, 1)
	}
	fn agenda_item() -> Weight {
		estimated(12, 12)
	}
}
