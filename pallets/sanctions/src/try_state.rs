//! What must always hold. One function for each invariant; the tests run them after every test.

use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use dbc_primitives::{
	traits::{MachineInspect, MachineStake, OutageInspect},
	JobId, MachineId, OutageCause, SanctionGround, SanctionId, SanctionStage,
};
use frame_support::{
	ensure,
	storage::{with_transaction, TransactionOutcome},
};
use sp_runtime::TryRuntimeError;

use crate::{
	agenda::AgendaOf, AgendaItems, BalanceOf, Config, NextId, OutageSeries, Pallet, RecordOf,
	Sanctions, SanctionsByAccount, SanctionsByMachine, SeriesOf, Shares, SharesOf,
};

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let sanctions: BTreeMap<SanctionId, RecordOf<T>> = Sanctions::<T>::iter().collect();
		Self::ensure_1_deposits_are_on_hold(&sanctions)?;
		Self::ensure_2_stake_is_locked(&sanctions)?;
		Self::ensure_3_indexes_are_complete(&sanctions)?;
		Self::ensure_4_sanctions_are_on_the_agenda(&sanctions)?;
		Self::ensure_5_records_are_consistent(&sanctions)?;
		for (id, shares) in Shares::<T>::iter() {
			Self::ensure_6_shares_are_consistent(sanctions.get(&id), &shares)?;
		}
		for (machine, series) in OutageSeries::<T>::iter() {
			Self::ensure_7_series_is_consistent(&machine, &series)?;
		}
		// 8. The agenda is consistent: its own invariants.
		AgendaOf::<T>::try_state()
	}

	/// 1. For every account, what is on hold is the sum of the deposits of its appeals.
	fn ensure_1_deposits_are_on_hold(
		sanctions: &BTreeMap<SanctionId, RecordOf<T>>,
	) -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::<T::AccountId, BalanceOf<T>>::new();
		for record in sanctions.values() {
			if let SanctionStage::Appealed { deposit, .. } = record.stage {
				let sum = deposits.entry(record.concerned.clone()).or_default();
				*sum = sum.checked_add(deposit).ok_or("1: the deposits overflow")?;
			}
		}
		for account in frame_system::Account::<T>::iter_keys() {
			let recorded = deposits.remove(&account).unwrap_or_default();
			ensure!(
				Self::deposits_on_hold(&account) == recorded,
				"1: the deposits of an account are not what it has on hold"
			);
		}
		ensure!(
			deposits.values().all(|deposit| *deposit == 0),
			"1: an account that does not exist has a deposit on hold"
		);
		Ok(())
	}

	/// 2. The machine of a sanction exists and is that of the account concerned, and at least the sum of its sanctions is
	///    locked of its stake.
	fn ensure_2_stake_is_locked(
		sanctions: &BTreeMap<SanctionId, RecordOf<T>>,
	) -> Result<(), TryRuntimeError> {
		let mut amounts = BTreeMap::<MachineId, BalanceOf<T>>::new();
		for record in sanctions.values() {
			let Some((machine, amount)) = record.ground.stake() else {
				continue;
			};
			ensure!(
				T::Machines::owner(&machine).as_ref() == Some(&record.concerned),
				"2: a sanction is not that of the machine's owner"
			);
			let sum = amounts.entry(machine).or_default();
			*sum = sum.checked_add(amount).ok_or("2: the amounts overflow")?;
		}
		for (machine, amount) in amounts {
			// Told by locking all that is free, and undoing that.
			let free = with_transaction(|| {
				TransactionOutcome::Rollback(T::Machines::lock(&machine, BalanceOf::<T>::MAX))
			});
			let free = free.map_err(|_| "2: a machine's stake cannot be told")?;
			let locked = T::Machines::held(&machine).saturating_sub(free);
			ensure!(
				locked >= amount,
				"2: less of a machine's stake is locked than its sanctions take"
			);
		}
		Ok(())
	}

	/// 3. Every sanction is in the index of its account and of its machine, and nothing else is.
	fn ensure_3_indexes_are_complete(
		sanctions: &BTreeMap<SanctionId, RecordOf<T>>,
	) -> Result<(), TryRuntimeError> {
		let by_account: BTreeSet<(T::AccountId, SanctionId)> =
			SanctionsByAccount::<T>::iter_keys().collect();
		let expected = sanctions
			.iter()
			.map(|(id, record)| (record.concerned.clone(), *id));
		ensure!(
			by_account == expected.collect(),
			"3: the index of accounts is wrong"
		);
		let by_machine: BTreeSet<(MachineId, SanctionId)> =
			SanctionsByMachine::<T>::iter_keys().collect();
		let expected = sanctions
			.iter()
			.filter_map(|(id, record)| Some((record.ground.stake()?.0, *id)));
		ensure!(
			by_machine == expected.collect(),
			"3: the index of machines is wrong"
		);
		Ok(())
	}

	/// 4. Every sanction is on the agenda, once.
	fn ensure_4_sanctions_are_on_the_agenda(
		sanctions: &BTreeMap<SanctionId, RecordOf<T>>,
	) -> Result<(), TryRuntimeError> {
		let mut items: Vec<SanctionId> = AgendaItems::<T>::iter_values()
			.filter(|id| sanctions.contains_key(id))
			.collect();
		items.sort_unstable();
		ensure!(
			items.iter().eq(sanctions.keys()),
			"4: a sanction is not on the agenda exactly once"
		);
		Ok(())
	}

	/// 5. Numbers are below the next; no stage ends before the sanction was made; a sanction of a machine takes something;
	///    no member has two sanctions for one job.
	fn ensure_5_records_are_consistent(
		sanctions: &BTreeMap<SanctionId, RecordOf<T>>,
	) -> Result<(), TryRuntimeError> {
		let next = NextId::<T>::get();
		let mut faults = BTreeSet::<(JobId, &T::AccountId)>::new();
		for (id, record) in sanctions {
			ensure!(*id < next, "5: a number will be used twice");
			ensure!(
				record.until >= record.created_at,
				"5: a sanction ends before it was made"
			);
			match record.ground {
				SanctionGround::MemberFault { job } => ensure!(
					faults.insert((job, &record.concerned)),
					"5: a member has two sanctions for one job"
				),
				SanctionGround::RefusedRegistration { amount, .. }
				| SanctionGround::Outage { amount, .. } => {
					ensure!(amount > 0, "5: a sanction takes nothing")
				}
			}
		}
		Ok(())
	}

	/// 6. Shares are those of a pending sanction; none is 0; those of a machine's sanction are together at most its amount.
	fn ensure_6_shares_are_consistent(
		record: Option<&RecordOf<T>>,
		shares: &SharesOf<T>,
	) -> Result<(), TryRuntimeError> {
		let record = record.ok_or("6: shares have no sanction")?;
		ensure!(
			!shares.is_empty() && shares.iter().all(|(_, share)| *share > 0),
			"6: somebody's share is nothing"
		);
		let sum = shares
			.iter()
			.try_fold(0u128, |sum, (_, share)| sum.checked_add(*share))
			.ok_or("6: the shares overflow")?;
		ensure!(
			record
				.ground
				.stake()
				.is_none_or(|(_, amount)| sum <= amount),
			"6: the shares are more than the sanction"
		);
		Ok(())
	}

	/// 7. A series is that of a machine that exists; each cause is in it at most once, and a change of the hardware never; no
	///    more was imposed than its base; it has a running outage exactly if the machine has; no claim is 0 or the owner's.
	fn ensure_7_series_is_consistent(
		machine: &MachineId,
		series: &SeriesOf<T>,
	) -> Result<(), TryRuntimeError> {
		let owner = T::Machines::owner(machine).ok_or("7: a series has no machine")?;
		let causes: BTreeSet<OutageCause> =
			series.lengths.iter().map(|(cause, _)| *cause).collect();
		ensure!(
			causes.len() == series.lengths.len() && !causes.contains(&OutageCause::HardwareChange),
			"7: the causes of a series are wrong"
		);
		ensure!(
			series.imposed <= series.base,
			"7: more was imposed than the whole stake"
		);
		ensure!(
			series.running.is_some() == T::Machines::outage(machine).is_some(),
			"7: a series and its machine are not down together"
		);
		let mut claims = series
			.running
			.iter()
			.flat_map(|running| running.claims.iter());
		ensure!(
			claims.all(|(renter, claim)| *claim > 0 && *renter != owner),
			"7: a claim is nothing, or the owner's"
		);
		Ok(())
	}
}
