//! What counts for the sanction of an outage of a machine of [`MockMachines`].

use codec::Codec;
use dbc_primitives::{traits::OutageInspect, MachineId, Moment, Outage};
use frame_support::storage::unhashed;

use crate::MockMachines;

impl<AccountId, F> MockMachines<AccountId, F> {
	/// The running outage of a machine is `outage` from now on.
	pub fn set_outage(machine: &MachineId, outage: Option<&Outage<u128>>) {
		let key = crate::key("outage", machine);
		match outage {
			Some(outage) => unhashed::put(&key, outage),
			None => unhashed::kill(&key),
		}
	}

	/// When a machine first became Active.
	pub fn set_active_since(machine: &MachineId, at: Moment) {
		unhashed::put(&crate::key("active since", machine), &at);
	}
}

impl<AccountId: Codec, F> OutageInspect for MockMachines<AccountId, F> {
	type Balance = u128;

	fn outage(machine: &MachineId) -> Option<Outage<u128>> {
		unhashed::get(&crate::key("outage", machine))
	}

	fn active_since(machine: &MachineId) -> Option<Moment> {
		unhashed::get(&crate::key("active since", machine))
	}
}
