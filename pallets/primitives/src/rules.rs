//! The economic numbers, one struct per theme. The values live in the runtime (`runtime/src/params.rs`), which also
//! says between which bounds governance may set them.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{MicroUsd, Moment, NanoUsd};

/// The rules of machines and of their stake. Amounts in planck, times in milliseconds.
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineRules {
	/// DBC side of the stake rule: planck per GPU.
	pub stake_per_gpu: u128,
	/// USD side of the stake rule: micro-USD per GPU. The cheaper side binds.
	pub stake_usd_per_gpu: MicroUsd,
	/// A machine is under-staked below this share of its requirement, in percent.
	pub under_stake_percent: u32,
	/// Fee of a registration, to the treasury.
	pub registration_fee: u128,
	/// How far in the future a registration signature may expire.
	pub signature_lifetime: Moment,
	/// Least time between two restakes, and between activation and the first.
	pub restake_interval: Moment,
	/// Least time between the first activation and exit.
	pub exit_min_active: Moment,
	/// How long a refused or undecided machine may be requested again; afterwards anyone may remove it.
	pub rejected_retry: Moment,
	/// After an outage of this length anyone may remove the machine.
	pub abandoned_after: Moment,
	/// Highest extra price per GPU and day.
	pub max_extra_price: MicroUsd,
}

/// The rules of the price oracle. Times in milliseconds.
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PriceRules {
	/// Lowest price that the oracle ever gives.
	pub floor: NanoUsd,
	/// Highest price that the oracle ever gives.
	pub ceiling: NanoUsd,
	/// Fewest approved feeders: removing one below it is refused.
	pub min_feeders: u32,
	/// A round needs at least this many fresh observations, and at least two thirds of the feeders.
	pub min_quorum: u32,
	/// Least time between two observations of a feeder.
	pub submit_interval: Moment,
	/// Observations older than this do not count.
	pub observation_lifetime: Moment,
	/// Length of a step of the anchor.
	pub step_interval: Moment,
	/// How far the price may go from the anchor in one step, in percent.
	pub step_percent: u32,
	/// Most steps that count, however old the anchor is.
	pub max_steps: u32,
	/// The price fails when its last valid round is older than this.
	pub max_age: Moment,
}

/// The rules of the committee. Amounts in planck.
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitteeRules {
	/// Least bond of a member who joins, and of one who has reduced it.
	pub join_bond: u128,
	/// A member is drawn while its bond without what is at risk is at least this.
	pub drawable_bond: u128,
	/// What a job puts at risk.
	pub job_risk: u128,
}

/// The rules of verification. Times in milliseconds.
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerificationRules {
	/// How long commitments are taken, from the draw.
	pub commit_window: Moment,
	/// How long they may be revealed, from the end of the commit window.
	pub reveal_window: Moment,
	/// Draws without a decision after which a request closes.
	pub max_rounds: u32,
	/// How long a request must have waited for its draw before its owner may take it back.
	pub withdraw_after: Moment,
	/// Share of a refused machine's stake that is a penalty, in percent.
	pub refusal_percent: u32,
	/// What each refusing member gets of that penalty.
	pub refusal_share_usd: MicroUsd,
	/// Fee of a request after one without a decision, for the members who reveal.
	pub repeat_fee_usd: MicroUsd,
	/// Fee of a hardware change, for the members whose vote decides.
	pub hardware_change_fee_usd: MicroUsd,
	/// Share of the stake that an accepted hardware change costs, in percent.
	pub hardware_change_percent: u32,
}

/// The rules of the clock. Times in milliseconds.
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClockRules {
	/// A longer gap between two blocks is a stall: it is added to the deadlines of people.
	pub stall_after: Moment,
}
