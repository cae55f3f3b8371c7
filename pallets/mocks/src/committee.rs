//! The committee.

use core::marker::PhantomData;
use std::cell::{Cell, RefCell};

use codec::{Codec, Decode, Encode};
use dbc_primitives::{
	traits::{MemberInspect, OnDraw, VerifierPool},
	Exclusions, JobId, JobSubject, Members,
};
use frame_support::{
	storage::{unhashed, with_storage_layer},
	traits::fungible::{Balanced, Credit},
};
use sp_runtime::{DispatchError, DispatchResult};

thread_local! {
	static FULL: Cell<bool> = const { Cell::new(false) };
	static NEVER_AGAIN: Cell<bool> = const { Cell::new(false) };
	static DRAWABLE: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// What a job puts at risk in [`MockVerifierPool`].
pub const MOCK_AT_RISK: u128 = 1_000_000_000_000_000_000;

/// A job of [`MockVerifierPool`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct MockJob<AccountId> {
	/// What it is about.
	pub subject: JobSubject,
	/// Who must not get it.
	pub exclusions: Exclusions<AccountId>,
	/// Who got it; empty while it waits.
	pub drawn: Vec<AccountId>,
	/// Who has something at risk for it.
	pub booked: Vec<AccountId>,
	/// Whose part at risk was released.
	pub released: Vec<AccountId>,
	/// Whose part at risk was taken.
	pub forfeited: Vec<AccountId>,
}

/// A committee whose draws the test makes. Forfeits issue their credit.
pub struct MockVerifierPool<AccountId, F>(PhantomData<(AccountId, F)>);

fn key(job: JobId) -> Vec<u8> {
	crate::key("job", job)
}

fn missing() -> DispatchError {
	DispatchError::Other("mock: no such job")
}

impl<AccountId: Codec + Clone + PartialEq, F> MockVerifierPool<AccountId, F> {
	/// Whether too many jobs wait.
	pub fn set_full(full: bool) {
		FULL.set(full);
	}

	/// Whether asking again fails, which a committee never does.
	pub fn set_never_again(never: bool) {
		NEVER_AGAIN.set(never);
	}

	/// Who the next draw may choose, by the answer to others: the test draws whom it wants.
	pub fn set_drawable(members: &[AccountId]) {
		DRAWABLE.set(members.iter().map(Encode::encode).collect());
	}

	/// How many jobs there were.
	pub fn jobs() -> JobId {
		unhashed::get_or_default(&crate::key("jobs", ()))
	}

	/// A job; `None` if it never was or was withdrawn.
	pub fn job(job: JobId) -> Option<MockJob<AccountId>> {
		unhashed::get(&key(job))
	}

	/// Books `members` for a waiting job, without telling anybody.
	pub fn book(job: JobId, members: &Members<AccountId>) -> DispatchResult {
		let mut record = Self::job(job)
			.filter(|known| known.drawn.is_empty())
			.ok_or_else(missing)?;
		let excluded = &record.exclusions.parties;
		if members.iter().any(|member| excluded.contains(member)) {
			return Err(DispatchError::Other("mock: a party must not be drawn"));
		}
		record.drawn = members.to_vec();
		record.booked = members.to_vec();
		unhashed::put(&key(job), &record);
		Ok(())
	}

	/// Draws `members` for a waiting job and tells `Hook`. If that fails the job is given up.
	pub fn draw<Hook: OnDraw<AccountId>>(
		job: JobId,
		members: &Members<AccountId>,
	) -> DispatchResult {
		let subject = Self::job(job).ok_or_else(missing)?.subject;
		let told = with_storage_layer(|| {
			Self::book(job, members)?;
			Hook::on_drawn(job, &subject, members)
		});
		if told.is_err() {
			unhashed::kill(&key(job));
		}
		told
	}

	fn add(subject: JobSubject, exclusions: Exclusions<AccountId>) -> JobId {
		let job = Self::jobs();
		unhashed::put(&crate::key("jobs", ()), &(job + 1));
		let record = MockJob {
			subject,
			exclusions,
			drawn: Vec::new(),
			booked: Vec::new(),
			released: Vec::new(),
			forfeited: Vec::new(),
		};
		unhashed::put(&key(job), &record);
		job
	}

	/// The record of a job for which `member` has something at risk, without that.
	fn unbooked(job: JobId, member: &AccountId) -> Result<MockJob<AccountId>, DispatchError> {
		let mut record = Self::job(job).ok_or_else(missing)?;
		let before = record.booked.len();
		record.booked.retain(|booked| booked != member);
		if record.booked.len() == before {
			return Err(DispatchError::Other("mock: not booked"));
		}
		Ok(record)
	}
}

impl<AccountId, F> VerifierPool<AccountId> for MockVerifierPool<AccountId, F>
where
	AccountId: Codec + Clone + PartialEq,
	F: Balanced<AccountId, Balance = u128>,
{
	type Balance = u128;
	type Credit = Credit<AccountId, F>;

	fn request(
		subject: JobSubject,
		exclusions: Exclusions<AccountId>,
	) -> Result<JobId, DispatchError> {
		if FULL.get() {
			return Err(DispatchError::Other("mock: too many jobs wait"));
		}
		Ok(Self::add(subject, exclusions))
	}

	fn request_again(
		subject: JobSubject,
		exclusions: Exclusions<AccountId>,
	) -> Result<JobId, DispatchError> {
		if NEVER_AGAIN.get() {
			return Err(DispatchError::Other("mock: never again"));
		}
		Ok(Self::add(subject, exclusions))
	}

	fn withdraw(job: JobId) -> DispatchResult {
		Self::job(job)
			.filter(|known| known.drawn.is_empty())
			.ok_or_else(missing)?;
		unhashed::kill(&key(job));
		Ok(())
	}

	fn release(job: JobId, member: &AccountId) -> DispatchResult {
		let mut record = Self::unbooked(job, member)?;
		record.released.push(member.clone());
		unhashed::put(&key(job), &record);
		Ok(())
	}

	fn forfeit(job: JobId, member: &AccountId) -> Result<Self::Credit, DispatchError> {
		let mut record = Self::unbooked(job, member)?;
		record.forfeited.push(member.clone());
		unhashed::put(&key(job), &record);
		Ok(F::issue(MOCK_AT_RISK))
	}
}

impl<AccountId: Codec, F> MemberInspect<AccountId> for MockVerifierPool<AccountId, F> {
	fn is_drawable(account: &AccountId) -> bool {
		let account = account.encode();
		DRAWABLE.with_borrow(|drawable| drawable.contains(&account))
	}
}
