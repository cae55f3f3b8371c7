//! # Sanctions
//!
//! Nothing is taken from anybody at once. Whoever imposes a penalty proposes a sanction, whose amount is locked; it waits, so
//! that the account concerned may appeal to the technical committee, and is then executed exactly once, or cancelled. This
//! pallet knows neither machines nor orders nor the committee: it meets them through the traits of
//! `dbc_primitives::traits`.
//!
//! - **Members and refused machines.** Others propose their sanctions (`provider.rs`).
//! - **Outages** (`outages.rs`). The sanction of an outage is made here, when it ends, by the table of `dbc_math::penalty`.
//!   Outages with little time between them count as one, so that nothing is gained by splitting one.
//! - **Ending** (`ending.rs`). A sanction is executed by the agenda or by anyone, or cancelled by a decision. It ends whatever
//!   the accounts can do: what cannot be paid to somebody goes to the treasury with the rest.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod agenda;
mod ending;
mod errors;
mod events;
mod funds;
mod impls;
mod outages;
mod provider;
mod reads;
#[cfg(any(feature = "try-state", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use funds::{BalanceOf, CreditOf};
pub use pallet::*;
pub use types::{
	Claims, Decision, Lengths, Record, Running, SanctionError, Series, MAX_UPHOLDERS,
	REATTESTATION_TIME,
};
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

/// What benchmarks need of the runtime.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
	/// Sets the chain's time.
	fn set_time(now: dbc_primitives::Moment);
	/// An Active machine of `owner` with its whole stake, of which nothing is locked. It may have more stake than the
	/// requirement.
	fn active_machine(owner: &AccountId) -> dbc_primitives::MachineId;
	/// Takes an Active machine down for [`dbc_primitives::OutageCause::Inaccessible`] since `since`, and tells its listeners.
	fn take_down(machine: &dbc_primitives::MachineId, since: dbc_primitives::Moment);
	/// A job for which `member` has something at risk. Makes it a member of the committee if it is not.
	fn booked(member: &AccountId) -> dbc_primitives::JobId;
}

#[import_section(errors::sanctions_errors)]
#[import_section(events::sanctions_events)]
#[frame_support::pallet]
// What the macros write: indexes of variants, getters of the metadata, dispatch.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
pub mod pallet {
	use dbc_agenda::Minute;
	use dbc_primitives::{
		traits::{
			MachineAvailability, MachineInspect, MachineStake, OrderClaims, OrderInspect,
			OutageInspect, StallCounter, VerifierPool,
		},
		AppealReason, MachineId, Moment, SanctionGround, SanctionId, SanctionInfo, SanctionRules,
		MAX_ORDERS,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, OnUnbalanced, UnixTime},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;

	use crate::{
		types::{Decision, Record, Running, Series, MAX_UPHOLDERS},
		BalanceOf, CreditOf, WeightInfo,
	};

	/// The record of a sanction, as it is stored.
	pub type RecordOf<T> = Record<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

	/// The outages of a machine, as they are stored.
	pub type SeriesOf<T> = Series<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

	/// A running outage, as it is stored.
	pub type RunningOf<T> = Running<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

	/// Who gets how much of a sanction, as it is stored.
	pub type SharesOf<T> =
		BoundedVec<(<T as frame_system::Config>::AccountId, BalanceOf<T>), ConstU32<MAX_SHARES>>;

	/// Most recipients of a sanction beside the treasury: renters, and the members of two reports (*fixed*).
	pub const MAX_SHARES: u32 = MAX_ORDERS.saturating_add(MAX_UPHOLDERS);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The native token.
		type Currency: fungible::Inspect<Self::AccountId, Balance = u128>
			+ fungible::Mutate<Self::AccountId>
			+ fungible::Balanced<Self::AccountId>
			+ fungible::InspectHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::MutateHold<Self::AccountId>
			+ fungible::BalancedHold<Self::AccountId>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason> + Encode + TypeInfo + 'static;

		/// The chain's time.
		type Time: UnixTime;

		/// Stalls of the chain, by which the deadlines of appeals and decisions move.
		type Stalls: StallCounter;

		/// The economic numbers.
		type Rules: Get<SanctionRules>;

		/// The registry of machines.
		type Machines: MachineInspect<Self::AccountId>
			+ OutageInspect<Balance = BalanceOf<Self>>
			+ MachineAvailability
			+ MachineStake<Balance = BalanceOf<Self>, Credit = CreditOf<Self>>;

		/// The orders on them.
		type Orders: OrderInspect<Self::AccountId> + OrderClaims<Self::AccountId, BalanceOf<Self>>;

		/// Keeps what members have at risk.
		type Committee: VerifierPool<
			Self::AccountId,
			Balance = BalanceOf<Self>,
			Credit = CreditOf<Self>,
		>;

		/// Receives what is taken and paid to nobody.
		type OnSlash: OnUnbalanced<CreditOf<Self>>;

