//! The stored record of a report and its state machine. Nothing here touches storage or money: a state changes only
//! through a method, which says why when it does not.

// The derive of an enum with fields writes its index as `usize as u8`.
#![allow(clippy::cast_possible_truncation)]

use codec::{Decode, Encode, MaxEncodedLen};
use dbc_math::ballot::SEATS;
use dbc_primitives::{
	Ballot, BallotPhase, ChainTime, FaultKind, FaultOpinion, JobId, MachineId, Moment, OrderId,
	ReportId, MAX_DRAWN_BEFORE,
};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;

/// How long after its filing a report still finds members (*fixed*): seven days. Afterwards nobody is kept waiting for a draw,
/// and no other round begins.
pub const REPORT_LIFETIME: Moment = 7 * 24 * 60 * 60 * 1_000;

/// What the agenda looks at.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
pub enum Due {
	/// A round, by its report and its job, at its next deadline.
	Round(ReportId, JobId),
	/// A report, when its time is over.
	Report(ReportId),
}

/// An open report: from its filing until it closes.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Report<AccountId, Balance> {
	/// The machine.
	pub machine: MachineId,
	/// What is wrong with it.
	pub kind: FaultKind,
	/// Who says so, and on whose account the deposit is.
	pub reporter: AccountId,
	/// The order by which the reporter used the machine; `None` if a verifier reports.
	pub order: Option<OrderId>,
	/// Blake2b-256 of the evidence before it was sealed; `None` if the kind has none.
	pub evidence: Option<H256>,
	/// When it was filed: since then the machine is down if it is upheld.
	pub filed_at: Moment,
	/// How long the chain had stalled by then.
	pub stalled_before: Moment,
	/// When the owner said that the machine was repaired.
	pub repaired_at: Option<Moment>,
	/// The deposit on hold.
	pub deposit: Balance,
	/// Since when the running round has waited for its draw.
	pub waiting_since: Moment,
	/// The running round, from 1.
	pub round: u32,
	/// The job of that round.
	pub job: JobId,
	/// Who was drawn in earlier rounds.
	pub drawn_before: BoundedVec<AccountId, ConstU32<MAX_DRAWN_BEFORE>>,
	/// The vote of that round; `None` while it waits for its draw.
	pub voting: Option<Voting<AccountId>>,
}

/// The vote of a round: its ballot, and the evidence that its members need first.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Voting<AccountId> {
	/// The ballot.
	pub ballot: Ballot<AccountId, FaultOpinion>,
	/// Until when evidence is taken, if the chain does not stall; never later than commitments are. `None` if the kind
	/// has no evidence.
	pub evidence_until: Option<Moment>,
	/// Which seats, in the order of the ballot, have got their evidence.
	pub delivered: [bool; SEATS],
}

/// Where a round is. Told by the time and by what was done, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundState {
	/// Evidence or votes are taken.
	Open,
	/// It is over because evidence was not delivered in time.
	Undelivered,
	/// It is over because nobody can vote any more.
	Voted,
}

/// Why the state of a report does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportError {
	/// The running round has no members yet.
	NotYetDrawn,
	/// The running round has members.
	AlreadyDrawn,
	/// It has not waited for long enough.
	TooEarly,
	/// This account was not drawn.
	NotDrawn,
	/// The kind has no evidence.
	EvidenceNotTaken,
	/// The time for evidence is over.
	EvidenceWindowOver,
	/// The member has its evidence.
	AlreadyDelivered,
	/// The member has no evidence, or another one has not and will not get it.
	EvidenceMissing,
	/// The owner said before that the machine was repaired.
	AlreadyRepaired,
	/// What is counterfeit is not repaired, but attested anew.
	RepairNotPossible,
}

impl<AccountId: Clone + Eq + Encode, Balance> Report<AccountId, Balance> {
	/// From when on its reporter may take it back, if nobody has been drawn by then.
	pub fn cancel_from(&self, withdraw_after: Moment) -> Moment {
		self.waiting_since.saturating_add(withdraw_after)
	}

	/// Fails unless its reporter may take it back.
	pub fn ensure_cancellable(
		&self,
		now: Moment,
		withdraw_after: Moment,
	) -> Result<(), ReportError> {
		if self.voting.is_some() {
			return Err(ReportError::AlreadyDrawn);
		}
		if now < self.cancel_from(withdraw_after) {
			return Err(ReportError::TooEarly);
		}
		Ok(())
	}

	/// When its time is over, moved by what the chain has stalled since it was filed: no draw may be missed by a stall.
	pub fn lapses_at(&self, time: ChainTime) -> Moment {
		let stalled = time.stalled.saturating_sub(self.stalled_before);
		let at = self.filed_at.saturating_add(REPORT_LIFETIME);
		at.saturating_add(stalled)
	}

	/// Whether its time is over: it ends with its running round, and at once if that waits for its draw.
	pub fn has_lapsed(&self, time: ChainTime) -> bool {
		time.now >= self.lapses_at(time)
	}

