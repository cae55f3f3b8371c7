//! Weights of the calls and of what this pallet does without one. A runtime uses those that `scripts/bench.sh` measures on
//! it; the ones here are estimated by hand from the number of reads and writes, and only serve the tests of this pallet.

use frame_support::weights::{constants::RocksDbWeight, Weight};

/// The weight of each call, of each end of a sanction, and of the hooks.
pub trait WeightInfo {
	/// The call with the longest reason.
	fn appeal() -> Weight;
	/// The end of an appealed sanction of a machine: `s` shares are paid and the deposit is taken.
	fn execute(s: u32) -> Weight;
	/// The end of an appealed sanction of a member, with as many shares as a proposal has.
	fn execute_bond() -> Weight;
	/// An appeal of a machine is granted.
	fn cancel() -> Weight;
	/// An appeal of a member is granted.
	fn cancel_bond() -> Weight;
	/// The call with as many shares as there can be.
	fn sanction_outage() -> Weight;
	/// Looking at an agenda on which nothing is due.
	fn agenda_idle() -> Weight;
	/// Passing a minute of the agenda.
	fn agenda_minute() -> Weight;
	/// An item of the agenda that executes nothing.
	fn agenda_item() -> Weight;
}

/// 50 µs of work, a proof of 4 KiB for each key, and the accesses to the database.
fn estimated(reads: u64, writes: u64) -> Weight {
	Weight::from_parts(50_000_000, reads.saturating_mul(4_096))
		.saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

impl WeightInfo for () {
	fn appeal() -> Weight {
		estimated(6, 3)
	}
	fn execute(s: u32) -> Weight {
		let shares = u64::from(s);
		estimated(12, 12).saturating_add(estimated(shares, shares))
	}
	fn execute_bond() -> Weight {
		estimated(16, 16)
	}
	fn cancel() -> Weight {
		estimated(10, 10)
	}
	fn cancel_bond() -> Weight {
		estimated(12, 12)
	}
	fn sanction_outage() -> Weight {
		estimated(14, 12)
	}
	fn agenda_idle() -> Weight {
		estimated(3, 0)
	}
	fn agenda_minute() -> Weight {
		estimated(1, 1)
	}
	fn agenda_item() -> Weight {
		estimated(6, 5)
	}
}
