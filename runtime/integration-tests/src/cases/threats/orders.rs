//! Orders on one's own machine, and orders that end because of a report.

use dbc_primitives::{FaultKind, FaultOpinion, MachineId, OrderId};
use dbc_runtime::{
	constants::{
		currency::DBC,
		time::{DAY, HOUR, MINUTE},
	},
	Balance, Balances, Rental, Rewards, Runtime, RuntimeCall, RuntimeOrigin,
};
use frame_support::{assert_ok, traits::fungible::Mutate};
use sp_keyring::Sr25519Keyring::{self as Keyring, Alice, Bob, Charlie, One};

use super::{assert_costs, assert_gains_nothing, conclude, fortune, fortunes, Fortunes};
use crate::{
	env::{development, dispatch},
	state::{self, pass},
};

/// The rent of all 4 GPUs for 10 days at 0.012 USD.
const TEN_DAYS: Balance = 8_484_416_666_666_666_667;

fn settle(order: OrderId) {
	let anyone = RuntimeOrigin::signed(Charlie.to_account_id());
	assert_ok!(Rental::settle(anyone, order));
}

fn end(order: OrderId) {
	let call = RuntimeCall::Rental(pallet_rental::Call::end { order });
	assert_ok!(dispatch(Alice, call));
}

/// Ten days of all GPUs, settled every so many hours.
fn sham(machine: MachineId, settled_every: u64) {
	let order = state::rented(One, machine, 4, 10 * DAY);
	for _ in 1..240 / settled_every {
		pass(settled_every * HOUR);
		settle(order);
	}
	pass(settled_every * HOUR + 2 * MINUTE);
	let rewards = Rewards::machine_rewards(machine).expect("active");
	// The temptation is there: without its cap the bonus would be worth it.
	assert!(rewards.bonus_due > rewards.rent_burned, "{rewards:?}");
	assert!(rewards.bonus_credited > 0);
}

#[test]
fn threat_05_sham_orders_on_ones_own_machine_should_lose_money() {
	let honest = fortunes(|_| {});
	for settled_every in [240, 24, 1] {
		let cheating = fortunes(|machine| sham(machine, settled_every));
		assert_costs(&cheating, &honest, &[Bob, One]);
	}
	// Many short ones, each ended by its renter.
	let short = fortunes(|machine| {
		for _ in 0..20 {
			let order = state::rented(One, machine, 4, HOUR);
			pass(30 * MINUTE);
			let call = RuntimeCall::Rental(pallet_rental::Call::end { order });
			assert_ok!(dispatch(One, call));
			state::feed(12_000_000);
		}
	});
	assert_costs(&short, &honest, &[Bob, One]);
}

#[test]
fn threat_05_sham_orders_should_lose_money_at_the_highest_price_that_earns() {
	let dear = |rents: bool| {
		fortunes(|machine| {
			let call = pallet_machines::Call::set_extra_price {
				machine,
				extra_price: 25_453_250,
			};
			assert_ok!(dispatch(Bob, RuntimeCall::Machines(call)));
			if rents {
				sham(machine, 24);
			}
		})
	};
	assert_costs(&dear(true), &dear(false), &[Bob, One]);
}

#[test]
fn threat_05_sham_orders_should_lose_money_in_a_network_of_one_machine() {
	// Then the rented bonus is a quarter of all that is emitted, if it were not for the cap.
	let alone = |rents: bool| {
		development().execute_with(|| {
			let machine = state::judged(1);
			assert_ok!(Balances::mint_into(&One.to_account_id(), 1_000_000 * DBC));
			if rents {
				sham(machine, 1);
			}
			conclude(machine);
			fortune(Bob) + fortune(One)
		})
	};
	let (cheating, honest) = (alone(true), alone(false));
	assert!(
		cheating < honest,
		"{cheating} with cheating, {honest} without"
	);
}

/// Alice rents, uses the machine for some minutes, and ends her order.
fn used(minutes: u64, play: impl FnOnce(MachineId, OrderId)) -> Fortunes {
	fortunes(|machine| {
		let order = state::rented(Alice, machine, 4, 10 * DAY);
		pass(minutes * MINUTE);
		play(machine, order);
	})
}

#[test]
fn threat_reporting_then_ending_should_not_get_rent_back() {
	for minutes in [1, 11, 24 * 60] {
		let honest = used(minutes, |_, order| end(order));
		// Every member rejects what is not true.
		let rejected = used(minutes, |machine, order| {
			let report = state::reported(Alice, machine, FaultKind::Malfunction, Some(order));
			end(order);
			state::ruled(report, FaultOpinion::Reject);
		});
		assert_costs(&rejected, &honest, &[Alice]);
		// The evidence is kept back, so that nobody can judge.
		let withheld = used(minutes, |machine, order| {
			let report = state::reported(Alice, machine, FaultKind::Malfunction, Some(order));
			end(order);
			state::jury(report);
			pass(31 * MINUTE);
		});
		assert_costs(&withheld, &honest, &[Alice]);
	}
}

