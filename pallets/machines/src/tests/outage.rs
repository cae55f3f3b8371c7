use super::*;
use dbc_primitives::{CauseSince, NotRentable};
use OutageCause::*;

fn cause(cause: OutageCause, since: u64, until: Option<u64>) -> CauseSince {
	CauseSince {
		cause,
		since,
		until,
	}
}

fn causes() -> Vec<CauseSince> {
	machine(1).outage.unwrap().causes.into_inner()
}

fn report_down() -> sp_runtime::DispatchResult {
	Machines::report_down(signed(ALICE), id(1))
}

fn report_up() -> sp_runtime::DispatchResult {
	Machines::report_up(signed(ALICE), id(1))
}

#[test]
fn outage_should_begin_when_the_owner_reports_it() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(report_down());
		let outage = machine(1).outage.unwrap();
		assert_eq!((outage.since, outage.base), (START, 4 * PER_GPU));
		assert_eq!(causes(), [cause(OwnerReported, START, None)]);
		assert_eq!(
			Machines::not_rentable(&machine(1)),
			Some(NotRentable::Outage)
		);
		assert_eq!(
			events(),
			[Event::OutageBegun {
				machine: id(1),
				cause: OwnerReported,
				since: START,
				base: 4 * PER_GPU
			}]
		);
		assert_eq!(RecordMachineChanges::take(), [MachineChange::Down(id(1))]);
	});
}

#[test]
fn outage_should_end_when_the_owner_reports_the_machine_up() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(report_down());
		events();
		RecordMachineChanges::take();
		advance(HOUR);
		assert_ok!(report_up());
		assert_eq!(machine(1).outage, None);
		assert_eq!(Machines::not_rentable(&machine(1)), None);
		assert_eq!(
			events(),
			[Event::OutageEnded {
				machine: id(1),
				since: START
			}]
		);
		assert_eq!(RecordMachineChanges::take(), [MachineChange::Up(id(1))]);
	});
}

#[test]
fn outage_should_keep_its_base_when_a_cause_joins() {
	run_and_burn(|| {
		activate(1, ALICE, 4);
		advance(DAY);
		assert_ok!(report_down());
		assert_ok!(Machines::lock(&id(1), 10));
		drop(Machines::slash_locked(&id(1), 10).unwrap());
		events();
		RecordMachineChanges::take();
		// A report that was made before and is upheld now.
		assert_ok!(Machines::take_down(&id(1), Malfunction, START + HOUR));
		let outage = machine(1).outage.unwrap();
		assert_eq!((outage.since, outage.base), (START + HOUR, 4 * PER_GPU));
		assert_eq!(
			events(),
			[Event::OutageCauseAdded {
				machine: id(1),
				cause: Malfunction,
				since: START + HOUR
			}]
		);
		// It began earlier than was known: whoever copied it hears of that.
		assert_eq!(
			RecordMachineChanges::take(),
			[MachineChange::TermsChanged(id(1))]
		);
		10
	});
}

#[test]
fn outage_should_remember_a_cause_that_is_over_when_others_last() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(report_down());
		advance(HOUR);
		assert_ok!(Machines::take_down(&id(1), Counterfeit, now()));
		advance(HOUR);
		events();
		assert_ok!(report_up());
		assert_eq!(
			causes(),
			[
				cause(OwnerReported, START, Some(START + 2 * HOUR)),
				cause(Counterfeit, START + HOUR, None)
			]
		);
		let ended = Event::OutageCauseEnded {
			machine: id(1),
			cause: OwnerReported,
		};
		assert_eq!(events(), [ended]);
		assert_noop!(report_up(), E::NotDown);
		assert_ok!(Machines::bring_up(&id(1), Counterfeit));
		assert_eq!(machine(1).outage, None);
	});
}

#[test]
fn cause_should_count_from_its_first_begin_when_it_comes_back() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::take_down(&id(1), Counterfeit, now()));
		assert_ok!(report_down());
		advance(HOUR);
		assert_ok!(report_up());
		advance(HOUR);
		assert_ok!(report_down());
		assert_eq!(causes()[1], cause(OwnerReported, START, None));
	});
}

#[test]
fn report_up_should_end_all_causes_but_those_of_an_attestation() {
	run(|| {
		activate(1, ALICE, 4);
		let all = [
			OwnerReported,
			Inaccessible,
			Malfunction,
			Counterfeit,
			RentFailed,
			HardwareChange,
		];
		for cause in all {
			assert_ok!(Machines::take_down(&id(1), cause, now()));
		}
		assert_ok!(report_up());
		let lasting: Vec<_> = machine(1).lasting_causes().collect();
		assert_eq!(lasting, [Counterfeit, HardwareChange]);
		assert_noop!(report_up(), E::NotDown);
	});
}

#[test]
fn report_up_should_end_the_outage_once_when_all_causes_end_together() {
	run(|| {
		activate(1, ALICE, 4);
		for cause in [OwnerReported, Inaccessible, Malfunction, RentFailed] {
			assert_ok!(Machines::take_down(&id(1), cause, now()));
		}
		RecordMachineChanges::take();
		assert_ok!(report_up());
		assert_eq!(RecordMachineChanges::take(), [MachineChange::Up(id(1))]);
	});
}

#[test]
fn report_down_should_be_refused_when_it_was_reported() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(report_down());
		assert_noop!(report_down(), E::AlreadyDown);
	});
}

