//! Benchmarks of the calls and hooks, each in its worst case: the longest hardware, everybody who can be paid is, and one
//! member is at fault where that costs more.
#![allow(clippy::cast_possible_truncation, clippy::unwrap_used)]

use alloc::vec::Vec;
use dbc_primitives::{
	traits::{MachineVerification, OnDraw, PriceProvider},
	HardwareOpinion, JobSubject, MachineId, Members, Moment, Profile, RejectReason, Salt,
	TelecomName, VerificationKind, MAX_DRAWN_BEFORE, MAX_TELECOM_NAME_LEN, MAX_TELECOM_OPERATORS,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::Get,
	weights::{Weight, WeightMeter},
};
use frame_system::RawOrigin;

use crate::{fixtures, *};

/// When the benchmarks begin.
const START: Moment = 1_800_000_000_000;
/// 0.012 USD.
const PRICE: u64 = 12_000_000;
/// 100 million DBC.
const WEALTH: u128 = 100_000_000_000_000_000_000_000;
const SALT: Salt = [5; 32];

/// A time, a price, and accounts that exist. Returns an owner with money.
fn prepare<T: Config>() -> T::AccountId {
	T::BenchmarkHelper::set_time(START);
	T::Price::set_price(PRICE);
	Pallet::<T>::endow(&T::Treasury::get(), WEALTH);
	let owner: T::AccountId = whitelisted_caller();
	Pallet::<T>::endow(&owner, WEALTH);
	owner
}

fn profile() -> Profile {
	let name = (0..MAX_TELECOM_NAME_LEN).map(|_| b't').collect::<Vec<_>>();
	let name: TelecomName = name.try_into().unwrap();
	let names: Vec<TelecomName> = (0..MAX_TELECOM_OPERATORS).map(|_| name.clone()).collect();
	Profile {
		longitude: 1_037_500,
		latitude: 12_000,
		upload_mbps: 1_000,
		download_mbps: 2_000,
		telecom_operators: names.try_into().unwrap(),
		bare_metal: true,
	}
}

/// A machine whose verifiers came to no decision, so that asking again costs a fee.
fn undecided<T: Config>() -> (T::AccountId, MachineId) {
	let owner = prepare::<T>();
	let machine = T::BenchmarkHelper::registered_machine(&owner);
	T::Machines::begin_verification(&machine).unwrap();
	T::Machines::give_up(&machine).unwrap();
	(owner, machine)
}

/// An Active machine with the largest hardware, which is attested.
fn active<T: Config>() -> (T::AccountId, MachineId) {
	let owner = prepare::<T>();
	let machine = T::BenchmarkHelper::registered_machine(&owner);
	T::Machines::begin_verification(&machine).unwrap();
	T::Machines::activate(&machine, T::BenchmarkHelper::hardware()).unwrap();
	(owner, machine)
}

/// A request with a fee that waits for its draw, after as many rounds as can be remembered.
fn waiting<T: Config>(kind: VerificationKind) -> (T::AccountId, MachineId) {
	let (owner, machine) = match kind {
		VerificationKind::Registration => {
			let (owner, machine) = undecided::<T>();
			Pallet::<T>::do_request(owner.clone(), machine).unwrap();
			(owner, machine)
		}
		VerificationKind::HardwareChange => {
			let (owner, machine) = active::<T>();
			Pallet::<T>::do_request_hardware_change(owner.clone(), machine, None).unwrap();
			(owner, machine)
		}
	};
	let before: Vec<T::AccountId> = (0..MAX_DRAWN_BEFORE)
		.map(|n| account("before", n, 0))
		.collect();
	Requests::<T>::mutate(machine, |request| {
		request.as_mut().unwrap().drawn_before = before.try_into().unwrap();
	});
	(owner, machine)
}

/// Three members who exist.
fn members<T: Config>() -> Members<T::AccountId> {
	core::array::from_fn(|n| {
		let member = account("member", n as u32, 0);
		Pallet::<T>::endow(&member, WEALTH);
		member
	})
}

