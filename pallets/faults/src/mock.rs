//! The runtime of the unit tests: system, timestamp, balances and this pallet, with machines, orders, a committee,
//! sanctions and stalls that are mocks.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use dbc_mocks::{
	MockAttesters, MockMachine, MockMachineOrders, MockMachines, MockOrderBook, MockStalls,
	MockVerifierPool, RecordRulings, RecordSanctions,
};
use dbc_primitives::{
	traits::{MachineVerification, OrderParties},
	FaultKind, FaultOpinion, FaultRules, Hardware, MachineId, Members, Moment, OrderId, ReportId,
	Salt,
};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU64},
	weights::WeightMeter,
};
use sp_core::H256;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage, DispatchResult};

use crate::{fixtures, HoldReason};

pub(crate) type AccountId = AccountId32;
pub(crate) type Registry = MockMachines<AccountId, Balances>;
pub(crate) type Pool = MockVerifierPool<AccountId, Balances>;

/// Owns the machines.
pub(crate) const ALICE: AccountId = AccountId::new([1; 32]);
/// Rents the machines.
pub(crate) const BOB: AccountId = AccountId::new([2; 32]);
/// A stranger to every machine.
pub(crate) const CHARLIE: AccountId = AccountId::new([3; 32]);
/// Receives the rent of the machines.
pub(crate) const PAYEE: AccountId = AccountId::new([4; 32]);
pub(crate) const TREASURY: AccountId = AccountId::new([9; 32]);

/// One DBC.
pub(crate) const DBC: u128 = 1_000_000_000_000_000;
/// 0.01 DBC.
pub(crate) const EXISTENTIAL_DEPOSIT: u128 = DBC / 100;
/// What Alice, Bob, Charlie and the payee have at first, above the existential deposit.
pub(crate) const WEALTH: u128 = 10_000_000 * DBC;
/// The deposit of a report.
pub(crate) const DEPOSIT: u128 = 1_000 * DBC;

pub(crate) const MINUTE: Moment = 60_000;
pub(crate) const HOUR: Moment = 60 * MINUTE;
/// When the tests begin.
pub(crate) const START: Moment = 1_800_000_000_000;

/// The hash of the first block.
pub(crate) const GENESIS: [u8; 32] = [0x11; 32];
/// What makes the votes of the tests unguessable.
pub(crate) const SALT: Salt = [0x55; 32];

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
	pub type Faults = crate;
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
pub(crate) const GENESIS_RULES: FaultRules = FaultRules {
	report_deposit: DEPOSIT,
	quick_commit_window: 5 * MINUTE,
	quick_reveal_window: 5 * MINUTE,
	commit_window: 3 * HOUR,
	reveal_window: HOUR,
	evidence_window: 30 * MINUTE,
	max_rounds: 2,
	withdraw_after: HOUR,
	report_after_order: 24 * HOUR,
};

parameter_types! {
	pub static Rules: FaultRules = GENESIS_RULES;
	pub const Treasury: AccountId = TREASURY;
}

impl crate::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type Stalls = MockStalls;
	type Rules = Rules;
	type Treasury = Treasury;
	type Machines = Registry;
	type Orders = MockOrderBook;
	type Attesters = MockAttesters;
	type Committee = Pool;
	type OnRuling = RecordRulings;
	type Sanctions = RecordSanctions;
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

	fn rented_machine(owner: &AccountId, renter: &AccountId) -> (MachineId, OrderId) {
		use frame_support::traits::fungible::Mutate;
		Balances::set_balance(owner, WEALTH);
		activate(3, owner);
		order(3, 3, renter);
		(id(3), 3)
	}

	fn drawable_member(who: &AccountId) {
		Pool::set_drawable(core::slice::from_ref(who));
	}

	fn book(job: dbc_primitives::JobId, members: &Members<AccountId>) {
		Pool::book(job, members).unwrap();
	}
}

