//! The frame of the chain: blocks, time, the relay chain.

use cumulus_pallet_parachain_system::RelayNumberMonotonicallyIncreases;
use cumulus_primitives_core::{relay_chain::MAX_POV_SIZE, ParaId};
use frame_support::{
	derive_impl,
	dispatch::DispatchClass,
	parameter_types,
	traits::{ConstU16, ConstU32, ConstU64, Get},
	weights::{
		constants::{
			BlockExecutionWeight, ExtrinsicBaseWeight, RocksDbWeight, WEIGHT_REF_TIME_PER_SECOND,
		},
		Weight,
	},
};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::{traits::AccountIdLookup, Perbill};
use sp_version::RuntimeVersion;

use super::ConsensusHook;
use crate::{
	constants::parachain::{BLOCK_COMPUTE_SECONDS, RELAY_PARENT_OFFSET},
	migrations::SingleBlockMigrations,
	AccountId, Aura, Balance, Block, Clock, Hash, Nonce, PalletInfo, ParachainInfo, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeOrigin, RuntimeTask, VERSION,
};

/// Share of a block's bytes that normal transactions may fill: as of its weight, see [`NORMAL_BLOCK_WEIGHT`].
const NORMAL_RATIO: Perbill = Perbill::from_percent(75);
/// Share of a block that hooks may be expected to use on average.
const HOOKS_RATIO: Perbill = Perbill::from_percent(5);
/// Most bytes of the transactions of a block.
pub const MAX_BLOCK_LENGTH: u32 = 5 * 1024 * 1024;

/// What a block may use: the time and the proof that the relay chain grants.
pub const MAXIMUM_BLOCK_WEIGHT: Weight = {
	// `u64::from` is not const; widening never loses.
	let proof = MAX_POV_SIZE as u64;
	Weight::from_parts(
		WEIGHT_REF_TIME_PER_SECOND.saturating_mul(BLOCK_COMPUTE_SECONDS),
		proof,
	)
};

/// What normal transactions may use of it: three quarters.
const NORMAL_BLOCK_WEIGHT: Weight = MAXIMUM_BLOCK_WEIGHT.saturating_div(4).saturating_mul(3);

parameter_types! {
	pub const Version: RuntimeVersion = VERSION;
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAX_BLOCK_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |max| {
			*max = NORMAL_RATIO.mul_floor(MAX_BLOCK_LENGTH)
		})
		.build();
	pub RuntimeBlockWeights: BlockWeights = BlockWeights::builder()
		.base_block(BlockExecutionWeight::get())
		.for_class(DispatchClass::all(), |weights| {
			weights.base_extrinsic = ExtrinsicBaseWeight::get();
		})
		.for_class(DispatchClass::Normal, |weights| {
			weights.max_total = Some(NORMAL_BLOCK_WEIGHT);
		})
		.for_class(DispatchClass::Operational, |weights| {
			weights.max_total = Some(MAXIMUM_BLOCK_WEIGHT);
			// What normal transactions cannot use stays for operational ones.
			weights.reserved = Some(
				MAXIMUM_BLOCK_WEIGHT.saturating_sub(NORMAL_BLOCK_WEIGHT)
			);
		})
		.avg_block_initialization(HOOKS_RATIO)
		.build_or_panic();
	pub const ReservedWeight: Weight = Weight::from_parts(
		MAXIMUM_BLOCK_WEIGHT.ref_time() / 4,
		MAXIMUM_BLOCK_WEIGHT.proof_size() / 4,
	);
}

/// Blocks whose hashes the chain remembers: how long a mortal transaction can live.
pub const BLOCK_HASH_COUNT: u32 = 4_096;

#[derive_impl(frame_system::config_preludes::ParaChainDefaultConfig)]
impl frame_system::Config for Runtime {
	type AccountId = AccountId;
	type Lookup = AccountIdLookup<AccountId, ()>;
	type Nonce = Nonce;
	type Hash = Hash;
	type Block = Block;
	type BlockHashCount = ConstU32<BLOCK_HASH_COUNT>;
	type Version = Version;
	type AccountData = pallet_balances::AccountData<Balance>;
	type DbWeight = RocksDbWeight;
	type BlockWeights = RuntimeBlockWeights;
	type BlockLength = RuntimeBlockLength;
	type SS58Prefix = ConstU16<42>;
	type OnSetCode = cumulus_pallet_parachain_system::ParachainSetCode<Self>;
	type MaxConsumers = ConstU32<16>;
	type SingleBlockMigrations = SingleBlockMigrations;
}

/// Who this chain is to the relay chain.
pub struct SelfParaId;
impl Get<ParaId> for SelfParaId {
	fn get() -> ParaId {
		ParachainInfo::parachain_id()
	}
}

impl cumulus_pallet_parachain_system::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnSystemEvent = crate::randomness::RelayRandomness;
	type SelfParaId = SelfParaId;
	type OutboundXcmpMessageSource = ();
	type DmpQueue = ();
	type ReservedDmpWeight = ReservedWeight;
	type XcmpMessageHandler = ();
	type ReservedXcmpWeight = ReservedWeight;
	type CheckAssociatedRelayNumber = RelayNumberMonotonicallyIncreases;
	type WeightInfo = cumulus_pallet_parachain_system::weights::SubstrateWeight<Runtime>;
	type ConsensusHook = ConsensusHook;
	type RelayParentOffset = ConstU32<RELAY_PARENT_OFFSET>;
	// V3 scheduling is off: anything else would stall the chain.
	type SchedulingSignatureVerifier = ();
}

impl parachain_info::Config for Runtime {}

impl pallet_timestamp::Config for Runtime {
	type Moment = dbc_primitives::Moment;
	type OnTimestampSet = (Aura, Clock);
	// Aura fixes the time of a block by its slot.
	type MinimumPeriod = ConstU64<0>;
	type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

impl cumulus_pallet_weight_reclaim::Config for Runtime {
	type WeightInfo = ();
}

impl pallet_parameters::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeParameters = crate::params::RuntimeParameters;
	// `pallet_params` is the only door: it checks the value first.
	type AdminOrigin = frame_support::traits::AsEnsureOriginWithArg<frame_system::EnsureNever<()>>;
	// Its only call is closed.
	type WeightInfo = ();
}

impl pallet_params::Config for Runtime {
	type GovernanceOrigin = crate::origins::Governance;
	type Checks = crate::params::Checks;
	type Genesis = crate::params::GenesisParameters;
	type WeightInfo = crate::weights::pallet_params::WeightInfo<Runtime>;
}
