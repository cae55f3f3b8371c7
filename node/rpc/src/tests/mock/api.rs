//! A runtime without state.

use std::{
	collections::HashMap,
	sync::{Arc, Mutex},
};

use codec::Encode;
use dbc_primitives::{
	AccessRefusal, AccountRewards, ChainParams, Challenge, Grant, JobId, JobInfo, MachineFilter,
	MachineId, MachineInfo, MachineRewards, MemberInfo, Moment, NetworkRewards, NotRentable,
	OccupancyInfo, OrderFilter, OrderId, OrderInfo, Page, PriceInfo, RentQuote, RentRefusal,
	RentRequest, ReportFilter, ReportId, ReportInfo, SanctionFilter, SanctionId, SanctionInfo,
	SealedEvidence, StakeQuote, StakeQuoteError, VerificationInfo, BALLOT_DOMAIN, REGISTER_DOMAIN,
};
use dbc_runtime_api::{
	AccessApi, ChainParamsApi, FaultsApi, MachinesApi, PriceApi, RentalApi, RewardsApi,
	SanctionsApi, VerificationApi,
};
use sp_api::ApiError;
use sp_core::{crypto::AccountId32, H256};
use sp_runtime::{traits::Block as BlockT, MultiSignature};

use super::{super::fixtures, Block};
use crate::subscriptions::Subject;

/// Filter, cursor and limit of a call of `machines`.
pub type ListCall = (MachineFilter<AccountId32>, Option<MachineId>, u32);

/// Member, cursor and limit of a call of `jobs`.
pub type JobsCall = (AccountId32, Option<JobId>, u32);

/// Filter, cursor and limit of a call of `orders`.
pub type OrdersCall = (OrderFilter<AccountId32>, Option<OrderId>, u32);

/// Filter, cursor and limit of a call of `reports`.
pub type ReportsCall = (ReportFilter<AccountId32>, Option<ReportId>, u32);

/// Filter, cursor and limit of a call of `sanctions`.
pub type SanctionsCall = (SanctionFilter<AccountId32>, Option<SanctionId>, u32);

/// What is said at some blocks.
type PerBlock<T> = Arc<Mutex<HashMap<H256, Option<T>>>>;

/// Answers with the fixtures, unless a block says something else, and remembers calls.
#[derive(Clone, Default)]
pub struct MockApi {
	pub last_list: Arc<Mutex<Option<ListCall>>>,
	pub last_jobs: Arc<Mutex<Option<JobsCall>>>,
	pub last_orders: Arc<Mutex<Option<OrdersCall>>>,
	pub last_reports: Arc<Mutex<Option<ReportsCall>>>,
	pub last_sanctions: Arc<Mutex<Option<SanctionsCall>>>,
	pub last_rent: Arc<Mutex<Option<RentRequest>>>,
	pub last_signature: Arc<Mutex<Option<MultiSignature>>>,
	/// What a block says of [`fixtures::MACHINE`].
	pub machines: PerBlock<MachineInfo<AccountId32, u128>>,
	/// What a block says of [`fixtures::ORDER`].
	pub orders: PerBlock<OrderInfo<AccountId32, u128>>,
	/// What a block says of the jobs of every member.
	pub jobs: Arc<Mutex<HashMap<H256, Vec<JobInfo<u128>>>>>,
	/// Blocks at which the order makes the runtime trap.
	pub traps: Arc<Mutex<Vec<H256>>>,
	/// How often something was read at a block.
	pub reads: Arc<Mutex<HashMap<(H256, Subject), u32>>>,
}

impl MockApi {
	fn count(&self, at: H256, subject: Subject) {
		*self.reads.lock().unwrap().entry((at, subject)).or_default() += 1;
	}
}

/// Why the machine cannot be rented: it has three free GPUs and takes orders below 100 days.
fn refusal(request: &RentRequest) -> Option<RentRefusal> {
	match (request.machine, request.gpus, request.duration) {
		(fixtures::REJECTED, ..) => Some(RentRefusal::NotRentable(NotRentable::UnderStaked)),
		(fixtures::NOBODY, ..) => Some(RentRefusal::MachineNotFound),
		(_, 0, _) => Some(RentRefusal::NoGpus),
		(_, 4.., _) => Some(RentRefusal::TooFewGpus { free: 3 }),
		(_, _, 8_640_000_000..) => Some(RentRefusal::TooLong),
		_ => None,
	}
}

