//! Weights of the calls and of what this pallet does without one. A runtime uses those that `scripts/bench.sh` measures on
//! it; the ones here are estimated by hand from the number of reads and writes, and only serve the tests of this pallet.

use frame_support::weights::{constants::RocksDbWeight, Weight};

/// The weight of each call and of each hook.
pub trait WeightInfo {
	/// The call after more days than are remembered.
	fn claim() -> Weight;
	/// The call with three attesters, none of whom can be paid.
	fn pay_attesters() -> Weight;
	/// The call when the term of the machine ends.
	fn settle_machine() -> Weight;
	/// A machine becomes Active for the first time.
	fn on_activated() -> Weight;
	/// What a machine counts for changes: an outage, its terms or its schedule.
	fn on_changed() -> Weight;
	/// The machine leaves; three attesters are to be paid, and cannot be.
	fn on_removed() -> Weight;
	/// Other attesters replace three who are to be paid, and cannot be.
	fn on_attested() -> Weight;
	/// Orders of a machine change, or their rent was paid: that is noted.
	fn on_order() -> Weight;
	/// Looking for changes of orders where there are none.
	fn orders_idle() -> Weight;
	/// Applying what the orders of a machine have changed, and looking for the next.
	fn apply_order() -> Weight;
	/// Looking at an agenda on which nothing is due.
	fn agenda_idle() -> Weight;
	/// Passing a minute of the agenda.
	fn agenda_minute() -> Weight;
	/// An item of the agenda that ends nothing.
	fn agenda_item() -> Weight;
}

/// 50 µs of work, a proof of 4 KiB for each key, and the accesses to the database.
fn estimated(reads: u64, writes: u64) -> Weight {
	Weight::from_parts(50_000_000, reads.saturating_mul(4_096))
		.saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

impl WeightInfo for () {
	fn claim() -> Weight {
		estimated(4, 4)
	}
	fn pay_attesters() -> Weight {
		estimated(17, 11)
	}
	fn settle_machine() -> Weight {
		estimated(8, 6)
	}
	fn on_activated() -> Weight {
		estimated(10, 8)
	}
	fn on_changed() -> Weight {
		estimated(8, 5)
	}
	fn on_removed() -> Weight {
		estimated(18, 13)
	}
	fn on_attested() -> Weight {
		estimated(17, 13)
	}
	fn on_order() -> Weight {
		estimated(1, 1)
	}
	fn orders_idle() -> Weight {
		estimated(1, 0)
	}
	fn apply_order() -> Weight {
		estimated(11, 5)
	}
	fn agenda_idle() -> Weight {
		estimated(3, 0)
	}
	fn agenda_minute() -> Weight {
		estimated(1, 1)
	}
	fn agenda_item() -> Weight {
		estimated(3, 2)
	}
}
