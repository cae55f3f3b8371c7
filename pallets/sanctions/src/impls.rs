//! What the calls do: validate everything, move money, store the record, tell it in one event per fact.

use dbc_primitives::{
	traits::{MachineInspect, OutageInspect, StallCounter},
	AppealReason, ChainTime, MachineId, Moment, SanctionGround, SanctionId,
};
use frame_support::{
	ensure,
	traits::{Get, UnixTime},
	weights::Weight,
};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
	BalanceOf, Config, Decision, Error, Event, NextId, OutageSeries, Pallet, Record, RecordOf,
	SanctionError, Sanctions, SanctionsByAccount, SanctionsByMachine, Shares, SharesOf,
};

impl<T> From<SanctionError> for Error<T> {
	fn from(error: SanctionError) -> Self {
		match error {
			SanctionError::AlreadyAppealed => Self::AlreadyAppealed,
			SanctionError::AppealWindowOver => Self::AppealWindowOver,
			SanctionError::NotAppealed => Self::NotAppealed,
			SanctionError::DecisionWindowOver => Self::DecisionWindowOver,
			SanctionError::TooEarly => Self::TooEarly,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The chain's time in Unix milliseconds.
	pub(crate) fn now() -> Moment {
		Moment::try_from(T::Time::now().as_millis()).unwrap_or(Moment::MAX)
	}

	/// The chain's time and its stalls.
	pub(crate) fn chain_time() -> ChainTime {
		ChainTime {
			now: Self::now(),
			stalled: T::Stalls::stalled(),
		}
	}

	/// A pending sanction.
	fn pending(id: SanctionId) -> Result<RecordOf<T>, Error<T>> {
		Sanctions::<T>::get(id).ok_or(Error::<T>::SanctionNotFound)
	}

	/// Stores a new sanction, which waits for an appeal. What it takes is locked, or at risk, already.
	pub(crate) fn create(
		ground: SanctionGround<BalanceOf<T>>,
		concerned: T::AccountId,
		shares: SharesOf<T>,
	) {
		let id = NextId::<T>::get();
		NextId::<T>::put(id.saturating_add(1));
		let window = T::Rules::get().appeal_window;
		let record = Record::new(ground, concerned.clone(), Self::chain_time(), window);
		Self::schedule(id, &record);
		SanctionsByAccount::<T>::insert(&concerned, id, ());
		if let Some((machine, _)) = ground.stake() {
			SanctionsByMachine::<T>::insert(machine, id, ());
		}
		if !shares.is_empty() {
			Shares::<T>::insert(id, shares);
		}
		let until = record.until;
		Sanctions::<T>::insert(id, record);
		Self::deposit_event(Event::SanctionCreated {
			id,
			concerned,
			ground,
			until,
		});
	}

	pub(crate) fn do_appeal(
		who: &T::AccountId,
		id: SanctionId,
		reason: AppealReason,
	) -> DispatchResult {
		let mut record = Self::pending(id)?;
		ensure!(record.concerned == *who, Error::<T>::NotConcerned);
		let rules = T::Rules::get();
		let deposit = rules.appeal_deposit;
		record
			.appeal(deposit, reason, Self::chain_time(), rules.decision_window)
			.map_err(Error::<T>::from)?;
		Self::hold_deposit(who, deposit)?;
		let until = record.until;
		Sanctions::<T>::insert(id, record);
		Self::deposit_event(Event::SanctionAppealed { id, deposit, until });
		Ok(())
	}

	/// Carries out what was decided of an appeal, and tells what it weighed.
	pub(crate) fn do_decide(id: SanctionId, decision: Decision) -> Result<Weight, DispatchError> {
		let record = Self::pending(id)?;
		record
			.ensure_decidable(Self::chain_time())
			.map_err(Error::<T>::from)?;
		Ok(match decision {
			Decision::Cancel => Self::call_off(id, record),
			Decision::Dismiss => {
				Self::deposit_event(Event::AppealDismissed { id });
				Self::carry_out(id, record)
			}
		})
	}

	/// Executes a sanction whose time has come, and tells what it weighed.
	pub(crate) fn do_execute(id: SanctionId) -> Result<Weight, DispatchError> {
		let record = Self::pending(id)?;
		record
			.ensure_over(Self::chain_time())
			.map_err(Error::<T>::from)?;
		Ok(Self::carry_out(id, record))
	}

	pub(crate) fn do_sanction_outage(machine: MachineId) -> DispatchResult {
		ensure!(
			T::Machines::owner(&machine).is_some(),
			Error::<T>::MachineNotFound
		);
		let outage = T::Machines::outage(&machine).ok_or(Error::<T>::NotDown)?;
		let mut series = OutageSeries::<T>::get(machine).ok_or(Error::<T>::NotDown)?;
		series.join(&outage, T::Rules::get().series_gap);
		let lengths = series.lengths_with(&outage, Self::now());
		ensure!(
			series.has_passed_last_threshold(&outage, &lengths),
			Error::<T>::LastThresholdNotPassed
		);
		let imposed = Self::impose(machine, &mut series, &lengths)?;
		ensure!(imposed > 0, Error::<T>::NothingDue);
		OutageSeries::<T>::insert(machine, series);
		Ok(())
	}
}
