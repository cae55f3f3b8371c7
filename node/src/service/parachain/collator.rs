//! What builds the parachain's blocks and offers them to the relay chain.

use super::{BlockImport, RELAY_SLOT};
use crate::{
	cli::Authoring,
	service::{Backend, Client, Pool},
};
use cumulus_client_collator::service::CollatorService;
use cumulus_client_consensus_aura::collators::{
	lookahead,
	slot_based::{self, SlotBasedBlockImportHandle},
};
use cumulus_primitives_core::{
	relay_chain::{CollatorPair, ValidationCode},
	ParaId,
};
use cumulus_relay_chain_interface::{OverseerHandle, RelayChainInterface};
use dbc_runtime::{opaque::Block, Hash};
use sc_basic_authorship::ProposerFactory;
use sc_network::PeerId;
use sc_service::TaskManager;
use sc_telemetry::TelemetryHandle;
use sp_consensus_aura::sr25519::AuthorityPair;
use sp_keystore::KeystorePtr;
use std::{sync::Arc, time::Duration};
use substrate_prometheus_endpoint::Registry;

/// Time for building a block with lookahead authoring, which leaves the rest of the slot to its way to the relay chain.
const AUTHORING_TIME: Duration = Duration::from_secs(2);
/// How long after a slot's start slot-based authoring begins: the relay chain's block should have arrived.
const SLOT_OFFSET: Duration = Duration::from_secs(1);

/// Tells peers of a block.
pub type AnnounceBlock = Arc<dyn Fn(Hash, Option<Vec<u8>>) + Send + Sync>;

/// Everything that a collator works with.
pub struct Collator {
	/// Executes blocks.
	pub client: Arc<Client>,
	/// The database.
	pub backend: Arc<Backend>,
	/// Transactions that wait for a block.
	pub pool: Arc<Pool>,
	/// Holds the key that signs blocks.
	pub keystore: KeystorePtr,
	/// Imports the own blocks.
	pub block_import: BlockImport,
	/// Tells slot-based authoring of imported blocks.
	pub block_import_handle: SlotBasedBlockImportHandle<Block>,
	/// The relay chain.
	pub relay_chain_interface: Arc<dyn RelayChainInterface>,
	/// Leads to the relay node's part that offers blocks to validators.
	pub overseer: OverseerHandle,
	/// Tells peers of a block.
	pub announce_block: AnnounceBlock,
	/// Id of the parachain.
	pub para_id: ParaId,
	/// Signs what is offered to validators.
	pub key: CollatorPair,
	/// Network identity, which the block may name as where its collator is found.
	pub peer_id: PeerId,
	/// Share of the largest proof that a block may use, in per cent.
	pub max_pov_percentage: Option<u32>,
	/// Prometheus metrics.
	pub registry: Option<Registry>,
	/// Telemetry.
	pub telemetry: Option<TelemetryHandle>,
}

impl Collator {
	/// Starts to collate.
	pub fn start(self, authoring: Authoring, task_manager: &TaskManager) {
		let spawner = task_manager.spawn_essential_handle();
		let client = self.client;
		let proposer = ProposerFactory::new(
			task_manager.spawn_handle(),
			client.clone(),
			self.pool,
			self.registry.as_ref(),
			self.telemetry,
		);
		let collator_service =
			CollatorService::new(client.clone(), self.announce_block, client.clone());
		let code_hash_provider = {
			let client = client.clone();
			move |block| {
				client
					.code_at(block)
					.ok()
					.map(|code| ValidationCode::from(code).hash())
			}
		};
		// Time and relay chain data come from the collators themselves.
		let create_inherent_data_providers = |_, ()| async { Ok(()) };

		match authoring {
			Authoring::Lookahead => {
				let params = lookahead::Params {
					create_inherent_data_providers,
					block_import: self.block_import,
					para_client: client,
					para_backend: self.backend,
					relay_client: self.relay_chain_interface,
					code_hash_provider,
					keystore: self.keystore,
					collator_key: self.key,
					collator_peer_id: self.peer_id,
					para_id: self.para_id,
					overseer_handle: self.overseer,
					relay_chain_slot_duration: RELAY_SLOT,
					proposer,
					collator_service,
					authoring_duration: AUTHORING_TIME,
					reinitialize: false,
					max_pov_percentage: self.max_pov_percentage,
				};
				let collator =
					lookahead::run::<Block, AuthorityPair, _, _, _, _, _, _, _, _>(params);
				spawner.spawn("aura", Some("block-authoring"), collator);
			}
			Authoring::SlotBased => {
				let params = slot_based::Params {
					create_inherent_data_providers,
					block_import: self.block_import,
					para_client: client,
					para_backend: self.backend,
					relay_client: self.relay_chain_interface,
					code_hash_provider,
					keystore: self.keystore,
					collator_key: self.key,
					collator_peer_id: self.peer_id,
					para_id: self.para_id,
					proposer,
					collator_service,
					reinitialize: false,
					slot_offset: SLOT_OFFSET,
					block_import_handle: self.block_import_handle,
					spawner,
					relay_chain_slot_duration: RELAY_SLOT,
					export_pov: None,
					max_pov_percentage: self.max_pov_percentage,
				};
				slot_based::run::<Block, AuthorityPair, _, _, _, _, _, _, _, _, _>(params);
			}
		}
	}
}