/// A request with a ballot.
fn drawn<T: Config>(kind: VerificationKind) -> MachineId {
	let (_, machine) = waiting::<T>(kind);
	let job = Requests::<T>::get(machine).unwrap().job;
	let members = members::<T>();
	T::BenchmarkHelper::book(job, &members);
	let subject = JobSubject::Verification(machine);
	Pallet::<T>::on_drawn(job, &subject, &members).unwrap();
	machine
}

/// Stores the votes of the members, in the order of their seats, `None` staying silent, in the running round or the last.
fn voted<T: Config>(
	kind: VerificationKind,
	opinions: [Option<HardwareOpinion>; 3],
	last: bool,
) -> MachineId {
	let machine = drawn::<T>(kind);
	Requests::<T>::mutate(machine, |request| {
		let request = request.as_mut().unwrap();
		request.round = if last { T::Rules::get().max_rounds } else { 0 };
		let ballot = request.ballot.as_mut().unwrap();
		fixtures::vote::<T>(ballot, &opinions, Pallet::<T>::chain_time());
		T::BenchmarkHelper::set_time(ballot.reveal_until);
	});
	T::Price::set_price(PRICE);
	machine
}

/// Two members accept the largest hardware, the third refuses.
fn accepted<T: Config>() -> [Option<HardwareOpinion>; 3] {
	let hardware = T::BenchmarkHelper::hardware();
	[
		Some(fixtures::accept(&hardware, 1)),
		Some(fixtures::accept(&hardware, 2)),
		Some(fixtures::refuse(RejectReason::Other)),
	]
}

/// Two members refuse, the third accepts.
fn refused<T: Config>() -> [Option<HardwareOpinion>; 3] {
	[
		Some(fixtures::refuse(RejectReason::WrongGpu)),
		Some(fixtures::refuse(RejectReason::Other)),
		Some(fixtures::accept(&T::BenchmarkHelper::hardware(), 1)),
	]
}

/// Everybody votes, and no two alike.
fn split<T: Config>() -> [Option<HardwareOpinion>; 3] {
	let hardware = T::BenchmarkHelper::hardware();
	let mut other = hardware.clone();
	other.ram_gb = 1;
	[
		Some(fixtures::accept(&hardware, 1)),
		Some(fixtures::accept(&other, 2)),
		Some(fixtures::refuse(RejectReason::Other)),
	]
}

