//! # Rental
//!
//! Who uses which GPUs of a machine, until when, and who is paid for it. This pallet does not know the registry: it hears
//! of machines through `OnMachineChange` and keeps a copy of what each offers, so that no call needs to ask.
//!
//! - **Order.** The payer's rent and a fee go on hold. The renter confirms it in a window that begins at its start, and
//!   from then on rent is earned by the millisecond; while the machine is down nothing is. Its end never moves.
//! - **Time decides.** Whether an order is live, running or over is told by comparing times (`occupancy.rs`), what it has
//!   earned as well (`amounts.rs`): settling often or once, early or late, comes to the same planck.
//! - **Ledger** (`ledger.rs`). All payments and endings. An ending never fails.
//! - **Reports.** While one is open on a machine, nothing is earned after its time; what ends meanwhile waits for it.
//! - **Agenda** (`agenda.rs`). Orders end by themselves, receipts go. Nothing depends on when.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod agenda;
mod amounts;
mod checks;
mod errors;
mod events;
mod funds;
mod impls;
mod ledger;
mod occupancy;
mod provider;
mod reads;
#[cfg(any(feature = "try-state", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use funds::BalanceOf;
pub use pallet::*;
pub use types::{
	Ids as OrderIds, Occupancy, Order, OrderPart, OrderRecord, OrderRules, Part, RenterTag, Report,
	Span, Stage,
};
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

/// What benchmarks need of the runtime.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
	/// Sets the chain's time.
	fn set_time(now: dbc_primitives::Moment);
	/// An Active machine of `owner` with as many GPUs as possible, of which this pallet has heard.
	fn active_machine(owner: &AccountId) -> dbc_primitives::MachineId;
}

