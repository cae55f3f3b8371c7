//! The orders of one machine while something happens to them: payments, endings, and what others must hear of it once the
//! records are stored. An ending never fails: whatever the accounts can do, the order is closed and nothing stays on hold.

use dbc_math::stake::percent_floor;
use dbc_primitives::{
	traits::{OnOrderChange, StallCounter},
	ChainTime, CloseReason, MachineId, Moment, OrderId, Receipt,
};
use frame_support::traits::UnixTime;

use crate::{
	amounts::Clock, BalanceOf, Config, Error, Event, Occupancies, OccupancyOf, OrderOf,
	OrderRecord, Orders, Pallet, Stage,
};

/// Who gets the fee of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fee {
	/// The treasury.
	Due,
	/// The payer.
	Returned,
}

/// How an order ends.
struct Ending<Balance> {
	/// Why.
	reason: CloseReason,
	/// What it costs altogether, without the fee.
	cost: Balance,
	/// Who gets its fee, if it is still on hold.
	fee: Fee,
}

/// A working copy of a machine's record, with what was paid since it was opened.
pub(crate) struct Ledger<T: Config> {
	/// The machine.
	pub machine: MachineId,
	/// Its record.
	pub occupancy: OccupancyOf<T>,
	/// The chain's time.
	pub time: ChainTime,
	/// GPUs of confirmed orders when it was opened.
	rented: u32,
	/// Rent paid since then.
	paid: BalanceOf<T>,
	/// The share of it that is burned by the rules.
	burned: BalanceOf<T>,
}

impl<T: Config> Pallet<T> {
	/// The chain's time in Unix milliseconds.
	pub(crate) fn now() -> Moment {
		Moment::try_from(T::Time::now().as_millis()).unwrap_or(Moment::MAX)
	}

	/// The chain's time and its stalls.
	pub(crate) fn chain_time() -> ChainTime {
		ChainTime {
			now: Self::now(),
			stalled: T::Stalls::stalled(),
		}
	}

	/// An open order and the ledger of its machine.
	pub(crate) fn open_order(id: OrderId) -> Result<(OrderOf<T>, Ledger<T>), Error<T>> {
		match Orders::<T>::get(id).ok_or(Error::<T>::OrderNotFound)? {
			OrderRecord::Closed(_) => Err(Error::<T>::AlreadyClosed),
			OrderRecord::Open(order) => {
				let ledger = Ledger::open(order.machine).ok_or(Error::<T>::MachineNotFound)?;
				Ok((order, ledger))
			}
		}
	}
}

impl<T: Config> Ledger<T> {
	/// The ledger of a machine; `None` if it was never Active.
	pub(crate) fn open(machine: MachineId) -> Option<Self> {
		let occupancy = Occupancies::<T>::get(machine)?;
		Some(Self {
			machine,
			rented: occupancy.rented(),
			occupancy,
			time: Pallet::<T>::chain_time(),
			paid: 0,
			burned: 0,
		})
	}

	/// Stores the record of the machine, and tells the listeners.
	pub(crate) fn store(self) {
		let (machine, rented) = (self.machine, self.occupancy.rented());
		Occupancies::<T>::insert(machine, self.occupancy);
		if self.paid > 0 {
			T::OnOrderChange::on_rent_paid(&machine, self.paid, self.burned);
		}
		if self.rented != rented {
			T::OnOrderChange::on_rented(&machine, rented);
		}
	}

	/// What counts for earnings now.
	pub(crate) fn clock(&self) -> Clock {
		self.occupancy.clock(self.time.now)
	}

	/// Whether an order is over.
	pub(crate) fn is_over(&self, id: OrderId) -> bool {
		let last = self.occupancy.last_part(id);
		last.is_none_or(|part| !part.is_live(self.time))
	}

	/// What an order has earned and was not paid.
	pub(crate) fn due(&self, id: OrderId, order: &OrderOf<T>) -> BalanceOf<T> {
		let earned = order.earned(self.occupancy.parts_of(id), &self.clock());
		earned.saturating_sub(order.paid)
	}

	/// Pays what is due, and folds the parts that are finished.
	pub(crate) fn settle(&mut self, id: OrderId, order: &mut OrderOf<T>) {
		let due = self.due(id, order);
		self.pay(id, order, due, false);
		let clock = self.clock();
		order.fold(id, &mut self.occupancy, &clock);
	}

