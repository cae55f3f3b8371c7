//! What every outcome does to machine, orders, members and money.

use super::*;

fn balances(of: &[AccountId]) -> Vec<u128> {
	of.iter().map(Balances::free_balance).collect()
}

#[test]
fn machine_should_be_down_since_the_report_when_it_is_upheld() {
	for kind in KINDS {
		run(|| {
			let before = spendable(&BOB);
			advance(7);
			let report = informed(1, kind);
			vote(report, all(Uphold));
			let record = machine(1);
			assert_eq!(record.down, [kind.cause()]);
			assert_eq!(record.down_since, Some(START + 7));
			assert_eq!(record.past_outages, []);
			assert_eq!(spendable(&BOB), before);
			assert_eq!(released(0), members(0));
			assert_eq!(faulted(), []);
			assert_closed(1, report);
			assert_eq!(
				events()[1..],
				[
					Event::ReportUpheld {
						report,
						machine: id(1),
						job: 0,
						cause: kind.cause(),
						since: START + 7,
						until: None,
					},
					Event::DepositReturned {
						report,
						to: BOB,
						amount: DEPOSIT
					},
				]
			);
		});
	}
}

#[test]
fn listeners_should_hear_of_the_valid_members_when_a_report_is_upheld() {
	run(|| {
		let report = informed(1, Malfunction);
		vote(report, [Some(Uphold), Some(Reject), Some(Uphold)]);
		assert_eq!(
			RecordRulings::all::<AccountId>(),
			[(id(1), OutageCause::Malfunction, vec![member(0), member(2)])]
		);
	});
}

#[test]
fn listeners_should_hear_of_nothing_when_a_report_is_not_upheld() {
	run(|| {
		vote(informed(1, Malfunction), all(Reject));
		assert_eq!(RecordRulings::all::<AccountId>(), []);
		assert_eq!(machine(1).down, []);
	});
}

#[test]
fn dissenting_and_silent_members_should_be_at_fault_when_two_agree() {
	for (opinions, fault) in [
		([Some(Uphold), Some(Reject), Some(Uphold)], 1),
		([None, Some(Reject), Some(Reject)], 0),
		([Some(Reject), Some(Reject), Some(Uphold)], 2),
	] {
		run(|| {
			let report = informed(1, Malfunction);
			vote(report, opinions);
			assert_eq!(faulted(), [member(fault)]);
			assert_eq!(released(0).len(), 2);
			let told = Event::MemberFaulted {
				job: 0,
				member: member(fault),
			};
			assert!(events().contains(&told));
			assert_closed(1, report);
		});
	}
}

#[test]
fn member_should_be_at_fault_when_it_commits_and_never_reveals() {
	run(|| {
		let report = informed(1, Inaccessible);
		for who in members(0) {
			commit(report, &who, Uphold).unwrap();
		}
		for who in &members(0)[..2] {
			reveal(report, who, Uphold).unwrap();
		}
		assert_noop!(close(report), E::BallotOpen);
		advance(10 * MINUTE);
		assert_ok!(close(report));
		assert_eq!(machine(1).down, [OutageCause::Inaccessible]);
		assert_eq!(faulted(), [member(2)]);
	});
}

#[test]
fn deposit_should_be_shared_by_the_rejecting_members_when_the_report_is_rejected() {
	run(|| {
		let report = informed(1, Malfunction);
		let (before, treasury) = (balances(&members(0)), spendable(&TREASURY));
		let bob = spendable(&BOB);
		vote(report, all(Reject));
		// 1,000 DBC by three, rounded down: the treasury gets the planck that is left over.
		let share = 333_333_333_333_333_333;
		for (before, after) in before.into_iter().zip(balances(&members(0))) {
			assert_eq!(after - before, share);
		}
		assert_eq!(spendable(&TREASURY), treasury + 1);
		assert_eq!(spendable(&BOB), bob);
		assert_closed(1, report);
		let paid = |to, amount| Event::DepositPaid { report, to, amount };
		assert_eq!(
			events()[1..],
			[
				Event::ReportRejected {
					report,
					machine: id(1),
					job: 0
				},
				paid(member(0), share),
				paid(member(1), share),
				paid(member(2), share),
				paid(TREASURY, 1),
			]
		);
	});
}

