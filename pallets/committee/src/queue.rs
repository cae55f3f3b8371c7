//! The queue of the jobs that wait for their draw, and the draw of its first ones in each block.

use core::ops::ControlFlow;
use dbc_math::ballot::SEATS;
use dbc_primitives::{
	traits::OnDraw, Beacon, Booking, CommitteeRules, Exclusions, JobId, JobSubject,
};
use frame_support::{defensive, storage::with_storage_layer, traits::Get, weights::WeightMeter};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use crate::{
	draw::{draw, Candidate, Stream},
	Bookings, Config, DrawnOf, Event, Jobs, LastBeacon, Members, NextJob, Pallet, Pool, PoolSize,
	QueueState, Tickets, UnservedBeacon, WaitingJob, WaitingJobOf, WeightInfo,
};

/// So many relay blocks after the last one known at the request lies the first whose randomness may decide (*fixed*):
/// neither it nor its parent existed then.
pub(crate) const RELAY_BLOCKS_AHEAD: u32 = 2;

impl<T: Config> Pallet<T> {
	/// Puts a new job at the end of the queue.
	pub(crate) fn enqueue(
		subject: JobSubject,
		exclusions: Exclusions<T::AccountId>,
	) -> Result<JobId, DispatchError> {
		let job = NextJob::<T>::get();
		NextJob::<T>::put(job.checked_add(1).ok_or(ArithmeticError::Overflow)?);
		let requested_relay = LastBeacon::<T>::get().map_or(0, |beacon| beacon.relay_number);
		let waiting = WaitingJob {
			subject,
			exclusions,
			requested_at: Self::now(),
			requested_relay,
			ticket: 0,
		};
		Self::append(job, waiting);
		Self::deposit_event(Event::JobRequested { job, subject });
		Ok(job)
	}

	/// Takes a job out of the queue. What lies between others leaves a hole, which the draws pass.
	pub(crate) fn dequeue(job: JobId, ticket: u64) {
		Jobs::<T>::remove(job);
		Tickets::<T>::remove(ticket);
		QueueState::<T>::mutate(|queue| {
			queue.len = queue.len.saturating_sub(1);
			if queue.len == 0 {
				queue.head = queue.tail;
			} else if queue.head == ticket {
				queue.head = ticket.saturating_add(1);
			}
		});
	}

