//! What somebody will try. The numbers are those of the list of threats.

use super::*;

#[test]
fn threat_18_copied_commitment_should_open_for_nobody_but_its_author() {
	run(|| {
		let report = informed(1, Malfunction);
		commit(report, &member(0), Uphold).unwrap();
		let copied = commitment_of(report, &member(0), Uphold);
		for thief in [member(1), member(2)] {
			assert_ok!(Faults::commit(signed(thief), report, copied));
		}
		assert_ok!(reveal(report, &member(0), Uphold));
		for thief in [member(1), member(2)] {
			assert_noop!(reveal(report, &thief, Uphold), E::CommitmentMismatch);
		}
		advance(4 * HOUR);
		assert_ok!(close(report));
		assert_eq!(faulted(), [member(1), member(2)]);
	});
}

#[test]
fn threat_18_commitment_of_another_chain_should_open_for_nobody() {
	run(|| {
		let report = informed(1, Malfunction);
		frame_system::BlockHash::<Test>::insert(0, sp_core::H256::repeat_byte(0x22));
		let foreign = commitment_of(report, &member(0), Uphold);
		frame_system::BlockHash::<Test>::insert(0, sp_core::H256::from(GENESIS));
		assert_ok!(Faults::commit(signed(member(0)), report, foreign));
		advance(3 * HOUR);
		assert_noop!(reveal(report, &member(0), Uphold), E::CommitmentMismatch);
	});
}

#[test]
fn threat_18_silent_verifiers_should_pay_and_hold_nobody_up() {
	run(|| {
		let before = spendable(&BOB);
		let report = drawn(1, Inaccessible);
		advance(10 * MINUTE);
		poll();
		draw(report, &members(3)).unwrap();
		advance(10 * MINUTE);
		poll();
		assert_closed(1, report);
		assert_eq!(faulted().len(), 6);
		assert_eq!(spendable(&BOB), before);
	});
}

#[test]
fn threat_20_false_report_should_cost_its_deposit_each_time() {
	run(|| {
		let before = spendable(&BOB);
		for round in 1..=3 {
			let report = informed(1, Inaccessible);
			assert_noop!(report_again(), E::AlreadyReported);
			vote(report, all(Reject));
			assert_eq!(spendable(&BOB), before - round * DEPOSIT);
			assert_eq!(machine(1).down, []);
		}
	});
}

fn report_again() -> sp_runtime::DispatchResult {
	report(1, Malfunction)
}

#[test]
fn threat_20_report_should_not_be_dropped_for_nothing_when_the_members_do_not_please() {
	run(|| {
		let report = drawn(1, Malfunction);
		advance(HOUR);
		assert_noop!(Faults::cancel(signed(BOB), report), E::AlreadyDrawn);
		assert_ok!(close(report));
		assert_eq!(on_hold(&BOB), 0);
		assert_eq!(spendable(&TREASURY), DEPOSIT);
	});
}

#[test]
fn threat_20_evidence_that_opens_for_nobody_should_cost_the_reporter_its_deposit() {
	run(|| {
		let before = spendable(&BOB);
		let report = drawn(1, Malfunction);
		// The chain cannot tell rubbish from a sealed box: the members do, and reject.
		for who in members(0) {
			let rubbish = fixtures::evidence(dbc_primitives::MIN_SEALED_LEN);
			assert_ok!(Faults::deliver(signed(BOB), report, who, rubbish));
		}
		vote(report, all(Reject));
		assert_eq!(spendable(&BOB), before - DEPOSIT);
		assert_eq!(faulted(), []);
		assert_eq!(machine(1).down, []);
	});
}

#[test]
fn threat_20_evidence_held_back_from_one_should_cost_the_deposit_and_no_member() {
	run(|| {
		let before = spendable(&BOB);
		let report = drawn(1, Malfunction);
		for who in [member(0), member(1)] {
			deliver(report, &who).unwrap();
			commit(report, &who, Uphold).unwrap();
		}
		advance(30 * MINUTE);
		assert_ok!(close(report));
		assert_eq!(spendable(&BOB), before - DEPOSIT);
		assert_eq!(released(0), members(0));
		assert_eq!(faulted(), []);
		assert_eq!(machine(1).down, []);
	});
}

#[test]
fn threat_20_evidence_should_not_be_replaced_by_rubbish_when_a_member_has_it() {
	run(|| {
		let report = informed(1, Malfunction);
		let before = Faults::evidence(report, member(0));
		let rubbish = fixtures::evidence(dbc_primitives::MIN_SEALED_LEN);
		let call = Faults::deliver(signed(BOB), report, member(0), rubbish);
		assert_noop!(call, E::AlreadyDelivered);
		assert_eq!(Faults::evidence(report, member(0)), before);
	});
}

#[test]
fn threat_21_member_that_alone_says_that_it_cannot_judge_should_be_at_fault_until_it_appeals() {
	run(|| {
		// Whether its box was rubbish or it lies: on the chain both are a vote against two. Nothing is taken at once, and
		// what the box held can be proved.
		let report = informed(1, Malfunction);
		vote(report, [Some(Uphold), Some(Uphold), Some(Reject)]);
		assert_eq!(faulted(), [member(2)]);
		let job = Pool::job(0).unwrap();
		assert_eq!((job.booked, job.forfeited), (vec![member(2)], vec![]));
		assert_eq!(machine(1).down, [OutageCause::Malfunction]);
	});
}

