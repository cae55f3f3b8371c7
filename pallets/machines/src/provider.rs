//! How the pallets above see and steer machines.

use dbc_math::stake;
use dbc_primitives::{
	traits::{
		MachineAvailability, MachineInspect, MachineStake, MachineVerification, OnMachineChange,
		OrderGuard, OutageInspect, PriceProvider,
	},
	Hardware, MachineId, Moment, Offer, Outage, OutageCause, Phase, Profile, RejectReason,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{tokens::Imbalance, Get},
};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
	BalanceOf, Config, CreditOf, Down, Error, Event, HardwareOf, MachineOf, Machines, Pallet, Past,
	Profiles, Up,
};

impl<T: Config> MachineInspect<T::AccountId> for Pallet<T> {
	fn owner(machine: &MachineId) -> Option<T::AccountId> {
		Machines::<T>::get(machine).map(|record| record.owner)
	}

	fn payee(machine: &MachineId) -> Option<T::AccountId> {
		Machines::<T>::get(machine).map(|record| record.payee_or_owner())
	}

	fn phase(machine: &MachineId) -> Option<Phase> {
		Machines::<T>::get(machine).map(|record| record.phase)
	}

	fn hardware(machine: &MachineId) -> Option<Hardware> {
		HardwareOf::<T>::get(machine)
	}

	fn offer(machine: &MachineId) -> Option<Offer<T::AccountId>> {
		Machines::<T>::get(machine).and_then(|record| record.offer())
	}
}

impl<T: Config> OutageInspect for Pallet<T> {
	type Balance = BalanceOf<T>;

	fn outage(machine: &MachineId) -> Option<Outage<BalanceOf<T>>> {
		Machines::<T>::get(machine).and_then(|record| record.outage)
	}

	fn active_since(machine: &MachineId) -> Option<Moment> {
		Machines::<T>::get(machine).and_then(|record| record.first_active_at)
	}
}

impl<T: Config> MachineVerification for Pallet<T> {
	fn begin_verification(machine: &MachineId) -> DispatchResult {
		let mut record = Self::record(machine)?;
		let was_returned = record.was_stake_returned();
		let rules = T::Rules::get();
		record
			.begin_verification(Self::now(), rules.rejected_retry)
			.map_err(Error::<T>::from)?;
		ensure!(
			Profiles::<T>::contains_key(machine),
			Error::<T>::ProfileMissing
		);
		let mut held = 0;
		if was_returned {
			let stake = Self::per_gpu(&rules, Some(Self::fresh_price()?)).planck();
			held = stake.saturating_sub(record.free_stake());
			Self::hold_stake(&record.owner, held)?;
			record.add_stake(held);
		}
		Machines::<T>::insert(machine, record);
		Self::deposit_event(Event::VerificationBegun {
			machine: *machine,
			held,
		});
		Ok(())
	}

	fn begin_hardware_change(machine: &MachineId, profile: Option<Profile>) -> DispatchResult {
		let mut record = Self::record(machine)?;
		let now = Self::now();
		let down = record
			.begin_hardware_change(now)
			.map_err(Error::<T>::from)?;
		T::Orders::ensure_vacant(machine)?;
		profile.as_ref().map_or(Ok(()), Self::check_profile)?;
		Machines::<T>::insert(machine, &record);
		Self::deposit_event(Event::HardwareChangeBegun { machine: *machine });
		if let Some(profile) = profile {
			Profiles::<T>::insert(machine, profile);
			Self::deposit_event(Event::ProfileSet { machine: *machine });
		}
		if let Some(down) = down {
			Self::tell_down(*machine, &record, down, OutageCause::HardwareChange, now);
		}
		Ok(())
	}

	fn check_hardware(hardware: &Hardware) -> DispatchResult {
		Self::checked_points(hardware)?;
		Ok(())
	}

