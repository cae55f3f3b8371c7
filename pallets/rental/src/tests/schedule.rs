//! `set_schedule` and `prune_dates`.

use super::*;

/// The day of [`START`], a Monday.
const TODAY: u32 = (START / DAY) as u32;

fn weekly(windows: &[(u8, u16, u16)]) -> Schedule {
	let windows = windows.iter();
	let windows = windows.map(|(weekday, from, minutes)| WeeklyWindow {
		weekday: *weekday,
		from: *from,
		minutes: *minutes,
	});
	Schedule {
		weekly: windows.collect::<Vec<_>>().try_into().unwrap(),
		..Default::default()
	}
}

fn date(date: u32, from: u16, minutes: u16) -> DatedWindow {
	DatedWindow {
		date,
		from,
		minutes,
	}
}

/// Every day, all day.
fn always() -> Schedule {
	weekly(&[0, 1, 2, 3, 4, 5, 6].map(|weekday| (weekday, 0, 1_440)))
}

fn set(schedule: Option<Schedule>) -> frame_support::dispatch::DispatchResult {
	Rental::set_schedule(signed(ALICE), id(1), schedule)
}

#[test]
fn owner_should_set_a_schedule_and_take_it_back() {
	run(|| {
		active(1, ALICE, 1);
		let mondays = weekly(&[(0, 0, 600)]);
		assert_ok!(set(Some(mondays.clone())));
		assert_eq!(occupancy(1).schedule, Some(mondays.clone()));
		assert_ok!(set(None));
		assert_eq!(occupancy(1).schedule, None);
		assert_eq!(
			events(),
			vec![
				Event::ScheduleSet {
					machine: id(1),
					schedule: Some(mondays),
					open_minutes: 600
				},
				Event::ScheduleSet {
					machine: id(1),
					schedule: None,
					open_minutes: 10_080
				},
			]
		);
		assert_eq!(
			RecordOrderChanges::take(),
			vec![
				OrderChange::Schedule(id(1), 600),
				OrderChange::Schedule(id(1), 10_080)
			]
		);
		// The same minutes are no news.
		assert_ok!(set(Some(always())));
		assert_eq!(RecordOrderChanges::take(), vec![]);
	});
}

#[test]
fn set_schedule_should_be_the_owner_s_alone() {
	run(|| {
		assert_noop!(set(None), E::MachineNotFound);
		Registry::register(&id(1), &ALICE).unwrap();
		assert_noop!(set(None), E::MachineNotFound);
		active(2, BOB, 1);
		let call = |origin| Rental::set_schedule(origin, id(2), None);
		assert_noop!(call(signed(ALICE)), E::NotOwner);
		assert_noop!(call(RuntimeOrigin::root()), BadOrigin);
		assert_ok!(call(signed(BOB)));
	});
}

#[test]
fn set_schedule_should_be_refused_when_it_is_not_valid() {
	run(|| {
		active(1, ALICE, 1);
		for (schedule, error) in [
			(weekly(&[(7, 0, 60)]), ScheduleError::NoSuchWeekday),
			(weekly(&[(0, 1_440, 60)]), ScheduleError::NoSuchMinute),
			(weekly(&[(0, 0, 0)]), ScheduleError::LengthOutOfRange),
			(
				weekly(&[(0, 0, 60), (0, 59, 60)]),
				ScheduleError::Overlapping,
			),
			(weekly(&[(1, 0, 60), (0, 0, 60)]), ScheduleError::Unsorted),
		] {
			assert_noop!(set(Some(schedule)), E::InvalidSchedule(error));
		}
		let with = |dates: Vec<DatedWindow>| Schedule {
			dates: dates.try_into().unwrap(),
			..Default::default()
		};
		let over = E::InvalidSchedule(ScheduleError::DateOver);
		assert_noop!(set(Some(with(vec![date(TODAY - 1, 0, 60)]))), over);
		let far = E::InvalidSchedule(ScheduleError::DateTooFarAhead);
		assert_noop!(set(Some(with(vec![date(TODAY + 366, 0, 60)]))), far);
		assert_ok!(set(Some(with(vec![
			date(TODAY, 0, 60),
			date(TODAY + 365, 0, 60)
		]))));
	});
}

#[test]
fn set_schedule_should_not_cut_what_is_booked() {
	run(|| {
		active(1, ALICE, 4);
		// Booked from 02:00 to 03:15.
		let order_id = schedule(1, BOB, 1, HOUR, 2 * HOUR);
		assert_noop!(set(Some(weekly(&[(0, 121, 600)]))), E::ScheduleCutsOrder);
		assert_noop!(set(Some(weekly(&[(0, 120, 74)]))), E::ScheduleCutsOrder);
		assert_noop!(set(Some(Schedule::default())), E::ScheduleCutsOrder);
		assert_ok!(set(Some(weekly(&[(0, 120, 75)]))));
		// Once it is confirmed only its lease counts, and of that what is not over.
		advance(2 * HOUR);
		confirm(BOB, order_id);
		assert_ok!(set(Some(weekly(&[(0, 120, 60)]))));
		advance(30 * MINUTE);
		assert_ok!(set(Some(weekly(&[(0, 150, 30)]))));
		assert_noop!(set(Some(weekly(&[(0, 150, 29)]))), E::ScheduleCutsOrder);
		// What is over binds nobody.
		advance(30 * MINUTE);
		assert_ok!(set(Some(Schedule::default())));
	});
}

#[test]
fn date_should_count_instead_of_its_weekday() {
	run(|| {
		active(1, ALICE, 4);
		let mut schedule = always();
		schedule.dates.try_push(date(TODAY + 1, 0, 0)).unwrap();
		assert_ok!(set(Some(schedule)));
		// Tuesdays count as closed.
		assert_eq!(
			RecordOrderChanges::take(),
			vec![OrderChange::Schedule(id(1), 6 * 1_440)]
		);
		assert_noop!(try_rent(1, BOB, 1, DAY), E::OutsideSchedule);
		assert_ok!(try_rent(1, BOB, 1, DAY - WINDOW));
	});
}

#[test]
fn prune_dates_should_remove_dates_that_are_over() {
	run(|| {
		active(1, ALICE, 1);
		let call = |origin| Rental::prune_dates(origin, id(1));
		assert_noop!(call(signed(DAVE)), E::NothingToPrune);
		let mut schedule = always();
		schedule.dates.try_push(date(TODAY, 0, 0)).unwrap();
		schedule.dates.try_push(date(TODAY + 9, 0, 0)).unwrap();
		assert_ok!(set(Some(schedule)));
		RecordOrderChanges::take();
		events();
		// A window of yesterday may run past midnight.
		advance(2 * DAY - 1);
		assert_noop!(call(signed(DAVE)), E::NothingToPrune);
		advance(1);
		assert_noop!(call(RuntimeOrigin::root()), BadOrigin);
		assert_ok!(call(signed(DAVE)));
		assert_eq!(occupancy(1).schedule.unwrap().dates.len(), 1);
		let open_minutes = 6 * 1_440;
		assert_eq!(
			events(),
			vec![Event::DatesPruned {
				machine: id(1),
				removed: 1,
				open_minutes
			}]
		);
		assert_eq!(
			RecordOrderChanges::take(),
			vec![OrderChange::Schedule(id(1), open_minutes)]
		);
		assert_noop!(Rental::prune_dates(signed(DAVE), id(2)), E::MachineNotFound);
	});
}
