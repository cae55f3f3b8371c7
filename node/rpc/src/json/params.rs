//! The numbers of the chain.

use dbc_primitives as chain;
use serde::{Deserialize, Serialize};

/// Every number that an agent needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
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
	/// Least balance that an account can have.
	pub existential_deposit_planck: String,
	/// Most GPUs of a machine.
	pub max_gpus: u32,
	/// Length of a block.
	pub block_time_ms: u64,
	/// Length of a day.
	pub day_ms: u64,
}

impl From<chain::ChainParams> for ChainParams {
	fn from(params: chain::ChainParams) -> Self {
		Self {
			machines: params.machines.into(),
			price: params.price.into(),
			committee: params.committee.into(),
			verification: params.verification.into(),
			rental: params.rental.into(),
			rewards: params.rewards.into(),
			faults: params.faults.into(),
			sanctions: params.sanctions.into(),
			clock: params.clock.into(),
			existential_deposit_planck: params.existential_deposit.to_string(),
			max_gpus: params.max_gpus,
			block_time_ms: params.block_time,
			day_ms: params.day,
		}
	}
}

/// The rules of machines and of their stake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MachineRules {
	/// DBC side of the stake rule, per GPU.
	pub stake_per_gpu_planck: String,
	/// USD side of the stake rule, per GPU. The cheaper side binds.
	pub stake_per_gpu_micro_usd: String,
	/// A machine is under-staked below this share of its requirement.
	pub under_stake_percent: u32,
	/// Fee of a registration.
	pub registration_fee_planck: String,
	/// How far in the future a registration signature may expire.
	pub signature_lifetime_ms: u64,
	/// Least time between two restakes, and between activation and the first.
	pub restake_interval_ms: u64,
	/// Least time between the first activation and exit.
	pub exit_min_active_ms: u64,
	/// How long a refused or undecided machine may be requested again.
	pub rejected_retry_ms: u64,
	/// After an outage of this length anyone may remove the machine.
	pub abandoned_after_ms: u64,
	/// Highest extra price per GPU and day.
	pub max_extra_price_micro_usd: String,
}

impl From<chain::MachineRules> for MachineRules {
	fn from(rules: chain::MachineRules) -> Self {
		Self {
			stake_per_gpu_planck: rules.stake_per_gpu.to_string(),
			stake_per_gpu_micro_usd: rules.stake_usd_per_gpu.to_string(),
			under_stake_percent: rules.under_stake_percent,
			registration_fee_planck: rules.registration_fee.to_string(),
			signature_lifetime_ms: rules.signature_lifetime,
			restake_interval_ms: rules.restake_interval,
			exit_min_active_ms: rules.exit_min_active,
			rejected_retry_ms: rules.rejected_retry,
			abandoned_after_ms: rules.abandoned_after,
			max_extra_price_micro_usd: rules.max_extra_price.to_string(),
		}
	}
}

/// The rules of the price oracle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PriceRules {
	/// Lowest price that the oracle ever gives.
	pub floor_nano_usd: String,
	/// Highest price that the oracle ever gives.
	pub ceiling_nano_usd: String,
	/// Fewest approved feeders.
	pub min_feeders: u32,
	/// A round needs at least this many fresh observations, and at least two thirds of the feeders.
	pub min_quorum: u32,
	/// Least time between two observations of a feeder.
	pub submit_interval_ms: u64,
	/// Observations older than this do not count.
	pub observation_lifetime_ms: u64,
	/// Length of a step of the anchor.
	pub step_interval_ms: u64,
	/// How far the price may go from the anchor in one step.
	pub step_percent: u32,
	/// Most steps that count, however old the anchor is.
	pub max_steps: u32,
	/// The price fails when its last valid round is older than this.
	pub max_age_ms: u64,
}

impl From<chain::PriceRules> for PriceRules {
	fn from(rules: chain::PriceRules) -> Self {
		Self {
			floor_nano_usd: rules.floor.to_string(),
			ceiling_nano_usd: rules.ceiling.to_string(),
			min_feeders: rules.min_feeders,
			min_quorum: rules.min_quorum,
			submit_interval_ms: rules.submit_interval,
			observation_lifetime_ms: rules.observation_lifetime,
			step_interval_ms: rules.step_interval,
			step_percent: rules.step_percent,
			max_steps: rules.max_steps,
			max_age_ms: rules.max_age,
		}
	}
}

