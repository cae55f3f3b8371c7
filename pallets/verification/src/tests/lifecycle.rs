//! A machine from its registration to its end.

use super::*;
use dbc_primitives::traits::{MachineStake, MachineVerification, OnMachineChange};

#[test]
fn machine_should_pass_every_outcome_when_its_owner_goes_on() {
	run(|| {
		let before = spendable(&ALICE);
		// Refused, then undecided, then taken back, then accepted.
		drawn(1, ALICE);
		vote(1, all(refuse(RejectReason::WrongCount)));
		let penalty = PER_GPU / 20;
		Verification::request(signed(ALICE), id(1)).unwrap();
		end_undecided(1);
		assert_eq!(spendable(&ALICE), before - penalty);
		Verification::request(signed(ALICE), id(1)).unwrap();
		advance(HOUR);
		Verification::withdraw(signed(ALICE), id(1)).unwrap();
		Verification::request(signed(ALICE), id(1)).unwrap();
		draw(1, &members(0)).unwrap();
		vote(1, all(accept(&hardware(2), 1)));
		assert_eq!(machine(1).phase, Phase::Active);
		let spent = 2 * REGISTRATION_FEE + FEE + 2 * PER_GPU;
		assert_eq!(spendable(&ALICE), before - spent);
		// The penalty is cancelled, so nothing holds the machine back. Its hardware changes twice, the first time refused.
		Registry::unlock(&id(1), penalty).unwrap();
		for opinion in [refuse(RejectReason::Other), accept(&hardware(1), 1)] {
			Verification::request_hardware_change(signed(ALICE), id(1), None).unwrap();
			draw(1, &members(3)).unwrap();
			vote(1, all(opinion));
		}
		assert_eq!(machine(1).hardware, Some(hardware(1)));
		assert_eq!(on_hold(&ALICE), 0);
	});
}

#[test]
fn attesters_should_be_forgotten_when_the_machine_leaves() {
	run(|| {
		drawn(1, ALICE);
		vote(1, all(accept(&hardware(2), 1)));
		Registry::remove(&id(1)).unwrap();
		Verification::on_removed(&id(1), &ALICE);
		assert!(!Attesters::<Test>::contains_key(id(1)));
	});
}

#[test]
#[should_panic(expected = "a machine left while its verification was open")]
fn removal_should_be_told_when_a_request_is_open() {
	run(|| {
		drawn(1, ALICE);
		Verification::on_removed(&id(1), &ALICE);
	});
}

#[test]
#[should_panic(expected = "a machine with an open request was not being verified")]
fn closing_should_be_told_when_the_machine_is_not_being_verified() {
	run(|| {
		requested(1, ALICE);
		Registry::withdraw(&id(1)).unwrap();
		Pool::set_never_again(true);
		draw(1, &members(0)).unwrap();
		vote(1, SILENT);
	});
}
