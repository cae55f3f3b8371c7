//! Where this node's price feeder reads the price of DBC.
//!
//! The off-chain worker of `pallet-price` fetches the feeds, takes the median of what they answer, signs it with the
//! feeder's key in the keystore and submits it. It finds the feeds in the node's persistent off-chain storage, where
//! [`store`] puts those of the command line at each start.

use codec::Encode;
use pallet_price::offchain::{Feed, FEEDS_KEY};
use sp_core::offchain::{OffchainStorage, STORAGE_PREFIX};

/// Longest feed, in bytes.
const MAX_LEN: usize = 2_048;

/// Reads a feed, written `URL#/json/pointer`. Both parts are taken as they are, without percent-decoding.
pub fn parse(text: &str) -> Result<Feed, String> {
	if text.len() > MAX_LEN {
		return Err(format!("only {MAX_LEN} bytes are allowed"));
	}
	if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
		return Err("only printable ASCII without blanks is allowed".into());
	}
	text.parse::<Feed>().map_err(|error| error.to_string())
}

/// Makes `feeds` the feeds of the off-chain worker. Without any, those of an earlier start are forgotten, so that the
/// node stops feeding.
pub fn store(storage: &mut impl OffchainStorage, feeds: &[Feed]) {
	if feeds.is_empty() {
		storage.remove(STORAGE_PREFIX, FEEDS_KEY);
	} else {
		storage.set(STORAGE_PREFIX, FEEDS_KEY, &feeds.encode());
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Decode;
	use sp_core::offchain::storage::InMemOffchainStorage;

	#[test]
	fn feed_should_split_at_the_first_hash_when_it_is_well_formed() {
		let feed = parse("https://api.example.org:8443/dbc?vs=usd#/data/0/a#b").unwrap();
		assert_eq!(feed.url, b"https://api.example.org:8443/dbc?vs=usd");
		assert_eq!(feed.pointer, b"/data/0/a#b");
	}

	#[test]
	fn feed_should_be_refused_when_it_is_malformed() {
		for text in [
			"https://example.org/price",
			"https://example.org#price",
			"ftp://example.org#/price",
			"#/price",
			"http://a b#/price",
			"http://ä#/price",
			&format!("http://{}#/price", "x".repeat(MAX_LEN)),
		] {
			assert!(parse(text).is_err(), "{text}");
		}
	}

	#[test]
	fn stored_feeds_should_be_readable_by_the_worker_when_some_are_given() {
		let mut storage = InMemOffchainStorage::default();
		let feeds = vec![parse("http://example.org/a#/b").unwrap()];
		store(&mut storage, &feeds);
		let bytes = storage.get(STORAGE_PREFIX, FEEDS_KEY).unwrap();
		assert_eq!(Vec::<Feed>::decode(&mut &bytes[..]), Ok(feeds));
	}

	#[test]
	fn stored_feeds_should_be_forgotten_when_none_is_given() {
		let mut storage = InMemOffchainStorage::default();
		store(&mut storage, &[parse("http://example.org/a#/b").unwrap()]);
		store(&mut storage, &[]);
		assert_eq!(storage.get(STORAGE_PREFIX, FEEDS_KEY), None);
	}
}
