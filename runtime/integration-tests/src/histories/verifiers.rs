//! Verifiers vote honestly, lie, keep silent, or seal a vote that they never open; they come, rest and go.

use dbc_math::ballot::{Vote, SEATS};
use dbc_primitives::{
	commitment, Ballot, BallotPhase, ChainTime, FaultOpinion, HardwareOpinion, JobId, MachineId,
	RejectReason, ReportId, Salt,
};
use dbc_runtime::{constants::currency::DBC, AccountId, Runtime, System};

use super::{
	cast::{self, Who, VERIFIERS},
	play::{Play, Sealed},
	Encode,
};
use crate::env::now;

/// The salt of every sealed vote.
const SALT: Salt = [0x5a; 32];

/// What a member does in a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mind {
	Honest,
	Liar,
	Silent,
	/// It seals its vote, and never opens it.
	Secretive,
}

/// What a ballot is about.
#[derive(Clone, Copy, Debug)]
enum Subject {
	Machine(MachineId),
	Report(ReportId),
}

/// A seat of an open ballot.
#[derive(Clone, Debug)]
struct Seat {
	subject: Subject,
	job: JobId,
	phase: BallotPhase,
	member: AccountId,
	has_sealed: bool,
	has_opened: bool,
	/// Whether it has the evidence that it needs.
	is_informed: bool,
}

/// The chain's time and its stalls.
pub fn chain_time() -> ChainTime {
	ChainTime {
		now: now(),
		stalled: pallet_clock::Stalled::<Runtime>::get(),
	}
}

/// The seats of the ballots in which votes are taken, by ballot.
fn open_ballots() -> Vec<Vec<Seat>> {
	fn seats<Opinion: Vote + Encode>(
		subject: Subject,
		ballot: Ballot<AccountId, Opinion>,
		delivered: [bool; SEATS],
	) -> Option<Vec<Seat>> {
		let (job, phase) = (ballot.id, ballot.phase(chain_time()));
		let seats = ballot.seats.into_iter().zip(delivered);
		let seats = seats.map(|(seat, is_informed)| Seat {
			subject,
			job,
			phase,
			has_sealed: seat.commitment.is_some(),
			has_opened: seat.opinion.is_some(),
			member: seat.member,
			is_informed,
		});
		(phase != BallotPhase::Closed).then(|| seats.collect())
	}
	let requests = pallet_verification::Requests::<Runtime>::iter();
	let requests = requests.filter_map(|(machine, request)| {
		let ballot = request.ballot?;
		seats(Subject::Machine(machine), ballot, [true; SEATS])
	});
	let reports = pallet_faults::Reports::<Runtime>::iter();
	let reports = reports.filter_map(|(report, record)| {
		let voting = record.voting?;
		seats(Subject::Report(report), voting.ballot, voting.delivered)
	});
	requests.chain(reports).collect()
}

impl Play {
	/// The members of a ballot do what they have in mind: all of them, or one.
	pub fn verifiers_vote(&mut self) {
		let Some(mut seats) = self.dice.pick_any(&open_ballots()) else {
			return;
		};
		// Without evidence there is nothing to vote on.
		if let (Subject::Report(report), false) = (seats[2].subject, seats[2].is_informed) {
			if !self.dice.one_in(4) {
				return self.goes_on(report);
			}
		}
		if self.dice.one_in(3) {
			let seat = self.dice.pick(&seats);
			self.vote(seat);
			return;
		}
		let first = self.dice.below(3) as usize;
		seats.rotate_left(first);
		for seat in seats {
			self.vote(seat);
		}
	}

	fn mind(&mut self, job: JobId, who: Who) -> Mind {
		let dice = &mut self.dice;
		*self.minds.entry((job, who)).or_insert_with(|| {
			dice.weighted(&[
				(30, Mind::Honest),
				(5, Mind::Liar),
				(4, Mind::Silent),
				(3, Mind::Secretive),
			])
		})
	}

