//! The economic numbers: defaults, and the ranges within which governance may set them. `docs/economics.md` explains
//! each, and a test compares it with this file.

// `dynamic_params` writes the indexes of its enums as `usize as u8`.
#![allow(clippy::cast_possible_truncation)]

use alloc::vec::Vec;
use dbc_primitives::{
	ClockRules, CommitteeRules, FaultRules, MachineRules, PriceRules, RentalRules, RewardRules,
	SanctionRules, VerificationRules,
};
use frame_support::{
	dynamic_params::{dynamic_pallet_params, dynamic_params},
	traits::Get,
};
use pallet_params::{CheckParameter, FieldOutOfRange};
use serde::{Deserialize, Serialize};

use crate::{
	constants::{
		currency::DBC,
		time::{DAY, HOUR, MINUTE},
	},
	Runtime,
};

/// One US dollar in micro-USD.
const USD: u64 = 1_000_000;
/// One US dollar in nano-USD.
const NANO_USD: u64 = 1_000_000_000;

/// Rules of machines and stake, on every chain but a development one.
pub const MACHINE_RULES: MachineRules = MachineRules {
	stake_per_gpu: 100_000 * DBC,
	stake_usd_per_gpu: 800 * USD,
	under_stake_percent: 80,
	registration_fee: 10 * DBC,
	signature_lifetime: DAY,
	restake_interval: 365 * DAY,
	exit_min_active: 365 * DAY,
	rejected_retry: 10 * DAY,
	abandoned_after: 365 * DAY,
	max_extra_price: 10_000 * USD,
};

/// Rules of the price oracle, on every chain but a development one.
pub const PRICE_RULES: PriceRules = PriceRules {
	floor: NANO_USD / 100_000,
	ceiling: 1_000 * NANO_USD,
	min_feeders: 4,
	min_quorum: 3,
	submit_interval: 5 * MINUTE,
	observation_lifetime: 30 * MINUTE,
	step_interval: 10 * MINUTE,
	step_percent: 10,
	max_steps: 6,
	max_age: HOUR,
};

/// Rules of the committee, on every chain.
pub const COMMITTEE_RULES: CommitteeRules = CommitteeRules {
	join_bond: 20_000 * DBC,
	drawable_bond: 8_000 * DBC,
	job_risk: 1_000 * DBC,
};

/// Rules of verification, on every chain but a development one.
pub const VERIFICATION_RULES: VerificationRules = VerificationRules {
	commit_window: 36 * HOUR,
	reveal_window: 12 * HOUR,
	max_rounds: 3,
	withdraw_after: HOUR,
	refusal_percent: 5,
	refusal_share_usd: 8 * USD,
	repeat_fee_usd: 24 * USD,
	hardware_change_fee_usd: 24 * USD,
	hardware_change_percent: 4,
};

/// Rules of rental, on every chain but a development one.
pub const RENTAL_RULES: RentalRules = RentalRules {
	standard_price: 17 * USD,
	reservation_fee: 10 * DBC,
	reservation_fee_time: 15 * MINUTE,
	confirm_window: 15 * MINUTE,
	min_duration: 10 * MINUTE,
	max_duration: 60 * DAY,
	max_ahead: 14 * DAY,
	max_scheduled: 4,
	burn_percent: 5,
	min_use: 10 * MINUTE,
	cancel_notice: HOUR,
	cancel_time: HOUR,
	cancel_percent: 2,
	receipt_lifetime: DAY,
	exit_after_order: 10 * DAY,
};

/// Rules of rewards, on every chain.
pub const REWARD_RULES: RewardRules = RewardRules {
	price_limit_multiple: 10,
	rented_bonus_bps: 3_000,
	bonus_burn_percent: 90,
	attester_term: 730 * DAY,
	owner_bonus_gpus: 1_000,
	doubling_gpus: 5_000,
};

/// Rules of fault reports, on every chain but a development one.
pub const FAULT_RULES: FaultRules = FaultRules {
	report_deposit: 1_000 * DBC,
	quick_commit_window: 5 * MINUTE,
	quick_reveal_window: 5 * MINUTE,
	commit_window: 3 * HOUR,
	reveal_window: HOUR,
	evidence_window: 30 * MINUTE,
	max_rounds: 2,
	withdraw_after: HOUR,
	report_after_order: DAY,
};

