//! The subscription of a verifier's jobs.

use dbc_primitives::{BallotPhase, Expected, JobBallot, JobInfo, MAX_PAGE_LIMIT};
use jsonrpsee::core::server::Subscription;
use serde_json::json;

use super::{
	fixtures::*,
	mock::{Change, Node},
	subscriptions::{assert_silent, at, code, next, try_subscribe, ROOM},
};
use crate::{
	json::{address, Job},
	subscriptions::Subject,
};

async fn follow_jobs(node: &Node, verifier: &str) -> Subscription {
	let subscribed = try_subscribe(node, "gpu_subscribeJobs", verifier, ROOM).await;
	subscribed.unwrap()
}

/// The job of the fixtures before its reveal phase.
fn earlier_job() -> JobInfo<u128> {
	let mut job = job();
	job.ballot = job.ballot.map(|ballot| JobBallot {
		phase: BallotPhase::Commit,
		expected: Expected::AwaitReveal,
		..ballot
	});
	job
}

#[tokio::test]
async fn jobs_should_begin_with_the_first_page() {
	let node = Node::following();
	let item = next(&mut follow_jobs(&node, ALICE).await).await.unwrap();
	let longest = Some((alice(), None, MAX_PAGE_LIMIT));
	assert_eq!(node.last_jobs(), longest);
	let params = json!([ALICE, { "limit": MAX_PAGE_LIMIT }]);
	assert_eq!(item, node.result("gpu_jobs", params).await);
}

#[tokio::test]
async fn jobs_should_be_followed_when_there_are_none_yet() {
	let node = Node::following();
	let parent = node.chain[3];
	let none = node.extend(4, parent, 0, Change::Jobs(vec![])).await;
	let mut subscription = follow_jobs(&node, ALICE).await;
	let empty = json!({ "at": at(none, 4, false), "items": [], "next": null });
	assert_eq!(next(&mut subscription).await, Some(empty));
	let drawn = node.extend(5, none, 0, Change::Jobs(vec![job()])).await;
	let item = next(&mut subscription).await.unwrap();
	assert_eq!(item["at"], at(drawn, 5, false));
	assert_eq!(item["items"], json!([Job::from(job())]));
}

#[tokio::test]
async fn jobs_should_be_pushed_when_time_changes_what_is_expected() {
	let node = Node::following();
	let parent = node.chain[3];
	let jobs = vec![earlier_job()];
	let block = node.extend(4, parent, 0, Change::Jobs(jobs.clone())).await;
	let mut subscription = follow_jobs(&node, ALICE).await;
	next(&mut subscription).await;
	let block = node.extend(5, block, 0, Change::Jobs(jobs)).await;
	assert_silent(&mut subscription).await;
	node.extend(6, block, 0, Change::Jobs(vec![job()])).await;
	let item = next(&mut subscription).await.unwrap();
	let expected = &item["items"][0]["ballot"]["expected"];
	assert_eq!(*expected, json!({ "type": "reveal" }));
}

#[tokio::test]
async fn jobs_should_go_on_when_the_last_one_is_over_for_good() {
	let node = Node::following();
	let mut subscription = follow_jobs(&node, ALICE).await;
	next(&mut subscription).await;
	let parent = node.chain[3];
	let over = node.extend(4, parent, 0, Change::Jobs(vec![])).await;
	next(&mut subscription).await;
	node.finalize(over).await;
	let item = next(&mut subscription).await.unwrap();
	assert_eq!(item["at"], at(over, 4, true));
	node.extend(5, over, 0, Change::Jobs(vec![closed_job()]))
		.await;
	let item = next(&mut subscription).await.unwrap();
	assert_eq!(item["items"], json!([Job::from(closed_job())]));
}

#[tokio::test]
async fn jobs_should_be_read_once_a_block_when_the_same_verifier_is_followed_often() {
	let node = Node::following();
	let mut subscriptions = Vec::new();
	// Two ways to write the same account.
	for verifier in [ALICE, ALICE_HEX, ALICE] {
		subscriptions.push(follow_jobs(&node, verifier).await);
	}
	let other = follow_jobs(&node, &address(&bob())).await;
	let block = node.extend(4, node.chain[3], 0, Change::Nothing).await;
	assert_eq!(node.reads(block, &Subject::Jobs(alice())), 1);
	assert_eq!(node.reads(block, &Subject::Jobs(bob())), 1);
	drop(other);
}

#[tokio::test]
async fn jobs_should_be_refused_when_the_verifier_is_malformed() {
	let node = Node::following();
	for verifier in ["", "0x", "Alice", ALICE_ELSEWHERE] {
		let refused = code(&node, "gpu_subscribeJobs", verifier).await;
		assert_eq!(refused, 8012, "{verifier}");
	}
}
