//! `request`.

use super::*;

#[test]
fn request_should_cost_nothing_when_the_machine_is_registered() {
	run(|| {
		Registry::register(&id(1), &ALICE).unwrap();
		let before = spendable(&ALICE);
		assert_ok!(Verification::request(signed(ALICE), id(1)));
		assert_eq!(spendable(&ALICE), before);
		assert_eq!(on_hold(&ALICE), 0);
		assert_eq!(machine(1).phase, Phase::Verifying);
		assert_eq!(
			events(),
			[Event::VerificationRequested {
				machine: id(1),
				owner: ALICE,
				kind: VerificationKind::Registration,
				job: 0,
				fee: 0,
				registration_fee: 0,
			}]
		);
	});
}

#[test]
fn request_should_need_no_price_when_it_costs_nothing() {
	run(|| {
		MockPrice::clear();
		Registry::register(&id(1), &ALICE).unwrap();
		assert_ok!(Verification::request(signed(ALICE), id(1)));
	});
}

#[test]
fn request_should_be_stored_when_made() {
	run(|| {
		requested(1, ALICE);
		let request = request_of(1);
		assert_eq!(request.kind, VerificationKind::Registration);
		assert_eq!(request.owner, ALICE);
		assert_eq!(
			(request.requested_at, request.waiting_since),
			(START, START)
		);
		assert_eq!((request.round, request.job), (1, 0));
		assert_eq!(request.ballot, None);
		assert!(!request.repeated);
	});
}

#[test]
fn request_should_exclude_owner_and_payee_when_members_are_asked_for() {
	run(|| {
		Registry::register(&id(1), &ALICE).unwrap();
		let mut record = machine(1);
		record.payee = BOB;
		Registry::put(&id(1), &record);
		assert_ok!(Verification::request(signed(ALICE), id(1)));
		let job = Pool::job(0).unwrap();
		assert_eq!(job.subject, JobSubject::Verification(id(1)));
		assert_eq!(job.exclusions.parties.into_inner(), [ALICE, BOB]);
		assert!(job.exclusions.drawn_before.is_empty());
	});
}

#[test]
fn request_should_exclude_the_owner_once_when_it_is_its_own_payee() {
	run(|| {
		requested(1, ALICE);
		let parties = Pool::job(0).unwrap().exclusions.parties;
		assert_eq!(parties.into_inner(), [ALICE]);
	});
}

#[test]
fn request_should_be_free_when_the_machine_was_refused() {
	run(|| {
		drawn(1, ALICE);
		vote(1, all(refuse(RejectReason::Other)));
		MockPrice::clear();
		assert_ok!(Verification::request(signed(ALICE), id(1)));
		assert_eq!(on_hold(&ALICE), 0);
		// The stake of one GPU is held again, beside what is locked.
		assert_eq!(machine(1).held, PER_GPU + PER_GPU / 20);
	});
}

#[test]
fn request_should_cost_both_fees_when_the_last_one_ended_without_a_decision() {
	run(|| {
		requested(1, ALICE);
		end_undecided(1);
		let (owner, treasury) = (spendable(&ALICE), spendable(&TREASURY));
		assert_ok!(Verification::request(signed(ALICE), id(1)));
		assert_eq!(spendable(&ALICE), owner - REGISTRATION_FEE - FEE - PER_GPU);
		assert_eq!(spendable(&TREASURY), treasury + REGISTRATION_FEE);
		assert_eq!(on_hold(&ALICE), FEE);
		let request = request_of(1);
		assert_eq!((request.fee, request.repeated), (FEE, true));
		assert_eq!(
			events(),
			[Event::VerificationRequested {
				machine: id(1),
				owner: ALICE,
				kind: VerificationKind::Registration,
				job: request.job,
				fee: FEE,
				registration_fee: REGISTRATION_FEE,
			}]
		);
	});
}

#[test]
fn fee_should_be_rounded_up_when_it_is_no_whole_planck() {
	run(|| {
		requested(1, ALICE);
		end_undecided(1);
		// 24 USD at 0.007 USD: 3,428.571428571428571428… DBC.
		MockPrice::set(7_000_000);
		assert_ok!(Verification::request(signed(ALICE), id(1)));
		assert_eq!(on_hold(&ALICE), 3_428_571_428_571_428_572);
	});
}

#[test]
fn request_should_fail_when_a_fee_is_due_and_the_price_is_stale() {
	run(|| {
		requested(1, ALICE);
		end_undecided(1);
		MockPrice::make_stale();
		assert_noop!(
			Verification::request(signed(ALICE), id(1)),
			E::PriceUnavailable
		);
	});
}

#[test]
fn request_should_fail_when_the_owner_lacks_one_planck_of_the_fees() {
	run(|| {
		requested(1, ALICE);
		end_undecided(1);
		let excess = spendable(&ALICE) - (REGISTRATION_FEE + FEE) + 1;
		assert_ok!(Balances::transfer_keep_alive(signed(ALICE), BOB, excess));
		assert_noop!(
			Verification::request(signed(ALICE), id(1)),
			E::InsufficientBalance
		);
	});
}

#[test]
fn request_should_fail_when_one_is_open() {
	run(|| {
		requested(1, ALICE);
		assert_noop!(
			Verification::request(signed(ALICE), id(1)),
			E::AlreadyRequested
		);
	});
}

#[test]
fn request_should_fail_when_the_machine_is_active() {
	run(|| {
		active(1, ALICE, 1);
		let wrong = DispatchError::Other("mock: wrong phase");
		assert_noop!(Verification::request(signed(ALICE), id(1)), wrong);
	});
}

#[test]
fn request_should_change_nothing_when_too_many_jobs_wait() {
	run(|| {
		requested(1, ALICE);
		end_undecided(1);
		Pool::set_full(true);
		let full = DispatchError::Other("mock: too many jobs wait");
		assert_noop!(Verification::request(signed(ALICE), id(1)), full);
	});
}

#[test]
fn request_should_fail_when_the_caller_is_not_the_owner() {
	run(|| {
		Registry::register(&id(1), &ALICE).unwrap();
		assert_noop!(Verification::request(signed(BOB), id(1)), E::NotOwner);
		assert_noop!(
			Verification::request(signed(ALICE), id(2)),
			E::MachineNotFound
		);
		assert_noop!(
			Verification::request(RuntimeOrigin::root(), id(1)),
			BadOrigin
		);
	});
}
