//! `report`.

use super::*;
use dbc_mocks::{MockAttesters, MockMachineOrders};
use dbc_primitives::{traits::MachineVerification, CauseSince, MachineId, OrderId, Outage};
use frame_support::BoundedVec;
use sp_core::H256;

fn by(who: &AccountId, order: Option<OrderId>, kind: FaultKind) -> sp_runtime::DispatchResult {
	Faults::report(signed(who.clone()), id(1), kind, order, digest(kind))
}

#[test]
fn report_should_be_stored_when_the_renter_files_it() {
	run(|| {
		advance(7);
		assert_ok!(report(1, Malfunction));
		let stored = record(0);
		assert_eq!(stored.machine, id(1));
		assert_eq!(stored.kind, Malfunction);
		assert_eq!(stored.reporter, BOB);
		assert_eq!(stored.order, Some(1));
		assert_eq!(stored.evidence, digest(Malfunction));
		assert_eq!(
			(stored.filed_at, stored.waiting_since),
			(START + 7, START + 7)
		);
		assert_eq!((stored.round, stored.job), (1, 0));
		assert_eq!(stored.voting, None);
		assert_eq!(OpenReports::<Test>::get(id(1)), Some(0));
		assert_eq!(
			events(),
			[Event::ReportFiled {
				report: 0,
				machine: id(1),
				kind: Malfunction,
				reporter: BOB,
				order: Some(1),
				evidence: digest(Malfunction),
				job: 0,
				deposit: DEPOSIT,
			}]
		);
	});
}

#[test]
fn deposit_should_be_on_hold_when_a_report_is_filed() {
	run(|| {
		let before = spendable(&BOB);
		assert_ok!(report(1, Inaccessible));
		assert_ok!(report(2, Malfunction));
		assert_eq!(on_hold(&BOB), 2 * DEPOSIT);
		assert_eq!(spendable(&BOB), before - 2 * DEPOSIT);
	});
}

#[test]
fn deposit_should_be_none_when_the_rules_name_none() {
	run(|| {
		Rules::set(FaultRules {
			report_deposit: 0,
			..GENESIS_RULES
		});
		let report = informed(1, Inaccessible);
		assert_eq!(on_hold(&BOB), 0);
		vote(report, all(Reject));
		assert_closed(1, report);
	});
}

#[test]
fn orders_should_be_frozen_and_the_exit_locked_when_a_report_is_filed() {
	run(|| {
		advance(7);
		assert_ok!(report(1, Counterfeit));
		assert_eq!(MockOrderBook::frozen(&id(1)), Some(START + 7));
		assert_eq!(machine(1).exit_locks, 1);
		assert_eq!(MockOrderBook::frozen(&id(2)), None);
	});
}

#[test]
fn numbers_should_rise_when_reports_are_filed() {
	run(|| {
		assert_ok!(report(1, Inaccessible));
		assert_ok!(report(2, Inaccessible));
		advance(HOUR);
		assert_ok!(Faults::cancel(signed(BOB), 0));
		assert_eq!(reported(1, Inaccessible), 2);
	});
}

#[test]
fn parties_should_be_excluded_from_the_draw() {
	run(|| {
		MockAttesters::set(&id(1), &members(3).to_vec());
		let orders = MockMachineOrders {
			renters: vec![BOB, CHARLIE, member(4)],
			..Default::default()
		};
		MockOrderBook::put(&id(1), &orders);
		assert_ok!(report(1, Inaccessible));
		let job = Pool::job(0).unwrap();
		assert_eq!(job.subject, JobSubject::Report(0));
		let [first, second, third] = members(3);
		assert_eq!(
			job.exclusions.parties.into_inner(),
			[ALICE, PAYEE, BOB, first, second, third, CHARLIE]
		);
		assert_eq!(job.exclusions.drawn_before.into_inner(), []);
	});
}

