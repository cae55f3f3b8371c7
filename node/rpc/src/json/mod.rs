//! The JSON of the `gpu_*` methods: one type per object, and how each is made of what the runtime says.
//!
//! Names are camelCase with the unit at the end, what is absent is `null`, amounts and prices are decimal strings (a
//! JSON number is exact only up to 2^53), ids are `0x` hex, accounts are SS58 with prefix 42, points in time are Unix
//! milliseconds, lengths of time end in `Ms`, ids that are numbers are decimal strings, and enums are `{"type": "..."}` plus fields. Input with unknown fields is
//! refused.

mod committee;
mod filter;
mod machine;
mod names;
mod page;
mod params;
mod price;
mod text;
mod verification;

use serde::{Deserialize, Serialize};

pub use committee::{Job, JobBallot, Member, Subject};
pub use filter::{MachineFilter, Region};
pub use machine::{Cause, Hardware, Machine, Outage, Phase, Profile};
pub use names::{
	BallotPhase, Expected, MemberStatus, NotRentable, OutageCause, PhaseKind, RejectReason,
	StakeSide, Tagged, VerificationKind,
};
pub use page::{List, PageRequest, DEFAULT_PAGE_LIMIT};
pub use params::{
	ChainParams, ClockRules, CommitteeRules, MachineRules, PriceRules, VerificationRules,
};
pub use price::{Feeder, Observation, Price, StakeRequirement};
pub(crate) use text::{account, address, amount, bytes32, digits, hex, id, name};
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

/// Bytes to sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payload {
	/// The bytes as hex.
	pub payload: String,
}
