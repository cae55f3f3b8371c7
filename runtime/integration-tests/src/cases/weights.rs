//! What calls cost: declared weights against each other, and against the proofs that calls really need.

use codec::Encode;
use dbc_runtime::{
	constants::currency::DBC, AccountId, Balances, Runtime, RuntimeCall, RuntimeOrigin,
};
use frame_support::{
	assert_ok, dispatch::GetDispatchInfo, traits::fungible::Mutate, weights::Weight,
};
use pallet_machines::Call;
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::{traits::Dispatchable, MultiAddress};

use crate::{
	env::{advance, development},
	state,
};

/// Machines and accounts in the state of the proof tests: deep enough that a lookup needs every layer of a large trie.
const CROWD: u32 = 4_000;

/// Largest proof that a call may declare, in bytes.
const MAX_PROOF: u64 = 20 * 1_024;

fn weight(call: &RuntimeCall) -> Weight {
	call.get_dispatch_info().call_weight
}

fn transfer_keep_alive() -> RuntimeCall {
	RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
		dest: MultiAddress::Id(Alice.to_account_id()),
		value: DBC,
	})
}

#[test]
fn registration_should_cost_at_most_seven_transfers_when_weighed() {
	development().execute_with(|| {
		state::feed(12_000_000);
		let (registration, transfer) = (
			weight(&state::registration(Bob, &state::machine_key(1))),
			weight(&transfer_keep_alive()),
		);
		assert!(transfer.all_gt(Weight::zero()));
		assert!(
			registration.all_lte(transfer.saturating_mul(7)),
			"registration {registration:?}, transfer {transfer:?}"
		);
	});
}

/// The calls of owners, renters to be and feeders on `machine`, with whoever signs.
fn calls(machine: dbc_primitives::MachineId) -> Vec<(AccountId, RuntimeCall)> {
	let bob = Bob.to_account_id();
	let own = |call| (bob.clone(), RuntimeCall::Machines(call));
	vec![
		(
			bob.clone(),
			state::registration(Bob, &state::machine_key(CROWD + 1)),
		),
		own(Call::set_extra_price {
			machine,
			extra_price: 5,
		}),
		own(Call::set_payee {
			machine,
			payee: Some(Alice.to_account_id()),
		}),
		own(Call::close { machine }),
		own(Call::report_down { machine }),
		own(Call::exit { machine }),
		(
			Alice.to_account_id(),
			RuntimeCall::Price(pallet_price::Call::submit { price: 12_000_000 }),
		),
	]
}

#[test]
fn declared_proof_should_cover_the_recorded_one_when_the_state_is_large() {
	let mut ext = development();
	let machine = ext.execute_with(|| {
		state::feed(12_000_000);
		let machine = state::active(0);
		let record = pallet_machines::Machines::<Runtime>::get(machine).expect("registered");
		let profile = pallet_machines::Profiles::<Runtime>::get(machine).expect("set");
		let hardware = pallet_machines::HardwareOf::<Runtime>::get(machine).expect("attested");
		for number in 1..CROWD {
			let id = sp_io::hashing::blake2_256(&number.encode());
			pallet_machines::Machines::<Runtime>::insert(id, record.clone());
			pallet_machines::Profiles::<Runtime>::insert(id, profile.clone());
			pallet_machines::HardwareOf::<Runtime>::insert(id, hardware.clone());
			pallet_machines::MachinesByOwner::<Runtime>::insert(Bob.to_account_id(), id, ());
			assert_ok!(Balances::mint_into(&AccountId::from(id), DBC));
		}
		advance(2 * dbc_runtime::constants::time::HOUR);
		machine
	});
	ext.execute_with(|| state::feed(12_000_000));
	ext.commit_all().expect("no transaction is open");
	ext.execute_with(|| {
		advance(30 * 60_000);
		// A block begins without events.
		dbc_runtime::System::reset_events();
	});
	ext.commit_all().expect("no transaction is open");

	for (who, call) in ext.execute_with(|| calls(machine)) {
		let declared = weight(&call).proof_size();
		let name = format!("{call:?}");
		let (result, proof) = ext.execute_and_prove(|| call.dispatch(RuntimeOrigin::signed(who)));
		assert!(result.is_ok(), "{name}: {result:?}");
		let recorded = proof.encoded_size() as u64;
		assert!(
			recorded <= declared,
			"{name}: recorded {recorded}, declared {declared}"
		);
		assert!(declared <= MAX_PROOF, "{name}: declared {declared}");
	}
}
