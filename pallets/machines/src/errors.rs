//! Why a call of this pallet is refused, and what to do.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod machine_errors {
	/// Why a call is refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// No machine has this id: check it, or register the machine first.
		MachineNotFound,
		/// Only the owner, or its `MachineOperator` proxy, may do this.
		NotOwner,
		/// This machine key is registered: each key can be once at a time.
		AlreadyRegistered,
		/// The signature of the machine's key has expired: let the machine sign a later `expires_at`.
		ExpiredSignature,
		/// `expires_at` lies too far in the future: let the machine sign an earlier one.
		SignatureLifetimeTooLong,
		/// The signature is not that of the machine's key over the registration payload of this chain, this owner and
		/// this `expires_at`: let the machine sign exactly that payload.
		BadSignature,
		/// There is no fresh price of DBC: try again once the feeders have fed.
		PriceUnavailable,
		/// The owner lacks freely spendable funds for the stake and the fee: locked, vesting and held funds do not
		/// count, and the existential deposit stays.
		InsufficientBalance,
		/// The profile cannot change once verification starts; changing it later is a hardware change.
		ProfileLocked,
		/// The machine has no profile: call `set_profile` first.
		ProfileMissing,
		/// The latitude is not between −90° and 90° (in 1e-4 degrees).
		LatitudeOutOfRange,
		/// The longitude is not between −180° and 180° (in 1e-4 degrees).
		LongitudeOutOfRange,
		/// Upload and download bandwidth must each be at least 1 Mbit/s.
		BandwidthZero,
		/// At least one telecom operator must be named.
		TelecomOperatorMissing,
		/// A telecom operator has an empty name.
		TelecomNameEmpty,
		/// The name of a telecom operator is not UTF-8.
		TelecomNameNotUtf8,
		/// The extra price is above the highest allowed.
		ExtraPriceTooHigh,
		/// The machine is closed to new orders already.
		AlreadyClosed,
		/// The machine is open to new orders already.
		AlreadyOpen,
		/// The machine is not Active: it must pass verification first.
		NotActive,
		/// The phase of the machine does not allow this.
		WrongPhase,
		/// A verification is under way: wait until it closes.
		VerificationUnderWay,
		/// The machine was refused, or left without a decision, too long ago: remove it and register it again.
		RetryExpired,
		/// The machine is Active and no hardware change is under way: ask for one first.
		NoHardwareChange,
		/// The machine is leaving: it goes as soon as nothing is pending, and may then be registered again.
		Leaving,
		/// The amount is 0.
		ZeroAmount,
		/// The stake is complete: there is nothing to top up.
		NothingMissing,
		/// The least time has not passed: see `restake_from` and `exit_from` of the machine.
		TooEarly,
		/// The machine is down: report it up first. A hardware change may begin while it is down by its owner's word,
		/// or for counterfeit hardware, alone.
		OutageRunning,
		/// A report, a sanction or a hardware change is open: wait until it is closed.
		ExitLocked,
		/// The stake is below the requirement: top it up first.
		StakeIncomplete,
		/// At the current price the requirement would not fall: nothing changes, the interval included.
		NothingToRelease,
		/// Only a machine that is leaving, was refused or left without a decision and not asked for again in time, has
		/// lost its stake, or has been down for too long may be removed by anyone.
		NotRemovable,
		/// The machine is down for this cause already.
		AlreadyDown,
		/// The machine is not down for a cause that ends this way: counterfeit hardware and a hardware change end only by
		/// an attestation.
		NotDown,
		/// An outage cannot begin in the future.
		OutageInFuture,
		/// The GPU model is not in the table: ask the council to add it.
		UnknownGpuModel,
		/// The name of a model is empty or not UTF-8.
		InvalidModelName,
		/// The limits of a model must each be at least 1.
		InvalidLimits,
		/// The number of GPUs is not between 1 and 32.
		GpuCountOutOfRange,
		/// The CUDA cores of a GPU are 0 or more than its model has.
		CudaCoresOutOfRange,
		/// The memory of a GPU is 0 or more than its model has.
		VramOutOfRange,
		/// The memory is 0 or more than 4,096 GB.
		RamOutOfRange,
		/// Cores and frequency of the CPU must each be at least 1.
		CpuIncomplete,
		/// The system disk must have at least 1 GB.
		SystemDiskMissing,
		/// The points are more than 1,000.00 for each GPU.
		PointsTooHigh,
		/// Less is locked than shall be unlocked or taken.
		LockedTooLow,
		/// Less is free of locks than shall be released.
		StakeTooLow,
		/// Too many reports, sanctions and hardware changes are open.
		TooManyExitLocks,
		/// No report, sanction or hardware change is open.
		ExitNotLocked,
	}
}