	/// Draws members for the first jobs of the queue, if randomness arrived in this block, until enough places were looked
	/// at, too few members are drawable, or the meter is empty. Each job is looked at once.
	pub(crate) fn serve_queue(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::empty_poll()).is_err() {
			return;
		}
		if UnservedBeacon::<T>::take() != Some(now) {
			return;
		}
		let Some(beacon) = LastBeacon::<T>::get() else {
			return;
		};
		let rules = T::Rules::get();
		// Jobs that go to the back during this block wait for the next one.
		let end = QueueState::<T>::get().tail;
		let weight =
			T::WeightInfo::draw(T::MaxMembers::get()).saturating_add(T::OnDraw::on_drawn_weight());
		for _ in 0..T::DrawsPerBlock::get() {
			let head = QueueState::<T>::get().head;
			if head >= end || !Self::enough_members() || meter.try_consume(weight).is_err() {
				return;
			}
			if Self::serve(head, &beacon, &rules, T::OnDraw::on_drawn).is_break() {
				return;
			}
		}
	}

	/// Looks at the first ticket of the queue, and draws members for its job. Breaks if it is too early for that: jobs
	/// behind it were asked for later, or have had a chance before, and this one holds them up for two relay blocks.
	pub(crate) fn serve(
		head: u64,
		beacon: &Beacon,
		rules: &CommitteeRules,
		on_drawn: impl FnOnce(JobId, &JobSubject, &DrawnOf<T>) -> DispatchResult,
	) -> ControlFlow<()> {
		let Some(job) = Tickets::<T>::get(head) else {
			Self::pass(head);
			return ControlFlow::Continue(());
		};
		let Some(waiting) = Jobs::<T>::get(job) else {
			defensive!("the queue has a job that does not wait");
			Self::dequeue(job, head);
			return ControlFlow::Continue(());
		};
		let ready = waiting
			.requested_relay
			.checked_add(RELAY_BLOCKS_AHEAD)
			.is_some_and(|first| beacon.relay_number >= first);
		if !ready {
			return ControlFlow::Break(());
		}
		match Self::choose(job, &waiting, beacon, rules) {
			Some(members) => {
				Self::dequeue(job, head);
				Self::assign(job, waiting.subject, &members, rules, on_drawn);
			}
			None => Self::requeue(job, waiting),
		}
		ControlFlow::Continue(())
	}

	fn enough_members() -> bool {
		usize::try_from(PoolSize::<T>::get()).is_ok_and(|size| size >= SEATS)
	}

	/// Three members for the job, or nobody.
	fn choose(
		job: JobId,
		waiting: &WaitingJobOf<T>,
		beacon: &Beacon,
		rules: &CommitteeRules,
	) -> Option<DrawnOf<T>> {
		let mut stream = Stream::new(beacon, job, &waiting.subject);
		draw(
			PoolSize::<T>::get(),
			|| stream.next_u64(),
			|place| Self::candidate(place, &waiting.exclusions, rules),
		)
	}

	/// Who stands at a place of the pool, if the job may get it. The rules may have changed since it entered the pool.
	fn candidate(
		place: u32,
		exclusions: &Exclusions<T::AccountId>,
		rules: &CommitteeRules,
	) -> Option<Candidate<T::AccountId>> {
		let Some(who) = Pool::<T>::get(place) else {
			defensive!("a place of the pool is empty");
			return None;
		};
		if exclusions.parties.contains(&who) {
			return None;
		}
		Members::<T>::get(&who).filter(|member| member.is_drawable(rules))?;
		Some(if exclusions.drawn_before.contains(&who) {
			Candidate::Reserve(who)
		} else {
			Candidate::Free(who)
		})
	}

	/// Books the members for a job that has left the queue. If whoever asked for it does not want it any more, nobody is
	/// booked, and the job is given up.
	fn assign(
		job: JobId,
		subject: JobSubject,
		members: &DrawnOf<T>,
		rules: &CommitteeRules,
		on_drawn: impl FnOnce(JobId, &JobSubject, &DrawnOf<T>) -> DispatchResult,
	) {
		let assigned = with_storage_layer(|| {
			for who in members {
				Self::book(job, subject, who, rules)?;
			}
			Self::deposit_event(Event::MembersDrawn {
				job,
				subject,
				members: members.clone(),
				at_risk: rules.job_risk,
			});
			on_drawn(job, &subject, members)
		});
		if let Err(error) = assigned {
			Self::deposit_event(Event::JobAbandoned {
				job,
				subject,
				error,
			});
		}
	}

	/// Puts a part of a member's bond at risk. The record is read again: whoever was booked before may have moved it in
	/// the pool.
	pub(crate) fn book(
		job: JobId,
		subject: JobSubject,
		who: &T::AccountId,
		rules: &CommitteeRules,
	) -> DispatchResult {
		let mut member = Self::member(who)?;
		let at_risk = rules.job_risk;
		member.book(at_risk);
		let booking = Booking {
			subject,
			at_risk,
			drawn_at: Self::now(),
		};
		Bookings::<T>::insert(who, job, booking);
		Self::store(rules, who, member);
		Ok(())
	}

	/// Gives the job the last ticket.
	fn append(job: JobId, mut waiting: WaitingJobOf<T>) {
		QueueState::<T>::mutate(|queue| {
			waiting.ticket = queue.tail;
			queue.tail = queue.tail.saturating_add(1);
			queue.len = queue.len.saturating_add(1);
		});
		Tickets::<T>::insert(waiting.ticket, job);
		Jobs::<T>::insert(job, waiting);
	}

	/// Moves a job from the head of the queue to its end: others may have more luck.
	fn requeue(job: JobId, waiting: WaitingJobOf<T>) {
		Self::dequeue(job, waiting.ticket);
		Self::append(job, waiting);
	}

	/// Passes a hole at the head of the queue.
	fn pass(head: u64) {
		QueueState::<T>::mutate(|queue| queue.head = head.saturating_add(1));
	}
}
