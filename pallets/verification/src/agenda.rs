//! Ballots end by themselves: each is on the agenda at its last deadline. Whoever closes it earlier leaves an entry that is
//! passed over.

use dbc_agenda::{Agenda, Costs};
use dbc_primitives::{BallotPhase, JobId, MachineId};
use frame_support::weights::WeightMeter;
use sp_runtime::DispatchResult;

use crate::{
	impls::BallotOf, AgendaCursor, AgendaItems, AgendaPlaces, Config, Pallet, Requests, WeightInfo,
};

pub(crate) type AgendaOf<T> =
	Agenda<AgendaItems<T>, AgendaPlaces<T>, AgendaCursor<T>, (MachineId, JobId)>;

impl<T: Config> Pallet<T> {
	/// Puts the end of a ballot on the agenda.
	pub(crate) fn schedule_close(machine: MachineId, ballot: &BallotOf<T>) {
		let time = Self::chain_time();
		let at = ballot.deadline(ballot.reveal_until, time);
		AgendaOf::<T>::schedule(time.now, at, (machine, ballot.id));
	}

	/// Closes the ballots that are due, as far as `meter` goes.
	pub(crate) fn run_agenda(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::agenda_idle()).is_err() {
			return;
		}
		let costs = Costs {
			minute: T::WeightInfo::agenda_minute(),
			item: T::WeightInfo::agenda_item().saturating_add(Self::close_weight()),
		};
		AgendaOf::<T>::drain(Self::now(), meter, costs, |(machine, job)| {
			Self::close_due(machine, job)
		});
	}

	/// Closes a ballot, or waits for its deadline if stalls of the chain have moved it.
	fn close_due(machine: MachineId, job: JobId) -> DispatchResult {
		let Some(request) = Requests::<T>::get(machine).filter(|open| open.job == job) else {
			return Ok(());
		};
		let Some(ballot) = request.ballot.clone() else {
			return Ok(());
		};
		if ballot.phase(Self::chain_time()) == BallotPhase::Closed {
			Self::close_ballot(machine, request, ballot);
		} else {
			Self::schedule_close(machine, &ballot);
		}
		Ok(())
	}
}
