//! The methods about sanctions.

use dbc_primitives::SanctionId;
use dbc_runtime_api::SanctionsApi;
use jsonrpsee::proc_macros::rpc;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_core::{crypto::AccountId32, H256};
use sp_runtime::traits::Block as BlockT;

use crate::{
	json::{self, Answer, List, PageRequest, Sanction, SanctionFilter},
	Balance, Error, Gpu,
};

/// The `gpu_*` methods about sanctions. Every one of them reads at the block `at`, by default the best block.
#[rpc(client, server, namespace = "gpu")]
pub trait GpuSanctionsApi {
	/// The pending sanction `id`.
	#[method(name = "sanction", blocking)]
	fn sanction(&self, id: String, at: Option<String>) -> Result<Answer<Sanction>, Error>;

	/// A page of the pending sanctions that pass every condition of `filter`.
	#[method(name = "sanctions", blocking)]
	fn sanctions(
		&self,
		filter: Option<SanctionFilter>,
		page: Option<PageRequest>,
		at: Option<String>,
	) -> Result<Answer<List<Sanction>>, Error>;
}

impl<Client, Backend, Block> GpuSanctionsApiServer for Gpu<Client, Backend, Block>
where
	Block: BlockT<Hash = H256>,
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block> + 'static,
	Client::Api: SanctionsApi<Block, AccountId32, Balance>,
	Backend: sc_client_api::Backend<Block> + 'static,
{
	fn sanction(&self, id: String, at: Option<String>) -> Result<Answer<Sanction>, Error> {
		let id: SanctionId = json::number(&id, "id")?;
		let (at, sanction) = self.read::<dyn SanctionsApi<Block, AccountId32, Balance>, _>(
			at,
			"SanctionsApi",
			|api, hash| api.sanction(hash, id),
		)?;
		let sanction = sanction.ok_or_else(|| Error::SanctionNotFound { id: id.to_string() })?;
		Ok(Answer {
			at,
			value: (id, sanction).into(),
		})
	}

	fn sanctions(
		&self,
		filter: Option<SanctionFilter>,
		page: Option<PageRequest>,
		at: Option<String>,
	) -> Result<Answer<List<Sanction>>, Error> {
		let filter = filter.unwrap_or_default().try_into()?;
		let (cursor, limit) = page.unwrap_or_default().parse()?;
		let (at, page) = self.read::<dyn SanctionsApi<Block, AccountId32, Balance>, _>(
			at,
			"SanctionsApi",
			|api, hash| api.sanctions(hash, filter, cursor, limit),
		)?;
		Ok(Answer {
			at,
			value: page.into(),
		})
	}
}
