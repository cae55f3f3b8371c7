//! Random histories, with the naive ledger beside the pallet: nobody gets a planck more or less. Blocks last until something
//! waits or ends them. The naive ledger does everything at once; where blocks have no room for all that orders change, it
//! does that when the pallet does.

use super::{
	naive::{exact, of_grains, Exact, Naive, NaiveMachine},
	*,
};
use crate::{types::Day, AttestersOf};
use proptest::{prelude::*, test_runner::TestCaseError};
use std::collections::BTreeMap;

/// How many histories there are, and how long the longest is: together more than 100,000 events.
const HISTORIES: u32 = 300;
/// How many there are in which blocks have little room.
const CROWDED: u32 = 100;
const MOST_STEPS: usize = 800;

/// Machines 1 to 8.
const MACHINES: u8 = 8;

/// A term that ends within most histories, and a network that is soon large enough for the doubling.
const SHORT: RewardRules = RewardRules {
	attester_term: 40 * DAY,
	doubling_gpus: 100,
	..GENESIS_RULES
};

#[derive(Clone, Debug)]
pub(super) enum Step {
	/// The machine becomes Active, or has other hardware from now on.
	Activate {
		n: u8,
		owner: u8,
		points: u64,
		gpus: u32,
	},
	Up(u8, bool),
	Open(u8, bool),
	Cheap(u8, bool),
	Schedule(u8, u32),
	Rent(u8, u32),
	Pay(u8, u128),
	Attest(u8, u8),
	Leave(u8),
	Claim(u8),
	PayAttesters(u8),
	Settle(u8),
	Poll,
	EndBlock,
	/// From now on the end of a block can apply the orders of so many machines.
	Room(Option<u64>),
	Wait(u64),
}

pub(super) fn step() -> impl Strategy<Value = Step> {
	use Step::*;
	let n = || 1..=MACHINES;
	let wait = prop_oneof![
		2 => Just(1),
		4 => 1..=10 * SECOND,
		6 => 1..=DAY,
		2 => Just(DAY),
		1 => 1..=40 * DAY,
	];
	let long = prop_oneof![149 * DAY..=152 * DAY, 1..=1_200 * DAY];
	let points = prop_oneof![1 => 1u64..100, 4 => 10_000u64..400_000, 1 => Just(3_200_000)];
	prop_oneof![
		6 => (n(), 0u8..3, points, 1u32..=32)
			.prop_map(|(n, owner, points, gpus)| Activate { n, owner, points, gpus }),
		6 => (n(), any::<bool>()).prop_map(|(n, up)| Up(n, up)),
		2 => (n(), any::<bool>()).prop_map(|(n, open)| Open(n, open)),
		2 => (n(), any::<bool>()).prop_map(|(n, cheap)| Cheap(n, cheap)),
		1 => (n(), 0u32..=10_080).prop_map(|(n, minutes)| Schedule(n, minutes)),
		5 => (n(), 0u32..=32).prop_map(|(n, gpus)| Rent(n, gpus)),
		5 => (n(), 0..=2_000_000 * DBC).prop_map(|(n, burned)| Pay(n, burned)),
		1 => (n(), 0u8..4).prop_map(|(n, first)| Attest(n, first)),
		1 => n().prop_map(Leave),
		3 => (0u8..3).prop_map(Claim),
		1 => n().prop_map(PayAttesters),
		3 => n().prop_map(Settle),
		2 => Just(Poll),
		2 => Just(EndBlock),
		20 => wait.prop_map(Wait),
		1 => prop::option::weighted(0.1, long).prop_map(|long| Wait(long.unwrap_or(HOUR))),
	]
}

/// A step, or one after which blocks have more or less room.
fn crowded_step() -> impl Strategy<Value = Step> {
	let room = prop_oneof![4 => (0u64..4).prop_map(Some), 1 => Just(None)];
	prop_oneof![20 => step(), 1 => room.prop_map(Step::Room)]
}

pub(super) fn owner(n: u8) -> AccountId {
	[ALICE, BOB, CHARLIE][usize::from(n)].clone()
}

