//! Benchmarks of the calls and hooks, each in its worst case: a machine with the longest schedule and as many parts of
//! orders as possible, payer, renter and payee apart, and a payee whose account is made by what it receives. No closing
//! touches more accounts than those of payer and payee, or of payer and treasury; what a payee cannot receive is burned,
//! which touches the same.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::unwrap_used
)]

use alloc::vec::Vec;
use dbc_math::schedule::day_of;
use dbc_primitives::{
	traits::PriceProvider, DatedWindow, MachineId, Moment, OrderId, RentRequest, Schedule,
	WeeklyWindow, MAX_DATED_WINDOWS, MAX_ORDERS, MAX_ORDER_PARTS, MAX_PARTS, MAX_WEEKLY_WINDOWS,
	MAX_WINDOWS_PER_DAY,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, Get},
	weights::{Weight, WeightMeter},
};
use frame_system::RawOrigin;

use crate::*;

/// When the benchmarks begin: at midnight.
const START: Moment = 20_836 * 86_400_000;
/// 0.012 USD.
const PRICE: u64 = 12_000_000;
/// 100 million DBC.
const WEALTH: u128 = 100_000_000_000_000_000_000_000;
const MINUTE: Moment = 60_000;
const HOUR: Moment = 60 * MINUTE;

/// The longest schedule, which is open all the time.
fn schedule(today: u32) -> Schedule {
	let (day, windows) = (1_440, MAX_WINDOWS_PER_DAY as u16);
	let length = day / windows;
	let weekly: Vec<_> = (0..MAX_WEEKLY_WINDOWS as u16)
		.map(|n| WeeklyWindow {
			weekday: (n / windows) as u8,
			from: (n % windows) * length,
			minutes: length,
		})
		.collect();
	let dates: Vec<_> = (0..MAX_DATED_WINDOWS)
		.map(|n| DatedWindow {
			date: today.saturating_add(n),
			from: 0,
			minutes: day,
		})
		.collect();
	Schedule {
		weekly: weekly.try_into().unwrap(),
		dates: dates.try_into().unwrap(),
	}
}

fn renter<T: Config>() -> T::AccountId {
	account("renter", 0, 0)
}

fn payer<T: Config>() -> T::AccountId {
	let payer = account("payer", 0, 0);
	Pallet::<T>::endow(&payer, WEALTH);
	payer
}

/// An Active machine with the longest schedule, a time, a price and a treasury that exists.
fn machine<T: Config>() -> (T::AccountId, MachineId) {
	Pallet::<T>::endow(&T::Treasury::get(), WEALTH);
	let owner: T::AccountId = account("owner", 0, 0);
	let machine = T::BenchmarkHelper::active_machine(&owner);
	// The registry has a time of its own for its machines.
	T::BenchmarkHelper::set_time(START);
	T::Price::set_price(PRICE);
	change::<T>(machine, |record| {
		record.schedule = Some(schedule(day_of(START)));
		// Nobody has this account yet.
		record.offer.payee = account("payee", 0, 0);
	});
	(owner, machine)
}

fn change<T: Config>(machine: MachineId, change: impl FnOnce(&mut OccupancyOf<T>)) {
	Occupancies::<T>::mutate(machine, |record| change(record.as_mut().unwrap()));
}

/// Makes an order of one GPU for `duration`, of which the payer is `payer`.
fn order<T: Config>(
	machine: MachineId,
	payer: &T::AccountId,
	renter: &T::AccountId,
	duration: Moment,
	start: Option<Moment>,
) -> OrderId {
	let request = RentRequest {
		machine,
		gpus: 1,
		duration,
		start,
	};
	let id = Ids::<T>::get().next;
	let renter = Some(renter.clone());
	Pallet::<T>::do_rent(payer.clone(), &request, u128::MAX, renter).unwrap();
	id
}

/// Fills the machine with the parts of other orders, but for `room` parts, as far as orders without extensions do.
fn fill<T: Config>(machine: MachineId, room: u32) {
	let payer: T::AccountId = account("others", 0, 0);
	Pallet::<T>::endow(&payer, WEALTH);
	let record = Occupancies::<T>::get(machine).unwrap();
	let (orders, parts) = (record.orders().len() as u32, record.parts.len() as u32);
	let orders = MAX_ORDERS
		.saturating_sub(orders)
		.saturating_sub(room.min(1));
	let parts = MAX_PARTS.saturating_sub(parts).saturating_sub(room);
	for n in 0..orders.min(parts) {
		let renter = account("others", n, 1);
		order::<T>(machine, &payer, &renter, HOUR, None);
	}
	// The others are extended until there is no room.
	change::<T>(machine, |record| {
		let last = *record.parts.last().unwrap();
		while (record.parts.len() as u32) < MAX_PARTS.saturating_sub(room) {
			record.parts.try_push(last).unwrap();
		}
	});
}