	/// A member seals its vote, or opens it.
	fn vote(&mut self, seat: Seat) {
		let who = cast::whose(&seat.member);
		let mind = self.mind(seat.job, who);
		let out_of_turn = self.dice.one_in(30);
		let is_turn = seat.is_informed && mind != Mind::Silent;
		if !is_turn && !out_of_turn {
			return;
		}
		let opens = seat.phase == BallotPhase::Reveal && mind != Mind::Secretive;
		if !seat.has_sealed || out_of_turn && !self.sealed.contains_key(&(seat.job, who)) {
			self.seal(who, &seat, mind);
		} else if opens && !seat.has_opened || out_of_turn {
			self.open(who, &seat);
		}
	}

	fn seal(&mut self, who: Who, seat: &Seat, mind: Mind) {
		let honest = mind != Mind::Liar;
		let account = who.to_account_id();
		let genesis = System::block_hash(0);
		match seat.subject {
			Subject::Machine(machine) => {
				let opinion = self.opinion_of_machine(seat.job, honest);
				let commitment = commitment(&genesis, seat.job, &account, &opinion, &SALT);
				let call = pallet_verification::Call::commit {
					machine,
					commitment,
				};
				if self.call(who, call) {
					let sealed = Sealed::Hardware(opinion);
					self.sealed.insert((seat.job, who), sealed);
				}
			}
			Subject::Report(report) => {
				let opinion = if cast::is_true(report) == honest {
					FaultOpinion::Uphold
				} else {
					FaultOpinion::Reject
				};
				let commitment = commitment(&genesis, seat.job, &account, &opinion, &SALT);
				if self.call(who, pallet_faults::Call::commit { report, commitment }) {
					let sealed = Sealed::Fault(opinion);
					self.sealed.insert((seat.job, who), sealed);
				}
			}
		}
	}

	/// What a member says of a machine: every sixth deserves to be refused.
	fn opinion_of_machine(&mut self, job: JobId, honest: bool) -> HardwareOpinion {
		let reasons = [RejectReason::WrongGpu, RejectReason::Unreachable];
		let mut hardware = cast::hardware(job);
		match (job.is_multiple_of(6), honest) {
			(false, true) => {}
			(true, true) => {
				let reason = self.dice.pick(&reasons);
				return HardwareOpinion::Refuse { reason };
			}
			(_, false) if self.dice.one_in(2) => {
				let reason = RejectReason::Other;
				return HardwareOpinion::Refuse { reason };
			}
			(_, false) => hardware.ram_gb -= 1,
		}
		HardwareOpinion::Accept {
			hardware,
			report: Default::default(),
		}
	}

	fn open(&mut self, who: Who, seat: &Seat) {
		let salt = SALT;
		match (seat.subject, self.sealed.get(&(seat.job, who)).cloned()) {
			(Subject::Machine(machine), Some(Sealed::Hardware(opinion))) => {
				let call = pallet_verification::Call::reveal {
					machine,
					opinion,
					salt,
				};
				self.call(who, call);
			}
			(Subject::Report(report), Some(Sealed::Fault(opinion))) => {
				let call = pallet_faults::Call::reveal {
					report,
					opinion,
					salt,
				};
				self.call(who, call);
			}
			other => panic!("something else was sealed: {other:?}"),
		}
	}

	/// A verifier rests, comes back, leaves, or joins again.
	pub fn verifier_changes(&mut self) {
		use pallet_committee::Call;
		let who = self.dice.pick(&VERIFIERS);
		let member = who.to_account_id();
		let Some(record) = pallet_committee::Members::<Runtime>::get(&member) else {
			self.appoint(who);
			return self.join(who, 20_000 * DBC);
		};
		use dbc_primitives::MemberStatus;
		let amount = (1 + self.dice.below(20_000)) as u128 * DBC;
		let call = match record.status {
			MemberStatus::Approved => return self.join(who, 50_000 * DBC),
			MemberStatus::Paused => Call::resume {},
			_ => self.dice.weighted(&[
				(3, Call::pause {}),
				(3, Call::leave {}),
				(3, Call::add_bond { amount }),
				(3, Call::reduce_bond { amount }),
				(1, Call::set_box_key { box_key: [7; 32] }),
				(1, Call::refresh { member }),
			]),
		};
		self.call(who, call);
	}
}
