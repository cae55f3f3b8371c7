//! Why a call of this pallet is refused, and what to do.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod rewards_errors {
	/// Why a call is refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// Nothing has been released since the last claim: see `vesting` of the account's rewards for what comes when.
		NothingToClaim,
		/// The account does not exist, and the amount is below the existential deposit: bring it to life first. The amount
		/// stays due.
		CannotReceive,
		/// No machine with this id ever became Active: check it.
		MachineNotFound,
		/// The machine owes its attesters less than a planck each, or has none: wait until it has earned more.
		NothingToPay,
	}
}
