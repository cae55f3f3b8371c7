//! Rounds end by themselves: each is on the agenda at its next deadline, and at the one after that when it is not over
//! then. Whoever closes it earlier leaves an entry that is passed over.

use dbc_agenda::{Agenda, Costs};
use dbc_primitives::{JobId, ReportId};
use frame_support::weights::WeightMeter;
use sp_runtime::DispatchResult;

use crate::{
	closing::Again, types::RoundState, AgendaCursor, AgendaItems, AgendaPlaces, Config, Pallet,
	Reports, VotingOf, WeightInfo,
};

pub(crate) type AgendaOf<T> =
	Agenda<AgendaItems<T>, AgendaPlaces<T>, AgendaCursor<T>, (ReportId, JobId)>;

impl<T: Config> Pallet<T> {
	/// Puts the next deadline of a round on the agenda.
	pub(crate) fn schedule_deadline(report: ReportId, voting: &VotingOf<T>) {
		let time = Self::chain_time();
		let at = voting.next_deadline(time);
		AgendaOf::<T>::schedule(time.now, at, (report, voting.ballot.id));
	}

	/// Looks at the rounds whose deadlines have come, as far as `meter` goes.
	pub(crate) fn run_agenda(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::agenda_idle()).is_err() {
			return;
		}
		let costs = Costs {
			minute: T::WeightInfo::agenda_minute(),
			item: T::WeightInfo::agenda_item().saturating_add(Self::close_weight()),
		};
		AgendaOf::<T>::drain(Self::now(), meter, costs, |(report, job)| {
			Self::close_due(report, job)
		});
	}

	/// Closes a round, or waits for its next deadline.
	fn close_due(id: ReportId, job: JobId) -> DispatchResult {
		let Some(report) = Reports::<T>::get(id).filter(|open| open.job == job) else {
			return Ok(());
		};
		let Some(voting) = report.voting.clone() else {
			return Ok(());
		};
		if voting.state(Self::chain_time()) == RoundState::Open {
			Self::schedule_deadline(id, &voting);
		} else {
			Self::close_round(id, report, voting, Again::Allowed);
		}
		Ok(())
	}
}
