//! Renters and platforms, who pay for others, rent, confirm, extend, end and cancel.

use dbc_primitives::{MachineId, OrderId};
use dbc_runtime::{
	constants::{
		currency::DBC,
		time::{DAY, HOUR, MINUTE},
	},
	Balance, Runtime, RuntimeCall,
};
use pallet_rental::Call;

use super::{
	cast::{self, Who, RENTERS},
	owners::open_orders,
	play::Play,
};
use crate::env::now;

/// Whether the reserved time of an order has come.
fn has_begun(id: OrderId, machine: MachineId) -> bool {
	let occupancy = pallet_rental::Occupancies::<Runtime>::get(machine).expect("rented");
	let mut parts = occupancy.parts.iter();
	parts.any(|part| part.order == id && part.from <= now())
}

impl Play {
	/// A renter does something.
	pub fn renter_acts(&mut self) {
		let orders = open_orders();
		let waiting: Vec<_> = orders
			.iter()
			.filter(|(_, order)| order.start.is_none())
			.filter(|(id, order)| has_begun(*id, order.machine))
			.cloned()
			.collect();
		// Who has reserved mostly confirms.
		if !waiting.is_empty() && self.dice.one_in(2) {
			let (order, record) = self.dice.pick(&waiting);
			let renter = self.mostly_of(&record.renter);
			let call = if self.dice.one_in(7) {
				Call::cancel { order }
			} else {
				Call::confirm { order }
			};
			self.call(renter, call);
			return;
		}
		let chosen = self.dice.pick_any(&orders);
		match (self.dice.below(20), chosen) {
			(0..=2, Some((order, record))) => {
				let duration = self.duration();
				let payer = self.mostly_of(&record.payer);
				let max_total = self.most();
				let call = Call::extend {
					order,
					duration,
					max_total,
				};
				self.call(payer, call);
			}
			(3..=5, Some((order, record))) => {
				let renter = self.mostly_of(&record.renter);
				self.call(renter, Call::end { order });
			}
			(6, Some((order, record))) => {
				let renter = self.mostly_of(&record.renter);
				self.call(renter, Call::cancel { order });
			}
			_ => self.rent(),
		}
	}

	fn rent(&mut self) {
		let mut machines = self.active_machines();
		if !self.dice.one_in(12) {
			machines.retain(|id| {
				let record = pallet_machines::Machines::<Runtime>::get(id);
				record.is_some_and(|record| record.not_rentable().is_none())
			});
		}
		let Some(machine) = self.dice.pick_any(&machines) else {
			return;
		};
		let payer = self.dice.pick(&RENTERS);
		let user = self.dice.pick(&RENTERS);
		let renter = self.dice.one_in(3).then(|| user.to_account_id());
		let start = match self.dice.below(6) {
			0 => Some(now() + self.dice.pick(&[1, 20, 59, 60, 90, 600]) * MINUTE),
			1 if self.dice.one_in(4) => Some(now() - 1),
			_ => None,
		};
		let call: RuntimeCall = Call::<Runtime>::rent {
			machine,
			gpus: self.dice.pick(&[1, 1, 1, 2, 2, 4]),
			duration: self.duration(),
			max_total: self.most(),
			start,
			renter: renter.clone(),
		}
		.into();
		let made = self.call(payer, call);
		// Most want it at once.
		if made && start.is_none() && !self.dice.one_in(3) {
			let order = crate::state::last_order();
			let user: Who = renter.map_or(payer, |user| cast::whose(&user));
			self.call(user, Call::confirm { order });
		}
	}

	fn duration(&mut self) -> u64 {
		match self.dice.below(16) {
			0 => self.dice.pick(&[MINUTE, 10 * MINUTE + 1, 61 * DAY]),
			1..=7 => (10 + self.dice.below(20)) * MINUTE,
			8..=11 => (1 + self.dice.below(20)) * HOUR,
			_ => (1 + self.dice.below(12)) * DAY,
		}
	}

	fn most(&mut self) -> Balance {
		if self.dice.one_in(30) {
			DBC / 2
		} else {
			Balance::MAX
		}
	}
}
