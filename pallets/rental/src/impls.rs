//! What the calls do: validate everything, move money, store the records, tell it in one event per fact.

use dbc_math::schedule::{day_of, WEEK_MINUTES};
use dbc_primitives::{
	traits::{MachineInspect, OnOrderChange},
	CloseReason, MachineId, Moment, OrderId, RentRequest, Schedule,
};
use frame_support::{ensure, BoundedVec};
use sp_runtime::DispatchResult;

use crate::{
	ledger::Ledger, occupancy::renter_tag, BalanceOf, Config, Error, Event, Ids, Occupancies,
	Order, OrderOf, OrderPart, OrderRecord, OrderRules, Orders, OrdersOf, Pallet, Part, Stage,
};

/// Most days that a date of a schedule lies ahead (*fixed*).
const MAX_DAYS_AHEAD: u32 = 365;

/// How long a machine can be rented per week, in minutes.
pub(crate) fn open_minutes(schedule: Option<&Schedule>) -> u32 {
	schedule.map_or(WEEK_MINUTES, Schedule::open_minutes)
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_rent(
		payer: T::AccountId,
		request: &RentRequest,
		max_total: BalanceOf<T>,
		renter: Option<T::AccountId>,
	) -> DispatchResult {
		let machine = request.machine;
		let renter = renter.unwrap_or_else(|| payer.clone());
		let (rules, tag) = (Self::rules(), renter_tag(&renter));
		let mut ledger = Ledger::<T>::open(machine).ok_or(Error::<T>::MachineNotFound)?;
		let time = ledger.time;
		let booking =
			Self::check_rent(&ledger.occupancy, &rules, time, request).map_err(Error::<T>::from)?;
		let waiting = ledger.occupancy.scheduled_by(tag, time.now);
		let most = usize::try_from(rules.max_scheduled).unwrap_or(usize::MAX);
		ensure!(
			booking.from <= time.now || waiting < most,
			Error::<T>::TooManyScheduled
		);
		ensure!(booking.total() <= max_total, Error::<T>::AboveMaxTotal);
		Self::hold_escrow(&payer, booking.total())?;
		let order = Ids::<T>::mutate(|ids| {
			let order = ids.next;
			ids.next = ids.next.saturating_add(1);
			order
		});
		let confirm_by = booking.from.saturating_add(rules.confirm_window);
		let part = Part {
			order,
			gpus: booking.gpus,
			from: booking.from,
			until: booking.until,
			paused: 0,
			stage: Stage::Unconfirmed {
				deadline: confirm_by.saturating_sub(time.stalled),
			},
			renter: tag,
		};
		let added = ledger.occupancy.parts.try_push(part);
		added.map_err(|_| Error::<T>::TooManyOrders)?;
		let payee = ledger.occupancy.offer.payee.clone();
		let price = OrderPart {
			total: booking.rent,
			duration: request.duration,
		};
		let record = Order {
			machine,
			renter: renter.clone(),
			payer: payer.clone(),
			payee: payee.clone(),
			created_at: time.now,
			start: None,
			fee: booking.fee,
			held: booking.rent,
			paid: 0,
			burned: 0,
			folded: 0,
			folded_use: 0,
			parts: BoundedVec::truncate_from([price].to_vec()),
			rules: OrderRules::from(&rules),
			ended: None,
		};
		Orders::<T>::insert(order, OrderRecord::Open(record));
		OrdersOf::<T>::insert(&renter, order, ());
		OrdersOf::<T>::insert(&payer, order, ());
		ledger.store();
		Self::deposit_event(Event::OrderCreated {
			order,
			machine,
			renter,
			payer,
			payee,
			gpus: booking.gpus,
			from: booking.from,
			confirm_by,
			duration: request.duration,
			rent: booking.rent,
			fee: booking.fee,
			price: booking.price.price,
		});
		Ok(())
	}

	pub(crate) fn do_confirm(who: &T::AccountId, id: OrderId) -> DispatchResult {
		let (mut order, mut ledger) = Self::open_order(id)?;
		ensure!(order.renter == *who, Error::<T>::NotRenter);
		ensure!(order.start.is_none(), Error::<T>::AlreadyConfirmed);
		ensure!(!ledger.is_over(id), Error::<T>::OrderOver);
		let now = ledger.time.now;
		let is_up = ledger.occupancy.offer.down_since.is_none();
		let price = order.parts.first().copied();
		let mut until = now;
		for part in ledger.occupancy.parts_of_mut(id) {
			ensure!(now >= part.from, Error::<T>::TooEarly);
			let duration = price.map_or(0, |price| price.duration);
			part.from = now;
			part.until = part.until.min(now.saturating_add(duration));
			part.paused = 0;
			part.stage = Stage::Confirmed;
			until = part.until;
		}
		ensure!(is_up, Error::<T>::MachineDown);
		order.start = Some(now);
		Ledger::<T>::take_fee(id, &mut order);
		Orders::<T>::insert(id, OrderRecord::Open(order));
		ledger.store();
		Self::deposit_event(Event::OrderConfirmed {
			order: id,
			start: now,
			end: until,
		});
		Ok(())
	}

	pub(crate) fn do_extend(
		who: &T::AccountId,
		id: OrderId,
		duration: Moment,
		max_total: BalanceOf<T>,
	) -> DispatchResult {
		let (mut order, mut ledger) = Self::open_order(id)?;
		ensure!(order.payer == *who, Error::<T>::NotPayer);
		Self::ensure_running(id, &order, &ledger)?;
		ledger.settle(id, &mut order);
		let rules = Self::rules();
		let (occupancy, time) = (&ledger.occupancy, ledger.time);
		let booking = Self::check_extension(occupancy, &rules, time, (id, &order), duration)
			.map_err(Error::<T>::from)?;
		ensure!(booking.rent <= max_total, Error::<T>::AboveMaxTotal);
		Self::hold_escrow(who, booking.rent)?;
		let part = Part {
			order: id,
			gpus: booking.gpus,
			from: booking.from,
			until: booking.until,
			paused: 0,
			stage: Stage::Confirmed,
			renter: renter_tag(&order.renter),
		};
		let added = ledger.occupancy.parts.try_push(part);
		added.map_err(|_| Error::<T>::TooManyOrders)?;
		let price = OrderPart {
			total: booking.rent,
			duration,
		};
		let added = order.parts.try_push(price);
		added.map_err(|_| Error::<T>::TooManyOrders)?;
		order.held = order.held.saturating_add(booking.rent);
		Orders::<T>::insert(id, OrderRecord::Open(order));
		ledger.store();
		Self::deposit_event(Event::OrderExtended {
			order: id,
			from: booking.from,
			end: booking.until,
			rent: booking.rent,
			price: booking.price.price,
		});
		Ok(())
	}

	pub(crate) fn do_end(who: &T::AccountId, id: OrderId) -> DispatchResult {
		let (mut order, mut ledger) = Self::open_order(id)?;
		ensure!(order.renter == *who, Error::<T>::NotRenter);
		Self::ensure_running(id, &order, &ledger)?;
		if ledger.occupancy.report.is_some() {
			ledger.end_held_back(id, &mut order);
			Orders::<T>::insert(id, OrderRecord::Open(order));
		} else {
			ledger.close_early(id, order);
		}
		ledger.store();
		Ok(())
	}

	pub(crate) fn do_cancel(who: &T::AccountId, id: OrderId) -> DispatchResult {
		let (order, mut ledger) = Self::open_order(id)?;
		let is_renter = order.renter == *who;
		let is_owner = || T::Machines::owner(&order.machine).as_ref() == Some(who);
		ensure!(is_renter || is_owner(), Error::<T>::NotRenter);
		ensure!(order.start.is_none(), Error::<T>::AlreadyConfirmed);
		ensure!(!ledger.is_over(id), Error::<T>::OrderOver);
		if is_renter {
			ledger.cancel_for_renter(id, order);
		} else {
			let first = ledger.occupancy.last_part(id);
			let waits = first.is_some_and(|part| part.from > ledger.time.now);
			ensure!(waits, Error::<T>::StartPassed);
			ledger.close_for(id, order, CloseReason::CancelledByOwner);
		}
		ledger.store();
		Ok(())
	}

	pub(crate) fn do_settle(id: OrderId) -> DispatchResult {
		let (mut order, mut ledger) = Self::open_order(id)?;
		if ledger.can_close_over(id) {
			ledger.close_over(id, order);
			ledger.store();
			return Ok(());
		}
		let due = ledger.due(id, &order);
		ensure!(due > 0 || !ledger.is_over(id), Error::<T>::HeldBack);
		ensure!(due > 0, Error::<T>::NothingDue);
		ledger.settle(id, &mut order);
		Orders::<T>::insert(id, OrderRecord::Open(order));
		ledger.store();
		Ok(())
	}

	pub(crate) fn do_force_close(id: OrderId) -> DispatchResult {
		let (order, mut ledger) = Self::open_order(id)?;
		ledger.close_for(id, order, CloseReason::Forced);
		ledger.store();
		Ok(())
	}

	/// Fails unless an order is confirmed and not over.
	fn ensure_running(id: OrderId, order: &OrderOf<T>, ledger: &Ledger<T>) -> Result<(), Error<T>> {
		ensure!(order.start.is_some(), Error::<T>::NotConfirmed);
		ensure!(!ledger.is_over(id), Error::<T>::OrderOver);
		Ok(())
	}

	pub(crate) fn do_set_schedule(
		who: &T::AccountId,
		machine: MachineId,
		schedule: Option<Schedule>,
	) -> DispatchResult {
		let owner = T::Machines::owner(&machine).ok_or(Error::<T>::MachineNotFound)?;
		ensure!(owner == *who, Error::<T>::NotOwner);
		let mut record = Occupancies::<T>::get(machine).ok_or(Error::<T>::MachineNotFound)?;
		let time = Self::chain_time();
		if let Some(schedule) = &schedule {
			schedule
				.check(day_of(time.now), MAX_DAYS_AHEAD)
				.map_err(Error::<T>::InvalidSchedule)?;
			let booked = Self::booked_times(&record, time);
			let mut booked = booked.into_iter();
			ensure!(
				booked.all(|(from, until)| schedule.covers(from, until)),
				Error::<T>::ScheduleCutsOrder
			);
		}
		let before = open_minutes(record.schedule.as_ref());
		let after = open_minutes(schedule.as_ref());
		record.schedule.clone_from(&schedule);
		Occupancies::<T>::insert(machine, record);
		Self::deposit_event(Event::ScheduleSet {
			machine,
			schedule,
			open_minutes: after,
		});
		if before != after {
			T::OnOrderChange::on_schedule(&machine, after);
		}
		Ok(())
	}

	pub(crate) fn do_prune_dates(machine: MachineId) -> DispatchResult {
		let mut record = Occupancies::<T>::get(machine).ok_or(Error::<T>::MachineNotFound)?;
		let before = open_minutes(record.schedule.as_ref());
		let today = day_of(Self::now());
		let schedule = record.schedule.as_mut();
		let removed = schedule.map_or(0, |schedule| schedule.prune(today));
		ensure!(removed > 0, Error::<T>::NothingToPrune);
		let after = open_minutes(record.schedule.as_ref());
		Occupancies::<T>::insert(machine, record);
		Self::deposit_event(Event::DatesPruned {
			machine,
			removed,
			open_minutes: after,
		});
		if before != after {
			T::OnOrderChange::on_schedule(&machine, after);
		}
		Ok(())
	}
}
