//! How the pallets above ask for members and settle what these have at risk, and how the runtime brings randomness.

use dbc_primitives::{
	traits::{MemberInspect, NoteBeacon, VerifierPool},
	Beacon, Booking, Exclusions, JobId, JobSubject,
};
use frame_support::{
	ensure,
	traits::{tokens::Imbalance, Get},
	weights::Weight,
};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
	reads::may_be_drawn, BalanceOf, Bookings, Config, CreditOf, Error, Event, Jobs, LastBeacon,
	Members, Pallet, QueueState, UnservedBeacon, WeightInfo,
};

impl<T: Config> MemberInspect<T::AccountId> for Pallet<T> {
	fn is_drawable(account: &T::AccountId) -> bool {
		Members::<T>::get(account)
			.is_some_and(|member| may_be_drawn::<T>(&member, &T::Rules::get()))
	}
}

impl<T: Config> VerifierPool<T::AccountId> for Pallet<T> {
	type Balance = BalanceOf<T>;
	type Credit = CreditOf<T>;

	fn request(
		subject: JobSubject,
		exclusions: Exclusions<T::AccountId>,
	) -> Result<JobId, DispatchError> {
		let waiting = QueueState::<T>::get().len;
		ensure!(waiting < T::MaxWaiting::get(), Error::<T>::QueueFull);
		Self::enqueue(subject, exclusions)
	}

	fn request_again(
		subject: JobSubject,
		exclusions: Exclusions<T::AccountId>,
	) -> Result<JobId, DispatchError> {
		Self::enqueue(subject, exclusions)
	}

	fn withdraw(job: JobId) -> DispatchResult {
		let waiting = Jobs::<T>::get(job).ok_or(Error::<T>::JobNotWaiting)?;
		Self::dequeue(job, waiting.ticket);
		Self::deposit_event(Event::JobWithdrawn {
			job,
			subject: waiting.subject,
		});
		Ok(())
	}

	fn release(job: JobId, member: &T::AccountId) -> DispatchResult {
		let booking = Self::take_booking(job, member)?;
		let mut record = Self::member(member)?;
		record.release(booking.at_risk);
		Self::deposit_event(Event::RiskReleased {
			job,
			member: member.clone(),
			amount: booking.at_risk,
		});
		Self::store_or_forget(&T::Rules::get(), member, record);
		Ok(())
	}

	fn forfeit(job: JobId, member: &T::AccountId) -> Result<CreditOf<T>, DispatchError> {
		let booking = Self::take_booking(job, member)?;
		let mut record = Self::member(member)?;
		let credit = Self::slash_bond(member, booking.at_risk);
		record.forfeit(booking.at_risk);
		Self::deposit_event(Event::RiskForfeited {
			job,
			member: member.clone(),
			amount: credit.peek(),
			bond: record.bond,
		});
		Self::store_or_forget(&T::Rules::get(), member, record);
		Ok(credit)
	}
}

impl<T: Config> Pallet<T> {
	fn take_booking(
		job: JobId,
		member: &T::AccountId,
	) -> Result<Booking<BalanceOf<T>>, DispatchError> {
		Ok(Bookings::<T>::take(member, job).ok_or(Error::<T>::BookingNotFound)?)
	}
}

impl<T: Config> NoteBeacon for Pallet<T> {
	fn note(beacon: Beacon) -> Weight {
		// Two blocks may have the same relay parent: the second brings nothing new.
		let is_new =
			LastBeacon::<T>::get().is_none_or(|last| beacon.relay_number > last.relay_number);
		if is_new {
			LastBeacon::<T>::put(beacon);
			UnservedBeacon::<T>::put(frame_system::Pallet::<T>::block_number());
		}
		T::WeightInfo::note_beacon()
	}
}
