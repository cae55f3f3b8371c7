//! Tests of challenges: every field binds, every window has two sides, and nothing but the bytes themselves is signed.

#![allow(clippy::arithmetic_side_effects)]

use codec::Encode;
use sp_core::{ecdsa, ed25519, sr25519, Pair, H256};
use sp_runtime::{traits::IdentifyAccount, AccountId32, MultiSignature, MultiSigner};

use super::*;

type TestChallenge = Challenge<H256, AccountId32>;

const GENESIS: H256 = H256([7; 32]);
const MACHINE: MachineId = [0x11; 32];
const NOW: Moment = 1_790_000_000_000;

fn alice() -> sr25519::Pair {
	sr25519::Pair::from_string("//Alice", None).unwrap()
}

fn account() -> AccountId32 {
	AccountId32::new(alice().public().0)
}

fn challenge() -> TestChallenge {
	TestChallenge::new(GENESIS, MACHINE, account(), b"ssh 1".to_vec(), NOW).unwrap()
}

fn check(challenge: &TestChallenge, now: Moment) -> Result<(), AccessRefusal> {
	challenge.check(&GENESIS, &MACHINE, &account(), now)
}

#[test]
fn challenge_should_be_these_bytes() {
	let golden = [
		"6462632f616363657373",
		&"07".repeat(32),
		&"11".repeat(32),
		"d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
		"14",
		"7373682031",
		"e0ff54c4a0010000",
	]
	.concat();
	assert_eq!(hex::encode(challenge().encode()), golden);
	assert_eq!(TestChallenge::read(&challenge().encode()), Ok(challenge()));
}

#[test]
fn challenge_should_be_refused_when_its_purpose_is_too_long() {
	let with = |len: usize| TestChallenge::new(GENESIS, MACHINE, account(), vec![b'x'; len], NOW);
	assert!(with(0).is_ok());
	let longest = with(64).unwrap();
	assert_eq!(TestChallenge::read(&longest.encode()), Ok(longest));
	assert_eq!(with(65), Err(AccessRefusal::PurposeTooLong));
}

#[test]
fn bytes_should_be_refused_when_they_are_not_exactly_a_challenge() {
	let good = challenge().encode();
	let longer = [&good[..], &[0]].concat();
	let twice = good.repeat(2);
	let wrapped = [b"<Bytes>", &good[..], b"</Bytes>"].concat();
	let mut other_domain = good.clone();
	other_domain[9] ^= 1;
	// The length 5 as a compact number in two bytes.
	let mut long_length = good.clone();
	long_length.splice(106..107, [0x15, 0]);
	// A purpose of 65 bytes.
	let mut long_purpose = good.clone();
	long_purpose.splice(106..112, [vec![0x05, 0x01], vec![b'x'; 65]].concat());
	let bad = [
		vec![],
		longer,
		twice,
		wrapped,
		other_domain,
		long_length,
		long_purpose,
	];
	for bytes in bad {
		let refusal = TestChallenge::read(&bytes).unwrap_err();
		assert_eq!(refusal, AccessRefusal::Malformed, "{}", hex::encode(bytes));
	}
	for len in 0..good.len() {
		assert!(TestChallenge::read(&good[..len]).is_err(), "{len}");
	}
}

#[test]
fn threat_25_challenge_should_be_refused_when_it_is_for_another_chain_machine_or_account() {
	let good = challenge();
	assert_eq!(check(&good, NOW), Ok(()));
	let bob = AccountId32::new([2; 32]);
	let elsewhere = [
		good.check(&H256([8; 32]), &MACHINE, &account(), NOW),
		good.check(&GENESIS, &[0x12; 32], &account(), NOW),
		good.check(&GENESIS, &MACHINE, &bob, NOW),
	];
	assert_eq!(elsewhere, [Err(AccessRefusal::Mismatch); 3]);
}

#[test]
fn challenge_should_be_valid_for_its_lifetime_only() {
	let good = challenge();
	assert_eq!(good.expires_at, NOW + 300_000);
	assert_eq!(check(&good, NOW + 299_999), Ok(()));
	assert_eq!(check(&good, NOW + 300_000), Err(AccessRefusal::Expired));
	assert_eq!(check(&good, Moment::MAX), Err(AccessRefusal::Expired));
}

#[test]
fn challenge_should_be_refused_when_it_expires_later_than_one_made_now() {
	let good = challenge();
	assert_eq!(check(&good, NOW - 1), Err(AccessRefusal::TooLong));
	let mut eternal = good;
	eternal.expires_at = Moment::MAX;
	assert_eq!(check(&eternal, NOW), Err(AccessRefusal::TooLong));
}

#[test]
fn challenge_should_be_expired_when_the_clock_is_at_its_end() {
	let last = TestChallenge::new(GENESIS, MACHINE, account(), vec![], Moment::MAX).unwrap();
	assert_eq!(last.expires_at, Moment::MAX);
	assert_eq!(check(&last, Moment::MAX), Err(AccessRefusal::Expired));
}

#[test]
fn signature_should_be_taken_when_it_is_over_the_bytes_or_the_wrapped_bytes() {
	let bytes = challenge().encode();
	let wrapped = [b"<Bytes>", &bytes[..], b"</Bytes>"].concat();
	for message in [&bytes, &wrapped] {
		let signature = alice().sign(message).into();
		assert_eq!(
			check_access_signature(&bytes, &signature, &account()),
			Ok(())
		);
	}
}

#[test]
fn signature_should_be_taken_of_every_kind_of_key() {
	let bytes = challenge().encode();
	let ed25519 = ed25519::Pair::from_seed(&[1; 32]);
	let ecdsa = ecdsa::Pair::from_seed(&[1; 32]);
	let signed: [(MultiSignature, MultiSigner); 2] = [
		(ed25519.sign(&bytes).into(), ed25519.public().into()),
		(ecdsa.sign(&bytes).into(), ecdsa.public().into()),
	];
	for (signature, signer) in signed {
		let account = signer.into_account();
		assert_eq!(check_access_signature(&bytes, &signature, &account), Ok(()));
	}
}

#[test]
fn signature_should_be_refused_when_it_is_over_anything_else_or_by_another() {
	let bytes = challenge().encode();
	let text = format!("0x{}", hex::encode(&bytes));
	let others = [
		vec![],
		sp_io::hashing::blake2_256(&bytes).to_vec(),
		text.clone().into_bytes(),
		format!("<Bytes>{text}</Bytes>").into_bytes(),
		[b"<Bytes>", &bytes[..]].concat(),
		[b"<Bytes><Bytes>", &bytes[..], b"</Bytes></Bytes>"].concat(),
		[&bytes[..], b"\n"].concat(),
	];
	for message in others {
		let signature = alice().sign(&message).into();
		assert_eq!(
			check_access_signature(&bytes, &signature, &account()),
			Err(AccessRefusal::BadSignature)
		);
	}
	let bob = sr25519::Pair::from_string("//Bob", None).unwrap();
	assert_eq!(
		check_access_signature(&bytes, &bob.sign(&bytes).into(), &account()),
		Err(AccessRefusal::BadSignature)
	);
	// The right bytes of the wrong kind.
	let raw = alice().sign(&bytes).0;
	let mislabelled = MultiSignature::Ed25519(ed25519::Signature::from_raw(raw));
	assert_eq!(
		check_access_signature(&bytes, &mislabelled, &account()),
		Err(AccessRefusal::BadSignature)
	);
}
