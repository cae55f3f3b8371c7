//! Machines, as the pallets above them see and steer them.

use frame_support::traits::tokens::{Balance as BalanceT, Imbalance};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
	Hardware, MachineId, Moment, Offer, Outage, OutageCause, Phase, Profile, RejectReason,
};

/// Reads of a machine.
pub trait MachineInspect<AccountId> {
	/// The owner; `None` if there is no such machine.
	fn owner(machine: &MachineId) -> Option<AccountId>;
	/// Who receives the rent of new orders: the owner unless it named another.
	fn payee(machine: &MachineId) -> Option<AccountId>;
	/// Where the machine is in its life.
	fn phase(machine: &MachineId) -> Option<Phase>;
	/// What was attested of it.
	fn hardware(machine: &MachineId) -> Option<Hardware>;
	/// What it offers to renters; `None` before its first activation.
	fn offer(machine: &MachineId) -> Option<Offer<AccountId>>;
}

/// Reads of what counts for the sanction of an outage.
pub trait OutageInspect {
	/// Amounts of DBC.
	type Balance: BalanceT;

	/// The running outage.
	fn outage(machine: &MachineId) -> Option<Outage<Self::Balance>>;
	/// When the machine first became Active; `None` if it never did.
	fn active_since(machine: &MachineId) -> Option<Moment>;
}

/// Steers the attestation of a machine. Only verification holds this trait.
pub trait MachineVerification {
	/// A verification begins: locks profile and exit. A machine whose stake was returned gets the stake of one GPU held
	/// again.
	fn begin_verification(machine: &MachineId) -> DispatchResult;
	/// The hardware of an Active machine changes: an outage with cause HardwareChange begins, or goes on, the exit is
	/// locked, and `profile`, if given, replaces what the owner said before. Needs a machine that nothing holds back
	/// and that is up or down only by its owner's word.
	fn begin_hardware_change(machine: &MachineId, profile: Option<Profile>) -> DispatchResult;
	/// Fails if no machine could be activated with `hardware` now.
	fn check_hardware(hardware: &Hardware) -> DispatchResult;
	/// Verifiers accepted `hardware`: stores it, computes the points, fixes the requirement at the current price and
	/// completes the stake, or marks the machine under-staked if its owner lacks the rest. The outage of a hardware
	/// change is left to the caller.
	fn activate(machine: &MachineId, hardware: Hardware) -> DispatchResult;
	/// Verifiers refused the machine. Its stake stays on hold: the caller returns or slashes it.
	fn reject(machine: &MachineId, reason: RejectReason) -> DispatchResult;
	/// Verifiers came to no decision. The stake stays on hold: the caller returns it.
	fn give_up(machine: &MachineId) -> DispatchResult;
	/// The verification is taken back before anybody was drawn for it: the machine is Registered again.
	fn withdraw(machine: &MachineId) -> DispatchResult;
}

/// Steers whether a machine is up, and whether it may leave. Verification, reports, sanctions and governance hold this
/// trait.
pub trait MachineAvailability {
	/// The machine is down for `cause` since `since`.
	fn take_down(machine: &MachineId, cause: OutageCause, since: Moment) -> DispatchResult;
	/// `cause` is over. The outage ends with its last cause.
	fn bring_up(machine: &MachineId, cause: OutageCause) -> DispatchResult;
	/// The machine was down for `cause` from `since` to `until`: a report was upheld after its owner had put it right.
	/// Joins the running outage, or is an outage that begins and ends at once.
	fn note_past_outage(
		machine: &MachineId,
		cause: OutageCause,
		since: Moment,
		until: Moment,
	) -> DispatchResult;
	/// Something is open that the machine must not leave behind: a report, a sanction, a hardware change.
	fn lock_exit(machine: &MachineId) -> DispatchResult;
	/// What [`Self::lock_exit`] was called for is over.
	fn unlock_exit(machine: &MachineId) -> DispatchResult;
}

/// The stake of a machine.
pub trait MachineStake {
	/// Amounts of DBC.
	type Balance: BalanceT;
	/// What a slash hands over; burns when dropped.
	type Credit: Imbalance<Self::Balance>;

	/// Stake on hold.
	fn held(machine: &MachineId) -> Self::Balance;
	/// Locks up to `amount` of what is held and not yet locked, and tells how much was locked.
	fn lock(machine: &MachineId, amount: Self::Balance) -> Result<Self::Balance, DispatchError>;
	/// Unlocks `amount`.
	fn unlock(machine: &MachineId, amount: Self::Balance) -> DispatchResult;
	/// Takes `amount` of the locked stake. The machine is under-staked when too little is left.
	fn slash_locked(
		machine: &MachineId,
		amount: Self::Balance,
	) -> Result<Self::Credit, DispatchError>;
	/// Returns `amount` of the stake that is not locked to the owner.
	fn release(machine: &MachineId, amount: Self::Balance) -> DispatchResult;
}

/// Listens to machines. Called after the record is stored.
pub trait OnMachineChange<AccountId, Balance> {
	/// `machine` became Active, for the first time or with other hardware.
	fn on_activated(_machine: &MachineId, _owner: &AccountId, _points: u64) {}
	/// An outage began. Where nothing of it lasts, it is over already, and [`Self::on_up`] follows at once.
	fn on_down(_machine: &MachineId, _outage: &Outage<Balance>) {}
	/// The outage is over.
	fn on_up(_machine: &MachineId, _ended: &Outage<Balance>) {}
	/// What the machine offers has changed for another reason: stake, closing, extra price, payee, an outage that began
	/// earlier than known.
	fn on_terms_changed(_machine: &MachineId) {}
	/// Governance forces the machine to leave, now or once nothing is pending: what is open must be settled.
	fn on_forced_exit(_machine: &MachineId) {}
	/// The machine left: everything keyed by it must go.
	fn on_removed(_machine: &MachineId, _owner: &AccountId) {}
}

#[impl_trait_for_tuples::impl_for_tuples(8)]
impl<AccountId, Balance> OnMachineChange<AccountId, Balance> for Tuple {
	fn on_activated(machine: &MachineId, owner: &AccountId, points: u64) {
		for_tuples!( #( Tuple::on_activated(machine, owner, points); )* );
	}
	fn on_down(machine: &MachineId, outage: &Outage<Balance>) {
		for_tuples!( #( Tuple::on_down(machine, outage); )* );
	}
	fn on_up(machine: &MachineId, ended: &Outage<Balance>) {
		for_tuples!( #( Tuple::on_up(machine, ended); )* );
	}
	fn on_terms_changed(machine: &MachineId) {
		for_tuples!( #( Tuple::on_terms_changed(machine); )* );
	}
	fn on_forced_exit(machine: &MachineId) {
		for_tuples!( #( Tuple::on_forced_exit(machine); )* );
	}
	fn on_removed(machine: &MachineId, owner: &AccountId) {
		for_tuples!( #( Tuple::on_removed(machine, owner); )* );
	}
}