#[test]
fn nobody_should_be_forgotten_when_the_parties_are_most() {
	run(|| {
		MockAttesters::set(&id(1), &members(3).to_vec());
		let renters: Vec<AccountId> = (0..32).map(|n| AccountId::new([200 + n; 32])).collect();
		let orders = MockMachineOrders {
			renters: renters.clone(),
			..Default::default()
		};
		MockOrderBook::put(&id(1), &orders);
		assert_ok!(report(1, Inaccessible));
		let parties = Pool::job(0).unwrap().exclusions.parties;
		assert_eq!(parties.len(), 38);
		assert!(parties.ends_with(&renters));
	});
}

#[test]
fn report_should_be_taken_until_a_day_after_the_order() {
	run(|| {
		set_order(1, 1, &BOB, Some(START - HOUR), Some(START));
		advance(24 * HOUR);
		assert_noop!(report(1, Inaccessible), E::OrderTooOld);
		set_time(now() - 1);
		assert_ok!(report(1, Inaccessible));
	});
}

#[test]
fn report_should_fail_when_the_order_was_not_confirmed() {
	run(|| {
		for (start, end) in [(None, None), (None, Some(START)), (Some(START), None)] {
			set_order(1, 1, &BOB, start, end);
			assert_noop!(report(1, RentFailed), E::OrderNotConfirmed);
		}
	});
}

#[test]
fn report_should_fail_when_the_order_is_of_another_machine_or_gone() {
	run(|| {
		assert_noop!(by(&BOB, Some(2), Inaccessible), E::OrderNotFound);
		assert_noop!(by(&BOB, Some(3), Inaccessible), E::OrderNotFound);
	});
}

#[test]
fn report_should_fail_when_the_caller_is_not_the_renter() {
	run(|| {
		assert_noop!(by(&CHARLIE, Some(1), Inaccessible), E::NotRenter);
		// A verifier who names an order needs to be its renter as well.
		Pool::set_drawable(&[CHARLIE]);
		assert_noop!(by(&CHARLIE, Some(1), Inaccessible), E::NotRenter);
	});
}

#[test]
fn verifier_should_report_without_an_order_only_what_anybody_can_see() {
	run(|| {
		Pool::set_drawable(&[CHARLIE]);
		for kind in [Malfunction, Counterfeit, RentFailed] {
			assert_noop!(by(&CHARLIE, None, kind), E::OrderNeeded);
		}
		assert_ok!(by(&CHARLIE, None, Inaccessible));
		assert_eq!(record(0).order, None);
		assert_eq!(on_hold(&CHARLIE), DEPOSIT);
		let parties = Pool::job(0).unwrap().exclusions.parties;
		assert!(parties.contains(&CHARLIE));
	});
}

#[test]
fn report_should_fail_when_who_has_no_order_cannot_be_drawn() {
	run(|| {
		Pool::set_drawable(&[BOB]);
		assert_noop!(by(&CHARLIE, None, Inaccessible), E::NotDrawable);
	});
}

#[test]
fn report_should_fail_when_the_machine_is_the_reporter_s_own() {
	run(|| {
		for own in [ALICE, PAYEE] {
			set_order(1, 5, &own, Some(START), Some(START + HOUR));
			Pool::set_drawable(std::slice::from_ref(&own));
			for order in [None, Some(5)] {
				assert_noop!(by(&own, order, Inaccessible), E::OwnMachine);
			}
		}
	});
}

#[test]
fn report_should_fail_when_one_on_the_machine_is_open() {
	run(|| {
		assert_ok!(report(1, Inaccessible));
		for kind in KINDS {
			assert_noop!(report(1, kind), E::AlreadyReported);
		}
		assert_ok!(report(2, Inaccessible));
	});
}

