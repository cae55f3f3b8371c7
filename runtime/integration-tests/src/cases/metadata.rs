//! What clients decode everything by.

use codec::Decode;
use dbc_runtime::{Runtime, RuntimeHoldReason};
use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};

use crate::env::development;

fn metadata(version: u32) -> RuntimeMetadata {
	// Constants that are parameters are read from the state.
	let opaque = development().execute_with(|| Runtime::metadata_at_version(version));
	let opaque = opaque.expect("a known version");
	RuntimeMetadataPrefixed::decode(&mut &opaque[..])
		.expect("metadata")
		.1
}

#[test]
fn metadata_should_exist_in_every_version_when_asked() {
	let versions = Runtime::metadata_versions();
	assert!(
		[14, 15, 16]
			.iter()
			.all(|version| versions.contains(version)),
		"{versions:?}"
	);
	assert!(matches!(metadata(14), RuntimeMetadata::V14(_)));
	assert!(matches!(metadata(15), RuntimeMetadata::V15(_)));
}

#[test]
fn metadata_should_list_apis_and_view_functions_when_its_version_is_16() {
	let RuntimeMetadata::V16(metadata) = metadata(16) else {
		panic!("not version 16")
	};
	for api in [
		"MachinesApi",
		"PriceApi",
		"VerificationApi",
		"RentalApi",
		"AccessApi",
		"RewardsApi",
		"FaultsApi",
		"SanctionsApi",
		"ChainParamsApi",
		"GetParachainInfo",
	] {
		assert!(metadata.apis.iter().any(|known| known.name == api), "{api}");
	}
	let machines = metadata
		.pallets
		.iter()
		.find(|pallet| pallet.name == "Machines")
		.expect("it");
	let views: Vec<_> = machines
		.view_functions
		.iter()
		.map(|view| view.name.as_str())
		.collect();
	assert_eq!(views, ["machine_info", "stake_quote"]);
	assert!(metadata.pallets.iter().any(|pallet| pallet.name == "Sudo"));
}

#[test]
fn indexes_should_stay_as_they_are_because_they_are_storage_format() {
	use codec::Encode;
	let stake = RuntimeHoldReason::Machines(pallet_machines::HoldReason::MachineStake);
	assert_eq!(stake.encode(), [42, 0]);
	let bond = RuntimeHoldReason::Committee(pallet_committee::HoldReason::CommitteeBond);
	assert_eq!(bond.encode(), [43, 0]);
	let fee = RuntimeHoldReason::Verification(pallet_verification::HoldReason::VerificationFee);
	assert_eq!(fee.encode(), [44, 0]);
	let escrow = RuntimeHoldReason::Rental(pallet_rental::HoldReason::RentalEscrow);
	assert_eq!(escrow.encode(), [45, 0]);
	let report = RuntimeHoldReason::Faults(pallet_faults::HoldReason::ReportDeposit);
	assert_eq!(report.encode(), [47, 0]);
	let appeal = RuntimeHoldReason::Sanctions(pallet_sanctions::HoldReason::AppealDeposit);
	assert_eq!(appeal.encode(), [48, 0]);
	let RuntimeMetadata::V16(metadata) = metadata(16) else {
		panic!("not version 16")
	};
	let indexes: Vec<_> = metadata
		.pallets
		.iter()
		.map(|pallet| (pallet.index, pallet.name.as_str()))
		.collect();
	assert_eq!(
		indexes,
		[
			(0, "System"),
			(1, "ParachainSystem"),
			(2, "Timestamp"),
			(3, "ParachainInfo"),
			(4, "WeightReclaim"),
			(5, "Parameters"),
			(6, "Clock"),
			(10, "Balances"),
			(11, "TransactionPayment"),
			(20, "Authorship"),
			(21, "Session"),
			(22, "Aura"),
			(23, "AuraExt"),
			(30, "Utility"),
			(31, "Proxy"),
			(32, "Multisig"),
			(33, "Council"),
			(34, "TechnicalCommittee"),
			(40, "Params"),
			(41, "Price"),
			(42, "Machines"),
			(43, "Committee"),
			(44, "Verification"),
			(45, "Rental"),
			(46, "Rewards"),
			(47, "Faults"),
			(48, "Sanctions"),
			(255, "Sudo"),
		]
	);
}
