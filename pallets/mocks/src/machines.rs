//! Machines without profiles, points and prices: phase, locks, and a stake that really moves.

use core::marker::PhantomData;
use std::cell::RefCell;

use codec::{Codec, Decode, Encode};
use dbc_primitives::{
	traits::{MachineAvailability, MachineInspect, MachineStake, MachineVerification},
	Hardware, MachineId, MicroUsd, Moment, NotRentable, Offer, OutageCause, Phase, Profile,
	RejectReason, MAX_GPUS,
};
use frame_support::{
	ensure,
	storage::unhashed,
	traits::{
		fungible::{Balanced, Credit, Mutate},
		tokens::{Fortitude, Imbalance, Precision, Preservation},
	},
};
use sp_runtime::{DispatchError, DispatchResult};

/// The stake of one GPU in [`MockMachines`].
pub const MOCK_STAKE_PER_GPU: u128 = 10_000_000_000_000_000_000;

/// Points of a GPU of [`MockMachines`], in hundredths.
pub const MOCK_POINTS_PER_GPU: u64 = 14_972;

thread_local! {
	static FAILING: RefCell<Vec<MachineStep>> = const { RefCell::new(Vec::new()) };
}

/// What [`MockMachines`] can be told to fail at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MachineStep {
	/// `begin_verification` and `begin_hardware_change`.
	Begin,
	/// `check_hardware`, and with it `activate`.
	Check,
	/// `activate`.
	Activate,
	/// `reject`.
	Reject,
	/// `bring_up`.
	BringUp,
	/// `slash_locked`.
	Slash,
	/// `release`.
	Release,
}

/// A machine of [`MockMachines`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct MockMachine<AccountId> {
	/// Its owner.
	pub owner: AccountId,
	/// Who receives its rent.
	pub payee: AccountId,
	/// Where it is in its life.
	pub phase: Phase,
	/// Its stake.
	pub held: u128,
	/// The locked part of its stake.
	pub locked: u128,
	/// Why it must not leave.
	pub exit_locks: u32,
	/// For what it is down.
	pub down: Vec<OutageCause>,
	/// The outages that were noted when they were over.
	pub past_outages: Vec<(OutageCause, Moment, Moment)>,
	/// Since when it is down.
	pub down_since: Option<Moment>,
	/// Whether it takes no new orders.
	pub closed: bool,
	/// Extra price per GPU and day.
	pub extra_price: MicroUsd,
	/// What was attested.
	pub hardware: Option<Hardware>,
}

/// Machines whose stake lies in an account of the mock. They say the same as the registry, as far as a test needs it.
pub struct MockMachines<AccountId, F>(PhantomData<(AccountId, F)>);

fn error(text: &'static str) -> DispatchError {
	DispatchError::Other(text)
}

fn check(step: MachineStep) -> DispatchResult {
	let fails = FAILING.with_borrow(|failing| failing.contains(&step));
	ensure!(!fails, error("mock: told to fail"));
	Ok(())
}

impl<AccountId, F> MockMachines<AccountId, F>
where
	AccountId: Codec + Clone + Eq + From<[u8; 32]>,
	F: Balanced<AccountId, Balance = u128> + Mutate<AccountId, Balance = u128>,
{
	/// At what it fails from now on.
	pub fn fail_at(steps: &[MachineStep]) {
		FAILING.set(steps.to_vec());
	}

	/// Where the stakes lie.
	pub fn vault() -> AccountId {
		AccountId::from([0xFA; 32])
	}

	/// The record of a machine.
	pub fn get(machine: &MachineId) -> Option<MockMachine<AccountId>> {
		unhashed::get(&crate::key("machine", machine))
	}

	/// Stores the record of a machine.
	pub fn put(machine: &MachineId, record: &MockMachine<AccountId>) {
		unhashed::put(&crate::key("machine", machine), record);
	}

	/// Registers a machine with the stake of one GPU.
	pub fn register(machine: &MachineId, owner: &AccountId) -> DispatchResult {
		let mut record = MockMachine {
			owner: owner.clone(),
			payee: owner.clone(),
			phase: Phase::Registered,
			held: 0,
			locked: 0,
			exit_locks: 0,
			down: Vec::new(),
			past_outages: Vec::new(),
			down_since: None,
			closed: false,
			extra_price: 0,
			hardware: None,
		};
		Self::hold(&mut record, MOCK_STAKE_PER_GPU)?;
		Self::put(machine, &record);
		Ok(())
	}

	/// Forgets a machine and returns its stake.
	pub fn remove(machine: &MachineId) -> DispatchResult {
		let mut record = Self::record(machine)?;
		let held = record.held;
		Self::give_back(&mut record, held)?;
		unhashed::kill(&crate::key("machine", machine));
		Ok(())
	}

	fn record(machine: &MachineId) -> Result<MockMachine<AccountId>, DispatchError> {
		Self::get(machine).ok_or(error("mock: no such machine"))
	}

	/// The record of a machine that is being verified.
	fn verifying(machine: &MachineId) -> Result<MockMachine<AccountId>, DispatchError> {
		let record = Self::record(machine)?;
		let verifying = record.phase == Phase::Verifying;
		ensure!(verifying, error("mock: not being verified"));
		Ok(record)
	}

	fn hold(record: &mut MockMachine<AccountId>, amount: u128) -> DispatchResult {
		if amount > 0 {
			let vault = Self::vault();
			F::transfer(&record.owner, &vault, amount, Preservation::Preserve)?;
		}
		record.held += amount;
		Ok(())
	}

	fn give_back(record: &mut MockMachine<AccountId>, amount: u128) -> DispatchResult {
		let free = record.held - record.locked;
		ensure!(amount <= free, error("mock: less is free"));
		if amount > 0 {
			let vault = Self::vault();
			F::transfer(&vault, &record.owner, amount, Preservation::Expendable)?;
		}
		record.held -= amount;
		Ok(())
	}
}

