//! # Clock
//!
//! Counts for how long the chain has stalled, so that the deadlines of people can move by it.
//!
//! ## Overview
//!
//! Who has to act within a window cannot act while no block is built. So a gap between two consecutive timestamps that
//! is longer than `stall_after` is a stall, and the whole gap is added to one counter. Whoever sets a deadline notes the
//! counter with it; later the deadline is moved by what the counter has grown since. The counter never shrinks, and the
//! time before the first block is no gap.
//!
//! The pallet hears of every timestamp through [`OnTimestampSet`]. Time and counter change in the same inherent: no call
//! ever sees the one without the other.
//!
//! ## Cost
//!
//! There are no calls and no hooks, so there are no weights of its own: the cost belongs to the timestamp inherent, whose
//! benchmark must run with this pallet as listener. A block reads the last timestamp and the rules and writes the last
//! timestamp; a block after a stall also reads and writes the counter and deposits an event.

#![cfg_attr(not(feature = "std"), no_std)]

mod provider;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-state", test))]
mod try_state;

pub use pallet::*;

#[frame_support::pallet]
// What the macros write: indexes of variants, getters of the metadata.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
pub mod pallet {
	use dbc_primitives::{ClockRules, Moment};
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;

	/// The types and the numbers that the runtime gives this pallet.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The rules of the clock, read once per block.
		type Rules: Get<ClockRules>;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// The timestamp of the latest block, in Unix milliseconds. None before the first.
	#[pallet::storage]
	pub type LastBlock<T: Config> = StorageValue<_, Moment>;

	/// For how long the chain has stalled altogether, in milliseconds.
	#[pallet::storage]
	pub type Stalled<T: Config> = StorageValue<_, Moment, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// No block was built for `gap`: deadlines of people move by it.
		Stalled {
			/// Time between the last two blocks, in milliseconds.
			gap: Moment,
			/// All stalls together, this one included, in milliseconds.
			total: Moment,
		},
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_block: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// For how long the chain has stalled altogether, in milliseconds.
		pub fn stalled() -> Moment {
			Stalled::<T>::get()
		}
	}
}
