//! What must hold after each step: the chain tells what the ledger works out.

use super::{model::*, play::*, *};
use dbc_primitives::OpenOrder;

impl Play {
	pub fn check(&self) {
		self.check_money();
		for n in 1..=2 {
			if self.model.rig(n).exists {
				self.check_machine(n);
			} else {
				assert_eq!(Rental::occupancy_info(&id(n)), None);
				assert_eq!(self.model.open_of(n).count(), 0);
			}
		}
	}

	/// Everybody has what the ledger says, and what came into an escrow was paid, burned or returned, or is there.
	fn check_money(&self) {
		let model = &self.model;
		for (who, expected) in &model.free {
			assert_eq!(free(who), *expected, "what {who:?} has");
		}
		let mut held = BTreeMap::<AccountId, u128>::new();
		for tab in model.tabs.iter().filter(|tab| tab.closed.is_none()) {
			*held.entry(tab.payer.clone()).or_default() += tab.held + tab.fee;
		}
		for who in accounts() {
			let held = held.remove(&who).unwrap_or_default();
			assert_eq!(on_hold(&who), held, "the escrow of {who:?}");
			let escrowed = self.escrowed.get(&who).copied().unwrap_or_default();
			let left = self.left.get(&who).copied().unwrap_or_default();
			assert_eq!(
				escrowed,
				left + held,
				"the escrow of {who:?} as it was told"
			);
		}
	}

	fn check_machine(&self, n: u8) {
		let (model, rig, machine) = (&self.model, self.model.rig(n), id(n));
		let open: Vec<(usize, &Tab)> = model.open_of(n).collect();
		let running: Vec<_> = open
			.iter()
			.filter(|(_, tab)| tab.start.is_some() && !model.is_over(tab))
			.map(|(id, tab)| {
				(
					*id as OrderId,
					tab.renter.clone(),
					tab.gpus,
					tab.last().until,
				)
			})
			.collect();
		let grants = Rental::renter_grants(&machine).into_iter();
		let grants: Vec<_> = grants
			.map(|grant| {
				(
					grant.order.unwrap(),
					grant.account,
					grant.gpus,
					grant.until.unwrap(),
				)
			})
			.collect();
		assert_eq!(grants, running, "who may use machine {n}");
		let mut used = 0;
		for (order, _, gpus, until) in grants {
			assert_eq!(used & gpus, 0, "order {order} shares a GPU");
			assert!(now() < until, "order {order} outlives its end");
			used |= gpus;
		}
		let window = model.rules.min_duration + model.rules.confirm_window;
		let free = model.free_gpus(n, now(), now() + window).len();
		let info = Rental::occupancy_info(&machine).unwrap();
		assert_eq!(
			(info.free_gpus, info.rented_gpus, info.open_orders),
			(free as u32, used.count_ones(), open.len() as u32)
		);
		assert_eq!(
			(info.rent_paid, info.rent_burned, info.last_order_end),
			(rig.rent_paid, rig.rent_burned, rig.last_order_end)
		);
		assert_eq!(
			(info.orders_closed, info.orders_failed, info.open_now),
			(
				rig.orders_closed,
				rig.orders_failed,
				rig.covers(now(), now() + 1)
			)
		);
		let rented = open.iter().filter(|(_, tab)| tab.start.is_some());
		let rented = rented.fold(0, |rented, (_, tab)| rented | tab.gpus) & ((1 << rig.gpus) - 1);
		let told = self.told.get(&n).copied().unwrap_or_default();
		assert_eq!(told, rented.count_ones(), "what the listener knows");
		let live = open.iter().any(|(_, tab)| !model.is_over(tab));
		assert_eq!(Rental::ensure_vacant(&machine).is_err(), live);
		let ends = open.iter().filter(|(_, tab)| tab.start.is_some());
		let ends = ends
			.map(|(_, tab)| tab.last().until)
			.chain(rig.last_order_end);
		let idle_since = ends.max().filter(|_| used == 0);
		assert_eq!(Rental::idle_since(&machine), idle_since);
		let claims = open
			.iter()
			.filter(|(_, tab)| tab.start.is_some() && !model.is_over(tab));
		let claims = claims.map(|(_, tab)| {
			let unpaid = tab.paid + tab.held - model.earned(tab, now());
			(tab.payer.clone(), unpaid)
		});
		let claims: Vec<_> = claims.filter(|(_, unpaid)| *unpaid > 0).collect();
		assert_eq!(Rental::claims(&machine, now()).into_inner(), claims);
		for (id, tab) in open {
			self.check_order(id, tab);
		}
	}

	fn check_order(&self, id: usize, tab: &Tab) {
		let model = &self.model;
		let info = match Rental::read_order(id as OrderId) {
			Some(OrderInfo::Open(info)) => info,
			other => panic!("order {id} is {other:?}"),
		};
		let end = model.over_at(tab);
		let stage = match tab.start {
			Some(start) if now() < end => OrderStage::Running { start, end },
			Some(start) => OrderStage::Closing { start, end },
			None if now() >= end => OrderStage::Lapsed,
			None if now() < tab.first().from => OrderStage::Scheduled {
				from: tab.first().from,
				until: end,
			},
			None => OrderStage::Reserved { until: end },
		};
		let keeps = match tab.start {
			Some(_) => model.cost_of_end(tab) - tab.paid,
			None => 0,
		};
		let rig = model.rig_of(tab);
		let paused = match tab.start {
			Some(_) => {
				let segments = tab.segments.iter().skip(tab.folded);
				let paused = segments.map(|one| rig.down_in(one.from, one.until.min(now())));
				paused.sum()
			}
			None => model.down_for(tab),
		};
		let expected = OpenOrder {
			machine: super::id(tab.n),
			renter: tab.renter.clone(),
			payer: tab.payer.clone(),
			payee: tab.payee.clone(),
			gpus: tab.gpus,
			created_at: tab.created,
			stage,
			fee: tab.fee,
			escrow: tab.held,
			paid: tab.paid,
			burned: tab.burned,
			due: model.due(tab),
			refundable: tab.held - keeps,
			paused,
			left: end.saturating_sub(now()),
		};
		assert_eq!(info, expected, "order {id}");
	}

	/// Over all time no two orders had a GPU of the same machine at once, and none was used longer than it was ordered.
	pub fn check_uses(&self) {
		let uses: Vec<&Tab> = self
			.model
			.tabs
			.iter()
			.filter(|tab| tab.start.is_some())
			.collect();
		for (nth, one) in uses.iter().enumerate() {
			assert!(one.end <= one.last().until && one.first().from <= one.end);
			for other in uses.iter().skip(nth + 1) {
				let same = (one.n, one.life) == (other.n, other.life) && one.gpus & other.gpus != 0;
				let meet = one.first().from < other.end && other.first().from < one.end;
				assert!(!(same && meet), "two orders had a GPU at once");
			}
		}
	}
}
