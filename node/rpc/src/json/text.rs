//! Texts that stand for bytes, accounts and amounts. Nothing of a malformed text is echoed, and no text is decoded
//! before its length is checked: base58 takes time that grows with the square of it.

use codec::DecodeAll;
use dbc_primitives::{GpuMask, OrderId};
use sp_core::{
	crypto::{AccountId32, PublicError, Ss58AddressFormat, Ss58Codec},
	sr25519,
};
use sp_runtime::MultiSignature;

use crate::Error;

/// SS58 prefix of the chain.
const SS58_PREFIX: u16 = 42;
/// No SS58 address of 32 bytes is longer, in characters.
const MAX_ADDRESS_LEN: usize = 64;
/// No bytes that the chain takes from a text are more.
const MAX_BYTES: usize = 1_024;

/// `bytes` as `0x` and hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
	format!("0x{}", hex::encode(bytes))
}

/// 32 bytes from `0x` and 64 hex digits. Fails with what is wrong.
pub(crate) fn bytes32(text: &str) -> Result<[u8; 32], &'static str> {
	let digits = text.strip_prefix("0x").ok_or("it does not start with 0x")?;
	let mut bytes = [0; 32];
	if digits.len() != 64 {
		return Err("it is not 64 digits long");
	}
	hex::decode_to_slice(digits, &mut bytes)
		.map_err(|_| "it has characters that are no hex digits")?;
	Ok(bytes)
}

/// An id, given as `parameter`.
pub(crate) fn id(text: &str, parameter: &'static str) -> Result<[u8; 32], Error> {
	bytes32(text).map_err(|problem| Error::BadId { parameter, problem })
}

/// Some bytes from `0x` and an even number of hex digits. Fails with what is wrong.
fn some_bytes(text: &str) -> Result<Vec<u8>, &'static str> {
	let digits = text.strip_prefix("0x").ok_or("it does not start with 0x")?;
	if digits.len().div_ceil(2) > MAX_BYTES {
		return Err("it is longer than 1024 bytes");
	}
	hex::decode(digits)
		.map_err(|_| "it has characters that are no hex digits, or an odd number of them")
}

/// Some bytes, given as `parameter`.
pub(crate) fn bytes(text: &str, parameter: &'static str) -> Result<Vec<u8>, Error> {
	some_bytes(text).map_err(|problem| Error::BadBytes { parameter, problem })
}

/// A signature: the SCALE encoding of a `MultiSignature`, or the 64 bytes of one by an sr25519 key, which most wallets
/// give.
pub(crate) fn signature(text: &str) -> Result<MultiSignature, Error> {
	let bad = |problem| Error::BadSignature { problem };
	let bytes = some_bytes(text).map_err(bad)?;
	if let Ok(raw) = <[u8; 64]>::try_from(&bytes[..]) {
		return Ok(sr25519::Signature::from_raw(raw).into());
	}
	MultiSignature::decode_all(&mut &bytes[..]).map_err(|_| {
		bad("it is no signature of 64 bytes, nor one with the kind of its key in front")
	})
}

/// The id of an order, given as `parameter`.
pub(crate) fn order_id(text: &str, parameter: &'static str) -> Result<OrderId, Error> {
	digits(text).map_err(|problem| Error::BadOrderId { parameter, problem })
}

/// The id of a report or of a sanction, given as `parameter`.
pub(crate) fn number(text: &str, parameter: &'static str) -> Result<u64, Error> {
	digits(text).map_err(|problem| Error::BadNumber { parameter, problem })
}

/// The indexes of some GPUs, rising.
pub(crate) fn gpu_indexes(mask: GpuMask) -> Vec<u32> {
	(0..GpuMask::BITS)
		.filter(|index| mask.checked_shr(*index).is_some_and(|rest| rest & 1 == 1))
		.collect()
}

/// `account` as an address of this chain.
pub(crate) fn address(account: &AccountId32) -> String {
	account.to_ss58check_with_version(Ss58AddressFormat::custom(SS58_PREFIX))
}

/// An account, given as `parameter`: an address of this chain or `0x` and 64 hex digits. An address of another network
/// is refused although it names the same key: it is most likely a mistake.
pub(crate) fn account(text: &str, parameter: &'static str) -> Result<AccountId32, Error> {
	let bad = |problem: String| Error::BadAccount { parameter, problem };
	if text.starts_with("0x") {
		return bytes32(text)
			.map(AccountId32::new)
			.map_err(|problem| bad(problem.into()));
	}
	if text.len() > MAX_ADDRESS_LEN {
		return Err(bad("it is too long".into()));
	}
	let (account, prefix) = AccountId32::from_ss58check_with_version(text).map_err(|error| {
		bad(match error {
			PublicError::BadBase58 => "it is not base58",
			PublicError::BadLength => "it is not the address of a 32-byte account",
			PublicError::InvalidChecksum => "its checksum is wrong",
			_ => "it is not an SS58 address",
		}
		.into())
	})?;
	match u16::from(prefix) {
		SS58_PREFIX => Ok(account),
		other => Err(bad(format!(
			"it is an address of another network (prefix {other})"
		))),
	}
}

/// A number from decimal digits and nothing else. Fails with what is wrong.
pub(crate) fn digits(text: &str) -> Result<u64, &'static str> {
	if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
		return Err("it has other characters than digits, or none");
	}
	text.parse()
		.map_err(|_| "it is larger than 18446744073709551615")
}

/// An amount, given as `parameter`: decimal digits and nothing else.
pub(crate) fn amount(text: &str, parameter: &'static str) -> Result<u64, Error> {
	digits(text).map_err(|problem| Error::BadAmount { parameter, problem })
}

/// A name that the chain holds as bytes.
pub(crate) fn name(bytes: &[u8]) -> String {
	String::from_utf8_lossy(bytes).into_owned()
}
