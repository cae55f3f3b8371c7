#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]

use super::*;
use frame_support::{assert_err, storage_alias, Twox64Concat};
use proptest::prelude::*;
use sp_runtime::DispatchError;

#[storage_alias]
type Items = StorageDoubleMap<Test, Twox64Concat, Minute, Twox64Concat, u32, u32>;
#[storage_alias]
type Places =
	StorageMap<Test, Twox64Concat, Minute, u32, frame_support::pallet_prelude::ValueQuery>;
#[storage_alias]
type State = StorageValue<Test, Cursor>;
/// What an item writes.
#[storage_alias]
type Written = StorageMap<Test, Twox64Concat, u32, ()>;

type Tested = Agenda<Items, Places, State, u32>;

/// The minute in which the tests begin.
const FIRST: Minute = 30_000_000;
const START: Moment = FIRST as Moment * MINUTE;

const COSTS: Costs = Costs {
	minute: Weight::from_parts(1, 1),
	item: Weight::from_parts(10, 10),
};

fn test(check: impl FnOnce()) {
	sp_io::TestExternalities::default().execute_with(|| {
		check();
		Tested::try_state().unwrap();
	});
}

fn meter(paid: u64) -> WeightMeter {
	WeightMeter::with_limit(Weight::from_parts(paid, paid))
}

/// What ran, with a meter that pays `paid`.
fn drain_paid(now: Moment, paid: u64) -> Vec<u32> {
	let mut ran = Vec::new();
	let failed = Tested::drain(now, &mut meter(paid), COSTS, |item| {
		ran.push(item);
		Ok(())
	});
	assert_eq!(failed, 0);
	Tested::try_state().unwrap();
	ran
}

fn drain(now: Moment) -> Vec<u32> {
	drain_paid(now, u64::MAX)
}

#[test]
fn item_should_wait_for_a_full_minute_when_due_within_it() {
	test(|| {
		let slot = Tested::schedule(START, START + 1, 7);
		assert_eq!(
			slot,
			Slot {
				minute: FIRST + 1,
				place: 0
			}
		);
		assert!(drain(START + MINUTE - 1).is_empty());
		assert_eq!(drain(START + MINUTE), [7]);
		assert!(drain(START + 2 * MINUTE).is_empty());
	});
}

#[test]
fn item_should_run_on_the_minute_when_due_on_it() {
	test(|| {
		Tested::schedule(START, START + 5 * MINUTE, 7);
		assert!(drain(START + 5 * MINUTE - 1).is_empty());
		assert_eq!(drain(START + 5 * MINUTE), [7]);
	});
}

#[test]
fn earlier_item_should_come_first_when_scheduled_later() {
	test(|| {
		Tested::schedule(START, START + 9 * MINUTE, 9);
		assert!(drain(START + MINUTE).is_empty());
		Tested::schedule(START + MINUTE, START + 2 * MINUTE, 2);
		Tested::schedule(START + MINUTE, START + 2 * MINUTE, 3);
		assert_eq!(drain(START + 2 * MINUTE), [2, 3]);
		assert_eq!(drain(START + 9 * MINUTE), [9]);
	});
}

#[test]
fn item_should_come_within_a_minute_when_due_already() {
	test(|| {
		Tested::schedule(START, 0, 1);
		assert_eq!(drain(START), [1]);
		// This minute is closed now.
		Tested::schedule(START, 0, 2);
		assert!(drain(START + MINUTE - 1).is_empty());
		assert_eq!(drain(START + MINUTE), [2]);
	});
}

#[test]
fn item_should_go_to_the_next_minute_when_the_cursor_stands_within_one() {
	test(|| {
		for item in 0..3 {
			Tested::schedule(START, START, item);
		}
		assert_eq!(drain_paid(START, 21), [0, 1]);
		let slot = Tested::schedule(START, START, 3);
		assert_eq!(slot.minute, FIRST + 1);
		assert_eq!(drain(START), [2]);
		assert_eq!(drain(START + MINUTE), [3]);
	});
}

