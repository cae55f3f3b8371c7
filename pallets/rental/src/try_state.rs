//! What must always hold. One function for each invariant; the tests run them after every test.

use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use dbc_math::{rent::overlap, stake::percent_floor};
use dbc_primitives::{traits::MachineInspect, ChainTime, MachineId, OrderId, MAX_ORDERS};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

use crate::{
	agenda::AgendaOf, AgendaItems, BalanceOf, Config, Ids, Occupancies, OccupancyOf, OrderOf,
	OrderRecord, OrderRecordOf, Orders, OrdersOf, Pallet, Part, Stage,
};

type Checked = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Checked {
		let all: BTreeMap<OrderId, OrderRecordOf<T>> = Orders::<T>::iter().collect();
		let records: BTreeMap<MachineId, OccupancyOf<T>> = Occupancies::<T>::iter().collect();
		let open: BTreeMap<OrderId, OrderOf<T>> = all
			.iter()
			.filter_map(|(id, record)| match record {
				OrderRecord::Open(order) => Some((*id, order.clone())),
				OrderRecord::Closed(_) => None,
			})
			.collect();
		Self::ensure_1_escrow_is_on_hold(&open)?;
		for (id, order) in &open {
			let record = records.get(&order.machine);
			let record = record.ok_or("2: the machine of an order has no record")?;
			let parts: Vec<Part> = record.parts_of(*id).copied().collect();
			Self::ensure_2_order_has_its_parts(order, &parts)?;
			Self::ensure_3_order_is_consistent(order, &parts, record)?;
		}
		let time = Self::chain_time();
		for (machine, record) in &records {
			Self::ensure_4_parts_have_their_order(machine, record, &open)?;
			Self::ensure_5_no_gpu_is_shared(record, time)?;
			Self::ensure_6_orders_lie_in_the_schedule(record, time)?;
			Self::ensure_7_offer_is_fresh(machine, record)?;
			Self::ensure_8_totals_are_consistent(machine, record, &open)?;
		}
		Self::ensure_9_index_is_complete(&all)?;
		Self::ensure_10_every_checked_order_is_on_the_agenda(&all)?;
		// 11. The agenda is consistent: its own invariants.
		AgendaOf::<T>::try_state()
	}

	/// 1. For every account, what is on hold is the sum of fee and rent of the open orders that it pays.
	fn ensure_1_escrow_is_on_hold(open: &BTreeMap<OrderId, OrderOf<T>>) -> Checked {
		let mut escrow = BTreeMap::<T::AccountId, BalanceOf<T>>::new();
		for order in open.values() {
			let sum = escrow.entry(order.payer.clone()).or_default();
			*sum = sum
				.checked_add(order.held)
				.and_then(|sum| sum.checked_add(order.fee))
				.ok_or("1: the escrow overflows")?;
		}
		for account in frame_system::Account::<T>::iter_keys() {
			let recorded = escrow.remove(&account).unwrap_or_default();
			ensure!(
				Self::escrow_on_hold(&account) == recorded,
				"1: the escrow of an account is not what it has on hold"
			);
		}
		ensure!(
			escrow.values().all(|amount| *amount == 0),
			"1: an account that does not exist has escrow"
		);
		Ok(())
	}

	/// 2. An open order has at least one part, as many as it has prices, one after the other, all with the same GPUs.
	fn ensure_2_order_has_its_parts(order: &OrderOf<T>, parts: &[Part]) -> Checked {
		ensure!(
			!parts.is_empty() && parts.len() == order.parts.len(),
			"2: an order has not as many parts as prices"
		);
		let chained = parts
			.iter()
			.zip(parts.iter().skip(1))
			.all(|(a, b)| a.until == b.from && a.gpus == b.gpus);
		ensure!(chained, "2: the parts of an order do not follow each other");
		ensure!(
			parts
				.iter()
				.all(|part| part.gpus != 0 && part.from <= part.until),
			"2: a part has no GPU, or ends before it begins"
		);
		Ok(())
	}

	/// 3. An unconfirmed order has one part, and nothing was paid of it; a confirmed one has no fee on hold. What is burned
	///    is the share of what was paid, which was earned; what may still be earned is on hold.
	fn ensure_3_order_is_consistent(
		order: &OrderOf<T>,
		parts: &[Part],
		record: &OccupancyOf<T>,
	) -> Checked {
		let unconfirmed = parts.iter().filter(|part| part.is_unconfirmed()).count();
		let fits = if order.start.is_some() {
			unconfirmed == 0 && order.fee == 0
		} else {
			unconfirmed == 1 && parts.len() == 1 && order.paid == 0 && order.ended.is_none()
		};
		ensure!(fits, "3: the stage of an order does not fit its amounts");
		ensure!(
			order.burned == percent_floor(order.paid, order.rules.burn_percent.into()),
			"3: not the right share of what was paid is burned"
		);
		let clock = record.clock(Self::now());
		let earned = order.earned(parts.iter(), &clock);
		ensure!(
			order.paid <= earned,
			"3: more was paid of an order than it has earned"
		);
		let most = order.earned_at_most(parts.iter(), &clock).max(earned);
		ensure!(
			order.paid.saturating_add(order.held) >= most,
			"3: an order has less on hold than it has earned"
		);
		Ok(())
	}

	/// 4. Every part belongs to an open order of its machine, which has at most [`MAX_ORDERS`]. The outages since an open
	///    report are sorted and apart.
	fn ensure_4_parts_have_their_order(
		machine: &MachineId,
		record: &OccupancyOf<T>,
		open: &BTreeMap<OrderId, OrderOf<T>>,
	) -> Checked {
		let own = |id: &OrderId| open.get(id).is_some_and(|order| order.machine == *machine);
		let orders = record.orders();
		ensure!(
			orders.iter().all(own),
			"4: a part has no open order of its machine"
		);
		ensure!(
			orders.len() <= usize::try_from(MAX_ORDERS).unwrap_or(usize::MAX),
			"4: a machine has too many orders"
		);
		let spans = record
			.report
			.iter()
			.flat_map(|report| report.outages.iter());
		let ends = spans.clone().map(|(_, until)| until);
		let begins = spans.clone().map(|(since, _)| since);
		ensure!(
			spans.clone().all(|(since, until)| since < until)
				&& ends.zip(begins.skip(1)).all(|(until, since)| until < since),
			"4: the outages since a report are not apart"
		);
		Ok(())
	}

	/// 5. No two live parts have the same GPU at the same time, and none has one that the machine does not have.
	fn ensure_5_no_gpu_is_shared(record: &OccupancyOf<T>, time: ChainTime) -> Checked {
		let live: Vec<&Part> = record
			.parts
			.iter()
			.filter(|part| part.is_live(time))
			.collect();
		for (n, part) in live.iter().enumerate() {
			ensure!(
				part.gpus & !dbc_math::gpus::all(record.offer.gpus) == 0,
				"5: a live part has a GPU that does not exist"
			);
			let others = live.iter().skip(n.saturating_add(1));
			let shares = |other: &&&Part| {
				part.gpus & other.gpus != 0
					&& overlap(part.from, part.until, other.from, other.until) > 0
			};
			ensure!(
				others.filter(shares).count() == 0,
				"5: two live parts share a GPU"
			);
		}
		Ok(())
	}

	/// 6. What live orders have booked, as far as it is not over, lies inside the schedule.
	fn ensure_6_orders_lie_in_the_schedule(record: &OccupancyOf<T>, time: ChainTime) -> Checked {
		let covered = record.schedule.as_ref().is_none_or(|schedule| {
			let booked = Self::booked_times(record, time);
			let mut booked = booked.into_iter();
			booked.all(|(from, until)| schedule.covers(from, until))
		});
		ensure!(covered, "6: a live part lies outside the schedule");
		Ok(())
	}

	/// 7. The copy of what a machine offers is what it offers.
	fn ensure_7_offer_is_fresh(machine: &MachineId, record: &OccupancyOf<T>) -> Checked {
		ensure!(
			T::Machines::offer(machine).as_ref() == Some(&record.offer),
			"7: a machine offers something else"
		);
		Ok(())
	}

	/// 8. A machine was paid at least what its open orders paid; not more failed than were closed. A part is marked as
	///    ended by a fault only when it is over.
	fn ensure_8_totals_are_consistent(
		machine: &MachineId,
		record: &OccupancyOf<T>,
		open: &BTreeMap<OrderId, OrderOf<T>>,
	) -> Checked {
		let own = open.values().filter(|order| order.machine == *machine);
		let (paid, burned) = own.fold((0u128, 0u128), |(paid, burned), order| {
			(
				paid.saturating_add(order.paid),
				burned.saturating_add(order.burned),
			)
		});
		ensure!(
			paid <= record.rent_paid && burned <= record.rent_burned,
			"8: a machine was paid less than its open orders paid"
		);
		ensure!(
			record.rent_burned <= record.rent_paid && record.orders_failed <= record.orders_closed,
			"8: more was burned than paid, or more failed than was closed"
		);
		let now = Self::now();
		let faulted = record
			.parts
			.iter()
			.filter(|part| part.stage == Stage::Faulted);
		ensure!(
			faulted.filter(|part| part.until > now).count() == 0,
			"8: a part that is not over is marked as ended by a fault"
		);
		Ok(())
	}

	/// 9. The index names every order and receipt of its renter and of its payer, and nothing else.
	fn ensure_9_index_is_complete(all: &BTreeMap<OrderId, OrderRecordOf<T>>) -> Checked {
		let mut expected = BTreeSet::<(T::AccountId, OrderId)>::new();
		for (id, record) in all {
			let (renter, payer) = match record {
				OrderRecord::Open(order) => (&order.renter, &order.payer),
				OrderRecord::Closed(receipt) => (&receipt.renter, &receipt.payer),
			};
			expected.insert((renter.clone(), *id));
			expected.insert((payer.clone(), *id));
		}
		let index: BTreeSet<_> = OrdersOf::<T>::iter_keys().collect();
		ensure!(index == expected, "9: the index is not that of the orders");
		Ok(())
	}

	/// 10. Orders have numbers below the next; those that the hook has looked at are on the agenda, each once, and no others.
	fn ensure_10_every_checked_order_is_on_the_agenda(
		all: &BTreeMap<OrderId, OrderRecordOf<T>>,
	) -> Checked {
		let ids = Ids::<T>::get();
		ensure!(
			ids.unchecked <= ids.next && all.keys().all(|id| *id < ids.next),
			"10: an order has a number that was not given"
		);
		let mut items: Vec<OrderId> = AgendaItems::<T>::iter_values().collect();
		items.sort_unstable();
		let checked: Vec<OrderId> = all
			.keys()
			.copied()
			.filter(|id| *id < ids.unchecked)
			.collect();
		ensure!(
			items == checked,
			"10: the agenda does not hold each checked order once"
		);
		Ok(())
	}
}
