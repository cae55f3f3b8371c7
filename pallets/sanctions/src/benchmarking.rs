//! Benchmarks of the calls and hooks, each in its worst case: as many shares as there can be, all of which can be paid.
#![allow(clippy::cast_possible_truncation, clippy::unwrap_used)]

use alloc::vec::Vec;
use dbc_primitives::{
	traits::{MachineAvailability, MachineStake, Sanction, SanctionSink, SanctionSource},
	AppealReason, MachineId, Moment, SanctionGround, SanctionId, SanctionStage, MAX_APPEAL_REASON,
	MAX_ORDERS,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, Get},
	weights::{Weight, WeightMeter},
	BoundedVec,
};
use frame_system::RawOrigin;

use crate::*;

/// When the benchmarks begin.
const START: Moment = 1_800_000_000_000;
/// 100 million DBC.
const WEALTH: u128 = 100_000_000_000_000_000_000_000;
/// One DBC.
const DBC: u128 = 1_000_000_000_000_000;

/// A time, and an account with money.
fn prepare<T: Config>() -> T::AccountId {
	T::BenchmarkHelper::set_time(START);
	let who: T::AccountId = whitelisted_caller();
	Pallet::<T>::endow(&who, WEALTH);
	who
}

/// `count` accounts that exist, with a DBC for each.
fn accounts<T: Config>(name: &'static str, count: u32) -> Vec<(T::AccountId, BalanceOf<T>)> {
	let accounts = (0..count).map(|n| {
		let who = account(name, n, 0);
		Pallet::<T>::endow(&who, DBC);
		(who, DBC)
	});
	accounts.collect()
}

fn reason() -> AppealReason {
	let bytes = (0..MAX_APPEAL_REASON).map(|_| b'r').collect::<Vec<_>>();
	bytes.try_into().unwrap()
}

/// A pending sanction of an outage with so many shares. Tells who is concerned, and the machine.
fn outage<T: Config>(shares: u32) -> (T::AccountId, MachineId) {
	let owner = prepare::<T>();
	let machine = T::BenchmarkHelper::active_machine(&owner);
	let amount = T::Machines::lock(&machine, DBC.saturating_mul(100)).unwrap();
	T::Machines::lock_exit(&machine).unwrap();
	let ground = SanctionGround::Outage { machine, amount };
	let shares = BoundedVec::truncate_from(accounts::<T>("share", shares));
	Pallet::<T>::create(ground, owner.clone(), shares);
	(owner, machine)
}

/// A pending sanction of a refused machine, which tells its owner.
fn refused<T: Config>() -> T::AccountId {
	let owner = prepare::<T>();
	let machine = T::BenchmarkHelper::active_machine(&owner);
	let amount = T::Machines::lock(&machine, DBC).unwrap();
	Pallet::<T>::propose(Sanction {
		source: SanctionSource::Stake { machine, amount },
		shares: BoundedVec::truncate_from(accounts::<T>("share", 3)),
	})
	.unwrap();
	owner
}

/// A pending sanction of a member, which is told.
fn bond<T: Config>() -> T::AccountId {
	let member = prepare::<T>();
	let job = T::BenchmarkHelper::booked(&member);
	Pallet::<T>::endow(&member, WEALTH);
	Pallet::<T>::propose(Sanction {
		source: SanctionSource::Bond {
			job,
			member: member.clone(),
		},
		shares: BoundedVec::truncate_from(accounts::<T>("share", 3)),
	})
	.unwrap();
	member
}

/// The sanction that was created last.
fn last<T: Config>() -> SanctionId {
	NextId::<T>::get().saturating_sub(1)
}

/// Appeals against the last sanction.
fn appealed<T: Config>(who: &T::AccountId) -> SanctionId {
	let id = last::<T>();
	Pallet::<T>::do_appeal(who, id, reason()).unwrap();
	id
}

/// Appeals against the last sanction, and lets the time of the decision pass.
fn undecided<T: Config>(who: &T::AccountId) -> SanctionId {
	let id = appealed::<T>(who);
	T::BenchmarkHelper::set_time(Sanctions::<T>::get(id).unwrap().until);
	id
}

