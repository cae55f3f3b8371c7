//! Attestations, as other pallets hear of them.

use crate::MachineId;

/// Listens to attestations. Called after the machine became Active and the records are stored.
pub trait OnAttested<AccountId> {
	/// `attesters` attested the machine: they replace those who did before.
	fn on_attested(_machine: &MachineId, _attesters: &[AccountId]) {}
}

impl<AccountId> OnAttested<AccountId> for () {}
