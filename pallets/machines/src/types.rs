//! The stored record of a machine and its state machine. Nothing here touches storage or money: a state changes only
//! through a method, which says why when it does not.

use codec::{Decode, Encode, MaxEncodedLen};
use dbc_math::stake;
use dbc_primitives::{
	CauseSince, MicroUsd, Moment, NotRentable, Offer, Outage, OutageCause, Phase, RejectReason,
};
use frame_support::BoundedVec;
use scale_info::TypeInfo;

/// Everything about a machine that changes often. Profile and hardware, which are large, are stored apart.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Machine<AccountId, Balance> {
	/// Who registered it, posts its stake and earns.
	pub owner: AccountId,
	/// Who receives the rent of new orders; `None` means the owner.
	pub payee: Option<AccountId>,
	/// Where it is in its life.
	pub phase: Phase,
	/// When it was registered.
	pub registered_at: Moment,
	/// When it first became Active.
	pub first_active_at: Option<Moment>,
	/// When the requirement was fixed last: at an activation or a restake.
	pub requirement_fixed_at: Option<Moment>,
	/// Points of the attested hardware, in hundredths; 0 before the first activation.
	pub points: u64,
	/// GPUs of the attested hardware; 0 before the first activation.
	pub gpus: u32,
	/// What its owner has on hold for it, locked parts included.
	pub stake: Balance,
	/// The part of `stake` that pending sanctions lock.
	pub locked: Balance,
	/// What `stake` must be; 0 before the first activation.
	pub requirement: Balance,
	/// Whether it takes no orders and earns nothing because of its stake.
	pub under_staked: bool,
	/// Whether its owner closed it to new orders.
	pub closed: bool,
	/// Whether it goes as soon as nothing is open or pending. There is no way back.
	pub leaving: bool,
	/// Extra price per GPU and day for new orders.
	pub extra_price: MicroUsd,
	/// Reports, sanctions and hardware changes that it must not leave behind.
	pub exit_locks: u32,
	/// The running outage.
	pub outage: Option<Outage<Balance>>,
}

/// Why the state of a machine does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateError {
	/// Its phase does not allow it.
	WrongPhase,
	/// It is not Active.
	NotActive,
	/// A verification is under way.
	VerificationUnderWay,
	/// It was refused, or left without a decision, too long ago.
	RetryExpired,
	/// It is Active and no change of its hardware is under way.
	NoHardwareChange,
	/// It is leaving.
	Leaving,
	/// Something is open or pending that it must not leave behind.
	ExitLocked,
	/// It is down for another cause than its owner's word or a change of its hardware.
	OutageRunning,
	/// It is down for this cause already.
	AlreadyDown,
	/// It is not down, or not for this cause.
	NotDown,
	/// An outage cannot begin in the future.
	OutageInFuture,
	/// Less is locked than shall be unlocked or taken.
	LockedTooLow,
	/// Less is free of locks than shall be released.
	StakeTooLow,
	/// There are too many exit locks.
	TooManyExitLocks,
	/// There is no exit lock.
	ExitNotLocked,
}

/// What [`Machine::take_down`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Down {
	/// An outage began.
	Began,
	/// The running outage has one more cause.
	Joined,
	/// The running outage has one more cause, and began earlier than was known.
	BeganEarlier,
}

/// What [`Machine::note_past_outage`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Past<Balance> {
	/// It was an outage of its own: here it is.
	Apart(Outage<Balance>),
	/// It joined the running outage.
	Joined(Down),
}

/// What [`Machine::bring_up`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Up<Balance> {
	/// The outage is over: here it is, with the end of each cause.
	Ended(Outage<Balance>),
	/// Other causes last.
	StillDown,
}

impl<AccountId: Clone> Machine<AccountId, u128> {
	/// A machine that has just been registered, with the stake of one GPU.
	pub fn registered(owner: AccountId, now: Moment, stake: u128) -> Self {
		Self {
			owner,
			payee: None,
			phase: Phase::Registered,
			registered_at: now,
			first_active_at: None,
			requirement_fixed_at: None,
			points: 0,
			gpus: 0,
			stake,
			locked: 0,
			requirement: 0,
			under_staked: false,
			closed: false,
			leaving: false,
			extra_price: 0,
			exit_locks: 0,
			outage: None,
		}
	}