/// The rules of the committee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CommitteeRules {
	/// Least bond of a member who joins, and of one who has reduced it.
	pub join_bond_planck: String,
	/// A member is drawn while its bond without what is at risk is at least this.
	pub drawable_bond_planck: String,
	/// What a job puts at risk.
	pub job_risk_planck: String,
}

impl From<chain::CommitteeRules> for CommitteeRules {
	fn from(rules: chain::CommitteeRules) -> Self {
		Self {
			join_bond_planck: rules.join_bond.to_string(),
			drawable_bond_planck: rules.drawable_bond.to_string(),
			job_risk_planck: rules.job_risk.to_string(),
		}
	}
}

/// The rules of verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerificationRules {
	/// How long commitments are taken, from the draw.
	pub commit_window_ms: u64,
	/// How long they may be revealed, from the end of the commit window.
	pub reveal_window_ms: u64,
	/// Draws without a decision after which a request closes.
	pub max_rounds: u32,
	/// How long a request must have waited for its draw before its owner may take it back.
	pub withdraw_after_ms: u64,
	/// Share of a refused machine's stake that is a penalty.
	pub refusal_percent: u32,
	/// What each refusing member gets of that penalty.
	pub refusal_share_micro_usd: String,
	/// Fee of a request after one without a decision.
	pub repeat_fee_micro_usd: String,
	/// Fee of a hardware change.
	pub hardware_change_fee_micro_usd: String,
	/// Share of the stake that an accepted hardware change costs.
	pub hardware_change_percent: u32,
}

impl From<chain::VerificationRules> for VerificationRules {
	fn from(rules: chain::VerificationRules) -> Self {
		Self {
			commit_window_ms: rules.commit_window,
			reveal_window_ms: rules.reveal_window,
			max_rounds: rules.max_rounds,
			withdraw_after_ms: rules.withdraw_after,
			refusal_percent: rules.refusal_percent,
			refusal_share_micro_usd: rules.refusal_share_usd.to_string(),
			repeat_fee_micro_usd: rules.repeat_fee_usd.to_string(),
			hardware_change_fee_micro_usd: rules.hardware_change_fee_usd.to_string(),
			hardware_change_percent: rules.hardware_change_percent,
		}
	}
}

/// The rules of rental.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RentalRules {
	/// What 1,000.00 points cost per day.
	pub standard_price_micro_usd: String,
	/// Least fee of an order, to the treasury once it is confirmed or lapses.
	pub reservation_fee_planck: String,
	/// The fee is at least the price of this time.
	pub reservation_fee_time_ms: u64,
	/// How long an order may be confirmed, from its start.
	pub confirm_window_ms: u64,
	/// Shortest duration of an order and of an extension.
	pub min_duration_ms: u64,
	/// Longest duration of an order, and how far ahead an extension may reach.
	pub max_duration_ms: u64,
	/// How far ahead the start of an order may lie.
	pub max_ahead_ms: u64,
	/// Most scheduled orders of a renter on one machine.
	pub max_scheduled: u32,
	/// Share of the rent that is burned.
	pub burn_percent: u32,
	/// Who ends an order early pays at least for this time.
	pub min_use_ms: u64,
	/// A scheduled order may be cancelled without a penalty until this long before its start.
	pub cancel_notice_ms: u64,
	/// The penalty of a later cancellation, or of a scheduled order that is not confirmed: the rent of this time,
	pub cancel_time_ms: u64,
	/// or this share of its whole rent, whichever is more.
	pub cancel_percent: u32,
	/// How long the receipt of a closed order stays.
	pub receipt_lifetime_ms: u64,
	/// Least time between the end of a machine's last confirmed order and its exit.
	pub exit_after_order_ms: u64,
}

impl From<chain::RentalRules> for RentalRules {
	fn from(rules: chain::RentalRules) -> Self {
		Self {
			standard_price_micro_usd: rules.standard_price.to_string(),
			reservation_fee_planck: rules.reservation_fee.to_string(),
			reservation_fee_time_ms: rules.reservation_fee_time,
			confirm_window_ms: rules.confirm_window,
			min_duration_ms: rules.min_duration,
			max_duration_ms: rules.max_duration,
			max_ahead_ms: rules.max_ahead,
			max_scheduled: rules.max_scheduled,
			burn_percent: rules.burn_percent,
			min_use_ms: rules.min_use,
			cancel_notice_ms: rules.cancel_notice,
			cancel_time_ms: rules.cancel_time,
			cancel_percent: rules.cancel_percent,
			receipt_lifetime_ms: rules.receipt_lifetime,
			exit_after_order_ms: rules.exit_after_order,
		}
	}
}