#[test]
fn drain_should_stop_when_the_meter_pays_no_more() {
	test(|| {
		for item in 0..3 {
			Tested::schedule(START, START + MINUTE * Moment::from(item / 2), item);
		}
		let now = START + MINUTE;
		assert!(drain_paid(now, 0).is_empty());
		assert!(drain_paid(now, 10).is_empty());
		assert_eq!(drain_paid(now, 11), [0]);
		assert_eq!(drain_paid(now, 12), [1]);
		assert_eq!(drain_paid(now, 11), [2]);
	});
}

#[test]
fn drain_should_consume_a_minute_and_its_places_when_it_runs() {
	test(|| {
		Tested::schedule(START, START + MINUTE, 0);
		Tested::schedule(START, START + MINUTE, 1);
		let mut meter = meter(1_000);
		Tested::drain(START + MINUTE, &mut meter, COSTS, |_| Ok(()));
		// An empty minute, and one with two places.
		assert_eq!(meter.consumed(), Weight::from_parts(22, 22));
	});
}

#[test]
fn drain_should_consume_and_write_nothing_when_nothing_lies_ahead() {
	test(|| {
		assert!(drain_paid(START, 0).is_empty());
		assert!(!State::exists());
		Tested::schedule(START, START, 0);
		assert_eq!(drain(START), [0]);
		let cursor = State::get();
		let mut meter = meter(1_000);
		Tested::drain(u64::MAX, &mut meter, COSTS, |_| Ok(()));
		assert_eq!(meter.consumed(), Weight::zero());
		assert_eq!(State::get(), cursor);
	});
}

#[test]
fn cursor_should_jump_to_the_present_when_nothing_lay_ahead_for_years() {
	test(|| {
		Tested::schedule(START, START, 0);
		assert_eq!(drain(START), [0]);
		let now = START + 5_000_000 * MINUTE;
		let slot = Tested::schedule(now, now, 1);
		assert_eq!(slot.minute, FIRST + 5_000_000);
		assert_eq!(drain_paid(now, 11), [1]);
	});
}

#[test]
fn drain_should_pass_a_thousand_empty_minutes_when_far_behind() {
	test(|| {
		Tested::schedule(START, START + 2_500 * MINUTE, 0);
		let now = START + 9_000 * MINUTE;
		for _ in 0..2 {
			let mut meter = meter(u64::MAX);
			Tested::drain(now, &mut meter, COSTS, |_| Ok(()));
			assert_eq!(meter.consumed(), Weight::from_parts(1_000, 1_000));
		}
		assert_eq!(drain(now), [0]);
	});
}

#[test]
fn item_should_not_run_when_cancelled() {
	test(|| {
		let slots = [0, 1, 2].map(|item| Tested::schedule(START, START, item));
		assert_eq!(Tested::cancel(slots[1]), Some(1));
		assert_eq!(Tested::cancel(slots[1]), None);
		assert_eq!(drain(START), [0, 2]);
		assert_eq!(Tested::cancel(slots[0]), None);
	});
}

#[test]
fn place_should_not_be_given_again_when_cancelled() {
	test(|| {
		let cancelled = Tested::schedule(START, START, 0);
		Tested::cancel(cancelled);
		assert_ne!(Tested::schedule(START, START, 1), cancelled);
		assert_eq!(drain(START), [1]);
	});
}

#[test]
fn storage_should_be_clean_when_all_was_cancelled() {
	test(|| {
		for minute in 0..3 {
			let slot = Tested::schedule(START, START + minute * MINUTE, 0);
			Tested::cancel(slot);
		}
		assert!(drain(START + 3 * MINUTE).is_empty());
		assert_eq!(Items::iter().count(), 0);
		assert_eq!(Places::iter().count(), 0);
	});
}

