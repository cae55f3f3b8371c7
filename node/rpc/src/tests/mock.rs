//! A chain without consensus.

mod api;

use std::sync::{
	atomic::{AtomicBool, Ordering},
	Arc,
};

use dbc_primitives::{JobInfo, MachineInfo, OrderInfo, RentRequest};
use futures::channel::mpsc;
use jsonrpsee::RpcModule;
use sc_client_api::{in_mem, Backend as _, BlockImportOperation as _, NewBlockState};
use serde_json::{json, Value};
use sp_api::{ApiRef, ProvideRuntimeApi};
use sp_blockchain::{BlockStatus, HeaderBackend, Info};
use sp_core::{crypto::AccountId32, H256};
use sp_runtime::{
	generic,
	traits::{BlakeTwo256, Header as _},
	MultiSignature, OpaqueExtrinsic,
};

use crate::subscriptions::{self, Subject};
use api::{JobsCall, ListCall, MockApi, OrdersCall, ReportsCall, SanctionsCall};

type Header = generic::Header<u32, BlakeTwo256>;
pub type Block = generic::Block<Header, OpaqueExtrinsic>;
type Backend = in_mem::Backend<Block>;
type Worker = subscriptions::Worker<MockClient, Backend, Block>;

/// Knows the blocks of its backend, unless it is broken.
pub struct MockClient {
	api: MockApi,
	backend: Arc<Backend>,
	broken: AtomicBool,
}

impl MockClient {
	fn healthy(&self) -> sp_blockchain::Result<()> {
		match self.broken.load(Ordering::SeqCst) {
			true => Err(sp_blockchain::Error::Backend("disk on fire".into())),
			false => Ok(()),
		}
	}
}

impl ProvideRuntimeApi<Block> for MockClient {
	type Api = MockApi;

	fn runtime_api(&self) -> ApiRef<'_, MockApi> {
		self.api.clone().into()
	}
}

impl HeaderBackend<Block> for MockClient {
	fn header(&self, hash: H256) -> sp_blockchain::Result<Option<Header>> {
		self.healthy()?;
		self.backend.blockchain().header(hash)
	}

	fn info(&self) -> Info<Block> {
		let chain = self.backend.blockchain();
		let mut info = chain.info();
		// The database in memory forgets the number of a block that is made final later.
		let number = chain.number(info.finalized_hash).unwrap();
		info.finalized_number = number.unwrap_or_default();
		info
	}

	fn status(&self, hash: H256) -> sp_blockchain::Result<BlockStatus> {
		self.backend.blockchain().status(hash)
	}

	fn number(&self, hash: H256) -> sp_blockchain::Result<Option<u32>> {
		self.backend.blockchain().number(hash)
	}

	fn hash(&self, number: u32) -> sp_blockchain::Result<Option<H256>> {
		self.healthy()?;
		self.backend.blockchain().hash(number)
	}
}

/// A node with the chain 0 – 1 – 2 – 3, of which 2 is final and 0 is pruned, and a stale block beside 1.
pub struct Node {
	pub module: RpcModule<()>,
	client: Arc<MockClient>,
	backend: Arc<Backend>,
	/// Tells the worker of new heads.
	heads: mpsc::UnboundedSender<()>,
	/// Hashes of the blocks 0 to 3.
	pub chain: Vec<H256>,
	/// Hash of the stale block with the number 1.
	pub stale: H256,
}

impl Node {
	/// A node that serves no subscriptions.
	pub fn new() -> Self {
		Self::build().0
	}

	/// A node that serves subscriptions.
	pub fn following() -> Self {
		let (node, worker, heads) = Self::build();
		tokio::spawn(worker.run(heads));
		node
	}

	fn build() -> (Self, Worker, mpsc::UnboundedReceiver<()>) {
		let backend = Arc::new(Backend::new());
		let genesis = header(0, H256::zero(), 0);
		let mut chain = vec![genesis.hash()];
		backend
			.blockchain()
			.insert(
				genesis.hash(),
				genesis,
				None,
				None,
				NewBlockState::Final,
				true,
			)
			.unwrap();
		let blocks = [
			(1, NewBlockState::Final),
			(2, NewBlockState::Final),
			(3, NewBlockState::Best),
		];
		for (number, state) in blocks {
			let block = header(number, chain[chain.len() - 1], 0);
			chain.push(block.hash());
			import(&backend, block, state);
		}
		let stale = header(1, chain[0], 1);
		let stale_hash = stale.hash();
		import(&backend, stale, NewBlockState::Normal);

		let client = Arc::new(MockClient {
			api: MockApi::default(),
			backend: backend.clone(),
			broken: AtomicBool::new(false),
		});
		let (feed, worker) = subscriptions::new::<_, _, Block>(client.clone(), backend.clone());
		let module = crate::module::<_, _, Block>(&client, &backend, &feed).unwrap();
		let (heads, heads_seen) = mpsc::unbounded();
		let node = Self {
			module,
			client,
			backend,
			heads,
			chain,
			stale: stale_hash,
		};
		(node, worker, heads_seen)
	}

