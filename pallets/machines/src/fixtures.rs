//! Builders shared by tests and benchmarks: the largest values that are allowed.

use dbc_primitives::{
	GpuModelLimits, Hardware, ModelName, Profile, TelecomName, MAX_MODEL_LEN, MAX_RAM_GB,
	MAX_TELECOM_NAME_LEN, MAX_TELECOM_OPERATORS,
};
use frame_support::{traits::ConstU32, BoundedVec};

/// A name of `LEN` bytes.
fn longest_name<const LEN: u32>(letter: u8) -> BoundedVec<u8, ConstU32<LEN>> {
	(0..LEN)
		.map(|_| letter)
		.collect::<alloc::vec::Vec<_>>()
		.try_into()
		.unwrap_or_default()
}

/// The longest profile.
pub(crate) fn profile() -> Profile {
	let names: alloc::vec::Vec<TelecomName> = (0..MAX_TELECOM_OPERATORS)
		.map(|_| longest_name::<MAX_TELECOM_NAME_LEN>(b't'))
		.collect();
	Profile {
		longitude: 1_037_500,
		latitude: 12_000,
		upload_mbps: 1_000,
		download_mbps: 2_000,
		telecom_operators: names.try_into().unwrap_or_default(),
		bare_metal: true,
	}
}

/// The longest name of a model.
pub(crate) fn model() -> ModelName {
	longest_name::<MAX_MODEL_LEN>(b'g')
}

/// What GPUs of [`model`] can have at most.
pub(crate) fn limits() -> GpuModelLimits {
	GpuModelLimits {
		max_cuda_cores: 16_896,
		max_vram_gb: 80,
	}
}

/// Hardware with `gpu_count` GPUs and otherwise the largest values; memory as much as the points of so many GPUs allow.
pub(crate) fn hardware(gpu_count: u32) -> Hardware {
	Hardware {
		gpu_model: model(),
		gpu_count,
		cuda_cores: limits().max_cuda_cores,
		vram_gb: limits().max_vram_gb,
		cpu_model: longest_name::<MAX_MODEL_LEN>(b'c'),
		cpu_cores: 128,
		cpu_mhz: 3_000,
		ram_gb: gpu_count.saturating_mul(128).min(MAX_RAM_GB),
		system_disk_gb: 1_000,
		data_disk_gb: 100_000,
	}
}

/// The largest hardware.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn largest_hardware() -> Hardware {
	hardware(dbc_primitives::MAX_GPUS)
}
