//! The runtime of the unit tests: system, timestamp, balances and this pallet, with a price that the test sets and
//! listeners that remember and, if asked to, lock.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use core::cell::Cell;
use dbc_mocks::{MockOrderGuard, MockOrders, MockPrice, RecordMachineChanges};
use dbc_primitives::{
	traits::{MachineAvailability, MachineStake, MachineVerification, OnMachineChange},
	MachineId, MachineRules, Moment, Outage,
};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU64},
};
use frame_system::EnsureRoot;
use sp_core::{sr25519, Pair};
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

use crate::{fixtures, HoldReason};

pub(crate) type AccountId = AccountId32;

pub(crate) const ALICE: AccountId = AccountId::new([1; 32]);
pub(crate) const BOB: AccountId = AccountId::new([2; 32]);
pub(crate) const CHARLIE: AccountId = AccountId::new([3; 32]);
pub(crate) const TREASURY: AccountId = AccountId::new([9; 32]);

/// One DBC.
pub(crate) const DBC: u128 = 1_000_000_000_000_000;
/// 0.01 DBC.
pub(crate) const EXISTENTIAL_DEPOSIT: u128 = DBC / 100;
/// What Alice, Bob and Charlie have at first, above the existential deposit.
pub(crate) const WEALTH: u128 = 10_000_000 * DBC;
pub(crate) const FEE: u128 = 10 * DBC;
/// The stake of one GPU at 0.012 USD.
pub(crate) const PER_GPU: u128 = 66_666_666_666_666_666_667;

pub(crate) const MINUTE: Moment = 60_000;
pub(crate) const HOUR: Moment = 60 * MINUTE;
pub(crate) const DAY: Moment = 24 * HOUR;
/// When the tests begin.
pub(crate) const START: Moment = 1_800_000_000_000;

/// 0.012 USD.
pub(crate) const PRICE: u64 = 12_000_000;

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
	pub type Machines = crate;
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
pub(crate) const GENESIS_RULES: MachineRules = MachineRules {
	stake_per_gpu: 100_000 * DBC,
	stake_usd_per_gpu: 800_000_000,
	under_stake_percent: 80,
	registration_fee: FEE,
	signature_lifetime: DAY,
	restake_interval: 365 * DAY,
	exit_min_active: 365 * DAY,
	rejected_retry: 10 * DAY,
	abandoned_after: 365 * DAY,
	max_extra_price: 10_000_000_000,
};

parameter_types! {
	pub static Rules: MachineRules = GENESIS_RULES;
	pub const Treasury: AccountId = TREASURY;
}

thread_local! {
	static LOCK_ON_UP: Cell<Option<u128>> = const { Cell::new(None) };
}

/// Stands for the sanctions: when an outage ends it locks stake and exit, if the test wants it.
pub struct LockOnUp;

impl LockOnUp {
	pub(crate) fn set(amount: Option<u128>) {
		LOCK_ON_UP.set(amount);
	}
}

impl OnMachineChange<AccountId, u128> for LockOnUp {
	fn on_down(machine: &MachineId, outage: &Outage<u128>) {
		let stored = crate::Machines::<Test>::get(machine).unwrap();
		let lasts = outage.causes.iter().any(|known| known.until.is_none());
		assert!(
			!lasts || stored.outage.as_ref() == Some(outage),
			"hooks come after the record is stored"
		);
	}

	fn on_up(machine: &MachineId, ended: &Outage<u128>) {
		let stored = crate::Machines::<Test>::get(machine).unwrap();
		assert!(
			stored.outage.is_none_or(|other| other.since > ended.since),
			"hooks come after the record is stored"
		);
		if let Some(amount) = LOCK_ON_UP.get() {
			Machines::lock(machine, amount).unwrap();
			Machines::lock_exit(machine).unwrap();
		}
	}

	fn on_removed(machine: &MachineId, _owner: &AccountId) {
		assert_eq!(crate::Machines::<Test>::get(machine), None);
	}
}

impl crate::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type Price = MockPrice;
	type Rules = Rules;
	type Treasury = Treasury;
	type Orders = MockOrderGuard;
	type OnMachineChange = (RecordMachineChanges, LockOnUp);
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = SetTime;
}

