//! Random histories in which members, owners, strangers and the registry do their worst: whatever happens, every request
//! ends, every member is let go of or punished exactly once, and nobody pays what was not decided.

use super::*;
use dbc_math::ballot::SEATS;
use dbc_primitives::{traits::MachineStake, JobId, Salt, VerificationRules};
use frame_support::storage::{with_transaction, TransactionOutcome};
use proptest::{
	prelude::*,
	test_runner::{TestCaseError, TestRunner},
};
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};

/// How many histories there are.
const HISTORIES: u32 = 10_000;

/// Windows of minutes instead of hours, so that the agenda passes few minutes.
const SHORT: VerificationRules = VerificationRules {
	commit_window: 3 * MINUTE,
	reveal_window: MINUTE,
	withdraw_after: MINUTE,
	..GENESIS_RULES
};

/// What a member of a ballot is up to.
#[derive(Clone, Copy, Debug)]
enum Plan {
	/// Never says a word.
	Silent,
	/// Commits to an opinion and does not reveal it.
	Commit(u8),
	/// Commits to an opinion and reveals it.
	Vote(u8),
	/// Copies the commitment of the seat before it, and what it reveals.
	Copy,
	/// Commits to an opinion and reveals another.
	Lie(u8),
}

#[derive(Clone, Debug)]
enum Step {
	/// Its owner asks for whatever the machine allows.
	Ask,
	/// Somebody who does not own it asks.
	AskAsStranger,
	Withdraw,
	Draw(u8),
	Commit {
		who: u8,
		opinion: u8,
	},
	Reveal {
		who: u8,
		opinion: u8,
		salt: u8,
	},
	/// A member reveals what it committed to.
	Open {
		seat: u8,
	},
	/// A whole round by plan: request and draw if they are missing, votes, and the closing if anybody bothers.
	Round {
		first: u8,
		plans: [Plan; SEATS],
		closes: bool,
	},
	Close,
	Poll,
	Wait(u64),
	Stall(u64),
	Price(Option<u64>),
	Stale,
	Fail(Option<MachineStep>),
	Full(bool),
	/// The penalty of a refusal is cancelled: nothing is locked any more.
	Cancel,
}

fn plan() -> impl Strategy<Value = Plan> {
	prop_oneof![
		2 => Just(Plan::Silent),
		1 => (0u8..5).prop_map(Plan::Commit),
		12 => prop::sample::select(vec![0u8, 0, 0, 1, 1, 2, 3, 3]).prop_map(Plan::Vote),
		1 => Just(Plan::Copy),
		1 => (0u8..4).prop_map(Plan::Lie),
	]
}

fn step() -> impl Strategy<Value = Step> {
	use Step::*;
	let wait = prop::sample::select(vec![1, MINUTE, 3 * MINUTE, 4 * MINUTE]);
	let failing = prop::sample::select(vec![
		MachineStep::Activate,
		MachineStep::BringUp,
		MachineStep::Check,
		MachineStep::Reject,
		MachineStep::Release,
		MachineStep::Slash,
	]);
	prop_oneof![
		6 => Just(Ask),
		1 => Just(AskAsStranger),
		2 => Just(Withdraw),
		3 => (0u8..7).prop_map(Draw),
		4 => (0u8..9, 0u8..5).prop_map(|(who, opinion)| Commit { who, opinion }),
		3 => (0u8..9, 0u8..5, 0u8..2)
			.prop_map(|(who, opinion, salt)| Reveal { who, opinion, salt }),
		3 => (0u8..3).prop_map(|seat| Open { seat }),
		9 => (0u8..7, [plan(), plan(), plan()], prop::bool::weighted(0.7))
			.prop_map(|(first, plans, closes)| Round { first, plans, closes }),
		2 => Just(Close),
		2 => Just(Poll),
		4 => wait.prop_map(Wait),
		1 => (1u64..4 * MINUTE).prop_map(Stall),
		1 => prop::option::weighted(0.8, 1_000_000u64..100_000_000).prop_map(Price),
		1 => Just(Stale),
		2 => prop::option::of(failing).prop_map(Fail),
		1 => prop::bool::weighted(0.3).prop_map(Full),
		1 => Just(Cancel),
	]
}

