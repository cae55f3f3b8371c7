//! What this pallet hears of others.

use dbc_primitives::{
	traits::{OnAttested, OnMachineChange, OnOrderChange},
	MachineId, Outage,
};
use frame_support::traits::Get;

use crate::{ledger::Opened, Attesters, AttestersOf, BalanceOf, Config, Pallet, Term};

impl<T: Config> Pallet<T> {
	/// What a machine counts for may have changed.
	fn on_change(machine: &MachineId, change: impl FnOnce(&mut crate::MachineOf<T>)) {
		if let Some(opened) = Opened::<T>::get(machine) {
			Self::change(opened, change);
		}
	}

	fn change(mut opened: Opened<T>, change: impl FnOnce(&mut crate::MachineOf<T>)) {
		let rules = T::Rules::get();
		opened.reweigh(&rules, change);
		opened.credit_bonus(&rules);
		opened.store();
	}
}

impl<T: Config> OnMachineChange<T::AccountId, BalanceOf<T>> for Pallet<T> {
	fn on_activated(machine: &MachineId, _owner: &T::AccountId, _points: u64) {
		let Some(opened) = Opened::<T>::get_or_new(machine) else {
			return;
		};
		let (id, now) = (*machine, opened.network.last);
		Self::change(opened, |record| {
			if record.term == Term::NotBegun {
				record.term = Self::begin_term(id, now);
			}
		});
	}

	fn on_down(machine: &MachineId, _outage: &Outage<BalanceOf<T>>) {
		Self::on_change(machine, |_| {});
	}

	fn on_up(machine: &MachineId, _ended: &Outage<BalanceOf<T>>) {
		Self::on_change(machine, |_| {});
	}

	fn on_terms_changed(machine: &MachineId) {
		Self::on_change(machine, |_| {});
	}

	fn on_removed(machine: &MachineId, _owner: &T::AccountId) {
		let Some(mut opened) = Opened::<T>::get(machine) else {
			return;
		};
		let rules = T::Rules::get();
		// Nobody offers it any more: it counts for nothing.
		opened.reweigh(&rules, |record| record.rented = 0);
		opened.credit_bonus(&rules);
		opened.pay_attesters(&Attesters::<T>::get(machine));
		opened.forget();
	}
}

impl<T: Config> OnOrderChange<BalanceOf<T>> for Pallet<T> {
	fn on_rented(machine: &MachineId, gpus: u32) {
		Self::note(machine, |pending| pending.rented = Some(gpus));
	}

	fn on_schedule(machine: &MachineId, open_minutes: u32) {
		Self::note(machine, |pending| pending.open_minutes = Some(open_minutes));
	}

	fn on_rent_paid(machine: &MachineId, _paid: BalanceOf<T>, burned: BalanceOf<T>) {
		// Rent of which nothing was burned allows no more bonus than before.
		if burned > 0 {
			Self::note(machine, |pending| {
				pending.burned = pending.burned.saturating_add(burned);
			});
		}
	}
}

impl<T: Config> OnAttested<T::AccountId> for Pallet<T> {
	/// Pays the attesters before these.
	fn on_attested(machine: &MachineId, attesters: &[T::AccountId]) {
		let Some(mut opened) = Opened::<T>::get_or_new(machine) else {
			return;
		};
		opened.pay_attesters(&Attesters::<T>::get(machine));
		Attesters::<T>::insert(machine, AttestersOf::<T>::truncate_from(attesters.to_vec()));
		opened.store();
	}
}
