//! Measures one operation on a committed state, which it never changes.

use codec::Encode;
use sp_io::TestExternalities;
use std::time::{Duration, Instant};

/// How often the time is taken.
const SAMPLES: usize = 301;
/// How often the operation runs before.
const WARM_UP: usize = 30;

/// What an operation costs.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
	/// Keys that it reads, each counted once.
	pub reads: usize,
	/// Keys that it writes, each counted once.
	pub writes: usize,
	/// Bytes of the storage proof that it needs.
	pub proof: usize,
	/// How long it takes: the median.
	pub time: Duration,
}

/// What `operation` costs when nothing but it happens.
pub fn measure(ext: &mut TestExternalities, operation: impl Fn()) -> Figure {
	ext.commit_all().expect("no transaction is open");
	let recorder = Default::default();
	ext.execute_with_recorder(Clone::clone(&recorder), &operation);
	let read = recorder.recorded_keys();
	let reads = read.values().map(|keys| keys.len()).sum();
	let writes = ext.overlayed_changes().changes().count();
	let proof = recorder.to_storage_proof().encoded_size();

	let mut sample = || {
		ext.reset_overlay();
		ext.execute_with(|| {
			let start = Instant::now();
			operation();
			start.elapsed()
		})
	};
	for _ in 0..WARM_UP {
		sample();
	}
	let mut times: Vec<Duration> = (0..SAMPLES).map(|_| sample()).collect();
	ext.reset_overlay();
	times.sort_unstable();
	Figure {
		reads,
		writes,
		proof,
		time: times[SAMPLES / 2],
	}
}
