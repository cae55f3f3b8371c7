//! The price of DBC and the stake that follows from it.

use dbc_primitives as chain;
use serde::{Deserialize, Serialize};
use sp_core::crypto::AccountId32;

use super::{address, StakeSide, Tagged};

/// The state of the price oracle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Price {
	/// The last known price of one DBC; `null` before the first valid round.
	pub price_nano_usd: Option<String>,
	/// When the last valid round was.
	pub updated_at: Option<u64>,
	/// How long ago that was.
	pub age_ms: Option<u64>,
	/// The chain's time.
	pub now: u64,
	/// Whether new commitments can use the price.
	pub fresh: bool,
	/// Observations that a round needs now.
	pub quorum: u32,
	/// All approved feeders.
	pub feeders: Vec<Feeder>,
}

impl From<chain::PriceInfo<AccountId32>> for Price {
	fn from(info: chain::PriceInfo<AccountId32>) -> Self {
		Self {
			price_nano_usd: info.price.map(|price| price.to_string()),
			updated_at: info.updated_at,
			age_ms: info
				.updated_at
				.map(|updated_at| info.now.saturating_sub(updated_at)),
			now: info.now,
			fresh: info.fresh,
			quorum: info.quorum,
			feeders: info.feeders.into_iter().map(Into::into).collect(),
		}
	}
}

/// A price feeder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Feeder {
	/// The account that signs.
	pub account: String,
	/// Its latest observation.
	pub observation: Option<Observation>,
}

impl From<chain::FeederInfo<AccountId32>> for Feeder {
	fn from(feeder: chain::FeederInfo<AccountId32>) -> Self {
		Self {
			account: address(&feeder.account),
			observation: feeder.observation.map(|(price, accepted_at)| Observation {
				price_nano_usd: price.to_string(),
				accepted_at,
			}),
		}
	}
}

/// What a feeder observed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Observation {
	/// The price of one DBC.
	pub price_nano_usd: String,
	/// When the chain accepted it.
	pub accepted_at: u64,
}

/// What stake a machine with some GPUs needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StakeRequirement {
	/// The number of GPUs.
	pub gpus: u32,
	/// For all of them.
	pub requirement_planck: String,
	/// For one: what a registration holds.
	pub per_gpu_planck: String,
	/// Which side of the stake rule binds: the cheaper one.
	pub side: Tagged<StakeSide>,
	/// The price used.
	pub price_nano_usd: String,
}

impl StakeRequirement {
	/// The JSON of `quote` for `gpus` GPUs.
	pub(crate) fn new(gpus: u32, quote: chain::StakeQuote<u128>) -> Self {
		Self {
			gpus,
			requirement_planck: quote.requirement.to_string(),
			per_gpu_planck: quote.per_gpu.to_string(),
			side: Tagged::of(quote.side),
			price_nano_usd: quote.price.to_string(),
		}
	}
}