#[test]
fn item_should_leave_no_trace_when_it_fails() {
	test(|| {
		for item in 0..3 {
			Tested::schedule(START, START, item);
		}
		let act = |item| {
			Written::insert(item, ());
			Tested::schedule(START, START, 10 + item);
			if item == 1 {
				return Err(DispatchError::Unavailable);
			}
			Ok(())
		};
		assert_eq!(Tested::drain(START, &mut meter(1_000), COSTS, act), 1);
		Tested::try_state().unwrap();
		let written = [0, 1, 2].map(Written::contains_key);
		assert_eq!(written, [true, false, true]);
		assert_eq!(drain(START + MINUTE), [10, 12]);
	});
}

#[test]
fn drain_should_end_when_every_item_schedules_another() {
	test(|| {
		for item in 0..3 {
			Tested::schedule(START, START, item);
		}
		let now = START + 10 * MINUTE;
		let mut ran = 0;
		Tested::drain(now, &mut WeightMeter::new(), COSTS, |item| {
			ran += 1;
			Tested::schedule(now, 0, item);
			Ok(())
		});
		// Once in each minute up to now.
		assert_eq!(ran, 33);
		assert_eq!(drain(now + MINUTE).len(), 3);
	});
}

#[test]
fn item_should_cancel_another_when_both_are_due() {
	test(|| {
		let slots = [0, 1].map(|item| Tested::schedule(START, START, item));
		let mut ran = Vec::new();
		Tested::drain(START, &mut WeightMeter::new(), COSTS, |item| {
			ran.push(item);
			Tested::cancel(slots[1]);
			Ok(())
		});
		assert_eq!(ran, [0]);
	});
}

#[test]
fn schedule_should_not_overflow_when_time_is_highest() {
	test(|| {
		Tested::schedule(START, Moment::MAX, 0);
		Tested::schedule(Moment::MAX, Moment::MAX, 1);
		State::mutate(|cursor| cursor.as_mut().unwrap().next.minute = Minute::MAX - 1);
		assert!(drain((Moment::from(Minute::MAX) * MINUTE) - 1).is_empty());
		assert_eq!(drain(Moment::MAX), [0, 1]);
		assert!(drain(Moment::MAX).is_empty());
	});
}

#[test]
fn try_state_should_fail_when_a_storage_item_is_wrong() {
	let corruptions: [(fn(), &str); 6] = [
		(State::kill, "agenda: there are items, but no cursor"),
		(
			|| Places::insert(FIRST - 1, 1),
			"agenda: a minute was left behind",
		),
		(
			|| Places::insert(FIRST, 0),
			"agenda: a minute was left behind",
		),
		(
			|| Places::insert(FIRST + 5, 1),
			"agenda: the cursor is wrong about the places that lie ahead",
		),
		(
			|| Items::insert(FIRST, 2, 0),
			"agenda: an item has no place that lies ahead",
		),
		(
			|| Items::insert(FIRST - 1, 0, 0),
			"agenda: an item has no place that lies ahead",
		),
	];
	for (corrupt, error) in corruptions {
		sp_io::TestExternalities::default().execute_with(|| {
			Tested::schedule(START, START, 0);
			Tested::schedule(START, START, 1);
			Tested::try_state().unwrap();
			corrupt();
			assert_err!(Tested::try_state(), DispatchError::Other(error));
		});
	}
}

/// What happens to an agenda.
#[derive(Clone, Debug)]
enum Action {
	/// An item is scheduled so many milliseconds from now; it fails when it runs, or not.
	Schedule(i64, bool),
	/// The item scheduled as the so manieth is cancelled.
	Cancel(usize),
	/// So much time passes, and the agenda is drained with a meter that pays so much.
	Drain(Moment, u64),
}

fn action() -> impl Strategy<Value = Action> {
	let minutes = |count: i64| count * MINUTE.cast_signed();
	prop_oneof![
		4 => (minutes(-3)..minutes(8), prop::bool::weighted(0.2))
			.prop_map(|(delay, fails)| Action::Schedule(delay, fails)),
		1 => any::<usize>().prop_map(Action::Cancel),
		3 => (0..3 * MINUTE, prop_oneof![0u64..60, Just(u64::MAX)])
			.prop_map(|(passed, paid)| Action::Drain(passed, paid)),
		1 => (Just(2_300 * MINUTE), 0u64..1_500).prop_map(|(passed, paid)| Action::Drain(passed, paid)),
	]
}

