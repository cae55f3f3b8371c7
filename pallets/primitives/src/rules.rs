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
	/// How long a refused machine may be requested again; afterwards anyone may remove it.
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
