//! Who takes part, and the machines that there are.

use dbc_primitives::{Hardware, JobId, MachineId, ReportId};
use dbc_runtime::{constants::currency::DBC, AccountId, Balances, Runtime, RuntimeOrigin};
use frame_support::{assert_ok, traits::fungible::Inspect};
use sp_core::{sr25519, Pair};
use sp_keyring::Sr25519Keyring::{self, *};

use super::{root, Play};
use crate::{env::as_root, state};

/// Somebody.
pub type Who = Sr25519Keyring;

/// Owners of machines. One is a verifier too, and one has little.
pub const OWNERS: [Who; 3] = [Bob, BobStash, Dave];

/// Members of the committee.
pub const VERIFIERS: [Who; 9] = [
	Charlie,
	Dave,
	Eve,
	Ferdie,
	AliceStash,
	CharlieStash,
	DaveStash,
	EveStash,
	FerdieStash,
];

/// Who rents and pays. Two of them are verifiers too, one is an owner, and the last has little.
pub const RENTERS: [Who; 5] = [Alice, AliceStash, Eve, BobStash, Two];

/// Has no account: it cannot receive less than the existential deposit.
pub const POOR: Who = One;

/// Everybody.
pub const ALL: [Who; 14] = [
	Alice,
	Bob,
	Charlie,
	Dave,
	Eve,
	Ferdie,
	AliceStash,
	BobStash,
	CharlieStash,
	DaveStash,
	EveStash,
	FerdieStash,
	One,
	Two,
];

/// How many machines there are at most.
pub const MACHINES: usize = 4;

/// The keys of the machines.
pub fn machine_keys() -> Vec<sr25519::Pair> {
	(1..=MACHINES as u32).map(state::machine_key).collect()
}

/// The id of a machine's key.
pub fn id(key: &sr25519::Pair) -> MachineId {
	key.public().0
}

/// Who has an account.
pub fn whose(account: &AccountId) -> Who {
	Who::from_account_id(account).expect("an account of the cast")
}

/// What members find in a machine by a job: another number of GPUs each time.
pub fn hardware(job: JobId) -> Hardware {
	Hardware {
		gpu_count: 1 + (job % 4) as u32,
		..state::hardware()
	}
}

/// Whether a report is true.
pub fn is_true(report: ReportId) -> bool {
	!report.is_multiple_of(3)
}

/// Gives everybody something, and lets all verifiers join.
pub fn assemble(play: &mut Play) {
	let send = |from: Who, to: Who, value| {
		let to = to.to_account_id().into();
		assert_ok!(Balances::transfer_allow_death(
			RuntimeOrigin::signed(from.to_account_id()),
			to,
			value
		));
	};
	send(Alice, Two, 2_500 * DBC);
	// Enough for the stakes of about four GPUs.
	let rich = Balances::balance(&BobStash.to_account_id());
	send(BobStash, Alice, rich - 300_000 * DBC);
	play.feed();
	for who in VERIFIERS {
		if !pallet_committee::Members::<Runtime>::contains_key(who.to_account_id()) {
			play.appoint(who);
			// Some lose their place in the pool by a few faults.
			let bond = play.dice.pick(&[20_000, 20_000, 100_000]) * DBC;
			play.join(who, bond);
		}
	}
}

impl Play {
	/// Governance approves a verifier.
	pub fn appoint(&mut self, who: Who) {
		let who = who.to_account_id();
		let _ = as_root(root(pallet_committee::Call::add_member { who }));
	}

	/// A verifier joins.
	pub fn join(&mut self, who: Who, bond: u128) {
		let box_key = [1 + self.dice.below(200) as u8; 32];
		self.call(who, pallet_committee::Call::join { box_key, bond });
	}
}
