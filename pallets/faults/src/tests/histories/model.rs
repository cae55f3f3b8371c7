//! What should come of a history: the rules of reports once more, told by the test itself.

use super::{
	super::*,
	open, open_voting, stalled,
	steps::{Plan, Step},
};
use crate::{RoundState, VotingOf};
use dbc_math::ballot::SEATS;
use dbc_primitives::{JobId, Moment, ReportId, Salt};
use std::collections::{BTreeMap, BTreeSet};

/// What the test itself knows.
#[derive(Default)]
pub(super) struct Model {
	/// What each member sealed for each job with its own name on it; `None` is a copy of somebody else's.
	sealed: BTreeMap<(JobId, AccountId), Option<FaultOpinion>>,
	/// Who revealed what for each job.
	revealed: BTreeMap<JobId, BTreeMap<AccountId, FaultOpinion>>,
	/// When the members of a job were drawn, and whether they need evidence.
	drawn: BTreeMap<JobId, (Moment, bool)>,
	/// Who got evidence for each job.
	delivered: BTreeMap<JobId, BTreeSet<AccountId>>,
	/// The jobs whose members are let go of whatever they did: evidence was missing, or the machine had to leave.
	excused: BTreeSet<JobId>,
	/// Who filed each report, and when.
	filed: BTreeMap<ReportId, (AccountId, Moment)>,
	/// How long the chain had stalled when each report was filed.
	stalled: BTreeMap<ReportId, Moment>,
	/// When the owner said that the machine was repaired.
	repaired: BTreeMap<ReportId, Moment>,
	/// What each reporter has lost.
	spent: BTreeMap<AccountId, u128>,
	/// What each member and the treasury were paid.
	pub(super) earned: BTreeMap<AccountId, u128>,
	/// For what each machine is down.
	down: BTreeMap<u8, BTreeSet<OutageCause>>,
	/// How many outages of each machine were noted when they were over.
	past: BTreeMap<u8, usize>,
	/// When the renter's order ended.
	ended: BTreeMap<u8, Moment>,
	/// How often what happened.
	pub(super) seen: BTreeMap<&'static str, u32>,
}

impl Model {
	fn note(&mut self, what: &'static str) {
		*self.seen.entry(what).or_default() += 1;
	}

	/// The decision of a job by the rules: two who agree.
	fn decided(&self, job: JobId) -> Option<FaultOpinion> {
		let reveals = self.revealed.get(&job)?;
		let count = |wanted| reveals.values().filter(|told| **told == wanted).count();
		[Uphold, Reject]
			.into_iter()
			.find(|wanted| count(*wanted) >= 2)
	}

	/// When the time of a report is over.
	fn lapses_at(&self, report: ReportId) -> Moment {
		self.filed[&report].1 + 7 * 24 * HOUR + stalled() - self.stalled[&report]
	}

	/// Whether every member of a job had what it needs to judge.
	fn all_informed(&self, job: JobId) -> bool {
		let needs = self.drawn[&job].1;
		!needs || self.delivered.get(&job).map_or(0, BTreeSet::len) == SEATS
	}

	fn report(&mut self, n: u8, who: &AccountId, kind: FaultKind, order: Option<u64>) {
		let call = Faults::report(signed(who.clone()), id(n), kind, order, digest(kind));
		if call.is_err() {
			return;
		}
		let down = self.down.entry(n).or_default();
		assert!(kind != Inaccessible || down.is_empty(), "it is down");
		match order {
			Some(_) => {
				let ended = self.ended.get(&n).copied().unwrap_or(Moment::MAX - HOUR);
				assert!(now() < ended + 5 * MINUTE, "the order is too old");
			}
			None => {
				assert_eq!(kind, Inaccessible);
				self.note("a verifier reported");
			}
		}
		// Now: the time of its filing counts.
		self.hear();
	}

	fn deliver(&mut self, n: u8, who: &AccountId) {
		let Some(report) = open(n) else { return };
		let (job, reporter) = (record(report).job, record(report).reporter);
		let sealed = fixtures::evidence(60);
		if Faults::deliver(signed(reporter), report, who.clone(), sealed).is_ok() {
			assert!(self.drawn[&job].1, "nobody needs it");
			let fresh = self.delivered.entry(job).or_default().insert(who.clone());
			assert!(fresh, "delivered twice");
		}
	}

	fn commit(&mut self, n: u8, who: &AccountId, told: FaultOpinion) {
		let Some(report) = open(n) else { return };
		let job = record(report).job;
		if commit(report, who, told).is_ok() {
			let informed = self
				.delivered
				.get(&job)
				.is_some_and(|all| all.contains(who));
			assert!(informed || !self.drawn[&job].1, "{who:?} votes blindly");
			self.sealed.insert((job, who.clone()), Some(told));
		}
	}

