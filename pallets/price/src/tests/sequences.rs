//! Random sequences of calls against a naive model of the rules.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::Current;

/// What happens next.
#[derive(Clone, Debug)]
enum Step {
	Wait(u64),
	Submit(u32, NanoUsd),
	Add(u32),
	Remove(u32),
	Replace(u32, u32),
}

fn step() -> impl Strategy<Value = Step> {
	let who = 0u32..8;
	let wait = prop_oneof![
		0..MINUTE,
		Just(RULES.submit_interval),
		Just(RULES.step_interval),
		0..2 * RULES.max_age,
	];
	let observed = prop_oneof![
		4 => BASE / 2..BASE * 2,
		1 => 0..RULES.floor * 2,
		1 => Just(RULES.ceiling),
		1 => any::<u64>(),
	];
	prop_oneof![
		3 => wait.prop_map(Step::Wait),
		8 => (who.clone(), observed).prop_map(|(who, price)| Step::Submit(who, price)),
		1 => who.clone().prop_map(Step::Add),
		1 => who.clone().prop_map(Step::Remove),
		1 => (who.clone(), who).prop_map(|(old, new)| Step::Replace(old, new)),
	]
}

/// The rules of the oracle, written down as directly as possible.
struct Model {
	now: i128,
	feeders: BTreeMap<u32, Option<(i128, i128)>>,
	anchor: Option<(i128, i128)>,
	current: Option<(i128, i128)>,
}

impl Model {
	fn new(feeders: u32) -> Self {
		Self {
			now: START.into(),
			feeders: (0..feeders).map(|number| (number, None)).collect(),
			anchor: None,
			current: None,
		}
	}

	fn minutes_since(&self, moment: i128) -> f64 {
		(self.now - moment) as f64 / 60_000.0
	}

	fn submit(&mut self, who: u32, price: NanoUsd) -> bool {
		let Some(observation) = self.feeders.get(&who).copied() else {
			return false;
		};
		let waited = observation.is_none_or(|(_, at)| self.minutes_since(at) >= 5.0);
		if !waited || !(RULES.floor..=RULES.ceiling).contains(&price) {
			return false;
		}
		self.feeders.insert(who, Some((price.into(), self.now)));
		self.round();
		true
	}

	fn round(&mut self) {
		let mut fresh: Vec<i128> = self
			.feeders
			.values()
			.flatten()
			.filter(|(_, at)| self.minutes_since(*at) <= 30.0)
			.map(|(price, _)| *price)
			.collect();
		fresh.sort();
		let count = fresh.len();
		if count < 3 || 3 * count < 2 * self.feeders.len() {
			return;
		}
		let mut price = (fresh[(count - 1) / 2] + fresh[count / 2]) / 2;
		let mut moves = true;
		if let Some((anchor, since)) = self.anchor {
			let steps = (self.minutes_since(since) / 10.0).floor().clamp(1.0, 6.0) as i128;
			let width = (anchor * 10 * steps / 100).max(1);
			price = price.clamp(anchor - width, anchor + width);
			moves = self.minutes_since(since) >= 10.0;
		}
		price = price.clamp(RULES.floor.into(), RULES.ceiling.into());
		self.current = Some((price, self.now));
		if moves {
			self.anchor = self.current;
		}
	}

	fn apply(&mut self, step: &Step) -> bool {
		match *step {
			Step::Wait(by) => {
				self.now += i128::from(by);
				true
			}
			Step::Submit(who, price) => self.submit(who, price),
			Step::Add(who) => {
				let is_new = !self.feeders.contains_key(&who);
				self.feeders.entry(who).or_default();
				is_new
			}
			Step::Remove(who) => {
				let removable = self.feeders.contains_key(&who) && self.feeders.len() > 4;
				if removable {
					self.feeders.remove(&who);
				}
				removable
			}
			Step::Replace(old, new) => {
				let possible = self.feeders.contains_key(&old) && !self.feeders.contains_key(&new);
				if possible {
					self.feeders.remove(&old);
					self.feeders.insert(new, None);
				}
				possible
			}
		}
	}
}

fn apply_to_pallet(step: &Step) -> bool {
	let root = RuntimeOrigin::root();
	match *step {
		Step::Wait(by) => {
			advance(by);
			true
		}
		Step::Submit(who, price) => {
			Price::submit(RuntimeOrigin::signed(feeder(who)), price).is_ok()
		}
		Step::Add(who) => Price::add_feeder(root, feeder(who)).is_ok(),
		Step::Remove(who) => Price::remove_feeder(root, feeder(who)).is_ok(),
		Step::Replace(old, new) => Price::replace_feeder(root, feeder(old), feeder(new)).is_ok(),
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(512))]

	#[test]
	fn pallet_should_do_what_the_model_does(steps in prop::collection::vec(step(), 1..80)) {
		new_test_ext(5).execute_with(|| {
			let mut model = Model::new(5);
			for step in &steps {
				prop_assert_eq!(apply_to_pallet(step), model.apply(step), "{:?}", step);
				let current = Current::<Test>::get()
					.map(|current| (current.price.into(), current.updated_at.into()));
				prop_assert_eq!(current, model.current, "{:?}", step);
				prop_assert_eq!(Price::do_try_state(), Ok(()));
			}
			Ok(())
		})?;
	}
}
