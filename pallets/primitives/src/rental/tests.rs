//! Tests of schedules: tables computed by hand, and comparisons with a model that looks at every minute.

#![allow(clippy::arithmetic_side_effects)]

use super::{ScheduleError::*, *};
use proptest::prelude::*;

/// Monday, 2 March 2026.
const MONDAY: u32 = 20_514;
/// Milliseconds of a minute.
const MINUTE: Moment = 60_000;
/// How far ahead a date may lie.
const AHEAD: u32 = 365;

/// A schedule of weekly windows `(weekday, minute, length)` and of windows of dates `(days after MONDAY, minute, length)`.
fn schedule(weekly: &[(u8, u16, u16)], dates: &[(u32, u16, u16)]) -> Schedule {
	let weekly: Vec<_> = weekly
		.iter()
		.map(|&(weekday, from, minutes)| WeeklyWindow {
			weekday,
			from,
			minutes,
		})
		.collect();
	let dates: Vec<_> = dates
		.iter()
		.map(|&(after, from, minutes)| DatedWindow {
			date: MONDAY + after,
			from,
			minutes,
		})
		.collect();
	Schedule {
		weekly: weekly.try_into().unwrap(),
		dates: dates.try_into().unwrap(),
	}
}

/// Monday to Friday from 09:00 to 17:00, and Saturday 22:00 to Sunday 06:00.
fn office(dates: &[(u32, u16, u16)]) -> Schedule {
	let weekly = [
		(0, 540, 480),
		(1, 540, 480),
		(2, 540, 480),
		(3, 540, 480),
		(4, 540, 480),
		(5, 1_320, 480),
	];
	schedule(&weekly, dates)
}

/// Open at all times.
fn always() -> Schedule {
	schedule(
		&[0, 1, 2, 3, 4, 5, 6].map(|weekday| (weekday, 0, 1_440)),
		&[],
	)
}

/// The moment `minute` minutes after midnight, `after` days after MONDAY.
fn at(after: u32, minute: u32) -> Moment {
	(u64::from(MONDAY + after) * 1_440 + u64::from(minute)) * MINUTE
}

/// What a check of the schedule on MONDAY says.
fn check(weekly: &[(u8, u16, u16)], dates: &[(u32, u16, u16)]) -> Result<(), ScheduleError> {
	schedule(weekly, dates).check(MONDAY, AHEAD)
}

#[test]
fn schedule_should_be_taken_when_every_window_is_in_order() {
	for schedule in [
		Schedule::default(),
		always(),
		office(&[]),
		office(&[
			(0, 0, 0),
			(1, 0, 60),
			(1, 60, 1_440),
			(2, 60, 10),
			(365, 1_439, 1_440),
		]),
		// The night from Sunday to Monday ends as Monday's window starts.
		schedule(&[(0, 60, 10), (6, 1_380, 120)], &[]),
		// A window of a date may run over a closed one, and over a weekly one.
		schedule(&[(1, 0, 10)], &[(0, 1_380, 120), (1, 0, 0)]),
		schedule(&[(1, 0, 10)], &[(0, 1_380, 120)]),
	] {
		assert_eq!(schedule.check(MONDAY, AHEAD), Ok(()), "{schedule:?}");
	}
}

#[test]
fn schedule_should_be_refused_when_a_field_is_out_of_range() {
	for (weekly, expected) in [
		((7, 0, 10), NoSuchWeekday),
		((0, 1_440, 10), NoSuchMinute),
		((0, 0, 1_441), LengthOutOfRange),
		((0, 0, 0), LengthOutOfRange),
	] {
		assert_eq!(check(&[weekly], &[]), Err(expected), "{weekly:?}");
	}
	for (dated, expected) in [
		((0, 1_440, 10), NoSuchMinute),
		((0, 0, 1_441), LengthOutOfRange),
	] {
		assert_eq!(check(&[], &[dated]), Err(expected), "{dated:?}");
	}
}

#[test]
fn schedule_should_be_refused_when_a_date_is_over() {
	let schedule = schedule(&[], &[(0, 0, 0)]);
	assert_eq!(schedule.check(MONDAY + 1, AHEAD), Err(DateOver));
}

#[test]
fn schedule_should_be_refused_when_a_date_is_too_far_ahead() {
	assert_eq!(check(&[], &[(366, 0, 10)]), Err(DateTooFarAhead));
}

