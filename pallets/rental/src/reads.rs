//! Reads, written once for view functions, runtime APIs and RPC. Each does a bounded amount of work.

use alloc::vec::Vec;
use dbc_math::{
	gpus,
	rent::{extra_per_day, standard_per_day_floor},
};
use dbc_primitives::{
	AccessRole, Grant, MachineId, OccupancyInfo, OpenOrder, OrderFilter, OrderId, OrderInfo,
	OrderStage, Page, RentQuote, RentRefusal, RentRequest, MAX_PAGE_LIMIT, MAX_PAGE_SCAN,
};

use crate::{
	checks::Booking, ledger::Ledger, BalanceOf, Config, Occupancies, OccupancyOf, OrderOf,
	OrderRecord, Orders, OrdersOf, Pallet,
};

type InfoOf<T> = OrderInfo<<T as frame_system::Config>::AccountId, BalanceOf<T>>;
type FilterOf<T> = OrderFilter<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	/// Whether a machine can be rented as wished. `rent` refuses for the same reasons, and beyond that a start ahead if the
	/// renter has too many orders that wait, and a payer who lacks the funds.
	pub fn read_can_rent(request: &RentRequest) -> Result<(), RentRefusal> {
		Self::booking(request).map(|_| ())
	}

	/// What an order would cost now.
	pub fn read_quote(request: &RentRequest) -> Result<RentQuote<BalanceOf<T>>, RentRefusal> {
		let booking = Self::booking(request)?;
		Ok(RentQuote {
			standard_per_day: standard_per_day_floor(&booking.terms),
			extra_per_day: extra_per_day(&booking.terms),
			rent: booking.rent,
			fee: booking.fee,
			total: booking.total(),
			price: booking.price.price,
			price_updated_at: booking.price.updated_at,
			price_fresh_until: booking.price.fresh_until,
			now: Self::now(),
		})
	}

	fn booking(request: &RentRequest) -> Result<Booking, RentRefusal> {
		let occupancy =
			Occupancies::<T>::get(request.machine).ok_or(RentRefusal::MachineNotFound)?;
		Self::check_rent(&occupancy, &Self::rules(), Self::chain_time(), request)
	}

	/// What the chain knows of an order.
	pub fn read_order(id: OrderId) -> Option<InfoOf<T>> {
		Some(match Orders::<T>::get(id)? {
			OrderRecord::Closed(receipt) => OrderInfo::Closed(receipt),
			OrderRecord::Open(order) => {
				let ledger = Ledger::<T>::open(order.machine)?;
				OrderInfo::Open(Self::open_info(id, order, &ledger))
			}
		})
	}

	fn open_info(
		id: OrderId,
		order: OrderOf<T>,
		ledger: &Ledger<T>,
	) -> OpenOrder<T::AccountId, BalanceOf<T>> {
		let (record, now, clock) = (&ledger.occupancy, ledger.time.now, ledger.clock());
		let last = record.last_part(id);
		let is_over = ledger.is_over(id);
		let end = last.map_or(now, |part| part.over_at(ledger.time.stalled));
		let first_from = last.map_or(now, |part| part.from);
		let stage = match order.start {
			Some(start) if is_over => OrderStage::Closing { start, end },
			Some(start) => OrderStage::Running { start, end },
			None if is_over => OrderStage::Lapsed,
			None if now < first_from => OrderStage::Scheduled {
				from: first_from,
				until: end,
			},
			None => OrderStage::Reserved { until: end },
		};
		let cost = if order.start.is_some() {
			order.cost_of_end(record.parts_of(id), &clock)
		} else {
			0
		};
		let keeps = cost.saturating_sub(order.paid);
		let paused = record.parts_of(id).fold(0u64, |sum, part| {
			sum.saturating_add(part.down_for(&clock, ledger.time.stalled))
		});
		OpenOrder {
			machine: order.machine,
			gpus: last.map_or(0, |part| part.gpus),
			created_at: order.created_at,
			stage,
			fee: order.fee,
			escrow: order.held,
			paid: order.paid,
			burned: order.burned,
			due: ledger.due(id, &order),
			refundable: order.held.saturating_sub(keeps),
			paused,
			left: end.saturating_sub(now),
			renter: order.renter,
			payer: order.payer,
			payee: order.payee,
		}
	}

	/// The orders that `filter` asks for, after `cursor`: those of a machine in the order of their numbers, those of an
	/// account in the order of their storage keys, closed ones with a receipt included. `limit` is clamped to 1 …
	/// [`MAX_PAGE_LIMIT`], and at most [`MAX_PAGE_SCAN`] records are examined.
	pub fn order_page(
		filter: FilterOf<T>,
		cursor: Option<OrderId>,
		limit: u32,
	) -> Page<(OrderId, InfoOf<T>), OrderId> {
		let limit = limit.clamp(1, MAX_PAGE_LIMIT);
		match (&filter, cursor) {
			(OrderFilter::Machine(machine), cursor) => {
				let record = Occupancies::<T>::get(machine);
				let orders = record.map(|record| record.orders()).unwrap_or_default();
				let after = |id: &OrderId| cursor.is_none_or(|cursor| *id > cursor);
				Self::page_of(orders.into_iter().filter(after), &filter, limit)
			}
			(OrderFilter::Renter(who) | OrderFilter::Payer(who), Some(cursor)) => {
				let after = OrdersOf::<T>::hashed_key_for(who, cursor);
				let ids = OrdersOf::<T>::iter_key_prefix_from(who, after);
				Self::page_of(ids, &filter, limit)
			}
			(OrderFilter::Renter(who) | OrderFilter::Payer(who), None) => {
				Self::page_of(OrdersOf::<T>::iter_key_prefix(who), &filter, limit)
			}
		}
	}

	fn page_of(
		ids: impl Iterator<Item = OrderId>,
		filter: &FilterOf<T>,
		limit: u32,
	) -> Page<(OrderId, InfoOf<T>), OrderId> {
		let mut ids = ids.peekable();
		let mut page = Page {
			items: Vec::new(),
			next: None,
		};
		let (mut found, mut examined) = (0u32, 0u32);
		while let Some(id) = ids.next() {
			examined = examined.saturating_add(1);
			if let Some(info) = Self::read_order(id).filter(|info| passes(filter, info)) {
				found = found.saturating_add(1);
				page.items.push((id, info));
			}
			if found >= limit || examined >= MAX_PAGE_SCAN {
				page.next = ids.peek().map(|_| id);
				break;
			}
		}
		page
	}

	/// What the chain knows of the orders of a machine altogether; `None` if it was never Active.
	pub fn occupancy_info(machine: &MachineId) -> Option<OccupancyInfo<BalanceOf<T>>> {
		let record = Occupancies::<T>::get(machine)?;
		let (time, rules) = (Self::chain_time(), Self::rules());
		let now = time.now;
		let until = now
			.saturating_add(rules.min_duration)
			.saturating_add(rules.confirm_window);
		let open_now = record
			.schedule
			.as_ref()
			.is_none_or(|schedule| schedule.covers(now, now.saturating_add(1)));
		Some(OccupancyInfo {
			free_gpus: gpus::count(record.free(time, now, until)),
			rented_gpus: gpus::count(record.running(now)),
			open_orders: u32::try_from(record.orders().len()).unwrap_or(u32::MAX),
			open_now,
			last_order_end: record.last_order_end,
			rent_paid: record.rent_paid,
			rent_burned: record.rent_burned,
			orders_closed: record.orders_closed,
			orders_failed: record.orders_failed,
			schedule: record.schedule,
		})
	}

	/// The renters who may use a machine now: those of its running orders.
	pub fn renter_grants(machine: &MachineId) -> Vec<Grant<T::AccountId>> {
		let Some(record) = Occupancies::<T>::get(machine) else {
			return Vec::new();
		};
		let orders = record.orders().into_iter();
		orders
			.filter_map(|id| Self::renter_grant(id, &record))
			.collect()
	}

	fn renter_grant(id: OrderId, record: &OccupancyOf<T>) -> Option<Grant<T::AccountId>> {
		let last = record.last_part(id)?;
		if !last.is_running(Self::now()) {
			return None;
		}
		match Orders::<T>::get(id)? {
			OrderRecord::Closed(_) => None,
			OrderRecord::Open(order) => Some(Grant {
				account: order.renter,
				role: AccessRole::Renter,
				gpus: last.gpus,
				from: order.start?,
				until: Some(last.until),
				order: Some(id),
				box_key: None,
			}),
		}
	}
}

fn passes<AccountId: PartialEq, Balance>(
	filter: &OrderFilter<AccountId>,
	info: &OrderInfo<AccountId, Balance>,
) -> bool {
	let (renter, payer) = match info {
		OrderInfo::Open(order) => (&order.renter, &order.payer),
		OrderInfo::Closed(receipt) => (&receipt.renter, &receipt.payer),
	};
	match filter {
		OrderFilter::Machine(_) => true,
		OrderFilter::Renter(who) => who == renter,
		OrderFilter::Payer(who) => who == payer,
	}
}
