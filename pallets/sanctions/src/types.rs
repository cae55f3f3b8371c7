//! The stored records: a pending sanction, and what is known of the outages of a machine. Nothing here touches storage or
//! money: a state changes only through a method, which says why when it does not.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dbc_math::penalty::{self, Row};
use dbc_primitives::{
	AppealReason, CauseSince, ChainTime, Moment, Outage, OutageCause, SanctionGround,
	SanctionStage, MAX_ORDERS, OUTAGE_CAUSES,
};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

/// Most members who are remembered for having upheld a report: those of two reports (*fixed*).
pub const MAX_UPHOLDERS: u32 = 6;

/// How long the clock of what is counterfeit stands still for an attestation that was asked for (*fixed*): seven days, in
/// which it is decided. Then an outage that lasts counts in full.
pub const REATTESTATION_TIME: Moment = 7 * 24 * 60 * 60 * 1_000;

/// What the technical committee says of an appeal.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Decision {
	/// The sanction is cancelled: everything returns.
	Cancel,
	/// The appeal is dismissed: the sanction is executed now.
	Dismiss,
}

/// A pending sanction: from its creation until it is executed or cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Record<AccountId, Balance> {
	/// What it is for, and what it takes.
	pub ground: SanctionGround<Balance>,
	/// Who pays it: the member, or the owner of the machine.
	pub concerned: AccountId,
	/// When it was created.
	pub created_at: Moment,
	/// Where it is.
	pub stage: SanctionStage<Balance>,
	/// When that stage ends, if the chain does not stall.
	pub until: Moment,
	/// How long the chain had stalled when that stage began.
	pub stalled_before: Moment,
}

/// Why the state of a sanction does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SanctionError {
	/// It was appealed already.
	AlreadyAppealed,
	/// It is too late for an appeal.
	AppealWindowOver,
	/// Nobody has appealed.
	NotAppealed,
	/// It is too late for a decision.
	DecisionWindowOver,
	/// Its stage is not over.
	TooEarly,
}

impl<AccountId, Balance> Record<AccountId, Balance> {
	/// A sanction that may be appealed for `window`.
	pub fn new(
		ground: SanctionGround<Balance>,
		concerned: AccountId,
		time: ChainTime,
		window: Moment,
	) -> Self {
		Self {
			ground,
			concerned,
			created_at: time.now,
			stage: SanctionStage::Waiting,
			until: time.now.saturating_add(window),
			stalled_before: time.stalled,
		}
	}

	/// When its stage ends, moved by what the chain has stalled since it began.
	pub fn deadline(&self, time: ChainTime) -> Moment {
		let stalled = time.stalled.saturating_sub(self.stalled_before);
		self.until.saturating_add(stalled)
	}

	/// Whether its stage is over: it can be executed and nothing else.
	pub fn is_over(&self, time: ChainTime) -> bool {
		time.now >= self.deadline(time)
	}

	/// The account concerned appeals: a decision can be made for `window`.
	pub fn appeal(
		&mut self,
		deposit: Balance,
		reason: AppealReason,
		time: ChainTime,
		window: Moment,
	) -> Result<(), SanctionError> {
		if matches!(self.stage, SanctionStage::Appealed { .. }) {
			return Err(SanctionError::AlreadyAppealed);
		}
		if self.is_over(time) {
			return Err(SanctionError::AppealWindowOver);
		}
		self.stage = SanctionStage::Appealed { deposit, reason };
		self.until = time.now.saturating_add(window);
		self.stalled_before = time.stalled;
		Ok(())
	}

	/// Fails unless an appeal can be decided.
	pub fn ensure_decidable(&self, time: ChainTime) -> Result<(), SanctionError> {
		if matches!(self.stage, SanctionStage::Waiting) {
			return Err(SanctionError::NotAppealed);
		}
		if self.is_over(time) {
			return Err(SanctionError::DecisionWindowOver);
		}
		Ok(())
	}

	/// Fails unless it can be executed without a decision.
	pub fn ensure_over(&self, time: ChainTime) -> Result<(), SanctionError> {
		self.is_over(time)
			.then_some(())
			.ok_or(SanctionError::TooEarly)
	}
}

/// For how long a machine was down for each cause that costs, each once.
pub type Lengths = BoundedVec<(OutageCause, Moment), ConstU32<OUTAGE_CAUSES>>;

/// What renters lose: who pays for an order, and the unpaid rent of it.
pub type Claims<AccountId, Balance> = BoundedVec<(AccountId, Balance), ConstU32<MAX_ORDERS>>;

/// The outages of a machine that count as one, from the first until the machine is up for long enough.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Series<AccountId, Balance> {
	/// The machine's stake when the first of them began.
	pub base: Balance,
	/// Whether an order was running when any of them began.
	pub rented: bool,
	/// How long those that are over lasted, together.
	pub lengths: Lengths,
	/// What was imposed for them, together; cancelled sanctions included.
	pub imposed: Balance,
	/// When the last of them ended.
	pub up_since: Option<Moment>,
	/// The one that is running.
	pub running: Option<Running<AccountId, Balance>>,
	/// Who upheld a report on the machine, and was not paid for it yet.
	pub upholders: BoundedVec<AccountId, ConstU32<MAX_UPHOLDERS>>,
}

/// What is remembered of an outage when it begins.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Running<AccountId, Balance> {
	/// When it began, as far as is known.
	pub since: Moment,
	/// Whether an order was running.
	pub rented: bool,
	/// Whether it costs nothing that the owner took the machine down: it was old, and idle for long.
	pub exempt: bool,
	/// Whether it is part of the series for good: a sanction was imposed while it was running.
	pub joined: bool,
	/// What renters lose by it, without what was granted them already.
	pub claims: Claims<AccountId, Balance>,
}

