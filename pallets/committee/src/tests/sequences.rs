//! Random sequences of everything: after each step every invariant holds, no DBC comes or goes but by a dropped credit,
//! and every booked amount comes back or is forfeited exactly once.

use super::*;
use crate::draw::MAX_SAMPLES;
use dbc_primitives::{CommitteeRules, Exclusions, JobId};
use frame_support::traits::Imbalance;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const ACTORS: u8 = 8;

#[derive(Clone, Debug)]
enum Step {
	Add,
	Remove,
	Join {
		bond: u128,
	},
	SetBoxKey,
	AddBond {
		amount: u128,
	},
	ReduceBond {
		amount: u128,
	},
	Pause,
	Resume,
	Leave,
	Refresh,
	Request {
		parties: Vec<u8>,
		before: Vec<u8>,
		again: bool,
	},
	Withdraw {
		nth: usize,
	},
	Release {
		nth: usize,
	},
	Forfeit {
		nth: usize,
	},
	Block {
		ahead: u32,
	},
	Refuse {
		refuses: bool,
	},
	ChangeRules {
		drawable_bond: u128,
		job_risk: u128,
	},
}

fn amount() -> impl Strategy<Value = u128> {
	prop_oneof![
		Just(0),
		Just(1),
		Just(RISK),
		0..3 * JOIN,
		Just(WEALTH),
		Just(u128::MAX)
	]
}

fn accounts(most: usize) -> impl Strategy<Value = Vec<u8>> {
	prop::collection::vec(1..=ACTORS, 0..most)
}

fn step() -> impl Strategy<Value = Step> {
	use Step::*;
	prop_oneof![
		8 => Just(Add),
		1 => Just(Remove),
		8 => (JOIN - 1..2 * JOIN).prop_map(|bond| Join { bond }),
		1 => Just(SetBoxKey),
		2 => amount().prop_map(|amount| AddBond { amount }),
		3 => amount().prop_map(|amount| ReduceBond { amount }),
		2 => Just(Pause),
		4 => Just(Resume),
		1 => Just(Leave),
		2 => Just(Refresh),
		12 => (accounts(3), accounts(5), any::<bool>())
			.prop_map(|(parties, before, again)| Request { parties, before, again }),
		1 => any::<usize>().prop_map(|nth| Withdraw { nth }),
		6 => any::<usize>().prop_map(|nth| Release { nth }),
		3 => any::<usize>().prop_map(|nth| Forfeit { nth }),
		12 => (0u32..4).prop_map(|ahead| Block { ahead }),
		1 => prop::bool::weighted(0.2).prop_map(|refuses| Refuse { refuses }),
	]
}

fn step_or_rules() -> impl Strategy<Value = Step> {
	let rules = (0..2 * JOIN, 0..JOIN).prop_map(|(drawable_bond, job_risk)| Step::ChangeRules {
		drawable_bond,
		job_risk,
	});
	prop_oneof![30 => step(), 1 => rules]
}

/// What the test itself knows.
#[derive(Default)]
struct Ledger {
	relay: u32,
	waiting: BTreeMap<JobId, Exclusions<AccountId>>,
	/// What is at risk, and whose, by job.
	booked: BTreeMap<(JobId, AccountId), u128>,
	forfeited: BTreeMap<AccountId, u128>,
}

impl Ledger {
	fn nth_booking(&self, nth: usize) -> Option<(JobId, AccountId)> {
		let n = self.booked.len().max(1);
		self.booked.keys().nth(nth % n).cloned()
	}

	/// Takes note of the draws of a block, and checks them.
	fn hear(&mut self, rules: &CommitteeRules) {
		let heard = Listener::take();
		for (job, _, members) in heard {
			let exclusions = self
				.waiting
				.remove(&job)
				.expect("drawn twice, or never asked for");
			let distinct: BTreeSet<_> = members.iter().cloned().collect();
			assert_eq!(distinct.len(), 3);
			for who in members {
				assert!(
					!exclusions.parties.contains(&who),
					"an excluded member was drawn"
				);
				self.booked.insert((job, who), rules.job_risk);
			}
		}
		// Jobs that were given up.
		self.waiting
			.retain(|job, _| Committee::waiting_since(*job).is_some());
	}
}

