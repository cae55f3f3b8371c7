//! A collator or full node of the parachain.

mod collator;

use self::collator::{AnnounceBlock, Collator};
use super::{spawn_feed, spawn_storage_monitor, Backend, Client, Parts, RunOptions};
use crate::{chain_spec::Extensions, cli::Authoring, rpc as node_rpc};
use codec::Encode;
use cumulus_client_bootnodes::{start_bootnode_tasks, StartBootnodeTasksParams};
use cumulus_client_cli::CollatorOptions;
use cumulus_client_consensus_aura::{
	collators::slot_based::{SlotBasedBlockImport, SlotBasedBlockImportHandle},
	equivocation_import_queue::fully_verifying_import_queue,
};
use cumulus_client_consensus_common::ParachainBlockImport;
use cumulus_client_service::{
	build_network, build_relay_chain_interface, prepare_node_config, start_relay_chain_tasks,
	BuildNetworkParams, DARecoveryProfile, ParachainTracingExecuteBlock,
	StartRelayChainTasksParams,
};
use cumulus_primitives_core::{GetParachainInfo, ParaId};
use dbc_runtime::{opaque::Block, Hash};
use frame_benchmarking_cli::SUBSTRATE_REFERENCE_HARDWARE;
use sc_client_api::HeaderBackend;
use sc_consensus::{DefaultImportQueue, ImportQueue};
use sc_network::{
	config::{FullNetworkConfiguration, NetworkBackendType},
	Litep2pNetworkBackend, NetworkBackend, NetworkBlock, NetworkStateInfo, NetworkWorker,
};
use sc_service::{spawn_tasks, Configuration, Error, SpawnTasksParams, TaskManager};
use sc_sysinfo::HwBench;
use sc_telemetry::Telemetry;
use sc_tracing::tracing::{info_span, Instrument};
use sp_api::ProvideRuntimeApi;
use sp_consensus_aura::sr25519::AuthorityPair;
use std::{sync::Arc, time::Duration};

/// Length of the relay chain's slots.
const RELAY_SLOT: Duration = Duration::from_secs(6);

/// Imports blocks after the checks of the import queue. All nodes import as slot-based collators do: their blocks
/// execute correctly only if what each bundle of blocks reads is recorded as at its making, and blocks of lookahead
/// collators pass through unchanged.
type BlockImport =
	ParachainBlockImport<Block, SlotBasedBlockImport<Block, Arc<Client>, Client>, Backend>;

/// What the command line decides for nodes of the parachain.
pub struct CollationOptions {
	/// How the node gets relay chain data and whether it helps others to find the parachain.
	pub relay_chain: CollatorOptions,
	/// When a collator builds blocks.
	pub authoring: Authoring,
	/// Share of the largest proof that a block may use, in per cent.
	pub max_pov_percentage: Option<u32>,
	/// What was measured at the start.
	pub hardware: Option<HwBench>,
}

/// Checks seals (several blocks a slot are allowed, a flood of them is not) and inherents, then imports.
pub(super) fn import_queue(
	parts: &Parts,
	config: &Configuration,
) -> (
	DefaultImportQueue<Block>,
	BlockImport,
	SlotBasedBlockImportHandle<Block>,
) {
	let client = &parts.client;
	let (slot_based, handle) = SlotBasedBlockImport::new(client.clone(), client.clone());
	let block_import = ParachainBlockImport::new(slot_based, parts.backend.clone());
	let queue = fully_verifying_import_queue::<AuthorityPair, _, _, _, _>(
		client.clone(),
		block_import.clone(),
		|_, ()| async { Ok(sp_timestamp::InherentDataProvider::from_system_time()) },
		&parts.task_manager.spawn_essential_handle(),
		config.prometheus_registry(),
		parts.telemetry_handle(),
	);
	(queue, block_import, handle)
}

/// Starts a collator or full node.
pub async fn start(
	config: Configuration,
	relay_chain: Configuration,
	collation: CollationOptions,
	options: RunOptions,
) -> Result<TaskManager, Error> {
	let span = info_span!(sc_tracing::logging::PREFIX_LOG_SPAN, name = "Parachain");
	match config.network.network_backend {
		NetworkBackendType::Libp2p => {
			start_with::<NetworkWorker<Block, Hash>>(config, relay_chain, collation, options)
				.instrument(span)
				.await
		}
		NetworkBackendType::Litep2p => {
			start_with::<Litep2pNetworkBackend>(config, relay_chain, collation, options)
				.instrument(span)
				.await
		}
	}
}

