//! Benchmarks of the calls, each in its worst case: the longest profile, the largest hardware, an outage with every
//! cause.
#![allow(clippy::cast_possible_truncation, clippy::unwrap_used)]

use codec::Encode;
use dbc_primitives::{
	traits::{MachineAvailability, MachineVerification, PriceProvider},
	MachineId, Moment, OutageCause, OUTAGE_CAUSES,
};
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get};
use frame_system::RawOrigin;
use sp_core::{crypto::KeyTypeId, sr25519};

use crate::{fixtures, *};

/// When the benchmarks begin.
const START: Moment = 1_800_000_000_000;
/// 0.012 USD.
const PRICE: u64 = 12_000_000;
/// 100 million DBC.
const WEALTH: u128 = 100_000_000_000_000_000_000_000;
const KEY_TYPE: KeyTypeId = KeyTypeId(*b"mach");
const MACHINE: MachineId = [7; 32];

const CAUSES: [OutageCause; OUTAGE_CAUSES as usize] = [
	OutageCause::HardwareChange,
	OutageCause::OwnerReported,
	OutageCause::Inaccessible,
	OutageCause::Malfunction,
	OutageCause::Counterfeit,
	OutageCause::RentFailed,
];

fn rich<T: Config>() -> T::AccountId {
	let caller: T::AccountId = whitelisted_caller();
	Pallet::<T>::endow(&caller, WEALTH);
	caller
}

/// A time and a price, a table of GPU models and a treasury that exists.
fn prepare<T: Config>() {
	T::BenchmarkHelper::set_time(START);
	T::Price::set_price(PRICE);
	GpuModels::<T>::insert(fixtures::model(), fixtures::limits());
	Pallet::<T>::endow(&T::Treasury::get(), WEALTH);
}

/// A registered machine with the longest profile. It is put into storage: only `register` needs a key.
fn registered<T: Config>() -> T::AccountId {
	prepare::<T>();
	let owner = rich::<T>();
	let stake = Pallet::<T>::per_gpu(&T::Rules::get(), Some(PRICE)).planck();
	Pallet::<T>::hold_stake(&owner, stake).unwrap();
	let mut record = Machine::registered(owner.clone(), START, stake);
	record.payee = Some(owner.clone());
	Machines::<T>::insert(MACHINE, record);
	MachinesByOwner::<T>::insert(&owner, MACHINE, ());
	Profiles::<T>::insert(MACHINE, fixtures::profile());
	owner
}

/// A registered machine of `owner` with the longest profile, for the benchmarks of the pallets above.
pub fn machine_of<T: Config>(owner: &T::AccountId) -> MachineId {
	let registered_by = registered::<T>();
	let mut record = Machines::<T>::take(MACHINE).unwrap();
	Pallet::<T>::release_stake(&registered_by, record.stake).unwrap();
	MachinesByOwner::<T>::remove(&registered_by, MACHINE);
	Pallet::<T>::endow(owner, WEALTH);
	Pallet::<T>::hold_stake(owner, record.stake).unwrap();
	record.owner = owner.clone();
	// Neither the owner nor whoever calls.
	record.payee = Some(account("payee", 0, 0));
	Machines::<T>::insert(MACHINE, record);
	MachinesByOwner::<T>::insert(owner, MACHINE, ());
	MACHINE
}

/// An Active machine of `owner` with the largest hardware, for the benchmarks of the pallets above.
pub fn active_machine_of<T: Config>(owner: &T::AccountId) -> MachineId {
	let machine = machine_of::<T>(owner);
	Pallet::<T>::begin_verification(&machine).unwrap();
	Pallet::<T>::activate(&machine, largest_hardware::<T>()).unwrap();
	machine
}

/// The largest hardware that can be attested, for the benchmarks of the pallets above.
pub fn largest_hardware<T: Config>() -> dbc_primitives::Hardware {
	GpuModels::<T>::insert(fixtures::model(), fixtures::limits());
	fixtures::largest_hardware()
}

