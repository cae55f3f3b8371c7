//! What this pallet hears of others.

use dbc_primitives::{
	traits::{OnDraw, OnMachineChange},
	Ballot, BallotWindows, FaultKind, FaultRules, JobId, JobSubject, MachineId, Members,
};
use frame_support::{defensive, traits::Get, weights::Weight};
use sp_runtime::DispatchResult;

use crate::{BalanceOf, Config, Error, Event, OpenReports, Pallet, Reports, Voting, WeightInfo};

/// How long members may vote on a report, from the draw. A ballot counts both windows from its opening, the rules the
/// second one from the end of the first.
fn windows(kind: FaultKind, rules: &FaultRules) -> BallotWindows {
	let (commit, reveal) = match kind {
		FaultKind::Inaccessible => (rules.quick_commit_window, rules.quick_reveal_window),
		FaultKind::Malfunction | FaultKind::Counterfeit | FaultKind::RentFailed => {
			(rules.commit_window, rules.reveal_window)
		}
	};
	BallotWindows {
		commit,
		reveal: commit.saturating_add(reveal),
	}
}

impl<T: Config> OnDraw<T::AccountId> for Pallet<T> {
	/// Opens the vote on a report. The subjects of others are none of its business.
	fn on_drawn(
		job: JobId,
		subject: &JobSubject,
		members: &Members<T::AccountId>,
	) -> DispatchResult {
		let id = match subject {
			JobSubject::Report(report) => *report,
			JobSubject::Verification(_) => return Ok(()),
		};
		let mut report = Reports::<T>::get(id)
			.filter(|open| open.job == job)
			.ok_or(Error::<T>::ReportNotFound)?;
		let (rules, time) = (T::Rules::get(), Self::chain_time());
		let ballot = Ballot::open(job, members.clone(), time, windows(report.kind, &rules));
		let (commit_until, reveal_until) = (ballot.commit_until, ballot.reveal_until);
		let evidence_until = report
			.kind
			.needs_evidence()
			.then(|| time.now.saturating_add(rules.evidence_window));
		let voting = Voting::new(ballot, evidence_until);
		let evidence_until = voting.evidence_until;
		Self::schedule_deadline(id, &voting);
		let machine = report.machine;
		report.open_voting(voting).map_err(Error::<T>::from)?;
		Reports::<T>::insert(id, report);
		Self::deposit_event(Event::MembersDrawn {
			report: id,
			machine,
			job,
			members: members.clone(),
			evidence_until,
			commit_until,
			reveal_until,
		});
		Ok(())
	}

	fn on_drawn_weight() -> Weight {
		T::WeightInfo::on_drawn()
	}
}

impl<T: Config> OnMachineChange<T::AccountId, BalanceOf<T>> for Pallet<T> {
	fn on_forced_exit(machine: &MachineId) {
		Self::close_before_exit(machine);
	}

	fn on_removed(machine: &MachineId, _owner: &T::AccountId) {
		// A machine does not leave while a report on it is open. If it did, nobody would be left waiting for it.
		let Some(id) = OpenReports::<T>::get(machine) else {
			return;
		};
		defensive!("a machine left while a report on it was open");
		if let Some(report) = Reports::<T>::get(id) {
			Self::forget(id, &report);
			Self::dismiss(id, &report);
			Self::return_deposit(id, &report.reporter, report.deposit);
		}
	}
}
