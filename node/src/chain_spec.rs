//! Chain specifications: the two that are built from the runtime in this binary, and files.

use dbc_runtime::WASM_BINARY;
use sc_chain_spec::ChainSpecExtension;
use sc_service::{ChainType, Properties};
use serde::{Deserialize, Serialize};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use std::path::PathBuf;

/// Relay chain of the built-in specifications.
const RELAY_CHAIN: &str = "rococo-local";

/// A specification of this chain.
pub type ChainSpec = sc_service::GenericChainSpec<Extensions>;

/// What a parachain adds to a chain specification.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ChainSpecExtension)]
pub struct Extensions {
	/// Id of the relay chain's specification, or a path: what the embedded relay node starts with.
	#[serde(alias = "relayChain", alias = "RelayChain")]
	pub relay_chain: String,
	/// Id of the parachain, for tools that look for it here: the node asks the runtime first.
	#[serde(
		alias = "paraId",
		alias = "ParaId",
		skip_serializing_if = "Option::is_none"
	)]
	pub para_id: Option<u32>,
}

impl Extensions {
	/// The extensions of `spec`, if it is a parachain's.
	pub fn of(spec: &dyn sc_service::ChainSpec) -> Option<&Self> {
		sc_chain_spec::get_extension(spec.extensions())
	}
}

/// Loads the specification `id`: `dev`, `local` (also the default of tools that need none) or the path of a JSON file.
pub fn load(id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
	Ok(Box::new(match id {
		"dev" => built_in(
			"DeepBrain Chain Development",
			"dbc-dev",
			ChainType::Development,
			DEV_RUNTIME_PRESET,
		)?,
		"local" | "" => built_in(
			"DeepBrain Chain Local Testnet",
			"dbc-local",
			ChainType::Local,
			LOCAL_TESTNET_RUNTIME_PRESET,
		)?,
		path => ChainSpec::from_json_file(PathBuf::from(path))?,
	}))
}

fn built_in(
	name: &str,
	id: &str,
	chain_type: ChainType,
	genesis_preset: &str,
) -> Result<ChainSpec, String> {
	let code = WASM_BINARY.ok_or("This binary was built without the runtime's Wasm blob.")?;
	let extensions = Extensions {
		relay_chain: RELAY_CHAIN.into(),
		para_id: None,
	};
	Ok(ChainSpec::builder(code, extensions)
		.with_name(name)
		.with_id(id)
		.with_protocol_id("dbc")
		.with_chain_type(chain_type)
		.with_properties(properties())
		.with_genesis_config_preset_name(genesis_preset)
		.build())
}

/// What wallets need to show amounts and addresses.
fn properties() -> Properties {
	[
		("tokenSymbol".to_string(), "DBC".into()),
		("tokenDecimals".to_string(), 15.into()),
		("ss58Format".to_string(), 42.into()),
	]
	.into_iter()
	.collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn spec_should_name_the_development_chain_when_the_id_is_dev() {
		let spec = load("dev").unwrap();
		assert_eq!(spec.id(), "dbc-dev");
		assert_eq!(spec.name(), "DeepBrain Chain Development");
		assert_eq!(spec.chain_type(), ChainType::Development);
		assert_eq!(spec.properties().get("tokenDecimals"), Some(&15.into()));
		assert_eq!(spec.properties().get("ss58Format"), Some(&42.into()));
	}

	#[test]
	fn spec_should_name_the_local_chain_when_the_id_is_local_or_empty() {
		for id in ["local", ""] {
			let spec = load(id).unwrap();
			assert_eq!(spec.id(), "dbc-local");
			assert_eq!(spec.chain_type(), ChainType::Local);
			assert_eq!(Extensions::of(&*spec).unwrap().relay_chain, RELAY_CHAIN);
		}
	}

	#[test]
	fn spec_should_be_refused_when_the_file_does_not_exist() {
		assert!(load("no-such-file.json")
			.err()
			.unwrap()
			.contains("no-such-file.json"));
	}

	#[test]
	fn extensions_should_decode_when_keys_are_in_camel_case() {
		let camel = serde_json::from_str::<Extensions>(r#"{"relayChain":"paseo","paraId":2000}"#);
		let snake = serde_json::from_str::<Extensions>(r#"{"relay_chain":"paseo"}"#);
		assert_eq!(
			camel.unwrap(),
			Extensions {
				relay_chain: "paseo".into(),
				para_id: Some(2000)
			}
		);
		assert_eq!(snake.unwrap().para_id, None);
	}
}
