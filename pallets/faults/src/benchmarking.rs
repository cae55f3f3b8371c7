//! Benchmarks of the calls and hooks, each in its worst case: a machine with as many orders and attesters as it can have,
//! the longest evidence, everybody who can be paid is, and one member is at fault where that costs more.
#![allow(clippy::cast_possible_truncation, clippy::unwrap_used)]

use alloc::vec::Vec;
use dbc_math::ballot::SEATS;
use dbc_primitives::{
	traits::OnDraw, FaultKind, FaultOpinion, JobSubject, MachineId, Members, Moment, OrderId,
	ReportId, Salt, MAX_DRAWN_BEFORE, MAX_SEALED_LEN,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::Get,
	weights::{Weight, WeightMeter},
};
use frame_system::RawOrigin;
use sp_core::H256;
use FaultOpinion::{Reject, Uphold};

use crate::{fixtures, *};

/// When the benchmarks begin.
const START: Moment = 1_800_000_000_000;
/// 100 million DBC.
const WEALTH: u128 = 100_000_000_000_000_000_000_000;
const SALT: Salt = [5; 32];
const DIGEST: Option<H256> = Some(H256::repeat_byte(0xE1));

fn owner<T: Config>() -> T::AccountId {
	account("owner", 0, 0)
}

/// A rented machine, a reporter with money, and its order.
fn prepare<T: Config>() -> (T::AccountId, MachineId, OrderId) {
	T::BenchmarkHelper::set_time(START);
	Pallet::<T>::endow(&T::Treasury::get(), WEALTH);
	let (owner, reporter) = (owner::<T>(), whitelisted_caller());
	Pallet::<T>::endow(&owner, WEALTH);
	Pallet::<T>::endow(&reporter, WEALTH);
	let (machine, order) = T::BenchmarkHelper::rented_machine(&owner, &reporter);
	(reporter, machine, order)
}

/// A report of `reporter` that waits for its draw, after as many rounds as can be remembered.
fn file<T: Config>(reporter: &T::AccountId, machine: MachineId, order: OrderId) -> ReportId {
	let kind = FaultKind::Malfunction;
	Pallet::<T>::do_report(reporter.clone(), machine, kind, Some(order), DIGEST).unwrap();
	let report = OpenReports::<T>::get(machine).unwrap();
	let before: Vec<T::AccountId> = (0..MAX_DRAWN_BEFORE)
		.map(|n| account("before", n, 0))
		.collect();
	Reports::<T>::mutate(report, |record| {
		record.as_mut().unwrap().drawn_before = before.try_into().unwrap();
	});
	report
}

fn waiting<T: Config>() -> (T::AccountId, ReportId) {
	let (reporter, machine, order) = prepare::<T>();
	let report = file::<T>(&reporter, machine, order);
	(reporter, report)
}

/// Three members who exist.
fn members<T: Config>() -> Members<T::AccountId> {
	core::array::from_fn(|n| {
		let member = account("member", n as u32, 0);
		Pallet::<T>::endow(&member, WEALTH);
		member
	})
}

/// Draws the members of a report.
fn draw<T: Config>(report: ReportId) {
	let job = Reports::<T>::get(report).unwrap().job;
	let members = members::<T>();
	T::BenchmarkHelper::book(job, &members);
	Pallet::<T>::on_drawn(job, &JobSubject::Report(report), &members).unwrap();
}

/// A report whose members were drawn.
fn drawn<T: Config>() -> (T::AccountId, ReportId) {
	let (reporter, report) = waiting::<T>();
	draw::<T>(report);
	(reporter, report)
}

/// Gives the members the longest evidence.
fn inform<T: Config>(reporter: &T::AccountId, report: ReportId) {
	for member in members::<T>() {
		let sealed = fixtures::evidence(MAX_SEALED_LEN);
		Pallet::<T>::do_deliver(reporter, report, member, sealed).unwrap();
	}
}

/// A report whose members have the longest evidence.
fn informed<T: Config>() -> ReportId {
	let (reporter, report) = drawn::<T>();
	inform::<T>(&reporter, report);
	report
}

/// Lets the members vote, in the order of their seats, `None` staying silent, in the first round or the last.
fn vote<T: Config>(report: ReportId, opinions: [Option<FaultOpinion>; SEATS], last: bool) {
	Reports::<T>::mutate(report, |record| {
		let record = record.as_mut().unwrap();
		record.round = if last { T::Rules::get().max_rounds } else { 0 };
		let voting = record.voting.as_mut().unwrap();
		fixtures::vote::<T>(voting, opinions, Pallet::<T>::chain_time());
		T::BenchmarkHelper::set_time(voting.ballot.reveal_until);
	});
}

