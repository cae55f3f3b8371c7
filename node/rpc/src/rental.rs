//! The methods about orders and access.

use dbc_primitives::{self as chain, MachineId, OrderId, RentRequest};
use dbc_runtime_api::{AccessApi, MachinesApi, RentalApi};
use jsonrpsee::proc_macros::rpc;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_core::{crypto::AccountId32, H256};
use sp_runtime::traits::Block as BlockT;

use crate::{
	json::{
		self, Access, AccessCheck, Answer, Challenge, List, Order, OrderFilter, PageRequest,
		RentCheck, RentQuote,
	},
	Balance, Error, Gpu,
};

/// The `gpu_*` methods about orders and access. Every one of them reads at the block `at`, by default the best block.
#[rpc(client, server, namespace = "gpu")]
pub trait GpuRentalApi {
	/// Whether `gpus` GPUs of the machine `id` can be rented for `duration_ms`, from `start` on or at once.
	#[method(name = "canRent", blocking)]
	fn can_rent(
		&self,
		id: String,
		gpus: u64,
		duration_ms: u64,
		start: Option<u64>,
		at: Option<String>,
	) -> Result<Answer<RentCheck>, Error>;

	/// What that would cost now, part by part.
	#[method(name = "quote", blocking)]
	fn quote(
		&self,
		id: String,
		gpus: u64,
		duration_ms: u64,
		start: Option<u64>,
		at: Option<String>,
	) -> Result<Answer<RentQuote>, Error>;

	/// What the chain knows of the order `id`.
	#[method(name = "order", blocking)]
	fn order(&self, id: String, at: Option<String>) -> Result<Answer<Order>, Error>;

	/// A page of the orders of a machine, a renter or a payer.
	#[method(name = "orders", blocking)]
	fn orders(
		&self,
		filter: OrderFilter,
		page: Option<PageRequest>,
		at: Option<String>,
	) -> Result<Answer<List<Order>>, Error>;

	/// Who may use which GPU of `machine` until when.
	#[method(name = "access", blocking)]
	fn access(&self, machine: String, at: Option<String>) -> Result<Answer<Access>, Error>;

	/// The bytes that `account` signs to get access to `machine`; `purpose` says what for, and holds a nonce.
	#[method(name = "challenge", blocking)]
	fn challenge(
		&self,
		machine: String,
		account: String,
		purpose: String,
		at: Option<String>,
	) -> Result<Answer<Challenge>, Error>;

	/// Whether `account`, which gave `signature` over the challenge `bytes`, gets access to `machine`.
	#[method(name = "verifyAccess", blocking)]
	fn verify_access(
		&self,
		machine: String,
		account: String,
		bytes: String,
		signature: String,
		at: Option<String>,
	) -> Result<Answer<AccessCheck>, Error>;
}

