//! Random histories of everybody together on the real runtime: owners, verifiers, renters, reporters, the technical
//! committee, governance, feeders, the relay chain, and time. After every block all pallets check their invariants, and a
//! ledger kept from the events alone must agree with what is recorded and with what is on hold. At the end all time passes,
//! and nothing is left open.

use codec::Encode;
use dbc_runtime::RuntimeCall;
use proptest::{prelude::*, test_runner::TestRunner};
use std::collections::BTreeMap;

mod blocks;
mod cast;
mod checks;
mod expected;
mod finale;
mod ledger;
mod officials;
mod owners;
mod play;
mod renters;
mod reporters;
mod steps;
mod verifiers;

use crate::env::development;
use dbc_mocks::Dice;
use expected::EXPECTED;
use play::Play;

/// Seeds of the histories that are played every time.
const SEEDS: [u64; 4] = [1, 2, 3, 5];

/// Histories of each of them, and as many of seeds that nobody knows.
const HISTORIES: u32 = 12;

/// Calls of a history, without those of its end; of seeds that nobody knows up to twice as many. More than 30,000
/// altogether.
const CALLS: usize = 380;

/// How often what happened.
type Seen = BTreeMap<String, u32>;

/// A call of a pallet as one of the runtime.
fn root(call: impl Into<RuntimeCall>) -> RuntimeCall {
	call.into()
}

/// Says what it knows if a check fails while it exists.
struct Note<What: core::fmt::Debug>(What);

impl<What: core::fmt::Debug> Drop for Note<What> {
	fn drop(&mut self) {
		if std::thread::panicking() {
			eprintln!("in {:?}", self.0);
		}
	}
}

/// Plays a history, and tells what was seen.
fn play(seed: u64, calls: usize) -> Seen {
	let _note = Note(("history: seed, calls", seed, calls));
	development().execute_with(|| {
		let mut play = Play::new(Dice(seed));
		cast::assemble(&mut play);
		while play.calls < calls {
			play.take_block();
		}
		play.finish();
		play.seen
	})
}

#[test]
fn everything_should_add_up_in_known_histories() {
	let mut seen = Seen::new();
	for seed in SEEDS {
		let mut dice = Dice(seed);
		for _ in 0..HISTORIES {
			for (what, times) in play(dice.below(u64::MAX), CALLS) {
				*seen.entry(what).or_default() += times;
			}
		}
	}
	println!("{seen:#?}");
	for (what, least) in EXPECTED {
		let times = seen.get(*what).copied().unwrap_or_default();
		assert!(times >= *least, "{what}: {times}");
	}
}

#[test]
fn everything_should_add_up_in_any_history() {
	let mut runner = TestRunner::new(ProptestConfig {
		failure_persistence: None,
		..ProptestConfig::with_cases(HISTORIES * SEEDS.len() as u32)
	});
	// A failing history is told by its seed and the least number of its calls.
	let played = runner.run(
		&(any::<u64>().no_shrink(), 1..=2 * CALLS),
		|(seed, calls)| {
			play(seed, calls);
			Ok(())
		},
	);
	played.unwrap();
}