	/// Why it takes no new order, told by its record alone.
	pub fn not_rentable(&self) -> Option<NotRentable> {
		if !self.is_active() {
			Some(NotRentable::NotActive)
		} else if self.outage.is_some() {
			Some(NotRentable::Outage)
		} else if self.under_staked {
			Some(NotRentable::UnderStaked)
		} else if self.closed {
			Some(NotRentable::Closed)
		} else {
			None
		}
	}

	/// What it offers to renters; `None` before its first activation.
	pub fn offer(&self) -> Option<Offer<AccountId>> {
		self.is_active().then(|| Offer {
			payee: self.payee_or_owner(),
			points: self.points,
			gpus: self.gpus,
			extra_price: self.extra_price,
			barred: self.not_rentable(),
			down_since: self.outage.as_ref().map(|outage| outage.since),
		})
	}

	/// Who receives the rent of new orders.
	pub fn payee_or_owner(&self) -> AccountId {
		self.payee.clone().unwrap_or_else(|| self.owner.clone())
	}

	/// Whether it is Active.
	pub fn is_active(&self) -> bool {
		self.phase == Phase::Active
	}

	/// Fails unless it is Active.
	pub fn ensure_active(&self) -> Result<(), StateError> {
		self.is_active().then_some(()).ok_or(StateError::NotActive)
	}

	/// Fails once it is leaving.
	pub fn ensure_staying(&self) -> Result<(), StateError> {
		(!self.leaving).then_some(()).ok_or(StateError::Leaving)
	}

	/// Whether something is open or pending that it must not leave behind.
	pub fn is_held_back(&self) -> bool {
		self.exit_locks > 0 || self.locked > 0
	}

	/// What of its stake no sanction locks.
	pub fn free_stake(&self) -> u128 {
		self.stake.saturating_sub(self.locked)
	}

	/// What its stake lacks.
	pub fn missing_stake(&self) -> u128 {
		self.requirement.saturating_sub(self.stake)
	}

	/// Whether its stake may have been returned: it was refused or left without a decision, or has no free stake.
	pub fn was_stake_returned(&self) -> bool {
		let was_asked_for = matches!(self.phase, Phase::Rejected { .. } | Phase::Undecided { .. });
		was_asked_for || self.free_stake() == 0
	}

	/// A verification begins.
	pub fn begin_verification(&mut self, now: Moment, retry: Moment) -> Result<(), StateError> {
		self.ensure_staying()?;
		match self.phase {
			Phase::Registered => {}
			Phase::Rejected { at, .. } | Phase::Undecided { at }
				if now < at.saturating_add(retry) => {}
			Phase::Rejected { .. } | Phase::Undecided { .. } => {
				return Err(StateError::RetryExpired)
			}
			Phase::Verifying => return Err(StateError::VerificationUnderWay),
			Phase::Active => return Err(StateError::WrongPhase),
		}
		self.phase = Phase::Verifying;
		Ok(())
	}

	/// Its hardware changes, or is attested anew because it was counterfeit: it is down for that and must not leave. Tells
	/// what that did to its outage; nothing if it was down for it already.
	pub fn begin_hardware_change(&mut self, now: Moment) -> Result<Option<Down>, StateError> {
		self.ensure_active()?;
		self.ensure_staying()?;
		if self.is_held_back() {
			return Err(StateError::ExitLocked);
		}
		let by_owner = |cause| {
			matches!(
				cause,
				OutageCause::OwnerReported | OutageCause::HardwareChange | OutageCause::Counterfeit
			)
		};
		if !self.lasting_causes().all(by_owner) {
			return Err(StateError::OutageRunning);
		}
		self.lock_exit()?;
		if self.is_down_for(OutageCause::HardwareChange) {
			self.ask_again(now);
			return Ok(None);
		}
		self.take_down(OutageCause::HardwareChange, now, now)
			.map(Some)
	}

	/// The attestation is asked for once more. The clock of counterfeit hardware stops at the request that is accepted.
	fn ask_again(&mut self, now: Moment) {
		if !self.is_down_for(OutageCause::Counterfeit) {
			return;
		}
		let causes = self
			.outage
			.iter_mut()
			.flat_map(|outage| outage.causes.iter_mut());
		for known in causes.filter(|known| known.cause == OutageCause::HardwareChange) {
			known.since = now;
		}
	}

