//! `close`, and what every outcome does to machine, members and money.

use super::*;
use crate::WeightInfo;
use dbc_mocks::RecordAttestations;
use dbc_primitives::{Attester, VerificationRules};
use frame_support::dispatch::GetDispatchInfo;
use sp_core::H256;

/// A repeated request with a fee on hold and the first three members drawn.
fn drawn_with_fee() {
	requested(1, ALICE);
	end_undecided(1);
	Verification::request(signed(ALICE), id(1)).unwrap();
	draw(1, &members(3)).unwrap();
	events();
}

fn balances(of: &[AccountId]) -> Vec<u128> {
	of.iter().map(Balances::free_balance).collect()
}

#[test]
fn machine_should_become_active_when_all_accept() {
	run(|| {
		drawn(1, ALICE);
		vote(
			1,
			[1, 2, 3].map(|report| Some(accept(&hardware(2), report))),
		);
		let record = machine(1);
		assert_eq!(record.phase, Phase::Active);
		assert_eq!(record.hardware, Some(hardware(2)));
		assert_eq!(record.held, 2 * PER_GPU);
		assert_eq!(released(0), members(0));
		assert_eq!(faulted(), []);
		assert_eq!(
			events().last(),
			Some(&Event::MachineAccepted {
				machine: id(1),
				job: 0
			})
		);
	});
}

#[test]
fn listeners_should_hear_of_the_valid_members_when_a_machine_is_attested() {
	run(|| {
		drawn(1, ALICE);
		vote(
			1,
			[
				Some(accept(&hardware(2), 9)),
				Some(accept(&hardware(3), 8)),
				Some(accept(&hardware(2), 7)),
			],
		);
		assert_eq!(
			RecordAttestations::of::<AccountId>(&id(1)),
			[member(0), member(2)]
		);
	});
}

#[test]
fn attesters_should_be_the_valid_members_with_their_own_reports() {
	run(|| {
		drawn(1, ALICE);
		vote(
			1,
			[
				Some(accept(&hardware(2), 9)),
				Some(accept(&hardware(3), 8)),
				Some(accept(&hardware(2), 7)),
			],
		);
		let attester = |n, report| Attester {
			member: member(n),
			report: H256::repeat_byte(report),
		};
		assert_eq!(
			Attesters::<Test>::get(id(1)).into_inner(),
			[attester(0, 9), attester(2, 7)]
		);
	});
}

#[test]
fn dissenting_member_should_be_at_fault_when_two_agree() {
	run(|| {
		drawn(1, ALICE);
		vote(
			1,
			[
				Some(accept(&hardware(2), 1)),
				Some(refuse(RejectReason::Other)),
				Some(accept(&hardware(2), 1)),
			],
		);
		assert_eq!(released(0), [member(0), member(2)]);
		assert_eq!(faulted(), [member(1)]);
		let fault = Event::MemberFaulted {
			job: 0,
			member: member(1),
		};
		assert!(events().contains(&fault));
	});
}

#[test]
fn silent_member_should_be_at_fault_when_two_agree() {
	run(|| {
		drawn(1, ALICE);
		let opinion = accept(&hardware(2), 1);
		vote(1, [None, Some(opinion.clone()), Some(opinion)]);
		assert_eq!(machine(1).phase, Phase::Active);
		assert_eq!(released(0), [member(1), member(2)]);
		assert_eq!(faulted(), [member(0)]);
	});
}

#[test]
fn member_should_be_at_fault_when_it_commits_and_never_reveals() {
	run(|| {
		drawn(1, ALICE);
		let opinion = accept(&hardware(2), 1);
		for who in members(0) {
			commit(1, &who, &opinion).unwrap();
		}
		for who in &members(0)[..2] {
			reveal(1, who, &opinion).unwrap();
		}
		let early = Verification::close(signed(CHARLIE), id(1));
		assert_eq!(early.unwrap_err().error, E::BallotOpen.into());
		advance(48 * HOUR);
		assert_ok!(Verification::close(signed(CHARLIE), id(1)));
		assert_eq!(machine(1).phase, Phase::Active);
		assert_eq!(faulted(), [member(2)]);
	});
}

