//! What reads answer: made by the pallets, carried by the runtime APIs, shown as JSON by the RPC.

// The derive of an enum with fields writes its index as `usize as u8`.
#![allow(clippy::cast_possible_truncation)]

mod faults;
mod rental;
mod rewards;
mod sanctions;

pub use faults::*;
pub use rental::*;
pub use rewards::*;
pub use sanctions::*;

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	Attester, BallotPhase, Booking, BoxKey, ClockRules, CommitteeRules, FaultRules, Hardware,
	HardwareOpinion, JobId, MachineId, MachineRules, MemberStatus, MicroUsd, ModelName, Moment,
	NanoUsd, Outage, Phase, PriceRules, Profile, RentalRules, RewardRules, SanctionRules,
	VerificationKind, VerificationRules,
};
use sp_core::H256;

/// Most items of a page, enforced by the runtime.
pub const MAX_PAGE_LIMIT: u32 = 100;
/// Most records that a filtered page examines: it may be short, even empty, and still have a cursor.
pub const MAX_PAGE_SCAN: u32 = 1_000;

/// Why a machine takes no new order now.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum NotRentable {
	/// It has not been attested.
	NotActive,
	/// It is down.
	Outage,
	/// Its stake is below the rule.
	UnderStaked,
	/// Its owner closed it to new orders.
	Closed,
}

/// Everything that the chain knows of a machine.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct MachineInfo<AccountId, Balance> {
	/// The machine.
	pub id: MachineId,
	/// Its owner.
	pub owner: AccountId,
	/// Who receives the rent of new orders.
	pub payee: AccountId,
	/// Where it is in its life.
	pub phase: Phase,
	/// When it was registered.
	pub registered_at: Moment,
	/// When it first became Active.
	pub first_active_at: Option<Moment>,
	/// The running outage.
	pub outage: Option<Outage<Balance>>,
	/// Why it takes no new order now; `None` if it does.
	pub not_rentable: Option<NotRentable>,
	/// What the owner said of it.
	pub profile: Option<Profile>,
	/// What was attested of it.
	pub hardware: Option<Hardware>,
	/// Points in hundredths: 59,890 is 598.90.
	pub points: u64,
	/// Stake on hold, in planck.
	pub stake: Balance,
	/// The part of the stake that pending sanctions lock, in planck.
	pub locked: Balance,
	/// What the stake must be, in planck.
	pub requirement: Balance,
	/// Whether its stake is below the rule.
	pub under_staked: bool,
	/// Whether its owner closed it to new orders.
	pub closed: bool,
	/// Extra price per GPU and day for new orders.
	pub extra_price: MicroUsd,
	/// From when on `restake` is possible; `None` before the first activation.
	pub restake_from: Option<Moment>,
	/// From when on `exit` is possible; `None` before the first activation.
	pub exit_from: Option<Moment>,
}

/// The phase of a machine without its details, for filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum PhaseKind {
	/// See [`Phase::Registered`].
	Registered,
	/// See [`Phase::Verifying`].
	Verifying,
	/// See [`Phase::Active`].
	Active,
	/// See [`Phase::Rejected`].
	Rejected,
	/// See [`Phase::Undecided`].
	Undecided,
}

impl From<&Phase> for PhaseKind {
	fn from(phase: &Phase) -> Self {
		match phase {
			Phase::Registered => Self::Registered,
			Phase::Verifying => Self::Verifying,
			Phase::Active => Self::Active,
			Phase::Rejected { .. } => Self::Rejected,
			Phase::Undecided { .. } => Self::Undecided,
		}
	}
}

/// A box on the map in 1e-4 degrees, bounds included. `west > east` crosses the date line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct Region {
	/// Western bound.
	pub west: i32,
	/// Eastern bound.
	pub east: i32,
	/// Southern bound.
	pub south: i32,
	/// Northern bound.
	pub north: i32,
}

/// Which machines a list holds: those that pass every condition given.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct MachineFilter<AccountId> {
	/// Owned by this account.
	pub owner: Option<AccountId>,
	/// In this phase.
	pub phase: Option<PhaseKind>,
	/// Taking new orders now (`true`) or not (`false`).
	pub rentable: Option<bool>,
	/// With this GPU model.
	pub gpu_model: Option<ModelName>,
	/// With at least this much memory per GPU, in GB.
	pub min_vram_gb: Option<u32>,
	/// With at least this many GPUs.
	pub min_gpus: Option<u32>,
	/// With at most this extra price per GPU and day.
	pub max_extra_price: Option<MicroUsd>,
	/// Standing in this box.
	pub region: Option<Region>,
}

impl<AccountId> Default for MachineFilter<AccountId> {
	fn default() -> Self {
		Self {
			owner: None,
			phase: None,
			rentable: None,
			gpu_model: None,
			min_vram_gb: None,
			min_gpus: None,
			max_extra_price: None,
			region: None,
		}
	}
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct Page<Item, Cursor> {
	/// The items, at most the limit asked for.
	pub items: Vec<Item>,
	/// Where to go on; `None` at the end.
	pub next: Option<Cursor>,
}

/// Which side of the stake rule binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum StakeSide {
	/// The fixed amount of DBC.
	Dbc,
	/// The amount of USD at the oracle's price.
	Usd,
}

/// Why a stake requirement cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum StakeQuoteError {
	/// The number of GPUs is not between 1 and [`crate::MAX_GPUS`].
	GpuCountOutOfRange,
	/// There is no fresh price: try again once the feeders have fed.
	PriceUnavailable,
}

