//! The states that chains start with.

use dbc_runtime::{
	constants::currency::{DBC, GENESIS_SUPPLY},
	Balances, Machines, Price, Session,
};
use serde_json::Value;
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring;

use crate::{env::chain, genesis, state};

const PRESETS: [&str; 2] = [DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET];

#[test]
fn preset_should_issue_the_whole_genesis_supply_when_built() {
	for preset in PRESETS {
		chain(preset).execute_with(|| {
			assert_eq!(Balances::total_issuance(), GENESIS_SUPPLY);
			assert_eq!(
				Balances::free_balance(Sr25519Keyring::Ferdie.to_account_id()),
				100_000_000 * DBC
			);
		});
	}
}

#[test]
fn preset_should_have_no_price_when_built() {
	for preset in PRESETS {
		chain(preset).execute_with(|| assert_eq!(Price::price_info().price, None));
	}
}

#[test]
fn preset_should_have_its_collators_and_feeders_when_built() {
	for (preset, collators, feeders) in [
		(DEV_RUNTIME_PRESET, 1, 1),
		(LOCAL_TESTNET_RUNTIME_PRESET, 2, 4),
	] {
		chain(preset).execute_with(|| {
			assert_eq!(Session::validators().len(), collators);
			assert_eq!(
				pallet_aura::Authorities::<dbc_runtime::Runtime>::get().len(),
				collators
			);
			assert_eq!(Price::price_info().feeders.len(), feeders);
		});
	}
}

#[test]
fn preset_should_know_gpu_models_when_built() {
	chain(DEV_RUNTIME_PRESET).execute_with(|| {
		let limits = pallet_machines::GpuModels::<dbc_runtime::Runtime>::get(state::gpu_model());
		assert_eq!(limits.expect("a known model").max_cuda_cores, 8_704);
		assert!(Machines::machine_page(Default::default(), None, 1)
			.items
			.is_empty());
	});
}

#[test]
fn preset_should_name_alice_as_sudo_when_the_build_is_for_development() {
	for preset in PRESETS {
		let key = Value::from(Sr25519Keyring::Alice.to_account_id().to_string());
		assert_eq!(genesis::json(preset)["sudo"]["key"], key);
	}
}
