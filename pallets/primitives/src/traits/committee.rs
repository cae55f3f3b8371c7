//! The committee, as the pallets that give it jobs see it.

use frame_support::{
	traits::tokens::{Balance as BalanceT, Imbalance},
	weights::Weight,
};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{Beacon, Exclusions, JobId, JobSubject, Members};

/// Draws members for jobs, and keeps what each of them has at risk.
pub trait VerifierPool<AccountId> {
	/// Amounts of DBC.
	type Balance: BalanceT;
	/// What a forfeit hands over; burns when dropped.
	type Credit: Imbalance<Self::Balance>;

	/// Asks for three members. They are told to [`OnDraw`] once the draw's randomness, unknown now, is there and enough
	/// members are. Fails if too many jobs wait.
	fn request(
		subject: JobSubject,
		exclusions: Exclusions<AccountId>,
	) -> Result<JobId, DispatchError>;
	/// Asks for three members once more, after a ballot without a decision. Never refused for want of room.
	fn request_again(
		subject: JobSubject,
		exclusions: Exclusions<AccountId>,
	) -> Result<JobId, DispatchError>;
	/// Takes a job back that still waits for its draw.
	fn withdraw(job: JobId) -> DispatchResult;
	/// What `member` had at risk for `job` is at risk no more.
	fn release(job: JobId, member: &AccountId) -> DispatchResult;
	/// Takes what `member` had at risk for `job`.
	fn forfeit(job: JobId, member: &AccountId) -> Result<Self::Credit, DispatchError>;
}

/// Reads of members.
pub trait MemberInspect<AccountId> {
	/// Whether the next draw may choose this account.
	fn is_drawable(account: &AccountId) -> bool;
}

/// Hears of draws.
pub trait OnDraw<AccountId> {
	/// Three members were booked for `job`. An error undoes the draw, and the job is given up: only for subjects that do
	/// not exist any more.
	fn on_drawn(
		_job: JobId,
		_subject: &JobSubject,
		_members: &Members<AccountId>,
	) -> DispatchResult {
		Ok(())
	}
	/// The weight of [`Self::on_drawn`] at most.
	fn on_drawn_weight() -> Weight;
}

#[impl_trait_for_tuples::impl_for_tuples(4)]
impl<AccountId> OnDraw<AccountId> for Tuple {
	fn on_drawn(job: JobId, subject: &JobSubject, members: &Members<AccountId>) -> DispatchResult {
		for_tuples!( #( Tuple::on_drawn(job, subject, members)?; )* );
		Ok(())
	}
	fn on_drawn_weight() -> Weight {
		let mut weight = Weight::zero();
		for_tuples!( #( weight = weight.saturating_add(Tuple::on_drawn_weight()); )* );
		weight
	}
}

/// Hears of the relay chain's randomness, once a block.
pub trait NoteBeacon {
	/// The randomness at this block's relay parent.
	fn note(beacon: Beacon) -> Weight;
}
