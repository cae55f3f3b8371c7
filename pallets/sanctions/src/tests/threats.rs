//! What somebody will try, by the number of its line in the list of threats.

use super::*;
use OutageCause::*;

#[test]
fn threat_21_colluding_committee_should_be_stopped_by_an_appeal() {
	run(|| {
		let before = [0, 1, 2].map(|n| free(&member(n)));
		active(1, ALICE, 4);
		rent(1, &[(CHARLIE, 1_000_000 * DBC)]);
		let reported = now();
		advance(4 * HOUR);
		uphold(1, Counterfeit, reported, &[member(0), member(1), member(2)]);
		bring_up(1, Counterfeit);
		// Nothing was taken yet, and the owner has two days to appeal.
		assert_eq!(machine(1).held, 4 * PER_GPU);
		advance(2 * DAY - 1);
		poll();
		Sanctions::appeal(signed(ALICE), 0, reason("they collude")).unwrap();
		advance(6 * DAY);
		poll();
		Sanctions::decide(RuntimeOrigin::root(), 0, Decision::Cancel).unwrap();
		assert_eq!(machine(1).held, 4 * PER_GPU);
		assert_eq!((machine(1).locked, machine(1).exit_locks), (0, 0));
		assert_eq!([0, 1, 2].map(|n| free(&member(n))), before);
	});
}

#[test]
fn threat_21_reporter_should_get_at_most_a_tenth_and_what_it_paid() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(CHARLIE, 50 * DBC)]);
		uphold(1, Counterfeit, now(), &[member(0), member(1), member(2)]);
		advance(120 * HOUR);
		bring_up(1, Counterfeit);
		let shares = shares_of(0);
		assert_eq!(shares.last(), Some(&(CHARLIE, 50 * DBC)));
		let members: u128 = shares[..3].iter().map(|(_, share)| share).sum();
		assert!(members <= 1_000 * DBC);
	});
}

#[test]
fn threat_22_sanctions_should_never_take_more_than_the_stake() {
	run(|| {
		active(1, ALICE, 4);
		// 100 %, in a new series 100 % again, and once more: only the first finds anything.
		for _ in 0..3 {
			outage(1, Inaccessible, 120 * HOUR);
			advance(DAY);
		}
		assert_eq!(amounts(), [4 * PER_GPU]);
		advance(2 * DAY);
		poll();
		assert_eq!((machine(1).held, machine(1).locked), (0, 0));
		outage(1, Inaccessible, 120 * HOUR);
		assert_eq!(pending(), NONE);
	});
}

#[test]
fn threat_22_two_sanctions_should_both_be_covered_when_they_are_pending_together() {
	run(|| {
		active(1, ALICE, 4);
		outage(1, Inaccessible, 48 * HOUR);
		advance(DAY);
		outage(1, Inaccessible, 48 * HOUR);
		// 60 %, and of 60 % more the 40 % that are not locked.
		assert_eq!(percents(4 * PER_GPU), [6_000, 4_000]);
		for sanction in [1, 0] {
			advance(2 * DAY);
			Sanctions::execute(signed(CHARLIE), sanction).unwrap();
		}
		assert_eq!(machine(1).held, 0);
	});
}

#[test]
fn threat_22_sanction_should_be_executed_once() {
	run(|| {
		let sanction = inaccessible(1, HOUR);
		advance(2 * DAY);
		assert_ok!(Sanctions::execute(signed(CHARLIE), sanction));
		let held = machine(1).held;
		for who in [CHARLIE, ALICE] {
			let call = Sanctions::execute(signed(who), sanction);
			assert_noop!(call, E::SanctionNotFound);
		}
		poll();
		assert_eq!(machine(1).held, held);
	});
}

#[test]
fn splitting_an_outage_should_gain_nothing() {
	run(|| {
		// Five days down at a stretch, and five days down in pieces of an hour, each with an hour up after it.
		active(1, ALICE, 4);
		outage(1, Inaccessible, 120 * HOUR);
		active(2, BOB, 4);
		for _ in 0..120 {
			outage(2, Inaccessible, HOUR);
			advance(HOUR);
		}
		assert_eq!(machine(1).locked, 4 * PER_GPU);
		assert_eq!(machine(2).locked, 4 * PER_GPU);
	});
}

#[test]
fn splitting_an_outage_among_causes_should_gain_nothing_but_their_own_lengths() {
	run(|| {
		active(1, ALICE, 4);
		for _ in 0..4 {
			outage(1, Inaccessible, MINUTE);
			outage(1, Malfunction, HOUR);
		}
		// Four hours without working: 12 %.
		assert_eq!(machine(1).locked, 4 * PER_GPU / 100 * 12);
	});
}

