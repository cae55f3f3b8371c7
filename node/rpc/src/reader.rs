//! What the runtime says at a block: one call after the other, each only where the block's runtime has it.

use std::{marker::PhantomData, sync::Arc};

use dbc_primitives::{MachineId, OrderId, MAX_PAGE_LIMIT};
use dbc_runtime_api::{MachinesApi, RentalApi, VerificationApi};
use sp_api::{ApiError, ApiExt, ProvideRuntimeApi, RuntimeApiInfo};
use sp_blockchain::HeaderBackend;
use sp_core::{crypto::AccountId32, H256};
use sp_runtime::{traits::Block as BlockT, SaturatedConversion};

use crate::{
	at,
	json::{Job, List, MachineDetails, Order},
	At, Balance, Error,
};

/// Reads from a client and its database.
pub(crate) struct Reader<Client, Backend, Block> {
	client: Arc<Client>,
	backend: Arc<Backend>,
	block: PhantomData<Block>,
}

impl<Client, Backend, Block> Reader<Client, Backend, Block>
where
	Block: BlockT<Hash = H256>,
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block>,
	Backend: sc_client_api::Backend<Block>,
{
	/// Reads from `client`; `backend` tells of which blocks there is state.
	pub(crate) fn new(client: Arc<Client>, backend: Arc<Backend>) -> Self {
		Self {
			client,
			backend,
			block: PhantomData,
		}
	}

	/// Finds the block with the hash `at`, by default the best block, see [`at::resolve`].
	pub(crate) fn block(&self, at: Option<&str>) -> Result<At, Error> {
		at::resolve(&*self.client, &*self.backend, at)
	}

	/// The last final block and the best one, as the node sees them now.
	pub(crate) fn heads(&self) -> (At, At) {
		let info = self.client.info();
		let last_final = At {
			hash: info.finalized_hash,
			number: info.finalized_number.saturated_into(),
			finalized: true,
		};
		let best = At {
			hash: info.best_hash,
			number: info.best_number.saturated_into(),
			finalized: info.best_hash == info.finalized_hash,
		};
		(last_final, best)
	}

	/// Makes one call of the runtime API `Api`, whose `name` is for the error, at the block `at` if that has it.
	pub(crate) fn call<Api, T>(
		&self,
		at: At,
		name: &'static str,
		call: impl FnOnce(&Client::Api, H256) -> Result<T, ApiError>,
	) -> Result<T, Error>
	where
		Api: RuntimeApiInfo + ?Sized,
	{
		let api = self.client.runtime_api();
		let version = api
			.api_version::<Api>(at.hash)
			.map_err(Error::runtime_call)?;
		at::require_api(version, name, at.hash)?;
		call(&api, at.hash).map_err(Error::runtime_call)
	}
}

impl<Client, Backend, Block> Reader<Client, Backend, Block>
where
	Block: BlockT<Hash = H256>,
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block>,
	Client::Api: MachinesApi<Block, AccountId32, Balance> + RentalApi<Block, AccountId32, Balance>,
	Backend: sc_client_api::Backend<Block>,
{
	/// Everything about a machine; `None` if there is none. What a runtime without orders cannot say is left out.
	pub(crate) fn machine(&self, at: At, id: MachineId) -> Result<Option<MachineDetails>, Error> {
		let machine = self.call::<dyn MachinesApi<Block, AccountId32, Balance>, _>(
			at,
			"MachinesApi",
			|api, hash| api.machine(hash, id),
		)?;
		let Some(machine) = machine else {
			return Ok(None);
		};
		let occupancy = self.call::<dyn RentalApi<Block, AccountId32, Balance>, _>(
			at,
			"RentalApi",
			|api, hash| api.occupancy(hash, id),
		);
		let occupancy = match occupancy {
			Err(Error::ApiMissing { .. }) => None,
			answer => answer?,
		};
		Ok(Some(MachineDetails::new(machine, occupancy)))
	}

	/// What the chain knows of an order; `None` if that is nothing.
	pub(crate) fn order(&self, at: At, id: OrderId) -> Result<Option<Order>, Error> {
		let order = self.call::<dyn RentalApi<Block, AccountId32, Balance>, _>(
			at,
			"RentalApi",
			|api, hash| api.order(hash, id),
		)?;
		Ok(order.map(|info| (id, info).into()))
	}
}

impl<Client, Backend, Block> Reader<Client, Backend, Block>
where
	Block: BlockT<Hash = H256>,
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block>,
	Client::Api: VerificationApi<Block, AccountId32, Balance>,
	Backend: sc_client_api::Backend<Block>,
{
	/// The first page of a verifier's jobs, as long as a page can be. An account that is no member has none.
	pub(crate) fn jobs(&self, at: At, verifier: &AccountId32) -> Result<List<Job>, Error> {
		let page = self.call::<dyn VerificationApi<Block, AccountId32, Balance>, _>(
			at,
			"VerificationApi",
			|api, hash| api.jobs(hash, verifier.clone(), None, MAX_PAGE_LIMIT),
		)?;
		Ok(page.into())
	}
}
