//! The end of a round and of a report. It never fails: what cannot be carried out is undone and told, so that no machine,
//! member, order or deposit waits for ever.

use alloc::vec::Vec;
use dbc_math::{
	ballot::{Standing, Verdict, SEATS},
	stake::share_floor,
};
use dbc_primitives::{
	traits::{
		MachineAvailability, OnRuling, OrderControl, Sanction, SanctionSink, SanctionSource,
		VerifierPool,
	},
	Ballot, FaultOpinion, JobSubject, MachineId, ReportId,
};
use frame_support::{
	defensive, storage::with_storage_layer, traits::Get, weights::Weight, BoundedVec,
};
use sp_runtime::DispatchResult;

use crate::{
	types::RoundState, Config, Event, Evidence, OpenReports, Pallet, ReportOf, Reports, VotingOf,
	WeightInfo,
};

type BallotOf<T> = Ballot<<T as frame_system::Config>::AccountId, FaultOpinion>;
type VerdictOf = Verdict<FaultOpinion>;

/// Whether other members are asked when a round decides nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Again {
	/// As often as the rules say.
	Allowed,
	/// Not at all: the machine leaves.
	Never,
}

impl<T: Config> Pallet<T> {
	/// What the closing of a round weighs at most: another round may be tried, undone, and the report left undecided.
	pub(crate) fn close_weight() -> Weight {
		T::WeightInfo::close_repeated()
			.saturating_add(Self::undecided_weight())
			.max(T::WeightInfo::close_upheld())
			.max(T::WeightInfo::close_upheld_repaired())
			.max(T::WeightInfo::close_rejected())
			.max(T::WeightInfo::close_undelivered())
	}

	/// What the closing of a round weighs that ends a report without a decision.
	fn undecided_weight() -> Weight {
		T::WeightInfo::close_undecided().max(T::WeightInfo::close_silent())
	}

	/// Ends a round that is over, and mostly the report with it. Tells what it weighed.
	pub(crate) fn close_round(
		id: ReportId,
		report: ReportOf<T>,
		voting: VotingOf<T>,
		again: Again,
	) -> Weight {
		// First of all the record goes, so that whoever hears of the machine finds none.
		Self::forget(id, &report);
		let ballot = &voting.ballot;
		Self::forget_evidence(id, ballot);
		if voting.state(Self::chain_time()) == RoundState::Undelivered {
			Self::leave_undelivered(id, &report, ballot);
			return T::WeightInfo::close_undelivered();
		}
		let verdict = ballot.verdict();
		Self::settle_members(ballot, &verdict);
		let deciding = valid_members(ballot, &verdict);
		match verdict.decision {
			Some(FaultOpinion::Uphold) => {
				Self::uphold(id, &report, &deciding);
				match report.repaired_at {
					Some(_) => T::WeightInfo::close_upheld_repaired(),
					None => T::WeightInfo::close_upheld(),
				}
			}
			Some(FaultOpinion::Reject) => {
				Self::reject(id, &report, &deciding);
				T::WeightInfo::close_rejected()
			}
			None if again == Again::Allowed && Self::may_repeat(&report) => {
				Self::repeat(id, report)
			}
			None => {
				Self::leave_undecided(id, &report);
				Self::undecided_weight()
			}
		}
	}

	/// Whether other members may be asked after a round without a decision.
	fn may_repeat(report: &ReportOf<T>) -> bool {
		report.round < T::Rules::get().max_rounds && !report.has_lapsed(Self::chain_time())
	}

	/// Ends a report that still waits for its draw when its time is over. It never fails, whatever the committee knows of it.
	pub(crate) fn let_lapse(id: ReportId, report: &ReportOf<T>) {
		Self::forget(id, report);
		Self::dismiss(id, report);
		Self::deposit_event(Event::ReportExpired {
			report: id,
			machine: report.machine,
		});
		Self::let_go(&report.machine);
		Self::return_deposit(id, &report.reporter, report.deposit);
	}