fn take(ledger: &mut Ledger, step: Step, n: u8) -> bool {
	let (who, origin, root) = (account(n), signed(n), RuntimeOrigin::root);
	let result = match step {
		Step::Add => Committee::add_member(root(), who),
		Step::Remove => Committee::remove_member(root(), who),
		Step::Join { bond } => Committee::join(origin, BOX_KEY, bond),
		Step::SetBoxKey => Committee::set_box_key(origin, [n; 32]),
		Step::AddBond { amount } => Committee::add_bond(origin, amount),
		Step::ReduceBond { amount } => Committee::reduce_bond(origin, amount),
		Step::Pause => Committee::pause(origin),
		Step::Resume => Committee::resume(origin),
		Step::Leave => Committee::leave(origin),
		Step::Refresh => Committee::refresh(signed(30), who),
		Step::Request {
			parties,
			before,
			again,
		} => {
			let accounts = |ns: Vec<u8>| ns.into_iter().map(account);
			let excluded = exclusions(accounts(parties), accounts(before));
			let asked = if again && ledger.waiting.len() < 8 {
				Committee::request_again(SUBJECT, excluded.clone())
			} else {
				Committee::request(SUBJECT, excluded.clone())
			};
			asked.map(|job| {
				ledger.waiting.insert(job, excluded);
			})
		}
		Step::Withdraw { nth } => {
			let n = ledger.waiting.len().max(1);
			let job = ledger.waiting.keys().nth(nth % n).copied();
			let done = Committee::withdraw(job.unwrap_or(JobId::MAX));
			assert_eq!(done.is_ok(), job.is_some());
			job.and_then(|job| ledger.waiting.remove(&job));
			done
		}
		Step::Release { nth } => match ledger.nth_booking(nth) {
			Some((job, who)) => {
				ledger.booked.remove(&(job, who.clone()));
				assert_ok!(Committee::release(job, &who));
				Committee::release(job, &who)
			}
			None => Committee::release(0, &who),
		},
		Step::Forfeit { nth } => match ledger.nth_booking(nth) {
			Some((job, who)) => {
				let amount = ledger.booked.remove(&(job, who.clone())).unwrap();
				let credit = Committee::forfeit(job, &who).unwrap();
				assert_eq!(credit.peek(), amount);
				*ledger.forfeited.entry(who.clone()).or_default() += amount;
				Committee::release(job, &who)
			}
			None => Committee::release(0, &who),
		},
		Step::Block { ahead } => {
			ledger.relay += ahead;
			let rules = Rules::get();
			block(ledger.relay);
			ledger.hear(&rules);
			Ok(())
		}
		Step::Refuse { refuses } => {
			Listener::refuse(refuses);
			Ok(())
		}
		Step::ChangeRules {
			drawable_bond,
			job_risk,
		} => {
			Rules::mutate(|rules| {
				rules.drawable_bond = drawable_bond;
				rules.job_risk = job_risk;
			});
			Ok(())
		}
	};
	result.is_ok()
}

/// Everything that must hold after each step.
fn check(ledger: &Ledger, issuance: u128, rules_change: bool) {
	Committee::do_try_state().unwrap();
	let forfeited: u128 = ledger.forfeited.values().sum();
	assert_eq!(Balances::total_issuance(), issuance - forfeited);
	assert_eq!(spendable(&TREASURY), 0);
	for n in 1..=ACTORS {
		let who = account(n);
		let lost = ledger.forfeited.get(&who).copied().unwrap_or_default();
		assert_eq!(
			spendable(&who) + on_hold(&who),
			WEALTH - lost,
			"account {n}"
		);
		let booked: u128 = ledger
			.booked
			.iter()
			.filter(|((_, member), _)| *member == who)
			.map(|(_, amount)| amount)
			.sum();
		let record = crate::Members::<Test>::get(&who);
		assert_eq!(record.as_ref().map_or(0, |known| known.at_risk), booked);
		let done = record.as_ref().is_some_and(|known| known.is_done());
		assert!(!done, "a removed member without jobs was kept");
		if let Some(record) = record.filter(|_| !rules_change) {
			let drawable = record.is_drawable(&GENESIS_RULES);
			assert_eq!(record.place.is_some(), drawable, "pool and drawability");
		}
	}
	let waiting: BTreeSet<_> = crate::Jobs::<Test>::iter_keys().collect();
	assert_eq!(waiting, ledger.waiting.keys().copied().collect());
	assert_eq!(crate::Bookings::<Test>::iter().count(), ledger.booked.len());
}

