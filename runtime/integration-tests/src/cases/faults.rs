//! Reports by renters and verifiers, and the rulings of real members: what registry, orders, committee and money do together.

use dbc_primitives::{
	CloseReason, FaultKind, FaultOpinion, MachineId, OrderId, OrderInfo, OutageCause, ReportId,
	SanctionGround,
};
use dbc_runtime::{
	accounts::Treasury,
	constants::{
		currency::DBC,
		time::{DAY, HOUR, MINUTE},
	},
	Balance, Balances, Committee, Machines, Rental, Runtime, RuntimeCall, RuntimeHoldReason,
	Sanctions, Verification,
};
use frame_support::{
	assert_ok,
	traits::{
		fungible::{Inspect, InspectHold},
		Get,
	},
};
use pallet_faults::{Call, Error, OpenReports, Reports};
use sp_keyring::Sr25519Keyring::{self as Keyring, Alice, Bob, Charlie};

use crate::{
	env::{advance, development, dispatch, free, now, poll},
	state::{self, pass, refusal, STAKE, THOUSAND},
};

/// 10 days of all 4 GPUs at 0.012 USD, as `docs/economics.md` has it.
const TEN_DAYS: Balance = 8_484_416_666_666_666_667;
/// A third of a deposit, rounded down.
const THIRD: Balance = 333_333_333_333_333_333;

fn call(call: Call<Runtime>) -> RuntimeCall {
	RuntimeCall::Faults(call)
}

fn treasury() -> Balance {
	free(&Treasury::get())
}

fn balance(who: Keyring) -> Balance {
	free(&who.to_account_id())
}

fn balances(members: &[Keyring]) -> Vec<Balance> {
	members.iter().map(|member| balance(*member)).collect()
}

fn deposit_on_hold(who: Keyring) -> Balance {
	let reason = RuntimeHoldReason::Faults(pallet_faults::HoldReason::ReportDeposit);
	Balances::balance_on_hold(&reason, &who.to_account_id())
}

fn bond(member: Keyring) -> (Balance, Balance) {
	let member = Committee::read_member(&member.to_account_id()).expect("a member");
	(member.bond, member.at_risk)
}

/// What of the rent is paid for so many of the 240 hours, and what of that is burned.
fn rent_of(hours: u128) -> (Balance, Balance) {
	let due = TEN_DAYS * hours / 240;
	(due, due * 5 / 100)
}

/// Bob's machine, and a running order of Alice for all of its GPUs for ten days.
fn rented() -> (MachineId, OrderId) {
	let machine = state::judged(1);
	let order = state::rented(Alice, machine, 4, 10 * DAY);
	(machine, order)
}

fn causes(machine: MachineId) -> Vec<OutageCause> {
	let info = Machines::machine_info(machine).expect("registered");
	let causes = info.outage.map(|outage| outage.causes).unwrap_or_default();
	causes.iter().map(|cause| cause.cause).collect()
}

fn close_reason(order: OrderId) -> CloseReason {
	match Rental::order_info(order) {
		Some(OrderInfo::Closed(receipt)) => receipt.reason,
		other => panic!("not closed: {other:?}"),
	}
}

/// Ends what the order has still to run, and tells what the owner gets for it and what its renter pays.
fn run_out(order: OrderId) -> (Balance, Balance) {
	let (owner, renter) = (balance(Bob), total(Alice));
	pass(10 * DAY);
	assert_eq!(close_reason(order), CloseReason::Expired);
	(balance(Bob) - owner, renter - total(Alice))
}

/// What an account has, free and on hold.
fn total(who: Keyring) -> Balance {
	Balances::total_balance(&who.to_account_id())
}

fn is_closed(machine: MachineId, report: ReportId) -> bool {
	!OpenReports::<Runtime>::contains_key(machine) && !Reports::<Runtime>::contains_key(report)
}

