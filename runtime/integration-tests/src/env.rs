//! A chain in externalities: one block is open, its clock stands where a test puts it.

use codec::Encode;
use dbc_primitives::Moment;
use dbc_runtime::{
	configs::RuntimeBlockWeights, constants::time::BLOCK_MILLIS, tx_extension, AccountId,
	AllPalletsWithSystem, Balance, Executive, Header, Runtime, RuntimeCall, RuntimeOrigin,
	Signature, System, UncheckedExtrinsic,
};
use frame_support::{traits::OnPoll, weights::WeightMeter};
use sp_core::Pair;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	generic::{Digest, DigestItem, Era, SignedPayload},
	traits::{Dispatchable, Header as _},
	ApplyExtrinsicResult, DispatchResultWithInfo, MultiAddress,
};

use crate::genesis;

/// The first block's time: some day in 2026, at the start of a slot.
pub const START: Moment = 1_790_000_000_000 / BLOCK_MILLIS * BLOCK_MILLIS;

/// A chain of a preset with its first block open, and every event recorded.
pub fn chain(preset: &str) -> sp_io::TestExternalities {
	let mut ext = sp_io::TestExternalities::default();
	ext.execute_with(|| {
		genesis::build(preset);
		let genesis_hash = sp_io::hashing::blake2_256(preset.as_bytes());
		frame_system::BlockHash::<Runtime>::insert(0, sp_core::H256(genesis_hash));
		open_block(START);
	});
	ext
}

/// A development chain.
pub fn development() -> sp_io::TestExternalities {
	chain(sp_genesis_builder::DEV_RUNTIME_PRESET)
}

/// Opens block 1 at a time, authored by the collator of its slot.
fn open_block(now: Moment) {
	let slot = now / BLOCK_MILLIS;
	let digest = Digest {
		logs: vec![DigestItem::PreRuntime(*b"aura", slot.encode())],
	};
	let parent = System::block_hash(0);
	let header = Header::new(1, Default::default(), Default::default(), parent, digest);
	Executive::initialize_block(&header);
	let time = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now });
	apply(UncheckedExtrinsic::new_bare(time))
		.expect("valid")
		.expect("the time is that of the slot");
}

/// Puts the clock forward, without blocks between.
pub fn advance(by: Moment) {
	pallet_timestamp::Now::<Runtime>::mutate(|now| *now += by);
}

/// The chain's time.
pub fn now() -> Moment {
	pallet_timestamp::Now::<Runtime>::get()
}

/// The work of the pallets between the inherents and the transactions of a block, with half a block's weight.
pub fn poll() {
	let mut meter = WeightMeter::with_limit(RuntimeBlockWeights::get().max_block.div(2));
	<AllPalletsWithSystem as OnPoll<u32>>::on_poll(System::block_number(), &mut meter);
}

/// Applies a transaction to the open block.
pub fn apply(extrinsic: UncheckedExtrinsic) -> ApplyExtrinsicResult {
	Executive::apply_extrinsic(extrinsic)
}

/// A transaction signed by `who`.
pub fn signed(who: Sr25519Keyring, call: RuntimeCall, tip: Balance) -> UncheckedExtrinsic {
	let nonce = System::account_nonce(who.to_account_id());
	let mut extension = tx_extension(nonce, Era::Immortal);
	extension.0 .7 = pallet_transaction_payment::ChargeTransactionPayment::from(tip);
	let payload = SignedPayload::new(call, extension).expect("the extension knows the chain");
	let signature = payload.using_encoded(|bytes| who.pair().sign(bytes));
	let (call, extension, _) = payload.deconstruct();
	UncheckedExtrinsic::new_signed(
		call,
		MultiAddress::Id(who.to_account_id()),
		Signature::Sr25519(signature),
		extension,
	)
}

/// Dispatches a call without fees.
pub fn dispatch(
	who: Sr25519Keyring,
	call: RuntimeCall,
) -> DispatchResultWithInfo<frame_support::dispatch::PostDispatchInfo> {
	call.dispatch(RuntimeOrigin::signed(who.to_account_id()))
}

/// Dispatches a call as governance does.
pub fn as_root(
	call: RuntimeCall,
) -> DispatchResultWithInfo<frame_support::dispatch::PostDispatchInfo> {
	call.dispatch(RuntimeOrigin::root())
}

/// What an account can spend.
pub fn free(who: &AccountId) -> Balance {
	dbc_runtime::Balances::free_balance(who)
}
