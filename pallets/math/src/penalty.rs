//! Penalties of outages: the share of a machine's stake that an outage costs by cause and length, what of it is still due,
//! and how renters share their part (see `docs/protocol/sanctions.md`).

use sp_arithmetic::{helpers_128bit::multiply_by_rational_with_rounding, Rounding};

use crate::stake::percent_floor;

/// A minute in milliseconds.
const MINUTE: u64 = 60_000;
/// An hour in milliseconds.
const HOUR: u64 = 3_600_000;

/// From this length on renters share in the penalty of an outage that its owner reported, or in which nobody reached the
/// machine, in milliseconds (*fixed*).
const RENTERS_FROM: u64 = 172_800_000;

/// A row of the table of penalties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
	/// The owner took a rented machine down.
	OwnerReportedRented,
	/// The owner took a machine down that nobody rented.
	OwnerReportedIdle,
	/// Nobody reached the machine.
	Inaccessible,
	/// The machine did not work, or could not be rented.
	Malfunction,
	/// The hardware was not what was attested.
	Counterfeit,
	/// The owner changed the hardware: costs nothing by this table.
	HardwareChange,
}

/// From a length on, in milliseconds, the penalty is so many percent of the stake.
type Step = (u64, u32);

const OWNER_REPORTED_RENTED: [Step; 4] =
	[(0, 2), (7 * MINUTE, 4), (48 * HOUR, 30), (120 * HOUR, 50)];
const OWNER_REPORTED_IDLE: [Step; 3] = [(0, 0), (48 * HOUR, 4), (240 * HOUR, 30)];
const INACCESSIBLE: [Step; 4] = [(0, 4), (7 * MINUTE, 8), (48 * HOUR, 60), (120 * HOUR, 100)];
const MALFUNCTION: [Step; 5] = [
	(0, 6),
	(4 * HOUR, 12),
	(24 * HOUR, 16),
	(48 * HOUR, 60),
	(120 * HOUR, 100),
];
const COUNTERFEIT: [Step; 5] = [
	(0, 12),
	(4 * HOUR, 24),
	(24 * HOUR, 32),
	(48 * HOUR, 60),
	(120 * HOUR, 100),
];

impl Row {
	/// The steps, by rising length.
	const fn steps(self) -> &'static [Step] {
		match self {
			Self::OwnerReportedRented => &OWNER_REPORTED_RENTED,
			Self::OwnerReportedIdle => &OWNER_REPORTED_IDLE,
			Self::Inaccessible => &INACCESSIBLE,
			Self::Malfunction => &MALFUNCTION,
			Self::Counterfeit => &COUNTERFEIT,
			Self::HardwareChange => &[],
		}
	}
}

/// The penalty of an outage of `length` milliseconds, in percent of the stake. Each step holds from its length on, this
/// length included, until the next. It never falls when the length grows.
pub fn percent(row: Row, length: u64) -> u32 {
	row.steps()
		.iter()
		.rev()
		.find(|(from, _)| length >= *from)
		.map_or(0, |(_, percent)| *percent)
}

/// From which length on, in milliseconds, the penalty grows no more; `None` if there is no penalty.
pub fn last_threshold(row: Row) -> Option<u64> {
	row.steps().last().map(|(from, _)| *from)
}

/// Whether renters share in the penalty of an outage of `length` milliseconds.
pub fn compensates_renters(row: Row, length: u64) -> bool {
	match row {
		Row::OwnerReportedRented | Row::OwnerReportedIdle | Row::Inaccessible => {
			length >= RENTERS_FROM
		}
		Row::Malfunction | Row::Counterfeit => true,
		Row::HardwareChange => false,
	}
}

/// What is due of a penalty: `percent` of `base`, rounded down, without what `earlier` penalties of the same series took.
pub fn due_floor(base: u128, percent: u32, earlier: u128) -> u128 {
	percent_floor(base, percent).saturating_sub(earlier)
}

/// What of `pool` goes to a claim of `claim` where all claims together are `claims`: its part in proportion, rounded
/// down, and at most the claim. All parts together are at most `pool`, and at most `claims`.
pub fn claim_floor(pool: u128, claim: u128, claims: u128) -> u128 {
	// What is at least the claim need not be divided, and without any claim there is nothing to give.
	if pool >= claims {
		return claim;
	}
	multiply_by_rational_with_rounding(pool, claim, claims, Rounding::Down)
		.map_or(claim, |part| part.min(claim))
}

#[cfg(test)]
mod tests;
