//! What each command line does.

use crate::{
	chain_spec::Extensions,
	cli::{paritydb_path, Cli, Subcommand},
	service::{self, dev, parachain, RunOptions},
};
use cumulus_client_service::storage_proof_size::HostFunctions as ReclaimHostFunctions;
use dbc_runtime::opaque::Block;
use frame_benchmarking_cli::{BenchmarkCmd, SUBSTRATE_REFERENCE_HARDWARE};
use pallet_price::offchain::MAX_FEEDS;
use sc_cli::{
	CliConfiguration, DefaultConfigurationValues, OffchainWorkerEnabled, Result, Runner,
	SubstrateCli,
};
use sc_service::{Configuration, DatabaseSource, TaskManager};

/// Parses the command line and does what it says.
pub fn run() -> Result<()> {
	let cli = Cli::from_args().with_defaults();

	match &cli.subcommand {
		None => {
			runner(&cli, &cli.run.normalize())?.run_node_until_exit(|config| run_node(&cli, config))
		}
		Some(Subcommand::Key(cmd)) => Ok(cmd.run(&cli)?),
		Some(Subcommand::BuildSpec(cmd)) => {
			runner(&cli, cmd)?.sync_run(|config| cmd.run(config.chain_spec, config.network))
		}
		Some(Subcommand::ChainSpecBuilder(cmd)) => Ok(cmd.run()?),
		Some(Subcommand::CheckBlock(cmd)) => runner(&cli, cmd)?.async_run(|config| {
			let ops = service::chain_ops(&config)?;
			Ok((cmd.run(ops.client, ops.import_queue), ops.task_manager))
		}),
		Some(Subcommand::ExportBlocks(cmd)) => runner(&cli, cmd)?.async_run(|config| {
			let ops = service::chain_ops(&config)?;
			Ok((cmd.run(ops.client, config.database), ops.task_manager))
		}),
		Some(Subcommand::ExportState(cmd)) => runner(&cli, cmd)?.async_run(|config| {
			let ops = service::chain_ops(&config)?;
			Ok((cmd.run(ops.client, config.chain_spec), ops.task_manager))
		}),
		Some(Subcommand::ImportBlocks(cmd)) => runner(&cli, cmd)?.async_run(|config| {
			let ops = service::chain_ops(&config)?;
			Ok((cmd.run(ops.client, ops.import_queue), ops.task_manager))
		}),
		Some(Subcommand::Revert(cmd)) => runner(&cli, cmd)?.async_run(|config| {
			let ops = service::chain_ops(&config)?;
			Ok((cmd.run(ops.client, ops.backend, None), ops.task_manager))
		}),
		Some(Subcommand::PurgeChain(cmd)) => runner(&cli, cmd)?.sync_run(|config| {
			// The development chain has no relay chain, and with --parachain its specification is not needed.
			let parachain_only = cmd.parachain && !cmd.relaychain;
			if parachain_only || service::is_development(&config) {
				return cmd.base.run(config.database);
			}
			let relay_config = relay_chain_config(&cli, &config)?;
			cmd.run(config, relay_config)
		}),
		Some(Subcommand::ExportGenesisHead(cmd)) => runner(&cli, cmd)?.sync_run(|config| {
			let ops = service::chain_ops(&config)?;
			cmd.run(ops.client)
		}),
		Some(Subcommand::ExportGenesisWasm(cmd)) => {
			runner(&cli, cmd)?.sync_run(|config| cmd.run(&*config.chain_spec))
		}
		Some(Subcommand::Benchmark(cmd)) => run_benchmark(&cli, cmd),
	}
}

/// A runner for `cmd`, with our database where the command line names none.
fn runner<C, Defaults>(cli: &Cli, cmd: &C) -> Result<Runner<Cli>>
where
	C: CliConfiguration<Defaults>,
	Defaults: DefaultConfigurationValues,
{
	let mut runner = cli.create_runner(cmd)?;
	if cmd.database()?.is_none() {
		let path = paritydb_path(&runner.config().data_path);
		runner.config_mut().database = DatabaseSource::ParityDb { path };
	}
	Ok(runner)
}

/// Starts the development chain, a collator or a full node.
async fn run_node(cli: &Cli, mut config: Configuration) -> Result<TaskManager> {
	let development = service::is_development(&config);
	if !cli.is_dev() && cli.run.base.shared_params.chain.is_none() {
		return Err("Which chain? Give --dev, or --chain with `local` or a file.".into());
	}
	if development != cli.is_dev() {
		return Err("--dev and a chain specification of type Development belong together.".into());
	}
	if cli.run.base.rpc_params.rpc_port.is_some() {
		// Who asks for a port wants no other one.
		config
			.rpc
			.addr
			.iter_mut()
			.flatten()
			.for_each(|endpoint| endpoint.retry_random_port = false);
	}
	enable_feeds(cli, &mut config)?;
	let options = RunOptions {
		price_feeds: cli.price_feeds.clone(),
		storage_monitor: cli.storage_monitor.clone(),
	};

	if development {
		return Ok(dev::start(config, cli.sealing(), options)?);
	}

	let relay_chain = relay_chain_config(cli, &config)?;
	let collation = parachain::CollationOptions {
		relay_chain: cli.run.collator_options(),
		authoring: cli.authoring,
		max_pov_percentage: cli.run.experimental_max_pov_percentage,
		hardware: (!cli.no_hardware_benchmarks)
			.then(|| measure_hardware(&config))
			.flatten(),
	};
	Ok(parachain::start(config, relay_chain, collation, options).await?)
}

