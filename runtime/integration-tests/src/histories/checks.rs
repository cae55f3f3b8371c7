//! What must hold after every block, whatever happened.

use codec::Encode;
use dbc_primitives::SanctionStage;
use dbc_runtime::{
	constants::currency::GENESIS_SUPPLY, AccountId, Balance, Balances, Runtime, RuntimeHoldReason,
};
use pallet_rental::OrderRecord;
use std::collections::BTreeMap;

use super::{
	ledger::{Ledger, Stake},
	owners::open_orders,
	play::Play,
};

/// What each account has on hold for each reason.
pub type Holds = BTreeMap<(AccountId, Vec<u8>), Balance>;

/// What the balances say is on hold.
pub fn held() -> Holds {
	let mut holds = Holds::new();
	for (account, of_account) in pallet_balances::Holds::<Runtime>::iter() {
		for hold in of_account {
			let key = (account.clone(), hold.id.encode());
			assert!(holds.insert(key, hold.amount).is_none(), "held twice");
		}
	}
	holds
}

/// What the pallets have recorded as on hold.
pub fn recorded() -> Holds {
	let mut holds = Holds::new();
	let mut add = |account: AccountId, reason: RuntimeHoldReason, amount: Balance| {
		*holds.entry((account, reason.encode())).or_default() += amount;
	};
	for record in pallet_machines::Machines::<Runtime>::iter_values() {
		let reason = pallet_machines::HoldReason::MachineStake.into();
		add(record.owner, reason, record.stake);
	}
	for (member, record) in pallet_committee::Members::<Runtime>::iter() {
		let reason = pallet_committee::HoldReason::CommitteeBond.into();
		add(member, reason, record.bond);
	}
	for request in pallet_verification::Requests::<Runtime>::iter_values() {
		let reason = pallet_verification::HoldReason::VerificationFee.into();
		add(request.owner, reason, request.fee);
	}
	for record in pallet_rental::Orders::<Runtime>::iter_values() {
		let reason = pallet_rental::HoldReason::RentalEscrow.into();
		if let OrderRecord::Open(order) = record {
			add(order.payer, reason, order.fee + order.held);
		}
	}
	for report in pallet_faults::Reports::<Runtime>::iter_values() {
		let reason = pallet_faults::HoldReason::ReportDeposit.into();
		add(report.reporter, reason, report.deposit);
	}
	for sanction in pallet_sanctions::Sanctions::<Runtime>::iter_values() {
		let reason = pallet_sanctions::HoldReason::AppealDeposit.into();
		if let SanctionStage::Appealed { deposit, .. } = sanction.stage {
			add(sanction.concerned, reason, deposit);
		}
	}
	holds.retain(|_, amount| *amount > 0);
	holds
}

/// Nothing exists that was not minted, or was burned.
fn ensure_money_adds_up(ledger: &Ledger) {
	let issuance = Balances::total_issuance();
	assert_eq!(
		issuance + ledger.burned,
		GENESIS_SUPPLY + ledger.minted,
		"minted and burned"
	);
}

impl Play {
	/// Checks everything.
	pub fn check(&self) {
		crate::invariants::check();
		ensure_money_adds_up(&self.ledger);
		assert_eq!(held(), recorded(), "what is on hold is what is recorded");
		self.ensure_ledger_agrees();
	}

	/// What the events have told is what is recorded.
	fn ensure_ledger_agrees(&self) {
		let ledger = &self.ledger;
		let machines = pallet_machines::Machines::<Runtime>::iter();
		let stakes = machines.map(|(id, record)| {
			let stake = Stake {
				held: record.stake,
				locked: record.locked,
			};
			(id, stake)
		});
		assert_eq!(ledger.stakes, stakes.collect(), "stakes");
		let members = pallet_committee::Members::<Runtime>::iter();
		let bonds = members.map(|(who, record)| (who, record.bond));
		assert_eq!(ledger.bonds, bonds.collect(), "bonds");
		let bookings = pallet_committee::Bookings::<Runtime>::iter();
		let risks = bookings.map(|(who, job, booking)| ((job, who), booking.at_risk));
		assert_eq!(ledger.risks, risks.collect(), "what is at risk");
		let orders = open_orders().into_iter();
		let escrows = orders.map(|(id, order)| (id, order.fee + order.held));
		assert_eq!(ledger.escrows, escrows.collect(), "escrows");
		let requests = pallet_verification::Requests::<Runtime>::iter();
		let fees = requests.map(|(machine, request)| (machine, request.fee));
		let known = ledger.requests.iter();
		let known: BTreeMap<_, _> = known.map(|(id, asked)| (*id, asked.fee)).collect();
		assert_eq!(known, fees.collect(), "requests");
		assert!(ledger.requests.values().all(|asked| !asked.ended));
		let reports = pallet_faults::Reports::<Runtime>::iter();
		let deposits: BTreeMap<_, _> = reports
			.map(|(id, report)| (id, (report.machine, report.deposit)))
			.collect();
		let known = ledger.reports.iter();
		let known = known.map(|(id, filed)| (*id, (filed.machine, filed.deposit)));
		assert_eq!(known.collect::<BTreeMap<_, _>>(), deposits, "reports");
		assert!(ledger.reports.values().all(|filed| !filed.ruled));
		let pending = pallet_sanctions::Sanctions::<Runtime>::iter();
		let sanctions: BTreeMap<_, _> = pending.map(|(id, one)| (id, one.ground)).collect();
		assert_eq!(ledger.sanctions, sanctions, "sanctions");
		let kept = ledger
			.appeals
			.iter()
			.filter(|(id, _)| !sanctions.contains_key(id));
		assert_eq!(
			kept.map(|(_, deposit)| *deposit).sum::<Balance>(),
			0,
			"deposits of appeals that are over"
		);
	}
}
