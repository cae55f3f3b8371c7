//! The runtime of the unit tests: system, timestamp, balances and this pallet, with a listener that remembers draws and,
//! if asked to, refuses them.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use core::cell::{Cell, RefCell};
use dbc_primitives::{
	traits::{NoteBeacon, OnDraw, VerifierPool},
	CommitteeRules, Exclusions, JobId, JobSubject, Members, Moment,
};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU64, Hooks},
	weights::{Weight, WeightMeter},
};
use frame_system::EnsureRoot;
use sp_runtime::{
	traits::IdentityLookup, AccountId32, BuildStorage, DispatchError, DispatchResult,
};

use crate::{
	fixtures::{beacon, exclusions, BOX_KEY, SUBJECT},
	HoldReason,
};

pub(crate) type AccountId = AccountId32;

pub(crate) const TREASURY: AccountId = AccountId::new([255; 32]);

/// One DBC.
pub(crate) const DBC: u128 = 1_000_000_000_000_000;
/// 0.01 DBC.
pub(crate) const EXISTENTIAL_DEPOSIT: u128 = DBC / 100;
/// How many accounts have something.
pub(crate) const ACCOUNTS: u8 = 40;
/// What each of them has at first, above the existential deposit.
pub(crate) const WEALTH: u128 = 1_000_000 * DBC;
/// The least bond to join with.
pub(crate) const JOIN: u128 = 20_000 * DBC;
/// What a job puts at risk.
pub(crate) const RISK: u128 = 1_000 * DBC;
/// When the tests begin.
pub(crate) const START: Moment = 1_800_000_000_000;

/// The `n`th account.
pub(crate) const fn account(n: u8) -> AccountId {
	AccountId::new([n; 32])
}

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
	pub type Committee = crate;
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
pub(crate) const GENESIS_RULES: CommitteeRules = CommitteeRules {
	join_bond: JOIN,
	drawable_bond: 8_000 * DBC,
	job_risk: RISK,
};

parameter_types! {
	pub static Rules: CommitteeRules = GENESIS_RULES;
	pub static MaxMembers: u32 = 10_000;
	pub static MaxWaiting: u32 = 5;
	pub static DrawsPerBlock: u32 = 4;
	pub const Treasury: AccountId = TREASURY;
	/// What hearing of a draw weighs.
	pub const OnDrawWeight: Weight = Weight::from_parts(1_000, 1_000);
}

/// What [`Listener`] heard.
pub(crate) type Heard = (JobId, JobSubject, Members<AccountId>);

thread_local! {
	static HEARD: RefCell<Vec<Heard>> = const { RefCell::new(Vec::new()) };
	static REFUSES: Cell<bool> = const { Cell::new(false) };
}

/// Remembers draws. If the test wants it, refuses them, after having written something.
pub struct Listener;

impl Listener {
	/// What was heard since the last call.
	pub(crate) fn take() -> Vec<Heard> {
		HEARD.take()
	}

	/// Whether draws are refused from now on.
	pub(crate) fn refuse(refuses: bool) {
		REFUSES.set(refuses);
	}
}

impl OnDraw<AccountId> for Listener {
	fn on_drawn(job: JobId, subject: &JobSubject, members: &Members<AccountId>) -> DispatchResult {
		for who in members {
			assert!(
				crate::Bookings::<Test>::contains_key(who, job),
				"hooks come after the bookings are stored"
			);
		}
		assert_eq!(Committee::waiting_since(job), None);
		if REFUSES.get() {
			Committee::pause(RuntimeOrigin::signed(members[0].clone())).unwrap();
			return Err(DispatchError::Other("nobody wants it"));
		}
		HEARD.with_borrow_mut(|heard| heard.push((job, *subject, members.clone())));
		Ok(())
	}

	fn on_drawn_weight() -> Weight {
		OnDrawWeight::get()
	}
}

