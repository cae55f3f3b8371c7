//! The terms in which machines pay their attesters end by themselves: each end is on the agenda. Until it has run the
//! hundredth is the attesters'; anyone may run it once the time has come.

use dbc_agenda::{Agenda, Costs};
use dbc_primitives::MachineId;
use frame_support::weights::WeightMeter;
use sp_runtime::DispatchResult;

use crate::{
	ledger::Opened, AgendaCursor, AgendaItems, AgendaPlaces, Config, Machines, Network,
	NetworkState, Pallet, WeightInfo,
};

pub(crate) type AgendaOf<T> = Agenda<AgendaItems<T>, AgendaPlaces<T>, AgendaCursor<T>, MachineId>;

impl<T: Config> Pallet<T> {
	/// Notes when the emission begins, and ends the terms that are due, as far as `meter` goes.
	pub(crate) fn run_agenda(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::agenda_idle()).is_err() {
			return;
		}
		let now = Self::now();
		if !NetworkState::<T>::exists() {
			NetworkState::<T>::put(Network::new(now));
		}
		let costs = Costs {
			minute: T::WeightInfo::agenda_minute(),
			item: T::WeightInfo::agenda_item().saturating_add(T::WeightInfo::settle_machine()),
		};
		AgendaOf::<T>::drain(now, meter, costs, |machine| Self::end_due_term(machine));
	}

	/// Ends the term of a machine, if it is still there and its term due.
	fn end_due_term(machine: MachineId) -> DispatchResult {
		let due = Machines::<T>::get(machine).is_some_and(|record| record.is_term_due(Self::now()));
		if let Some(opened) = Opened::<T>::get(&machine).filter(|_| due) {
			Self::settle(opened);
		}
		Ok(())
	}
}