/// An Active machine with the largest hardware.
fn active<T: Config>() -> T::AccountId {
	let owner = registered::<T>();
	Pallet::<T>::begin_verification(&MACHINE).unwrap();
	Pallet::<T>::activate(&MACHINE, fixtures::largest_hardware()).unwrap();
	owner
}

/// An Active machine that is down for the first `causes` of [`CAUSES`].
fn down<T: Config>(causes: usize) -> T::AccountId {
	let owner = active::<T>();
	take_down::<T>(causes);
	owner
}

/// The same with as many orders as possible.
fn rented_and_down<T: Config>(causes: usize) -> T::AccountId {
	let owner = rented::<T>();
	take_down::<T>(causes);
	owner
}

/// An Active machine on which as many orders as possible run.
fn rented<T: Config>() -> T::AccountId {
	let owner = active::<T>();
	T::BenchmarkHelper::rent_out(&MACHINE);
	owner
}

/// An Active machine that is down for an outage that costs nothing.
fn down_for_a_change<T: Config>() -> T::AccountId {
	let owner = active::<T>();
	Pallet::<T>::take_down(&MACHINE, OutageCause::HardwareChange, START).unwrap();
	owner
}

/// Whether the machine is gone, or goes once its sanction is settled: what a sanction costs is not known here.
fn has_left_or_will<T: Config>() -> bool {
	Machines::<T>::get(MACHINE).is_none_or(|record| record.leaving)
}

fn take_down<T: Config>(causes: usize) {
	for cause in CAUSES.into_iter().take(causes) {
		Pallet::<T>::take_down(&MACHINE, cause, START).unwrap();
	}
}

/// Lets so much time pass that every interval of the rules is over.
fn wait<T: Config>() {
	let rules = T::Rules::get();
	let long = rules
		.restake_interval
		.max(rules.exit_min_active)
		.max(rules.abandoned_after);
	T::BenchmarkHelper::set_time(START.saturating_add(long));
	T::Price::set_price(PRICE);
}

