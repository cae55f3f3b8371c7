//! What must always hold. One function for each invariant; the tests run them after every test.

use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use dbc_math::points;
use dbc_primitives::{MachineId, Phase};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

use crate::{
	BalanceOf, Config, HardwareOf, MachineOf, Machines, MachinesByOwner, Pallet, Profiles,
};

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let machines: Vec<(MachineId, MachineOf<T>)> = Machines::<T>::iter().collect();
		Self::ensure_1_stakes_are_on_hold(&machines)?;
		Self::ensure_2_owners_are_indexed(&machines)?;
		for (machine, record) in &machines {
			Self::ensure_3_descriptions_fit_the_phase(machine, record)?;
			Self::ensure_4_stake_is_consistent(record)?;
			Self::ensure_5_outage_is_consistent(record)?;
			Self::ensure_6_leaving_machines_are_closed(record)?;
		}
		Self::ensure_7_nothing_is_left_behind()
	}

	/// 1. For every account, what is on hold is the sum of the stakes of its machines.
	fn ensure_1_stakes_are_on_hold(
		machines: &[(MachineId, MachineOf<T>)],
	) -> Result<(), TryRuntimeError> {
		let mut stakes = BTreeMap::<T::AccountId, BalanceOf<T>>::new();
		for (_, record) in machines {
			let sum = stakes.entry(record.owner.clone()).or_default();
			*sum = sum
				.checked_add(record.stake)
				.ok_or("1: the stakes overflow")?;
		}
		for account in frame_system::Account::<T>::iter_keys() {
			let recorded = stakes.remove(&account).unwrap_or_default();
			ensure!(
				Self::stake_on_hold(&account) == recorded,
				"1: the stakes of an account are not what it has on hold"
			);
		}
		ensure!(
			stakes.values().all(|stake| *stake == 0),
			"1: an account that does not exist has a stake"
		);
		Ok(())
	}

	/// 2. The index by owner holds every machine once, under its owner, and nothing else.
	fn ensure_2_owners_are_indexed(
		machines: &[(MachineId, MachineOf<T>)],
	) -> Result<(), TryRuntimeError> {
		for (machine, record) in machines {
			ensure!(
				MachinesByOwner::<T>::contains_key(&record.owner, machine),
				"2: a machine is not indexed under its owner"
			);
		}
		ensure!(
			MachinesByOwner::<T>::iter_keys().count() == machines.len(),
			"2: the index holds something that is no machine"
		);
		Ok(())
	}

	/// 3. A machine that is verified or being so has a profile; hardware, its points and the time of activation exist
	///    exactly for Active machines.
	fn ensure_3_descriptions_fit_the_phase(
		machine: &MachineId,
		record: &MachineOf<T>,
	) -> Result<(), TryRuntimeError> {
		if matches!(record.phase, Phase::Verifying | Phase::Active) {
			ensure!(
				Profiles::<T>::contains_key(machine),
				"3: a machine has no profile"
			);
		}
		let hardware = HardwareOf::<T>::get(machine);
		let active = record.is_active();
		ensure!(
			hardware.is_some() == active,
			"3: hardware and phase disagree"
		);
		ensure!(
			record.first_active_at.is_some() == active
				&& record.requirement_fixed_at.is_some() == active,
			"3: the time of activation and the phase disagree"
		);
		ensure!(
			record.gpus == hardware.as_ref().map_or(0, |known| known.gpu_count),
			"3: the GPUs are not those of the hardware"
		);
		let points = hardware.map_or(0, |known| {
			points::points_nearest(
				known.gpu_count,
				known.cuda_cores,
				known.vram_gb,
				known.ram_gb,
			)
		});
		ensure!(
			record.points == points,
			"3: the points are not those of the hardware"
		);
		Ok(())
	}

	/// 4. Not more is locked than is held; only Active machines have a requirement; under-staked means that stake is
	///    missing.
	fn ensure_4_stake_is_consistent(record: &MachineOf<T>) -> Result<(), TryRuntimeError> {
		ensure!(
			record.locked <= record.stake,
			"4: more is locked than is held"
		);
		ensure!(
			record.is_active() || record.requirement == 0,
			"4: a machine that was never Active has a requirement"
		);
		ensure!(
			!record.under_staked || record.missing_stake() > 0,
			"4: a machine is under-staked though nothing is missing"
		);
		Ok(())
	}

	/// 5. Only Active machines are down; an outage holds each cause once, none began before it, and one lasts.
	fn ensure_5_outage_is_consistent(record: &MachineOf<T>) -> Result<(), TryRuntimeError> {
		let Some(outage) = &record.outage else {
			return Ok(());
		};
		ensure!(
			record.is_active(),
			"5: a machine is down that is not Active"
		);
		ensure!(
			record.lasting_causes().next().is_some(),
			"5: an outage lasts without a cause"
		);
		let causes: BTreeSet<_> = outage.causes.iter().map(|known| known.cause).collect();
		ensure!(
			causes.len() == outage.causes.len(),
			"5: an outage has a cause twice"
		);
		// A change of hardware that is asked for once more begins again, while its outage goes on.
		ensure!(
			outage
				.causes
				.iter()
				.all(|known| known.since >= outage.since),
			"5: a cause of an outage began before it"
		);
		Ok(())
	}

	/// 6. A machine that is leaving takes no orders and is not being verified.
	fn ensure_6_leaving_machines_are_closed(record: &MachineOf<T>) -> Result<(), TryRuntimeError> {
		ensure!(
			record.phase != Phase::Verifying || !record.leaving,
			"6: a machine that is leaving is being verified"
		);
		ensure!(
			record.closed || !record.leaving,
			"6: a machine that is leaving is open"
		);
		Ok(())
	}

	/// 7. Nothing is stored for a machine that is gone.
	fn ensure_7_nothing_is_left_behind() -> Result<(), TryRuntimeError> {
		let mut keys = Profiles::<T>::iter_keys().chain(HardwareOf::<T>::iter_keys());
		ensure!(
			keys.all(Machines::<T>::contains_key),
			"7: something is stored for a machine that is gone"
		);
		Ok(())
	}
}
