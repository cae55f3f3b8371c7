//! The runtime of the unit tests: system, timestamp, balances and this pallet, with machines, a price and stalls that are
//! mocks.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::panic,
	clippy::unwrap_used
)]

use dbc_mocks::{
	MockMachine, MockMachines, MockPrice, MockStalls, RecordOrderChanges, MOCK_STAKE_PER_GPU,
};
use dbc_primitives::{
	traits::{MachineAvailability, MachineInspect, MachineVerification, OnMachineChange},
	CauseSince, Hardware, MachineId, Moment, OrderId, Outage, OutageCause, RentalRules,
};
use frame_support::{
	derive_impl, parameter_types,
	traits::{fungible::Mutate, tokens::Preservation, ConstU128, ConstU64},
	weights::WeightMeter,
};
use frame_system::EnsureRoot;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage, DispatchResult};

use crate::{HoldReason, OccupancyOf, OrderOf, OrderRecord};

pub(crate) type AccountId = AccountId32;
pub(crate) type Registry = MockMachines<AccountId, Balances>;

/// Owns machines.
pub(crate) const ALICE: AccountId = AccountId::new([1; 32]);
/// Rents.
pub(crate) const BOB: AccountId = AccountId::new([2; 32]);
/// Rents, or pays for others.
pub(crate) const CHARLIE: AccountId = AccountId::new([3; 32]);
/// A stranger.
pub(crate) const DAVE: AccountId = AccountId::new([4; 32]);
/// Lends owners the stake of their machines.
pub(crate) const LENDER: AccountId = AccountId::new([8; 32]);
pub(crate) const TREASURY: AccountId = AccountId::new([9; 32]);

/// One DBC.
pub(crate) const DBC: u128 = 1_000_000_000_000_000;
/// 0.01 DBC.
pub(crate) const EXISTENTIAL_DEPOSIT: u128 = DBC / 100;
/// What everybody has at first, above the existential deposit.
pub(crate) const WEALTH: u128 = 10_000_000 * DBC;

pub(crate) const MINUTE: Moment = 60_000;
pub(crate) const HOUR: Moment = 60 * MINUTE;
pub(crate) const DAY: Moment = 24 * HOUR;
/// The time to confirm an order.
pub(crate) const WINDOW: Moment = 15 * MINUTE;
/// When the tests begin: 2027-01-18 at midnight, a Monday.
pub(crate) const START: Moment = 20_836 * DAY;

/// 0.012 USD.
pub(crate) const PRICE: u64 = 12_000_000;
/// The reservation fee of orders whose rent of 15 minutes is less.
pub(crate) const FEE: u128 = 10 * DBC;
/// One GPU for a day: 149.72 points at 17 USD per 1,000 points, 2.54524 USD at 0.012 USD = 212.10333… DBC, rounded up.
pub(crate) const PER_DAY: u128 = 212_103_333_333_333_334;

#[frame_support::runtime]
mod test_runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(3)]
	pub type Rental = crate;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<u128>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {
	type Moment = Moment;
	type MinimumPeriod = ConstU64<0>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type AccountStore = System;
	type RuntimeHoldReason = RuntimeHoldReason;
}

/// The rules at genesis.
pub(crate) const GENESIS_RULES: RentalRules = RentalRules {
	standard_price: 17_000_000,
	reservation_fee: FEE,
	reservation_fee_time: 15 * MINUTE,
	confirm_window: WINDOW,
	min_duration: 10 * MINUTE,
	max_duration: 60 * DAY,
	max_ahead: 14 * DAY,
	max_scheduled: 4,
	burn_percent: 5,
	min_use: 10 * MINUTE,
	cancel_notice: HOUR,
	cancel_time: HOUR,
	cancel_percent: 2,
	receipt_lifetime: DAY,
	exit_after_order: 10 * DAY,
};

parameter_types! {
	pub static Rules: RentalRules = GENESIS_RULES;
	pub const Treasury: AccountId = TREASURY;
}