	fn activate(machine: &MachineId, hardware: Hardware) -> DispatchResult {
		let mut record = Self::record(machine)?;
		let points = Self::checked_points(&hardware)?;
		// An attestation never waits for a price.
		let per_gpu = Self::per_gpu(&T::Rules::get(), T::Price::last_known());
		let requirement = stake::stake_of_machine(per_gpu, hardware.gpu_count);
		record
			.activate(Self::now(), points, hardware.gpu_count, requirement)
			.map_err(Error::<T>::from)?;
		let (held, released) = Self::fit_stake(&mut record);
		let completed = record.note_gained_stake();
		let fell = record.missing_stake() > 0 && !record.under_staked;
		record.under_staked |= fell;
		HardwareOf::<T>::insert(machine, hardware);
		Machines::<T>::insert(machine, &record);
		Self::deposit_event(Event::MachineActivated {
			machine: *machine,
			points,
			requirement,
			held,
			released,
		});
		if completed {
			Self::deposit_event(Event::StakeCompleted {
				machine: *machine,
				stake: record.stake,
			});
		}
		if fell {
			Self::deposit_under_staked(*machine, &record);
		}
		T::OnMachineChange::on_activated(machine, &record.owner, points);
		Ok(())
	}

	fn reject(machine: &MachineId, reason: RejectReason) -> DispatchResult {
		let mut record = Self::record(machine)?;
		record
			.reject(Self::now(), reason)
			.map_err(Error::<T>::from)?;
		Machines::<T>::insert(machine, record);
		Self::deposit_event(Event::MachineRejected {
			machine: *machine,
			reason,
		});
		Ok(())
	}

	fn give_up(machine: &MachineId) -> DispatchResult {
		let mut record = Self::record(machine)?;
		record.give_up(Self::now()).map_err(Error::<T>::from)?;
		Machines::<T>::insert(machine, record);
		Self::deposit_event(Event::VerificationGivenUp { machine: *machine });
		Ok(())
	}

	fn withdraw(machine: &MachineId) -> DispatchResult {
		let mut record = Self::record(machine)?;
		record.withdraw().map_err(Error::<T>::from)?;
		Machines::<T>::insert(machine, record);
		Self::deposit_event(Event::VerificationWithdrawn { machine: *machine });
		Ok(())
	}
}

impl<T: Config> MachineAvailability for Pallet<T> {
	fn take_down(machine: &MachineId, cause: OutageCause, since: Moment) -> DispatchResult {
		let mut record = Self::record(machine)?;
		let down = record
			.take_down(cause, since, Self::now())
			.map_err(Error::<T>::from)?;
		Machines::<T>::insert(machine, &record);
		Self::tell_down(*machine, &record, down, cause, since);
		Ok(())
	}

	fn bring_up(machine: &MachineId, cause: OutageCause) -> DispatchResult {
		let mut record = Self::record(machine)?;
		let up = record
			.bring_up(cause, Self::now())
			.map_err(Error::<T>::from)?;
		Machines::<T>::insert(machine, record);
		let machine = *machine;
		match up {
			Up::StillDown => Self::deposit_event(Event::OutageCauseEnded { machine, cause }),
			Up::Ended(ended) => {
				Self::deposit_event(Event::OutageEnded {
					machine,
					since: ended.since,
				});
				T::OnMachineChange::on_up(&machine, &ended);
			}
		}
		Ok(())
	}

	fn note_past_outage(
		machine: &MachineId,
		cause: OutageCause,
		since: Moment,
		until: Moment,
	) -> DispatchResult {
		let mut record = Self::record(machine)?;
		let past = record
			.note_past_outage(cause, since, until, Self::now())
			.map_err(Error::<T>::from)?;
		let machine = *machine;
		match past {
			Past::Joined(down) => {
				Machines::<T>::insert(machine, &record);
				Self::tell_down(machine, &record, down, cause, since);
			}
			Past::Apart(ended) => {
				Self::deposit_event(Event::OutageBegun {
					machine,
					cause,
					since,
					base: ended.base,
				});
				Self::deposit_event(Event::OutageEnded { machine, since });
				T::OnMachineChange::on_down(&machine, &ended);
				T::OnMachineChange::on_up(&machine, &ended);
			}
		}
		Ok(())
	}

	fn lock_exit(machine: &MachineId) -> DispatchResult {
		let mut record = Self::record(machine)?;
		record.lock_exit().map_err(Error::<T>::from)?;
		Machines::<T>::insert(machine, record);
		Ok(())
	}

