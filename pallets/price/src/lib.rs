//! # Price oracle
//!
//! Tells the price of one DBC in nano-USD, as observed by feeders that governance approved.
//!
//! ## Overview
//!
//! * **Feeder**: an account that signs observations with [`Call::submit`], at most one per `submit_interval`. An
//!   accepted observation costs no fee, a refused one does. The chain's clock dates it, so that there is no time to
//!   forge and nothing to replay. One below `floor` or above `ceiling` is refused: a market outside the bounds lets the
//!   price go stale rather than tell a false one.
//! * **Target**: the median of the latest observations of all feeders that are not older than `observation_lifetime`,
//!   if at least two thirds of the feeders, and at least `min_quorum`, have one. Each accepted observation asks for a
//!   new target; that is a *round*.
//! * **Anchor**: bounds how fast the price moves. The price is the target clamped to the anchor ± `step_percent` for
//!   each full `step_interval` since the anchor (at least one, at most `max_steps`; linear, rounded down, at least 1
//!   nano-USD), then to `floor` and `ceiling`. The anchor moves to the price of a round when it is `step_interval`
//!   old or older. The first round has no anchor and is free.
//! * **Freshness**: [`PriceProvider::price`](dbc_primitives::traits::PriceProvider::price) fails when the latest valid
//!   round is older than `max_age`. `last_known` never does once there was a round.
//!
//! All numbers are [`PriceRules`](dbc_primitives::PriceRules). An approval that is taken back removes the observation
//! with the feeder, but the price changes only with the next round.
//!
//! A node can feed by itself: see [`offchain`].

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod impls;
mod provider;
mod types;

pub mod crypto;
pub mod offchain;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(any(test, feature = "runtime-benchmarks"))]
mod fixtures;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-state", test))]
mod try_state;

pub use pallet::*;
pub use types::{AnchorPrice, CurrentPrice, Feeder, Observation, MAX_FEEDERS};
pub use weights::WeightInfo;

#[frame_support::pallet]
// What the macros write: indexes of variants, getters of the metadata, dispatch.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
pub mod pallet {
	use alloc::vec::Vec;
	use dbc_primitives::{NanoUsd, PriceInfo, PriceRules};
	use frame_support::{pallet_prelude::*, traits::UnixTime};
	use frame_system::{
		offchain::{AppCrypto, CreateSignedTransaction},
		pallet_prelude::*,
	};

	use crate::{types, WeightInfo};

