//! Formulas of the price oracle: the median of the observations, the quorum, and the band around the anchor in which
//! the price may move.
//!
//! Prices are nano-USD per DBC, times are milliseconds. Every function is total: no input makes it panic or wrap
//! around.

/// The median of `prices`: the middle one, or the mean of the middle two rounded down. Sorts its argument; `None` if it
/// is empty.
pub fn median_floor(prices: &mut [u64]) -> Option<u64> {
	prices.sort_unstable();
	let upper_index = prices.len() / 2;
	let upper = *prices.get(upper_index)?;
	if prices.len() % 2 == 1 {
		return Some(upper);
	}
	let lower = *prices.get(upper_index.checked_sub(1)?)?;
	Some(mean_floor(lower, upper))
}

/// The mean of two prices, rounded down.
fn mean_floor(a: u64, b: u64) -> u64 {
	let (low, high) = (a.min(b), a.max(b));
	low.saturating_add(high.saturating_sub(low) / 2)
}

/// How many fresh observations a round needs: two thirds of the feeders, rounded up, and at least `minimum`.
pub fn quorum_ceil(feeders: u32, minimum: u32) -> u32 {
	let thirds = u64::from(feeders).saturating_mul(2).div_ceil(3);
	// Two thirds of a `u32` fit a `u32`.
	u32::try_from(thirds).unwrap_or(u32::MAX).max(minimum)
}

/// How many full steps of `interval` fit into `elapsed`, but at least 1 and at most `max` (a `max` of 0 counts as 1).
/// An `interval` of 0 gives `max`.
pub fn steps_floor(elapsed: u64, interval: u64, max: u32) -> u32 {
	let full = elapsed.checked_div(interval).unwrap_or(u64::MAX);
	u32::try_from(full).unwrap_or(u32::MAX).min(max).max(1)
}

/// How far the price may be from `anchor` after `steps` steps of `step_percent` percent: linear in the steps, rounded
/// down, but at least 1, so that no price is too small to move.
pub fn band_width_floor(anchor: u64, steps: u32, step_percent: u32) -> u64 {
	// At most (2^32 - 1)^2.
	let percent = u64::from(steps).saturating_mul(u64::from(step_percent));
	// At most (2^64 - 1)^2: no overflow.
	let width = u128::from(anchor).saturating_mul(u128::from(percent)) / 100;
	u64::try_from(width).unwrap_or(u64::MAX).max(1)
}

/// `target`, or the end of the band around `anchor` that is nearest to it, see [`band_width_floor`].
pub fn clamp_to_anchor(target: u64, anchor: u64, steps: u32, step_percent: u32) -> u64 {
	let width = band_width_floor(anchor, steps, step_percent);
	target
		.max(anchor.saturating_sub(width))
		.min(anchor.saturating_add(width))
}

#[cfg(test)]
mod tests;
