//! `decide`.

use super::*;

fn decide(id: SanctionId, decision: Decision) -> Result<(), DispatchError> {
	Sanctions::decide(RuntimeOrigin::root(), id, decision)
		.map(|_| ())
		.map_err(|refused| refused.error)
}

fn appealed_fault() -> JobId {
	let job = fault(0);
	Sanctions::appeal(signed(member(0)), 0, reason("a storm")).unwrap();
	job
}

#[test]
fn cancelled_sanction_should_let_a_member_go() {
	run(|| {
		let before = free(&member(0));
		let job = appealed_fault();
		events();
		assert_ok!(decide(0, Decision::Cancel));
		assert_eq!(Pool::job(job).unwrap().released, [member(0)]);
		assert_eq!((free(&member(0)), on_hold(&member(0))), (before, 0));
		assert_eq!(pending(), NONE);
		assert_eq!(
			events(),
			[
				Event::SanctionCancelled { id: 0 },
				Event::DepositReturned {
					id: 0,
					amount: DEPOSIT,
				},
			]
		);
	});
}

#[test]
fn cancelled_sanction_should_unlock_the_stake_and_the_exit() {
	run(|| {
		let sanction = inaccessible(1, HOUR);
		Sanctions::appeal(signed(ALICE), sanction, reason("")).unwrap();
		assert_ok!(decide(sanction, Decision::Cancel));
		assert_eq!((machine(1).locked, machine(1).exit_locks), (0, 0));
		assert_eq!(machine(1).held, 4 * PER_GPU);
	});
}

#[test]
fn cancelled_refusal_should_return_the_rest_of_the_stake() {
	run(|| {
		let before = free(&ALICE);
		refused(1, &ALICE, &[(member(0), DBC)]);
		Sanctions::appeal(signed(ALICE), 0, reason("")).unwrap();
		assert_ok!(decide(0, Decision::Cancel));
		assert_eq!(free(&ALICE), before);
		assert_eq!((machine(1).held, machine(1).locked), (0, 0));
		assert!(!Shares::<Test>::contains_key(0));
	});
}

#[test]
fn cancelled_refusal_should_stay_in_the_stake_when_the_machine_was_accepted_since() {
	run(|| {
		use dbc_primitives::{traits::MachineVerification, Phase};
		refused(1, &ALICE, &[]);
		Sanctions::appeal(signed(ALICE), 0, reason("")).unwrap();
		Registry::begin_verification(&id(1)).unwrap();
		let mut record = machine(1);
		record.phase = Phase::Active;
		Registry::put(&id(1), &record);
		let held = record.held;
		assert_ok!(decide(0, Decision::Cancel));
		assert_eq!((machine(1).held, machine(1).locked), (held, 0));
	});
}

#[test]
fn cancelled_refusal_should_stay_on_hold_when_the_owner_cannot_receive_it() {
	run(|| {
		refused(1, &ALICE, &[]);
		Sanctions::appeal(signed(ALICE), 0, reason("")).unwrap();
		Registry::fail_at(&[MachineStep::Release]);
		assert_ok!(decide(0, Decision::Cancel));
		assert_eq!((machine(1).held, machine(1).locked), (PENALTY, 0));
		assert_eq!(on_hold(&ALICE), 0);
	});
}

#[test]
fn dismissed_appeal_should_execute_the_sanction_and_take_the_deposit() {
	run(|| {
		let before = free(&TREASURY);
		let job = appealed_fault();
		events();
		assert_ok!(decide(0, Decision::Dismiss));
		assert_eq!(Pool::job(job).unwrap().forfeited, [member(0)]);
		assert_eq!(free(&TREASURY), before + AT_RISK + DEPOSIT);
		assert_eq!(on_hold(&member(0)), 0);
		assert_eq!(
			events(),
			[
				Event::AppealDismissed { id: 0 },
				Event::DepositForfeited {
					id: 0,
					amount: DEPOSIT,
				},
				Event::SanctionExecuted {
					id: 0,
					amount: AT_RISK,
					rest: AT_RISK,
				},
			]
		);
	});
}

#[test]
fn decide_should_fail_when_the_origin_is_not_the_technical_committee() {
	run(|| {
		appealed_fault();
		for who in [member(0), ALICE, TREASURY] {
			let call = Sanctions::decide(signed(who), 0, Decision::Cancel);
			assert_noop!(call, BadOrigin);
		}
	});
}

#[test]
fn decide_should_fail_when_there_is_no_such_sanction() {
	run(|| {
		assert_noop!(decide(0, Decision::Cancel), E::SanctionNotFound);
	});
}

#[test]
fn decide_should_fail_when_nobody_has_appealed() {
	run(|| {
		fault(0);
		for decision in [Decision::Cancel, Decision::Dismiss] {
			assert_noop!(decide(0, decision), E::NotAppealed);
		}
	});
}

#[test]
fn decide_should_be_possible_until_the_last_moment_of_its_window() {
	run(|| {
		appealed_fault();
		advance(7 * DAY);
		assert_noop!(decide(0, Decision::Cancel), E::DecisionWindowOver);
		set_time(now() - 1);
		assert_ok!(decide(0, Decision::Cancel));
	});
}

#[test]
fn decision_window_should_move_when_the_chain_stalls() {
	run(|| {
		MockStalls::set(DAY);
		appealed_fault();
		advance(8 * DAY);
		MockStalls::set(2 * DAY);
		assert_noop!(decide(0, Decision::Cancel), E::DecisionWindowOver);
		MockStalls::set(2 * DAY + 1);
		assert_ok!(decide(0, Decision::Cancel));
	});
}

#[test]
fn decide_should_tell_what_it_weighed() {
	use crate::WeightInfo;
	type W = ();
	run(|| {
		appealed_fault();
		let done = Sanctions::decide(RuntimeOrigin::root(), 0, Decision::Cancel).unwrap();
		assert_eq!(done.actual_weight, Some(W::cancel_bond()));
		let sanction = inaccessible(1, HOUR);
		Sanctions::appeal(signed(ALICE), sanction, reason("")).unwrap();
		let done = Sanctions::decide(RuntimeOrigin::root(), sanction, Decision::Dismiss).unwrap();
		assert_eq!(done.actual_weight, Some(W::execute(0)));
	});
}

#[test]
fn cancelling_should_be_told_when_nothing_is_there_to_let_go() {
	run(|| {
		let job = appealed_fault();
		Pool::release(job, &member(0)).unwrap();
		events();
		assert_ok!(decide(0, Decision::Cancel));
		assert!(matches!(events()[0], Event::SanctionVoided { id: 0, .. }));
		assert_eq!(on_hold(&member(0)), 0);
	});
}