impl<AccountId, Balance: Default> Default for Series<AccountId, Balance> {
	fn default() -> Self {
		Self {
			base: Balance::default(),
			rented: false,
			lengths: BoundedVec::new(),
			imposed: Balance::default(),
			up_since: None,
			running: None,
			upholders: BoundedVec::new(),
		}
	}
}

impl<AccountId: Clone + PartialEq> Series<AccountId, u128> {
	/// `members` upheld a report. When there is no more room those who come last go unpaid.
	pub fn remember(&mut self, members: &[AccountId]) {
		for member in members {
			if !self.upholders.contains(member) {
				let _ = self.upholders.try_push(member.clone());
			}
		}
	}

	/// Makes the running outage, which is `outage`, part of the series; of a new one if the machine was up for `gap` before
	/// it.
	pub fn join(&mut self, outage: &Outage<u128>, gap: Moment) {
		let Some(running) = self.running.as_mut() else {
			return;
		};
		let rented = running.rented;
		if core::mem::replace(&mut running.joined, true) {
			self.rented |= rented;
			return;
		}
		let continues = self
			.up_since
			.is_some_and(|up_since| outage.since < up_since.saturating_add(gap));
		if !continues {
			self.base = outage.base;
			self.rented = false;
			self.lengths = BoundedVec::new();
			self.imposed = 0;
		}
		self.rented |= rented;
	}

	/// The lengths of the series together with the running outage, which is `outage`: what of it lasts counts until `now`.
	pub fn lengths_with(&self, outage: &Outage<u128>, now: Moment) -> Lengths {
		let exempt = self.running.as_ref().is_some_and(|running| running.exempt);
		let mut lengths = self.lengths.clone();
		for CauseSince {
			cause,
			since,
			until,
		} in &outage.causes
		{
			let costs = match cause {
				OutageCause::HardwareChange => false,
				OutageCause::OwnerReported => !exempt,
				_ => true,
			};
			if !costs {
				continue;
			}
			let until = until.unwrap_or_else(|| counts_until(outage, *cause, now));
			let length = until.saturating_sub(*since);
			match lengths.iter_mut().find(|(known, _)| known == cause) {
				Some((_, known)) => *known = known.saturating_add(length),
				// There is room for each cause once.
				None => {
					let _ = lengths.try_push((*cause, length));
				}
			}
		}
		lengths
	}

	/// The row of the table that a cause has in this series.
	fn row(&self, cause: OutageCause) -> Row {
		match cause {
			OutageCause::OwnerReported if self.rented => Row::OwnerReportedRented,
			OutageCause::OwnerReported => Row::OwnerReportedIdle,
			OutageCause::Inaccessible => Row::Inaccessible,
			OutageCause::Malfunction | OutageCause::RentFailed => Row::Malfunction,
			OutageCause::Counterfeit => Row::Counterfeit,
			OutageCause::HardwareChange => Row::HardwareChange,
		}
	}

	/// What `lengths` cost altogether that was not imposed yet, in planck: the dearest cause at its own length.
	pub fn due(&self, lengths: &Lengths) -> u128 {
		let percents = lengths
			.iter()
			.map(|(cause, length)| penalty::percent(self.row(*cause), *length));
		penalty::due_floor(self.base, percents.max().unwrap_or(0), self.imposed)
	}

	/// Whether renters share in what `lengths` cost.
	pub fn compensates_renters(&self, lengths: &Lengths) -> bool {
		lengths
			.iter()
			.any(|(cause, length)| penalty::compensates_renters(self.row(*cause), *length))
	}

	/// Whether a cause of `outage` has passed the last threshold of its row.
	pub fn has_passed_last_threshold(&self, outage: &Outage<u128>, lengths: &Lengths) -> bool {
		lengths.iter().any(|(cause, length)| {
			outage.causes.iter().any(|known| known.cause == *cause)
				&& penalty::last_threshold(self.row(*cause)).is_some_and(|last| *length >= last)
		})
	}

	/// Grants renters `pool` in proportion to what they lose by the running outage, and at most that. Tells who gets what.
	pub fn grant(&mut self, pool: u128) -> Vec<(AccountId, u128)> {
		let Some(running) = self.running.as_mut() else {
			return Vec::new();
		};
		let claims = &mut running.claims;
		let all = claims
			.iter()
			.fold(0u128, |all, (_, claim)| all.saturating_add(*claim));
		let mut granted = Vec::new();
		for (renter, claim) in claims.iter_mut() {
			let part = penalty::claim_floor(pool, *claim, all);
			if part > 0 {
				granted.push((renter.clone(), part));
			}
			*claim = claim.saturating_sub(part);
		}
		claims.retain(|(_, claim)| *claim > 0);
		granted
	}

	/// The running outage, which is `ended`, is over; the series has lasted for `lengths`.
	pub fn end(&mut self, ended: &Outage<u128>, lengths: Lengths) {
		let until = ended.causes.iter().filter_map(|cause| cause.until).max();
		self.lengths = lengths;
		self.up_since = self.up_since.max(until.or(Some(ended.since)));
		self.running = None;
		self.upholders = BoundedVec::new();
	}
}

/// Until when a cause counts that still lasts: until now, unless the machine is being attested anew because it was
/// counterfeit. The clock of that stops at the request, if it is accepted.
fn counts_until(outage: &Outage<u128>, cause: OutageCause, now: Moment) -> Moment {
	let asked = |known: &CauseSince| {
		known.cause == OutageCause::HardwareChange
			&& known.until.is_none()
			&& now < known.since.saturating_add(REATTESTATION_TIME)
	};
	let asked = outage.causes.iter().find(|known| asked(known));
	asked
		.filter(|_| cause == OutageCause::Counterfeit)
		.map_or(now, |asked| asked.since)
}