	/// Copies the commitment of another seat.
	fn copy(&mut self, n: u8, seat: usize, from: usize) {
		let (Some(report), Some(voting)) = (open(n), open_voting(n)) else {
			return;
		};
		let seats = &voting.ballot.seats;
		let (who, copied) = (&seats[seat].member, seats[from].commitment);
		let Some(commitment) = copied else { return };
		if Faults::commit(signed(who.clone()), report, commitment).is_ok() {
			self.sealed.insert((voting.ballot.id, who.clone()), None);
			self.note("a commitment was copied");
		}
	}

	/// Whatever the test knows of the ballot, a reveal counts only if it opens the member's own commitment.
	fn reveal(&mut self, n: u8, who: &AccountId, told: FaultOpinion, salt: Salt) {
		let Some(report) = open(n) else { return };
		let job = record(report).job;
		let done = Faults::reveal(signed(who.clone()), report, told, salt);
		if done.is_ok() {
			let sealed = self.sealed.get(&(job, who.clone()));
			assert_eq!(
				sealed,
				Some(&Some(told)),
				"{who:?} revealed what it did not seal"
			);
			assert_eq!(salt, SALT, "the salt is another");
			assert!(self.all_informed(job), "somebody lacks evidence");
			let reveals = self.revealed.entry(job).or_default();
			assert_eq!(reveals.insert(who.clone(), told), None, "revealed twice");
		}
	}

	fn draw(&mut self, n: u8, first: u8) {
		let Some(report) = open(n) else { return };
		let record = record(report);
		if record.voting.is_none() {
			draw(report, &members(first)).unwrap();
			let needs = record.kind != Inaccessible;
			self.drawn.insert(record.job, (now(), needs));
		}
	}

	fn round(&mut self, n: u8, first: u8, delivers: usize, plans: [Plan; SEATS], closes: bool) {
		self.draw(n, first);
		let Some(voting) = open_voting(n) else { return };
		let ballot = voting.ballot;
		let members = ballot.seats.clone().map(|seat| seat.member);
		for who in &members[..delivers] {
			self.deliver(n, who);
		}
		for (seat, plan) in plans.into_iter().enumerate() {
			match plan {
				Plan::Silent => {}
				Plan::Commit(told) | Plan::Vote(told) | Plan::Lie(told) => {
					self.commit(n, &members[seat], told);
				}
				Plan::Copy => self.copy(n, seat, (seat + 2) % SEATS),
			}
		}
		let time = Faults::chain_time();
		set_time(now().max(ballot.deadline(ballot.commit_until, time)));
		for (seat, plan) in plans.into_iter().enumerate() {
			// A copy is revealed with what the other is known to have sealed.
			let other = self
				.sealed
				.get(&(ballot.id, members[(seat + 2) % SEATS].clone()));
			let told = match plan {
				Plan::Silent | Plan::Commit(_) => continue,
				Plan::Vote(told) => told,
				Plan::Lie(Uphold) => Reject,
				Plan::Lie(Reject) => Uphold,
				Plan::Copy => other.copied().flatten().unwrap_or(Reject),
			};
			if open_voting(n).is_some_and(|voting| voting.ballot.id == ballot.id) {
				self.reveal(n, &members[seat], told, SALT);
			}
		}
		if closes && open_voting(n).is_some_and(|voting| voting.ballot.id == ballot.id) {
			set_time(now().max(ballot.deadline(ballot.reveal_until, time)));
			close(open(n).unwrap()).unwrap();
		}
	}

	fn repaired(&self, n: u8) {
		if let Some(report) = open(n) {
			let _ = Faults::report_repaired(signed(ALICE), report);
		}
	}

	/// The owner does what it must not.
	fn meddle(&mut self, n: u8) {
		let order = Some(n.into());
		for order in [order, None] {
			let own = Faults::report(signed(ALICE), id(n), Inaccessible, order, None);
			assert!(own.is_err());
		}
		if let Some(report) = open(n) {
			assert!(Faults::cancel(signed(ALICE), report).is_err());
			let sealed = fixtures::evidence(60);
			assert!(Faults::deliver(signed(ALICE), report, member(0), sealed).is_err());
			assert!(commit(report, &ALICE, Reject).is_err());
			let repaired = Faults::report_repaired(signed(BOB), report);
			assert!(repaired.is_err());
		}
	}

	/// Governance forces the machine to leave. A round that is not over ends then, and its members are excused.
	fn force_exit(&mut self, n: u8) {
		if let Some(report) = open(n) {
			let record = record(report);
			let time = Faults::chain_time();
			let running = |voting: VotingOf<Test>| voting.state(time) == RoundState::Open;
			if record.voting.is_some_and(running) {
				self.excused.insert(record.job);
			}
			Faults::on_forced_exit(&id(n));
			assert_eq!(open(n), None, "a report outlives its machine");
			self.note("forced");
		}
	}