#[test]
fn rent_should_stop_at_the_report_and_the_owner_pay_when_it_is_upheld() {
	development().execute_with(|| {
		let (machine, order) = rented();
		let issuance = Balances::total_issuance();
		pass(DAY);
		let (renter, owner) = (balance(Alice), balance(Bob));
		let report = state::reported(Alice, machine, FaultKind::Malfunction, Some(order));
		let reported_at = now();
		assert_eq!(renter - balance(Alice), THOUSAND);
		assert_eq!(deposit_on_hold(Alice), THOUSAND);
		assert_eq!(causes(machine), []);

		let members = state::informed_jury(report);
		advance(HOUR);
		let votes: Vec<_> = members
			.iter()
			.map(|member| (*member, FaultOpinion::Uphold))
			.collect();
		state::judge(report, &votes);
		assert!(is_closed(machine, report));
		assert_eq!((balance(Alice), deposit_on_hold(Alice)), (renter, 0));
		assert_eq!(causes(machine), [OutageCause::Malfunction]);
		let outage = Machines::machine_info(machine).and_then(|info| info.outage);
		assert_eq!(outage.map(|outage| outage.since), Some(reported_at));
		for member in &members {
			assert_eq!(bond(*member), (100_000 * DBC, 0));
		}

		// Three hours down: 6 % of the stake, of which nothing moves for ten minutes.
		advance(2 * HOUR);
		let before = balances(&members);
		let others = treasury();
		state::up(machine);
		let sanction = 16_000 * DBC;
		let (id, amount) = state::last_sanction();
		assert_eq!(amount, sanction);
		let info = Sanctions::sanction_info(id).expect("pending");
		assert_eq!(info.ground, SanctionGround::Outage { machine, amount });
		assert_eq!(info.concerned, Bob.to_account_id());
		let record = Machines::machine_info(machine).expect("registered");
		assert_eq!((record.stake, record.locked), (STAKE, sanction));
		pass(9 * MINUTE);
		assert_eq!(balances(&members), before);
		pass(2 * MINUTE);
		for (member, before) in members.iter().zip(before) {
			assert_eq!(balance(*member) - before, THIRD);
		}
		// A tenth to the renter, who lost more than that; the rest to the treasury.
		assert_eq!(balance(Alice) - renter, 1_600 * DBC);
		let rest = sanction - 3 * THIRD - 1_600 * DBC;
		assert_eq!(treasury() - others, rest);
		let record = Machines::machine_info(machine).expect("registered");
		assert_eq!((record.stake, record.locked), (STAKE - sanction, 0));
		assert_eq!(balance(Bob), owner);

		// Of the order's 240 hours three are not paid.
		let (earned, _) = run_out(order);
		let (due, burned) = rent_of(237);
		assert_eq!(earned, due - burned);
		assert_eq!(balance(Alice) - renter, 1_600 * DBC + TEN_DAYS - due);
		assert_eq!(issuance - Balances::total_issuance(), burned);
	});
}

#[test]
fn renter_should_pay_until_the_report_alone_when_it_ends_its_order_and_is_right() {
	development().execute_with(|| {
		let (machine, order) = rented();
		let (renter, owner) = (total(Alice), balance(Bob));
		pass(DAY);
		let report = state::reported(Alice, machine, FaultKind::RentFailed, Some(order));
		advance(HOUR);
		let end = pallet_rental::Call::end { order };
		assert_ok!(dispatch(Alice, RuntimeCall::Rental(end)));
		state::ruled(report, FaultOpinion::Uphold);
		let settle = pallet_rental::Call::settle { order };
		assert_ok!(dispatch(Charlie, RuntimeCall::Rental(settle)));
		assert_eq!(close_reason(order), CloseReason::FaultUpheld);
		let (due, burned) = rent_of(24);
		assert_eq!(renter - total(Alice), due);
		assert_eq!(balance(Bob) - owner, due - burned);
	});
}

#[test]
fn members_should_share_the_deposit_when_they_reject_a_report() {
	development().execute_with(|| {
		let (machine, order) = rented();
		let renter = total(Alice);
		pass(DAY);
		let report = state::reported(Alice, machine, FaultKind::Counterfeit, Some(order));
		let members = state::informed_jury(report);
		let (before, others) = (balances(&members), treasury());
		let votes: Vec<_> = members
			.iter()
			.map(|member| (*member, FaultOpinion::Reject))
			.collect();
		advance(HOUR);
		state::judge(report, &votes);
		assert!(is_closed(machine, report));
		for (member, before) in members.iter().zip(before) {
			assert_eq!(balance(*member) - before, THIRD);
		}
		assert_eq!(treasury() - others, 1);
		assert_eq!(renter - total(Alice), THOUSAND);
		// What was held back is paid: the order costs what it costs without a report.
		let (earned, paid) = run_out(order);
		let (due, burned) = rent_of(240);
		assert_eq!((earned, paid), (due - burned, due));
		assert_eq!(pallet_sanctions::NextId::<Runtime>::get(), 0);
	});
}

