//! What machines earn on the real runtime, from the activation to the claim.

use dbc_math::rewards::{emitted_floor, planck_floor, DOUBLED_FOR};
use dbc_primitives::{MachineId, Moment, RewardRules};
use dbc_runtime::{
	constants::time::{DAY, HOUR, MINUTE},
	params::{dynamic_params::rewards, RuntimeParameters, REWARD_RULES},
	Balance, Balances, Rental, Rewards, Runtime, RuntimeCall, RuntimeOrigin, Verification,
};
use frame_support::assert_ok;
use pallet_rewards::{Call, Error};
use sp_keyring::Sr25519Keyring::{self as Keyring, Alice, Bob, Charlie};

use crate::{
	env::{advance, development, dispatch, free, now, START},
	state::{self, end_block, pass, refusal},
};

/// The rent of all 4 GPUs for 10 days at 0.012 USD.
const TEN_DAYS: Balance = 8_484_416_666_666_666_667;

fn call(call: Call<Runtime>) -> RuntimeCall {
	RuntimeCall::Rewards(call)
}

fn balance(who: Keyring) -> Balance {
	free(&who.to_account_id())
}

/// All that an account has earned.
fn earned(who: Keyring) -> Balance {
	let rewards = Rewards::account_rewards(who.to_account_id());
	rewards.map_or(0, |rewards| rewards.earned)
}

/// What is emitted from one time to another, in grains.
fn emitted(from: Moment, until: Moment) -> u128 {
	emitted_floor(until - START, None) - emitted_floor(from - START, None)
}

/// 99 % of what is emitted in between, in planck.
fn owners_part(from: Moment, until: Moment) -> Balance {
	planck_floor(emitted(from, until) / 100 * 99)
}

/// Bob's Active machine, alone in the network since the first block.
fn machine() -> MachineId {
	state::feed(12_000_000);
	let machine = state::active(1);
	assert_eq!(now(), START);
	machine
}

#[test]
fn machine_should_earn_the_emission_of_its_time_when_it_is_alone() {
	development().execute_with(|| {
		let machine = machine();
		let issuance = Balances::total_issuance();
		pass(DAY);
		// A day emits 1,095,890.410958904109589 DBC, of which a hundredth is the attesters'.
		assert_eq!(earned(Bob), 1_084_931_506_849_315_068_493);
		assert_eq!(earned(Bob), owners_part(START, now()));

		let attesters = Verification::read_verification(&machine).attesters;
		assert_eq!(attesters.len(), 3);
		let before: Vec<_> = attesters.iter().map(|one| free(&one.member)).collect();
		assert_ok!(dispatch(Alice, call(Call::pay_attesters { machine })));
		for (attester, before) in attesters.iter().zip(before) {
			assert_eq!(free(&attester.member) - before, 3_652_968_036_529_680_365);
		}
		let minted = Balances::total_issuance() - issuance;
		assert_eq!(minted, 3 * 3_652_968_036_529_680_365);
		assert_eq!(Rewards::network_rewards().minted, minted);
	});
}

#[test]
fn machine_should_earn_nothing_when_it_is_down_closed_or_too_dear() {
	development().execute_with(|| {
		let machine = machine();
		advance(HOUR);
		let first = owners_part(START, now());
		state::down(machine);
		advance(HOUR);
		assert_eq!(earned(Bob), first);
		state::up(machine);
		let own = |call| {
			assert_ok!(dispatch(Bob, RuntimeCall::Machines(call)));
		};
		own(pallet_machines::Call::close { machine });
		advance(HOUR);
		assert_eq!(earned(Bob), first);
		own(pallet_machines::Call::open { machine });
		// 10 × 10.1813 USD for 4 GPUs.
		let most = 25_453_250;
		let set = |extra_price| {
			own(pallet_machines::Call::set_extra_price {
				machine,
				extra_price,
			})
		};
		set(most + 1);
		advance(HOUR);
		assert_eq!(earned(Bob), first);
		set(most);
		let since = now();
		advance(HOUR);
		let second = owners_part(since, now());
		assert!(earned(Bob).abs_diff(first + second) <= 1);
		// What was emitted meanwhile nobody ever gets.
		let lost = planck_floor(emitted(START + HOUR, since));
		assert!(Rewards::network_rewards().unminted.abs_diff(lost) <= 1);
	});
}

#[test]
fn quarter_should_be_claimed_at_once_and_the_rest_in_150_days() {
	development().execute_with(|| {
		let machine = machine();
		// Within a day of UTC.
		pass(HOUR);
		state::down(machine);
		let all = earned(Bob);
		assert_eq!(all, owners_part(START, now()));
		let (owner, issuance) = (balance(Bob), Balances::total_issuance());
		let claim = || call(Call::claim {});
		assert_ok!(dispatch(Bob, claim()));
		assert_eq!(balance(Bob) - owner, all / 4);
		assert_eq!(Balances::total_issuance() - issuance, all / 4);
		assert_eq!(
			refusal(Bob, claim()),
			Error::<Runtime>::NothingToClaim.into()
		);
		assert_eq!(
			refusal(Alice, claim()),
			Error::<Runtime>::NothingToClaim.into()
		);

		pass(DAY);
		assert_ok!(dispatch(Bob, claim()));
		assert_eq!(balance(Bob) - owner, all * 51 / 200);
		pass(148 * DAY);
		assert_ok!(dispatch(Bob, claim()));
		assert_eq!(balance(Bob) - owner, all * 199 / 200);
		pass(DAY);
		assert_ok!(dispatch(Bob, claim()));
		assert_eq!(balance(Bob) - owner, all);
		assert_eq!(
			refusal(Bob, claim()),
			Error::<Runtime>::NothingToClaim.into()
		);
	});
}

