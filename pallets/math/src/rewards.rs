//! Rewards for GPU work: what is emitted, the weights by which it is shared, and what of a share is paid to whom.
//!
//! Amounts finer than a planck are counted in grains, [`GRAINS_PER_PLANCK`] of them in a planck: what rounding leaves over
//! stays far below a planck, however often something is shared. Times are milliseconds. Every function is total; where one
//! could saturate, a comment says why it never does.

use sp_arithmetic::{helpers_128bit::multiply_by_rational_with_rounding, Rounding};

use crate::{stake::percent_floor, PLANCK_PER_DBC};

/// Grains in one planck: 2^44. All that is ever emitted, 3·10^24 planck, is below 2^126 grains.
pub const GRAINS_PER_PLANCK: u128 = 1 << 44;

/// A day.
pub const DAY: u64 = 86_400_000;

/// A year of the emission: 365 days.
pub const YEAR: u64 = 365 * DAY;

/// A year, as a divisor of planck.
const YEAR_WIDE: u128 = 31_536_000_000;

/// Most that is ever emitted, in planck.
pub const MAX_EMISSION: u128 = 3_000_000_000 * PLANCK_PER_DBC;

/// The phases of the emission: when each ends, counted from the start, and what it emits in a year. The last does not end.
const PHASES: [(u64, u128); 3] = [
	(3 * YEAR, 400_000_000 * PLANCK_PER_DBC),
	(8 * YEAR, 200_000_000 * PLANCK_PER_DBC),
	(u64::MAX, 100_000_000 * PLANCK_PER_DBC),
];

/// For how long the emission is doubled, once.
pub const DOUBLED_FOR: u64 = 60 * DAY;

/// Minutes in a week: how long a machine without a schedule is open.
pub const WEEK_MINUTES: u32 = 10_080;

/// The same, as a divisor.
const WEEK_WIDE: u128 = 10_080;

/// The factor of an owner without GPUs, in basis points.
const WHOLE_FACTOR: u32 = 10_000;

/// One hundredth of what a machine earns is its attesters', for some time. The share is fixed: owner and machine are
/// brought up to date at different times, and would disagree on what was earned before a change.
const HUNDREDTHS: u128 = 100;

/// What is emitted in `elapsed` milliseconds from the start, undoubled and uncapped: in planck, times [`YEAR`].
fn planck_years(elapsed: u64) -> u128 {
	let mut from: u64 = 0;
	let mut sum: u128 = 0;
	for (until, yearly) in PHASES {
		let within = elapsed.min(until).saturating_sub(from);
		// It saturates after 108 million years, when the cap has bound for long.
		sum = sum.saturating_add(yearly.saturating_mul(u128::from(within)));
		from = until;
	}
	sum
}

/// All that is emitted in `elapsed` milliseconds from the start, in grains, rounded down once. What falls into the
/// [`DOUBLED_FOR`] milliseconds from `doubled_from` on, which counts from the start as well, counts twice. Never more than
/// [`MAX_EMISSION`].
///
/// 400,000,000 DBC a year for 3 years, 200,000,000 for 5 years, then 100,000,000.
pub fn emitted_floor(elapsed: u64, doubled_from: Option<u64>) -> u128 {
	let extra = doubled_from.map_or(0, |from| {
		let until = elapsed.min(from.saturating_add(DOUBLED_FOR));
		planck_years(until).saturating_sub(planck_years(from))
	});
	let total = planck_years(elapsed).saturating_add(extra);
	// Below 2^35, so that the grains of it are below 2^79.
	let rest = total % YEAR_WIDE;
	(total / YEAR_WIDE)
		.min(MAX_EMISSION)
		.saturating_mul(GRAINS_PER_PLANCK)
		.saturating_add(rest.saturating_mul(GRAINS_PER_PLANCK) / YEAR_WIDE)
		.min(MAX_EMISSION.saturating_mul(GRAINS_PER_PLANCK))
}

/// What a unit of weight gets when something is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
	/// For each unit of weight, in grains.
	pub per_weight: u128,
	/// What is left over: less than a grain for each unit of weight. It is shared the next time.
	pub left: u128,
}

/// Shares `grains`, and what was `left` over the last time, among `weight`. `None` if there is no weight.
pub fn share_floor(grains: u128, left: u128, weight: u128) -> Option<Share> {
	// Both together were emitted once: below 2^126.
	let whole = grains.saturating_add(left);
	Some(Share {
		per_weight: whole.checked_div(weight)?,
		left: whole.checked_rem(weight)?,
	})
}

/// What `weight` earned while what a unit of weight had got grew to `now`: exact. It was emitted, so it is below 2^126.
pub fn earned(weight: u128, before: u128, now: u128) -> u128 {
	weight.saturating_mul(now.saturating_sub(before))
}

