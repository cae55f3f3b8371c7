//! # Machines
//!
//! Who owns which machine, what it is made of, whether it is up, and the stake that its owner posts for it. This pallet
//! knows nothing of orders, ballots or rewards: the pallets above steer machines through the traits of
//! `dbc_primitives::traits` (`provider.rs`) and hear of every change through `OnMachineChange`.
//!
//! - **Identity.** A machine is its sr25519 key. Registration proves possession: the key signs the SCALE encoding of
//!   `(b"dbc/machine/register", genesis hash, owner, expires_at)`. The stake of one GPU goes on hold, the fee to the
//!   treasury.
//! - **Orthogonal facts.** `phase`, `outage`, `under_staked`, `closed` and `leaving` are told apart, and one function,
//!   [`Pallet::not_rentable`], says whether and why a machine takes no new order.
//! - **Stake rule.** An Active machine holds, per GPU, the cheaper of a fixed amount of DBC and an amount of USD at the
//!   oracle's price. The requirement is fixed at the activation. Below 80 % of it, or if it was never completed, the
//!   machine is under-staked until nothing is missing any more.
//! - **Leaving.** A machine is removed at once, or, when its outage's sanction or anything else is pending, it is
//!   `leaving`: closed, without a way back, and removed by anyone once nothing is pending.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod checks;
mod errors;
mod events;
mod funds;
mod impls;
mod provider;
mod reads;
#[cfg(any(feature = "try-state", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
#[cfg(any(feature = "runtime-benchmarks", test))]
mod fixtures;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use funds::{BalanceOf, CreditOf};
pub use pallet::*;
pub use types::{Down, Machine, Past, StateError, Up};
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

/// What benchmarks need of the runtime.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper {
	/// Sets the chain's time.
	fn set_time(now: dbc_primitives::Moment);
	/// Lets as many orders as possible run on an Active machine.
	fn rent_out(machine: &dbc_primitives::MachineId);
	/// Lets a renter of a machine that was rented out so report it, and the committee vote.
	fn accuse(machine: &dbc_primitives::MachineId);
}