fn play(steps: Vec<(Step, u8)>, rules_change: bool) {
	new_test_ext().execute_with(|| {
		let issuance = Balances::total_issuance();
		let mut ledger = Ledger::default();
		for (step, n) in steps {
			let settles = matches!(step, Step::Release { .. } | Step::Forfeit { .. });
			let before = sp_io::storage::root(Default::default());
			let done = take(&mut ledger, step, n);
			if !done && !settles {
				// A call that fails leaves the state as it was.
				assert_eq!(before, sp_io::storage::root(Default::default()));
			}
			check(&ledger, issuance, rules_change);
			System::reset_events();
		}
		wind_up(&mut ledger);
		check(&ledger, issuance, rules_change);
	});
}

/// Everything can be settled, and everybody gets out with what is left.
fn wind_up(ledger: &mut Ledger) {
	for job in std::mem::take(&mut ledger.waiting).into_keys() {
		assert_ok!(Committee::withdraw(job));
	}
	for (job, who) in std::mem::take(&mut ledger.booked).into_keys() {
		assert_ok!(Committee::release(job, &who));
	}
	for n in 1..=ACTORS {
		if crate::Members::<Test>::contains_key(account(n)) {
			assert_ok!(Committee::leave(signed(n)));
		}
		assert_eq!(on_hold(&account(n)), 0);
	}
	assert_eq!(crate::MemberCount::<Test>::get(), 0);
	assert_eq!(crate::PoolSize::<Test>::get(), 0);
	assert_eq!(crate::Pool::<Test>::iter().count(), 0);
	assert_eq!(crate::Tickets::<Test>::iter().count(), 0);
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(32))]

	#[test]
	fn invariants_should_hold_when_anything_happens(
		steps in prop::collection::vec((step(), 1..=ACTORS), 150),
	) {
		play(steps, false);
	}

	#[test]
	fn invariants_should_hold_when_the_rules_change(
		steps in prop::collection::vec((step_or_rules(), 1..=ACTORS), 150),
	) {
		play(steps, true);
	}

	#[test]
	fn draw_should_respect_exclusions_in_blocks(
		size in 3u8..=20,
		parties in prop::collection::btree_set(1u8..=20, 0..20),
		before in prop::collection::btree_set(1u8..=20, 0..9),
		relay in 2u32..1_000_000,
	) {
		new_test_ext().execute_with(|| {
			committee_of(size);
			let accounts = |ns: &BTreeSet<u8>| ns.iter().copied().map(account).collect::<Vec<_>>();
			let excluded = exclusions(accounts(&parties), accounts(&before));
			let job = Committee::request(SUBJECT, excluded).unwrap();
			block(relay);
			let allowed: BTreeSet<u8> = (1..=size).filter(|n| !parties.contains(n)).collect();
			let fresh = allowed.difference(&before).count();
			let heard = Listener::take();
			if u32::from(size) <= MAX_SAMPLES {
				assert_eq!(heard.len(), usize::from(allowed.len() >= 3));
			}
			for (_, _, members) in &heard {
				let members: BTreeSet<_> = members.iter().cloned().collect();
				assert_eq!(members.len(), 3);
				assert!(accounts(&parties).iter().all(|who| !members.contains(who)));
				let again = accounts(&before).iter().filter(|who| members.contains(who)).count();
				assert_eq!(again, 3 - fresh.min(3));
			}
			assert_eq!(Committee::waiting_since(job).is_some(), heard.is_empty());
			Committee::do_try_state().unwrap();
		});
	}
}
