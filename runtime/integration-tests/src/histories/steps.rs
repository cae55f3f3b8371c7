//! Who acts next, and how much time passes.

use dbc_primitives::{ClockRules, Moment, VerificationRules};
use dbc_runtime::{
	constants::time::{DAY, HOUR, MINUTE, SECOND},
	params::{
		dynamic_params::{clock, verification},
		RuntimeParameters, DEVELOPMENT,
	},
	Runtime,
};
use frame_support::assert_ok;

use super::{
	play::{deadlines, Play},
	root,
};
use crate::env::{as_root, now};

impl Play {
	/// Somebody does something.
	pub fn act(&mut self) {
		let before = self.calls;
		match self.dice.below(100) {
			0..=32 => self.verifiers_vote(),
			33..=35 => self.verifier_changes(),
			36..=54 => self.owner_acts(),
			55..=75 => self.renter_acts(),
			76..=82 => self.reporter_acts(),
			83..=85 => self.sanctioned_appeals(),
			86..=88 => self.technical_committee_decides(),
			89..=95 => self.anyone_acts(),
			96 | 97 => self.governance_acts(),
			98 => self.somebody_spends_all(),
			_ => self.feed(),
		}
		// Who finds nothing to do passes, so that every history ends.
		self.calls = self.calls.max(before + 1);
	}

	/// The time until the next block: from a millisecond to days, and often to the millisecond of a deadline.
	pub fn gap(&mut self) -> Moment {
		let dice = &mut self.dice;
		match dice.below(40) {
			0..=2 => 1 + dice.below(5),
			3..=5 => 1 + dice.below(SECOND),
			6..=17 => 6 * SECOND,
			18..=25 => 1 + dice.below(MINUTE),
			26..=30 => 1 + dice.below(10 * MINUTE),
			31..=33 => 1 + dice.below(3 * HOUR),
			34 => 1 + dice.below(2 * DAY),
			35 if dice.one_in(3) => dice.pick(&[2 * DAY, 5 * DAY, 10 * DAY]) + dice.below(HOUR),
			_ => {
				let Some(at) = dice.pick_any(&deadlines()) else {
					return 6 * SECOND;
				};
				self.note("waited for a deadline");
				at + self.dice.below(3) - 1 - now()
			}
		}
	}

	/// In some histories the clock takes gaps of half an hour for stalls, in some verifiers have more time.
	pub fn choose_rules(&mut self) {
		if !self.dice.one_in(3) {
			let rules = VerificationRules {
				commit_window: 20 * MINUTE,
				reveal_window: 10 * MINUTE,
				..DEVELOPMENT.verification.expect("set")
			};
			let key_value = RuntimeParameters::Verification(verification::Parameters::Rules(
				verification::Rules,
				Some(rules),
			));
			assert_ok!(as_root(root(pallet_params::Call::<Runtime>::set {
				key_value
			})));
		}
		if self.dice.one_in(3) {
			self.note("stalls count");
			set_clock(30 * MINUTE);
		}
	}
}

/// Sets what counts as a stall.
pub fn set_clock(stall_after: Moment) {
	let rules = Some(ClockRules { stall_after });
	let key_value = RuntimeParameters::Clock(clock::Parameters::Rules(clock::Rules, rules));
	assert_ok!(as_root(root(pallet_params::Call::<Runtime>::set {
		key_value
	})));
}
