//! The runtime of the unit tests: system, timestamp, balances and this pallet, with a registry that is a mock.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use codec::Encode;
use dbc_primitives::{
	traits::{MachineInspect, OnAttested, OnMachineChange, OnOrderChange},
	Hardware, MachineId, MicroUsd, Moment, NotRentable, Offer, Outage, Phase, RewardRules,
};
use frame_support::{
	derive_impl, parameter_types,
	storage::unhashed,
	traits::{ConstU128, ConstU64, Hooks},
	weights::{Weight, WeightMeter},
};
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

use crate::WeightInfo;

pub(crate) type AccountId = AccountId32;

/// Owns machines.
pub(crate) const ALICE: AccountId = AccountId::new([1; 32]);
/// Owns machines.
pub(crate) const BOB: AccountId = AccountId::new([2; 32]);
/// Owns nothing.
pub(crate) const CHARLIE: AccountId = AccountId::new([3; 32]);

/// One DBC.
pub(crate) const DBC: u128 = 1_000_000_000_000_000;
/// 0.01 DBC.
pub(crate) const EXISTENTIAL_DEPOSIT: u128 = DBC / 100;

pub(crate) const SECOND: Moment = 1_000;
pub(crate) const MINUTE: Moment = 60 * SECOND;
pub(crate) const HOUR: Moment = 60 * MINUTE;
pub(crate) const DAY: Moment = 24 * HOUR;
/// When the tests begin: at a midnight.
pub(crate) const START: Moment = 20_833 * DAY;

/// Points of four GPUs with 8,704 cores and 10 GB, and 440 GB of memory.
pub(crate) const POINTS: u64 = 59_890;

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
	pub type Rewards = crate;
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
}

/// The rules at genesis.
pub(crate) const GENESIS_RULES: RewardRules = RewardRules {
	price_limit_multiple: 10,
	rented_bonus_bps: 3_000,
	bonus_burn_percent: 90,
	attester_term: 730 * DAY,
	owner_bonus_gpus: 1_000,
	doubling_gpus: 5_000,
};

/// 17 USD.
pub(crate) const GENESIS_STANDARD_PRICE: MicroUsd = 17_000_000;

parameter_types! {
	pub static Rules: RewardRules = GENESIS_RULES;
	pub static StandardPrice: MicroUsd = GENESIS_STANDARD_PRICE;
	/// Of how many machines the end of a block can apply what orders have changed; `None` is all.
	pub static Room: Option<u64> = None;
}

impl crate::Config for Test {
	type Currency = Balances;
	type Time = Timestamp;
	type Machines = Registry;
	type Rules = Rules;
	type StandardPrice = StandardPrice;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Registry;
}

/// Machines that have an owner and offer something.
pub struct Registry;

impl Registry {
	fn key(machine: &MachineId) -> Vec<u8> {
		(b"registry", machine).encode()
	}

	fn get(machine: &MachineId) -> Option<(AccountId, Option<Offer<AccountId>>)> {
		unhashed::get(&Self::key(machine))
	}

	/// Registers a machine, or changes what it offers.
	pub(crate) fn put(machine: &MachineId, owner: &AccountId, offer: Option<Offer<AccountId>>) {
		unhashed::put(&Self::key(machine), &(owner, offer));
	}

	/// Changes what a machine offers.
	pub(crate) fn mutate(machine: &MachineId, change: impl FnOnce(&mut Offer<AccountId>)) {
		let (owner, offer) = Self::get(machine).expect("the machine is registered");
		let mut offer = offer.expect("the machine is active");
		change(&mut offer);
		Self::put(machine, &owner, Some(offer));
	}

	/// Forgets a machine.
	pub(crate) fn remove(machine: &MachineId) {
		unhashed::kill(&Self::key(machine));
	}
}

impl MachineInspect<AccountId> for Registry {
	fn owner(machine: &MachineId) -> Option<AccountId> {
		Self::get(machine).map(|(owner, _)| owner)
	}
	fn payee(machine: &MachineId) -> Option<AccountId> {
		Self::owner(machine)
	}
	fn phase(machine: &MachineId) -> Option<Phase> {
		Self::offer(machine).map(|_| Phase::Active)
	}
	fn hardware(_machine: &MachineId) -> Option<Hardware> {
		None
	}
	fn offer(machine: &MachineId) -> Option<Offer<AccountId>> {
		Self::get(machine)?.1
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AccountId> for Registry {
	fn set_time(now: Moment) {
		set_time(now);
	}

	fn earning_machine(owner: &AccountId) -> MachineId {
		Self::put(&id(1), owner, Some(offer(owner, POINTS, 4)));
		id(1)
	}

	fn forget_machine(machine: &MachineId) {
		Self::remove(machine);
	}
}

/// Externalities at [`START`] in which Alice, Bob, Charlie and the first three attesters exist. The emission has begun.
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.unwrap();
	let known = [ALICE, BOB, CHARLIE].into_iter().chain(attesters(0));
	pallet_balances::GenesisConfig::<Test> {
		balances: known.map(|who| (who, EXISTENTIAL_DEPOSIT)).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		set_time(START);
		Rules::set(GENESIS_RULES);
		StandardPrice::set(GENESIS_STANDARD_PRICE);
		Room::set(None);
		poll();
	});
	ext
}