	pub(super) fn take(&mut self, step: Step, n: u8) {
		match step {
			Step::Report(kind) => self.report(n, &BOB, kind, Some(n.into())),
			Step::ReportAsVerifier(kind) => self.report(n, &CHARLIE, kind, None),
			Step::Meddle => self.meddle(n),
			Step::Cancel => {
				if let Some(report) = open(n) {
					let before = record(report);
					if Faults::cancel(signed(before.reporter), report).is_ok() {
						assert_eq!(before.voting, None, "members were drawn");
						assert!(now() >= before.waiting_since + MINUTE, "too early");
						assert_eq!(Pool::job(before.job), None);
					}
				}
			}
			Step::Expire { patient } => {
				if let Some(report) = open(n) {
					let waits = record(report).voting.is_none();
					let at = self.lapses_at(report);
					if patient && waits {
						set_time(now().max(at));
					}
					let told = Faults::expire(signed(CHARLIE), report).is_ok();
					assert_eq!(told, waits && now() >= at, "whether it expires");
				}
			}
			Step::Draw(first) => self.draw(n, first),
			Step::Deliver { who } => self.deliver(n, &member(who)),
			Step::Commit { who, opinion } => self.commit(n, &member(who), opinion),
			Step::Reveal { who, opinion, salt } => {
				let salt = if salt == 0 { SALT } else { [salt; 32] };
				self.reveal(n, &member(who), opinion, salt);
			}
			Step::Open { seat } => {
				if let Some(voting) = open_voting(n) {
					let who = voting.ballot.seats[usize::from(seat)].member.clone();
					let sealed = self.sealed.get(&(voting.ballot.id, who.clone()));
					let told = sealed.copied().flatten().unwrap_or(Reject);
					self.reveal(n, &who, told, SALT);
				}
			}
			Step::Round {
				kind,
				first,
				delivers,
				repairs,
				plans,
				closes,
			} => {
				if open(n).is_none() {
					self.report(n, &BOB, kind, Some(n.into()));
				}
				if repairs {
					self.repaired(n);
				}
				self.round(n, first, delivers, plans, closes);
			}
			Step::Repaired => self.repaired(n),
			Step::Close => {
				if let Some(report) = open(n) {
					let _ = close(report);
				}
			}
			Step::Poll => poll(),
			Step::ForceExit => self.force_exit(n),
			Step::OwnerDown => {
				if Registry::take_down(&id(n), OutageCause::OwnerReported, now()).is_ok() {
					self.down
						.entry(n)
						.or_default()
						.insert(OutageCause::OwnerReported);
				}
			}
			Step::OwnerUp => {
				for cause in self.down.remove(&n).unwrap_or_default() {
					Registry::bring_up(&id(n), cause).unwrap();
				}
			}
			Step::EndOrder => {
				set_order(n, n.into(), &BOB, Some(START - HOUR), Some(now()));
				self.ended.insert(n, now());
			}
			Step::RentAgain => {
				set_order(n, n.into(), &BOB, Some(now()), Some(now() + HOUR));
				self.ended.insert(n, now() + HOUR);
			}
			Step::Wait(time) => advance(time),
			Step::Stall(time) => {
				advance(time);
				MockStalls::add(time);
			}
			Step::Full(full) => Pool::set_full(full),
			Step::NeverAgain(never) => Pool::set_never_again(never),
		}
		self.hear();
	}