	/// Pays `due` of the rent on hold. If the payee cannot receive it, it stays due, or is burned if this is the last
	/// payment. The listeners hear only of the share that is burned by the rules.
	fn pay(&mut self, id: OrderId, order: &mut OrderOf<T>, due: BalanceOf<T>, is_last: bool) {
		let due = due.min(order.held);
		if due == 0 {
			return;
		}
		let paid = order.paid.saturating_add(due);
		let burned =
			percent_floor(paid, order.rules.burn_percent.into()).saturating_sub(order.burned);
		let amount = due.saturating_sub(burned);
		if Pallet::<T>::pay_rent(&order.payer, &order.payee, amount, burned).is_ok() {
			Pallet::<T>::deposit_event(Event::RentPaid {
				order: id,
				payee: order.payee.clone(),
				amount,
				burned,
			});
			self.book(order, due, burned);
		} else if is_last {
			Pallet::<T>::forfeit(&order.payer, due);
			Pallet::<T>::deposit_event(Event::RentForfeited {
				order: id,
				amount,
				burned,
			});
			self.book(order, due, due);
		} else {
			return;
		}
		order.held = order.held.saturating_sub(due);
		self.paid = self.paid.saturating_add(due);
		self.burned = self.burned.saturating_add(burned);
	}

	/// Counts `paid` that has left the escrow of an order, of which `burned` was burned.
	fn book(&mut self, order: &mut OrderOf<T>, paid: BalanceOf<T>, burned: BalanceOf<T>) {
		let record = &mut self.occupancy;
		for total in [&mut order.paid, &mut record.rent_paid] {
			*total = total.saturating_add(paid);
		}
		for total in [&mut order.burned, &mut record.rent_burned] {
			*total = total.saturating_add(burned);
		}
	}

	/// Pays the fee of an order to the treasury.
	pub(crate) fn take_fee(id: OrderId, order: &mut OrderOf<T>) {
		let fee = core::mem::take(&mut order.fee);
		if fee > 0 {
			Pallet::<T>::give_to_treasury(&order.payer, fee);
			Pallet::<T>::deposit_event(Event::FeePaid {
				order: id,
				amount: fee,
			});
		}
	}

	/// Whether an order is over, and no report holds it back: none that is open has its time before the end of the order.
	pub(crate) fn can_close_over(&self, id: OrderId) -> bool {
		let last = self.occupancy.last_part(id);
		let over_at = last.map_or(0, |part| part.over_at(self.time.stalled));
		let report = self.occupancy.report.as_ref();
		over_at <= self.time.now && report.is_none_or(|report| over_at <= report.at)
	}

	/// Closes an order of which that is so.
	pub(crate) fn close_over(&mut self, id: OrderId, order: OrderOf<T>) {
		let ending = match self.occupancy.last_part(id) {
			Some(part) if part.is_unconfirmed() => {
				if part.was_down(&self.clock(), self.time.stalled) {
					Ending {
						reason: CloseReason::MachineDown,
						cost: 0,
						fee: Fee::Returned,
					}
				} else {
					let is_late = order.is_scheduled(&part);
					ending_unconfirmed::<T>(&order, CloseReason::NotConfirmed, is_late)
				}
			}
			last => {
				let faulted = last.is_some_and(|part| part.stage == Stage::Faulted);
				let reason = if faulted {
					CloseReason::FaultUpheld
				} else {
					order.ended.unwrap_or(CloseReason::Expired)
				};
				self.ending_as_earned(id, &order, reason)
			}
		};
		self.close(id, order, ending);
	}

	/// Closes a running order for its renter. Needs a machine without an open report.
	pub(crate) fn close_early(&mut self, id: OrderId, order: OrderOf<T>) {
		let clock = self.clock();
		let ending = Ending {
			reason: ended_by_renter(&clock),
			cost: order.cost_of_end(self.occupancy.parts_of(id), &clock),
			fee: Fee::Due,
		};
		self.close(id, order, ending);
	}

	/// Cancels an unconfirmed order for its renter.
	pub(crate) fn cancel_for_renter(&mut self, id: OrderId, order: OrderOf<T>) {
		let first = self.occupancy.last_part(id);
		let clock = self.clock();
		let was_down = first.is_some_and(|part| part.was_down(&clock, self.time.stalled));
		let late = first.is_some_and(|part| order.is_late(&part, self.time));
		let ending = if was_down {
			Ending {
				reason: CloseReason::MachineDown,
				cost: 0,
				fee: Fee::Returned,
			}
		} else {
			let costs = late && self.occupancy.report.is_none();
			ending_unconfirmed::<T>(&order, CloseReason::CancelledByRenter, costs)
		};
		self.close(id, order, ending);
	}

	/// Closes an order for another reason than its time or its renter: what it has earned is paid, all the rest returns. One
	/// that is over already ends as its time tells, unless a report holds it back.
	pub(crate) fn close_for(&mut self, id: OrderId, order: OrderOf<T>, reason: CloseReason) {
		if self.can_close_over(id) {
			self.close_over(id, order);
			return;
		}
		let ending = self.ending_as_earned(id, &order, reason);
		self.close(id, order, ending);
	}

	fn ending_as_earned(
		&self,
		id: OrderId,
		order: &OrderOf<T>,
		reason: CloseReason,
	) -> Ending<BalanceOf<T>> {
		Ending {
			reason,
			cost: order.earned(self.occupancy.parts_of(id), &self.clock()),
			fee: Fee::Returned,
		}
	}