/// Five opinions: three that differ in the hardware, one refusal, one of hardware that cannot be.
fn opinion(n: u8) -> HardwareOpinion {
	match n {
		0 => accept(&hardware(2), 1),
		1 => accept(&hardware(2), 2),
		2 => accept(&hardware(3), 1),
		3 => refuse(RejectReason::WrongGpu),
		_ => accept(&hardware(40), 1),
	}
}

/// Which decision an opinion is for: those with the same digit agree.
fn decision(n: u8) -> u8 {
	match n {
		0 | 1 => 0,
		n => n,
	}
}

fn owner(n: u8) -> AccountId {
	[ALICE, BOB][usize::from(n) - 1].clone()
}

/// What the test itself knows.
#[derive(Default)]
struct Model {
	/// What each member sealed for each job with its own name on it; `None` is a copy of somebody else's.
	sealed: BTreeMap<(JobId, AccountId), Option<u8>>,
	/// Who revealed what for each job.
	revealed: BTreeMap<JobId, BTreeMap<AccountId, u8>>,
	/// What each owner has paid.
	spent: BTreeMap<AccountId, u128>,
	/// What each member and the treasury were paid.
	earned: BTreeMap<AccountId, u128>,
	/// What refusals have locked, by machine.
	locked: BTreeMap<u8, u128>,
	/// The jobs whose members were drawn.
	drawn: BTreeSet<JobId>,
	/// How often what happened.
	seen: BTreeMap<&'static str, u32>,
}

impl Model {
	fn note(&mut self, what: &'static str) {
		*self.seen.entry(what).or_default() += 1;
	}

	/// The decision of a job by the rules: two who agree.
	fn decided(&self, job: JobId) -> Option<u8> {
		let reveals = self.revealed.get(&job)?;
		let count = |wanted| {
			let agreeing = reveals.values().filter(|n| decision(**n) == wanted);
			agreeing.count()
		};
		(0..5).find(|wanted| count(*wanted) >= 2)
	}

	fn commit(&mut self, n: u8, who: &AccountId, told: u8) -> bool {
		let Some(job) = Requests::<Test>::get(id(n)).map(|open| open.job) else {
			return false;
		};
		let done = commit(n, who, &opinion(told)).is_ok();
		if done {
			self.sealed.insert((job, who.clone()), Some(told));
		}
		done
	}

	/// Copies the commitment of another seat.
	fn copy(&mut self, n: u8, seat: usize, from: usize) {
		let ballot = request_of(n).ballot.unwrap();
		let (who, copied) = (&ballot.seats[seat].member, ballot.seats[from].commitment);
		let Some(commitment) = copied else { return };
		if Verification::commit(signed(who.clone()), id(n), commitment).is_ok() {
			self.sealed.insert((ballot.id, who.clone()), None);
			self.note("a commitment was copied");
		}
	}

	/// Whatever the test knows of the ballot, a reveal counts only if it opens the member's own commitment.
	fn reveal(&mut self, n: u8, who: &AccountId, told: u8, salt: Salt) {
		let Some(open) = Requests::<Test>::get(id(n)) else {
			return;
		};
		let done = Verification::reveal(signed(who.clone()), id(n), opinion(told), salt);
		let sealed = self.sealed.get(&(open.job, who.clone()));
		if done.is_ok() {
			assert_eq!(
				sealed,
				Some(&Some(told)),
				"{who:?} revealed what it did not seal"
			);
			assert_eq!(salt, SALT, "the salt is another");
			assert_ne!(told, 4, "no machine can have this hardware");
			let reveals = self.revealed.entry(open.job).or_default();
			assert_eq!(reveals.insert(who.clone(), told), None, "revealed twice");
		}
	}

