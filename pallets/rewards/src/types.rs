//! The stored records and how they are brought up to date. Nothing here touches storage or money.
//!
//! What a unit of weight has got since the start is one number for the whole network, and what a unit of grade has got is
//! one for each owner. Records remember where these numbers were when they were looked at last, so that bringing one up to
//! date costs the same however long it was not touched and however many others there are.

// The derive of an enum with fields writes its index as `usize as u8`.
#![allow(clippy::cast_possible_truncation)]

use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use core::{iter::once, mem::take};
use dbc_agenda::Slot;
use dbc_math::{
	release::{released_floor, RELEASE_DAYS},
	rewards,
};
use dbc_primitives::Moment;
use frame_support::{
	traits::{ConstU32, Get},
	BoundedVec,
};
use scale_info::TypeInfo;

/// Days whose ends the network remembers (*fixed*): as many as there are between an account's oldest day that is not yet
/// released as a whole and today.
pub const DAY_ENDS: u32 = RELEASE_DAYS;

/// Days before today on which an account earned what is not yet released as a whole (*fixed*).
pub const VESTING_DAYS: u32 = 149;

/// A day since 1970-01-01 in UTC.
pub type Day = u32;

/// The emission and how it is shared. One grain is 2^-44 planck.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Network {
	/// When the emission begins.
	pub start: Moment,
	/// Until when the emission has been shared.
	pub last: Moment,
	/// From when on the emission is doubled for a while; `None` before the network was large enough.
	pub doubled_from: Option<Moment>,
	/// What a unit of weight has got since the start, in grains.
	pub per_weight: u128,
	/// What was left over when it was shared, in grains: less than one for each unit of weight.
	pub left: u128,
	/// What was shared among nobody or given up, in grains.
	pub unminted: u128,
	/// Weight of all owners and of all rented bonus.
	pub weight: u128,
	/// Sum of the grades of the machines that earn.
	pub grade: u64,
	/// Machines that earn.
	pub machines: u32,
	/// Their GPUs.
	pub gpus: u32,
	/// GPUs that running orders rent.
	pub rented: u32,
	/// What was minted, in planck.
	pub minted: u128,
	/// What rent has burned, in planck.
	pub burned: u128,
	/// What `per_weight` was at the end of each of the last days, oldest first. The last one is the day before that of
	/// `last`.
	pub day_ends: BoundedVec<u128, ConstU32<DAY_ENDS>>,
}

impl Network {
	/// The network when the emission begins.
	pub fn new(start: Moment) -> Self {
		Self {
			start,
			last: start,
			doubled_from: None,
			per_weight: 0,
			left: 0,
			unminted: 0,
			weight: 0,
			grade: 0,
			machines: 0,
			gpus: 0,
			rented: 0,
			minted: 0,
			burned: 0,
			day_ends: BoundedVec::new(),
		}
	}

	/// The day until which the emission has been shared.
	pub fn day(&self) -> Day {
		rewards::day_of(self.last)
	}

	/// All that is emitted until `at`, in grains.
	pub fn emitted(&self, at: Moment) -> u128 {
		let since = |moment: Moment| moment.saturating_sub(self.start);
		rewards::emitted_floor(since(at), self.doubled_from.map(since))
	}

	/// Shares the emission until `now`, and remembers how far it was at the end of each day that is over.
	pub fn advance(&mut self, now: Moment) {
		let today = rewards::day_of(now);
		let first = self.day().max(today.saturating_sub(DAY_ENDS));
		let mut ends = Vec::new();
		for day in first..today {
			self.share_until(rewards::end_of_day(day));
			ends.push(self.per_weight);
		}
		push_latest(&mut self.day_ends, ends);
		self.share_until(now);
	}

	fn share_until(&mut self, to: Moment) {
		if to <= self.last {
			return;
		}
		let emitted = self.emitted(to).saturating_sub(self.emitted(self.last));
		self.last = to;
		match rewards::share_floor(emitted, self.left, self.weight) {
			Some(share) => {
				self.per_weight = self.per_weight.saturating_add(share.per_weight);
				self.left = share.left;
			}
			None => self.unminted = self.unminted.saturating_add(emitted),
		}
	}

