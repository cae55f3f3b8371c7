//! The runtime of the unit tests: system, timestamp, balances and this pallet, with machines, orders, a committee and stalls
//! that are mocks.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use dbc_mocks::{
	MockMachine, MockMachineOrders, MockMachines, MockOrderBook, MockStalls, MockVerifierPool,
};
use dbc_primitives::{
	traits::{MachineVerification, OnMachineChange, OnRuling, OutageInspect, VerifierPool},
	CauseSince, Exclusions, Hardware, JobId, JobSubject, MachineId, Moment, Outage, OutageCause,
	SanctionId, SanctionRules,
};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::{Balanced, Credit},
		ConstU128, ConstU64, OnUnbalanced,
	},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::EnsureRoot;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

use crate::{HoldReason, OutageSeries, RecordOf, SeriesOf};

pub(crate) type AccountId = AccountId32;
pub(crate) type Registry = MockMachines<AccountId, Balances>;
pub(crate) type Pool = MockVerifierPool<AccountId, Balances>;

/// Owns machines.
pub(crate) const ALICE: AccountId = AccountId::new([1; 32]);
/// Owns machines.
pub(crate) const BOB: AccountId = AccountId::new([2; 32]);
/// A stranger to every machine.
pub(crate) const CHARLIE: AccountId = AccountId::new([3; 32]);
/// An account that does not exist.
pub(crate) const NOBODY: AccountId = AccountId::new([77; 32]);
pub(crate) const TREASURY: AccountId = AccountId::new([9; 32]);

/// One DBC.
pub(crate) const DBC: u128 = 1_000_000_000_000_000;
/// 0.01 DBC.
pub(crate) const EXISTENTIAL_DEPOSIT: u128 = DBC / 100;
/// What Alice, Bob, Charlie and the members have at first, above the existential deposit.
pub(crate) const WEALTH: u128 = 10_000_000 * DBC;
/// The stake of one GPU.
pub(crate) const PER_GPU: u128 = dbc_mocks::MOCK_STAKE_PER_GPU;
/// What a job puts at risk.
pub(crate) const AT_RISK: u128 = dbc_mocks::MOCK_AT_RISK;
/// The deposit of an appeal.
pub(crate) const DEPOSIT: u128 = 1_000 * DBC;

pub(crate) const MINUTE: Moment = 60_000;
pub(crate) const HOUR: Moment = 60 * MINUTE;
pub(crate) const DAY: Moment = 24 * HOUR;
/// When the tests begin.
pub(crate) const START: Moment = 1_800_000_000_000;

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
	pub type Sanctions = crate;
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
pub(crate) const GENESIS_RULES: SanctionRules = SanctionRules {
	appeal_window: 2 * DAY,
	appeal_deposit: DEPOSIT,
	decision_window: 7 * DAY,
	series_gap: DAY,
	renters_percent: 10,
	members_share: 1_000 * DBC,
	exempt_idle: 10 * DAY,
	exempt_active: 365 * DAY,
};

parameter_types! {
	pub static Rules: SanctionRules = GENESIS_RULES;
}

/// Gives what is taken to the treasury.
pub struct ToTreasury;

impl OnUnbalanced<Credit<AccountId, Balances>> for ToTreasury {
	fn on_nonzero_unbalanced(credit: Credit<AccountId, Balances>) {
		Balances::resolve(&TREASURY, credit).expect("the treasury exists");
	}
}

impl crate::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type Stalls = MockStalls;
	type Rules = Rules;
	type Machines = Registry;
	type Orders = MockOrderBook;
	type Committee = Pool;
	type OnSlash = ToTreasury;
	type DecisionOrigin = EnsureRoot<AccountId>;
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
		use frame_support::traits::fungible::Mutate;
		Balances::set_balance(owner, WEALTH);
		active(1, owner.clone(), 1);
		id(1)
	}

	fn take_down(machine: &MachineId, since: Moment) {
		take_down(machine[0], OutageCause::Inaccessible, since);
	}

	fn booked(member: &AccountId) -> JobId {
		booked(member)
	}
}

