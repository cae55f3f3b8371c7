//! Why a call of this pallet is refused, and what to do.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod verification_errors {
	/// Why a call is refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// No machine has this id: check it, or register the machine first.
		MachineNotFound,
		/// Only the owner, or its `MachineOperator` proxy, may do this.
		NotOwner,
		/// A verification of this machine is open: wait until it closes.
		AlreadyRequested,
		/// No verification of this machine is open: it has closed, or was never asked for.
		RequestNotFound,
		/// There is no fresh price of DBC, in which the fee is told: try again once the feeders have fed.
		PriceUnavailable,
		/// The owner lacks freely spendable funds for the fees: locked, vesting and held funds do not count, and the
		/// existential deposit stays.
		InsufficientBalance,
		/// Members have been drawn: the request cannot be taken back any more, it ends with their votes.
		AlreadyDrawn,
		/// The request has not waited for its draw for long enough to be taken back: see `withdraw_from` of the
		/// verification.
		TooEarly,
		/// No members have been drawn yet: wait for the draw.
		NotYetDrawn,
		/// The ballot is open: it closes at its deadline, or when nobody can reveal any more.
		BallotOpen,
		/// This account is not a member of the ballot.
		NotDrawn,
		/// The commit phase is over: commitments are not taken any more.
		CommitPhaseOver,
		/// This member has committed: a commitment cannot be replaced.
		AlreadyCommitted,
		/// The reveal phase begins when every member has committed, at the latest at `commit_until`: reveal then.
		RevealPhaseNotBegun,
		/// The reveal phase is over: opinions are not taken any more.
		RevealPhaseOver,
		/// This member has not committed, so there is nothing to reveal.
		NotCommitted,
		/// This member has revealed.
		AlreadyRevealed,
		/// Opinion and salt are not those of the commitment, or it was made for another chain, ballot or member: reveal
		/// exactly what was committed.
		CommitmentMismatch,
	}
}