/// What stake a machine with some GPUs needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct StakeQuote<Balance> {
	/// For all GPUs, in planck.
	pub requirement: Balance,
	/// For one GPU, in planck: what a registration holds.
	pub per_gpu: Balance,
	/// Which side binds.
	pub side: StakeSide,
	/// The price used.
	pub price: NanoUsd,
}

/// One feeder and its latest observation.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct FeederInfo<AccountId> {
	/// The account that signs.
	pub account: AccountId,
	/// Its latest observation and when it was accepted.
	pub observation: Option<(NanoUsd, Moment)>,
}

/// The state of the price oracle.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct PriceInfo<AccountId> {
	/// The last known price; `None` before the first valid round.
	pub price: Option<NanoUsd>,
	/// When the last valid round was.
	pub updated_at: Option<Moment>,
	/// The chain's time.
	pub now: Moment,
	/// Whether new commitments can use the price.
	pub fresh: bool,
	/// Observations that a round needs now.
	pub quorum: u32,
	/// All approved feeders.
	pub feeders: Vec<FeederInfo<AccountId>>,
}

/// Every number that an agent needs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct ChainParams {
	/// Machines and stake.
	pub machines: MachineRules,
	/// The price oracle.
	pub price: PriceRules,
	/// The committee.
	pub committee: CommitteeRules,
	/// Verification.
	pub verification: VerificationRules,
	/// Rental.
	pub rental: RentalRules,
	/// Rewards.
	pub rewards: RewardRules,
	/// Fault reports.
	pub faults: FaultRules,
	/// Sanctions.
	pub sanctions: SanctionRules,
	/// The clock.
	pub clock: ClockRules,
	/// Existential deposit in planck.
	pub existential_deposit: u128,
	/// Most GPUs of a machine.
	pub max_gpus: u32,
	/// Length of a block in milliseconds.
	pub block_time: Moment,
	/// Length of a day in milliseconds.
	pub day: Moment,
}

/// Everything that the chain knows of a committee member.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct MemberInfo<AccountId, Balance> {
	/// The member.
	pub account: AccountId,
	/// Its state.
	pub status: MemberStatus,
	/// Whether the next draw may choose it.
	pub drawable: bool,
	/// Its bond, in planck, with what is at risk.
	pub bond: Balance,
	/// What its jobs have at risk, in planck.
	pub at_risk: Balance,
	/// The key to which evidence for it is sealed; `None` until it has joined.
	pub box_key: Option<BoxKey>,
	/// Jobs for which it has something at risk.
	pub jobs: u32,
}

/// What is expected of a member in a ballot now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum Expected {
	/// A sealed vote.
	Commit,
	/// Nothing until the reveal phase begins.
	AwaitReveal,
	/// Its vote, opened.
	Reveal,
	/// Nothing any more.
	Nothing,
	/// Nothing until the reporter has delivered its evidence, at the latest at `evidence_until`.
	AwaitEvidence,
}

/// What a member has to do for a job.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct JobInfo<Balance> {
	/// The job, and the ballot's id in the commitment.
	pub job: JobId,
	/// What it is about, what is at risk, since when.
	pub booking: Booking<Balance>,
	/// The running ballot; `None` once it is closed and only its penalty is pending.
	pub ballot: Option<JobBallot>,
}

/// A running ballot as one of its members sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct JobBallot {
	/// Where the ballot is.
	pub phase: BallotPhase,
	/// What is expected of the member now.
	pub expected: Expected,
	/// Until when the reporter may deliver the evidence that the member waits for; `None` if it waits for none.
	pub evidence_until: Option<Moment>,
	/// When the commit phase ends at the latest.
	pub commit_until: Moment,
	/// When the reveal phase ends at the latest.
	pub reveal_until: Moment,
}

/// What a seat of a ballot shows.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SeatInfo<AccountId> {
	/// Who votes.
	pub member: AccountId,
	/// The sealed vote.
	pub commitment: Option<H256>,
	/// The opened vote.
	pub opinion: Option<HardwareOpinion>,
}

/// Where an open verification is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum VerificationStage<AccountId> {
	/// It waits for its draw.
	Waiting {
		/// From when on the owner may take it back, if nobody has been drawn by then.
		withdraw_from: Moment,
	},
	/// Its members vote.
	Voting {
		/// Where the ballot is.
		phase: BallotPhase,
		/// When the commit phase ends at the latest.
		commit_until: Moment,
		/// When the reveal phase ends at the latest.
		reveal_until: Moment,
		/// The members and what they did.
		seats: Vec<SeatInfo<AccountId>>,
	},
}

/// Everything that the chain knows of a machine's verification.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct VerificationInfo<AccountId, Balance> {
	/// The open request, if there is one.
	pub request: Option<RequestInfo<AccountId, Balance>>,
	/// Who attested the machine last; empty before its first activation.
	pub attesters: Vec<Attester<AccountId>>,
}

/// An open request for verification.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct RequestInfo<AccountId, Balance> {
	/// What it is for.
	pub kind: VerificationKind,
	/// When it was made.
	pub requested_at: Moment,
	/// The fee on hold for its verifiers, in planck.
	pub fee: Balance,
	/// The running round: 1 … `max_rounds`.
	pub round: u32,
	/// The job of that round, and the ballot's id in the commitment.
	pub job: JobId,
	/// Where it is.
	pub stage: VerificationStage<AccountId>,
}