impl<Client, Backend, Block> GpuRentalApiServer for Gpu<Client, Backend, Block>
where
	Block: BlockT<Hash = H256>,
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block> + 'static,
	Client::Api: MachinesApi<Block, AccountId32, Balance>
		+ RentalApi<Block, AccountId32, Balance>
		+ AccessApi<Block, AccountId32>,
	Backend: sc_client_api::Backend<Block> + 'static,
{
	fn can_rent(
		&self,
		id: String,
		gpus: u64,
		duration_ms: u64,
		start: Option<u64>,
		at: Option<String>,
	) -> Result<Answer<RentCheck>, Error> {
		let request = rent_request(&id, gpus, duration_ms, start)?;
		let (at, answer) = self.read::<dyn RentalApi<Block, AccountId32, Balance>, _>(
			at,
			"RentalApi",
			|api, hash| api.can_rent(hash, request),
		)?;
		Ok(Answer {
			at,
			value: answer.into(),
		})
	}

	fn quote(
		&self,
		id: String,
		gpus: u64,
		duration_ms: u64,
		start: Option<u64>,
		at: Option<String>,
	) -> Result<Answer<RentQuote>, Error> {
		let request = rent_request(&id, gpus, duration_ms, start)?;
		let (at, quote) = self.read::<dyn RentalApi<Block, AccountId32, Balance>, _>(
			at,
			"RentalApi",
			|api, hash| api.quote(hash, request),
		)?;
		let quote = quote.map_err(|refusal| Error::RentRefused {
			refusal: refusal.into(),
		})?;
		Ok(Answer {
			at,
			value: quote.into(),
		})
	}

	fn order(&self, id: String, at: Option<String>) -> Result<Answer<Order>, Error> {
		let id: OrderId = json::order_id(&id, "id")?;
		let at = self.reader.block(at.as_deref())?;
		let order = self.reader.order(at, id)?;
		let value = order.ok_or_else(|| Error::OrderNotFound { id: id.to_string() })?;
		Ok(Answer { at, value })
	}

	fn orders(
		&self,
		filter: OrderFilter,
		page: Option<PageRequest>,
		at: Option<String>,
	) -> Result<Answer<List<Order>>, Error> {
		let filter = filter.try_into()?;
		let (cursor, limit) = page.unwrap_or_default().parse()?;
		let (at, page) = self.read::<dyn RentalApi<Block, AccountId32, Balance>, _>(
			at,
			"RentalApi",
			|api, hash| api.orders(hash, filter, cursor, limit),
		)?;
		Ok(Answer {
			at,
			value: page.into(),
		})
	}

	fn access(&self, machine: String, at: Option<String>) -> Result<Answer<Access>, Error> {
		let machine: MachineId = json::id(&machine, "machine")?;
		let (at, grants) =
			self.read::<dyn AccessApi<Block, AccountId32>, _>(at, "AccessApi", |api, hash| {
				api.access(hash, machine)
			})?;
		let grants = grants.ok_or_else(|| Error::NotFound {
			id: json::hex(&machine),
		})?;
		Ok(Answer {
			at,
			value: Access {
				machine: json::hex(&machine),
				grants: grants.into_iter().map(Into::into).collect(),
			},
		})
	}

	fn challenge(
		&self,
		machine: String,
		account: String,
		purpose: String,
		at: Option<String>,
	) -> Result<Answer<Challenge>, Error> {
		let machine = json::id(&machine, "machine")?;
		let account = json::account(&account, "account")?;
		let purpose = purpose.into_bytes();
		let (at, bytes) =
			self.read::<dyn AccessApi<Block, AccountId32>, _>(at, "AccessApi", |api, hash| {
				api.challenge(hash, machine, account, purpose)
			})?;
		let refused = |refusal: chain::AccessRefusal| Error::ChallengeRefused {
			refusal: refusal.into(),
		};
		let bytes = bytes.map_err(refused)?;
		let challenge = chain::Challenge::<H256, AccountId32>::read(&bytes).map_err(refused)?;
		Ok(Answer {
			at,
			value: Challenge {
				bytes: json::hex(&bytes),
				expires_at: challenge.expires_at,
			},
		})
	}

	fn verify_access(
		&self,
		machine: String,
		account: String,
		bytes: String,
		signature: String,
		at: Option<String>,
	) -> Result<Answer<AccessCheck>, Error> {
		let machine = json::id(&machine, "machine")?;
		let account = json::account(&account, "account")?;
		let bytes = json::bytes(&bytes, "bytes")?;
		let signature = json::signature(&signature)?;
		let (at, answer) =
			self.read::<dyn AccessApi<Block, AccountId32>, _>(at, "AccessApi", |api, hash| {
				api.verify_access(hash, machine, account, bytes, signature)
			})?;
		Ok(Answer {
			at,
			value: answer.into(),
		})
	}
}

/// What somebody wants to rent. No machine has more GPUs than `u32::MAX`: the runtime refuses that many as it refuses
/// more.
fn rent_request(
	id: &str,
	gpus: u64,
	duration: u64,
	start: Option<u64>,
) -> Result<RentRequest, Error> {
	Ok(RentRequest {
		machine: json::id(id, "id")?,
		gpus: u32::try_from(gpus).unwrap_or(u32::MAX),
		duration,
		start,
	})
}
