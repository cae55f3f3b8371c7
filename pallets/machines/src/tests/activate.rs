//! What a machine becomes when its hardware was attested, and which hardware is refused.

use super::*;
use dbc_primitives::{Hardware, ModelName};

fn activate_with(hardware: Hardware) -> sp_runtime::DispatchResult {
	Machines::activate(&id(1), hardware)
}

fn check_hardware(hardware: &Hardware) -> sp_runtime::DispatchResult {
	<Machines as MachineVerification>::check_hardware(hardware)
}

#[test]
fn activation_should_complete_the_stake_when_the_owner_has_it() {
	run(|| {
		verifying(1, ALICE);
		events();
		advance(HOUR);
		assert_ok!(activate_with(fixtures::hardware(4)));

		let requirement = 4 * PER_GPU;
		let record = machine(1);
		assert_eq!(record.phase, Phase::Active);
		assert_eq!(record.first_active_at, Some(START + HOUR));
		assert_eq!(record.requirement_fixed_at, Some(START + HOUR));
		assert_eq!(
			(record.stake, record.requirement),
			(requirement, requirement)
		);
		assert!(!record.under_staked);
		assert_eq!(on_hold(&ALICE), requirement);
		assert_eq!(spendable(&ALICE), WEALTH - FEE - requirement);
		assert_eq!(HardwareOf::<Test>::get(id(1)), Some(fixtures::hardware(4)));
		let points = 171_689;
		assert_eq!(record.points, points);
		assert_eq!(
			events(),
			[Event::MachineActivated {
				machine: id(1),
				points,
				requirement,
				held: 3 * PER_GPU,
				released: 0
			}]
		);
		assert_eq!(
			RecordMachineChanges::take(),
			[MachineChange::Activated(id(1), points)]
		);
	});
}

#[test]
fn points_should_match_the_protocol_when_computed_on_chain() {
	run(|| {
		let example = |gpu_count, cuda_cores, vram_gb, ram_gb| Hardware {
			cuda_cores,
			vram_gb,
			ram_gb,
			..fixtures::hardware(gpu_count)
		};
		for (n, hardware, points) in [
			(1, example(4, 8_704, 10, 440), 59_890),
			(2, example(4, 8_704, 10, 471), 60_775),
			(3, example(8, 8_704, 10, 880), 119_779),
			(4, example(8, 16_896, 80, 2_048), 372_636),
		] {
			verifying(n, ALICE);
			assert_ok!(Machines::activate(&id(n), hardware));
			assert_eq!(machine(n).points, points);
		}
	});
}

#[test]
fn activation_should_hold_400000_dbc_when_the_dbc_side_binds() {
	run(|| {
		verifying(1, ALICE);
		MockPrice::set(6_000_000);
		assert_ok!(activate_with(fixtures::hardware(4)));
		assert_eq!(on_hold(&ALICE), 400_000 * DBC);
	});
}

#[test]
fn activation_should_release_the_excess_when_the_price_has_risen() {
	run(|| {
		verifying(1, ALICE);
		events();
		MockPrice::set(10 * PRICE);
		assert_ok!(activate_with(fixtures::hardware(1)));
		let requirement = 6_666_666_666_666_666_667;
		assert_eq!(machine(1).stake, requirement);
		assert_eq!(on_hold(&ALICE), requirement);
		assert_eq!(spendable(&ALICE), WEALTH - FEE - requirement);
		let released = PER_GPU - requirement;
		assert!(matches!(
			events()[..],
			[Event::MachineActivated { held: 0, released: known, .. }] if known == released
		));
	});
}

#[test]
fn activation_should_keep_what_is_locked_when_it_releases_the_excess() {
	run(|| {
		verifying(1, ALICE);
		assert_ok!(Machines::lock(&id(1), PER_GPU - 5));
		MockPrice::set(10 * PRICE);
		assert_ok!(activate_with(fixtures::hardware(1)));
		assert_eq!(machine(1).stake, PER_GPU - 5);
		assert_eq!(machine(1).locked, PER_GPU - 5);
	});
}

