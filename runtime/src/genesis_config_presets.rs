//! The states that chains start with: `development` for one process, `local_testnet` for a network of one's own.
//! Their keys are public: never for a chain with value.

use alloc::{vec, vec::Vec};
use cumulus_primitives_core::ParaId;
use dbc_primitives::GpuModelLimits;
use frame_support::build_struct_json_patch;
use frame_support::traits::Get;
use hex_literal::hex;
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

/// Bond of the verifiers of the presets.
const VERIFIER_BOND: Balance = 100_000 * DBC;

/// Verifiers of the presets with their X25519 keys. The secret of each is the Blake2b-256 digest of its name and
/// `/box`: of `//Charlie/box` for the first.
const VERIFIERS: [(Sr25519Keyring, [u8; 32]); 4] = [
	(
		Sr25519Keyring::Charlie,
		hex!("ef0d13d7cab184a0ae8e87cf337f9116fb86e4e25ef1267c1897d72e2a362773"),
	),
	(
		Sr25519Keyring::Dave,
		hex!("350eee297b69cd53b8537e3b0730ad0985680f46326b62b92b9b24e74697d111"),
	),
	(
		Sr25519Keyring::Eve,
		hex!("3c83525b92f556b4210c3995b774d67b9beb5f21e561af45c55bc8fe79425110"),
	),
	(
		Sr25519Keyring::Ferdie,
		hex!("0bfcfbc3a3bdde5d44d9738f7a9cdc7985e3ee5c7456e291365a1fa26d8db63d"),
	),
];

/// Who does what from the start.
struct Offices<'a> {
	collators: &'a [Sr25519Keyring],
	feeders: &'a [Sr25519Keyring],
	council: &'a [Sr25519Keyring],
	technical_committee: &'a [Sr25519Keyring],
}

fn account_ids(keys: &[Sr25519Keyring]) -> Vec<AccountId> {
	keys.iter().map(|key| key.to_account_id()).collect()
}

/// A genesis with these offices, and [`VERIFIERS`].
fn genesis(offices: Offices, parameters: GenesisParameters) -> Value {
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
	let session_keys = offices
		.collators
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

	let verifiers = VERIFIERS
		.iter()
		.map(|(key, box_key)| (key.to_account_id(), *box_key, VERIFIER_BOND))
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
			feeders: account_ids(offices.feeders),
		},
		council: pallet_collective::GenesisConfig {
			members: account_ids(offices.council)
		},
		technical_committee: pallet_collective::GenesisConfig {
			members: account_ids(offices.technical_committee)
		},
		machines: pallet_machines::GenesisConfig { gpu_models },
		committee: pallet_committee::GenesisConfig { members: verifiers },
	});
	#[cfg(feature = "sudo")]
	if let Some(genesis) = patch.as_object_mut() {
		let key = Sr25519Keyring::Alice.to_account_id();
		genesis.insert("sudo".into(), serde_json::json!({ "key": key }));
	}
	patch
}

/// One process, one feeder, a council of one, short windows: see [`DEVELOPMENT`].
fn development() -> Value {
	let alice = &[Sr25519Keyring::Alice];
	let offices = Offices {
		collators: alice,
		feeders: alice,
		council: alice,
		technical_committee: alice,
	};
	genesis(offices, DEVELOPMENT)
}

/// Two collators, four feeders, a council of three, and the windows of a real network.
fn local_testnet() -> Value {
	use Sr25519Keyring::{Alice, Bob, Charlie, Dave};
	let offices = Offices {
		collators: &[Alice, Bob],
		feeders: &[Alice, Bob, Charlie, Dave],
		council: &[Alice, Bob, Charlie],
		technical_committee: &[Alice, Bob],
	};
	genesis(offices, GenesisParameters::default())
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