/// The rules of rewards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RewardRules {
	/// A machine earns only while its extra price is at most this many times the standard price of its points.
	pub price_limit_multiple: u32,
	/// Weight that a machine adds while all its GPUs are rented, in basis points of its grade.
	pub rented_bonus_bps: u32,
	/// Most rented bonus over the life of a machine, in percent of what its rent has burned.
	pub bonus_burn_percent: u32,
	/// For how long after its first activation a machine pays its attesters.
	pub attester_term_ms: u64,
	/// Most GPUs of an owner that raise its factor: one basis point each.
	pub owner_bonus_gpus: u32,
	/// When so many GPUs earn for the first time, the emission is doubled for a while.
	pub doubling_gpus: u32,
}

impl From<chain::RewardRules> for RewardRules {
	fn from(rules: chain::RewardRules) -> Self {
		Self {
			price_limit_multiple: rules.price_limit_multiple,
			rented_bonus_bps: rules.rented_bonus_bps,
			bonus_burn_percent: rules.bonus_burn_percent,
			attester_term_ms: rules.attester_term,
			owner_bonus_gpus: rules.owner_bonus_gpus,
			doubling_gpus: rules.doubling_gpus,
		}
	}
}

/// The rules of fault reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FaultRules {
	/// Deposit of a report.
	pub report_deposit_planck: String,
	/// How long commitments are taken on an inaccessible machine, from the draw.
	pub quick_commit_window_ms: u64,
	/// How long they may be revealed, from the end of the commit window.
	pub quick_reveal_window_ms: u64,
	/// How long commitments are taken on any other fault, from the draw.
	pub commit_window_ms: u64,
	/// How long they may be revealed, from the end of the commit window.
	pub reveal_window_ms: u64,
	/// How long the reporter has to deliver the sealed evidence, from the draw.
	pub evidence_window_ms: u64,
	/// Draws without a decision after which a report closes.
	pub max_rounds: u32,
	/// How long a report must have waited for its draw before its reporter may take it back.
	pub withdraw_after_ms: u64,
	/// How long after the end of an order its renter may report.
	pub report_after_order_ms: u64,
}

impl From<chain::FaultRules> for FaultRules {
	fn from(rules: chain::FaultRules) -> Self {
		Self {
			report_deposit_planck: rules.report_deposit.to_string(),
			quick_commit_window_ms: rules.quick_commit_window,
			quick_reveal_window_ms: rules.quick_reveal_window,
			commit_window_ms: rules.commit_window,
			reveal_window_ms: rules.reveal_window,
			evidence_window_ms: rules.evidence_window,
			max_rounds: rules.max_rounds,
			withdraw_after_ms: rules.withdraw_after,
			report_after_order_ms: rules.report_after_order,
		}
	}
}

/// The rules of sanctions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SanctionRules {
	/// How long a sanction waits for an appeal.
	pub appeal_window_ms: u64,
	/// Deposit of an appeal.
	pub appeal_deposit_planck: String,
	/// How long an appeal waits for its decision.
	pub decision_window_ms: u64,
	/// Outages with less than this between them count as one.
	pub series_gap_ms: u64,
	/// Share of the renters in a machine's sanction.
	pub renters_percent: u32,
	/// What the members who upheld a report get together, at most the sanction.
	pub members_share_planck: String,
	/// An idle machine pays nothing for an outage that its owner reported if its last order ended this long ago
	pub exempt_idle_ms: u64,
	/// and it has been active for this long.
	pub exempt_active_ms: u64,
}

impl From<chain::SanctionRules> for SanctionRules {
	fn from(rules: chain::SanctionRules) -> Self {
		Self {
			appeal_window_ms: rules.appeal_window,
			appeal_deposit_planck: rules.appeal_deposit.to_string(),
			decision_window_ms: rules.decision_window,
			series_gap_ms: rules.series_gap,
			renters_percent: rules.renters_percent,
			members_share_planck: rules.members_share.to_string(),
			exempt_idle_ms: rules.exempt_idle,
			exempt_active_ms: rules.exempt_active,
		}
	}
}

/// The rules of the clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClockRules {
	/// A longer gap between two blocks is a stall: it is added to the deadlines of people.
	pub stall_after_ms: u64,
}

impl From<chain::ClockRules> for ClockRules {
	fn from(rules: chain::ClockRules) -> Self {
		Self {
			stall_after_ms: rules.stall_after,
		}
	}
}
