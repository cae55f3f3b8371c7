//! One submission under way at a time: workers of consecutive blocks overlap, and a submission takes its nonce from the
//! state of the chain.

use codec::{Decode, Encode};
use dbc_primitives::Moment;
use sp_runtime::offchain::storage::StorageValueRef;

/// Where the node's local storage holds the latest attempt.
const ATTEMPT_KEY: &[u8] = b"dbc/price/attempt";
/// How long the next attempt waits for the latest one to reach the chain, in milliseconds.
pub const RETRY_AFTER_MS: u64 = 60_000;

/// An attempt to feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
struct Attempt {
	/// When it began, by the node's clock.
	began: u64,
	/// The feeder's latest observation on chain at that time.
	last_seen: Option<Moment>,
}

impl Attempt {
	/// Whether it may still be under way at `now`, when the feeder's latest observation is `last_seen`. It is not
	/// once an observation came through, nor when the node's clock was set back.
	fn is_under_way(&self, now: u64, last_seen: Option<Moment>) -> bool {
		self.last_seen == last_seen
			&& now
				.checked_sub(self.began)
				.is_some_and(|age| age < RETRY_AFTER_MS)
	}
}

/// Begins an attempt, unless one is under way.
pub(super) fn begin(last_seen: Option<Moment>) -> bool {
	let now = sp_io::offchain::timestamp().unix_millis();
	StorageValueRef::persistent(ATTEMPT_KEY)
		.mutate(|stored| match stored {
			Ok(Some(latest)) if Attempt::is_under_way(&latest, now, last_seen) => Err(()),
			_ => Ok(Attempt {
				began: now,
				last_seen,
			}),
		})
		.is_ok()
}