/// Rules of sanctions, on every chain but a development one.
pub const SANCTION_RULES: SanctionRules = SanctionRules {
	appeal_window: 2 * DAY,
	appeal_deposit: 1_000 * DBC,
	decision_window: 7 * DAY,
	series_gap: DAY,
	renters_percent: 10,
	members_share: 1_000 * DBC,
	exempt_idle: 10 * DAY,
	exempt_active: 365 * DAY,
};

/// Rules of the clock, on every chain but a development one.
pub const CLOCK_RULES: ClockRules = ClockRules {
	stall_after: MINUTE,
};

/// What a development chain changes: a whole life cycle can be watched in minutes, and one feeder is enough.
pub const DEVELOPMENT: GenesisParameters = GenesisParameters {
	machines: Some(MachineRules {
		restake_interval: HOUR,
		exit_min_active: HOUR,
		rejected_retry: HOUR,
		abandoned_after: DAY,
		..MACHINE_RULES
	}),
	price: Some(PriceRules {
		min_feeders: 1,
		min_quorum: 1,
		..PRICE_RULES
	}),
	committee: None,
	verification: Some(VerificationRules {
		commit_window: 2 * MINUTE,
		reveal_window: 2 * MINUTE,
		withdraw_after: MINUTE,
		..VERIFICATION_RULES
	}),
	rental: Some(RentalRules {
		exit_after_order: HOUR,
		..RENTAL_RULES
	}),
	rewards: None,
	faults: Some(FaultRules {
		withdraw_after: MINUTE,
		..FAULT_RULES
	}),
	sanctions: Some(SanctionRules {
		appeal_window: 10 * MINUTE,
		decision_window: HOUR,
		..SANCTION_RULES
	}),
	// The clock of a development chain is moved by hand and may rest for days: neither is a stall.
	clock: Some(ClockRules {
		stall_after: 365 * DAY,
	}),
};

/// The ranges of a theme.
pub trait Ranges: Sized {
	/// Every field as low as it may be.
	const LOWEST: Self;
	/// Every field as high as it may be.
	const HIGHEST: Self;

	/// Position of the first field that is out of its range.
	fn first_out_of_range(&self) -> Option<u8>;
	/// The value with every field moved into its range.
	fn clamped(self) -> Self;
}

/// Declares the range of every field of a theme: the one place where values are checked and clamped by.
macro_rules! ranges {
	($rules:ident, $( $field:ident: $low:expr, $high:expr; )+) => {
		impl Ranges for $rules {
			const LOWEST: Self = Self { $( $field: $low, )+ };
			const HIGHEST: Self = Self { $( $field: $high, )+ };

			fn first_out_of_range(&self) -> Option<u8> {
				let in_range =
					[$( (Self::LOWEST.$field..=Self::HIGHEST.$field).contains(&self.$field) ),+];
				(0..).zip(in_range).find(|(_, in_range)| !in_range).map(|(field, _)| field)
			}

			fn clamped(self) -> Self {
				Self { $( $field: self.$field.clamp(Self::LOWEST.$field, Self::HIGHEST.$field), )+ }
			}
		}
	};
}

ranges! { MachineRules,
	stake_per_gpu: DBC, 10_000_000 * DBC;
	stake_usd_per_gpu: USD, 1_000_000 * USD;
	under_stake_percent: 1, 100;
	registration_fee: 0, 10_000 * DBC;
	signature_lifetime: MINUTE, 30 * DAY;
	restake_interval: MINUTE, 3_650 * DAY;
	exit_min_active: MINUTE, 3_650 * DAY;
	rejected_retry: MINUTE, 365 * DAY;
	abandoned_after: HOUR, 3_650 * DAY;
	max_extra_price: 0, 1_000_000 * USD;
}

ranges! { PriceRules,
	floor: 1, NANO_USD / 1_000;
	ceiling: NANO_USD / 1_000, 1_000_000 * NANO_USD;
	min_feeders: 1, 21;
	min_quorum: 1, 21;
	submit_interval: MINUTE, HOUR;
	observation_lifetime: 5 * MINUTE, DAY;
	step_interval: MINUTE, HOUR;
	step_percent: 1, 50;
	max_steps: 1, 144;
	max_age: 10 * MINUTE, DAY;
}

