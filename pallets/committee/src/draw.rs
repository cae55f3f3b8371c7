//! The draw itself: which places of the pool are looked at, and who is taken. Pure: what stands at a place is told by
//! the caller.

use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use dbc_math::ballot::SEATS;
use dbc_primitives::{Beacon, JobId, JobSubject, Members};
use sp_io::hashing::blake2_256;

/// Most places of the pool that a draw looks at (*fixed*): it costs the same with 3 members or with 10,000.
pub const MAX_SAMPLES: u32 = 16;

/// Domain of the seed of a draw, see [`Stream::new`].
pub const DRAW_DOMAIN: [u8; 18] = *b"dbc/committee/draw";

/// Most random numbers that one choice may reject. Each is rejected with a probability below 2^-32, so this is never
/// reached; it only makes the end certain.
const MAX_REJECTED: u32 = 8;

/// Who stands at a place, if it may be taken at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Candidate<AccountId> {
	/// May be taken.
	Free(AccountId),
	/// Was drawn for the same subject before: taken only if there are not enough others.
	Reserve(AccountId),
}

/// The random numbers of one draw.
#[derive(Clone, Debug)]
pub struct Stream {
	seed: [u8; 32],
	counter: u32,
}

impl Stream {
	/// The stream of a draw. Its seed is the Blake2b-256 of the SCALE encoding of
	/// `(DRAW_DOMAIN, beacon.block, beacon.epoch, job, subject)`.
	pub fn new(beacon: &Beacon, job: JobId, subject: &JobSubject) -> Self {
		let seed =
			(DRAW_DOMAIN, beacon.block, beacon.epoch, job, subject).using_encoded(blake2_256);
		Self { seed, counter: 0 }
	}

	/// The next number: the first 8 bytes, little-endian, of the Blake2b-256 of the SCALE encoding of
	/// `(seed, counter: u32)`, the counter running from 0.
	pub fn next_u64(&mut self) -> u64 {
		let hash = (self.seed, self.counter).using_encoded(blake2_256);
		self.counter = self.counter.wrapping_add(1);
		let [a, b, c, d, e, f, g, h, ..] = hash;
		u64::from_le_bytes([a, b, c, d, e, f, g, h])
	}
}

/// Maps a random number to `0 .. n`, each value with exactly the same probability: the numbers at the top that would
/// favour small values are rejected, with `None`. So is everything if `n` is 0.
pub fn uniform(random: u64, n: u32) -> Option<u32> {
	let n = u64::from(n);
	// 2^64 mod n numbers are too many.
	let excess = u64::MAX.checked_rem(n)?.saturating_add(1).checked_rem(n)?;
	if random > u64::MAX.saturating_sub(excess) {
		return None;
	}
	u32::try_from(random.checked_rem(n)?).ok()
}

/// Draws three of those who stand at the places `0 .. size`, or nobody.
///
/// The places are visited in random order, none twice, at most [`MAX_SAMPLES`] of them: a Fisher–Yates shuffle of which
/// only the swaps are kept. The first three free candidates are taken. Reserves fill what is missing, in the order in
/// which they were visited, only if every place was visited: else others may be left.
pub fn draw<AccountId>(
	size: u32,
	mut random: impl FnMut() -> u64,
	mut candidate: impl FnMut(u32) -> Option<Candidate<AccountId>>,
) -> Option<Members<AccountId>> {
	let mut chosen = Vec::new();
	let mut reserves = Vec::new();
	let mut swapped = BTreeMap::<u32, u32>::new();
	for visited in 0..size.min(MAX_SAMPLES) {
		let left = size.saturating_sub(visited);
		let offset = (0..MAX_REJECTED).find_map(|_| uniform(random(), left))?;
		let at = visited.saturating_add(offset);
		let place = swapped.get(&at).copied().unwrap_or(at);
		let first = swapped.get(&visited).copied().unwrap_or(visited);
		swapped.insert(at, first);
		match candidate(place) {
			Some(Candidate::Free(who)) => chosen.push(who),
			Some(Candidate::Reserve(who)) => reserves.push(who),
			None => {}
		}
		if chosen.len() == SEATS {
			return chosen.try_into().ok();
		}
	}
	if size <= MAX_SAMPLES {
		chosen.extend(
			reserves
				.into_iter()
				.take(SEATS.saturating_sub(chosen.len())),
		);
	}
	chosen.try_into().ok()
}
