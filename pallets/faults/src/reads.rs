//! Reads, written once for view functions, runtime APIs and RPC. Each does a bounded amount of work.

use alloc::vec::Vec;
use dbc_primitives::{
	BallotPhase, ChainTime, Expected, JobBallot, JobId, JobSubject, Page, ReportFilter, ReportId,
	ReportInfo, ReportSeat, ReportStage, SealedEvidence, MAX_PAGE_LIMIT, MAX_PAGE_SCAN,
};
use frame_support::traits::Get;

use crate::{
	BalanceOf, Config, Evidence, OpenReports, Pallet, ReportOf, Reports, Voting, VotingOf,
};

type InfoOf<T> = ReportInfo<<T as frame_system::Config>::AccountId, BalanceOf<T>>;
type StageOf<T> = ReportStage<<T as frame_system::Config>::AccountId>;
type FilterOf<T> = ReportFilter<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	/// Everything that the chain knows of an open report. Deadlines are told with the stalls so far.
	pub fn read_report(id: ReportId) -> Option<InfoOf<T>> {
		Reports::<T>::get(id).map(|report| Self::info(id, report))
	}

	/// Open reports that pass `filter`, in the order of their storage keys (that of a hash, not that of time), after
	/// `cursor`, whether or not that report is still open. `limit` is clamped to 1 … [`MAX_PAGE_LIMIT`], and at most
	/// [`MAX_PAGE_SCAN`] records are examined.
	pub fn report_page(
		filter: FilterOf<T>,
		cursor: Option<ReportId>,
		limit: u32,
	) -> Page<InfoOf<T>, ReportId> {
		if let ReportFilter::Machine(machine) = &filter {
			// A machine has one at most, so there is nothing after a cursor.
			let id = OpenReports::<T>::get(machine).filter(|_| cursor.is_none());
			return Page {
				items: id.and_then(Self::read_report).into_iter().collect(),
				next: None,
			};
		}
		let limit = limit.clamp(1, MAX_PAGE_LIMIT);
		match cursor {
			Some(cursor) => {
				let after = Reports::<T>::hashed_key_for(cursor);
				Self::page_of(Reports::<T>::iter_from(after), &filter, limit)
			}
			None => Self::page_of(Reports::<T>::iter(), &filter, limit),
		}
	}

	/// The running ballot of `job` as `member` sees it; `None` if it is closed, or not about a report, or not its.
	pub fn read_ballot(
		job: JobId,
		subject: &JobSubject,
		member: &T::AccountId,
	) -> Option<JobBallot> {
		let report = match subject {
			JobSubject::Report(report) => *report,
			JobSubject::Verification(_) => return None,
		};
		let voting = Reports::<T>::get(report)?
			.voting
			.filter(|voting| voting.ballot.id == job)?;
		let (ballot, time) = (&voting.ballot, Self::chain_time());
		let expected = expected_of::<T>(&voting, member, time)?;
		let awaited = voting
			.evidence_until
			.filter(|_| expected == Expected::AwaitEvidence);
		Some(JobBallot {
			phase: ballot.phase(time),
			expected,
			evidence_until: awaited.map(|until| ballot.deadline(until, time)),
			commit_until: ballot.deadline(ballot.commit_until, time),
			reveal_until: ballot.deadline(ballot.reveal_until, time),
		})
	}

	/// The sealed evidence for a member of the running round; `None` if it was not delivered yet, or there is none.
	pub fn read_evidence(report: ReportId, member: &T::AccountId) -> Option<SealedEvidence> {
		Evidence::<T>::get(report, member)
	}

	fn page_of(
		reports: impl Iterator<Item = (ReportId, ReportOf<T>)>,
		filter: &FilterOf<T>,
		limit: u32,
	) -> Page<InfoOf<T>, ReportId> {
		let mut reports = reports.peekable();
		let mut page = Page {
			items: Vec::new(),
			next: None,
		};
		let (mut found, mut examined) = (0u32, 0u32);
		while let Some((id, report)) = reports.next() {
			examined = examined.saturating_add(1);
			if passes::<T>(filter, &report) {
				found = found.saturating_add(1);
				page.items.push(Self::info(id, report));
			}
			if found >= limit || examined >= MAX_PAGE_SCAN {
				page.next = reports.peek().map(|_| id);
				break;
			}
		}
		page
	}

	fn info(id: ReportId, report: ReportOf<T>) -> InfoOf<T> {
		let cancel_from = report.cancel_from(T::Rules::get().withdraw_after);
		ReportInfo {
			id,
			machine: report.machine,
			kind: report.kind,
			reporter: report.reporter,
			order: report.order,
			evidence: report.evidence,
			filed_at: report.filed_at,
			repaired_at: report.repaired_at,
			deposit: report.deposit,
			round: report.round,
			job: report.job,
			stage: match report.voting {
				Some(voting) => Self::voting_stage(voting),
				None => ReportStage::Waiting { cancel_from },
			},
		}
	}

	fn voting_stage(voting: VotingOf<T>) -> StageOf<T> {
		let Voting {
			ballot,
			evidence_until,
			delivered,
		} = voting;
		let time = Self::chain_time();
		ReportStage::Voting {
			phase: ballot.phase(time),
			evidence_until: evidence_until.map(|until| ballot.deadline(until, time)),
			commit_until: ballot.deadline(ballot.commit_until, time),
			reveal_until: ballot.deadline(ballot.reveal_until, time),
			seats: ballot
				.seats
				.into_iter()
				.zip(delivered)
				.map(|(seat, informed)| ReportSeat {
					member: seat.member,
					informed,
					commitment: seat.commitment,
					opinion: seat.opinion,
				})
				.collect(),
		}
	}
}

fn passes<T: Config>(filter: &FilterOf<T>, report: &ReportOf<T>) -> bool {
	match filter {
		ReportFilter::Machine(machine) => report.machine == *machine,
		ReportFilter::Reporter(account) => report.reporter == *account,
		ReportFilter::Verifier(account) => report
			.voting
			.iter()
			.flat_map(|voting| voting.ballot.seats.iter())
			.any(|seat| seat.member == *account),
	}
}

/// What the ballot expects of `member` now; `None` if it is no member. Nothing is expected of a member of a round that
/// has ended for want of evidence.
fn expected_of<T: Config>(
	voting: &VotingOf<T>,
	member: &T::AccountId,
	time: ChainTime,
) -> Option<Expected> {
	let mut seats = voting.ballot.seats.iter().zip(voting.delivered);
	let (seat, informed) = seats.find(|(seat, _)| seat.member == *member)?;
	let (committed, revealed) = (seat.commitment.is_some(), seat.opinion.is_some());
	if voting.state(time) != crate::RoundState::Open {
		return Some(Expected::Nothing);
	}
	Some(match voting.ballot.phase(time) {
		BallotPhase::Commit if committed => Expected::AwaitReveal,
		BallotPhase::Commit if informed => Expected::Commit,
		BallotPhase::Commit => Expected::AwaitEvidence,
		BallotPhase::Reveal if committed && !revealed => Expected::Reveal,
		BallotPhase::Reveal | BallotPhase::Closed => Expected::Nothing,
	})
}
