//! What outages and members at fault cost, from the outage to the appeal, with the stake that the registry keeps.

use dbc_primitives::{FaultKind, FaultOpinion, MachineId, Moment, SanctionId};
use dbc_runtime::{
	accounts::Treasury,
	constants::{
		currency::DBC,
		time::{DAY, HOUR, MINUTE},
	},
	Balance, Balances, Committee, Machines, Runtime, RuntimeCall, RuntimeHoldReason,
};
use frame_support::{
	assert_ok,
	traits::{fungible::InspectHold, Get},
};
use pallet_sanctions::{Call, Decision, Error};
use sp_keyring::Sr25519Keyring::{self as Keyring, Alice, Bob, Charlie, Dave};

use crate::{
	env::{advance, development, dispatch, free},
	state::{self, pass, refusal, STAKE, THOUSAND},
};

/// The rent of all 4 GPUs for 10 days at 0.012 USD.
const TEN_DAYS: Balance = 8_484_416_666_666_666_667;

fn call(call: Call<Runtime>) -> RuntimeCall {
	RuntimeCall::Sanctions(call)
}

fn treasury() -> Balance {
	free(&Treasury::get())
}

fn balance(who: Keyring) -> Balance {
	free(&who.to_account_id())
}

fn appeal(id: SanctionId) -> RuntimeCall {
	let reason = b"the cable of the data centre was cut".to_vec();
	call(Call::appeal {
		id,
		reason: reason.try_into().expect("short enough"),
	})
}

/// The technical committee of the development chain, Alice, decides.
fn decide(id: SanctionId, decision: Decision) {
	let call = call(Call::decide { id, decision });
	let motion = pallet_collective::Call::propose {
		threshold: 1,
		proposal: Box::new(call),
		length_bound: 1_000,
	};
	assert_ok!(dispatch(Alice, RuntimeCall::TechnicalCommittee(motion)));
}

fn appeal_deposit(who: Keyring) -> Balance {
	let reason = RuntimeHoldReason::Sanctions(pallet_sanctions::HoldReason::AppealDeposit);
	Balances::balance_on_hold(&reason, &who.to_account_id())
}

/// Stake and locked part.
fn stake(machine: MachineId) -> (Balance, Balance) {
	let info = Machines::machine_info(machine).expect("registered");
	(info.stake, info.locked)
}

fn none_pending() -> bool {
	pallet_sanctions::Sanctions::<Runtime>::iter_keys()
		.next()
		.is_none()
}

/// What an outage of a length that its owner reported takes, of which a renter gets the second part.
fn owner_reported(rented: bool, length: Moment) -> (Balance, Balance) {
	development().execute_with(|| {
		let machine = state::judged(1);
		if rented {
			state::rented(Alice, machine, 4, 10 * DAY);
		}
		state::down(machine);
		pass(length);
		state::up(machine);
		if none_pending() {
			return (0, 0);
		}
		let (id, amount) = state::last_sanction();
		let (renter, others) = (balance(Alice), treasury());
		assert_eq!(stake(machine), (STAKE, amount));
		pass(11 * MINUTE);
		assert!(none_pending(), "{id} is pending");
		assert_eq!(stake(machine), (STAKE - amount, 0));
		let shared = balance(Alice) - renter;
		assert_eq!(treasury() - others, amount - shared);
		(amount, shared)
	})
}

#[test]
fn outage_should_cost_by_the_table_when_the_owner_reports_it() {
	let percent = |percent| STAKE * percent / 100;
	// While the machine is rented. From 48 hours on renters get a tenth, at most what was unpaid.
	for (length, amount, shared) in [
		(0, 2, 0),
		(7 * MINUTE - 1, 2, 0),
		(7 * MINUTE, 4, 0),
		(48 * HOUR - 1, 4, 0),
		(48 * HOUR, 30, percent(30) / 10),
		(120 * HOUR - 1, 30, percent(30) / 10),
		(120 * HOUR, 50, TEN_DAYS),
	] {
		let costs = owner_reported(true, length);
		assert_eq!(costs, (percent(amount), shared), "{length} ms, rented");
	}
	for (length, amount) in [
		(0, 0),
		(48 * HOUR - 1, 0),
		(48 * HOUR, 4),
		(240 * HOUR - 1, 4),
		(240 * HOUR, 30),
	] {
		let costs = owner_reported(false, length);
		assert_eq!(costs, (percent(amount), 0), "{length} ms, idle");
	}
}