/// Externalities at [`START`] with members who exist.
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.unwrap();
	let rich = [ALICE, BOB, CHARLIE].into_iter().chain((0..6).map(member));
	let others = (0..6).map(renter).chain([TREASURY, Registry::vault()]);
	pallet_balances::GenesisConfig::<Test> {
		balances: rich
			.map(|who| (who, WEALTH + EXISTENTIAL_DEPOSIT))
			.chain(others.map(|who| (who, EXISTENTIAL_DEPOSIT)))
			.collect(),
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
	MockStalls::set(0);
	Registry::fail_at(&[]);
	Rules::set(GENESIS_RULES);
}

/// Runs a test, then every invariant, and checks that no DBC came or went but what members lost, which the mock issues.
pub(crate) fn run(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		let issuance = Balances::total_issuance();
		test();
		let lost = (0..Pool::jobs()).map(|job| Pool::job(job).unwrap().forfeited.len() as u128);
		let issued = AT_RISK * lost.sum::<u128>();
		assert_eq!(
			Balances::total_issuance(),
			issuance + issued,
			"total issuance"
		);
		Sanctions::do_try_state().unwrap();
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

/// What the hooks of some blocks do, with meters that have no end: so many that the agenda passes twelve days.
pub(crate) fn poll() {
	use frame_support::traits::Hooks;
	for _ in 0..18 {
		Sanctions::on_poll(1, &mut WeightMeter::new());
	}
}

pub(crate) fn free(who: &AccountId) -> u128 {
	Balances::free_balance(who)
}

/// What `who` has on hold as deposits.
pub(crate) fn on_hold(who: &AccountId) -> u128 {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&HoldReason::AppealDeposit.into(), who)
}

/// The id of the `n`th machine.
pub(crate) const fn id(n: u8) -> MachineId {
	[n; 32]
}

/// The `n`th member of the committee.
pub(crate) fn member(n: u8) -> AccountId {
	AccountId::new([100 + n; 32])
}

/// The `n`th renter, who has nothing but the existential deposit.
pub(crate) fn renter(n: u8) -> AccountId {
	AccountId::new([50 + n; 32])
}

/// The events of this pallet since the last call, oldest first.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Sanctions(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

pub(crate) fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// The record of a sanction.
pub(crate) fn record(sanction: SanctionId) -> RecordOf<Test> {
	crate::Sanctions::<Test>::get(sanction).unwrap()
}

/// The record of the `n`th machine.
pub(crate) fn machine(n: u8) -> MockMachine<AccountId> {
	Registry::get(&id(n)).unwrap()
}

/// The outages of the `n`th machine.
pub(crate) fn series(n: u8) -> SeriesOf<Test> {
	OutageSeries::<Test>::get(id(n)).unwrap()
}

/// An Active machine of `owner` with `gpus` GPUs, since now.
pub(crate) fn active(n: u8, owner: AccountId, gpus: u32) {
	let name = BoundedVec::try_from(b"model".to_vec()).unwrap();
	let hardware = Hardware {
		gpu_model: name.clone(),
		gpu_count: gpus,
		cuda_cores: 16_896,
		vram_gb: 80,
		cpu_model: name,
		cpu_cores: 128,
		cpu_mhz: 3_000,
		ram_gb: 128,
		system_disk_gb: 1_000,
		data_disk_gb: 100_000,
	};
	Registry::register(&id(n), &owner).unwrap();
	Registry::begin_verification(&id(n)).unwrap();
	Registry::activate(&id(n), hardware).unwrap();
	Registry::set_active_since(&id(n), now());
}

/// A job for which `who` has something at risk.
pub(crate) fn booked(who: &AccountId) -> JobId {
	let exclusions = Exclusions {
		parties: BoundedVec::new(),
		drawn_before: BoundedVec::new(),
	};
	let job = Pool::request(JobSubject::Verification(id(0)), exclusions).unwrap();
	let others = [200, 201].map(|n| AccountId::new([n; 32]));
	let [second, third] = others;
	Pool::book(job, &[who.clone(), second, third]).unwrap();
	job
}

