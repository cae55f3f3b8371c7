//! Whether a machine can be rented as wished, and what that costs. The calls, the reads and the extension of an order all
//! ask here.

use alloc::vec::Vec;
use dbc_math::{
	gpus,
	rent::{rent_ceil, Terms},
	schedule::MINUTE,
};
use dbc_primitives::{
	traits::{FreshPrice, PriceProvider},
	ChainTime, GpuMask, Moment, NotRentable, OrderId, RentRefusal, RentRequest, RentalRules,
	MAX_ORDERS, MAX_ORDER_PARTS, MAX_PARTS,
};
use frame_support::{ensure, traits::Get};

use crate::{Config, Error, OccupancyOf, OrderOf, Pallet};

/// What can be had for which price.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Booking {
	/// The GPUs.
	pub gpus: GpuMask,
	/// When the time begins that is booked.
	pub from: Moment,
	/// When it ends.
	pub until: Moment,
	/// The rent.
	pub rent: u128,
	/// The fee.
	pub fee: u128,
	/// What the price is made of.
	pub terms: Terms,
	/// The price of DBC.
	pub price: FreshPrice,
}

impl Booking {
	/// Rent and fee.
	pub(crate) fn total(&self) -> u128 {
		self.rent.saturating_add(self.fee)
	}
}

