//! Weights of the calls and of what this pallet does without one. A runtime uses those that `scripts/bench.sh` measures on
//! it; the ones here are estimated by hand from the number of reads and writes, and only serve the tests of this pallet.

use frame_support::weights::{constants::RocksDbWeight, Weight};

/// The weight of each call, of each outcome of a closing, and of the hooks.
pub trait WeightInfo {
	/// The call after a request without a decision.
	fn request() -> Weight;
	/// The call with the longest profile.
	fn request_hardware_change() -> Weight;
	/// The call for a request with a fee.
	fn withdraw() -> Weight;
	/// The call.
	fn commit() -> Weight;
	/// The call, if it does not close the ballot.
	fn reveal() -> Weight;
	/// `close` when the machine becomes Active.
	fn close_accepted() -> Weight;
	/// `close` when the machine is refused.
	fn close_refused() -> Weight;
	/// `close` when a hardware change is accepted.
	fn close_change_accepted() -> Weight;
	/// `close` when a hardware change is refused.
	fn close_change_refused() -> Weight;
	/// `close` when other members are asked for.
	fn close_repeated() -> Weight;
	/// `close` when the last round is split.
	fn close_undecided() -> Weight;
	/// `close` when everybody stayed silent in the last round.
	fn close_silent() -> Weight;
	/// The opening of a ballot.
	fn on_drawn() -> Weight;
	/// Looking at an agenda on which nothing is due.
	fn agenda_idle() -> Weight;
	/// Passing a minute of the agenda.
	fn agenda_minute() -> Weight;
	/// An item of the agenda that closes nothing.
	fn agenda_item() -> Weight;
}

/// 50 µs of work, a proof of 4 KiB for each key, and the accesses to the database.
fn estimated(reads: u64, writes: u64) -> Weight {
	Weight::from_parts(50_000_000, reads.saturating_mul(4_096))
		.saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

impl WeightInfo for () {
	fn request() -> Weight {
		estimated(12, 7)
	}
	fn request_hardware_change() -> Weight {
		estimated(12, 7)
	}
	fn withdraw() -> Weight {
		estimated(8, 5)
	}
	fn commit() -> Weight {
		estimated(3, 1)
	}
	fn reveal() -> Weight {
		estimated(6, 1)
	}
	fn close_accepted() -> Weight {
		estimated(25, 17)
	}
	fn close_refused() -> Weight {
		estimated(25, 17)
	}
	fn close_change_accepted() -> Weight {
		estimated(25, 17)
	}
	fn close_change_refused() -> Weight {
		estimated(18, 12)
	}
	fn close_repeated() -> Weight {
		estimated(16, 13)
	}
	fn close_undecided() -> Weight {
		estimated(18, 12)
	}
	fn close_silent() -> Weight {
		estimated(18, 14)
	}
	fn on_drawn() -> Weight {
		estimated(5, 4)
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
