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

/// The rules of rental. Amounts in planck, times in milliseconds.
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
pub struct RentalRules {
	/// What 1,000.00 points cost per day.
	pub standard_price: MicroUsd,
	/// Least fee of an order, to the treasury once it is confirmed or lapses.
	pub reservation_fee: u128,
	/// The fee is at least the price of this time.
	pub reservation_fee_time: Moment,
	/// How long an order may be confirmed, from its start.
	pub confirm_window: Moment,
	/// Shortest duration of an order and of an extension.
	pub min_duration: Moment,
	/// Longest duration of an order, and how far ahead an extension may reach.
	pub max_duration: Moment,
	/// How far ahead the start of an order may lie.
	pub max_ahead: Moment,
	/// Most scheduled orders of a renter on one machine.
	pub max_scheduled: u32,
	/// Share of the rent that is burned, in percent.
	pub burn_percent: u32,
	/// Who ends an order early pays at least for this time.
	pub min_use: Moment,
	/// A scheduled order may be cancelled without a penalty until this long before its start.
	pub cancel_notice: Moment,
	/// The penalty of a later cancellation, or of a scheduled order that is not confirmed: the rent of this time,
	pub cancel_time: Moment,
	/// or this share of its whole rent, in percent, whichever is more.
	pub cancel_percent: u32,
	/// How long the receipt of a closed order stays.
	pub receipt_lifetime: Moment,
	/// Least time between the end of a machine's last confirmed order and its exit.
	pub exit_after_order: Moment,
}

/// The rules of fault reports. Amounts in planck, times in milliseconds.
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
pub struct FaultRules {
	/// Deposit of a report.
	pub report_deposit: u128,
	/// How long commitments are taken on an inaccessible machine, from the draw.
	pub quick_commit_window: Moment,
	/// How long they may be revealed, from the end of the commit window.
	pub quick_reveal_window: Moment,
	/// How long commitments are taken on any other fault, from the draw.
	pub commit_window: Moment,
	/// How long they may be revealed, from the end of the commit window.
	pub reveal_window: Moment,
	/// How long the reporter has to deliver the sealed evidence, from the draw.
	pub evidence_window: Moment,
	/// Draws without a decision after which a report closes.
	pub max_rounds: u32,
	/// How long a report must have waited for its draw before its reporter may take it back.
	pub withdraw_after: Moment,
	/// How long after the end of an order its renter may report.
	pub report_after_order: Moment,
}

/// The rules of sanctions. Amounts in planck, times in milliseconds.
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
pub struct SanctionRules {
	/// How long a sanction waits for an appeal.
	pub appeal_window: Moment,
	/// Deposit of an appeal.
	pub appeal_deposit: u128,
	/// How long an appeal waits for its decision.
	pub decision_window: Moment,
	/// Outages with less than this between them count as one.
	pub series_gap: Moment,
	/// Share of the renters in a machine's sanction, in percent.
	pub renters_percent: u32,
	/// What the members who upheld a report get together, at most the sanction.
	pub members_share: u128,
	/// An idle machine pays nothing for an outage that its owner reported if its last order ended this long ago
	pub exempt_idle: Moment,
	/// and it has been active for this long.
	pub exempt_active: Moment,
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

/// The rules of rewards. What the emission is, and the attesters' share, is fixed: see `dbc_math::rewards`.
///
/// Weights are computed when something about a machine changes, and stored. So a change of `price_limit_multiple`,
/// `rented_bonus_bps` or `owner_bonus_gpus` applies to a machine, and to all machines of its owner at once in the case of
/// `owner_bonus_gpus`, from the next time that the machine is touched; anyone may touch it with `settle_machine`. No change
/// applies to the past.
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
pub struct RewardRules {
	/// A machine earns only while the extra price of its GPUs is at most this many times the standard price of its points.
	pub price_limit_multiple: u32,
	/// Weight that a machine adds while all its GPUs are rented, in basis points of its grade.
	pub rented_bonus_bps: u32,
	/// Most rented bonus over the life of a machine, in percent of what its rent has burned. A higher share applies to all
	/// that was burned before as well; a lower one takes nothing back, and stops the bonus until more is burned.
	pub bonus_burn_percent: u32,
	/// For how long after its first activation a machine pays its attesters. Terms that run do not change.
	pub attester_term: Moment,
	/// Most GPUs of an owner that raise its factor: one basis point each.
	pub owner_bonus_gpus: u32,
	/// When so many GPUs earn for the first time, the emission is doubled for a while. Without effect afterwards.
	pub doubling_gpus: u32,
}
