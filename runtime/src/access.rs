//! Who may use which GPU of a machine until when: the question of the agent that runs on it.
//!
//! Renters come from their running orders, verifiers from the open ballots about the machine, and the owner stands in
//! while the machine takes no orders. A grant to a verifier or to the owner may name more GPUs than the machine has:
//! those of a machine that is being verified are not known yet.

use alloc::vec::Vec;
use codec::Encode;
use dbc_primitives::{
	check_access_signature, AccessRefusal, AccessRole, BallotPhase, Challenge, GpuMask, Grant,
	JobId, MachineId, MachineInfo, Moment, ReportStage, VerificationStage,
};
use frame_support::ensure;
use sp_runtime::MultiSignature;

use crate::{
	AccountId, Balance, Committee, Faults, Hash, Machines, Rental, Runtime, System, Timestamp,
	Verification,
};

/// All GPUs that a machine can have.
const ALL_GPUS: GpuMask = GpuMask::MAX;

/// A challenge of this chain.
type ChainChallenge = Challenge<Hash, AccountId>;

/// Everybody who may use `machine` now; `None` if there is no such machine. At most one grant for each order, six
/// verifiers and the owner.
pub fn access(machine: MachineId) -> Option<Vec<Grant<AccountId>>> {
	let info = Machines::machine_info(machine)?;
	let mut grants = Rental::renter_grants(&machine);
	let owner = owner_grant(info, &grants);
	grants.extend(verifier_grants(&machine));
	grants.extend(owner);
	Some(grants)
}

/// The bytes that `account` signs to get access to `machine`.
pub fn challenge(
	machine: MachineId,
	account: AccountId,
	purpose: Vec<u8>,
) -> Result<Vec<u8>, AccessRefusal> {
	Machines::machine_info(machine).ok_or(AccessRefusal::MachineNotFound)?;
	let challenge = ChainChallenge::new(genesis_hash(), machine, account, purpose, now())?;
	Ok(challenge.encode())
}

/// What `account` may use of `machine` now, if `signature` is its own over the valid challenge `bytes`.
pub fn verify_access(
	machine: MachineId,
	account: AccountId,
	bytes: Vec<u8>,
	signature: MultiSignature,
) -> Result<Vec<Grant<AccountId>>, AccessRefusal> {
	let mut grants = access(machine).ok_or(AccessRefusal::MachineNotFound)?;
	ChainChallenge::read(&bytes)?.check(&genesis_hash(), &machine, &account, now())?;
	check_access_signature(&bytes, &signature, &account)?;
	grants.retain(|grant| grant.account == account);
	ensure!(!grants.is_empty(), AccessRefusal::NoGrant);
	Ok(grants)
}

/// The owner may use what no renter does while the machine takes no orders. The chain does not know since when it takes
/// none, unless it is down: else the grant counts from the registration.
fn owner_grant(
	info: MachineInfo<AccountId, Balance>,
	renters: &[Grant<AccountId>],
) -> Option<Grant<AccountId>> {
	info.not_rentable?;
	let rented = renters
		.iter()
		.fold(0, |rented: GpuMask, grant| rented | grant.gpus);
	let gpus = ALL_GPUS & !rented;
	(gpus != 0).then(|| Grant {
		account: info.owner,
		role: AccessRole::Owner,
		gpus,
		from: info
			.outage
			.map_or(info.registered_at, |outage| outage.since),
		until: None,
		order: None,
		box_key: None,
	})
}

/// The members of the open ballots about a machine, those of its verification and those of its report, until their last
/// reveal or its deadline.
fn verifier_grants(machine: &MachineId) -> Vec<Grant<AccountId>> {
	let mut grants = verification_grants(machine);
	grants.extend(report_grants(machine));
	grants
}

fn verification_grants(machine: &MachineId) -> Vec<Grant<AccountId>> {
	let Some(request) = Verification::read_verification(machine).request else {
		return Vec::new();
	};
	match request.stage {
		VerificationStage::Voting {
			phase: BallotPhase::Commit | BallotPhase::Reveal,
			reveal_until,
			seats,
			..
		} => seats
			.into_iter()
			.filter_map(|seat| verifier_grant(request.job, seat.member, reveal_until))
			.collect(),
		VerificationStage::Voting {
			phase: BallotPhase::Closed,
			..
		}
		| VerificationStage::Waiting { .. } => Vec::new(),
	}
}

fn report_grants(machine: &MachineId) -> Vec<Grant<AccountId>> {
	let Some(report) =
		pallet_faults::OpenReports::<Runtime>::get(machine).and_then(Faults::read_report)
	else {
		return Vec::new();
	};
	match report.stage {
		ReportStage::Voting {
			phase: BallotPhase::Commit | BallotPhase::Reveal,
			reveal_until,
			seats,
			..
		} => seats
			.into_iter()
			.filter_map(|seat| verifier_grant(report.job, seat.member, reveal_until))
			.collect(),
		ReportStage::Voting {
			phase: BallotPhase::Closed,
			..
		}
		| ReportStage::Waiting { .. } => Vec::new(),
	}
}

/// The grant of a member of a ballot, from its draw on.
fn verifier_grant(job: JobId, member: AccountId, until: Moment) -> Option<Grant<AccountId>> {
	let booking = pallet_committee::Bookings::<Runtime>::get(&member, job)?;
	let box_key = Committee::read_member(&member)?.box_key;
	Some(Grant {
		account: member,
		role: AccessRole::Verifier,
		gpus: ALL_GPUS,
		from: booking.drawn_at,
		until: Some(until),
		order: None,
		box_key,
	})
}

/// The hash of the first block: what binds a challenge to this chain.
fn genesis_hash() -> Hash {
	System::block_hash(0)
}

/// The chain's time.
fn now() -> Moment {
	Timestamp::get()
}