#[test]
fn old_idle_machine_should_pay_nothing_when_its_owner_reports_it() {
	development().execute_with(|| {
		let machine = state::judged(1);
		pass(365 * DAY);
		state::down(machine);
		pass(240 * HOUR);
		state::up(machine);
		assert!(none_pending());
		assert_eq!(stake(machine), (STAKE, 0));
	});
}

/// A machine that was down for an hour while it was rented, and its sanction: 4 % of its stake.
fn sanctioned() -> (MachineId, SanctionId, Balance) {
	let machine = state::judged(1);
	state::rented(Alice, machine, 4, 10 * DAY);
	state::down(machine);
	pass(HOUR);
	state::up(machine);
	let (id, amount) = state::last_sanction();
	assert_eq!(amount, STAKE * 4 / 100);
	(machine, id, amount)
}

#[test]
fn everything_should_return_when_an_appeal_is_granted() {
	development().execute_with(|| {
		let (machine, id, amount) = sanctioned();
		let (owner, others) = (balance(Bob), treasury());
		assert_ok!(dispatch(Bob, appeal(id)));
		assert_eq!(owner - balance(Bob), THOUSAND);
		assert_eq!(appeal_deposit(Bob), THOUSAND);
		pass(30 * MINUTE);
		// It waits for the decision.
		assert_eq!(stake(machine), (STAKE, amount));
		decide(id, Decision::Cancel);
		assert_eq!((balance(Bob), appeal_deposit(Bob)), (owner, 0));
		assert_eq!(stake(machine), (STAKE, 0));
		assert_eq!(treasury(), others);
		assert!(none_pending());
		pass(2 * HOUR);
		assert_eq!(stake(machine), (STAKE, 0));
	});
}

#[test]
fn deposit_and_sanction_should_be_taken_when_an_appeal_is_dismissed() {
	development().execute_with(|| {
		let (machine, id, amount) = sanctioned();
		let (owner, others) = (balance(Bob), treasury());
		assert_ok!(dispatch(Bob, appeal(id)));
		decide(id, Decision::Dismiss);
		assert_eq!(owner - balance(Bob), THOUSAND);
		assert_eq!(appeal_deposit(Bob), 0);
		assert_eq!(stake(machine), (STAKE - amount, 0));
		assert_eq!(treasury() - others, amount + THOUSAND);
		assert!(none_pending());
	});
}

#[test]
fn deposit_and_sanction_should_be_taken_when_nobody_decides() {
	development().execute_with(|| {
		let (machine, id, amount) = sanctioned();
		let (owner, others) = (balance(Bob), treasury());
		pass(9 * MINUTE);
		assert_ok!(dispatch(Bob, appeal(id)));
		pass(HOUR - 1);
		let execute = || call(Call::execute { id });
		assert_eq!(refusal(Alice, execute()), Error::<Runtime>::TooEarly.into());
		advance(1);
		assert_ok!(dispatch(Alice, execute()));
		assert_eq!(owner - balance(Bob), THOUSAND);
		assert_eq!(stake(machine), (STAKE - amount, 0));
		assert_eq!(treasury() - others, amount + THOUSAND);
	});
}

#[test]
fn agenda_should_execute_what_nobody_decides() {
	development().execute_with(|| {
		let (machine, id, amount) = sanctioned();
		let others = treasury();
		assert_ok!(dispatch(Bob, appeal(id)));
		pass(11 * MINUTE);
		assert_eq!(stake(machine), (STAKE, amount));
		pass(50 * MINUTE);
		assert_eq!(stake(machine), (STAKE - amount, 0));
		assert_eq!(treasury() - others, amount + THOUSAND);
	});
}