#[test]
fn machine_should_lose_five_per_cent_when_it_is_refused() {
	run(|| {
		drawn(1, ALICE);
		let before = spendable(&ALICE);
		vote(
			1,
			[
				Some(refuse(RejectReason::Other)),
				Some(refuse(RejectReason::WrongGpu)),
				Some(refuse(RejectReason::WrongDisk)),
			],
		);
		let penalty = PER_GPU / 20;
		let reason = RejectReason::WrongGpu;
		let record = machine(1);
		assert_eq!(record.phase, Phase::Rejected { reason, at: 0 });
		assert_eq!((record.held, record.locked), (penalty, penalty));
		assert_eq!(spendable(&ALICE), before + PER_GPU - penalty);
		// A third of 500 DBC is less than 8 USD.
		let share = penalty / 3;
		assert_eq!(
			stake_penalties(),
			[(penalty, members(0).map(|member| (member, share)).to_vec())]
		);
		assert_eq!(released(0), members(0));
		assert_eq!(
			events().last(),
			Some(&Event::MachineRefused {
				machine: id(1),
				job: 0,
				reason,
				released: PER_GPU - penalty,
				penalty,
			})
		);
	});
}

#[test]
fn refusing_members_should_get_eight_usd_when_the_penalty_is_larger() {
	run(|| {
		Rules::set(VerificationRules {
			refusal_percent: 50,
			..GENESIS_RULES
		});
		drawn(1, ALICE);
		// The last known price is enough.
		MockPrice::make_stale();
		let opinion = refuse(RejectReason::Other);
		vote(1, [Some(opinion.clone()), None, Some(opinion)]);
		assert_eq!(
			stake_penalties(),
			[(PER_GPU / 2, vec![(member(0), SHARE), (member(2), SHARE)])]
		);
		assert_eq!(faulted(), [member(1)]);
	});
}

#[test]
fn refusing_members_should_share_equally_when_there_never_was_a_price() {
	run(|| {
		MockPrice::clear();
		drawn(1, ALICE);
		vote(1, all(refuse(RejectReason::Other)));
		let shares = members(0).map(|member| (member, PER_GPU / 60)).to_vec();
		assert_eq!(stake_penalties(), [(PER_GPU / 20, shares)]);
	});
}

#[test]
fn no_penalty_should_be_proposed_when_the_rules_name_none() {
	run(|| {
		Rules::set(VerificationRules {
			refusal_percent: 0,
			..GENESIS_RULES
		});
		drawn(1, ALICE);
		vote(1, all(refuse(RejectReason::Other)));
		assert_eq!(stake_penalties(), []);
		assert_eq!(machine(1).held, 0);
	});
}

#[test]
fn shares_should_be_left_out_when_they_are_zero() {
	run(|| {
		Rules::set(VerificationRules {
			refusal_share_usd: 0,
			..GENESIS_RULES
		});
		drawn(1, ALICE);
		vote(1, all(refuse(RejectReason::Other)));
		assert_eq!(stake_penalties(), [(PER_GPU / 20, vec![])]);
	});
}

#[test]
fn earlier_penalty_should_stay_locked_when_the_machine_is_refused_again() {
	run(|| {
		drawn(1, ALICE);
		vote(1, all(refuse(RejectReason::Other)));
		let before = spendable(&ALICE);
		assert_ok!(Verification::request(signed(ALICE), id(1)));
		draw(1, &members(0)).unwrap();
		vote(1, all(refuse(RejectReason::Other)));
		let penalty = PER_GPU / 20;
		let record = machine(1);
		assert_eq!((record.held, record.locked), (2 * penalty, 2 * penalty));
		assert_eq!(spendable(&ALICE), before - penalty);
	});
}

