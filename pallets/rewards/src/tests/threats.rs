//! What somebody will try, by the numbers of the list of threats. 5 and 11 are tested in `dbc_math` as well.

use super::*;
use dbc_math::rewards::MAX_EMISSION;

#[test]
fn threat_03_flapping_should_earn_nothing_more_when_it_is_every_block() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		active(2, &BOB, POINTS, 4);
		for _ in 0..500 {
			down(1);
			advance(6 * SECOND);
			up(1);
			// Within the same block.
			down(1);
			up(1);
			advance(6 * SECOND);
		}
		// Alice had half of the emission half of the time, less her attesters' hundredth.
		let all = emitted(0, 500 * 12 * SECOND);
		assert_close(earned(&ALICE), all / 4 * 99 / 100, 1_000);
		assert_close(earned(&BOB), all / 4 * 3 * 99 / 100, 1_000);
	});
}

#[test]
fn threat_04_boundary_of_a_day_should_earn_only_its_seconds() {
	run(|| {
		active(2, &BOB, POINTS, 4);
		advance(DAY - SECOND);
		active(1, &ALICE, POINTS, 4);
		advance(2 * SECOND);
		down(1);
		advance(10 * DAY);
		let half = emitted(DAY - SECOND, DAY + SECOND) / 2;
		assert_close(earned(&ALICE), half * 99 / 100, 1);
	});
}

#[test]
fn threat_05_bonus_should_stay_below_the_burn_when_the_owner_rents_its_own() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		rented(1, 4);
		let base = |n| machine(n).base / (1 << 44);
		for _ in 0..100 {
			advance(HOUR);
			burned(1, DBC);
		}
		// Alone in the network, the bonus would have been a quarter of all that was emitted.
		assert!(machine(1).due / (1 << 44) > 1_000_000 * DBC);
		assert_eq!(machine(1).credited / (1 << 44), 90 * DBC);
		assert_close(earned(&ALICE), base(1) * 99 / 100 + 90 * DBC, 2);
	});
}

#[test]
fn threat_06_splitting_should_never_raise_the_weight_when_an_owner_has_many_accounts() {
	run(|| {
		active(1, &ALICE, POINTS, 32);
		active(2, &ALICE, POINTS, 32);
		let together = network().weight;
		assert_eq!(together, 2 * u128::from(POINTS) * 10_064);
		leave(2);
		active(2, &BOB, POINTS, 32);
		assert_eq!(network().weight, 2 * u128::from(POINTS) * 10_032);
	});
}

#[test]
fn threat_06_merging_should_never_pass_the_cap_when_an_owner_has_many_gpus() {
	run(|| {
		(1..=40).for_each(|n| active(n, &ALICE, POINTS, 32));
		assert_eq!(network().gpus, 1_280);
		assert_eq!(network().weight, 40 * u128::from(POINTS) * 11_000);
	});
}

#[test]
fn threat_07_second_claim_should_fail_when_it_is_in_the_same_block() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(DAY);
		assert!(claim(&ALICE) > 0);
		assert_noop!(Rewards::claim(signed(ALICE)), E::NothingToClaim);
	});
}

/// What is released of what Alice earned in her first day, `after` milliseconds after it.
fn released_after(after: u64) -> (u128, u128) {
	let mut result = (0, 0);
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(DAY - 1);
		down(1);
		advance(1 + after);
		result = (claimable(&ALICE), earned(&ALICE));
		assert_eq!(claim(&ALICE), result.0);
	});
	result
}

#[test]
fn threat_08_release_should_step_exactly_at_midnight() {
	let parts = |after: u64| {
		let (released, earned) = released_after(after);
		// The parts of 200 that are released, to the planck.
		let parts = (released * 200 + earned / 2) / earned;
		assert_close(released, earned * parts / 200, 1);
		parts
	};
	assert_eq!(parts(0), 51);
	assert_eq!(parts(DAY - 1), 51);
	assert_eq!(parts(DAY), 52);
	assert_eq!(parts(DAY + 1), 52);
	assert_eq!(parts(148 * DAY - 1), 198);
	assert_eq!(parts(148 * DAY), 199);
	assert_eq!(parts(149 * DAY - 1), 199);
	assert_eq!(parts(149 * DAY), 200);
	assert_eq!(parts(150 * DAY), 200);
	assert_eq!(parts(1_000 * DAY), 200);
}

