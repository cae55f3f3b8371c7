//! What can happen, and how a seed decides what does.

use super::*;

/// Which order a step is about.
#[derive(Clone, Copy, Debug)]
pub struct Pick {
	/// One that is not over, and that the step may be about; otherwise any of the last ones.
	pub live: bool,
	/// Which of them.
	pub nth: usize,
}

/// Who makes a call on an order.
#[derive(Clone, Copy, Debug)]
pub enum Who {
	/// Who may.
	Right,
	/// The owner of the machine.
	Owner,
	/// Anybody: see [`somebody`].
	Other(u8),
}

/// The most that a call may cost.
#[derive(Clone, Copy, Debug)]
pub enum Cap {
	/// Whatever it costs.
	Any,
	/// Exactly what it costs.
	Exact,
	/// One planck less than it costs.
	TooLow,
}

#[derive(Clone, Copy, Debug)]
pub enum Step {
	Rent {
		n: u8,
		payer: u8,
		renter: Option<u8>,
		gpus: u32,
		duration: Moment,
		/// The start, from one millisecond ago on.
		ahead: Option<Moment>,
		cap: Cap,
	},
	Confirm(Pick, Who),
	Extend(Pick, Who, Moment, Cap),
	End(Pick, Who),
	Cancel(Pick, Who),
	Settle(Pick),
	ForceClose(Pick, Who),
	SetSchedule(u8, u8, Who),
	Prune(u8),
	Wait(Moment),
	/// Waits for the next moment that matters to an order, one millisecond more or less.
	WaitFor(Pick, u8),
	Stall(Moment),
	/// A block with room for so many items, or for everything.
	Poll(Option<u64>),
	Down(u8),
	Up(u8),
	Report(u8),
	/// The owner has put right what the report is about.
	Repair(u8),
	Verdict {
		n: u8,
		upheld: bool,
	},
	Price(Option<u64>),
	Stale,
	Govern(u8, u64),
	Payee(u8, u8),
	Closed(u8, bool),
	ExtraPrice(u8, u64),
	Hardware(u8, u32),
	Exit(u8),
	ForceExit {
		n: u8,
		report_first: bool,
	},
	Join(u8, u32),
	/// The account that is often empty is emptied again.
	Empty,
}

impl Step {
	/// Whether it does, or comes to, what depends on who has settled what: time passes with settlements in between.
	pub fn settles(&self) -> bool {
		matches!(
			self,
			Self::Settle(_)
				| Self::ForceClose(..)
				| Self::Wait(_)
				| Self::WaitFor(..)
				| Self::Stall(_)
		)
	}

	/// Whether it is a call and nothing else.
	pub fn is_call(&self) -> bool {
		matches!(
			self,
			Self::Rent { .. }
				| Self::Confirm(..)
				| Self::Extend(..)
				| Self::End(..)
				| Self::Cancel(..)
				| Self::Settle(..)
				| Self::ForceClose(..)
				| Self::SetSchedule(..)
				| Self::Prune(..)
		)
	}
}

/// The accounts that make calls.
pub fn somebody(n: u8) -> AccountId {
	[ALICE, BOB, CHARLIE, DAVE][usize::from(n) % 4].clone()
}

fn pick(dice: &mut Dice) -> Pick {
	Pick {
		live: !dice.one_in(8),
		nth: dice.below(8) as usize,
	}
}

fn who(dice: &mut Dice) -> Who {
	match dice.below(16) {
		0 => Who::Other(dice.below(4) as u8),
		1 => Who::Owner,
		_ => Who::Right,
	}
}

fn cap(dice: &mut Dice) -> Cap {
	match dice.below(20) {
		0 => Cap::TooLow,
		1 | 2 => Cap::Exact,
		_ => Cap::Any,
	}
}

fn duration(dice: &mut Dice) -> Moment {
	match dice.below(20) {
		0 => dice.pick(&[
			0,
			MINUTE,
			9 * MINUTE,
			10 * MINUTE + 1,
			u64::MAX / MINUTE * MINUTE,
		]),
		1 => dice.pick(&[DAY, 7 * DAY, 60 * DAY, 60 * DAY + MINUTE]),
		2..=8 => (10 + dice.below(5)) * MINUTE,
		_ => (20 + dice.below(120)) * MINUTE,
	}
}