	/// What `per_weight` was at the end of `day`; `None` if that is not over, or too long ago.
	fn day_end(&self, day: Day) -> Option<u128> {
		let before = self.day().checked_sub(day)?.checked_sub(1)?;
		self.day_ends
			.iter()
			.rev()
			.nth(usize::try_from(before).ok()?)
			.copied()
	}

	/// Takes what `machine` counts for out of the sums. `account`, its owner's, still counts it.
	pub fn uncount<AccountId>(&mut self, account: &Account, machine: &Machine<AccountId>) {
		let weight = account.weight().saturating_add(machine.rented_weight);
		self.weight = self.weight.saturating_sub(weight);
		self.grade = self.grade.saturating_sub(machine.grade);
		self.machines = self.machines.saturating_sub(machine.earns());
		self.gpus = self.gpus.saturating_sub(machine.gpus);
		self.rented = self.rented.saturating_sub(machine.rented);
	}

	/// Adds what `machine` counts for to the sums. `account`, its owner's, counts it already.
	pub fn count<AccountId>(&mut self, account: &Account, machine: &Machine<AccountId>) {
		let weight = account.weight().saturating_add(machine.rented_weight);
		self.weight = self.weight.saturating_add(weight);
		self.grade = self.grade.saturating_add(machine.grade);
		self.machines = self.machines.saturating_add(machine.earns());
		self.gpus = self.gpus.saturating_add(machine.gpus);
		self.rented = self.rented.saturating_add(machine.rented);
	}

	/// Doubles the emission from now on if the network is so large for the first time. Tells whether it did.
	pub fn double_from(&mut self, gpus: u32) -> bool {
		let doubles = self.doubled_from.is_none() && self.gpus >= gpus;
		if doubles {
			self.doubled_from = Some(self.last);
		}
		doubles
	}
}

/// What an account earns as an owner, and its open day.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Account {
	/// Sum of the grades of its machines that earn.
	pub grade: u64,
	/// The part of it whose attesters get a hundredth.
	pub attested: u64,
	/// GPUs of its machines that earn.
	pub gpus: u32,
	/// Its factor, in basis points: its weight is that times `grade`.
	pub factor: u32,
	/// The network's `per_weight` when the account was brought up to date last.
	pub mark: u128,
	/// What a unit of grade has got while the account had any, in grains.
	pub index: u128,
	/// What is left over of the owner's part where attesters get a hundredth, in hundredths of a grain.
	pub hundredths: u32,
	/// The day that is open: when the account was brought up to date last.
	pub day: Day,
	/// What was earned on that day so far, in grains.
	pub today: u128,
	/// What was claimed of what was earned, in planck.
	pub claimed: u128,
	/// What attestations earned and could not be paid, in planck.
	pub owed: u128,
}

impl Account {
	/// An account that has earned nothing.
	pub fn new(network: &Network) -> Self {
		Self {
			grade: 0,
			attested: 0,
			gpus: 0,
			factor: rewards::owner_factor(0, 0),
			mark: network.per_weight,
			index: 0,
			hundredths: 0,
			day: network.day(),
			today: 0,
			claimed: 0,
			owed: 0,
		}
	}

	/// Its weight.
	pub fn weight(&self) -> u128 {
		rewards::owner_weight(self.grade, self.factor)
	}

	/// Brings the account up to date. Returns what was earned on each of the days that are over since the last time, oldest
	/// first and at most the last [`DAY_ENDS`]; the first has what was earned before.
	pub fn update(&mut self, network: &Network) -> Vec<u128> {
		let today = network.day();
		let first = self.day.max(today.saturating_sub(DAY_ENDS));
		let mut days = Vec::new();
		for day in first..today {
			if let Some(end) = network.day_end(day) {
				self.earn(end);
			}
			days.push(take(&mut self.today));
		}
		self.day = self.day.max(today);
		self.earn(network.per_weight);
		days
	}

