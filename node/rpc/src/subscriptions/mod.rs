//! Subscriptions: machines, orders and the jobs of verifiers, pushed when they change.
//!
//! One [`Worker`] per node follows the chain. It reads each subject that somebody subscribed to once a block, however many
//! subscribers there are, and hands what changed to all of them. Everything is bounded: how much is
//! followed, how many items wait for a subscriber, how long one is waited for. What nobody subscribes to any more is
//! forgotten.

mod methods;
mod pump;
mod state;
mod topic;
mod worker;

use std::sync::Arc;

use serde_json::value::RawValue;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_core::H256;
use sp_runtime::traits::Block as BlockT;
use tokio::sync::{broadcast, mpsc, oneshot};

pub use methods::{GpuSubscriptionsApiClient, GpuSubscriptionsApiServer};
pub use state::Subject;
pub use worker::{new_heads, Worker};

use crate::{reader::Reader, Error};

/// Most machines, orders and verifiers that a node follows at once: it reads all of them in each block.
pub const MAX_SUBJECTS: usize = 1_000;
/// Most items that wait for a subscriber: one who is further behind is dropped.
pub const MAX_WAITING_ITEMS: usize = 16;
/// Subscriptions that wait until the worker has time for them; others wait for a place.
const MAX_WAITING_REQUESTS: usize = 64;

/// What subscribers get: JSON that was written once for all of them.
pub(crate) type Item = Arc<RawValue>;

/// What a new subscriber gets.
#[derive(Debug)]
pub(crate) struct Updates {
	/// How things are.
	pub(crate) first: Item,
	/// What changes.
	pub(crate) later: broadcast::Receiver<Item>,
}

/// A new subscriber's question to the worker.
struct Request {
	subject: Subject,
	answer: oneshot::Sender<Result<Updates, Error>>,
}

/// Where subscribers ask the worker.
#[derive(Clone)]
pub struct Feed {
	requests: mpsc::Sender<Request>,
}

impl Feed {
	/// How `subject` is, and what changes of it from now on.
	pub(crate) async fn subscribe(&self, subject: Subject) -> Result<Updates, Error> {
		let (answer, answered) = oneshot::channel();
		self.requests
			.send(Request { subject, answer })
			.await
			.map_err(|_| Error::SubscriptionsStopped)?;
		answered.await.map_err(|_| Error::SubscriptionsStopped)?
	}
}

/// A feed, and the worker that serves it once it runs. A node makes them once and not for each of its RPC servers.
pub fn new<Client, Backend, Block>(
	client: Arc<Client>,
	backend: Arc<Backend>,
) -> (Feed, Worker<Client, Backend, Block>)
where
	Block: BlockT<Hash = H256>,
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block>,
	Backend: sc_client_api::Backend<Block>,
{
	let (sender, requests) = mpsc::channel(MAX_WAITING_REQUESTS);
	let worker = Worker::new(Reader::new(client, backend), requests);
	(Feed { requests: sender }, worker)
}
