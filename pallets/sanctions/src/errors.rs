//! Why a call of this pallet is refused, and what to do.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod sanctions_errors {
	/// Why a call is refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// No sanction with this number is pending: it was executed or cancelled, or never was.
		SanctionNotFound,
		/// Only the account that the sanction takes from may appeal.
		NotConcerned,
		/// The sanction was appealed already: wait for the decision.
		AlreadyAppealed,
		/// It is too late for an appeal: the sanction can only be executed.
		AppealWindowOver,
		/// The account lacks freely spendable funds for the deposit: locked, vesting and held funds do not count, and the
		/// existential deposit stays.
		InsufficientBalance,
		/// Nobody has appealed: there is nothing to decide.
		NotAppealed,
		/// It is too late for a decision: the sanction can only be executed.
		DecisionWindowOver,
		/// The time to appeal, or to decide an appeal, is not over: see `until` of the sanction.
		TooEarly,
		/// No machine has this id.
		MachineNotFound,
		/// The machine is not down.
		NotDown,
		/// The outage may cost more yet: it is sanctioned when it ends, or when none of its causes can cost more by lasting.
		LastThresholdNotPassed,
		/// All that the outage costs was imposed already, or the rest of the stake is locked or gone.
		NothingDue,
	}
}
