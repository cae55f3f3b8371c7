//! The keys of a feeding node: sr25519, of type [`KEY_TYPE`] in its keystore.

use frame_system::offchain::AppCrypto;
use sp_core::{crypto::KeyTypeId, sr25519};
use sp_runtime::{MultiSignature, MultiSigner};

/// Type of the feeder's key in the keystore.
pub const KEY_TYPE: KeyTypeId = KeyTypeId(*b"pric");

mod app {
	use sp_runtime::app_crypto::{app_crypto, sr25519};

	app_crypto!(sr25519, super::KEY_TYPE);
}

/// Signs as an account of a runtime with `MultiSignature`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeederCrypto;

impl AppCrypto<MultiSigner, MultiSignature> for FeederCrypto {
	type RuntimeAppPublic = app::Public;
	type GenericPublic = sr25519::Public;
	type GenericSignature = sr25519::Signature;
}