	/// Ends the open report on a machine that leaves now whatever anybody says. Votes that nobody can change any more
	/// count; a round that is not over decides nothing, and its members are let go of.
	pub(crate) fn close_before_exit(machine: &MachineId) {
		let Some(id) = OpenReports::<T>::get(machine) else {
			return;
		};
		let Some(report) = Reports::<T>::get(id) else {
			defensive!("a machine has an open report that does not exist");
			return;
		};
		let time = Self::chain_time();
		let over = report
			.voting
			.clone()
			.filter(|voting| voting.state(time) != RoundState::Open);
		match over {
			Some(voting) => {
				Self::close_round(id, report, voting, Again::Never);
			}
			None => {
				Self::forget(id, &report);
				Self::dismiss(id, &report);
				Self::leave_undecided(id, &report);
			}
		}
	}

	/// Removes the record of a report, and that its machine has one.
	pub(crate) fn forget(id: ReportId, report: &ReportOf<T>) {
		Reports::<T>::remove(id);
		OpenReports::<T>::remove(report.machine);
	}

	/// Lets go of the members of the running round, or of the wish for them.
	pub(crate) fn dismiss(id: ReportId, report: &ReportOf<T>) {
		match &report.voting {
			Some(voting) => {
				Self::forget_evidence(id, &voting.ballot);
				Self::release_members(&voting.ballot);
			}
			None => {
				let withdrawn = with_storage_layer(|| T::Committee::withdraw(report.job));
				if withdrawn.is_err() {
					defensive!("a report waited for a draw that nobody knows of");
				}
			}
		}
	}

	/// The machine may leave again, and its orders earn again. What they earn depends on its outages: these come first.
	pub(crate) fn let_go(machine: &MachineId) {
		let thawed = with_storage_layer(|| T::Orders::thaw(machine));
		if thawed.is_err() {
			defensive!("the orders of a machine with an open report were not frozen");
		}
		let unlocked = with_storage_layer(|| T::Machines::unlock_exit(machine));
		if unlocked.is_err() {
			defensive!("the exit of a machine with an open report was not locked");
		}
	}

	/// Removes the evidence of a round.
	fn forget_evidence(id: ReportId, ballot: &BallotOf<T>) {
		for seat in &ballot.seats {
			Evidence::<T>::remove(id, &seat.member);
		}
	}

	/// Lets go of what every member has at risk.
	fn release_members(ballot: &BallotOf<T>) {
		for seat in &ballot.seats {
			Self::settle_member(|| T::Committee::release(ballot.id, &seat.member));
		}
	}

	/// Lets go of what each member has at risk, or proposes its loss.
	fn settle_members(ballot: &BallotOf<T>, verdict: &VerdictOf) {
		let job = ballot.id;
		for (seat, standing) in ballot.seats.iter().zip(verdict.standings) {
			let member = seat.member.clone();
			Self::settle_member(|| match standing {
				Standing::Valid | Standing::Neutral => T::Committee::release(job, &member),
				Standing::AtFault => {
					T::Sanctions::propose(Sanction {
						source: SanctionSource::Bond {
							job,
							member: member.clone(),
						},
						shares: BoundedVec::new(),
					})?;
					Self::deposit_event(Event::MemberFaulted { job, member });
					Ok(())
				}
			});
		}
	}

	fn settle_member(settle: impl FnOnce() -> DispatchResult) {
		if with_storage_layer(settle).is_err() {
			defensive!("a member of a ballot was not booked for it");
		}
	}

