//! What orders change is noted when it happens, in one small value for each machine, so that the calls of renters need no
//! more than that. It is applied at the end of the same block, at the same time and so to the same effect; what that block
//! has no room for comes first in the blocks that follow. Whatever touches the machine before applies it first, so that
//! nothing is lost when an order closes and the machine leaves in one transaction.

use dbc_primitives::MachineId;
use frame_support::weights::WeightMeter;

use crate::{ledger::Opened, Config, Pallet, PendingOrder, PendingOrders, WeightInfo};

impl<T: Config> Pallet<T> {
	/// Notes what the orders of a machine change. Reads and writes one value.
	pub(crate) fn note(machine: &MachineId, change: impl FnOnce(&mut PendingOrder)) {
		PendingOrders::<T>::mutate(machine, |pending| {
			change(pending.get_or_insert_default());
		});
	}

	/// Applies what orders have changed, machine by machine, as far as `meter` goes. Each is paid for before it is looked for.
	pub(crate) fn apply_orders(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::orders_idle()).is_err() {
			return;
		}
		let cost = T::WeightInfo::apply_order();
		// Goes on after the last key: beginning anew would pass over all that are gone again each time.
		let mut machines = PendingOrders::<T>::iter_keys();
		while meter.can_consume(cost) {
			let Some(machine) = machines.next() else {
				return;
			};
			meter.consume(cost);
			Self::apply_order(&machine);
		}
	}

	/// Applies what the orders of a machine have changed. Of a machine that is not known it is forgotten.
	fn apply_order(machine: &MachineId) {
		match Opened::<T>::get(machine) {
			Some(opened) => opened.store(),
			None => PendingOrders::<T>::remove(machine),
		}
	}
}
