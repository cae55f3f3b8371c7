//! The parts of a running node, and those that sub-commands need.

pub mod dev;
pub mod parachain;

use crate::price_feeds;
use cumulus_client_service::ParachainHostFunctions;
use dbc_rpc::subscriptions;
use dbc_runtime::{apis::RuntimeApi, opaque::Block};
use futures::FutureExt;
use pallet_price::offchain::Feed;
use sc_client_api::Backend as _;
use sc_consensus::DefaultImportQueue;
use sc_executor::WasmExecutor;
use sc_network::service::traits::NetworkService;
use sc_service::{
	ChainType, Configuration, Error, SpawnEssentialTaskHandle, TFullBackend, TFullClient,
	TaskManager,
};
use sc_storage_monitor::{StorageMonitorParams, StorageMonitorService};
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker, TelemetryWorkerHandle};
use sc_transaction_pool::TransactionPoolHandle;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_keystore::KeystorePtr;
use std::{path::Path, sync::Arc};

/// What the runtime may call in the node.
#[cfg(not(feature = "runtime-benchmarks"))]
pub type HostFunctions = ParachainHostFunctions;
/// What the runtime may call in the node.
#[cfg(feature = "runtime-benchmarks")]
pub type HostFunctions = (
	ParachainHostFunctions,
	frame_benchmarking::benchmarking::HostFunctions,
);

/// Executes blocks and answers runtime calls.
pub type Client = TFullClient<Block, RuntimeApi, WasmExecutor<HostFunctions>>;
/// The database.
pub type Backend = TFullBackend<Block>;
/// Transactions that wait for a block.
pub type Pool = TransactionPoolHandle<Block, Client>;

/// Messages that may wait for the telemetry server.
const TELEMETRY_BUFFER: usize = 16;

/// What the command line decides for every kind of node.
pub struct RunOptions {
	/// Where the off-chain worker reads the price of DBC.
	pub price_feeds: Vec<Feed>,
	/// When to stop because the disk is nearly full.
	pub storage_monitor: StorageMonitorParams,
}

/// What sub-commands need to work on the database.
pub struct ChainOps {
	/// The client.
	pub client: Arc<Client>,
	/// The database.
	pub backend: Arc<Backend>,
	/// Checks and imports blocks.
	pub import_queue: DefaultImportQueue<Block>,
	/// Keeps the tasks of the parts alive.
	pub task_manager: TaskManager,
}

/// Whether the chain is sealed by one development node, and not by collators of a parachain. The type of the chain
/// alone decides, so that each command handles the blocks of a database in the way in which they were made.
pub fn is_development(config: &Configuration) -> bool {
	config.chain_spec.chain_type() == ChainType::Development
}

/// Opens the database for a sub-command.
pub fn chain_ops(config: &Configuration) -> Result<ChainOps, Error> {
	let parts = Parts::new(config)?;
	let import_queue = if is_development(config) {
		dev::import_queue(&parts, config)
	} else {
		parachain::import_queue(&parts, config).0
	};
	let Parts {
		client,
		backend,
		pool,
		mut task_manager,
		..
	} = parts;
	// Else its tasks would end at once, which sounds alarming in the log.
	task_manager.keep_alive(pool);
	Ok(ChainOps {
		client,
		backend,
		import_queue,
		task_manager,
	})
}

/// What both kinds of node start with.
struct Parts {
	client: Arc<Client>,
	backend: Arc<Backend>,
	keystore: KeystorePtr,
	pool: Arc<Pool>,
	task_manager: TaskManager,
	telemetry: Option<Telemetry>,
	telemetry_worker: Option<TelemetryWorkerHandle>,
}