/// Externalities at [`START`], in which Bob rents Alice's first two machines by the orders 1 and 2.
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.unwrap();
	let rich = [ALICE, BOB, CHARLIE, PAYEE].map(|who| (who, WEALTH + EXISTENTIAL_DEPOSIT));
	let others = (0..9).map(member).chain([TREASURY, Registry::vault()]);
	pallet_balances::GenesisConfig::<Test> {
		balances: rich
			.into_iter()
			.chain(others.map(|who| (who, EXISTENTIAL_DEPOSIT)))
			.collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		frame_system::BlockHash::<Test>::insert(0, H256::from(GENESIS));
		set_time(START);
		reset();
		for n in 1..=2 {
			activate(n, &ALICE);
			order(n, n.into(), &BOB);
		}
	});
	ext
}

/// What tests decide is as at first: it is thread-local.
pub(crate) fn reset() {
	MockStalls::set(0);
	MockOrderBook::fail_at(&[]);
	Registry::fail_at(&[]);
	Pool::set_full(false);
	Pool::set_never_again(false);
	Pool::set_drawable(&[]);
	RecordSanctions::fail(false);
	Rules::set(GENESIS_RULES);
}

/// Runs a test, then every invariant, and checks that no DBC came or went.
pub(crate) fn run(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		let issuance = Balances::total_issuance();
		test();
		assert_eq!(Balances::total_issuance(), issuance, "total issuance");
		Faults::do_try_state().unwrap();
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

/// What the hooks of a block do, with a meter that has no end.
pub(crate) fn poll() {
	use frame_support::traits::Hooks;
	Faults::on_poll(1, &mut WeightMeter::new());
}

/// What `who` can freely spend.
pub(crate) fn spendable(who: &AccountId) -> u128 {
	use frame_support::traits::{
		fungible::Inspect,
		tokens::{Fortitude::Polite, Preservation::Preserve},
	};
	Balances::reducible_balance(who, Preserve, Polite)
}

/// What `who` has on hold as deposits.
pub(crate) fn on_hold(who: &AccountId) -> u128 {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&HoldReason::ReportDeposit.into(), who)
}

/// The id of the `n`th machine.
pub(crate) const fn id(n: u8) -> MachineId {
	[n; 32]
}

/// The `n`th member of the committee.
pub(crate) fn member(n: u8) -> AccountId {
	AccountId::new([100 + n; 32])
}

/// The three members from the `n`th on.
pub(crate) fn members(n: u8) -> Members<AccountId> {
	[member(n), member(n + 1), member(n + 2)]
}

/// Makes the `n`th machine an Active one of `owner`, whose rent goes to the payee.
pub(crate) fn activate(n: u8, owner: &AccountId) {
	Registry::register(&id(n), owner).unwrap();
	Registry::begin_verification(&id(n)).unwrap();
	let hardware = Hardware {
		gpu_model: Default::default(),
		gpu_count: 1,
		cuda_cores: 16_896,
		vram_gb: 80,
		cpu_model: Default::default(),
		cpu_cores: 128,
		cpu_mhz: 3_000,
		ram_gb: 128,
		system_disk_gb: 1_000,
		data_disk_gb: 100_000,
	};
	Registry::activate(&id(n), hardware).unwrap();
	let mut record = machine(n);
	record.payee = PAYEE;
	Registry::put(&id(n), &record);
}

/// `renter` uses the `n`th machine by `order` from an hour ago for ten hours.
pub(crate) fn order(n: u8, order: OrderId, renter: &AccountId) {
	set_order(n, order, renter, Some(now() - HOUR), Some(now() + 9 * HOUR));
	let orders = MockMachineOrders {
		rented: true,
		renters: vec![renter.clone()],
		..Default::default()
	};
	MockOrderBook::put(&id(n), &orders);
}

/// What is known of an order.
pub(crate) fn set_order(
	n: u8,
	order: OrderId,
	renter: &AccountId,
	start: Option<Moment>,
	end: Option<Moment>,
) {
	let parties = OrderParties {
		machine: id(n),
		renter: renter.clone(),
		start,
		end,
	};
	MockOrderBook::set_parties(order, Some(&parties));
}

/// The events of this pallet since the last call, oldest first.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Faults(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

pub(crate) fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// The record of a report.
pub(crate) fn record(report: ReportId) -> crate::ReportOf<Test> {
	crate::Reports::<Test>::get(report).unwrap()
}

/// The vote on a report.
pub(crate) fn voting(report: ReportId) -> crate::VotingOf<Test> {
	record(report).voting.unwrap()
}

