//! What calls cost: declared weights against each other, and against the proofs that calls really need.

use codec::Encode;
use dbc_runtime::{
	constants::currency::DBC, AccountId, Balances, Committee, Runtime, RuntimeCall, RuntimeOrigin,
};
use frame_support::{
	assert_ok, dispatch::GetDispatchInfo, traits::fungible::Mutate, weights::Weight,
};
use pallet_machines::Call;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Ferdie};
use sp_runtime::{traits::Dispatchable, MultiAddress};

use crate::{
	env::{advance, development, dispatch},
	state,
};

/// Machines and accounts in the state of the proof tests: deep enough that a lookup needs every layer of a large trie.
const CROWD: u32 = 4_000;

/// Largest proof that a call about a machine may declare, in bytes. Leaving needs most: what the pallets above keep for the
/// machine goes with it.
const MAX_PROOF: u64 = 24 * 1_024;

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

/// The proof that a draw needs from a pool of so many members.
fn draw_proof(members: u32) -> usize {
	let mut ext = development();
	ext.execute_with(|| {
		state::feed(12_000_000);
		for n in 0..members {
			let who = AccountId::from(sp_io::hashing::blake2_256(&n.encode()));
			let bond = 20_000 * DBC;
			assert_ok!(Balances::mint_into(&who, bond + DBC));
			let root = RuntimeOrigin::root();
			assert_ok!(Committee::add_member(root, who.clone()));
			assert_ok!(Committee::join(RuntimeOrigin::signed(who), [1; 32], bond));
		}
		for n in 0..4 {
			let machine = state::registered(n);
			let request = pallet_verification::Call::request { machine };
			assert_ok!(dispatch(Bob, RuntimeCall::Verification(request)));
		}
		dbc_runtime::System::reset_events();
	});
	ext.commit_all().expect("no transaction is open");
	let (_, proof) = ext.execute_and_prove(state::draw);
	ext.execute_with(|| assert_eq!(pallet_committee::QueueState::<Runtime>::get().len, 0));
	proof.encoded_size()
}

#[test]
fn draw_should_need_nothing_but_a_deeper_trie_when_there_are_ten_thousand_members() {
	// Four draws from 4 members, and from as many as there may be.
	let (few, many) = (draw_proof(0), draw_proof(9_900));
	// Each of the 12 members drawn is found by its place and by its account: some more layers for each, no more keys.
	assert!(many < few + 12 * 8 * 1_024, "{few} bytes, {many} bytes");
}

#[test]
fn declared_proof_should_cover_the_recorded_one_when_the_state_is_large() {
	let mut ext = development();
	let (machine, asking) = ext.execute_with(|| {
		state::feed(12_000_000);
		let machine = state::active(0);
		let asking = state::registered(CROWD + 2);
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
		(machine, asking)
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
		let declared = covered(&mut ext, who, call);
		assert!(declared <= MAX_PROOF, "declared {declared}");
	}

	let pause = RuntimeCall::Committee(pallet_committee::Call::pause {});
	covered(&mut ext, Ferdie.to_account_id(), pause);

	// A verification, from the request to the reveal that closes it.
	let request = pallet_verification::Call::request { machine: asking };
	covered(
		&mut ext,
		Bob.to_account_id(),
		RuntimeCall::Verification(request),
	);
	let opinion = state::acceptance();
	let (job, members) = ext.execute_with(|| {
		state::draw();
		state::ballot(asking)
	});
	for member in &members {
		let call = ext.execute_with(|| state::sealed(asking, job, *member, &opinion));
		covered(&mut ext, member.to_account_id(), call);
	}
	for member in &members {
		let call = state::opened(asking, &opinion);
		covered(&mut ext, member.to_account_id(), call);
	}
	ext.execute_with(|| {
		assert!(pallet_machines::HardwareOf::<Runtime>::contains_key(asking));
	});
}

/// Dispatches a call, and compares the proof that it needs with the one that it declares, which it gives.
fn covered(ext: &mut sp_io::TestExternalities, who: AccountId, call: RuntimeCall) -> u64 {
	ext.commit_all().expect("no transaction is open");
	ext.execute_with(dbc_runtime::System::reset_events);
	ext.commit_all().expect("no transaction is open");
	let declared = weight(&call).proof_size();
	let name = format!("{call:?}");
	let (result, proof) = ext.execute_and_prove(|| call.dispatch(RuntimeOrigin::signed(who)));
	assert!(result.is_ok(), "{name}: {result:?}");
	let recorded = proof.encoded_size() as u64;
	assert!(
		recorded <= declared,
		"{name}: recorded {recorded}, declared {declared}"
	);
	declared
}
