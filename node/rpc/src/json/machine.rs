//! Machines.

use dbc_primitives as chain;
use serde::{Deserialize, Serialize};
use sp_core::crypto::AccountId32;

use super::{address, hex, name, NotRentable, OutageCause, RejectReason, Tagged};

/// Everything that the chain knows of a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Machine {
	/// The machine: its sr25519 public key.
	pub id: String,
	/// Its owner.
	pub owner: String,
	/// Who receives the rent of new orders.
	pub payee: String,
	/// Where it is in its life.
	pub phase: Phase,
	/// When it was registered.
	pub registered_at: u64,
	/// When it first became Active.
	pub first_active_at: Option<u64>,
	/// The running outage.
	pub outage: Option<Outage>,
	/// Whether it takes new orders now.
	pub rentable: bool,
	/// Why it takes none; `null` if it does.
	pub not_rentable_reason: Option<Tagged<NotRentable>>,
	/// What the owner said of it.
	pub profile: Option<Profile>,
	/// What was attested of it.
	pub hardware: Option<Hardware>,
	/// Points in hundredths: 59,890 is 598.90.
	pub points_e2: u64,
	/// Stake on hold.
	pub stake_planck: String,
	/// The part of the stake that pending sanctions lock.
	pub locked_planck: String,
	/// What the stake must be.
	pub requirement_planck: String,
	/// Whether its stake is below the rule.
	pub under_staked: bool,
	/// Whether its owner closed it to new orders.
	pub closed: bool,
	/// Extra price per GPU and day for new orders.
	pub extra_price_micro_usd: String,
	/// From when on `restake` is possible; `null` before the first activation.
	pub restake_from: Option<u64>,
	/// From when on `exit` is possible; `null` before the first activation.
	pub exit_from: Option<u64>,
}

impl From<chain::MachineInfo<AccountId32, u128>> for Machine {
	fn from(machine: chain::MachineInfo<AccountId32, u128>) -> Self {
		Self {
			id: hex(&machine.id),
			owner: address(&machine.owner),
			payee: address(&machine.payee),
			phase: machine.phase.into(),
			registered_at: machine.registered_at,
			first_active_at: machine.first_active_at,
			outage: machine.outage.map(Into::into),
			rentable: machine.not_rentable.is_none(),
			not_rentable_reason: machine.not_rentable.map(Tagged::of),
			profile: machine.profile.map(Into::into),
			hardware: machine.hardware.map(Into::into),
			points_e2: machine.points,
			stake_planck: machine.stake.to_string(),
			locked_planck: machine.locked.to_string(),
			requirement_planck: machine.requirement.to_string(),
			under_staked: machine.under_staked,
			closed: machine.closed,
			extra_price_micro_usd: machine.extra_price.to_string(),
			restake_from: machine.restake_from,
			exit_from: machine.exit_from,
		}
	}
}

/// Where a machine is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
	tag = "type",
	rename_all = "camelCase",
	rename_all_fields = "camelCase"
)]
pub enum Phase {
	/// Its owner completes the profile and requests verification.
	Registered,
	/// A verification is under way.
	Verifying,
	/// Attested.
	Active,
	/// Refused by its verifiers.
	Rejected {
		/// Why.
		reason: Tagged<RejectReason>,
		/// When.
		rejected_at: u64,
	},
	/// Its verifiers came to no decision.
	Undecided {
		/// When the last round ended.
		undecided_at: u64,
	},
}

impl From<chain::Phase> for Phase {
	fn from(phase: chain::Phase) -> Self {
		match phase {
			chain::Phase::Registered => Self::Registered,
			chain::Phase::Verifying => Self::Verifying,
			chain::Phase::Active => Self::Active,
			chain::Phase::Rejected { reason, at } => Self::Rejected {
				reason: Tagged::of(reason),
				rejected_at: at,
			},
			chain::Phase::Undecided { at } => Self::Undecided { undecided_at: at },
		}
	}
}

/// An outage of a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outage {
	/// When it began.
	pub since: u64,
	/// The causes, each once. At least one lasts; those that are over stay, because each counts at its own length.
	pub causes: Vec<Cause>,
	/// The machine's stake when it began: the base of the sanction.
	pub base_planck: String,
}

impl From<chain::Outage<u128>> for Outage {
	fn from(outage: chain::Outage<u128>) -> Self {
		Self {
			since: outage.since,
			causes: outage.causes.into_iter().map(Into::into).collect(),
			base_planck: outage.base.to_string(),
		}
	}
}

/// A cause of an outage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cause {
	/// The cause.
	#[serde(rename = "type")]
	pub kind: OutageCause,
	/// Since when it lasts.
	pub since: u64,
	/// When it ended; `null` while it lasts.
	pub until: Option<u64>,
}

impl From<chain::CauseSince> for Cause {
	fn from(cause: chain::CauseSince) -> Self {
		Self {
			kind: cause.cause.into(),
			since: cause.since,
			until: cause.until,
		}
	}
}

/// What the owner said of a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
	/// East of Greenwich is positive, in 1e-4 degrees.
	pub longitude_e4: i32,
	/// North of the equator is positive, in 1e-4 degrees.
	pub latitude_e4: i32,
	/// Upload bandwidth in Mbit/s.
	pub upload_mbps: u32,
	/// Download bandwidth in Mbit/s.
	pub download_mbps: u32,
	/// Its telecom operators.
	pub telecom_operators: Vec<String>,
	/// Whether renters get the bare machine instead of a virtual one.
	pub bare_metal: bool,
}

impl From<chain::Profile> for Profile {
	fn from(profile: chain::Profile) -> Self {
		Self {
			longitude_e4: profile.longitude,
			latitude_e4: profile.latitude,
			upload_mbps: profile.upload_mbps,
			download_mbps: profile.download_mbps,
			telecom_operators: profile
				.telecom_operators
				.iter()
				.map(|operator| name(operator))
				.collect(),
			bare_metal: profile.bare_metal,
		}
	}
}

/// The attested hardware of a machine. All GPUs of a machine are alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hardware {
	/// GPU model.
	pub gpu_model: String,
	/// Number of GPUs.
	pub gpu_count: u32,
	/// CUDA cores of each GPU.
	pub cuda_cores: u32,
	/// Memory of each GPU in GB (10^9 bytes).
	pub vram_gb: u32,
	/// CPU model.
	pub cpu_model: String,
	/// CPU cores.
	pub cpu_cores: u32,
	/// CPU base frequency in MHz.
	pub cpu_mhz: u32,
	/// Memory in GB (10^9 bytes).
	pub ram_gb: u32,
	/// Size of the system disk in GB.
	pub system_disk_gb: u32,
	/// Size of the data disks together in GB.
	pub data_disk_gb: u32,
}

impl From<chain::Hardware> for Hardware {
	fn from(hardware: chain::Hardware) -> Self {
		Self {
			gpu_model: name(&hardware.gpu_model),
			gpu_count: hardware.gpu_count,
			cuda_cores: hardware.cuda_cores,
			vram_gb: hardware.vram_gb,
			cpu_model: name(&hardware.cpu_model),
			cpu_cores: hardware.cpu_cores,
			cpu_mhz: hardware.cpu_mhz,
			ram_gb: hardware.ram_gb,
			system_disk_gb: hardware.system_disk_gb,
			data_disk_gb: hardware.data_disk_gb,
		}
	}
}