#[test]
fn threat_23_going_down_before_a_verdict_should_not_make_it_cheaper() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), DBC)]);
		let reported = now();
		advance(MINUTE);
		take_down(1, OwnerReported, now());
		advance(9 * MINUTE);
		uphold(1, Inaccessible, reported, &[member(0), member(1)]);
		bring_up(1, OwnerReported);
		bring_up(1, Inaccessible);
		// Since the report: 8 %, and not 4 %.
		assert_eq!(percents(4 * PER_GPU), [800]);
	});
}

#[test]
fn threat_2_going_down_before_an_order_ends_should_cost_the_rented_row_to_the_end() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), DBC)]);
		take_down(1, OwnerReported, now());
		// The order runs out a minute later; nobody rents the machine for the rest of the outage.
		advance(MINUTE);
		rent(1, &[]);
		advance(48 * HOUR);
		bring_up(1, OwnerReported);
		assert_eq!(percents(4 * PER_GPU), [3_000]);
		assert_eq!(shares_of(0), [(renter(0), DBC)]);
	});
}

#[test]
fn threat_3_coming_up_for_a_moment_should_not_begin_another_outage() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), DBC)]);
		// Just under the second interval, again and again.
		for _ in 0..3 {
			outage(1, OwnerReported, 7 * MINUTE - 1);
			advance(DAY - 1);
		}
		// 2 % once, and 4 % for the three together.
		assert_eq!(percents(4 * PER_GPU), [200, 200]);
	});
}

#[test]
fn threat_5_sham_orders_should_return_at_most_a_tenth_of_what_is_taken() {
	run(|| {
		let before = [&ALICE, &BOB, &CHARLIE].map(free).iter().sum::<u128>();
		active(1, ALICE, 4);
		// Friends of the owner pay for every order, and lose a fortune by its outage.
		rent(1, &[(BOB, 900_000 * DBC), (CHARLIE, 100_000 * DBC)]);
		outage(1, Malfunction, 120 * HOUR);
		advance(2 * DAY);
		assert_ok!(Sanctions::execute(signed(BOB), 0));
		let after = [&ALICE, &BOB, &CHARLIE].map(free).iter().sum::<u128>();
		assert_eq!(before - after, 4 * PER_GPU / 10 * 9);
	});
}

#[test]
fn threat_5_sham_order_should_make_the_outage_dearer() {
	run(|| {
		for (n, orders) in [(1, vec![]), (2, vec![(CHARLIE, DBC)])] {
			active(n, BOB, 4);
			rent(n, &orders);
			outage(n, OwnerReported, HOUR);
		}
		assert_eq!(
			(machine(1).locked, machine(2).locked),
			(0, 4 * PER_GPU / 25)
		);
	});
}

#[test]
fn threat_23_asking_for_an_attestation_again_and_again_should_not_put_a_sanction_off() {
	run(|| {
		active(1, ALICE, 4);
		take_down(1, Counterfeit, now());
		for _ in 0..3 {
			advance(48 * HOUR);
			// It is refused, and asked for again: the clock has run until then.
			let mut outage = Registry::outage(&id(1)).unwrap();
			let asked = dbc_primitives::CauseSince {
				cause: HardwareChange,
				since: now(),
				until: None,
			};
			outage.causes = BoundedVec::truncate_from(vec![outage.causes[0], asked]);
			Registry::set_outage(&id(1), Some(&outage));
		}
		assert_ok!(Sanctions::sanction_outage(signed(CHARLIE), id(1)));
		assert_eq!(percents(4 * PER_GPU), [10_000]);
	});
}

#[test]
fn threat_23_machine_should_be_locked_until_the_last_of_its_sanctions_is_over() {
	run(|| {
		active(1, ALICE, 4);
		outage(1, Inaccessible, HOUR);
		advance(DAY);
		outage(1, Inaccessible, HOUR);
		Sanctions::appeal(signed(ALICE), 1, reason("no")).unwrap();
		assert_eq!(machine(1).exit_locks, 2);
		advance(2 * DAY);
		assert_ok!(Sanctions::execute(signed(CHARLIE), 0));
		assert_eq!(machine(1).exit_locks, 1);
		assert!(machine(1).locked > 0);
		advance(5 * DAY);
		assert_ok!(Sanctions::execute(signed(CHARLIE), 1));
		assert_eq!((machine(1).exit_locks, machine(1).locked), (0, 0));
	});
}

