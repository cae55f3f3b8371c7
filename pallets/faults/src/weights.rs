//! Weights of the calls and of what this pallet does without one. A runtime uses those that `scripts/bench.sh` measures on
//! it; the ones here are estimated by hand from the number of reads and writes, and only serve the tests of this pallet.

use frame_support::weights::{constants::RocksDbWeight, Weight};

/// The weight of each call, of each outcome of a closing, and of the hooks.
pub trait WeightInfo {
	/// `report` by a renter.
	fn report() -> Weight;
	/// `report` by a verifier.
	fn report_as_member() -> Weight;
	/// The call with the longest evidence.
	fn deliver() -> Weight;
	/// The call.
	fn commit() -> Weight;
	/// The call, if it does not close the round.
	fn reveal() -> Weight;
	/// `close` when the machine is down from then on.
	fn close_upheld() -> Weight;
	/// `close` when the machine was down until it was repaired.
	fn close_upheld_repaired() -> Weight;
	/// `close` when the report is rejected.
	fn close_rejected() -> Weight;
	/// `close` when other members are asked for.
	fn close_repeated() -> Weight;
	/// `close` when the last round is split.
	fn close_undecided() -> Weight;
	/// `close` when everybody stayed silent in the last round.
	fn close_silent() -> Weight;
	/// `close` when evidence was not delivered.
	fn close_undelivered() -> Weight;
	/// The call.
	fn cancel() -> Weight;
	/// The call.
	fn report_repaired() -> Weight;
	/// The call, and what the agenda does without it.
	fn expire() -> Weight;
	/// The opening of a vote.
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
	fn report() -> Weight {
		estimated(50, 14)
	}
	fn report_as_member() -> Weight {
		estimated(51, 14)
	}
	fn deliver() -> Weight {
		estimated(4, 2)
	}
	fn commit() -> Weight {
		estimated(3, 1)
	}
	fn reveal() -> Weight {
		estimated(3, 1)
	}
	fn close_upheld() -> Weight {
		estimated(30, 24)
	}
	fn close_upheld_repaired() -> Weight {
		estimated(34, 28)
	}
	fn close_rejected() -> Weight {
		estimated(28, 22)
	}
	fn close_repeated() -> Weight {
		estimated(56, 20)
	}
	fn close_undecided() -> Weight {
		estimated(22, 18)
	}
	fn close_silent() -> Weight {
		estimated(24, 20)
	}
	fn close_undelivered() -> Weight {
		estimated(22, 18)
	}
	fn cancel() -> Weight {
		estimated(12, 9)
	}
	fn report_repaired() -> Weight {
		estimated(3, 1)
	}
	fn expire() -> Weight {
		estimated(12, 9)
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
