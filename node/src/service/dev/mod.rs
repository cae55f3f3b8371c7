//! The development chain: one process that seals all blocks itself, with a mocked relay chain and no peers.

pub mod clock;
mod inherents;
pub mod rpc;
pub mod seal;

use self::{clock::Clock, inherents::Inherents, seal::Commands};
use super::{spawn_feed, spawn_storage_monitor, Client, Parts, RunOptions};
use crate::{cli::Sealing, rpc as node_rpc};
use cumulus_primitives_core::GetParachainInfo;
use dbc_runtime::{configs::MAX_BLOCK_LENGTH, opaque::Block};
use futures::channel::mpsc;
use sc_client_api::HeaderBackend;
use sc_consensus::{DefaultImportQueue, LongestChain};
use sc_consensus_manual_seal::{
	consensus::aura::AuraConsensusDataProvider, run_manual_seal, ManualSealParams,
};
use sc_network::{
	config::{FullNetworkConfiguration, NetworkConfiguration},
	Litep2pNetworkBackend, Multiaddr, NotificationMetrics,
};
use sc_service::{
	build_network, spawn_tasks, BuildNetworkParams, Configuration, Error, SpawnTasksParams,
	TaskManager,
};
use sp_api::ProvideRuntimeApi;
use sp_consensus_aura::{sr25519::AuthorityId, SlotDuration};
use std::sync::Arc;

/// Orders that may wait for the sealing engine. Each caller waits for its block before it orders another.
const COMMANDS_BUFFER: usize = 64;
/// The node listens for peers on this computer only, on whatever port is free: nobody is meant to connect.
const LISTEN_ADDRESS: &str = "/ip4/127.0.0.1/tcp/0";

/// Imports blocks of a development chain, which carry no seal to check.
pub(super) fn import_queue(parts: &Parts, config: &Configuration) -> DefaultImportQueue<Block> {
	sc_consensus_manual_seal::import_queue(
		Box::new(parts.client.clone()),
		&parts.task_manager.spawn_essential_handle(),
		config.prometheus_registry(),
	)
}

