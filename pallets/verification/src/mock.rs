//! The runtime of the unit tests: system, timestamp, balances and this pallet, with machines, a committee, sanctions, a
//! price and stalls that are mocks.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use dbc_mocks::{
	MockMachine, MockMachines, MockPrice, MockStalls, MockVerifierPool, RecordAttestations,
	RecordSanctions,
};
use dbc_primitives::{
	Hardware, HardwareOpinion, MachineId, Members, Moment, Salt, VerificationRules,
};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::{Balanced, Credit},
		ConstU128, ConstU64, OnUnbalanced,
	},
	weights::WeightMeter,
};
use sp_core::H256;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage, DispatchResult};

use crate::{fixtures, HoldReason};

pub(crate) type AccountId = AccountId32;
pub(crate) type Registry = MockMachines<AccountId, Balances>;
pub(crate) type Pool = MockVerifierPool<AccountId, Balances>;

/// Owns machines.
pub(crate) const ALICE: AccountId = AccountId::new([1; 32]);
/// Owns machines.
pub(crate) const BOB: AccountId = AccountId::new([2; 32]);
/// A stranger to every machine.
pub(crate) const CHARLIE: AccountId = AccountId::new([3; 32]);
pub(crate) const TREASURY: AccountId = AccountId::new([9; 32]);

/// One DBC.
pub(crate) const DBC: u128 = 1_000_000_000_000_000;
/// 0.01 DBC.
pub(crate) const EXISTENTIAL_DEPOSIT: u128 = DBC / 100;
/// What Alice, Bob and Charlie have at first, above the existential deposit.
pub(crate) const WEALTH: u128 = 10_000_000 * DBC;
pub(crate) const REGISTRATION_FEE: u128 = 10 * DBC;
/// The stake of one GPU.
pub(crate) const PER_GPU: u128 = dbc_mocks::MOCK_STAKE_PER_GPU;

pub(crate) const MINUTE: Moment = 60_000;
pub(crate) const HOUR: Moment = 60 * MINUTE;
/// When the tests begin.
pub(crate) const START: Moment = 1_800_000_000_000;

/// 0.012 USD.
pub(crate) const PRICE: u64 = 12_000_000;
/// 24 USD at 0.012 USD.
pub(crate) const FEE: u128 = 2_000 * DBC;
/// 8 USD at 0.012 USD: 666.666… DBC, rounded down.
pub(crate) const SHARE: u128 = 666_666_666_666_666_666;

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
	pub type Verification = crate;
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
pub(crate) const GENESIS_RULES: VerificationRules = VerificationRules {
	commit_window: 36 * HOUR,
	reveal_window: 12 * HOUR,
	max_rounds: 3,
	withdraw_after: HOUR,
	refusal_percent: 5,
	refusal_share_usd: 8_000_000,
	repeat_fee_usd: 24_000_000,
	hardware_change_fee_usd: 24_000_000,
	hardware_change_percent: 4,
};

parameter_types! {
	pub static Rules: VerificationRules = GENESIS_RULES;
	pub const Treasury: AccountId = TREASURY;
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
	type Price = MockPrice;
	type Rules = Rules;
	type RegistrationFee = ConstU128<REGISTRATION_FEE>;
	type Treasury = Treasury;
	type Machines = Registry;
	type OnFee = ToTreasury;
	type Committee = Pool;
	type OnAttested = RecordAttestations;
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

	fn hardware() -> Hardware {
		hardware(dbc_primitives::MAX_GPUS)
	}

	fn registered_machine(owner: &AccountId) -> MachineId {
		use frame_support::traits::fungible::Mutate;
		Balances::set_balance(owner, WEALTH);
		Registry::register(&id(1), owner).unwrap();
		id(1)
	}

	fn book(job: dbc_primitives::JobId, members: &Members<AccountId>) {
		Pool::book(job, members).unwrap();
	}
}

/// Externalities at [`START`] with a fresh price of 0.012 USD and members who exist.
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.unwrap();
	let rich = [ALICE, BOB, CHARLIE].map(|who| (who, WEALTH + EXISTENTIAL_DEPOSIT));
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
	});
	ext
}

/// What tests decide is as at first: it is thread-local.
pub(crate) fn reset() {
	MockPrice::set(PRICE);
	MockStalls::set(0);
	Registry::fail_at(&[]);
	Pool::set_full(false);
	Pool::set_never_again(false);
	RecordSanctions::fail(false);
	Rules::set(GENESIS_RULES);
}

