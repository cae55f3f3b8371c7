//! What must always hold. One function for each invariant; the tests run them after every test.

use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use dbc_math::ballot::SEATS;
use dbc_primitives::{Booking, JobId, MemberStatus};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

use crate::{
	BalanceOf, Bookings, Config, Jobs, LastBeacon, MemberCount, MemberOf, Members, NextJob, Pallet,
	Pool, PoolSize, QueueState, Tickets, WaitingJobOf,
};

type BookedOf<T> = (
	<T as frame_system::Config>::AccountId,
	JobId,
	Booking<BalanceOf<T>>,
);

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let members: BTreeMap<T::AccountId, MemberOf<T>> = Members::<T>::iter().collect();
		let bookings: Vec<BookedOf<T>> = Bookings::<T>::iter().collect();
		let jobs: BTreeMap<JobId, WaitingJobOf<T>> = Jobs::<T>::iter().collect();
		Self::ensure_1_bonds_are_on_hold(&members)?;
		Self::ensure_2_bookings_are_at_risk(&members, &bookings)?;
		Self::ensure_3_members_fit_their_status(&members)?;
		Self::ensure_4_members_are_counted(&members)?;
		Self::ensure_5_pool_and_places_agree(&members)?;
		Self::ensure_6_queue_and_jobs_agree(&jobs)?;
		Self::ensure_7_jobs_are_new_or_drawn(&jobs, &bookings)
	}

	/// 1. For every account, what is on hold is the bond of the member.
	fn ensure_1_bonds_are_on_hold(
		members: &BTreeMap<T::AccountId, MemberOf<T>>,
	) -> Result<(), TryRuntimeError> {
		for account in frame_system::Account::<T>::iter_keys() {
			let recorded = members.get(&account).map_or(0, |member| member.bond);
			ensure!(
				Self::bond_on_hold(&account) == recorded,
				"1: the bond of a member is not what it has on hold"
			);
		}
		ensure!(
			members.iter().all(|(who, member)| {
				member.bond == 0 || frame_system::Account::<T>::contains_key(who)
			}),
			"1: an account that does not exist has a bond"
		);
		Ok(())
	}

	/// 2. What a member has at risk, and for how many jobs, is told by its bookings, and is a part of its bond.
	fn ensure_2_bookings_are_at_risk(
		members: &BTreeMap<T::AccountId, MemberOf<T>>,
		bookings: &[BookedOf<T>],
	) -> Result<(), TryRuntimeError> {
		let mut booked = BTreeMap::<T::AccountId, (BalanceOf<T>, u32)>::new();
		for (who, _, booking) in bookings {
			let (sum, count) = booked.entry(who.clone()).or_default();
			*sum = sum
				.checked_add(booking.at_risk)
				.ok_or("2: the bookings overflow")?;
			*count = count.saturating_add(1);
		}
		for (who, member) in members {
			let (sum, count) = booked.remove(who).unwrap_or_default();
			ensure!(
				member.at_risk == sum && member.jobs == count,
				"2: what a member has at risk is not what it is booked for"
			);
			ensure!(
				member.at_risk <= member.bond,
				"2: more is at risk than the bond"
			);
		}
		ensure!(booked.is_empty(), "2: somebody is booked who is no member");
		Ok(())
	}

	/// 3. Who has not joined has neither bond nor key nor jobs; who has joined has a key.
	fn ensure_3_members_fit_their_status(
		members: &BTreeMap<T::AccountId, MemberOf<T>>,
	) -> Result<(), TryRuntimeError> {
		for member in members.values() {
			let joined = member.status != MemberStatus::Approved;
			ensure!(
				joined == member.box_key.is_some(),
				"3: status and box key disagree"
			);
			ensure!(
				joined || (member.bond == 0 && member.jobs == 0),
				"3: somebody has a bond or jobs without having joined"
			);
		}
		Ok(())
	}

	/// 4. The members are counted.
	fn ensure_4_members_are_counted(
		members: &BTreeMap<T::AccountId, MemberOf<T>>,
	) -> Result<(), TryRuntimeError> {
		ensure!(
			usize::try_from(MemberCount::<T>::get()) == Ok(members.len()),
			"4: the number of members is wrong"
		);
		Ok(())
	}

	/// 5. The pool holds active members only, each at the place that its record tells, and has no gaps.
	fn ensure_5_pool_and_places_agree(
		members: &BTreeMap<T::AccountId, MemberOf<T>>,
	) -> Result<(), TryRuntimeError> {
		let pool: BTreeMap<u32, T::AccountId> = Pool::<T>::iter().collect();
		ensure!(
			pool.keys().copied().eq(0..PoolSize::<T>::get()),
			"5: the places of the pool are not those of its size"
		);
		for (place, who) in &pool {
			let member = members
				.get(who)
				.ok_or("5: somebody in the pool is no member")?;
			ensure!(
				member.place == Some(*place),
				"5: a member does not know its place in the pool"
			);
			ensure!(
				member.status == MemberStatus::Active,
				"5: somebody in the pool is not active"
			);
		}
		let placed = members
			.values()
			.filter(|member| member.place.is_some())
			.count();
		ensure!(
			placed == pool.len(),
			"5: a member has a place that is not in the pool"
		);
		Ok(())
	}

	/// 6. Every job that waits has one ticket of the queue, every ticket a job, and their number is known. An empty queue
	///    has no holes.
	fn ensure_6_queue_and_jobs_agree(
		jobs: &BTreeMap<JobId, WaitingJobOf<T>>,
	) -> Result<(), TryRuntimeError> {
		let queue = QueueState::<T>::get();
		let tickets: BTreeMap<u64, JobId> = Tickets::<T>::iter().collect();
		for (ticket, job) in &tickets {
			ensure!(
				jobs.get(job)
					.is_some_and(|waiting| waiting.ticket == *ticket),
				"6: a ticket and its job disagree"
			);
			ensure!(
				(queue.head..queue.tail).contains(ticket),
				"6: a ticket lies outside the queue"
			);
		}
		ensure!(
			jobs.len() == tickets.len(),
			"6: a job that waits has no ticket"
		);
		ensure!(
			usize::try_from(queue.len) == Ok(jobs.len()),
			"6: the length of the queue is wrong"
		);
		ensure!(
			queue.len > 0 || queue.head == queue.tail,
			"6: an empty queue has holes"
		);
		Ok(())
	}

	/// 7. Every job has been given out; none waits that was drawn, or with a relay block that nobody knows; none has more
	///    members than a ballot.
	fn ensure_7_jobs_are_new_or_drawn(
		jobs: &BTreeMap<JobId, WaitingJobOf<T>>,
		bookings: &[BookedOf<T>],
	) -> Result<(), TryRuntimeError> {
		let next = NextJob::<T>::get();
		let mut drawn = BTreeMap::<JobId, BTreeSet<&T::AccountId>>::new();
		for (who, job, _) in bookings {
			drawn.entry(*job).or_default().insert(who);
		}
		ensure!(
			jobs.keys().chain(drawn.keys()).all(|job| *job < next),
			"7: a job was never given out"
		);
		ensure!(
			drawn.keys().all(|job| !jobs.contains_key(job)),
			"7: a job waits that was drawn"
		);
		ensure!(
			drawn.values().all(|members| members.len() <= SEATS),
			"7: a job has too many members"
		);
		let known = LastBeacon::<T>::get().map_or(0, |beacon| beacon.relay_number);
		ensure!(
			jobs.values()
				.all(|waiting| waiting.requested_relay <= known),
			"7: a job was asked for at a relay block that nobody knows"
		);
		Ok(())
	}
}
