//! The stake rule: per GPU the cheaper of a fixed amount of DBC and an amount of USD at the oracle's price.

use sp_arithmetic::{helpers_128bit::multiply_by_rational_with_rounding, Rounding};

use crate::{NANO_PER_MICRO, PLANCK_PER_DBC};

/// The stake of one GPU, told by its two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StakePerGpu {
	/// The fixed amount of DBC binds: it is the cheaper one, both are equal, or there is no price.
	Dbc(u128),
	/// The amount of USD binds.
	Usd(u128),
}

impl StakePerGpu {
	/// The amount in planck, whichever side binds.
	pub fn planck(self) -> u128 {
		match self {
			Self::Dbc(planck) | Self::Usd(planck) => planck,
		}
	}
}

/// `micro_usd` in planck at `nano_usd_per_dbc`, rounded up. `None` if the price is 0.
pub fn usd_to_planck_ceil(micro_usd: u64, nano_usd_per_dbc: u64) -> Option<u128> {
	// 2^64 × 10^18 is below 2^128: nothing saturates.
	let numerator = u128::from(micro_usd)
		.saturating_mul(NANO_PER_MICRO)
		.saturating_mul(PLANCK_PER_DBC);
	let price = u128::from(nano_usd_per_dbc);
	let quotient = numerator.checked_div(price)?;
	let remainder = numerator.checked_rem(price)?;
	Some(if remainder == 0 {
		quotient
	} else {
		quotient.saturating_add(1)
	})
}

/// The stake of one GPU: `min(dbc_side, usd_side at the price)`, rounded up to the planck. Without a price, or with a
/// price of 0, the DBC side binds.
pub fn stake_per_gpu_ceil(
	dbc_side: u128,
	usd_side: u64,
	nano_usd_per_dbc: Option<u64>,
) -> StakePerGpu {
	nano_usd_per_dbc
		.and_then(|price| usd_to_planck_ceil(usd_side, price))
		.filter(|planck| *planck < dbc_side)
		.map_or(StakePerGpu::Dbc(dbc_side), StakePerGpu::Usd)
}

/// The stake of a machine with `gpu_count` GPUs. It saturates at an amount that nobody can hold.
pub fn stake_of_machine(per_gpu: StakePerGpu, gpu_count: u32) -> u128 {
	per_gpu.planck().saturating_mul(u128::from(gpu_count))
}

/// `micro_usd` in planck at `nano_usd_per_dbc`, rounded down. `None` if the price is 0.
pub fn usd_to_planck_floor(micro_usd: u64, nano_usd_per_dbc: u64) -> Option<u128> {
	u128::from(micro_usd)
		.saturating_mul(NANO_PER_MICRO)
		.saturating_mul(PLANCK_PER_DBC)
		.checked_div(u128::from(nano_usd_per_dbc))
}

/// `percent` of `whole`, rounded down; at most `whole`.
pub fn percent_floor(whole: u128, percent: u32) -> u128 {
	multiply_by_rational_with_rounding(whole, u128::from(percent.min(100)), 100, Rounding::Down)
		.unwrap_or(whole)
}

/// What each of `parts` gets of `whole`, rounded down, and what is left over. Without parts everything is.
pub fn share_floor(whole: u128, parts: u32) -> (u128, u128) {
	let parts = u128::from(parts);
	let share = whole.checked_div(parts).unwrap_or(0);
	(share, whole.saturating_sub(share.saturating_mul(parts)))
}

/// Whether `amount` is less than `percent` of `whole`, compared exactly.
pub fn is_below_percent(amount: u128, whole: u128, percent: u32) -> bool {
	// An integer is below a number exactly if it is below that number rounded up. What does not fit is above every amount.
	multiply_by_rational_with_rounding(whole, u128::from(percent), 100, Rounding::Up)
		.is_none_or(|least| amount < least)
}

#[cfg(test)]
mod tests;