#[test]
fn rented_bonus_should_be_credited_with_the_rent_and_never_pass_what_it_burned() {
	development().execute_with(|| {
		let machine = machine();
		let order = state::rented(Alice, machine, 4, 10 * DAY);
		pass(DAY);
		let bonus = || {
			let rewards = Rewards::machine_rewards(machine).expect("active");
			(
				rewards.bonus_due,
				rewards.bonus_credited,
				rewards.rent_burned,
			)
		};
		let (due, credited, burned) = bonus();
		assert_eq!((credited, burned), (0, 0));
		let base = earned(Bob);
		assert_ok!(Rental::settle(
			RuntimeOrigin::signed(Charlie.to_account_id()),
			order
		));
		end_block();
		// 5 % of a day's rent were burned, and 90 % of that come back.
		let day = TEN_DAYS / 10;
		let (_, credited, burned) = bonus();
		assert_eq!(burned, day * 5 / 100);
		assert_eq!(credited, burned * 90 / 100);
		assert!(due > credited);
		assert_eq!(earned(Bob) - base, credited);

		// However often it is settled, it is the same in the end.
		for _ in 0..8 {
			pass(DAY);
			assert_ok!(Rental::settle(
				RuntimeOrigin::signed(Charlie.to_account_id()),
				order
			));
		}
		pass(DAY + 2 * MINUTE);
		let (_, credited, burned) = bonus();
		assert_eq!(burned, TEN_DAYS * 5 / 100);
		assert_eq!(credited, burned * 90 / 100);
		let issuance = Balances::total_issuance();
		pass(150 * DAY);
		state::down(machine);
		pass(150 * DAY);
		assert_ok!(dispatch(Bob, call(Call::claim {})));
		assert_eq!(Balances::total_issuance() - issuance, earned(Bob));
	});
}

#[test]
fn owners_should_share_by_weight_when_there_are_two() {
	development().execute_with(|| {
		let machine = machine();
		// The same hardware, so that both get a half.
		let other = state::registered_by(Alice, 2);
		let (job, members) = state::drawn_for(Alice, other);
		state::vote(other, job, &members, &state::acceptance());
		pass(DAY);
		let half = planck_floor(emitted(START, now()) / 200 * 99);
		for owner in [Alice, Bob] {
			assert!(earned(owner).abs_diff(half) <= 1, "{}", earned(owner));
		}
		assert!(earned(Alice) > 0);
		// One is down for a day: the other gets all.
		state::down(machine);
		let since = now();
		let before = earned(Alice);
		pass(DAY);
		let all = owners_part(since, now());
		assert!((earned(Alice) - before).abs_diff(all) <= 1);
	});
}

fn set_rules(rules: RewardRules) {
	assert_ok!(dbc_runtime::Params::set(
		RuntimeOrigin::root(),
		RuntimeParameters::Rewards(rewards::Parameters::Rules(rewards::Rules, Some(rules)))
	));
}

#[test]
fn emission_should_be_doubled_for_60_days_once_when_enough_gpus_earn() {
	development().execute_with(|| {
		set_rules(RewardRules {
			doubling_gpus: 8,
			..REWARD_RULES
		});
		let first = machine();
		pass(DAY);
		assert_eq!(Rewards::network_rewards().doubled_from, None);
		let usual = Rewards::network_rewards().per_second;
		state::feed(12_000_000);
		state::active(2);
		let from = now();
		let network = Rewards::network_rewards();
		assert_eq!(network.gpus_online, 8);
		assert_eq!(network.doubled_from, Some(from));
		assert!(network.per_second.abs_diff(2 * usual) <= 1);
		// It stays doubled when one of them goes, and is not doubled again when it is back.
		state::down(first);
		pass(DAY);
		state::up(first);
		assert_eq!(Rewards::network_rewards().doubled_from, Some(from));
		pass(DOUBLED_FOR);
		assert!(Rewards::network_rewards().per_second.abs_diff(usual) <= 1);
		let elapsed = now() - START;
		let all = planck_floor(emitted_floor(elapsed, Some(from - START)));
		assert_eq!(Rewards::network_rewards().emitted, all);
		let undoubled = planck_floor(emitted_floor(elapsed, None));
		let sixty_days = planck_floor(emitted_floor(DOUBLED_FOR, None));
		assert!((all - undoubled).abs_diff(sixty_days) <= 1);
	});
}

#[test]
fn rewards_should_stay_when_the_machine_is_sanctioned_and_leaves() {
	development().execute_with(|| {
		let machine = machine();
		state::rented(Alice, machine, 4, HOUR);
		pass(HOUR + 2 * MINUTE);
		let before = earned(Bob);
		let governance = pallet_machines::Call::force_take_down {
			machine,
			cause: dbc_primitives::OutageCause::Inaccessible,
		};
		assert_ok!(crate::env::as_root(RuntimeCall::Machines(governance)));
		pass(120 * HOUR);
		state::up(machine);
		assert_eq!(state::last_sanction().1, state::STAKE);
		pass(11 * MINUTE);
		// Nothing of its stake is left, so it earns no more.
		let after = earned(Bob);
		assert!(after >= before);
		let remove = RuntimeCall::Machines(pallet_machines::Call::remove { machine });
		assert_ok!(dispatch(Alice, remove));
		pass(151 * DAY);
		assert_eq!(earned(Bob), after);
		let owner = balance(Bob);
		assert_ok!(dispatch(Bob, call(Call::claim {})));
		assert_eq!(balance(Bob) - owner, after);
	});
}