/// A confirmed order of a machine that is full otherwise: with as many parts as possible if `extended`, of which all but
/// the last are over.
fn confirmed<T: Config>(payer: &T::AccountId, renter: &T::AccountId, extended: bool) -> OrderId {
	let (_, machine) = machine::<T>();
	let id = order::<T>(machine, payer, renter, HOUR, None);
	Pallet::<T>::do_confirm(renter, id).unwrap();
	if extended {
		for _ in 1..MAX_ORDER_PARTS {
			Pallet::<T>::do_extend(payer, id, HOUR, u128::MAX).unwrap();
		}
	}
	fill::<T>(machine, 1);
	id
}

/// Lets as many orders as possible run on `machine`, each of another renter, and tells the one of `renter`: for the
/// benchmarks of the pallets above.
pub fn rent_all<T: Config>(machine: MachineId, renter: &T::AccountId) -> OrderId {
	let payer = payer::<T>();
	let others = (1..MAX_ORDERS).map(|n| account("others", n, 1));
	let renters = others.chain([renter.clone()]);
	let mut last = 0;
	for renter in renters {
		last = order::<T>(machine, &payer, &renter, HOUR, None);
		Pallet::<T>::do_confirm(&renter, last).unwrap();
	}
	last
}

fn is_closed<T: Config>(id: OrderId) -> bool {
	matches!(Orders::<T>::get(id), Some(OrderRecord::Closed(_)))
}

/// Whether an order is closed, and its payee, whose account was made for that, was paid.
fn is_closed_and_paid<T: Config>(id: OrderId) -> bool {
	let payee: T::AccountId = account("payee", 0, 0);
	is_closed::<T>(id) && frame_system::Pallet::<T>::account_exists(&payee)
}

