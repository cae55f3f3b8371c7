//! What this pallet tells others, and what it hears of them.

use dbc_primitives::{
	traits::{AttesterInspect, OnDraw, OnMachineChange, VerifierPool, MAX_ATTESTERS},
	Ballot, BallotWindows, JobId, JobSubject, MachineId, Members,
};
use frame_support::{
	defensive,
	traits::{ConstU32, Get},
	weights::Weight,
	BoundedVec,
};
use sp_runtime::DispatchResult;

use crate::{Attesters, BalanceOf, Config, Error, Event, Pallet, Requests, WeightInfo};

impl<T: Config> AttesterInspect<T::AccountId> for Pallet<T> {
	fn attesters(machine: &MachineId) -> BoundedVec<T::AccountId, ConstU32<MAX_ATTESTERS>> {
		let attesters = Attesters::<T>::get(machine).into_iter();
		BoundedVec::truncate_from(attesters.map(|one| one.member).collect())
	}
}

impl<T: Config> OnDraw<T::AccountId> for Pallet<T> {
	/// Opens the ballot of a request. The subjects of others are none of its business.
	fn on_drawn(
		job: JobId,
		subject: &JobSubject,
		members: &Members<T::AccountId>,
	) -> DispatchResult {
		let machine = match subject {
			JobSubject::Verification(machine) => *machine,
			JobSubject::Report(_) => return Ok(()),
		};
		let mut request = Requests::<T>::get(machine)
			.filter(|open| open.job == job)
			.ok_or(Error::<T>::RequestNotFound)?;
		let (rules, time) = (T::Rules::get(), Self::chain_time());
		// The reveal window begins when the commit window ends: a ballot counts both from its opening.
		let windows = BallotWindows {
			commit: rules.commit_window,
			reveal: rules.commit_window.saturating_add(rules.reveal_window),
		};
		let ballot = Ballot::open(job, members.clone(), time, windows);
		Self::schedule_close(machine, &ballot);
		let (commit_until, reveal_until) = (ballot.commit_until, ballot.reveal_until);
		request.open_ballot(ballot).map_err(Error::<T>::from)?;
		Requests::<T>::insert(machine, request);
		Self::deposit_event(Event::MembersDrawn {
			machine,
			job,
			members: members.clone(),
			commit_until,
			reveal_until,
		});
		Ok(())
	}

	fn on_drawn_weight() -> Weight {
		T::WeightInfo::on_drawn()
	}
}

impl<T: Config> OnMachineChange<T::AccountId, BalanceOf<T>> for Pallet<T> {
	fn on_removed(machine: &MachineId, _owner: &T::AccountId) {
		Attesters::<T>::remove(machine);
		// A machine does not leave while its verification is open. If it did, nobody would be left waiting for it.
		if let Some(request) = Requests::<T>::take(machine) {
			defensive!("a machine left while its verification was open");
			let job = request.job;
			let seats = request.ballot.into_iter().flat_map(|ballot| ballot.seats);
			for seat in seats {
				let _ = T::Committee::release(job, &seat.member);
			}
			let _ = T::Committee::withdraw(job);
			Self::return_fee(*machine, &request.owner, request.fee);
		}
	}
}
