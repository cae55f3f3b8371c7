//! `execute`.

use super::*;

fn execute(id: SanctionId) -> Result<(), DispatchError> {
	Sanctions::execute(signed(CHARLIE), id)
		.map(|_| ())
		.map_err(|refused| refused.error)
}

#[test]
fn sanction_of_a_member_should_go_to_the_treasury() {
	run(|| {
		let before = free(&TREASURY);
		let job = fault(0);
		advance(2 * DAY);
		assert_ok!(execute(0));
		assert_eq!(Pool::job(job).unwrap().forfeited, [member(0)]);
		assert_eq!(free(&TREASURY), before + AT_RISK);
		assert_eq!(pending(), NONE);
	});
}

#[test]
fn sanction_of_a_member_should_pay_its_shares_as_far_as_it_goes() {
	run(|| {
		let before = free(&TREASURY);
		let job = booked(&member(0));
		let shares = [
			(renter(0), AT_RISK / 2),
			(renter(1), AT_RISK / 2),
			(renter(2), AT_RISK / 2),
		];
		propose_bond(job, 0, &shares);
		advance(2 * DAY);
		assert_ok!(execute(0));
		let gained = [0, 1, 2].map(|n| free(&renter(n)) - EXISTENTIAL_DEPOSIT);
		assert_eq!(gained, [AT_RISK / 2, AT_RISK / 2, 0]);
		assert_eq!(free(&TREASURY), before);
	});
}

#[test]
fn sanction_of_an_outage_should_pay_members_renters_and_the_treasury() {
	run(|| {
		let before = (free(&TREASURY), free(&member(0)));
		active(1, ALICE, 4);
		rent(1, &[(renter(0), 100 * DBC)]);
		uphold(1, OutageCause::Malfunction, now(), &[member(0), member(1)]);
		bring_up(1, OutageCause::Malfunction);
		advance(2 * DAY);
		events();
		assert_ok!(execute(0));
		let amount = 2_400 * DBC;
		assert_eq!(free(&member(0)), before.1 + 500 * DBC);
		assert_eq!(free(&renter(0)), EXISTENTIAL_DEPOSIT + 100 * DBC);
		assert_eq!(free(&TREASURY), before.0 + 1_300 * DBC);
		let record = machine(1);
		assert_eq!(record.held, 4 * PER_GPU - amount);
		assert_eq!((record.locked, record.exit_locks), (0, 0));
		assert!(!Shares::<Test>::contains_key(0));
		let paid = |to, amount| Event::SharePaid {
			id: 0,
			to,
			amount: amount * DBC,
		};
		assert_eq!(
			events(),
			[
				paid(member(0), 500),
				paid(member(1), 500),
				paid(renter(0), 100),
				Event::SanctionExecuted {
					id: 0,
					amount,
					rest: 1_300 * DBC,
				},
			]
		);
	});
}

#[test]
fn sanction_of_a_refused_machine_should_leave_its_exit_alone() {
	run(|| {
		let before = free(&TREASURY);
		refused(1, &ALICE, &[(member(0), DBC)]);
		Registry::lock_exit(&id(1)).unwrap();
		advance(2 * DAY);
		assert_ok!(execute(0));
		assert_eq!((machine(1).held, machine(1).exit_locks), (0, 1));
		assert_eq!(free(&TREASURY), before + PENALTY - DBC);
	});
}

#[test]
fn execute_should_fail_when_there_is_no_such_sanction() {
	run(|| {
		assert_noop!(execute(0), E::SanctionNotFound);
	});
}

#[test]
fn execute_should_fail_when_unsigned() {
	run(|| {
		fault(0);
		advance(2 * DAY);
		assert_noop!(Sanctions::execute(RuntimeOrigin::none(), 0), BadOrigin);
	});
}

#[test]
fn execute_should_be_possible_from_the_end_of_the_appeal_window_on() {
	run(|| {
		fault(0);
		advance(2 * DAY - 1);
		assert_noop!(execute(0), E::TooEarly);
		advance(1);
		assert_ok!(execute(0));
	});
}

#[test]
fn execute_should_wait_when_the_chain_stalled() {
	run(|| {
		fault(0);
		advance(2 * DAY);
		MockStalls::set(1);
		assert_noop!(execute(0), E::TooEarly);
		advance(1);
		assert_ok!(execute(0));
	});
}

#[test]
fn undecided_appeal_should_be_executed_with_its_deposit() {
	run(|| {
		let before = free(&TREASURY);
		fault(0);
		Sanctions::appeal(signed(member(0)), 0, reason("")).unwrap();
		advance(7 * DAY - 1);
		assert_noop!(execute(0), E::TooEarly);
		advance(1);
		assert_ok!(execute(0));
		assert_eq!(free(&TREASURY), before + AT_RISK + DEPOSIT);
		assert_eq!(on_hold(&member(0)), 0);
	});
}

#[test]
fn share_should_go_to_the_treasury_when_its_account_cannot_receive_it() {
	run(|| {
		let before = free(&TREASURY);
		let job = booked(&member(0));
		let dust = EXISTENTIAL_DEPOSIT - 1;
		propose_bond(job, 0, &[(NOBODY, dust), (renter(0), DBC)]);
		advance(2 * DAY);
		assert_ok!(execute(0));
		assert_eq!(free(&NOBODY), 0);
		assert_eq!(free(&renter(0)), EXISTENTIAL_DEPOSIT + DBC);
		assert_eq!(free(&TREASURY), before + AT_RISK - DBC);
	});
}

#[test]
fn execution_should_be_told_and_end_the_sanction_when_nothing_can_be_taken() {
	run(|| {
		let sanction = inaccessible(1, HOUR);
		Registry::fail_at(&[MachineStep::Slash]);
		advance(2 * DAY);
		events();
		assert_ok!(execute(sanction));
		assert!(matches!(events()[0], Event::SanctionVoided { .. }));
		assert_eq!(pending(), NONE);
		// All of it was undone.
		assert_eq!(machine(1).exit_locks, 1);
	});
}
