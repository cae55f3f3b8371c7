//! Why a call of this pallet is refused, and what to do.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod rental_errors {
	/// Why a call is refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// No machine with this id was ever attested: check it.
		MachineNotFound,
		/// The machine is not attested now.
		MachineNotActive,
		/// The machine is down: wait until it is up, or take another one.
		MachineDown,
		/// The machine's stake is below the rule: it takes no orders until its owner tops it up.
		MachineUnderStaked,
		/// The owner closed the machine to new orders.
		MachineClosed,
		/// At least one GPU must be rented.
		NoGpus,
		/// So many GPUs are not free all the time; for an extension: those of the order are not.
		TooFewGpus,
		/// The duration is not a whole number of minutes.
		NotWholeMinutes,
		/// The duration is below the least.
		TooShort,
		/// The duration is above the longest, or the extension reaches too far ahead.
		TooLong,
		/// The start lies in the past: leave it out to start at once.
		StartInPast,
		/// The start lies too far ahead.
		StartTooFar,
		/// The machine's schedule is not open all the time from the start until the latest end.
		OutsideSchedule,
		/// The machine has as many orders, or parts of orders, as it can have, or the order has.
		TooManyOrders,
		/// There is no fresh price of DBC: try again once the feeders have fed.
		PriceUnavailable,
		/// The amount is larger than any account can hold.
		AmountTooLarge,
		/// Rent and fee are above `max_total`: the price has changed, ask for a new quote.
		AboveMaxTotal,
		/// The payer lacks freely spendable funds: locked, vesting and held funds do not count, and the existential deposit
		/// stays.
		InsufficientBalance,
		/// The renter has as many orders that wait for their start on this machine as it can have.
		TooManyScheduled,
		/// There is no order with this number, or it was closed long ago.
		OrderNotFound,
		/// The order is closed.
		AlreadyClosed,
		/// Only the renter may do this; before the start the owner of the machine may cancel as well.
		NotRenter,
		/// Only the payer may do this: it is its money.
		NotPayer,
		/// Only the owner of the machine, or its `MachineOperator` proxy, may do this.
		NotOwner,
		/// The order cannot be confirmed before its start.
		TooEarly,
		/// The order was confirmed: end it instead of cancelling it.
		AlreadyConfirmed,
		/// The order was not confirmed: confirm it, or cancel it instead of ending it.
		NotConfirmed,
		/// The order is over, or was not confirmed in time: settle it.
		OrderOver,
		/// The start of the order has come: its owner cannot cancel it any more.
		StartPassed,
		/// Nothing is due.
		NothingDue,
		/// The order is over, and an open report on its machine holds it back: settle it once the report is closed.
		HeldBack,
		/// The schedule is not a valid one.
		InvalidSchedule(ScheduleError),
		/// The schedule would not be open all the time that a live order has booked.
		ScheduleCutsOrder,
		/// The schedule has no date that is over.
		NothingToPrune,
		/// The machine has a live order: wait until it is over.
		LiveOrders,
		/// The machine has an order that is not closed: settle it, or wait until it is over.
		OpenOrders,
		/// The machine's last order ended too short a time ago for its exit.
		ExitTooEarly,
		/// A report on the machine is open.
		AlreadyFrozen,
		/// No report on the machine is open.
		NotFrozen,
	}
}
