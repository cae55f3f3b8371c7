//! Why a call of this pallet is refused, and what to do.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod fault_errors {
	/// Why a call is refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// No machine has this id: check it.
		MachineNotFound,
		/// The machine was never attested, so nobody can have rented it.
		MachineNotActive,
		/// The machine is down, and the chain knows it: that nobody reaches it then is no news, and neither is what it is
		/// down for already.
		MachineDown,
		/// Owner and payee cannot report their own machine: use `report_down` of the machines.
		OwnMachine,
		/// A report on this machine is open: wait until it closes.
		AlreadyReported,
		/// Without an order only that a machine is inaccessible can be reported, and only by a verifier.
		OrderNeeded,
		/// This machine has no such order, or the receipt of the closed order is gone.
		OrderNotFound,
		/// Only the renter of the order may report by it.
		NotRenter,
		/// The order was never confirmed: its renter has not used the machine.
		OrderNotConfirmed,
		/// The order ended too long ago.
		OrderTooOld,
		/// Without an order only a member of the committee that can be drawn now may report.
		NotDrawable,
		/// Reports of this kind need the digest of their evidence.
		EvidenceNeeded,
		/// Reports of this kind have no evidence: whether a machine answers anybody can see.
		EvidenceNotTaken,
		/// The reporter lacks freely spendable funds for the deposit: locked, vesting and held funds do not count, and
		/// the existential deposit stays.
		InsufficientBalance,
		/// No report with this number is open: it has closed, or was never filed.
		ReportNotFound,
		/// Only the reporter may do this.
		NotReporter,
		/// Only the owner of the machine, or its `MachineOperator` proxy, may do this.
		NotOwner,
		/// Members have been drawn: the report cannot be taken back any more, it ends with their votes.
		AlreadyDrawn,
		/// The report has not waited for its draw for long enough: its reporter may take it back from `cancel_from` on, and
		/// anyone may close it seven days after `filed_at`.
		TooEarly,
		/// No members have been drawn yet: wait for the draw.
		NotYetDrawn,
		/// This account is not a member of the ballot.
		NotDrawn,
		/// Fewer bytes than a sealed box has: seal the evidence to the member's box key.
		NotSealed,
		/// This member has its evidence: it cannot be replaced.
		AlreadyDelivered,
		/// The time for evidence is over.
		EvidenceWindowOver,
		/// The member has not got its evidence, or the round has ended because another did not: nobody judges without.
		EvidenceMissing,
		/// The owner has said before that the machine was repaired.
		AlreadyRepaired,
		/// What is counterfeit cannot be repaired: ask for a hardware change once the report is upheld.
		RepairNotPossible,
		/// The round is open: it ends at its deadline, or when nobody can reveal any more.
		BallotOpen,
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
