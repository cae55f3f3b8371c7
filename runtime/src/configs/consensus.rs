//! Who authors blocks.

use cumulus_pallet_aura_ext::FixedVelocityConsensusHook;
use frame_support::traits::{ConstBool, ConstU128, ConstU32, ConstU64};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::traits::{ConvertInto, OpaqueKeys};

use crate::{
	constants::{
		currency::deposit,
		parachain::{BLOCK_PROCESSING_VELOCITY, RELAY_SLOT_MILLIS, UNINCLUDED_SEGMENT_CAPACITY},
		time::{BLOCK_MILLIS, SESSION_BLOCKS},
	},
	AccountId, Balances, Runtime, RuntimeEvent, SessionKeys,
};

/// How fast the chain may run ahead of its inclusion in the relay chain.
pub type ConsensusHook = FixedVelocityConsensusHook<
	Runtime,
	RELAY_SLOT_MILLIS,
	BLOCK_PROCESSING_VELOCITY,
	UNINCLUDED_SEGMENT_CAPACITY,
>;

/// Most collators.
const MAX_COLLATORS: u32 = 100;

impl pallet_aura::Config for Runtime {
	type AuthorityId = AuraId;
	type DisabledValidators = ();
	type MaxAuthorities = ConstU32<MAX_COLLATORS>;
	type AllowMultipleBlocksPerSlot = ConstBool<true>;
	type SlotDuration = ConstU64<BLOCK_MILLIS>;
}

impl cumulus_pallet_aura_ext::Config for Runtime {}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, crate::Aura>;
	type EventHandler = ();
}

type SessionEnd = pallet_session::PeriodicSessions<ConstU32<SESSION_BLOCKS>, ConstU32<0>>;

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = SessionEnd;
	type NextSessionRotation = SessionEnd;
	// The collators of genesis stay until they are elected.
	type SessionManager = ();
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type KeyDeposit = ConstU128<{ deposit(2, 64) }>;
}
