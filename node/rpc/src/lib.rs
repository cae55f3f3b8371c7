//! The `gpu_*` JSON-RPC methods: readable JSON over the runtime APIs, and no logic of their own.
//!
//! A method parses its input ([`json`]), finds the block to read at, asks the runtime and writes the answer. Whatever
//! goes wrong is an [`Error`] with a code of its own. The runtime bounds the work of every call. What changes can be
//! subscribed to, see [`subscriptions`].

mod at;
mod errors;
mod faults;
pub mod json;
mod reader;
mod rental;
mod rewards;
mod sanctions;
pub mod subscriptions;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use dbc_primitives::StakeQuoteError;
use dbc_runtime_api::{
	AccessApi, ChainParamsApi, FaultsApi, MachinesApi, PriceApi, RentalApi, RewardsApi,
	SanctionsApi, VerificationApi,
};
use jsonrpsee::{core::RegisterMethodError, proc_macros::rpc, RpcModule};
use sp_api::{ApiError, ProvideRuntimeApi, RuntimeApiInfo};
use sp_blockchain::HeaderBackend;
use sp_core::{crypto::AccountId32, H256};
use sp_runtime::traits::Block as BlockT;

pub use at::At;
pub use errors::Error;
pub use faults::{GpuFaultsApiClient, GpuFaultsApiServer};
use json::{
	Answer, ChainParams, Job, List, Machine, MachineDetails, MachineFilter, Member, PageRequest,
	Payload, Price, StakeRequirement, Verification,
};
use reader::Reader;
pub use rental::{GpuRentalApiClient, GpuRentalApiServer};
pub use rewards::{GpuRewardsApiClient, GpuRewardsApiServer};
pub use sanctions::{GpuSanctionsApiClient, GpuSanctionsApiServer};
use subscriptions::{Feed, GpuSubscriptionsApiServer};

/// Amounts of DBC in planck.
type Balance = u128;

/// The `gpu_*` methods. Every one of them reads at the block `at`, by default the best block.
#[rpc(client, server, namespace = "gpu")]
pub trait GpuApi {
	/// Every number that an agent needs.
	#[method(name = "chainParams", blocking)]
	fn chain_params(&self, at: Option<String>) -> Result<Answer<ChainParams>, Error>;

	/// The price of DBC: its age, its feeders, and whether new commitments can use it.
	#[method(name = "price", blocking)]
	fn price(&self, at: Option<String>) -> Result<Answer<Price>, Error>;

	/// The stake that a machine with `gpus` GPUs needs at the current price.
	#[method(name = "stakeRequirement", blocking)]
	fn stake_requirement(
		&self,
		gpus: u64,
		at: Option<String>,
	) -> Result<Answer<StakeRequirement>, Error>;

	/// Everything about the machine `id`.
	#[method(name = "machine", blocking)]
	fn machine(&self, id: String, at: Option<String>) -> Result<Answer<MachineDetails>, Error>;

	/// A page of the machines that pass every condition of `filter`.
	#[method(name = "machines", blocking)]
	fn machines(
		&self,
		filter: Option<MachineFilter>,
		page: Option<PageRequest>,
		at: Option<String>,
	) -> Result<Answer<List<Machine>>, Error>;

	/// The bytes that a machine's key signs so that `owner` may register it until `expires_at` (Unix milliseconds).
	#[method(name = "registrationPayload", blocking)]
	fn registration_payload(
		&self,
		owner: String,
		expires_at: u64,
		at: Option<String>,
	) -> Result<Answer<Payload>, Error>;

	/// The open request for verification of `machine`, and who attested it last.
	#[method(name = "verification", blocking)]
	fn verification(
		&self,
		machine: String,
		at: Option<String>,
	) -> Result<Answer<Verification>, Error>;

	/// A page of the jobs for which `verifier` has something at risk, and what is expected of it.
	#[method(name = "jobs", blocking)]
	fn jobs(
		&self,
		verifier: String,
		page: Option<PageRequest>,
		at: Option<String>,
	) -> Result<Answer<List<Job>>, Error>;

