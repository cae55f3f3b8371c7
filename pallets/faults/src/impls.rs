//! What the calls do: validate everything, move money, store the record, tell it in one event per fact.

use alloc::vec::Vec;
use dbc_primitives::{
	traits::{
		AttesterInspect, MachineAvailability, MachineInspect, MemberInspect, OrderControl,
		OrderInspect, OutageInspect, StallCounter, VerifierPool,
	},
	BallotError, CauseSince, ChainTime, Exclusions, FaultKind, FaultOpinion, FaultRules,
	JobSubject, MachineId, Moment, OrderId, ReportId, Salt, SealedEvidence, MIN_SEALED_LEN,
};
use frame_support::{
	ensure,
	traits::{Get, UnixTime},
	weights::Weight,
	BoundedVec,
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_core::H256;
use sp_runtime::{traits::Zero, ArithmeticError, DispatchError, DispatchResult};

use crate::{
	closing::Again, types::RoundState, Config, Error, Event, Evidence, NextReport, OpenReports,
	Pallet, Report, ReportError, ReportOf, Reports,
};

impl<T> From<BallotError> for Error<T> {
	fn from(error: BallotError) -> Self {
		match error {
			BallotError::NotDrawn => Self::NotDrawn,
			BallotError::CommitPhaseOver => Self::CommitPhaseOver,
			BallotError::AlreadyCommitted => Self::AlreadyCommitted,
			BallotError::RevealPhaseNotBegun => Self::RevealPhaseNotBegun,
			BallotError::RevealPhaseOver => Self::RevealPhaseOver,
			BallotError::NotCommitted => Self::NotCommitted,
			BallotError::AlreadyRevealed => Self::AlreadyRevealed,
			BallotError::CommitmentMismatch => Self::CommitmentMismatch,
		}
	}
}

impl<T> From<ReportError> for Error<T> {
	fn from(error: ReportError) -> Self {
		match error {
			ReportError::NotYetDrawn => Self::NotYetDrawn,
			ReportError::AlreadyDrawn => Self::AlreadyDrawn,
			ReportError::TooEarly => Self::TooEarly,
			ReportError::NotDrawn => Self::NotDrawn,
			ReportError::EvidenceNotTaken => Self::EvidenceNotTaken,
			ReportError::EvidenceWindowOver => Self::EvidenceWindowOver,
			ReportError::AlreadyDelivered => Self::AlreadyDelivered,
			ReportError::EvidenceMissing => Self::EvidenceMissing,
			ReportError::AlreadyRepaired => Self::AlreadyRepaired,
			ReportError::RepairNotPossible => Self::RepairNotPossible,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The chain's time in Unix milliseconds.
	pub(crate) fn now() -> Moment {
		Moment::try_from(T::Time::now().as_millis()).unwrap_or(Moment::MAX)
	}

	/// The chain's time and its stalls.
	pub(crate) fn chain_time() -> ChainTime {
		ChainTime {
			now: Self::now(),
			stalled: T::Stalls::stalled(),
		}
	}

	/// The hash of the first block: what binds a commitment to this chain.
	pub(crate) fn genesis_hash() -> T::Hash {
		frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
	}

	/// An open report.
	fn open_report(id: ReportId) -> Result<ReportOf<T>, Error<T>> {
		Reports::<T>::get(id).ok_or(Error::<T>::ReportNotFound)
	}

	/// An open report of `who`.
	fn report_of(who: &T::AccountId, id: ReportId) -> Result<ReportOf<T>, Error<T>> {
		let report = Self::open_report(id)?;
		ensure!(report.reporter == *who, Error::<T>::NotReporter);
		Ok(report)
	}

	/// Who must not be drawn for a report: owner and payee, the reporter, who uses the machine, and who attested it.
	pub(crate) fn exclusions(
		machine: &MachineId,
		reporter: &T::AccountId,
		drawn_before: &[T::AccountId],
	) -> Exclusions<T::AccountId> {
		let all = T::Machines::owner(machine)
			.into_iter()
			.chain(T::Machines::payee(machine))
			.chain([reporter.clone()])
			.chain(T::Attesters::attesters(machine))
			.chain(T::Orders::renters(machine));
		let mut parties = Vec::new();
		for party in all {
			if !parties.contains(&party) {
				parties.push(party);
			}
		}
		Exclusions {
			parties: BoundedVec::truncate_from(parties),
			drawn_before: BoundedVec::truncate_from(drawn_before.to_vec()),
		}
	}

	/// Fails unless `who` used the machine by `order` and that is not long ago, or can be drawn and reports what anybody
	/// can see.
	fn ensure_may_report(
		who: &T::AccountId,
		machine: &MachineId,
		kind: FaultKind,
		order: Option<OrderId>,
		rules: &FaultRules,
	) -> Result<(), Error<T>> {
		let Some(order) = order else {
			ensure!(kind == FaultKind::Inaccessible, Error::<T>::OrderNeeded);
			ensure!(T::Committee::is_drawable(who), Error::<T>::NotDrawable);
			return Ok(());
		};
		let parties = T::Orders::parties(order)
			.filter(|parties| parties.machine == *machine)
			.ok_or(Error::<T>::OrderNotFound)?;
		ensure!(parties.renter == *who, Error::<T>::NotRenter);
		let end = parties.start.and(parties.end);
		let end = end.ok_or(Error::<T>::OrderNotConfirmed)?;
		let recent = Self::now() < end.saturating_add(rules.report_after_order);
		ensure!(recent, Error::<T>::OrderTooOld);
		Ok(())
	}

	/// Whether the chain knows already what a report would tell: nobody reaches a machine that is down, and one that is
	/// down for a cause cannot be down for it twice. A report without news would be upheld for nothing, and keep others off.
	fn is_known(machine: &MachineId, kind: FaultKind) -> bool {
		let tells = |known: &CauseSince| known.cause == kind.cause() && known.until.is_none();
		let outage = T::Machines::outage(machine);
		outage.is_some_and(|outage| outage.causes.iter().any(tells))
	}

	pub(crate) fn do_report(
		who: T::AccountId,
		machine: MachineId,
		kind: FaultKind,
		order: Option<OrderId>,
		evidence: Option<H256>,
	) -> DispatchResult {
		let owner = T::Machines::owner(&machine).ok_or(Error::<T>::MachineNotFound)?;
		let offer = T::Machines::offer(&machine).ok_or(Error::<T>::MachineNotActive)?;
		let is_own = who == owner || who == offer.payee;
		ensure!(!is_own, Error::<T>::OwnMachine);
		let open = OpenReports::<T>::contains_key(machine);
		ensure!(!open, Error::<T>::AlreadyReported);
		let is_news = kind != FaultKind::Inaccessible || offer.down_since.is_none();
		let is_news = is_news && !Self::is_known(&machine, kind);
		ensure!(is_news, Error::<T>::MachineDown);
		match (kind.needs_evidence(), evidence) {
			(true, None) => return Err(Error::<T>::EvidenceNeeded.into()),
			(false, Some(_)) => return Err(Error::<T>::EvidenceNotTaken.into()),
			(true, Some(_)) | (false, None) => {}
		}
		let rules = T::Rules::get();
		Self::ensure_may_report(&who, &machine, kind, order, &rules)?;
		let deposit = rules.report_deposit;
		Self::hold_deposit(&who, deposit)?;

		let report = NextReport::<T>::get();
		NextReport::<T>::put(report.checked_add(1).ok_or(ArithmeticError::Overflow)?);
		let ChainTime { now, stalled } = Self::chain_time();
		let exclusions = Self::exclusions(&machine, &who, &[]);
		let job = T::Committee::request(JobSubject::Report(report), exclusions)?;
		let record = Report {
			machine,
			kind,
			reporter: who.clone(),
			order,
			evidence,
			filed_at: now,
			stalled_before: stalled,
			repaired_at: None,
			deposit,
			waiting_since: now,
			round: 1,
			job,
			drawn_before: BoundedVec::new(),
			voting: None,
		};
		Self::schedule_lapse(report, &record);
		Reports::<T>::insert(report, record);
		OpenReports::<T>::insert(machine, report);
		T::Machines::lock_exit(&machine)?;
		T::Orders::freeze(&machine, now)?;
		Self::deposit_event(Event::ReportFiled {
			report,
			machine,
			kind,
			reporter: who,
			order,
			evidence,
			job,
			deposit,
		});
		Ok(())
	}

	pub(crate) fn do_deliver(
		who: &T::AccountId,
		id: ReportId,
		member: T::AccountId,
		sealed: SealedEvidence,
	) -> DispatchResult {
		let mut report = Self::report_of(who, id)?;
		let enough = u32::try_from(sealed.len()).is_ok_and(|len| len >= MIN_SEALED_LEN);
		ensure!(enough, Error::<T>::NotSealed);
		let (job, time) = (report.job, Self::chain_time());
		report
			.voting_mut()
			.map_err(Error::<T>::from)?
			.deliver(&member, time)
			.map_err(Error::<T>::from)?;
		Evidence::<T>::insert(id, &member, sealed);
		Reports::<T>::insert(id, report);
		Self::deposit_event(Event::EvidenceDelivered {
			report: id,
			job,
			member,
		});
		Ok(())
	}

	pub(crate) fn do_commit(
		member: T::AccountId,
		id: ReportId,
		commitment: H256,
	) -> DispatchResult {
		let mut report = Self::open_report(id)?;
		let (job, time) = (report.job, Self::chain_time());
		let voting = report.voting_mut().map_err(Error::<T>::from)?;
		voting
			.ensure_informed(&member, time)
			.map_err(Error::<T>::from)?;
		voting
			.ballot
			.commit(&member, commitment, time)
			.map_err(Error::<T>::from)?;
		Reports::<T>::insert(id, report);
		Self::deposit_event(Event::OpinionCommitted {
			report: id,
			job,
			member,
			commitment,
		});
		Ok(())
	}

	/// Takes a reveal and tells the weight of the closing, if it closed the ballot.
	pub(crate) fn do_reveal(
		member: T::AccountId,
		id: ReportId,
		opinion: FaultOpinion,
		salt: &Salt,
	) -> Result<Option<Weight>, DispatchError> {
		let mut report = Self::open_report(id)?;
		let (job, time) = (report.job, Self::chain_time());
		let voting = report.voting_mut().map_err(Error::<T>::from)?;
		voting
			.ensure_informed(&member, time)
			.map_err(Error::<T>::from)?;
		voting
			.ballot
			.reveal(&Self::genesis_hash(), &member, opinion, salt, time)
			.map_err(Error::<T>::from)?;
		let closed = voting.state(time) != RoundState::Open;
		let closing = closed.then(|| voting.clone());
		Self::deposit_event(Event::OpinionRevealed {
			report: id,
			job,
			member,
			opinion,
		});
		match closing {
			Some(voting) => Ok(Some(Self::close_round(id, report, voting, Again::Allowed))),
			None => {
				Reports::<T>::insert(id, report);
				Ok(None)
			}
		}
	}

	/// Closes a round that is over, and tells the weight of what came of it.
	pub(crate) fn do_close(id: ReportId) -> Result<Weight, DispatchError> {
		let report = Self::open_report(id)?;
		let voting = report.voting().map_err(Error::<T>::from)?.clone();
		let closed = voting.state(Self::chain_time()) != RoundState::Open;
		ensure!(closed, Error::<T>::BallotOpen);
		Ok(Self::close_round(id, report, voting, Again::Allowed))
	}

	pub(crate) fn do_cancel(who: &T::AccountId, id: ReportId) -> DispatchResult {
		let report = Self::report_of(who, id)?;
		report
			.ensure_cancellable(Self::now(), T::Rules::get().withdraw_after)
			.map_err(Error::<T>::from)?;
		T::Committee::withdraw(report.job)?;
		Self::forget(id, &report);
		Self::deposit_event(Event::ReportCancelled {
			report: id,
			machine: report.machine,
		});
		Self::let_go(&report.machine);
		Self::return_deposit(id, &report.reporter, report.deposit);
		Ok(())
	}

	pub(crate) fn do_expire(id: ReportId) -> DispatchResult {
		let report = Self::open_report(id)?;
		report
			.ensure_expired(Self::chain_time())
			.map_err(Error::<T>::from)?;
		Self::let_lapse(id, &report);
		Ok(())
	}

	pub(crate) fn do_report_repaired(who: &T::AccountId, id: ReportId) -> DispatchResult {
		let mut report = Self::open_report(id)?;
		let machine = report.machine;
		let is_owner = T::Machines::owner(&machine).as_ref() == Some(who);
		ensure!(is_owner, Error::<T>::NotOwner);
		let now = Self::now();
		report.repair(now).map_err(Error::<T>::from)?;
		Reports::<T>::insert(id, report);
		Self::deposit_event(Event::RepairReported {
			report: id,
			machine,
			repaired_at: now,
		});
		Ok(())
	}
}
