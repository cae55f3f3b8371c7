//! What the events tell, and nothing else: money that came into being and went, what is on hold for what, and what is
//! pending. Each thing ends once, and in full.

use dbc_primitives::{JobId, MachineId, OrderId, ReportId, SanctionGround, SanctionId};
use dbc_runtime::{AccountId, Balance, Runtime, RuntimeEvent};
use std::collections::BTreeMap;

/// A report that is open, or whose deposit is on its way.
#[derive(Debug)]
pub struct Filed {
	pub machine: MachineId,
	/// What of the deposit is on hold.
	pub deposit: Balance,
	/// Whether it has ended.
	pub ruled: bool,
}

/// A request for verification that is open, or whose fee is on its way.
#[derive(Debug)]
pub struct Asked {
	/// What of the fee is on hold.
	pub fee: Balance,
	/// Whether it has ended.
	pub ended: bool,
}

/// The stake of a machine.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Stake {
	pub held: Balance,
	pub locked: Balance,
}

/// What the events have told.
#[derive(Debug, Default)]
pub struct Ledger {
	pub minted: Balance,
	pub burned: Balance,
	/// What is on hold for each order that is not closed.
	pub escrows: BTreeMap<OrderId, Balance>,
	pub reports: BTreeMap<ReportId, Filed>,
	/// The deposits of appeals.
	pub appeals: BTreeMap<SanctionId, Balance>,
	pub sanctions: BTreeMap<SanctionId, SanctionGround<Balance>>,
	/// What members have at risk for jobs.
	pub risks: BTreeMap<(JobId, AccountId), Balance>,
	pub bonds: BTreeMap<AccountId, Balance>,
	pub requests: BTreeMap<MachineId, Asked>,
	pub stakes: BTreeMap<MachineId, Stake>,
	/// What a sanction has paid to others before it tells that it was executed.
	shared: Balance,
	/// What a member lost last.
	forfeited: Balance,
}

/// `amount` less than `sum`, which must have it.
fn take(sum: &mut Balance, amount: Balance) {
	*sum = sum.checked_sub(amount).expect("no more leaves than came");
}

impl Ledger {
	/// The bonds of the members of the genesis, which no event has told.
	pub fn new() -> Self {
		let members = pallet_committee::Members::<Runtime>::iter();
		Self {
			bonds: members.map(|(who, member)| (who, member.bond)).collect(),
			..Self::default()
		}
	}

	/// Books an event.
	pub fn book(&mut self, event: RuntimeEvent) {
		match event {
			RuntimeEvent::Machines(event) => self.book_machine(event),
			RuntimeEvent::Committee(event) => self.book_member(event),
			RuntimeEvent::Verification(event) => self.book_verification(event),
			RuntimeEvent::Rental(event) => self.book_order(event),
			RuntimeEvent::Rewards(event) => self.book_reward(event),
			RuntimeEvent::Faults(event) => self.book_report(event),
			RuntimeEvent::Sanctions(event) => self.book_sanction(event),
			RuntimeEvent::Balances(pallet_balances::Event::DustLost { amount, .. }) => {
				self.burned += amount;
			}
			_ => {}
		}
	}

	fn stake(&mut self, machine: MachineId) -> &mut Stake {
		self.stakes.get_mut(&machine).expect("registered")
	}

	fn book_machine(&mut self, event: pallet_machines::Event<Runtime>) {
		use pallet_machines::Event;
		match event {
			Event::MachineRegistered { machine, stake, .. } => {
				let new = Stake {
					held: stake,
					locked: 0,
				};
				assert!(self.stakes.insert(machine, new).is_none());
			}
			Event::VerificationBegun { machine, held } => self.stake(machine).held += held,
			Event::MachineActivated {
				machine,
				held,
				released,
				..
			} => {
				let stake = self.stake(machine);
				stake.held += held;
				take(&mut stake.held, released);
			}
			Event::StakeToppedUp {
				machine, amount, ..
			} => self.stake(machine).held += amount,
			Event::Restaked {
				machine, released, ..
			}
			| Event::ExitDeferred {
				machine, released, ..
			} => take(&mut self.stake(machine).held, released),
			Event::StakeReleased {
				machine, amount, ..
			} => take(&mut self.stake(machine).held, amount),
			Event::StakeLocked {
				machine, amount, ..
			} => self.stake(machine).locked += amount,
			Event::StakeUnlocked {
				machine, amount, ..
			} => take(&mut self.stake(machine).locked, amount),
			Event::StakeSlashed {
				machine, amount, ..
			} => {
				let stake = self.stake(machine);
				take(&mut stake.held, amount);
				take(&mut stake.locked, amount);
			}
			Event::MachineRemoved {
				machine, released, ..
			} => {
				let stake = self.stakes.remove(&machine).expect("registered");
				assert_eq!(
					stake,
					Stake {
						held: released,
						locked: 0
					},
					"a machine leaves with its whole stake"
				);
				self.ensure_nothing_is_pending(&machine);
			}
			_ => {}
		}
	}

