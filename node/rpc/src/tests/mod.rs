//! Tests through the module that a server would run, over a chain of four blocks and a runtime made up for them.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::panic,
	clippy::unimplemented,
	clippy::unwrap_used
)]

mod blocks;
mod docs;
mod errors;
mod faults;
mod fixtures;
mod input;
mod json;
mod json_faults;
mod json_params;
mod json_rental;
mod json_rewards;
mod json_sanctions;
mod methods;
mod mock;
mod rental;
mod rewards;
mod sanctions;
mod subscribe_jobs;
mod subscriptions;