#[test]
fn only_what_is_free_should_return_when_the_last_round_decides_nothing() {
	run(|| {
		drawn(1, ALICE);
		vote(1, all(refuse(RejectReason::Other)));
		let before = spendable(&ALICE);
		assert_ok!(Verification::request(signed(ALICE), id(1)));
		end_undecided(1);
		let penalty = PER_GPU / 20;
		let record = machine(1);
		assert_eq!((record.held, record.locked), (penalty, penalty));
		assert_eq!(spendable(&ALICE), before);
	});
}

#[test]
fn other_members_should_be_asked_for_when_nothing_is_decided() {
	run(|| {
		drawn(1, ALICE);
		vote(1, split());
		let request = request_of(1);
		assert_eq!((request.round, request.job), (2, 1));
		assert_eq!(request.ballot, None);
		assert_eq!(request.waiting_since, now());
		assert_eq!(request.requested_at, START);
		assert_eq!(request.drawn_before.into_inner(), members(0));
		let job = Pool::job(1).unwrap();
		assert_eq!(job.exclusions.drawn_before.into_inner(), members(0));
		assert_eq!(job.exclusions.parties.into_inner(), [ALICE]);
		assert_eq!(released(0), members(0));
		assert_eq!(machine(1).phase, Phase::Verifying);
		assert_eq!(machine(1).held, PER_GPU);
		assert_eq!(
			events().last(),
			Some(&Event::RoundRepeated {
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
		drawn(1, ALICE);
		vote(1, [None, Some(accept(&hardware(1), 1)), None]);
		assert_eq!(faulted(), [member(0), member(2)]);
		assert_eq!(released(0), [member(1)]);
		assert_eq!(request_of(1).round, 2);
	});
}

#[test]
fn whole_stake_should_return_when_three_rounds_decide_nothing() {
	run(|| {
		let before = spendable(&ALICE);
		requested(1, ALICE);
		for round in 1..=3 {
			assert_eq!(request_of(1).round, round);
			draw(1, &members(0)).unwrap();
			vote(1, SILENT);
		}
		assert!(!Requests::<Test>::contains_key(id(1)));
		assert_eq!(machine(1).phase, Phase::Undecided { at: 0 });
		assert_eq!(machine(1).held, 0);
		assert_eq!(spendable(&ALICE), before);
		assert_eq!(
			events().last(),
			Some(&Event::RequestUndecided {
				machine: id(1),
				job: 2,
				released: PER_GPU
			})
		);
	});
}

#[test]
fn those_drawn_before_should_stay_bounded_when_rounds_are_many() {
	run(|| {
		Rules::set(VerificationRules {
			max_rounds: 5,
			..GENESIS_RULES
		});
		requested(1, ALICE);
		for _ in 0..4 {
			draw(1, &members(0)).unwrap();
			vote(1, SILENT);
		}
		assert_eq!(request_of(1).round, 5);
		assert_eq!(request_of(1).drawn_before.len(), 9);
	});
}

#[test]
fn fee_should_go_to_all_who_revealed_when_the_machine_is_accepted() {
	run(|| {
		drawn_with_fee();
		let before = balances(&members(3));
		vote(
			1,
			[
				Some(accept(&hardware(1), 1)),
				Some(refuse(RejectReason::Other)),
				Some(accept(&hardware(1), 1)),
			],
		);
		// 2,000 DBC by three: the last gets what is left over.
		let share = FEE / 3;
		let paid = [share, share, FEE - 2 * share];
		let after = balances(&members(3));
		for n in 0..3 {
			assert_eq!(after[n] - before[n], paid[n]);
		}
		assert_eq!(on_hold(&ALICE), 0);
		let told = events();
		let (_, told) = told.split_at(told.len() - 3);
		let expected: Vec<_> = (0..3)
			.map(|n| Event::FeePaid {
				machine: id(1),
				to: member(3 + n as u8),
				amount: paid[n],
			})
			.collect();
		assert_eq!(told, expected);
	});
}

#[test]
fn fee_should_go_to_those_of_the_last_round_when_nothing_is_decided() {
	run(|| {
		drawn_with_fee();
		vote(1, split());
		assert_eq!(on_hold(&ALICE), FEE);
		draw(1, &members(3)).unwrap();
		vote(1, split());
		draw(1, &members(6)).unwrap();
		let before = balances(&members(6));
		vote(1, [None, Some(refuse(RejectReason::Other)), None]);
		let after = balances(&members(6));
		assert_eq!(after, [before[0], before[1] + FEE, before[2]]);
		assert_eq!(on_hold(&ALICE), 0);
	});
}

#[test]
fn fee_should_return_when_nobody_revealed() {
	run(|| {
		drawn_with_fee();
		let before = spendable(&ALICE);
		vote(1, SILENT);
		for _ in 0..2 {
			draw(1, &members(0)).unwrap();
			vote(1, SILENT);
		}
		assert_eq!(spendable(&ALICE), before + FEE + PER_GPU);
		let returned = Event::FeeReturned {
			machine: id(1),
			to: ALICE,
			amount: FEE,
		};
		assert_eq!(events().last(), Some(&returned));
	});
}

#[test]
fn fee_should_go_to_the_members_when_the_machine_is_refused() {
	run(|| {
		drawn_with_fee();
		let before = balances(&members(3));
		vote(1, all(refuse(RejectReason::Other)));
		let gained: u128 = balances(&members(3)).iter().sum::<u128>() - before.iter().sum::<u128>();
		assert_eq!(gained, FEE);
	});
}

#[test]
fn treasury_should_get_a_share_when_the_member_cannot_receive_it() {
	run(|| {
		// A fee of 30 planck: less than the existential deposit.
		drawn_with_fee();
		Requests::<Test>::mutate(id(1), |request| request.as_mut().unwrap().fee = 30);
		let reason = crate::HoldReason::VerificationFee.into();
		use frame_support::traits::{fungible::MutateHold, tokens::Precision};
		Balances::release(&reason, &ALICE, FEE - 30, Precision::Exact).unwrap();
		Balances::force_set_balance(RuntimeOrigin::root(), member(3), 0).unwrap();
		Balances::force_set_balance(
			RuntimeOrigin::root(),
			CHARLIE,
			Balances::free_balance(&CHARLIE) + EXISTENTIAL_DEPOSIT,
		)
		.unwrap();
		let treasury = spendable(&TREASURY);
		vote(1, all(refuse(RejectReason::Other)));
		assert_eq!(spendable(&TREASURY), treasury + 10);
		assert_eq!(Balances::free_balance(member(3)), 0);
		let paid = Event::FeePaid {
			machine: id(1),
			to: TREASURY,
			amount: 10,
		};
		assert!(events().contains(&paid));
	});
}

/// Closes the last step of a ballot with `step` failing, and expects the end without a decision.
fn assert_void(step: MachineStep, opinion: HardwareOpinion) {
	run(|| {
		let before = spendable(&ALICE);
		drawn(1, ALICE);
		for who in members(0) {
			commit(1, &who, &opinion).unwrap();
		}
		for who in &members(0)[..2] {
			reveal(1, who, &opinion).unwrap();
		}
		Registry::fail_at(&[step]);
		events();
		assert_ok!(reveal(1, &member(2), &opinion));
		assert!(!Requests::<Test>::contains_key(id(1)));
		assert!(!Attesters::<Test>::contains_key(id(1)));
		assert_eq!(machine(1).phase, Phase::Undecided { at: 0 });
		assert_eq!(spendable(&ALICE), before);
		assert_eq!(released(0), members(0));
		assert_eq!(stake_penalties(), []);
		assert_eq!(
			events()[1..],
			[
				Event::RequestVoided {
					machine: id(1),
					job: 0,
					// The text of such an error is not stored.
					error: DispatchError::Other(""),
				},
				Event::RequestUndecided {
					machine: id(1),
					job: 0,
					released: PER_GPU,
				},
			]
		);
	});
}

#[test]
fn request_should_end_without_a_decision_when_the_machine_cannot_be_activated() {
	assert_void(MachineStep::Activate, accept(&hardware(2), 1));
}

#[test]
fn request_should_end_without_a_decision_when_the_machine_cannot_be_refused() {
	assert_void(MachineStep::Reject, refuse(RejectReason::Other));
}

#[test]
fn request_should_end_without_a_decision_when_no_penalty_can_be_proposed() {
	run(|| {
		let before = spendable(&ALICE);
		drawn(1, ALICE);
		let opinion = refuse(RejectReason::Other);
		for who in members(0) {
			commit(1, &who, &opinion).unwrap();
		}
		for who in &members(0)[..2] {
			reveal(1, who, &opinion).unwrap();
		}
		RecordSanctions::fail(true);
		assert_ok!(reveal(1, &member(2), &opinion));
		assert_eq!(machine(1).phase, Phase::Undecided { at: 0 });
		assert_eq!((machine(1).held, machine(1).locked), (0, 0));
		assert_eq!(spendable(&ALICE), before);
	});
}

#[test]
fn request_should_end_without_a_decision_when_members_cannot_be_asked_for_again() {
	run(|| {
		let before = spendable(&ALICE);
		drawn(1, ALICE);
		Pool::set_never_again(true);
		vote(1, SILENT);
		assert!(!Requests::<Test>::contains_key(id(1)));
		assert_eq!(machine(1).phase, Phase::Undecided { at: 0 });
		assert_eq!(spendable(&ALICE), before);
	});
}

#[test]
fn stake_should_stay_on_hold_when_the_owner_cannot_receive_it() {
	run(|| {
		drawn(1, ALICE);
		Registry::fail_at(&[MachineStep::Release]);
		vote(1, all(refuse(RejectReason::Other)));
		let record = machine(1);
		assert!(matches!(record.phase, Phase::Rejected { .. }));
		assert_eq!((record.held, record.locked), (PER_GPU, PER_GPU / 20));
		assert_eq!(stake_penalties().len(), 1);
	});
}

#[test]
fn close_should_fail_when_the_ballot_is_open() {
	run(|| {
		drawn(1, ALICE);
		let close = || {
			Verification::close(signed(CHARLIE), id(1))
				.map(|_| ())
				.map_err(|refused| refused.error)
		};
		assert_noop!(close(), E::BallotOpen);
		advance(36 * HOUR - 1);
		assert_noop!(close(), E::BallotOpen);
		// Nobody has committed, so nobody can reveal.
		advance(1);
		MockStalls::set(1);
		assert_noop!(close(), E::BallotOpen);
		MockStalls::set(0);
		assert_ok!(close());
		assert_eq!(request_of(1).round, 2);
	});
}

#[test]
fn close_should_fail_when_there_is_no_ballot() {
	run(|| {
		let close = |origin| {
			Verification::close(origin, id(1))
				.map(|_| ())
				.map_err(|refused| refused.error)
		};
		assert_noop!(close(signed(CHARLIE)), E::RequestNotFound);
		requested(1, ALICE);
		assert_noop!(close(signed(CHARLIE)), E::NotYetDrawn);
		assert_noop!(close(RuntimeOrigin::root()), BadOrigin);
	});
}

/// What a closing by `close` weighed, and what was declared.
fn weighed() -> (
	frame_support::weights::Weight,
	frame_support::weights::Weight,
) {
	let declared = crate::Call::<Test>::close { machine: id(1) }.get_dispatch_info();
	let done = Verification::close(signed(CHARLIE), id(1)).unwrap();
	(done.actual_weight.unwrap(), declared.call_weight)
}

#[test]
fn close_should_pay_for_its_outcome_only() {
	type W = ();
	run(|| {
		drawn(1, ALICE);
		advance(48 * HOUR);
		let (actual, declared) = weighed();
		assert_eq!(actual, W::close_repeated());
		assert!(declared.all_gte(actual));

		// What fails first and is left undecided then costs both.
		draw(1, &members(0)).unwrap();
		Pool::set_never_again(true);
		advance(48 * HOUR);
		let (actual, declared) = weighed();
		let undecided = W::close_undecided().max(W::close_silent());
		assert_eq!(actual, W::close_repeated() + undecided);
		assert!(declared.all_gte(actual));
	});
}