#[import_section(errors::rental_errors)]
#[import_section(events::rental_events)]
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
		traits::{MachineInspect, OnOrderChange, PriceProvider, StallCounter},
		CloseReason, GpuMask, MachineId, Moment, NanoUsd, OrderId, OrderInfo, RentQuote,
		RentRefusal, RentRequest, RentalRules, Schedule, ScheduleError,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, UnixTime},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;

	use crate::{
		types::{self, Occupancy, Order, OrderRecord},
		BalanceOf, WeightInfo,
	};

	/// The record of a machine, as it is stored.
	pub type OccupancyOf<T> = Occupancy<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

	/// An open order, as it is stored.
	pub type OrderOf<T> = Order<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

	/// The record of an order, as it is stored.
	pub type OrderRecordOf<T> = OrderRecord<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The native token.
		type Currency: fungible::Inspect<Self::AccountId, Balance = u128>
			+ fungible::Mutate<Self::AccountId>
			+ fungible::InspectHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::MutateHold<Self::AccountId>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason> + Encode + TypeInfo + 'static;

		/// The chain's time.
		type Time: UnixTime;

		/// Stalls of the chain, by which the time to confirm an order moves.
		type Stalls: StallCounter;

		/// The price of DBC.
		type Price: PriceProvider;

		/// The economic numbers.
		type Rules: Get<RentalRules>;

		/// Receives the fees.
		type Treasury: Get<Self::AccountId>;

		/// The registry of machines.
		type Machines: MachineInspect<Self::AccountId>;

		/// Listens to orders.
		type OnOrderChange: OnOrderChange<BalanceOf<Self>>;

		/// May close any order.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// What benchmarks need of the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::BenchmarkHelper<Self::AccountId>;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Fee and rent of open orders.
		#[codec(index = 0)]
		RentalEscrow,
	}

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What orders need to know of each machine that was ever Active, and who has which of its GPUs.
	#[pallet::storage]
	pub type Occupancies<T: Config> = StorageMap<_, Blake2_128Concat, MachineId, OccupancyOf<T>>;

	/// The orders that are open, and the receipts of those that were closed not long ago.
	#[pallet::storage]
	pub type Orders<T: Config> = StorageMap<_, Twox64Concat, OrderId, OrderRecordOf<T>>;

	/// The orders and receipts of each renter and payer.
	#[pallet::storage]
	pub type OrdersOf<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, OrderId, ()>;

	/// The number of the next order, and how far the hook has looked at them.
	#[pallet::storage]
	pub type Ids<T: Config> = StorageValue<_, types::Ids, ValueQuery>;

	/// What the agenda holds: each order that the hook has looked at, once, until its receipt is removed.
	#[pallet::storage]
	pub type AgendaItems<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Minute, Twox64Concat, u32, OrderId>;

	/// How many places each minute of the agenda has.
	#[pallet::storage]
	pub type AgendaPlaces<T: Config> = StorageMap<_, Twox64Concat, Minute, u32, ValueQuery>;

	/// How far the agenda is.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, dbc_agenda::Cursor>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_poll(_now: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::run_hook(meter);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Whether a machine can be rented as wished, and if not, why.
		pub fn can_rent(request: RentRequest) -> Result<(), RentRefusal> {
			Self::read_can_rent(&request)
		}

		/// What an order would cost now.
		pub fn quote(request: RentRequest) -> Result<RentQuote<BalanceOf<T>>, RentRefusal> {
			Self::read_quote(&request)
		}

		/// What the chain knows of an order.
		pub fn order_info(order: OrderId) -> Option<OrderInfo<T::AccountId, BalanceOf<T>>> {
			Self::read_order(order)
		}
	}

	/// Every call may also fail with `BadOrigin`; those of an order with `OrderNotFound` and `AlreadyClosed`; those are not
	/// repeated below.
	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Rents some GPUs of a machine: those with the lowest indexes that are free all the time. Rent and fee go on hold.
		///
		/// - **Dispatch Origin:** signed by the payer.
		/// - **Parameters:** `duration`: in milliseconds, whole minutes. `max_total`: the most that rent and fee may be.
		///   `start`: when it may be confirmed first; `None` is at once. `renter`: who uses the machine; `None` is the
		///   payer.
		/// - **Errors:** `MachineNotFound`, `MachineNotActive`, `MachineDown`, `MachineUnderStaked`, `MachineClosed`,
		///   `NoGpus`, `NotWholeMinutes`, `TooShort`, `TooLong`, `StartInPast`, `StartTooFar`, `OutsideSchedule`,
		///   `TooManyOrders`, `TooFewGpus`, `PriceUnavailable`, `AmountTooLarge`, `TooManyScheduled`, `AboveMaxTotal`,
		///   `InsufficientBalance`.
		/// - **Events:** `OrderCreated`.
		#[pallet::call_index(0)]
		pub fn rent(
			origin: OriginFor<T>,
			machine: MachineId,
			gpus: u32,
			duration: Moment,
			#[pallet::compact] max_total: BalanceOf<T>,
			start: Option<Moment>,
			renter: Option<T::AccountId>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let request = RentRequest {
				machine,
				gpus,
				duration,
				start,
			};
			Self::do_rent(who, &request, max_total, renter)
		}

		/// Confirms an order: it begins to run, and its fee goes to the treasury.
		///
		/// - **Dispatch Origin:** signed by the renter.
		/// - **Errors:** `NotRenter`, `AlreadyConfirmed`, `OrderOver`, `TooEarly`, `MachineDown`.
		/// - **Events:** `FeePaid`, `OrderConfirmed`.
		#[pallet::call_index(1)]
		pub fn confirm(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_confirm(&who, order)
		}

		/// Extends a running order at the current price. What is due is paid before.
		///
		/// - **Dispatch Origin:** signed by the payer.
		/// - **Parameters:** as in `rent`; there is no fee.
		/// - **Errors:** `NotPayer`, `NotConfirmed`, `OrderOver`, `AboveMaxTotal`, `InsufficientBalance`, and those of
		///   `rent` about machine, duration, schedule, GPUs and price.
		/// - **Events:** `RentPaid` if something was due, `OrderExtended`.
		#[pallet::call_index(2)]
		pub fn extend(
			origin: OriginFor<T>,
			order: OrderId,
			duration: Moment,
			#[pallet::compact] max_total: BalanceOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_extend(&who, order, duration, max_total)
		}

		/// Ends a running order before its time. The time used is paid, at least the shortest; the rest returns.
		///
		/// - **Dispatch Origin:** signed by the renter.
		/// - **Errors:** `NotRenter`, `NotConfirmed`, `OrderOver`.
		/// - **Events:** `RentPaid` or `RentForfeited`, `OrderClosed`. While a report on the machine is open `OrderEnded`
		///   instead of `OrderClosed`.
		#[pallet::call_index(3)]
		pub fn end(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_end(&who, order)
		}

		/// Cancels an order that is not confirmed. The rent returns, the fee goes to the treasury. If the order was made for
		/// later and the renter cancels it too late, a penalty takes the place of the fee, unless the fee is more. The fee
		/// returns if the owner cancels, or if the machine was down while the order could be confirmed.
		///
		/// - **Dispatch Origin:** signed by the renter, or before the start by the owner of the machine.
		/// - **Errors:** `NotRenter`, `AlreadyConfirmed`, `OrderOver`, `StartPassed`.
		/// - **Events:** `RentPaid` or `RentForfeited` if there is a penalty, else `FeePaid`; `FeeReturned` if the fee is not
		///   paid; `OrderClosed`.
		#[pallet::call_index(4)]
		pub fn cancel(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel(&who, order)
		}

		/// Pays what is due of an order, and closes it if it is over. What the payee cannot receive stays due until then.
		///
		/// - **Dispatch Origin:** signed by anyone.
		/// - **Errors:** `NothingDue`, `HeldBack`.
		/// - **Events:** `RentPaid` or `RentForfeited` if something is due, `FeePaid` or `FeeReturned` if it was not
		///   confirmed, `OrderClosed` if it is over.
		#[pallet::call_index(5)]
		pub fn settle(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_settle(order)
		}

		/// Sets when the machine can be rented.
		///
		/// - **Dispatch Origin:** signed by the owner.
		/// - **Parameters:** `schedule`: `None` is always.
		/// - **Errors:** `MachineNotFound`, `NotOwner`, `InvalidSchedule`, `ScheduleCutsOrder`.
		/// - **Events:** `ScheduleSet`.
		#[pallet::call_index(6)]
		pub fn set_schedule(
			origin: OriginFor<T>,
			machine: MachineId,
			schedule: Option<Schedule>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_schedule(&who, machine, schedule)
		}

		/// Removes the dates of a schedule that are over.
		///
		/// - **Dispatch Origin:** signed by anyone.
		/// - **Errors:** `MachineNotFound`, `NothingToPrune`.
		/// - **Events:** `DatesPruned`.
		#[pallet::call_index(7)]
		pub fn prune_dates(origin: OriginFor<T>, machine: MachineId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_prune_dates(machine)
		}

		/// Closes an order. What it has earned is paid, all the rest returns.
		///
		/// - **Dispatch Origin:** `GovernanceOrigin`.
		/// - **Events:** `RentPaid` or `RentForfeited` if something is due, `FeeReturned` if it was not confirmed,
		///   `OrderClosed`.
		#[pallet::call_index(8)]
		pub fn force_close(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_force_close(order)
		}
	}
}
