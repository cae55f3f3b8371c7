//! What is refused of what others say: the signature of a registration, profiles, hardware, GPU models.

use codec::Encode;
use core::str::from_utf8;
use dbc_math::points;
use dbc_primitives::{
	GpuModelLimits, Hardware, MachineId, MachineRules, ModelName, Moment, Profile,
	RegistrationPayload, MAX_GPUS, MAX_LATITUDE, MAX_LONGITUDE, MAX_RAM_GB, REGISTER_DOMAIN,
};
use frame_support::ensure;
use sp_core::sr25519;
use sp_runtime::traits::Zero;

use crate::{Config, Error, GpuModels, Pallet};

impl<T: Config> Pallet<T> {
	/// What a machine's key signs.
	pub(crate) fn payload(
		owner: &T::AccountId,
		expires_at: Moment,
	) -> RegistrationPayload<T::Hash, T::AccountId> {
		let genesis_hash = frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::zero(),
		);
		(REGISTER_DOMAIN, genesis_hash, owner.clone(), expires_at)
	}

	/// Checks that the key `machine` agrees to be registered by `owner` now, on this chain.
	pub(crate) fn check_signature(
		rules: &MachineRules,
		now: Moment,
		owner: &T::AccountId,
		machine: &MachineId,
		expires_at: Moment,
		signature: &sr25519::Signature,
	) -> Result<(), Error<T>> {
		ensure!(now < expires_at, Error::<T>::ExpiredSignature);
		let latest = now.saturating_add(rules.signature_lifetime);
		ensure!(expires_at <= latest, Error::<T>::SignatureLifetimeTooLong);
		let message = Self::payload(owner, expires_at).encode();
		let key = sr25519::Public::from_raw(*machine);
		let valid = sp_io::crypto::sr25519_verify(signature, &message, &key);
		ensure!(valid, Error::<T>::BadSignature);
		Ok(())
	}

	/// Checks what an owner says of a machine.
	pub(crate) fn check_profile(profile: &Profile) -> Result<(), Error<T>> {
		let Profile {
			longitude,
			latitude,
			upload_mbps,
			download_mbps,
			..
		} = profile;
		ensure!(
			latitude.unsigned_abs() <= MAX_LATITUDE.unsigned_abs(),
			Error::<T>::LatitudeOutOfRange
		);
		ensure!(
			longitude.unsigned_abs() <= MAX_LONGITUDE.unsigned_abs(),
			Error::<T>::LongitudeOutOfRange
		);
		ensure!(
			*upload_mbps > 0 && *download_mbps > 0,
			Error::<T>::BandwidthZero
		);
		ensure!(
			!profile.telecom_operators.is_empty(),
			Error::<T>::TelecomOperatorMissing
		);
		for name in &profile.telecom_operators {
			ensure!(!name.is_empty(), Error::<T>::TelecomNameEmpty);
			ensure!(from_utf8(name).is_ok(), Error::<T>::TelecomNameNotUtf8);
		}
		Ok(())
	}

	/// Checks what verifiers say of a machine, and tells its points.
	pub(crate) fn checked_points(hardware: &Hardware) -> Result<u64, Error<T>> {
		let limits = GpuModels::<T>::get(&hardware.gpu_model).ok_or(Error::<T>::UnknownGpuModel)?;
		let within = |value: u32, most: u32| value > 0 && value <= most;
		ensure!(
			within(hardware.gpu_count, MAX_GPUS),
			Error::<T>::GpuCountOutOfRange
		);
		ensure!(
			within(hardware.cuda_cores, limits.max_cuda_cores),
			Error::<T>::CudaCoresOutOfRange
		);
		ensure!(
			within(hardware.vram_gb, limits.max_vram_gb),
			Error::<T>::VramOutOfRange
		);
		ensure!(
			within(hardware.ram_gb, MAX_RAM_GB),
			Error::<T>::RamOutOfRange
		);
		Self::check_model_name(&hardware.cpu_model)?;
		ensure!(
			hardware.cpu_cores > 0 && hardware.cpu_mhz > 0,
			Error::<T>::CpuIncomplete
		);
		ensure!(hardware.system_disk_gb > 0, Error::<T>::SystemDiskMissing);
		let points = points::points_nearest(
			hardware.gpu_count,
			hardware.cuda_cores,
			hardware.vram_gb,
			hardware.ram_gb,
		);
		ensure!(
			points <= points::most_points(hardware.gpu_count),
			Error::<T>::PointsTooHigh
		);
		Ok(points)
	}

	/// Checks an entry of the table of GPU models.
	pub(crate) fn check_gpu_model(
		model: &ModelName,
		limits: &GpuModelLimits,
	) -> Result<(), Error<T>> {
		Self::check_model_name(model)?;
		ensure!(
			limits.max_cuda_cores > 0 && limits.max_vram_gb > 0,
			Error::<T>::InvalidLimits
		);
		Ok(())
	}

	fn check_model_name(name: &ModelName) -> Result<(), Error<T>> {
		ensure!(
			!name.is_empty() && from_utf8(name).is_ok(),
			Error::<T>::InvalidModelName
		);
		Ok(())
	}
}
