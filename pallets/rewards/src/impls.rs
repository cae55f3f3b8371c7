//! What the calls do: validate everything, mint, store the records, tell it in one event per fact.

use dbc_primitives::{MachineId, Moment};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

use crate::{
	agenda::AgendaOf, ledger::Opened, Accounts, Attesters, Config, Error, Event, NetworkState,
	Pallet, Term, Vestings,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_claim(who: T::AccountId) -> DispatchResult {
		let stored = Accounts::<T>::get(&who).ok_or(Error::<T>::NothingToClaim)?;
		let mut network = Self::network();
		let (mut account, days) = Self::updated(Some(stored), &network);
		let vesting = Self::vesting(&who, days);
		let amount = account.claim(&vesting);
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		Self::mint(&who, amount)?;
		network.minted = network.minted.saturating_add(amount);
		NetworkState::<T>::put(network);
		Accounts::<T>::insert(&who, account);
		Vestings::<T>::insert(&who, vesting);
		Self::deposit_event(Event::RewardsClaimed { who, amount });
		Ok(())
	}

	pub(crate) fn do_pay_attesters(machine: MachineId) -> DispatchResult {
		let mut opened = Opened::<T>::get(&machine).ok_or(Error::<T>::MachineNotFound)?;
		let share = opened.pay_attesters(&Attesters::<T>::get(machine));
		ensure!(share > 0, Error::<T>::NothingToPay);
		opened.store();
		Ok(())
	}

	pub(crate) fn do_settle_machine(machine: MachineId) -> DispatchResult {
		let opened = Opened::<T>::get(&machine).ok_or(Error::<T>::MachineNotFound)?;
		Self::settle(opened);
		Ok(())
	}

	/// Brings a machine up to date with everything: its term, the rules, its bonus.
	pub(crate) fn settle(mut opened: Opened<T>) {
		let rules = T::Rules::get();
		let (machine, now) = (opened.id, opened.network.last);
		let ends = opened.machine.is_term_due(now);
		opened.reweigh(&rules, |record| {
			if ends {
				record.term = Self::end_term(record.term);
			}
		});
		opened.credit_bonus(&rules);
		opened.store();
		if ends {
			Self::deposit_event(Event::AttesterTermEnded { machine });
		}
	}

	/// The term of a machine that begins now.
	pub(crate) fn begin_term(machine: MachineId, now: Moment) -> Term {
		let until = now.saturating_add(T::Rules::get().attester_term);
		let slot = AgendaOf::<T>::schedule(now, until, machine);
		Term::Running { until, slot }
	}

	/// What a term is when it has ended.
	pub(crate) fn end_term(term: Term) -> Term {
		if let Term::Running { slot, .. } = term {
			AgendaOf::<T>::cancel(slot);
		}
		Term::Over
	}
}
