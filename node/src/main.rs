//! The DeepBrain Chain node: a development chain in one process, or a collator or full node of the parachain.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod chain_spec;
mod cli;
mod command;
mod price_feeds;
mod rpc;
mod service;

use std::process::ExitCode;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			// As it is meant for people: the text of many errors says what to do.
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		}
	}
}
