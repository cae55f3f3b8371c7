//! A chain without consensus and a runtime without state.

use std::sync::{
	atomic::{AtomicBool, Ordering},
	Arc, Mutex,
};

use codec::Encode;
use dbc_primitives::{
	ChainParams, JobId, JobInfo, MachineFilter, MachineId, MachineInfo, MemberInfo, Moment, Page,
	PriceInfo, StakeQuote, StakeQuoteError, VerificationInfo, BALLOT_DOMAIN, REGISTER_DOMAIN,
};
use dbc_runtime_api::{ChainParamsApi, MachinesApi, PriceApi, VerificationApi};
use jsonrpsee::RpcModule;
use sc_client_api::{in_mem, Backend as _, BlockImportOperation as _, NewBlockState};
use serde_json::{json, Value};
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::{BlockStatus, HeaderBackend, Info};
use sp_core::{crypto::AccountId32, H256};
use sp_runtime::{
	generic,
	traits::{BlakeTwo256, Block as BlockT, Header as _},
	OpaqueExtrinsic,
};

use super::fixtures;
use crate::{Gpu, GpuApiServer};

type Header = generic::Header<u32, BlakeTwo256>;
pub type Block = generic::Block<Header, OpaqueExtrinsic>;
type Backend = in_mem::Backend<Block>;
/// Filter, cursor and limit of a call of `machines`.
type ListCall = (MachineFilter<AccountId32>, Option<MachineId>, u32);

/// Member, cursor and limit of a call of `jobs`.
type JobsCall = (AccountId32, Option<JobId>, u32);

/// Answers with the fixtures and remembers the last call of `machines` and of `jobs`.
#[derive(Clone, Default)]
pub struct MockApi {
	last_list: Arc<Mutex<Option<ListCall>>>,
	last_jobs: Arc<Mutex<Option<JobsCall>>>,
}

sp_api::mock_impl_runtime_apis! {
	impl MachinesApi<Block, AccountId32, u128> for MockApi {
		#[advanced]
		fn machine(
			&self,
			_at: <Block as BlockT>::Hash,
			id: MachineId,
		) -> Result<Option<MachineInfo<AccountId32, u128>>, ApiError> {
			match id {
				fixtures::MACHINE => Ok(Some(fixtures::machine())),
				fixtures::REJECTED => Ok(Some(fixtures::rejected())),
				fixtures::TRAP => Err(ApiError::Application("trap! ".repeat(1_000).into())),
				_ => Ok(None),
			}
		}

		fn machines(
			&self,
			filter: MachineFilter<AccountId32>,
			cursor: Option<MachineId>,
			limit: u32,
		) -> Page<MachineInfo<AccountId32, u128>, MachineId> {
			self.last_list.lock().unwrap().replace((filter, cursor, limit));
			match cursor {
				None => Page { items: vec![fixtures::machine()], next: Some(fixtures::MACHINE) },
				Some(_) => Page { items: vec![], next: None },
			}
		}

		fn stake_requirement(&self, gpus: u32) -> Result<StakeQuote<u128>, StakeQuoteError> {
			match gpus {
				0 | 33.. => Err(StakeQuoteError::GpuCountOutOfRange),
				32 => Err(StakeQuoteError::PriceUnavailable),
				_ => Ok(fixtures::quote()),
			}
		}

		fn registration_payload(&self, owner: AccountId32, expires_at: Moment) -> Vec<u8> {
			(REGISTER_DOMAIN, [7u8; 32], owner, expires_at).encode()
		}
	}

	impl PriceApi<Block, AccountId32> for MockApi {
		fn price_info(&self) -> PriceInfo<AccountId32> {
			fixtures::price()
		}
	}

	impl VerificationApi<Block, AccountId32, u128> for MockApi {
		fn verification(&self, machine: MachineId) -> Option<VerificationInfo<AccountId32, u128>> {
			match machine {
				fixtures::MACHINE => Some(fixtures::verification()),
				fixtures::REJECTED => Some(VerificationInfo { request: None, attesters: vec![] }),
				_ => None,
			}
		}

		fn jobs(
			&self,
			member: AccountId32,
			cursor: Option<JobId>,
			limit: u32,
		) -> Page<JobInfo<u128>, JobId> {
			self.last_jobs.lock().unwrap().replace((member, cursor, limit));
			match cursor {
				None => Page { items: vec![fixtures::job()], next: Some(fixtures::JOB) },
				Some(_) => Page { items: vec![fixtures::closed_job()], next: None },
			}
		}

		fn member(&self, account: AccountId32) -> Option<MemberInfo<AccountId32, u128>> {
			(account == fixtures::alice()).then(fixtures::member)
		}

		fn commitment_prefix(&self, job: JobId, member: AccountId32) -> Vec<u8> {
			(BALLOT_DOMAIN, [7u8; 32], job, member).encode()
		}
	}

	impl ChainParamsApi<Block> for MockApi {
		fn chain_params(&self) -> ChainParams {
			fixtures::params()
		}
	}
}

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
		self.backend.blockchain().info()
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
	pub module: RpcModule<Gpu<MockClient, Backend, Block>>,
	client: Arc<MockClient>,
	/// Hashes of the blocks 0 to 3.
	pub chain: Vec<H256>,
	/// Hash of the stale block with the number 1.
	pub stale: H256,
}

impl Node {
	pub fn new() -> Self {
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
		let module = Gpu::<_, _, Block>::new(client.clone(), backend).into_rpc();
		Self {
			module,
			client,
			chain,
			stale: stale_hash,
		}
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