	/// Nothing that a machine must not leave behind.
	fn ensure_nothing_is_pending(&self, machine: &MachineId) {
		let mut reports = self.reports.values();
		assert!(
			!reports.any(|report| report.machine == *machine),
			"a machine left while a report on it was open"
		);
		let mut sanctions = self.sanctions.values().filter_map(|ground| ground.stake());
		assert!(
			!sanctions.any(|(of, _)| of == *machine),
			"a machine left while a sanction of it was pending"
		);
		assert!(
			!self.requests.contains_key(machine),
			"a machine left while its verification was open"
		);
	}

	fn book_member(&mut self, event: pallet_committee::Event<Runtime>) {
		use pallet_committee::Event;
		match event {
			Event::MemberAdded { member } => {
				assert!(self.bonds.insert(member, 0).is_none());
			}
			Event::MemberJoined { member, bond, .. } => {
				self.bonds.insert(member, bond);
			}
			Event::BondAdded { member, amount, .. } => *self.bond(&member) += amount,
			Event::BondReduced { member, amount, .. } => take(self.bond(&member), amount),
			Event::MemberLeft { member, released } => {
				let bond = self.bonds.remove(&member);
				assert_eq!(bond, Some(released), "a member leaves with its whole bond");
			}
			Event::MembersDrawn {
				job,
				members,
				at_risk,
				..
			} => {
				for member in members {
					let before = self.risks.insert((job, member), at_risk);
					assert_eq!(before, None, "a member is drawn once for a job");
				}
			}
			Event::RiskReleased {
				job,
				member,
				amount,
			} => {
				let risk = self.risks.remove(&(job, member));
				assert_eq!(risk, Some(amount), "what is at risk is released once");
			}
			Event::RiskForfeited {
				job,
				member,
				amount,
				..
			} => {
				take(self.bond(&member), amount);
				let risk = self.risks.remove(&(job, member));
				assert_eq!(risk, Some(amount), "what is at risk is forfeited once");
				self.forfeited = amount;
			}
			_ => {}
		}
	}

	fn bond(&mut self, member: &AccountId) -> &mut Balance {
		self.bonds.get_mut(member).expect("a member")
	}

	fn book_verification(&mut self, event: pallet_verification::Event<Runtime>) {
		use pallet_verification::Event;
		match event {
			Event::VerificationRequested { machine, fee, .. } => {
				let asked = Asked { fee, ended: false };
				let before = self.requests.insert(machine, asked);
				assert!(before.is_none(), "a machine has one request at a time");
			}
			Event::MachineAccepted { machine, .. }
			| Event::MachineRefused { machine, .. }
			| Event::HardwareChangeAccepted { machine, .. }
			| Event::HardwareChangeRefused { machine, .. }
			| Event::RequestUndecided { machine, .. }
			| Event::RequestWithdrawn { machine, .. } => {
				let asked = self.requests.get_mut(&machine).expect("open");
				assert!(!asked.ended, "a request ends once");
				asked.ended = true;
				self.forget_if_paid(machine);
			}
			Event::FeePaid {
				machine, amount, ..
			}
			| Event::FeeReturned {
				machine, amount, ..
			} => {
				let asked = self.requests.get_mut(&machine).expect("a fee on hold");
				assert!(asked.ended, "a fee goes after the end of its request");
				take(&mut asked.fee, amount);
				self.forget_if_paid(machine);
			}
			_ => {}
		}
	}

	fn forget_if_paid(&mut self, machine: MachineId) {
		self.requests
			.retain(|id, asked| *id != machine || !asked.ended || asked.fee > 0);
	}

	fn book_order(&mut self, event: pallet_rental::Event<Runtime>) {
		use pallet_rental::Event;
		match event {
			Event::OrderCreated {
				order, rent, fee, ..
			} => {
				let before = self.escrows.insert(order, rent + fee);
				assert_eq!(before, None, "a number is used once");
			}
			Event::OrderExtended { order, rent, .. } => *self.escrow(order) += rent,
			Event::RentPaid {
				order,
				amount,
				burned,
				..
			} => {
				take(self.escrow(order), amount + burned);
				self.burned += burned;
			}
			// What nobody could receive was burned, too.
			Event::RentForfeited {
				order,
				amount,
				burned,
			} => {
				take(self.escrow(order), amount + burned);
				self.burned += amount + burned;
			}
			Event::FeePaid { order, amount } | Event::FeeReturned { order, amount } => {
				take(self.escrow(order), amount);
			}
			Event::OrderEnded {
				order,
				held_back,
				returned,
			} => {
				take(self.escrow(order), returned);
				assert_eq!(*self.escrow(order), held_back);
			}
			Event::OrderClosed {
				order, refunded, ..
			} => {
				let rest = self.escrows.remove(&order);
				assert_eq!(rest, Some(refunded), "an order is closed once, and in full");
			}
			_ => {}
		}
	}

