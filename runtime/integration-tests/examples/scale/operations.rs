//! The operations, one after the other in one life: each is measured on the state that the ones before have left.

use dbc_primitives::{MachineId, Moment, OrderId};
use dbc_runtime::{
	configs::RuntimeBlockWeights,
	constants::{
		currency::DBC,
		time::{BLOCK_MILLIS, DAY, HOUR, MINUTE},
	},
	AllPalletsWithSystem, RuntimeCall, System,
};
use frame_support::{assert_ok, traits::OnIdle};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{self as Keyring, Alice, Bob};

use crate::{
	blocks,
	env::{dispatch, now},
	measure::{measure, Figure},
	state,
	world::World,
};

/// What each operation costs.
pub type Series = Vec<(&'static str, Figure)>;

/// Measures all.
pub fn all(world: World) -> Series {
	let World { mut ext, machine } = world;
	let ext = &mut ext;
	let mut series = Series::new();

	let down = RuntimeCall::Machines(pallet_machines::Call::report_down { machine });
	series.push(("machine offline", call(ext, Bob, &down)));
	later(ext, MINUTE);
	let up = RuntimeCall::Machines(pallet_machines::Call::report_up { machine });
	series.push(("machine online", call(ext, Bob, &up)));
	later(ext, HOUR);

	let order = ext.execute_with(|| {
		state::feed(12_000_000);
		ordered(machine)
	});
	next_block(ext, BLOCK_MILLIS);
	let confirm = RuntimeCall::Rental(pallet_rental::Call::confirm { order });
	series.push(("rent start", call(ext, Alice, &confirm)));
	later(ext, HOUR);
	let end = RuntimeCall::Rental(pallet_rental::Call::end { order });
	series.push(("rent end", call(ext, Alice, &end)));
	later(ext, DAY);

	let claim = RuntimeCall::Rewards(pallet_rewards::Call::claim {});
	series.push(("claim", call(ext, Bob, &claim)));
	next_block(ext, BLOCK_MILLIS);
	series.push(("transfer, to compare", call(ext, Bob, &transfer())));
	ext.execute_with(close);
	series.push(("empty block", measure(ext, empty_block)));
	series
}

/// The transfer that others are compared with.
pub fn transfer() -> RuntimeCall {
	RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
		dest: Alice.to_account_id().into(),
		value: DBC,
	})
}

/// Alice's order of all GPUs of `machine`, which waits for its confirmation.
pub fn ordered(machine: MachineId) -> OrderId {
	assert_ok!(dispatch(Alice, state::rent_call(machine, 4, 10 * DAY)));
	state::last_order()
}

/// What a call costs together with what the end of its block does because of it. Then it is really made.
fn call(ext: &mut TestExternalities, who: Keyring, call: &RuntimeCall) -> Figure {
	let operation = || {
		assert_ok!(dispatch(who, call.clone()));
		idle();
	};
	// A block begins without events.
	ext.execute_with(System::reset_events);
	let figure = measure(ext, operation);
	ext.execute_with(operation);
	figure
}

fn idle() {
	let rest = RuntimeBlockWeights::get().max_block.div(4);
	<AllPalletsWithSystem as OnIdle<u32>>::on_idle(System::block_number(), rest);
}

/// Opens another block at that time from now, and those that follow until nothing is left to do of the time between.
fn later(ext: &mut TestExternalities, by: Moment) {
	next_block(ext, by);
	for _ in 0..3 {
		next_block(ext, BLOCK_MILLIS);
	}
}

fn next_block(ext: &mut TestExternalities, by: Moment) {
	ext.execute_with(|| {
		close();
		blocks::open(now() + by, None);
	});
	ext.commit_all().expect("no transaction is open");
}

/// A block without transactions, from its first hook to the root of its state.
fn empty_block() {
	blocks::open(now() + BLOCK_MILLIS, None);
	close();
}

/// Ends the open block.
fn close() {
	blocks::close();
	System::finalize();
}
