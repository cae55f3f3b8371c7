//! Verification by the real committee: who pays what for every outcome.

use dbc_primitives::{HardwareOpinion, MachineId, OutageCause, Phase, RejectReason};
use dbc_runtime::{
	accounts::Treasury,
	constants::{
		currency::DBC,
		time::{DAY, HOUR, MINUTE},
	},
	params::DEVELOPMENT,
	Balance, Balances, Committee, Machines, Runtime, RuntimeCall, Verification,
};
use frame_support::{assert_noop, assert_ok, traits::Get};
use pallet_verification::{Call, Error, Requests};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob};

use crate::{
	env::{advance, development, dispatch, free, poll},
	state::{self, pass},
};

/// The stake of one GPU at 0.012 USD.
const ONE_GPU: Balance = 66_666_666_666_666_666_667;
/// 8 USD at 0.012 USD, rounded down.
const EIGHT_USD: Balance = 666_666_666_666_666_666;
/// 24 USD at 0.012 USD.
const TWENTY_FOUR_USD: Balance = 2_000 * DBC;
const BOND: Balance = 100_000 * DBC;
const RISK: Balance = 1_000 * DBC;

fn refusal(reason: RejectReason) -> HardwareOpinion {
	HardwareOpinion::Refuse { reason }
}

fn phase(machine: MachineId) -> Phase {
	Machines::machine_info(machine).expect("registered").phase
}

fn treasury() -> Balance {
	free(&Treasury::get())
}

fn bond(member: Sr25519Keyring) -> (Balance, Balance) {
	let member = Committee::read_member(&member.to_account_id()).expect("a member");
	(member.bond, member.at_risk)
}

fn request(machine: MachineId) -> frame_support::dispatch::DispatchResultWithPostInfo {
	dispatch(Bob, RuntimeCall::Verification(Call::request { machine }))
}

/// Bob's registered machine on a development chain with a price.
fn registered() -> MachineId {
	state::feed(12_000_000);
	state::registered(1)
}