impl crate::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type Rules = Rules;
	type Treasury = Treasury;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type OnDraw = Listener;
	type MaxMembers = MaxMembers;
	type MaxWaiting = MaxWaiting;
	type DrawsPerBlock = DrawsPerBlock;
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
}

/// Externalities at [`START`] in block 1, with accounts `1 ..= ACCOUNTS` and nobody in the committee but `members`.
pub(crate) fn ext_with(members: Vec<(AccountId, [u8; 32], u128)>) -> sp_io::TestExternalities {
	Rules::set(GENESIS_RULES);
	MaxMembers::set(10_000);
	MaxWaiting::set(5);
	DrawsPerBlock::set(4);
	Listener::refuse(false);
	Listener::take();
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.unwrap();
	pallet_balances::GenesisConfig::<Test> {
		balances: (1..=ACCOUNTS)
			.map(|n| (account(n), WEALTH + EXISTENTIAL_DEPOSIT))
			.chain([(TREASURY, EXISTENTIAL_DEPOSIT)])
			.collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	crate::GenesisConfig::<Test> { members }
		.assimilate_storage(&mut storage)
		.unwrap();
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		set_time(START);
	});
	ext
}

/// Externalities at [`START`] without any member.
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	ext_with(Vec::new())
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
		Committee::do_try_state().unwrap();
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

/// What `who` can freely spend.
pub(crate) fn spendable(who: &AccountId) -> u128 {
	use frame_support::traits::{
		fungible::Inspect,
		tokens::{Fortitude::Polite, Preservation::Preserve},
	};
	Balances::reducible_balance(who, Preserve, Polite)
}

/// What `who` has on hold as bond.
pub(crate) fn on_hold(who: &AccountId) -> u128 {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&HoldReason::CommitteeBond.into(), who)
}

/// The events of this pallet since the last call, oldest first.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Committee(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

pub(crate) fn signed(n: u8) -> RuntimeOrigin {
	RuntimeOrigin::signed(account(n))
}

/// The record of the `n`th account.
pub(crate) fn member(n: u8) -> crate::MemberOf<Test> {
	crate::Members::<Test>::get(account(n)).unwrap()
}

/// Approves the `n`th account.
pub(crate) fn add(n: u8) {
	Committee::add_member(RuntimeOrigin::root(), account(n)).unwrap();
}

/// Makes the `n`th account a member with `bond`.
pub(crate) fn join_with(n: u8, bond: u128) {
	add(n);
	Committee::join(signed(n), BOX_KEY, bond).unwrap();
}

/// Makes the accounts `1 ..= count` members with the least bond.
pub(crate) fn committee_of(count: u8) {
	(1..=count).for_each(|n| join_with(n, JOIN));
	events();
}

/// Nobody is excluded.
pub(crate) fn nobody() -> Exclusions<AccountId> {
	exclusions([], [])
}

/// Asks for members for [`SUBJECT`].
pub(crate) fn request() -> JobId {
	Committee::request(SUBJECT, nobody()).unwrap()
}

/// A block in which the randomness of `relay_number` arrives; tells what its draws weigh.
pub(crate) fn block_with(relay_number: u32, limit: Weight) -> Weight {
	System::set_block_number(System::block_number() + 1);
	Committee::note(beacon(relay_number));
	poll(limit)
}

/// The hook of a block.
pub(crate) fn poll(limit: Weight) -> Weight {
	let mut meter = WeightMeter::with_limit(limit);
	<Committee as Hooks<u64>>::on_poll(System::block_number(), &mut meter);
	meter.consumed()
}

/// A block in which the randomness of `relay_number` arrives.
pub(crate) fn block(relay_number: u32) {
	block_with(relay_number, Weight::MAX);
}

/// Books three members for a job at once, and tells who.
pub(crate) fn drawn() -> (JobId, Members<AccountId>) {
	let job = request();
	let known = crate::LastBeacon::<Test>::get().map_or(0, |known| known.relay_number);
	block(known + 2);
	let heard = Listener::take();
	assert_eq!(heard.len(), 1);
	events();
	(job, heard[0].2.clone())
}
