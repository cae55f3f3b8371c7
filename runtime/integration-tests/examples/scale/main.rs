//! What happens to machines costs the same however many there are: measured on the real runtime, and checked.
//!
//! `scripts/bench.sh scale` builds and runs it. It prints the tables of `docs/performance.md`, and fails if an operation
//! touches another number of keys or takes much longer in the largest state than in the smallest, if a machine takes too
//! many bytes, or if a claim weighs too much.

#[allow(dead_code)]
#[path = "../../src/env.rs"]
mod env;
#[path = "../../src/genesis.rs"]
mod genesis;
#[path = "../../src/invariants.rs"]
mod invariants;
#[allow(dead_code)]
#[path = "../../src/state.rs"]
mod state;

#[path = "../../src/histories/blocks.rs"]
mod blocks;

mod crowd;
mod limits;
mod measure;
mod operations;
mod report;
mod world;

use std::process::ExitCode;

use operations::Series;
use report::Report;
use world::World;

/// How many machines there are.
const SIZES: [u32; 4] = [1, 1_000, 100_000, 1_000_000];

/// Up to this many machines every invariant of every pallet is checked before anything is measured.
const CHECKED: u32 = 1_000;

fn main() -> ExitCode {
	let Some(sizes) = sizes() else {
		eprintln!("usage: scale [number of machines]...");
		return ExitCode::FAILURE;
	};
	let mut report = Report::default();
	for size in &sizes {
		let mut world = World::of(*size);
		if *size <= CHECKED {
			world.ext.execute_with(invariants::check);
		}
		report.note(limits::all(&mut world));
		report.add(*size, measured(world));
	}
	// The same once more, after everything else: how much two measurements of one thing differ.
	if let Some(smallest) = sizes.first() {
		report.again(measured(World::of(*smallest)));
	}
	report.print();
	report.outcome()
}

fn measured(world: World) -> Series {
	eprintln!("measuring");
	operations::all(world)
}

/// The numbers of machines asked for, in rising order.
fn sizes() -> Option<Vec<u32>> {
	let asked: Result<Vec<u32>, _> = std::env::args().skip(1).map(|word| word.parse()).collect();
	let mut sizes = asked.ok()?;
	if sizes.is_empty() {
		sizes = SIZES.to_vec();
	}
	sizes.sort_unstable();
	(!sizes.contains(&0)).then_some(sizes)
}
