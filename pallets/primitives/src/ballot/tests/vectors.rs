//! The vectors of `docs/protocol/ballot.md`, by which clients test their encoding.

use super::*;

const DOC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/protocol/ballot.md");
const MEMBER: AccountId32 = AccountId32::new([0x22; 32]);
const SALT: Salt = [0x44; 32];

/// A vector of the document: the bytes that are hashed, part after part, and the commitment.
#[derive(Debug, PartialEq)]
struct Vector {
	bytes: Vec<u8>,
	commitment: H256,
}

/// The vector in the block that begins with ```` ```vector <name> ````: a part a line, its name and its bytes in hex.
/// All but the last, `commitment`, are hashed.
fn vector(name: &str) -> Vector {
	let doc = std::fs::read_to_string(DOC).unwrap();
	let (_, rest) = doc.split_once(&format!("```vector {name}\n")).unwrap();
	let (block, _) = rest.split_once("\n```").unwrap();
	let mut parts: Vec<(&str, Vec<u8>)> = block
		.lines()
		.map(|line| {
			let (part, bytes) = line.split_once(' ').unwrap();
			let digits = bytes.trim().strip_prefix("0x").unwrap();
			(part, hex::decode(digits).unwrap())
		})
		.collect();
	let (last, commitment) = parts.pop().unwrap();
	assert_eq!(last, "commitment");
	Vector {
		bytes: parts.into_iter().flat_map(|(_, bytes)| bytes).collect(),
		commitment: H256::from_slice(&commitment),
	}
}

fn computed(opinion: &HardwareOpinion) -> Vector {
	Vector {
		bytes: (BALLOT_DOMAIN, GENESIS, ID, MEMBER, opinion, SALT).encode(),
		commitment: commitment(&GENESIS, ID, &MEMBER, opinion, &SALT),
	}
}

#[test]
fn vector_should_match_the_document_when_accepting() {
	let vector = vector("accept");
	assert_eq!(vector, computed(&accept()));
	assert_eq!(H256(blake2_256(&vector.bytes)), vector.commitment);
}

#[test]
fn vector_should_match_the_document_when_refusing() {
	let vector = vector("refuse");
	assert_eq!(vector, computed(&refuse()));
	assert_eq!(H256(blake2_256(&vector.bytes)), vector.commitment);
}