fn governance<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register() {
		prepare::<T>();
		let owner = rich::<T>();
		let key = sp_io::crypto::sr25519_generate(KEY_TYPE, None);
		let expires_at = START.saturating_add(1);
		let payload = Pallet::<T>::payload(&owner, expires_at).encode();
		let signature: sr25519::Signature =
			sp_io::crypto::sr25519_sign(KEY_TYPE, &key, &payload).unwrap();

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), key.0, expires_at, signature);

		assert!(Machines::<T>::contains_key(key.0));
	}

	#[benchmark]
	fn set_profile() {
		let owner = registered::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), MACHINE, fixtures::profile());

		assert!(Profiles::<T>::contains_key(MACHINE));
	}

	#[benchmark]
	fn set_payee() {
		let owner = down::<T>(CAUSES.len());
		let payee: T::AccountId = account("payee", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), MACHINE, Some(payee.clone()));

		assert_eq!(Machines::<T>::get(MACHINE).unwrap().payee, Some(payee));
	}

	#[benchmark]
	fn set_extra_price() {
		let owner = down::<T>(CAUSES.len());
		let highest = T::Rules::get().max_extra_price;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), MACHINE, highest);

		assert_eq!(Machines::<T>::get(MACHINE).unwrap().extra_price, highest);
	}

	#[benchmark]
	fn close() {
		let owner = down::<T>(CAUSES.len());

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), MACHINE);

		assert!(Machines::<T>::get(MACHINE).unwrap().closed);
	}

	#[benchmark]
	fn open() {
		let owner = down::<T>(CAUSES.len());
		Machines::<T>::mutate(MACHINE, |record| record.as_mut().unwrap().closed = true);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), MACHINE);

		assert!(!Machines::<T>::get(MACHINE).unwrap().closed);
	}

	#[benchmark]
	fn top_up() {
		let owner = down::<T>(CAUSES.len());
		let missing = 1_000_000_000_000_000;
		Machines::<T>::mutate(MACHINE, |record| {
			let record = record.as_mut().unwrap();
			record.requirement = record.stake.saturating_add(missing);
			record.under_staked = true;
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), MACHINE, missing);

		assert!(!Machines::<T>::get(MACHINE).unwrap().under_staked);
	}

	#[benchmark]
	fn restake() {
		let owner = active::<T>();
		wait::<T>();
		// At a hundred times the price the USD side binds whatever the rules are.
		T::Price::set_price(PRICE.saturating_mul(100));
		let before = Machines::<T>::get(MACHINE).unwrap().stake;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), MACHINE);

		assert!(Machines::<T>::get(MACHINE).unwrap().stake < before);
	}

	/// Its outage costs nothing, so it goes at once.
	#[benchmark]
	fn exit() {
		let owner = down_for_a_change::<T>();
		wait::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), MACHINE);

		assert!(!Machines::<T>::contains_key(MACHINE));
	}

	#[benchmark]
	fn exit_deferred() {
		let owner = down::<T>(CAUSES.len());
		wait::<T>();

		#[extrinsic_call]
		exit(RawOrigin::Signed(owner), MACHINE);

		assert!(has_left_or_will::<T>());
	}

	#[benchmark]
	fn remove() {
		down_for_a_change::<T>();
		wait::<T>();
		let anyone: T::AccountId = account("anyone", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(anyone), MACHINE);

		assert!(!Machines::<T>::contains_key(MACHINE));
	}

	#[benchmark]
	fn remove_deferred() {
		down::<T>(CAUSES.len());
		wait::<T>();
		let anyone: T::AccountId = account("anyone", 0, 0);

		#[extrinsic_call]
		remove(RawOrigin::Signed(anyone), MACHINE);

		assert!(has_left_or_will::<T>());
	}

	#[benchmark]
	fn report_down() {
		let owner = rented::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), MACHINE);

		assert!(Machines::<T>::get(MACHINE).unwrap().outage.is_some());
	}

	#[benchmark]
	fn report_up() {
		// All four causes that end so, and none else: the outage ends.
		let owner = rented_and_down::<T>(CAUSES.len());
		for cause in [OutageCause::Counterfeit, OutageCause::HardwareChange] {
			Pallet::<T>::bring_up(&MACHINE, cause).unwrap();
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), MACHINE);

		assert!(Machines::<T>::get(MACHINE).unwrap().outage.is_none());
	}

	#[benchmark]
	fn set_gpu_model() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			fixtures::model(),
			fixtures::limits(),
		);

		assert!(GpuModels::<T>::contains_key(fixtures::model()));
		Ok(())
	}

	#[benchmark]
	fn remove_gpu_model() -> Result<(), BenchmarkError> {
		prepare::<T>();
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, fixtures::model());

		assert!(!GpuModels::<T>::contains_key(fixtures::model()));
		Ok(())
	}

	#[benchmark]
	fn force_exit() -> Result<(), BenchmarkError> {
		rented::<T>();
		T::BenchmarkHelper::accuse(&MACHINE);
		take_down::<T>(CAUSES.len());
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, MACHINE);

		assert!(has_left_or_will::<T>());
		Ok(())
	}

	#[benchmark]
	fn force_take_down() -> Result<(), BenchmarkError> {
		rented::<T>();
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			MACHINE,
			OutageCause::Malfunction,
		);

		assert!(Machines::<T>::get(MACHINE).unwrap().outage.is_some());
		Ok(())
	}

	#[benchmark]
	fn force_bring_up() -> Result<(), BenchmarkError> {
		rented_and_down::<T>(CAUSES.len());
		for cause in CAUSES.into_iter().skip(1) {
			Pallet::<T>::bring_up(&MACHINE, cause).unwrap();
		}
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			MACHINE,
			OutageCause::HardwareChange,
		);

		assert!(Machines::<T>::get(MACHINE).unwrap().outage.is_none());
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
