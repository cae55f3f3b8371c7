//! What a relay chain would tell each block: the time, and the mocked relay chain's state.
//!
//! The mocked relay chain has a block for each parachain block, whose number and slot are the parachain block's slot.
//! Its randomness depends on the history alone, so that two nodes with equal histories get equal blocks.

use super::clock::{self, Clock, SLOT_MS};
use crate::service::Client;
use codec::Encode;
use cumulus_client_parachain_inherent::MockValidationDataInherentDataProvider;
use cumulus_primitives_core::{
	relay_chain::{well_known_keys, AsyncBackingParams, HeadData, UpgradeGoAhead},
	AbridgedHostConfiguration, CollectCollationInfo, ParaId, RelayParentOffsetApi,
};
use dbc_runtime::{opaque::Header, BlockNumber, Hash};
use sc_consensus_aura::find_pre_digest;
use sp_api::ProvideRuntimeApi;
use sp_consensus_aura::sr25519::AuthoritySignature;
use sp_runtime::traits::{BlakeTwo256, Hash as _};
use std::{error::Error, sync::Arc};

/// Blocks in an epoch of the mocked relay chain.
const EPOCH_BLOCKS: BlockNumber = 10;
/// Largest code that `set_code` takes, in bytes: blobs of development builds are not compressed.
const MAX_CODE_SIZE: u32 = 32 * 1_024 * 1_024;

type BoxedError = Box<dyn Error + Send + Sync>;

/// Makes the inherent data of the development chain's blocks.
pub struct Inherents {
	/// Reads the parents.
	pub client: Arc<Client>,
	/// Chooses the slots.
	pub clock: Arc<Clock>,
	/// Id of the parachain.
	pub para_id: ParaId,
}

impl Inherents {
	/// The inherent data of a block on `parent` that is sealed now.
	pub fn on(
		&self,
		parent: Hash,
	) -> Result<
		(
			sp_timestamp::InherentDataProvider,
			MockValidationDataInherentDataProvider,
		),
		BoxedError,
	> {
		let header = self
			.client
			.header(parent)?
			.ok_or("The parent block is unknown.")?;
		let slot = self
			.clock
			.next_slot(slot_of(&header)?, clock::wall_clock_ms())?;
		let number = header
			.number
			.checked_add(1)
			.ok_or("There are no block numbers left.")?;

		let api = self.client.runtime_api();
		let upgrades = api
			.collect_collation_info(parent, &header)?
			.new_validation_code
			.is_some();
		if upgrades {
			log::info!("The mocked relay chain lets the new runtime be applied.");
		}

		let relay_state = MockValidationDataInherentDataProvider {
			current_para_block: number,
			para_id: self.para_id,
			current_para_block_head: Some(HeadData(header.encode())),
			relay_offset: slot
				.checked_sub(number)
				.ok_or("There are more blocks than slots.")?,
			relay_parent_offset: api.relay_parent_offset(parent)?,
			relay_blocks_per_para_block: 1,
			para_blocks_per_relay_epoch: EPOCH_BLOCKS,
			additional_key_values: Some(relay_values(parent, slot, number / EPOCH_BLOCKS)),
			upgrade_go_ahead: upgrades.then_some(UpgradeGoAhead::GoAhead),
			..Default::default()
		};
		let time = sp_timestamp::InherentDataProvider::new((u64::from(slot) * SLOT_MS).into());
		Ok((time, relay_state))
	}
}

/// Slot of a block, 0 for the genesis block.
pub fn slot_of(header: &Header) -> Result<u64, BoxedError> {
	let slot = find_pre_digest::<dbc_runtime::opaque::Block, AuthoritySignature>(header)
		.map_err(|error| format!("Block {} has no slot: {error}", header.number))?;
	Ok(*slot)
}

