//! Those who hold an office, those whom a sanction concerns, and those who do what anybody may.

use codec::Encode;
use dbc_primitives::{
	ClockRules, FaultRules, OutageCause, RentalRules, RewardRules, SanctionId, SanctionRules,
	SanctionStage,
};
use dbc_runtime::{
	constants::{
		currency::DBC,
		time::{DAY, MINUTE},
	},
	params::{
		dynamic_params::{faults, rental, rewards, sanctions},
		RuntimeParameters, DEVELOPMENT, REWARD_RULES,
	},
	Runtime, RuntimeCall,
};
use pallet_sanctions::Decision;

use super::{
	cast::{self, Who, MACHINES, OWNERS, POOR},
	owners::open_orders,
	play::Play,
	root,
	verifiers::chain_time,
};
use crate::env::{as_root, now};

impl Play {
	/// A price is fed, mostly if it is time.
	pub fn feed(&mut self) {
		let interval = DEVELOPMENT.price.expect("set").submit_interval;
		if now() < self.fed_at + interval && !self.dice.one_in(20) {
			return;
		}
		let price = 8_000_000 + self.dice.below(12_000_000);
		if self.call(Who::Alice, pallet_price::Call::submit { price }) {
			self.fed_at = now();
		}
	}

	/// Somebody whom a sanction concerns appeals.
	pub fn sanctioned_appeals(&mut self) {
		let pending: Vec<_> = pallet_sanctions::Sanctions::<Runtime>::iter().collect();
		let Some((id, record)) = self.dice.pick_any(&pending) else {
			return;
		};
		let concerned = self.mostly_of(&record.concerned);
		let reason = b"it was not so".to_vec().try_into().expect("short enough");
		self.call(concerned, pallet_sanctions::Call::appeal { id, reason });
	}

	/// The technical committee decides an appeal, or what nobody has appealed against.
	pub fn technical_committee_decides(&mut self) {
		let pending = pallet_sanctions::Sanctions::<Runtime>::iter();
		let appealed: Vec<SanctionId> = pending
			.filter(|(_, record)| matches!(record.stage, SanctionStage::Appealed { .. }))
			.map(|(id, _)| id)
			.collect();
		let Some(id) = self.dice.pick_any(&appealed) else {
			return;
		};
		let decision = self.dice.pick(&[Decision::Cancel, Decision::Dismiss]);
		let decide = root(pallet_sanctions::Call::<Runtime>::decide { id, decision });
		// Its only member decides alone.
		let motion = pallet_collective::Call::<Runtime, pallet_collective::Instance2>::propose {
			threshold: 1,
			length_bound: decide.encoded_size() as u32,
			proposal: Box::new(decide),
		};
		self.call(Who::Alice, RuntimeCall::TechnicalCommittee(motion));
	}

	/// Anybody does what anybody may.
	pub fn anyone_acts(&mut self) {
		let who = self.dice.pick(&cast::ALL);
		let n = self.dice.below(MACHINES as u64) as usize;
		let machine = self.machine(n);
		let orders = open_orders();
		let pending: Vec<_> = pallet_sanctions::Sanctions::<Runtime>::iter_keys().collect();
		let reports: Vec<_> = pallet_faults::Reports::<Runtime>::iter_keys().collect();
		let call: RuntimeCall = match self.dice.below(20) {
			0..=3 => match self.dice.pick_any(&orders) {
				Some((order, _)) => pallet_rental::Call::settle { order }.into(),
				None => return,
			},
			4..=6 => match self.dice.pick_any(&pending) {
				Some(id) if self.dice.one_in(2) || is_over(id) => {
					pallet_sanctions::Call::execute { id }.into()
				}
				_ => return,
			},
			7 | 8 => pallet_sanctions::Call::sanction_outage { machine }.into(),
			9 => match self.dice.pick_any(&reports) {
				Some(report) => pallet_faults::Call::close { report }.into(),
				None => return,
			},
			10 => pallet_verification::Call::close { machine }.into(),
			11 | 12 => pallet_machines::Call::remove { machine }.into(),
			13 | 14 => pallet_rewards::Call::pay_attesters { machine }.into(),
			15 => pallet_rewards::Call::settle_machine { machine }.into(),
			16 => pallet_rental::Call::prune_dates { machine }.into(),
			_ => {
				let owner = self.dice.pick(&OWNERS);
				let owner = self.mostly(owner);
				self.call(owner, pallet_rewards::Call::claim {});
				return;
			}
		};
		self.call(who, call);
	}

