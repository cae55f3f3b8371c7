//! The vector of `docs/protocol/faults.md`, by which clients test how they seal evidence. The chain opens no box: what it
//! can check is the digest and the frame of the box. The box itself was made and opened with libsodium.

use super::*;
use codec::Encode;
use dbc_primitives::{MAX_SEALED_LEN, MIN_SEALED_LEN};
use sp_io::hashing::blake2_256;

const DOC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/protocol/faults.md");

/// A line of the vector: its bytes.
fn line(name: &str) -> Vec<u8> {
	let doc = std::fs::read_to_string(DOC).unwrap();
	let (_, rest) = doc.split_once("```vector seal\n").unwrap();
	let (block, _) = rest.split_once("\n```").unwrap();
	let found = block.lines().find_map(|line| line.strip_prefix(name));
	let digits = found.unwrap().trim().strip_prefix("0x").unwrap();
	let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
	(0..digits.len()).step_by(2).map(byte).collect()
}

#[test]
fn digest_should_be_that_of_the_plaintext_in_the_document() {
	let plaintext = line("plaintext");
	assert_eq!(plaintext, b"order 1: GPU 2 of 4 does not answer");
	assert_eq!(blake2_256(&plaintext).to_vec(), line("digest"));
}

#[test]
fn box_should_be_the_ephemeral_key_and_what_it_seals_in_the_document() {
	let (plaintext, sealed) = (line("plaintext"), line("sealed"));
	assert!(sealed.starts_with(&line("ephemeral.key")));
	let overhead = sealed.len() - plaintext.len();
	assert_eq!(overhead, MIN_SEALED_LEN as usize);
	assert_eq!(MAX_SEALED_LEN as usize - overhead, 976);
}

#[test]
fn opinions_should_be_one_byte_as_in_the_document() {
	assert_eq!((Uphold.encode(), Reject.encode()), (vec![0], vec![1]));
}
