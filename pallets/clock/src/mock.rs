//! The runtime of the unit tests: system, timestamp and this pallet, which listens to it.
#![allow(clippy::unwrap_used)]

use dbc_primitives::{ClockRules, Moment};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU64, Hooks},
};
use sp_runtime::{traits::Dispatchable, BuildStorage};

pub(crate) const SECOND: Moment = 1_000;
/// When the tests begin.
pub(crate) const START: Moment = 1_800_000_000_000;
/// A longer gap is a stall.
pub(crate) const STALL_AFTER: Moment = 60 * SECOND;

#[frame_support::runtime]
mod test_runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Clock = crate;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {
	type Moment = Moment;
	type MinimumPeriod = ConstU64<0>;
	type OnTimestampSet = Clock;
}

parameter_types! {
	pub static CurrentRules: ClockRules = ClockRules { stall_after: STALL_AFTER };
}

impl crate::Config for Test {
	type Rules = CurrentRules;
}

/// Runs `check` on a chain without a block but its genesis, then the invariants.
pub(crate) fn test(check: impl FnOnce()) {
	let storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.unwrap();
	sp_io::TestExternalities::new(storage).execute_with(|| {
		check();
		Clock::do_try_state().unwrap();
	});
}

/// Builds a block with the timestamp `now`, set by the inherent.
pub(crate) fn block(now: Moment) {
	let number = System::block_number().saturating_add(1);
	System::set_block_number(number);
	System::reset_events();
	RuntimeCall::Timestamp(pallet_timestamp::Call::set { now })
		.dispatch(RuntimeOrigin::none())
		.unwrap();
	Timestamp::on_finalize(number);
}