#[test]
fn threat_reporting_using_on_then_ending_should_not_get_rent_back() {
	// The order runs on for a day while the report is open.
	let honest = used(10, |_, order| {
		pass(3 * HOUR);
		end(order);
	});
	let rejected = used(10, |machine, order| {
		let report = state::reported(Alice, machine, FaultKind::Malfunction, Some(order));
		let members = state::informed_jury(report);
		let votes: Vec<_> = members
			.iter()
			.map(|member| (*member, FaultOpinion::Reject))
			.collect();
		for (member, opinion) in &votes {
			assert_ok!(dispatch(
				*member,
				state::sealed_opinion(report, *member, *opinion)
			));
		}
		pass(3 * HOUR);
		end(order);
		for (member, opinion) in &votes {
			assert_ok!(dispatch(*member, state::opened_opinion(report, *opinion)));
		}
		// Else the hook would do so later.
		settle(order);
	});
	assert_costs(&rejected, &honest, &[Alice]);
	assert_gains_nothing(&honest, &rejected, &[Bob]);
}

/// All verifiers stop taking jobs: nobody can be drawn.
fn nobody_can_judge() {
	let members = pallet_committee::Members::<Runtime>::iter_keys().collect::<Vec<_>>();
	for member in members {
		let member = Keyring::from_account_id(&member).expect("a known account");
		let pause = RuntimeCall::Committee(pallet_committee::Call::pause {});
		assert_ok!(dispatch(member, pause));
	}
}

/// The report finds no members, and is taken back when that is possible.
fn cancelled(minutes: u64) -> Fortunes {
	used(minutes, |machine, order| {
		nobody_can_judge();
		let report = state::reported(Alice, machine, FaultKind::Malfunction, Some(order));
		end(order);
		pass(2 * MINUTE);
		let cancel = pallet_faults::Call::cancel { report };
		assert_ok!(dispatch(Alice, RuntimeCall::Faults(cancel)));
	})
}

/// All members stay silent, twice.
fn undecided(minutes: u64) -> Fortunes {
	used(minutes, |machine, order| {
		let report = state::reported(Alice, machine, FaultKind::Inaccessible, Some(order));
		end(order);
		for _ in 0..2 {
			state::jury(report);
			pass(11 * MINUTE);
		}
	})
}

#[test]
fn threat_reporting_then_ending_should_not_get_rent_back_when_nobody_judges() {
	for minutes in [10, 11, 24 * 60] {
		let honest = used(minutes, |_, order| end(order));
		assert_gains_nothing(&cancelled(minutes), &honest, &[Alice]);
		assert_gains_nothing(&undecided(minutes), &honest, &[Alice]);
	}
}

#[test]
fn threat_reporting_then_ending_should_save_less_than_the_shortest_use_when_nobody_judges() {
	// While a report is open there is no shortest use: that much, and no more, is saved if nobody judges it.
	let honest = used(1, |_, order| end(order));
	let shortest_use = TEN_DAYS.div_ceil(24 * 60);
	for cheating in [cancelled(1), undecided(1)] {
		let (cheating, honest) = (cheating.of(&[Alice]), honest.of(&[Alice]));
		assert!(cheating < honest + shortest_use, "{cheating}, {honest}");
	}
}

#[test]
fn threat_cancelling_late_behind_a_report_should_not_get_the_penalty_back() {
	// A scheduled order that its renter does not want any more half an hour before its start.
	let scheduled = |cheats: bool| {
		fortunes(|machine| {
			let running = state::rented(Alice, machine, 1, DAY);
			let start = Some(crate::env::now() + HOUR);
			let rent = pallet_rental::Call::rent {
				machine,
				gpus: 2,
				duration: 10 * DAY,
				max_total: u128::MAX,
				start,
				renter: None,
			};
			assert_ok!(dispatch(Alice, RuntimeCall::Rental(rent)));
			let order = state::last_order();
			pass(30 * MINUTE);
			let report = cheats
				.then(|| state::reported(Alice, machine, FaultKind::Inaccessible, Some(running)));
			let cancel = pallet_rental::Call::cancel { order };
			assert_ok!(dispatch(Alice, RuntimeCall::Rental(cancel)));
			if let Some(report) = report {
				state::ruled(report, FaultOpinion::Reject);
			}
		})
	};
	assert_costs(&scheduled(true), &scheduled(false), &[Alice]);
}
