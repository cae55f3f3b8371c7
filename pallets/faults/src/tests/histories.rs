//! Random histories in which reporters, members, owners, strangers and governance do their worst: whatever happens, every
//! report ends, every member is let go of or punished exactly once, nobody pays what was not decided, and no machine
//! stays locked, frozen or down without a reason.

mod model;
mod steps;

use super::*;
use crate::VotingOf;
use dbc_primitives::{Moment, ReportId};
use frame_support::storage::{with_transaction, TransactionOutcome};
use model::Model;
use proptest::{
	prelude::*,
	test_runner::{TestCaseError, TestRunner},
};
use std::{cell::RefCell, collections::BTreeMap};
use steps::{step, Step};

/// How many histories there are.
const HISTORIES: u32 = 10_000;

/// Windows of minutes instead of hours, so that the agenda passes few minutes.
const SHORT: FaultRules = FaultRules {
	quick_commit_window: 2 * MINUTE,
	quick_reveal_window: MINUTE,
	commit_window: 3 * MINUTE,
	reveal_window: MINUTE,
	evidence_window: MINUTE,
	withdraw_after: MINUTE,
	report_after_order: 5 * MINUTE,
	..GENESIS_RULES
};

/// The open report on the `n`th machine.
fn open(n: u8) -> Option<ReportId> {
	OpenReports::<Test>::get(id(n))
}

fn stalled() -> Moment {
	use dbc_primitives::traits::StallCounter;
	MockStalls::stalled()
}

fn open_voting(n: u8) -> Option<VotingOf<Test>> {
	record(open(n)?).voting
}

/// Plays a history on two rented machines, and tells what was seen. It leaves no trace.
fn play(steps: Vec<(Step, u8)>) -> BTreeMap<&'static str, u32> {
	let played = with_transaction(|| {
		reset();
		Rules::set(SHORT);
		Pool::set_drawable(&[CHARLIE, ALICE]);
		let issuance = Balances::total_issuance();
		let before: BTreeMap<AccountId, u128> = (0..9)
			.map(member)
			.chain([TREASURY])
			.map(|who| (who.clone(), Balances::free_balance(&who)))
			.collect();
		let mut model = Model::default();
		for (step, n) in steps {
			model.take(step, n);
			model.check();
		}
		model.check_jobs();
		Faults::do_try_state().unwrap();
		model.end();
		model.check();
		model.check_jobs();
		Faults::do_try_state().unwrap();
		assert_eq!(Reports::<Test>::iter().count(), 0);
		assert_eq!(Evidence::<Test>::iter().count(), 0);
		assert_eq!(on_hold(&BOB) + on_hold(&CHARLIE), 0);
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
fn every_report_should_end_and_every_member_be_settled_when_anything_happens() {
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
		"a verifier reported",
		"at fault",
		"cancelled",
		"deposit returned",
		"expired",
		"forced",
		"rejected",
		"repeated",
		"revealed",
		"undecided",
		"undelivered",
		"upheld",
		"upheld after a repair",
		"voided",
	] {
		let times = seen.get(what).copied().unwrap_or_default();
		assert!(times >= HISTORIES / 100, "{what}: {times}");
	}
}
