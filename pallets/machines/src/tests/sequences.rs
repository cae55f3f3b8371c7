//! Random sequences of calls: after each step every invariant holds, no DBC comes or goes but by a dropped credit, and
//! every account has exactly what its own payments leave it.

use super::*;
use dbc_math::stake::is_below_percent;
use frame_support::traits::Imbalance;
use proptest::prelude::*;
use std::collections::BTreeMap;

const OWNERS: [AccountId; 3] = [ALICE, BOB, CHARLIE];
const MACHINES: u8 = 2;

#[derive(Clone, Debug)]
enum Step {
	Register,
	SetProfile,
	BeginVerification,
	Reject,
	GiveUp,
	Withdraw,
	Activate { gpus: u32 },
	BeginHardwareChange { moves: bool },
	CloseOrOpen,
	TopUp { amount: u128 },
	Restake,
	Exit,
	Remove,
	ForceExit,
	Down { cause: OutageCause },
	Up { cause: OutageCause },
	ReportDown,
	ReportUp,
	LockExit,
	UnlockExit,
	Lock { amount: u128 },
	Unlock { amount: u128 },
	Slash { amount: u128 },
	Release { amount: u128 },
	Price { nano_usd: u64 },
	Stale,
	Wait { time: u64 },
	GiveAway,
	GetBack,
	LockWhenUp { amount: Option<u128> },
}

fn cause() -> impl Strategy<Value = OutageCause> {
	prop::sample::select(vec![
		OutageCause::OwnerReported,
		OutageCause::Inaccessible,
		OutageCause::Malfunction,
		OutageCause::Counterfeit,
		OutageCause::RentFailed,
		OutageCause::HardwareChange,
	])
}

fn amount() -> impl Strategy<Value = u128> {
	prop_oneof![
		Just(0),
		Just(1),
		Just(PER_GPU),
		0..8 * PER_GPU,
		Just(u128::MAX)
	]
}

fn step() -> impl Strategy<Value = Step> {
	use Step::*;
	let wait = prop::sample::select(vec![1, HOUR, DAY, 10 * DAY, 180 * DAY, 365 * DAY]);
	prop_oneof![
		12 => Just(Register),
		12 => Just(SetProfile),
		16 => Just(BeginVerification),
		1 => Just(Reject),
		1 => Just(GiveUp),
		1 => Just(Withdraw),
		16 => (0u32..34).prop_map(|gpus| Activate { gpus }),
		6 => any::<bool>().prop_map(|moves| BeginHardwareChange { moves }),
		1 => Just(CloseOrOpen),
		3 => amount().prop_map(|amount| TopUp { amount }),
		3 => Just(Restake),
		1 => Just(Exit),
		1 => Just(Remove),
		1 => Just(ForceExit),
		2 => cause().prop_map(|cause| Down { cause }),
		6 => cause().prop_map(|cause| Up { cause }),
		3 => Just(ReportDown),
		3 => Just(ReportUp),
		1 => Just(LockExit),
		6 => Just(UnlockExit),
		2 => amount().prop_map(|amount| Lock { amount }),
		3 => amount().prop_map(|amount| Unlock { amount }),
		2 => amount().prop_map(|amount| Slash { amount }),
		1 => amount().prop_map(|amount| Release { amount }),
		4 => (1_000_000u64..100_000_000).prop_map(|nano_usd| Price { nano_usd }),
		1 => Just(Stale),
		4 => wait.prop_map(|time| Wait { time }),
		1 => Just(GiveAway),
		2 => Just(GetBack),
		1 => prop::option::of(amount()).prop_map(|amount| LockWhenUp { amount }),
	]
}

/// What the test itself knows of the money.
struct Ledger {
	/// What each owner has lost to fees and slashes or given to the bank, less what it got from the bank.
	spent: BTreeMap<AccountId, i128>,
	fees: u128,
	burned: u128,
	issuance: u128,
}

/// Keeps what the owners give away.
const BANK: AccountId = AccountId::new([8; 32]);