#[test]
fn silent_member_should_lose_its_risk_when_the_others_reject_a_report() {
	development().execute_with(|| {
		let (machine, order) = rented();
		let report = state::reported(Alice, machine, FaultKind::Inaccessible, Some(order));
		let members = state::jury(report);
		let (silent, pair) = members.split_first().expect("three");
		let before = balances(pair);
		let votes = [
			(pair[0], FaultOpinion::Reject),
			(pair[1], FaultOpinion::Reject),
		];
		state::judge(report, &votes);
		assert!(is_closed(machine, report));
		for (member, before) in pair.iter().zip(before) {
			assert_eq!(balance(*member) - before, THOUSAND / 2);
		}
		assert_eq!(bond(*silent), (100_000 * DBC, THOUSAND));
		let others = treasury();
		pass(11 * MINUTE);
		assert_eq!(bond(*silent), (99_000 * DBC, 0));
		assert_eq!(treasury() - others, THOUSAND);
	});
}

#[test]
fn report_should_come_to_nothing_when_two_rounds_decide_nothing() {
	development().execute_with(|| {
		let (machine, order) = rented();
		let renter = total(Alice);
		let report = state::reported(Alice, machine, FaultKind::Inaccessible, Some(order));
		let first = state::jury(report);
		// Nobody votes; the agenda ends the round.
		pass(11 * MINUTE);
		assert_eq!(Reports::<Runtime>::get(report).expect("open").round, 2);
		assert_eq!(deposit_on_hold(Alice), THOUSAND);
		let second = state::jury(report);
		assert!(first.iter().all(|member| !second.contains(member)));
		pass(11 * MINUTE);
		assert!(is_closed(machine, report));
		assert_eq!(total(Alice), renter);
		assert_eq!((deposit_on_hold(Alice), causes(machine)), (0, vec![]));
		pass(11 * MINUTE);
		for member in first.iter().chain(&second) {
			assert_eq!(bond(*member), (99_000 * DBC, 0));
		}
		let (earned, paid) = run_out(order);
		let (due, burned) = rent_of(240);
		assert_eq!((earned, paid), (due - burned, due));
	});
}

#[test]
fn deposit_should_go_to_the_treasury_when_evidence_is_kept_back() {
	development().execute_with(|| {
		let (machine, order) = rented();
		let report = state::reported(Alice, machine, FaultKind::Malfunction, Some(order));
		let members = state::jury(report);
		let early = refusal(
			members[0],
			state::sealed_opinion(report, members[0], FaultOpinion::Uphold),
		);
		assert_eq!(early, Error::<Runtime>::EvidenceMissing.into());
		let others = treasury();
		pass(31 * MINUTE);
		assert!(is_closed(machine, report));
		assert_eq!(treasury() - others, THOUSAND);
		assert_eq!(deposit_on_hold(Alice), 0);
		for member in members {
			assert_eq!(bond(member), (100_000 * DBC, 0));
		}
	});
}

/// Verifiers take no jobs, but those who attested the machine.
fn nobody_can_judge() {
	let members = pallet_committee::Members::<Runtime>::iter_keys().collect::<Vec<_>>();
	for member in members {
		let member = Keyring::from_account_id(&member).expect("a known account");
		let pause = RuntimeCall::Committee(pallet_committee::Call::pause {});
		assert_ok!(dispatch(member, pause));
	}
}

/// The report is closed, Alice has what she had, and her order earns all of its time.
fn ensure_nothing_came_of(report: ReportId, machine: MachineId, order: OrderId, before: Balance) {
	assert!(is_closed(machine, report));
	assert_eq!(deposit_on_hold(Alice), 0);
	assert_eq!(total(Alice), before);
	let (earned, paid) = run_out(order);
	let (due, burned) = rent_of(240);
	assert_eq!((earned, paid), (due - burned, due));
}

#[test]
fn deposit_should_return_when_a_report_without_members_is_cancelled() {
	development().execute_with(|| {
		let (machine, order) = rented();
		nobody_can_judge();
		let renter = total(Alice);
		let report = state::reported(Alice, machine, FaultKind::Malfunction, Some(order));
		state::draw();
		let cancel = || call(Call::cancel { report });
		assert_eq!(refusal(Alice, cancel()), Error::<Runtime>::TooEarly.into());
		advance(MINUTE);
		assert_eq!(refusal(Bob, cancel()), Error::<Runtime>::NotReporter.into());
		assert_ok!(dispatch(Alice, cancel()));
		ensure_nothing_came_of(report, machine, order, renter);
	});
}

