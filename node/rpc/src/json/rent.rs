//! Whether a machine can be rented as wished, and what that costs.

use dbc_primitives as chain;
use serde::{Deserialize, Serialize};

use super::{NotRentable, Refusal, Tagged};

/// Whether a machine can be rented as wished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RentCheck {
	/// Whether it can.
	pub can_rent: bool,
	/// Why it cannot; `null` if it can.
	pub refusal: Option<Refusal<RentRefusal>>,
}

impl From<Result<(), chain::RentRefusal>> for RentCheck {
	fn from(answer: Result<(), chain::RentRefusal>) -> Self {
		Self {
			can_rent: answer.is_ok(),
			refusal: answer.err().map(Into::into),
		}
	}
}

/// Why a machine cannot be rented as wished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
	tag = "type",
	rename_all = "camelCase",
	rename_all_fields = "camelCase"
)]
pub enum RentRefusal {
	/// There is no machine with this id that was ever attested.
	MachineNotFound,
	/// The machine takes no new orders.
	NotRentable {
		/// Why.
		reason: Tagged<NotRentable>,
	},
	/// At least one GPU must be rented.
	NoGpus,
	/// So many GPUs are not free all the time.
	TooFewGpus {
		/// How many are free all the time.
		free_gpus: u32,
	},
	/// The duration is not a whole number of minutes.
	NotWholeMinutes,
	/// The duration is below the least.
	TooShort,
	/// The duration is above the longest.
	TooLong,
	/// The start lies in the past.
	StartInPast,
	/// The start lies too far ahead.
	StartTooFar,
	/// The machine's schedule is not open all the time.
	OutsideSchedule,
	/// The machine has as many orders as it can have.
	TooManyOrders,
	/// There is no fresh price of DBC.
	PriceUnavailable,
	/// The amount is larger than any account can hold.
	AmountTooLarge,
}

impl From<chain::RentRefusal> for RentRefusal {
	fn from(refusal: chain::RentRefusal) -> Self {
		match refusal {
			chain::RentRefusal::MachineNotFound => Self::MachineNotFound,
			chain::RentRefusal::NotRentable(reason) => Self::NotRentable {
				reason: Tagged::of(reason),
			},
			chain::RentRefusal::NoGpus => Self::NoGpus,
			chain::RentRefusal::TooFewGpus { free } => Self::TooFewGpus { free_gpus: free },
			chain::RentRefusal::NotWholeMinutes => Self::NotWholeMinutes,
			chain::RentRefusal::TooShort => Self::TooShort,
			chain::RentRefusal::TooLong => Self::TooLong,
			chain::RentRefusal::StartInPast => Self::StartInPast,
			chain::RentRefusal::StartTooFar => Self::StartTooFar,
			chain::RentRefusal::OutsideSchedule => Self::OutsideSchedule,
			chain::RentRefusal::TooManyOrders => Self::TooManyOrders,
			chain::RentRefusal::PriceUnavailable => Self::PriceUnavailable,
			chain::RentRefusal::AmountTooLarge => Self::AmountTooLarge,
		}
	}
}

impl From<chain::RentRefusal> for Refusal<RentRefusal> {
	fn from(refusal: chain::RentRefusal) -> Self {
		let reason = RentRefusal::from(refusal);
		Self {
			reason,
			text: reason.text(),
		}
	}
}

impl RentRefusal {
	/// What it means and what to do.
	fn text(&self) -> String {
		let text = match self {
			Self::TooFewGpus { free_gpus } => {
				return format!(
					"only {free_gpus} of its GPUs are free all the time: ask for fewer, or for another time"
				)
			}
			Self::NotRentable { reason } => match reason.kind {
				NotRentable::NotActive => {
					"the machine has not been attested: take another, or wait for its verification"
				}
				NotRentable::Outage => "the machine is down: take another, or wait until it is up",
				NotRentable::UnderStaked => {
					"the stake of the machine is too low: take another, or wait until its owner adds stake"
				}
				NotRentable::Closed => {
					"its owner has closed the machine to new orders: take another, or ask the owner"
				}
			},
			Self::MachineNotFound => {
				"there is no such machine, or it was never attested: check the id, which is the machine's public key"
			}
			Self::NoGpus => "an order of no GPUs: ask for 1 at least",
			Self::NotWholeMinutes => {
				"the duration is not a whole number of minutes: take a multiple of 60000 ms"
			}
			Self::TooShort => {
				"the duration is too short: it is at least rental.minDurationMs of gpu_chainParams"
			}
			Self::TooLong => {
				"the duration is too long: it is at most rental.maxDurationMs of gpu_chainParams"
			}
			Self::StartInPast => {
				"the start lies in the past: leave it out to start at once, or compare with now of gpu_price"
			}
			Self::StartTooFar => {
				"the start lies too far ahead: by at most rental.maxAheadMs of gpu_chainParams"
			}
			Self::OutsideSchedule => {
				"the machine cannot be rented all that time: occupancy.schedule of gpu_machine tells when it can"
			}
			Self::TooManyOrders => {
				"the machine has as many orders as it can have: take another, or wait until one is closed"
			}
			Self::PriceUnavailable => {
				"there is no fresh price of DBC: try again once the feeders have fed; gpu_price tells the state of \
				 the oracle"
			}
			Self::AmountTooLarge => {
				"the rent is more than any account can hold: ask for fewer GPUs or less time"
			}
		};
		text.into()
	}
}

/// What an order would cost now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RentQuote {
	/// What the points cost per day, rounded down.
	pub standard_per_day_micro_usd: String,
	/// What the extra price adds per day.
	pub extra_per_day_micro_usd: String,
	/// The whole rent, rounded up once.
	pub rent_planck: String,
	/// The reservation fee.
	pub fee_planck: String,
	/// Rent and fee: what goes on hold, and the least `max_total`.
	pub total_planck: String,
	/// The price used.
	pub price_nano_usd: String,
	/// When the round of that price was.
	pub price_updated_at: u64,
	/// How long ago that was.
	pub price_age_ms: u64,
	/// Until when the price can be used if no round follows.
	pub price_fresh_until: u64,
	/// The chain's time.
	pub now: u64,
}

impl From<chain::RentQuote<u128>> for RentQuote {
	fn from(quote: chain::RentQuote<u128>) -> Self {
		Self {
			standard_per_day_micro_usd: quote.standard_per_day.to_string(),
			extra_per_day_micro_usd: quote.extra_per_day.to_string(),
			rent_planck: quote.rent.to_string(),
			fee_planck: quote.fee.to_string(),
			total_planck: quote.total.to_string(),
			price_nano_usd: quote.price.to_string(),
			price_updated_at: quote.price_updated_at,
			price_age_ms: quote.now.saturating_sub(quote.price_updated_at),
			price_fresh_until: quote.price_fresh_until,
			now: quote.now,
		}
	}
}
