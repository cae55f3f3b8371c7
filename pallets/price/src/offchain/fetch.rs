//! Asks all sources at once and reads what comes before a common deadline.
//!
//! The sources take turns in short slices of time: were one waited for to the end, a silent source, or one that sends
//! byte by byte, would keep the complete answers of the others from being read.

use alloc::vec::Vec;
use core::mem;

use sp_core::offchain::{Duration, HttpError, HttpRequestId, HttpRequestStatus, Timestamp};
use sp_runtime::offchain::http::Request;

use super::{Feed, SourceError};

/// Most bytes of an answer.
pub const MAX_BODY: usize = 64 * 1024;
/// Longest time for which one source makes the others wait, in milliseconds.
const SLICE_MS: u64 = 50;
/// Bytes read at once.
const CHUNK: usize = 4_096;

/// A request on its way.
enum Fetch {
	/// Sent; nothing came back yet.
	Waiting(HttpRequestId),
	/// The source accepted, and sent this much.
	Reading(HttpRequestId, Vec<u8>),
	/// Over.
	Done(Result<Vec<u8>, SourceError>),
}

/// The answers of all `feeds`, in their order.
pub(super) fn fetch_all(feeds: &[Feed], deadline: Timestamp) -> Vec<Result<Vec<u8>, SourceError>> {
	let mut fetches: Vec<Fetch> = feeds.iter().map(Fetch::start).collect();
	while sp_io::offchain::timestamp() < deadline && fetches.iter().any(Fetch::is_open) {
		wait_for_heads(&mut fetches, slice_before(deadline));
		for fetch in &mut fetches {
			fetch.read(slice_before(deadline));
		}
	}
	fetches.into_iter().map(Fetch::finish).collect()
}

/// The end of the slice that begins now.
fn slice_before(deadline: Timestamp) -> Timestamp {
	sp_io::offchain::timestamp()
		.add(Duration::from_millis(SLICE_MS))
		.min(deadline)
}

/// Moves those whose source answered on.
fn wait_for_heads(fetches: &mut [Fetch], until: Timestamp) {
	let ids: Vec<HttpRequestId> = fetches.iter().filter_map(Fetch::waits_for).collect();
	if ids.is_empty() {
		return;
	}
	let statuses = sp_io::offchain::http_response_wait(&ids, Some(until));
	let waiting = fetches
		.iter_mut()
		.filter(|fetch| fetch.waits_for().is_some());
	for (fetch, status) in waiting.zip(statuses) {
		fetch.on_head(status);
	}
}

impl Fetch {
	/// Sends the request.
	fn start(feed: &Feed) -> Self {
		let Ok(url) = core::str::from_utf8(&feed.url) else {
			return Self::Done(Err(SourceError::BadUrl));
		};
		let request = Request::get(url)
			.add_header("Accept", "application/json")
			.add_header("User-Agent", "dbc-node");
		match request.send() {
			Ok(pending) => Self::Waiting(pending.id),
			Err(_) => Self::Done(Err(SourceError::BadUrl)),
		}
	}

	fn is_open(&self) -> bool {
		!matches!(self, Self::Done(_))
	}

	fn waits_for(&self) -> Option<HttpRequestId> {
		match self {
			Self::Waiting(id) => Some(*id),
			_ => None,
		}
	}

	fn on_head(&mut self, status: HttpRequestStatus) {
		let Self::Waiting(id) = self else { return };
		*self = match status {
			HttpRequestStatus::DeadlineReached => return,
			HttpRequestStatus::IoError | HttpRequestStatus::Invalid => {
				Self::Done(Err(SourceError::Unreachable))
			}
			HttpRequestStatus::Finished(200) => Self::Reading(*id, Vec::new()),
			HttpRequestStatus::Finished(status) => Self::Done(Err(SourceError::Status(status))),
		};
	}

	/// Reads what is there or comes before `until`.
	fn read(&mut self, until: Timestamp) {
		let Self::Reading(id, body) = self else {
			return;
		};
		let mut chunk = [0u8; CHUNK];
		let outcome = loop {
			match sp_io::offchain::http_response_read_body(*id, &mut chunk, Some(until)) {
				Ok(0) => break Ok(mem::take(body)),
				Ok(length) => {
					let length = usize::try_from(length).unwrap_or(CHUNK);
					body.extend(chunk.iter().take(length));
					if body.len() > MAX_BODY {
						break Err(SourceError::TooLarge);
					}
				}
				Err(HttpError::DeadlineReached) => return,
				Err(HttpError::IoError | HttpError::Invalid) => {
					break Err(SourceError::Unreachable)
				}
			}
		};
		*self = Self::Done(outcome);
	}

	/// What it came to: whatever is not over by now is late.
	fn finish(self) -> Result<Vec<u8>, SourceError> {
		match self {
			Self::Waiting(_) | Self::Reading(..) => Err(SourceError::TimedOut),
			Self::Done(outcome) => outcome,
		}
	}
}