#[test]
fn only_rejecting_members_should_be_paid_when_one_stands_against_them() {
	run(|| {
		let report = informed(1, Malfunction);
		let before = balances(&members(0));
		vote(report, [Some(Reject), Some(Uphold), Some(Reject)]);
		let after = balances(&members(0));
		let half = DEPOSIT / 2;
		assert_eq!(after, [before[0] + half, before[1], before[2] + half]);
	});
}

#[test]
fn treasury_should_get_a_share_when_the_member_cannot_receive_it() {
	run(|| {
		// A deposit of 30 planck: a share is less than the existential deposit.
		Rules::set(FaultRules {
			report_deposit: 30,
			..GENESIS_RULES
		});
		let report = informed(1, Malfunction);
		let gone = Balances::free_balance(member(0));
		Balances::force_set_balance(RuntimeOrigin::root(), member(0), 0).unwrap();
		let rich = Balances::free_balance(CHARLIE) + gone;
		Balances::force_set_balance(RuntimeOrigin::root(), CHARLIE, rich).unwrap();
		let treasury = spendable(&TREASURY);
		vote(report, all(Reject));
		assert_eq!(spendable(&TREASURY), treasury + 10);
		assert_eq!(Balances::free_balance(member(0)), 0);
		let paid = Event::DepositPaid {
			report,
			to: TREASURY,
			amount: 10,
		};
		assert!(events().contains(&paid));
	});
}

#[test]
fn treasury_should_get_the_deposit_when_the_reporter_cannot_receive_it() {
	run(|| {
		let deposit = EXISTENTIAL_DEPOSIT - 1;
		Rules::set(FaultRules {
			report_deposit: deposit,
			..GENESIS_RULES
		});
		let report = informed(1, Malfunction);
		// With a second provider the account may live on its hold alone.
		System::inc_providers(&BOB);
		let all_of_it = Balances::free_balance(&BOB);
		assert_ok!(Balances::transfer_allow_death(
			signed(BOB),
			CHARLIE,
			all_of_it
		));
		let treasury = spendable(&TREASURY);
		vote(report, all(Uphold));
		assert_eq!(spendable(&TREASURY), treasury + deposit);
		let returned = Event::DepositReturned {
			report,
			to: TREASURY,
			amount: deposit,
		};
		assert_eq!(events().last(), Some(&returned));
		assert_closed(1, report);
	});
}

#[test]
fn other_members_should_be_asked_for_when_nothing_is_decided() {
	run(|| {
		let report = informed(1, Malfunction);
		vote(report, SPLIT);
		let record = record(report);
		assert_eq!((record.round, record.job), (2, 1));
		assert_eq!(record.voting, None);
		assert_eq!(record.waiting_since, now());
		assert_eq!(record.filed_at, START);
		assert_eq!(record.drawn_before.into_inner(), members(0));
		let job = Pool::job(1).unwrap();
		assert_eq!(job.subject, JobSubject::Report(report));
		assert_eq!(job.exclusions.drawn_before.into_inner(), members(0));
		assert_eq!(job.exclusions.parties.into_inner(), [ALICE, PAYEE, BOB]);
		assert_eq!(machine(1).exit_locks, 1);
		assert_eq!(MockOrderBook::frozen(&id(1)), Some(START));
		assert_eq!(on_hold(&BOB), DEPOSIT);
		assert_eq!(OpenReports::<Test>::get(id(1)), Some(report));
		assert_eq!(
			events().last(),
			Some(&Event::RoundRepeated {
				report,
				machine: id(1),
				round: 2,
				job: 1
			})
		);
	});
}

#[test]
fn only_silent_members_should_be_at_fault_when_nothing_is_decided() {
	run(|| {
		vote(informed(1, Malfunction), SPLIT);
		assert_eq!(faulted(), [member(2)]);
		assert_eq!(released(0), [member(0), member(1)]);
	});
}

