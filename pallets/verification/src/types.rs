//! The stored record of a request and its state machine. Nothing here touches storage or money: a state changes only
//! through a method, which says why when it does not.

use codec::{Decode, Encode, MaxEncodedLen};
use dbc_primitives::{Ballot, HardwareOpinion, JobId, Moment, VerificationKind, MAX_DRAWN_BEFORE};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

/// An open request for verification: from the owner's request until it closes.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Request<AccountId, Balance> {
	/// What it is for.
	pub kind: VerificationKind,
	/// Who asked: the owner of the machine, on whose account the fee is.
	pub owner: AccountId,
	/// When it was made.
	pub requested_at: Moment,
	/// Since when the running round has waited for its draw.
	pub waiting_since: Moment,
	/// Whether it was asked for after one without a decision.
	pub repeated: bool,
	/// The fee on hold for its verifiers.
	pub fee: Balance,
	/// The running round, from 1.
	pub round: u32,
	/// The job of that round.
	pub job: JobId,
	/// Who was drawn in earlier rounds.
	pub drawn_before: BoundedVec<AccountId, ConstU32<MAX_DRAWN_BEFORE>>,
	/// The ballot of that round; `None` while it waits for its draw.
	pub ballot: Option<Ballot<AccountId, HardwareOpinion>>,
}

/// Why the state of a request does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestError {
	/// The running round has no members yet.
	NotYetDrawn,
	/// The running round has members.
	AlreadyDrawn,
	/// It has not waited for long enough.
	TooEarly,
}

impl<AccountId: Clone, Balance> Request<AccountId, Balance> {
	/// From when on its owner may take it back, if nobody has been drawn by then.
	pub fn withdraw_from(&self, withdraw_after: Moment) -> Moment {
		self.waiting_since.saturating_add(withdraw_after)
	}

	/// Fails unless its owner may take it back.
	pub fn ensure_withdrawable(
		&self,
		now: Moment,
		withdraw_after: Moment,
	) -> Result<(), RequestError> {
		if self.ballot.is_some() {
			return Err(RequestError::AlreadyDrawn);
		}
		if now < self.withdraw_from(withdraw_after) {
			return Err(RequestError::TooEarly);
		}
		Ok(())
	}

	/// The ballot of the running round.
	pub fn ballot(&self) -> Result<&Ballot<AccountId, HardwareOpinion>, RequestError> {
		self.ballot.as_ref().ok_or(RequestError::NotYetDrawn)
	}

	/// The ballot of the running round, to be voted in.
	pub fn ballot_mut(&mut self) -> Result<&mut Ballot<AccountId, HardwareOpinion>, RequestError> {
		self.ballot.as_mut().ok_or(RequestError::NotYetDrawn)
	}

	/// The running round gets its members.
	pub fn open_ballot(
		&mut self,
		ballot: Ballot<AccountId, HardwareOpinion>,
	) -> Result<(), RequestError> {
		if self.ballot.is_some() {
			return Err(RequestError::AlreadyDrawn);
		}
		self.ballot = Some(ballot);
		Ok(())
	}

	/// The running round decided nothing: its members join those who were drawn before, and the next round waits for its
	/// draw. When the list is full those who come last are not on it: they may be drawn again.
	pub fn begin_next_round(&mut self, now: Moment) {
		for seat in self
			.ballot
			.take()
			.into_iter()
			.flat_map(|ballot| ballot.seats)
		{
			let _ = self.drawn_before.try_push(seat.member);
		}
		self.round = self.round.saturating_add(1);
		self.waiting_since = now;
	}
}