fn ahead(dice: &mut Dice) -> Option<Moment> {
	Some(match dice.below(12) {
		0 => 0,
		1 => 1,
		2 => dice.pick(&[14 * DAY + 1, 14 * DAY + 2, 3 * DAY]),
		3..=5 => dice.below(4 * HOUR),
		6 | 7 => dice.pick(&[10, 59, 60, 61, 75]) * MINUTE + 1,
		_ => return None,
	})
}

fn wait(dice: &mut Dice) -> Moment {
	match dice.below(25) {
		0..=3 => 1 + dice.below(3),
		4..=8 => dice.below(5_000),
		9..=12 => MINUTE,
		13..=20 => dice.below(8 * MINUTE),
		21 | 22 => dice.below(HOUR),
		23 => dice.below(8 * HOUR),
		_ => dice.pick(&[DAY, 2 * DAY + 1]),
	}
}

/// The steps of a history. Who rents at once often confirms at once, and sometimes everything happens in one moment.
pub fn history(dice: &mut Dice, length: usize) -> Vec<Step> {
	let mut steps = Vec::new();
	while steps.len() < length {
		let next = step(dice);
		steps.push(next);
		let first = Pick { live: true, nth: 0 };
		match next {
			Step::Rent { ahead: None, .. } if dice.one_in(2) => {
				steps.push(Step::Confirm(first, Who::Right));
			}
			Step::WaitFor(pick, 1) if dice.one_in(3) => {
				steps.push(Step::Settle(pick));
				steps.extend([1, 2].map(Step::Report));
				steps.push(Step::End(pick, Who::Right));
			}
			_ => {}
		}
	}
	steps.truncate(length);
	steps
}

fn step(dice: &mut Dice) -> Step {
	let n = 1 + dice.below(2) as u8;
	match dice.below(200) {
		0..=33 => Step::Rent {
			n,
			payer: dice.below(4) as u8,
			renter: dice.one_in(4).then(|| dice.below(4) as u8),
			gpus: dice.pick(&[0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 5]),
			duration: duration(dice),
			ahead: ahead(dice),
			cap: cap(dice),
		},
		34..=51 => Step::Confirm(pick(dice), who(dice)),
		52..=78 => Step::Extend(pick(dice), who(dice), duration(dice), cap(dice)),
		79..=82 => Step::End(pick(dice), who(dice)),
		83..=87 => Step::Cancel(pick(dice), who(dice)),
		88..=99 => Step::Settle(pick(dice)),
		100 => Step::ForceClose(pick(dice), who(dice)),
		101..=126 => Step::Wait(wait(dice)),
		127..=134 => Step::WaitFor(pick(dice), dice.below(3) as u8),
		135..=137 => Step::Stall(dice.below(20 * MINUTE)),
		138..=141 => Step::Poll(dice.one_in(2).then(|| dice.below(6))),
		142..=145 => Step::Down(n),
		146..=164 => Step::Up(n),
		165..=167 => Step::SetSchedule(n, dice.below(8) as u8, who(dice)),
		168 | 169 => Step::Prune(n),
		170..=172 => Step::Report(n),
		173 | 174 => Step::Repair(n),
		175..=180 => Step::Verdict {
			n,
			upheld: dice.one_in(2),
		},
		181..=184 => Step::Price(Some(1_000_000 + dice.below(50_000_000))),
		185 => dice.pick(&[Step::Price(None), Step::Stale]),
		186..=188 => Step::Govern(dice.below(12) as u8, dice.roll()),
		189..=191 => Step::Payee(n, dice.pick(&[0, 1, 2, 2, 2])),
		192 => Step::Closed(n, dice.one_in(5)),
		193 => Step::ExtraPrice(n, dice.pick(&[0, 1, 1_000_000, 10_000_000_000])),
		194 => dice.pick(&[
			Step::Exit(n),
			Step::Exit(n),
			Step::Exit(n),
			Step::Hardware(n, 2),
			Step::Hardware(n, 4),
			Step::ForceExit {
				n,
				report_first: false,
			},
			Step::ForceExit {
				n,
				report_first: true,
			},
		]),
		195..=197 => Step::Join(n, 1 + dice.below(5) as u32),
		_ => Step::Empty,
	}
}
