//! Access challenges: what an account signs to show a machine that it is the one that the chain grants access to.
//!
//! A challenge names everything that its signature must not be good for elsewhere: the chain, the machine, the account
//! and a purpose. It says when it expires and not when it was made: whoever signs could write any time of issue, so a
//! check only bounds, by the chain's own clock, how far ahead the expiry lies. Nothing of it is stored: who asks for a
//! signature puts a nonce into the purpose, and takes each one once.

#[cfg(test)]
mod tests;

use alloc::vec::Vec;
use codec::{Decode, DecodeAll, Encode};
use frame_support::{ensure, traits::ConstU32, BoundedVec};
use sp_runtime::{traits::Verify, AccountId32, MultiSignature};

use crate::{AccessRefusal, MachineId, Moment};

/// Domain of a challenge, see [`Challenge`]. Its first byte is the index of no pallet: a challenge is no call that
/// somebody could have been made to sign.
pub const ACCESS_DOMAIN: [u8; 10] = *b"dbc/access";

/// How long a challenge is valid, in milliseconds (*fixed*): 5 minutes.
pub const CHALLENGE_LIFETIME: Moment = 300_000;

/// Longest purpose of a challenge, in bytes (*fixed*).
pub const MAX_PURPOSE_LEN: u32 = 64;

/// What wallets put before the bytes that they sign for a web page.
const WRAP_BEFORE: &[u8] = b"<Bytes>";
/// What they put after them.
const WRAP_AFTER: &[u8] = b"</Bytes>";

/// A challenge. What is signed is its SCALE encoding: the fields in this order, 122 bytes, the purpose and the 1 or 2
/// bytes of its length for 32-byte hashes and accounts.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Challenge<Hash, AccountId> {
	/// [`ACCESS_DOMAIN`]: nothing else that is signed on this chain begins like that.
	domain: [u8; 10],
	/// The chain.
	pub genesis_hash: Hash,
	/// The machine that is to grant access: a machine cannot use what it was shown to get into another.
	pub machine: MachineId,
	/// Who is to get access: whose signature it takes.
	pub account: AccountId,
	/// What for, and a nonce, as the asking agent wrote them.
	pub purpose: BoundedVec<u8, ConstU32<MAX_PURPOSE_LEN>>,
	/// From when on it is worth nothing.
	pub expires_at: Moment,
}

impl<Hash: Decode + PartialEq, AccountId: Decode + PartialEq> Challenge<Hash, AccountId> {
	/// A challenge that is valid from `now` for [`CHALLENGE_LIFETIME`].
	pub fn new(
		genesis_hash: Hash,
		machine: MachineId,
		account: AccountId,
		purpose: Vec<u8>,
		now: Moment,
	) -> Result<Self, AccessRefusal> {
		Ok(Self {
			domain: ACCESS_DOMAIN,
			genesis_hash,
			machine,
			account,
			purpose: purpose
				.try_into()
				.map_err(|_| AccessRefusal::PurposeTooLong)?,
			expires_at: now.saturating_add(CHALLENGE_LIFETIME),
		})
	}

	/// The challenge that `bytes` are. Refuses anything before, inside or after it.
	pub fn read(bytes: &[u8]) -> Result<Self, AccessRefusal> {
		let mut rest = bytes;
		let challenge = Self::decode_all(&mut rest).map_err(|_| AccessRefusal::Malformed)?;
		ensure!(challenge.domain == ACCESS_DOMAIN, AccessRefusal::Malformed);
		Ok(challenge)
	}

	/// Whether it is for this chain, machine and account, and valid `now`.
	pub fn check(
		&self,
		genesis_hash: &Hash,
		machine: &MachineId,
		account: &AccountId,
		now: Moment,
	) -> Result<(), AccessRefusal> {
		let is_for = self.genesis_hash == *genesis_hash
			&& self.machine == *machine
			&& self.account == *account;
		ensure!(is_for, AccessRefusal::Mismatch);
		ensure!(now < self.expires_at, AccessRefusal::Expired);
		let latest = now.saturating_add(CHALLENGE_LIFETIME);
		ensure!(self.expires_at <= latest, AccessRefusal::TooLong);
		Ok(())
	}
}

/// Whether `signature` is that of `account` over `bytes` as they are, or as wallets wrap what a web page gives them to
/// sign: `<Bytes>`, the bytes, `</Bytes>`. Nothing else is taken, no hash and no text of them either.
pub fn check_access_signature(
	bytes: &[u8],
	signature: &MultiSignature,
	account: &AccountId32,
) -> Result<(), AccessRefusal> {
	let wrapped = [WRAP_BEFORE, bytes, WRAP_AFTER].concat();
	let is_valid = signature.verify(bytes, account) || signature.verify(&wrapped[..], account);
	ensure!(is_valid, AccessRefusal::BadSignature);
	Ok(())
}
