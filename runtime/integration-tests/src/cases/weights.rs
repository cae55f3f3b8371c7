//! What calls cost: declared weights against each other, and against the proofs that calls really need.

use codec::Encode;
use dbc_primitives::MachineId;
use dbc_runtime::{
	configs::RuntimeBlockWeights, constants::currency::DBC, AccountId, Balances, Committee,
	Runtime, RuntimeCall, RuntimeOrigin,
};
use frame_support::{
	assert_ok, dispatch::GetDispatchInfo, traits::fungible::Mutate, weights::Weight,
};
use pallet_machines::Call;
use sp_keyring::Sr25519Keyring::{self as Keyring, Alice, Bob, Charlie, Ferdie};
use sp_runtime::{traits::Dispatchable, MultiAddress};

use crate::{
	env::{advance, development, dispatch, signed},
	state,
};

/// Machines and accounts in the state of the proof tests: deep enough that a lookup needs every layer of a large trie.
const CROWD: u32 = 4_000;

/// Largest proof that a call of a renter or a feeder may declare, in bytes.
const MAX_PROOF: u64 = 20 * 1_024;

/// The same for a call by which an owner changes what its machine offers: its rewards are brought up to date.
const MAX_TERMS_PROOF: u64 = 30 * 1_024;

/// The same for leaving: what the pallets above keep for the machine goes with it, and its attesters are paid.
const MAX_EXIT_PROOF: u64 = 64 * 1_024;

