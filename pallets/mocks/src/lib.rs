//! One mock per trait of the primitives, for unit tests of the pallets. The state is thread-local: one per test.

use std::cell::{Cell, RefCell};

use dbc_primitives::{
	traits::{OnMachineChange, PriceProvider, PriceUnavailable},
	MachineId, NanoUsd, Outage,
};

thread_local! {
	static PRICE: Cell<Option<NanoUsd>> = const { Cell::new(None) };
	static PRICE_IS_FRESH: Cell<bool> = const { Cell::new(false) };
	static MACHINE_CHANGES: RefCell<Vec<MachineChange>> = const { RefCell::new(Vec::new()) };
}

/// A price that the test sets.
pub struct MockPrice;

impl MockPrice {
	/// Makes `price` the fresh price.
	pub fn set(price: NanoUsd) {
		PRICE.set(Some(price));
		PRICE_IS_FRESH.set(true);
	}

	/// Lets the price go stale: it stays the last one known.
	pub fn make_stale() {
		PRICE_IS_FRESH.set(false);
	}

	/// Forgets the price.
	pub fn clear() {
		PRICE.set(None);
		PRICE_IS_FRESH.set(false);
	}
}

impl PriceProvider for MockPrice {
	fn price() -> Result<NanoUsd, PriceUnavailable> {
		PRICE
			.get()
			.filter(|_| PRICE_IS_FRESH.get())
			.ok_or(PriceUnavailable)
	}

	fn last_known() -> Option<NanoUsd> {
		PRICE.get()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_price(price: NanoUsd) {
		Self::set(price);
	}
}

/// What [`RecordMachineChanges`] heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MachineChange {
	/// `on_activated` with the points.
	Activated(MachineId, u64),
	/// `on_down`.
	Down(MachineId),
	/// `on_up`.
	Up(MachineId),
	/// `on_terms_changed`.
	TermsChanged(MachineId),
	/// `on_removed`.
	Removed(MachineId),
}

/// Remembers every change of a machine that it hears of.
pub struct RecordMachineChanges;

impl RecordMachineChanges {
	/// What was heard since the last call.
	pub fn take() -> Vec<MachineChange> {
		MACHINE_CHANGES.take()
	}

	fn push(change: MachineChange) {
		MACHINE_CHANGES.with_borrow_mut(|changes| changes.push(change));
	}
}

impl<AccountId, Balance> OnMachineChange<AccountId, Balance> for RecordMachineChanges {
	fn on_activated(machine: &MachineId, _owner: &AccountId, points: u64) {
		Self::push(MachineChange::Activated(*machine, points));
	}
	fn on_down(machine: &MachineId, _outage: &Outage<Balance>) {
		Self::push(MachineChange::Down(*machine));
	}
	fn on_up(machine: &MachineId, _ended: &Outage<Balance>) {
		Self::push(MachineChange::Up(*machine));
	}
	fn on_terms_changed(machine: &MachineId) {
		Self::push(MachineChange::TermsChanged(*machine));
	}
	fn on_removed(machine: &MachineId, _owner: &AccountId) {
		Self::push(MachineChange::Removed(*machine));
	}
}