	/// Everything about the committee member `account`.
	#[method(name = "member", blocking)]
	fn member(&self, account: String, at: Option<String>) -> Result<Answer<Member>, Error>;
}

/// Answers the `gpu_*` methods from a client and its database.
pub struct Gpu<Client, Backend, Block> {
	reader: Reader<Client, Backend, Block>,
}

impl<Client, Backend, Block> Gpu<Client, Backend, Block>
where
	Block: BlockT<Hash = H256>,
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block>,
	Backend: sc_client_api::Backend<Block>,
{
	/// Reads from `client`; `backend` tells of which blocks there is state.
	pub fn new(client: Arc<Client>, backend: Arc<Backend>) -> Self {
		Self {
			reader: Reader::new(client, backend),
		}
	}

	/// Makes one call of the runtime API `Api`, whose `name` is for the error, at a block that has it.
	fn read<Api, T>(
		&self,
		at: Option<String>,
		name: &'static str,
		call: impl FnOnce(&Client::Api, H256) -> Result<T, ApiError>,
	) -> Result<(At, T), Error>
	where
		Api: RuntimeApiInfo + ?Sized,
	{
		let at = self.reader.block(at.as_deref())?;
		let answer = self.reader.call::<Api, T>(at, name, call)?;
		Ok((at, answer))
	}
}

/// All `gpu_*` methods and subscriptions, from a client, its database and the feed that [`subscriptions::new`] made.
pub fn module<Client, Backend, Block>(
	client: &Arc<Client>,
	backend: &Arc<Backend>,
	feed: &Feed,
) -> Result<RpcModule<()>, RegisterMethodError>
where
	Block: BlockT<Hash = H256>,
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block> + 'static,
	Client::Api: MachinesApi<Block, AccountId32, Balance>
		+ PriceApi<Block, AccountId32>
		+ VerificationApi<Block, AccountId32, Balance>
		+ RentalApi<Block, AccountId32, Balance>
		+ AccessApi<Block, AccountId32>
		+ RewardsApi<Block, AccountId32, Balance>
		+ FaultsApi<Block, AccountId32, Balance>
		+ SanctionsApi<Block, AccountId32, Balance>
		+ ChainParamsApi<Block>,
	Backend: sc_client_api::Backend<Block> + 'static,
{
	let gpu = || Gpu::<_, _, Block>::new(client.clone(), backend.clone());
	let mut module = RpcModule::new(());
	module.merge(GpuApiServer::into_rpc(gpu()))?;
	module.merge(GpuRentalApiServer::into_rpc(gpu()))?;
	module.merge(GpuRewardsApiServer::into_rpc(gpu()))?;
	module.merge(GpuFaultsApiServer::into_rpc(gpu()))?;
	module.merge(GpuSanctionsApiServer::into_rpc(gpu()))?;
	module.merge(GpuSubscriptionsApiServer::into_rpc(feed.clone()))?;
	Ok(module)
}