#[test]
fn schedule_should_be_refused_when_windows_are_not_sorted() {
	assert_eq!(check(&[(1, 0, 10), (0, 0, 10)], &[]), Err(Unsorted));
	assert_eq!(check(&[(1, 100, 10), (1, 0, 10)], &[]), Err(Unsorted));
	assert_eq!(check(&[], &[(1, 0, 10), (0, 0, 10)]), Err(Unsorted));
}

#[test]
fn schedule_should_be_refused_when_windows_overlap() {
	for weekly in [
		[(0, 0, 11), (0, 10, 10)],
		// Across midnight, and from Sunday to Monday.
		[(0, 1_380, 61), (1, 0, 10)],
		[(0, 60, 10), (6, 1_380, 121)],
	] {
		assert_eq!(check(&weekly, &[]), Err(Overlapping), "{weekly:?}");
	}
	assert_eq!(check(&[], &[(0, 1_380, 61), (1, 0, 10)]), Err(Overlapping));
}

#[test]
fn schedule_should_be_refused_when_too_many_windows_start_on_a_day() {
	let weekly: Vec<_> = (0..11).map(|hour| (3, hour * 60, 10)).collect();
	assert_eq!(check(&weekly[..10], &[]), Ok(()));
	assert_eq!(check(&weekly, &[]), Err(TooManyWindows));
	let dates: Vec<_> = (0..11).map(|hour| (3, hour * 60, 10)).collect();
	assert_eq!(check(&[], &dates[..10]), Ok(()));
	assert_eq!(check(&[], &dates), Err(TooManyWindows));
}

#[test]
fn schedule_should_be_refused_when_a_closed_date_has_windows() {
	for dates in [
		[(0, 0, 0), (0, 10, 10)],
		[(0, 10, 10), (0, 20, 0)],
		[(0, 0, 0), (0, 0, 0)],
	] {
		assert_eq!(check(&[], &dates), Err(ClosedDateHasWindows), "{dates:?}");
	}
}

#[test]
fn interval_should_be_covered_when_it_lies_in_weekly_windows() {
	let office = office(&[]);
	assert!(office.covers(at(0, 540), at(0, 1_020)));
	assert!(!office.covers(at(0, 540), at(0, 1_020) + 1));
	assert!(!office.covers(at(0, 539), at(0, 1_020)));
	// The night to Sunday; Sunday itself has no window.
	assert!(office.covers(at(5, 1_320), at(6, 360)));
	assert!(office.covers(at(6, 0), at(6, 360)));
	assert!(!office.covers(at(6, 600), at(6, 601)));
	// Nothing is ever inside a schedule without windows.
	assert!(!Schedule::default().covers(at(0, 0), at(0, 1)));
}

#[test]
fn interval_should_be_covered_when_windows_run_for_60_days() {
	assert!(always().covers(at(0, 1_439), at(60, 1_439) + 15 * MINUTE));
}

#[test]
fn date_should_stand_in_for_its_weekday_when_it_has_windows() {
	// The second Monday opens from 20:00 to 04:00 instead.
	let office = office(&[(7, 1_200, 480)]);
	assert!(!office.covers(at(7, 540), at(7, 541)));
	assert!(office.covers(at(7, 1_200), at(8, 240)));
	assert!(office.covers(at(0, 540), at(0, 541)));
	assert!(office.covers(at(14, 540), at(14, 541)));
}

#[test]
fn date_should_close_its_weekday_when_it_has_no_minutes() {
	// Sunday is closed: what began on Saturday goes on, nothing of Sunday's own is left.
	let mut week = always();
	week.dates = schedule(&[], &[(6, 0, 0)]).dates;
	assert!(week.covers(at(5, 0), at(6, 0)));
	assert!(!week.covers(at(5, 0), at(6, 0) + 1));
	assert!(week.covers(at(7, 0), at(8, 0)));
	assert!(office(&[(6, 0, 0)]).covers(at(5, 1_320), at(6, 360)));
}

#[test]
fn open_minutes_should_match_the_table_when_computed() {
	for (schedule, open) in [
		(Schedule::default(), 0),
		(always(), 10_080),
		// 6 × 480.
		(office(&[]), 2_880),
		// A Monday that is closed, or a minute shorter; one that is as long in two windows.
		(office(&[(7, 0, 0)]), 2_400),
		(office(&[(7, 0, 479)]), 2_400),
		(office(&[(7, 0, 240), (7, 600, 240)]), 2_880),
		(office(&[(7, 0, 240), (14, 0, 480)]), 2_400),
		// A Sunday that opens though no Sunday does.
		(office(&[(6, 600, 60)]), 2_880),
		// Only dates.
		(schedule(&[], &[(6, 600, 60)]), 0),
	] {
		assert_eq!(schedule.open_minutes(), open, "{schedule:?}");
	}
}