#[test]
fn threat_20_open_report_without_news_should_not_keep_others_off() {
	run(|| {
		// A friend of the owner would report again and again what everybody knows, and get its deposit back.
		let known = dbc_primitives::CauseSince {
			cause: OutageCause::Malfunction,
			since: START,
			until: None,
		};
		let outage = dbc_primitives::Outage {
			since: START,
			causes: frame_support::BoundedVec::truncate_from(vec![known]),
			base: 0,
		};
		Registry::set_outage(&id(1), Some(&outage));
		assert_noop!(report(1, Malfunction), E::MachineDown);
		assert_ok!(report(1, Counterfeit));
	});
}

#[test]
fn threat_34_closing_should_read_no_more_when_many_reports_are_open() {
	// What a step reads is in its proof. It grows with the depth of the state alone.
	let proof_of = |others: u8| {
		let mut ext = new_test_ext();
		let report = ext.execute_with(|| {
			for n in 3..3 + others {
				activate(n, &ALICE);
				order(n, n.into(), &CHARLIE);
				let digest = digest(Malfunction);
				Faults::report(signed(CHARLIE), id(n), Malfunction, Some(n.into()), digest)
					.unwrap();
			}
			let report = informed(1, Inaccessible);
			advance(HOUR);
			events();
			report
		});
		ext.commit_all().unwrap();
		let (closed, proof) = ext.execute_and_prove(|| close(report));
		assert_ok!(closed);
		codec::Encode::encoded_size(&proof)
	};
	let (few, many) = (proof_of(60), proof_of(240));
	println!("{few} and {many} bytes");
	assert!(many < 2 * few);
}

#[test]
fn threat_21_parties_should_never_sit_on_the_ballot() {
	run(|| {
		dbc_mocks::MockAttesters::set(&id(1), &vec![member(7)]);
		let report = reported(1, Malfunction);
		for party in [ALICE, PAYEE, BOB, member(7)] {
			let refused = frame_support::storage::with_storage_layer(|| {
				use dbc_primitives::JobId;
				let job: JobId = record(report).job;
				Pool::book(job, &[party, member(0), member(1)])
			});
			assert!(refused.is_err());
		}
	});
}

#[test]
fn threat_23_exit_should_be_locked_from_the_report_until_its_end() {
	run(|| {
		let report = reported(1, Malfunction);
		// In the same block already, and through every round.
		assert_eq!(machine(1).exit_locks, 1);
		draw(report, &members(0)).unwrap();
		deliver_all(report);
		vote(report, SPLIT);
		assert_eq!(machine(1).exit_locks, 1);
		draw(report, &members(3)).unwrap();
		deliver_all(report);
		vote(report, all(Uphold));
		assert_eq!(machine(1).exit_locks, 0);
		assert_eq!(machine(1).down, [OutageCause::Malfunction]);
	});
}

#[test]
fn threat_23_report_should_fail_when_the_machine_left_first() {
	run(|| {
		Registry::remove(&id(1)).unwrap();
		assert_noop!(report(1, Malfunction), E::MachineNotFound);
	});
}

#[test]
fn threat_58_censored_member_should_get_the_time_of_a_stall_back() {
	run(|| {
		let report = informed(1, Inaccessible);
		advance(HOUR);
		MockStalls::set(HOUR);
		assert_noop!(close(report), E::BallotOpen);
		for who in members(0) {
			assert_ok!(commit(report, &who, Uphold));
		}
		for who in members(0) {
			assert_ok!(reveal(report, &who, Uphold));
		}
		assert_closed(1, report);
	});
}

#[test]
fn order_should_not_matter_any_more_when_its_renter_reported_and_ended_it() {
	run(|| {
		let report = informed(1, Malfunction);
		set_order(1, 1, &BOB, Some(START - HOUR), Some(now()));
		MockOrderBook::put::<AccountId>(&id(1), &Default::default());
		vote(report, SPLIT);
		// The reporter stays excluded though it uses the machine no more.
		let parties = Pool::job(1).unwrap().exclusions.parties;
		assert!(parties.contains(&BOB));
		draw(report, &members(3)).unwrap();
		deliver_all(report);
		vote(report, all(Uphold));
		assert_eq!(machine(1).down_since, Some(START));
		assert_closed(1, report);
	});
}

#[test]
fn owner_should_not_soften_a_report_by_reporting_itself() {
	run(|| {
		for own in [ALICE, PAYEE] {
			Pool::set_drawable(std::slice::from_ref(&own));
			let call = Faults::report(signed(own), id(1), Inaccessible, None, None);
			assert_noop!(call, E::OwnMachine);
		}
	});
}

#[test]
fn report_should_count_from_its_filing_when_the_owner_says_down_after_it() {
	run(|| {
		let report = informed(1, Inaccessible);
		advance(MINUTE);
		Registry::take_down(&id(1), OutageCause::OwnerReported, now()).unwrap();
		vote(report, all(Uphold));
		let record = machine(1);
		assert_eq!(
			record.down,
			[OutageCause::OwnerReported, OutageCause::Inaccessible]
		);
		assert_eq!(record.down_since, Some(START));
	});
}

#[test]
fn report_should_be_no_news_when_the_owner_said_down_before_it() {
	run(|| {
		Registry::take_down(&id(1), OutageCause::OwnerReported, START).unwrap();
		assert_noop!(report(1, Inaccessible), E::MachineDown);
		// What else is wrong with it can still be told.
		assert_ok!(report(1, Counterfeit));
	});
}

#[test]
fn owner_should_not_end_the_outage_before_its_fault_by_reports_of_repair() {
	run(|| {
		// A repair is told before anybody looked, and is not true: the next report is another outage.
		for n in 1..=2 {
			let report = informed(1, Malfunction);
			assert_ok!(Faults::report_repaired(signed(ALICE), report));
			vote(report, all(Uphold));
			assert_eq!(machine(1).past_outages.len(), n);
		}
	});
}
