//! What this pallet tells the world.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod rewards_events {
	/// What happened to rewards. Amounts in planck, times in Unix milliseconds.
	// The fields are named after what they hold, and explained with their variant where that is not enough.
	#[allow(missing_docs)]
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// What a machine counts for has changed: `grade` (hundredths of points) is multiplied with its owner's factor,
		/// `rented_weight` is added. Both are 0 while it earns nothing.
		MachineReweighed {
			machine: MachineId,
			grade: u64,
			rented_weight: u128,
		},
		/// The network became large enough for the first time: the emission is doubled for 60 days.
		EmissionDoubled { from: Moment },
		/// Rented bonus was added to what the owner earned today. It is released like everything else.
		BonusCredited {
			machine: MachineId,
			owner: T::AccountId,
			amount: BalanceOf<T>,
		},
		/// What was released was minted to the account.
		RewardsClaimed {
			who: T::AccountId,
			amount: BalanceOf<T>,
		},
		/// The part of an attester was minted.
		AttesterPaid {
			machine: MachineId,
			attester: T::AccountId,
			amount: BalanceOf<T>,
		},
		/// The part of an attester whose account cannot receive it: the account can claim it later.
		AttesterOwed {
			machine: MachineId,
			attester: T::AccountId,
			amount: BalanceOf<T>,
		},
		/// From now on all that the machine earns is its owner's.
		AttesterTermEnded { machine: MachineId },
	}
}
