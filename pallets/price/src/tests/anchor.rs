use super::*;
use crate::{Anchor, AnchorPrice, Event};

const STEP: u64 = RULES.step_interval;

/// One feeder whose every submission is a round.
fn alone(test: impl FnOnce()) {
	change_rules(|rules| {
		rules.min_feeders = 1;
		rules.min_quorum = 1;
		rules.submit_interval = 1;
	});
	with_feeders(1, test);
}

/// The price after a first round at [`BASE`] and one at `target` after `wait`.
fn price_after(wait: u64, target: NanoUsd) -> NanoUsd {
	let mut reached = None;
	alone(|| {
		feed(0, BASE);
		advance(wait);
		feed(0, target);
		reached = price();
	});
	reached.unwrap()
}

#[test]
fn first_round_should_be_free_of_the_anchor() {
	alone(|| {
		feed(0, RULES.ceiling);
		assert_eq!(price(), Some(RULES.ceiling));
		assert_eq!(
			Anchor::<Test>::get(),
			Some(AnchorPrice {
				price: RULES.ceiling,
				at: START
			})
		);
	});
}

#[test]
fn price_jump_should_be_clamped_and_not_refused_when_it_leaves_the_band() {
	alone(|| {
		feed(0, BASE);
		advance(1);
		feed(0, BASE * 10);
		assert_eq!(price(), Some(13_200_000));
		System::assert_last_event(
			Event::PriceUpdated {
				price: 13_200_000,
				target: BASE * 10,
				observations: 1,
			}
			.into(),
		);
		advance(1);
		feed(0, BASE / 10);
		assert_eq!(price(), Some(10_800_000));
	});
}

#[test]
fn band_should_widen_by_full_steps_since_the_anchor() {
	for (wait, up, down) in [
		(1, 13_200_000, 10_800_000),
		(STEP - SECOND, 13_200_000, 10_800_000),
		(STEP, 13_200_000, 10_800_000),
		(2 * STEP - 1, 13_200_000, 10_800_000),
		(2 * STEP, 14_400_000, 9_600_000),
		(5 * STEP, 18_000_000, 6_000_000),
		(6 * STEP - 1, 18_000_000, 6_000_000),
		(6 * STEP, 19_200_000, 4_800_000),
		(7 * STEP, 19_200_000, 4_800_000),
		(1_000 * STEP, 19_200_000, 4_800_000),
	] {
		assert_eq!(price_after(wait, BASE * 10), up, "up after {wait} ms");
		assert_eq!(price_after(wait, BASE / 10), down, "down after {wait} ms");
		assert_eq!(
			price_after(wait, BASE + 5),
			BASE + 5,
			"near after {wait} ms"
		);
	}
}

#[test]
fn anchor_should_stay_when_it_is_younger_than_a_step() {
	alone(|| {
		feed(0, BASE);
		advance(STEP - 1);
		feed(0, BASE * 2);
		assert_eq!(price(), Some(13_200_000));
		assert_eq!(
			Anchor::<Test>::get(),
			Some(AnchorPrice {
				price: BASE,
				at: START
			})
		);
	});
}

#[test]
fn anchor_should_move_to_the_price_when_it_is_a_step_old() {
	alone(|| {
		feed(0, BASE);
		advance(STEP);
		feed(0, BASE * 2);
		assert_eq!(
			Anchor::<Test>::get(),
			Some(AnchorPrice {
				price: 13_200_000,
				at: START + STEP
			})
		);
		// The next step starts from there.
		advance(1);
		feed(0, BASE * 2);
		assert_eq!(price(), Some(14_520_000));
	});
}

#[test]
fn threat_17_price_should_move_ten_percent_per_step_when_all_feeders_lie_without_pause() {
	alone(|| {
		feed(0, BASE);
		let mut expected = BASE;
		for _ in 0..6 {
			for _ in 0..10 {
				advance(MINUTE);
				feed(0, RULES.ceiling);
			}
			expected += expected / 10;
			assert_eq!(price(), Some(expected));
		}
	});
}

#[test]
fn price_should_obey_the_bounds_when_governance_moved_them() {
	alone(|| {
		feed(0, BASE);
		change_rules(|rules| rules.ceiling = BASE - 100);
		advance(1);
		feed(0, BASE - 100);
		assert_eq!(price(), Some(BASE - 100));
		change_rules(|rules| {
			rules.floor = BASE * 2;
			rules.ceiling = BASE * 3;
		});
		advance(1);
		feed(0, BASE * 2);
		assert_eq!(price(), Some(BASE * 2));
	});
}

#[test]
fn price_should_be_able_to_move_when_it_is_tiny() {
	change_rules(|rules| rules.floor = 1);
	alone(|| {
		feed(0, 1);
		advance(STEP);
		feed(0, 100);
		assert_eq!(price(), Some(2));
		advance(STEP);
		feed(0, 1);
		assert_eq!(price(), Some(1));
	});
}