#[test]
fn prune_should_remove_the_dates_that_are_over_when_called() {
	let mut office = office(&[(0, 0, 10), (0, 60, 10), (1, 0, 0), (2, 0, 10), (9, 0, 10)]);
	// On Tuesday Monday's windows may still run.
	assert_eq!(office.prune(MONDAY + 1), 0);
	assert_eq!(office.prune(MONDAY + 2), 2);
	assert_eq!(office.prune(MONDAY + 3), 1);
	assert_eq!(office.dates, schedule(&[], &[(2, 0, 10), (9, 0, 10)]).dates);
	assert_eq!(office.weekly.len(), 6);
	assert_eq!(office.prune(u32::MAX), 2);
}

/// Schedules in order, of long windows that often join.
fn schedules() -> impl Strategy<Value = Schedule> {
	let from = prop_oneof![Just(0u16), 0u16..1_440];
	let minutes = prop_oneof![Just(1_440u16), 1u16..=1_440];
	let weekly = prop::collection::vec((0u8..7, from.clone(), minutes.clone()), 0..20);
	let dates = prop::collection::vec((0u32..14, from, prop_oneof![Just(0u16), minutes]), 0..6);
	(weekly, dates).prop_map(|(mut weekly, mut dates)| {
		weekly.sort_unstable();
		dates.sort_unstable();
		let (mut taken_weekly, mut taken_dates) = (vec![], vec![]);
		for window in weekly {
			taken_weekly.push(window);
			if check(&taken_weekly, &[]).is_err() {
				taken_weekly.pop();
			}
		}
		for window in dates {
			taken_dates.push(window);
			if check(&[], &taken_dates).is_err() {
				taken_dates.pop();
			}
		}
		schedule(&taken_weekly, &taken_dates)
	})
}

/// Whether each minute of the 14 days from MONDAY is open.
fn open(schedule: &Schedule) -> Vec<bool> {
	let mut open = vec![false; 14 * 1_440];
	// The windows of the Sunday before may run into Monday.
	for day in 0..15usize {
		let date = MONDAY + u32::try_from(day).unwrap() - 1;
		let mut windows: Vec<_> = schedule
			.dates
			.iter()
			.filter(|window| window.date == date)
			.map(|window| (window.from, window.minutes))
			.collect();
		if windows.is_empty() {
			windows = schedule
				.weekly
				.iter()
				.filter(|window| usize::from(window.weekday) == (day + 6) % 7)
				.map(|window| (window.from, window.minutes))
				.collect();
		}
		for (from, minutes) in windows {
			let start = day * 1_440 + usize::from(from);
			for minute in start..start + usize::from(minutes) {
				if let Some(open) = minute
					.checked_sub(1_440)
					.and_then(|minute| open.get_mut(minute))
				{
					*open = true;
				}
			}
		}
	}
	open
}

proptest! {
	#[test]
	fn covers_should_agree_with_every_minute_when_the_schedule_is_any(
		schedule in schedules(),
		from in 0u32..13 * 1_440,
		length in prop_oneof![1u32..60, 1u32..1_440],
	) {
		let until = from + length;
		let minutes = open(&schedule);
		let (first, last) = (usize::try_from(from).unwrap(), usize::try_from(until).unwrap());
		let all_open = minutes[first..last].iter().all(|open| *open);
		prop_assert_eq!(schedule.covers(at(0, from), at(0, until)), all_open);
		// A millisecond of the minutes at either end is enough.
		prop_assert_eq!(
			schedule.covers(at(0, from) + MINUTE - 1, at(0, until - 1) + 1),
			all_open || length == 1
		);
	}

	#[test]
	fn open_minutes_should_be_those_of_a_week_when_there_are_no_dates(schedule in schedules()) {
		let weekly = Schedule { dates: Default::default(), ..schedule };
		let week = open(&weekly)[..10_080].iter().filter(|open| **open).count();
		prop_assert_eq!(usize::try_from(weekly.open_minutes()).unwrap(), week);
	}

	#[test]
	fn prune_should_change_nothing_from_today_on_when_dates_are_over(
		schedule in schedules(),
		today in 1u32..13,
		from in 0u32..1_440,
		length in 1u32..1_440,
	) {
		let mut pruned = schedule.clone();
		pruned.prune(MONDAY + today);
		let (from, until) = (at(today, from), at(today, from + length));
		prop_assert_eq!(pruned.covers(from, until), schedule.covers(from, until));
	}
}