	/// Somebody who has little spends all of it: the account may be gone.
	pub fn somebody_spends_all(&mut self) {
		let who = self.dice.pick(&[Who::Two, POOR]);
		let call = pallet_balances::Call::transfer_all {
			dest: Who::Alice.to_account_id().into(),
			keep_alive: false,
		};
		self.call(who, call);
	}

	/// Governance forces something, or changes the rules.
	pub fn governance_acts(&mut self) {
		let n = self.dice.below(MACHINES as u64) as usize;
		let machine = self.machine(n);
		let cause = self.dice.pick(&[
			OutageCause::Malfunction,
			OutageCause::Inaccessible,
			OutageCause::Counterfeit,
		]);
		let call = match self.dice.below(10) {
			0..=2 => root(pallet_machines::Call::<Runtime>::force_exit { machine }),
			3 => root(pallet_machines::Call::<Runtime>::force_take_down { machine, cause }),
			4 => root(pallet_machines::Call::<Runtime>::force_bring_up { machine, cause }),
			5 => match self.dice.pick_any(&open_orders()) {
				Some((order, _)) => root(pallet_rental::Call::<Runtime>::force_close { order }),
				None => return,
			},
			6 => {
				let who = self.dice.pick(&cast::VERIFIERS).to_account_id();
				root(pallet_committee::Call::<Runtime>::remove_member { who })
			}
			_ => {
				let key_value = self.rules();
				root(pallet_params::Call::<Runtime>::set { key_value })
			}
		};
		self.calls += 1;
		self.note("call");
		match as_root(call) {
			Ok(_) => self.note("governance acted"),
			Err(refused) => self.note_refusal(refused.error),
		}
	}

	/// Other rules of a theme.
	fn rules(&mut self) -> RuntimeParameters {
		let dice = &mut self.dice;
		match dice.below(4) {
			0 => {
				let rules = RentalRules {
					burn_percent: dice.pick(&[0, 5, 50]),
					reservation_fee: dice.pick(&[0, 10 * DBC, 100 * DBC]),
					cancel_percent: dice.pick(&[2, 100]),
					..DEVELOPMENT.rental.expect("set")
				};
				RuntimeParameters::Rental(rental::Parameters::Rules(rental::Rules, Some(rules)))
			}
			1 => {
				let rules = RewardRules {
					rented_bonus_bps: dice.pick(&[0, 3_000, 10_000]),
					attester_term: dice.pick(&[DAY, 730 * DAY]),
					doubling_gpus: dice.pick(&[5, 5_000]),
					..REWARD_RULES
				};
				RuntimeParameters::Rewards(rewards::Parameters::Rules(rewards::Rules, Some(rules)))
			}
			2 => {
				let rules = FaultRules {
					report_deposit: dice.pick(&[0, 1, 1_000 * DBC]),
					max_rounds: dice.pick(&[1, 2, 4]),
					evidence_window: dice.pick(&[MINUTE, 30 * MINUTE]),
					..DEVELOPMENT.faults.expect("set")
				};
				RuntimeParameters::Faults(faults::Parameters::Rules(faults::Rules, Some(rules)))
			}
			_ => {
				let rules = SanctionRules {
					appeal_deposit: dice.pick(&[0, 1, 1_000 * DBC]),
					appeal_window: dice.pick(&[MINUTE, 10 * MINUTE, 120 * MINUTE]),
					renters_percent: dice.pick(&[0, 10, 100]),
					..DEVELOPMENT.sanctions.expect("set")
				};
				RuntimeParameters::Sanctions(sanctions::Parameters::Rules(
					sanctions::Rules,
					Some(rules),
				))
			}
		}
	}
}

/// Whether a sanction can be executed.
fn is_over(id: SanctionId) -> bool {
	let record = pallet_sanctions::Sanctions::<Runtime>::get(id);
	record.is_some_and(|record| record.is_over(chain_time()))
}

/// The clock of a development chain.
pub fn usual_clock() -> ClockRules {
	DEVELOPMENT.clock.expect("set")
}
