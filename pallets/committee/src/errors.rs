//! Why a call of this pallet is refused, and what to do.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod committee_errors {
	/// Why a call is refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// This account is no member: governance must add it first.
		MemberNotFound,
		/// This account is a member already, or was removed and still has a job that is not closed: wait for that.
		AlreadyMember,
		/// The committee is full: remove a member first.
		TooManyMembers,
		/// The member has joined already: use `add_bond` and `set_box_key`.
		AlreadyJoined,
		/// The member is approved, but has not joined: call `join` first.
		NotJoined,
		/// The member was removed by governance. Its bond returns with its last job; to come back it must be approved
		/// and join again.
		MemberRemoved,
		/// The box key is all zeros, to which nobody can seal: send the X25519 public key.
		InvalidBoxKey,
		/// The bond would be less than `join_bond` of the rules: choose a higher bond, or take less back.
		BondTooLow,
		/// The bond would be less than what running jobs put at risk: take less back, or wait until they close.
		BondAtRisk,
		/// The amount is 0.
		ZeroAmount,
		/// The member lacks freely spendable funds: locked, vesting and held funds do not count, and the existential
		/// deposit stays.
		InsufficientBalance,
		/// The member is not active: there is nothing to pause.
		NotActive,
		/// The member is not paused: there is nothing to resume.
		NotPaused,
		/// The member has something at risk for a job: pause, and leave once its jobs and their penalties are closed.
		JobsPending,
		/// The member is in the pool exactly if it is drawable, and nothing waits to be returned to it: nothing to do.
		NothingToRefresh,
		/// Too many jobs wait for their draw: try again later.
		QueueFull,
		/// No such job waits for its draw: it was drawn, taken back, given up, or never asked for.
		JobNotWaiting,
		/// The member has nothing at risk for this job: it was not drawn for it, or that was settled before.
		BookingNotFound,
	}
}
