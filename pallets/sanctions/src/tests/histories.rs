//! Random histories of outages, reports, appeals and decisions against a naive model: it keeps every outage of a series in a
//! list, adds up from scratch what the series costs, and moves numbers instead of money.

mod model;

use super::*;
use dbc_primitives::{Outage, SanctionRules};
use frame_support::storage::{with_transaction, TransactionOutcome};
use proptest::{
	prelude::*,
	test_runner::{TestCaseError, TestRunner},
};
use std::{cell::RefCell, collections::BTreeMap};
use OutageCause::*;

use model::Model;

/// How many histories there are.
const HISTORIES: u32 = 2_000;

/// Windows of hours instead of days, so that the agenda passes few minutes; machines are old after five days.
const SHORT: SanctionRules = SanctionRules {
	appeal_window: 2 * HOUR,
	decision_window: 3 * HOUR,
	exempt_idle: DAY,
	exempt_active: 5 * DAY,
	..GENESIS_RULES
};

const CAUSES: [OutageCause; 6] = [
	OwnerReported,
	Inaccessible,
	Malfunction,
	Counterfeit,
	RentFailed,
	HardwareChange,
];

#[derive(Clone, Debug)]
enum Step {
	/// Down for the cause, if it is not.
	Down(OutageCause),
	/// Up for all causes for which it is down, or for one.
	Up(Option<OutageCause>),
	/// A report of so long ago is upheld by so many members: it is down since then.
	Uphold(OutageCause, Moment, u8),
	/// It was down from so long ago, for so long.
	Past(OutageCause, Moment, Moment),
	/// Rented by renters with so much unpaid; by nobody if there is none.
	Rent(Vec<(u8, u128)>),
	SanctionOutage,
	Fault(u8),
	Appeal {
		which: usize,
		stranger: bool,
	},
	Decide(usize, Decision),
	Execute(usize),
	Poll,
	Wait(Moment),
	Stall(Moment),
}

fn step() -> impl Strategy<Value = Step> {
	use Step::*;
	let cause = || prop::sample::select(CAUSES.to_vec());
	let faulty = || prop::sample::select(CAUSES[1..5].to_vec());
	let wait = || {
		prop::sample::select(vec![
			1,
			7 * MINUTE,
			HOUR,
			2 * HOUR,
			3 * HOUR,
			5 * HOUR,
			DAY - 1,
			DAY,
			48 * HOUR,
			72 * HOUR,
			120 * HOUR,
		])
	};
	let claim = prop_oneof![4 => 0..2_000 * DBC, 1 => 0..EXISTENTIAL_DEPOSIT];
	let claims = prop::collection::vec((0u8..6, claim), 0..4);
	prop_oneof![
		6 => cause().prop_map(Down),
		7 => prop::option::weighted(0.3, cause()).prop_map(Up),
		4 => (faulty(), 0..2 * HOUR, 0u8..4).prop_map(|(cause, ago, n)| Uphold(cause, ago, n)),
		2 => (faulty(), 0..30 * HOUR, 0..30 * HOUR).prop_map(|(cause, ago, time)| Past(cause, ago, time)),
		3 => claims.prop_map(Rent),
		2 => Just(SanctionOutage),
		2 => (0u8..6).prop_map(Fault),
		5 => (any::<usize>(), prop::bool::weighted(0.2))
			.prop_map(|(which, stranger)| Appeal { which, stranger }),
		4 => (any::<usize>(), prop::bool::ANY).prop_map(|(which, cancels)| {
			Decide(which, if cancels { Decision::Cancel } else { Decision::Dismiss })
		}),
		3 => any::<usize>().prop_map(Execute),
		2 => Just(Poll),
		9 => wait().prop_map(Wait),
		1 => (1..4 * HOUR).prop_map(Stall),
	]
}

/// Plays a history on two machines, and tells what was seen. It leaves no trace.
fn play(steps: Vec<(Step, u8)>) -> BTreeMap<&'static str, u32> {
	let played = with_transaction(|| {
		reset();
		Rules::set(SHORT);
		active(1, ALICE, 4);
		active(2, BOB, 1);
		let mut model = Model::new();
		// So that reports lie behind the activation.
		advance(2 * DAY);
		for (step, n) in steps {
			model.take(step, n);
			model.check();
		}
		Sanctions::do_try_state().unwrap();
		model.end();
		model.check();
		Sanctions::do_try_state().unwrap();
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(model.seen))
	});
	played.unwrap()
}

#[test]
fn sanctions_should_be_those_of_the_model_when_anything_happens() {
	let seen = RefCell::new(BTreeMap::<&'static str, u32>::new());
	let mut runner = TestRunner::new(ProptestConfig {
		failure_persistence: None,
		..ProptestConfig::with_cases(HISTORIES)
	});
	let steps = prop::collection::vec((step(), prop::sample::select(vec![1u8, 1, 1, 2])), 30);
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
		"another outage was running",
		"appealed",
		"began earlier",
		"cancelled",
		"dismissed",
		"executed",
		"executed by the agenda",
		"imposed",
		"nothing due",
		"renters could share",
		"sanctioned while running",
	] {
		let times = seen.get(what).copied().unwrap_or_default();
		assert!(times >= HISTORIES / 100, "{what}: {times}");
	}
	// A dozen times in most runs.
	assert!(seen.contains_key("dust"), "no share was dust");
}
