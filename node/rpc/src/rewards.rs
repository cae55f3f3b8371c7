//! The methods about rewards.

use dbc_primitives::MachineId;
use dbc_runtime_api::RewardsApi;
use jsonrpsee::proc_macros::rpc;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_core::{crypto::AccountId32, H256};
use sp_runtime::traits::Block as BlockT;

use crate::{
	json::{self, Answer, MachineRewards, NetworkStats, Rewards},
	Balance, Error, Gpu,
};

/// The `gpu_*` methods about rewards. Every one of them reads at the block `at`, by default the best block.
#[rpc(client, server, namespace = "gpu")]
pub trait GpuRewardsApi {
	/// What `account` earned, and what of it can be claimed.
	#[method(name = "rewards", blocking)]
	fn rewards(&self, account: String, at: Option<String>) -> Result<Answer<Rewards>, Error>;

	/// What the machine `id` earned.
	#[method(name = "machineRewards", blocking)]
	fn machine_rewards(
		&self,
		id: String,
		at: Option<String>,
	) -> Result<Answer<MachineRewards>, Error>;

	/// How much of the network is rented, and what it earns.
	#[method(name = "networkStats", blocking)]
	fn network_stats(&self, at: Option<String>) -> Result<Answer<NetworkStats>, Error>;
}

impl<Client, Backend, Block> GpuRewardsApiServer for Gpu<Client, Backend, Block>
where
	Block: BlockT<Hash = H256>,
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block> + 'static,
	Client::Api: RewardsApi<Block, AccountId32, Balance>,
	Backend: sc_client_api::Backend<Block> + 'static,
{
	fn rewards(&self, account: String, at: Option<String>) -> Result<Answer<Rewards>, Error> {
		let account = json::account(&account, "account")?;
		let (at, rewards) = self.read::<dyn RewardsApi<Block, AccountId32, Balance>, _>(
			at,
			"RewardsApi",
			|api, hash| api.account_rewards(hash, account.clone()),
		)?;
		let rewards = rewards.ok_or_else(|| Error::RewardsNotFound {
			account: json::address(&account),
		})?;
		Ok(Answer {
			at,
			value: Rewards::new(&account, rewards),
		})
	}

	fn machine_rewards(
		&self,
		id: String,
		at: Option<String>,
	) -> Result<Answer<MachineRewards>, Error> {
		let id: MachineId = json::id(&id, "id")?;
		let (at, rewards) = self.read::<dyn RewardsApi<Block, AccountId32, Balance>, _>(
			at,
			"RewardsApi",
			|api, hash| api.machine_rewards(hash, id),
		)?;
		let rewards =
			rewards.ok_or_else(|| Error::MachineRewardsNotFound { id: json::hex(&id) })?;
		Ok(Answer {
			at,
			value: MachineRewards::new(&id, rewards),
		})
	}

	fn network_stats(&self, at: Option<String>) -> Result<Answer<NetworkStats>, Error> {
		let (at, network) = self.read::<dyn RewardsApi<Block, AccountId32, Balance>, _>(
			at,
			"RewardsApi",
			|api, hash| api.network_rewards(hash),
		)?;
		Ok(Answer {
			at,
			value: network.into(),
		})
	}
}