impl<AccountId, F> MachineInspect<AccountId> for MockMachines<AccountId, F>
where
	AccountId: Codec + Clone + Eq + From<[u8; 32]>,
	F: Balanced<AccountId, Balance = u128> + Mutate<AccountId, Balance = u128>,
{
	fn owner(machine: &MachineId) -> Option<AccountId> {
		Self::get(machine).map(|record| record.owner)
	}

	fn payee(machine: &MachineId) -> Option<AccountId> {
		Self::get(machine).map(|record| record.payee)
	}

	fn phase(machine: &MachineId) -> Option<Phase> {
		Self::get(machine).map(|record| record.phase)
	}

	fn hardware(machine: &MachineId) -> Option<Hardware> {
		Self::get(machine).and_then(|record| record.hardware)
	}

	fn offer(machine: &MachineId) -> Option<Offer<AccountId>> {
		let record = Self::get(machine)?;
		let gpus = record.hardware.as_ref()?.gpu_count;
		Some(Offer {
			payee: record.payee,
			points: MOCK_POINTS_PER_GPU * u64::from(gpus),
			gpus,
			extra_price: record.extra_price,
			barred: if record.down_since.is_some() {
				Some(NotRentable::Outage)
			} else {
				record.closed.then_some(NotRentable::Closed)
			},
			down_since: record.down_since,
		})
	}
}

impl<AccountId, F> MachineVerification for MockMachines<AccountId, F>
where
	AccountId: Codec + Clone + Eq + From<[u8; 32]>,
	F: Balanced<AccountId, Balance = u128> + Mutate<AccountId, Balance = u128>,
{
	fn begin_verification(machine: &MachineId) -> DispatchResult {
		check(MachineStep::Begin)?;
		let mut record = Self::record(machine)?;
		let open = !matches!(record.phase, Phase::Verifying | Phase::Active);
		ensure!(open, error("mock: wrong phase"));
		let free = record.held - record.locked;
		Self::hold(&mut record, MOCK_STAKE_PER_GPU.saturating_sub(free))?;
		record.phase = Phase::Verifying;
		Self::put(machine, &record);
		Ok(())
	}

	fn begin_hardware_change(machine: &MachineId, _profile: Option<Profile>) -> DispatchResult {
		check(MachineStep::Begin)?;
		let mut record = Self::record(machine)?;
		ensure!(record.phase == Phase::Active, error("mock: not active"));
		let free = record.exit_locks == 0 && record.locked == 0;
		ensure!(free, error("mock: held back"));
		if !record.down.contains(&OutageCause::HardwareChange) {
			record.down.push(OutageCause::HardwareChange);
		}
		record.exit_locks += 1;
		Self::put(machine, &record);
		Ok(())
	}

	fn check_hardware(hardware: &Hardware) -> DispatchResult {
		check(MachineStep::Check)?;
		let known = (1..=MAX_GPUS).contains(&hardware.gpu_count);
		ensure!(known, error("mock: too many GPUs"));
		Ok(())
	}

	fn activate(machine: &MachineId, hardware: Hardware) -> DispatchResult {
		check(MachineStep::Activate)?;
		Self::check_hardware(&hardware)?;
		let mut record = Self::record(machine)?;
		let changes = record.down.contains(&OutageCause::HardwareChange);
		let open = record.phase == Phase::Verifying || (record.phase == Phase::Active && changes);
		ensure!(open, error("mock: wrong phase"));
		let requirement = MOCK_STAKE_PER_GPU * u128::from(hardware.gpu_count);
		let missing = requirement.saturating_sub(record.held);
		// What the owner lacks is not held.
		let _ = Self::hold(&mut record, missing);
		let excess = record.held.saturating_sub(requirement.max(record.locked));
		Self::give_back(&mut record, excess)?;
		record.phase = Phase::Active;
		record.hardware = Some(hardware);
		Self::put(machine, &record);
		Ok(())
	}

	fn reject(machine: &MachineId, reason: RejectReason) -> DispatchResult {
		check(MachineStep::Reject)?;
		let mut record = Self::verifying(machine)?;
		record.phase = Phase::Rejected { reason, at: 0 };
		Self::put(machine, &record);
		Ok(())
	}

	fn give_up(machine: &MachineId) -> DispatchResult {
		let mut record = Self::verifying(machine)?;
		record.phase = Phase::Undecided { at: 0 };
		Self::put(machine, &record);
		Ok(())
	}

	fn withdraw(machine: &MachineId) -> DispatchResult {
		let mut record = Self::verifying(machine)?;
		record.phase = Phase::Registered;
		Self::put(machine, &record);
		Ok(())
	}
}

