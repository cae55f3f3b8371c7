//! Sanctions execute by themselves: each has one entry on the agenda from its creation until it is gone. Whoever ends it
//! earlier leaves an entry that is passed over.

use dbc_agenda::{Agenda, Costs};
use dbc_primitives::SanctionId;
use frame_support::weights::WeightMeter;
use sp_runtime::DispatchResult;

use crate::{
	AgendaCursor, AgendaItems, AgendaPlaces, Config, Pallet, RecordOf, Sanctions, WeightInfo,
};

pub(crate) type AgendaOf<T> = Agenda<AgendaItems<T>, AgendaPlaces<T>, AgendaCursor<T>, SanctionId>;

impl<T: Config> Pallet<T> {
	/// Puts the end of a sanction's stage on the agenda.
	pub(crate) fn schedule(id: SanctionId, record: &RecordOf<T>) {
		let time = Self::chain_time();
		AgendaOf::<T>::schedule(time.now, record.deadline(time), id);
	}

	/// Executes the sanctions that are due, as far as `meter` goes.
	pub(crate) fn run_agenda(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::agenda_idle()).is_err() {
			return;
		}
		let costs = Costs {
			minute: T::WeightInfo::agenda_minute(),
			item: T::WeightInfo::agenda_item().saturating_add(Self::most_execute_weight()),
		};
		AgendaOf::<T>::drain(Self::now(), meter, costs, Self::execute_due);
	}

	/// Executes a sanction, or waits for the end of its stage if an appeal or a stall of the chain has moved it.
	fn execute_due(id: SanctionId) -> DispatchResult {
		let Some(record) = Sanctions::<T>::get(id) else {
			return Ok(());
		};
		if record.is_over(Self::chain_time()) {
			Self::carry_out(id, record);
		} else {
			Self::schedule(id, &record);
		}
		Ok(())
	}
}