/// Puts the agenda at its first item, and the time to when it is due.
fn go_to_first_item<T: Config>() -> Moment {
	let (minute, place) = AgendaItems::<T>::iter_keys().next().unwrap();
	AgendaCursor::<T>::mutate(|cursor| {
		cursor.as_mut().unwrap().next = dbc_agenda::Slot { minute, place };
	});
	Moment::from(minute) * MINUTE
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// For another renter, for as long as possible.
	#[benchmark]
	fn rent() {
		let (_, machine) = machine::<T>();
		let payer: T::AccountId = whitelisted_caller();
		Pallet::<T>::endow(&payer, WEALTH);
		// The dates of the schedule end before the order does: the rest are weekdays.
		fill::<T>(machine, 1);
		let duration = T::Rules::get().max_duration;

		#[extrinsic_call]
		_(
			RawOrigin::Signed(payer),
			machine,
			1,
			duration,
			WEALTH,
			None,
			Some(renter::<T>()),
		);

		let id = Ids::<T>::get().next.saturating_sub(1);
		assert!(OrdersOf::<T>::contains_key(renter::<T>(), id));
	}

	#[benchmark]
	fn confirm() {
		let (_, machine) = machine::<T>();
		let renter: T::AccountId = whitelisted_caller();
		let id = order::<T>(machine, &payer::<T>(), &renter, HOUR, None);
		fill::<T>(machine, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(renter), id);

		assert!(matches!(
			Orders::<T>::get(id),
			Some(OrderRecord::Open(order)) if order.start.is_some()
		));
	}

	/// An order of which all parts but the last are over, and paid for with the extension.
	#[benchmark]
	fn extend() {
		let payer: T::AccountId = whitelisted_caller();
		Pallet::<T>::endow(&payer, WEALTH);
		let id = confirmed::<T>(&payer, &renter::<T>(), true);
		let parts = Moment::from(MAX_ORDER_PARTS).saturating_sub(1);
		T::BenchmarkHelper::set_time(START + parts * HOUR);
		T::Price::set_price(PRICE);

		#[extrinsic_call]
		_(RawOrigin::Signed(payer), id, HOUR, WEALTH);

		assert!(matches!(
			Orders::<T>::get(id),
			Some(OrderRecord::Open(order)) if order.parts.len() == 2 && order.paid > 0
		));
	}

	#[benchmark]
	fn end() {
		let renter: T::AccountId = whitelisted_caller();
		let id = confirmed::<T>(&payer::<T>(), &renter, true);
		T::BenchmarkHelper::set_time(START + HOUR / 2);

		#[extrinsic_call]
		_(RawOrigin::Signed(renter), id);

		assert!(is_closed_and_paid::<T>(id));
	}

	/// Late, of so long an order that the penalty is more than the fee. An owner who cancels needs the record of the machine
	/// instead of another account and the listeners, which is less.
	#[benchmark]
	fn cancel() {
		let (_, machine) = machine::<T>();
		let renter: T::AccountId = whitelisted_caller();
		let start = Some(START + HOUR);
		let duration = T::Rules::get().max_duration;
		let id = order::<T>(machine, &payer::<T>(), &renter, duration, start);
		fill::<T>(machine, 0);
		T::BenchmarkHelper::set_time(START + HOUR / 2);

		#[extrinsic_call]
		_(RawOrigin::Signed(renter), id);

		assert!(is_closed_and_paid::<T>(id));
	}

	#[benchmark]
	fn settle() {
		let id = confirmed::<T>(&payer::<T>(), &renter::<T>(), true);
		let parts = Moment::from(MAX_ORDER_PARTS);
		T::BenchmarkHelper::set_time(START + parts * HOUR);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id);

		assert!(is_closed_and_paid::<T>(id));
	}

	#[benchmark]
	fn set_schedule() {
		let (owner, machine) = machine::<T>();
		change::<T>(machine, |record| record.schedule = None);
		fill::<T>(machine, 0);
		// Not open all week: the listeners hear of it.
		let mut schedule = schedule(day_of(START));
		schedule
			.weekly
			.iter_mut()
			.for_each(|window| window.minutes -= 1);
		let schedule = Some(schedule);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), machine, schedule.clone());

		assert_eq!(Occupancies::<T>::get(machine).unwrap().schedule, schedule);
	}

	#[benchmark]
	fn prune_dates() {
		let (_, machine) = machine::<T>();
		fill::<T>(machine, 0);
		// A date on which it is hardly open lies behind: the listeners hear of it.
		change::<T>(machine, |record| {
			let dates = &mut record.schedule.as_mut().unwrap().dates;
			dates.iter_mut().for_each(|date| date.minutes = 1);
		});
		let days = Moment::from(MAX_DATED_WINDOWS).saturating_add(1);
		T::BenchmarkHelper::set_time(START + days * 24 * HOUR);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), machine);

		let schedule = Occupancies::<T>::get(machine).unwrap().schedule;
		assert!(schedule.unwrap().dates.is_empty());
	}

	#[benchmark]
	fn force_close() {
		let id = confirmed::<T>(&payer::<T>(), &renter::<T>(), true);
		T::BenchmarkHelper::set_time(START + HOUR / 2);
		let origin = T::GovernanceOrigin::try_successful_origin().unwrap();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);

		assert!(is_closed_and_paid::<T>(id));
	}

	#[benchmark]
	fn hook_idle() {
		T::BenchmarkHelper::set_time(START);
		let mut meter = WeightMeter::with_limit(T::WeightInfo::hook_idle());

		#[block]
		{
			Pallet::<T>::run_hook(&mut meter);
		}

		assert_eq!(meter.remaining(), Weight::zero());
	}

	/// An order that was confirmed and is over when the hook looks at it.
	#[benchmark]
	fn check_order() {
		let id = confirmed::<T>(&payer::<T>(), &renter::<T>(), true);
		let parts = Moment::from(MAX_ORDER_PARTS);
		T::BenchmarkHelper::set_time(START + parts * HOUR);
		let one = T::WeightInfo::hook_idle().saturating_add(T::WeightInfo::check_order());
		let mut meter = WeightMeter::with_limit(one);

		#[block]
		{
			Pallet::<T>::run_hook(&mut meter);
		}

		assert!(is_closed_and_paid::<T>(id));
		assert_eq!(Ids::<T>::get().unchecked, id.saturating_add(1));
	}

	/// One minute without items.
	#[benchmark]
	fn agenda_minute() {
		let id = confirmed::<T>(&payer::<T>(), &renter::<T>(), false);
		let window = T::Rules::get().confirm_window;
		T::BenchmarkHelper::set_time(START + window);
		Pallet::<T>::run_hook(&mut WeightMeter::new());
		let before = AgendaCursor::<T>::get().unwrap();
		T::BenchmarkHelper::set_time(START + window + MINUTE);
		Ids::<T>::mutate(|ids| ids.unchecked = ids.next);
		let one = T::WeightInfo::hook_idle().saturating_add(T::WeightInfo::agenda_minute());
		let mut meter = WeightMeter::with_limit(one);

		#[block]
		{
			Pallet::<T>::run_hook(&mut meter);
		}

		assert_ne!(AgendaCursor::<T>::get().unwrap(), before);
		assert!(!is_closed::<T>(id));
	}

	/// An item that closes an order with as many parts as possible.
	#[benchmark]
	fn agenda_item() {
		let id = confirmed::<T>(&payer::<T>(), &renter::<T>(), true);
		T::BenchmarkHelper::set_time(START + T::Rules::get().confirm_window);
		Ids::<T>::mutate(|ids| ids.unchecked = id);
		let one = T::WeightInfo::hook_idle().saturating_add(T::WeightInfo::check_order());
		Pallet::<T>::run_hook(&mut WeightMeter::with_limit(one));
		Ids::<T>::mutate(|ids| ids.unchecked = ids.next);
		let due = go_to_first_item::<T>();
		T::BenchmarkHelper::set_time(due + MINUTE);
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::run_hook(&mut meter);
		}

		assert!(is_closed_and_paid::<T>(id));
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
