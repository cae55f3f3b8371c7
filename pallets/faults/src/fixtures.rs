//! Builders shared by tests and benchmarks: evidence, commitments, and the votes that they make.

use alloc::vec;
use dbc_primitives::{commitment, FaultOpinion, JobId, Salt, SealedEvidence, MAX_SEALED_LEN};
use sp_core::H256;

use crate::{Config, Pallet};

/// Evidence of `len` bytes, as if it were sealed.
pub(crate) fn evidence(len: u32) -> SealedEvidence {
	let len = usize::try_from(len.min(MAX_SEALED_LEN)).unwrap_or_default();
	SealedEvidence::truncate_from(vec![0xEE; len])
}

/// The commitment of `member` to `opinion` on this chain.
pub(crate) fn sealed<T: Config>(
	job: JobId,
	member: &T::AccountId,
	opinion: FaultOpinion,
	salt: &Salt,
) -> H256 {
	commitment(&Pallet::<T>::genesis_hash(), job, member, &opinion, salt)
}

/// Lets the members of `voting` commit to `opinions` and then reveal them, in the order of the seats; `None` stays silent.
/// The reveals come when the commit phase is over.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn vote<T: Config>(
	voting: &mut crate::VotingOf<T>,
	opinions: [Option<FaultOpinion>; 3],
	time: dbc_primitives::ChainTime,
) {
	let salt: Salt = [5; 32];
	let ballot = &mut voting.ballot;
	let members = ballot.seats.clone().map(|seat| seat.member);
	let votes = || members.iter().zip(opinions);
	let votes = || votes().filter_map(|(member, told)| told.map(|told| (member, told)));
	for (member, opinion) in votes() {
		let commitment = sealed::<T>(ballot.id, member, opinion, &salt);
		let taken = ballot.commit(member, commitment, time);
		debug_assert_eq!(taken, Ok(()));
	}
	let time = dbc_primitives::ChainTime {
		now: ballot.deadline(ballot.commit_until, time),
		..time
	};
	let genesis_hash = Pallet::<T>::genesis_hash();
	for (member, opinion) in votes() {
		let taken = ballot.reveal(&genesis_hash, member, opinion, &salt, time);
		debug_assert_eq!(taken, Ok(()));
	}
}
