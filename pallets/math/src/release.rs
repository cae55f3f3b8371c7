//! The release of rewards: a quarter of what was earned on a day at once, the rest in [`RELEASE_DAYS`] equal parts, one at
//! the beginning of each of the following days. All of it in the end.
//!
//! What was earned is told in grains, see [`GRAINS_PER_PLANCK`].

use crate::rewards::GRAINS_PER_PLANCK;

/// After so many days all is released that was earned on a day.
pub const RELEASE_DAYS: u32 = 150;

/// The parts of what was earned on a day: 50 are released at once, then one each day.
const PARTS: u128 = 200;
const PARTS_AT_ONCE: u32 = 50;

/// How many of the 200 parts of what was earned on a day are released `age` days later.
pub fn released_parts(age: u32) -> u32 {
	PARTS_AT_ONCE.saturating_add(age.min(RELEASE_DAYS))
}

/// All that is released, in planck: what was earned so long ago that it is `complete`, and of what was earned on each of
/// the last days, told with its age, the parts that have been released. Rounded down once.
///
/// `floor( (200 × complete + Σ earned × (50 + min(age, 150))) / (200 × 2^44) )`
pub fn released_floor(complete: u128, days: impl IntoIterator<Item = (u32, u128)>) -> u128 {
	// Whole planck and the grains beyond them are added apart: 200 times all that is ever emitted is below 2^90 planck.
	let mut planck: u128 = 0;
	let mut grains: u128 = 0;
	let mut add = |earned: u128, parts: u128| {
		let (whole, rest) = (earned / GRAINS_PER_PLANCK, earned % GRAINS_PER_PLANCK);
		planck = planck.saturating_add(whole.saturating_mul(parts));
		grains = grains.saturating_add(rest.saturating_mul(parts));
	};
	add(complete, PARTS);
	for (age, earned) in days {
		add(earned, u128::from(released_parts(age)));
	}
	planck.saturating_add(grains / GRAINS_PER_PLANCK) / PARTS
}

#[cfg(test)]
mod tests;