impl crate::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type Stalls = MockStalls;
	type Price = MockPrice;
	type Rules = Rules;
	type Treasury = Treasury;
	type Machines = Registry;
	type OnOrderChange = RecordOrderChanges;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Mocks;
}

/// Makes what benchmarks need of the mocks.
#[cfg(feature = "runtime-benchmarks")]
pub struct Mocks;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AccountId> for Mocks {
	fn set_time(now: Moment) {
		set_time(now);
	}

	fn active_machine(owner: &AccountId) -> MachineId {
		Balances::set_balance(owner, WEALTH);
		Balances::set_balance(&LENDER, WEALTH);
		active(1, owner.clone(), dbc_primitives::MAX_GPUS);
		id(1)
	}
}

/// Externalities at [`START`] with a fresh price of 0.012 USD.
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.unwrap();
	let rich = [ALICE, BOB, CHARLIE, DAVE, LENDER].map(|who| (who, WEALTH + EXISTENTIAL_DEPOSIT));
	let others = [TREASURY, Registry::vault()].map(|who| (who, EXISTENTIAL_DEPOSIT));
	pallet_balances::GenesisConfig::<Test> {
		balances: rich.into_iter().chain(others).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		set_time(START);
		reset();
	});
	ext
}

/// What tests decide is as at first: it is thread-local.
pub(crate) fn reset() {
	MockPrice::set(PRICE);
	MockStalls::set(0);
	Registry::fail_at(&[]);
	Rules::set(GENESIS_RULES);
	RecordOrderChanges::take();
}

/// Runs a test, then every invariant, and checks that no DBC came, and that only what the records say was burned went.
pub(crate) fn run(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		let issuance = Balances::total_issuance();
		test();
		let burned: u128 = crate::Occupancies::<Test>::iter_values()
			.map(|record| record.rent_burned)
			.sum();
		assert_eq!(Balances::total_issuance() + burned, issuance, "issuance");
		Rental::do_try_state().unwrap();
	});
}

pub(crate) fn set_time(now: Moment) {
	pallet_timestamp::Now::<Test>::put(now);
}

pub(crate) fn now() -> Moment {
	pallet_timestamp::Now::<Test>::get()
}

pub(crate) fn advance(by: Moment) {
	set_time(now() + by);
}

/// What the hooks of some blocks do, with meters that have no end: so many that the agenda passes seventy days.
pub(crate) fn poll() {
	use frame_support::traits::Hooks;
	for _ in 0..110 {
		Rental::on_poll(1, &mut WeightMeter::new());
	}
}

/// What `who` has that nothing holds.
pub(crate) fn free(who: &AccountId) -> u128 {
	Balances::free_balance(who)
}

/// What `who` has on hold as escrow.
pub(crate) fn on_hold(who: &AccountId) -> u128 {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&HoldReason::RentalEscrow.into(), who)
}

/// The id of the `n`th machine.
pub(crate) const fn id(n: u8) -> MachineId {
	[n; 32]
}

/// Hardware with `gpu_count` GPUs.
fn hardware(gpu_count: u32) -> Hardware {
	let name = |letter| vec![letter; 8].try_into().unwrap();
	Hardware {
		gpu_model: name(b'g'),
		gpu_count,
		cuda_cores: 8_704,
		vram_gb: 10,
		cpu_model: name(b'c'),
		cpu_cores: 128,
		cpu_mhz: 3_000,
		ram_gb: 440,
		system_disk_gb: 1_000,
		data_disk_gb: 1_000,
	}
}

/// An Active machine of `owner` with `gpus` GPUs.
pub(crate) fn active(n: u8, owner: AccountId, gpus: u32) {
	let stake = MOCK_STAKE_PER_GPU * u128::from(gpus);
	Balances::transfer(&LENDER, &owner, stake, Preservation::Preserve).unwrap();
	Registry::register(&id(n), &owner).unwrap();
	Registry::begin_verification(&id(n)).unwrap();
	Registry::activate(&id(n), hardware(gpus)).unwrap();
	Rental::on_activated(&id(n), &owner, 0);
}

