//! The JSON of the `gpu_*` methods: one type per object, and how each is made of what the runtime says.
//!
//! Names are camelCase with the unit at the end, what is absent is `null`, amounts and prices are decimal strings (a
//! JSON number is exact only up to 2^53), ids are `0x` hex, accounts are SS58 with prefix 42, points in time are Unix
//! milliseconds, lengths of time end in `Ms`, ids that are numbers are decimal strings, and enums are `{"type": "..."}`
//! plus fields. Input with unknown fields is refused.

mod access;
mod committee;
mod faults;
mod filter;
mod machine;
mod names;
mod occupancy;
mod order;
mod page;
mod params;
mod price;
mod rent;
mod rewards;
mod sanctions;
mod text;
mod verification;

use serde::{Deserialize, Serialize};

pub use access::{Access, AccessCheck, Challenge, Grant};
pub use committee::{Job, JobBallot, Member, Subject};
pub use faults::{Evidence, Report, ReportFilter, ReportSeat, ReportStage};
pub use filter::{MachineFilter, Region};
pub use machine::{Cause, Hardware, Machine, Outage, Phase, Profile};
pub use names::{
	AccessRefusal, AccessRole, BallotPhase, CloseReason, Expected, FaultKind, FaultOpinion,
	MemberStatus, NotRentable, OutageCause, PhaseKind, RejectReason, StakeSide, Tagged,
	VerificationKind,
};
pub use occupancy::{DatedWindow, MachineDetails, Occupancy, Reputation, Schedule, WeeklyWindow};
pub use order::{Order, OrderFilter, OrderStage};
pub use page::{List, PageRequest, DEFAULT_PAGE_LIMIT};
pub use params::{
	ChainParams, ClockRules, CommitteeRules, FaultRules, MachineRules, PriceRules, RentalRules,
	RewardRules, SanctionRules, VerificationRules,
};
pub use price::{Feeder, Observation, Price, StakeRequirement};
pub use rent::{RentCheck, RentQuote, RentRefusal};
pub use rewards::{MachineRewards, NetworkStats, Rewards};
pub use sanctions::{Ground, Sanction, SanctionFilter, SanctionStage, Share};
pub(crate) use text::{
	account, address, amount, bytes, bytes32, digits, gpu_indexes, hex, id, name, number, order_id,
	signature,
};
pub use verification::{Attester, Opinion, Request, Seat, Stage, Verification};

use crate::At;

/// An answer and the block that it was read at. The fields of `value` stand beside `at`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer<T> {
	/// The block.
	pub at: At,
	/// What was read.
	#[serde(flatten)]
	pub value: T,
}

/// Why the chain says no: the reason for programs, and a text that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal<Reason> {
	/// The reason, with its fields.
	#[serde(flatten)]
	pub reason: Reason,
	/// What it means and what to do.
	pub text: String,
}

/// Bytes to sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payload {
	/// The bytes as hex.
	pub payload: String,
}
