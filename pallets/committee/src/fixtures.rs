//! Builders shared by tests and benchmarks.

use dbc_primitives::{Beacon, BoxKey, Exclusions, JobSubject};

/// What jobs are about.
pub(crate) const SUBJECT: JobSubject = JobSubject::Verification([7; 32]);

/// A key to which evidence can be sealed.
pub(crate) const BOX_KEY: BoxKey = [5; 32];

/// The randomness of a relay block.
pub(crate) fn beacon(relay_number: u32) -> Beacon {
	let mut block = [1; 32];
	block
		.iter_mut()
		.zip(relay_number.to_le_bytes())
		.for_each(|(byte, of_number)| *byte = of_number);
	Beacon {
		relay_number,
		block,
		epoch: Some([2; 32]),
	}
}

/// Who must not be drawn; what is too many is left out.
pub(crate) fn exclusions<AccountId>(
	parties: impl IntoIterator<Item = AccountId>,
	drawn_before: impl IntoIterator<Item = AccountId>,
) -> Exclusions<AccountId> {
	let vec = |accounts: &mut dyn Iterator<Item = AccountId>| -> alloc::vec::Vec<AccountId> {
		accounts.collect()
	};
	Exclusions {
		parties: vec(&mut parties.into_iter()).try_into().unwrap_or_default(),
		drawn_before: vec(&mut drawn_before.into_iter())
			.try_into()
			.unwrap_or_default(),
	}
}
