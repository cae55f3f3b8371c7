//! Follows the chain for all subscribers of a node.

use std::{collections::HashMap, sync::Arc};

use dbc_runtime_api::{MachinesApi, RentalApi, VerificationApi};
use futures::{future::ready, stream, Stream, StreamExt};
use sc_client_api::BlockchainEvents;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_core::{crypto::AccountId32, H256};
use sp_runtime::traits::Block as BlockT;
use tokio::sync::mpsc;

use super::{
	state::{State, Subject},
	topic::{Reading, Topic},
	Request, Updates, MAX_SUBJECTS,
};
use crate::{reader::Reader, At, Balance, Error};

/// Target of log lines.
const LOG_TARGET: &str = "gpu-subscriptions";

/// Wakes the worker: a new best block, or a new final one. Which one is asked of the client, so that a worker that was
/// busy goes on with the latest.
pub fn new_heads<Block: BlockT>(
	client: &impl BlockchainEvents<Block>,
) -> impl Stream<Item = ()> + Send + Unpin {
	let best = client
		.import_notification_stream()
		.filter(|block| ready(block.is_new_best))
		.map(|_| ());
	let last_final = client.finality_notification_stream().map(|_| ());
	stream::select(best, last_final)
}

/// Reads what is followed at each new head, and tells subscribers what changed. Its runtime calls block: it runs on a
/// thread where that harms nobody.
pub struct Worker<Client, Backend, Block> {
	reader: Reader<Client, Backend, Block>,
	requests: mpsc::Receiver<Request>,
	topics: HashMap<Subject, Topic>,
	/// Hashes of the last final and of the best block up to which subscribers know everything.
	told: Option<(H256, H256)>,
}

impl<Client, Backend, Block> Worker<Client, Backend, Block> {
	pub(super) fn new(
		reader: Reader<Client, Backend, Block>,
		requests: mpsc::Receiver<Request>,
	) -> Self {
		Self {
			reader,
			requests,
			topics: HashMap::new(),
			told: None,
		}
	}
}

impl<Client, Backend, Block> Worker<Client, Backend, Block>
where
	Block: BlockT<Hash = H256>,
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block>,
	Client::Api: MachinesApi<Block, AccountId32, Balance>
		+ RentalApi<Block, AccountId32, Balance>
		+ VerificationApi<Block, AccountId32, Balance>,
	Backend: sc_client_api::Backend<Block>,
{
	/// Works until `heads` ends.
	pub async fn run(mut self, mut heads: impl Stream<Item = ()> + Unpin) {
		loop {
			tokio::select! {
				head = heads.next() => match head {
					Some(()) => self.follow(),
					None => return,
				},
				Some(request) = self.requests.recv() => self.serve(request),
			}
		}
	}

	/// Reads everything at the heads that are new.
	fn follow(&mut self) {
		let (last_final, best) = self.reader.heads();
		let heads = (last_final.hash, best.hash);
		let (old_final, old_best) = match self.told.replace(heads) {
			Some((old_final, old_best)) => (Some(old_final), Some(old_best)),
			None => (None, None),
		};
		self.topics.retain(|_, topic| topic.is_heard());
		let is_best = last_final.hash == best.hash;
		if old_final != Some(last_final.hash) {
			self.observe(last_final, is_best);
		}
		if !is_best && old_best != Some(best.hash) {
			self.observe(best, true);
		}
	}

	/// Reads everything at one block. What cannot be read there is read at the next.
	fn observe(&mut self, at: At, is_best: bool) {
		let reader = &self.reader;
		self.topics.retain(|subject, topic| {
			let known = topic.known(at.hash).map(Ok);
			match known.unwrap_or_else(|| read(reader, at, subject)) {
				Ok(state) => !topic.observe(Reading { at, state }, is_best),
				Err(error) => {
					log::debug!(target: LOG_TARGET, "{subject:?} at {:?}: {error}", at.hash);
					true
				}
			}
		});
	}

	/// Answers a new subscriber.
	fn serve(&mut self, request: Request) {
		let Request { subject, answer } = request;
		// Fails if the subscriber does not wait any more.
		let _ = answer.send(self.join(subject));
	}

	fn join(&mut self, subject: Subject) -> Result<Updates, Error> {
		if let Some(topic) = self.topics.get(&subject) {
			return topic.join().ok_or_else(|| subject.not_found());
		}
		if self.topics.len() >= MAX_SUBJECTS {
			self.topics.retain(|_, topic| topic.is_heard());
		}
		if self.topics.len() >= MAX_SUBJECTS {
			return Err(Error::TooManySubjects);
		}
		let (_, at) = self.reader.heads();
		let state = read(&self.reader, at, &subject)?;
		let is_over = at.finalized && state.is_last();
		let topic = Topic::new(Reading { at, state });
		let updates = topic.join().ok_or_else(|| subject.not_found())?;
		// Without its topic the stream ends after the first item.
		if !is_over {
			self.topics.insert(subject, topic);
		}
		Ok(updates)
	}
}

/// How `subject` is at a block.
fn read<Client, Backend, Block>(
	reader: &Reader<Client, Backend, Block>,
	at: At,
	subject: &Subject,
) -> Result<Arc<State>, Error>
where
	Block: BlockT<Hash = H256>,
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block>,
	Client::Api: MachinesApi<Block, AccountId32, Balance>
		+ RentalApi<Block, AccountId32, Balance>
		+ VerificationApi<Block, AccountId32, Balance>,
	Backend: sc_client_api::Backend<Block>,
{
	let state = match subject {
		Subject::Machine(id) => reader
			.machine(at, *id)?
			.map(|machine| State::Machine(Box::new(machine))),
		Subject::Order(id) => reader
			.order(at, *id)?
			.map(|order| State::Order(Box::new(order))),
		Subject::Jobs(verifier) => Some(State::Jobs(reader.jobs(at, verifier)?)),
	};
	Ok(Arc::new(state.unwrap_or_else(|| State::removed(subject))))
}
