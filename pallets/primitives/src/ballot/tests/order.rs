//! The result does not depend on the order in which members act or were drawn.

use super::*;
use dbc_math::ballot::Standing;
use proptest::prelude::*;

const ORDERS: [[usize; SEATS]; 6] = [
	[0, 1, 2],
	[0, 2, 1],
	[1, 0, 2],
	[1, 2, 0],
	[2, 0, 1],
	[2, 1, 0],
];

/// What a member does with its opinion.
#[derive(Clone, Debug)]
enum Deed {
	Nothing,
	Commit(HardwareOpinion),
	CommitAndReveal(HardwareOpinion),
}

impl Deed {
	fn committed(&self) -> Option<&HardwareOpinion> {
		match self {
			Self::Nothing => None,
			Self::Commit(opinion) | Self::CommitAndReveal(opinion) => Some(opinion),
		}
	}

	fn revealed(&self) -> Option<&HardwareOpinion> {
		match self {
			Self::CommitAndReveal(opinion) => Some(opinion),
			_ => None,
		}
	}
}

fn deed() -> impl Strategy<Value = Deed> {
	let opinion = prop_oneof![
		(1u32..3, 0u8..3).prop_map(|(gpu_count, report)| HardwareOpinion::Accept {
			hardware: Hardware {
				gpu_count,
				..hardware()
			},
			report: H256::repeat_byte(report),
		}),
		Just(refuse()),
		Just(HardwareOpinion::Refuse {
			reason: RejectReason::Other
		}),
	];
	(0u8..8, opinion).prop_map(|(kind, opinion)| match kind {
		0 => Deed::Nothing,
		1 => Deed::Commit(opinion),
		_ => Deed::CommitAndReveal(opinion),
	})
}

/// Runs a ballot in which the members were drawn, commit and reveal in these orders, and sorts the standings by member.
fn run(
	deeds: &[Deed; SEATS],
	drawn: [usize; SEATS],
	commits: [usize; SEATS],
	reveals: [usize; SEATS],
) -> (Option<HardwareOpinion>, [Standing; SEATS]) {
	let members = drawn.map(|member| MEMBERS[member].clone());
	let mut ballot = TestBallot::open(ID, members, after(0), WINDOWS);
	for member in commits {
		if let Some(opinion) = deeds[member].committed() {
			let commitment = sealed(member, opinion);
			ballot
				.commit(&MEMBERS[member], commitment, after(HOUR))
				.unwrap();
		}
	}
	for member in reveals {
		if let Some(opinion) = deeds[member].revealed() {
			let (account, salt) = (&MEMBERS[member], salt(member));
			ballot
				.reveal(
					&GENESIS,
					account,
					opinion.clone(),
					&salt,
					after(WINDOWS.commit),
				)
				.unwrap();
		}
	}
	assert_eq!(ballot.phase(after(WINDOWS.reveal)), BallotPhase::Closed);
	let verdict = ballot.verdict();
	let seat_of = |member| drawn.iter().position(|drawn| *drawn == member).unwrap();
	let standings = [0, 1, 2].map(|member| verdict.standings[seat_of(member)]);
	(verdict.decision, standings)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn verdict_should_be_the_same_when_members_act_in_any_order(
		deeds in [deed(), deed(), deed()],
	) {
		let plain = run(&deeds, ORDERS[0], ORDERS[0], ORDERS[0]);
		for drawn in ORDERS {
			for commits in ORDERS {
				for reveals in ORDERS {
					prop_assert_eq!(&run(&deeds, drawn, commits, reveals), &plain);
				}
			}
		}
	}
}

#[test]
fn silent_members_should_be_at_fault_when_they_committed_only() {
	let deeds = [
		Deed::Commit(accept()),
		Deed::CommitAndReveal(accept()),
		Deed::CommitAndReveal(accept()),
	];
	let (decision, standings) = run(&deeds, ORDERS[0], ORDERS[0], ORDERS[0]);
	assert_eq!(decision, Some(accept()));
	assert_eq!(
		standings,
		[Standing::AtFault, Standing::Valid, Standing::Valid]
	);
}