	fn draw(&mut self, n: u8, first: u8) {
		let Some(open) = Requests::<Test>::get(id(n)) else {
			return;
		};
		if open.ballot.is_none() {
			draw(n, &members(first)).unwrap();
			self.drawn.insert(open.job);
		}
	}

	fn round(&mut self, n: u8, first: u8, plans: [Plan; SEATS], closes: bool) {
		if !Requests::<Test>::contains_key(id(n)) {
			self.take(Step::Ask, n);
		}
		self.draw(n, first);
		let Some(ballot) = Requests::<Test>::get(id(n)).and_then(|open| open.ballot) else {
			return;
		};
		let members = ballot.seats.clone().map(|seat| seat.member);
		for (seat, plan) in plans.into_iter().enumerate() {
			match plan {
				Plan::Silent => {}
				Plan::Commit(told) | Plan::Vote(told) | Plan::Lie(told) => {
					self.commit(n, &members[seat], told);
				}
				Plan::Copy => self.copy(n, seat, (seat + 2) % SEATS),
			}
		}
		let time = Verification::chain_time();
		set_time(now().max(ballot.deadline(ballot.commit_until, time)));
		for (seat, plan) in plans.into_iter().enumerate() {
			// A copy is revealed with what the other is known to have sealed.
			let other = self
				.sealed
				.get(&(ballot.id, members[(seat + 2) % SEATS].clone()));
			let told = match plan {
				Plan::Silent | Plan::Commit(_) => continue,
				Plan::Vote(told) => told,
				Plan::Lie(told) => (told + 1) % 4,
				Plan::Copy => other.copied().flatten().unwrap_or(3),
			};
			let open = Requests::<Test>::get(id(n));
			if open.is_some_and(|open| open.job == ballot.id) {
				self.reveal(n, &members[seat], told, SALT);
			}
		}
		if closes {
			set_time(now().max(ballot.deadline(ballot.reveal_until, time)));
			let _ = Verification::close(signed(CHARLIE), id(n));
		}
	}

	fn take(&mut self, step: Step, n: u8) {
		let machine = id(n);
		match step {
			Step::Ask => {
				let _ = Verification::request(signed(owner(n)), machine).or_else(|_| {
					Verification::request_hardware_change(signed(owner(n)), machine, None)
				});
			}
			Step::AskAsStranger => {
				let stranger = || signed(owner(3 - n));
				assert!(Verification::request(stranger(), machine).is_err());
				assert!(Verification::withdraw(stranger(), machine).is_err());
				let change = Verification::request_hardware_change(stranger(), machine, None);
				assert!(change.is_err());
			}
			Step::Withdraw => {
				let before = Requests::<Test>::get(machine);
				if Verification::withdraw(signed(owner(n)), machine).is_ok() {
					let before = before.unwrap();
					assert_eq!(before.ballot, None, "members were drawn");
					assert!(now() >= before.waiting_since + MINUTE, "too early");
					assert_eq!(Pool::job(before.job), None);
				}
			}
			Step::Draw(first) => self.draw(n, first),
			Step::Commit { who, opinion } => {
				self.commit(n, &member(who), opinion);
			}
			Step::Reveal { who, opinion, salt } => {
				let salt = if salt == 0 { SALT } else { [salt; 32] };
				self.reveal(n, &member(who), opinion, salt);
			}
			Step::Open { seat } => {
				let ballot = Requests::<Test>::get(machine).and_then(|open| open.ballot);
				if let Some(ballot) = ballot {
					let who = ballot.seats[usize::from(seat)].member.clone();
					let sealed = self.sealed.get(&(ballot.id, who.clone()));
					let told = sealed.copied().flatten().unwrap_or_default();
					self.reveal(n, &who, told, SALT);
				}
			}
			Step::Round {
				first,
				plans,
				closes,
			} => self.round(n, first, plans, closes),
			Step::Close => {
				let _ = Verification::close(signed(CHARLIE), machine);
			}
			Step::Poll => poll(),
			Step::Wait(time) => advance(time),
			Step::Stall(time) => {
				advance(time);
				MockStalls::add(time);
			}
			Step::Price(Some(price)) => MockPrice::set(price),
			Step::Price(None) => MockPrice::clear(),
			Step::Stale => MockPrice::make_stale(),
			Step::Fail(step) => Registry::fail_at(step.as_slice()),
			Step::Full(full) => Pool::set_full(full),
			Step::Cancel => {
				let locked = self.locked.remove(&n).unwrap_or_default();
				Registry::unlock(&machine, locked).unwrap();
			}
		}
		self.hear();
	}

