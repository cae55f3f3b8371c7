//! The command line: what the node understands and which defaults it adds to those of the SDK.

use crate::{chain_spec, price_feeds};
use clap::ValueEnum;
use pallet_price::offchain::Feed;
use sc_cli::{arg_enums::Database, RpcEndpoint, SubstrateCli};
use sc_service::config::RpcBatchRequestConfig;
use sc_storage_monitor::StorageMonitorParams;
use std::{
	iter::once,
	num::NonZeroU32,
	path::{Path, PathBuf},
	time::Duration,
};

/// Time between two blocks of the development chain when `--dev-block-time` is not given, in milliseconds.
const DEFAULT_DEV_BLOCK_TIME_MS: u64 = 6_000;
/// Most calls in a batch when `--rpc-max-batch-request-len` is not given.
const DEFAULT_RPC_BATCH_LEN: u32 = 50;
/// Calls per minute and connection when `--rpc-rate-limit` is not given, except on the development chain.
const DEFAULT_RPC_RATE_LIMIT: NonZeroU32 = NonZeroU32::new(3_000).expect("not zero");

/// Ports of the embedded relay node: each one above the parachain's.
const RELAY_P2P_PORT: u16 = 30_334;
const RELAY_RPC_PORT: u16 = 9_945;
const RELAY_PROMETHEUS_PORT: u16 = 9_616;

const ABOUT_DEFAULTS: &str = "\
Defaults that differ from other Substrate nodes: the database is ParityDB (of the embedded relay node too); an RPC \
batch may hold 50 calls (--rpc-max-batch-request-len); without --dev, a connection may make 3,000 RPC calls per \
minute (--rpc-rate-limit).

Examples:
  dbc-node --dev                             development chain, a block every 6 s, forgotten at exit
  dbc-node --dev -d DIR --instant-seal       the same kept in DIR, a block for each transaction
  dbc-node --chain SPEC --collator -- --chain RELAY_SPEC
";

/// The command line.
#[derive(Debug, clap::Parser)]
#[command(
	version,
	propagate_version = true,
	args_conflicts_with_subcommands = true,
	subcommand_negates_reqs = true,
	after_long_help = ABOUT_DEFAULTS
)]
pub struct Cli {
	/// What to do instead of running a node.
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	/// What every parachain node understands.
	#[command(flatten)]
	pub run: cumulus_client_cli::RunCmd,

	/// When to stop because the disk is nearly full.
	#[command(flatten)]
	pub storage_monitor: StorageMonitorParams,

	/// Time between two blocks of the development chain, in milliseconds; 0 seals only when asked through RPC
	/// (`engine_createBlock`, `dev_timeJump`) [default: 6000].
	///
	/// Each block takes at least one slot of 6 s of chain time. With a block time below 6000, or after a time jump,
	/// the chain's clock therefore runs ahead of the wall clock, by 6 s a block, and stays ahead after a restart.
	#[arg(
		long,
		value_name = "MS",
		requires = "dev",
		conflicts_with = "instant_seal"
	)]
	pub dev_block_time: Option<u64>,

	/// Seal and finalize a block of the development chain as soon as a transaction arrives, and only then.
	///
	/// Each block moves the chain's clock by at least 6 s, see `--dev-block-time`.
	#[arg(long, requires = "dev")]
	pub instant_seal: bool,

	/// When a collator builds blocks.
	#[arg(
		long,
		value_enum,
		value_name = "STYLE",
		default_value_t = Authoring::Lookahead,
		conflicts_with = "dev"
	)]
	pub authoring: Authoring,

	/// Do not measure processor, memory and disk at the start.
	#[arg(long)]
	pub no_hardware_benchmarks: bool,

	/// Feed the price of DBC from a JSON document: `URL#/json/pointer`, the pointer (RFC 6901) leading to the price in
	/// USD. May be given up to 16 times: the median counts.
	///
	/// Needs the key of an approved feeder: `dbc-node key insert --key-type pric --scheme sr25519`. Starts the
	/// off-chain worker also on nodes that are no collator. The feeds count for this start only.
	#[arg(long = "price-feed-url", value_name = "URL#POINTER", value_parser = price_feeds::parse)]
	pub price_feeds: Vec<Feed>,

	/// Arguments of the embedded relay chain node.
	#[arg(raw = true)]
	pub relay_chain_args: Vec<String>,
}

/// What the binary does besides running a node.
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
	/// Make, show and insert keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Write a chain specification that this binary contains.
	BuildSpec(sc_cli::BuildSpecCmd),

	/// Make, change and verify the chain specification of any runtime.
	ChainSpecBuilder(staging_chain_spec_builder::ChainSpecBuilder),

	/// Execute a block of the database again.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks into a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Write the state of a block as a chain specification.
	ExportState(sc_cli::ExportStateCmd),

	/// Read blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Take back the last blocks that are not final.
	Revert(sc_cli::RevertCmd),

	/// Delete the databases of parachain and relay chain.
	PurgeChain(cumulus_client_cli::PurgeChainCmd),

	/// Write the genesis header, which registers the parachain at its relay chain.
	#[command(alias = "export-genesis-state")]
	ExportGenesisHead(cumulus_client_cli::ExportGenesisHeadCommand),

	/// Write the genesis code, which registers the parachain at its relay chain.
	ExportGenesisWasm(cumulus_client_cli::ExportGenesisWasmCommand),

	/// Measure weights and hardware.
	#[command(subcommand)]
	Benchmark(frame_benchmarking_cli::BenchmarkCmd),
}

