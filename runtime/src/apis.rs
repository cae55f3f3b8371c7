//! What the node and clients may ask the runtime.

use alloc::vec::Vec;
use cumulus_primitives_core::{relay_chain::Slot, CollationInfo, ParaId, RelayProofRequest};
use dbc_primitives::{
	traits::MachineInspect, AccessRefusal, AccountRewards, ChainParams, Grant, JobId, JobInfo,
	MachineFilter, MachineId, MachineInfo, MachineRewards, MemberInfo, Moment, NetworkRewards,
	OccupancyInfo, OrderFilter, OrderId, OrderInfo, Page, PriceInfo, RentQuote, RentRefusal,
	RentRequest, ReportFilter, ReportId, ReportInfo, SanctionFilter, SanctionId, SanctionInfo,
	SealedEvidence, StakeQuote, StakeQuoteError, VerificationInfo, MAX_GPUS,
};
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	traits::Get,
	view_functions::{ViewFunctionDispatchError, ViewFunctionId},
	weights::Weight,
};
use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
use sp_api::impl_runtime_apis;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_runtime::{
	traits::Block as BlockT,
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, ExtrinsicInclusionMode, MultiSignature,
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;

use crate::{
	configs::ConsensusHook,
	constants::{
		currency::EXISTENTIAL_DEPOSIT,
		parachain::{BLOCK_PROCESSING_VELOCITY, MAX_CLAIM_QUEUE_OFFSET, RELAY_PARENT_OFFSET},
		time::{BLOCK_MILLIS, DAY},
	},
	genesis_config_presets,
	params::{
		ClockRulesNow, CommitteeRulesNow, FaultRulesNow, MachineRulesNow, PriceRulesNow,
		RentalRulesNow, RewardRulesNow, SanctionRulesNow, VerificationRulesNow,
	},
	AccountId, Aura, Balance, Block, Committee, Executive, Faults, InherentDataExt, Machines,
	Nonce, ParachainInfo, ParachainSystem, Price, Rental, Rewards, Runtime, RuntimeCall,
	RuntimeGenesisConfig, Sanctions, SessionKeys, System, TransactionPayment, Verification,
	VERSION,
};

impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block)
		}

		fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(
			data: sp_inherents::InherentData,
		) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: sp_inherents::InherentData,
		) -> sp_inherents::CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			tx: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, tx, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
		fn slot_duration() -> sp_consensus_aura::SlotDuration {
			sp_consensus_aura::SlotDuration::from_millis(Aura::slot_duration())
		}

		fn authorities() -> Vec<AuraId> {
			pallet_aura::Authorities::<Runtime>::get().into_inner()
		}
	}

	impl cumulus_primitives_aura::AuraUnincludedSegmentApi<Block> for Runtime {
		fn can_build_upon(included: <Block as BlockT>::Hash, slot: Slot) -> bool {
			ConsensusHook::can_build_upon(included, slot)
		}
	}

	impl cumulus_primitives_core::CollectCollationInfo<Block> for Runtime {
		fn collect_collation_info(header: &<Block as BlockT>::Header) -> CollationInfo {
			ParachainSystem::collect_collation_info(header)
		}
	}

	impl cumulus_primitives_core::GetParachainInfo<Block> for Runtime {
		fn parachain_id() -> ParaId {
			ParachainInfo::parachain_id()
		}
	}

	impl cumulus_primitives_core::RelayParentOffsetApi<Block> for Runtime {
		fn relay_parent_offset() -> u32 {
			RELAY_PARENT_OFFSET
		}

		fn max_claim_queue_offset() -> u8 {
			MAX_CLAIM_QUEUE_OFFSET
		}
	}

	impl cumulus_primitives_core::SchedulingV3EnabledApi<Block> for Runtime {
		fn scheduling_v3_enabled() -> bool {
			false
		}
	}

	impl cumulus_primitives_core::TargetBlockRate<Block> for Runtime {
		fn target_block_rate() -> u32 {
			BLOCK_PROCESSING_VELOCITY
		}
	}

	impl cumulus_primitives_core::KeyToIncludeInRelayProof<Block> for Runtime {
		fn keys_to_prove() -> RelayProofRequest {
			Default::default()
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
		for Runtime
	{
		fn query_info(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_info(uxt, len)
		}

		fn query_fee_details(uxt: <Block as BlockT>::Extrinsic, len: u32) -> FeeDetails<Balance> {
			TransactionPayment::query_fee_details(uxt, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
		Block,
		Balance,
		RuntimeCall,
	> for Runtime
	{
		fn query_call_info(call: RuntimeCall, len: u32) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_call_info(call, len)
		}

		fn query_call_fee_details(call: RuntimeCall, len: u32) -> FeeDetails<Balance> {
			TransactionPayment::query_call_fee_details(call, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl dbc_runtime_api::MachinesApi<Block, AccountId, Balance> for Runtime {
		fn machine(id: MachineId) -> Option<MachineInfo<AccountId, Balance>> {
			Machines::machine_info(id)
		}

		fn machines(
			filter: MachineFilter<AccountId>,
			cursor: Option<MachineId>,
			limit: u32,
		) -> Page<MachineInfo<AccountId, Balance>, MachineId> {
			Machines::machine_page(filter, cursor, limit)
		}

		fn stake_requirement(gpus: u32) -> Result<StakeQuote<Balance>, StakeQuoteError> {
			Machines::stake_quote(gpus)
		}

		fn registration_payload(owner: AccountId, expires_at: Moment) -> Vec<u8> {
			Machines::registration_payload(owner, expires_at)
		}
	}

	impl dbc_runtime_api::PriceApi<Block, AccountId> for Runtime {
		fn price_info() -> PriceInfo<AccountId> {
			Price::price_info()
		}
	}

	impl dbc_runtime_api::VerificationApi<Block, AccountId, Balance> for Runtime {
		fn verification(machine: MachineId) -> Option<VerificationInfo<AccountId, Balance>> {
			Machines::phase(&machine).map(|_| Verification::read_verification(&machine))
		}

		fn jobs(
			member: AccountId,
			cursor: Option<JobId>,
			limit: u32,
		) -> Page<JobInfo<Balance>, JobId> {
			let page = Committee::read_jobs(&member, cursor, limit);
			let items = page.items.into_iter().map(|(job, booking)| {
				let subject = &booking.subject;
				let ballot = Verification::read_ballot(job, subject, &member)
					.or_else(|| Faults::read_ballot(job, subject, &member));
				JobInfo {
					job,
					booking,
					ballot,
				}
			});
			Page {
				items: items.collect(),
				next: page.next,
			}
		}

		fn member(account: AccountId) -> Option<MemberInfo<AccountId, Balance>> {
			Committee::read_member(&account)
		}

		fn commitment_prefix(job: JobId, member: AccountId) -> Vec<u8> {
			Verification::commitment_prefix(job, member)
		}
	}

	impl dbc_runtime_api::RentalApi<Block, AccountId, Balance> for Runtime {
		fn can_rent(request: RentRequest) -> Result<(), RentRefusal> {
			Rental::can_rent(request)
		}

		fn quote(request: RentRequest) -> Result<RentQuote<Balance>, RentRefusal> {
			Rental::quote(request)
		}

		fn order(id: OrderId) -> Option<OrderInfo<AccountId, Balance>> {
			Rental::order_info(id)
		}

		fn orders(
			filter: OrderFilter<AccountId>,
			cursor: Option<OrderId>,
			limit: u32,
		) -> Page<(OrderId, OrderInfo<AccountId, Balance>), OrderId> {
			Rental::order_page(filter, cursor, limit)
		}

		fn occupancy(machine: MachineId) -> Option<OccupancyInfo<Balance>> {
			Rental::occupancy_info(&machine)
		}
	}

	impl dbc_runtime_api::AccessApi<Block, AccountId> for Runtime {
		fn access(machine: MachineId) -> Option<Vec<Grant<AccountId>>> {
			crate::access::access(machine)
		}

		fn challenge(
			machine: MachineId,
			account: AccountId,
			purpose: Vec<u8>,
		) -> Result<Vec<u8>, AccessRefusal> {
			crate::access::challenge(machine, account, purpose)
		}

		fn verify_access(
			machine: MachineId,
			account: AccountId,
			bytes: Vec<u8>,
			signature: MultiSignature,
		) -> Result<Vec<Grant<AccountId>>, AccessRefusal> {
			crate::access::verify_access(machine, account, bytes, signature)
		}
	}

	impl dbc_runtime_api::RewardsApi<Block, AccountId, Balance> for Runtime {
		fn account_rewards(account: AccountId) -> Option<AccountRewards<Balance>> {
			Rewards::account_rewards(account)
		}

		fn machine_rewards(machine: MachineId) -> Option<MachineRewards<AccountId, Balance>> {
			Rewards::machine_rewards(machine)
		}

		fn network_rewards() -> NetworkRewards<Balance> {
			Rewards::network_rewards()
		}
	}

	impl dbc_runtime_api::FaultsApi<Block, AccountId, Balance> for Runtime {
		fn report(id: ReportId) -> Option<ReportInfo<AccountId, Balance>> {
			Faults::read_report(id)
		}

		fn reports(
			filter: ReportFilter<AccountId>,
			cursor: Option<ReportId>,
			limit: u32,
		) -> Page<ReportInfo<AccountId, Balance>, ReportId> {
			Faults::report_page(filter, cursor, limit)
		}

		fn evidence(report: ReportId, member: AccountId) -> Option<SealedEvidence> {
			Faults::read_evidence(report, &member)
		}
	}

	impl dbc_runtime_api::SanctionsApi<Block, AccountId, Balance> for Runtime {
		fn sanction(id: SanctionId) -> Option<SanctionInfo<AccountId, Balance>> {
			Sanctions::read_sanction(id)
		}

		fn sanctions(
			filter: SanctionFilter<AccountId>,
			cursor: Option<SanctionId>,
			limit: u32,
		) -> Page<(SanctionId, SanctionInfo<AccountId, Balance>), SanctionId> {
			Sanctions::sanction_page(filter, cursor, limit)
		}
	}

	impl dbc_runtime_api::ChainParamsApi<Block> for Runtime {
		fn chain_params() -> ChainParams {
			ChainParams {
				machines: MachineRulesNow::get(),
				price: PriceRulesNow::get(),
				committee: CommitteeRulesNow::get(),
				verification: VerificationRulesNow::get(),
				rental: RentalRulesNow::get(),
				rewards: RewardRulesNow::get(),
				faults: FaultRulesNow::get(),
				sanctions: SanctionRulesNow::get(),
				clock: ClockRulesNow::get(),
				existential_deposit: EXISTENTIAL_DEPOSIT,
				max_gpus: MAX_GPUS,
				block_time: BLOCK_MILLIS,
				day: DAY,
			}
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, genesis_config_presets::get_preset)
		}

		fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
			genesis_config_presets::preset_names()
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(
			checks: frame_try_runtime::UpgradeCheckSelect,
		) -> (Weight, Weight) {
			crate::try_runtime::on_runtime_upgrade(checks)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			crate::try_runtime::execute_block(block, state_root_check, signature_check, select)
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(
			extra: bool,
		) -> (
			Vec<frame_benchmarking::BenchmarkList>,
			Vec<frame_support::traits::StorageInfo>,
		) {
			crate::benchmarks::metadata(extra)
		}

		#[allow(non_local_definitions)]
		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			crate::benchmarks::dispatch(config)
		}
	}
}