	/// Fails unless anyone may close it without a vote.
	pub fn ensure_expired(&self, time: ChainTime) -> Result<(), ReportError> {
		if self.voting.is_some() {
			return Err(ReportError::AlreadyDrawn);
		}
		if !self.has_lapsed(time) {
			return Err(ReportError::TooEarly);
		}
		Ok(())
	}

	/// The owner says that the machine is repaired.
	pub fn repair(&mut self, now: Moment) -> Result<(), ReportError> {
		if self.kind == FaultKind::Counterfeit {
			return Err(ReportError::RepairNotPossible);
		}
		if self.repaired_at.is_some() {
			return Err(ReportError::AlreadyRepaired);
		}
		self.repaired_at = Some(now);
		Ok(())
	}

	/// The vote of the running round.
	pub fn voting(&self) -> Result<&Voting<AccountId>, ReportError> {
		self.voting.as_ref().ok_or(ReportError::NotYetDrawn)
	}

	/// The vote of the running round, to be changed.
	pub fn voting_mut(&mut self) -> Result<&mut Voting<AccountId>, ReportError> {
		self.voting.as_mut().ok_or(ReportError::NotYetDrawn)
	}

	/// The running round gets its members.
	pub fn open_voting(&mut self, voting: Voting<AccountId>) -> Result<(), ReportError> {
		if self.voting.is_some() {
			return Err(ReportError::AlreadyDrawn);
		}
		self.voting = Some(voting);
		Ok(())
	}

	/// The running round decided nothing: its members join those who were drawn before, and the next round waits for its
	/// draw. When the list is full those who come last are not on it: they may be drawn again.
	pub fn begin_next_round(&mut self, now: Moment) {
		let seats = self
			.voting
			.take()
			.into_iter()
			.flat_map(|voting| voting.ballot.seats);
		for seat in seats {
			let _ = self.drawn_before.try_push(seat.member);
		}
		self.round = self.round.saturating_add(1);
		self.waiting_since = now;
	}
}

impl<AccountId: Clone + Eq + Encode> Voting<AccountId> {
	/// The vote in `ballot`. Evidence, if the kind has any, is taken until `evidence_until`, but not when commitments are
	/// taken no more.
	pub fn new(ballot: Ballot<AccountId, FaultOpinion>, evidence_until: Option<Moment>) -> Self {
		Self {
			evidence_until: evidence_until.map(|until| until.min(ballot.commit_until)),
			delivered: [evidence_until.is_none(); SEATS],
			ballot,
		}
	}

	/// Where it is. Evidence that is missing when its time is over ends it, whatever the ballot says.
	pub fn state(&self, time: ChainTime) -> RoundState {
		let late = self
			.evidence_until
			.is_some_and(|until| time.now >= self.ballot.deadline(until, time));
		if late && !self.all_delivered() {
			RoundState::Undelivered
		} else if self.ballot.phase(time) == BallotPhase::Closed {
			RoundState::Voted
		} else {
			RoundState::Open
		}
	}

	/// When it is to be looked at again: the next deadline of an open round, moved by what the chain has stalled.
	pub fn next_deadline(&self, time: ChainTime) -> Moment {
		let at = match (self.evidence_until, self.ballot.phase(time)) {
			(Some(until), _) if !self.all_delivered() => until,
			(_, BallotPhase::Commit) => self.ballot.commit_until,
			(_, BallotPhase::Reveal | BallotPhase::Closed) => self.ballot.reveal_until,
		};
		self.ballot.deadline(at, time)
	}

	/// `member` gets its evidence.
	pub fn deliver(&mut self, member: &AccountId, time: ChainTime) -> Result<(), ReportError> {
		let until = self.evidence_until.ok_or(ReportError::EvidenceNotTaken)?;
		let in_time = time.now < self.ballot.deadline(until, time);
		let mut seats = self.ballot.seats.iter().zip(self.delivered.iter_mut());
		let (_, delivered) = seats
			.find(|(seat, _)| seat.member == *member)
			.ok_or(ReportError::NotDrawn)?;
		if *delivered {
			return Err(ReportError::AlreadyDelivered);
		}
		if !in_time {
			return Err(ReportError::EvidenceWindowOver);
		}
		*delivered = true;
		Ok(())
	}

	/// Fails while `member` lacks the evidence that it judges by, and once the round has ended for want of evidence.
	/// Whether it is a member at all the ballot tells.
	pub fn ensure_informed(&self, member: &AccountId, time: ChainTime) -> Result<(), ReportError> {
		let mut seats = self.ballot.seats.iter().zip(self.delivered);
		let lacks = seats.any(|(seat, delivered)| seat.member == *member && !delivered);
		if lacks || self.state(time) == RoundState::Undelivered {
			return Err(ReportError::EvidenceMissing);
		}
		Ok(())
	}

	fn all_delivered(&self) -> bool {
		self.delivered.iter().all(|delivered| *delivered)
	}
}