fn anyone<T: Config>() -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(account("anyone", 0, 0))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn request() {
		let (owner, machine) = undecided::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), machine);

		assert!(Requests::<T>::get(machine).unwrap().fee > 0);
	}

	#[benchmark]
	fn request_hardware_change() {
		let (owner, machine) = active::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), machine, Some(profile()));

		assert!(Requests::<T>::contains_key(machine));
	}

	#[benchmark]
	fn withdraw() {
		let (owner, machine) = waiting::<T>(VerificationKind::Registration);
		let after = T::Rules::get().withdraw_after;
		T::BenchmarkHelper::set_time(START.saturating_add(after));

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), machine);

		assert!(!Requests::<T>::contains_key(machine));
	}

	#[benchmark]
	fn commit() {
		let machine = drawn::<T>(VerificationKind::Registration);
		let [member, ..] = members::<T>();
		let job = Requests::<T>::get(machine).unwrap().job;
		let opinion = fixtures::refuse(RejectReason::Other);
		let commitment = fixtures::sealed::<T>(job, &member, &opinion, &SALT);

		#[extrinsic_call]
		_(RawOrigin::Signed(member), machine, commitment);

		let ballot = Requests::<T>::get(machine).unwrap().ballot.unwrap();
		assert!(ballot.seats.iter().any(|seat| seat.commitment.is_some()));
	}

	#[benchmark]
	fn reveal() {
		let machine = drawn::<T>(VerificationKind::Registration);
		let job = Requests::<T>::get(machine).unwrap().job;
		let opinion = fixtures::accept(&T::BenchmarkHelper::hardware(), 1);
		let members = members::<T>();
		for member in members.clone() {
			let commitment = fixtures::sealed::<T>(job, &member, &opinion, &SALT);
			Pallet::<T>::do_commit(member, machine, commitment).unwrap();
		}
		let [first, member, _] = members;
		Pallet::<T>::do_reveal(first, machine, opinion.clone(), &SALT).unwrap();

		#[extrinsic_call]
		_(RawOrigin::Signed(member), machine, opinion, SALT);

		let ballot = Requests::<T>::get(machine).unwrap().ballot.unwrap();
		let revealed = ballot.seats.iter().filter(|seat| seat.opinion.is_some());
		assert_eq!(revealed.count(), 2);
	}

	#[benchmark]
	fn close_accepted() {
		let machine = voted::<T>(VerificationKind::Registration, accepted::<T>(), true);

		#[extrinsic_call]
		close(anyone::<T>(), machine);

		assert!(Attesters::<T>::contains_key(machine));
	}

	#[benchmark]
	fn close_refused() {
		let machine = voted::<T>(VerificationKind::Registration, refused::<T>(), true);

		#[extrinsic_call]
		close(anyone::<T>(), machine);

		assert!(!Requests::<T>::contains_key(machine));
	}

	#[benchmark]
	fn close_change_accepted() {
		let machine = voted::<T>(VerificationKind::HardwareChange, accepted::<T>(), true);

		#[extrinsic_call]
		close(anyone::<T>(), machine);

		assert!(Attesters::<T>::contains_key(machine));
	}

	#[benchmark]
	fn close_change_refused() {
		let machine = voted::<T>(VerificationKind::HardwareChange, refused::<T>(), true);

		#[extrinsic_call]
		close(anyone::<T>(), machine);

		assert!(!Requests::<T>::contains_key(machine));
	}

	#[benchmark]
	fn close_repeated() {
		let silent = [None, None, None];
		let machine = voted::<T>(VerificationKind::Registration, silent, false);

		#[extrinsic_call]
		close(anyone::<T>(), machine);

		assert!(Requests::<T>::get(machine).unwrap().ballot.is_none());
	}

	#[benchmark]
	fn close_undecided() {
		let machine = voted::<T>(VerificationKind::Registration, split::<T>(), true);

		#[extrinsic_call]
		close(anyone::<T>(), machine);

		assert!(!Requests::<T>::contains_key(machine));
	}

	#[benchmark]
	fn close_silent() {
		let silent = [None, None, None];
		let machine = voted::<T>(VerificationKind::Registration, silent, true);

		#[extrinsic_call]
		close(anyone::<T>(), machine);

		assert!(!Requests::<T>::contains_key(machine));
	}

	#[benchmark]
	fn on_drawn() {
		let (_, machine) = waiting::<T>(VerificationKind::Registration);
		let job = Requests::<T>::get(machine).unwrap().job;
		let (subject, members) = (JobSubject::Verification(machine), members::<T>());

		#[block]
		{
			Pallet::<T>::on_drawn(job, &subject, &members).unwrap();
		}

		assert!(Requests::<T>::get(machine).unwrap().ballot.is_some());
	}

	/// The cursor stands before something that is not due.
	#[benchmark]
	fn agenda_idle() {
		drawn::<T>(VerificationKind::Registration);
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
		drawn::<T>(VerificationKind::Registration);
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

	/// An item whose ballot has another deadline by now.
	#[benchmark]
	fn agenda_item() {
		let machine = drawn::<T>(VerificationKind::Registration);
		let mut until: Moment = 0;
		Requests::<T>::mutate(machine, |open| {
			let ballot = open.as_mut().unwrap().ballot.as_mut().unwrap();
			until = ballot.reveal_until;
			ballot.commit_until = Moment::MAX;
			ballot.reveal_until = Moment::MAX;
		});
		let cursor = AgendaCursor::<T>::get().unwrap();
		let (minute, place) = AgendaItems::<T>::iter_keys().next().unwrap();
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
		assert!(Requests::<T>::contains_key(machine));
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
