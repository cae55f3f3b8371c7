//! The council and the technical committee.

use frame_support::{
	parameter_types,
	traits::{ConstU32, NeverEnsureOrigin},
	weights::Weight,
};
use pallet_collective::{Instance1, Instance2, PrimeDefaultVote};

use super::chain::MAXIMUM_BLOCK_WEIGHT;
use crate::{
	constants::governance::{
		COUNCIL_MEMBERS, MAX_MOTIONS, MOTION_BLOCKS, TECHNICAL_COMMITTEE_MEMBERS,
	},
	origins::{CouncilReform, Governance, TechnicalVeto},
	Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin,
};

parameter_types! {
	/// A motion may use half a block.
	pub const MaxMotionWeight: Weight = MAXIMUM_BLOCK_WEIGHT.saturating_div(2);
}

impl pallet_collective::Config<Instance1> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = ConstU32<MOTION_BLOCKS>;
	type MaxProposals = ConstU32<MAX_MOTIONS>;
	type MaxMembers = ConstU32<COUNCIL_MEMBERS>;
	type DefaultVote = PrimeDefaultVote;
	type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
	type SetMembersOrigin = CouncilReform;
	type MaxProposalWeight = MaxMotionWeight;
	type DisapproveOrigin = TechnicalVeto;
	type KillOrigin = NeverEnsureOrigin<()>;
	// Only members propose, and no more than a few motions at a time: nothing needs a deposit.
	type Consideration = ();
}

impl pallet_collective::Config<Instance2> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = ConstU32<MOTION_BLOCKS>;
	type MaxProposals = ConstU32<MAX_MOTIONS>;
	type MaxMembers = ConstU32<TECHNICAL_COMMITTEE_MEMBERS>;
	type DefaultVote = PrimeDefaultVote;
	type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
	type SetMembersOrigin = Governance;
	type MaxProposalWeight = MaxMotionWeight;
	type DisapproveOrigin = Governance;
	type KillOrigin = NeverEnsureOrigin<()>;
	type Consideration = ();
}
