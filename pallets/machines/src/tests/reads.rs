use super::*;
use dbc_primitives::{
	Hardware, MachineFilter, MachineId, ModelName, NotRentable, Offer, PhaseKind, Profile, Region,
	StakeQuoteError, StakeSide, MAX_PAGE_LIMIT, MAX_PAGE_SCAN,
};

type Filter = MachineFilter<AccountId>;

/// The ids of all machines that pass, read in pages of `limit`.
fn all(filter: &Filter, limit: u32) -> Vec<MachineId> {
	let (mut found, mut cursor) = (Vec::new(), None);
	loop {
		let page = Machines::machine_page(filter.clone(), cursor, limit);
		assert!(page.items.len() <= limit as usize);
		found.extend(page.items.into_iter().map(|info| info.id));
		cursor = page.next;
		if cursor.is_none() {
			return found;
		}
	}
}

/// The numbers of the machines that pass, sorted.
fn passing(filter: Filter) -> Vec<u8> {
	let found = all(&filter, 1);
	assert_eq!(found, all(&filter, 100));
	let mut numbers: Vec<u8> = (1..=9).filter(|n| found.contains(&id(*n))).collect();
	assert_eq!(numbers.len(), found.len());
	numbers.sort();
	numbers
}

#[test]
fn machine_info_should_tell_everything_when_the_machine_is_active() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::set_payee(signed(ALICE), id(1), Some(BOB)));
		assert_ok!(Machines::set_extra_price(signed(ALICE), id(1), 7));
		assert_ok!(Machines::lock(&id(1), 9));
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		let info = Machines::machine_info(id(1)).unwrap();
		assert_eq!(info.id, id(1));
		assert_eq!((info.owner, info.payee), (ALICE, BOB));
		assert_eq!(info.phase, Phase::Active);
		assert_eq!(info.registered_at, START);
		assert_eq!(info.first_active_at, Some(START));
		assert_eq!(info.outage, machine(1).outage);
		assert_eq!(info.not_rentable, Some(NotRentable::Outage));
		assert_eq!(info.profile, Some(fixtures::profile()));
		assert_eq!(info.hardware, Some(fixtures::hardware(4)));
		assert_eq!(info.points, 171_689);
		assert_eq!(
			(info.stake, info.locked, info.requirement),
			(4 * PER_GPU, 9, 4 * PER_GPU)
		);
		assert!(!info.under_staked && !info.closed);
		assert_eq!(info.extra_price, 7);
		assert_eq!(info.restake_from, Some(START + 365 * DAY));
		assert_eq!(info.exit_from, Some(START + 365 * DAY));
	});
}

#[test]
fn machine_info_should_be_none_when_there_is_no_such_machine() {
	run(|| assert_eq!(Machines::machine_info(id(1)), None));
}

#[test]
fn machine_info_should_have_no_dates_when_the_machine_was_never_active() {
	run(|| {
		register(1, ALICE);
		let info = Machines::machine_info(id(1)).unwrap();
		assert_eq!(info.payee, ALICE);
		assert_eq!(info.not_rentable, Some(NotRentable::NotActive));
		assert_eq!((info.restake_from, info.exit_from), (None, None));
		assert_eq!((info.profile, info.hardware), (None, None));
	});
}

#[test]
fn not_rentable_should_name_the_first_reason_when_there_are_several() {
	run(|| {
		let mut record = crate::Machine::registered(ALICE, START, 0);
		record.closed = true;
		record.under_staked = true;
		assert_eq!(
			Machines::not_rentable(&record),
			Some(NotRentable::NotActive)
		);
		record.phase = Phase::Active;
		record
			.take_down(OutageCause::OwnerReported, START, START)
			.unwrap();
		assert_eq!(Machines::not_rentable(&record), Some(NotRentable::Outage));
		record.end_outage(START).unwrap();
		assert_eq!(
			Machines::not_rentable(&record),
			Some(NotRentable::UnderStaked)
		);
		record.under_staked = false;
		assert_eq!(Machines::not_rentable(&record), Some(NotRentable::Closed));
		record.closed = false;
		assert_eq!(Machines::not_rentable(&record), None);
	});
}

#[test]
fn stake_quote_should_match_the_protocol_when_the_price_is_fresh() {
	run(|| {
		let quote = Machines::stake_quote(4).unwrap();
		assert_eq!(quote.requirement, 266_666_666_666_666_666_668);
		assert_eq!(quote.per_gpu, PER_GPU);
		assert_eq!((quote.side, quote.price), (StakeSide::Usd, PRICE));

		MockPrice::set(6_000_000);
		let quote = Machines::stake_quote(4).unwrap();
		assert_eq!(quote.requirement, 400_000 * DBC);
		assert_eq!((quote.side, quote.price), (StakeSide::Dbc, 6_000_000));
	});
}

