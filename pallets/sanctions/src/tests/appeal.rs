//! `appeal`.

use super::*;

#[test]
fn appeal_should_hold_a_deposit_and_wait_for_a_decision() {
	run(|| {
		let sanction = inaccessible(1, HOUR);
		advance(DAY);
		events();
		assert_ok!(Sanctions::appeal(
			signed(ALICE),
			sanction,
			reason("a flood")
		));
		assert_eq!(
			record(sanction).stage,
			SanctionStage::Appealed {
				deposit: DEPOSIT,
				reason: reason("a flood"),
			}
		);
		let until = now() + 7 * DAY;
		assert_eq!(record(sanction).until, until);
		assert_eq!(on_hold(&ALICE), DEPOSIT);
		assert_eq!(
			events(),
			[Event::SanctionAppealed {
				id: sanction,
				deposit: DEPOSIT,
				until,
			}]
		);
	});
}

#[test]
fn member_should_appeal_when_it_is_concerned() {
	run(|| {
		fault(0);
		assert_ok!(Sanctions::appeal(signed(member(0)), 0, reason("")));
		assert_eq!(on_hold(&member(0)), DEPOSIT);
	});
}

#[test]
fn appeal_should_take_a_reason_of_256_bytes_and_no_longer() {
	run(|| {
		fault(0);
		assert!(AppealReason::try_from(vec![b'x'; 257]).is_err());
		let longest = AppealReason::try_from(vec![b'x'; 256]).unwrap();
		assert_ok!(Sanctions::appeal(signed(member(0)), 0, longest));
	});
}

#[test]
fn appeal_should_fail_when_unsigned() {
	run(|| {
		fault(0);
		let call = Sanctions::appeal(RuntimeOrigin::none(), 0, reason(""));
		assert_noop!(call, BadOrigin);
	});
}

#[test]
fn appeal_should_fail_when_there_is_no_such_sanction() {
	run(|| {
		let call = Sanctions::appeal(signed(ALICE), 0, reason(""));
		assert_noop!(call, E::SanctionNotFound);
	});
}

#[test]
fn appeal_should_fail_when_the_account_is_not_concerned() {
	run(|| {
		let sanction = inaccessible(1, HOUR);
		for who in [BOB, CHARLIE, member(0)] {
			let call = Sanctions::appeal(signed(who), sanction, reason(""));
			assert_noop!(call, E::NotConcerned);
		}
	});
}

#[test]
fn appeal_should_be_taken_until_the_last_moment_of_its_window() {
	run(|| {
		fault(0);
		fault(1);
		advance(2 * DAY - 1);
		assert_ok!(Sanctions::appeal(signed(member(0)), 0, reason("")));
		advance(1);
		let call = Sanctions::appeal(signed(member(1)), 1, reason(""));
		assert_noop!(call, E::AppealWindowOver);
	});
}

#[test]
fn appeal_window_should_move_when_the_chain_stalls() {
	run(|| {
		fault(0);
		fault(1);
		advance(3 * DAY);
		MockStalls::set(DAY + 1);
		assert_ok!(Sanctions::appeal(signed(member(0)), 0, reason("")));
		advance(1);
		let call = Sanctions::appeal(signed(member(1)), 1, reason(""));
		assert_noop!(call, E::AppealWindowOver);
	});
}

#[test]
fn appeal_should_fail_when_the_account_cannot_pay_the_deposit() {
	run(|| {
		active(1, ALICE, 1);
		outage(1, OutageCause::Inaccessible, HOUR);
		let spendable = free(&ALICE) - EXISTENTIAL_DEPOSIT;
		let gone = spendable - DEPOSIT + 1;
		let pay = |amount| Balances::transfer_keep_alive(signed(ALICE), TREASURY, amount);
		pay(gone).unwrap();
		let call = Sanctions::appeal(signed(ALICE), 0, reason(""));
		assert_noop!(call, E::InsufficientBalance);
		Balances::transfer_keep_alive(signed(BOB), ALICE, 1).unwrap();
		assert_ok!(Sanctions::appeal(signed(ALICE), 0, reason("")));
	});
}

#[test]
fn deposits_should_add_up_when_an_account_appeals_twice() {
	run(|| {
		fault(0);
		fault(0);
		for sanction in [0, 1] {
			assert_ok!(Sanctions::appeal(signed(member(0)), sanction, reason("")));
		}
		assert_eq!(on_hold(&member(0)), 2 * DEPOSIT);
	});
}

#[test]
fn appeal_should_cost_nothing_when_the_rules_say_so() {
	run(|| {
		Rules::mutate(|rules| rules.appeal_deposit = 0);
		fault(0);
		assert_ok!(Sanctions::appeal(signed(member(0)), 0, reason("")));
		events();
		assert_ok!(Sanctions::decide(
			RuntimeOrigin::root(),
			0,
			Decision::Cancel
		));
		assert_eq!(events(), [Event::SanctionCancelled { id: 0 }]);
	});
}
