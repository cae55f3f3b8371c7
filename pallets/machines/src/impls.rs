//! What the calls do: validate everything, move money, store the record, tell it in one event per fact, and only then let
//! the listeners know, because they may change the record themselves.

use dbc_math::stake::{self, StakePerGpu};
use dbc_primitives::{
	traits::{MachineAvailability, OnMachineChange, OrderGuard, PriceProvider},
	GpuModelLimits, MachineId, MachineRules, MicroUsd, ModelName, Moment, NanoUsd, OutageCause,
	Phase, Profile,
};
use frame_support::{
	ensure,
	traits::{Get, UnixTime},
};
use sp_core::sr25519;
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
	BalanceOf, Config, Error, Event, GpuModels, HardwareOf, Machine, MachineOf, Machines,
	MachinesByOwner, Pallet, Profiles, StateError,
};

/// Causes that end when the owner says so. The others end by an attestation.
const ENDED_BY_OWNER: [OutageCause; 4] = [
	OutageCause::OwnerReported,
	OutageCause::Inaccessible,
	OutageCause::Malfunction,
	OutageCause::RentFailed,
];

impl<T> From<StateError> for Error<T> {
	fn from(error: StateError) -> Self {
		match error {
			StateError::WrongPhase => Self::WrongPhase,
			StateError::NotActive => Self::NotActive,
			StateError::VerificationUnderWay => Self::VerificationUnderWay,
			StateError::RetryExpired => Self::RetryExpired,
			StateError::NoHardwareChange => Self::NoHardwareChange,
			StateError::Leaving => Self::Leaving,
			StateError::ExitLocked => Self::ExitLocked,
			StateError::OutageRunning => Self::OutageRunning,
			StateError::AlreadyDown => Self::AlreadyDown,
			StateError::NotDown => Self::NotDown,
			StateError::OutageInFuture => Self::OutageInFuture,
			StateError::LockedTooLow => Self::LockedTooLow,
			StateError::StakeTooLow => Self::StakeTooLow,
			StateError::TooManyExitLocks => Self::TooManyExitLocks,
			StateError::ExitNotLocked => Self::ExitNotLocked,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The chain's time in Unix milliseconds.
	pub(crate) fn now() -> Moment {
		Moment::try_from(T::Time::now().as_millis()).unwrap_or(Moment::MAX)
	}

	/// The record of a machine.
	pub(crate) fn record(machine: &MachineId) -> Result<MachineOf<T>, Error<T>> {
		Machines::<T>::get(machine).ok_or(Error::<T>::MachineNotFound)
	}

	/// The record of a machine that `who` owns.
	fn record_of(who: &T::AccountId, machine: &MachineId) -> Result<MachineOf<T>, Error<T>> {
		let record = Self::record(machine)?;
		ensure!(record.owner == *who, Error::<T>::NotOwner);
		Ok(record)
	}

	/// The price for a new commitment.
	pub(crate) fn fresh_price() -> Result<NanoUsd, Error<T>> {
		T::Price::price().map_err(|_| Error::<T>::PriceUnavailable)
	}

	/// The stake of one GPU by the rule. Without a price the DBC side binds.
	pub(crate) fn per_gpu(rules: &MachineRules, price: Option<NanoUsd>) -> StakePerGpu {
		stake::stake_per_gpu_ceil(rules.stake_per_gpu, rules.stake_usd_per_gpu, price)
	}

	pub(crate) fn do_register(
		owner: T::AccountId,
		machine: MachineId,
		expires_at: Moment,
		signature: &sr25519::Signature,
	) -> DispatchResult {
		ensure!(
			!Machines::<T>::contains_key(machine),
			Error::<T>::AlreadyRegistered
		);
		let rules = T::Rules::get();
		let now = Self::now();
		Self::check_signature(&rules, now, &owner, &machine, expires_at, signature)?;
		let stake = Self::per_gpu(&rules, Some(Self::fresh_price()?)).planck();
		let fee = rules.registration_fee;
		Self::pay_fee_and_hold_stake(&owner, fee, stake)?;
		Machines::<T>::insert(machine, Machine::registered(owner.clone(), now, stake));
		MachinesByOwner::<T>::insert(&owner, machine, ());
		Self::deposit_event(Event::MachineRegistered {
			machine,
			owner,
			stake,
			fee,
		});
		Ok(())
	}

	pub(crate) fn do_set_profile(
		who: &T::AccountId,
		machine: MachineId,
		profile: Profile,
	) -> DispatchResult {
		let record = Self::record_of(who, &machine)?;
		let locked = matches!(record.phase, Phase::Verifying | Phase::Active);
		ensure!(!locked, Error::<T>::ProfileLocked);
		Self::check_profile(&profile)?;
		Profiles::<T>::insert(machine, profile);
		Self::deposit_event(Event::ProfileSet { machine });
		Ok(())
	}

	pub(crate) fn do_set_payee(
		who: &T::AccountId,
		machine: MachineId,
		payee: Option<T::AccountId>,
	) -> DispatchResult {
		let mut record = Self::record_of(who, &machine)?;
		record.payee = payee.clone();
		Machines::<T>::insert(machine, record);
		Self::deposit_event(Event::PayeeSet { machine, payee });
		T::OnMachineChange::on_terms_changed(&machine);
		Ok(())
	}

	pub(crate) fn do_set_extra_price(
		who: &T::AccountId,
		machine: MachineId,
		extra_price: MicroUsd,
	) -> DispatchResult {
		let mut record = Self::record_of(who, &machine)?;
		let highest = T::Rules::get().max_extra_price;
		ensure!(extra_price <= highest, Error::<T>::ExtraPriceTooHigh);
		record.extra_price = extra_price;
		Machines::<T>::insert(machine, record);
		Self::deposit_event(Event::ExtraPriceSet {
			machine,
			extra_price,
		});
		T::OnMachineChange::on_terms_changed(&machine);
		Ok(())
	}

	pub(crate) fn do_close(who: &T::AccountId, machine: MachineId) -> DispatchResult {
		let mut record = Self::record_of(who, &machine)?;
		ensure!(!record.closed, Error::<T>::AlreadyClosed);
		record.closed = true;
		Machines::<T>::insert(machine, record);
		Self::deposit_event(Event::MachineClosed { machine });
		T::OnMachineChange::on_terms_changed(&machine);
		Ok(())
	}

	pub(crate) fn do_open(who: &T::AccountId, machine: MachineId) -> DispatchResult {
		let mut record = Self::record_of(who, &machine)?;
		record.ensure_staying().map_err(Error::<T>::from)?;
		ensure!(record.closed, Error::<T>::AlreadyOpen);
		record.closed = false;
		Machines::<T>::insert(machine, record);
		Self::deposit_event(Event::MachineOpened { machine });
		T::OnMachineChange::on_terms_changed(&machine);
		Ok(())
	}

	pub(crate) fn do_top_up(
		who: &T::AccountId,
		machine: MachineId,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut record = Self::record_of(who, &machine)?;
		record.ensure_active().map_err(Error::<T>::from)?;
		record.ensure_staying().map_err(Error::<T>::from)?;
		let amount = amount.min(record.missing_stake());
		ensure!(amount > 0, Error::<T>::NothingMissing);
		Self::hold_stake(who, amount)?;
		record.add_stake(amount);
		let completed = record.note_gained_stake();
		let stake = record.stake;
		Machines::<T>::insert(machine, record);
		Self::deposit_event(Event::StakeToppedUp {
			machine,
			amount,
			stake,
		});
		if completed {
			Self::deposit_event(Event::StakeCompleted { machine, stake });
			T::OnMachineChange::on_terms_changed(&machine);
		}
		Ok(())
	}

	pub(crate) fn do_restake(who: &T::AccountId, machine: MachineId) -> DispatchResult {
		let mut record = Self::record_of(who, &machine)?;
		record.ensure_active().map_err(Error::<T>::from)?;
		record.ensure_staying().map_err(Error::<T>::from)?;
		ensure!(record.outage.is_none(), Error::<T>::OutageRunning);
		ensure!(!record.is_held_back(), Error::<T>::ExitLocked);
		ensure!(record.missing_stake() == 0, Error::<T>::StakeIncomplete);
		let (rules, now) = (T::Rules::get(), Self::now());
		let from = restake_from(&rules, &record).unwrap_or(Moment::MAX);
		ensure!(now >= from, Error::<T>::TooEarly);
		let hardware = HardwareOf::<T>::get(machine).ok_or(Error::<T>::NotActive)?;
		let per_gpu = Self::per_gpu(&rules, Some(Self::fresh_price()?));
		let requirement = stake::stake_of_machine(per_gpu, hardware.gpu_count);
		let released = record.requirement.saturating_sub(requirement);
		ensure!(released > 0, Error::<T>::NothingToRelease);
		record.remove_stake(released).map_err(Error::<T>::from)?;
		record.fix_requirement(now, requirement);
		Self::release_stake(who, released)?;
		Machines::<T>::insert(machine, record);
		Self::deposit_event(Event::Restaked {
			machine,
			requirement,
			released,
		});
		Ok(())
	}

	pub(crate) fn do_report_down(who: &T::AccountId, machine: MachineId) -> DispatchResult {
		Self::record_of(who, &machine)?;
		Self::take_down(&machine, OutageCause::OwnerReported, Self::now())
	}

	pub(crate) fn do_report_up(who: &T::AccountId, machine: MachineId) -> DispatchResult {
		let record = Self::record_of(who, &machine)?;
		let mut causes = ENDED_BY_OWNER
			.into_iter()
			.filter(|cause| record.is_down_for(*cause));
		let first = causes.next().ok_or(Error::<T>::NotDown)?;
		Self::bring_up(&machine, first)?;
		causes.try_for_each(|cause| Self::bring_up(&machine, cause))
	}

	pub(crate) fn do_set_gpu_model(model: ModelName, limits: GpuModelLimits) -> DispatchResult {
		Self::check_gpu_model(&model, &limits)?;
		GpuModels::<T>::insert(&model, limits);
		Self::deposit_event(Event::GpuModelSet { model, limits });
		Ok(())
	}

	pub(crate) fn do_remove_gpu_model(model: ModelName) -> DispatchResult {
		let known = GpuModels::<T>::take(&model).is_some();
		ensure!(known, Error::<T>::UnknownGpuModel);
		Self::deposit_event(Event::GpuModelRemoved { model });
		Ok(())
	}

	pub(crate) fn do_exit(who: &T::AccountId, machine: MachineId) -> DispatchResult {
		let record = Self::record_of(who, &machine)?;
		ensure!(
			record.phase != Phase::Verifying,
			Error::<T>::VerificationUnderWay
		);
		ensure!(!record.is_held_back(), Error::<T>::ExitLocked);
		let early = exit_from(&T::Rules::get(), &record).is_some_and(|from| Self::now() < from);
		// Once it is leaving nothing but what is pending counts.
		ensure!(record.leaving || !early, Error::<T>::TooEarly);
		T::Orders::ensure_may_exit(&machine)?;
		let record = Self::end_outage_to_leave(machine, record)?;
		if record.is_held_back() {
			Self::defer_exit(machine, &record, 0);
			return Ok(());
		}
		Self::remove_machine(machine, record)
	}

	pub(crate) fn do_remove(machine: MachineId) -> DispatchResult {
		let record = Self::record(&machine)?;
		let (rules, now) = (T::Rules::get(), Self::now());
		ensure!(is_removable(&rules, now, &record), Error::<T>::NotRemovable);
		ensure!(!record.is_held_back(), Error::<T>::ExitLocked);
		T::Orders::ensure_all_closed(&machine)?;
		let record = Self::end_outage_to_leave(machine, record)?;
		if record.is_held_back() {
			Self::defer_exit(machine, &record, 0);
			return Ok(());
		}
		Self::remove_machine(machine, record)
	}

	pub(crate) fn do_force_exit(machine: MachineId) -> DispatchResult {
		ensure!(
			Self::record(&machine)?.phase != Phase::Verifying,
			Error::<T>::VerificationUnderWay
		);
		// The listeners may have changed the record.
		T::OnMachineChange::on_forced_exit(&machine);
		let mut record = Self::end_outage_to_leave(machine, Self::record(&machine)?)?;
		if !record.is_held_back() {
			return Self::remove_machine(machine, record);
		}
		let free = record.free_stake();
		record.remove_stake(free).map_err(Error::<T>::from)?;
		record.begin_leaving();
		let released = Self::return_stake(&record.owner, free)?;
		let fell = record.note_lost_stake(T::Rules::get().under_stake_percent);
		Machines::<T>::insert(machine, &record);
		if fell {
			Self::deposit_under_staked(machine, &record);
		}
		Self::defer_exit(machine, &record, released);
		T::OnMachineChange::on_terms_changed(&machine);
		Ok(())
	}

	/// Ends the running outage of a machine that wants to go. The listeners hear of it first, because they may lock the
	/// exit for the sanction; so the record is read again.
	fn end_outage_to_leave(
		machine: MachineId,
		mut record: MachineOf<T>,
	) -> Result<MachineOf<T>, DispatchError> {
		let Some(ended) = record.end_outage(Self::now()) else {
			return Ok(record);
		};
		record.begin_leaving();
		Machines::<T>::insert(machine, record);
		Self::deposit_event(Event::OutageEnded {
			machine,
			since: ended.since,
		});
		T::OnMachineChange::on_up(&machine, &ended);
		Ok(Self::record(&machine)?)
	}

	fn defer_exit(machine: MachineId, record: &MachineOf<T>, released: BalanceOf<T>) {
		let owner = record.owner.clone();
		let locked = record.locked;
		Self::deposit_event(Event::ExitDeferred {
			machine,
			owner,
			released,
			locked,
		});
	}

	/// Removes a machine with everything keyed by it. The whole rest of the stake goes at once.
	fn remove_machine(machine: MachineId, record: MachineOf<T>) -> DispatchResult {
		let MachineOf::<T> { owner, stake, .. } = record;
		let released = Self::return_stake(&owner, stake)?;
		Machines::<T>::remove(machine);
		Profiles::<T>::remove(machine);
		HardwareOf::<T>::remove(machine);
		MachinesByOwner::<T>::remove(&owner, machine);
		Self::deposit_event(Event::MachineRemoved {
			machine,
			owner: owner.clone(),
			released,
		});
		T::OnMachineChange::on_removed(&machine, &owner);
		Ok(())
	}

	pub(crate) fn deposit_under_staked(machine: MachineId, record: &MachineOf<T>) {
		Self::deposit_event(Event::MachineUnderStaked {
			machine,
			stake: record.stake,
			requirement: record.requirement,
		});
	}
}

/// From when on the stake may be fixed anew; `None` before the first activation.
pub(crate) fn restake_from<AccountId, Balance>(
	rules: &MachineRules,
	record: &Machine<AccountId, Balance>,
) -> Option<Moment> {
	Some(
		record
			.requirement_fixed_at?
			.saturating_add(rules.restake_interval),
	)
}

/// From when on the machine may leave; `None` before the first activation, when its age is no obstacle.
pub(crate) fn exit_from<AccountId, Balance>(
	rules: &MachineRules,
	record: &Machine<AccountId, Balance>,
) -> Option<Moment> {
	Some(
		record
			.first_active_at?
			.saturating_add(rules.exit_min_active),
	)
}

/// Whether anyone may remove the machine, if nothing is pending.
fn is_removable<AccountId>(
	rules: &MachineRules,
	now: Moment,
	record: &Machine<AccountId, u128>,
) -> bool {
	let abandoned = record
		.outage
		.as_ref()
		.is_some_and(|outage| now >= outage.since.saturating_add(rules.abandoned_after));
	record.leaving
		|| abandoned
		|| match record.phase {
			Phase::Rejected { at, .. } | Phase::Undecided { at } => {
				now >= at.saturating_add(rules.rejected_retry)
			}
			Phase::Active => record.stake == 0,
			Phase::Registered | Phase::Verifying => false,
		}
}
