//! Ready-made facts: a price, machines, hardware.

use dbc_primitives::{
	commitment, traits::NoteBeacon, Beacon, FaultKind, FaultOpinion, Hardware, HardwareOpinion,
	JobId, MachineId, ModelName, Moment, NanoUsd, OrderId, Profile, ReportId, Salt, SanctionGround,
	SanctionId,
};
use dbc_runtime::{
	configs::RuntimeBlockWeights,
	constants::{currency::DBC, time::MINUTE},
	AllPalletsWithSystem, Balance, Committee, Machines, Runtime, RuntimeCall, RuntimeOrigin,
	Sanctions, System,
};
use frame_support::{assert_ok, traits::OnIdle};
use sp_core::{sr25519, Pair, H256};
use sp_keyring::Sr25519Keyring;
use sp_runtime::DispatchError;

use crate::env::{advance, dispatch, now, poll};

/// The salt of every sealed vote.
const SALT: Salt = [0x5a; 32];
/// How long registration signatures of tests live.
const LIFETIME: Moment = 60_000;
/// Verifiers beyond those of the preset, of whom three attested the machine and may not judge it.
const MORE_VERIFIERS: [Sr25519Keyring; 6] = [
	Sr25519Keyring::AliceStash,
	Sr25519Keyring::BobStash,
	Sr25519Keyring::CharlieStash,
	Sr25519Keyring::DaveStash,
	Sr25519Keyring::EveStash,
	Sr25519Keyring::FerdieStash,
];

/// The stake of the machine of [`hardware`] at 0.012 USD.
pub const STAKE: Balance = 266_666_666_666_666_666_668;
/// The deposit of a report, that of an appeal, what a member has at risk, and what the upholding members share.
pub const THOUSAND: Balance = 1_000 * DBC;

/// Ends the open block: what is done with the weight that is left.
pub fn end_block() {
	let limit = RuntimeBlockWeights::get().max_block;
	<AllPalletsWithSystem as OnIdle<u32>>::on_idle(System::block_number(), limit);
}

/// Time passes, and the agendas do what has become due. They pass over so many empty minutes in a block at most.
pub fn pass(by: Moment) {
	end_block();
	advance(by);
	poll();
	while is_an_agenda_behind() {
		poll();
	}
	end_block();
}

/// Whether an agenda has not come to the minute of now.
fn is_an_agenda_behind() -> bool {
	let minute = now() / MINUTE;
	let cursors = [
		pallet_verification::AgendaCursor::<Runtime>::get(),
		pallet_rental::AgendaCursor::<Runtime>::get(),
		pallet_rewards::AgendaCursor::<Runtime>::get(),
		pallet_faults::AgendaCursor::<Runtime>::get(),
		pallet_sanctions::AgendaCursor::<Runtime>::get(),
	];
	let mut cursors = cursors.iter().flatten();
	cursors.any(|cursor| cursor.pending > 0 && u64::from(cursor.next.minute) <= minute)
}

/// Why a call is refused.
pub fn refusal(who: Sr25519Keyring, call: RuntimeCall) -> DispatchError {
	dispatch(who, call).expect_err("it is refused").error
}

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
	registered_by(Sr25519Keyring::Bob, number)
}

/// A registered machine of `owner` with a profile.
pub fn registered_by(owner: Sr25519Keyring, number: u32) -> MachineId {
	let key = machine_key(number);
	assert_ok!(dispatch(owner, registration(owner, &key)));
	let machine = key.public().0;
	assert_ok!(dispatch(
		owner,
		RuntimeCall::Machines(pallet_machines::Call::set_profile {
			machine,
			profile: profile()
		})
	));
	machine
}

/// Verifiers of the development chain, drawn for Bob's machine, who wants to be verified.
pub fn drawn(machine: MachineId) -> (JobId, Vec<Sr25519Keyring>) {
	drawn_for(Sr25519Keyring::Bob, machine)
}