impl Parts {
	fn new(config: &Configuration) -> Result<Self, Error> {
		let endpoints = config
			.telemetry_endpoints
			.clone()
			.filter(|list| !list.is_empty());
		let telemetry = endpoints
			.map(|endpoints| {
				let worker = TelemetryWorker::new(TELEMETRY_BUFFER)?;
				let telemetry = worker.handle().new_telemetry(endpoints);
				Ok::<_, Error>((worker, telemetry))
			})
			.transpose()?;

		// Blocks record what they read: the runtime reclaims the weight of what a block did not need to prove.
		let record_proofs = true;
		let (client, backend, keystore, task_manager) =
			sc_service::new_full_parts_record_import::<Block, RuntimeApi, _>(
				config,
				telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
				sc_service::new_wasm_executor::<HostFunctions>(&config.executor),
				record_proofs,
				Default::default(),
			)?;
		let client = Arc::new(client);

		let telemetry_worker = telemetry.as_ref().map(|(worker, _)| worker.handle());
		let telemetry = telemetry.map(|(worker, telemetry)| {
			task_manager
				.spawn_handle()
				.spawn("telemetry", None, worker.run());
			telemetry
		});

		let pool = sc_transaction_pool::Builder::new(
			task_manager.spawn_essential_handle(),
			client.clone(),
			config.role.is_authority().into(),
		)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build();

		Ok(Self {
			client,
			backend,
			keystore: keystore.keystore(),
			pool: Arc::from(pool),
			task_manager,
			telemetry,
			telemetry_worker,
		})
	}

	fn telemetry_handle(&self) -> Option<TelemetryHandle> {
		self.telemetry.as_ref().map(|telemetry| telemetry.handle())
	}

	/// Gives the price feeder its feeds and, where the keys are those of a development seed, its key.
	fn prepare_price_feeder(&self, config: &Configuration, feeds: &[Feed]) -> Result<(), Error> {
		if let Some(mut storage) = self.backend.offchain_storage() {
			price_feeds::store(&mut storage, feeds);
		}
		if let Some(seed) = &config.dev_key_seed {
			self.keystore
				.sr25519_generate_new(pallet_price::crypto::KEY_TYPE, Some(seed))
				.map_err(|error| Error::Application(Box::new(error)))?;
		}
		Ok(())
	}

	/// Runs the runtime's off-chain worker after each block, if the configuration says so.
	fn spawn_offchain_workers(
		&self,
		config: &Configuration,
		network: Arc<dyn NetworkService>,
	) -> Result<(), Error> {
		if !config.offchain_worker.enabled {
			return Ok(());
		}
		let workers = sc_offchain::OffchainWorkers::new(sc_offchain::OffchainWorkerOptions {
			runtime_api_provider: self.client.clone(),
			keystore: Some(self.keystore.clone()),
			offchain_db: self.backend.offchain_storage(),
			transaction_pool: Some(OffchainTransactionPoolFactory::new(self.pool.clone())),
			network_provider: Arc::new(network),
			is_validator: config.role.is_authority(),
			enable_http_requests: true,
			custom_extensions: |_| Vec::new(),
		})?;
		let spawner = self.task_manager.spawn_handle();
		let run = workers.run(self.client.clone(), spawner.clone()).boxed();
		spawner.spawn("offchain-workers-runner", "offchain-work", run);
		Ok(())
	}
}

/// Starts what follows the chain for the subscriptions of `gpu_*`. A node goes on without them if it fails: a collator
/// must not stop because of its RPC.
fn spawn_feed(
	client: &Arc<Client>,
	backend: &Arc<Backend>,
	task_manager: &TaskManager,
) -> subscriptions::Feed {
	let (feed, worker) = subscriptions::new::<_, _, Block>(client.clone(), backend.clone());
	let heads = subscriptions::new_heads::<Block>(&**client);
	task_manager
		.spawn_handle()
		.spawn_blocking("gpu-subscriptions", Some("rpc"), worker.run(heads));
	feed
}

/// Stops the node when the disk of the database at `path` is nearly full.
fn spawn_storage_monitor(
	params: StorageMonitorParams,
	path: Option<&Path>,
	spawner: &SpawnEssentialTaskHandle,
) -> Result<(), Error> {
	let Some(path) = path else { return Ok(()) };
	StorageMonitorService::try_spawn(params, path.to_path_buf(), spawner)
		.map_err(|error| Error::Application(Box::new(error)))
}
