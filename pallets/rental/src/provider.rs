//! What this pallet hears of machines, and what it tells and does for others.

use alloc::{collections::BTreeSet, vec::Vec};
use dbc_primitives::{
	traits::{
		MachineInspect, OnMachineChange, OrderClaims, OrderControl, OrderGuard, OrderInspect,
		OrderParties,
	},
	CloseReason, MachineId, Moment, OrderId, Outage, MAX_ORDERS,
};
use frame_support::{ensure, traits::ConstU32, BoundedVec};
use sp_runtime::DispatchResult;

use crate::{
	ledger::Ledger, BalanceOf, Config, Error, Occupancies, Occupancy, OccupancyOf, OrderOf,
	OrderRecord, Orders, Pallet, Report,
};

impl<T: Config> OnMachineChange<T::AccountId, BalanceOf<T>> for Pallet<T> {
	fn on_activated(machine: &MachineId, _owner: &T::AccountId, _points: u64) {
		let Some(offer) = T::Machines::offer(machine) else {
			return;
		};
		match Ledger::<T>::open(*machine) {
			// It may have fewer GPUs than before: the ledger tells how many of them orders have that are not closed.
			Some(mut ledger) => {
				ledger.occupancy.offer = offer;
				ledger.store();
			}
			None => Occupancies::<T>::insert(machine, Occupancy::new(offer)),
		}
	}

	fn on_down(machine: &MachineId, _outage: &Outage<BalanceOf<T>>) {
		Self::refresh(machine);
	}

	fn on_up(machine: &MachineId, ended: &Outage<BalanceOf<T>>) {
		let Some(mut record) = Occupancies::<T>::get(machine) else {
			return;
		};
		let time = Self::chain_time();
		let ends = ended.causes.iter().filter_map(|cause| cause.until);
		let until = ends.max().unwrap_or(time.now);
		record.note_outage(ended.since, until, time.stalled);
		if let Some(offer) = T::Machines::offer(machine) {
			record.offer = offer;
		}
		Occupancies::<T>::insert(machine, record);
	}

	fn on_terms_changed(machine: &MachineId) {
		Self::refresh(machine);
	}

	fn on_forced_exit(machine: &MachineId) {
		if let Some(ledger) = Self::close_all(machine) {
			ledger.store();
		}
	}

	/// A machine leaves only when its orders are closed. If it did not, nobody would be left waiting for it.
	fn on_removed(machine: &MachineId, _owner: &T::AccountId) {
		if let Some(ledger) = Self::close_all(machine) {
			ledger.store();
		}
		Occupancies::<T>::remove(machine);
	}
}

impl<T: Config> Pallet<T> {
	/// Copies what a machine offers.
	fn refresh(machine: &MachineId) {
		let Some(mut record) = Occupancies::<T>::get(machine) else {
			return;
		};
		if let Some(offer) = T::Machines::offer(machine) {
			record.offer = offer;
			Occupancies::<T>::insert(machine, record);
		}
	}

	/// Closes every order of a machine that leaves.
	fn close_all(machine: &MachineId) -> Option<Ledger<T>> {
		let mut ledger = Ledger::<T>::open(*machine)?;
		for id in ledger.occupancy.orders() {
			if let Some(OrderRecord::Open(order)) = Orders::<T>::get(id) {
				ledger.close_for(id, order, CloseReason::MachineExited);
			}
		}
		Some(ledger)
	}
}

impl<T: Config> OrderGuard for Pallet<T> {
	fn ensure_vacant(machine: &MachineId) -> DispatchResult {
		let record = Occupancies::<T>::get(machine);
		let live = record.is_some_and(|record| record.is_live(Self::chain_time()));
		ensure!(!live, Error::<T>::LiveOrders);
		Ok(())
	}

	fn ensure_all_closed(machine: &MachineId) -> DispatchResult {
		let record = Occupancies::<T>::get(machine);
		let open = record.is_some_and(|record| !record.parts.is_empty());
		ensure!(!open, Error::<T>::OpenOrders);
		Ok(())
	}

	fn ensure_may_exit(machine: &MachineId) -> DispatchResult {
		let Some(record) = Occupancies::<T>::get(machine) else {
			return Ok(());
		};
		ensure!(record.parts.is_empty(), Error::<T>::OpenOrders);
		let wait = Self::rules().exit_after_order;
		let since_end = record
			.last_order_end
			.is_none_or(|end| Self::now() >= end.saturating_add(wait));
		ensure!(since_end, Error::<T>::ExitTooEarly);
		Ok(())
	}
}