/// The same for going down: what each of up to 32 orders has not earned yet is noted for a sanction.
const MAX_DOWN_PROOF: u64 = 128 * 1_024;

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
fn calls(machine: MachineId) -> Vec<(AccountId, RuntimeCall)> {
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

/// What a transaction weighs altogether: its call, its extensions, and what every transaction costs a block.
fn total(who: Keyring, call: RuntimeCall) -> Weight {
	let info = signed(who, call, 0).get_dispatch_info();
	let base = RuntimeBlockWeights::get().get(info.class).base_extrinsic;
	info.total_weight().saturating_add(base)
}

/// The calls of a renter, and how many transfers each may cost.
fn renting(machine: MachineId) -> Vec<(RuntimeCall, u64)> {
	use pallet_rental::Call;
	let call = RuntimeCall::Rental;
	let (order, duration, max_total) = (0, 60_000, 0);
	vec![
		(
			call(Call::rent {
				machine,
				gpus: 1,
				duration,
				max_total,
				start: None,
				renter: None,
			}),
			6,
		),
		(
			call(Call::extend {
				order,
				duration,
				max_total,
			}),
			6,
		),
		(call(Call::confirm { order }), 5),
		(call(Call::end { order }), 5),
		(call(Call::cancel { order }), 6),
		(call(Call::settle { order }), 5),
		(
			call(Call::set_schedule {
				machine,
				schedule: None,
			}),
			5,
		),
		(call(Call::prune_dates { machine }), 5),
	]
}

#[test]
fn claim_should_cost_at_most_four_transfers_when_weighed() {
	development().execute_with(|| {
		let transfer = total(Alice, transfer_keep_alive());
		let claim = RuntimeCall::Rewards(pallet_rewards::Call::claim {});
		let cost = total(Bob, claim);
		assert!(
			cost.all_lte(transfer.saturating_mul(4)),
			"claim {cost:?}, a transfer {transfer:?}"
		);
	});
}

#[test]
fn any_call_should_fit_into_a_tenth_of_a_block_when_weighed() {
	use pallet_faults::Call as Faults;
	use pallet_rewards::Call as Rewards;
	use pallet_sanctions::{Call as Sanctions, Decision};
	let (machine, report, id) = ([1; 32], 0, 0);
	let calls = [
		RuntimeCall::Machines(Call::force_exit { machine }),
		RuntimeCall::Machines(Call::report_down { machine }),
		RuntimeCall::Faults(Faults::report {
			machine,
			kind: dbc_primitives::FaultKind::Inaccessible,
			order: None,
			evidence: None,
		}),
		RuntimeCall::Faults(Faults::close { report }),
		RuntimeCall::Faults(Faults::reveal {
			report,
			opinion: dbc_primitives::FaultOpinion::Uphold,
			salt: [0; 32],
		}),
		RuntimeCall::Sanctions(Sanctions::decide {
			id,
			decision: Decision::Dismiss,
		}),
		RuntimeCall::Sanctions(Sanctions::execute { id }),
		RuntimeCall::Rewards(Rewards::pay_attesters { machine }),
		RuntimeCall::Rewards(Rewards::settle_machine { machine }),
	];
	development().execute_with(|| {
		let most = RuntimeBlockWeights::get().max_block.div(10);
		for call in calls {
			let cost = weight(&call);
			assert!(cost.all_lte(most), "{call:?}: {cost:?}, at most {most:?}");
		}
	});
}

#[test]
fn renting_should_cost_a_few_transfers_when_weighed() {
	development().execute_with(|| {
		let transfer = total(Alice, transfer_keep_alive());
		for (call, most) in renting([1; 32]) {
			let name = format!("{call:?}");
			let proof = weight(&call).proof_size();
			assert!(proof <= MAX_PROOF, "{name} declares {proof} bytes");
			let cost = total(Alice, call);
			println!(
				"{name}: {:.2} × the time and {:.2} × the proof of a transfer, {proof} bytes",
				cost.ref_time() as f64 / transfer.ref_time() as f64,
				cost.proof_size() as f64 / transfer.proof_size() as f64,
			);
			assert!(
				cost.all_lte(transfer.saturating_mul(most)),
				"{name}: {cost:?}, a transfer {transfer:?}"
			);
		}
	});
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
	let (machine, asking, rentable) = ext.execute_with(|| {
		state::feed(12_000_000);
		let machine = state::active(0);
		let asking = state::registered(CROWD + 2);
		let rentable = state::active(CROWD + 3);
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
		(machine, asking, rentable)
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
		let most = match call {
			RuntimeCall::Machines(Call::exit { .. }) => MAX_EXIT_PROOF,
			RuntimeCall::Machines(Call::report_down { .. }) => MAX_DOWN_PROOF,
			RuntimeCall::Machines(_) => MAX_TERMS_PROOF,
			_ => MAX_PROOF,
		};
		let declared = covered(&mut ext, who, call);
		assert!(declared <= most, "declared {declared}");
	}

	rental_proofs(&mut ext, rentable);

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

/// The life of an order whose payer, renter and payee are apart, in a state with thousands of orders.
fn rental_proofs(ext: &mut sp_io::TestExternalities, machine: MachineId) {
	use pallet_rental::{Call, Occupancies, OrderRecord, Orders, OrdersOf};
	let call = RuntimeCall::Rental;
	let id = |account: Keyring| account.to_account_id();
	ext.execute_with(|| {
		advance(30 * 60_000);
		state::feed(12_000_000);
		let sample = state::rented(Alice, machine, 1, 600_000);
		let record = Orders::<Runtime>::get(sample).expect("made");
		let occupancy = Occupancies::<Runtime>::get(machine).expect("active");
		for number in 1..u64::from(CROWD) {
			Orders::<Runtime>::insert(1_000_000 + number, &record);
			OrdersOf::<Runtime>::insert(id(Alice), 1_000_000 + number, ());
			let other = sp_io::hashing::blake2_256(&number.to_le_bytes());
			Occupancies::<Runtime>::insert(other, &occupancy);
			OrdersOf::<Runtime>::insert(AccountId::from(other), number, ());
		}
	});
	let rent = |start| {
		call(Call::rent {
			machine,
			gpus: 1,
			duration: 3_600_000,
			max_total: u128::MAX,
			start,
			renter: Some(id(Charlie)),
		})
	};
	let mut proofs = vec![covered(ext, id(Ferdie), rent(None))];
	let order = ext.execute_with(state::last_order);
	proofs.push(covered(ext, id(Charlie), call(Call::confirm { order })));
	ext.execute_with(|| advance(600_000));
	let extension = Call::extend {
		order,
		duration: 600_000,
		max_total: u128::MAX,
	};
	proofs.push(covered(ext, id(Ferdie), call(extension)));
	ext.execute_with(|| advance(600_000));
	proofs.push(covered(ext, id(Alice), call(Call::settle { order })));
	ext.execute_with(|| advance(600_000));
	proofs.push(covered(ext, id(Charlie), call(Call::end { order })));
	let start = ext.execute_with(|| crate::env::now() + 3_600_000);
	proofs.push(covered(ext, id(Ferdie), rent(Some(start))));
	let order = ext.execute_with(state::last_order);
	proofs.push(covered(ext, id(Charlie), call(Call::cancel { order })));
	let always = Call::set_schedule {
		machine,
		schedule: None,
	};
	proofs.push(covered(ext, id(Bob), call(always)));
	assert!(proofs.iter().all(|proof| *proof <= MAX_PROOF), "{proofs:?}");
	ext.execute_with(|| {
		let closed = Orders::<Runtime>::get(order);
		assert!(matches!(closed, Some(OrderRecord::Closed(_))));
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
