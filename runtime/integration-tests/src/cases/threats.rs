//! Nobody profits from cheating. Each story is played twice, with the cheating and without it, on the same chain with the
//! same time, until everything that comes of it is settled; then what the cheaters and their helpers have, free, on hold
//! and earned, is compared to the planck.
//!
//! Bob's machine is one of a network, as machines are: what it earns for an hour is little compared to its stake. Alone it
//! would earn more in a day than it has at stake, which no rule can outweigh.

mod costs;
mod leaving;
mod orders;
mod outages;
mod reports;
mod verifiers;

use dbc_primitives::{Hardware, HardwareOpinion, MachineId, Moment};
use dbc_runtime::{
	constants::{currency::DBC, time::DAY},
	Balance, Balances, Rewards, Runtime, RuntimeCall,
};
use frame_support::{
	assert_ok,
	traits::fungible::{Inspect, Mutate},
};
use pallet_rental::{OrderRecord, Orders};
use sp_keyring::Sr25519Keyring::{self as Keyring, Alice, Bob, One, Two};

use crate::{
	env::{development, dispatch, now, START},
	state::{self, pass},
};

/// When every story is over and settled.
const END: Moment = START + 40 * DAY;

/// What rounding may come to: rewards are rounded down once for each account, and for each change of the weights.
const DUST: Balance = 10;

/// What everybody has at the end of a story.
struct Fortunes(Vec<(Keyring, Balance)>);

impl Fortunes {
	/// What `party` has together.
	fn of(&self, party: &[Keyring]) -> Balance {
		let members = self.0.iter().filter(|(who, _)| party.contains(who));
		members.map(|(_, fortune)| fortune).sum()
	}
}

/// Plays a story about Bob's machine, which is one of a network, and settles everything that comes of it.
fn fortunes(story: impl FnOnce(MachineId)) -> Fortunes {
	development().execute_with(|| {
		let machine = state::judged(1);
		crowd();
		story(machine);
		conclude(machine);
		Fortunes(Keyring::iter().map(|who| (who, fortune(who))).collect())
	})
}

/// Eight machines of others with 32 of the best GPUs each: Bob's machine is about a two-hundredth of the network.
fn crowd() {
	let mut hardware = state::hardware();
	hardware.gpu_model = b"NVIDIA H200".to_vec().try_into().expect("short enough");
	hardware.gpu_count = 32;
	hardware.cuda_cores = 16_896;
	hardware.vram_gb = 141;
	hardware.ram_gb = 4_096;
	assert_ok!(Balances::mint_into(&Two.to_account_id(), 30_000_000 * DBC));
	for number in 101..=108 {
		attested(Two, number, hardware.clone());
	}
	// Bob's helper.
	assert_ok!(Balances::mint_into(&One.to_account_id(), 1_000_000 * DBC));
}

/// An Active machine of `owner`.
fn attested(owner: Keyring, number: u32, hardware: Hardware) -> MachineId {
	let machine = state::registered_by(owner, number);
	let (job, members) = state::drawn_for(owner, machine);
	let report = Default::default();
	let opinion = HardwareOpinion::Accept { hardware, report };
	state::vote(machine, job, &members, &opinion);
	machine
}

/// Lets the time pass until [`END`], and settles the machine.
fn conclude(machine: MachineId) {
	pass(END.checked_sub(now()).expect("the story is shorter"));
	pass(0);
	let open =
		Orders::<Runtime>::iter_values().filter(|order| matches!(order, OrderRecord::Open(_)));
	assert_eq!(open.count(), 0, "open orders");
	let reports = pallet_faults::Reports::<Runtime>::iter_keys();
	assert_eq!(reports.count(), 0, "open reports");
	let sanctions = pallet_sanctions::Sanctions::<Runtime>::iter_keys();
	assert_eq!(sanctions.count(), 0, "pending sanctions");
	let settle = pallet_rewards::Call::settle_machine { machine };
	let pay = pallet_rewards::Call::pay_attesters { machine };
	for call in [settle, pay] {
		// A machine that has left is settled.
		let _ = dispatch(Alice, RuntimeCall::Rewards(call));
	}
}

/// What an account has, on hold included, with all that it earned and did not claim.
fn fortune(who: Keyring) -> Balance {
	let account = who.to_account_id();
	let rewards = Rewards::account_rewards(account.clone());
	let unclaimed = rewards.map_or(0, |rewards| rewards.earned + rewards.owed - rewards.claimed);
	Balances::total_balance(&account) + unclaimed
}

/// Fails if cheating pays, or does not even cost anything.
#[track_caller]
fn assert_costs(cheating: &Fortunes, honest: &Fortunes, party: &[Keyring]) {
	let (cheating, honest) = (cheating.of(party), honest.of(party));
	assert!(
		cheating + DUST < honest,
		"{party:?} have {cheating} with cheating, {honest} without"
	);
}

/// Fails if cheating pays.
#[track_caller]
fn assert_gains_nothing(cheating: &Fortunes, honest: &Fortunes, party: &[Keyring]) {
	let (cheating, honest) = (cheating.of(party), honest.of(party));
	assert!(
		cheating <= honest + DUST,
		"{party:?} have {cheating} with cheating, {honest} without"
	);
}

#[test]
fn cheating_should_be_seen_when_it_pays() {
	// The measure itself: whoever gets a planck more than rounding explains has a larger fortune.
	let nothing = || fortunes(|_| {});
	let given = fortunes(|_| {
		assert_ok!(Balances::mint_into(&Bob.to_account_id(), DUST + 1));
	});
	assert_eq!(nothing().of(&[Bob]), nothing().of(&[Bob]));
	assert_eq!(given.of(&[Bob]), nothing().of(&[Bob]) + DUST + 1);
}
