//! The randomness of draws: the relay chain's, from its state proof.

use cumulus_pallet_parachain_system::{OnSystemEvent, RelayChainStateProof, ValidationData};
use cumulus_primitives_core::{
	relay_chain::well_known_keys::{CURRENT_BLOCK_RANDOMNESS, TWO_EPOCHS_AGO_RANDOMNESS},
	PersistedValidationData,
};
use dbc_primitives::{traits::NoteBeacon, Beacon};
use frame_support::weights::Weight;

use crate::{Committee, Runtime};

/// Hands the VRF output of the relay parent's author to the committee. Without one, or with one that cannot be read,
/// draws wait for the next block.
pub struct RelayRandomness;

/// What the proof tells. BABE stores the output of a block as an option: a secondary slot may have none.
fn beacon(proof: &RelayChainStateProof) -> Option<Beacon> {
	let block = proof
		.read_optional_entry::<Option<[u8; 32]>>(CURRENT_BLOCK_RANDOMNESS)
		.ok()
		.flatten()
		.flatten()?;
	let epoch = proof
		.read_optional_entry(TWO_EPOCHS_AGO_RANDOMNESS)
		.ok()
		.flatten();
	let relay_number = ValidationData::<Runtime>::get()?.relay_parent_number;
	Some(Beacon {
		relay_number,
		block,
		epoch,
	})
}

impl OnSystemEvent for RelayRandomness {
	fn on_validation_data(_data: &PersistedValidationData) {}

	fn on_validation_code_applied() {}

	fn on_relay_state_proof(proof: &RelayChainStateProof) -> Weight {
		beacon(proof).map_or_else(Weight::zero, Committee::note)
	}
}
