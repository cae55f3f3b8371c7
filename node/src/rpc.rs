//! The RPC methods that this node adds to those of every Substrate node.

use crate::service::{
	dev::{
		clock::Clock,
		rpc::{ClockApiServer, ClockRpc},
		seal::Commands,
	},
	Backend, Client, Pool,
};
use dbc_rpc::subscriptions::Feed;
use dbc_runtime::{opaque::Block, Hash};
use jsonrpsee::RpcModule;
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use sc_consensus_manual_seal::rpc::{ManualSeal, ManualSealApiServer};
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};

/// What the methods need.
pub struct FullDeps {
	/// Answers runtime calls.
	pub client: Arc<Client>,
	/// The database.
	pub backend: Arc<Backend>,
	/// Transactions that wait for a block.
	pub pool: Arc<Pool>,
	/// Feeds the subscriptions of `gpu_*`: one for all servers of the node.
	pub feed: Feed,
	/// Only on the development chain.
	pub dev: Option<DevDeps>,
}

/// What the methods of the development chain need.
pub struct DevDeps {
	/// The chain's clock.
	pub clock: Arc<Clock>,
	/// Where blocks are ordered.
	pub commands: Commands,
}

/// All methods: `system_accountNextIndex`, `system_dryRun`, `payment_*`, `gpu_*`, and on the development chain
/// `engine_createBlock`, `engine_finalizeBlock` and `dev_timeJump`.
pub fn create_full(deps: &FullDeps) -> Result<RpcModule<()>, sc_service::Error> {
	let FullDeps {
		client,
		backend,
		pool,
		feed,
		dev,
	} = deps;
	let merge_all = || -> Result<_, jsonrpsee::core::RegisterMethodError> {
		let mut module = RpcModule::new(());
		module.merge(System::new(client.clone(), pool.clone()).into_rpc())?;
		module.merge(TransactionPayment::new(client.clone()).into_rpc())?;
		module.merge(dbc_rpc::module::<_, _, Block>(client, backend, feed)?)?;
		if let Some(DevDeps { clock, commands }) = dev {
			module.merge(ManualSeal::<Hash>::new(commands.clone()).into_rpc())?;
			module
				.merge(ClockRpc::new(client.clone(), clock.clone(), commands.clone()).into_rpc())?;
		}
		Ok(module)
	};
	merge_all().map_err(|error| sc_service::Error::Application(Box::new(error)))
}
