//! Builders shared by tests and benchmarks: opinions and the ballots that they make.

use dbc_primitives::{commitment, Hardware, HardwareOpinion, JobId, RejectReason, Salt};
use sp_core::H256;

use crate::{Config, Pallet};

/// The acceptance of `hardware` by a report with the digest `[report; 32]`.
pub(crate) fn accept(hardware: &Hardware, report: u8) -> HardwareOpinion {
	HardwareOpinion::Accept {
		hardware: hardware.clone(),
		report: H256::repeat_byte(report),
	}
}

/// A refusal for `reason`.
pub(crate) fn refuse(reason: RejectReason) -> HardwareOpinion {
	HardwareOpinion::Refuse { reason }
}

/// The commitment of `member` to `opinion` on this chain.
pub(crate) fn sealed<T: Config>(
	job: JobId,
	member: &T::AccountId,
	opinion: &HardwareOpinion,
	salt: &Salt,
) -> H256 {
	commitment(&Pallet::<T>::genesis_hash(), job, member, opinion, salt)
}

/// Lets the members of `ballot` commit to `opinions` and then reveal them, in the order of the seats; `None` stays silent.
/// The reveals come when the commit phase is over.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn vote<T: Config>(
	ballot: &mut crate::impls::BallotOf<T>,
	opinions: &[Option<HardwareOpinion>],
	time: dbc_primitives::ChainTime,
) {
	let salt: Salt = [5; 32];
	let members = ballot.seats.clone().map(|seat| seat.member);
	let votes = || members.iter().zip(opinions);
	let votes = || votes().filter_map(|(member, told)| told.clone().map(|told| (member, told)));
	for (member, opinion) in votes() {
		let commitment = sealed::<T>(ballot.id, member, &opinion, &salt);
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
