//! What listeners to machines hear.

use std::cell::RefCell;

use dbc_primitives::{traits::OnMachineChange, MachineId, Outage};

thread_local! {
	static MACHINE_CHANGES: RefCell<Vec<MachineChange>> = const { RefCell::new(Vec::new()) };
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
	/// `on_forced_exit`.
	ForcedExit(MachineId),
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
	fn on_forced_exit(machine: &MachineId) {
		Self::push(MachineChange::ForcedExit(*machine));
	}
	fn on_removed(machine: &MachineId, _owner: &AccountId) {
		Self::push(MachineChange::Removed(*machine));
	}
}