#[test]
fn stake_quote_should_fail_when_gpus_or_price_are_missing() {
	run(|| {
		for gpus in [0, 33, u32::MAX] {
			assert_eq!(
				Machines::stake_quote(gpus),
				Err(StakeQuoteError::GpuCountOutOfRange)
			);
		}
		assert!(Machines::stake_quote(1).is_ok() && Machines::stake_quote(32).is_ok());
		MockPrice::make_stale();
		assert_eq!(
			Machines::stake_quote(1),
			Err(StakeQuoteError::PriceUnavailable)
		);
		MockPrice::clear();
		assert_eq!(
			Machines::stake_quote(1),
			Err(StakeQuoteError::PriceUnavailable)
		);
	});
}

#[test]
fn inspect_should_answer_when_others_ask() {
	run(|| {
		activate(1, ALICE, 3);
		assert_eq!(<Machines as MachineInspect<_>>::owner(&id(1)), Some(ALICE));
		assert_eq!(
			<Machines as MachineInspect<AccountId>>::phase(&id(1)),
			Some(Phase::Active)
		);
		assert_eq!(
			<Machines as MachineInspect<AccountId>>::hardware(&id(1)),
			Some(fixtures::hardware(3))
		);
		assert_eq!(<Machines as MachineInspect<AccountId>>::owner(&id(2)), None);
		assert_eq!(<Machines as MachineInspect<AccountId>>::phase(&id(2)), None);
	});
}

/// Four machines that differ: 1 and 2 of Alice, 3 and 4 of Bob; 1, 3 and 4 are Active.
fn zoo() {
	let other = ModelName::truncate_from(b"RTX 3090".to_vec());
	let limits = dbc_primitives::GpuModelLimits {
		max_cuda_cores: 10_496,
		max_vram_gb: 24,
	};
	assert_ok!(Machines::set_gpu_model(
		RuntimeOrigin::root(),
		other.clone(),
		limits
	));
	activate(1, ALICE, 4);
	register(2, ALICE);
	register(3, BOB);
	let far_east = Profile {
		longitude: 1_790_000,
		latitude: -500_000,
		..fixtures::profile()
	};
	assert_ok!(Machines::set_profile(signed(BOB), id(3), far_east));
	let hardware = Hardware {
		gpu_model: other,
		cuda_cores: 10_496,
		vram_gb: 24,
		..fixtures::hardware(8)
	};
	assert_ok!(Machines::begin_verification(&id(3)));
	assert_ok!(Machines::activate(&id(3), hardware));
	assert_ok!(Machines::set_extra_price(signed(BOB), id(3), 100));
	activate(4, BOB, 1);
	assert_ok!(Machines::close(signed(BOB), id(4)));
}

#[test]
fn page_should_hold_the_machines_that_pass_when_filtered() {
	run(|| {
		zoo();
		let none = Filter::default;
		let model = ModelName::truncate_from(b"RTX 3090".to_vec());
		assert_eq!(passing(none()), [1, 2, 3, 4]);
		assert_eq!(
			passing(Filter {
				owner: Some(ALICE),
				..none()
			}),
			[1, 2]
		);
		assert_eq!(
			passing(Filter {
				owner: Some(CHARLIE),
				..none()
			}),
			[0u8; 0]
		);
		assert_eq!(
			passing(Filter {
				phase: Some(PhaseKind::Registered),
				..none()
			}),
			[2]
		);
		assert_eq!(
			passing(Filter {
				phase: Some(PhaseKind::Active),
				..none()
			}),
			[1, 3, 4]
		);
		assert_eq!(
			passing(Filter {
				rentable: Some(true),
				..none()
			}),
			[1, 3]
		);
		assert_eq!(
			passing(Filter {
				rentable: Some(false),
				..none()
			}),
			[2, 4]
		);
		assert_eq!(
			passing(Filter {
				gpu_model: Some(model),
				..none()
			}),
			[3]
		);
		assert_eq!(
			passing(Filter {
				min_vram_gb: Some(25),
				..none()
			}),
			[1, 4]
		);
		assert_eq!(
			passing(Filter {
				min_gpus: Some(4),
				..none()
			}),
			[1, 3]
		);
		assert_eq!(
			passing(Filter {
				max_extra_price: Some(99),
				..none()
			}),
			[1, 2, 4]
		);
		let both = Filter {
			owner: Some(BOB),
			rentable: Some(true),
			..none()
		};
		assert_eq!(passing(both), [3]);
	});
}

#[test]
fn page_should_tell_the_phases_apart_when_filtered() {
	run(|| {
		register(1, ALICE);
		verifying(2, ALICE);
		activate(3, ALICE, 1);
		verifying(4, ALICE);
		assert_ok!(Machines::reject(&id(4), RejectReason::Other));
		verifying(5, ALICE);
		assert_ok!(Machines::give_up(&id(5)));
		for (n, phase) in [
			(1, PhaseKind::Registered),
			(2, PhaseKind::Verifying),
			(3, PhaseKind::Active),
			(4, PhaseKind::Rejected),
			(5, PhaseKind::Undecided),
		] {
			let filter = Filter {
				phase: Some(phase),
				..Filter::default()
			};
			assert_eq!(passing(filter), [n]);
		}
		let info = Machines::machine_info(id(5)).unwrap();
		assert_eq!(info.phase, Phase::Undecided { at: START });
		assert_eq!((info.restake_from, info.exit_from), (None, None));
	});
}

