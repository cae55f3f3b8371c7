//! # Committee
//!
//! Who verifies: the members, their bonds and box keys, what each of them has at risk, and the draw of three members for
//! a job. This pallet knows nothing of machines, ballots or penalties: the pallets above it ask for members, settle what
//! they have at risk through `VerifierPool` (`provider.rs`), and hear of draws through `OnDraw`.
//!
//! - **Members.** Governance approves an account, which joins with a box key and a bond. Governance may remove it at any
//!   time: it gets no new jobs, and its bond returns with the last of its running ones.
//! - **The pool** holds exactly the members who may be drawn: active, and with enough of the bond not at risk. It is
//!   mended with every change of a member. When the rules change, a member is looked at again when it is drawn, when it
//!   changes, or when anyone calls `refresh`.
//! - **Jobs** wait in a queue. A job is drawn with the randomness of a relay block that did not exist when it was asked
//!   for, and only in the block that brings it, before any transaction.
//! - **At risk** is a part of the bond, not another hold. Whoever asked for the job releases or forfeits it, once for each
//!   member.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod draw;
mod errors;
mod events;
mod funds;
mod impls;
mod pool;
mod provider;
mod queue;
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

pub use draw::{Stream, DRAW_DOMAIN, MAX_SAMPLES};
pub use funds::{BalanceOf, CreditOf};
pub use pallet::*;
pub use types::{Member, Queue, StateError, WaitingJob};
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

/// What benchmarks need of the runtime.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper {
	/// Sets the chain's time.
	fn set_time(now: dbc_primitives::Moment);
}

