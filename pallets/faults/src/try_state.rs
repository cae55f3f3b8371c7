//! What must always hold. One function for each invariant; the tests run them after every test.

use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use dbc_math::ballot::SEATS;
use dbc_primitives::{
	traits::MachineInspect, FaultKind, JobId, Phase, ReportId, MAX_DRAWN_BEFORE, MIN_SEALED_LEN,
};
use frame_support::{ensure, traits::ConstU32, BoundedVec};
use sp_runtime::TryRuntimeError;

use crate::{
	agenda::AgendaOf, AgendaItems, BalanceOf, Config, Due, Evidence, NextReport, OpenReports,
	Pallet, ReportOf, Reports, VotingOf,
};

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let reports: Vec<(ReportId, ReportOf<T>)> = Reports::<T>::iter().collect();
		Self::ensure_1_deposits_are_on_hold(&reports)?;
		Self::ensure_2_machines_are_indexed(&reports)?;
		Self::ensure_3_numbers_are_unique(&reports)?;
		let due: BTreeSet<Due> = AgendaItems::<T>::iter_values().collect();
		for (id, report) in &reports {
			Self::ensure_4_report_fits_the_machine(report)?;
			Self::ensure_5_rounds_are_consistent(report)?;
			if let Some(voting) = &report.voting {
				Self::ensure_6_ballot_is_consistent(report, voting)?;
				Self::ensure_7_evidence_comes_first(report, voting)?;
			}
			Self::ensure_8_report_is_on_the_agenda(*id, report, &due)?;
		}
		Self::ensure_9_evidence_is_what_was_delivered(&reports)?;
		// 10. The agenda is consistent: its own invariants.
		AgendaOf::<T>::try_state()
	}

	/// 1. For every account, what is on hold is the sum of the deposits of its reports.
	fn ensure_1_deposits_are_on_hold(
		reports: &[(ReportId, ReportOf<T>)],
	) -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::<T::AccountId, BalanceOf<T>>::new();
		for (_, report) in reports {
			let sum = deposits.entry(report.reporter.clone()).or_default();
			*sum = sum
				.checked_add(report.deposit)
				.ok_or("1: the deposits overflow")?;
		}
		for account in frame_system::Account::<T>::iter_keys() {
			let recorded = deposits.remove(&account).unwrap_or_default();
			ensure!(
				Self::deposits_on_hold(&account) == recorded,
				"1: the deposits of an account are not what it has on hold"
			);
		}
		ensure!(
			deposits.values().all(|deposit| *deposit == 0),
			"1: an account that does not exist has a deposit on hold"
		);
		Ok(())
	}

	/// 2. The index by machine holds every report once, under its machine, and nothing else.
	fn ensure_2_machines_are_indexed(
		reports: &[(ReportId, ReportOf<T>)],
	) -> Result<(), TryRuntimeError> {
		for (id, report) in reports {
			ensure!(
				OpenReports::<T>::get(report.machine) == Some(*id),
				"2: a report is not that of its machine"
			);
		}
		ensure!(
			OpenReports::<T>::iter_keys().count() == reports.len(),
			"2: a machine has a report that does not exist"
		);
		Ok(())
	}

	/// 3. Every report was given out, and no two have the same job.
	fn ensure_3_numbers_are_unique(
		reports: &[(ReportId, ReportOf<T>)],
	) -> Result<(), TryRuntimeError> {
		let next = NextReport::<T>::get();
		ensure!(
			reports.iter().all(|(id, _)| *id < next),
			"3: a report was never given out"
		);
		let jobs: BTreeSet<JobId> = reports.iter().map(|(_, report)| report.job).collect();
		ensure!(
			jobs.len() == reports.len(),
			"3: two reports have the same job"
		);
		Ok(())
	}

	/// 4. A report is about an Active machine of somebody else; it has evidence exactly if its kind needs it, and an order
	///    unless a verifier says that nobody reaches the machine; what is counterfeit is not repaired, and nothing before
	///    it was reported.
	fn ensure_4_report_fits_the_machine(report: &ReportOf<T>) -> Result<(), TryRuntimeError> {
		ensure!(
			T::Machines::phase(&report.machine) == Some(Phase::Active),
			"4: the machine of a report is not Active"
		);
		ensure!(
			T::Machines::owner(&report.machine).as_ref() != Some(&report.reporter),
			"4: an owner reported its own machine"
		);
		ensure!(
			report.evidence.is_some() == report.kind.needs_evidence(),
			"4: the evidence of a report does not fit its kind"
		);
		ensure!(
			report.order.is_some() || report.kind == FaultKind::Inaccessible,
			"4: a report lacks its order"
		);
		ensure!(
			report.repaired_at.is_none_or(|at| {
				report.kind != FaultKind::Counterfeit && at >= report.filed_at
			}),
			"4: a repair does not fit its report"
		);
		Ok(())
	}

	/// 5. Rounds count from 1; those drawn before are at most the members of earlier rounds; no round waits since before
	///    the report.
	fn ensure_5_rounds_are_consistent(report: &ReportOf<T>) -> Result<(), TryRuntimeError> {
		let earlier = report.round.checked_sub(1).ok_or("5: a round is 0")?;
		let seats = usize::try_from(earlier)
			.unwrap_or(usize::MAX)
			.saturating_mul(SEATS);
		let most = BoundedVec::<T::AccountId, ConstU32<MAX_DRAWN_BEFORE>>::bound();
		ensure!(
			report.drawn_before.len() == seats.min(most),
			"5: those drawn before are not the members of the earlier rounds"
		);
		ensure!(
			report.waiting_since >= report.filed_at,
			"5: a round waits since before the report"
		);
		Ok(())
	}

	/// 6. A ballot is that of the report's job; its members are three, and neither the owner nor the reporter; nobody
	///    revealed without having committed; the reveal phase does not end before the commit phase.
	fn ensure_6_ballot_is_consistent(
		report: &ReportOf<T>,
		voting: &VotingOf<T>,
	) -> Result<(), TryRuntimeError> {
		let ballot = &voting.ballot;
		ensure!(
			ballot.id == report.job,
			"6: a ballot is not that of the report's job"
		);
		let members: BTreeSet<&T::AccountId> =
			ballot.seats.iter().map(|seat| &seat.member).collect();
		let owner = T::Machines::owner(&report.machine);
		let involved = owner
			.iter()
			.chain([&report.reporter])
			.any(|who| members.contains(who));
		ensure!(
			members.len() == SEATS && !involved,
			"6: the members are not three strangers"
		);
		ensure!(
			ballot
				.seats
				.iter()
				.all(|seat| seat.opinion.is_none() || seat.commitment.is_some()),
			"6: a member revealed without having committed"
		);
		ensure!(
			ballot.commit_until <= ballot.reveal_until,
			"6: the phases of a ballot are in the wrong order"
		);
		Ok(())
	}

	/// 7. There is a time for evidence exactly if the kind needs it, and it ends before that for commitments; nobody
	///    committed without evidence.
	fn ensure_7_evidence_comes_first(
		report: &ReportOf<T>,
		voting: &VotingOf<T>,
	) -> Result<(), TryRuntimeError> {
		ensure!(
			voting.evidence_until.is_some() == report.kind.needs_evidence(),
			"7: the time for evidence does not fit the kind"
		);
		ensure!(
			voting
				.evidence_until
				.is_none_or(|until| until <= voting.ballot.commit_until),
			"7: evidence is taken later than commitments"
		);
		let mut seats = voting.ballot.seats.iter().zip(voting.delivered);
		ensure!(
			seats.all(|(seat, delivered)| delivered || seat.commitment.is_none()),
			"7: a member committed without evidence"
		);
		Ok(())
	}

	/// 8. Every round that votes is on the agenda, and every report that waits for its draw.
	fn ensure_8_report_is_on_the_agenda(
		id: ReportId,
		report: &ReportOf<T>,
		due: &BTreeSet<Due>,
	) -> Result<(), TryRuntimeError> {
		match &report.voting {
			Some(voting) => ensure!(
				due.contains(&Due::Round(id, voting.ballot.id)),
				"8: a round is not on the agenda"
			),
			None => ensure!(
				due.contains(&Due::Report(id)),
				"8: a report that waits is not on the agenda"
			),
		}
		Ok(())
	}

	/// 9. The evidence that is stored is that which was delivered to the members of running rounds.
	fn ensure_9_evidence_is_what_was_delivered(
		reports: &[(ReportId, ReportOf<T>)],
	) -> Result<(), TryRuntimeError> {
		let mut delivered = BTreeSet::<(ReportId, T::AccountId)>::new();
		for (id, report) in reports {
			let voting = report.voting.iter();
			for voting in voting.filter(|voting| voting.evidence_until.is_some()) {
				let seats = voting.ballot.seats.iter().zip(voting.delivered);
				let seats = seats.filter(|(_, delivered)| *delivered);
				delivered.extend(seats.map(|(seat, _)| (*id, seat.member.clone())));
			}
		}
		let stored: BTreeSet<(ReportId, T::AccountId)> = Evidence::<T>::iter()
			.map(|(id, member, _)| (id, member))
			.collect();
		ensure!(
			stored == delivered,
			"9: the evidence is not that which was delivered"
		);
		ensure!(
			Evidence::<T>::iter_values().all(|sealed| {
				u32::try_from(sealed.len()).is_ok_and(|len| len >= MIN_SEALED_LEN)
			}),
			"9: evidence is not sealed"
		);
		Ok(())
	}
}
