//! Tests of the windows: tables computed by hand, and comparisons with a model that looks at every minute.

#![allow(clippy::arithmetic_side_effects)]

use super::*;
use proptest::prelude::*;

/// Days of the model.
const MODEL_DAYS: usize = 6;

/// Monday, 2 March 2026.
const MONDAY: u32 = 20_514;

/// A window from 22:00 to 06:00 every day.
fn nights(_: u32) -> [(u32, u32); 1] {
	[(1_320, 480)]
}

/// Windows of any day: 00:00 to 24:00.
fn always(_: u32) -> [(u32, u32); 1] {
	[(0, DAY_MINUTES)]
}

/// The moment `minute` minutes after midnight of `day`.
fn at(day: u32, minute: u64) -> u64 {
	u64::from(day) * DAY + minute * MINUTE
}

#[test]
fn weekday_should_match_the_calendar_when_computed() {
	for (day, expected) in [
		// Thursday 1 January 1970, and the Monday after it.
		(0, 3),
		(3, 6),
		(4, 0),
		// Thursday 29 February 2024, Sunday 1 March 2026.
		(19_782, 3),
		(20_513, 6),
		(MONDAY, 0),
		// 4,294,967,295 = 7 × 613,566,756 + 3.
		(u32::MAX, 6),
	] {
		assert_eq!(weekday(day), expected, "{day}");
	}
}

#[test]
fn day_should_match_the_clock_when_at_midnight() {
	assert_eq!(day_of(0), 0);
	assert_eq!(day_of(DAY - 1), 0);
	assert_eq!(day_of(DAY), 1);
	assert_eq!(day_of(at(MONDAY, 1_439)), MONDAY);
	assert_eq!(day_of(u64::MAX), u32::MAX);
}

#[test]
fn interval_should_be_covered_when_it_fills_a_window() {
	assert!(covers(at(MONDAY, 1_320), at(MONDAY + 1, 360), nights));
}

#[test]
fn interval_should_not_be_covered_when_it_leaves_a_window() {
	let (from, until) = (at(MONDAY, 1_320), at(MONDAY + 1, 360));
	assert!(!covers(from - 1, until, nights));
	assert!(!covers(from, until + 1, nights));
	// Two nights, with the day between them.
	assert!(!covers(from, until + DAY, nights));
}

#[test]
fn interval_should_be_covered_when_its_window_began_the_day_before() {
	assert!(covers(at(MONDAY, 0), at(MONDAY, 360), nights));
	assert!(!covers(at(MONDAY, 0), at(MONDAY, 361), nights));
}

#[test]
fn interval_should_be_covered_when_windows_join() {
	assert!(covers(at(MONDAY, 700), at(MONDAY + 20, 700), always));
	// To the minute.
	let joined = |_| [(60, 30), (90, 30), (120, 30)];
	assert!(covers(at(MONDAY, 60), at(MONDAY, 150), joined));
	let gap = |_| [(60, 30), (91, 30)];
	assert!(!covers(at(MONDAY, 60), at(MONDAY, 121), gap));
}

#[test]
fn interval_should_not_be_covered_when_its_day_has_no_window() {
	assert!(!covers(at(MONDAY, 0), at(MONDAY, 1), |_| []));
	assert!(!covers(at(0, 0), at(0, 1), |_| []));
	// An empty window opens nothing.
	assert!(!covers(at(MONDAY, 0), at(MONDAY, 1), |_| [(0, 0)]));
}

#[test]
fn interval_should_be_covered_when_it_is_empty() {
	assert!(covers(at(MONDAY, 5), at(MONDAY, 5), |_| []));
	assert!(covers(at(MONDAY, 5), at(MONDAY, 4), |_| []));
}

#[test]
fn interval_should_not_be_covered_when_it_touches_too_many_days() {
	assert!(covers(at(MONDAY, 0), at(MONDAY + MAX_DAYS, 0), always));
	assert!(!covers(at(MONDAY, 0), at(MONDAY + MAX_DAYS, 0) + 1, always));
	// 61 days from any minute touch 62.
	assert!(covers(at(MONDAY, 1_439), at(MONDAY + 61, 1_439), always));
	assert!(!covers(0, u64::MAX, always));
}

#[test]
fn interval_should_not_be_covered_when_its_days_have_no_number() {
	assert!(!covers(u64::MAX - 1, u64::MAX, always));
}

#[test]
fn day_before_should_not_be_asked_for_when_it_is_the_first_of_all() {
	assert!(covers(0, DAY, |day| [(day * 10, DAY_MINUTES)]));
}

#[test]
fn open_minutes_should_match_the_table_when_computed() {
	let full = [DAY_MINUTES; 7];
	let office = [480, 480, 480, 480, 480, 0, 0];
	for (weekly, dates, open) in [
		(full, vec![], WEEK_MINUTES),
		(office, vec![], 2_400),
		([0; 7], vec![], 0),
		// A Monday that is closed, or a minute shorter, closes all Mondays.
		(office, vec![(MONDAY, 0)], 1_920),
		(office, vec![(MONDAY, 479)], 1_920),
		// As long or longer: nothing changes.
		(office, vec![(MONDAY, 480)], 2_400),
		(office, vec![(MONDAY, 1_440)], 2_400),
		// Two Mondays of which one is longer.
		(office, vec![(MONDAY, 600), (MONDAY + 7, 10)], 1_920),
		// A closed Saturday was closed already; a Tuesday was not.
		(office, vec![(MONDAY + 5, 0)], 2_400),
		(office, vec![(MONDAY, 0), (MONDAY + 1, 0)], 1_440),
		// More than there is.
		([u32::MAX; 7], vec![], WEEK_MINUTES),
	] {
		assert_eq!(
			open_minutes(weekly, dates.clone()),
			open,
			"{weekly:?} {dates:?}"
		);
	}
}