	/// Books what the events tell, and checks that each outcome is the one that the reveals decide.
	fn hear(&mut self) {
		for event in events() {
			match event {
				Event::VerificationRequested {
					owner,
					registration_fee,
					..
				} => {
					*self.spent.entry(owner).or_default() += registration_fee;
					*self.earned.entry(TREASURY).or_default() += registration_fee;
				}
				Event::RequestWithdrawn { .. } => self.note("withdrawn"),
				Event::OpinionRevealed { .. } => self.note("revealed"),
				Event::MemberFaulted { .. } => self.note("at fault"),
				Event::FeePaid {
					machine,
					to,
					amount,
				} => {
					*self.spent.entry(owner(machine[0])).or_default() += amount;
					*self.earned.entry(to).or_default() += amount;
					self.note("fee paid");
				}
				Event::FeeReturned { machine, to, .. } => {
					assert_eq!(to, owner(machine[0]));
					self.note("fee returned");
				}
				Event::MachineAccepted { job, .. } => {
					assert!(matches!(self.decided(job), Some(0 | 2)));
					self.note("accepted");
				}
				Event::MachineRefused {
					machine,
					job,
					penalty,
					..
				} => {
					assert_eq!(self.decided(job), Some(3));
					*self.locked.entry(machine[0]).or_default() += penalty;
					self.note("refused");
				}
				Event::HardwareChangeAccepted { machine, job, cost } => {
					assert!(matches!(self.decided(job), Some(0 | 2)));
					*self.spent.entry(owner(machine[0])).or_default() += cost;
					*self.earned.entry(TREASURY).or_default() += cost;
					self.note("change accepted");
				}
				Event::HardwareChangeRefused { job, .. } => {
					assert_eq!(self.decided(job), Some(3));
					self.note("change refused");
				}
				Event::RoundRepeated { round, .. } => {
					assert!((2..=3).contains(&round));
					self.note("repeated");
				}
				Event::RequestVoided { .. } => self.note("voided"),
				Event::RequestUndecided { .. } => self.note("undecided"),
				_ => {}
			}
		}
	}

	/// What must hold after each step: nobody has lost or gained anything but what the events told, and what is locked is
	/// what two members refused.
	fn check(&self) {
		for n in 1..=2 {
			let (who, record) = (owner(n), machine(n));
			let spent = self.spent.get(&who).copied().unwrap_or_default();
			let left = spendable(&who) + on_hold(&who) + record.held;
			assert_eq!(left, WEALTH - spent, "the wealth of {who:?}");
			let locked = self.locked.get(&n).copied().unwrap_or_default();
			assert_eq!(record.locked, locked, "the locked stake of {n}");
			let open = Requests::<Test>::get(id(n));
			let changes = open
				.as_ref()
				.is_some_and(|open| open.kind == VerificationKind::HardwareChange);
			assert_eq!(record.exit_locks, u32::from(changes), "the exit of {n}");
			assert_eq!(
				record.phase == Phase::Verifying,
				open.is_some() && !changes,
				"the phase of {n}"
			);
		}
	}