impl<AccountId, F> MachineAvailability for MockMachines<AccountId, F>
where
	AccountId: Codec + Clone + Eq + From<[u8; 32]>,
	F: Balanced<AccountId, Balance = u128> + Mutate<AccountId, Balance = u128>,
{
	fn take_down(machine: &MachineId, cause: OutageCause, since: Moment) -> DispatchResult {
		let mut record = Self::record(machine)?;
		let up = !record.down.contains(&cause);
		ensure!(up, error("mock: down already"));
		record.down.push(cause);
		record.down_since = Some(record.down_since.map_or(since, |known| known.min(since)));
		Self::put(machine, &record);
		Ok(())
	}

	fn bring_up(machine: &MachineId, cause: OutageCause) -> DispatchResult {
		check(MachineStep::BringUp)?;
		let mut record = Self::record(machine)?;
		let down = record.down.contains(&cause);
		ensure!(down, error("mock: not down"));
		record.down.retain(|known| *known != cause);
		if record.down.is_empty() {
			record.down_since = None;
		}
		Self::put(machine, &record);
		Ok(())
	}

	fn note_past_outage(
		machine: &MachineId,
		cause: OutageCause,
		since: Moment,
		until: Moment,
	) -> DispatchResult {
		let mut record = Self::record(machine)?;
		record.past_outages.push((cause, since, until));
		Self::put(machine, &record);
		Ok(())
	}

	fn lock_exit(machine: &MachineId) -> DispatchResult {
		let mut record = Self::record(machine)?;
		record.exit_locks += 1;
		Self::put(machine, &record);
		Ok(())
	}

	fn unlock_exit(machine: &MachineId) -> DispatchResult {
		let mut record = Self::record(machine)?;
		ensure!(record.exit_locks > 0, error("mock: exit not locked"));
		record.exit_locks -= 1;
		Self::put(machine, &record);
		Ok(())
	}
}

impl<AccountId, F> MachineStake for MockMachines<AccountId, F>
where
	AccountId: Codec + Clone + Eq + From<[u8; 32]>,
	F: Balanced<AccountId, Balance = u128> + Mutate<AccountId, Balance = u128>,
{
	type Balance = u128;
	type Credit = Credit<AccountId, F>;

	fn held(machine: &MachineId) -> u128 {
		Self::get(machine).map_or(0, |record| record.held)
	}

	fn lock(machine: &MachineId, amount: u128) -> Result<u128, DispatchError> {
		let mut record = Self::record(machine)?;
		let amount = amount.min(record.held - record.locked);
		record.locked += amount;
		Self::put(machine, &record);
		Ok(amount)
	}

	fn unlock(machine: &MachineId, amount: u128) -> DispatchResult {
		let mut record = Self::record(machine)?;
		ensure!(amount <= record.locked, error("mock: less is locked"));
		record.locked -= amount;
		Self::put(machine, &record);
		Ok(())
	}

	fn slash_locked(machine: &MachineId, amount: u128) -> Result<Self::Credit, DispatchError> {
		check(MachineStep::Slash)?;
		let mut record = Self::record(machine)?;
		ensure!(amount <= record.locked, error("mock: less is locked"));
		if amount == 0 {
			return Ok(Self::Credit::zero());
		}
		let credit = F::withdraw(
			&Self::vault(),
			amount,
			Precision::Exact,
			Preservation::Expendable,
			Fortitude::Force,
		)?;
		record.locked -= amount;
		record.held -= amount;
		Self::put(machine, &record);
		Ok(credit)
	}

	fn release(machine: &MachineId, amount: u128) -> DispatchResult {
		check(MachineStep::Release)?;
		let mut record = Self::record(machine)?;
		Self::give_back(&mut record, amount)?;
		Self::put(machine, &record);
		Ok(())
	}
}