ranges! { CommitteeRules,
	join_bond: 1_000 * DBC, 10_000_000 * DBC;
	drawable_bond: 1_000 * DBC, 1_000_000 * DBC;
	// Never more than what a drawable member has left.
	job_risk: DBC, 1_000 * DBC;
}

ranges! { VerificationRules,
	commit_window: MINUTE, 30 * DAY;
	reveal_window: MINUTE, 30 * DAY;
	// Three members a round: no more than `MAX_DRAWN_BEFORE` remembers.
	max_rounds: 1, 4;
	withdraw_after: MINUTE, 30 * DAY;
	refusal_percent: 0, 100;
	refusal_share_usd: 0, 1_000 * USD;
	repeat_fee_usd: 0, 10_000 * USD;
	hardware_change_fee_usd: 0, 10_000 * USD;
	hardware_change_percent: 0, 50;
}

ranges! { RentalRules,
	standard_price: USD, 1_000_000 * USD;
	reservation_fee: 0, 10_000 * DBC;
	reservation_fee_time: 0, DAY;
	// A lease is booked for this long beyond its duration.
	confirm_window: MINUTE, DAY;
	min_duration: MINUTE, DAY;
	// A check of a schedule looks at no more than 62 days.
	max_duration: DAY, 60 * DAY;
	max_ahead: HOUR, 30 * DAY;
	max_scheduled: 0, 32;
	burn_percent: 0, 50;
	min_use: 0, DAY;
	cancel_notice: 0, 14 * DAY;
	cancel_time: 0, DAY;
	cancel_percent: 0, 100;
	// Reports need them.
	receipt_lifetime: DAY, 30 * DAY;
	exit_after_order: MINUTE, 365 * DAY;
}

ranges! { RewardRules,
	price_limit_multiple: 1, 1_000;
	rented_bonus_bps: 0, 10_000;
	// At 100 renting one's own machine would cost nothing.
	bonus_burn_percent: 0, 95;
	attester_term: DAY, 3_650 * DAY;
	owner_bonus_gpus: 0, 10_000;
	doubling_gpus: 1, 1_000_000;
}

ranges! { FaultRules,
	report_deposit: 0, 1_000_000 * DBC;
	quick_commit_window: MINUTE, HOUR;
	quick_reveal_window: MINUTE, HOUR;
	commit_window: HOUR, 7 * DAY;
	reveal_window: MINUTE, 7 * DAY;
	// Always shorter than the commit window.
	evidence_window: MINUTE, HOUR - MINUTE;
	// Three members a round: no more than `MAX_DRAWN_BEFORE` remembers.
	max_rounds: 1, 4;
	withdraw_after: MINUTE, 30 * DAY;
	// Never longer than receipts of orders are kept at least.
	report_after_order: 0, DAY;
}

ranges! { SanctionRules,
	appeal_window: MINUTE, 30 * DAY;
	appeal_deposit: 0, 1_000_000 * DBC;
	decision_window: MINUTE, 90 * DAY;
	series_gap: 0, 30 * DAY;
	renters_percent: 0, 100;
	members_share: 0, 1_000_000 * DBC;
	exempt_idle: 0, 365 * DAY;
	exempt_active: 0, 3_650 * DAY;
}

ranges! { ClockRules,
	stall_after: MINUTE, 3_650 * DAY;
}

/// The parameters as `pallet-parameters` stores them. Indexes are storage format.
#[dynamic_params(RuntimeParameters, pallet_parameters::Parameters::<Runtime>)]
#[allow(missing_docs)]
pub mod dynamic_params {
	use super::*;

	/// Machines and stake.
	#[dynamic_pallet_params]
	#[codec(index = 0)]
	pub mod machines {
		use super::*;

		/// All of them: read once per call.
		#[codec(index = 0)]
		pub static Rules: MachineRules = MACHINE_RULES;
	}

	/// The price oracle.
	#[dynamic_pallet_params]
	#[codec(index = 1)]
	pub mod price {
		use super::*;

		/// All of them: read once per call.
		#[codec(index = 0)]
		pub static Rules: PriceRules = PRICE_RULES;
	}

