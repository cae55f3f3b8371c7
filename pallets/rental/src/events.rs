//! What this pallet tells the world.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod rental_events {
	/// What happened to an order or a schedule. Amounts in planck, times in Unix milliseconds.
	// The fields are named after what they hold, and explained with their variant where that is not enough.
	#[allow(missing_docs)]
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An order was made: `rent` and `fee` are on hold on the payer's account, at `price` nano-USD per DBC. The renter
		/// confirms it from `from` until `confirm_by`, which is excluded; the machine is booked until
		/// `confirm_by + duration`.
		OrderCreated {
			order: OrderId,
			machine: MachineId,
			renter: T::AccountId,
			payer: T::AccountId,
			payee: T::AccountId,
			gpus: GpuMask,
			from: Moment,
			confirm_by: Moment,
			duration: Moment,
			rent: BalanceOf<T>,
			fee: BalanceOf<T>,
			price: NanoUsd,
		},
		/// The renter confirmed an order: it runs until `end`.
		OrderConfirmed {
			order: OrderId,
			start: Moment,
			end: Moment,
		},
		/// The payer extended an order from `from`, its end until then, to `end`: `rent` more is on hold, at `price`.
		OrderExtended {
			order: OrderId,
			from: Moment,
			end: Moment,
			rent: BalanceOf<T>,
			price: NanoUsd,
		},
		/// The renter ended an order while a report on its machine is open: `returned` was released to the payer,
		/// `held_back` may still become due.
		OrderEnded {
			order: OrderId,
			held_back: BalanceOf<T>,
			returned: BalanceOf<T>,
		},
		/// Rent was paid: `amount` to the payee, and `burned` was burned.
		RentPaid {
			order: OrderId,
			payee: T::AccountId,
			amount: BalanceOf<T>,
			burned: BalanceOf<T>,
		},
		/// Rent of a closed order that the payee, or what was left that the payer, could not receive was burned: `amount`,
		/// besides the share `burned` that is burned of all rent.
		RentForfeited {
			order: OrderId,
			amount: BalanceOf<T>,
			burned: BalanceOf<T>,
		},
		/// The fee of an order went to the treasury.
		FeePaid {
			order: OrderId,
			amount: BalanceOf<T>,
		},
		/// The fee of an order was released to the payer.
		FeeReturned {
			order: OrderId,
			amount: BalanceOf<T>,
		},
		/// An order was closed, and its GPUs are free: `paid` rent altogether, of which `burned` was burned, forfeited rent
		/// included, `refunded` now to the payer, the fee not counted, after `used` milliseconds of use.
		OrderClosed {
			order: OrderId,
			machine: MachineId,
			paid: BalanceOf<T>,
			burned: BalanceOf<T>,
			refunded: BalanceOf<T>,
			used: Moment,
			reason: CloseReason,
		},
		/// The owner set when the machine can be rented, `None` is always: for `open_minutes` of each week.
		ScheduleSet {
			machine: MachineId,
			schedule: Option<Schedule>,
			open_minutes: u32,
		},
		/// `removed` windows of dates that are over were removed: the machine can be rented for `open_minutes` of each week.
		DatesPruned {
			machine: MachineId,
			removed: u32,
			open_minutes: u32,
		},
	}
}