#[import_section(errors::machine_errors)]
#[import_section(events::machine_events)]
#[frame_support::pallet]
// What the macros write: indexes of variants, getters of the metadata, dispatch.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
pub mod pallet {
	use alloc::vec::Vec;
	use dbc_primitives::{
		traits::{MachineAvailability, OnMachineChange, OrderGuard, PriceProvider},
		GpuModelLimits, Hardware, MachineId, MachineInfo, MachineRules, MicroUsd, ModelName,
		Moment, OutageCause, Profile, RejectReason, StakeQuote, StakeQuoteError,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, UnixTime},
	};
	use frame_system::pallet_prelude::*;
	use sp_core::sr25519;

	use crate::{types::Machine, BalanceOf, WeightInfo};

	/// The record of a machine, as it is stored.
	pub type MachineOf<T> = Machine<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The native token.
		type Currency: fungible::Inspect<Self::AccountId, Balance = u128>
			+ fungible::Mutate<Self::AccountId>
			+ fungible::InspectHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::MutateHold<Self::AccountId>
			+ fungible::BalancedHold<Self::AccountId>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason> + Encode + TypeInfo + 'static;

		/// The chain's time.
		type Time: UnixTime;

		/// The price of DBC.
		type Price: PriceProvider;

		/// The economic numbers.
		type Rules: Get<MachineRules>;

		/// Receives the fees.
		type Treasury: Get<Self::AccountId>;

		/// Knows whether orders hold a machine back.
		type Orders: OrderGuard;

		/// Hears of every change of a machine.
		type OnMachineChange: OnMachineChange<Self::AccountId, BalanceOf<Self>>;

		/// Keeps the table of GPU models and may force outages and exits.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// What benchmarks need of the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::BenchmarkHelper;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The stake of machines.
		#[codec(index = 0)]
		MachineStake,
	}

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Every machine.
	#[pallet::storage]
	pub type Machines<T: Config> = StorageMap<_, Blake2_128Concat, MachineId, MachineOf<T>>;

	/// What the owner says of a machine.
	#[pallet::storage]
	pub type Profiles<T: Config> = StorageMap<_, Blake2_128Concat, MachineId, Profile>;

	/// What was attested of a machine. Exists exactly for Active machines.
	#[pallet::storage]
	pub type HardwareOf<T: Config> = StorageMap<_, Blake2_128Concat, MachineId, Hardware>;

	/// The machines of an owner.
	#[pallet::storage]
	pub type MachinesByOwner<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		MachineId,
		(),
		OptionQuery,
	>;

	/// The council-kept table: what a GPU of each model can have at most.
	#[pallet::storage]
	pub type GpuModels<T: Config> = StorageMap<_, Blake2_128Concat, ModelName, GpuModelLimits>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The GPU models known from the start: name in UTF-8 and limits.
		pub gpu_models: Vec<(Vec<u8>, GpuModelLimits)>,
		#[serde(skip)]
		#[allow(missing_docs)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (name, limits) in &self.gpu_models {
				let model = ModelName::truncate_from(name.clone());
				assert_eq!(
					model.as_slice(),
					name.as_slice(),
					"the name of a GPU model is too long"
				);
				let stored = Pallet::<T>::do_set_gpu_model(model, *limits);
				assert!(stored.is_ok(), "a GPU model is not valid");
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Everything that the chain knows of a machine.
		pub fn machine_info(machine: MachineId) -> Option<MachineInfo<T::AccountId, BalanceOf<T>>> {
			Self::read_machine(&machine)
		}

		/// The stake that a machine with `gpus` GPUs needs at the current price.
		pub fn stake_quote(gpus: u32) -> Result<StakeQuote<BalanceOf<T>>, StakeQuoteError> {
			Self::read_stake_quote(gpus)
		}
	}

	/// Every call may also fail with `BadOrigin`; every call of an owner with `MachineNotFound` and `NotOwner`; those are
	/// not repeated below.
	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Registers a machine: the stake of one GPU goes on hold, the fee to the treasury.
		///
		/// - **Dispatch Origin:** signed by the future owner.
		/// - **Parameters:** `machine`: its sr25519 public key. `expires_at`, `signature`: the machine's signature over
		///   `registration_payload(owner, expires_at)`.
		/// - **Errors:** `AlreadyRegistered`, `ExpiredSignature`, `SignatureLifetimeTooLong`, `BadSignature`,
		///   `PriceUnavailable`, `InsufficientBalance`.
		/// - **Events:** `MachineRegistered`.
		#[pallet::call_index(0)]
		pub fn register(
			origin: OriginFor<T>,
			machine: MachineId,
			expires_at: Moment,
			signature: sr25519::Signature,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_register(owner, machine, expires_at, &signature)
		}

		/// Describes a machine; replaces what was said before.
		///
		/// - **Dispatch Origin:** signed by the owner, before the verification or after one that left the machine inactive.
		/// - **Errors:** `ProfileLocked`, `LatitudeOutOfRange`, `LongitudeOutOfRange`, `BandwidthZero`,
		///   `TelecomOperatorMissing`, `TelecomNameEmpty`, `TelecomNameNotUtf8`.
		/// - **Events:** `ProfileSet`.
		#[pallet::call_index(1)]
		pub fn set_profile(
			origin: OriginFor<T>,
			machine: MachineId,
			profile: Profile,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_profile(&who, machine, profile)
		}

		/// Says who receives the rent of new orders. Running orders keep their payee.
		///
		/// - **Dispatch Origin:** signed by the owner.
		/// - **Parameters:** `payee`: `None` for the owner itself.
		/// - **Events:** `PayeeSet`.
		#[pallet::call_index(2)]
		pub fn set_payee(
			origin: OriginFor<T>,
			machine: MachineId,
			payee: Option<T::AccountId>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_payee(&who, machine, payee)
		}

		/// Sets what new orders cost more per GPU and day.
		///
		/// - **Dispatch Origin:** signed by the owner.
		/// - **Parameters:** `extra_price` in micro-USD.
		/// - **Errors:** `ExtraPriceTooHigh`.
		/// - **Events:** `ExtraPriceSet`.
		#[pallet::call_index(3)]
		pub fn set_extra_price(
			origin: OriginFor<T>,
			machine: MachineId,
			extra_price: MicroUsd,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_extra_price(&who, machine, extra_price)
		}

		/// Closes a machine to new orders. It earns nothing until it is opened.
		///
		/// - **Dispatch Origin:** signed by the owner.
		/// - **Errors:** `AlreadyClosed`.
		/// - **Events:** `MachineClosed`.
		#[pallet::call_index(4)]
		pub fn close(origin: OriginFor<T>, machine: MachineId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_close(&who, machine)
		}

		/// Opens a machine to new orders.
		///
		/// - **Dispatch Origin:** signed by the owner.
		/// - **Errors:** `AlreadyOpen`, `Leaving`.
		/// - **Events:** `MachineOpened`.
		#[pallet::call_index(5)]
		pub fn open(origin: OriginFor<T>, machine: MachineId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_open(&who, machine)
		}

		/// Holds more stake: `amount`, but not more than is missing. Ends the under-stake once nothing is missing.
		///
		/// - **Dispatch Origin:** signed by the owner.
		/// - **Errors:** `ZeroAmount`, `NotActive`, `Leaving`, `NothingMissing`, `InsufficientBalance`.
		/// - **Events:** `StakeToppedUp`, `StakeCompleted`.
		#[pallet::call_index(6)]
		pub fn top_up(
			origin: OriginFor<T>,
			machine: MachineId,
			#[pallet::compact] amount: BalanceOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_top_up(&who, machine, amount)
		}

		/// Lowers the requirement to that of the current price and releases the difference.
		///
		/// - **Dispatch Origin:** signed by the owner.
		/// - **Errors:** `NotActive`, `Leaving`, `OutageRunning`, `ExitLocked`, `StakeIncomplete`, `TooEarly`,
		///   `PriceUnavailable`, `NothingToRelease`.
		/// - **Events:** `Restaked`.
		#[pallet::call_index(7)]
		pub fn restake(origin: OriginFor<T>, machine: MachineId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_restake(&who, machine)
		}

		/// Removes a machine and returns its stake. A running outage ends first; if that leaves a sanction pending, the
		/// machine is closed and leaving, and goes by `remove` or another `exit` once nothing is pending.
		///
		/// - **Dispatch Origin:** signed by the owner.
		/// - **Errors:** `VerificationUnderWay`, `ExitLocked`, `TooEarly`, those of [`OrderGuard::ensure_may_exit`].
		/// - **Events:** `OutageEnded`, then `MachineRemoved` or `ExitDeferred`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::exit().max(T::WeightInfo::exit_deferred()))]
		pub fn exit(origin: OriginFor<T>, machine: MachineId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_exit(&who, machine)
		}

		/// Removes a machine that is leaving, was refused or left without a decision and not asked for again in time, has
		/// lost its whole stake, or has been down for too long. What remains of the stake returns to the owner, or, if the
		/// owner's account cannot receive it, goes to the treasury.
		///
		/// - **Dispatch Origin:** signed by anyone.
		/// - **Errors:** `MachineNotFound`, `NotRemovable`, `ExitLocked`, those of [`OrderGuard::ensure_all_closed`].
		/// - **Events:** `OutageEnded`, then `MachineRemoved` or `ExitDeferred`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::remove().max(T::WeightInfo::remove_deferred()))]
		pub fn remove(origin: OriginFor<T>, machine: MachineId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_remove(machine)
		}

		/// Says that a machine is down from now on.
		///
		/// - **Dispatch Origin:** signed by the owner.
		/// - **Errors:** `NotActive`, `AlreadyDown`.
		/// - **Events:** `OutageBegun` or `OutageCauseAdded`.
		#[pallet::call_index(10)]
		pub fn report_down(origin: OriginFor<T>, machine: MachineId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_report_down(&who, machine)
		}

		/// Says that a machine is up again: ends every cause but counterfeit hardware and a hardware change, which end
		/// by an attestation.
		///
		/// - **Dispatch Origin:** signed by the owner.
		/// - **Errors:** `NotDown`.
		/// - **Events:** `OutageCauseEnded` for each cause but the last, `OutageEnded` with the last.
		#[pallet::call_index(11)]
		pub fn report_up(origin: OriginFor<T>, machine: MachineId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_report_up(&who, machine)
		}

		/// Adds a GPU model to the table, or changes its limits. Attested machines keep their hardware.
		///
		/// - **Dispatch Origin:** [`Config::GovernanceOrigin`].
		/// - **Errors:** `InvalidModelName`, `InvalidLimits`.
		/// - **Events:** `GpuModelSet`.
		#[pallet::call_index(12)]
		pub fn set_gpu_model(
			origin: OriginFor<T>,
			model: ModelName,
			limits: GpuModelLimits,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_gpu_model(model, limits)
		}

		/// Removes a GPU model from the table. Attested machines keep their hardware.
		///
		/// - **Dispatch Origin:** [`Config::GovernanceOrigin`].
		/// - **Errors:** `UnknownGpuModel`.
		/// - **Events:** `GpuModelRemoved`.
		#[pallet::call_index(13)]
		pub fn remove_gpu_model(origin: OriginFor<T>, model: ModelName) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_remove_gpu_model(model)
		}

		/// Lets a machine leave whatever its age: a report on it closes, its orders are settled and refunded, its outage ends,
		/// what is not locked returns to the owner, and locked stake waits for its sanction.
		///
		/// - **Dispatch Origin:** [`Config::GovernanceOrigin`].
		/// - **Errors:** `MachineNotFound`, `VerificationUnderWay`.
		/// - **Events:** `OutageEnded`, then `MachineRemoved` or `ExitDeferred`.
		#[pallet::call_index(14)]
		// Closing what is open, and then perhaps all that an exit does.
		#[pallet::weight(T::WeightInfo::force_exit().saturating_add(T::WeightInfo::remove()))]
		pub fn force_exit(origin: OriginFor<T>, machine: MachineId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_force_exit(machine)
		}

		// Index 15 was a call that is gone.

		/// Says that a machine is down from now on.
		///
		/// - **Dispatch Origin:** [`Config::GovernanceOrigin`].
		/// - **Errors:** those of [`MachineAvailability::take_down`].
		/// - **Events:** `OutageBegun` or `OutageCauseAdded`.
		#[pallet::call_index(16)]
		pub fn force_take_down(
			origin: OriginFor<T>,
			machine: MachineId,
			cause: OutageCause,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			<Self as MachineAvailability>::take_down(&machine, cause, Self::now())
		}

		/// Says that a cause of an outage is over.
		///
		/// - **Dispatch Origin:** [`Config::GovernanceOrigin`].
		/// - **Errors:** those of [`MachineAvailability::bring_up`].
		/// - **Events:** `OutageCauseEnded` or `OutageEnded`.
		#[pallet::call_index(17)]
		pub fn force_bring_up(
			origin: OriginFor<T>,
			machine: MachineId,
			cause: OutageCause,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			<Self as MachineAvailability>::bring_up(&machine, cause)
		}
	}
}