	fn unlock_exit(machine: &MachineId) -> DispatchResult {
		let mut record = Self::record(machine)?;
		record.unlock_exit().map_err(Error::<T>::from)?;
		Machines::<T>::insert(machine, record);
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// Tells that a machine, whose record is stored, is down for `cause` since `since`.
	fn tell_down(
		machine: MachineId,
		record: &MachineOf<T>,
		down: Down,
		cause: OutageCause,
		since: Moment,
	) {
		match (down, &record.outage) {
			(Down::Began, Some(outage)) => {
				Self::deposit_event(Event::OutageBegun {
					machine,
					cause,
					since,
					base: outage.base,
				});
				T::OnMachineChange::on_down(&machine, outage);
			}
			_ => Self::deposit_event(Event::OutageCauseAdded {
				machine,
				cause,
				since,
			}),
		}
		if down == Down::BeganEarlier {
			T::OnMachineChange::on_terms_changed(&machine);
		}
	}

	/// Brings the stake to the requirement and tells what was held and what was released. An attestation stands whatever
	/// the owner's account can do: what it lacks is not held (all of it or nothing), what it cannot receive stays held.
	/// As such a failure is no error, it must undo itself: each attempt has its own storage layer.
	fn fit_stake(record: &mut MachineOf<T>) -> (BalanceOf<T>, BalanceOf<T>) {
		let missing = record.missing_stake();
		let hold = || Self::hold_stake(&record.owner, missing);
		if missing > 0 && with_storage_layer(hold).is_ok() {
			record.add_stake(missing);
			return (missing, 0);
		}
		let kept = record.requirement.max(record.locked);
		let excess = record.stake.saturating_sub(kept);
		let release = || Self::release_stake(&record.owner, excess);
		if excess > 0 && with_storage_layer(release).is_ok() {
			record.stake = kept;
			return (0, excess);
		}
		(0, 0)
	}

	/// Stores a record whose stake became less, and tells if too little is left.
	fn store_lost_stake(machine: &MachineId, mut record: MachineOf<T>) {
		let fell = record.note_lost_stake(T::Rules::get().under_stake_percent);
		Machines::<T>::insert(machine, &record);
		if fell {
			Self::deposit_under_staked(*machine, &record);
			T::OnMachineChange::on_terms_changed(machine);
		}
	}
}

impl<T: Config> MachineStake for Pallet<T> {
	type Balance = BalanceOf<T>;
	type Credit = CreditOf<T>;

	fn held(machine: &MachineId) -> BalanceOf<T> {
		Machines::<T>::get(machine).map_or(0, |record| record.stake)
	}

	fn lock(machine: &MachineId, amount: BalanceOf<T>) -> Result<BalanceOf<T>, DispatchError> {
		let mut record = Self::record(machine)?;
		let amount = record.lock(amount);
		let locked = record.locked;
		Machines::<T>::insert(machine, record);
		Self::deposit_event(Event::StakeLocked {
			machine: *machine,
			amount,
			locked,
		});
		Ok(amount)
	}

	fn unlock(machine: &MachineId, amount: BalanceOf<T>) -> DispatchResult {
		let mut record = Self::record(machine)?;
		record.unlock(amount).map_err(Error::<T>::from)?;
		let locked = record.locked;
		Machines::<T>::insert(machine, record);
		Self::deposit_event(Event::StakeUnlocked {
			machine: *machine,
			amount,
			locked,
		});
		Ok(())
	}

	fn slash_locked(
		machine: &MachineId,
		amount: BalanceOf<T>,
	) -> Result<CreditOf<T>, DispatchError> {
		let mut record = Self::record(machine)?;
		record.unlock(amount).map_err(Error::<T>::from)?;
		let credit = Self::slash_stake(&record.owner, amount);
		record
			.remove_stake(credit.peek())
			.map_err(Error::<T>::from)?;
		Self::deposit_event(Event::StakeSlashed {
			machine: *machine,
			amount: credit.peek(),
			stake: record.stake,
		});
		Self::store_lost_stake(machine, record);
		Ok(credit)
	}

	fn release(machine: &MachineId, amount: BalanceOf<T>) -> DispatchResult {
		let mut record = Self::record(machine)?;
		record.remove_stake(amount).map_err(Error::<T>::from)?;
		Self::release_stake(&record.owner, amount)?;
		Self::deposit_event(Event::StakeReleased {
			machine: *machine,
			amount,
			stake: record.stake,
		});
		Self::store_lost_stake(machine, record);
		Ok(())
	}
}