#[test]
fn members_should_have_something_at_risk_when_they_are_drawn_and_nothing_when_they_agreed() {
	development().execute_with(|| {
		let machine = registered();
		let issuance = Balances::total_issuance();
		let (job, members) = state::drawn(machine);
		for member in &members {
			assert_eq!(bond(*member), (BOND, RISK));
		}
		state::vote(machine, job, &members, &state::acceptance());
		assert_eq!(phase(machine), Phase::Active);
		for member in &members {
			assert_eq!(bond(*member), (BOND, 0));
		}
		let attesters = Verification::read_verification(&machine).attesters;
		let attesters: Vec<_> = attesters.into_iter().map(|one| one.member).collect();
		let expected: Vec<_> = members
			.iter()
			.map(|member| member.to_account_id())
			.collect();
		assert_eq!(attesters, expected);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn owner_should_lose_five_per_cent_when_the_machine_is_refused() {
	development().execute_with(|| {
		let machine = registered();
		let bob = Bob.to_account_id();
		let (job, members) = state::drawn(machine);
		let before: Vec<_> = members
			.iter()
			.map(|member| free(&member.to_account_id()))
			.collect();
		let (owner, others) = (free(&bob), treasury());
		let issuance = Balances::total_issuance();
		state::vote(machine, job, &members, &refusal(RejectReason::WrongGpu));

		assert!(matches!(
			phase(machine),
			Phase::Rejected {
				reason: RejectReason::WrongGpu,
				..
			}
		));
		let penalty = ONE_GPU * 5 / 100;
		assert_eq!(free(&bob) - owner, ONE_GPU - penalty);
		// The penalty is locked until its time for an appeal is over.
		let info = Machines::machine_info(machine).expect("registered");
		assert_eq!((info.stake, info.locked), (penalty, penalty));
		assert_eq!(treasury(), others);
		pass(11 * MINUTE);
		let info = Machines::machine_info(machine).expect("registered");
		assert_eq!((info.stake, info.locked), (0, 0));
		for (member, before) in members.iter().zip(before) {
			assert_eq!(free(&member.to_account_id()) - before, EIGHT_USD);
		}
		assert_eq!(treasury() - others, penalty - 3 * EIGHT_USD);
		assert_eq!(Balances::total_issuance(), issuance);

		// It may be asked for again without a fee, and the stake of one GPU is held again.
		let owner = free(&bob);
		assert_ok!(request(machine));
		assert_eq!(owner - free(&bob), ONE_GPU);
	});
}

#[test]
fn silent_member_should_lose_its_risk_when_the_others_agree() {
	development().execute_with(|| {
		let machine = registered();
		let (job, members) = state::drawn(machine);
		let (silent, pair) = members.split_first().expect("three");
		for member in pair {
			let call = state::sealed(machine, job, *member, &state::acceptance());
			assert_ok!(dispatch(*member, call));
		}
		let early = dispatch(pair[0], state::opened(machine, &state::acceptance()));
		let not_yet = Error::<Runtime>::RevealPhaseNotBegun.into();
		assert_eq!(early.map_err(|refused| refused.error), Err(not_yet));
		advance(2 * MINUTE);
		let others = treasury();
		for member in pair {
			let call = state::opened(machine, &state::acceptance());
			assert_ok!(dispatch(*member, call));
		}
		// Nobody else can reveal: the ballot is over.
		assert_eq!(phase(machine), Phase::Active);
		assert_eq!((bond(*silent), treasury()), ((BOND, RISK), others));
		pass(11 * MINUTE);
		assert_eq!(bond(*silent), (BOND - RISK, 0));
		assert_eq!(treasury() - others, RISK);
		assert_eq!(Verification::read_verification(&machine).attesters.len(), 2);
	});
}

#[test]
fn owner_should_get_the_whole_stake_back_when_three_rounds_decide_nothing() {
	development().execute_with(|| {
		let machine = registered();
		let bob = Bob.to_account_id();
		let owner = free(&bob);
		assert_ok!(request(machine));
		for round in 1..=3 {
			state::draw();
			let stored = Requests::<Runtime>::get(machine).expect("open");
			assert_eq!(stored.round, round);
			assert!(stored.ballot.is_some());
			// Nobody votes; the agenda closes the ballot.
			advance(6 * MINUTE);
			poll();
		}
		assert!(matches!(phase(machine), Phase::Undecided { .. }));
		assert_eq!(free(&bob) - owner, ONE_GPU);
		assert!(Requests::<Runtime>::get(machine).is_none());

		let (owner, others) = (free(&bob), treasury());
		assert_ok!(request(machine));
		assert_eq!(owner - free(&bob), ONE_GPU + 10 * DBC + TWENTY_FOUR_USD);
		assert_eq!(treasury() - others, 10 * DBC);
	});
}

#[test]
fn hardware_should_change_when_verifiers_attest_it_anew() {
	development().execute_with(|| {
		state::feed(12_000_000);
		let machine = state::active(1);
		let (owner, others) = (free(&Bob.to_account_id()), treasury());
		assert_ok!(dispatch(
			Bob,
			RuntimeCall::Verification(Call::request_hardware_change {
				machine,
				profile: None,
			})
		));
		let info = Machines::machine_info(machine).expect("registered");
		let outage = info.outage.expect("down for the change");
		assert_eq!(outage.causes[0].cause, OutageCause::HardwareChange);
		advance(DEVELOPMENT.machines.expect("short").exit_min_active);
		let exit = RuntimeCall::Machines(pallet_machines::Call::exit { machine });
		assert!(dispatch(Bob, exit).is_err());

		state::draw();
		let (job, members) = state::ballot(machine);
		let before: Balance = members
			.iter()
			.map(|member| free(&member.to_account_id()))
			.sum();
		let mut hardware = state::hardware();
		hardware.gpu_count = 2;
		let opinion = HardwareOpinion::Accept {
			hardware: hardware.clone(),
			report: Default::default(),
		};
		state::vote(machine, job, &members, &opinion);

		let info = Machines::machine_info(machine).expect("registered");
		assert_eq!(info.outage, None);
		assert_eq!(info.hardware, Some(hardware));
		assert_eq!(info.requirement, 2 * ONE_GPU);
		let four_percent = 2 * ONE_GPU * 4 / 100;
		assert_eq!(info.stake, 2 * ONE_GPU - four_percent);
		assert_eq!(treasury() - others, four_percent);
		// Two GPUs' stake came back, the fee went to the members.
		let after: Balance = members
			.iter()
			.map(|member| free(&member.to_account_id()))
			.sum();
		assert_eq!(after - before, TWENTY_FOUR_USD);
		assert_eq!(
			free(&Bob.to_account_id()),
			owner + 2 * ONE_GPU - TWENTY_FOUR_USD
		);
	});
}

#[test]
fn request_should_stay_when_members_were_drawn_and_go_when_none_can_be() {
	development().execute_with(|| {
		let machine = registered();
		let withdraw = || {
			dispatch(Bob, RuntimeCall::Verification(Call::withdraw { machine }))
				.map(|_| ())
				.map_err(|refused| refused.error)
		};
		assert_ok!(request(machine));
		assert!(withdraw().is_err());
		state::draw();
		advance(MINUTE);
		assert!(withdraw().is_err());

		// A second machine finds two of the four verifiers only.
		for member in [Sr25519Keyring::Charlie, Sr25519Keyring::Dave] {
			let pause = RuntimeCall::Committee(pallet_committee::Call::pause {});
			assert_ok!(dispatch(member, pause));
		}
		let other = state::registered(2);
		assert_ok!(dispatch(
			Bob,
			RuntimeCall::Verification(Call::request { machine: other })
		));
		state::draw();
		advance(MINUTE);
		assert_ok!(dispatch(
			Bob,
			RuntimeCall::Verification(Call::withdraw { machine: other })
		));
		assert_eq!(phase(other), Phase::Registered);
		assert_eq!(phase(machine), Phase::Verifying);
	});
}

#[test]
fn owner_should_never_attest_its_own_machine_when_it_is_a_verifier() {
	development().execute_with(|| {
		state::feed(12_000_000);
		let owner = Sr25519Keyring::Charlie;
		for number in 1..=8 {
			advance(HOUR);
			state::feed(12_000_000);
			let key = state::machine_key(number);
			assert_ok!(dispatch(owner, state::registration(owner, &key)));
			let machine = sp_core::Pair::public(&key).0;
			assert_ok!(dispatch(
				owner,
				RuntimeCall::Machines(pallet_machines::Call::set_profile {
					machine,
					profile: state::profile(),
				})
			));
			assert_ok!(dispatch(
				owner,
				RuntimeCall::Verification(Call::request { machine })
			));
			state::draw();
			let (_, members) = state::ballot(machine);
			assert!(!members.contains(&owner), "{members:?}");
		}
	});
}

#[test]
fn machine_should_not_become_active_when_governance_wants_it_without_verifiers() {
	development().execute_with(|| {
		let machine = registered();
		let accept = state::opened(machine, &state::acceptance());
		assert!(dispatch(Alice, accept.clone()).is_err());
		assert!(crate::env::as_root(accept).is_err());
		assert_noop!(
			Verification::close(
				dbc_runtime::RuntimeOrigin::signed(Alice.to_account_id()),
				machine
			),
			Error::<Runtime>::RequestNotFound
		);
		assert_eq!(phase(machine), Phase::Registered);
		advance(DAY);
		assert_eq!(phase(machine), Phase::Registered);
	});
}