/// The same for a machine of `owner`.
pub fn drawn_for(owner: Sr25519Keyring, machine: MachineId) -> (JobId, Vec<Sr25519Keyring>) {
	assert_ok!(dispatch(
		owner,
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

/// Bob's Active machine on a chain with a price, and enough verifiers to judge reports on it.
pub fn judged(number: u32) -> MachineId {
	feed(12_000_000);
	let machine = active(number);
	for member in MORE_VERIFIERS {
		assert_ok!(Committee::add_member(
			RuntimeOrigin::root(),
			member.to_account_id()
		));
		let join = pallet_committee::Call::join {
			box_key: [1; 32],
			bond: 100_000 * DBC,
		};
		assert_ok!(dispatch(member, RuntimeCall::Committee(join)));
	}
	machine
}

/// The owner, Bob, says that his machine is down.
pub fn down(machine: MachineId) {
	let call = pallet_machines::Call::report_down { machine };
	assert_ok!(dispatch(Sr25519Keyring::Bob, RuntimeCall::Machines(call)));
}

/// Bob says that it is up again.
pub fn up(machine: MachineId) {
	let call = pallet_machines::Call::report_up { machine };
	assert_ok!(dispatch(Sr25519Keyring::Bob, RuntimeCall::Machines(call)));
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

/// The call by which a machine is reported, with the digest of some evidence if it needs any.
pub fn report_call(machine: MachineId, kind: FaultKind, order: Option<OrderId>) -> RuntimeCall {
	RuntimeCall::Faults(pallet_faults::Call::report {
		machine,
		kind,
		order,
		evidence: kind.needs_evidence().then(|| H256::repeat_byte(0xe1)),
	})
}

/// The report that `reporter` files.
pub fn reported(
	reporter: Sr25519Keyring,
	machine: MachineId,
	kind: FaultKind,
	order: Option<OrderId>,
) -> ReportId {
	assert_ok!(dispatch(reporter, report_call(machine, kind, order)));
	pallet_faults::OpenReports::<Runtime>::get(machine).expect("open")
}

/// The members who are drawn for a report.
pub fn jury(report: ReportId) -> Vec<Sr25519Keyring> {
	draw();
	let record = pallet_faults::Reports::<Runtime>::get(report).expect("open");
	let seats = record.voting.expect("drawn").ballot.seats;
	let members = seats.iter().map(|seat| &seat.member);
	members
		.map(|member| Sr25519Keyring::from_account_id(member).expect("a known account"))
		.collect()
}

/// The same with their evidence, if it needs any.
pub fn informed_jury(report: ReportId) -> Vec<Sr25519Keyring> {
	let members = jury(report);
	let record = pallet_faults::Reports::<Runtime>::get(report).expect("open");
	let reporter = Sr25519Keyring::from_account_id(&record.reporter).expect("a known account");
	if record.kind.needs_evidence() {
		for member in &members {
			let call = pallet_faults::Call::deliver {
				report,
				member: member.to_account_id(),
				sealed: vec![0; 64].try_into().expect("short enough"),
			};
			assert_ok!(dispatch(reporter, RuntimeCall::Faults(call)));
		}
	}
	members
}

/// The call by which `member` seals what it says of a report.
pub fn sealed_opinion(
	report: ReportId,
	member: Sr25519Keyring,
	opinion: FaultOpinion,
) -> RuntimeCall {
	let job = pallet_faults::Reports::<Runtime>::get(report)
		.expect("open")
		.job;
	let commitment = commitment(
		&System::block_hash(0),
		job,
		&member.to_account_id(),
		&opinion,
		&SALT,
	);
	RuntimeCall::Faults(pallet_faults::Call::commit { report, commitment })
}

/// The call that opens it.
pub fn opened_opinion(report: ReportId, opinion: FaultOpinion) -> RuntimeCall {
	RuntimeCall::Faults(pallet_faults::Call::reveal {
		report,
		opinion,
		salt: SALT,
	})
}

/// Lets members vote. If one stays silent the votes are opened when its time is over.
pub fn judge(report: ReportId, votes: &[(Sr25519Keyring, FaultOpinion)]) {
	for (member, opinion) in votes {
		assert_ok!(dispatch(*member, sealed_opinion(report, *member, *opinion)));
	}
	let record = pallet_faults::Reports::<Runtime>::get(report).expect("open");
	let ballot = record.voting.expect("drawn").ballot;
	if ballot.seats.iter().any(|seat| seat.commitment.is_none()) {
		advance(ballot.commit_until - now());
	}
	for (member, opinion) in votes {
		assert_ok!(dispatch(*member, opened_opinion(report, *opinion)));
	}
}

/// Members are drawn for a report and all say the same of it.
pub fn ruled(report: ReportId, opinion: FaultOpinion) -> Vec<Sr25519Keyring> {
	let members = informed_jury(report);
	let votes: Vec<_> = members.iter().map(|member| (*member, opinion)).collect();
	judge(report, &votes);
	members
}

/// The sanction that was created last, and what it takes of a stake.
pub fn last_sanction() -> (SanctionId, Balance) {
	let id = pallet_sanctions::NextId::<Runtime>::get() - 1;
	let ground = Sanctions::sanction_info(id).expect("pending").ground;
	match ground {
		SanctionGround::Outage { amount, .. }
		| SanctionGround::RefusedRegistration { amount, .. } => (id, amount),
		SanctionGround::MemberFault { .. } => (id, 0),
	}
}