impl<Client, Backend, Block> GpuApiServer for Gpu<Client, Backend, Block>
where
	Block: BlockT<Hash = H256>,
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block> + 'static,
	Client::Api: MachinesApi<Block, AccountId32, Balance>
		+ PriceApi<Block, AccountId32>
		+ VerificationApi<Block, AccountId32, Balance>
		+ RentalApi<Block, AccountId32, Balance>
		+ ChainParamsApi<Block>,
	Backend: sc_client_api::Backend<Block> + 'static,
{
	fn chain_params(&self, at: Option<String>) -> Result<Answer<ChainParams>, Error> {
		let (at, params) =
			self.read::<dyn ChainParamsApi<Block>, _>(at, "ChainParamsApi", |api, hash| {
				api.chain_params(hash)
			})?;
		Ok(Answer {
			at,
			value: params.into(),
		})
	}

	fn price(&self, at: Option<String>) -> Result<Answer<Price>, Error> {
		let (at, price) =
			self.read::<dyn PriceApi<Block, AccountId32>, _>(at, "PriceApi", |api, hash| {
				api.price_info(hash)
			})?;
		Ok(Answer {
			at,
			value: price.into(),
		})
	}

	fn stake_requirement(
		&self,
		gpus: u64,
		at: Option<String>,
	) -> Result<Answer<StakeRequirement>, Error> {
		let count = u32::try_from(gpus).map_err(|_| Error::GpuCountOutOfRange { gpus })?;
		let (at, quote) = self.read::<dyn MachinesApi<Block, AccountId32, Balance>, _>(
			at,
			"MachinesApi",
			|api, hash| api.stake_requirement(hash, count),
		)?;
		let quote = quote.map_err(|error| match error {
			StakeQuoteError::GpuCountOutOfRange => Error::GpuCountOutOfRange { gpus },
			StakeQuoteError::PriceUnavailable => Error::PriceUnavailable,
		})?;
		Ok(Answer {
			at,
			value: StakeRequirement::new(count, quote),
		})
	}

	fn machine(&self, id: String, at: Option<String>) -> Result<Answer<MachineDetails>, Error> {
		let id = json::id(&id, "id")?;
		let at = self.reader.block(at.as_deref())?;
		let machine = self.reader.machine(at, id)?;
		let value = machine.ok_or_else(|| Error::NotFound { id: json::hex(&id) })?;
		Ok(Answer { at, value })
	}

	fn machines(
		&self,
		filter: Option<MachineFilter>,
		page: Option<PageRequest>,
		at: Option<String>,
	) -> Result<Answer<List<Machine>>, Error> {
		let filter = filter.unwrap_or_default().try_into()?;
		let (cursor, limit) = page.unwrap_or_default().parse()?;
		let (at, page) = self.read::<dyn MachinesApi<Block, AccountId32, Balance>, _>(
			at,
			"MachinesApi",
			|api, hash| api.machines(hash, filter, cursor, limit),
		)?;
		Ok(Answer {
			at,
			value: page.into(),
		})
	}

	fn registration_payload(
		&self,
		owner: String,
		expires_at: u64,
		at: Option<String>,
	) -> Result<Answer<Payload>, Error> {
		let owner = json::account(&owner, "owner")?;
		let (at, payload) = self.read::<dyn MachinesApi<Block, AccountId32, Balance>, _>(
			at,
			"MachinesApi",
			|api, hash| api.registration_payload(hash, owner, expires_at),
		)?;
		Ok(Answer {
			at,
			value: Payload {
				payload: json::hex(&payload),
			},
		})
	}

	fn verification(
		&self,
		machine: String,
		at: Option<String>,
	) -> Result<Answer<Verification>, Error> {
		let machine = json::id(&machine, "machine")?;
		let (at, info) = self.read::<dyn VerificationApi<Block, AccountId32, Balance>, _>(
			at,
			"VerificationApi",
			|api, hash| api.verification(hash, machine),
		)?;
		let info = info.ok_or_else(|| Error::NotFound {
			id: json::hex(&machine),
		})?;
		Ok(Answer {
			at,
			value: Verification::new(&machine, info),
		})
	}

	fn jobs(
		&self,
		verifier: String,
		page: Option<PageRequest>,
		at: Option<String>,
	) -> Result<Answer<List<Job>>, Error> {
		let verifier = json::account(&verifier, "verifier")?;
		let (cursor, limit) = page.unwrap_or_default().parse()?;
		let (at, page) = self.read::<dyn VerificationApi<Block, AccountId32, Balance>, _>(
			at,
			"VerificationApi",
			|api, hash| api.jobs(hash, verifier, cursor, limit),
		)?;
		Ok(Answer {
			at,
			value: page.into(),
		})
	}

	fn member(&self, account: String, at: Option<String>) -> Result<Answer<Member>, Error> {
		let account = json::account(&account, "account")?;
		let asked = json::address(&account);
		let (at, member) = self.read::<dyn VerificationApi<Block, AccountId32, Balance>, _>(
			at,
			"VerificationApi",
			|api, hash| api.member(hash, account),
		)?;
		let member = member.ok_or(Error::MemberNotFound { account: asked })?;
		Ok(Answer {
			at,
			value: member.into(),
		})
	}
}