#[test]
fn order_should_be_right_when_windows_only_touch() {
	let week = [(0, 0, 1_440), (1, 0, 60), (1, 60, 1_440), (2, 60, 10)];
	assert_eq!(check_order(week, Some(7)), Ok(()));
	assert_eq!(check_order([], Some(7)), Ok(()));
	// Sunday 23:00 to Monday 01:00, which starts at 01:00.
	assert_eq!(check_order([(0, 60, 60), (6, 1_380, 120)], Some(7)), Ok(()));
}

#[test]
fn order_should_be_wrong_when_windows_are_not_sorted() {
	for windows in [[(1, 0, 10), (0, 0, 10)], [(0, 100, 10), (0, 50, 10)]] {
		assert_eq!(check_order(windows, None), Err(Disorder::Unsorted));
	}
}

#[test]
fn order_should_be_wrong_when_windows_overlap() {
	for windows in [
		[(0, 100, 11), (0, 110, 10)],
		[(0, 100, 10), (0, 100, 10)],
		// Across midnight.
		[(0, 1_380, 61), (1, 0, 10)],
		[(0, 1_380, 121), (1, 60, 10)],
	] {
		assert_eq!(check_order(windows, None), Err(Disorder::Overlapping));
	}
}

#[test]
fn order_should_be_wrong_when_the_last_window_runs_into_the_first_of_the_next_week() {
	let windows = [(0, 60, 60), (6, 1_380, 121)];
	assert_eq!(check_order(windows, Some(7)), Err(Disorder::Overlapping));
	// Without weeks nothing returns.
	assert_eq!(check_order(windows, None), Ok(()));
}

#[test]
fn empty_window_should_overlap_nothing_when_another_runs_over_it() {
	assert_eq!(
		check_order([(0, 1_380, 120), (1, 0, 0), (2, 0, 10)], None),
		Ok(())
	);
	// It does not end the one that runs over it.
	assert_eq!(
		check_order([(0, 1_380, 120), (1, 0, 0), (1, 59, 10)], None),
		Err(Disorder::Overlapping)
	);
}

/// Up to four windows of each day, sorted; many of them touch.
fn windows() -> impl Strategy<Value = Vec<Vec<(u32, u32)>>> {
	let start = prop_oneof![
		Just(0u32),
		0u32..1_440,
		(0u32..6).prop_map(|quarter| quarter * 240)
	];
	let length = prop_oneof![
		Just(1_440u32),
		0u32..=1_440,
		(1u32..=6).prop_map(|quarter| quarter * 240)
	];
	let day = prop::collection::vec((start, length), 0..=4).prop_map(|mut day| {
		day.sort_unstable();
		day
	});
	prop::collection::vec(day, MODEL_DAYS)
}

/// Whether each minute of the days of `windows` is open.
fn minutes(windows: &[Vec<(u32, u32)>]) -> Vec<bool> {
	(0u32..)
		.take(MODEL_DAYS * 1_440)
		.map(|minute| {
			(0u32..).zip(windows).any(|(day, windows)| {
				windows.iter().any(|(start, length)| {
					let start = day * DAY_MINUTES + start;
					(start..start + length).contains(&minute)
				})
			})
		})
		.collect()
}

/// [`covers`], where a day without a list is closed.
fn model_covers(windows: &[Vec<(u32, u32)>], from: u64, until: u64) -> bool {
	covers(from, until, |day| {
		usize::try_from(day)
			.ok()
			.and_then(|day| windows.get(day).cloned())
			.unwrap_or_default()
	})
}

proptest! {
	#[test]
	fn covers_should_agree_with_every_minute_when_windows_are_any(
		windows in windows(),
		from in 0..DAY * 5,
		length in prop_oneof![1..DAY / 24, 1..DAY * 2],
	) {
		let until = (from + length).min(DAY * 6);
		let open = (0u64..)
			.zip(minutes(&windows))
			.filter(|(minute, _)| minute * MINUTE < until && (minute + 1) * MINUTE > from)
			.all(|(_, open)| open);
		prop_assert_eq!(model_covers(&windows, from, until), open);
	}

	#[test]
	fn covers_should_end_with_the_run_of_open_minutes_when_started_in_it(
		windows in windows(),
		first in 0usize..1_440 * 5,
	) {
		let minutes = minutes(&windows);
		let run = minutes[first..].iter().take_while(|open| **open).count();
		// Beyond the days of the model the last windows would go on.
		prop_assume!(run > 0 && first + run < minutes.len());
		let from = u64::try_from(first).unwrap() * MINUTE;
		let until = from + u64::try_from(run).unwrap() * MINUTE;
		prop_assert!(model_covers(&windows, from, until));
		prop_assert!(!model_covers(&windows, from, until + 1));
	}

	#[test]
	fn order_should_agree_with_every_minute_when_windows_repeat(
		mut windows in prop::collection::vec((0u32..7, 0u32..1_440, prop_oneof![1u32..200, 1u32..=1_440]), 0..8),
		sorted in prop::bool::weighted(0.9),
	) {
		if sorted {
			windows.sort_unstable();
		}
		let mut taken = vec![0u32; 10_080];
		for (day, start, length) in &windows {
			for minute in 0..*length {
				let minute = (day * DAY_MINUTES + start + minute) % WEEK_MINUTES;
				taken[usize::try_from(minute).unwrap()] += 1;
			}
		}
		let apart = taken.iter().all(|windows| *windows <= 1);
		let in_order = windows.windows(2).all(|pair| (pair[0].0, pair[0].1) <= (pair[1].0, pair[1].1));
		prop_assert_eq!(check_order(windows, Some(7)).is_ok(), apart && in_order);
	}
}
