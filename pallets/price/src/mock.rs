//! A runtime with nothing but a clock and the oracle.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used)]

use codec::Encode;
use dbc_primitives::{Moment, PriceRules};
use frame_support::{derive_impl, parameter_types};
use frame_system::{
	offchain::{AppCrypto, CreateSignedTransaction, CreateTransactionBase, SigningTypes},
	CheckNonce, EnsureRoot,
};
use sp_io::TestExternalities;
use sp_runtime::{
	generic::{SignedPayload, UncheckedExtrinsic},
	traits::IdentityLookup,
	AccountId32, BuildStorage, MultiSignature, MultiSigner,
};

use crate::{crypto::FeederCrypto, fixtures};

pub type AccountId = AccountId32;
pub type Extrinsic = UncheckedExtrinsic<AccountId, RuntimeCall, MultiSignature, CheckNonce<Test>>;

pub const SECOND: Moment = 1_000;
pub const MINUTE: Moment = 60 * SECOND;
/// When tests begin.
pub const START: Moment = 1_760_000_000_000;

/// The rules of the main network.
pub const RULES: PriceRules = PriceRules {
	floor: 100_000,
	ceiling: 100_000_000_000,
	min_feeders: 4,
	min_quorum: 3,
	submit_interval: 5 * MINUTE,
	observation_lifetime: 30 * MINUTE,
	step_interval: 10 * MINUTE,
	step_percent: 10,
	max_steps: 6,
	max_age: 60 * MINUTE,
};

#[frame_support::runtime]
mod runtime {
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
	pub type Price = crate;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type Block = frame_system::mocking::MockBlock<Test>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

parameter_types! {
	pub static CurrentRules: PriceRules = RULES;
}

impl crate::Config for Test {
	type Time = Timestamp;
	type Rules = CurrentRules;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type AuthorityId = FeederCrypto;
	type WeightInfo = ();
}

impl SigningTypes for Test {
	type Public = MultiSigner;
	type Signature = MultiSignature;
}

impl<LocalCall> CreateTransactionBase<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	type Extrinsic = Extrinsic;
	type RuntimeCall = RuntimeCall;
}

impl<LocalCall> CreateSignedTransaction<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	fn create_signed_transaction<C: AppCrypto<MultiSigner, MultiSignature>>(
		call: RuntimeCall,
		public: MultiSigner,
		account: AccountId,
		nonce: u32,
	) -> Option<Extrinsic> {
		let extension = CheckNonce::from(nonce);
		let payload = SignedPayload::new(call.clone(), extension.clone()).ok()?;
		let signature = payload.using_encoded(|bytes| C::sign(bytes, public))?;
		Some(Extrinsic::new_signed(call, account, signature, extension))
	}
}

/// The account of the feeder with this number.
pub fn feeder(number: u32) -> AccountId {
	fixtures::feeder::<Test>(number)
}

/// A chain at [`START`] with the feeders 0 to `feeders` - 1 from genesis and no price.
pub fn new_test_ext(feeders: u32) -> TestExternalities {
	let genesis = RuntimeGenesisConfig {
		price: crate::GenesisConfig {
			feeders: (0..feeders).map(feeder).collect(),
		},
		..Default::default()
	};
	let mut ext: TestExternalities = genesis.build_storage().unwrap().into();
	ext.execute_with(|| {
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
	});
	ext
}

/// Runs `test` on such a chain, and checks every invariant afterwards.
pub fn with_feeders(feeders: u32, test: impl FnOnce()) {
	new_test_ext(feeders).execute_with(|| {
		test();
		assert_eq!(Price::do_try_state(), Ok(()));
	});
}

/// Lets time pass.
pub fn advance(by: Moment) {
	Timestamp::set_timestamp(pallet_timestamp::Now::<Test>::get() + by);
}

/// Changes the rules of this test.
pub fn change_rules(change: impl FnOnce(&mut PriceRules)) {
	CurrentRules::mutate(change);
}
