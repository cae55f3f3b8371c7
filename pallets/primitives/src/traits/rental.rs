//! Orders, as other pallets see and steer them.

use frame_support::{traits::ConstU32, BoundedVec};
use sp_runtime::DispatchResult;

use crate::{MachineId, Moment, OrderId, MAX_ORDERS};

/// Asked before a machine leaves or changes: its orders may forbid that.
pub trait OrderGuard {
	/// Fails while the machine has a live order.
	fn ensure_vacant(machine: &MachineId) -> DispatchResult;
	/// Fails while an order of the machine is not closed.
	fn ensure_all_closed(machine: &MachineId) -> DispatchResult;
	/// Fails, beyond that, until long enough after the end of the machine's last confirmed order.
	fn ensure_may_exit(machine: &MachineId) -> DispatchResult;
}

/// Whose order it is and was, for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderParties<AccountId> {
	/// The machine.
	pub machine: MachineId,
	/// Who uses it.
	pub renter: AccountId,
	/// When it was confirmed; `None` if it was not.
	pub start: Option<Moment>,
	/// When it ended or ends; `None` before it is confirmed.
	pub end: Option<Moment>,
}

/// Reads of orders.
pub trait OrderInspect<AccountId> {
	/// The parties of an order that is open, or was closed not longer ago than receipts are kept.
	fn parties(order: OrderId) -> Option<OrderParties<AccountId>>;
	/// Whether an order of the machine is running.
	fn is_rented(machine: &MachineId) -> bool;
	/// When the last confirmed order of the machine ended; `None` if there was none, or one is running.
	fn idle_since(machine: &MachineId) -> Option<Moment>;
	/// Who uses the machine by a live order, each once.
	fn renters(machine: &MachineId) -> BoundedVec<AccountId, ConstU32<MAX_ORDERS>>;
}

/// What renters lose when a machine is down.
pub trait OrderClaims<AccountId, Balance> {
	/// Who pays for the orders that were running at `at`, and the rent that was unpaid then, in planck.
	fn claims(
		machine: &MachineId,
		at: Moment,
	) -> BoundedVec<(AccountId, Balance), ConstU32<MAX_ORDERS>>;
}

/// Holds the rent of a machine back while a report on it is open.
pub trait OrderControl {
	/// From `at` on no order of the machine earns anything until [`Self::thaw`].
	fn freeze(machine: &MachineId, at: Moment) -> DispatchResult;
	/// What was held back is due now, as far as the machine was up.
	fn thaw(machine: &MachineId) -> DispatchResult;
}

/// Listens to orders. Called after the records are stored.
pub trait OnOrderChange<Balance> {
	/// `gpus` GPUs of the machine are rented by running orders from now on.
	fn on_rented(_machine: &MachineId, _gpus: u32) {}
	/// The machine can be rented for `open_minutes` of the 10,080 minutes of a week from now on.
	fn on_schedule(_machine: &MachineId, _open_minutes: u32) {}
	/// Rent of the machine was paid, of which `burned` was burned.
	fn on_rent_paid(_machine: &MachineId, _paid: Balance, _burned: Balance) {}
}

#[impl_trait_for_tuples::impl_for_tuples(4)]
impl<Balance: Copy> OnOrderChange<Balance> for Tuple {
	fn on_rented(machine: &MachineId, gpus: u32) {
		for_tuples!( #( Tuple::on_rented(machine, gpus); )* );
	}
	fn on_schedule(machine: &MachineId, open_minutes: u32) {
		for_tuples!( #( Tuple::on_schedule(machine, open_minutes); )* );
	}
	fn on_rent_paid(machine: &MachineId, paid: Balance, burned: Balance) {
		for_tuples!( #( Tuple::on_rent_paid(machine, paid, burned); )* );
	}
}