	/// The report is true: its machine is down since it was filed, or was until it was repaired.
	fn uphold(id: ReportId, report: &ReportOf<T>, members: &[T::AccountId]) {
		let machine = report.machine;
		let (cause, since) = (report.kind.cause(), report.filed_at);
		let noted = with_storage_layer(|| {
			T::OnRuling::on_upheld(&machine, cause, members);
			match report.repaired_at {
				Some(until) => T::Machines::note_past_outage(&machine, cause, since, until),
				None => T::Machines::take_down(&machine, cause, since),
			}
		});
		if let Err(error) = noted {
			Self::deposit_event(Event::OutcomeVoided {
				report: id,
				machine,
				error,
			});
		}
		Self::deposit_event(Event::ReportUpheld {
			report: id,
			machine,
			job: report.job,
			cause,
			since,
			until: report.repaired_at,
		});
		Self::let_go(&machine);
		Self::return_deposit(id, &report.reporter, report.deposit);
	}

	/// The report is false: who said so shares its deposit.
	fn reject(id: ReportId, report: &ReportOf<T>, members: &[T::AccountId]) {
		Self::deposit_event(Event::ReportRejected {
			report: id,
			machine: report.machine,
			job: report.job,
		});
		Self::let_go(&report.machine);
		let (share, rest) = share_floor(report.deposit, count(members));
		for member in members {
			Self::pay_deposit(id, &report.reporter, member, share);
		}
		Self::pay_deposit(id, &report.reporter, &T::Treasury::get(), rest);
	}

	/// Asks for other members. If that is impossible the report stays undecided.
	fn repeat(id: ReportId, report: ReportOf<T>) -> Weight {
		let weight = T::WeightInfo::close_repeated();
		let repeated = with_storage_layer(|| Self::begin_next_round(id, report.clone()));
		let Err(error) = repeated else {
			return weight;
		};
		Self::deposit_event(Event::OutcomeVoided {
			report: id,
			machine: report.machine,
			error,
		});
		Self::leave_undecided(id, &report);
		weight.saturating_add(Self::undecided_weight())
	}

	fn begin_next_round(id: ReportId, mut report: ReportOf<T>) -> DispatchResult {
		report.begin_next_round(Self::now());
		let machine = report.machine;
		let exclusions = Self::exclusions(&machine, &report.reporter, &report.drawn_before);
		report.job = T::Committee::request_again(JobSubject::Report(id), exclusions)?;
		let (round, job) = (report.round, report.job);
		Reports::<T>::insert(id, report);
		OpenReports::<T>::insert(machine, id);
		Self::deposit_event(Event::RoundRepeated {
			report: id,
			machine,
			round,
			job,
		});
		Ok(())
	}

	/// Nobody knows whether the report is true: everything is as if it had not been filed.
	fn leave_undecided(id: ReportId, report: &ReportOf<T>) {
		Self::deposit_event(Event::ReportUndecided {
			report: id,
			machine: report.machine,
			job: report.job,
		});
		Self::let_go(&report.machine);
		Self::return_deposit(id, &report.reporter, report.deposit);
	}

	/// The reporter kept the evidence back: the deposit is lost, and nobody is at fault who could not judge.
	fn leave_undelivered(id: ReportId, report: &ReportOf<T>, ballot: &BallotOf<T>) {
		Self::release_members(ballot);
		Self::deposit_event(Event::ReportUndelivered {
			report: id,
			machine: report.machine,
			job: report.job,
		});
		Self::let_go(&report.machine);
		let treasury = T::Treasury::get();
		Self::pay_deposit(id, &report.reporter, &treasury, report.deposit);
	}
}

/// How many members these are: at most [`SEATS`].
fn count<Member>(members: &[Member]) -> u32 {
	u32::try_from(members.len().min(SEATS)).unwrap_or_default()
}

/// The members whose votes decided.
fn valid_members<AccountId: Clone>(
	ballot: &Ballot<AccountId, FaultOpinion>,
	verdict: &VerdictOf,
) -> Vec<AccountId> {
	let seats = ballot.seats.iter().zip(verdict.standings);
	seats
		.filter(|(_, standing)| *standing == Standing::Valid)
		.map(|(seat, _)| seat.member.clone())
		.collect()
}
