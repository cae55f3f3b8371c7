//! The machines that are copies. Those with an even number are Bob's, who so owns half of all; each of the others has an
//! owner of its own, which is the most owners that there can be.

use codec::Encode;
use dbc_primitives::MachineId;
use dbc_runtime::{
	constants::currency::EXISTENTIAL_DEPOSIT, params::RewardRulesNow, AccountId, Runtime,
};
use frame_support::traits::Get;
use pallet_rewards::{Account, Accounts, Network, NetworkState, Term, Vesting, Vestings};
use sp_io::{hashing::blake2_256, TestExternalities};
use sp_keyring::Sr25519Keyring::Bob;

use crate::env::now;

/// Keys that are written to the state at once.
const BATCH: usize = 100_000;

type Earner = pallet_rewards::Machine<AccountId>;

/// Machines of which so far only the sums know.
pub struct Young {
	count: u32,
	/// What each earns, just activated.
	earner: Earner,
	/// What an owner of one earns.
	account: Account,
}

/// What each machine and each owner has in the state.
pub struct Crowd {
	count: u32,
	record: pallet_machines::MachineOf<Runtime>,
	profile: Vec<u8>,
	hardware: Vec<u8>,
	occupancy: pallet_rental::OccupancyOf<Runtime>,
	outages: Vec<u8>,
	attestation: Vec<u8>,
	attesters: Vec<u8>,
	/// What each of Bob's machines earned.
	of_bob: Earner,
	/// What each of the others earned.
	of_others: Earner,
	account: Vec<u8>,
	vesting: Vec<u8>,
	system: Vec<u8>,
	holds: Vec<u8>,
}

/// What is stored under a key, which is something.
fn raw(key: &[u8]) -> Vec<u8> {
	sp_io::storage::get(key).expect("stored").into()
}

/// The number in the crowd says whose it is.
fn is_of_bob(number: u32) -> bool {
	number.is_multiple_of(2)
}

fn machine_of(number: u32) -> MachineId {
	(b"machine", number).using_encoded(blake2_256)
}

fn owner_of(number: u32) -> AccountId {
	if is_of_bob(number) {
		Bob.to_account_id()
	} else {
		(b"owner", number).using_encoded(blake2_256).into()
	}
}

fn slot_of(number: u32, term: Term) -> Term {
	match term {
		Term::Running { until, mut slot } => {
			slot.place += number;
			Term::Running { until, slot }
		}
		other => other,
	}
}

impl Crowd {
	/// Lets all sums count `count` machines like `machine`, which has just been activated.
	pub fn join(machine: &MachineId, count: u32) -> Young {
		let most = RewardRulesNow::get().owner_bonus_gpus;
		let (bob, of_bob) = (Bob.to_account_id(), count / 2);
		let of_others = count - of_bob;
		let mut network = NetworkState::<Runtime>::get().expect("the emission has begun");
		let earner = pallet_rewards::Machines::<Runtime>::get(machine).expect("activated");
		assert_eq!((network.last, earner.base), (now(), 0), "time has passed");

		// Numbers begin with 1.
		let mut owner = Accounts::<Runtime>::get(&bob).expect("an owner");
		network.weight -= owner.weight();
		(0..of_bob).for_each(|_| owner.count(&earner, most));
		network.weight += owner.weight();
		Accounts::<Runtime>::insert(&bob, owner);
		let mut account = Account::new(&network);
		account.count(&earner, most);
		network.weight += u128::from(of_others) * account.weight();
		network.grade += u64::from(count) * earner.grade;
		network.machines += count;
		network.gpus += count * earner.gpus;
		network.double_from(RewardRulesNow::get().doubling_gpus);
		NetworkState::<Runtime>::put(network);

		if let Term::Running { slot, .. } = earner.term {
			pallet_rewards::AgendaPlaces::<Runtime>::mutate(slot.minute, |places| *places += count);
			pallet_rewards::AgendaCursor::<Runtime>::mutate(|cursor| {
				cursor.as_mut().expect("a term runs").pending += count;
			});
		}
		hold(machine, of_bob, of_others);
		Young {
			count,
			earner,
			account,
		}
	}
}