	/// Ends a running order while a report on its machine is open: what can never become due returns at once, the rest waits
	/// for the end of the report.
	pub(crate) fn end_held_back(&mut self, id: OrderId, order: &mut OrderOf<T>) {
		self.settle(id, order);
		let (now, clock) = (self.time.now, self.clock());
		// The first one stays in any case: it carries the order.
		let first = self.occupancy.parts_of(id).next().map(|part| part.from);
		let stays = |from: Moment| from < now || Some(from) == first;
		let kept = self.occupancy.parts_of(id).filter(|part| stays(part.from));
		let kept = kept.count();
		order.parts.truncate(kept);
		self.occupancy
			.parts
			.retain(|part| part.order != id || stays(part.from));
		for part in self.occupancy.parts_of_mut(id) {
			part.until = part.until.min(now);
		}
		order.ended = Some(ended_by_renter(&clock));
		let most = order.earned_at_most(self.occupancy.parts_of(id), &clock);
		let unpaid = most.saturating_sub(order.paid);
		let rest = order.held.saturating_sub(unpaid);
		let returned = if Pallet::<T>::release_escrow(&order.payer, rest) {
			rest
		} else {
			0
		};
		order.held = order.held.saturating_sub(returned);
		Pallet::<T>::deposit_event(Event::OrderEnded {
			order: id,
			held_back: order.held,
			returned,
		});
	}

	/// Ends an order: pays what it costs, settles its fee, returns the rest, frees its GPUs and leaves a receipt. Either rent
	/// or a fee is paid, never both, so that no more than two accounts are touched: see [`ending_unconfirmed`].
	fn close(&mut self, id: OrderId, mut order: OrderOf<T>, ending: Ending<BalanceOf<T>>) {
		let due = ending.cost.saturating_sub(order.paid);
		self.pay(id, &mut order, due, true);
		if ending.fee == Fee::Due {
			Self::take_fee(id, &mut order);
		}
		let refunded = self.refund(id, &mut order);
		let (now, machine) = (self.time.now, self.machine);
		let used = order.used(self.occupancy.parts_of(id), &self.clock());
		let last = self.occupancy.last_part(id);
		let end = match (order.start, last) {
			(Some(_), Some(part)) => part.until.min(now),
			_ => now,
		};
		let record = &mut self.occupancy;
		record.parts.retain(|part| part.order != id);
		if order.start.is_some() {
			record.orders_closed = record.orders_closed.saturating_add(1);
			let failed = is_failure(ending.reason);
			record.orders_failed = record.orders_failed.saturating_add(failed.into());
			record.last_order_end = record.last_order_end.max(Some(end));
		}
		Orders::<T>::insert(
			id,
			OrderRecord::Closed(Receipt {
				machine,
				renter: order.renter,
				payer: order.payer,
				start: order.start,
				end,
				reason: ending.reason,
			}),
		);
		Pallet::<T>::deposit_event(Event::OrderClosed {
			order: id,
			machine,
			paid: order.paid,
			burned: order.burned,
			refunded,
			used,
			reason: ending.reason,
		});
	}

	/// Returns what is still on hold for an order in one go, and tells how much of it was rent. What the payer's account
	/// cannot receive is burned.
	fn refund(&mut self, id: OrderId, order: &mut OrderOf<T>) -> BalanceOf<T> {
		let (rent, fee) = (
			core::mem::take(&mut order.held),
			core::mem::take(&mut order.fee),
		);
		let rest = rent.saturating_add(fee);
		if !Pallet::<T>::release_escrow(&order.payer, rest) {
			Pallet::<T>::forfeit(&order.payer, rest);
			Pallet::<T>::deposit_event(Event::RentForfeited {
				order: id,
				amount: rest,
				burned: 0,
			});
			self.book(order, rent, rent);
			return 0;
		}
		if fee > 0 {
			Pallet::<T>::deposit_event(Event::FeeReturned {
				order: id,
				amount: fee,
			});
		}
		rent
	}
}

/// How an order ends that was not confirmed although the machine was up: its fee is due. A penalty that is not less takes
/// the place of the fee.
fn ending_unconfirmed<T: Config>(
	order: &OrderOf<T>,
	reason: CloseReason,
	costs_penalty: bool,
) -> Ending<BalanceOf<T>> {
	let penalty = if costs_penalty { order.penalty() } else { 0 };
	let (cost, fee) = if penalty < order.fee {
		(0, Fee::Due)
	} else {
		(penalty, Fee::Returned)
	};
	Ending { reason, cost, fee }
}

/// Why an order ends that its renter ends.
fn ended_by_renter(clock: &Clock) -> CloseReason {
	if clock.down_since.is_some() {
		CloseReason::MachineDown
	} else {
		CloseReason::EndedByRenter
	}
}

/// Whether a confirmed order that was closed for `reason` counts as failed by the machine.
fn is_failure(reason: CloseReason) -> bool {
	matches!(
		reason,
		CloseReason::MachineDown | CloseReason::MachineExited | CloseReason::FaultUpheld
	)
}
