//! Rounds end by themselves: each is on the agenda at its next deadline, and at the one after that when it is not over
//! then. So do reports for which no members are found: each is on the agenda when its time is over. Whoever closes one earlier
//! leaves an entry that is passed over.

use dbc_agenda::{Agenda, Costs};
use dbc_primitives::{JobId, ReportId};
use frame_support::weights::{Weight, WeightMeter};
use sp_runtime::DispatchResult;

use crate::{
	closing::Again, types::RoundState, AgendaCursor, AgendaItems, AgendaPlaces, Config, Due,
	Pallet, ReportOf, Reports, VotingOf, WeightInfo,
};

pub(crate) type AgendaOf<T> = Agenda<AgendaItems<T>, AgendaPlaces<T>, AgendaCursor<T>, Due>;

impl<T: Config> Pallet<T> {
	/// Puts the next deadline of a round on the agenda.
	pub(crate) fn schedule_deadline(report: ReportId, voting: &VotingOf<T>) {
		let time = Self::chain_time();
		let at = voting.next_deadline(time);
		AgendaOf::<T>::schedule(time.now, at, Due::Round(report, voting.ballot.id));
	}

	/// Puts the end of a report's time on the agenda.
	pub(crate) fn schedule_lapse(id: ReportId, report: &ReportOf<T>) {
		let time = Self::chain_time();
		AgendaOf::<T>::schedule(time.now, report.lapses_at(time), Due::Report(id));
	}

	/// What one item of the agenda weighs at most.
	pub(crate) fn item_weight() -> Weight {
		let act = Self::close_weight().max(T::WeightInfo::expire());
		T::WeightInfo::agenda_item().saturating_add(act)
	}

	/// Looks at the rounds and reports whose time has come, as far as `meter` goes.
	pub(crate) fn run_agenda(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::agenda_idle()).is_err() {
			return;
		}
		let costs = Costs {
			minute: T::WeightInfo::agenda_minute(),
			item: Self::item_weight(),
		};
		AgendaOf::<T>::drain(Self::now(), meter, costs, |due| {
			match due {
				Due::Round(report, job) => Self::close_due(report, job),
				Due::Report(report) => Self::expire_due(report),
			}
			DispatchResult::Ok(())
		});
	}

	/// Closes a round, or waits for its next deadline.
	fn close_due(id: ReportId, job: JobId) {
		let Some(report) = Reports::<T>::get(id).filter(|open| open.job == job) else {
			return;
		};
		let Some(voting) = report.voting.clone() else {
			return;
		};
		if voting.state(Self::chain_time()) == RoundState::Open {
			Self::schedule_deadline(id, &voting);
		} else {
			Self::close_round(id, report, voting, Again::Allowed);
		}
	}

	/// Closes a report that waits for its draw, or waits until its time is over. A round that runs then is the last one, and
	/// ends it.
	fn expire_due(id: ReportId) {
		let Some(report) = Reports::<T>::get(id) else {
			return;
		};
		if !report.has_lapsed(Self::chain_time()) {
			Self::schedule_lapse(id, &report);
		} else if report.voting.is_none() {
			Self::let_lapse(id, &report);
		}
	}
}
