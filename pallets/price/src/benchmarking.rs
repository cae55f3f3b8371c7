//! Benchmarks: a full list of feeders, and rounds that write everything.

use alloc::vec::Vec;

use dbc_primitives::NanoUsd;
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get};
use frame_system::RawOrigin;

use crate::{
	fixtures::feeder, types, Anchor, Call, Config, Current, Event, Feeder, Feeders, Observation,
	Pallet, MAX_FEEDERS,
};

/// Approves feeders, the first `observed` of them with an observation of now, and tells what they observed.
fn approve_feeders<T: Config>(count: u32, observed: u32) -> NanoUsd {
	let price = T::Rules::get().floor.max(1);
	let observation = Observation {
		price,
		at: Pallet::<T>::now(),
	};
	let feeders = (0..count)
		.map(|number| Feeder {
			account: feeder::<T>(number),
			observation: (number < observed).then_some(observation),
		})
		.collect::<Vec<_>>();
	Feeders::<T>::put(types::Feeders::truncate_from(feeders));
	price
}

fn assert_last_event<T: Config>(event: Event<T>) {
	frame_system::Pallet::<T>::assert_last_event(event.into());
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// The last of a full list of feeders, all others with a fresh observation, completes the first round: it has no
	/// anchor to be clamped to, and writes all three values. (A later round that moves the anchor reads and writes the
	/// same.)
	#[benchmark]
	fn submit() {
		let others = MAX_FEEDERS.saturating_sub(1);
		let price = approve_feeders::<T>(MAX_FEEDERS, others);
		let caller = feeder::<T>(others);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), price);

		assert_last_event::<T>(Event::PriceUpdated {
			price,
			target: price,
			observations: MAX_FEEDERS,
		});
		assert!(Anchor::<T>::exists() && Current::<T>::exists());
	}

	#[benchmark]
	fn add_feeder() -> Result<(), BenchmarkError> {
		let others = MAX_FEEDERS.saturating_sub(1);
		approve_feeders::<T>(others, others);
		let new = feeder::<T>(others);
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, new.clone());

		assert_last_event::<T>(Event::FeederAdded { feeder: new });
		Ok(())
	}

	#[benchmark]
	fn remove_feeder() -> Result<(), BenchmarkError> {
		approve_feeders::<T>(MAX_FEEDERS, MAX_FEEDERS);
		let first = feeder::<T>(0);
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, first.clone());

		assert_last_event::<T>(Event::FeederRemoved { feeder: first });
		Ok(())
	}

	#[benchmark]
	fn replace_feeder() -> Result<(), BenchmarkError> {
		approve_feeders::<T>(MAX_FEEDERS, MAX_FEEDERS);
		let old = feeder::<T>(MAX_FEEDERS.saturating_sub(1));
		let new = feeder::<T>(MAX_FEEDERS);
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, old.clone(), new.clone());

		assert_last_event::<T>(Event::FeederReplaced { old, new });
		assert_eq!(
			Feeders::<T>::decode_len(),
			usize::try_from(MAX_FEEDERS).ok()
		);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(0), crate::mock::Test);
}