#[test]
fn rent_should_not_be_held_back_for_ever_when_no_members_are_found() {
	development().execute_with(|| {
		let (machine, order) = rented();
		nobody_can_judge();
		let renter = total(Alice);
		let report = state::reported(Alice, machine, FaultKind::Malfunction, Some(order));
		state::draw();
		advance(7 * DAY - 1);
		let expire = || call(Call::expire { report });
		assert_eq!(refusal(Bob, expire()), Error::<Runtime>::TooEarly.into());
		advance(1);
		assert_ok!(dispatch(Bob, expire()));
		ensure_nothing_came_of(report, machine, order, renter);
	});
}

#[test]
fn machine_should_have_been_down_until_its_repair_when_the_owner_repairs_it_before_the_verdict() {
	development().execute_with(|| {
		let (machine, order) = rented();
		let report = state::reported(Alice, machine, FaultKind::Malfunction, Some(order));
		let members = state::informed_jury(report);
		advance(HOUR);
		assert_ok!(dispatch(Bob, call(Call::report_repaired { report })));
		advance(HOUR);
		let votes: Vec<_> = members
			.iter()
			.map(|member| (*member, FaultOpinion::Uphold))
			.collect();
		state::judge(report, &votes);
		assert_eq!(causes(machine), []);
		assert_eq!(state::last_sanction().1, 16_000 * DBC);
		pass(11 * MINUTE);
		let (earned, paid) = run_out(order);
		let (due, burned) = rent_of(239);
		assert_eq!((earned, paid), (due - burned, due));
	});
}

#[test]
fn verifier_should_report_a_machine_that_nobody_rents_when_nobody_reaches_it() {
	development().execute_with(|| {
		let machine = state::judged(1);
		let attesters = Verification::read_verification(&machine).attesters;
		let attesters: Vec<_> = attesters.into_iter().map(|one| one.member).collect();
		let other = state::report_call(machine, FaultKind::Malfunction, None);
		assert_eq!(
			refusal(Charlie, other),
			Error::<Runtime>::OrderNeeded.into()
		);
		let own = state::report_call(machine, FaultKind::Inaccessible, None);
		assert_eq!(
			refusal(Bob, own.clone()),
			Error::<Runtime>::OwnMachine.into()
		);
		assert_eq!(refusal(Alice, own), Error::<Runtime>::NotDrawable.into());

		let report = state::reported(Charlie, machine, FaultKind::Inaccessible, None);
		let members = state::ruled(report, FaultOpinion::Uphold);
		assert!(!members.contains(&Charlie));
		for member in &members {
			assert!(!attesters.contains(&member.to_account_id()), "{member:?}");
		}
		advance(7 * MINUTE - 1);
		state::up(machine);
		// 4 % below seven minutes.
		assert_eq!(state::last_sanction().1, STAKE * 4 / 100);
	});
}

#[test]
fn counterfeit_machine_should_stay_down_until_it_is_attested_anew() {
	development().execute_with(|| {
		let machine = state::judged(1);
		let order = state::rented(Alice, machine, 4, HOUR);
		pass(HOUR + 2 * MINUTE);
		let report = state::reported(Alice, machine, FaultKind::Counterfeit, Some(order));
		state::ruled(report, FaultOpinion::Uphold);
		let up = RuntimeCall::Machines(pallet_machines::Call::report_up { machine });
		assert!(dispatch(Bob, up).is_err());
		state::feed(12_000_000);
		// The clock stops at the request, three hours after the report.
		advance(3 * HOUR);
		state::feed(12_000_000);
		let request = pallet_verification::Call::request_hardware_change {
			machine,
			profile: None,
		};
		assert_ok!(dispatch(Bob, RuntimeCall::Verification(request)));
		state::draw();
		let (job, members) = state::ballot(machine);
		advance(2 * MINUTE - 1);
		poll();
		state::vote(machine, job, &members, &state::acceptance());
		assert_eq!(causes(machine), []);
		// 12 % of the stake that the machine had when it went down.
		assert_eq!(state::last_sanction().1, STAKE * 12 / 100);
	});
}