impl<T: Config> OrderInspect<T::AccountId> for Pallet<T> {
	fn parties(order: OrderId) -> Option<OrderParties<T::AccountId>> {
		match Orders::<T>::get(order)? {
			OrderRecord::Open(open) => {
				let record = Occupancies::<T>::get(open.machine)?;
				let last = record.last_part(order);
				Some(OrderParties {
					machine: open.machine,
					renter: open.renter,
					start: open.start,
					end: open.start.and(last).map(|part| part.until),
				})
			}
			OrderRecord::Closed(receipt) => {
				let until = receipt.end.saturating_add(Self::rules().receipt_lifetime);
				(Self::now() < until).then_some(OrderParties {
					machine: receipt.machine,
					renter: receipt.renter,
					start: receipt.start,
					end: receipt.start.map(|_| receipt.end),
				})
			}
		}
	}

	fn is_rented(machine: &MachineId) -> bool {
		let record = Occupancies::<T>::get(machine);
		record.is_some_and(|record| record.running(Self::now()) != 0)
	}

	fn idle_since(machine: &MachineId) -> Option<Moment> {
		let record = Occupancies::<T>::get(machine)?;
		if record.running(Self::now()) != 0 {
			return None;
		}
		// Those that are over count from their end on, closed or not.
		let confirmed = record.parts.iter().filter(|part| !part.is_unconfirmed());
		confirmed
			.map(|part| part.until)
			.chain(record.last_order_end)
			.max()
	}

	fn renters(machine: &MachineId) -> BoundedVec<T::AccountId, ConstU32<MAX_ORDERS>> {
		let time = Self::chain_time();
		let live = |record: &OccupancyOf<T>, id| {
			let last = record.last_part(id);
			last.is_some_and(|part| part.is_live(time))
		};
		let orders = Self::orders_at(machine, live).into_iter();
		let renters: BTreeSet<_> = orders.map(|(_, order)| order.renter).collect();
		BoundedVec::truncate_from(renters.into_iter().collect())
	}
}

impl<T: Config> OrderClaims<T::AccountId, BalanceOf<T>> for Pallet<T> {
	/// What an order had not earned at `at`. An order that was closed since makes no claim: its rent has returned.
	fn claims(
		machine: &MachineId,
		at: Moment,
	) -> BoundedVec<(T::AccountId, BalanceOf<T>), ConstU32<MAX_ORDERS>> {
		let running = |record: &OccupancyOf<T>, id| {
			let last = record.last_part(id);
			last.is_some_and(|part| !part.is_unconfirmed() && at < part.until)
		};
		let orders = Self::orders_at(machine, running);
		let Some(record) = Occupancies::<T>::get(machine) else {
			return BoundedVec::new();
		};
		let clock = record.clock(at);
		let claims = orders
			.into_iter()
			.filter(|(_, order)| order.start.is_some_and(|start| start <= at))
			.map(|(id, order)| {
				let whole = order.paid.saturating_add(order.held);
				let earned = order.earned_at_most(record.parts_of(id), &clock);
				(order.payer, whole.saturating_sub(earned))
			});
		BoundedVec::truncate_from(claims.filter(|(_, unpaid)| *unpaid > 0).collect())
	}
}

impl<T: Config> Pallet<T> {
	/// The open orders of a machine that pass `test`.
	fn orders_at(
		machine: &MachineId,
		test: impl Fn(&OccupancyOf<T>, OrderId) -> bool,
	) -> Vec<(OrderId, OrderOf<T>)> {
		let Some(record) = Occupancies::<T>::get(machine) else {
			return Vec::new();
		};
		let ids = record.orders().into_iter().filter(|id| test(&record, *id));
		ids.filter_map(|id| match Orders::<T>::get(id)? {
			OrderRecord::Open(order) => Some((id, order)),
			OrderRecord::Closed(_) => None,
		})
		.collect()
	}
}

impl<T: Config> OrderControl for Pallet<T> {
	fn freeze(machine: &MachineId, at: Moment) -> DispatchResult {
		let mut record = Occupancies::<T>::get(machine).ok_or(Error::<T>::MachineNotFound)?;
		ensure!(record.report.is_none(), Error::<T>::AlreadyFrozen);
		let was_down = record.offer.down_since.is_some();
		record.report = Some(Report::new(at, was_down));
		Occupancies::<T>::insert(machine, record);
		Ok(())
	}

	fn thaw(machine: &MachineId) -> DispatchResult {
		let mut record = Occupancies::<T>::get(machine).ok_or(Error::<T>::MachineNotFound)?;
		ensure!(record.report.is_some(), Error::<T>::NotFrozen);
		let time = Self::chain_time();
		record.close_report(time.now, time.stalled);
		Occupancies::<T>::insert(machine, record);
		Ok(())
	}
}