	/// The committee.
	#[dynamic_pallet_params]
	#[codec(index = 2)]
	pub mod committee {
		use super::*;

		/// All of them: read once per call.
		#[codec(index = 0)]
		pub static Rules: CommitteeRules = COMMITTEE_RULES;
	}

	/// Verification.
	#[dynamic_pallet_params]
	#[codec(index = 3)]
	pub mod verification {
		use super::*;

		/// All of them: read once per call.
		#[codec(index = 0)]
		pub static Rules: VerificationRules = VERIFICATION_RULES;
	}

	/// The clock.
	#[dynamic_pallet_params]
	#[codec(index = 4)]
	pub mod clock {
		use super::*;

		/// All of them: read once per call.
		#[codec(index = 0)]
		pub static Rules: ClockRules = CLOCK_RULES;
	}

	/// Rental.
	#[dynamic_pallet_params]
	#[codec(index = 5)]
	pub mod rental {
		use super::*;

		/// All of them: read once per call.
		#[codec(index = 0)]
		pub static Rules: RentalRules = RENTAL_RULES;
	}

	/// Rewards.
	#[dynamic_pallet_params]
	#[codec(index = 6)]
	pub mod rewards {
		use super::*;

		/// All of them: read once per call.
		#[codec(index = 0)]
		pub static Rules: RewardRules = REWARD_RULES;
	}

	/// Fault reports.
	#[dynamic_pallet_params]
	#[codec(index = 7)]
	pub mod faults {
		use super::*;

		/// All of them: read once per call.
		#[codec(index = 0)]
		pub static Rules: FaultRules = FAULT_RULES;
	}

	/// Sanctions.
	#[dynamic_pallet_params]
	#[codec(index = 8)]
	pub mod sanctions {
		use super::*;

		/// All of them: read once per call.
		#[codec(index = 0)]
		pub static Rules: SanctionRules = SANCTION_RULES;
	}
}

use dynamic_params::{
	clock, committee, faults, machines, price, rental, rewards, sanctions, verification,
};

/// Reads a theme and clamps it: no state, however it came about, can divide by zero.
pub struct Clamped<Parameter>(core::marker::PhantomData<Parameter>);
impl<Parameter: Get<Rules>, Rules: Ranges> Get<Rules> for Clamped<Parameter> {
	fn get() -> Rules {
		Parameter::get().clamped()
	}
}

/// Rules of machines and stake as they are now.
pub type MachineRulesNow = Clamped<machines::Rules>;
/// Rules of the price oracle as they are now.
pub type PriceRulesNow = Clamped<price::Rules>;
/// Rules of the committee as they are now.
pub type CommitteeRulesNow = Clamped<committee::Rules>;
/// Rules of verification as they are now.
pub type VerificationRulesNow = Clamped<verification::Rules>;
/// Rules of rental as they are now.
pub type RentalRulesNow = Clamped<rental::Rules>;
/// Rules of rewards as they are now.
pub type RewardRulesNow = Clamped<rewards::Rules>;
/// Rules of fault reports as they are now.
pub type FaultRulesNow = Clamped<faults::Rules>;
/// Rules of sanctions as they are now.
pub type SanctionRulesNow = Clamped<sanctions::Rules>;
/// Rules of the clock as they are now.
pub type ClockRulesNow = Clamped<clock::Rules>;

/// The fee of a registration as it is now.
pub struct RegistrationFee;
impl Get<u128> for RegistrationFee {
	fn get() -> u128 {
		MachineRulesNow::get().registration_fee
	}
}

/// What 1,000.00 points cost per day as it is now.
pub struct StandardPrice;
impl Get<u64> for StandardPrice {
	fn get() -> u64 {
		RentalRulesNow::get().standard_price
	}
}