#[import_section(errors::committee_errors)]
#[import_section(events::committee_events)]
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
		traits::OnDraw, Beacon, Booking, BoxKey, CommitteeRules, JobId, JobSubject, MemberInfo,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, UnixTime},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;

	use crate::{
		types::{Member, Queue, WaitingJob},
		BalanceOf, WeightInfo,
	};

	/// The record of a member, as it is stored.
	pub type MemberOf<T> = Member<BalanceOf<T>>;
	/// A job that waits, as it is stored.
	pub type WaitingJobOf<T> = WaitingJob<<T as frame_system::Config>::AccountId>;
	/// The members who were drawn for a job.
	pub type DrawnOf<T> = dbc_primitives::Members<<T as frame_system::Config>::AccountId>;

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

		/// The economic numbers.
		type Rules: Get<CommitteeRules>;

		/// Receives what is too little for a member's empty account.
		type Treasury: Get<Self::AccountId>;

		/// Adds and removes members.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Hears of every draw.
		type OnDraw: OnDraw<Self::AccountId>;

		/// Most members.
		#[pallet::constant]
		type MaxMembers: Get<u32>;

		/// New jobs are refused while so many wait for their draw.
		#[pallet::constant]
		type MaxWaiting: Get<u32>;

		/// Most places of the queue that a block looks at.
		#[pallet::constant]
		type DrawsPerBlock: Get<u32>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// What benchmarks need of the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::BenchmarkHelper;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The bond of a member, with what is at risk.
		#[codec(index = 0)]
		CommitteeBond,
	}

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Every member.
	#[pallet::storage]
	pub type Members<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, MemberOf<T>>;

	/// How many members there are.
	#[pallet::storage]
	pub type MemberCount<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// The members who may be drawn, at the places `0 .. PoolSize`.
	#[pallet::storage]
	pub type Pool<T: Config> = StorageMap<_, Twox64Concat, u32, T::AccountId>;

	/// How many members may be drawn.
	#[pallet::storage]
	pub type PoolSize<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// What each member has at risk, for which job.
	#[pallet::storage]
	pub type Bookings<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		JobId,
		Booking<BalanceOf<T>>,
	>;

	/// The jobs that wait for their draw.
	#[pallet::storage]
	pub type Jobs<T: Config> = StorageMap<_, Twox64Concat, JobId, WaitingJobOf<T>>;

	/// The queue of these jobs, by ticket. A job that was taken back leaves a hole.
	#[pallet::storage]
	pub type Tickets<T: Config> = StorageMap<_, Twox64Concat, u64, JobId>;

	/// Where the queue begins and ends, and how many jobs wait.
	#[pallet::storage]
	pub type QueueState<T: Config> = StorageValue<_, Queue, ValueQuery>;

	/// The id of the next job.
	#[pallet::storage]
	pub type NextJob<T: Config> = StorageValue<_, JobId, ValueQuery>;

	/// The relay chain's last known randomness.
	#[pallet::storage]
	pub type LastBeacon<T: Config> = StorageValue<_, Beacon>;

	/// The block in which [`LastBeacon`] arrived, until draws have used it. It serves in that block or never: later
	/// everybody knows it, and could change the pool to their liking.
	#[pallet::storage]
	pub type UnservedBeacon<T: Config> = StorageValue<_, BlockNumberFor<T>>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The members who join at genesis: account, box key, and the bond, which is taken from the account's balance.
		pub members: Vec<(T::AccountId, BoxKey, BalanceOf<T>)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (who, box_key, bond) in &self.members {
				let joined = Pallet::<T>::do_add_member(who.clone())
					.and_then(|_| Pallet::<T>::do_join(who, *box_key, *bond));
				assert!(joined.is_ok(), "a member cannot join: {joined:?}");
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Draws members for the jobs that wait, once the block's randomness is there. It runs after all inherents and
		/// before every transaction.
		fn on_poll(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::serve_queue(now, meter);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Everything that the chain knows of a member.
		pub fn member_info(member: T::AccountId) -> Option<MemberInfo<T::AccountId, BalanceOf<T>>> {
			Self::read_member(&member)
		}
	}

	/// Every call may also fail with `BadOrigin`; every call but `add_member` with `MemberNotFound`; those are not repeated
	/// below. Whenever a member becomes drawable, or is so no more, there is also `PoolEntered` or `PoolLeft`.
	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Approves a member, who may then join.
		///
		/// - **Dispatch Origin:** [`Config::GovernanceOrigin`].
		/// - **Errors:** `AlreadyMember`, `TooManyMembers`.
		/// - **Events:** `MemberAdded`.
		#[pallet::call_index(0)]
		pub fn add_member(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_add_member(who)
		}

		/// Removes a member: it gets no new jobs. Votes in its running jobs count. The bond returns and the record goes at
		/// once, or with the last job.
		///
		/// - **Dispatch Origin:** [`Config::GovernanceOrigin`].
		/// - **Errors:** `MemberRemoved`.
		/// - **Events:** `MemberRemoved`, and `MemberLeft` if the record went.
		#[pallet::call_index(1)]
		pub fn remove_member(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_remove_member(&who)
		}

		/// Joins the committee: the bond goes on hold, and the member may be drawn.
		///
		/// - **Dispatch Origin:** signed by an approved member.
		/// - **Parameters:** `box_key`: an X25519 public key, to which evidence is sealed. `bond`: at least `join_bond` of
		///   the rules.
		/// - **Errors:** `InvalidBoxKey`, `AlreadyJoined`, `MemberRemoved`, `BondTooLow`, `InsufficientBalance`.
		/// - **Events:** `MemberJoined`.
		#[pallet::call_index(2)]
		pub fn join(
			origin: OriginFor<T>,
			box_key: BoxKey,
			#[pallet::compact] bond: BalanceOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_join(&who, box_key, bond)
		}

		/// Publishes another box key. What was sealed to the old one stays so: keep the old secret key until those jobs are
		/// closed.
		///
		/// - **Dispatch Origin:** signed by a member who has joined.
		/// - **Errors:** `InvalidBoxKey`, `NotJoined`.
		/// - **Events:** `BoxKeySet`.
		#[pallet::call_index(3)]
		pub fn set_box_key(origin: OriginFor<T>, box_key: BoxKey) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_box_key(&who, box_key)
		}

		/// Holds `amount` more.
		///
		/// - **Dispatch Origin:** signed by a member who has joined.
		/// - **Errors:** `ZeroAmount`, `NotJoined`, `MemberRemoved`, `InsufficientBalance`.
		/// - **Events:** `BondAdded`.
		#[pallet::call_index(4)]
		pub fn add_bond(
			origin: OriginFor<T>,
			#[pallet::compact] amount: BalanceOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_add_bond(&who, amount)
		}

		/// Takes `amount` of the bond back. At least `join_bond` of the rules and what is at risk stays.
		///
		/// - **Dispatch Origin:** signed by a member who has joined.
		/// - **Errors:** `ZeroAmount`, `NotJoined`, `MemberRemoved`, `BondTooLow`, `BondAtRisk`.
		/// - **Events:** `BondReduced`.
		#[pallet::call_index(5)]
		pub fn reduce_bond(
			origin: OriginFor<T>,
			#[pallet::compact] amount: BalanceOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_reduce_bond(&who, amount)
		}

		/// Takes no new jobs until `resume`. Running jobs go on.
		///
		/// - **Dispatch Origin:** signed by an active member.
		/// - **Errors:** `NotJoined`, `MemberRemoved`, `NotActive`.
		/// - **Events:** `MemberPaused`.
		#[pallet::call_index(6)]
		pub fn pause(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_pause(&who)
		}

		/// Takes jobs again, as far as the bond allows.
		///
		/// - **Dispatch Origin:** signed by a paused member.
		/// - **Errors:** `NotJoined`, `MemberRemoved`, `NotPaused`.
		/// - **Events:** `MemberResumed`.
		#[pallet::call_index(7)]
		pub fn resume(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_resume(&who)
		}

		/// Leaves the committee: the bond returns, and the record goes. To come back governance must add the member again.
		///
		/// - **Dispatch Origin:** signed by a member without a running job or pending penalty.
		/// - **Errors:** `JobsPending`.
		/// - **Events:** `MemberLeft`.
		#[pallet::call_index(8)]
		pub fn leave(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_leave(&who)
		}

		/// Looks at a member again by the current rules, so that it is in the pool exactly if it is drawable; and returns
		/// the bond of a removed one that could not be returned before.
		///
		/// - **Dispatch Origin:** signed by anyone.
		/// - **Errors:** `NothingToRefresh`.
		/// - **Events:** `PoolEntered`, `PoolLeft` or `MemberLeft`.
		#[pallet::call_index(9)]
		pub fn refresh(origin: OriginFor<T>, member: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_refresh(&member)
		}
	}
}
