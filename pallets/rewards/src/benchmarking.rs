//! Benchmarks of the calls and hooks, each in its worst case: after so many days that all those that are remembered pass,
//! and with attesters who cannot be paid and have an account here, which then is brought up to date as well.
#![allow(clippy::unwrap_used)]

use alloc::vec::Vec;
use dbc_primitives::{
	traits::{OnAttested, OnMachineChange, OnOrderChange},
	MachineId, Moment, Outage,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::Get,
	weights::{Weight, WeightMeter},
	BoundedVec,
};
use frame_system::RawOrigin;

use crate::*;

/// When the benchmarks begin.
const START: Moment = 1_800_000_000_000;
const MINUTE: Moment = 60_000;
const DAY: Moment = 1_440 * MINUTE;

/// After so many days every value that holds days is full, and passes all of them when it is touched again.
const IDLE: Moment = 200 * DAY;

/// Rent that was burned, in planck: a bonus is credited for it.
const BURNED: u128 = 1_000_000;

fn owner<T: Config>() -> T::AccountId {
	account("owner", 0, 0)
}

fn attesters<T: Config>(seed: u32) -> Vec<T::AccountId> {
	(0..MAX_ATTESTERS)
		.map(|n| account("attester", n, seed))
		.collect()
}

fn anyone<T: Config>() -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(account("anyone", 0, 0))
}

/// The emission begins, and a machine earns and is wholly rented. Its attesters do not exist. They are owed something, so
/// that they have an account here.
fn earning<T: Config>() -> MachineId {
	T::BenchmarkHelper::set_time(START);
	NetworkState::<T>::put(Network::new(START));
	let owner = owner::<T>();
	Pallet::<T>::endow(&owner);
	let machine = T::BenchmarkHelper::earning_machine(&owner);
	Pallet::<T>::on_activated(&machine, &owner, 1);
	Pallet::<T>::on_attested(&machine, &attesters::<T>(0));
	Pallet::<T>::on_rented(&machine, 1);
	Pallet::<T>::apply_orders(&mut WeightMeter::new());
	assert!(Machines::<T>::get(machine).unwrap().rented_weight > 0);
	let network = Pallet::<T>::network();
	for who in attesters::<T>(0) {
		let (account, _) = Pallet::<T>::updated(None, &network);
		Accounts::<T>::insert(&who, account);
	}
	machine
}

/// The same after many idle days in which the vesting days were filled once. What the attesters are to get is less than an
/// account needs, so that it is owed to them. Orders have changed in this block.
fn idle<T: Config>() -> MachineId {
	let machine = earning::<T>();
	for round in [1, 2] {
		T::BenchmarkHelper::set_time(START.saturating_add(IDLE.saturating_mul(round)));
		if round == 1 {
			Pallet::<T>::on_terms_changed(&machine);
		}
	}
	Machines::<T>::mutate(machine, |record| {
		let record = record.as_mut().unwrap();
		let all = Pallet::<T>::network().emitted(Pallet::<T>::now());
		// Paid but for a few planck.
		record.attested = all;
		record.attesters_paid = dbc_math::rewards::planck_floor(all / 100).saturating_sub(3);
		record.grade = 0;
	});
	change_orders::<T>(&machine);
	machine
}

/// Its orders end, and their rent is paid.
fn change_orders<T: Config>(machine: &MachineId) {
	Pallet::<T>::on_rent_paid(machine, BURNED, BURNED);
	Pallet::<T>::on_rented(machine, 0);
}