	fn earn(&mut self, per_weight: u128) {
		let gain = rewards::earned(u128::from(self.factor), self.mark, per_weight);
		self.mark = per_weight;
		// The index stands still without grade: nobody needs it, and so it stays below what was emitted.
		if self.grade == 0 {
			return;
		}
		self.index = self.index.saturating_add(gain);
		let alone = u128::from(self.grade.saturating_sub(self.attested));
		let attested = rewards::earned(u128::from(self.attested), 0, gain);
		let (part, left) = rewards::less_attesters_floor(attested, self.hundredths);
		self.hundredths = left;
		self.credit(rewards::earned(alone, 0, gain).saturating_add(part));
	}

	/// Takes what `machine` counts for out of the sums.
	pub fn uncount<AccountId>(&mut self, machine: &Machine<AccountId>) {
		self.grade = self.grade.saturating_sub(machine.grade);
		self.attested = self.attested.saturating_sub(machine.attested_grade());
		self.gpus = self.gpus.saturating_sub(machine.gpus);
	}

	/// Adds what `machine` counts for to the sums. At most `most` GPUs raise the factor.
	pub fn count<AccountId>(&mut self, machine: &Machine<AccountId>, most: u32) {
		self.grade = self.grade.saturating_add(machine.grade);
		self.attested = self.attested.saturating_add(machine.attested_grade());
		self.gpus = self.gpus.saturating_add(machine.gpus);
		self.factor = rewards::owner_factor(self.gpus, most);
	}

	/// What can be claimed, in planck, if `vesting` is its.
	pub fn claimable(&self, vesting: &Vesting) -> u128 {
		vesting
			.released(self.today, 0)
			.saturating_sub(self.claimed)
			.saturating_add(self.owed)
	}

	/// Takes what can be claimed.
	pub fn claim(&mut self, vesting: &Vesting) -> u128 {
		let amount = self.claimable(vesting);
		self.claimed = self
			.claimed
			.saturating_add(amount.saturating_sub(self.owed));
		self.owed = 0;
		amount
	}

	/// Adds `grains` to what was earned today.
	pub fn credit(&mut self, grains: u128) {
		self.today = self.today.saturating_add(grains);
	}
}

/// What an account earned on the days that are over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Vesting {
	/// What was earned so long ago that it is released as a whole, in grains.
	pub complete: u128,
	/// What was earned on each of the days before the account's open one, in grains, oldest first.
	pub days: BoundedVec<u128, ConstU32<VESTING_DAYS>>,
}

impl Vesting {
	/// Adds the days that followed.
	pub fn push(&mut self, days: Vec<u128>) {
		let complete = push_latest(&mut self.days, days);
		for earned in complete {
			self.complete = self.complete.saturating_add(earned);
		}
	}

	/// All that was earned, with what was earned `today`, in grains.
	pub fn earned(&self, today: u128) -> u128 {
		self.days
			.iter()
			.fold(self.complete.saturating_add(today), |sum, day| {
				sum.saturating_add(*day)
			})
	}

	/// What is released `later` days after the account's open day, in planck.
	pub fn released(&self, today: u128, later: u32) -> u128 {
		let newest_first = once(today).chain(self.days.iter().rev().copied());
		released_floor(self.complete, (later..).zip(newest_first))
	}
}

/// For how long a machine pays its attesters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Term {
	/// The machine has not been activated.
	NotBegun,
	/// It pays them, at least until `until`.
	Running {
		/// From when on it may end.
		until: Moment,
		/// Where its end stands on the agenda.
		slot: Slot,
	},
	/// It pays them no more.
	Over,
}

/// What a machine earns.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Machine<AccountId> {
	/// Who gets it.
	pub owner: AccountId,
	/// Minutes of a week in which it can be rented.
	pub open_minutes: u32,
	/// Its GPUs that running orders rent.
	pub rented: u32,
	/// Its grade; 0 while it does not earn.
	pub grade: u64,
	/// Its GPUs; 0 while it does not earn.
	pub gpus: u32,
	/// The weight that its rented GPUs add.
	pub rented_weight: u128,
	/// The owner's `index` when the machine was brought up to date last.
	pub mark: u128,
	/// What it ever earned without rented bonus, in grains.
	pub base: u128,
	/// The part of it of which its attesters get a hundredth, in grains.
	pub attested: u128,
	/// What attesters got of that, in planck.
	pub attesters_paid: u128,
	/// For how long it pays them.
	pub term: Term,
	/// The network's `per_weight` when the rented bonus was brought up to date last.
	pub bonus_mark: u128,
	/// What the rented bonus would be without its cap, in grains.
	pub due: u128,
	/// What its rent has burned, in planck.
	pub burned: u128,
	/// The rented bonus that its owner got, in grains.
	pub credited: u128,
}