#[test]
fn report_down_should_be_refused_when_the_machine_is_not_active() {
	run(|| {
		register_with_profile(1, ALICE);
		assert_noop!(report_down(), E::NotActive);
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_noop!(report_down(), E::NotActive);
	});
}

#[test]
fn report_up_should_be_refused_when_the_machine_is_up() {
	run(|| {
		activate(1, ALICE, 4);
		assert_noop!(report_up(), E::NotDown);
		assert_noop!(Machines::bring_up(&id(1), OwnerReported), E::NotDown);
	});
}

#[test]
fn bring_up_should_be_refused_when_the_machine_is_down_for_another_cause() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(report_down());
		assert_noop!(Machines::bring_up(&id(1), Malfunction), E::NotDown);
	});
}

#[test]
fn take_down_should_be_refused_when_it_begins_in_the_future() {
	run(|| {
		activate(1, ALICE, 4);
		assert_noop!(
			Machines::take_down(&id(1), Malfunction, now() + 1),
			E::OutageInFuture
		);
		assert_noop!(
			Machines::take_down(&id(2), Malfunction, now()),
			E::MachineNotFound
		);
		assert_noop!(Machines::bring_up(&id(2), Malfunction), E::MachineNotFound);
	});
}

#[test]
fn reports_should_be_refused_when_the_caller_is_not_the_owner() {
	run(|| {
		activate(1, ALICE, 4);
		assert_noop!(Machines::report_down(signed(BOB), id(1)), E::NotOwner);
		assert_noop!(
			Machines::report_down(signed(BOB), id(2)),
			E::MachineNotFound
		);
		assert_noop!(
			Machines::report_down(RuntimeOrigin::root(), id(1)),
			BadOrigin
		);
		assert_ok!(report_down());
		assert_noop!(Machines::report_up(signed(BOB), id(1)), E::NotOwner);
		assert_noop!(Machines::report_up(signed(BOB), id(2)), E::MachineNotFound);
		assert_noop!(Machines::report_up(RuntimeOrigin::root(), id(1)), BadOrigin);
	});
}

#[test]
fn past_outage_should_begin_and_end_at_once_when_the_machine_is_up() {
	run(|| {
		activate(1, ALICE, 4);
		advance(DAY);
		let (since, until) = (START + HOUR, START + 2 * HOUR);
		assert_ok!(Machines::note_past_outage(
			&id(1),
			Malfunction,
			since,
			until
		));
		assert_eq!(machine(1).outage, None);
		assert_eq!(
			events(),
			[
				Event::OutageBegun {
					machine: id(1),
					cause: Malfunction,
					since,
					base: 4 * PER_GPU
				},
				Event::OutageEnded {
					machine: id(1),
					since
				}
			]
		);
		assert_eq!(
			RecordMachineChanges::take(),
			[MachineChange::Down(id(1)), MachineChange::Up(id(1))]
		);
	});
}

#[test]
fn past_outage_should_join_the_running_one_when_the_machine_is_down() {
	run(|| {
		activate(1, ALICE, 4);
		advance(DAY);
		assert_ok!(report_down());
		advance(DAY);
		let (since, until) = (START + HOUR, START + DAY + HOUR);
		assert_ok!(Machines::note_past_outage(
			&id(1),
			Malfunction,
			since,
			until
		));
		let outage = machine(1).outage.unwrap();
		assert_eq!(outage.since, since);
		assert_eq!(
			outage.causes[1],
			CauseSince {
				cause: Malfunction,
				since,
				until: Some(until)
			}
		);
		// A second one of the same cause makes it longer.
		assert_ok!(Machines::note_past_outage(
			&id(1),
			Malfunction,
			START,
			until + HOUR
		));
		let outage = machine(1).outage.unwrap();
		assert_eq!((outage.since, outage.causes.len()), (START, 2));
		assert_eq!(outage.causes[1].until, Some(until + HOUR));
		assert_ok!(report_up());
		assert_eq!(machine(1).outage, None);
	});
}

#[test]
fn past_outage_should_stay_apart_when_the_running_one_began_later() {
	run(|| {
		activate(1, ALICE, 4);
		advance(DAY);
		assert_ok!(report_down());
		let running = machine(1).outage;
		RecordMachineChanges::take();
		let (since, until) = (START + HOUR, now() - 1);
		assert_ok!(Machines::note_past_outage(
			&id(1),
			Malfunction,
			since,
			until
		));
		assert_eq!(machine(1).outage, running);
		assert_eq!(Machines::outage(&id(1)), running);
		assert_eq!(
			RecordMachineChanges::take(),
			[MachineChange::Down(id(1)), MachineChange::Up(id(1))]
		);
		assert_eq!(Machines::active_since(&id(1)), Some(START));
	});
}

#[test]
fn past_outage_should_be_refused_when_it_is_none() {
	run(|| {
		activate(1, ALICE, 4);
		advance(HOUR);
		let note = |since, until| Machines::note_past_outage(&id(1), Malfunction, since, until);
		assert_noop!(note(now(), now() - 1), E::OutageInFuture);
		assert_noop!(note(now(), now() + 1), E::OutageInFuture);
		register(2, ALICE);
		assert_noop!(
			Machines::note_past_outage(&id(2), Malfunction, START, START),
			E::NotActive
		);
	});
}