/// Sees to it that the off-chain worker runs when there is a price to feed.
fn enable_feeds(cli: &Cli, config: &mut Configuration) -> Result<()> {
	if cli.price_feeds.is_empty() {
		return Ok(());
	}
	if cli.price_feeds.len() > MAX_FEEDS {
		return Err(format!("At most {MAX_FEEDS} --price-feed-url are possible.").into());
	}
	if matches!(
		cli.run.base.offchain_worker_params.enabled,
		OffchainWorkerEnabled::Never
	) {
		return Err(
			"--price-feed-url needs the off-chain worker: remove --offchain-worker.".into(),
		);
	}
	config.offchain_worker.enabled = true;
	Ok(())
}

fn relay_chain_config(cli: &Cli, config: &Configuration) -> Result<Configuration> {
	let extensions = Extensions::of(&*config.chain_spec);
	let relay = cli.relay_chain(extensions, config.base_path.path())?;
	let run = &relay.run;
	let mut relay_config =
		SubstrateCli::create_configuration(&relay, &run.base, config.tokio_handle.clone())
			.map_err(|error| {
				format!("Relay chain, to be given as in `-- --chain relay.json`: {error}")
			})?;
	// The relay side of a collator listens on WebRTC only if it is told to.
	let network = &run.base.network_params;
	if config.role.is_authority() && !network.force_enable_webrtc && network.listen_addr.is_empty()
	{
		relay_config.network.remove_webrtc_addresses();
	}
	Ok(relay_config)
}

fn measure_hardware(config: &Configuration) -> Option<sc_sysinfo::HwBench> {
	let path = config.database.path()?;
	if let Err(error) = std::fs::create_dir_all(path) {
		log::warn!(
			"Hardware not measured, {} cannot be made: {error}",
			path.display()
		);
		return None;
	}
	Some(sc_sysinfo::gather_hwbench(
		Some(path),
		&SUBSTRATE_REFERENCE_HARDWARE,
	))
}

fn run_benchmark(cli: &Cli, cmd: &BenchmarkCmd) -> Result<()> {
	let chain_spec = |shared: &sc_cli::SharedParams, has_runtime: bool| {
		let id = shared.chain.as_deref().or((!has_runtime).then_some("dev"));
		id.map(|id| cli.load_spec(id)).transpose()
	};
	match cmd {
		#[cfg(feature = "runtime-benchmarks")]
		BenchmarkCmd::Pallet(pallet) => {
			// Or nobody would hear why a benchmark fails.
			let filters = pallet.shared_params.log_filters();
			sc_cli::LoggerBuilder::new(filters.join(",")).init()?;
			let spec = chain_spec(&pallet.shared_params, pallet.runtime.is_some())?;
			pallet
				.run_with_spec::<sp_runtime::traits::HashingFor<Block>, ReclaimHostFunctions>(spec)
		}
		#[cfg(feature = "runtime-benchmarks")]
		BenchmarkCmd::Storage(storage) => runner(cli, cmd)?.sync_run(|config| {
			let ops = service::chain_ops(&config)?;
			let (db, state) = (ops.backend.expose_db(), ops.backend.expose_storage());
			let cache = ops.backend.expose_shared_trie_cache();
			storage.run(config, ops.client, db, state, cache)
		}),
		BenchmarkCmd::Block(block) => runner(cli, cmd)?.sync_run(|config| {
			let ops = service::chain_ops(&config)?;
			block.run(ops.client)
		}),
		BenchmarkCmd::Overhead(overhead) => {
			let spec = chain_spec(&overhead.shared_params, overhead.params.runtime.is_some())?;
			overhead.run_with_default_builder_and_spec::<Block, ReclaimHostFunctions>(spec)
		}
		BenchmarkCmd::Machine(machine) => runner(cli, cmd)?
			.sync_run(|config| machine.run(&config, SUBSTRATE_REFERENCE_HARDWARE.clone())),
		#[cfg(not(feature = "runtime-benchmarks"))]
		BenchmarkCmd::Pallet(_) | BenchmarkCmd::Storage(_) => {
			Err("This needs a node built with `--features runtime-benchmarks`.".into())
		}
		BenchmarkCmd::Extrinsic(_) => {
			Err("Use `benchmark pallet` for calls of the runtime.".into())
		}
	}
}
