//! The stored records of the committee, and the state machine of a member. Nothing here touches storage or money: a state
//! changes only through a method, which says why when it does not.

use codec::{Decode, Encode, MaxEncodedLen};
use dbc_primitives::{BoxKey, CommitteeRules, Exclusions, JobSubject, MemberStatus, Moment};
use scale_info::TypeInfo;

/// A member of the committee.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Member<Balance> {
	/// Where it is in its life.
	pub status: MemberStatus,
	/// What it has on hold, with what is at risk.
	pub bond: Balance,
	/// The part of `bond` that its jobs put at risk.
	pub at_risk: Balance,
	/// Jobs for which it has something at risk.
	pub jobs: u32,
	/// The key to which evidence for it is sealed; `None` until it joins.
	pub box_key: Option<BoxKey>,
	/// Its place in the pool from which members are drawn, if it is in there.
	pub place: Option<u32>,
}

/// A job that waits for its draw.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct WaitingJob<AccountId> {
	/// What it is about.
	pub subject: JobSubject,
	/// Who must not be drawn.
	pub exclusions: Exclusions<AccountId>,
	/// When it was asked for.
	pub requested_at: Moment,
	/// The last relay block whose randomness was known then; 0 if there was none.
	pub requested_relay: u32,
	/// Its place in the queue.
	pub ticket: u64,
}

/// The queue of the jobs that wait: their tickets lie in `head .. tail`, not each of which has a job any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Queue {
	/// The ticket that is looked at next.
	pub head: u64,
	/// The ticket that is given out next.
	pub tail: u64,
	/// How many jobs wait.
	pub len: u32,
}

/// Why the state of a member does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateError {
	/// It has joined before.
	AlreadyJoined,
	/// It has not joined.
	NotJoined,
	/// It was removed by governance.
	Removed,
	/// It is not active.
	NotActive,
	/// It is not paused.
	NotPaused,
	/// It has something at risk for a job.
	JobsPending,
	/// The bond would be less than a member needs.
	BondTooLow,
	/// The bond would be less than what is at risk.
	BondAtRisk,
}

impl Member<u128> {
	/// A member whom governance has just approved.
	pub fn approved() -> Self {
		Self {
			status: MemberStatus::Approved,
			bond: 0,
			at_risk: 0,
			jobs: 0,
			box_key: None,
			place: None,
		}
	}

	/// The part of the bond that is not at risk.
	pub fn free_bond(&self) -> u128 {
		self.bond.saturating_sub(self.at_risk)
	}

	/// Whether it may be drawn: it takes jobs, and what is not at risk is as much as the rules ask for, and enough for
	/// another job whatever they ask for.
	pub fn is_drawable(&self, rules: &CommitteeRules) -> bool {
		self.status == MemberStatus::Active
			&& self.free_bond() >= rules.drawable_bond.max(rules.job_risk)
	}

	/// Whether nothing keeps its record any more.
	pub fn is_done(&self) -> bool {
		self.status == MemberStatus::Removed && self.jobs == 0
	}

	/// It joins with a bond.
	pub fn join(
		&mut self,
		rules: &CommitteeRules,
		box_key: BoxKey,
		bond: u128,
	) -> Result<(), StateError> {
		match self.status {
			MemberStatus::Approved => {}
			MemberStatus::Active | MemberStatus::Paused => return Err(StateError::AlreadyJoined),
			MemberStatus::Removed => return Err(StateError::Removed),
		}
		if bond < rules.join_bond {
			return Err(StateError::BondTooLow);
		}
		self.status = MemberStatus::Active;
		self.box_key = Some(box_key);
		self.bond = bond;
		Ok(())
	}

	/// It publishes another box key. A removed member may: its running jobs go on.
	pub fn set_box_key(&mut self, box_key: BoxKey) -> Result<(), StateError> {
		if self.status == MemberStatus::Approved {
			return Err(StateError::NotJoined);
		}
		self.box_key = Some(box_key);
		Ok(())
	}

	/// It holds `amount` more.
	pub fn add_bond(&mut self, amount: u128) -> Result<(), StateError> {
		self.ensure_joined()?;
		self.bond = self.bond.saturating_add(amount);
		Ok(())
	}

	/// It takes `amount` back: what a member needs to join, and what is at risk, stays.
	pub fn reduce_bond(&mut self, rules: &CommitteeRules, amount: u128) -> Result<(), StateError> {
		self.ensure_joined()?;
		let rest = self
			.bond
			.checked_sub(amount)
			.filter(|rest| *rest >= rules.join_bond)
			.ok_or(StateError::BondTooLow)?;
		if rest < self.at_risk {
			return Err(StateError::BondAtRisk);
		}
		self.bond = rest;
		Ok(())
	}

	/// It takes no new jobs for now.
	pub fn pause(&mut self) -> Result<(), StateError> {
		self.ensure_joined()?;
		if self.status != MemberStatus::Active {
			return Err(StateError::NotActive);
		}
		self.status = MemberStatus::Paused;
		Ok(())
	}

	/// It takes jobs again.
	pub fn resume(&mut self) -> Result<(), StateError> {
		self.ensure_joined()?;
		if self.status != MemberStatus::Paused {
			return Err(StateError::NotPaused);
		}
		self.status = MemberStatus::Active;
		Ok(())
	}

	/// Governance removes it. There is no way back but a new approval once its record is gone.
	pub fn remove(&mut self) -> Result<(), StateError> {
		if self.status == MemberStatus::Removed {
			return Err(StateError::Removed);
		}
		self.status = MemberStatus::Removed;
		Ok(())
	}

	/// Whether it may leave.
	pub fn ensure_idle(&self) -> Result<(), StateError> {
		if self.jobs > 0 {
			return Err(StateError::JobsPending);
		}
		Ok(())
	}

	/// A job puts `risk` at risk.
	pub fn book(&mut self, risk: u128) {
		self.at_risk = self.at_risk.saturating_add(risk);
		self.jobs = self.jobs.saturating_add(1);
	}

	/// A job that put `risk` at risk is over.
	pub fn release(&mut self, risk: u128) {
		self.at_risk = self.at_risk.saturating_sub(risk);
		self.jobs = self.jobs.saturating_sub(1);
	}

	/// A job that put `risk` at risk is over, and took it.
	pub fn forfeit(&mut self, risk: u128) {
		self.release(risk);
		self.bond = self.bond.saturating_sub(risk);
	}

	fn ensure_joined(&self) -> Result<(), StateError> {
		match self.status {
			MemberStatus::Approved => Err(StateError::NotJoined),
			MemberStatus::Active | MemberStatus::Paused => Ok(()),
			MemberStatus::Removed => Err(StateError::Removed),
		}
	}
}