	fn escrow(&mut self, order: OrderId) -> &mut Balance {
		self.escrows.get_mut(&order).expect("not closed")
	}

	fn book_reward(&mut self, event: pallet_rewards::Event<Runtime>) {
		use pallet_rewards::Event;
		match event {
			Event::RewardsClaimed { amount, .. } | Event::AttesterPaid { amount, .. } => {
				self.minted += amount;
			}
			_ => {}
		}
	}

	fn book_report(&mut self, event: pallet_faults::Event<Runtime>) {
		use pallet_faults::Event;
		match event {
			Event::ReportFiled {
				report,
				machine,
				deposit,
				..
			} => {
				let filed = Filed {
					machine,
					deposit,
					ruled: false,
				};
				assert!(self.reports.insert(report, filed).is_none());
			}
			Event::ReportUpheld { report, .. }
			| Event::ReportRejected { report, .. }
			| Event::ReportUndecided { report, .. }
			| Event::ReportUndelivered { report, .. }
			| Event::ReportCancelled { report, .. } => {
				let filed = self.reports.get_mut(&report).expect("open");
				assert!(!filed.ruled, "a report ends once");
				filed.ruled = true;
				self.forget_if_done(report);
			}
			Event::DepositPaid { report, amount, .. }
			| Event::DepositReturned { report, amount, .. } => {
				let filed = self.reports.get_mut(&report).expect("a deposit on hold");
				assert!(filed.ruled, "a deposit goes after the end of its report");
				take(&mut filed.deposit, amount);
				self.forget_if_done(report);
			}
			_ => {}
		}
	}

	fn forget_if_done(&mut self, report: ReportId) {
		self.reports
			.retain(|id, filed| *id != report || !filed.ruled || filed.deposit > 0);
	}

	fn book_sanction(&mut self, event: pallet_sanctions::Event<Runtime>) {
		use pallet_sanctions::Event;
		match event {
			Event::SanctionCreated { id, ground, .. } => {
				assert!(self.sanctions.insert(id, ground).is_none());
			}
			Event::SanctionAppealed { id, deposit, .. } => {
				assert!(self.sanctions.contains_key(&id));
				let before = self.appeals.insert(id, deposit);
				assert_eq!(before, None, "a sanction is appealed once");
			}
			Event::DepositReturned { id, amount } | Event::DepositForfeited { id, amount } => {
				let deposit = self.appeals.get_mut(&id).expect("appealed");
				assert_eq!(*deposit, amount, "a deposit goes at once");
				*deposit = 0;
			}
			Event::SharePaid { amount, .. } => self.shared += amount,
			Event::SanctionExecuted { id, amount, rest } => {
				let ground = self.sanctions.remove(&id).expect("pending");
				let worth = ground.stake().map_or(self.forfeited, |(_, amount)| amount);
				assert_eq!(amount, worth, "a sanction takes what it said");
				assert_eq!(core::mem::take(&mut self.shared) + rest, amount);
			}
			Event::SanctionCancelled { id } => {
				assert!(self.sanctions.remove(&id).is_some(), "a sanction ends once");
			}
			Event::SanctionVoided { id, error } => {
				panic!("sanction {id} took something that was not there: {error:?}")
			}
			_ => {}
		}
	}
}

/// What an event is called, and what of it matters for what must happen in the histories.
pub fn names(event: &RuntimeEvent) -> Vec<String> {
	use pallet_faults::Event as Fault;
	use pallet_rental::Event as Rental;
	use pallet_sanctions::Event as Sanction;
	let text = format!("{event:?}");
	let name = text.split(" {").next().unwrap_or_default();
	let name = name.replace("Event::", "").replace('(', ".");
	let detail = match event {
		RuntimeEvent::Rental(Rental::OrderClosed { reason, .. }) => Some(format!("{reason:?}")),
		RuntimeEvent::Faults(Fault::ReportUpheld { cause, until, .. }) => {
			let repaired = if until.is_some() { ", repaired" } else { "" };
			Some(format!("{cause:?}{repaired}"))
		}
		RuntimeEvent::Sanctions(Sanction::SanctionCreated { ground, .. }) => {
			let text = format!("{ground:?}");
			text.split(" {").next().map(str::to_owned)
		}
		_ => None,
	};
	let detailed = detail.map(|detail| format!("{name}: {detail}"));
	[Some(name), detailed].into_iter().flatten().collect()
}
