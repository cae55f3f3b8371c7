//! The off-chain worker: a node that feeds.
//!
//! It does something only on a node whose operator configured sources ([`Feed`]s in the node's local storage under
//! [`FEEDS_KEY`]) and put the key of an approved feeder into the keystore (type [`crate::crypto::KEY_TYPE`]). When that
//! feeder's observation is due, the worker asks all sources at once, takes the median of the prices that came within
//! [`DEADLINE_MS`], signs and submits it.
//!
//! Sources are not trusted: a source that is silent, drips, lies about its size, or answers anything but a price
//! between the chain's bounds is left out, and does not keep the others waiting. Nothing of an answer and no URL,
//! which may hold a secret, gets into the log: sources are named by their position in the configuration.

mod attempt;
mod decimal;
mod feed;
mod fetch;
mod json;

use alloc::vec::Vec;
use core::ops::RangeInclusive;

use dbc_math::price::median_floor;
use dbc_primitives::{Moment, NanoUsd};
use frame_support::traits::Get;
use frame_system::offchain::{Account, SendSignedTransaction, Signer};
use sp_core::offchain::Duration;
use sp_runtime::offchain::storage::StorageValueRef;

use crate::{Call, Config, Feeders, Pallet};

pub use attempt::RETRY_AFTER_MS;
pub use feed::{BadFeed, Feed};
pub use fetch::MAX_BODY;

/// Where the node's local storage (persistent, not fork-aware) holds the sources: a SCALE-encoded `Vec<Feed>`.
pub const FEEDS_KEY: &[u8] = b"dbc/price/feeds";
/// Most sources that are asked; more are ignored.
pub const MAX_FEEDS: usize = 16;
/// How long all sources together may take, in milliseconds.
pub const DEADLINE_MS: u64 = 4_000;

const LOG_TARGET: &str = "price-feed";

/// Why a source gave no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SourceError {
	/// The URL is not one that the node can ask.
	BadUrl,
	/// No complete answer came in time.
	TimedOut,
	/// The connection failed.
	Unreachable,
	/// The answer has another HTTP status than 200. Redirections are not followed.
	Status(u16),
	/// The answer is longer than [`MAX_BODY`].
	TooLarge,
	/// The answer is not JSON.
	NotJson,
	/// Nothing is where the pointer points.
	NotFound,
	/// What is there is no positive decimal number.
	NotAPrice,
	/// The price is below the chain's floor or above its ceiling.
	OutOfRange,
}

/// Feeds once, if there is something to feed. Called for every block.
pub(crate) fn run<T: Config>() {
	let feeds = configured_feeds();
	if feeds.is_empty() {
		return;
	}
	let Some((account, last_seen)) = due_feeder::<T>() else {
		log::debug!(target: LOG_TARGET, "no approved feeder with a key here is due");
		return;
	};
	if !attempt::begin(last_seen) {
		return;
	}
	let rules = T::Rules::get();
	match observe(&feeds, rules.floor..=rules.ceiling) {
		Some(price) => submit::<T>(&account, price),
		None => log::error!(
			target: LOG_TARGET,
			"none of {} sources gave a price: nothing is submitted", feeds.len(),
		),
	}
}

/// The sources that the node's operator configured.
fn configured_feeds() -> Vec<Feed> {
	let mut feeds = match StorageValueRef::persistent(FEEDS_KEY).get::<Vec<Feed>>() {
		Ok(feeds) => feeds.unwrap_or_default(),
		Err(_) => {
			log::error!(target: LOG_TARGET, "the configured sources are unreadable");
			Vec::new()
		}
	};
	if feeds.len() > MAX_FEEDS {
		log::warn!(target: LOG_TARGET, "only the first {MAX_FEEDS} sources are asked");
		feeds.truncate(MAX_FEEDS);
	}
	feeds
}

/// The first approved feeder whose key is in the keystore and whose observation is due, and when that observation was
/// accepted.
fn due_feeder<T: Config>() -> Option<(Account<T>, Option<Moment>)> {
	let interval = T::Rules::get().submit_interval;
	let now = Pallet::<T>::now();
	let feeders = Feeders::<T>::get();
	let due = Signer::<T, T::AuthorityId>::keystore_accounts().find_map(|account| {
		let feeder = feeders.iter().find(|feeder| feeder.account == account.id)?;
		feeder
			.is_due(now, interval)
			.then(|| (account, feeder.observation.map(|seen| seen.at)))
	});
	due
}

/// The median of the prices that the sources give in time.
fn observe(feeds: &[Feed], bounds: RangeInclusive<NanoUsd>) -> Option<NanoUsd> {
	let deadline = sp_io::offchain::timestamp().add(Duration::from_millis(DEADLINE_MS));
	let mut prices: Vec<NanoUsd> = fetch::fetch_all(feeds, deadline)
		.into_iter()
		.zip(feeds)
		.enumerate()
		.filter_map(|(index, (answer, feed))| {
			answer
				.and_then(|body| price_in(&body, &feed.pointer, &bounds))
				.inspect_err(
					|error| log::warn!(target: LOG_TARGET, "source {index} (from 0): {error:?}"),
				)
				.ok()
		})
		.collect();
	median_floor(&mut prices)
}

/// The price at `pointer` in a JSON document.
fn price_in(
	document: &[u8],
	pointer: &[u8],
	bounds: &RangeInclusive<NanoUsd>,
) -> Result<NanoUsd, SourceError> {
	let pointer = core::str::from_utf8(pointer).map_err(|_| SourceError::NotFound)?;
	let text = json::number_at(document, pointer)?;
	let price = decimal::nano_usd_floor(&text).ok_or(SourceError::NotAPrice)?;
	if price == 0 {
		return Err(SourceError::NotAPrice);
	}
	bounds
		.contains(&price)
		.then_some(price)
		.ok_or(SourceError::OutOfRange)
}

/// Signs and submits. The nonce is that of the state: only one submission is under way at a time.
fn submit<T: Config>(account: &Account<T>, price: NanoUsd) {
	let signer = Signer::<T, T::AuthorityId>::any_account();
	match signer.send_single_signed_transaction(account, Call::submit { price }) {
		Some(Ok(())) => log::info!(target: LOG_TARGET, "submitted {price} nano-USD per DBC"),
		Some(Err(())) => log::error!(
			target: LOG_TARGET,
			"the transaction pool refused the observation: does the feeder's account exist?",
		),
		None => log::error!(target: LOG_TARGET, "the feeder's key cannot sign"),
	}
}