/// Puts the stakes of so many more machines on Bob's account, and lets so many accounts exist that have one.
fn hold(machine: &MachineId, of_bob: u32, of_others: u32) {
	let record = pallet_machines::Machines::<Runtime>::get(machine).expect("registered");
	let of_bob = u128::from(of_bob) * record.stake;
	frame_system::Account::<Runtime>::mutate(Bob.to_account_id(), |info| {
		info.data.reserved += of_bob;
	});
	pallet_balances::Holds::<Runtime>::mutate(Bob.to_account_id(), |holds| {
		let [stake] = &mut holds[..] else {
			panic!("Bob has more on hold than stake: {holds:?}");
		};
		stake.amount += of_bob;
	});
	let of_others = u128::from(of_others) * (record.stake + EXISTENTIAL_DEPOSIT);
	pallet_balances::TotalIssuance::<Runtime>::mutate(|all| *all += of_bob + of_others);
}

impl Young {
	/// What there is of each after the time in which `machine` got its records. Bob must just have claimed.
	pub fn grown(self, machine: &MachineId) -> Crowd {
		let Young {
			count,
			earner,
			mut account,
		} = self;
		let bob = Bob.to_account_id();
		let network: Network = NetworkState::<Runtime>::get().expect("the emission has begun");
		assert_eq!(network.last, now(), "Bob has not just claimed");
		let mut vesting = Vesting::default();
		vesting.push(account.update(&network));
		let mut of_bob = earner.clone();
		of_bob.update(&Accounts::<Runtime>::get(&bob).expect("an owner"), &network);
		let mut of_others = earner;
		of_others.update(&account, &network);

		let record = pallet_machines::Machines::<Runtime>::get(machine).expect("registered");
		let mut system = frame_system::Account::<Runtime>::get(&bob);
		system.nonce = 0;
		system.data.free = EXISTENTIAL_DEPOSIT;
		system.data.reserved = record.stake;
		let mut holds = pallet_balances::Holds::<Runtime>::get(&bob);
		holds[0].amount = record.stake;
		Crowd {
			count,
			record,
			profile: raw(&pallet_machines::Profiles::<Runtime>::hashed_key_for(
				machine,
			)),
			hardware: raw(&pallet_machines::HardwareOf::<Runtime>::hashed_key_for(
				machine,
			)),
			occupancy: pallet_rental::Occupancies::<Runtime>::get(machine).expect("active"),
			outages: raw(&pallet_sanctions::OutageSeries::<Runtime>::hashed_key_for(
				machine,
			)),
			attestation: raw(&pallet_verification::Attesters::<Runtime>::hashed_key_for(
				machine,
			)),
			attesters: raw(&pallet_rewards::Attesters::<Runtime>::hashed_key_for(
				machine,
			)),
			of_bob,
			of_others,
			account: account.encode(),
			vesting: vesting.encode(),
			system: system.encode(),
			holds: holds.encode(),
		}
	}
}

impl Crowd {
	/// Writes all records.
	pub fn write(self, ext: &mut TestExternalities) {
		self.write_machines(ext);
		self.write_rewards(ext);
		self.write_owners(ext);
	}

