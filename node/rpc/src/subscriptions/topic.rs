//! One subject that is followed: what its subscribers were told, and what is news to them.

use std::{collections::VecDeque, sync::Arc};

use sp_core::H256;
use tokio::sync::broadcast;

use super::{state::State, Item, Updates, MAX_WAITING_ITEMS};
use crate::At;

/// States of that many latest blocks are remembered, about two minutes of blocks: they are not read again when they
/// become final.
const MAX_RECENT: usize = 20;

/// How it is at a block.
#[derive(Clone, Debug)]
pub(super) struct Reading {
	/// The block.
	pub(super) at: At,
	/// What was read.
	pub(super) state: Arc<State>,
}

impl Reading {
	/// What subscribers get. `None` if it cannot be written, which no state makes happen.
	fn write(&self) -> Option<Item> {
		self.state.write(self.at).ok().map(Into::into)
	}
}

/// What is followed, and for whom.
pub(super) struct Topic {
	subscribers: broadcast::Sender<Item>,
	/// How it is at the best block.
	newest: Reading,
	/// How it is at the last final block, from the first reading on.
	settled: Option<Reading>,
	/// Number of the block of the first reading. What was before it is no news.
	begin: u64,
	/// How it is at the latest blocks.
	recent: VecDeque<(H256, Arc<State>)>,
}

impl Topic {
	/// What was first read at the best block.
	pub(super) fn new(first: Reading) -> Self {
		let mut topic = Self {
			subscribers: broadcast::Sender::new(MAX_WAITING_ITEMS),
			settled: first.at.finalized.then(|| first.clone()),
			begin: first.at.number,
			recent: VecDeque::new(),
			newest: first,
		};
		topic.remember();
		topic
	}

	/// What a new subscriber gets: how it is at the best block, as read at the final one if it was the same there.
	/// `None` if it is gone.
	pub(super) fn join(&self) -> Option<Updates> {
		if self.newest.state.is_removed() {
			return None;
		}
		let first = self
			.settled
			.as_ref()
			.filter(|settled| settled.state.is_same(&self.newest.state))
			.unwrap_or(&self.newest);
		Some(Updates {
			first: first.write()?,
			later: self.subscribers.subscribe(),
		})
	}

	/// Whether anybody listens.
	pub(super) fn is_heard(&self) -> bool {
		self.subscribers.receiver_count() > 0
	}

	/// How it was at a block, if that is remembered.
	pub(super) fn known(&self, block: H256) -> Option<Arc<State>> {
		self.recent
			.iter()
			.rev()
			.find(|(hash, _)| *hash == block)
			.map(|(_, state)| state.clone())
	}

	/// Takes a new reading, at the last final block or, if `is_best`, at the best one, and tells subscribers if it is
	/// news. Returns whether nothing can follow.
	pub(super) fn observe(&mut self, reading: Reading, is_best: bool) -> bool {
		let is_new = is_best && !self.newest.state.is_same(&reading.state);
		let settles = reading.at.finalized && reading.at.number >= self.begin;
		let is_settled = self
			.settled
			.as_ref()
			.is_some_and(|settled| settled.state.is_same(&reading.state));
		if is_new || (settles && !is_settled) {
			if let Some(item) = reading.write() {
				// Fails if nobody listens any more.
				let _ = self.subscribers.send(item);
			}
		}
		if settles {
			self.settled = Some(reading.clone());
		}
		let is_over = settles && reading.state.is_last();
		if is_best {
			self.newest = reading;
			self.remember();
		}
		is_over
	}

	/// Remembers the newest reading.
	fn remember(&mut self) {
		if self.recent.len() >= MAX_RECENT {
			self.recent.pop_front();
		}
		self.recent
			.push_back((self.newest.at.hash, self.newest.state.clone()));
	}
}
