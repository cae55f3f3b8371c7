//! A ballot of three members: sealed votes first, then their opening. One state machine for verification and faults. It
//! touches no storage; a state changes only through a method, which says why when it does not.

#[cfg(test)]
mod tests;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dbc_math::ballot::{verdict, Verdict, Vote, SEATS};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_io::hashing::blake2_256;

use crate::{ChainTime, JobId, Moment};

/// Domain of a commitment, see [`commitment`].
pub const BALLOT_DOMAIN: [u8; 10] = *b"dbc/ballot";

/// What makes a vote unguessable: 256 bits that the member chose at random.
pub type Salt = [u8; 32];

/// The members who vote.
pub type Members<AccountId> = [AccountId; SEATS];

/// The commitment to `opinion`: Blake2b-256 of the SCALE encoding of
/// `(BALLOT_DOMAIN, genesis_hash, ballot, member, opinion, salt)`. It is bound to this chain, this ballot and this
/// member: a copy of it opens for nobody else.
pub fn commitment<Hash: Encode, AccountId: Encode, Opinion: Encode>(
	genesis_hash: &Hash,
	ballot: JobId,
	member: &AccountId,
	opinion: &Opinion,
	salt: &Salt,
) -> H256 {
	(BALLOT_DOMAIN, genesis_hash, ballot, member, opinion, salt)
		.using_encoded(blake2_256)
		.into()
}

/// How long members may commit and reveal, counted from the opening of the ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BallotWindows {
	/// Until when commitments are taken, in milliseconds.
	pub commit: Moment,
	/// Until when they may be revealed, in milliseconds.
	pub reveal: Moment,
}

/// Where a ballot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum BallotPhase {
	/// Commitments are taken.
	Commit,
	/// Commitments are opened.
	Reveal,
	/// Nothing is taken any more: the result can be told.
	Closed,
}

/// What a member of a ballot has done.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Seat<AccountId, Opinion> {
	/// Who votes.
	pub member: AccountId,
	/// The sealed vote.
	pub commitment: Option<H256>,
	/// The opened vote.
	pub opinion: Option<Opinion>,
}

/// A ballot. Its phase is told by the time and by what its members did, never stored.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Ballot<AccountId, Opinion> {
	/// The job of its members, unique on this chain.
	pub id: JobId,
	/// Its members, in the order in which they were drawn.
	pub seats: [Seat<AccountId, Opinion>; SEATS],
	/// When the commit phase ends at the latest, if the chain does not stall.
	pub commit_until: Moment,
	/// When the reveal phase ends at the latest, if the chain does not stall.
	pub reveal_until: Moment,
	/// For how long the chain had stalled before the ballot: what it stalls later is added to the deadlines.
	pub stalled_before: Moment,
}

/// Why a ballot does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BallotError {
	/// This account was not drawn for it.
	NotDrawn,
	/// The commit phase is over.
	CommitPhaseOver,
	/// The member has committed already.
	AlreadyCommitted,
	/// The reveal phase has not begun.
	RevealPhaseNotBegun,
	/// The reveal phase is over.
	RevealPhaseOver,
	/// The member has not committed.
	NotCommitted,
	/// The member has revealed already.
	AlreadyRevealed,
	/// Opinion and salt are not those of the commitment.
	CommitmentMismatch,
}

impl<AccountId: Clone + Eq + Encode, Opinion: Vote + Encode> Ballot<AccountId, Opinion> {
	/// A ballot of `members` that opens at `time`.
	pub fn open(
		id: JobId,
		members: Members<AccountId>,
		time: ChainTime,
		windows: BallotWindows,
	) -> Self {
		Self {
			id,
			seats: members.map(|member| Seat {
				member,
				commitment: None,
				opinion: None,
			}),
			commit_until: time.now.saturating_add(windows.commit),
			reveal_until: time.now.saturating_add(windows.reveal),
			stalled_before: time.stalled,
		}
	}

	/// Where it is. Once everybody has committed the reveal phase begins, and once nobody can reveal any more it closes,
	/// whatever the clock says.
	pub fn phase(&self, time: ChainTime) -> BallotPhase {
		let now = time
			.now
			.saturating_sub(time.stalled.saturating_sub(self.stalled_before));
		let all_committed = self.seats.iter().all(|seat| seat.commitment.is_some());
		if now < self.commit_until && !all_committed {
			return BallotPhase::Commit;
		}
		let awaited = self
			.seats
			.iter()
			.any(|seat| seat.commitment.is_some() && seat.opinion.is_none());
		if now < self.reveal_until && awaited {
			BallotPhase::Reveal
		} else {
			BallotPhase::Closed
		}
	}

	/// The deadline `at` of this ballot, moved by what the chain has stalled since it opened.
	pub fn deadline(&self, at: Moment, time: ChainTime) -> Moment {
		at.saturating_add(time.stalled.saturating_sub(self.stalled_before))
	}

	/// Takes a sealed vote.
	pub fn commit(
		&mut self,
		member: &AccountId,
		commitment: H256,
		time: ChainTime,
	) -> Result<(), BallotError> {
		let phase = self.phase(time);
		let seat = self.seat_mut(member)?;
		if seat.commitment.is_some() {
			return Err(BallotError::AlreadyCommitted);
		}
		if phase != BallotPhase::Commit {
			return Err(BallotError::CommitPhaseOver);
		}
		seat.commitment = Some(commitment);
		Ok(())
	}

	/// Opens a sealed vote.
	pub fn reveal<Hash: Encode>(
		&mut self,
		genesis_hash: &Hash,
		member: &AccountId,
		opinion: Opinion,
		salt: &Salt,
		time: ChainTime,
	) -> Result<(), BallotError> {
		let (id, phase) = (self.id, self.phase(time));
		let seat = self.seat_mut(member)?;
		if seat.opinion.is_some() {
			return Err(BallotError::AlreadyRevealed);
		}
		match phase {
			BallotPhase::Commit => return Err(BallotError::RevealPhaseNotBegun),
			BallotPhase::Reveal => {}
			BallotPhase::Closed => return Err(BallotError::RevealPhaseOver),
		}
		let committed = seat.commitment.ok_or(BallotError::NotCommitted)?;
		if commitment(genesis_hash, id, member, &opinion, salt) != committed {
			return Err(BallotError::CommitmentMismatch);
		}
		seat.opinion = Some(opinion);
		Ok(())
	}

	/// What the opened votes decide. Final once the ballot is closed.
	pub fn verdict(&self) -> Verdict<Opinion> {
		verdict(self.seats.each_ref().map(|seat| seat.opinion.clone()))
	}

	fn seat_mut(
		&mut self,
		member: &AccountId,
	) -> Result<&mut Seat<AccountId, Opinion>, BallotError> {
		self.seats
			.iter_mut()
			.find(|seat| seat.member == *member)
			.ok_or(BallotError::NotDrawn)
	}
}