/// Orders of the given payers, with what is unpaid of each, are running on the `n`th machine. None: it is idle since now.
pub(crate) fn rent(n: u8, claims: &[(AccountId, u128)]) {
	let rented = !claims.is_empty();
	let orders = MockMachineOrders {
		rented,
		idle_since: (!rented).then(now),
		renters: claims.iter().map(|(payer, _)| payer.clone()).collect(),
		claims: claims.to_vec(),
	};
	MockOrderBook::put(&id(n), &orders);
}

/// The `n`th machine is down for `cause` since `since`, as the registry does it.
pub(crate) fn take_down(n: u8, cause: OutageCause, since: Moment) {
	let entry = CauseSince {
		cause,
		since,
		until: None,
	};
	let Some(mut outage) = Registry::outage(&id(n)) else {
		let begun = outage_of(n, entry);
		Registry::set_outage(&id(n), Some(&begun));
		return Sanctions::on_down(&id(n), &begun);
	};
	match outage.causes.iter_mut().find(|known| known.cause == cause) {
		Some(known) => {
			assert!(known.until.is_some(), "down already");
			known.since = known.since.min(since);
			known.until = None;
		}
		None => outage.causes.try_push(entry).unwrap(),
	}
	began_earlier(n, outage, since);
}

/// The `n`th machine was down for `cause` from `since` to `until`, as the registry does it.
pub(crate) fn note_past(n: u8, cause: OutageCause, since: Moment, until: Moment) {
	let entry = CauseSince {
		cause,
		since,
		until: Some(until),
	};
	// One that began later is another one: the machine was up between them.
	let meets = |outage: &Outage<u128>| outage.since <= until;
	let Some(mut outage) = Registry::outage(&id(n)).filter(meets) else {
		let past = outage_of(n, entry);
		// It is over before anybody hears of it.
		Sanctions::on_down(&id(n), &past);
		return Sanctions::on_up(&id(n), &past);
	};
	match outage.causes.iter_mut().find(|known| known.cause == cause) {
		Some(known) => {
			known.since = known.since.min(since);
			known.until = known.until.map(|known| known.max(until));
		}
		None => outage.causes.try_push(entry).unwrap(),
	}
	began_earlier(n, outage, since);
}

fn outage_of(n: u8, entry: CauseSince) -> Outage<u128> {
	Outage {
		since: entry.since,
		causes: BoundedVec::truncate_from(vec![entry]),
		base: machine(n).held,
	}
}

fn began_earlier(n: u8, mut outage: Outage<u128>, since: Moment) {
	let earlier = since < outage.since;
	outage.since = outage.since.min(since);
	Registry::set_outage(&id(n), Some(&outage));
	if earlier {
		Sanctions::on_terms_changed(&id(n));
	}
}

/// `cause` of the `n`th machine is over, as the registry does it.
pub(crate) fn bring_up(n: u8, cause: OutageCause) {
	let mut outage = Registry::outage(&id(n)).unwrap();
	let lasting = |known: &&mut CauseSince| known.cause == cause && known.until.is_none();
	outage.causes.iter_mut().find(lasting).unwrap().until = Some(now());
	if outage.causes.iter().any(|known| known.until.is_none()) {
		return Registry::set_outage(&id(n), Some(&outage));
	}
	Registry::set_outage(&id(n), None);
	Sanctions::on_up(&id(n), &outage);
}

/// The `n`th machine is down for `cause` from now on, for `length`.
pub(crate) fn outage(n: u8, cause: OutageCause, length: Moment) {
	take_down(n, cause, now());
	advance(length);
	bring_up(n, cause);
}

/// Members upheld a report on the `n`th machine, which is down for `cause` since `since`.
pub(crate) fn uphold(n: u8, cause: OutageCause, since: Moment, members: &[AccountId]) {
	Sanctions::on_upheld(&id(n), cause, members);
	take_down(n, cause, since);
}
