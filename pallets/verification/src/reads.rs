//! Reads, written once for view functions, runtime APIs and RPC. Each reads one record.

use alloc::vec::Vec;
use codec::Encode;
use dbc_primitives::{
	Attester, Ballot, BallotPhase, ChainTime, Expected, HardwareOpinion, JobBallot, JobId,
	JobSubject, MachineId, RequestInfo, SeatInfo, VerificationInfo, VerificationStage,
	BALLOT_DOMAIN,
};
use frame_support::traits::Get;

use crate::{Attesters, BalanceOf, Config, Pallet, RequestOf, Requests};

type InfoOf<T> = VerificationInfo<<T as frame_system::Config>::AccountId, BalanceOf<T>>;
type StageOf<T> = VerificationStage<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	/// Everything that the chain knows of a machine's verification. Deadlines are told with the stalls so far.
	pub fn read_verification(machine: &MachineId) -> InfoOf<T> {
		let request = Requests::<T>::get(machine).map(|open| RequestInfo {
			kind: open.kind,
			requested_at: open.requested_at,
			fee: open.fee,
			round: open.round,
			job: open.job,
			stage: Self::stage(open),
		});
		let attesters: Vec<Attester<T::AccountId>> = Attesters::<T>::get(machine).into_inner();
		VerificationInfo { request, attesters }
	}

	/// The running ballot of `job` as `member` sees it; `None` if it is closed, or not about a machine, or not its.
	pub fn read_ballot(
		job: JobId,
		subject: &JobSubject,
		member: &T::AccountId,
	) -> Option<JobBallot> {
		let machine = match subject {
			JobSubject::Verification(machine) => machine,
			JobSubject::Report(_) => return None,
		};
		let ballot = Requests::<T>::get(machine)?
			.ballot
			.filter(|ballot| ballot.id == job)?;
		let time = Self::chain_time();
		Some(JobBallot {
			phase: ballot.phase(time),
			expected: expected_of(&ballot, member, time)?,
			evidence_until: None,
			commit_until: ballot.deadline(ballot.commit_until, time),
			reveal_until: ballot.deadline(ballot.reveal_until, time),
		})
	}

	/// The SCALE encoding of `(BALLOT_DOMAIN, genesis hash, job, member)`. Followed by that of the opinion and by the salt
	/// it is what a commitment hashes, see [`dbc_primitives::commitment`].
	pub(crate) fn read_commitment_prefix(job: JobId, member: &T::AccountId) -> Vec<u8> {
		(BALLOT_DOMAIN, Self::genesis_hash(), job, member).encode()
	}

	fn stage(request: RequestOf<T>) -> StageOf<T> {
		let withdraw_from = request.withdraw_from(T::Rules::get().withdraw_after);
		let Some(ballot) = request.ballot else {
			return VerificationStage::Waiting { withdraw_from };
		};
		let time = Self::chain_time();
		VerificationStage::Voting {
			phase: ballot.phase(time),
			commit_until: ballot.deadline(ballot.commit_until, time),
			reveal_until: ballot.deadline(ballot.reveal_until, time),
			seats: ballot
				.seats
				.into_iter()
				.map(|seat| SeatInfo {
					member: seat.member,
					commitment: seat.commitment,
					opinion: seat.opinion,
				})
				.collect(),
		}
	}
}

/// What the ballot expects of `member` now; `None` if it is no member.
fn expected_of<AccountId: Clone + Eq + Encode>(
	ballot: &Ballot<AccountId, HardwareOpinion>,
	member: &AccountId,
	time: ChainTime,
) -> Option<Expected> {
	let seat = ballot.seats.iter().find(|seat| seat.member == *member)?;
	let (committed, revealed) = (seat.commitment.is_some(), seat.opinion.is_some());
	Some(match ballot.phase(time) {
		BallotPhase::Commit if committed => Expected::AwaitReveal,
		BallotPhase::Commit => Expected::Commit,
		BallotPhase::Reveal if committed && !revealed => Expected::Reveal,
		BallotPhase::Reveal | BallotPhase::Closed => Expected::Nothing,
	})
}