#[test]
fn appeal_should_be_refused_when_somebody_else_appeals_or_decides() {
	development().execute_with(|| {
		let (_, id, _) = sanctioned();
		let stranger = refusal(Alice, appeal(id));
		assert_eq!(stranger, Error::<Runtime>::NotConcerned.into());
		let decision = Decision::Cancel;
		let own = refusal(Bob, call(Call::decide { id, decision }));
		assert_eq!(own, sp_runtime::DispatchError::BadOrigin);
	});
}

#[test]
fn member_should_keep_its_bond_when_its_appeal_is_granted() {
	development().execute_with(|| {
		let machine = state::judged(1);
		let report = state::reported(Charlie, machine, FaultKind::Inaccessible, None);
		let members = state::jury(report);
		let (silent, pair) = members.split_first().expect("three");
		let votes = [
			(pair[0], FaultOpinion::Reject),
			(pair[1], FaultOpinion::Reject),
		];
		state::judge(report, &votes);
		let bond = || {
			let member = Committee::read_member(&silent.to_account_id()).expect("a member");
			(member.bond, member.at_risk, member.jobs)
		};
		assert_eq!(bond(), (100_000 * DBC, THOUSAND, 1));
		let leave = || RuntimeCall::Committee(pallet_committee::Call::leave {});
		assert!(dispatch(*silent, leave()).is_err());
		let (id, _) = state::last_sanction();
		let before = balance(*silent);
		assert_ok!(dispatch(*silent, appeal(id)));
		decide(id, Decision::Cancel);
		assert_eq!(bond(), (100_000 * DBC, 0, 0));
		assert_eq!(balance(*silent), before);
		assert_ok!(dispatch(*silent, leave()));
		assert_eq!(balance(*silent), before + 100_000 * DBC);
	});
}

#[test]
fn machine_that_never_returns_should_be_sanctioned_all_the_same() {
	development().execute_with(|| {
		let machine = state::judged(1);
		let order = state::rented(Alice, machine, 4, HOUR);
		let report = state::reported(Alice, machine, FaultKind::Inaccessible, Some(order));
		state::ruled(report, FaultOpinion::Uphold);
		let sanction = || call(Call::sanction_outage { machine });
		pass(120 * HOUR - 1);
		let early = refusal(Dave, sanction());
		assert_eq!(early, Error::<Runtime>::LastThresholdNotPassed.into());
		advance(1);
		assert_ok!(dispatch(Dave, sanction()));
		assert_eq!(state::last_sanction().1, STAKE);
		assert_eq!(
			refusal(Dave, sanction()),
			Error::<Runtime>::NothingDue.into()
		);
		let others = treasury();
		let members_and_renter = THOUSAND - 1;
		pass(11 * MINUTE);
		assert_eq!(stake(machine), (0, 0));
		// Of its order nothing was paid, so the renter gets all that it would have cost.
		let unpaid = TEN_DAYS.div_ceil(240);
		let shared = treasury() - others + members_and_renter + unpaid;
		assert!(STAKE.abs_diff(shared) <= 1, "{shared}");
		// Nobody waits for its owner: without stake anyone may remove it.
		let remove = RuntimeCall::Machines(pallet_machines::Call::remove { machine });
		assert_ok!(dispatch(Dave, remove));
		assert_eq!(Machines::machine_info(machine), None);
	});
}

#[test]
fn machine_should_pay_the_difference_alone_when_it_returns_after_it_was_sanctioned() {
	development().execute_with(|| {
		let machine = state::judged(1);
		state::down(machine);
		pass(240 * HOUR);
		assert_ok!(dispatch(Dave, call(Call::sanction_outage { machine })));
		assert_eq!(state::last_sanction().1, STAKE * 30 / 100);
		pass(30 * DAY);
		state::up(machine);
		assert!(none_pending());
		assert_eq!(stake(machine), (STAKE - STAKE * 30 / 100, 0));
	});
}