impl<T> From<RentRefusal> for Error<T> {
	fn from(refusal: RentRefusal) -> Self {
		match refusal {
			RentRefusal::MachineNotFound => Self::MachineNotFound,
			RentRefusal::NotRentable(NotRentable::NotActive) => Self::MachineNotActive,
			RentRefusal::NotRentable(NotRentable::Outage) => Self::MachineDown,
			RentRefusal::NotRentable(NotRentable::UnderStaked) => Self::MachineUnderStaked,
			RentRefusal::NotRentable(NotRentable::Closed) => Self::MachineClosed,
			RentRefusal::NoGpus => Self::NoGpus,
			RentRefusal::TooFewGpus { .. } => Self::TooFewGpus,
			RentRefusal::NotWholeMinutes => Self::NotWholeMinutes,
			RentRefusal::TooShort => Self::TooShort,
			RentRefusal::TooLong => Self::TooLong,
			RentRefusal::StartInPast => Self::StartInPast,
			RentRefusal::StartTooFar => Self::StartTooFar,
			RentRefusal::OutsideSchedule => Self::OutsideSchedule,
			RentRefusal::TooManyOrders => Self::TooManyOrders,
			RentRefusal::PriceUnavailable => Self::PriceUnavailable,
			RentRefusal::AmountTooLarge => Self::AmountTooLarge,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Whether a new order is possible: the lowest free GPUs, booked until the latest end of what is confirmed as late as
	/// possible.
	pub(crate) fn check_rent(
		occupancy: &OccupancyOf<T>,
		rules: &RentalRules,
		time: ChainTime,
		request: &RentRequest,
	) -> Result<Booking, RentRefusal> {
		ensure_open::<T>(occupancy)?;
		ensure!(request.gpus > 0, RentRefusal::NoGpus);
		ensure_duration(rules, request.duration)?;
		ensure!(request.duration <= rules.max_duration, RentRefusal::TooLong);
		let from = request.start.unwrap_or(time.now);
		ensure!(from >= time.now, RentRefusal::StartInPast);
		ensure!(
			from <= time.now.saturating_add(rules.max_ahead),
			RentRefusal::StartTooFar
		);
		let until = from
			.saturating_add(request.duration)
			.saturating_add(rules.confirm_window);
		ensure_scheduled::<T>(occupancy, from, until)?;
		let room = occupancy.orders().len() < as_len(MAX_ORDERS)
			&& occupancy.parts.len() < as_len(MAX_PARTS);
		ensure!(room, RentRefusal::TooManyOrders);
		let free = occupancy.free(time, from, until);
		let too_few = RentRefusal::TooFewGpus {
			free: gpus::count(free),
		};
		let gpus = gpus::lowest(free, request.gpus).ok_or(too_few)?;
		let (terms, price) = Self::price_of(occupancy, rules, gpus)?;
		let rent = rent_of(&terms, request.duration, price)?;
		let fee = rent_of(&terms, rules.reservation_fee_time, price)?.max(rules.reservation_fee);
		rent.checked_add(fee).ok_or(RentRefusal::AmountTooLarge)?;
		Ok(Booking {
			gpus,
			from,
			until,
			rent,
			fee,
			terms,
			price,
		})
	}

	/// Whether an order, of which finished parts are folded, can be extended: the same GPUs, from its end on.
	pub(crate) fn check_extension(
		occupancy: &OccupancyOf<T>,
		rules: &RentalRules,
		time: ChainTime,
		(id, order): (OrderId, &OrderOf<T>),
		duration: Moment,
	) -> Result<Booking, RentRefusal> {
		ensure_open::<T>(occupancy)?;
		ensure_duration(rules, duration)?;
		let last = occupancy.last_part(id);
		let (mask, from) = last.map_or((0, time.now), |part| (part.gpus, part.until));
		let until = from.saturating_add(duration);
		ensure!(
			until <= time.now.saturating_add(rules.max_duration),
			RentRefusal::TooLong
		);
		ensure_scheduled::<T>(occupancy, from, until)?;
		let room = order.parts.len() < as_len(MAX_ORDER_PARTS)
			&& occupancy.parts.len() < as_len(MAX_PARTS);
		ensure!(room, RentRefusal::TooManyOrders);
		let free = occupancy.free(time, from, until) & mask;
		let too_few = RentRefusal::TooFewGpus {
			free: gpus::count(free),
		};
		ensure!(free == mask, too_few);
		let (terms, price) = Self::price_of(occupancy, rules, mask)?;
		Ok(Booking {
			gpus: mask,
			from,
			until,
			rent: rent_of(&terms, duration, price)?,
			fee: 0,
			terms,
			price,
		})
	}

	fn price_of(
		occupancy: &OccupancyOf<T>,
		rules: &RentalRules,
		mask: GpuMask,
	) -> Result<(Terms, FreshPrice), RentRefusal> {
		let price = T::Price::fresh_price().map_err(|_| RentRefusal::PriceUnavailable)?;
		let terms = Terms {
			standard_price: rules.standard_price,
			points: occupancy.offer.points,
			gpus: gpus::count(mask),
			gpu_total: occupancy.offer.gpus,
			extra_price: occupancy.offer.extra_price,
		};
		Ok((terms, price))
	}

	/// The times that live orders have booked and that are not over.
	pub(crate) fn booked_times(
		occupancy: &OccupancyOf<T>,
		time: ChainTime,
	) -> Vec<(Moment, Moment)> {
		let live = occupancy.parts.iter().filter(|part| part.is_live(time));
		live.map(|part| (part.from.max(time.now), part.until))
			.collect()
	}

	/// The rules of rental.
	pub(crate) fn rules() -> RentalRules {
		T::Rules::get()
	}
}

fn ensure_open<T: Config>(occupancy: &OccupancyOf<T>) -> Result<(), RentRefusal> {
	let barred = occupancy.offer.barred;
	barred.map_or(Ok(()), |why| Err(RentRefusal::NotRentable(why)))
}

fn ensure_duration(rules: &RentalRules, duration: Moment) -> Result<(), RentRefusal> {
	ensure!(
		duration.is_multiple_of(MINUTE),
		RentRefusal::NotWholeMinutes
	);
	ensure!(duration >= rules.min_duration, RentRefusal::TooShort);
	Ok(())
}

fn ensure_scheduled<T: Config>(
	occupancy: &OccupancyOf<T>,
	from: Moment,
	until: Moment,
) -> Result<(), RentRefusal> {
	let schedule = occupancy.schedule.as_ref();
	let open = schedule.is_none_or(|schedule| schedule.covers(from, until));
	ensure!(open, RentRefusal::OutsideSchedule);
	Ok(())
}

fn rent_of(terms: &Terms, time: Moment, price: FreshPrice) -> Result<u128, RentRefusal> {
	rent_ceil(terms, time, price.price).ok_or(RentRefusal::AmountTooLarge)
}

fn as_len(most: u32) -> usize {
	usize::try_from(most).unwrap_or(usize::MAX)
}