	/// Its hardware was attested: it becomes Active, or stays so with other hardware.
	pub fn activate(
		&mut self,
		now: Moment,
		points: u64,
		gpus: u32,
		requirement: u128,
	) -> Result<(), StateError> {
		self.ensure_staying()?;
		match self.phase {
			Phase::Verifying => {}
			Phase::Active if self.is_down_for(OutageCause::HardwareChange) => {}
			Phase::Active => return Err(StateError::NoHardwareChange),
			Phase::Registered | Phase::Rejected { .. } | Phase::Undecided { .. } => {
				return Err(StateError::WrongPhase)
			}
		}
		self.phase = Phase::Active;
		self.first_active_at.get_or_insert(now);
		self.points = points;
		self.gpus = gpus;
		self.fix_requirement(now, requirement);
		Ok(())
	}

	/// Its verifiers refused it.
	pub fn reject(&mut self, now: Moment, reason: RejectReason) -> Result<(), StateError> {
		self.end_verification(Phase::Rejected { reason, at: now })
	}

	/// Its verifiers came to no decision.
	pub fn give_up(&mut self, now: Moment) -> Result<(), StateError> {
		self.end_verification(Phase::Undecided { at: now })
	}

	/// Its verification is taken back.
	pub fn withdraw(&mut self) -> Result<(), StateError> {
		self.end_verification(Phase::Registered)
	}

	fn end_verification(&mut self, phase: Phase) -> Result<(), StateError> {
		if self.phase != Phase::Verifying {
			return Err(StateError::WrongPhase);
		}
		self.phase = phase;
		Ok(())
	}

	/// The requirement holds from now on.
	pub fn fix_requirement(&mut self, now: Moment, requirement: u128) {
		self.requirement = requirement;
		self.requirement_fixed_at = Some(now);
	}

	/// It goes as soon as nothing is open or pending; until then it takes no orders.
	pub fn begin_leaving(&mut self) {
		self.leaving = true;
		self.closed = true;
	}

	/// It is down for `cause` since `since`.
	pub fn take_down(
		&mut self,
		cause: OutageCause,
		since: Moment,
		now: Moment,
	) -> Result<Down, StateError> {
		self.ensure_active()?;
		if since > now {
			return Err(StateError::OutageInFuture);
		}
		let entry = CauseSince {
			cause,
			since,
			until: None,
		};
		let Some(outage) = self.outage.as_mut() else {
			let causes = BoundedVec::truncate_from([entry].to_vec());
			self.outage = Some(Outage {
				since,
				causes,
				base: self.stake,
			});
			return Ok(Down::Began);
		};
		match outage.causes.iter_mut().find(|known| known.cause == cause) {
			Some(known) if known.until.is_none() => return Err(StateError::AlreadyDown),
			// It was over and is back within one outage: the time between counts as well.
			Some(known) => {
				known.since = known.since.min(since);
				known.until = None;
			}
			// There is room for each cause once.
			None => outage
				.causes
				.try_push(entry)
				.map_err(|_| StateError::AlreadyDown)?,
		}
		if since >= outage.since {
			return Ok(Down::Joined);
		}
		outage.since = since;
		Ok(Down::BeganEarlier)
	}

	/// It was down for `cause` from `since` to `until`.
	pub fn note_past_outage(
		&mut self,
		cause: OutageCause,
		since: Moment,
		until: Moment,
		now: Moment,
	) -> Result<Past<u128>, StateError> {
		self.ensure_active()?;
		if since > until || until > now {
			return Err(StateError::OutageInFuture);
		}
		let entry = CauseSince {
			cause,
			since,
			until: Some(until),
		};
		// A running outage that began later is another one: the machine was up between them.
		let meets = |outage: &&mut Outage<u128>| outage.since <= until;
		let Some(outage) = self.outage.as_mut().filter(meets) else {
			return Ok(Past::Apart(Outage {
				since,
				causes: BoundedVec::truncate_from([entry].to_vec()),
				base: self.stake,
			}));
		};
		match outage.causes.iter_mut().find(|known| known.cause == cause) {
			Some(known) => {
				known.since = known.since.min(since);
				known.until = known.until.map(|known| known.max(until));
			}
			// There is room for each cause once.
			None => outage
				.causes
				.try_push(entry)
				.map_err(|_| StateError::AlreadyDown)?,
		}
		if since >= outage.since {
			return Ok(Past::Joined(Down::Joined));
		}
		outage.since = since;
		Ok(Past::Joined(Down::BeganEarlier))
	}