/// The record of the `n`th machine.
pub(crate) fn machine(n: u8) -> MockMachine<AccountId> {
	Registry::get(&id(n)).unwrap()
}

/// The digest of the evidence of the tests, if `kind` needs one.
pub(crate) fn digest(kind: FaultKind) -> Option<H256> {
	kind.needs_evidence().then(|| H256::repeat_byte(0xE1))
}

/// Bob reports the `n`th machine by his order.
pub(crate) fn report(n: u8, kind: FaultKind) -> DispatchResult {
	Faults::report(signed(BOB), id(n), kind, Some(n.into()), digest(kind))
}

/// Bob reports the `n`th machine. Tells the number of the report.
pub(crate) fn reported(n: u8, kind: FaultKind) -> ReportId {
	report(n, kind).unwrap();
	crate::OpenReports::<Test>::get(id(n)).unwrap()
}

/// Draws `members` for the running round of a report.
pub(crate) fn draw(report: ReportId, members: &Members<AccountId>) -> DispatchResult {
	Pool::draw::<Faults>(record(report).job, members)
}

/// Bob reports the `n`th machine, and the first three members are drawn.
pub(crate) fn drawn(n: u8, kind: FaultKind) -> ReportId {
	let report = reported(n, kind);
	draw(report, &members(0)).unwrap();
	events();
	report
}

/// Bob delivers evidence to `who`.
pub(crate) fn deliver(report: ReportId, who: &AccountId) -> DispatchResult {
	Faults::deliver(signed(BOB), report, who.clone(), fixtures::evidence(100))
}

/// Bob delivers evidence to all who were drawn.
pub(crate) fn deliver_all(report: ReportId) {
	for seat in voting(report).ballot.seats {
		deliver(report, &seat.member).unwrap();
	}
}

/// Bob reports the `n`th machine, the first three members are drawn and have what they need to judge.
pub(crate) fn informed(n: u8, kind: FaultKind) -> ReportId {
	let report = drawn(n, kind);
	if kind.needs_evidence() {
		deliver_all(report);
	}
	events();
	report
}

/// The commitment of `who` to `opinion` for the running round of a report.
pub(crate) fn commitment_of(report: ReportId, who: &AccountId, opinion: FaultOpinion) -> H256 {
	fixtures::sealed::<Test>(record(report).job, who, opinion, &SALT)
}

/// Lets `who` commit to `opinion`.
pub(crate) fn commit(report: ReportId, who: &AccountId, opinion: FaultOpinion) -> DispatchResult {
	let commitment = commitment_of(report, who, opinion);
	Faults::commit(signed(who.clone()), report, commitment)
}

/// Lets `who` reveal `opinion`.
pub(crate) fn reveal(report: ReportId, who: &AccountId, opinion: FaultOpinion) -> DispatchResult {
	Faults::reveal(signed(who.clone()), report, opinion, SALT)
		.map(|_| ())
		.map_err(|refused| refused.error)
}

/// Charlie closes the round.
pub(crate) fn close(report: ReportId) -> DispatchResult {
	Faults::close(signed(CHARLIE), report)
		.map(|_| ())
		.map_err(|refused| refused.error)
}

/// Lets the members of the running round vote, in the order of their seats, `None` staying silent, and closes the round
/// when its time is over. The events are those of the closing.
pub(crate) fn vote(report: ReportId, opinions: [Option<FaultOpinion>; 3]) {
	let ballot = voting(report).ballot;
	let members = ballot.seats.clone().map(|seat| seat.member);
	for (who, opinion) in members.iter().zip(opinions) {
		if let Some(opinion) = opinion {
			commit(report, who, opinion).unwrap();
		}
	}
	set_time(now().max(ballot.commit_until));
	for (who, opinion) in members.iter().zip(opinions) {
		if let Some(opinion) = opinion {
			events();
			reveal(report, who, opinion).unwrap();
		}
	}
	let open = crate::Reports::<Test>::get(report);
	if open.is_some_and(|open| open.job == ballot.id && open.voting.is_some()) {
		set_time(ballot.reveal_until);
		events();
		close(report).unwrap();
	}
}