	/// The types and the numbers that the runtime gives this pallet.
	#[pallet::config]
	pub trait Config:
		CreateSignedTransaction<Call<Self>> + frame_system::Config<RuntimeEvent: From<Event<Self>>>
	{
		/// The chain's clock.
		type Time: UnixTime;

		/// The rules of the oracle, read once per call.
		type Rules: Get<PriceRules>;

		/// Who approves feeders.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The keys with which the off-chain worker signs: [`crate::crypto::FeederCrypto`].
		type AuthorityId: AppCrypto<Self::Public, Self::Signature>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// The approved feeders with their latest observations: one value, so that a round reads one key.
	#[pallet::storage]
	pub type Feeders<T: Config> = StorageValue<_, types::Feeders<T::AccountId>, ValueQuery>;

	/// Where the price may go from. None before the first valid round.
	#[pallet::storage]
	pub type Anchor<T: Config> = StorageValue<_, types::AnchorPrice>;

	/// The price of the latest valid round. None before the first.
	#[pallet::storage]
	pub type Current<T: Config> = StorageValue<_, types::CurrentPrice>;

	/// The feeders of the first block. There is no price before they feed one.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Approved feeders, at most [`types::MAX_FEEDERS`], each once.
		pub feeders: Vec<T::AccountId>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Pallet::<T>::build_feeders(&self.feeders);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// `feeder` observed `price`, in nano-USD per DBC.
		ObservationAccepted {
			/// Who signed.
			feeder: T::AccountId,
			/// What it saw.
			price: NanoUsd,
		},
		/// A round was valid. The price counts as fresh from now on, whether or not it changed.
		PriceUpdated {
			/// The price, in nano-USD per DBC.
			price: NanoUsd,
			/// The median that the price may not have reached yet.
			target: NanoUsd,
			/// How many observations the median was taken of.
			observations: u32,
		},
		/// Governance approved `feeder`.
		FeederAdded {
			/// Who may feed now.
			feeder: T::AccountId,
		},
		/// Governance took the approval of `feeder` back; its observation counts no more.
		FeederRemoved {
			/// Who may no longer feed.
			feeder: T::AccountId,
		},
		/// Governance put `new` in the place of `old`, whose observation counts no more.
		FeederReplaced {
			/// Who may no longer feed.
			old: T::AccountId,
			/// Who may feed now.
			new: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account is not an approved feeder: ask governance for approval, or sign with the feeder's key.
		NotFeeder,
		/// The feeder's latest observation is younger than `submit_interval`. Submit again from that observation's time
		/// (`price_info` tells it) plus `submit_interval` on.
		TooSoon,
		/// A price of 0 says nothing. Check the feeder's source.
		ZeroPrice,
		/// The observation is below `floor` or above `ceiling`. Check the unit (nano-USD per DBC) and the source; if
		/// the market is really there, governance must move the bounds first.
		PriceOutOfRange,
		/// The account is a feeder already: nothing is to be done.
		AlreadyFeeder,
		/// There are as many feeders as the chain can hold: remove or replace one.
		TooManyFeeders,
		/// The account to remove or replace is not a feeder: check it against `price_info`.
		UnknownFeeder,
		/// Fewer than `min_feeders` would stay: replace the feeder, or add another first.
		TooFewFeeders,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn offchain_worker(_block: BlockNumberFor<T>) {
			crate::offchain::run::<T>();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_block: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The price, its age, what a round needs, and every feeder with its latest observation.
		pub fn price_info() -> PriceInfo<T::AccountId> {
			Self::do_price_info()
		}
	}

	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Submit the price that a feeder observed.
		///
		/// Free of charge when accepted, and therefore accepted at most once per `submit_interval` and feeder; a
		/// refused call pays its fee. The price follows at once if the round is valid.
		///
		/// # Dispatch Origin
		/// Signed by an approved feeder.
		///
		/// # Parameters
		/// - `price`: nano-USD per DBC, between `floor` and `ceiling`. A jump is not refused: the anchor bounds how
		///   far the price follows.
		///
		/// # Errors
		/// - [`Error::NotFeeder`], [`Error::TooSoon`], [`Error::ZeroPrice`], [`Error::PriceOutOfRange`].
		///
		/// # Events
		/// - [`Event::ObservationAccepted`], and [`Event::PriceUpdated`] if the round is valid.
		#[pallet::call_index(0)]
		pub fn submit(origin: OriginFor<T>, price: NanoUsd) -> DispatchResultWithPostInfo {
			let feeder = ensure_signed(origin)?;
			Self::do_submit(feeder, price)?;
			Ok(Pays::No.into())
		}

		/// Approve a feeder.
		///
		/// # Dispatch Origin
		/// [`Config::GovernanceOrigin`].
		///
		/// # Parameters
		/// - `feeder`: the account that will sign. It must exist to send transactions.
		///
		/// # Errors
		/// - [`Error::AlreadyFeeder`], [`Error::TooManyFeeders`].
		///
		/// # Events
		/// - [`Event::FeederAdded`].
		#[pallet::call_index(1)]
		pub fn add_feeder(origin: OriginFor<T>, feeder: T::AccountId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_add_feeder(feeder)
		}

		/// Take the approval of a feeder back. Its observation counts no more; the price stays until the next round.
		///
		/// # Dispatch Origin
		/// [`Config::GovernanceOrigin`].
		///
		/// # Parameters
		/// - `feeder`: the feeder that goes.
		///
		/// # Errors
		/// - [`Error::UnknownFeeder`], [`Error::TooFewFeeders`].
		///
		/// # Events
		/// - [`Event::FeederRemoved`].
		#[pallet::call_index(2)]
		pub fn remove_feeder(origin: OriginFor<T>, feeder: T::AccountId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_remove_feeder(feeder)
		}

		/// Put one feeder in the place of another, so that a compromised one can go even when no fewer may stay. The
		/// new one starts without an observation.
		///
		/// # Dispatch Origin
		/// [`Config::GovernanceOrigin`].
		///
		/// # Parameters
		/// - `old`: the feeder that goes.
		/// - `new`: the account that takes its place.
		///
		/// # Errors
		/// - [`Error::UnknownFeeder`], [`Error::AlreadyFeeder`] (also when `old` and `new` are the same).
		///
		/// # Events
		/// - [`Event::FeederReplaced`].
		#[pallet::call_index(3)]
		pub fn replace_feeder(
			origin: OriginFor<T>,
			old: T::AccountId,
			new: T::AccountId,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_replace_feeder(old, new)
		}
	}
}
