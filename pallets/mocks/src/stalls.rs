//! Stalls of the chain.

use std::cell::Cell;

use dbc_primitives::{traits::StallCounter, Moment};

thread_local! {
	static STALLED: Cell<Moment> = const { Cell::new(0) };
}

/// Stalls that the test sets.
pub struct MockStalls;

impl MockStalls {
	/// All stalls together were this long.
	pub fn set(stalled: Moment) {
		STALLED.set(stalled);
	}

	/// The chain stalls for `time` more.
	pub fn add(time: Moment) {
		STALLED.set(STALLED.get() + time);
	}
}

impl StallCounter for MockStalls {
	fn stalled() -> Moment {
		STALLED.get()
	}
}
