//! What an order costs, and how much of it is earned (see `docs/protocol/rental.md`).

use sp_arithmetic::{helpers_128bit::multiply_by_rational_with_rounding, Rounding};

/// What a price is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
	/// Standard price of 1,000.00 points, in micro-USD per day.
	pub standard_price: u64,
	/// Points of the whole machine, in hundredths.
	pub points: u64,
	/// Number of GPUs that are rented.
	pub gpus: u32,
	/// Number of GPUs of the machine.
	pub gpu_total: u32,
	/// Extra price of one GPU, in micro-USD per day.
	pub extra_price: u64,
}

/// Hundredths of a point that the standard price pays for.
const STANDARD_POINTS: u128 = 100_000;

/// Planck × nano-USD per DBC in a micro-USD (10^15 × 1,000), over [`STANDARD_POINTS`] × the 86,400,000 milliseconds of a
/// day, in lowest terms: 10^18 / 8,640,000,000,000 = [`SCALE`] / [`SCALE_BY`].
const SCALE: u128 = 3_125_000;

/// See [`SCALE`].
const SCALE_BY: u128 = 27;

/// The rent for `duration` milliseconds in planck, rounded up once:
/// `(standard_price × points × gpus + extra_price × gpus × 100,000 × gpu_total) × duration × 10^18
/// / (100,000 × gpu_total × 86,400,000 × nano_usd_per_dbc)`.
///
/// `None` if the price of DBC or the number of GPUs is 0, or if the rent or the first factor does not fit 128 bits.
pub fn rent_ceil(terms: &Terms, duration: u64, nano_usd_per_dbc: u64) -> Option<u128> {
	let gpus = u128::from(terms.gpus);
	let gpu_total = u128::from(terms.gpu_total);
	let standard = u128::from(terms.standard_price)
		.checked_mul(u128::from(terms.points))?
		.checked_mul(gpus)?;
	let extra = u128::from(terms.extra_price)
		.checked_mul(gpus)?
		.checked_mul(STANDARD_POINTS)?
		.checked_mul(gpu_total)?;
	multiply_by_rational_with_rounding(
		standard.checked_add(extra)?,
		// Below 2^86 and below 2^101: nothing saturates.
		u128::from(duration).saturating_mul(SCALE),
		SCALE_BY
			.saturating_mul(gpu_total)
			.saturating_mul(u128::from(nano_usd_per_dbc)),
		Rounding::Up,
	)
}

/// The standard price of the rented GPUs in micro-USD per day, rounded down; for display. 0 without GPUs. It saturates.
pub fn standard_per_day_floor(terms: &Terms) -> u64 {
	let by = STANDARD_POINTS.saturating_mul(u128::from(terms.gpu_total));
	if by == 0 {
		return 0;
	}
	multiply_by_rational_with_rounding(
		u128::from(terms.standard_price).saturating_mul(u128::from(terms.points)),
		u128::from(terms.gpus),
		by,
		Rounding::Down,
	)
	.and_then(|price| u64::try_from(price).ok())
	.unwrap_or(u64::MAX)
}

/// The extra price of the rented GPUs in micro-USD per day; for display. It saturates.
pub fn extra_per_day(terms: &Terms) -> u64 {
	terms.extra_price.saturating_mul(u64::from(terms.gpus))
}

/// What is earned of `total` once `used` of `duration` is over, rounded down; at most `total`. All of it if the duration
/// is 0.
pub fn earned_floor(total: u128, used: u64, duration: u64) -> u128 {
	fraction(total, used, duration, Rounding::Down)
}

/// The price of `time`, where `duration` costs `total`, rounded up; at most `total`. All of it if the duration is 0.
pub fn part_ceil(total: u128, time: u64, duration: u64) -> u128 {
	fraction(total, time, duration, Rounding::Up)
}

/// `total × min(time, duration) / duration`; `total` if the duration is 0.
fn fraction(total: u128, time: u64, duration: u64, rounding: Rounding) -> u128 {
	multiply_by_rational_with_rounding(
		total,
		u128::from(time.min(duration)),
		u128::from(duration),
		rounding,
	)
	.unwrap_or(total)
}

/// `percent` of `whole`, rounded up; at most `whole`.
pub fn percent_ceil(whole: u128, percent: u32) -> u128 {
	multiply_by_rational_with_rounding(whole, u128::from(percent.min(100)), 100, Rounding::Up)
		.unwrap_or(whole)
}

/// For how long both half-open intervals `[a_from, a_until)` and `[b_from, b_until)` last. 0 if they do not meet, or if one
/// is empty or reversed.
pub fn overlap(a_from: u64, a_until: u64, b_from: u64, b_until: u64) -> u64 {
	a_until.min(b_until).saturating_sub(a_from.max(b_from))
}

#[cfg(test)]
mod tests;
