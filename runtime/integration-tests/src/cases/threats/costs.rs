//! What a step costs, however many reports are open and sanctions pending.

use codec::Encode;
use dbc_primitives::{FaultKind, FaultOpinion, MachineId, OrderId, ReportId, SanctionId};
use dbc_runtime::{
	constants::time::{DAY, HOUR, MINUTE},
	Runtime, RuntimeCall, RuntimeOrigin, System,
};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{self as Keyring, Alice, Bob, Charlie};
use sp_runtime::traits::Dispatchable;

use crate::{
	env::{advance, development, poll},
	state,
};

/// Reports and sanctions in the small and in the large state.
const FEW: u32 = 16;
const MANY: u32 = 2_048;

/// What a deeper trie may add to the proof of a step, in bytes: one or two layers more for each of the few values that are
/// looked up in a map that has grown. A look at each report or sanction would add hundreds of thousands.
const DEEPER: usize = 4 * 1_024;

/// A machine that Alice rents, in a state in which so many other reports are open, all of them to be judged by the same
/// members, and as many sanctions are pending, all of them of the same owner and of the same machine.
fn crowded(crowd: u32) -> (TestExternalities, MachineId, OrderId) {
	let mut ext = development();
	let (machine, order) = ext.execute_with(|| {
		let machine = state::judged(1);
		let order = state::rented(Alice, machine, 4, 10 * DAY);
		let other = state::active(2);
		let sanction = {
			state::rented(Alice, other, 1, 10 * DAY);
			state::down(other);
			advance(HOUR);
			state::up(other);
			state::last_sanction().0
		};
		let report = state::reported(Charlie, other, FaultKind::Inaccessible, None);
		state::jury(report);
		multiply(crowd, report, sanction, machine);
		(machine, order)
	});
	(ext, machine, order)
}

/// Puts copies of a report, on machines of their own, and of a sanction, on `machine`, into the state.
fn multiply(crowd: u32, report: ReportId, sanction: SanctionId, machine: MachineId) {
	use pallet_committee::Bookings;
	use pallet_faults::{OpenReports, Reports};
	use pallet_sanctions::{Sanctions, SanctionsByAccount, SanctionsByMachine, Shares};
	let record = Reports::<Runtime>::get(report).expect("open");
	let seats = record.voting.clone().expect("drawn").ballot.seats;
	let pending = Sanctions::<Runtime>::get(sanction).expect("pending");
	let shares = vec![(Alice.to_account_id(), 1)];
	for number in 0..u64::from(crowd) {
		let id = 1_000_000 + number;
		let elsewhere = sp_io::hashing::blake2_256(&number.encode());
		let mut copy = record.clone();
		copy.machine = elsewhere;
		copy.job = id;
		Reports::<Runtime>::insert(id, copy);
		OpenReports::<Runtime>::insert(elsewhere, id);
		for seat in &seats {
			let booking = Bookings::<Runtime>::get(&seat.member, record.job).expect("booked");
			Bookings::<Runtime>::insert(&seat.member, id, booking);
		}
		Sanctions::<Runtime>::insert(id, pending.clone());
		Shares::<Runtime>::mutate(id, |to| *to = shares.clone().try_into().expect("few"));
		SanctionsByAccount::<Runtime>::insert(Bob.to_account_id(), id, ());
		SanctionsByMachine::<Runtime>::insert(machine, id, ());
	}
}

/// The proof that a step needs, in bytes.
fn proof<R>(ext: &mut TestExternalities, step: impl FnOnce() -> R) -> (R, usize) {
	ext.commit_all().expect("no transaction is open");
	ext.execute_with(System::reset_events);
	ext.commit_all().expect("no transaction is open");
	let (result, proof) = ext.execute_and_prove(step);
	ext.commit_all().expect("no transaction is open");
	(result, proof.encoded_size())
}

/// The proof of every step from the report to the executed sanction.
fn journey(crowd: u32) -> Vec<(String, usize)> {
	let (mut ext, machine, order) = crowded(crowd);
	let mut proofs = Vec::new();
	let mut call = |ext: &mut TestExternalities, name: &str, who: Keyring, call: RuntimeCall| {
		let origin = RuntimeOrigin::signed(who.to_account_id());
		let (result, size) = proof(ext, || call.dispatch(origin));
		assert!(result.is_ok(), "{name}: {result:?}");
		proofs.push((name.to_string(), size));
	};
	let machines = RuntimeCall::Machines;
	let faults = RuntimeCall::Faults;
	let sanctions = RuntimeCall::Sanctions;
	call(
		&mut ext,
		"report",
		Alice,
		state::report_call(machine, FaultKind::Malfunction, Some(order)),
	);
	let (report, members) = ext.execute_with(|| {
		let report = pallet_faults::OpenReports::<Runtime>::get(machine).expect("open");
		(report, state::jury(report))
	});
	for member in &members {
		let evidence = pallet_faults::Call::deliver {
			report,
			member: member.to_account_id(),
			sealed: vec![0; 64].try_into().expect("short enough"),
		};
		call(&mut ext, "deliver", Alice, faults(evidence));
	}
	for member in &members {
		let vote =
			ext.execute_with(|| state::sealed_opinion(report, *member, FaultOpinion::Uphold));
		call(&mut ext, "commit", *member, vote);
	}
	let repaired = pallet_faults::Call::report_repaired { report };
	call(&mut ext, "report_repaired", Bob, faults(repaired));
	for member in members.iter().take(2) {
		let vote = state::opened_opinion(report, FaultOpinion::Uphold);
		call(&mut ext, "reveal", *member, vote);
	}
	// The third member stays silent.
	ext.execute_with(|| advance(4 * HOUR));
	call(
		&mut ext,
		"close",
		Charlie,
		faults(pallet_faults::Call::close { report }),
	);
	let down = pallet_machines::Call::report_down { machine };
	call(&mut ext, "report_down", Bob, machines(down));
	ext.execute_with(|| advance(50 * HOUR));
	let up = pallet_machines::Call::report_up { machine };
	call(&mut ext, "report_up", Bob, machines(up));
	let id = ext.execute_with(|| state::last_sanction().0);
	let appeal = pallet_sanctions::Call::appeal {
		id,
		reason: vec![0; 256].try_into().expect("short enough"),
	};
	call(&mut ext, "appeal", Bob, sanctions(appeal));
	ext.execute_with(|| advance(HOUR));
	call(
		&mut ext,
		"execute",
		Charlie,
		sanctions(pallet_sanctions::Call::execute { id }),
	);
	ext.execute_with(|| advance(MINUTE));
	let (_, size) = proof(&mut ext, poll);
	proofs.push(("a block".to_string(), size));
	proofs
}

#[test]
fn cost_of_a_step_should_not_depend_on_the_number_of_open_reports_or_sanctions() {
	let (few, many) = (journey(FEW), journey(MANY));
	assert_eq!(few.len(), many.len());
	for ((name, few), (_, many)) in few.iter().zip(&many) {
		println!("{name}: {few} bytes with {FEW} of each, {many} with {MANY}");
		assert!(
			*many <= few + DEEPER,
			"{name} needs {few} bytes with {FEW} of each, {many} with {MANY}"
		);
	}
}