/// Starts the development chain.
pub fn start(
	mut config: Configuration,
	sealing: Sealing,
	options: RunOptions,
) -> Result<TaskManager, Error> {
	isolate(&mut config.network)?;
	let parts = Parts::new(&config)?;
	parts.prepare_price_feeder(&config, &options.price_feeds)?;

	let registry = config.prometheus_registry().cloned();
	let (network, system_rpc_tx, tx_handler_controller, sync_service, _) =
		build_network(BuildNetworkParams {
			config: &config,
			net_config: FullNetworkConfiguration::<_, _, Litep2pNetworkBackend>::new(
				&config.network,
				registry.clone(),
			),
			client: parts.client.clone(),
			transaction_pool: parts.pool.clone(),
			spawn_handle: parts.task_manager.spawn_handle(),
			spawn_essential_handle: parts.task_manager.spawn_essential_handle(),
			import_queue: import_queue(&parts, &config),
			block_announce_validator_builder: None,
			warp_sync_config: None,
			block_relay: None,
			metrics: NotificationMetrics::new(registry.as_ref()),
			gap_sync_body_policy: None,
		})?;
	parts.spawn_offchain_workers(&config, network.clone())?;

	let clock = Arc::new(Clock::default());
	let commands = start_engine(&parts, &config, clock.clone())?;
	let Parts {
		client,
		backend,
		keystore,
		pool,
		mut task_manager,
		mut telemetry,
		..
	} = parts;

	let rpc_builder = {
		let deps = node_rpc::FullDeps {
			client: client.clone(),
			backend: backend.clone(),
			pool: pool.clone(),
			feed: spawn_feed(&client, &backend, &task_manager),
			dev: Some(node_rpc::DevDeps {
				clock,
				commands: commands.clone(),
			}),
		};
		Box::new(move |_| node_rpc::create_full(&deps))
	};
	let database_path = config.database.path().map(ToOwned::to_owned);
	spawn_tasks(SpawnTasksParams {
		config,
		client: client.clone(),
		backend,
		task_manager: &mut task_manager,
		keystore,
		transaction_pool: pool.clone(),
		rpc_builder,
		network,
		system_rpc_tx,
		tx_handler_controller,
		sync_service,
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;
	spawn_storage_monitor(
		options.storage_monitor,
		database_path.as_deref(),
		&task_manager.spawn_essential_handle(),
	)?;

	let spawner = task_manager.spawn_handle();
	match sealing {
		Sealing::Interval(block_time) => {
			let parent_slot = best_slot(&client)?;
			let delay = clock::first_delay(parent_slot, clock::wall_clock_ms(), block_time);
			let sealer = seal::seal_at_intervals(commands.clone(), delay, block_time);
			spawner.spawn("dev-seal-at-intervals", Some("block-authoring"), sealer);
		}
		Sealing::Instant => {
			let sealer = seal::seal_on_transactions(commands.clone(), pool);
			spawner.spawn("dev-seal-on-transactions", Some("block-authoring"), sealer);
		}
		Sealing::OnRequest => {}
	}
	// The engine ends when nobody can order blocks any more, and the node with it.
	task_manager.keep_alive(commands);
	Ok(task_manager)
}

/// Keeps the node away from all others.
fn isolate(network: &mut NetworkConfiguration) -> Result<(), Error> {
	network.default_peers_set.in_peers = 0;
	network.default_peers_set.out_peers = 0;
	let address = LISTEN_ADDRESS
		.parse::<Multiaddr>()
		.map_err(|error| error.to_string())?;
	network.listen_addresses = vec![address];
	Ok(())
}

/// Starts the engine that seals a block for each order, and returns where it takes orders.
fn start_engine(
	parts: &Parts,
	config: &Configuration,
	clock: Arc<Clock>,
) -> Result<Commands, Error> {
	let best = parts.client.info().best_hash;
	let slot_duration = sc_consensus_aura::slot_duration::<AuthorityId, Block, _>(&*parts.client)?;
	if slot_duration != SlotDuration::from_millis(clock::SLOT_MS) {
		return Err("The development chain needs a runtime with slots of 6 s.".into());
	}
	let para_id = parts
		.client
		.runtime_api()
		.parachain_id(best)
		.map_err(|error| Error::Application(Box::new(error)))?;
	let inherents = Inherents {
		client: parts.client.clone(),
		clock,
		para_id,
	};

	let mut proposer = sc_basic_authorship::ProposerFactory::new(
		parts.task_manager.spawn_handle(),
		parts.client.clone(),
		parts.pool.clone(),
		config.prometheus_registry(),
		parts.telemetry_handle(),
	);
	// The usual limit is lower than the runtime's, and than the size of a development blob in an upgrade.
	proposer.set_default_block_size_limit(usize::try_from(MAX_BLOCK_LENGTH).unwrap_or(usize::MAX));

	let (commands, orders) = mpsc::channel(COMMANDS_BUFFER);
	let engine = run_manual_seal(ManualSealParams {
		block_import: parts.client.clone(),
		env: proposer,
		client: parts.client.clone(),
		pool: parts.pool.clone(),
		commands_stream: orders,
		select_chain: LongestChain::new(parts.backend.clone()),
		// The slot in a block's digest is that of its timestamp.
		consensus_data_provider: Some(Box::new(
			AuraConsensusDataProvider::<Block>::new_with_slot_duration(slot_duration),
		)),
		create_inherent_data_providers: move |parent, ()| std::future::ready(inherents.on(parent)),
	});
	parts.task_manager.spawn_essential_handle().spawn_blocking(
		"dev-seal",
		Some("block-authoring"),
		engine,
	);
	Ok(commands)
}

fn best_slot(client: &Client) -> Result<u64, Error> {
	let best = client.info().best_hash;
	let header = client.header(best)?.ok_or("The best block is unknown.")?;
	Ok(inherents::slot_of(&header)?)
}
