//! One block after the other, as the executive builds them: hooks, inherents, the work before and after the calls. What
//! needs a relay chain's proof is left out: the collection of messages at the end of a block.

use codec::Encode;
use dbc_primitives::{traits::NoteBeacon, Beacon, Moment};
use dbc_runtime::{
	configs::RuntimeBlockWeights, constants::time::BLOCK_MILLIS, AllPalletsWithSystem, Committee,
	Executive, Header, Runtime, RuntimeCall, System, Timestamp, UncheckedExtrinsic,
};
use frame_support::traits::{OnFinalize, OnIdle};
use sp_core::H256;
use sp_io::hashing::blake2_256;
use sp_runtime::{
	generic::{Digest, DigestItem},
	traits::Header as _,
};

use crate::env::{apply, poll};

/// Closes the open block: its rest is for the idle work.
pub fn close() {
	let number = System::block_number();
	let rest = RuntimeBlockWeights::get().max_block.div(4);
	<AllPalletsWithSystem as OnIdle<u32>>::on_idle(number, rest);
	<Timestamp as OnFinalize<u32>>::on_finalize(number);
}

/// Opens the next block at `now`, with or without new randomness of the relay chain, up to its first transaction.
pub fn open(now: Moment, relay_number: Option<u32>) {
	let number = System::block_number() + 1;
	let parent = H256(blake2_256(&(number - 1).to_le_bytes()));
	let slot = now / BLOCK_MILLIS;
	let digest = Digest {
		logs: vec![DigestItem::PreRuntime(*b"aura", slot.encode())],
	};
	let header = Header::new(
		number,
		Default::default(),
		Default::default(),
		parent,
		digest,
	);
	Executive::initialize_block(&header);
	let time = RuntimeCall::Timestamp(pallet_timestamp::Call::<Runtime>::set { now });
	apply(UncheckedExtrinsic::new_bare(time))
		.expect("valid")
		.expect("the time is that of the slot");
	if let Some(relay_number) = relay_number {
		Committee::note(Beacon {
			relay_number,
			block: blake2_256(&relay_number.to_le_bytes()),
			epoch: None,
		});
	}
	poll();
}
