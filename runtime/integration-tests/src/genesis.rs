//! The genesis of a preset, built the way a node builds it.

use dbc_runtime::{Block, Runtime};
use serde_json::Value;
use sp_genesis_builder::runtime_decl_for_genesis_builder::GenesisBuilder;

/// The whole genesis of a preset as JSON: its patch over the defaults.
pub fn json(preset: &str) -> Value {
	let get = |id| <Runtime as GenesisBuilder<Block>>::get_preset(&id).expect("known preset");
	let mut whole: Value = serde_json::from_slice(&get(None)).expect("JSON");
	let patch = serde_json::from_slice(&get(Some(preset.into()))).expect("JSON");
	sc_chain_spec::json_patch::merge(&mut whole, patch);
	whole
}

/// Builds the state of a preset in the current externalities.
pub fn build(preset: &str) {
	let whole = serde_json::to_vec(&json(preset)).expect("JSON");
	<Runtime as GenesisBuilder<Block>>::build_state(whole).expect("valid genesis");
}
