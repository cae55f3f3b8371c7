//! Two collators of ours author under a real relay chain of two validators: one with lookahead, the other by slots.
//! `scripts/zombienet.sh` brings `polkadot`, its workers and `dbc-node` onto the PATH.

use std::collections::BTreeSet;

use anyhow::{anyhow, Context, Result};
use zombienet_sdk::{
	subxt::{
		config::substrate::{ConsensusEngineId, DigestItem},
		PolkadotConfig,
	},
	NetworkConfig, NetworkConfigBuilder, NetworkConfigExt,
};

/// The parachain of the preset `local_testnet`.
const PARA_ID: u32 = 2_000;
/// How long the relay chain may take to include the first blocks: it adds the parachain at its next session.
const INCLUSION_LIMIT_SECS: u64 = 600;
/// Blocks to be seen final.
const FINAL_BLOCKS: usize = 8;
const BEST: &str = "block_height{status=\"best\"}";
const AURA: ConsensusEngineId = *b"aura";

fn network() -> Result<NetworkConfig> {
	NetworkConfigBuilder::new()
		.with_relaychain(|relay| {
			relay
				.with_chain("rococo-local")
				.with_default_command("polkadot")
				.with_validator(|node| node.with_name("validator-1"))
				.with_validator(|node| node.with_name("validator-2"))
		})
		.with_parachain(|parachain| {
			parachain
				.with_id(PARA_ID)
				.with_chain("local")
				.with_default_command("dbc-node")
				.with_collator(|node| {
					node.with_name("alice")
						.with_args(vec![("--authoring", "lookahead").into()])
				})
				.with_collator(|node| {
					node.with_name("bob")
						.with_args(vec![("--authoring", "slot-based").into()])
				})
		})
		.build()
		.map_err(|errors| anyhow!("{errors:?}"))
}

/// The slot in which a block was authored: its first digest says it.
fn slot(logs: &[DigestItem]) -> Option<u64> {
	logs.iter().find_map(|log| match log {
		DigestItem::PreRuntime(AURA, slot) => Some(u64::from_le_bytes(slot.as_slice().try_into().ok()?)),
		_ => None,
	})
}

#[tokio::test(flavor = "multi_thread")]
async fn collators_should_take_turns_when_a_relay_chain_includes_their_blocks() -> Result<()> {
	let network = network()?.spawn_native().await?;
	for name in ["alice", "bob"] {
		network
			.get_node(name)?
			.wait_metric_with_timeout(BEST, |height| height >= 2.0, INCLUSION_LIMIT_SECS)
			.await
			.with_context(|| format!("{name} sees no blocks"))?;
	}
	let client = network
		.get_node("alice")?
		.wait_client::<PolkadotConfig>()
		.await?;
	let mut finalized = client.blocks().subscribe_finalized().await?;
	let mut turns = BTreeSet::new();
	for _ in 0..FINAL_BLOCKS {
		let block = finalized.next().await.context("the subscription has ended")??;
		if block.number() > 0 {
			let slot = slot(&block.header().digest.logs).context("no slot")?;
			turns.insert(slot % 2);
		}
	}
	// Aura gives even slots to one authority and odd slots to the other.
	assert_eq!(turns.len(), 2, "only one collator authored");
	Ok(())
}