/// The grade of a machine, its share of the weight of its owner: its points, in hundredths, for the part of a week in which
/// it can be rented, rounded down.
pub fn grade_floor(points: u64, open_minutes: u32) -> u64 {
	let open = u128::from(open_minutes.min(WEEK_MINUTES));
	let grade = u128::from(points).saturating_mul(open) / WEEK_WIDE;
	// Not more than the points.
	u64::try_from(grade).unwrap_or(points)
}

/// The factor of an owner with `gpus` GPUs that earn, in basis points: one more for each GPU, as far as `most` go.
pub fn owner_factor(gpus: u32, most: u32) -> u32 {
	WHOLE_FACTOR.saturating_add(gpus.min(most))
}

/// The weight of an owner: the sum of the grades of its machines that earn, times its factor. Exact: a million machines of
/// the highest grade and the highest factor are below 2^56.
pub fn owner_weight(grade: u64, factor: u32) -> u128 {
	u128::from(grade).saturating_mul(u128::from(factor))
}

/// The weight that a machine of `grade` adds while `rented` of its `gpus` GPUs are rented: `bps` basis points of its grade
/// when all are, rounded down.
pub fn rented_weight_floor(grade: u64, rented: u32, gpus: u32, bps: u32) -> u128 {
	// 2^64 × 2^32 × 2^32.
	u128::from(grade)
		.saturating_mul(u128::from(bps))
		.saturating_mul(u128::from(rented.min(gpus)))
		.checked_div(u128::from(gpus))
		.unwrap_or(0)
}

/// What an owner gets of `grains` of which its attesters get a hundredth, and what is left over, in hundredths of a grain,
/// when `left` was left over before.
pub fn less_attesters_floor(grains: u128, left: u32) -> (u128, u32) {
	// 99 × grains + left, divided by 100, without the product: 100 × whole + part is what there is.
	let (whole, part) = (grains / HUNDREDTHS, grains % HUNDREDTHS);
	let rest = part.saturating_mul(99).saturating_add(u128::from(left));
	let got = whole.saturating_mul(99).saturating_add(rest / HUNDREDTHS);
	// Below 100.
	let left = u32::try_from(rest % HUNDREDTHS).unwrap_or(0);
	(got, left)
}

/// What the attesters of a machine get of the `grains` that it ever earned for them, rounded down.
pub fn attesters_floor(grains: u128) -> u128 {
	grains / HUNDREDTHS
}

/// What is to be credited of a machine's rented bonus now, in grains: what it would get over its life without a cap
/// (`due`), but at most `percent` of what its rent ever `burned` (in planck, the product rounded down), less what was
/// `credited` before.
pub fn bonus_credit_floor(due: u128, burned: u128, percent: u32, credited: u128) -> u128 {
	due.min(bonus_cap_floor(burned, percent))
		.saturating_sub(credited)
}

/// Most rented bonus that a machine gets over its life, in grains: `percent` of the planck that its rent ever `burned`,
/// rounded down. It saturates above what is ever emitted.
pub fn bonus_cap_floor(burned: u128, percent: u32) -> u128 {
	percent_floor(burned, percent).saturating_mul(GRAINS_PER_PLANCK)
}

/// Whether the extra price of a machine is so low that it earns: that of all its GPUs is at most `multiple` times the
/// `standard_price` (per 1,000.00 points) of its points. Compared exactly. All prices are micro-USD per day, `points` are
/// hundredths.
pub fn is_priced_to_earn(
	extra_price: u64,
	gpus: u32,
	standard_price: u64,
	points: u64,
	multiple: u32,
) -> bool {
	// 2^64 × 2^32 × 2^17: the left side never saturates. If the right side does, it is the larger one.
	let extra = u128::from(extra_price)
		.saturating_mul(u128::from(gpus))
		.saturating_mul(100_000);
	let standard = u128::from(standard_price)
		.saturating_mul(u128::from(points))
		.saturating_mul(u128::from(multiple));
	extra <= standard
}

/// What `weight` of `total` gets of `grains`, in planck, rounded down: for reads. Nothing if there is no weight.
pub fn portion_floor(grains: u128, weight: u128, total: u128) -> u128 {
	let weight = weight.min(total);
	let portion = multiply_by_rational_with_rounding(grains, weight, total, Rounding::Down);
	planck_floor(portion.unwrap_or(0))
}

/// `grains` in planck, rounded down.
pub fn planck_floor(grains: u128) -> u128 {
	grains / GRAINS_PER_PLANCK
}

/// `planck` in grains. It saturates above what is ever emitted.
pub fn grains(planck: u128) -> u128 {
	planck.saturating_mul(GRAINS_PER_PLANCK)
}

/// The day that `at` lies in: since 1970-01-01 in UTC.
pub fn day_of(at: u64) -> u32 {
	u32::try_from(at / DAY).unwrap_or(u32::MAX)
}

/// When `day` ends and the next begins.
pub fn end_of_day(day: u32) -> u64 {
	u64::from(day).saturating_add(1).saturating_mul(DAY)
}

#[cfg(test)]
mod tests;
