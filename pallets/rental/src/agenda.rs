//! Orders end by themselves. No call touches the agenda: a hook looks at each order once, before it can be over or when it
//! is closed, and gives it the one item that it has from then on. The state of an order is told by the time, so
//! a hook that comes late changes nothing but tidiness.

use dbc_agenda::{Agenda, Costs};
use dbc_primitives::{Moment, OrderId};
use frame_support::{storage::with_storage_layer, traits::Get, weights::WeightMeter};
use sp_runtime::DispatchResult;

use crate::{
	ledger::Ledger, AgendaCursor, AgendaItems, AgendaPlaces, Config, Ids, OrderRecord, Orders,
	OrdersOf, Pallet, WeightInfo,
};

pub(crate) type AgendaOf<T> = Agenda<AgendaItems<T>, AgendaPlaces<T>, AgendaCursor<T>, OrderId>;

/// When an order that is over is looked at again, if an open report holds it back (*fixed*).
const HELD_BACK: Moment = 600_000;

impl<T: Config> Pallet<T> {
	/// Looks at new orders and at those that are due, as far as `meter` goes.
	pub(crate) fn run_hook(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::hook_idle()).is_err() {
			return;
		}
		Self::check_new(meter);
		let costs = Costs {
			minute: T::WeightInfo::agenda_minute(),
			item: T::WeightInfo::agenda_item(),
		};
		AgendaOf::<T>::drain(Self::now(), meter, costs, |order| {
			Self::look_at(order);
			Ok(())
		});
	}

	/// Gives the orders that the hook has not looked at their place on the agenda. It stops at the first one that is so young
	/// that it can be neither over nor late: the next ones are younger.
	fn check_new(meter: &mut WeightMeter) {
		let mut ids = Ids::<T>::get();
		if ids.unchecked >= ids.next {
			return;
		}
		let (now, rules) = (Self::now(), Self::rules());
		let youth = rules.confirm_window.min(rules.min_duration);
		while ids.unchecked < ids.next && meter.try_consume(T::WeightInfo::check_order()).is_ok() {
			let order = ids.unchecked;
			if let Some(OrderRecord::Open(open)) = Orders::<T>::get(order) {
				if now < open.created_at.saturating_add(youth) {
					break;
				}
			}
			ids.unchecked = ids.unchecked.saturating_add(1);
			Ids::<T>::put(ids);
			let looked: DispatchResult = with_storage_layer(|| {
				Self::look_at(order);
				Ok(())
			});
			debug_assert_eq!(looked, Ok(()));
		}
	}

	/// Closes an order that is over, removes a receipt that is old enough, and puts the order on the agenda again unless
	/// nothing is left of it.
	fn look_at(id: OrderId) {
		let now = Self::now();
		let lifetime = || T::Rules::get().receipt_lifetime;
		let next = match Orders::<T>::get(id) {
			None => return,
			Some(OrderRecord::Closed(receipt)) => {
				let until = receipt.end.saturating_add(lifetime());
				if now >= until {
					Orders::<T>::remove(id);
					OrdersOf::<T>::remove(receipt.renter, id);
					OrdersOf::<T>::remove(receipt.payer, id);
					return;
				}
				until
			}
			Some(OrderRecord::Open(order)) => {
				let Some(mut ledger) = Ledger::<T>::open(order.machine) else {
					return;
				};
				let over_at = ledger.occupancy.last_part(id);
				let over_at = over_at.map_or(now, |part| part.over_at(ledger.time.stalled));
				if now < over_at {
					over_at
				} else if ledger.can_close_over(id) {
					ledger.close_over(id, order);
					ledger.store();
					now.saturating_add(lifetime())
				} else {
					now.saturating_add(HELD_BACK)
				}
			}
		};
		AgendaOf::<T>::schedule(now, next, id);
	}
}