/// Checks every theme against its ranges.
pub struct Checks;
impl CheckParameter<RuntimeParameters> for Checks {
	fn check(key_value: &RuntimeParameters) -> Result<(), FieldOutOfRange> {
		let outside = match key_value {
			RuntimeParameters::Machines(machines::Parameters::Rules(_, rules)) => {
				rules.as_ref().and_then(Ranges::first_out_of_range)
			}
			RuntimeParameters::Price(price::Parameters::Rules(_, rules)) => {
				rules.as_ref().and_then(Ranges::first_out_of_range)
			}
			RuntimeParameters::Committee(committee::Parameters::Rules(_, rules)) => {
				rules.as_ref().and_then(Ranges::first_out_of_range)
			}
			RuntimeParameters::Verification(verification::Parameters::Rules(_, rules)) => {
				rules.as_ref().and_then(Ranges::first_out_of_range)
			}
			RuntimeParameters::Clock(clock::Parameters::Rules(_, rules)) => {
				rules.as_ref().and_then(Ranges::first_out_of_range)
			}
			RuntimeParameters::Rental(rental::Parameters::Rules(_, rules)) => {
				rules.as_ref().and_then(Ranges::first_out_of_range)
			}
			RuntimeParameters::Rewards(rewards::Parameters::Rules(_, rules)) => {
				rules.as_ref().and_then(Ranges::first_out_of_range)
			}
			RuntimeParameters::Faults(faults::Parameters::Rules(_, rules)) => {
				rules.as_ref().and_then(Ranges::first_out_of_range)
			}
			RuntimeParameters::Sanctions(sanctions::Parameters::Rules(_, rules)) => {
				rules.as_ref().and_then(Ranges::first_out_of_range)
			}
		};
		outside.map_or(Ok(()), |field| Err(FieldOutOfRange(field)))
	}
}

/// What a preset may say: whole themes that differ from the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisParameters {
	/// Machines and stake.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub machines: Option<MachineRules>,
	/// The price oracle.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub price: Option<PriceRules>,
	/// The committee.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub committee: Option<CommitteeRules>,
	/// Verification.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub verification: Option<VerificationRules>,
	/// Rental.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub rental: Option<RentalRules>,
	/// Rewards.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub rewards: Option<RewardRules>,
	/// Fault reports.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub faults: Option<FaultRules>,
	/// Sanctions.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub sanctions: Option<SanctionRules>,
	/// The clock.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub clock: Option<ClockRules>,
}

impl From<GenesisParameters> for Vec<RuntimeParameters> {
	fn from(genesis: GenesisParameters) -> Self {
		let machines = genesis.machines.map(|rules| {
			RuntimeParameters::Machines(machines::Parameters::Rules(machines::Rules, Some(rules)))
		});
		let price = genesis.price.map(|rules| {
			RuntimeParameters::Price(price::Parameters::Rules(price::Rules, Some(rules)))
		});
		let committee = genesis.committee.map(|rules| {
			RuntimeParameters::Committee(committee::Parameters::Rules(
				committee::Rules,
				Some(rules),
			))
		});
		let verification = genesis.verification.map(|rules| {
			RuntimeParameters::Verification(verification::Parameters::Rules(
				verification::Rules,
				Some(rules),
			))
		});
		let clock = genesis.clock.map(|rules| {
			RuntimeParameters::Clock(clock::Parameters::Rules(clock::Rules, Some(rules)))
		});
		let rental = genesis.rental.map(|rules| {
			RuntimeParameters::Rental(rental::Parameters::Rules(rental::Rules, Some(rules)))
		});
		let faults = genesis.faults.map(|rules| {
			RuntimeParameters::Faults(faults::Parameters::Rules(faults::Rules, Some(rules)))
		});
		let sanctions = genesis.sanctions.map(|rules| {
			RuntimeParameters::Sanctions(sanctions::Parameters::Rules(
				sanctions::Rules,
				Some(rules),
			))
		});
		let rewards = genesis.rewards.map(|rules| {
			RuntimeParameters::Rewards(rewards::Parameters::Rules(rewards::Rules, Some(rules)))
		});
		[
			machines,
			price,
			committee,
			verification,
			clock,
			rental,
			rewards,
			faults,
			sanctions,
		]
		.into_iter()
		.flatten()
		.collect()
	}
}

/// The longest value, for the worst case of the benchmarks.
#[cfg(feature = "runtime-benchmarks")]
impl Default for RuntimeParameters {
	fn default() -> Self {
		Self::Rental(rental::Parameters::Rules(rental::Rules, Some(RENTAL_RULES)))
	}
}
