use super::*;

#[test]
fn claim_should_mint_what_is_released() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(DAY);
		down(1);
		events();
		let all = earned(&ALICE);
		// Of yesterday 51 parts of 200.
		let first = all * 51 / 200;
		assert_eq!(claim(&ALICE), first);
		let told = Event::RewardsClaimed {
			who: ALICE,
			amount: first,
		};
		assert_eq!(events(), [told]);
		advance(DAY);
		assert_eq!(claim(&ALICE), all * 52 / 200 - first);
	});
}

#[test]
fn claim_should_give_a_quarter_when_it_is_the_same_day() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(HOUR);
		let all = earned(&ALICE);
		assert_eq!(claim(&ALICE), all / 4);
	});
}

#[test]
fn claims_should_add_up_to_all_when_150_days_have_passed() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(DAY);
		down(1);
		let mut sum = 0;
		for _ in 0..149 {
			sum += claim(&ALICE);
			advance(DAY);
		}
		sum += claim(&ALICE);
		assert_eq!(sum, earned(&ALICE));
		advance(DAY);
		assert_noop!(Rewards::claim(signed(ALICE)), E::NothingToClaim);
	});
}

#[test]
fn claim_should_fail_when_there_is_nothing() {
	run(|| {
		assert_noop!(Rewards::claim(signed(ALICE)), E::NothingToClaim);
		active(1, &ALICE, POINTS, 4);
		assert_noop!(Rewards::claim(signed(ALICE)), E::NothingToClaim);
	});
}

#[test]
fn claim_should_fail_when_it_is_not_signed() {
	run(|| {
		assert_noop!(Rewards::claim(RuntimeOrigin::none()), BadOrigin);
		assert_noop!(Rewards::claim(RuntimeOrigin::root()), BadOrigin);
	});
}

#[test]
fn claim_should_stay_due_when_the_account_cannot_receive_it() {
	run(|| {
		let nobody = attesters(9)[0].clone();
		active(1, &nobody, 1, 1);
		active(2, &BOB, 3_200_000, 32);
		advance(SECOND);
		let due = claimable(&nobody);
		assert!(due > 0 && due < EXISTENTIAL_DEPOSIT);
		let origin = || signed(nobody.clone());
		assert_noop!(Rewards::claim(origin()), E::CannotReceive);
		advance(DAY);
		assert!(claimable(&nobody) > EXISTENTIAL_DEPOSIT);
		assert_ok!(Rewards::claim(origin()));
	});
}

#[test]
fn days_should_only_be_stored_when_one_is_over() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(DAY - 1);
		down(1);
		assert!(!Vestings::<Test>::contains_key(ALICE));
		advance(1);
		up(1);
		assert_eq!(Vestings::<Test>::get(ALICE).days.len(), 1);
		advance(1_000 * DAY);
		down(1);
		assert_eq!(Vestings::<Test>::get(ALICE).days.len(), 149);
		assert_eq!(network().day_ends.len(), 150);
	});
}
