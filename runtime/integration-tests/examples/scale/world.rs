//! A chain with any number of machines. One lives through real calls; the others are copies of its records, written
//! straight into the state.

use dbc_primitives::MachineId;
use dbc_runtime::{
	constants::time::{DAY, HOUR, MINUTE},
	Runtime, RuntimeCall, System,
};
use frame_support::assert_ok;
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{Alice, Bob};

use crate::{
	blocks,
	crowd::Crowd,
	env::{advance, development, dispatch, now, poll},
	operations::ordered,
	state,
};

/// For how long the machines earn before anything is measured: longer than what was earned on a day is released over.
const AGE: u64 = 160 * DAY;

/// A chain, and the one of its machines that has been through everything.
pub struct World {
	/// The chain, with a block open.
	pub ext: TestExternalities,
	/// Bob's machine.
	pub machine: MachineId,
}

impl World {
	/// A chain with so many machines.
	pub fn of(machines: u32) -> Self {
		eprintln!("building a state with {machines} machines");
		let mut ext = development();
		let (machine, crowd) = ext.execute_with(|| {
			state::feed(12_000_000);
			let machine = state::active(0);
			// The sums know the others before any time passes, so that everybody earns the right share of it.
			let young = Crowd::join(&machine, machines - 1);
			live(machine);
			(machine, young.grown(&machine))
		});
		ext.commit_all().expect("no transaction is open");
		crowd.write(&mut ext);
		Self { ext, machine }
	}
}

/// What the machine and its owner go through.
fn live(machine: MachineId) {
	advance(AGE);
	catch_up();
	blocks::close();
	blocks::open(now() + HOUR, None);
	state::feed(12_000_000);
	let call = RuntimeCall::Machines;
	let down = call(pallet_machines::Call::report_down { machine });
	assert_ok!(dispatch(Bob, down));
	advance(MINUTE);
	let up = call(pallet_machines::Call::report_up { machine });
	assert_ok!(dispatch(Bob, up));

	let order = ordered(machine);
	let call = RuntimeCall::Rental;
	let confirm = call(pallet_rental::Call::confirm { order });
	assert_ok!(dispatch(Alice, confirm));
	advance(HOUR);
	let end = call(pallet_rental::Call::end { order });
	assert_ok!(dispatch(Alice, end));
	blocks::close();
	blocks::open(now() + HOUR, None);
	let claim = RuntimeCall::Rewards(pallet_rewards::Call::claim {});
	assert_ok!(dispatch(Bob, claim));
	System::reset_events();
}

/// Lets the agendas pass all minutes until now.
fn catch_up() {
	let minute = (now() / MINUTE) as u32;
	let is_behind = || {
		let cursor = pallet_rewards::AgendaCursor::<Runtime>::get();
		cursor.is_some_and(|cursor| cursor.pending > 0 && cursor.next.minute <= minute)
	};
	while is_behind() {
		poll();
	}
}