/// Makes the registry and the pallet, but not the naive ledger, do a step.
pub(super) fn act(step: &Step) {
	let known = |n: &u8| Machines::<Test>::contains_key(id(*n));
	let offers = |n: &u8, change: &dyn Fn(&mut dbc_primitives::Offer<AccountId>)| {
		if known(n) {
			Registry::mutate(&id(*n), change);
			Rewards::on_terms_changed(&id(*n));
		}
	};
	match step {
		Step::Activate {
			n,
			owner: who,
			points,
			gpus,
		} => {
			if known(n) {
				// Hardware changes only without orders.
				Rewards::on_rented(&id(*n), 0);
				Registry::mutate(&id(*n), |offer| {
					offer.points = *points;
					offer.gpus = *gpus;
				});
				Rewards::on_activated(&id(*n), &owner(*who), *points);
			} else {
				active(*n, &owner(*who), *points, *gpus);
			}
		}
		Step::Up(n, true) if known(n) => up(*n),
		Step::Up(n, false) if known(n) => down(*n),
		Step::Up(..) => {}
		Step::Open(n, is_open) => offers(n, &|offer| {
			if offer.barred != Some(NotRentable::Outage) {
				offer.barred = (!is_open).then_some(NotRentable::Closed);
			}
		}),
		Step::Cheap(n, cheap) => offers(n, &|offer| {
			offer.extra_price = if *cheap { 0 } else { u64::MAX };
		}),
		Step::Schedule(n, minutes) => {
			if known(n) {
				// At once: it may change how many GPUs earn, and so when the emission doubles. What several such changes
				// come to at the end of a block depends on the order in which they are applied.
				Rewards::on_schedule(&id(*n), *minutes);
				assert_ok!(Rewards::settle_machine(signed(BOB), id(*n)));
			}
		}
		Step::Rent(n, gpus) => {
			if known(n) {
				let most = Registry::offer(&id(*n)).unwrap().gpus;
				Rewards::on_rented(&id(*n), (*gpus).min(most));
			}
		}
		Step::Pay(n, amount) => {
			if known(n) {
				pay_rent(*n, *amount);
			}
		}
		Step::Attest(n, first) => {
			if known(n) {
				Rewards::on_attested(&id(*n), &attesters(*first));
			}
		}
		Step::Leave(n) => {
			if known(n) {
				leave(*n);
			}
		}
		Step::Claim(who) => {
			let _ = Rewards::claim(signed(owner(*who)));
		}
		Step::PayAttesters(n) => {
			let _ = Rewards::pay_attesters(signed(CHARLIE), id(*n));
		}
		Step::Settle(n) => {
			let _ = Rewards::settle_machine(signed(CHARLIE), id(*n));
		}
		Step::Poll => poll(),
		Step::EndBlock => end_block(),
		Step::Room(room) => Room::set(*room),
		Step::Wait(by) => advance(*by),
	}
}

/// Tells the naive ledger what the machine is like after a step that changed it.
fn follow(naive: &mut Naive, step: &Step) {
	let n = match step {
		Step::Activate { n, .. } | Step::Up(n, _) | Step::Open(n, _) | Step::Cheap(n, _) => *n,
		// What burned nothing changes nothing.
		Step::Pay(_, 0) => return,
		Step::Schedule(n, _) | Step::Rent(n, _) | Step::Pay(n, _) | Step::Settle(n) => *n,
		Step::Leave(n) => {
			if naive.machines.contains_key(n) {
				naive.leave(*n);
			}
			return;
		}
		Step::Poll => {
			naive.walk(now());
			for n in 1..=MACHINES {
				follow_term(naive, n);
			}
			return;
		}
		Step::Attest(..) | Step::PayAttesters(_) | Step::Claim(_) => return,
		Step::EndBlock | Step::Room(_) | Step::Wait(_) => return,
	};
	let Some(offer) = Registry::offer(&id(n)) else {
		return;
	};
	let owner = Registry::owner(&id(n)).unwrap();
	naive.walk(now());
	naive
		.machines
		.entry(n)
		.or_insert_with(|| NaiveMachine::new(owner, offer.points, offer.gpus));
	naive.change(n, |machine| {
		machine.points = offer.points;
		machine.gpus = offer.gpus;
		machine.up = offer.barred != Some(NotRentable::Outage);
		machine.open = offer.barred != Some(NotRentable::Closed);
		machine.cheap = offer.extra_price == 0;
		match step {
			Step::Schedule(_, minutes) => machine.open_minutes = *minutes,
			Step::Rent(_, gpus) => machine.rented = (*gpus).min(offer.gpus),
			Step::Pay(_, burned) => machine.burned += burned,
			Step::Activate { .. } => machine.rented = 0,
			_ => {}
		}
	});
	follow_term(naive, n);
}

/// The term of a machine ends when somebody ends it, but never early.
fn follow_term(naive: &mut Naive, n: u8) {
	let Some(record) = Machines::<Test>::get(id(n)) else {
		return;
	};
	if naive.machines[&n].attested && !record.pays_attesters() {
		naive.change(n, |machine| machine.attested = false);
	}
}

/// Whether `a` and `b` are less than a planck apart.
fn close(a: Exact, b: Exact) -> bool {
	a.abs_diff(b) < exact(1)
}