/// Runs a test, then every invariant, and checks that what was minted is what the pallet says.
pub(crate) fn run(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		let issuance = Balances::total_issuance();
		test();
		let minted = network().minted;
		assert_eq!(
			Balances::total_issuance(),
			issuance + minted,
			"total issuance"
		);
		Rewards::do_try_state().unwrap();
	});
}

pub(crate) fn set_time(now: Moment) {
	pallet_timestamp::Now::<Test>::put(now);
}

pub(crate) fn now() -> Moment {
	pallet_timestamp::Now::<Test>::get()
}

/// The block ends, and the next one is `by` later.
pub(crate) fn advance(by: Moment) {
	end_block();
	set_time(now() + by);
}

/// What the hook at the beginning of a block does, with a meter that has no end.
pub(crate) fn poll() {
	Rewards::on_poll(1, &mut WeightMeter::new());
}

/// What the hook at the end of a block does.
pub(crate) fn end_block() {
	Rewards::on_idle(1, Room::get().map_or(Weight::MAX, room_for));
}

/// The weight of looking for changes of orders and applying those of so many machines.
pub(crate) fn room_for(orders: u64) -> Weight {
	type W = ();
	W::orders_idle() + W::apply_order() * orders
}

pub(crate) fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// The id of the `n`th machine.
pub(crate) const fn id(n: u8) -> MachineId {
	[n; 32]
}

/// The three attesters from the `n`th on. The first three exist.
pub(crate) fn attesters(n: u8) -> [AccountId; 3] {
	[0, 1, 2].map(|after| AccountId::new([100 + n + after; 32]))
}

/// What a machine of `owner` offers that is up, open and cheap.
pub(crate) fn offer(owner: &AccountId, points: u64, gpus: u32) -> Offer<AccountId> {
	Offer {
		payee: owner.clone(),
		points,
		gpus,
		extra_price: 0,
		barred: None,
		down_since: None,
	}
}

/// Lets the `n`th machine, of `owner`, become Active, and the first three attest it.
pub(crate) fn active(n: u8, owner: &AccountId, points: u64, gpus: u32) {
	Registry::put(&id(n), owner, Some(offer(owner, points, gpus)));
	Rewards::on_activated(&id(n), owner, points);
	Rewards::on_attested(&id(n), &attesters(0));
}

fn outage() -> Outage<u128> {
	Outage {
		since: now(),
		causes: Default::default(),
		base: 0,
	}
}

/// The `n`th machine goes down.
pub(crate) fn down(n: u8) {
	Registry::mutate(&id(n), |offer| offer.barred = Some(NotRentable::Outage));
	Rewards::on_down(&id(n), &outage());
}

/// The `n`th machine comes up.
pub(crate) fn up(n: u8) {
	Registry::mutate(&id(n), |offer| offer.barred = None);
	Rewards::on_up(&id(n), &outage());
}

/// `gpus` GPUs of the `n`th machine are rented, and the block ends.
pub(crate) fn rented(n: u8, gpus: u32) {
	Rewards::on_rented(&id(n), gpus);
	end_block();
}

/// Rent of the `n`th machine is paid, and the block ends.
pub(crate) fn burned(n: u8, burned: u128) {
	pay_rent(n, burned);
	end_block();
}

/// Rent of the `n`th machine is paid: twenty times what is burned.
pub(crate) fn pay_rent(n: u8, burned: u128) {
	Rewards::on_rent_paid(&id(n), 20 * burned, burned);
}

/// The `n`th machine leaves.
pub(crate) fn leave(n: u8) {
	let owner = Registry::owner(&id(n)).unwrap();
	Registry::remove(&id(n));
	Rewards::on_removed(&id(n), &owner);
}

/// The record of the network.
pub(crate) fn network() -> crate::Network {
	crate::NetworkState::<Test>::get().unwrap()
}

/// The record of the `n`th machine.
pub(crate) fn machine(n: u8) -> crate::MachineOf<Test> {
	crate::Machines::<Test>::get(id(n)).unwrap()
}

/// What `who` can claim now.
pub(crate) fn claimable(who: &AccountId) -> u128 {
	Rewards::read_account_rewards(who).map_or(0, |read| read.claimable)
}

/// What `who` has earned, in planck.
pub(crate) fn earned(who: &AccountId) -> u128 {
	Rewards::read_account_rewards(who).map_or(0, |read| read.earned)
}

/// Lets `who` claim, and tells how much it got.
pub(crate) fn claim(who: &AccountId) -> u128 {
	let before = Balances::free_balance(who);
	Rewards::claim(signed(who.clone())).unwrap();
	Balances::free_balance(who) - before
}

/// What all machines together earn from `from` to `to` after the start, in planck.
pub(crate) fn emitted(from: Moment, to: Moment) -> u128 {
	use dbc_math::rewards::{emitted_floor, planck_floor};
	planck_floor(emitted_floor(to, None) - emitted_floor(from, None))
}

/// The events of this pallet since the last call, oldest first.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Rewards(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}