/// An item as a naive list knows it.
#[derive(Debug)]
struct Known {
	at: Moment,
	slot: Slot,
	fails: bool,
}

/// The agenda beside a naive list of everything that still has to run.
#[derive(Default)]
struct Compared {
	now: Moment,
	known: Vec<Known>,
	waiting: Vec<u32>,
}

impl Compared {
	fn schedule(&mut self, delay: i64, fails: bool) {
		let at = self.now.saturating_add_signed(delay);
		let item = self.known.len() as u32;
		let slot = Tested::schedule(self.now, at, item);
		let due = minute_from(at);
		assert!(slot.minute >= due, "early");
		assert!(slot.minute <= due.max(minute_of(self.now) + 1), "late");
		self.known.push(Known { at, slot, fails });
		self.waiting.push(item);
		// Stable: those of a minute keep the order in which they came.
		self.waiting
			.sort_by_key(|item| self.known[*item as usize].slot.minute);
	}

	fn cancel(&mut self, which: usize) {
		if self.known.is_empty() {
			return;
		}
		let item = which % self.known.len();
		let waited = self
			.waiting
			.iter()
			.position(|waiting| *waiting as usize == item);
		let cancelled = Tested::cancel(self.known[item].slot);
		assert_eq!(cancelled, waited.map(|_| item as u32));
		if let Some(position) = waited {
			self.waiting.remove(position);
		}
	}

	/// Drains, and compares what ran with the head of the list.
	fn drain(&mut self, passed: Moment, paid: u64) {
		self.now += passed;
		let mut ran = Vec::new();
		let failed = Tested::drain(self.now, &mut meter(paid), COSTS, |item| {
			let known = &self.known[item as usize];
			assert!(known.at <= self.now, "early");
			ran.push(item);
			Written::insert(item, ());
			if known.fails {
				return Err(DispatchError::Unavailable);
			}
			Ok(())
		});
		let rest = self.waiting.split_off(ran.len());
		assert_eq!(ran, self.waiting);
		self.waiting = rest;
		let fails = |item: &&u32| self.known[**item as usize].fails;
		assert_eq!(failed as usize, ran.iter().filter(fails).count());
		for item in &ran {
			assert_ne!(Written::contains_key(item), fails(&item));
		}
		Tested::try_state().unwrap();
	}
}

proptest! {
	#[test]
	fn agenda_should_match_a_sorted_list_when_driven_at_random(
		actions in prop::collection::vec(action(), 1..60),
	) {
		test(|| {
			let mut compared = Compared { now: START + 1, ..Default::default() };
			for action in actions {
				match action {
					Action::Schedule(delay, fails) => compared.schedule(delay, fails),
					Action::Cancel(which) => compared.cancel(which),
					Action::Drain(passed, paid) => compared.drain(passed, paid),
				}
			}
			// Whatever is left comes in the end, and nothing stays behind.
			compared.drain(10 * MINUTE, u64::MAX);
			for _ in 0..(60 * 3) {
				compared.drain(0, u64::MAX);
			}
			assert!(compared.waiting.is_empty());
			assert_eq!(Items::iter().count(), 0);
			assert_eq!(Places::iter().count(), 0);
		});
	}

	#[test]
	fn order_should_be_the_same_when_the_meter_is_cut_anywhere(
		delays in prop::collection::vec(0u64..6 * MINUTE, 1..20),
		cuts in prop::collection::vec(11u64..80, 100),
	) {
		let run = |cuts: &[u64]| {
			let mut ran = Vec::new();
			test(|| {
				for (item, delay) in delays.iter().enumerate() {
					Tested::schedule(START, START + delay, item as u32);
				}
				for paid in cuts {
					ran.extend(drain_paid(START + 6 * MINUTE, *paid));
				}
			});
			ran
		};
		let whole = run(&[u64::MAX]);
		prop_assert_eq!(whole.len(), delays.len());
		prop_assert_eq!(run(&cuts), whole);
	}
}