	/// Makes a block on `parent` that says `change`, which becomes the best one, and lets the worker follow.
	pub async fn extend(&self, number: u32, parent: H256, salt: u64, change: Change) -> H256 {
		let block = header(number, parent, salt);
		let hash = block.hash();
		let api = &self.client.api;
		match change {
			Change::Nothing => {}
			Change::Machine(machine) => {
				api.machines.lock().unwrap().insert(hash, machine);
			}
			Change::Order(order) => {
				api.orders.lock().unwrap().insert(hash, order);
			}
			Change::Jobs(jobs) => {
				api.jobs.lock().unwrap().insert(hash, jobs);
			}
			Change::Trap => api.traps.lock().unwrap().push(hash),
		}
		import(&self.backend, block, NewBlockState::Best);
		self.wake().await;
		hash
	}

	/// Makes a block final, and lets the worker follow.
	pub async fn finalize(&self, hash: H256) {
		self.backend.finalize_block(hash, None).unwrap();
		self.wake().await;
	}

	/// Lets the worker follow, and everybody else finish.
	pub async fn wake(&self) {
		self.heads.unbounded_send(()).unwrap();
		idle().await;
	}

	/// No head ever comes any more.
	pub async fn stop(&self) {
		self.heads.close_channel();
		idle().await;
	}

	/// How often `subject` was read at a block.
	pub fn reads(&self, at: H256, subject: &Subject) -> u32 {
		let reads = self.client.api.reads.lock().unwrap();
		reads
			.get(&(at, subject.clone()))
			.copied()
			.unwrap_or_default()
	}

	/// From now on the database fails.
	pub fn break_database(&self) {
		self.client.broken.store(true, Ordering::SeqCst);
	}

	/// Filter, cursor and limit that the runtime last got.
	pub fn last_list(&self) -> Option<ListCall> {
		self.client.api.last_list.lock().unwrap().clone()
	}

	/// Member, cursor and limit that the runtime last got.
	pub fn last_jobs(&self) -> Option<JobsCall> {
		self.client.api.last_jobs.lock().unwrap().clone()
	}

	/// Filter, cursor and limit that the runtime last got for orders.
	pub fn last_orders(&self) -> Option<OrdersCall> {
		self.client.api.last_orders.lock().unwrap().clone()
	}

	/// Filter, cursor and limit that the runtime last got for reports.
	pub fn last_reports(&self) -> Option<ReportsCall> {
		self.client.api.last_reports.lock().unwrap().clone()
	}

	/// Filter, cursor and limit that the runtime last got for sanctions.
	pub fn last_sanctions(&self) -> Option<SanctionsCall> {
		self.client.api.last_sanctions.lock().unwrap().clone()
	}

	/// What the runtime was last asked to rent.
	pub fn last_rent(&self) -> Option<RentRequest> {
		*self.client.api.last_rent.lock().unwrap()
	}

	/// The signature that the runtime last got.
	pub fn last_signature(&self) -> Option<MultiSignature> {
		self.client.api.last_signature.lock().unwrap().clone()
	}

	/// The whole response to a request with `params` as an array or an object.
	pub async fn respond(&self, method: &str, params: Value) -> Value {
		let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
		let (response, _) = self
			.module
			.raw_json_request(&request.to_string(), 1)
			.await
			.unwrap();
		serde_json::from_str(&response).unwrap()
	}

	/// The result of a request that succeeds.
	pub async fn result(&self, method: &str, params: Value) -> Value {
		let response = self.respond(method, params).await;
		assert_eq!(response.get("error"), None, "{method} failed");
		response["result"].clone()
	}

	/// The code of a request that fails.
	pub async fn code(&self, method: &str, params: Value) -> i64 {
		let response = self.respond(method, params.clone()).await;
		response["error"]["code"]
			.as_i64()
			.unwrap_or_else(|| panic!("{method}({params}) answered {response}"))
	}
}

/// What a new block says.
pub enum Change {
	/// The same as the fixtures.
	Nothing,
	/// This of [`fixtures::MACHINE`].
	Machine(Option<MachineInfo<AccountId32, u128>>),
	/// This of [`fixtures::ORDER`].
	Order(Option<OrderInfo<AccountId32, u128>>),
	/// These jobs of every member.
	Jobs(Vec<JobInfo<u128>>),
	/// Orders make its runtime trap.
	Trap,
}

/// Lets every other task run until it waits.
pub async fn idle() {
	for _ in 0..100 {
		tokio::task::yield_now().await;
	}
}

/// A header; `salt` tells blocks with the same parent apart.
fn header(number: u32, parent: H256, salt: u64) -> Header {
	Header::new(
		number,
		H256::from_low_u64_be(salt),
		H256::zero(),
		parent,
		Default::default(),
	)
}

/// Imports a block with its state.
fn import(backend: &Backend, header: Header, state: NewBlockState) {
	let mut operation = backend.begin_operation().unwrap();
	operation
		.set_block_data(header, None, None, None, state, true)
		.unwrap();
	backend.commit_operation(operation).unwrap();
}
