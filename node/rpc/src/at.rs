//! The block that a method reads at.

use serde::{Deserialize, Serialize};
use sp_blockchain::HeaderBackend;
use sp_core::H256;
use sp_runtime::{
	traits::{Block as BlockT, Header as HeaderT},
	SaturatedConversion,
};

use crate::{json, Error};

/// The block that an answer was read at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct At {
	/// Its hash.
	pub hash: H256,
	/// Its number.
	pub number: u64,
	/// Whether it is final. What a block that is not final says can be undone.
	pub finalized: bool,
}

/// Finds the block with the hash `at`, by default the best block, and makes sure that its state is at hand.
pub(crate) fn resolve<Block, Client, Backend>(
	client: &Client,
	backend: &Backend,
	at: Option<&str>,
) -> Result<At, Error>
where
	Block: BlockT<Hash = H256>,
	Client: HeaderBackend<Block>,
	Backend: sc_client_api::Backend<Block>,
{
	let info = client.info();
	let hash = match at {
		Some(text) => {
			let bytes = json::bytes32(text).map_err(|problem| Error::BadBlockHash { problem })?;
			H256(bytes)
		}
		None => info.best_hash,
	};
	let header = client
		.header(hash)
		.map_err(Error::database)?
		.ok_or(Error::UnknownBlock { hash })?;
	let height = *header.number();
	let number = height.saturated_into();
	if !backend.have_state_at(hash, height) {
		return Err(Error::StatePruned { hash, number });
	}
	let finalized = height <= info.finalized_number
		&& client.hash(height).map_err(Error::database)? == Some(hash);
	Ok(At {
		hash,
		number,
		finalized,
	})
}

/// Refuses a block whose runtime lacks a runtime API: `version` is what the runtime says of it.
pub(crate) fn require_api(
	version: Option<u32>,
	api: &'static str,
	hash: H256,
) -> Result<(), Error> {
	version.map(|_| ()).ok_or(Error::ApiMissing { api, hash })
}
