//! What listeners to rulings hear, and who attested a machine.

use codec::Codec;
use dbc_primitives::{
	traits::{AttesterInspect, OnRuling, MAX_ATTESTERS},
	MachineId, OutageCause,
};
use frame_support::{storage::unhashed, traits::ConstU32, BoundedVec};

/// What [`RecordRulings`] heard: the machine, the cause, and who upheld the report.
pub type MockRuling<AccountId> = (MachineId, OutageCause, Vec<AccountId>);

/// Remembers every ruling, oldest first.
pub struct RecordRulings;

impl RecordRulings {
	/// What was heard.
	pub fn all<AccountId: Codec>() -> Vec<MockRuling<AccountId>> {
		unhashed::get_or_default(&crate::key("rulings", ()))
	}
}

impl<AccountId: Codec + Clone> OnRuling<AccountId> for RecordRulings {
	fn on_upheld(machine: &MachineId, cause: OutageCause, members: &[AccountId]) {
		let mut all = Self::all();
		all.push((*machine, cause, members.to_vec()));
		unhashed::put(&crate::key("rulings", ()), &all);
	}
}

/// Attesters as the test says.
pub struct MockAttesters;

impl MockAttesters {
	/// `attesters` attested `machine` last.
	pub fn set<AccountId: Codec>(machine: &MachineId, attesters: &Vec<AccountId>) {
		unhashed::put(&crate::key("attesters", machine), attesters);
	}
}

impl<AccountId: Codec> AttesterInspect<AccountId> for MockAttesters {
	fn attesters(machine: &MachineId) -> BoundedVec<AccountId, ConstU32<MAX_ATTESTERS>> {
		let all = unhashed::get_or_default(&crate::key("attesters", machine));
		BoundedVec::truncate_from(all)
	}
}