sp_api::mock_impl_runtime_apis! {
	impl MachinesApi<Block, AccountId32, u128> for MockApi {
		#[advanced]
		fn machine(
			&self,
			at: <Block as BlockT>::Hash,
			id: MachineId,
		) -> Result<Option<MachineInfo<AccountId32, u128>>, ApiError> {
			self.count(at, Subject::Machine(id));
			let special = self.machines.lock().unwrap().get(&at).cloned();
			match id {
				fixtures::MACHINE if special.is_some() => Ok(special.flatten()),
				fixtures::MACHINE => Ok(Some(fixtures::machine())),
				fixtures::REJECTED => Ok(Some(fixtures::rejected())),
				fixtures::TRAP => Err(ApiError::Application("trap! ".repeat(1_000).into())),
				_ => Ok(None),
			}
		}

		fn machines(
			&self,
			filter: MachineFilter<AccountId32>,
			cursor: Option<MachineId>,
			limit: u32,
		) -> Page<MachineInfo<AccountId32, u128>, MachineId> {
			self.last_list.lock().unwrap().replace((filter, cursor, limit));
			match cursor {
				None => Page { items: vec![fixtures::machine()], next: Some(fixtures::MACHINE) },
				Some(_) => Page { items: vec![], next: None },
			}
		}

		fn stake_requirement(&self, gpus: u32) -> Result<StakeQuote<u128>, StakeQuoteError> {
			match gpus {
				0 | 33.. => Err(StakeQuoteError::GpuCountOutOfRange),
				32 => Err(StakeQuoteError::PriceUnavailable),
				_ => Ok(fixtures::quote()),
			}
		}

		fn registration_payload(&self, owner: AccountId32, expires_at: Moment) -> Vec<u8> {
			(REGISTER_DOMAIN, [7u8; 32], owner, expires_at).encode()
		}
	}

	impl PriceApi<Block, AccountId32> for MockApi {
		fn price_info(&self) -> PriceInfo<AccountId32> {
			fixtures::price()
		}
	}

	impl VerificationApi<Block, AccountId32, u128> for MockApi {
		fn verification(&self, machine: MachineId) -> Option<VerificationInfo<AccountId32, u128>> {
			match machine {
				fixtures::MACHINE => Some(fixtures::verification()),
				fixtures::REJECTED => Some(VerificationInfo { request: None, attesters: vec![] }),
				_ => None,
			}
		}

		#[advanced]
		fn jobs(
			&self,
			at: <Block as BlockT>::Hash,
			member: AccountId32,
			cursor: Option<JobId>,
			limit: u32,
		) -> Result<Page<JobInfo<u128>, JobId>, ApiError> {
			self.count(at, Subject::Jobs(member.clone()));
			self.last_jobs.lock().unwrap().replace((member, cursor, limit));
			if let Some(items) = self.jobs.lock().unwrap().get(&at) {
				return Ok(Page { items: items.clone(), next: None });
			}
			Ok(match cursor {
				None => Page { items: vec![fixtures::job()], next: Some(fixtures::JOB) },
				Some(_) => Page { items: vec![fixtures::closed_job()], next: None },
			})
		}

		fn member(&self, account: AccountId32) -> Option<MemberInfo<AccountId32, u128>> {
			(account == fixtures::alice()).then(fixtures::member)
		}

		fn commitment_prefix(&self, job: JobId, member: AccountId32) -> Vec<u8> {
			(BALLOT_DOMAIN, [7u8; 32], job, member).encode()
		}
	}

	impl RentalApi<Block, AccountId32, u128> for MockApi {
		fn can_rent(&self, request: RentRequest) -> Result<(), RentRefusal> {
			self.last_rent.lock().unwrap().replace(request);
			refusal(&request).map_or(Ok(()), Err)
		}

		fn quote(&self, request: RentRequest) -> Result<RentQuote<u128>, RentRefusal> {
			self.last_rent.lock().unwrap().replace(request);
			refusal(&request).map_or_else(|| Ok(fixtures::rent_quote()), Err)
		}

		#[advanced]
		fn order(
			&self,
			at: <Block as BlockT>::Hash,
			id: OrderId,
		) -> Result<Option<OrderInfo<AccountId32, u128>>, ApiError> {
			self.count(at, Subject::Order(id));
			if self.traps.lock().unwrap().contains(&at) {
				return Err(ApiError::Application("trap!".into()));
			}
			let special = self.orders.lock().unwrap().get(&at).cloned();
			Ok(match id {
				fixtures::ORDER => special.unwrap_or_else(|| Some(fixtures::order())),
				fixtures::CLOSED_ORDER => Some(fixtures::closed_order()),
				0..fixtures::NEXT_ORDER => Some(fixtures::order()),
				_ => None,
			})
		}

		fn orders(
			&self,
			filter: OrderFilter<AccountId32>,
			cursor: Option<OrderId>,
			limit: u32,
		) -> Page<(OrderId, OrderInfo<AccountId32, u128>), OrderId> {
			self.last_orders.lock().unwrap().replace((filter, cursor, limit));
			match cursor {
				None => Page {
					items: vec![(fixtures::ORDER, fixtures::order())],
					next: Some(fixtures::ORDER),
				},
				Some(_) => Page {
					items: vec![(fixtures::CLOSED_ORDER, fixtures::closed_order())],
					next: None,
				},
			}
		}

		fn occupancy(&self, machine: MachineId) -> Option<OccupancyInfo<u128>> {
			(machine == fixtures::MACHINE).then(fixtures::occupancy)
		}
	}

	impl AccessApi<Block, AccountId32> for MockApi {
		fn access(&self, machine: MachineId) -> Option<Vec<Grant<AccountId32>>> {
			match machine {
				fixtures::MACHINE => Some(fixtures::grants()),
				fixtures::REJECTED => Some(vec![]),
				_ => None,
			}
		}

		fn challenge(
			&self,
			machine: MachineId,
			account: AccountId32,
			purpose: Vec<u8>,
		) -> Result<Vec<u8>, AccessRefusal> {
			if machine != fixtures::MACHINE {
				return Err(AccessRefusal::MachineNotFound);
			}
			Challenge::new(H256([7; 32]), machine, account, purpose, 1_790_000_000_000)
				.map(|challenge| challenge.encode())
		}

		fn verify_access(
			&self,
			machine: MachineId,
			account: AccountId32,
			bytes: Vec<u8>,
			signature: MultiSignature,
		) -> Result<Vec<Grant<AccountId32>>, AccessRefusal> {
			self.last_signature.lock().unwrap().replace(signature);
			Challenge::<H256, AccountId32>::read(&bytes)?;
			let mut grants = self.access(Default::default(), machine).unwrap()
				.ok_or(AccessRefusal::MachineNotFound)?;
			grants.retain(|grant| grant.account == account);
			if grants.is_empty() { Err(AccessRefusal::NoGrant) } else { Ok(grants) }
		}
	}

	impl RewardsApi<Block, AccountId32, u128> for MockApi {
		fn account_rewards(&self, account: AccountId32) -> Option<AccountRewards<u128>> {
			(account == fixtures::alice()).then(fixtures::account_rewards)
		}

		fn machine_rewards(&self, machine: MachineId) -> Option<MachineRewards<AccountId32, u128>> {
			(machine == fixtures::MACHINE).then(fixtures::machine_rewards)
		}

		fn network_rewards(&self) -> NetworkRewards<u128> {
			fixtures::network_rewards()
		}
	}

	impl FaultsApi<Block, AccountId32, u128> for MockApi {
		fn report(&self, id: ReportId) -> Option<ReportInfo<AccountId32, u128>> {
			match id {
				fixtures::REPORT => Some(fixtures::report()),
				fixtures::WAITING_REPORT => Some(fixtures::waiting_report()),
				_ => None,
			}
		}

		fn reports(
			&self,
			filter: ReportFilter<AccountId32>,
			cursor: Option<ReportId>,
			limit: u32,
		) -> Page<ReportInfo<AccountId32, u128>, ReportId> {
			self.last_reports.lock().unwrap().replace((filter, cursor, limit));
			match cursor {
				None => Page { items: vec![fixtures::report()], next: Some(fixtures::REPORT) },
				Some(_) => Page { items: vec![fixtures::waiting_report()], next: None },
			}
		}

		fn evidence(&self, report: ReportId, verifier: AccountId32) -> Option<SealedEvidence> {
			((report, verifier) == (fixtures::REPORT, fixtures::alice())).then(fixtures::evidence)
		}
	}

	impl SanctionsApi<Block, AccountId32, u128> for MockApi {
		fn sanction(&self, id: SanctionId) -> Option<SanctionInfo<AccountId32, u128>> {
			match id {
				fixtures::SANCTION => Some(fixtures::sanction()),
				fixtures::MEMBER_SANCTION => Some(fixtures::member_sanction()),
				_ => None,
			}
		}

		fn sanctions(
			&self,
			filter: SanctionFilter<AccountId32>,
			cursor: Option<SanctionId>,
			limit: u32,
		) -> Page<(SanctionId, SanctionInfo<AccountId32, u128>), SanctionId> {
			self.last_sanctions.lock().unwrap().replace((filter, cursor, limit));
			match cursor {
				None => Page {
					items: vec![(fixtures::SANCTION, fixtures::sanction())],
					next: Some(fixtures::SANCTION),
				},
				Some(_) => Page {
					items: vec![(fixtures::MEMBER_SANCTION, fixtures::member_sanction())],
					next: None,
				},
			}
		}
	}

	impl ChainParamsApi<Block> for MockApi {
		fn chain_params(&self) -> ChainParams {
			fixtures::params()
		}
	}
}
