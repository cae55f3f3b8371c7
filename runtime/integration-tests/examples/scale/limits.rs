//! What must stay below a limit whatever there is: the bytes of a machine, and the weight of a claim.

use codec::Encode;
use dbc_runtime::{configs::RuntimeBlockWeights, Runtime, RuntimeCall};
use frame_support::{dispatch::GetDispatchInfo, weights::Weight};
use sp_keyring::Sr25519Keyring::Bob;

use crate::{env::signed, operations::transfer, world::World};

/// Most bytes of a machine for its rewards and for the sums of its profile.
const MOST_BYTES: usize = 350;
/// Most transfers that a claim may weigh.
const MOST_TRANSFERS: u64 = 4;

/// What there is of a machine and of its owner, in bytes of values, and what a claim weighs.
#[derive(Clone, Debug)]
pub struct Limits {
	/// Its record in the rewards.
	pub rewards: usize,
	/// Its attesters.
	pub attesters: usize,
	/// Rent paid and burned over its life, orders closed and failed.
	pub profile: usize,
	/// What its owner earns.
	pub account: usize,
	/// What its owner earned on the days that are over.
	pub vesting: usize,
	/// The weight of a claim with everything that a transaction weighs.
	pub claim: Weight,
	/// The weight of a transfer with the same.
	pub transfer: Weight,
}

/// Looks at all.
pub fn all(world: &mut World) -> Limits {
	let machine = world.machine;
	world.ext.execute_with(|| {
		let bob = Bob.to_account_id();
		let known = pallet_rental::Occupancies::<Runtime>::get(machine).expect("active");
		let profile = (
			known.rent_paid,
			known.rent_burned,
			known.orders_closed,
			known.orders_failed,
		);
		let earner = pallet_rewards::Machines::<Runtime>::get(machine).expect("activated");
		let account = pallet_rewards::Accounts::<Runtime>::get(&bob).expect("an owner");
		Limits {
			rewards: earner.encoded_size(),
			attesters: pallet_rewards::Attesters::<Runtime>::get(machine).encoded_size(),
			profile: profile.encoded_size(),
			account: account.encoded_size(),
			vesting: pallet_rewards::Vestings::<Runtime>::get(&bob).encoded_size(),
			claim: total(RuntimeCall::Rewards(pallet_rewards::Call::claim {})),
			transfer: total(transfer()),
		}
	})
}

/// What a transaction weighs altogether: its call, its extensions, and what every transaction costs a block.
fn total(call: RuntimeCall) -> Weight {
	let info = signed(Bob, call, 0).get_dispatch_info();
	let base = RuntimeBlockWeights::get().get(info.class).base_extrinsic;
	info.total_weight().saturating_add(base)
}

impl Limits {
	/// Bytes that are kept for a machine.
	pub fn of_machine(&self) -> usize {
		self.rewards + self.attesters + self.profile
	}

	/// What is above its limit.
	pub fn failures(&self) -> Vec<String> {
		let mut failures = Vec::new();
		let bytes = self.of_machine();
		if bytes > MOST_BYTES {
			failures.push(format!(
				"a machine has {bytes} bytes, more than {MOST_BYTES}"
			));
		}
		if !self
			.claim
			.all_lte(self.transfer.saturating_mul(MOST_TRANSFERS))
		{
			failures.push(format!(
				"a claim weighs more than {MOST_TRANSFERS} transfers"
			));
		}
		failures
	}

	/// Tells all.
	pub fn print(&self) {
		println!("| kept for a machine | bytes |\n|---|--:|");
		println!("| record of its rewards | {} |", self.rewards);
		println!("| its attesters | {} |", self.attesters);
		println!("| sums of its profile | {} |", self.profile);
		println!("| together, at most {MOST_BYTES} | {} |", self.of_machine());
		println!("| kept for an owner: account | {} |", self.account);
		println!("| kept for an owner: days | {} |", self.vesting);
		let times = |of: fn(&Weight) -> u64| of(&self.claim) as f64 / of(&self.transfer) as f64;
		println!(
			"\nA claim weighs {:.2} × the time and {:.2} × the proof of a transfer, call, extensions and base together; \
			 at most {MOST_TRANSFERS}.",
			times(Weight::ref_time),
			times(Weight::proof_size),
		);
	}
}
