//! When blocks are sealed: what asks the sealing engine for them.

use crate::service::Pool;
use dbc_runtime::Hash;
use futures::{
	channel::{mpsc, oneshot},
	FutureExt, SinkExt, StreamExt,
};
use sc_consensus_manual_seal::{EngineCommand, Error};
use sc_transaction_pool_api::TransactionPool;
use std::{sync::Arc, time::Duration};
use tokio::time::{interval_at, sleep, Instant, MissedTickBehavior};

/// Where the sealing engine takes its orders from.
pub type Commands = mpsc::Sender<EngineCommand<Hash>>;

/// How long a block waits before it becomes final. The database takes a moment to write what it was given, and a killed
/// process loses that: a block that was once final must not be missing after the restart.
const FINALITY_DELAY: Duration = Duration::from_millis(50);

/// Has a block sealed, with or without transactions, then finalized, and waits for both.
///
/// Always with `create_empty`: the engine takes a block for empty when it has no more extrinsics than there are inherents
/// data, of which the runtime does not use each, and would leave a single transaction waiting for the next.
pub async fn seal(mut commands: Commands) -> Result<Hash, Error> {
	let (sender, sealed) = oneshot::channel();
	commands
		.send(EngineCommand::SealNewBlock {
			create_empty: true,
			finalize: false,
			parent_hash: None,
			sender: Some(sender),
		})
		.await?;
	let hash = sealed.await??.hash;

	sleep(FINALITY_DELAY).await;
	let (sender, finalized) = oneshot::channel();
	commands
		.send(EngineCommand::FinalizeBlock {
			hash,
			sender: Some(sender),
			justification: None,
		})
		.await?;
	finalized.await??;
	Ok(hash)
}

/// Seals a block after `first_delay`, then one each `block_time`. While one takes longer, ticks are left out.
pub async fn seal_at_intervals(commands: Commands, first_delay: Duration, block_time: Duration) {
	let mut ticks = interval_at(Instant::now() + first_delay, block_time);
	ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
	loop {
		ticks.tick().await;
		if engine_has_ended(seal(commands.clone()).await) {
			return;
		}
	}
}

/// Seals a block whenever transactions have become ready.
pub async fn seal_on_transactions(commands: Commands, pool: Arc<Pool>) {
	let mut arrivals = pool.import_notification_stream();
	while arrivals.next().await.is_some() {
		// Those that have arrived meanwhile go into the same block.
		while let Some(Some(_)) = arrivals.next().now_or_never() {}
		if engine_has_ended(seal(commands.clone()).await) {
			return;
		}
	}
}

/// Tells of a failed block. The next attempt may succeed, unless the engine has stopped because the node stops.
fn engine_has_ended(outcome: Result<Hash, Error>) -> bool {
	match outcome {
		Ok(_) => false,
		Err(Error::Canceled(_) | Error::SendError(_)) => true,
		Err(error) => {
			log::error!("No block sealed: {error}");
			false
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_consensus_manual_seal::CreatedBlock;

	type Orders = mpsc::Receiver<EngineCommand<Hash>>;

	/// Makes the next block and finalizes it, as the engine does.
	async fn make_block(orders: &mut Orders, hash: Hash) {
		match orders.next().await {
			Some(EngineCommand::SealNewBlock {
				sender: Some(sender),
				finalize: false,
				..
			}) => {
				let block = CreatedBlock {
					hash,
					aux: Default::default(),
					proof_size: 0,
				};
				sender.send(Ok(block)).unwrap();
			}
			_ => panic!("no order to seal"),
		}
		match orders.next().await {
			Some(EngineCommand::FinalizeBlock {
				hash: finalized,
				sender: Some(sender),
				..
			}) => {
				assert_eq!(finalized, hash);
				sender.send(Ok(())).unwrap();
			}
			_ => panic!("no order to finalize"),
		}
	}

	#[tokio::test]
	async fn seal_should_return_the_block_when_it_is_final() {
		let (commands, mut orders) = mpsc::channel(1);
		let hash = Hash::repeat_byte(3);
		let (sealed, ()) = futures::join!(seal(commands), make_block(&mut orders, hash));
		assert_eq!(sealed.unwrap(), hash);
	}

	#[tokio::test]
	async fn intervals_should_end_when_the_engine_has_ended() {
		let (commands, orders) = mpsc::channel(1);
		drop(orders);
		seal_at_intervals(commands, Duration::ZERO, Duration::from_millis(1)).await;
	}

	#[tokio::test]
	async fn intervals_should_leave_ticks_out_when_a_block_takes_longer() {
		let (commands, mut orders) = mpsc::channel(64);
		let slow_engine = async {
			for _ in 0..3 {
				sleep(Duration::from_millis(40)).await;
				make_block(&mut orders, Hash::zero()).await;
			}
			// One order may have come since the last block, however many ticks have passed.
			sleep(Duration::from_millis(40)).await;
			let mut waiting = 0;
			while let Ok(_order) = orders.try_recv() {
				waiting += 1;
			}
			waiting
		};
		let sealing = seal_at_intervals(commands, Duration::ZERO, Duration::from_millis(1));
		futures::pin_mut!(sealing, slow_engine);
		match futures::future::select(sealing, slow_engine).await {
			futures::future::Either::Right((waiting, _)) => assert_eq!(waiting, 1),
			futures::future::Either::Left(_) => panic!("sealing has ended"),
		}
	}
}
