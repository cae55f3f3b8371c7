//! What opens a commitment, and what does not.

use super::*;
use proptest::prelude::*;

/// In the reveal phase.
const TIME: Moment = WINDOWS.commit;

#[test]
fn reveal_should_be_refused_when_the_salt_is_another() {
	refused(
		&committed(&[0]),
		BallotError::CommitmentMismatch,
		|ballot| ballot.reveal(&GENESIS, &MEMBERS[0], accept(), &salt(1), after(TIME)),
	);
}

#[test]
fn reveal_should_be_refused_when_the_opinion_is_another() {
	let mut hardware = hardware();
	hardware.data_disk_gb += 1;
	let others = [
		refuse(),
		HardwareOpinion::Accept {
			hardware,
			report: H256([0x33; 32]),
		},
		// The digest is sealed too, though it does not count for the decision.
		HardwareOpinion::Accept {
			hardware: super::hardware(),
			report: H256([0x34; 32]),
		},
	];
	for other in others {
		refused(
			&committed(&[0]),
			BallotError::CommitmentMismatch,
			|ballot| ballot.reveal(&GENESIS, &MEMBERS[0], other, &salt(0), after(TIME)),
		);
	}
}

#[test]
fn reveal_should_be_refused_when_the_chain_is_another() {
	refused(
		&committed(&[0]),
		BallotError::CommitmentMismatch,
		|ballot| {
			let genesis = H256([0x12; 32]);
			ballot.reveal(&genesis, &MEMBERS[0], accept(), &salt(0), after(TIME))
		},
	);
}

#[test]
fn reveal_should_be_refused_when_the_commitment_is_of_another_ballot() {
	let mut ballot = open();
	let other = commitment(&GENESIS, ID + 1, &MEMBERS[0], &accept(), &salt(0));
	ballot.commit(&MEMBERS[0], other, after(0)).unwrap();
	refused(&ballot, BallotError::CommitmentMismatch, |ballot| {
		reveal(ballot, 0, after(TIME))
	});
}

#[test]
fn reveal_should_be_taken_when_a_wrong_one_came_before() {
	let mut ballot = committed(&[0]);
	let wrong = ballot.reveal(&GENESIS, &MEMBERS[0], refuse(), &salt(0), after(TIME));
	assert_eq!(wrong, Err(BallotError::CommitmentMismatch));
	assert_eq!(reveal(&mut ballot, 0, after(TIME)), Ok(()));
}

#[test]
fn copied_commitment_should_open_for_its_author_only() {
	let copied = sealed(0, &accept());
	let mut ballot = open();
	for member in &MEMBERS {
		ballot.commit(member, copied, after(0)).unwrap();
	}
	// The author opens it, and everybody knows opinion and salt now.
	reveal(&mut ballot, 0, after(0)).unwrap();
	for thief in &MEMBERS[1..] {
		refused(&ballot, BallotError::CommitmentMismatch, |ballot| {
			ballot.reveal(&GENESIS, thief, accept(), &salt(0), after(0))
		});
	}
}

#[test]
fn commitment_should_differ_when_the_domain_is_missing() {
	let bare = (GENESIS, ID, &MEMBERS[0], accept(), salt(0)).using_encoded(blake2_256);
	assert_ne!(sealed(0, &accept()), H256(bare));
	let domain = (*b"dbc/ballot", GENESIS, ID, &MEMBERS[0], accept(), salt(0));
	assert_eq!(sealed(0, &accept()), H256(domain.using_encoded(blake2_256)));
}

#[test]
fn domain_should_be_no_prefix_of_what_a_machine_signs() {
	// What is hashed for the one is never what is signed for the other.
	let (ballot, register) = (&BALLOT_DOMAIN[..], &crate::REGISTER_DOMAIN[..]);
	assert!(!register.starts_with(ballot) && !ballot.starts_with(register));
}

fn opinion() -> impl Strategy<Value = HardwareOpinion> {
	let reasons = prop_oneof![
		Just(RejectReason::Unreachable),
		Just(RejectReason::WrongGpu),
		Just(RejectReason::Other),
	];
	prop_oneof![
		reasons.prop_map(|reason| HardwareOpinion::Refuse { reason }),
		(any::<u32>(), any::<[u8; 32]>()).prop_map(|(ram_gb, report)| {
			HardwareOpinion::Accept {
				hardware: Hardware {
					ram_gb,
					..hardware()
				},
				report: H256(report),
			}
		}),
	]
}

/// Everything that goes into a commitment.
#[derive(Clone, Debug, PartialEq)]
struct Sealed {
	genesis: [u8; 32],
	ballot: JobId,
	member: [u8; 32],
	opinion: HardwareOpinion,
	salt: Salt,
}

impl Sealed {
	fn commitment(&self) -> H256 {
		let (genesis, member) = (H256(self.genesis), AccountId32::new(self.member));
		commitment(&genesis, self.ballot, &member, &self.opinion, &self.salt)
	}
}

fn any_sealed() -> impl Strategy<Value = Sealed> {
	// Small alphabets, so that inputs differ in one part only, or in none.
	let bytes = || prop_oneof![Just([0; 32]), Just([1; 32]), any::<[u8; 32]>()];
	(bytes(), 0u64..3, bytes(), opinion(), bytes()).prop_map(
		|(genesis, ballot, member, opinion, salt)| Sealed {
			genesis,
			ballot,
			member,
			opinion,
			salt,
		},
	)
}

proptest! {
	#[test]
	fn commitments_should_differ_when_anything_in_them_does(
		one in any_sealed(), other in any_sealed(),
	) {
		prop_assert_eq!(one == other, one.commitment() == other.commitment());
		// Each part alone makes a difference.
		let mixed = [
			Sealed { genesis: other.genesis, ..one.clone() },
			Sealed { ballot: other.ballot, ..one.clone() },
			Sealed { member: other.member, ..one.clone() },
			Sealed { opinion: other.opinion, ..one.clone() },
			Sealed { salt: other.salt, ..one.clone() },
		];
		for mixed in &mixed {
			prop_assert_eq!(*mixed == one, mixed.commitment() == one.commitment());
		}
	}

	#[test]
	fn copy_should_never_open_when_the_copier_is_another_member(
		genesis: [u8; 32], id: JobId, salt: Salt, opinion in opinion(), copier in 1usize..3,
		guess in opinion(), guessed_salt: Salt,
	) {
		let genesis = H256(genesis);
		let mut ballot = TestBallot::open(id, MEMBERS, after(0), WINDOWS);
		let copied = commitment(&genesis, id, &MEMBERS[0], &opinion, &salt);
		ballot.commit(&MEMBERS[0], copied, after(0)).unwrap();
		ballot.commit(&MEMBERS[copier], copied, after(0)).unwrap();
		for (opinion, salt) in [(&opinion, &salt), (&guess, &salt), (&opinion, &guessed_salt)] {
			let opened = ballot.reveal(&genesis, &MEMBERS[copier], opinion.clone(), salt, after(TIME));
			prop_assert_eq!(opened, Err(BallotError::CommitmentMismatch));
		}
		let opened = ballot.reveal(&genesis, &MEMBERS[0], opinion, &salt, after(TIME));
		prop_assert_eq!(opened, Ok(()));
	}
}
