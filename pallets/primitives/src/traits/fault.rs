//! Rulings on fault reports, as other pallets hear of them.

use frame_support::{traits::ConstU32, BoundedVec};

use crate::{MachineId, OutageCause};

/// Most attesters of a machine: the members of a ballot (*fixed*).
pub const MAX_ATTESTERS: u32 = 3;

/// Listens to rulings.
pub trait OnRuling<AccountId> {
	/// `members` upheld a report on the machine. Called before its outage for `cause` begins or is noted.
	fn on_upheld(_machine: &MachineId, _cause: OutageCause, _members: &[AccountId]) {}
}

impl<AccountId> OnRuling<AccountId> for () {}

/// Tells who attested a machine.
pub trait AttesterInspect<AccountId> {
	/// Who attested it last; nobody before its first activation.
	fn attesters(machine: &MachineId) -> BoundedVec<AccountId, ConstU32<MAX_ATTESTERS>>;
}
