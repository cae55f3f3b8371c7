//! Ready-made facts: a price, machines, hardware.

use dbc_primitives::{
	commitment, traits::NoteBeacon, Beacon, Hardware, HardwareOpinion, JobId, MachineId, ModelName,
	Moment, NanoUsd, OrderId, Profile, Salt,
};
use dbc_runtime::{Balance, Committee, Machines, Runtime, RuntimeCall, System};
use frame_support::assert_ok;
use sp_core::{sr25519, Pair};
use sp_keyring::Sr25519Keyring;

use crate::env::{dispatch, now, poll};

/// The salt of every sealed vote.
const SALT: Salt = [0x5a; 32];
/// How long registration signatures of tests live.
const LIFETIME: Moment = 60_000;

/// Alice feeds a price.
pub fn feed(price: NanoUsd) {
	assert_ok!(dispatch(
		Sr25519Keyring::Alice,
		RuntimeCall::Price(pallet_price::Call::submit { price })
	));
}

/// The key of the machine with this number.
pub fn machine_key(number: u32) -> sr25519::Pair {
	sr25519::Pair::from_string(&format!("//machine//{number}"), None).expect("valid path")
}

/// The call by which `owner` registers a machine.
pub fn registration(owner: Sr25519Keyring, key: &sr25519::Pair) -> RuntimeCall {
	let expires_at = now() + LIFETIME;
	let payload = Machines::registration_payload(owner.to_account_id(), expires_at);
	RuntimeCall::Machines(pallet_machines::Call::register {
		machine: key.public().0,
		expires_at,
		signature: key.sign(&payload),
	})
}

/// A profile with every list as long as it may be.
pub fn profile() -> Profile {
	let name = vec![b'x'; 32].try_into().expect("short enough");
	Profile {
		longitude: 1_034_567,
		latitude: -450_000,
		upload_mbps: 1_000,
		download_mbps: 1_000,
		telecom_operators: vec![name; 4].try_into().expect("few enough"),
		bare_metal: true,
	}
}

/// A GPU model of the presets.
pub fn gpu_model() -> ModelName {
	b"NVIDIA GeForce RTX 3080"
		.to_vec()
		.try_into()
		.expect("short enough")
}

/// A machine with 4 GPUs and 59,890 points.
pub fn hardware() -> Hardware {
	Hardware {
		gpu_model: gpu_model(),
		gpu_count: 4,
		cuda_cores: 8_704,
		vram_gb: 10,
		cpu_model: b"AMD EPYC 7763".to_vec().try_into().expect("short enough"),
		cpu_cores: 64,
		cpu_mhz: 2_450,
		ram_gb: 440,
		system_disk_gb: 500,
		data_disk_gb: 4_000,
	}
}

/// Bob's registered machine with a profile.
pub fn registered(number: u32) -> MachineId {
	let key = machine_key(number);
	assert_ok!(dispatch(
		Sr25519Keyring::Bob,
		registration(Sr25519Keyring::Bob, &key)
	));
	let machine = key.public().0;
	assert_ok!(dispatch(
		Sr25519Keyring::Bob,
		RuntimeCall::Machines(pallet_machines::Call::set_profile {
			machine,
			profile: profile()
		})
	));
	machine
}

/// Verifiers of the development chain, drawn for Bob's machine, who wants to be verified.
pub fn drawn(machine: MachineId) -> (JobId, Vec<Sr25519Keyring>) {
	assert_ok!(dispatch(
		Sr25519Keyring::Bob,
		RuntimeCall::Verification(pallet_verification::Call::request { machine })
	));
	draw();
	ballot(machine)
}

/// The relay chain goes on until its randomness can serve every job that waits now.
pub fn draw() {
	let relay_number =
		pallet_committee::LastBeacon::<Runtime>::get().map_or(0, |beacon| beacon.relay_number) + 2;
	Committee::note(Beacon {
		relay_number,
		block: sp_io::hashing::blake2_256(&relay_number.to_le_bytes()),
		epoch: None,
	});
	poll();
}

/// The running ballot about a machine: its job and its members.
pub fn ballot(machine: MachineId) -> (JobId, Vec<Sr25519Keyring>) {
	let request = pallet_verification::Requests::<Runtime>::get(machine).expect("requested");
	let ballot = request.ballot.expect("drawn");
	let members = ballot.seats.iter().map(|seat| {
		Sr25519Keyring::from_account_id(&seat.member).expect("a verifier of the preset")
	});
	(ballot.id, members.collect())
}

/// The call by which `member` seals `opinion`.
pub fn sealed(
	machine: MachineId,
	job: JobId,
	member: Sr25519Keyring,
	opinion: &HardwareOpinion,
) -> RuntimeCall {
	let commitment = commitment(
		&System::block_hash(0),
		job,
		&member.to_account_id(),
		opinion,
		&SALT,
	);
	RuntimeCall::Verification(pallet_verification::Call::commit {
		machine,
		commitment,
	})
}

/// The call that opens `opinion`.
pub fn opened(machine: MachineId, opinion: &HardwareOpinion) -> RuntimeCall {
	RuntimeCall::Verification(pallet_verification::Call::reveal {
		machine,
		opinion: opinion.clone(),
		salt: SALT,
	})
}

/// Lets `members` vote alike.
pub fn vote(machine: MachineId, job: JobId, members: &[Sr25519Keyring], opinion: &HardwareOpinion) {
	for member in members {
		assert_ok!(dispatch(*member, sealed(machine, job, *member, opinion)));
	}
	for member in members {
		assert_ok!(dispatch(*member, opened(machine, opinion)));
	}
}

/// An opinion that accepts [`hardware`].
pub fn acceptance() -> HardwareOpinion {
	HardwareOpinion::Accept {
		hardware: hardware(),
		report: Default::default(),
	}
}

/// Bob's Active machine with 4 GPUs.
pub fn active(number: u32) -> MachineId {
	let machine = registered(number);
	let (job, members) = drawn(machine);
	vote(machine, job, &members, &acceptance());
	machine
}

/// The call by which somebody rents GPUs at once, at any price.
pub fn rent_call(machine: MachineId, gpus: u32, duration: Moment) -> RuntimeCall {
	RuntimeCall::Rental(pallet_rental::Call::rent {
		machine,
		gpus,
		duration,
		max_total: Balance::MAX,
		start: None,
		renter: None,
	})
}

/// The order that was made last.
pub fn last_order() -> OrderId {
	pallet_rental::Ids::<Runtime>::get().next - 1
}

/// A confirmed order of `renter`.
pub fn rented(renter: Sr25519Keyring, machine: MachineId, gpus: u32, duration: Moment) -> OrderId {
	assert_ok!(dispatch(renter, rent_call(machine, gpus, duration)));
	let order = last_order();
	assert_ok!(dispatch(
		renter,
		RuntimeCall::Rental(pallet_rental::Call::confirm { order })
	));
	order
}