fn anyone<T: Config>() -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(account("anyone", 0, 0))
}

fn decider<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::DecisionOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn appeal() {
		let (owner, _) = outage::<T>(MAX_SHARES);
		let id = last::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), id, reason());

		let stage = Sanctions::<T>::get(id).unwrap().stage;
		assert!(matches!(stage, SanctionStage::Appealed { .. }));
	}

	#[benchmark]
	fn execute(s: Linear<0, MAX_SHARES>) {
		let (owner, machine) = outage::<T>(s);
		let id = undecided::<T>(&owner);
		let held = T::Machines::held(&machine);

		#[extrinsic_call]
		_(anyone::<T>(), id);

		assert!(!Sanctions::<T>::contains_key(id));
		assert!(T::Machines::held(&machine) < held);
	}

	#[benchmark]
	fn execute_bond() {
		let member = bond::<T>();
		let id = undecided::<T>(&member);

		#[extrinsic_call]
		execute(anyone::<T>(), id);

		assert!(!Sanctions::<T>::contains_key(id));
	}

	#[benchmark]
	fn cancel() -> Result<(), BenchmarkError> {
		let owner = refused::<T>();
		let id = appealed::<T>(&owner);
		let origin = decider::<T>()?;

		#[extrinsic_call]
		decide(origin as T::RuntimeOrigin, id, Decision::Cancel);

		assert!(!Sanctions::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn cancel_bond() -> Result<(), BenchmarkError> {
		let member = bond::<T>();
		let id = appealed::<T>(&member);
		let origin = decider::<T>()?;

		#[extrinsic_call]
		decide(origin as T::RuntimeOrigin, id, Decision::Cancel);

		assert!(!Sanctions::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn sanction_outage() {
		let owner = prepare::<T>();
		let machine = T::BenchmarkHelper::active_machine(&owner);
		T::BenchmarkHelper::take_down(&machine, START);
		OutageSeries::<T>::mutate(machine, |series| {
			let series = series.as_mut().unwrap();
			let members = accounts::<T>("member", MAX_UPHOLDERS).into_iter();
			let members = members.map(|(member, _)| member).collect::<Vec<_>>();
			series.upholders = members.try_into().unwrap();
			let claims = accounts::<T>("renter", MAX_ORDERS);
			series.running.as_mut().unwrap().claims = claims.try_into().unwrap();
		});
		// Five days.
		T::BenchmarkHelper::set_time(START.saturating_add(432_000_000));

		#[extrinsic_call]
		_(anyone::<T>(), machine);

		assert_eq!(Shares::<T>::get(last::<T>()).len() as u32, MAX_SHARES);
	}

	/// The cursor stands before something that is not due.
	#[benchmark]
	fn agenda_idle() {
		outage::<T>(0);
		let limit = T::WeightInfo::agenda_idle();
		let mut meter = WeightMeter::with_limit(limit);

		#[block]
		{
			Pallet::<T>::run_agenda(&mut meter);
		}

		assert_eq!(meter.remaining(), Weight::zero());
	}

	/// One minute without items.
	#[benchmark]
	fn agenda_minute() {
		outage::<T>(0);
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

	/// An item whose sanction was appealed.
	#[benchmark]
	fn agenda_item() {
		let (owner, _) = outage::<T>(MAX_SHARES);
		let id = appealed::<T>(&owner);
		Sanctions::<T>::mutate(id, |record| record.as_mut().unwrap().until = Moment::MAX);
		let cursor = AgendaCursor::<T>::get().unwrap();
		let (minute, place) = AgendaItems::<T>::iter_keys().next().unwrap();
		AgendaCursor::<T>::put(dbc_agenda::Cursor {
			next: dbc_agenda::Slot { minute, place },
			..cursor
		});
		let window = T::Rules::get().appeal_window.saturating_add(60_000);
		T::BenchmarkHelper::set_time(START.saturating_add(window));
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::run_agenda(&mut meter);
		}

		assert!(!AgendaItems::<T>::contains_key(minute, place));
		assert!(Sanctions::<T>::contains_key(id));
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