/// Changes the `n`th machine and tells of it.
pub(crate) fn change(n: u8, change: impl FnOnce(&mut MockMachine<AccountId>)) {
	let mut machine = Registry::get(&id(n)).unwrap();
	change(&mut machine);
	Registry::put(&id(n), &machine);
	Rental::on_terms_changed(&id(n));
}

/// The `n`th machine is down since `since`: an outage begins, or the running one began earlier.
pub(crate) fn down_since(n: u8, cause: OutageCause, since: Moment) {
	let was_down = Registry::offer(&id(n)).unwrap().down_since.is_some();
	Registry::take_down(&id(n), cause, since).unwrap();
	if was_down {
		Rental::on_terms_changed(&id(n));
	} else {
		Rental::on_down(&id(n), &outage(since, None));
	}
}

/// The owner reports the `n`th machine down.
pub(crate) fn down(n: u8) {
	down_since(n, OutageCause::OwnerReported, now());
}

/// `cause` is over for the `n`th machine.
pub(crate) fn up_from(n: u8, cause: OutageCause) {
	let since = Registry::offer(&id(n)).unwrap().down_since.unwrap();
	Registry::bring_up(&id(n), cause).unwrap();
	if Registry::offer(&id(n)).unwrap().down_since.is_none() {
		Rental::on_up(&id(n), &outage(since, Some(now())));
	}
}

/// The owner reports the `n`th machine up.
pub(crate) fn up(n: u8) {
	up_from(n, OutageCause::OwnerReported);
}

fn outage(since: Moment, until: Option<Moment>) -> Outage<u128> {
	let cause = CauseSince {
		cause: OutageCause::OwnerReported,
		since,
		until,
	};
	Outage {
		since,
		causes: vec![cause].try_into().unwrap(),
		base: 0,
	}
}

/// The events of this pallet since the last call, oldest first.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Rental(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

pub(crate) fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// The record of the `n`th machine.
pub(crate) fn occupancy(n: u8) -> OccupancyOf<Test> {
	crate::Occupancies::<Test>::get(id(n)).unwrap()
}

/// An open order.
pub(crate) fn order(order: OrderId) -> OrderOf<Test> {
	match crate::Orders::<Test>::get(order) {
		Some(OrderRecord::Open(open)) => open,
		other => panic!("order {order} is {other:?}"),
	}
}

/// `who` rents GPUs of the `n`th machine at once, for itself.
pub(crate) fn try_rent(n: u8, who: AccountId, gpus: u32, duration: Moment) -> DispatchResult {
	Rental::rent(signed(who), id(n), gpus, duration, u128::MAX, None, None)
}

/// The same, and tells the order.
pub(crate) fn rent(n: u8, who: AccountId, gpus: u32, duration: Moment) -> OrderId {
	try_rent(n, who, gpus, duration).unwrap();
	crate::Ids::<Test>::get().next - 1
}

/// The same for later.
pub(crate) fn schedule(n: u8, who: AccountId, gpus: u32, duration: Moment, in_: Moment) -> OrderId {
	let start = Some(now() + in_);
	Rental::rent(signed(who), id(n), gpus, duration, u128::MAX, start, None).unwrap();
	crate::Ids::<Test>::get().next - 1
}

/// `who` rents GPUs of the `n`th machine and confirms at once.
pub(crate) fn running(n: u8, who: AccountId, gpus: u32, duration: Moment) -> OrderId {
	let order = rent(n, who.clone(), gpus, duration);
	Rental::confirm(signed(who), order).unwrap();
	events();
	RecordOrderChanges::take();
	order
}

/// The `n`th machine was down from `since` to `until`, as an upheld report tells that its owner had put right.
pub(crate) fn past_outage(n: u8, since: Moment, until: Moment) {
	let past = outage(since, Some(until));
	Rental::on_down(&id(n), &past);
	Rental::on_up(&id(n), &past);
}