#[test]
fn page_should_hold_the_machines_in_the_box_when_a_region_is_given() {
	run(|| {
		zoo();
		let within = |west, east, south, north| {
			let region = Some(Region {
				west,
				east,
				south,
				north,
			});
			passing(Filter {
				region,
				..Default::default()
			})
		};
		assert_eq!(within(1_037_500, 1_037_500, 12_000, 12_000), [1, 4]);
		assert_eq!(within(1_037_501, 1_800_000, -900_000, 900_000), [3]);
		assert_eq!(within(-1_800_000, 1_800_000, -900_000, 900_000), [1, 3, 4]);
		// Across the date line.
		assert_eq!(within(1_700_000, -1_700_000, -900_000, 900_000), [3]);
		assert_eq!(within(1_795_000, -1_700_000, -900_000, 900_000), [0u8; 0]);
		assert_eq!(within(-1_800_000, 1_800_000, 900_000, -900_000), [0u8; 0]);
	});
}

#[test]
fn page_should_go_on_when_the_machine_of_the_cursor_has_left() {
	run(|| {
		for n in 1..=4 {
			register(n, ALICE);
		}
		for filter in [
			Filter::default(),
			Filter {
				owner: Some(ALICE),
				..Default::default()
			},
		] {
			let order = all(&filter, 100);
			let page = Machines::machine_page(filter.clone(), None, 2);
			assert_eq!(page.next, Some(order[1]));
			let gone = order[1];
			let record = crate::Machines::<Test>::take(gone).unwrap();
			crate::MachinesByOwner::<Test>::remove(ALICE, gone);
			let rest = Machines::machine_page(filter, page.next, 100);
			let rest: Vec<_> = rest.items.into_iter().map(|info| info.id).collect();
			assert_eq!(rest, order[2..]);
			crate::Machines::<Test>::insert(gone, record);
			crate::MachinesByOwner::<Test>::insert(ALICE, gone, ());
		}
	});
}

#[test]
fn page_should_have_no_cursor_when_it_ends_with_the_last_machine() {
	run(|| {
		register(1, ALICE);
		register(2, ALICE);
		let page = Machines::machine_page(Filter::default(), None, 2);
		assert_eq!((page.items.len(), page.next), (2, None));
		assert_eq!(
			Machines::machine_page(Filter::default(), None, 0)
				.items
				.len(),
			1
		);
	});
}

/// Puts `count` machines without stake into storage.
fn many(count: u32) {
	for n in 0..count {
		let machine = sp_io::hashing::blake2_256(&n.to_le_bytes());
		let record = crate::Machine::registered(ALICE, START, 0);
		crate::Machines::<Test>::insert(machine, record);
		crate::MachinesByOwner::<Test>::insert(ALICE, machine, ());
	}
}

#[test]
fn threat_49_page_should_be_clamped_when_the_limit_is_10000() {
	run(|| {
		many(MAX_PAGE_LIMIT + 1);
		for limit in [10_000, u32::MAX] {
			let page = Machines::machine_page(Filter::default(), None, limit);
			assert_eq!(page.items.len() as u32, MAX_PAGE_LIMIT);
			assert!(page.next.is_some());
		}
	});
}

#[test]
fn threat_49_page_should_be_short_when_too_many_records_do_not_pass() {
	run(|| {
		many(MAX_PAGE_SCAN + 1);
		let filter = Filter {
			phase: Some(PhaseKind::Active),
			..Default::default()
		};
		let page = Machines::machine_page(filter.clone(), None, 100);
		assert_eq!(page.items, []);
		assert!(page.next.is_some());
		let rest = Machines::machine_page(filter, page.next, 100);
		assert_eq!((rest.items.len(), rest.next), (0, None));
	});
}

#[test]
fn offer_should_tell_everything_that_an_order_needs_when_the_machine_is_active() {
	run(|| {
		verifying(1, ALICE);
		assert_eq!(<Machines as MachineInspect<AccountId>>::offer(&id(1)), None);
		assert_ok!(Machines::activate(&id(1), fixtures::hardware(2)));
		assert_ok!(Machines::set_payee(signed(ALICE), id(1), Some(BOB)));
		assert_ok!(Machines::set_extra_price(signed(ALICE), id(1), 7));
		let offer = Offer {
			payee: BOB,
			points: machine(1).points,
			gpus: 2,
			extra_price: 7,
			barred: None,
			down_since: None,
		};
		assert_eq!(Machines::offer(&id(1)), Some(offer.clone()));
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		let down = Offer {
			barred: Some(NotRentable::Outage),
			down_since: Some(START),
			..offer
		};
		assert_eq!(Machines::offer(&id(1)), Some(down));
	});
}
