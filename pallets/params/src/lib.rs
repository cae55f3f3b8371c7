//! # The checked door to the economic parameters
//!
//! `pallet-parameters` stores the numbers of the chain, but it cannot look at a value before it is set: its origin
//! check sees the key alone, and root passes every call filter. This pallet is the only way to set one. It asks
//! [`Config::Checks`] first, so that no vote and no key can make a window zero or a fee absurd. The runtime lets the
//! `AdminOrigin` of `pallet-parameters` itself refuse everybody.
//!
//! The genesis of this pallet is also how a preset changes parameters, which `pallet-parameters` has no genesis for.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
pub mod weights;

pub use pallet::*;
pub use weights::WeightInfo;

/// A value that governance may not set: the position of the first field out of its range, counted from 0 in the order of
/// the metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldOutOfRange(pub u8);

/// Says which values a parameter may have.
pub trait CheckParameter<KeyValue> {
	/// Fails with the first field that is out of its range. A reset to the default always passes.
	fn check(key_value: &KeyValue) -> Result<(), FieldOutOfRange>;
}

// The macros write such code; ours has none.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::dynamic_params::AggregatedKeyValue};
	use frame_system::pallet_prelude::*;

	type KeyOf<T> =
		<<T as pallet_parameters::Config>::RuntimeParameters as AggregatedKeyValue>::Key;
	type ValueOf<T> =
		<<T as pallet_parameters::Config>::RuntimeParameters as AggregatedKeyValue>::Value;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		frame_system::Config<RuntimeEvent: From<Event<Self>>> + pallet_parameters::Config
	{
		/// Who may set parameters.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The ranges of the parameters.
		type Checks: CheckParameter<Self::RuntimeParameters>;

		/// What a preset can say: readable JSON that becomes parameters.
		type Genesis: MaybeSerializeDeserialize
			+ Default
			+ Clone
			+ Into<Vec<Self::RuntimeParameters>>
			+ Send
			+ Sync;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	#[pallet::event]
	#[pallet::generate_deposit(fn deposit_event)]
	pub enum Event<T: Config> {
		/// A parameter was set or, with no new value, returned to its default.
		ParameterSet {
			/// Which.
			key: KeyOf<T>,
			/// Its stored value before; none if it had its default.
			old: Option<ValueOf<T>>,
			/// Its stored value now; none if it has its default.
			new: Option<ValueOf<T>>,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// A field of the value is out of its range: the number is its position, counted from 0. `docs/economics.md`
		/// and the metadata name the ranges. Set a value within it.
		OutOfRange(u8),
	}

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Parameters that differ from the defaults of the runtime.
		pub parameters: T::Genesis,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for key_value in self.parameters.clone().into() {
				assert!(
					T::Checks::check(&key_value).is_ok(),
					"the preset sets a parameter out of its range"
				);
				Pallet::<T>::write(key_value);
			}
		}
	}

	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Sets a parameter, or returns it to its default.
		///
		/// ## Dispatch Origin
		/// [`Config::GovernanceOrigin`].
		///
		/// ## Parameters
		/// - `key_value`: the parameter with its new value, or without one for the default.
		///
		/// ## Errors
		/// - [`Error::OutOfRange`]: the value may not be set; nothing changes.
		///
		/// ## Events
		/// - [`Event::ParameterSet`].
		#[pallet::call_index(0)]
		pub fn set(origin: OriginFor<T>, key_value: T::RuntimeParameters) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			T::Checks::check(&key_value)
				.map_err(|FieldOutOfRange(field)| Error::<T>::OutOfRange(field))?;
			let (key, old, new) = Self::write(key_value);
			Self::deposit_event(Event::ParameterSet { key, old, new });
			Ok(())
		}
	}

	impl<T: Config> Pallet<T> {
		/// Stores a checked parameter and tells its key with the old and the new value.
		fn write(
			key_value: T::RuntimeParameters,
		) -> (KeyOf<T>, Option<ValueOf<T>>, Option<ValueOf<T>>) {
			let (key, new) = key_value.into_parts();
			let old = pallet_parameters::Parameters::<T>::take(&key);
			pallet_parameters::Parameters::<T>::set(&key, new.clone());
			(key, old, new)
		}
	}
}