/// Compares the pallet with the naive ledger.
fn compare(naive: &mut Naive) -> Result<(), TestCaseError> {
	naive.walk(now());
	let network = Rewards::network();
	prop_assert!(close(of_grains(network.emitted(now())), naive.emitted));
	// Of each machine that left up to three planck could not be shared by its attesters.
	let given_up = of_grains(network.unminted).abs_diff(naive.unminted);
	prop_assert!(given_up < exact(1) * (1 + 3 * naive.left));
	prop_assert_eq!(network.doubled_from, naive.doubled_from);
	let today = now() / DAY;
	for n in 0..3 {
		let who = owner(n);
		let its = naive.owners.entry(who.clone()).or_default();
		let (account, days) = Rewards::updated(Accounts::<Test>::get(&who), &network);
		let vesting = Rewards::vesting(&who, days);
		let earned = of_grains(vesting.earned(account.today));
		prop_assert!(close(earned, its.earned()), "{} {}", earned, its.earned());
		let released = vesting.released(account.today, 0);
		prop_assert!(released.abs_diff(its.released(today)) <= 1);
		prop_assert_eq!(account.day, today as Day);
	}
	for (n, machine) in &naive.machines {
		let opened = crate::ledger::Opened::<Test>::get(&id(*n)).unwrap();
		let record = opened.machine;
		prop_assert!(close(of_grains(record.due), machine.due));
		// What a machine has been credited is told with its last orders.
		if !PendingOrders::<Test>::contains_key(id(*n)) {
			prop_assert!(close(of_grains(record.credited), machine.credited));
		}
		let attesters = of_grains(dbc_math::rewards::attesters_floor(record.attested));
		prop_assert!(close(attesters, machine.attesters_got));
	}
	Ok(())
}

/// Lets both ledgers do a step.
fn play(naive: &mut Naive, step: &Step, blocks: Blocks) {
	match blocks {
		Blocks::HaveRoom => {
			act(step);
			follow(naive, step);
		}
		Blocks::AreCrowded => play_crowded(naive, step),
	}
	System::reset_events();
}

/// Lets the naive ledger follow what orders change only when it is applied.
fn play_crowded(naive: &mut Naive, step: &Step) {
	if let Step::Wait(by) = step {
		play_crowded(naive, &Step::EndBlock);
		set_time(now() + by);
		return;
	}
	let noted = (1..=MACHINES).filter_map(|n| Some((n, PendingOrders::<Test>::get(id(n))?)));
	let noted: BTreeMap<u8, PendingOrder> = noted.collect();
	act(step);
	for (n, order) in noted {
		if PendingOrders::<Test>::contains_key(id(n)) {
			continue;
		}
		naive.change(n, |machine| {
			machine.rented = order.rented.unwrap_or(machine.rented);
			machine.burned += order.burned;
		});
	}
	if !matches!(step, Step::Rent(..) | Step::Pay(..)) {
		follow(naive, step);
	}
}

/// All machines go down; 150 days later everybody gets all that it earned.
fn finish(naive: &mut Naive, blocks: Blocks) -> Result<(), TestCaseError> {
	for n in 1..=MACHINES {
		play(naive, &Step::Up(n, false), blocks);
	}
	prop_assert_eq!(PendingOrders::<Test>::iter().count(), 0);
	advance(150 * DAY);
	compare(naive)?;
	for n in 0..3 {
		let who = owner(n);
		let earned = earned(&who);
		act(&Step::Claim(n));
		let claimed = Accounts::<Test>::get(&who).map_or(0, |account| account.claimed);
		prop_assert_eq!(claimed, earned);
		prop_assert_eq!(claimable(&who), 0);
	}
	Ok(())
}

/// Begins the emission `offset` after midnight, under rules that make much happen.
pub(super) fn begin(offset: u64) {
	Rules::set(SHORT);
	crate::NetworkState::<Test>::kill();
	advance(offset);
	poll();
}

/// Whether the end of a block can apply all that orders have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blocks {
	HaveRoom,
	AreCrowded,
}

fn history(offset: u64, steps: Vec<Step>, blocks: Blocks) -> Result<(), TestCaseError> {
	new_test_ext().execute_with(|| {
		begin(offset);
		let mut naive = Naive::new();
		let issuance = Balances::total_issuance();
		for (at, step) in steps.iter().enumerate() {
			play(&mut naive, step, blocks);
			if at % 50 == 49 {
				play(&mut naive, &Step::EndBlock, blocks);
				let applied = PendingOrders::<Test>::iter().next().is_none();
				prop_assert!(applied || blocks == Blocks::AreCrowded);
				compare(&mut naive)?;
				Rewards::do_try_state()
					.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
			}
		}
		finish(&mut naive, blocks)?;
		prop_assert_eq!(Balances::total_issuance(), issuance + network().minted);
		Rewards::do_try_state().map_err(|error| TestCaseError::fail(format!("{error:?}")))
	})
}

proptest! {
	#![proptest_config(ProptestConfig { cases: HISTORIES, ..ProptestConfig::default() })]

	#[test]
	fn ledger_should_agree_with_the_naive_one_when_history_is_any(
		offset in 0..=DAY, steps in prop::collection::vec(step(), 0..=MOST_STEPS),
	) {
		history(offset, steps, Blocks::HaveRoom)?;
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: CROWDED, ..ProptestConfig::default() })]

	#[test]
	fn ledger_should_agree_with_the_naive_one_when_blocks_are_crowded(
		offset in 0..=DAY, steps in prop::collection::vec(crowded_step(), 0..=MOST_STEPS),
	) {
		history(offset, steps, Blocks::AreCrowded)?;
	}
}

#[test]
fn attesters_should_be_as_many_as_the_type_holds() {
	assert_eq!(AttestersOf::<Test>::bound(), attesters(0).len());
}
