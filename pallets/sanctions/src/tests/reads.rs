//! Reads.

use super::*;
use dbc_primitives::{SanctionFilter, SanctionInfo};

fn page(
	machine: Option<MachineId>,
	account: Option<AccountId>,
	cursor: Option<SanctionId>,
	limit: u32,
) -> (Vec<SanctionId>, Option<SanctionId>) {
	let page = Sanctions::sanction_page(SanctionFilter { machine, account }, cursor, limit);
	let ids = page.items.into_iter().map(|(id, info)| {
		assert_eq!(Some(info), Sanctions::sanction_info(id));
		id
	});
	(ids.collect(), page.next)
}

/// Everything that the pages of `limit` hold, sorted.
fn pages(machine: Option<MachineId>, account: Option<AccountId>, limit: u32) -> Vec<SanctionId> {
	let (mut all, mut cursor) = (Vec::new(), None);
	loop {
		let (ids, next) = page(machine, account.clone(), cursor, limit);
		assert!(ids.len() <= limit as usize);
		all.extend(ids);
		cursor = next;
		if cursor.is_none() {
			break;
		}
	}
	all.sort_unstable();
	all
}

/// Sanctions 0 and 1 of Alice's first machine, 2 of her second, 3 of Bob's, 4 of a member.
fn five() {
	inaccessible(1, MINUTE);
	outage(1, OutageCause::Inaccessible, HOUR);
	inaccessible(2, MINUTE);
	refused(3, &BOB, &[(member(0), DBC)]);
	fault(0);
}

#[test]
fn info_should_tell_everything_of_a_sanction() {
	run(|| {
		refused(1, &ALICE, &[(member(0), DBC)]);
		let mut expected = SanctionInfo {
			ground: SanctionGround::RefusedRegistration {
				machine: id(1),
				amount: PENALTY,
			},
			concerned: ALICE,
			created_at: START,
			stage: SanctionStage::Waiting,
			until: START + 2 * DAY,
			shares: vec![(member(0), DBC)],
		};
		assert_eq!(Sanctions::sanction_info(0), Some(expected.clone()));
		advance(HOUR);
		MockStalls::set(MINUTE);
		Sanctions::appeal(signed(ALICE), 0, reason("why")).unwrap();
		MockStalls::set(3 * MINUTE);
		expected.stage = SanctionStage::Appealed {
			deposit: DEPOSIT,
			reason: reason("why"),
		};
		expected.until = START + HOUR + 7 * DAY + 2 * MINUTE;
		assert_eq!(Sanctions::sanction_info(0), Some(expected));
		assert_eq!(Sanctions::sanction_info(1), None);
	});
}

#[test]
fn page_should_hold_what_passes_the_filter() {
	run(|| {
		five();
		for limit in [1, 2, 100] {
			assert_eq!(pages(None, None, limit), [0, 1, 2, 3, 4]);
			assert_eq!(pages(Some(id(1)), None, limit), [0, 1]);
			assert_eq!(pages(None, Some(ALICE), limit), [0, 1, 2]);
			assert_eq!(pages(None, Some(member(0)), limit), [4]);
			assert_eq!(pages(Some(id(2)), Some(ALICE), limit), [2]);
			assert_eq!(pages(Some(id(2)), Some(BOB), limit), NONE);
			assert_eq!(pages(None, Some(CHARLIE), limit), NONE);
		}
	});
}

#[test]
fn page_should_clamp_its_limit() {
	run(|| {
		five();
		assert_eq!(page(None, None, None, 0).0.len(), 1);
		for n in 0..120 {
			fault(n % 6);
		}
		assert_eq!(page(None, None, None, u32::MAX).0.len(), 100);
	});
}

#[test]
fn page_should_go_on_when_the_cursor_is_gone() {
	run(|| {
		five();
		let (first, cursor) = page(None, Some(ALICE), None, 1);
		advance(2 * DAY);
		Sanctions::execute(signed(CHARLIE), first[0]).unwrap();
		let (rest, next) = page(None, Some(ALICE), cursor, 100);
		assert_eq!((rest.len(), next), (2, None));
		assert!(!rest.contains(&first[0]));
	});
}