	/// Books what the events tell, and checks that each outcome is the one that the reveals decide.
	fn hear(&mut self) {
		let mut voided = None;
		for event in events() {
			match event {
				Event::ReportFiled {
					report, reporter, ..
				} => {
					self.filed.insert(report, (reporter, now()));
					self.stalled.insert(report, stalled());
				}
				Event::ReportCancelled { .. } => self.note("cancelled"),
				Event::ReportExpired { report, .. } => {
					assert!(now() >= self.lapses_at(report), "too early");
					self.note("expired");
				}
				Event::RepairReported {
					report,
					repaired_at,
					..
				} => {
					let before = self.repaired.insert(report, repaired_at);
					assert_eq!(before, None, "repaired twice");
				}
				Event::MemberFaulted { .. } => self.note("at fault"),
				Event::OpinionRevealed { .. } => self.note("revealed"),
				Event::OutcomeVoided { report, .. } => {
					voided = Some(report);
					self.note("voided");
				}
				Event::ReportUpheld {
					report,
					machine,
					job,
					cause,
					since,
					until,
				} => {
					assert_eq!(self.decided(job), Some(Uphold));
					assert!(self.all_informed(job));
					assert_eq!(since, self.filed[&report].1);
					assert_eq!(until, self.repaired.get(&report).copied());
					let down = self.down.entry(machine[0]).or_default();
					if until.is_some() {
						*self.past.entry(machine[0]).or_default() += 1;
						self.note("upheld after a repair");
					} else {
						let news = down.insert(cause);
						assert_eq!(news, voided != Some(report), "whether it is news");
						self.note("upheld");
					}
				}
				Event::ReportRejected { job, .. } => {
					assert_eq!(self.decided(job), Some(Reject));
					assert!(self.all_informed(job));
					self.note("rejected");
				}
				Event::RoundRepeated { report, round, .. } => {
					assert_eq!(round, 2);
					assert!(now() < self.lapses_at(report), "its time is over");
					self.note("repeated");
				}
				Event::ReportUndecided { job, .. } => {
					assert!(self.decided(job).is_none() || self.excused.contains(&job));
					self.note("undecided");
				}
				Event::ReportUndelivered { job, .. } => {
					assert!(!self.all_informed(job), "everybody had evidence");
					assert!(now() >= self.drawn[&job].0 + MINUTE, "too early");
					self.excused.insert(job);
					self.note("undelivered");
				}
				Event::DepositPaid { report, to, amount } => {
					let reporter = self.filed[&report].0.clone();
					*self.spent.entry(reporter).or_default() += amount;
					*self.earned.entry(to).or_default() += amount;
				}
				Event::DepositReturned { report, to, amount } => {
					assert_eq!((&to, amount), (&self.filed[&report].0, DEPOSIT));
					self.note("deposit returned");
				}
				_ => {}
			}
		}
	}

	/// What must hold after each step: nobody has lost or gained anything but what the events told, and machines are
	/// locked, frozen and down as the reports on them are.
	pub(super) fn check(&self) {
		for who in [BOB, CHARLIE] {
			let spent = self.spent.get(&who).copied().unwrap_or_default();
			let left = spendable(&who) + on_hold(&who);
			assert_eq!(left, WEALTH - spent, "the wealth of {who:?}");
		}
		for n in 1..=2 {
			let (record, is_open) = (machine(n), open(n).is_some());
			assert_eq!(record.exit_locks, u32::from(is_open), "the exit of {n}");
			let frozen = open(n).map(|report| self.filed[&report].1);
			assert_eq!(MockOrderBook::frozen(&id(n)), frozen, "the orders of {n}");
			let down: BTreeSet<OutageCause> = record.down.into_iter().collect();
			let expected = self.down.get(&n).cloned().unwrap_or_default();
			assert_eq!(down, expected, "for what {n} is down");
			let past = self.past.get(&n).copied().unwrap_or_default();
			assert_eq!(record.past_outages.len(), past, "what {n} was down for");
		}
	}

	/// Each member of a job that is over was let go of or punished, once; nobody of a running one was.
	pub(super) fn check_jobs(&self) {
		let open: BTreeSet<JobId> = Reports::<Test>::iter_values()
			.map(|open| open.job)
			.collect();
		let punished: Vec<(JobId, AccountId)> = RecordSanctions::all::<AccountId>()
			.into_iter()
			.filter_map(|sanction| match sanction.source {
				SanctionSource::Bond { job, member } => Some((job, member)),
				SanctionSource::Stake { .. } => None,
			})
			.collect();
		for job in self.drawn.keys() {
			let record = Pool::job(*job).unwrap();
			for who in &record.drawn {
				let released = record.released.iter().filter(|one| *one == who).count();
				let punished = punished
					.iter()
					.filter(|(of, one)| of == job && one == who)
					.count();
				let expected = usize::from(!open.contains(job));
				assert_eq!(released + punished, expected, "{who:?} in job {job}");
				let reveals = self.revealed.get(job);
				let own = reveals.and_then(|reveals| reveals.get(who));
				let fault = match (own, self.decided(*job)) {
					_ if self.excused.contains(job) => false,
					(None, _) => true,
					(Some(_), None) => false,
					(Some(own), Some(decided)) => *own != decided,
				};
				if expected == 1 {
					assert_eq!(punished == 1, fault, "{who:?} in job {job}");
				}
			}
		}
	}

	/// Time and calls that anybody may make end every report.
	pub(super) fn end(&mut self) {
		for n in 1..=2u8 {
			let mut rounds = 0;
			while let Some(report) = open(n) {
				assert!(rounds < GENESIS_RULES.max_rounds, "the report does not end");
				rounds += 1;
				self.draw(n, 0);
				// No stall from now on: the windows are over for every round of before, however long it stalled.
				advance(4 * MINUTE);
				close(report).unwrap();
				self.hear();
			}
		}
		poll();
	}
}