/// Runs a test, then every invariant, and checks that no DBC came or went.
pub(crate) fn run(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		let issuance = Balances::total_issuance();
		test();
		assert_eq!(Balances::total_issuance(), issuance, "total issuance");
		Verification::do_try_state().unwrap();
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

/// What the hooks of some blocks do, with meters that have no end: so many that the agenda passes four days.
pub(crate) fn poll() {
	use frame_support::traits::Hooks;
	for _ in 0..6 {
		Verification::on_poll(1, &mut WeightMeter::new());
	}
}

/// What `who` can freely spend.
pub(crate) fn spendable(who: &AccountId) -> u128 {
	use frame_support::traits::{
		fungible::Inspect,
		tokens::{Fortitude::Polite, Preservation::Preserve},
	};
	Balances::reducible_balance(who, Preserve, Polite)
}

/// What `who` has on hold as fees.
pub(crate) fn on_hold(who: &AccountId) -> u128 {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&HoldReason::VerificationFee.into(), who)
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

/// Hardware with `gpu_count` GPUs.
pub(crate) fn hardware(gpu_count: u32) -> Hardware {
	let name = |letter| vec![letter; 64].try_into().unwrap();
	Hardware {
		gpu_model: name(b'g'),
		gpu_count,
		cuda_cores: 16_896,
		vram_gb: 80,
		cpu_model: name(b'c'),
		cpu_cores: 128,
		cpu_mhz: 3_000,
		ram_gb: 128,
		system_disk_gb: 1_000,
		data_disk_gb: 100_000,
	}
}

/// The events of this pallet since the last call, oldest first.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Verification(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

pub(crate) fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// The record of the `n`th machine's request.
pub(crate) fn request_of(n: u8) -> crate::RequestOf<Test> {
	crate::Requests::<Test>::get(id(n)).unwrap()
}

/// The record of the `n`th machine.
pub(crate) fn machine(n: u8) -> MockMachine<AccountId> {
	Registry::get(&id(n)).unwrap()
}

/// Registers the `n`th machine for `owner` and asks for its verification.
pub(crate) fn requested(n: u8, owner: AccountId) {
	Registry::register(&id(n), &owner).unwrap();
	Verification::request(signed(owner), id(n)).unwrap();
}

/// Draws `members` for the running round of the `n`th machine.
pub(crate) fn draw(n: u8, members: &Members<AccountId>) -> DispatchResult {
	Pool::draw::<Verification>(request_of(n).job, members)
}

/// Asks for the verification of the `n`th machine and draws the first three members.
pub(crate) fn drawn(n: u8, owner: AccountId) {
	requested(n, owner);
	draw(n, &members(0)).unwrap();
	events();
}

/// An Active machine of `owner` with `gpus` GPUs, nobody attested.
pub(crate) fn active(n: u8, owner: AccountId, gpus: u32) {
	use dbc_primitives::traits::MachineVerification;
	Registry::register(&id(n), &owner).unwrap();
	Registry::begin_verification(&id(n)).unwrap();
	Registry::activate(&id(n), hardware(gpus)).unwrap();
}

/// The commitment of `who` to `opinion` for the running round of the `n`th machine.
pub(crate) fn commitment_of(n: u8, who: &AccountId, opinion: &HardwareOpinion) -> H256 {
	fixtures::sealed::<Test>(request_of(n).job, who, opinion, &SALT)
}

/// Lets `who` commit to `opinion`.
pub(crate) fn commit(n: u8, who: &AccountId, opinion: &HardwareOpinion) -> DispatchResult {
	let commitment = commitment_of(n, who, opinion);
	Verification::commit(signed(who.clone()), id(n), commitment)
}

/// Lets `who` reveal `opinion`.
pub(crate) fn reveal(n: u8, who: &AccountId, opinion: &HardwareOpinion) -> DispatchResult {
	Verification::reveal(signed(who.clone()), id(n), opinion.clone(), SALT)
		.map(|_| ())
		.map_err(|refused| refused.error)
}

/// Lets the members of the running round vote, in the order of their seats, `None` staying silent, and closes the ballot
/// when its time is over. The events are those of the closing.
pub(crate) fn vote(n: u8, opinions: [Option<HardwareOpinion>; 3]) {
	let ballot = request_of(n).ballot.unwrap();
	let members = ballot.seats.clone().map(|seat| seat.member);
	for (who, opinion) in members.iter().zip(&opinions) {
		if let Some(opinion) = opinion {
			commit(n, who, opinion).unwrap();
		}
	}
	set_time(ballot.commit_until);
	for (who, opinion) in members.iter().zip(&opinions) {
		if let Some(opinion) = opinion {
			events();
			reveal(n, who, opinion).unwrap();
		}
	}
	let open = crate::Requests::<Test>::get(id(n)).and_then(|open| open.ballot);
	if open.is_some_and(|open| open.id == ballot.id) {
		set_time(ballot.reveal_until);
		events();
		Verification::close(signed(CHARLIE), id(n)).unwrap();
	}
}
