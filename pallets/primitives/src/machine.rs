//! What a machine is: its profile, its hardware, its phase and its outage.

// The derive of an enum with fields writes its index as `usize as u8`.
#![allow(clippy::cast_possible_truncation)]

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::Moment;

/// Most GPUs that a machine may have (*fixed*).
pub const MAX_GPUS: u32 = 32;
/// Most telecom operators that a profile may name (*fixed*).
pub const MAX_TELECOM_OPERATORS: u32 = 4;
/// Longest name of a telecom operator, in bytes (*fixed*).
pub const MAX_TELECOM_NAME_LEN: u32 = 32;
/// Longest name of a GPU or CPU model, in bytes (*fixed*).
pub const MAX_MODEL_LEN: u32 = 64;
/// Most memory of a machine, in GB (*fixed*).
pub const MAX_RAM_GB: u32 = 4_096;
/// Largest absolute latitude, in 1e-4 degrees (*fixed*).
pub const MAX_LATITUDE: i32 = 900_000;
/// Largest absolute longitude, in 1e-4 degrees (*fixed*).
pub const MAX_LONGITUDE: i32 = 1_800_000;

/// Name of a GPU or CPU model in UTF-8.
pub type ModelName = BoundedVec<u8, ConstU32<MAX_MODEL_LEN>>;
/// Name of a telecom operator in UTF-8.
pub type TelecomName = BoundedVec<u8, ConstU32<MAX_TELECOM_NAME_LEN>>;

/// What the owner says of a machine. Nobody attests it before the verification.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Profile {
	/// East of Greenwich is positive, in 1e-4 degrees: −1,800,000 … 1,800,000.
	pub longitude: i32,
	/// North of the equator is positive, in 1e-4 degrees: −900,000 … 900,000.
	pub latitude: i32,
	/// Upload bandwidth in Mbit/s, at least 1.
	pub upload_mbps: u32,
	/// Download bandwidth in Mbit/s, at least 1.
	pub download_mbps: u32,
	/// 1 to 4 telecom operators, each with a non-empty name.
	pub telecom_operators: BoundedVec<TelecomName, ConstU32<MAX_TELECOM_OPERATORS>>,
	/// Whether renters get the bare machine instead of a virtual one.
	pub bare_metal: bool,
}

/// The hardware of a machine as verifiers attest it. All GPUs of a machine are alike.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Hardware {
	/// A model of the council-kept table.
	pub gpu_model: ModelName,
	/// Number of GPUs: 1 … 32.
	pub gpu_count: u32,
	/// CUDA cores of each GPU.
	pub cuda_cores: u32,
	/// Memory of each GPU in GB (10^9 bytes).
	pub vram_gb: u32,
	/// CPU model.
	pub cpu_model: ModelName,
	/// CPU cores.
	pub cpu_cores: u32,
	/// CPU base frequency in MHz.
	pub cpu_mhz: u32,
	/// Memory in GB (10^9 bytes), at most 4,096.
	pub ram_gb: u32,
	/// Size of the system disk in GB.
	pub system_disk_gb: u32,
	/// Size of the data disks together in GB.
	pub data_disk_gb: u32,
}

/// What a GPU model can have at most, from the council-kept table.
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
pub struct GpuModelLimits {
	/// Most CUDA cores of a GPU of this model.
	pub max_cuda_cores: u32,
	/// Most memory of a GPU of this model in GB.
	pub max_vram_gb: u32,
}

/// Why verifiers refused a machine. The order is that of the codes: the lowest is stored when refusals differ.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum RejectReason {
	/// The machine did not answer.
	Unreachable,
	/// The GPUs are of another model than claimed.
	WrongGpu,
	/// The number of GPUs is not the claimed one.
	WrongCount,
	/// The disks are not as claimed.
	WrongDisk,
	/// Bandwidth or telecom operators are not as claimed.
	WrongNetwork,
	/// The machine stands somewhere else.
	WrongLocation,
	/// Anything else.
	Other,
}

/// Where a machine is in its life. Outage, stake and occupancy are told apart from it.
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
)]
pub enum Phase {
	/// Registered; the owner completes the profile and requests verification.
	Registered,
	/// A verification is under way: profile and exit are locked.
	Verifying,
	/// Attested. It stays so until it leaves.
	Active,
	/// Refused by its verifiers. May be requested again for a while, afterwards anyone may remove it.
	Rejected {
		/// Why it was refused.
		reason: RejectReason,
		/// When it was refused.
		at: Moment,
	},
	/// Its verifiers came to no decision, and its stake was returned. May be requested again for a while, at a fee;
	/// afterwards anyone may remove it.
	Undecided {
		/// When the last round ended.
		at: Moment,
	},
}

/// Why a machine is down.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum OutageCause {
	/// The owner said so.
	OwnerReported,
	/// An upheld report: nobody reaches the machine.
	Inaccessible,
	/// An upheld report: GPUs or system do not work.
	Malfunction,
	/// An upheld report: the hardware is not what was attested.
	Counterfeit,
	/// An upheld report: the machine cannot be rented though it says so.
	RentFailed,
	/// The owner changes the hardware: until it is attested anew.
	HardwareChange,
}

/// Number of [`OutageCause`]s: an outage holds each at most once.
pub const OUTAGE_CAUSES: u32 = 6;

/// A cause of an outage, since when it lasts, and until when if it is over while others last.
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
)]
pub struct CauseSince {
	/// The cause.
	pub cause: OutageCause,
	/// Since when it lasts.
	pub since: Moment,
	/// When it ended; `None` while it lasts.
	pub until: Option<Moment>,
}

/// One outage of a machine: begins with its first cause and ends with its last.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Outage<Balance> {
	/// When it began: the earliest `since` of its causes.
	pub since: Moment,
	/// The causes, each once. At least one lasts; those that are over stay, because each counts at its own length.
	pub causes: BoundedVec<CauseSince, ConstU32<OUTAGE_CAUSES>>,
	/// The machine's stake when the outage began, in planck: the base of the sanction.
	pub base: Balance,
}