/// Entries of the relay chain's state that the mock lacks or that do not suit us.
fn relay_values(parent: Hash, slot: u32, epoch: BlockNumber) -> Vec<(Vec<u8>, Vec<u8>)> {
	use well_known_keys::{
		ACTIVE_CONFIG, CURRENT_BLOCK_RANDOMNESS, ONE_EPOCH_AGO_RANDOMNESS,
		TWO_EPOCHS_AGO_RANDOMNESS,
	};
	vec![
		(ACTIVE_CONFIG.to_vec(), host_configuration().encode()),
		(
			CURRENT_BLOCK_RANDOMNESS.to_vec(),
			block_randomness(parent, slot),
		),
		(
			ONE_EPOCH_AGO_RANDOMNESS.to_vec(),
			epoch_randomness(epoch.saturating_sub(1)),
		),
		(
			TWO_EPOCHS_AGO_RANDOMNESS.to_vec(),
			epoch_randomness(epoch.saturating_sub(2)),
		),
	]
}

/// Randomness of a relay chain block as BABE stores it: `Option<[u8; 32]>`, although the name of the key promises the
/// bare bytes.
fn block_randomness(parent: Hash, slot: u32) -> Vec<u8> {
	Some(BlakeTwo256::hash_of(&(b"dbc/dev/block", parent, slot)).0).encode()
}

/// Randomness of a relay chain epoch, the bare 32 bytes.
fn epoch_randomness(epoch: BlockNumber) -> Vec<u8> {
	BlakeTwo256::hash_of(&(b"dbc/dev/epoch", epoch)).0.to_vec()
}

/// The limits that a relay chain sets to a parachain, those of test networks but for the size of the code.
fn host_configuration() -> AbridgedHostConfiguration {
	AbridgedHostConfiguration {
		max_code_size: MAX_CODE_SIZE,
		max_head_data_size: 1_024 * 1_024,
		max_upward_queue_count: 8,
		max_upward_queue_size: 1_024 * 1_024,
		max_upward_message_size: 50 * 1_024,
		max_upward_message_num_per_candidate: 5,
		hrmp_max_message_num_per_candidate: 5,
		validation_upgrade_cooldown: 2,
		validation_upgrade_delay: 2,
		async_backing_params: AsyncBackingParams {
			max_candidate_depth: 3,
			allowed_ancestry_len: 2,
		},
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Decode;

	#[test]
	fn block_randomness_should_be_an_optional_value_when_it_is_decoded() {
		let bytes = block_randomness(Hash::repeat_byte(7), 300_000_000);
		assert_eq!(bytes.len(), 33);
		let value = Option::<[u8; 32]>::decode(&mut &bytes[..]).unwrap();
		assert!(value.is_some_and(|value| value != [0; 32]));
	}

	#[test]
	fn block_randomness_should_be_new_when_parent_or_slot_change() {
		let randomness = |parent, slot| block_randomness(Hash::repeat_byte(parent), slot);
		assert_eq!(randomness(1, 1), randomness(1, 1));
		assert_ne!(randomness(1, 1), randomness(2, 1));
		assert_ne!(randomness(1, 1), randomness(1, 2));
	}

	#[test]
	fn epoch_randomness_should_move_by_one_epoch_when_the_epoch_ends() {
		let values = |epoch| relay_values(Hash::zero(), 1, epoch);
		let (before, after) = (values(4), values(5));
		assert_eq!(before[2].1.len(), 32);
		assert_ne!(before[2].1, after[2].1);
		assert_eq!(before[2].1, after[3].1);
	}

	#[test]
	fn slot_should_be_zero_when_the_block_is_the_genesis() {
		let header = |number| Header {
			number,
			parent_hash: Default::default(),
			state_root: Default::default(),
			extrinsics_root: Default::default(),
			digest: Default::default(),
		};
		assert_eq!(slot_of(&header(0)).unwrap(), 0);
		assert!(slot_of(&header(1))
			.unwrap_err()
			.to_string()
			.contains("no slot"));
	}
}
