//! What every transaction carries beside its call, and how the off-chain worker makes one.

use codec::Encode;
use cumulus_pallet_weight_reclaim::StorageWeightReclaim;
use frame_metadata_hash_extension::CheckMetadataHash;
use frame_system::{
	offchain::{
		AppCrypto, CreateSignedTransaction, CreateTransaction, CreateTransactionBase, SigningTypes,
	},
	CheckEra, CheckGenesis, CheckNonZeroSender, CheckNonce, CheckSpecVersion, CheckTxVersion,
	CheckWeight,
};
use pallet_transaction_payment::ChargeTransactionPayment;
use sp_runtime::{
	generic::{Era, SignedPayload},
	traits::{SaturatedConversion, Verify},
	MultiAddress,
};

use crate::{
	configs::BLOCK_HASH_COUNT, AccountId, Nonce, Runtime, RuntimeCall, Signature, System,
	UncheckedExtrinsic,
};

/// The extensions of a transaction, in order. Weight reclaim stands around all of them: what any of them did not use
/// goes back to the block.
pub type TxExtension = StorageWeightReclaim<
	Runtime,
	(
		CheckNonZeroSender<Runtime>,
		CheckSpecVersion<Runtime>,
		CheckTxVersion<Runtime>,
		CheckGenesis<Runtime>,
		CheckEra<Runtime>,
		CheckNonce<Runtime>,
		CheckWeight<Runtime>,
		ChargeTransactionPayment<Runtime>,
		CheckMetadataHash<Runtime>,
	),
>;

/// The extensions of a transaction with this nonce that is valid in `era` and pays no tip.
pub fn tx_extension(nonce: Nonce, era: Era) -> TxExtension {
	StorageWeightReclaim::new((
		CheckNonZeroSender::new(),
		CheckSpecVersion::new(),
		CheckTxVersion::new(),
		CheckGenesis::new(),
		CheckEra::from(era),
		CheckNonce::from(nonce),
		CheckWeight::new(),
		ChargeTransactionPayment::from(0),
		CheckMetadataHash::new(false),
	))
}

impl SigningTypes for Runtime {
	type Public = <Signature as Verify>::Signer;
	type Signature = Signature;
}

impl<LocalCall> CreateTransactionBase<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

impl<LocalCall> CreateTransaction<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	type Extension = TxExtension;

	fn create_transaction(call: RuntimeCall, extension: TxExtension) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_transaction(call, extension)
	}
}

impl<LocalCall> CreateSignedTransaction<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	fn create_signed_transaction<C: AppCrypto<Self::Public, Self::Signature>>(
		call: RuntimeCall,
		public: Self::Public,
		account: AccountId,
		nonce: Nonce,
	) -> Option<UncheckedExtrinsic> {
		// Mortal, within the blocks whose hashes the chain remembers, so that a late transaction dies by itself.
		let period = u64::from(BLOCK_HASH_COUNT);
		let current = System::block_number()
			.saturated_into::<u64>()
			.saturating_sub(1);
		let extension = tx_extension(nonce, Era::mortal(period, current));
		let payload = SignedPayload::new(call, extension)
			.inspect_err(|error| log::warn!("a transaction cannot be signed: {error:?}"))
			.ok()?;
		let signature = payload.using_encoded(|bytes| C::sign(bytes, public))?;
		let (call, extension, _) = payload.deconstruct();
		Some(UncheckedExtrinsic::new_signed(
			call,
			MultiAddress::Id(account),
			signature,
			extension,
		))
	}
}
