//! Conditions on lists of machines.

use dbc_primitives::{self as chain, ModelName, MAX_LATITUDE, MAX_LONGITUDE};
use serde::{Deserialize, Serialize};
use sp_core::crypto::AccountId32;

use super::{account, amount, PhaseKind, Tagged};
use crate::Error;

/// Which machines a list holds: those that pass every condition given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineFilter {
	/// Owned by this account.
	pub owner: Option<String>,
	/// In this phase.
	pub phase: Option<Tagged<PhaseKind>>,
	/// Taking new orders now, or not.
	pub rentable: Option<bool>,
	/// With this GPU model.
	pub gpu_model: Option<String>,
	/// With at least this much memory per GPU, in GB (10^9 bytes).
	pub min_vram_gb: Option<u32>,
	/// With at least this many GPUs.
	pub min_gpus: Option<u32>,
	/// With at most this extra price per GPU and day, in micro-USD.
	pub max_extra_price_micro_usd: Option<String>,
	/// Standing in this box.
	pub region: Option<Region>,
}

impl TryFrom<MachineFilter> for chain::MachineFilter<AccountId32> {
	type Error = Error;

	fn try_from(filter: MachineFilter) -> Result<Self, Error> {
		Ok(Self {
			owner: filter
				.owner
				.map(|owner| account(&owner, "owner"))
				.transpose()?,
			phase: filter.phase.map(|phase| phase.kind.into()),
			rentable: filter.rentable,
			gpu_model: filter.gpu_model.map(model).transpose()?,
			min_vram_gb: filter.min_vram_gb,
			min_gpus: filter.min_gpus,
			max_extra_price: filter
				.max_extra_price_micro_usd
				.map(|price| amount(&price, "maxExtraPriceMicroUsd"))
				.transpose()?,
			region: filter.region.map(TryInto::try_into).transpose()?,
		})
	}
}

/// The name of a GPU model.
fn model(name: String) -> Result<ModelName, Error> {
	let bytes = name.len();
	if bytes == 0 {
		return Err(Error::BadModelName { bytes });
	}
	ModelName::try_from(name.into_bytes()).map_err(|_| Error::BadModelName { bytes })
}

/// A box on the map in 1e-4 degrees, bounds included. `westE4 > eastE4` crosses the date line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Region {
	/// Western bound.
	pub west_e4: i64,
	/// Eastern bound.
	pub east_e4: i64,
	/// Southern bound.
	pub south_e4: i64,
	/// Northern bound.
	pub north_e4: i64,
}

impl TryFrom<Region> for chain::Region {
	type Error = Error;

	fn try_from(region: Region) -> Result<Self, Error> {
		let region = Self {
			west: bound(region.west_e4, MAX_LONGITUDE, "westE4")?,
			east: bound(region.east_e4, MAX_LONGITUDE, "eastE4")?,
			south: bound(region.south_e4, MAX_LATITUDE, "southE4")?,
			north: bound(region.north_e4, MAX_LATITUDE, "northE4")?,
		};
		if region.south > region.north {
			return Err(Error::BadRegion {
				problem: "southE4 is larger than northE4".into(),
			});
		}
		Ok(region)
	}
}

/// One bound of a region, given as `parameter`: −`max` … `max`.
fn bound(value: i64, max: i32, parameter: &str) -> Result<i32, Error> {
	i32::try_from(value)
		.ok()
		.filter(|value| value.unsigned_abs() <= max.unsigned_abs())
		.ok_or_else(|| Error::BadRegion {
			problem: format!("{parameter} is off the map"),
		})
}
