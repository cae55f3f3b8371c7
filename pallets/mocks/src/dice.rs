//! Numbers that a seed decides, for random histories.
#![allow(
	clippy::cast_possible_truncation,
	clippy::indexing_slicing,
	clippy::unreachable
)]

/// Decides everything that happens in a history (SplitMix64).
#[derive(Clone, Copy, Debug)]
pub struct Dice(pub u64);

impl Dice {
	/// Any number.
	pub fn roll(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
		let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
		let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
		mixed ^ (mixed >> 31)
	}

	/// A number below `sides`.
	pub fn below(&mut self, sides: u64) -> u64 {
		self.roll() % sides
	}

	/// Whether something happens that does so once in `times`.
	pub fn one_in(&mut self, times: u64) -> bool {
		self.below(times) == 0
	}

	/// One of `choices`, which are not empty.
	pub fn pick<Choice: Clone>(&mut self, choices: &[Choice]) -> Choice {
		choices[self.below(choices.len() as u64) as usize].clone()
	}

	/// One of `choices`, if there is any.
	pub fn pick_any<Choice: Clone>(&mut self, choices: &[Choice]) -> Option<Choice> {
		(!choices.is_empty()).then(|| self.pick(choices))
	}

	/// One of `choices`, each as likely as its weight says.
	pub fn weighted<Choice: Clone>(&mut self, choices: &[(u64, Choice)]) -> Choice {
		let mut at = self.below(choices.iter().map(|(weight, _)| weight).sum());
		for (weight, choice) in choices {
			match at.checked_sub(*weight) {
				Some(rest) => at = rest,
				None => return choice.clone(),
			}
		}
		unreachable!("the number is below the sum of the weights")
	}
}
