//! What this pallet tells the world.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod machine_events {
	/// What happened to a machine. Amounts in planck, times in Unix milliseconds.
	// The fields are named after what they hold, and explained with their variant where that is not enough.
	#[allow(missing_docs)]
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A machine was registered: `stake` is on hold, `fee` went to the treasury.
		MachineRegistered {
			machine: MachineId,
			owner: T::AccountId,
			stake: BalanceOf<T>,
			fee: BalanceOf<T>,
		},
		/// The owner described the machine.
		ProfileSet { machine: MachineId },
		/// The rent of new orders goes to `payee`; `None` is the owner.
		PayeeSet {
			machine: MachineId,
			payee: Option<T::AccountId>,
		},
		/// New orders cost `extra_price` micro-USD more per GPU and day.
		ExtraPriceSet {
			machine: MachineId,
			extra_price: MicroUsd,
		},
		/// The machine was closed to new orders.
		MachineClosed { machine: MachineId },
		/// The machine was opened to new orders.
		MachineOpened { machine: MachineId },
		/// `amount` more is on hold, `stake` in all.
		StakeToppedUp {
			machine: MachineId,
			amount: BalanceOf<T>,
			stake: BalanceOf<T>,
		},
		/// The requirement fell to `requirement`; `released` went back to the owner.
		Restaked {
			machine: MachineId,
			requirement: BalanceOf<T>,
			released: BalanceOf<T>,
		},
		/// Too little stake is left: no new orders, no rewards.
		MachineUnderStaked {
			machine: MachineId,
			stake: BalanceOf<T>,
			requirement: BalanceOf<T>,
		},
		/// The stake is complete again.
		StakeCompleted {
			machine: MachineId,
			stake: BalanceOf<T>,
		},
		/// A verification began; `held` more is on hold.
		VerificationBegun {
			machine: MachineId,
			held: BalanceOf<T>,
		},
		/// The hardware of an Active machine changes: it is down for that, and cannot leave, until it was attested anew.
		HardwareChangeBegun { machine: MachineId },
		/// The hardware was attested. `held` more is on hold and `released` went back to the owner: at most one of
		/// them is not 0.
		MachineActivated {
			machine: MachineId,
			points: u64,
			requirement: BalanceOf<T>,
			held: BalanceOf<T>,
			released: BalanceOf<T>,
		},
		/// The verifiers refused the machine.
		MachineRejected {
			machine: MachineId,
			reason: RejectReason,
		},
		/// The verifiers came to no decision.
		VerificationGivenUp { machine: MachineId },
		/// The verification was taken back: the machine is Registered again.
		VerificationWithdrawn { machine: MachineId },
		/// The machine is down. `base` is its stake at this time.
		OutageBegun {
			machine: MachineId,
			cause: OutageCause,
			since: Moment,
			base: BalanceOf<T>,
		},
		/// The running outage has one more cause.
		OutageCauseAdded {
			machine: MachineId,
			cause: OutageCause,
			since: Moment,
		},
		/// One cause of the running outage is over, others last.
		OutageCauseEnded {
			machine: MachineId,
			cause: OutageCause,
		},
		/// The machine is up again.
		OutageEnded { machine: MachineId, since: Moment },
		/// `amount` more of the stake is locked, `locked` in all.
		StakeLocked {
			machine: MachineId,
			amount: BalanceOf<T>,
			locked: BalanceOf<T>,
		},
		/// `amount` of the stake was unlocked, `locked` remains so.
		StakeUnlocked {
			machine: MachineId,
			amount: BalanceOf<T>,
			locked: BalanceOf<T>,
		},
		/// `amount` of the locked stake was taken, `stake` remains on hold.
		StakeSlashed {
			machine: MachineId,
			amount: BalanceOf<T>,
			stake: BalanceOf<T>,
		},
		/// `amount` of the stake went back to the owner, `stake` remains on hold.
		StakeReleased {
			machine: MachineId,
			amount: BalanceOf<T>,
			stake: BalanceOf<T>,
		},
		/// The machine is leaving: it goes as soon as nothing is open or pending. `released` went back to the owner,
		/// `locked` waits for a sanction.
		ExitDeferred {
			machine: MachineId,
			owner: T::AccountId,
			released: BalanceOf<T>,
			locked: BalanceOf<T>,
		},
		/// The machine is gone; `released` went back to the owner.
		MachineRemoved {
			machine: MachineId,
			owner: T::AccountId,
			released: BalanceOf<T>,
		},
		/// A GPU model was added to the table, or its limits changed.
		GpuModelSet {
			model: ModelName,
			limits: GpuModelLimits,
		},
		/// A GPU model was removed from the table.
		GpuModelRemoved { model: ModelName },
	}
}