/// When a collator builds blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Authoring {
	/// For each imported relay chain block, ahead of the backing of the one before.
	Lookahead,
	/// By time, on the best relay chain block; can use several cores.
	SlotBased,
}

/// When the development chain seals a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealing {
	/// At equal intervals.
	Interval(Duration),
	/// As soon as a transaction arrives.
	Instant,
	/// When asked through RPC.
	OnRequest,
}

impl Cli {
	/// Puts in our defaults where the user gave nothing.
	pub fn with_defaults(mut self) -> Self {
		apply_defaults(&mut self.run.base);
		self
	}

	/// Whether `--dev` was given.
	pub fn is_dev(&self) -> bool {
		self.run.base.shared_params.dev
	}

	/// When the development chain seals a block.
	pub fn sealing(&self) -> Sealing {
		match self.dev_block_time.unwrap_or(DEFAULT_DEV_BLOCK_TIME_MS) {
			_ if self.instant_seal => Sealing::Instant,
			0 => Sealing::OnRequest,
			milliseconds => Sealing::Interval(Duration::from_millis(milliseconds)),
		}
	}

	/// The command line of the embedded relay chain node, which lives below `base_path`. Without another choice it
	/// runs the chain that the parachain's `extensions` name. Ends the process if the arguments are wrong, as our own
	/// command line does.
	pub fn relay_chain(
		&self,
		extensions: Option<&chain_spec::Extensions>,
		base_path: &Path,
	) -> sc_cli::Result<polkadot_cli::Cli> {
		let args = once(Self::executable_name()).chain(self.relay_chain_args.iter().cloned());
		let mut relay = <polkadot_cli::Cli as SubstrateCli>::from_iter(args);
		if relay.subcommand.is_some() {
			return Err("Sub-commands are not allowed among the relay chain arguments.".into());
		}
		let run = &mut relay.run.base;
		apply_defaults(run);
		run.rpc_params.rpc_port.get_or_insert(RELAY_RPC_PORT);
		run.network_params.port.get_or_insert(RELAY_P2P_PORT);
		run.prometheus_params
			.prometheus_port
			.get_or_insert(RELAY_PROMETHEUS_PORT);
		let shared = &mut run.shared_params;
		shared
			.base_path
			.get_or_insert_with(|| base_path.join("polkadot"));
		if !shared.dev {
			shared.chain = shared
				.chain
				.take()
				.or(extensions.map(|ext| ext.relay_chain.clone()));
		}
		Ok(relay)
	}
}

/// Safe defaults for a node, ours and the embedded relay node.
fn apply_defaults(run: &mut sc_cli::RunCmd) {
	run.import_params
		.database_params
		.database
		.get_or_insert(Database::ParityDb);

	let rate_limit = (!run.shared_params.dev).then_some(DEFAULT_RPC_RATE_LIMIT);
	let rpc = &mut run.rpc_params;
	rpc.rpc_rate_limit = rpc.rpc_rate_limit.or(rate_limit);
	if !rpc.rpc_disable_batch_requests {
		rpc.rpc_max_batch_request_len
			.get_or_insert(DEFAULT_RPC_BATCH_LEN);
	}
	for RpcEndpoint {
		rate_limit: limit,
		batch_config,
		..
	} in &mut rpc.experimental_rpc_endpoint
	{
		*limit = limit.or(rate_limit);
		if matches!(batch_config, RpcBatchRequestConfig::Unlimited) {
			*batch_config = RpcBatchRequestConfig::Limit(DEFAULT_RPC_BATCH_LEN);
		}
	}
}

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"DeepBrain Chain Node".into()
	}

	fn impl_version() -> String {
		env!("CARGO_PKG_VERSION").into()
	}

	fn executable_name() -> String {
		env!("CARGO_PKG_NAME").into()
	}

	fn description() -> String {
		"A node of DeepBrain Chain, the parachain for renting GPUs.\n\nArguments before -- are the \
		 parachain's, those after it the embedded relay chain node's:\n  dbc-node [args] -- [relay chain args]"
			.into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		concat!(env!("CARGO_PKG_REPOSITORY"), "/issues").into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
		chain_spec::load(id)
	}
}

/// Where ParityDB keeps the chain below a node's `data_path`, for sub-commands that do not tell it.
pub fn paritydb_path(data_path: &Path) -> PathBuf {
	data_path.join("paritydb").join("full")
}

#[cfg(test)]
mod tests;