#[test]
fn activation_should_leave_the_machine_under_staked_when_the_owner_lacks_the_rest() {
	run(|| {
		verifying(1, ALICE);
		let rest = spendable(&ALICE);
		// One planck less than the three GPUs that are missing.
		assert_ok!(Balances::transfer_allow_death(
			signed(ALICE),
			BOB,
			rest - 3 * PER_GPU + 1
		));
		events();
		assert_ok!(activate_with(fixtures::hardware(4)));

		let record = machine(1);
		assert_eq!(record.phase, Phase::Active);
		assert!(record.under_staked);
		assert_eq!(record.stake, PER_GPU);
		assert_eq!(spendable(&ALICE), 3 * PER_GPU - 1);
		assert_eq!(
			events().last(),
			Some(&Event::MachineUnderStaked {
				machine: id(1),
				stake: PER_GPU,
				requirement: 4 * PER_GPU
			})
		);
	});
}

#[test]
fn activation_should_leave_the_machine_under_staked_when_more_than_80_percent_is_held() {
	run(|| {
		verifying(1, ALICE);
		let rest = spendable(&ALICE);
		assert_ok!(Balances::transfer_allow_death(signed(ALICE), BOB, rest));
		// 11.5 % less for a DBC: 90 % of the requirement is held, but it was never completed.
		MockPrice::set(10_800_000);
		assert_ok!(activate_with(fixtures::hardware(1)));
		assert!(machine(1).under_staked);
	});
}

#[test]
fn activation_should_lose_nothing_when_the_hold_fails_half_way() {
	run_and_burn(|| {
		verifying(1, ALICE);
		assert_ok!(Machines::lock(&id(1), PER_GPU));
		drop(Machines::slash_locked(&id(1), PER_GPU).unwrap());
		// The account takes no further reference, which a hold notices only after it has taken the funds.
		while System::inc_consumers(&ALICE).is_ok() {}
		let before = Balances::free_balance(ALICE);
		assert_ok!(activate_with(fixtures::hardware(1)));
		assert!(machine(1).under_staked);
		assert_eq!(on_hold(&ALICE), 0);
		assert_eq!(Balances::free_balance(ALICE), before);
		PER_GPU
	});
}

#[test]
fn activation_should_use_the_last_price_when_it_is_stale() {
	run(|| {
		verifying(1, ALICE);
		MockPrice::make_stale();
		assert_ok!(activate_with(fixtures::hardware(2)));
		assert_eq!(machine(1).requirement, 2 * PER_GPU);
	});
}

#[test]
fn activation_should_use_the_dbc_side_when_there_never_was_a_price() {
	run(|| {
		verifying(1, ALICE);
		MockPrice::clear();
		assert_ok!(activate_with(fixtures::hardware(2)));
		assert_eq!(machine(1).requirement, 200_000 * DBC);
	});
}

#[test]
fn activation_should_be_refused_when_no_verification_is_under_way() {
	run(|| {
		register_with_profile(1, ALICE);
		assert_noop!(activate_with(fixtures::hardware(1)), E::WrongPhase);
	});
}

#[test]
fn activation_should_be_refused_when_there_is_no_such_machine() {
	run(|| {
		assert_noop!(activate_with(fixtures::hardware(1)), E::MachineNotFound);
	});
}

#[test]
fn activation_should_be_refused_when_the_machine_was_refused() {
	run(|| {
		verifying(1, ALICE);
		assert_ok!(Machines::reject(&id(1), RejectReason::WrongDisk));
		assert_noop!(activate_with(fixtures::hardware(1)), E::WrongPhase);
	});
}

#[test]
fn activation_should_be_refused_when_the_machine_is_active_and_unchanged() {
	run(|| {
		activate(1, ALICE, 1);
		assert_noop!(activate_with(fixtures::hardware(1)), E::NoHardwareChange);
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		assert_noop!(activate_with(fixtures::hardware(1)), E::NoHardwareChange);
	});
}

#[test]
fn activation_should_be_refused_when_no_decision_was_made() {
	run(|| {
		verifying(1, ALICE);
		assert_ok!(Machines::give_up(&id(1)));
		assert_noop!(activate_with(fixtures::hardware(1)), E::WrongPhase);
	});
}

#[test]
fn activation_should_be_refused_when_the_machine_is_leaving() {
	run(|| {
		activate(1, ALICE, 1);
		assert_ok!(Machines::begin_hardware_change(&id(1), None));
		assert_ok!(Machines::force_exit(RuntimeOrigin::root(), id(1)));
		assert_noop!(activate_with(fixtures::hardware(1)), E::Leaving);
	});
}