fn outage<T: Config>() -> Outage<BalanceOf<T>> {
	Outage {
		since: START,
		causes: BoundedVec::new(),
		base: 0,
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn claim() {
		idle::<T>();
		let owner = owner::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(owner.clone()));

		assert!(Accounts::<T>::get(owner).unwrap().claimed > 0);
	}

	#[benchmark]
	fn pay_attesters() {
		let machine = idle::<T>();

		#[extrinsic_call]
		_(anyone::<T>(), machine);

		for who in attesters::<T>(0) {
			assert!(Accounts::<T>::get(who).unwrap().owed > 0);
		}
	}

	#[benchmark]
	fn settle_machine() {
		let machine = idle::<T>();
		Machines::<T>::mutate(machine, |record| {
			if let Term::Running { until, .. } = &mut record.as_mut().unwrap().term {
				*until = 0;
			}
		});

		#[extrinsic_call]
		_(anyone::<T>(), machine);

		let record = Machines::<T>::get(machine).unwrap();
		assert_eq!(record.term, Term::Over);
		assert!(record.credited > 0);
	}

	#[benchmark]
	fn on_activated() {
		let machine = idle::<T>();
		// It comes back: the owner's account is as it was.
		Pallet::<T>::on_removed(&machine, &owner::<T>());
		T::BenchmarkHelper::set_time(START.saturating_add(IDLE.saturating_mul(3)));
		change_orders::<T>(&machine);

		#[block]
		{
			Pallet::<T>::on_activated(&machine, &owner::<T>(), 1);
		}

		assert!(Machines::<T>::get(machine).unwrap().pays_attesters());
		assert!(PendingOrders::<T>::get(machine).is_none());
	}

	#[benchmark]
	fn on_changed() {
		let machine = idle::<T>();
		let outage = outage::<T>();

		#[block]
		{
			Pallet::<T>::on_up(&machine, &outage);
		}

		assert!(Machines::<T>::get(machine).unwrap().grade > 0);
	}

	#[benchmark]
	fn on_removed() {
		let machine = idle::<T>();
		T::BenchmarkHelper::forget_machine(&machine);

		#[block]
		{
			Pallet::<T>::on_removed(&machine, &owner::<T>());
		}

		assert!(Machines::<T>::get(machine).is_none());
	}

	#[benchmark]
	fn on_attested() {
		let machine = idle::<T>();
		let others = attesters::<T>(1);

		#[block]
		{
			Pallet::<T>::on_attested(&machine, &others);
		}

		assert_eq!(Attesters::<T>::get(machine).into_inner(), others);
	}

	#[benchmark]
	fn on_order() {
		let machine = idle::<T>();

		#[block]
		{
			Pallet::<T>::on_rent_paid(&machine, BURNED, BURNED);
		}

		let burned = PendingOrders::<T>::get(machine).unwrap().burned;
		assert_eq!(burned, 2 * BURNED);
	}

	#[benchmark]
	fn orders_idle() {
		earning::<T>();
		// With room for an order, so that it looks for one.
		let room = T::WeightInfo::apply_order();
		let limit = T::WeightInfo::orders_idle().saturating_add(room);
		let mut meter = WeightMeter::with_limit(limit);

		#[block]
		{
			Pallet::<T>::apply_orders(&mut meter);
		}

		assert_eq!(meter.remaining(), room);
	}

	/// With the look at the beginning and that for another one: the hook at the end of a block passes over what the one at
	/// its beginning has taken.
	#[benchmark]
	fn apply_order() {
		let machine = idle::<T>();
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::apply_orders(&mut meter);
		}

		assert!(PendingOrders::<T>::get(machine).is_none());
		assert!(Machines::<T>::get(machine).unwrap().credited > 0);
	}

	/// The cursor stands before something that is not due.
	#[benchmark]
	fn agenda_idle() {
		earning::<T>();
		let mut meter = WeightMeter::with_limit(T::WeightInfo::agenda_idle());

		#[block]
		{
			Pallet::<T>::run_agenda(&mut meter);
		}

		assert_eq!(meter.remaining(), Weight::zero());
	}

	/// One minute without items.
	#[benchmark]
	fn agenda_minute() {
		earning::<T>();
		T::BenchmarkHelper::set_time(START.saturating_add(DAY));
		let before = AgendaCursor::<T>::get().unwrap();
		let minute = T::WeightInfo::agenda_minute();
		let limit = T::WeightInfo::agenda_idle().saturating_add(minute);
		let mut meter = WeightMeter::with_limit(limit);

		#[block]
		{
			Pallet::<T>::run_agenda(&mut meter);
		}

		assert_ne!(AgendaCursor::<T>::get().unwrap(), before);
	}

	/// An item whose machine has another term by now.
	#[benchmark]
	fn agenda_item() {
		let machine = earning::<T>();
		let cursor = AgendaCursor::<T>::get().unwrap();
		let (minute, place) = AgendaItems::<T>::iter_keys().next().unwrap();
		AgendaCursor::<T>::put(dbc_agenda::Cursor {
			next: dbc_agenda::Slot { minute, place },
			..cursor
		});
		Machines::<T>::mutate(machine, |record| {
			if let Term::Running { until, .. } = &mut record.as_mut().unwrap().term {
				*until = Moment::MAX;
			}
		});
		let term = T::Rules::get().attester_term;
		T::BenchmarkHelper::set_time(START.saturating_add(term).saturating_add(MINUTE));
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::run_agenda(&mut meter);
		}

		assert!(!AgendaItems::<T>::contains_key(minute, place));
		assert!(Machines::<T>::get(machine).unwrap().pays_attesters());
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