fn take(ledger: &mut Ledger, step: Step, n: u8, caller: &AccountId) -> bool {
	let (machine, origin) = (id(n), signed(caller.clone()));
	let record = crate::Machines::<Test>::get(machine);
	let locked = record.as_ref().map_or(0, |known| known.locked);
	let owner = record.map(|known| known.owner);
	let root = RuntimeOrigin::root;
	let result = match step {
		Step::Register => {
			let (expires_at, signature) = signature(n, caller);
			let result = Machines::register(origin, machine, expires_at, signature);
			if result.is_ok() {
				*ledger.spent.entry(caller.clone()).or_default() += FEE as i128;
				ledger.fees += FEE;
			}
			result
		}
		Step::SetProfile => Machines::set_profile(origin, machine, fixtures::profile()),
		Step::BeginVerification => Machines::begin_verification(&machine),
		Step::Reject => Machines::reject(&machine, RejectReason::Other),
		Step::GiveUp => Machines::give_up(&machine),
		Step::Withdraw => Machines::withdraw(&machine),
		Step::Activate { gpus } => Machines::activate(&machine, fixtures::hardware(gpus)),
		Step::BeginHardwareChange { moves } => {
			Machines::begin_hardware_change(&machine, moves.then(fixtures::profile))
		}
		Step::CloseOrOpen => {
			Machines::close(origin.clone(), machine).or_else(|_| Machines::open(origin, machine))
		}
		Step::TopUp { amount } => Machines::top_up(origin, machine, amount),
		Step::Restake => Machines::restake(origin, machine),
		Step::Exit => Machines::exit(origin, machine),
		Step::Remove => Machines::remove(origin, machine),
		Step::ForceExit => Machines::force_exit(root(), machine),
		Step::Down { cause } => Machines::force_take_down(root(), machine, cause),
		Step::Up { cause } => Machines::force_bring_up(root(), machine, cause),
		Step::ReportDown => Machines::report_down(origin, machine),
		Step::ReportUp => Machines::report_up(origin, machine),
		Step::LockExit => Machines::lock_exit(&machine),
		Step::UnlockExit => Machines::unlock_exit(&machine),
		Step::Lock { amount } => Machines::lock(&machine, amount).map(|_| ()),
		Step::Unlock { amount } => Machines::unlock(&machine, amount.min(locked)),
		Step::Slash { amount } => {
			Machines::slash_locked(&machine, amount.min(locked)).map(|credit| {
				*ledger.spent.entry(owner.unwrap()).or_default() += credit.peek() as i128;
				ledger.burned += credit.peek();
			})
		}
		Step::Release { amount } => <Machines as MachineStake>::release(&machine, amount),
		Step::Price { nano_usd } => {
			MockPrice::set(nano_usd);
			Ok(())
		}
		Step::Stale => {
			MockPrice::make_stale();
			Ok(())
		}
		Step::Wait { time } => {
			advance(time);
			Ok(())
		}
		Step::GiveAway => {
			let amount = spendable(caller);
			*ledger.spent.entry(caller.clone()).or_default() += amount as i128;
			Balances::transfer_allow_death(origin, BANK, amount)
		}
		Step::GetBack => {
			let amount = spendable(&BANK);
			*ledger.spent.entry(caller.clone()).or_default() -= amount as i128;
			Balances::transfer_allow_death(signed(BANK), caller.clone(), amount)
		}
		Step::LockWhenUp { amount } => {
			LockOnUp::set(amount);
			Ok(())
		}
	};
	result.is_ok()
}

/// Everything that must hold after each step.
fn check(ledger: &Ledger) {
	Machines::do_try_state().unwrap();
	assert_eq!(Balances::total_issuance(), ledger.issuance - ledger.burned);
	assert_eq!(spendable(&TREASURY), ledger.fees);
	for owner in &OWNERS {
		let spent = ledger.spent.get(owner).copied().unwrap_or_default();
		let left = (spendable(owner) + on_hold(owner)) as i128;
		assert_eq!(left, WEALTH as i128 - spent, "{owner:?}");
	}
	for record in crate::Machines::<Test>::iter_values().filter(|known| known.is_active()) {
		let low = is_below_percent(
			record.stake,
			record.requirement,
			GENESIS_RULES.under_stake_percent,
		);
		assert!(!low || record.under_staked, "less than 80 % is left");
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn invariants_should_hold_when_anything_happens(
		steps in prop::collection::vec((step(), 1..=MACHINES, 0..OWNERS.len()), 150),
	) {
		new_test_ext().execute_with(|| {
			assert_ok!(Balances::force_set_balance(
				RuntimeOrigin::root(), BANK, EXISTENTIAL_DEPOSIT
			));
			let mut ledger = Ledger {
				spent: BTreeMap::new(),
				fees: 0,
				burned: 0,
				issuance: Balances::total_issuance(),
			};
			for (step, n, caller) in steps {
				// Mostly the owner calls, so that sequences get somewhere.
				let owner = crate::Machines::<Test>::get(id(n)).map(|record| record.owner);
				let caller = match (owner, caller) {
					(Some(owner), 1..) => owner,
					(_, caller) => OWNERS[caller].clone(),
				};
				let before = sp_io::storage::root(Default::default());
				let done = take(&mut ledger, step, n, &caller);
				if !done {
					// A call that fails leaves the state as it was.
					assert_eq!(before, sp_io::storage::root(Default::default()));
				}
				check(&ledger);
				System::reset_events();
			}
		});
	}
}