#[test]
fn hardware_should_be_refused_when_it_is_out_of_range() {
	run(|| {
		verifying(1, ALICE);
		let good = fixtures::hardware(4);
		let name = |bytes: &[u8]| ModelName::truncate_from(bytes.to_vec());
		let cases = [
			(
				Hardware {
					gpu_model: name(b"none"),
					..good.clone()
				},
				E::UnknownGpuModel,
			),
			(
				Hardware {
					gpu_count: 0,
					..good.clone()
				},
				E::GpuCountOutOfRange,
			),
			(
				Hardware {
					gpu_count: 33,
					..good.clone()
				},
				E::GpuCountOutOfRange,
			),
			(
				Hardware {
					gpu_count: u32::MAX,
					..good.clone()
				},
				E::GpuCountOutOfRange,
			),
			(
				Hardware {
					cuda_cores: 0,
					..good.clone()
				},
				E::CudaCoresOutOfRange,
			),
			(
				Hardware {
					cuda_cores: 16_897,
					..good.clone()
				},
				E::CudaCoresOutOfRange,
			),
			(
				Hardware {
					vram_gb: 0,
					..good.clone()
				},
				E::VramOutOfRange,
			),
			(
				Hardware {
					vram_gb: 81,
					..good.clone()
				},
				E::VramOutOfRange,
			),
			(
				Hardware {
					ram_gb: 0,
					..good.clone()
				},
				E::RamOutOfRange,
			),
			(
				Hardware {
					ram_gb: 4_097,
					..good.clone()
				},
				E::RamOutOfRange,
			),
			(
				Hardware {
					cpu_model: name(b""),
					..good.clone()
				},
				E::InvalidModelName,
			),
			(
				Hardware {
					cpu_model: name(&[0xff]),
					..good.clone()
				},
				E::InvalidModelName,
			),
			(
				Hardware {
					cpu_cores: 0,
					..good.clone()
				},
				E::CpuIncomplete,
			),
			(
				Hardware {
					cpu_mhz: 0,
					..good.clone()
				},
				E::CpuIncomplete,
			),
			(
				Hardware {
					system_disk_gb: 0,
					..good.clone()
				},
				E::SystemDiskMissing,
			),
		];
		for (hardware, error) in cases {
			assert_eq!(check_hardware(&hardware), activate_with(hardware.clone()));
			assert_noop!(activate_with(hardware), error);
		}
	});
}

#[test]
fn hardware_should_be_accepted_when_it_is_at_the_bounds() {
	run(|| {
		verifying(1, ALICE);
		verifying(2, ALICE);
		let smallest = Hardware {
			cuda_cores: 1,
			vram_gb: 1,
			cpu_cores: 1,
			cpu_mhz: 1,
			ram_gb: 1,
			system_disk_gb: 1,
			data_disk_gb: 0,
			..fixtures::hardware(1)
		};
		assert_ok!(check_hardware(&smallest));
		assert_ok!(check_hardware(&fixtures::hardware(32)));
		assert_ok!(activate_with(smallest));
		assert_ok!(Machines::activate(&id(2), fixtures::hardware(32)));
	});
}

#[test]
fn hardware_should_be_refused_when_its_points_are_too_high() {
	run(|| {
		verifying(1, ALICE);
		let limits = dbc_primitives::GpuModelLimits {
			max_cuda_cores: u32::MAX,
			max_vram_gb: u32::MAX,
		};
		assert_ok!(Machines::set_gpu_model(
			RuntimeOrigin::root(),
			fixtures::model(),
			limits
		));
		let with_cores = |cuda_cores| Hardware {
			cuda_cores,
			ram_gb: 7,
			vram_gb: 10,
			..fixtures::hardware(1)
		};
		// 25 + sqrt(cores) + 2 points, of which 1,000 are allowed: 973² = 946,729.
		assert_noop!(activate_with(with_cores(u32::MAX)), E::PointsTooHigh);
		assert_noop!(activate_with(with_cores(946_800)), E::PointsTooHigh);
		assert_ok!(activate_with(with_cores(946_729)));
		assert_eq!(machine(1).points, 100_000);
	});
}