#[test]
fn report_should_need_a_digest_exactly_if_the_kind_has_evidence() {
	run(|| {
		let with = |kind, evidence| Faults::report(signed(BOB), id(1), kind, Some(1), evidence);
		for kind in [Malfunction, Counterfeit, RentFailed] {
			assert_noop!(with(kind, None), E::EvidenceNeeded);
		}
		let digest = Some(H256::repeat_byte(1));
		assert_noop!(with(Inaccessible, digest), E::EvidenceNotTaken);
	});
}

#[test]
fn only_that_it_is_inaccessible_should_be_refused_when_the_machine_is_down() {
	run(|| {
		Registry::take_down(&id(1), OutageCause::OwnerReported, START).unwrap();
		assert_noop!(report(1, Inaccessible), E::MachineDown);
		assert_ok!(report(1, Malfunction));
	});
}

/// The outage of the first machine for `cause` from now on, or until now if it is `over`.
fn set_outage(cause: OutageCause, over: bool) {
	let causes = vec![CauseSince {
		cause,
		since: START,
		until: over.then_some(START),
	}];
	let outage = Outage {
		since: START,
		causes: BoundedVec::truncate_from(causes),
		base: 0,
	};
	Registry::set_outage(&id(1), Some(&outage));
}

#[test]
fn report_should_fail_when_the_machine_is_down_for_just_that() {
	run(|| {
		for kind in [Malfunction, Counterfeit, RentFailed] {
			set_outage(kind.cause(), false);
			assert_noop!(report(1, kind), E::MachineDown);
		}
	});
}

#[test]
fn report_should_be_taken_when_the_machine_is_down_for_something_else_or_was() {
	run(|| {
		set_outage(OutageCause::Malfunction, false);
		assert_ok!(report(1, Counterfeit));
	});
	run(|| {
		set_outage(OutageCause::Malfunction, true);
		assert_ok!(report(1, Malfunction));
	});
}

#[test]
fn report_should_fail_when_the_machine_was_never_attested() {
	run(|| {
		Registry::register(&id(5), &ALICE).unwrap();
		let on =
			|machine: MachineId| Faults::report(signed(BOB), machine, Inaccessible, Some(1), None);
		assert_noop!(on(id(5)), E::MachineNotActive);
		Registry::begin_verification(&id(5)).unwrap();
		assert_noop!(on(id(5)), E::MachineNotActive);
		assert_noop!(on(id(6)), E::MachineNotFound);
	});
}

#[test]
fn report_should_fail_when_the_deposit_is_not_freely_spendable() {
	run(|| {
		let excess = spendable(&BOB) - DEPOSIT + 1;
		assert_ok!(Balances::transfer_allow_death(signed(BOB), CHARLIE, excess));
		assert_noop!(report(1, Inaccessible), E::InsufficientBalance);
		assert_ok!(Balances::transfer_allow_death(signed(CHARLIE), BOB, 1));
		assert_ok!(report(1, Inaccessible));
		assert_eq!(spendable(&BOB), 0);
	});
}

#[test]
fn report_should_change_nothing_when_others_refuse() {
	run(|| {
		let told = DispatchError::Other("mock: told to fail");
		MockOrderBook::fail_at(&[dbc_mocks::OrderStep::Freeze]);
		assert_noop!(report(1, Inaccessible), told);
		Pool::set_full(true);
		let full = DispatchError::Other("mock: too many jobs wait");
		assert_noop!(report(1, Inaccessible), full);
	});
}

#[test]
fn report_should_fail_when_there_are_no_numbers_left() {
	run(|| {
		crate::NextReport::<Test>::put(u64::MAX);
		let overflow = DispatchError::Arithmetic(sp_runtime::ArithmeticError::Overflow);
		assert_noop!(report(1, Inaccessible), overflow);
	});
}

#[test]
fn report_should_fail_when_nobody_signed() {
	run(|| {
		let call = Faults::report(RuntimeOrigin::root(), id(1), Inaccessible, Some(1), None);
		assert_noop!(call, BadOrigin);
	});
}
