//! Benchmarks of the calls and of the draw, each in its worst case: members who leave the pool from its middle, so that
//! another one moves; a full committee; the longest list of exclusions.
#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used)]

use dbc_math::ballot::SEATS;
use dbc_primitives::{
	traits::{NoteBeacon, VerifierPool},
	CommitteeRules, JobId, MemberStatus, Members as Drawn, Moment, MAX_DRAWN_BEFORE, MAX_EXCLUDED,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, Get, Hooks},
	weights::WeightMeter,
};
use frame_system::RawOrigin;
use sp_runtime::traits::Saturating;

use crate::{
	draw::{draw as choose, Candidate},
	fixtures::{beacon, exclusions, BOX_KEY, SUBJECT},
	*,
};

/// When the benchmarks begin.
const START: Moment = 1_800_000_000_000;
/// The relay block whose randomness decides.
const RELAY: u32 = 1_000;

fn governance<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// The least bond to join with that makes drawable, whatever the rules are.
fn bond(rules: &CommitteeRules) -> u128 {
	rules.join_bond.max(rules.drawable_bond).max(rules.job_risk)
}

/// An account with ten times the bond, but no member.
fn rich<T: Config>(n: u32) -> T::AccountId {
	let who: T::AccountId = account("member", n, 0);
	Pallet::<T>::endow(&who, bond(&T::Rules::get()).saturating_mul(10));
	who
}

/// A member in the pool.
fn member<T: Config>(n: u32) -> T::AccountId {
	let who = rich::<T>(n);
	Pallet::<T>::do_add_member(who.clone()).unwrap();
	Pallet::<T>::do_join(&who, BOX_KEY, bond(&T::Rules::get())).unwrap();
	who
}

/// Makes `who` a member in the pool if it is none, for the benchmarks of the pallets above.
pub fn join<T: Config>(who: &T::AccountId) {
	if Members::<T>::contains_key(who) {
		return;
	}
	let bond = bond(&T::Rules::get());
	Pallet::<T>::endow(who, bond.saturating_mul(10));
	Pallet::<T>::do_add_member(who.clone()).unwrap();
	Pallet::<T>::do_join(who, BOX_KEY, bond).unwrap();
}

/// A job for which `member` has something at risk, for the benchmarks of the pallets above.
pub fn booked<T: Config>(member: &T::AccountId) -> JobId {
	join::<T>(member);
	let job = JobId::MAX;
	Pallet::<T>::book(job, SUBJECT, member, &T::Rules::get()).unwrap();
	job
}

/// Books `members` for a waiting job without telling anybody, for the benchmarks of the pallets above.
pub fn book<T: Config>(job: JobId, members: &Drawn<T::AccountId>) {
	let rules = T::Rules::get();
	members.iter().for_each(join::<T>);
	let waiting = Jobs::<T>::get(job).unwrap();
	Pallet::<T>::dequeue(job, waiting.ticket);
	for who in members {
		Pallet::<T>::book(job, waiting.subject, who, &rules).unwrap();
	}
}

/// A member in the pool with others behind it.
fn member_in_the_middle<T: Config>() -> T::AccountId {
	T::BenchmarkHelper::set_time(START);
	Pallet::<T>::endow(&T::Treasury::get(), 0);
	let who = member::<T>(0);
	member::<T>(1);
	member::<T>(2);
	who
}