/// What the orders of a machine have changed, and nobody has applied to its record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct PendingOrder {
	/// Its GPUs that running orders rent; `None` if that is as recorded.
	pub rented: Option<u32>,
	/// What its rent has burned beyond what is recorded, in planck.
	pub burned: u128,
	/// Minutes of a week in which its schedule is open; `None` if that is as recorded.
	pub open_minutes: Option<u32>,
}

/// What a machine counts for. Nothing while it does not earn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
	/// Its grade.
	pub grade: u64,
	/// Its GPUs.
	pub gpus: u32,
	/// The weight that its rented GPUs add.
	pub rented_weight: u128,
}

impl<AccountId> Machine<AccountId> {
	/// A machine that has earned nothing.
	pub fn new(owner: AccountId) -> Self {
		Self {
			owner,
			open_minutes: rewards::WEEK_MINUTES,
			rented: 0,
			grade: 0,
			gpus: 0,
			rented_weight: 0,
			mark: 0,
			base: 0,
			attested: 0,
			attesters_paid: 0,
			term: Term::NotBegun,
			bonus_mark: 0,
			due: 0,
			burned: 0,
			credited: 0,
		}
	}

	/// Whether its attesters get a hundredth of what it earns.
	pub fn pays_attesters(&self) -> bool {
		matches!(self.term, Term::Running { .. })
	}

	/// Whether its term is over at `now`, and still runs.
	pub fn is_term_due(&self, now: Moment) -> bool {
		matches!(self.term, Term::Running { until, .. } if until <= now)
	}

	/// How many machines that earn it is.
	fn earns(&self) -> u32 {
		u32::from(self.grade > 0)
	}

	/// The grade of which its attesters get a hundredth.
	pub fn attested_grade(&self) -> u64 {
		if self.pays_attesters() {
			self.grade
		} else {
			0
		}
	}

	/// What it counts for.
	pub fn counted(&self) -> Counted {
		Counted {
			grade: self.grade,
			gpus: self.gpus,
			rented_weight: self.rented_weight,
		}
	}

	/// Makes it count for something else.
	pub fn count_for(&mut self, counted: Counted) {
		self.grade = counted.grade;
		self.gpus = counted.gpus;
		self.rented_weight = counted.rented_weight;
	}

	/// Brings the machine up to date, after the account of its owner and the network.
	pub fn update(&mut self, account: &Account, network: &Network) {
		let base = rewards::earned(u128::from(self.grade), self.mark, account.index);
		self.mark = account.index;
		self.base = self.base.saturating_add(base);
		if self.pays_attesters() {
			self.attested = self.attested.saturating_add(base);
		}
		let due = rewards::earned(self.rented_weight, self.bonus_mark, network.per_weight);
		self.bonus_mark = network.per_weight;
		self.due = self.due.saturating_add(due);
	}

	/// Takes what its owner is to be credited of the rented bonus now, in grains.
	pub fn take_bonus(&mut self, burn_percent: u32) -> u128 {
		let credit =
			rewards::bonus_credit_floor(self.due, self.burned, burn_percent, self.credited);
		self.credited = self.credited.saturating_add(credit);
		credit
	}

	/// What it owes its attesters, in grains.
	pub fn attesters_due(&self) -> u128 {
		rewards::attesters_floor(self.attested).saturating_sub(rewards::grains(self.attesters_paid))
	}
}

/// Appends `more` to `list` and takes away what comes too early for its length. Returns that.
fn push_latest<S: Get<u32>>(list: &mut BoundedVec<u128, S>, more: Vec<u128>) -> Vec<u128> {
	let mut all = take(list).into_inner();
	all.extend(more);
	let excess = all.len().saturating_sub(BoundedVec::<u128, S>::bound());
	*list = BoundedVec::truncate_from(all.split_off(excess));
	all
}
