//! RPC of the development chain's clock.

use super::{
	clock::{wall_clock_ms, Clock, EndOfTime, SLOT_MS},
	inherents::slot_of,
	seal::{seal, Commands},
};
use crate::service::Client;
use dbc_runtime::{opaque::Header, BlockNumber, Hash};
use futures::lock::Mutex;
use jsonrpsee::{
	core::{async_trait, RpcResult},
	proc_macros::rpc,
	types::{error::ErrorCode, ErrorObject, ErrorObjectOwned},
	Extensions,
};
use sc_client_api::HeaderBackend;
use sc_rpc_api::check_if_safe;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A block of the development chain and its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SealedBlock {
	/// Hash of the block.
	pub hash: Hash,
	/// Number of the block.
	pub number: BlockNumber,
	/// Time of the block, in Unix milliseconds.
	pub timestamp: u64,
	/// How far the chain's clock is ahead of the wall clock, in milliseconds.
	pub ahead_ms: u64,
}

/// Moves the clock of the development chain.
#[rpc(server, namespace = "dev")]
pub trait ClockApi {
	/// Seals a block at once whose time is `milliseconds`, rounded up to slots of 6 s, later than it would have been.
	/// Following blocks go on from there; 0 just seals a block. Unsafe: refused to callers from outside.
	#[method(name = "timeJump", with_extensions)]
	async fn time_jump(&self, milliseconds: u64) -> RpcResult<SealedBlock>;
}

/// Implements [`ClockApiServer`].
pub struct ClockRpc {
	client: Arc<Client>,
	clock: Arc<Clock>,
	commands: Commands,
	/// Held during a jump: two at once would become one.
	jumping: Mutex<()>,
}

impl ClockRpc {
	/// The RPC of `clock`, whose blocks are ordered by `commands`.
	pub fn new(client: Arc<Client>, clock: Arc<Clock>, commands: Commands) -> Self {
		Self {
			client,
			clock,
			commands,
			jumping: Mutex::new(()),
		}
	}

	fn header(&self, hash: Hash) -> RpcResult<Header> {
		self.client
			.header(hash)
			.map_err(internal)?
			.ok_or_else(|| internal("The block is gone."))
	}
}

#[async_trait]
impl ClockApiServer for ClockRpc {
	async fn time_jump(&self, ext: &Extensions, milliseconds: u64) -> RpcResult<SealedBlock> {
		check_if_safe(ext)?;
		let _jumping = self.jumping.lock().await;

		let parent_slot = slot_of(&self.header(self.client.info().best_hash)?).map_err(internal)?;
		self.clock
			.jump(parent_slot, wall_clock_ms(), milliseconds)
			.map_err(out_of_range)?;
		let hash = seal(self.commands.clone())
			.await
			.inspect_err(|_| self.clock.cancel_jump())
			.map_err(ErrorObjectOwned::from)?;

		let header = self.header(hash)?;
		let timestamp = slot_of(&header).map_err(internal)?.saturating_mul(SLOT_MS);
		let ahead_ms = timestamp.saturating_sub(wall_clock_ms());
		Ok(SealedBlock {
			hash,
			number: header.number,
			timestamp,
			ahead_ms,
		})
	}
}

fn out_of_range(error: EndOfTime) -> ErrorObjectOwned {
	ErrorObject::owned(
		ErrorCode::InvalidParams.code(),
		error.to_string(),
		None::<()>,
	)
}

fn internal(error: impl ToString) -> ErrorObjectOwned {
	ErrorObject::owned(
		ErrorCode::InternalError.code(),
		error.to_string(),
		None::<()>,
	)
}
