//! What this pallet takes from others, and hears of them.

use dbc_primitives::{
	traits::{
		MachineInspect, OnMachineChange, OnRuling, OutageInspect, Sanction, SanctionSink,
		SanctionSource,
	},
	MachineId, Outage, OutageCause, SanctionGround,
};
use frame_support::{defensive, storage::with_storage_layer, traits::Get, BoundedVec};
use sp_runtime::DispatchResult;

use crate::{BalanceOf, Config, Error, OutageSeries, Pallet, Running, SanctionsByMachine};

impl<T: Config> SanctionSink<T::AccountId, BalanceOf<T>> for Pallet<T> {
	fn propose(sanction: Sanction<T::AccountId, BalanceOf<T>>) -> DispatchResult {
		let (ground, concerned) = match sanction.source {
			SanctionSource::Bond { job, member } => (SanctionGround::MemberFault { job }, member),
			SanctionSource::Stake { machine, amount } => (
				SanctionGround::RefusedRegistration { machine, amount },
				T::Machines::owner(&machine).ok_or(Error::<T>::MachineNotFound)?,
			),
		};
		// A sanction has room for more shares than a proposal.
		let shares = BoundedVec::truncate_from(sanction.shares.into_inner());
		Self::create(ground, concerned, shares);
		Ok(())
	}
}

impl<T: Config> OnRuling<T::AccountId> for Pallet<T> {
	fn on_upheld(machine: &MachineId, _cause: OutageCause, members: &[T::AccountId]) {
		let mut series = OutageSeries::<T>::get(machine).unwrap_or_default();
		series.remember(members);
		OutageSeries::<T>::insert(machine, series);
	}
}

impl<T: Config> OnMachineChange<T::AccountId, BalanceOf<T>> for Pallet<T> {
	/// What is over when it is told of is remembered when its end is told, which follows at once: another outage, which
	/// began after it, may be running.
	fn on_down(machine: &MachineId, outage: &Outage<BalanceOf<T>>) {
		if outage.causes.iter().all(|cause| cause.until.is_some()) {
			return;
		}
		let mut series = OutageSeries::<T>::get(machine).unwrap_or_default();
		series.running = Some(Self::snapshot(machine, outage.since));
		OutageSeries::<T>::insert(machine, series);
	}

	/// If the running outage began earlier than was known, renters lose what was unpaid then; unless a part of what they
	/// lose was granted already.
	fn on_terms_changed(machine: &MachineId) {
		let mut series = OutageSeries::<T>::get(machine).unwrap_or_default();
		let Some(known) = series.running.as_mut() else {
			return;
		};
		let earlier = T::Machines::outage(machine).filter(|outage| outage.since < known.since);
		let Some(outage) = earlier else {
			return;
		};
		let mut earlier = Self::snapshot(machine, outage.since);
		earlier.rented |= known.rented;
		if known.joined {
			earlier.joined = true;
			earlier.claims = known.claims.clone();
		}
		*known = earlier;
		OutageSeries::<T>::insert(machine, series);
	}

	fn on_up(machine: &MachineId, ended: &Outage<BalanceOf<T>>) {
		let mut series = OutageSeries::<T>::get(machine).unwrap_or_default();
		// One that runs on began later than this one ended.
		let later = T::Machines::outage(machine).and_then(|_| series.running.take());
		if series.running.is_none() {
			series.running = Some(Running {
				joined: later.as_ref().is_some_and(|later| later.joined),
				..Self::snapshot(machine, ended.since)
			});
		}
		series.join(ended, T::Rules::get().series_gap);
		let lengths = series.lengths_with(ended, Self::now());
		if with_storage_layer(|| Self::impose(*machine, &mut series, &lengths)).is_err() {
			defensive!("an outage could not be sanctioned");
		}
		series.end(ended, lengths);
		series.running = later;
		OutageSeries::<T>::insert(machine, series);
	}

	fn on_removed(machine: &MachineId, _owner: &T::AccountId) {
		OutageSeries::<T>::remove(machine);
		if SanctionsByMachine::<T>::iter_key_prefix(machine)
			.next()
			.is_some()
		{
			defensive!("a machine left while a sanction of it was pending");
		}
	}
}
