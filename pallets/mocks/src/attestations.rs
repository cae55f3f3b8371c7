//! What listeners to attestations hear.

use codec::Codec;
use dbc_primitives::{traits::OnAttested, MachineId};
use frame_support::storage::unhashed;

/// Remembers the attesters of each machine.
pub struct RecordAttestations;

impl RecordAttestations {
	/// Who attested `machine` last.
	pub fn of<AccountId: Codec>(machine: &MachineId) -> Vec<AccountId> {
		unhashed::get_or_default(&crate::key("attested", machine))
	}
}

impl<AccountId: Codec + Clone> OnAttested<AccountId> for RecordAttestations {
	fn on_attested(machine: &MachineId, attesters: &[AccountId]) {
		unhashed::put(&crate::key("attested", machine), &attesters.to_vec());
	}
}