/// A report on which the members have voted.
fn voted<T: Config>(opinions: [Option<FaultOpinion>; SEATS], last: bool) -> ReportId {
	let report = informed::<T>();
	vote::<T>(report, opinions, last);
	report
}

/// A report on `machine` by the renter of `order`, upheld by two members against one, that nobody has closed: for the
/// benchmarks of the pallets below.
pub fn accuse<T: Config>(machine: MachineId, renter: &T::AccountId, order: OrderId) {
	Pallet::<T>::endow(renter, WEALTH);
	let report = file::<T>(renter, machine, order);
	draw::<T>(report);
	inform::<T>(renter, report);
	vote::<T>(report, [Some(Uphold), Some(Uphold), Some(Reject)], true);
}

fn anyone<T: Config>() -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(account("anyone", 0, 0))
}

fn is_open<T: Config>(report: ReportId) -> bool {
	Reports::<T>::contains_key(report)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn report() {
		let (reporter, machine, order) = prepare::<T>();

		#[extrinsic_call]
		_(
			RawOrigin::Signed(reporter),
			machine,
			FaultKind::Malfunction,
			Some(order),
			DIGEST,
		);

		assert!(OpenReports::<T>::contains_key(machine));
	}

	#[benchmark]
	fn report_as_member() {
		let (_, machine, _) = prepare::<T>();
		let member: T::AccountId = account("reporter", 0, 0);
		Pallet::<T>::endow(&member, WEALTH);
		T::BenchmarkHelper::drawable_member(&member);

		#[extrinsic_call]
		report(
			RawOrigin::Signed(member),
			machine,
			FaultKind::Inaccessible,
			None,
			None,
		);

		assert!(OpenReports::<T>::contains_key(machine));
	}

	#[benchmark]
	fn deliver() {
		let (reporter, id) = drawn::<T>();
		let [member, ..] = members::<T>();
		let sealed = fixtures::evidence(MAX_SEALED_LEN);

		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), id, member.clone(), sealed);

		assert!(Evidence::<T>::contains_key(id, member));
	}

	#[benchmark]
	fn commit() {
		let id = informed::<T>();
		let [member, ..] = members::<T>();
		let job = Reports::<T>::get(id).unwrap().job;
		let commitment = fixtures::sealed::<T>(job, &member, Uphold, &SALT);

		#[extrinsic_call]
		_(RawOrigin::Signed(member), id, commitment);

		let voting = Reports::<T>::get(id).unwrap().voting.unwrap();
		let mut seats = voting.ballot.seats.iter();
		assert!(seats.any(|seat| seat.commitment.is_some()));
	}

	#[benchmark]
	fn reveal() {
		let id = informed::<T>();
		let job = Reports::<T>::get(id).unwrap().job;
		let members = members::<T>();
		for member in members.clone() {
			let commitment = fixtures::sealed::<T>(job, &member, Uphold, &SALT);
			Pallet::<T>::do_commit(member, id, commitment).unwrap();
		}
		let [first, member, _] = members;
		Pallet::<T>::do_reveal(first, id, Uphold, &SALT).unwrap();

		#[extrinsic_call]
		_(RawOrigin::Signed(member), id, Uphold, SALT);

		let voting = Reports::<T>::get(id).unwrap().voting.unwrap();
		let seats = voting.ballot.seats.iter();
		assert_eq!(seats.filter(|seat| seat.opinion.is_some()).count(), 2);
	}

	#[benchmark]
	fn close_upheld() {
		let id = voted::<T>([Some(Uphold), Some(Uphold), Some(Reject)], true);

		#[extrinsic_call]
		close(anyone::<T>(), id);

		assert!(!is_open::<T>(id));
	}

	#[benchmark]
	fn close_upheld_repaired() {
		let id = voted::<T>([Some(Uphold), Some(Uphold), Some(Reject)], true);
		Pallet::<T>::do_report_repaired(&owner::<T>(), id).unwrap();

		#[extrinsic_call]
		close(anyone::<T>(), id);

		assert!(!is_open::<T>(id));
	}

	#[benchmark]
	fn close_rejected() {
		let id = voted::<T>([Some(Reject), Some(Reject), Some(Uphold)], true);

		#[extrinsic_call]
		close(anyone::<T>(), id);

		assert!(!is_open::<T>(id));
	}

	#[benchmark]
	fn close_repeated() {
		let id = voted::<T>([None, None, None], false);

		#[extrinsic_call]
		close(anyone::<T>(), id);

		assert!(Reports::<T>::get(id).unwrap().voting.is_none());
	}

	#[benchmark]
	fn close_undecided() {
		let id = voted::<T>([Some(Uphold), Some(Reject), None], true);

		#[extrinsic_call]
		close(anyone::<T>(), id);

		assert!(!is_open::<T>(id));
	}

	#[benchmark]
	fn close_silent() {
		let id = voted::<T>([None, None, None], true);

		#[extrinsic_call]
		close(anyone::<T>(), id);

		assert!(!is_open::<T>(id));
	}

	#[benchmark]
	fn close_undelivered() {
		let id = informed::<T>();
		Reports::<T>::mutate(id, |record| {
			let voting = record.as_mut().unwrap().voting.as_mut().unwrap();
			// Two of three is the most that can be there.
			voting.delivered = [true, true, false];
			T::BenchmarkHelper::set_time(voting.evidence_until.unwrap());
		});

		#[extrinsic_call]
		close(anyone::<T>(), id);

		assert!(!is_open::<T>(id));
	}

	#[benchmark]
	fn cancel() {
		let (reporter, id) = waiting::<T>();
		let after = T::Rules::get().withdraw_after;
		T::BenchmarkHelper::set_time(START.saturating_add(after));

		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), id);

		assert!(!is_open::<T>(id));
	}

	#[benchmark]
	fn report_repaired() {
		let id = informed::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(owner::<T>()), id);

		assert!(Reports::<T>::get(id).unwrap().repaired_at.is_some());
	}

	#[benchmark]
	fn expire() {
		let (_, id) = waiting::<T>();
		T::BenchmarkHelper::set_time(START.saturating_add(REPORT_LIFETIME));

		#[extrinsic_call]
		_(anyone::<T>(), id);

		assert!(!is_open::<T>(id));
	}

	#[benchmark]
	fn on_drawn() {
		let (_, id) = waiting::<T>();
		let job = Reports::<T>::get(id).unwrap().job;
		let (subject, members) = (JobSubject::Report(id), members::<T>());

		#[block]
		{
			Pallet::<T>::on_drawn(job, &subject, &members).unwrap();
		}

		assert!(Reports::<T>::get(id).unwrap().voting.is_some());
	}

	/// The cursor stands before something that is not due.
	#[benchmark]
	fn agenda_idle() {
		drawn::<T>();
		let limit = T::WeightInfo::agenda_idle();
		let mut meter = WeightMeter::with_limit(limit);

		#[block]
		{
			Pallet::<T>::run_agenda(&mut meter);
		}

		assert_eq!(meter.remaining(), Weight::zero());
	}

	/// One minute without items.
	#[benchmark]
	fn agenda_minute() {
		drawn::<T>();
		let before = AgendaCursor::<T>::get().unwrap();
		let minute = T::WeightInfo::agenda_minute();
		let limit = T::WeightInfo::agenda_idle().saturating_add(minute);
		let mut meter = WeightMeter::with_limit(limit);

		#[block]
		{
			Pallet::<T>::run_agenda(&mut meter);
		}

		assert_ne!(AgendaCursor::<T>::get().unwrap(), before);
	}

	/// An item whose round has another deadline by now.
	#[benchmark]
	fn agenda_item() {
		let id = informed::<T>();
		let mut until: Moment = 0;
		Reports::<T>::mutate(id, |open| {
			let voting = open.as_mut().unwrap().voting.as_mut().unwrap();
			until = voting.evidence_until.unwrap();
			voting.ballot.commit_until = Moment::MAX;
			voting.ballot.reveal_until = Moment::MAX;
		});
		let cursor = AgendaCursor::<T>::get().unwrap();
		let is_round = |due: &Due| matches!(due, Due::Round(..));
		let mut items = AgendaItems::<T>::iter();
		let (minute, place, _) = items.find(|(_, _, due)| is_round(due)).unwrap();
		AgendaCursor::<T>::put(dbc_agenda::Cursor {
			next: dbc_agenda::Slot { minute, place },
			..cursor
		});
		T::BenchmarkHelper::set_time(until.saturating_add(60_000));
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::run_agenda(&mut meter);
		}

		assert!(!AgendaItems::<T>::contains_key(minute, place));
		assert!(is_open::<T>(id));
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
