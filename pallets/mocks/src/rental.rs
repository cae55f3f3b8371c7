//! What listeners to orders hear.

use std::cell::RefCell;

use dbc_primitives::{traits::OnOrderChange, MachineId};

thread_local! {
	static ORDER_CHANGES: RefCell<Vec<OrderChange>> = const { RefCell::new(Vec::new()) };
}

/// What [`RecordOrderChanges`] heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderChange {
	/// `on_rented` with the GPUs.
	Rented(MachineId, u32),
	/// `on_schedule` with the open minutes.
	Schedule(MachineId, u32),
	/// `on_rent_paid` with the rent and the burned part of it.
	RentPaid(MachineId, u128, u128),
}

/// Remembers every change of an order that it hears of.
pub struct RecordOrderChanges;

impl RecordOrderChanges {
	/// What was heard since the last call.
	pub fn take() -> Vec<OrderChange> {
		ORDER_CHANGES.take()
	}

	fn push(change: OrderChange) {
		ORDER_CHANGES.with_borrow_mut(|changes| changes.push(change));
	}
}

impl OnOrderChange<u128> for RecordOrderChanges {
	fn on_rented(machine: &MachineId, gpus: u32) {
		Self::push(OrderChange::Rented(*machine, gpus));
	}
	fn on_schedule(machine: &MachineId, open_minutes: u32) {
		Self::push(OrderChange::Schedule(*machine, open_minutes));
	}
	fn on_rent_paid(machine: &MachineId, paid: u128, burned: u128) {
		Self::push(OrderChange::RentPaid(*machine, paid, burned));
	}
}