fn in_pool<T: Config>(who: &T::AccountId) -> bool {
	Members::<T>::get(who).is_some_and(|member| member.place.is_some())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn add_member() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let who: T::AccountId = account("member", 0, 0);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert!(Members::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn remove_member() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let who = member_in_the_middle::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert!(!Members::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn join() {
		let who = rich::<T>(0);
		Pallet::<T>::do_add_member(who.clone()).unwrap();

		#[extrinsic_call]
		_(
			RawOrigin::Signed(who.clone()),
			BOX_KEY,
			bond(&T::Rules::get()),
		);

		assert!(in_pool::<T>(&who));
	}

	#[benchmark]
	fn set_box_key() {
		let who = member_in_the_middle::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), [9; 32]);

		assert_eq!(Members::<T>::get(who).unwrap().box_key, Some([9; 32]));
	}

	#[benchmark]
	fn add_bond() {
		let who = member_in_the_middle::<T>();
		// Everything is at risk, so that the member enters the pool now.
		let mut record = Members::<T>::get(&who).unwrap();
		record.at_risk = record.bond;
		Pallet::<T>::store(&T::Rules::get(), &who, record);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), bond(&T::Rules::get()));

		assert!(in_pool::<T>(&who));
	}

	#[benchmark]
	fn reduce_bond() {
		let who = member_in_the_middle::<T>();
		let amount = bond(&T::Rules::get());
		Pallet::<T>::do_add_bond(&who, amount).unwrap();
		// What is not at risk is just what is taken back, so that the member leaves the pool now.
		Members::<T>::mutate(&who, |record| record.as_mut().unwrap().at_risk = amount);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), amount);

		assert!(!in_pool::<T>(&who));
	}

	#[benchmark]
	fn pause() {
		let who = member_in_the_middle::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(!in_pool::<T>(&who));
	}

	#[benchmark]
	fn resume() {
		let who = member_in_the_middle::<T>();
		Pallet::<T>::do_pause(&who).unwrap();

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(in_pool::<T>(&who));
	}

	#[benchmark]
	fn leave() {
		let who = member_in_the_middle::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(!Members::<T>::contains_key(who));
	}

	/// Someone else lets a removed member go whose bond could not be returned before, and who is still in the pool.
	#[benchmark]
	fn refresh() {
		let who = member_in_the_middle::<T>();
		Members::<T>::mutate(&who, |record| {
			record.as_mut().unwrap().status = MemberStatus::Removed;
		});
		let anyone: T::AccountId = account("anyone", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(anyone), who.clone());

		assert!(!Members::<T>::contains_key(who));
	}

	/// The pool is full, as many places are looked at as there may be, only the last three will do, and all three leave
	/// the pool. Only the places that the draw touches are filled. What hears of the draw is weighed by its own pallet.
	#[benchmark]
	fn draw(m: Linear<3, 10_000>) {
		T::BenchmarkHelper::set_time(START);
		let (rules, size) = (T::Rules::get(), m);
		let beacon = beacon(RELAY);
		let parties = (0..MAX_EXCLUDED).map(|n| account("party", n, 0));
		let before = (0..MAX_DRAWN_BEFORE).map(|n| account("before", n, 0));
		let job = Pallet::<T>::request(SUBJECT, exclusions(parties, before)).unwrap();
		let mut visited = alloc::vec::Vec::new();
		let mut stream = Stream::new(&beacon, job, &SUBJECT);
		let nobody = choose::<T::AccountId>(
			size,
			|| stream.next_u64(),
			|place| {
				visited.push(place);
				None::<Candidate<T::AccountId>>
			},
		);
		assert!(nobody.is_none());
		let drawn = visited.split_off(visited.len().saturating_sub(SEATS));
		let moved = size.saturating_sub(3)..size;
		for place in visited.iter().chain(&drawn).copied().chain(moved) {
			let who: T::AccountId = account("member", place, 0);
			let mut record = Member::approved();
			record
				.join(&rules, BOX_KEY, bond(&rules).max(rules.join_bond))
				.unwrap();
			// The next job makes it leave the pool; or it is paused though still in the pool, as it were by other rules.
			record.at_risk = record
				.bond
				.saturating_sub(rules.drawable_bond.max(rules.job_risk));
			if visited.contains(&place) {
				record.status = MemberStatus::Paused;
			}
			record.place = Some(place);
			Members::<T>::insert(&who, record);
			Pool::<T>::insert(place, who);
		}
		PoolSize::<T>::put(size);
		let head = QueueState::<T>::get().head;

		#[block]
		{
			let _ = Pallet::<T>::serve(head, &beacon, &rules, |_, _, _| Ok(()));
		}

		assert!(!Jobs::<T>::contains_key(job));
		for place in drawn {
			let who: T::AccountId = account("member", place, 0);
			assert!(Bookings::<T>::contains_key(&who, job));
			assert!(!in_pool::<T>(&who) || rules.job_risk == 0);
		}
	}

	#[benchmark]
	fn empty_poll() {
		let now = frame_system::Pallet::<T>::block_number().saturating_add(1u32.into());
		frame_system::Pallet::<T>::set_block_number(now);
		Pallet::<T>::note(beacon(RELAY));
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::on_poll(now, &mut meter);
		}

		assert!(!UnservedBeacon::<T>::exists());
	}

	#[benchmark]
	fn note_beacon() {
		Pallet::<T>::note(beacon(RELAY.saturating_sub(1)));

		#[block]
		{
			Pallet::<T>::note(beacon(RELAY));
		}

		assert_eq!(LastBeacon::<T>::get().unwrap().relay_number, RELAY);
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
