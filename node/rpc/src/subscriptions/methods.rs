//! The subscriptions of the interface.

use jsonrpsee::{
	core::{async_trait, SubscriptionResult},
	proc_macros::rpc,
	PendingSubscriptionSink,
};
use serde_json::Value;

use super::{pump::pump, Feed, Subject};
use crate::{json, Error};

/// The `gpu_*` subscriptions. An item is an answer of the method of the same name. The first comes at once; then one
/// comes whenever the best block says something new, and again, with `at.finalized`, once that is final.
#[rpc(client, server, namespace = "gpu")]
pub trait GpuSubscriptionsApi {
	/// Follows the machine `id` until it is removed.
	#[subscription(
		name = "subscribeMachine" => "machineItem",
		unsubscribe = "unsubscribeMachine",
		item = Value
	)]
	async fn subscribe_machine(&self, id: String) -> SubscriptionResult;

	/// Follows the order `id` until it is closed.
	#[subscription(
		name = "subscribeOrder" => "orderItem",
		unsubscribe = "unsubscribeOrder",
		item = Value
	)]
	async fn subscribe_order(&self, id: String) -> SubscriptionResult;

	/// Follows the jobs of `verifier`: the first page, as long as a page can be.
	#[subscription(
		name = "subscribeJobs" => "jobsItem",
		unsubscribe = "unsubscribeJobs",
		item = Value
	)]
	async fn subscribe_jobs(&self, verifier: String) -> SubscriptionResult;
}

#[async_trait]
impl GpuSubscriptionsApiServer for Feed {
	async fn subscribe_machine(
		&self,
		pending: PendingSubscriptionSink,
		id: String,
	) -> SubscriptionResult {
		follow(pending, self, json::id(&id, "id").map(Subject::Machine)).await
	}

	async fn subscribe_order(
		&self,
		pending: PendingSubscriptionSink,
		id: String,
	) -> SubscriptionResult {
		follow(pending, self, json::order_id(&id, "id").map(Subject::Order)).await
	}

	async fn subscribe_jobs(
		&self,
		pending: PendingSubscriptionSink,
		verifier: String,
	) -> SubscriptionResult {
		let verifier = json::account(&verifier, "verifier");
		follow(pending, self, verifier.map(Subject::Jobs)).await
	}
}

/// Follows `subject`, or says what is wrong with it.
async fn follow(
	pending: PendingSubscriptionSink,
	feed: &Feed,
	subject: Result<Subject, Error>,
) -> SubscriptionResult {
	match subject {
		Ok(subject) => pump(pending, feed, subject).await,
		Err(error) => {
			pending.reject(error).await;
			Ok(())
		}
	}
}
