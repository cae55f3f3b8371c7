//! One mock per trait of the primitives, for unit tests of the pallets.
//!
//! What a test decides (a price, a stall, that something fails) is thread-local: one per test. What a mock does for the
//! pallet is kept in storage or in the currency, so that it is undone with everything else when a call fails.
#![allow(clippy::arithmetic_side_effects, clippy::expect_used)]

mod attestations;
mod committee;
mod dice;
mod machine_changes;
mod machines;
mod order_guard;
mod orders;
mod outages;
mod price;
mod rental;
mod rulings;
mod sanctions;
mod stalls;

pub use attestations::*;
pub use committee::*;
pub use dice::Dice;
pub use machine_changes::*;
pub use machines::*;
pub use order_guard::*;
pub use orders::*;
pub use price::*;
pub use rental::*;
pub use rulings::*;
pub use sanctions::*;
pub use stalls::*;

use codec::Encode;

/// The storage key of what a mock keeps under `name` for `id`.
fn key(name: &str, id: impl Encode) -> Vec<u8> {
	(b"mock", name, id).encode()
}
