//! The states that chains start with: `development` for one process, `local_testnet` for a network of one's own.
//! Their keys are public: never for a chain with value.

use alloc::{vec, vec::Vec};
use cumulus_primitives_core::ParaId;
use dbc_primitives::GpuModelLimits;
use frame_support::build_struct_json_patch;
use frame_support::traits::Get;
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring;

use crate::{
	accounts::Treasury,
	constants::currency::{DBC, GENESIS_SUPPLY},
	params::{GenesisParameters, DEVELOPMENT},
	AccountId, Balance, RuntimeGenesisConfig, SessionKeys,
};

/// Parachain of the presets.
const PARA_ID: ParaId = ParaId::new(2_000);

/// What each well-known account gets. The treasury gets the rest of the genesis supply.
const ENDOWMENT: Balance = 100_000_000 * DBC;

/// GPU models that can be attested from the start: name, most CUDA cores, most memory in GB.
const GPU_MODELS: [(&str, u32, u32); 8] = [
	("NVIDIA GeForce RTX 3080", 8_704, 12),
	("NVIDIA GeForce RTX 3090", 10_496, 24),
	("NVIDIA GeForce RTX 4090", 16_384, 24),
	("NVIDIA GeForce RTX 5090", 21_760, 32),
	("NVIDIA A100", 6_912, 80),
	("NVIDIA H100", 16_896, 94),
	("NVIDIA H200", 16_896, 141),
	("NVIDIA B200", 20_480, 192),
];

/// A genesis with these collators and feeders.
fn genesis(
	collators: &[Sr25519Keyring],
	feeders: &[Sr25519Keyring],
	parameters: GenesisParameters,
) -> Value {
	let accounts: Vec<AccountId> = Sr25519Keyring::well_known()
		.map(|key| key.to_account_id())
		.collect();
	let endowed = accounts
		.iter()
		.fold(0, |sum: Balance, _| sum.saturating_add(ENDOWMENT));
	let treasury = (Treasury::get(), GENESIS_SUPPLY.saturating_sub(endowed));
	let balances = accounts
		.iter()
		.map(|account| (account.clone(), ENDOWMENT))
		.chain([treasury])
		.collect();
	let session_keys = collators
		.iter()
		.map(|key| {
			(
				key.to_account_id(),
				key.to_account_id(),
				SessionKeys {
					aura: key.public().into(),
				},
			)
		})
		.collect();
	let gpu_models = GPU_MODELS
		.iter()
		.map(|(name, max_cuda_cores, max_vram_gb)| {
			let limits = GpuModelLimits {
				max_cuda_cores: *max_cuda_cores,
				max_vram_gb: *max_vram_gb,
			};
			(name.as_bytes().to_vec(), limits)
		})
		.collect();

	#[allow(unused_mut)]
	let mut patch = build_struct_json_patch!(RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig { balances },
		parachain_info: parachain_info::GenesisConfig {
			parachain_id: PARA_ID
		},
		session: pallet_session::GenesisConfig { keys: session_keys },
		params: pallet_params::GenesisConfig { parameters },
		price: pallet_price::GenesisConfig {
			feeders: feeders.iter().map(|key| key.to_account_id()).collect(),
		},
		machines: pallet_machines::GenesisConfig { gpu_models },
	});
	#[cfg(feature = "sudo")]
	if let Some(genesis) = patch.as_object_mut() {
		let key = Sr25519Keyring::Alice.to_account_id();
		genesis.insert("sudo".into(), serde_json::json!({ "key": key }));
	}
	patch
}

/// One process, one feeder, short windows: see [`DEVELOPMENT`].
fn development() -> Value {
	genesis(
		&[Sr25519Keyring::Alice],
		&[Sr25519Keyring::Alice],
		DEVELOPMENT,
	)
}

/// Two collators, four feeders, and the windows of a real network.
fn local_testnet() -> Value {
	use Sr25519Keyring::{Alice, Bob, Charlie, Dave};
	genesis(
		&[Alice, Bob],
		&[Alice, Bob, Charlie, Dave],
		GenesisParameters::default(),
	)
}

/// The preset of a name, as a JSON patch.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_ref() {
		DEV_RUNTIME_PRESET => development(),
		LOCAL_TESTNET_RUNTIME_PRESET => local_testnet(),
		_ => return None,
	};
	serde_json::to_vec(&patch).ok()
}

/// The names of the presets.
pub fn preset_names() -> Vec<PresetId> {
	vec![
		PresetId::from(DEV_RUNTIME_PRESET),
		PresetId::from(LOCAL_TESTNET_RUNTIME_PRESET),
	]
}