#[test]
fn deposit_should_return_when_two_rounds_decide_nothing() {
	run(|| {
		let before = spendable(&BOB);
		let report = informed(1, Malfunction);
		vote(report, SILENT);
		draw(report, &members(3)).unwrap();
		deliver_all(report);
		vote(report, SPLIT);
		assert_closed(1, report);
		assert_eq!(spendable(&BOB), before);
		assert_eq!(machine(1).down, []);
		let told = events();
		assert_eq!(
			told[told.len() - 2..],
			[
				Event::ReportUndecided {
					report,
					machine: id(1),
					job: 1
				},
				Event::DepositReturned {
					report,
					to: BOB,
					amount: DEPOSIT
				},
			]
		);
	});
}

#[test]
fn second_round_should_decide_like_the_first() {
	run(|| {
		let report = informed(1, Malfunction);
		vote(report, SPLIT);
		draw(report, &members(3)).unwrap();
		deliver_all(report);
		vote(report, all(Uphold));
		assert_eq!(machine(1).down_since, Some(START));
		assert_closed(1, report);
	});
}

#[test]
fn rounds_should_be_as_many_as_the_rules_say() {
	run(|| {
		Rules::set(FaultRules {
			max_rounds: 5,
			..GENESIS_RULES
		});
		let report = reported(1, Inaccessible);
		for round in 1..=5 {
			assert_eq!(record(report).round, round);
			draw(report, &members(0)).unwrap();
			if round == 5 {
				assert_eq!(record(report).drawn_before.len(), 9);
			}
			vote(report, SILENT);
		}
		assert_closed(1, report);
	});
}

#[test]
fn deposit_should_be_lost_and_nobody_at_fault_when_evidence_is_missing() {
	run(|| {
		let report = drawn(1, Malfunction);
		deliver(report, &member(0)).unwrap();
		deliver(report, &member(2)).unwrap();
		commit(report, &member(0), Reject).unwrap();
		let (treasury, bob) = (spendable(&TREASURY), spendable(&BOB));
		advance(30 * MINUTE);
		events();
		assert_ok!(close(report));
		assert_eq!(spendable(&TREASURY), treasury + DEPOSIT);
		assert_eq!(spendable(&BOB), bob);
		assert_eq!(released(0), members(0));
		assert_eq!(faulted(), []);
		assert_eq!(machine(1).down, []);
		assert_closed(1, report);
		assert_eq!(
			events(),
			[
				Event::ReportUndelivered {
					report,
					machine: id(1),
					job: 0
				},
				Event::DepositPaid {
					report,
					to: TREASURY,
					amount: DEPOSIT
				},
			]
		);
	});
}

#[test]
fn report_should_end_undecided_when_members_cannot_be_asked_for_again() {
	run(|| {
		let before = spendable(&BOB);
		let report = informed(1, Malfunction);
		Pool::set_never_again(true);
		vote(report, SILENT);
		assert_closed(1, report);
		assert_eq!(spendable(&BOB), before);
		let told = events();
		assert_eq!(
			told[3..],
			[
				Event::OutcomeVoided {
					report,
					machine: id(1),
					// The text of such an error is not stored.
					error: DispatchError::Other(""),
				},
				Event::ReportUndecided {
					report,
					machine: id(1),
					job: 0
				},
				Event::DepositReturned {
					report,
					to: BOB,
					amount: DEPOSIT
				},
			]
		);
	});
}

#[test]
fn deposit_should_return_when_the_machine_is_down_for_that_already() {
	run(|| {
		let before = spendable(&BOB);
		let report = informed(1, Malfunction);
		Registry::take_down(&id(1), OutageCause::Malfunction, START - 1).unwrap();
		vote(report, all(Uphold));
		assert_closed(1, report);
		assert_eq!(spendable(&BOB), before);
		assert_eq!(machine(1).down_since, Some(START - 1));
		// What nothing came of nobody hears of.
		assert_eq!(RecordRulings::all::<AccountId>(), []);
		let told = events();
		assert_eq!(
			told[1],
			Event::OutcomeVoided {
				report,
				machine: id(1),
				error: DispatchError::Other(""),
			}
		);
		assert!(matches!(told[2], Event::ReportUpheld { .. }));
	});
}

#[test]
fn machine_should_be_reported_again_when_the_report_has_closed() {
	run(|| {
		vote(informed(1, Malfunction), all(Reject));
		assert_ok!(report(1, Malfunction));
	});
}
