//! A history while it is played: its calls, its blocks, and what is remembered from one to the next.

use dbc_primitives::{FaultOpinion, HardwareOpinion, JobId, MachineId, Moment};
use dbc_runtime::{AccountId, Runtime, RuntimeCall, RuntimeEvent, System};
use sp_core::sr25519;
use sp_runtime::{DispatchError, StateVersion};

use super::{
	blocks,
	cast::{self, Who},
	ledger::Ledger,
	verifiers::Mind,
	BTreeMap, Dice, Note, Seen,
};
use crate::env::{dispatch, now};

/// What a member has sealed.
#[derive(Clone, Debug)]
pub enum Sealed {
	Hardware(HardwareOpinion),
	Fault(FaultOpinion),
}

/// A history while it is played.
pub struct Play {
	pub dice: Dice,
	/// What the events have told.
	pub ledger: Ledger,
	pub seen: Seen,
	/// How many calls were made, or not made for want of anything to do.
	pub calls: usize,
	/// What members do in the ballots of their jobs.
	pub minds: BTreeMap<(JobId, Who), Mind>,
	/// What they have sealed.
	pub sealed: BTreeMap<(JobId, Who), Sealed>,
	/// The keys of the machines.
	pub keys: Vec<sr25519::Pair>,
	/// When a price was fed last.
	pub fed_at: Moment,
	/// The last relay block.
	relay: u32,
}

impl Play {
	pub fn new(dice: Dice) -> Self {
		let mut play = Self {
			dice,
			ledger: Ledger::new(),
			seen: Seen::new(),
			calls: 0,
			minds: BTreeMap::new(),
			sealed: BTreeMap::new(),
			keys: cast::machine_keys(),
			fed_at: 0,
			relay: 0,
		};
		play.choose_rules();
		play
	}

	/// Notes that something happened.
	pub fn note(&mut self, what: impl Into<String>) {
		*self.seen.entry(what.into()).or_default() += 1;
	}

	/// Somebody makes a call. Tells whether it was accepted; one that is refused changes nothing.
	pub fn call(&mut self, who: Who, call: impl Into<RuntimeCall>) -> bool {
		let call = call.into();
		let _note = Note(("call", who, call.clone()));
		self.calls += 1;
		self.note("call");
		let before = self.dice.one_in(24).then(storage_root);
		let done = dispatch(who, call);
		match done {
			Ok(_) => true,
			Err(refused) => {
				if let Some(before) = before {
					assert_eq!(storage_root(), before, "a refused call changed something");
					self.note("refused without a trace");
				}
				self.note_refusal(refused.error);
				false
			}
		}
	}

	/// Notes why a call was refused.
	pub fn note_refusal(&mut self, error: DispatchError) {
		match error {
			DispatchError::Module(error) => {
				let why = error.message.unwrap_or("nameless");
				self.note(format!("refused: {why}"));
			}
			DispatchError::BadOrigin => self.note("refused: BadOrigin"),
			other => panic!("no call should be refused with {other:?}"),
		}
	}

	/// A block with some calls, and the time until the next one.
	pub fn take_block(&mut self) {
		if !self.dice.one_in(3) {
			self.feed();
		}
		let calls = self.calls + 4 + self.dice.below(7) as usize;
		while self.calls < calls {
			self.act();
		}
		let gap = self.gap();
		let beacon = !self.dice.one_in(5);
		self.next_block(now() + gap, beacon);
	}

	/// Closes the open block, checks everything, and opens the next one.
	pub fn next_block(&mut self, at: Moment, beacon: bool) {
		let _note = Note(("block", System::block_number(), now()));
		blocks::close();
		self.hear();
		self.check();
		self.relay += 1 + self.dice.below(3) as u32;
		blocks::open(at, beacon.then_some(self.relay));
		// What the agendas have done, before anybody acts.
		self.hear();
		self.check();
	}

	/// Books what the events of the block tell, and takes them away.
	fn hear(&mut self) {
		let events = System::read_events_no_consensus();
		for record in events {
			let event: RuntimeEvent = record.event;
			for what in super::ledger::names(&event) {
				self.note(what);
			}
			self.ledger.book(event);
		}
		System::reset_events();
	}

	/// The machine with a number below [`cast::MACHINES`].
	pub fn machine(&self, n: usize) -> MachineId {
		cast::id(&self.keys[n])
	}

	/// Somebody, mostly who is meant.
	pub fn mostly(&mut self, who: Who) -> Who {
		if self.dice.one_in(24) {
			self.dice.pick(&cast::ALL)
		} else {
			who
		}
	}

	/// Somebody, mostly who has that account.
	pub fn mostly_of(&mut self, account: &AccountId) -> Who {
		self.mostly(cast::whose(account))
	}

	/// The machines that can be rented or reported, or were.
	pub fn active_machines(&self) -> Vec<MachineId> {
		let machines = pallet_machines::Machines::<Runtime>::iter();
		let active = machines.filter(|(_, record)| record.is_active());
		active.map(|(id, _)| id).collect()
	}
}

/// The root of the whole storage.
pub fn storage_root() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

/// The deadlines that are to come, as far as they are known.
pub fn deadlines() -> Vec<Moment> {
	let mut all = Vec::new();
	for request in pallet_verification::Requests::<Runtime>::iter_values() {
		all.push(request.waiting_since);
		let ballots = request.ballot.into_iter();
		all.extend(ballots.flat_map(|ballot| [ballot.commit_until, ballot.reveal_until]));
	}
	for report in pallet_faults::Reports::<Runtime>::iter_values() {
		all.extend(report.voting.into_iter().flat_map(|voting| {
			let ballot = voting.ballot;
			let ends = [ballot.commit_until, ballot.reveal_until];
			ends.into_iter().chain(voting.evidence_until)
		}));
	}
	for occupancy in pallet_rental::Occupancies::<Runtime>::iter_values() {
		let parts = occupancy.parts.into_iter();
		all.extend(parts.flat_map(|part| [part.from, part.until]));
	}
	all.extend(pallet_sanctions::Sanctions::<Runtime>::iter_values().map(|one| one.until));
	all.retain(|at| *at > now() + 1);
	all
}