#[test]
fn threat_22_deposit_should_end_once_however_the_appeal_ends() {
	run(|| {
		for decision in [Some(Decision::Cancel), Some(Decision::Dismiss), None] {
			let (before, taken) = (free(&member(0)), free(&TREASURY));
			fault(0);
			let sanction = *pending().last().unwrap();
			Sanctions::appeal(signed(member(0)), sanction, reason("")).unwrap();
			match decision {
				Some(decision) => {
					Sanctions::decide(RuntimeOrigin::root(), sanction, decision).unwrap();
				}
				None => advance(7 * DAY),
			}
			let again = Sanctions::execute(signed(CHARLIE), sanction);
			assert_eq!(again.is_ok(), decision.is_none());
			for decision in [Decision::Cancel, Decision::Dismiss] {
				let again = Sanctions::decide(RuntimeOrigin::root(), sanction, decision);
				assert!(again.is_err());
			}
			let lost = if decision == Some(Decision::Cancel) {
				0
			} else {
				DEPOSIT
			};
			assert_eq!(before - free(&member(0)), lost);
			let bond = if lost > 0 { AT_RISK } else { 0 };
			assert_eq!(free(&TREASURY) - taken, lost + bond);
			assert_eq!(on_hold(&member(0)), 0);
		}
	});
}

#[test]
fn threat_34_execution_should_read_no_more_when_many_sanctions_are_pending() {
	// What a step reads is in its proof. It grows with the depth of the state alone.
	let proof_of = |others: u8| {
		let mut ext = new_test_ext();
		ext.execute_with(|| {
			for n in 1..=others {
				active(n, ALICE, 1);
				outage(n, Inaccessible, HOUR);
			}
			advance(2 * DAY);
			events();
		});
		ext.commit_all().unwrap();
		let (done, proof) = ext.execute_and_prove(|| Sanctions::execute(signed(CHARLIE), 0));
		assert_ok!(done);
		codec::Encode::encoded_size(&proof)
	};
	let (few, many) = (proof_of(60), proof_of(240));
	println!("{few} and {many} bytes");
	assert!(many < 2 * few);
}

#[test]
fn appealing_late_should_fail_whether_or_not_the_agenda_was_there() {
	run(|| {
		let sanction = inaccessible(1, HOUR);
		advance(2 * DAY);
		let call = Sanctions::appeal(signed(ALICE), sanction, reason(""));
		assert_noop!(call, E::AppealWindowOver);
		poll();
		let call = Sanctions::appeal(signed(ALICE), sanction, reason(""));
		assert_noop!(call, E::SanctionNotFound);
	});
}

#[test]
fn appealing_twice_should_fail() {
	run(|| {
		let sanction = inaccessible(1, HOUR);
		assert_ok!(Sanctions::appeal(signed(ALICE), sanction, reason("once")));
		advance(6 * DAY);
		let call = Sanctions::appeal(signed(ALICE), sanction, reason("twice"));
		assert_noop!(call, E::AlreadyAppealed);
		assert_eq!(on_hold(&ALICE), DEPOSIT);
	});
}

#[test]
fn machine_that_never_returns_should_be_sanctioned_all_the_same() {
	run(|| {
		active(1, ALICE, 4);
		take_down(1, Inaccessible, now());
		advance(365 * DAY);
		poll();
		assert_eq!(pending(), NONE);
		assert_ok!(Sanctions::sanction_outage(signed(CHARLIE), id(1)));
		advance(2 * DAY + MINUTE);
		poll();
		assert_eq!(machine(1).held, 0);
		assert!(Registry::outage(&id(1)).is_some());
	});
}

#[test]
fn threat_28_dust_should_go_to_the_treasury_when_a_share_is_less_than_an_account_may_hold() {
	run(|| {
		let before = free(&TREASURY);
		active(1, ALICE, 4);
		rent(1, &[(NOBODY, 1)]);
		outage(1, Malfunction, HOUR);
		assert_eq!(shares_of(0), [(NOBODY, 1)]);
		advance(2 * DAY + MINUTE);
		poll();
		assert_eq!(free(&TREASURY), before + 4 * PER_GPU / 100 * 6);
	});
}

#[test]
fn threat_39_flapping_machine_should_not_pile_up_sanctions() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), DBC)]);
		for _ in 0..200 {
			outage(1, OwnerReported, 1);
			advance(1);
		}
		assert_eq!(pending(), [0]);
	});
}
