//! The DeepBrain Chain node: a development chain in one process, or a collator or full node of the parachain.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod chain_spec;
mod cli;
mod command;
mod price_feeds;
mod rpc;
mod service;

fn main() -> sc_cli::Result<()> {
	command::run()
}