	/// `cause` is over. With a change of hardware ends what was counterfeit, as of the request for the attestation.
	pub fn bring_up(&mut self, cause: OutageCause, now: Moment) -> Result<Up<u128>, StateError> {
		let outage = self.outage.as_mut().ok_or(StateError::NotDown)?;
		if cause == OutageCause::HardwareChange {
			let change = outage.causes.iter().find(|known| known.cause == cause);
			let asked = change.map_or(now, |change| change.since);
			let fake = |known: &&mut CauseSince| {
				known.cause == OutageCause::Counterfeit && known.until.is_none()
			};
			for known in outage.causes.iter_mut().filter(fake) {
				known.until = Some(asked.max(known.since));
			}
		}
		let lasting = outage
			.causes
			.iter_mut()
			.find(|known| known.cause == cause && known.until.is_none())
			.ok_or(StateError::NotDown)?;
		lasting.until = Some(now);
		if outage.causes.iter().any(|known| known.until.is_none()) {
			return Ok(Up::StillDown);
		}
		self.outage.take().map(Up::Ended).ok_or(StateError::NotDown)
	}

	/// Ends the running outage with all its causes, if there is one.
	pub fn end_outage(&mut self, now: Moment) -> Option<Outage<u128>> {
		let mut ended = self.outage.take()?;
		for cause in ended.causes.iter_mut() {
			cause.until.get_or_insert(now);
		}
		Some(ended)
	}

	/// Whether it is down for `cause` now.
	pub fn is_down_for(&self, cause: OutageCause) -> bool {
		self.lasting_causes().any(|known| known == cause)
	}

	/// The causes for which it is down now.
	pub fn lasting_causes(&self) -> impl Iterator<Item = OutageCause> + '_ {
		self.outage
			.iter()
			.flat_map(|outage| outage.causes.iter())
			.filter(|known| known.until.is_none())
			.map(|known| known.cause)
	}

	/// `amount` more is on hold.
	pub fn add_stake(&mut self, amount: u128) {
		self.stake = self.stake.saturating_add(amount);
	}

	/// `amount` of what no sanction locks is no longer on hold.
	pub fn remove_stake(&mut self, amount: u128) -> Result<(), StateError> {
		if amount > self.free_stake() {
			return Err(StateError::StakeTooLow);
		}
		self.stake = self.stake.saturating_sub(amount);
		Ok(())
	}

	/// Locks up to `amount` and tells how much.
	pub fn lock(&mut self, amount: u128) -> u128 {
		let locked = amount.min(self.free_stake());
		self.locked = self.locked.saturating_add(locked);
		locked
	}

	/// Unlocks `amount`.
	pub fn unlock(&mut self, amount: u128) -> Result<(), StateError> {
		self.locked = self
			.locked
			.checked_sub(amount)
			.ok_or(StateError::LockedTooLow)?;
		Ok(())
	}

	/// Marks it under-staked if too little is left; `true` if that is news.
	pub fn note_lost_stake(&mut self, percent: u32) -> bool {
		let news = self.is_active()
			&& !self.under_staked
			&& stake::is_below_percent(self.stake, self.requirement, percent);
		self.under_staked |= news;
		news
	}

	/// Ends the mark once nothing is missing; `true` if that is news.
	pub fn note_gained_stake(&mut self) -> bool {
		let news = self.under_staked && self.missing_stake() == 0;
		self.under_staked &= !news;
		news
	}

	/// One more thing must not be left behind.
	pub fn lock_exit(&mut self) -> Result<(), StateError> {
		self.exit_locks = self
			.exit_locks
			.checked_add(1)
			.ok_or(StateError::TooManyExitLocks)?;
		Ok(())
	}

	/// One thing less must not be left behind.
	pub fn unlock_exit(&mut self) -> Result<(), StateError> {
		self.exit_locks = self
			.exit_locks
			.checked_sub(1)
			.ok_or(StateError::ExitNotLocked)?;
		Ok(())
	}
}