	/// Each member of a job that is over was let go of or punished, once; nobody of a running one was.
	fn check_jobs(&self) {
		let open: BTreeSet<JobId> = Requests::<Test>::iter_values()
			.map(|open| open.job)
			.collect();
		let punished: Vec<(JobId, AccountId)> = RecordSanctions::all::<AccountId>()
			.into_iter()
			.filter_map(|sanction| match sanction.source {
				SanctionSource::Bond { job, member } => Some((job, member)),
				SanctionSource::Stake { .. } => None,
			})
			.collect();
		for job in &self.drawn {
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
					(None, _) => true,
					(Some(_), None) => false,
					(Some(own), Some(decided)) => decision(*own) != decided,
				};
				if expected == 1 {
					assert_eq!(punished == 1, fault, "{who:?} in job {job}");
				}
			}
		}
	}

	/// Time and permitted calls end every request.
	fn end(&mut self) {
		for n in 1..=2u8 {
			let mut rounds = 0;
			while Requests::<Test>::contains_key(id(n)) {
				assert!(
					rounds < GENESIS_RULES.max_rounds,
					"the request does not end"
				);
				rounds += 1;
				self.draw(n, 0);
				// No stall from now on: the windows are over for every ballot of before, however long it stalled.
				advance(4 * MINUTE);
				Verification::close(signed(CHARLIE), id(n)).unwrap();
				self.hear();
			}
		}
		poll();
	}
}

/// Plays a history on a machine that is registered and one that is Active, and tells what was seen. It leaves no trace.
fn play(steps: Vec<(Step, u8)>) -> BTreeMap<&'static str, u32> {
	let played = with_transaction(|| {
		reset();
		Rules::set(SHORT);
		let issuance = Balances::total_issuance();
		let before: BTreeMap<AccountId, u128> = (0..9)
			.map(member)
			.chain([TREASURY])
			.map(|who| (who.clone(), Balances::free_balance(&who)))
			.collect();
		Registry::register(&id(1), &ALICE).unwrap();
		active(2, BOB, 1);
		let mut model = Model::default();
		for (step, n) in steps {
			model.take(step, n);
			model.check();
		}
		model.check_jobs();
		Verification::do_try_state().unwrap();
		model.end();
		model.check();
		model.check_jobs();
		Verification::do_try_state().unwrap();
		assert_eq!(Requests::<Test>::iter().count(), 0);
		assert_eq!(Balances::total_issuance(), issuance);
		for (who, before) in before {
			let earned = model.earned.get(&who).copied().unwrap_or_default();
			assert_eq!(Balances::free_balance(&who), before + earned, "{who:?}");
		}
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(model.seen))
	});
	played.unwrap()
}

#[test]
fn every_request_should_end_and_every_member_be_settled_when_anything_happens() {
	let seen = RefCell::new(BTreeMap::<&'static str, u32>::new());
	let mut runner = TestRunner::new(ProptestConfig {
		failure_persistence: None,
		..ProptestConfig::with_cases(HISTORIES)
	});
	let steps = prop::collection::vec((step(), 1u8..=2), 12);
	// Externalities are dear: each history takes and returns them, unless it panics.
	let kept = RefCell::new(None);
	let played = runner.run(&steps, |steps| {
		let mut ext = kept.take().unwrap_or_else(new_test_ext);
		let told = ext.execute_with(|| play(steps));
		kept.replace(Some(ext));
		for (what, times) in told {
			*seen.borrow_mut().entry(what).or_default() += times;
		}
		Ok::<(), TestCaseError>(())
	});
	played.unwrap();
	// The histories get somewhere: everything that can happen did so often.
	let seen = seen.into_inner();
	println!("{seen:?}");
	for what in [
		"a commitment was copied",
		"accepted",
		"at fault",
		"change accepted",
		"change refused",
		"fee paid",
		"fee returned",
		"refused",
		"repeated",
		"revealed",
		"undecided",
		"voided",
		"withdrawn",
	] {
		let times = seen.get(what).copied().unwrap_or_default();
		assert!(times >= HISTORIES / 100, "{what}: {times}");
	}
}
