//! Upgrades and blocks with every check on, for `try-runtime`. It runs off chain, where a panic is the report.
#![allow(clippy::unwrap_used)]

use crate::{configs::RuntimeBlockWeights, Block, Executive};
use frame_support::weights::Weight;
use frame_try_runtime::{TryStateSelect, UpgradeCheckSelect};
use sp_runtime::traits::Block as BlockT;

/// Runs the migrations with their checks, and tells what they used and what a block has.
pub fn on_runtime_upgrade(checks: UpgradeCheckSelect) -> (Weight, Weight) {
	let weight = Executive::try_runtime_upgrade(checks).unwrap();
	(weight, RuntimeBlockWeights::get().max_block)
}

/// Executes a block with the checks asked for.
pub fn execute_block(
	block: <Block as BlockT>::LazyBlock,
	state_root_check: bool,
	signature_check: bool,
	select: TryStateSelect,
) -> Weight {
	Executive::try_execute_block(block, state_root_check, signature_check, select).unwrap()
}
