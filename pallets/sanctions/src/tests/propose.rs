//! Sanctions that others propose.

use super::*;

#[test]
fn sanction_of_a_member_should_wait_when_it_is_proposed() {
	run(|| {
		let job = fault(0);
		let record = record(0);
		assert_eq!(record.ground, SanctionGround::MemberFault { job });
		assert_eq!(record.concerned, member(0));
		assert_eq!(record.stage, SanctionStage::Waiting);
		assert_eq!((record.created_at, record.until), (START, START + 2 * DAY));
		assert_eq!(
			events(),
			[Event::SanctionCreated {
				id: 0,
				concerned: member(0),
				ground: SanctionGround::MemberFault { job },
				until: START + 2 * DAY,
			}]
		);
		// Still at risk.
		assert_eq!(Pool::job(job).unwrap().booked.len(), 3);
	});
}

#[test]
fn sanction_of_a_refused_machine_should_concern_its_owner() {
	run(|| {
		refused(1, &ALICE, &[(member(0), DBC)]);
		let record = record(0);
		assert_eq!(
			record.ground,
			SanctionGround::RefusedRegistration {
				machine: id(1),
				amount: PENALTY,
			}
		);
		assert_eq!(record.concerned, ALICE);
		assert_eq!(shares_of(0), [(member(0), DBC)]);
		// Whoever proposed it has locked the amount; a locked stake holds the exit back as well.
		assert_eq!((machine(1).locked, machine(1).exit_locks), (PENALTY, 0));
	});
}

#[test]
fn proposal_should_fail_when_there_is_no_such_machine() {
	run(|| {
		let proposal = Sanction {
			source: SanctionSource::Stake {
				machine: id(1),
				amount: PENALTY,
			},
			shares: BoundedVec::new(),
		};
		assert_noop!(Sanctions::propose(proposal), E::MachineNotFound);
	});
}

#[test]
fn numbers_should_never_be_used_twice() {
	run(|| {
		fault(0);
		advance(2 * DAY);
		Sanctions::execute(signed(CHARLIE), 0).unwrap();
		fault(1);
		assert_eq!(pending(), [1]);
	});
}
