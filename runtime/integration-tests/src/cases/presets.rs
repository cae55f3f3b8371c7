//! The states that chains start with.

use std::str::FromStr;

use dbc_runtime::{
	constants::currency::{DBC, GENESIS_SUPPLY},
	Balances, Committee, Machines, Price, Runtime, Session,
};
use frame_support::traits::fungible::Inspect;
use serde_json::Value;
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_io::hashing::blake2_256;
use sp_keyring::Sr25519Keyring;
use x25519_dalek::{PublicKey, StaticSecret};

use crate::{env::chain, genesis, state};

const PRESETS: [&str; 2] = [DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET];

#[test]
fn preset_should_issue_the_whole_genesis_supply_when_built() {
	for preset in PRESETS {
		chain(preset).execute_with(|| {
			assert_eq!(Balances::total_issuance(), GENESIS_SUPPLY);
			// What the verifiers have bonded is part of it.
			assert_eq!(
				Balances::total_balance(&Sr25519Keyring::Ferdie.to_account_id()),
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
fn preset_should_have_its_council_when_built() {
	use pallet_collective::{Instance1, Instance2, Members};
	for (preset, council, technical_committee) in [
		(DEV_RUNTIME_PRESET, 1, 1),
		(LOCAL_TESTNET_RUNTIME_PRESET, 3, 2),
	] {
		chain(preset).execute_with(|| {
			assert_eq!(Members::<Runtime, Instance1>::get().len(), council);
			assert_eq!(
				Members::<Runtime, Instance2>::get().len(),
				technical_committee
			);
		});
	}
}

#[test]
fn verifiers_should_be_drawable_with_the_box_keys_of_their_names_when_built() {
	for preset in PRESETS {
		chain(preset).execute_with(|| {
			for name in ["Charlie", "Dave", "Eve", "Ferdie"] {
				let key = Sr25519Keyring::from_str(name).expect("a known name");
				let member = Committee::read_member(&key.to_account_id()).expect("a member");
				let secret = blake2_256(format!("//{name}/box").as_bytes());
				let public = PublicKey::from(&StaticSecret::from(secret));
				assert_eq!(member.box_key, Some(public.to_bytes()), "{name}");
				assert!(member.drawable);
				assert_eq!(member.bond, 100_000 * DBC);
			}
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