#[test]
fn threat_08_release_should_be_the_same_when_the_owner_is_idle_for_1_000_days() {
	let claimed = |often: bool| {
		let mut sum = 0;
		run(|| {
			active(1, &ALICE, POINTS, 4);
			active(2, &BOB, POINTS, 8);
			for _ in 0..1_000 {
				advance(DAY);
				if often {
					sum += claim(&ALICE);
				}
			}
			if !often {
				sum = claim(&ALICE);
			}
		});
		sum
	};
	assert_eq!(claimed(false), claimed(true));
}

#[test]
fn threat_09_first_machine_should_get_no_jackpot_when_nobody_earned_before() {
	run(|| {
		advance(100 * DAY);
		active(1, &ALICE, POINTS, 4);
		assert_eq!(earned(&ALICE), 0);
		advance(SECOND);
		let second = emitted(100 * DAY, 100 * DAY + SECOND);
		assert_close(earned(&ALICE), second * 99 / 100, 1);
		let unminted = Rewards::read_network_rewards().unminted;
		assert_eq!(unminted, emitted(0, 100 * DAY));
	});
}

#[test]
fn threat_10_one_grade_should_earn_the_whole_emission_when_it_is_alone() {
	run(|| {
		active(1, &ALICE, 1, 1);
		for _ in 0..4 {
			advance(5 * 365 * DAY);
			poll();
		}
		advance(150 * DAY);
		for _ in 0..20 {
			poll();
		}
		Rewards::settle_machine(signed(BOB), id(1)).unwrap();
		assert_ok!(Rewards::pay_attesters(signed(BOB), id(1)));
		let attesters = machine(1).attesters_paid;
		let all = claim(&ALICE) + attesters;
		// Three attesters share to the planck, and the sums are rounded down.
		assert!((MAX_EMISSION - 4..=MAX_EMISSION).contains(&all), "{all}");
		assert_eq!(network().minted, all);
	});
}

#[test]
fn threat_11_highest_values_should_not_panic() {
	new_test_ext().execute_with(|| {
		active(1, &ALICE, u64::MAX, u32::MAX);
		active(2, &ALICE, u64::MAX, u32::MAX);
		rented(1, u32::MAX);
		burned(1, u128::MAX / 20);
		burned(1, u128::MAX / 20);
		Registry::mutate(&id(2), |offer| offer.extra_price = u64::MAX);
		Rewards::on_terms_changed(&id(2));
		set_time(u64::MAX);
		let _ = Rewards::settle_machine(signed(BOB), id(1));
		let _ = Rewards::pay_attesters(signed(BOB), id(1));
		let _ = Rewards::claim(signed(ALICE));
		Rewards::read_account_rewards(&ALICE);
		Rewards::read_machine_rewards(&id(1));
		Rewards::read_network_rewards();
		leave(1);
		leave(2);
		assert!(network().minted <= MAX_EMISSION);
	});
}

#[test]
fn threat_12_claims_should_add_up_when_there_are_very_many() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		active(2, &BOB, POINTS, 4);
		let mut sum = 0;
		for _ in 0..3_000 {
			advance(6 * SECOND);
			sum += claim(&ALICE);
		}
		// Bob earned the same and claims once.
		assert_eq!(sum, claim(&BOB));
	});
}

#[test]
fn threat_30_rules_should_not_break_anything_when_they_are_lowest_or_highest() {
	let all = |n: u32| RewardRules {
		price_limit_multiple: n,
		rented_bonus_bps: n,
		bonus_burn_percent: n,
		attester_term: u64::from(n),
		owner_bonus_gpus: n,
		doubling_gpus: n,
	};
	for rules in [all(0), all(1), all(u32::MAX)] {
		run(|| {
			active(1, &ALICE, POINTS, 4);
			rented(1, 2);
			advance(DAY);
			burned(1, DBC);
			Rules::set(rules);
			for n in [1, 2] {
				active(n, &ALICE, POINTS, 4);
				rented(n, 2);
				advance(DAY);
				burned(n, DBC);
				let _ = Rewards::settle_machine(signed(BOB), id(n));
				let _ = Rewards::pay_attesters(signed(BOB), id(n));
				poll();
			}
			claim(&ALICE);
			Rules::set(GENESIS_RULES);
			leave(1);
			leave(2);
		});
	}
}

#[test]
fn threat_57_stall_should_count_as_time_when_no_block_was_built_for_an_hour() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(HOUR);
		assert_close(earned(&ALICE), emitted(0, HOUR) * 99 / 100, 1);
	});
}