async fn start_with<Net: NetworkBackend<Block, Hash>>(
	config: Configuration,
	relay_chain: Configuration,
	collation: CollationOptions,
	options: RunOptions,
) -> Result<TaskManager, Error> {
	let config = prepare_node_config(config);
	let is_collator = config.role.is_authority();
	let registry = config.prometheus_registry().cloned();
	let fork_id = config.chain_spec.fork_id().map(ToString::to_string);
	let relay_chain_fork_id = relay_chain.chain_spec.fork_id().map(ToString::to_string);
	let public_addresses = config.network.public_addresses.clone();
	let advertise_non_global_ips = config.network.allow_non_globals_in_dht;
	let database_path = config.database.path().map(ToOwned::to_owned);

	let mut parts = Parts::new(&config)?;
	parts.prepare_price_feeder(&config, &options.price_feeds)?;
	let (import_queue, block_import, block_import_handle) = import_queue(&parts, &config);
	let import_queue_service = import_queue.service();
	let para_id = parachain_id(&parts.client, &config)?;
	log::info!("Parachain {para_id}, collating: {is_collator}");

	let (relay_chain_interface, collator_key, relay_chain_network, paranode_requests) =
		build_relay_chain_interface(
			relay_chain,
			&config,
			parts.telemetry_worker.take(),
			&mut parts.task_manager,
			collation.relay_chain.clone(),
			collation.hardware.clone(),
		)
		.await
		.map_err(|error| Error::Application(Box::new(error)))?;
	let collator_peer_id = relay_chain_network.local_peer_id();

	let (network, system_rpc_tx, tx_handler_controller, sync_service, _) =
		build_network(BuildNetworkParams {
			parachain_config: &config,
			net_config: FullNetworkConfiguration::<_, _, Net>::new(
				&config.network,
				registry.clone(),
			),
			client: parts.client.clone(),
			transaction_pool: parts.pool.clone(),
			para_id,
			relay_chain_interface: relay_chain_interface.clone(),
			spawn_handle: parts.task_manager.spawn_handle(),
			spawn_essential_handle: parts.task_manager.spawn_essential_handle(),
			import_queue,
			metrics: Net::register_notification_metrics(registry.as_ref()),
			gap_sync_body_policy: None,
		})
		.await?;
	parts.spawn_offchain_workers(&config, network.clone())?;
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
			dev: None,
		};
		Box::new(move |_| node_rpc::create_full(&deps))
	};
	spawn_tasks(SpawnTasksParams {
		config,
		client: client.clone(),
		backend: backend.clone(),
		task_manager: &mut task_manager,
		keystore: keystore.clone(),
		transaction_pool: pool.clone(),
		rpc_builder,
		network: network.clone(),
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync_service.clone(),
		telemetry: telemetry.as_mut(),
		tracing_execute_block: Some(Arc::new(ParachainTracingExecuteBlock::new(client.clone()))),
	})?;
	spawn_storage_monitor(
		options.storage_monitor,
		database_path.as_deref(),
		&task_manager.spawn_essential_handle(),
	)?;
	if let Some(hardware) = collation.hardware {
		report_hardware(hardware, is_collator, telemetry.as_mut(), &task_manager);
	}

	let announce_block: AnnounceBlock = {
		let sync_service = sync_service.clone();
		Arc::new(move |hash, data| sync_service.announce_block(hash, data))
	};
	let overseer = relay_chain_interface
		.overseer_handle()
		.map_err(|error| Error::Application(Box::new(error)))?;
	start_relay_chain_tasks(StartRelayChainTasksParams {
		client: client.clone(),
		announce_block: announce_block.clone(),
		para_id,
		relay_chain_interface: relay_chain_interface.clone(),
		task_manager: &mut task_manager,
		da_recovery_profile: if is_collator {
			DARecoveryProfile::Collator
		} else {
			DARecoveryProfile::FullNode
		},
		import_queue: import_queue_service,
		relay_chain_slot_duration: RELAY_SLOT,
		recovery_handle: Box::new(overseer.clone()),
		sync_service,
		prometheus_registry: registry.as_ref(),
	})?;
	start_bootnode_tasks(StartBootnodeTasksParams {
		embedded_dht_bootnode: collation.relay_chain.embedded_dht_bootnode,
		dht_bootnode_discovery: collation.relay_chain.dht_bootnode_discovery,
		para_id,
		task_manager: &mut task_manager,
		relay_chain_interface: relay_chain_interface.clone(),
		relay_chain_fork_id,
		relay_chain_network,
		request_receiver: paranode_requests,
		parachain_network: network,
		advertise_non_global_ips,
		parachain_genesis_hash: client.info().genesis_hash.encode(),
		parachain_fork_id: fork_id,
		parachain_public_addresses: public_addresses,
	});

	if is_collator {
		Collator {
			client,
			backend,
			pool,
			keystore,
			block_import,
			block_import_handle,
			relay_chain_interface,
			overseer,
			announce_block,
			para_id,
			key: collator_key.ok_or("The relay chain client gave the collator no key.")?,
			peer_id: collator_peer_id,
			max_pov_percentage: collation.max_pov_percentage,
			registry,
			telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
		}
		.start(collation.authoring, &task_manager);
	}
	Ok(task_manager)
}

/// Id of the parachain: the runtime knows it; a chain specification may, too.
fn parachain_id(client: &Client, config: &Configuration) -> Result<ParaId, Error> {
	let from_spec = || Extensions::of(&*config.chain_spec).and_then(|ext| ext.para_id);
	match client.runtime_api().parachain_id(client.info().best_hash) {
		Ok(id) => Ok(id),
		Err(error) => from_spec()
			.map(ParaId::from)
			.ok_or_else(|| Error::Other(format!("The parachain's id is unknown: {error}"))),
	}
}

fn report_hardware(
	hardware: HwBench,
	is_collator: bool,
	telemetry: Option<&mut Telemetry>,
	task_manager: &TaskManager,
) {
	sc_sysinfo::print_hwbench(&hardware);
	if is_collator {
		if let Err(error) = SUBSTRATE_REFERENCE_HARDWARE.check_hardware(&hardware, false) {
			log::warn!("This computer is slower than a collator should be: {error}");
		}
	}
	if let Some(telemetry) = telemetry {
		let report = sc_sysinfo::initialize_hwbench_telemetry(telemetry.handle(), hardware);
		task_manager
			.spawn_handle()
			.spawn("telemetry_hwbench", None, report);
	}
}