	fn write_machines(&self, ext: &mut TestExternalities) {
		use pallet_machines::{HardwareOf, Machines, MachinesByOwner, Profiles};
		use pallet_rental::Occupancies;
		use pallet_sanctions::OutageSeries;
		self.put(
			ext,
			|n| Machines::<Runtime>::hashed_key_for(machine_of(n)),
			|n| {
				let owner = owner_of(n);
				pallet_machines::Machine {
					owner,
					..self.record.clone()
				}
				.encode()
			},
		);
		self.put(
			ext,
			|n| MachinesByOwner::<Runtime>::hashed_key_for(owner_of(n), machine_of(n)),
			|_| ().encode(),
		);
		self.put(
			ext,
			|n| Profiles::<Runtime>::hashed_key_for(machine_of(n)),
			|_| self.profile.clone(),
		);
		self.put(
			ext,
			|n| HardwareOf::<Runtime>::hashed_key_for(machine_of(n)),
			|_| self.hardware.clone(),
		);
		self.put(
			ext,
			|n| Occupancies::<Runtime>::hashed_key_for(machine_of(n)),
			|n| {
				let mut occupancy = self.occupancy.clone();
				occupancy.offer.payee = owner_of(n);
				occupancy.encode()
			},
		);
		self.put(
			ext,
			|n| OutageSeries::<Runtime>::hashed_key_for(machine_of(n)),
			|_| self.outages.clone(),
		);
		self.put(
			ext,
			|n| pallet_verification::Attesters::<Runtime>::hashed_key_for(machine_of(n)),
			|_| self.attestation.clone(),
		);
	}

	fn write_rewards(&self, ext: &mut TestExternalities) {
		use pallet_rewards::{AgendaItems, Attesters, Machines};
		self.put(
			ext,
			|n| Machines::<Runtime>::hashed_key_for(machine_of(n)),
			|n| {
				let earner = if is_of_bob(n) {
					&self.of_bob
				} else {
					&self.of_others
				};
				pallet_rewards::Machine {
					owner: owner_of(n),
					term: slot_of(n, earner.term),
					..earner.clone()
				}
				.encode()
			},
		);
		self.put(
			ext,
			|n| Attesters::<Runtime>::hashed_key_for(machine_of(n)),
			|_| self.attesters.clone(),
		);
		self.put(
			ext,
			|n| match slot_of(n, self.of_others.term) {
				Term::Running { slot, .. } => {
					AgendaItems::<Runtime>::hashed_key_for(slot.minute, slot.place)
				}
				other => panic!("no term runs: {other:?}"),
			},
			|n| machine_of(n).encode(),
		);
	}

	fn write_owners(&self, ext: &mut TestExternalities) {
		let mut put = |key: &dyn Fn(AccountId) -> Vec<u8>, value: &Vec<u8>| {
			let others = (1..=self.count).filter(|n| !is_of_bob(*n));
			put(ext, others, |n| key(owner_of(n)), |_| value.clone());
		};
		put(
			&frame_system::Account::<Runtime>::hashed_key_for,
			&self.system,
		);
		put(
			&pallet_balances::Holds::<Runtime>::hashed_key_for,
			&self.holds,
		);
		put(&Accounts::<Runtime>::hashed_key_for, &self.account);
		put(&Vestings::<Runtime>::hashed_key_for, &self.vesting);
	}

	/// Writes a record of each machine.
	fn put(
		&self,
		ext: &mut TestExternalities,
		key: impl Fn(u32) -> Vec<u8>,
		value: impl Fn(u32) -> Vec<u8>,
	) {
		put(ext, 1..=self.count, key, value);
	}
}

/// Writes a record for each number, in the order of the keys: neighbours share the nodes of the trie.
fn put(
	ext: &mut TestExternalities,
	numbers: impl Iterator<Item = u32>,
	key: impl Fn(u32) -> Vec<u8>,
	value: impl Fn(u32) -> Vec<u8>,
) {
	let mut keys: Vec<(Vec<u8>, u32)> = numbers.map(|n| (key(n), n)).collect();
	keys.sort_unstable();
	let mut records = keys.into_iter().map(|(key, n)| (key, value(n)));
	loop {
		let batch: Vec<_> = records.by_ref().take(BATCH).collect();
		if batch.is_empty() {
			return;
		}
		ext.batch_insert(batch);
	}
}
