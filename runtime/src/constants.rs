//! Numbers that no vote changes: units, identity and shape of the chain. What governance may change is in
//! [`crate::params`].

use crate::{Balance, BlockNumber};
use dbc_primitives::Moment;

/// Units of money.
pub mod currency {
	use super::Balance;

	/// Decimals of DBC.
	pub const DECIMALS: u8 = 15;
	/// One DBC in planck.
	pub const DBC: Balance = 1_000_000_000_000_000;
	/// A thousandth of a DBC.
	pub const MILLI_DBC: Balance = DBC / 1_000;
	/// Least balance of an account: 0.01 DBC.
	pub const EXISTENTIAL_DEPOSIT: Balance = 10 * MILLI_DBC;
	/// Everything that exists at genesis: 5.6 billion DBC.
	pub const GENESIS_SUPPLY: Balance = 5_600_000_000 * DBC;

	/// What an account leaves on deposit for state that it occupies: 1 DBC an item, 0.01 DBC a byte.
	pub const fn deposit(items: u32, bytes: u32) -> Balance {
		// `Balance::from` is not const; widening never loses.
		let (items, bytes) = (items as Balance, bytes as Balance);
		items
			.saturating_mul(DBC)
			.saturating_add(bytes.saturating_mul(10 * MILLI_DBC))
	}
}

/// Fees of transactions.
pub mod fees {
	use super::{currency::MILLI_DBC, Balance};

	/// Fee of a picosecond of execution: about 0.05 DBC for an extrinsic that does nothing, 1,000 DBC for a full block.
	pub const PER_PICOSECOND: Balance = 500_000;
	/// Fee of a byte of proof. What costs more, time or proof, is paid.
	pub const PER_PROOF_BYTE: Balance = MILLI_DBC / 50;
	/// Fee of a byte of the extrinsic.
	pub const PER_BYTE: Balance = MILLI_DBC / 10;
	/// Share of the treasury, in percent. The collator gets the rest, and every tip.
	pub const TREASURY_PERCENT: u32 = 80;
	/// Share of the collator, in percent.
	pub const COLLATOR_PERCENT: u32 = 100 - TREASURY_PERCENT;
}

/// Units of time.
pub mod time {
	use super::{BlockNumber, Moment};

	/// Length of a block, of an Aura slot and of a relay chain slot, in milliseconds.
	pub const BLOCK_MILLIS: Moment = 6_000;
	/// One second in milliseconds.
	pub const SECOND: Moment = 1_000;
	/// One minute in milliseconds.
	pub const MINUTE: Moment = 60 * SECOND;
	/// One hour in milliseconds.
	pub const HOUR: Moment = 60 * MINUTE;
	/// One day in milliseconds.
	pub const DAY: Moment = 24 * HOUR;

	/// Length of a session: 4 hours in blocks.
	pub const SESSION_BLOCKS: BlockNumber = 4 * 60 * 10;
}

/// The council and the technical committee.
pub mod governance {
	use super::BlockNumber;

	/// Most members of the council.
	pub const COUNCIL_MEMBERS: u32 = 13;
	/// Most members of the technical committee.
	pub const TECHNICAL_COMMITTEE_MEMBERS: u32 = 13;
	/// Most motions of a body that are open at a time.
	pub const MAX_MOTIONS: u32 = 20;
	/// How long a motion may be voted on: 7 days in blocks, because the pallet counts blocks.
	pub const MOTION_BLOCKS: BlockNumber = 7 * 24 * 60 * 10;
}

/// The committee that verifies machines.
pub mod committee {
	/// Most members.
	pub const MAX_MEMBERS: u32 = 10_000;
	/// New jobs are refused while so many wait for their draw.
	pub const MAX_WAITING: u32 = 256;
	/// Most waiting jobs that a block looks at.
	pub const DRAWS_PER_BLOCK: u32 = 8;
}

/// What the relay chain lends the parachain.
pub mod parachain {
	/// Blocks that may be built before the first of them is included.
	pub const UNINCLUDED_SEGMENT_CAPACITY: u32 = 3;
	/// Blocks that may be built for each relay chain block.
	pub const BLOCK_PROCESSING_VELOCITY: u32 = 1;
	/// Length of a relay chain slot in milliseconds.
	pub const RELAY_SLOT_MILLIS: u32 = 6_000;
	/// How many relay blocks behind the tip the relay parent lies. Lookahead authoring needs 0.
	pub const RELAY_PARENT_OFFSET: u32 = 0;
	/// How far into the claim queue collators look for a core.
	pub const MAX_CLAIM_QUEUE_OFFSET: u8 = 1;
	/// Execution time of a block that the relay chain grants, in seconds.
	pub const BLOCK_COMPUTE_SECONDS: u64 = 2;
}
