//! # Rewards
//!
//! What the chain emits for GPU work is shared among the machines that earn, by weight, and minted when it is claimed. This
//! pallet knows neither the registry nor rental: it listens to them through the hooks of `dbc_primitives::traits`, asks
//! what a machine offers, and nobody asks it anything.
//!
//! - **Share** (`types.rs`). One number tells what a unit of weight has got since the start, so that nothing here loops over
//!   machines, owners or blocks, and every step costs the same however long nothing happened.
//! - **Ledger** (`ledger.rs`). Records are always brought up to date in one order, and weights change at one place.
//! - **Orders** (`orders.rs`). What they change is only noted, and applied at the end of the block: the calls of renters stay
//!   cheap.
//! - **Rented bonus**. Credited as far as the rent of a machine has burned enough, so that renting one's own machine never
//!   pays.
//! - **Release**. A quarter of what was earned on a day at once, the rest in 150 daily parts.
//! - **Attesters** get a hundredth of what a machine earns for its first two years, at once.
//!
//! The formulas are in `dbc_math::{rewards, release}`, the whole in `docs/protocol/rewards.md`.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod agenda;
mod errors;
mod events;
mod funds;
mod impls;
mod ledger;
mod orders;
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

pub use funds::BalanceOf;
pub use pallet::*;
pub use types::{
	Account, Day, Machine, Network, PendingOrder, Term, Vesting, DAY_ENDS, VESTING_DAYS,
};
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

/// What benchmarks need of the runtime.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
	/// Sets the chain's time.
	fn set_time(now: dbc_primitives::Moment);
	/// A machine of `owner` with the largest hardware that earns as soon as this pallet hears of it, or does already.
	fn earning_machine(owner: &AccountId) -> dbc_primitives::MachineId;
	/// Makes the registry forget that machine, without telling anybody.
	fn forget_machine(machine: &dbc_primitives::MachineId);
}

#[import_section(errors::rewards_errors)]
#[import_section(events::rewards_events)]
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
		traits::MachineInspect, AccountRewards, MachineId, MachineRewards, MicroUsd, Moment,
		NetworkRewards, RewardRules,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, UnixTime},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;

	use crate::{types, BalanceOf, WeightInfo};

	/// The record of a machine, as it is stored.
	pub type MachineOf<T> = types::Machine<<T as frame_system::Config>::AccountId>;

	/// The attesters of a machine, as they are stored.
	pub type AttestersOf<T> =
		BoundedVec<<T as frame_system::Config>::AccountId, ConstU32<MAX_ATTESTERS>>;

	/// Most attesters of a machine: the members of a ballot (*fixed*).
	pub const MAX_ATTESTERS: u32 = 3;

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The native token, which rewards are minted in.
		type Currency: fungible::Inspect<Self::AccountId, Balance = u128>
			+ fungible::Mutate<Self::AccountId>;

		/// The chain's time.
		type Time: UnixTime;

		/// The registry of machines.
		type Machines: MachineInspect<Self::AccountId>;

		/// The economic numbers.
		type Rules: Get<RewardRules>;

		/// What 1,000.00 points cost per day: the measure of the extra price.
		type StandardPrice: Get<MicroUsd>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// What benchmarks need of the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::BenchmarkHelper<Self::AccountId>;
	}

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// The emission and how it is shared. None before the first block.
	#[pallet::storage]
	pub type NetworkState<T: Config> = StorageValue<_, types::Network>;

	/// What each owner earns. It stays when its machines leave: so does what it has earned.
	#[pallet::storage]
	pub type Accounts<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, types::Account>;

	/// What each owner earned on the days that are over. Apart from [`Accounts`], because it is large and touched once a
	/// day at most.
	#[pallet::storage]
	pub type Vestings<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, types::Vesting, ValueQuery>;

	/// What each machine earns.
	#[pallet::storage]
	pub type Machines<T: Config> = StorageMap<_, Blake2_128Concat, MachineId, MachineOf<T>>;

	/// Who attested each machine last.
	#[pallet::storage]
	pub type Attesters<T: Config> =
		StorageMap<_, Blake2_128Concat, MachineId, AttestersOf<T>, ValueQuery>;

	/// What orders have changed about each machine and nobody has applied: empty at the end of a block that had room.
	#[pallet::storage]
	pub type PendingOrders<T: Config> =
		StorageMap<_, Blake2_128Concat, MachineId, types::PendingOrder>;

	/// What the agenda holds: machines, by the minute in which they need not pay their attesters any more, and place.
	#[pallet::storage]
	pub type AgendaItems<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Minute, Twox64Concat, u32, MachineId>;

	/// How many places each minute of the agenda has.
	#[pallet::storage]
	pub type AgendaPlaces<T: Config> = StorageMap<_, Twox64Concat, Minute, u32, ValueQuery>;

	/// How far the agenda is.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, dbc_agenda::Cursor>;

	/// When the emission begins.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// From when on rewards are emitted, in Unix milliseconds; `None` is the time of the first block.
		pub start: Option<Moment>,
		/// The runtime.
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			if let Some(start) = self.start {
				NetworkState::<T>::put(types::Network::new(start));
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_poll(_now: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::apply_orders(meter);
			Self::run_agenda(meter);
		}

		fn on_idle(_now: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let mut meter = WeightMeter::with_limit(remaining);
			Self::apply_orders(&mut meter);
			meter.consumed()
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What an account earned, and what of it can be claimed; `None` if it never had anything to do with rewards.
		pub fn account_rewards(who: T::AccountId) -> Option<AccountRewards<BalanceOf<T>>> {
			Self::read_account_rewards(&who)
		}

		/// What a machine earned; `None` if it never became Active.
		pub fn machine_rewards(
			machine: MachineId,
		) -> Option<MachineRewards<T::AccountId, BalanceOf<T>>> {
			Self::read_machine_rewards(&machine)
		}

		/// The rewards of the whole network.
		pub fn network_rewards() -> NetworkRewards<BalanceOf<T>> {
			Self::read_network_rewards()
		}
	}

	/// Every call may also fail with `BadOrigin`, which is not repeated below.
	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Mints to the caller what has been released of its rewards, and what attestations owe it.
		///
		/// - **Dispatch Origin:** signed by the owner.
		/// - **Errors:** `NothingToClaim`, `CannotReceive`.
		/// - **Events:** `RewardsClaimed`.
		#[pallet::call_index(0)]
		pub fn claim(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim(who)
		}

		/// Mints to the attesters of a machine what it owes them, in equal parts, each rounded down; the rest stays due. What
		/// an account cannot receive it may claim later.
		///
		/// - **Dispatch Origin:** signed by anyone.
		/// - **Errors:** `MachineNotFound`, `NothingToPay`.
		/// - **Events:** `AttesterPaid` or `AttesterOwed` for each.
		#[pallet::call_index(1)]
		pub fn pay_attesters(origin: OriginFor<T>, machine: MachineId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_pay_attesters(machine)
		}

		/// Brings a machine up to date: ends its attesters' term if that is over, lets the rules that hold now decide whether
		/// it earns and how much, and credits its rented bonus.
		///
		/// - **Dispatch Origin:** signed by anyone.
		/// - **Errors:** `MachineNotFound`.
		/// - **Events:** `AttesterTermEnded`, `MachineReweighed`, `BonusCredited`, `EmissionDoubled`, each if it applies.
		#[pallet::call_index(2)]
		pub fn settle_machine(origin: OriginFor<T>, machine: MachineId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_settle_machine(machine)
		}
	}
}