		/// Decides appeals.
		type DecisionOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// What benchmarks need of the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::BenchmarkHelper<Self::AccountId>;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposits of appeals.
		#[codec(index = 0)]
		AppealDeposit,
	}

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// The pending sanctions.
	#[pallet::storage]
	pub type Sanctions<T: Config> = StorageMap<_, Twox64Concat, SanctionId, RecordOf<T>>;

	/// Who gets how much of a pending sanction, where it is not all the treasury's.
	#[pallet::storage]
	pub type Shares<T: Config> = StorageMap<_, Twox64Concat, SanctionId, SharesOf<T>, ValueQuery>;

	/// The pending sanctions of each account that pays one.
	#[pallet::storage]
	pub type SanctionsByAccount<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, SanctionId, ()>;

	/// The pending sanctions of each machine whose stake pays one.
	#[pallet::storage]
	pub type SanctionsByMachine<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, MachineId, Twox64Concat, SanctionId, ()>;

	/// The number of the next sanction.
	#[pallet::storage]
	pub type NextId<T: Config> = StorageValue<_, SanctionId, ValueQuery>;

	/// The outages of each machine that has had one, as far as they count for the next.
	#[pallet::storage]
	pub type OutageSeries<T: Config> = StorageMap<_, Blake2_128Concat, MachineId, SeriesOf<T>>;

	/// What the agenda holds: pending sanctions, by minute and place. One that ends earlier is passed over.
	#[pallet::storage]
	pub type AgendaItems<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Minute, Twox64Concat, u32, SanctionId>;

	/// How many places each minute of the agenda has.
	#[pallet::storage]
	pub type AgendaPlaces<T: Config> = StorageMap<_, Twox64Concat, Minute, u32, ValueQuery>;

	/// How far the agenda is.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, dbc_agenda::Cursor>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_poll(_now: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::run_agenda(meter);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Everything that the chain knows of a pending sanction.
		pub fn sanction_info(id: SanctionId) -> Option<SanctionInfo<T::AccountId, BalanceOf<T>>> {
			Self::read_sanction(id)
		}
	}

	/// Every call may also fail with `BadOrigin`, and those with a sanction with `SanctionNotFound`; that is not repeated
	/// below.
	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Appeals against a sanction, once: the technical committee may then cancel it. The deposit returns only if it does.
		///
		/// - **Dispatch Origin:** signed by the account concerned.
		/// - **Parameters:** `reason`: free text, public.
		/// - **Errors:** `NotConcerned`, `AlreadyAppealed`, `AppealWindowOver`, `InsufficientBalance`.
		/// - **Events:** `SanctionAppealed`.
		#[pallet::call_index(0)]
		pub fn appeal(
			origin: OriginFor<T>,
			id: SanctionId,
			reason: AppealReason,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_appeal(&who, id, reason)
		}

		/// Decides an appeal: the sanction is cancelled, or executed now.
		///
		/// - **Dispatch Origin:** [`Config::DecisionOrigin`].
		/// - **Errors:** `NotAppealed`, `DecisionWindowOver`.
		/// - **Events:** `SanctionCancelled` and `DepositReturned`; or `AppealDismissed`, `DepositForfeited`, `SharePaid` for
		///   each share, `SanctionExecuted`.
		#[pallet::call_index(1)]
		#[pallet::weight(Pallet::<T>::most_decide_weight())]
		pub fn decide(
			origin: OriginFor<T>,
			id: SanctionId,
			decision: Decision,
		) -> DispatchResultWithPostInfo {
			T::DecisionOrigin::ensure_origin(origin)?;
			let weight = Self::do_decide(id, decision)?;
			Ok(Some(weight).into())
		}

		/// Executes a sanction that nobody has appealed in time, or whose appeal nobody has decided in time.
		///
		/// - **Dispatch Origin:** signed by anyone.
		/// - **Errors:** `TooEarly`.
		/// - **Events:** `DepositForfeited` if it was appealed, `SharePaid` for each share, `SanctionExecuted`; or
		///   `SanctionVoided`.
		#[pallet::call_index(2)]
		#[pallet::weight(Pallet::<T>::most_execute_weight())]
		pub fn execute(origin: OriginFor<T>, id: SanctionId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let weight = Self::do_execute(id)?;
			Ok(Some(weight).into())
		}

		/// Creates the sanction of a running outage that cannot cost more by lasting: the machine may never come back. When
		/// it does, what the whole outage costs more is added.
		///
		/// - **Dispatch Origin:** signed by anyone.
		/// - **Errors:** `MachineNotFound`, `NotDown`, `LastThresholdNotPassed`, `NothingDue`.
		/// - **Events:** `SanctionCreated`.
		#[pallet::call_index(3)]
		pub fn sanction_outage(origin: OriginFor<T>, machine: MachineId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_sanction_outage(machine)
		}
	}
}