/// Sets the time of benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub struct SetTime;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper for SetTime {
	fn set_time(now: Moment) {
		set_time(now);
	}

	fn rent_out(_machine: &MachineId) {}

	fn accuse(_machine: &MachineId) {}
}

/// Externalities at [`START`] with a fresh price of 0.012 USD and one known GPU model.
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.unwrap();
	pallet_balances::GenesisConfig::<Test> {
		balances: [ALICE, BOB, CHARLIE]
			.into_iter()
			.map(|who| (who, WEALTH + EXISTENTIAL_DEPOSIT))
			.chain([(TREASURY, EXISTENTIAL_DEPOSIT)])
			.collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	crate::GenesisConfig::<Test> {
		gpu_models: vec![(fixtures::model().into_inner(), fixtures::limits())],
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = sp_io::TestExternalities::from(storage);
	#[cfg(feature = "runtime-benchmarks")]
	ext.register_extension(sp_keystore::KeystoreExt::new(
		sp_keystore::testing::MemoryKeystore::new(),
	));
	ext.execute_with(|| {
		System::set_block_number(1);
		set_time(START);
		MockPrice::set(PRICE);
		MockOrderGuard::set(MockOrders::None);
		Rules::set(GENESIS_RULES);
		LockOnUp::set(None);
		RecordMachineChanges::take();
	});
	ext
}

/// Runs a test, then every invariant, and checks that no DBC came or went but by a dropped credit, which the test tells.
pub(crate) fn run_and_burn(test: impl FnOnce() -> u128) {
	new_test_ext().execute_with(|| {
		let issuance = Balances::total_issuance();
		let burned = test();
		assert_eq!(
			Balances::total_issuance(),
			issuance - burned,
			"total issuance"
		);
		Machines::do_try_state().unwrap();
	});
}

/// Runs a test, then every invariant, and checks that no DBC came or went.
pub(crate) fn run(test: impl FnOnce()) {
	run_and_burn(|| {
		test();
		0
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

/// What `who` can freely spend.
pub(crate) fn spendable(who: &AccountId) -> u128 {
	use frame_support::traits::{
		fungible::Inspect,
		tokens::{Fortitude::Polite, Preservation::Preserve},
	};
	Balances::reducible_balance(who, Preserve, Polite)
}

/// What `who` has on hold as stake.
pub(crate) fn on_hold(who: &AccountId) -> u128 {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&HoldReason::MachineStake.into(), who)
}

/// The key of the `n`th machine.
pub(crate) fn key(n: u8) -> sr25519::Pair {
	sr25519::Pair::from_seed(&[n; 32])
}

/// The id of the `n`th machine.
pub(crate) fn id(n: u8) -> MachineId {
	key(n).public().0
}

/// The last events of this pallet since the last call, oldest first.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Machines(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

/// The record of the `n`th machine.
pub(crate) fn machine(n: u8) -> crate::MachineOf<Test> {
	crate::Machines::<Test>::get(id(n)).unwrap()
}

pub(crate) fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// The signature by which the `n`th machine lets `owner` register it within the next hour.
pub(crate) fn signature(n: u8, owner: &AccountId) -> (Moment, sr25519::Signature) {
	let expires_at = now() + HOUR;
	(
		expires_at,
		key(n).sign(&Machines::registration_payload(owner.clone(), expires_at)),
	)
}

/// Registers the `n`th machine.
pub(crate) fn register(n: u8, owner: AccountId) {
	let (expires_at, signature) = signature(n, &owner);
	Machines::register(signed(owner), id(n), expires_at, signature).unwrap();
}

/// Registers the `n`th machine and describes it.
pub(crate) fn register_with_profile(n: u8, owner: AccountId) {
	register(n, owner.clone());
	Machines::set_profile(signed(owner), id(n), fixtures::profile()).unwrap();
}

/// Lets a verification of the `n`th machine begin.
pub(crate) fn verifying(n: u8, owner: AccountId) {
	register_with_profile(n, owner);
	Machines::begin_verification(&id(n)).unwrap();
}

/// Makes the `n`th machine Active with `gpus` GPUs.
pub(crate) fn activate(n: u8, owner: AccountId, gpus: u32) {
	verifying(n, owner);
	Machines::activate(&id(n), fixtures::hardware(gpus)).unwrap();
	events();
	RecordMachineChanges::take();
}
