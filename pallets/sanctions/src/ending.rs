//! The end of a sanction: it is executed or cancelled. Neither ever fails: what cannot be carried out is undone and told, so
//! that no sanction stays for ever.

use dbc_primitives::{
	traits::{MachineAvailability, MachineInspect, MachineStake, VerifierPool},
	MachineId, Phase, SanctionGround, SanctionId, SanctionStage,
};
use frame_support::{storage::with_storage_layer, weights::Weight};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
	BalanceOf, Config, CreditOf, Event, Pallet, RecordOf, Sanctions, SanctionsByAccount,
	SanctionsByMachine, Shares, SharesOf, WeightInfo, MAX_SHARES,
};

impl<T: Config> Pallet<T> {
	/// What executing a sanction weighs at most.
	pub(crate) fn most_execute_weight() -> Weight {
		T::WeightInfo::execute(MAX_SHARES).max(T::WeightInfo::execute_bond())
	}

	/// What deciding an appeal weighs at most.
	pub(crate) fn most_decide_weight() -> Weight {
		Self::most_execute_weight()
			.max(T::WeightInfo::cancel())
			.max(T::WeightInfo::cancel_bond())
	}

	/// Takes what a sanction is worth, and with it the deposit of its appeal. Tells what it weighed.
	pub(crate) fn carry_out(id: SanctionId, record: RecordOf<T>) -> Weight {
		let shares = Self::forget(id, &record);
		let weight = match record.ground {
			SanctionGround::MemberFault { .. } => T::WeightInfo::execute_bond(),
			// At most `MAX_SHARES`.
			_ => T::WeightInfo::execute(u32::try_from(shares.len()).unwrap_or(MAX_SHARES)),
		};
		if let SanctionStage::Appealed { deposit, .. } = record.stage {
			Self::forfeit_deposit(id, &record.concerned, deposit);
		}
		match with_storage_layer(|| Self::take(&record)) {
			Ok(credit) => Self::pay_out(id, credit, shares.into_inner()),
			Err(error) => Self::deposit_event(Event::SanctionVoided { id, error }),
		}
		weight
	}

	/// Lets go of what a sanction would have taken, and of the deposit of its appeal. Tells what it weighed.
	pub(crate) fn call_off(id: SanctionId, record: RecordOf<T>) -> Weight {
		Self::forget(id, &record);
		match with_storage_layer(|| Self::let_go(&record)) {
			Ok(()) => Self::deposit_event(Event::SanctionCancelled { id }),
			Err(error) => Self::deposit_event(Event::SanctionVoided { id, error }),
		}
		if let SanctionStage::Appealed { deposit, .. } = record.stage {
			Self::return_deposit(id, &record.concerned, deposit);
		}
		match record.ground {
			SanctionGround::MemberFault { .. } => T::WeightInfo::cancel_bond(),
			_ => T::WeightInfo::cancel(),
		}
	}

	/// Removes the record with everything keyed by it, before anybody hears of its end. Tells the shares.
	fn forget(id: SanctionId, record: &RecordOf<T>) -> SharesOf<T> {
		Sanctions::<T>::remove(id);
		SanctionsByAccount::<T>::remove(&record.concerned, id);
		if let Some((machine, _)) = record.ground.stake() {
			SanctionsByMachine::<T>::remove(machine, id);
		}
		Shares::<T>::take(id)
	}

	/// Takes what the sanction is worth.
	fn take(record: &RecordOf<T>) -> Result<CreditOf<T>, DispatchError> {
		match record.ground {
			SanctionGround::MemberFault { job } => T::Committee::forfeit(job, &record.concerned),
			SanctionGround::RefusedRegistration { machine, amount } => {
				T::Machines::slash_locked(&machine, amount)
			}
			SanctionGround::Outage { machine, amount } => {
				T::Machines::unlock_exit(&machine)?;
				T::Machines::slash_locked(&machine, amount)
			}
		}
	}

	/// Lets go of what the sanction would have taken.
	fn let_go(record: &RecordOf<T>) -> DispatchResult {
		match record.ground {
			SanctionGround::MemberFault { job } => T::Committee::release(job, &record.concerned),
			SanctionGround::RefusedRegistration { machine, amount } => {
				T::Machines::unlock(&machine, amount)?;
				Self::return_stake(&machine, amount);
				Ok(())
			}
			SanctionGround::Outage { machine, amount } => {
				T::Machines::unlock_exit(&machine)?;
				T::Machines::unlock(&machine, amount)
			}
		}
	}

	/// Returns a part of a refused machine's stake, whose other part was returned when it was refused. In the stake of a
	/// machine that was accepted since it counts, and stays. What the owner's account cannot receive stays on hold too,
	/// counts for the next request, and returns when the machine leaves.
	fn return_stake(machine: &MachineId, amount: BalanceOf<T>) {
		if T::Machines::phase(machine) != Some(Phase::Active) {
			let _ = with_storage_layer(|| T::Machines::release(machine, amount));
		}
	}
}
