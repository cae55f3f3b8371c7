//! The methods about fault reports.

use dbc_primitives::ReportId;
use dbc_runtime_api::FaultsApi;
use jsonrpsee::proc_macros::rpc;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_core::{crypto::AccountId32, H256};
use sp_runtime::traits::Block as BlockT;

use crate::{
	json::{self, Answer, Evidence, List, PageRequest, Report, ReportFilter},
	Balance, Error, Gpu,
};

/// The `gpu_*` methods about fault reports. Every one of them reads at the block `at`, by default the best block.
#[rpc(client, server, namespace = "gpu")]
pub trait GpuFaultsApi {
	/// The open report `id`.
	#[method(name = "report", blocking)]
	fn report(&self, id: String, at: Option<String>) -> Result<Answer<Report>, Error>;

	/// A page of the open reports on a machine, of a reporter or before a verifier.
	#[method(name = "reports", blocking)]
	fn reports(
		&self,
		filter: ReportFilter,
		page: Option<PageRequest>,
		at: Option<String>,
	) -> Result<Answer<List<Report>>, Error>;

	/// The evidence of `report` that is sealed to `verifier`.
	#[method(name = "evidence", blocking)]
	fn evidence(
		&self,
		report: String,
		verifier: String,
		at: Option<String>,
	) -> Result<Answer<Evidence>, Error>;
}

impl<Client, Backend, Block> GpuFaultsApiServer for Gpu<Client, Backend, Block>
where
	Block: BlockT<Hash = H256>,
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block> + 'static,
	Client::Api: FaultsApi<Block, AccountId32, Balance>,
	Backend: sc_client_api::Backend<Block> + 'static,
{
	fn report(&self, id: String, at: Option<String>) -> Result<Answer<Report>, Error> {
		let id: ReportId = json::number(&id, "id")?;
		let (at, report) = self.read::<dyn FaultsApi<Block, AccountId32, Balance>, _>(
			at,
			"FaultsApi",
			|api, hash| api.report(hash, id),
		)?;
		let report = report.ok_or_else(|| Error::ReportNotFound { id: id.to_string() })?;
		Ok(Answer {
			at,
			value: report.into(),
		})
	}

	fn reports(
		&self,
		filter: ReportFilter,
		page: Option<PageRequest>,
		at: Option<String>,
	) -> Result<Answer<List<Report>>, Error> {
		let filter = filter.try_into()?;
		let (cursor, limit) = page.unwrap_or_default().parse()?;
		let (at, page) = self.read::<dyn FaultsApi<Block, AccountId32, Balance>, _>(
			at,
			"FaultsApi",
			|api, hash| api.reports(hash, filter, cursor, limit),
		)?;
		Ok(Answer {
			at,
			value: page.into(),
		})
	}

	fn evidence(
		&self,
		report: String,
		verifier: String,
		at: Option<String>,
	) -> Result<Answer<Evidence>, Error> {
		let report: ReportId = json::number(&report, "report")?;
		let verifier = json::account(&verifier, "verifier")?;
		let asked = (report.to_string(), json::address(&verifier));
		let (at, sealed) = self.read::<dyn FaultsApi<Block, AccountId32, Balance>, _>(
			at,
			"FaultsApi",
			|api, hash| api.evidence(hash, report, verifier),
		)?;
		let (report, verifier) = asked;
		match sealed {
			Some(sealed) => Ok(Answer {
				at,
				value: Evidence {
					report,
					verifier,
					sealed: json::hex(&sealed),
				},
			}),
			None => Err(Error::EvidenceNotFound { report, verifier }),
		}
	}
}
