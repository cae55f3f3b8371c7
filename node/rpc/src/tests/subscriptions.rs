//! Subscriptions: what is read how often, what is told to whom, and what everything is bounded by.

use std::time::Duration;

use dbc_primitives::{MachineInfo, OpenOrder, OrderInfo, OrderStage};
use jsonrpsee::{
	core::server::{MethodsError, Subscription},
	rpc_params,
};
use serde_json::{json, Value};
use sp_core::{crypto::AccountId32, H256};

use super::{
	fixtures::*,
	mock::{idle, Change, Node},
};
use crate::{
	json::hex,
	subscriptions::{Subject, MAX_SUBJECTS, MAX_WAITING_ITEMS},
};

/// Room for everything that a test sends.
pub const ROOM: usize = 64;

/// Asks for a subscription that holds so many items.
pub async fn try_subscribe(
	node: &Node,
	method: &str,
	id: &str,
	room: usize,
) -> Result<Subscription, MethodsError> {
	node.module.subscribe(method, rpc_params![id], room).await
}

async fn follow_order(node: &Node, room: usize) -> Subscription {
	let id = ORDER.to_string();
	let subscribed = try_subscribe(node, "gpu_subscribeOrder", &id, room).await;
	subscribed.unwrap()
}

async fn follow_machine(node: &Node) -> Subscription {
	let subscribed = try_subscribe(node, "gpu_subscribeMachine", &hex(&MACHINE), ROOM).await;
	subscribed.unwrap()
}

/// The code with which a subscription is refused.
pub async fn code(node: &Node, method: &str, id: &str) -> i32 {
	match try_subscribe(node, method, id, ROOM).await {
		Err(MethodsError::JsonRpc(error)) => error.code(),
		other => panic!("{method}({id}): {other:?}"),
	}
}

/// The next item, or `None` at the end of the stream. Fails if there is none for a while.
pub async fn next(subscription: &mut Subscription) -> Option<Value> {
	let item = tokio::time::timeout(Duration::from_secs(5), subscription.next::<Value>()).await;
	item.expect("no item comes").map(|item| item.unwrap().0)
}

/// Fails if an item waits.
pub async fn assert_silent(subscription: &mut Subscription) {
	idle().await;
	let item = tokio::time::timeout(Duration::ZERO, subscription.next::<Value>()).await;
	assert!(item.is_err(), "an item waits: {item:?}");
}

/// `at` of an item.
pub fn at(hash: H256, number: u32, finalized: bool) -> Value {
	json!({ "hash": hash, "number": number, "finalized": finalized })
}

/// The order, of which so much was paid.
fn paid(paid: u128) -> Change {
	Change::Order(Some(OrderInfo::Open(OpenOrder {
		paid,
		..open_order()
	})))
}

fn closed_machine() -> MachineInfo<AccountId32, u128> {
	MachineInfo {
		closed: true,
		..machine()
	}
}

#[tokio::test]
async fn subscription_should_begin_with_how_things_are() {
	let node = Node::following();
	let machine = next(&mut follow_machine(&node).await).await.unwrap();
	let expected = node.result("gpu_machine", json!([hex(&MACHINE)])).await;
	assert_eq!(machine, expected);
	let order = next(&mut follow_order(&node, ROOM).await).await.unwrap();
	let id = ORDER.to_string();
	assert_eq!(order, node.result("gpu_order", json!([id])).await);
}

#[tokio::test]
async fn subscription_should_be_refused_when_there_is_no_such_thing() {
	let node = Node::following();
	let refused = [
		("gpu_subscribeMachine", hex(&NOBODY), 8010),
		("gpu_subscribeMachine", "0x11".into(), 8011),
		("gpu_subscribeMachine", hex(&TRAP), 8004),
		("gpu_subscribeOrder", NEXT_ORDER.to_string(), 8015),
		("gpu_subscribeOrder", hex(&MACHINE), 8016),
	];
	for (method, id, expected) in refused {
		assert_eq!(code(&node, method, &id).await, expected, "{id}");
	}
}

#[tokio::test]
async fn subscription_should_be_refused_when_nobody_follows_the_chain() {
	let id = ORDER.to_string();
	assert_eq!(code(&Node::new(), "gpu_subscribeOrder", &id).await, 8061);
	let node = Node::following();
	node.stop().await;
	assert_eq!(code(&node, "gpu_subscribeOrder", &id).await, 8061);
}

#[tokio::test]
async fn item_should_come_only_when_something_changed() {
	let node = Node::following();
	let mut subscription = follow_order(&node, ROOM).await;
	next(&mut subscription).await;
	let same = node.extend(4, node.chain[3], 0, Change::Nothing).await;
	assert_silent(&mut subscription).await;
	let changed = node.extend(5, same, 0, paid(5)).await;
	let item = next(&mut subscription).await.unwrap();
	assert_eq!(item["at"], at(changed, 5, false));
	assert_eq!(item["paidPlanck"], json!("5"));
	assert_silent(&mut subscription).await;
}

#[tokio::test]
async fn item_should_not_come_when_only_time_passed() {
	let node = Node::following();
	let mut subscription = follow_order(&node, ROOM).await;
	next(&mut subscription).await;
	let later = OrderInfo::Open(OpenOrder {
		due: 2,
		refundable: 1,
		left: 1,
		..open_order()
	});
	let change = Change::Order(Some(later));
	node.extend(4, node.chain[3], 0, change).await;
	assert_silent(&mut subscription).await;
	// Who comes now gets the latest numbers.
	let newest = next(&mut follow_order(&node, ROOM).await).await.unwrap();
	assert_eq!(newest["leftMs"], json!(1));
	assert_eq!(newest["at"]["number"], 4);
}

#[tokio::test]
async fn machine_should_be_pushed_when_it_changes() {
	let node = Node::following();
	let mut subscription = follow_machine(&node).await;
	assert_eq!(
		next(&mut subscription).await.unwrap()["closed"],
		json!(false)
	);
	let change = Change::Machine(Some(closed_machine()));
	node.extend(4, node.chain[3], 0, change).await;
	let item = next(&mut subscription).await.unwrap();
	assert_eq!(item["closed"], json!(true));
	assert_eq!(item["occupancy"]["freeGpus"], 1);
}

#[tokio::test]
async fn block_should_be_read_once_when_there_are_many_subscribers() {
	let node = Node::following();
	let mut subscriptions = Vec::new();
	for _ in 0..50 {
		subscriptions.push(follow_order(&node, ROOM).await);
	}
	let subject = Subject::Order(ORDER);
	assert_eq!(node.reads(node.chain[3], &subject), 1);
	let block = node.extend(4, node.chain[3], 0, paid(1)).await;
	node.wake().await;
	node.finalize(block).await;
	assert_eq!(node.reads(block, &subject), 1);
	for subscription in &mut subscriptions {
		for expected in [(3, false), (4, false), (4, true)] {
			let item = next(subscription).await.unwrap();
			let (number, finalized) = expected;
			assert_eq!(item["at"]["number"], number);
			assert_eq!(item["at"]["finalized"], finalized);
		}
	}
}

#[tokio::test]
async fn threat_53_reorganisation_should_push_what_the_new_branch_says() {
	let node = Node::following();
	let mut subscription = follow_order(&node, ROOM).await;
	next(&mut subscription).await;
	node.extend(4, node.chain[3], 0, paid(1)).await;
	assert_eq!(
		next(&mut subscription).await.unwrap()["paidPlanck"],
		json!("1")
	);
	let other = node.extend(4, node.chain[3], 1, Change::Nothing).await;
	let item = next(&mut subscription).await.unwrap();
	assert_eq!(item["paidPlanck"], json!("0"));
	assert_eq!(item["at"], at(other, 4, false));
}

#[tokio::test]
async fn threat_53_item_should_be_final_only_when_its_block_is() {
	let node = Node::following();
	let mut subscription = follow_order(&node, ROOM).await;
	next(&mut subscription).await;
	node.extend(4, node.chain[3], 0, paid(1)).await;
	next(&mut subscription).await;
	let kept = node.extend(4, node.chain[3], 1, paid(2)).await;
	next(&mut subscription).await;
	let best = node.extend(5, kept, 0, paid(3)).await;
	assert_eq!(
		next(&mut subscription).await.unwrap()["at"],
		at(best, 5, false)
	);
	node.finalize(kept).await;
	let item = next(&mut subscription).await.unwrap();
	assert_eq!(item["at"], at(kept, 4, true));
	assert_eq!(item["paidPlanck"], json!("2"));
	assert_silent(&mut subscription).await;
	node.finalize(best).await;
	assert_eq!(
		next(&mut subscription).await.unwrap()["at"],
		at(best, 5, true)
	);
}

#[tokio::test]
async fn item_should_not_come_again_when_a_later_block_with_the_same_is_final() {
	let node = Node::following();
	let mut subscription = follow_order(&node, ROOM).await;
	next(&mut subscription).await;
	node.finalize(node.chain[3]).await;
	assert_eq!(
		next(&mut subscription).await.unwrap()["at"],
		at(node.chain[3], 3, true)
	);
	let same = node.extend(4, node.chain[3], 0, Change::Nothing).await;
	node.finalize(same).await;
	assert_silent(&mut subscription).await;
	// Who comes now hears at once that it is final.
	let first = next(&mut follow_order(&node, ROOM).await).await.unwrap();
	assert_eq!(first["at"]["finalized"], json!(true));
}

#[tokio::test]
async fn final_block_should_be_no_news_when_it_is_before_the_subscription() {
	let node = Node::following();
	node.extend(4, node.chain[3], 0, paid(1)).await;
	let mut subscription = follow_order(&node, ROOM).await;
	next(&mut subscription).await;
	node.finalize(node.chain[3]).await;
	assert_silent(&mut subscription).await;
}

#[tokio::test]
async fn order_should_end_the_stream_when_its_closing_is_final() {
	let node = Node::following();
	let mut subscription = follow_order(&node, ROOM).await;
	next(&mut subscription).await;
	let change = Change::Order(Some(closed_order()));
	let closed = node.extend(4, node.chain[3], 0, change).await;
	let item = next(&mut subscription).await.unwrap();
	assert_eq!(item["stage"]["type"], "closed");
	assert_silent(&mut subscription).await;
	node.finalize(closed).await;
	let last = next(&mut subscription).await.unwrap();
	assert_eq!(last["at"], at(closed, 4, true));
	assert_eq!(last["stage"]["type"], "closed");
	assert_eq!(next(&mut subscription).await, None);
	assert_eq!(node.reads(closed, &Subject::Order(ORDER)), 1);
}

#[tokio::test]
async fn order_should_come_back_when_its_closing_is_undone() {
	let node = Node::following();
	let mut subscription = follow_order(&node, ROOM).await;
	next(&mut subscription).await;
	let change = Change::Order(Some(closed_order()));
	node.extend(4, node.chain[3], 0, change).await;
	next(&mut subscription).await;
	node.extend(4, node.chain[3], 1, Change::Nothing).await;
	let item = next(&mut subscription).await.unwrap();
	assert_eq!(item["stage"]["type"], "running");
}

#[tokio::test]
async fn order_should_be_the_only_item_when_it_was_closed_for_good_before() {
	let node = Node::following();
	node.finalize(node.chain[3]).await;
	let id = CLOSED_ORDER.to_string();
	let subscribed = try_subscribe(&node, "gpu_subscribeOrder", &id, ROOM).await;
	let mut subscription = subscribed.unwrap();
	let item = next(&mut subscription).await.unwrap();
	assert_eq!(item["at"]["finalized"], json!(true));
	assert_eq!(item["stage"]["type"], "closed");
	assert_eq!(next(&mut subscription).await, None);
}

#[tokio::test]
async fn machine_should_end_the_stream_when_its_removal_is_final() {
	let node = Node::following();
	let mut subscription = follow_machine(&node).await;
	next(&mut subscription).await;
	let gone = node
		.extend(4, node.chain[3], 0, Change::Machine(None))
		.await;
	let removed =
		|finalized| json!({ "at": at(gone, 4, finalized), "id": hex(&MACHINE), "removed": true });
	assert_eq!(next(&mut subscription).await, Some(removed(false)));
	// Nobody can begin to follow what is gone.
	let refused = code(&node, "gpu_subscribeMachine", &hex(&MACHINE)).await;
	assert_eq!(refused, 8010);
	node.finalize(gone).await;
	assert_eq!(next(&mut subscription).await, Some(removed(true)));
	assert_eq!(next(&mut subscription).await, None);
}

#[tokio::test]
async fn order_should_be_removed_when_it_was_never_in_the_final_chain() {
	let node = Node::following();
	node.extend(4, node.chain[3], 0, paid(1)).await;
	let mut subscription = follow_order(&node, ROOM).await;
	next(&mut subscription).await;
	let other = node.extend(4, node.chain[3], 1, Change::Order(None)).await;
	assert_eq!(
		next(&mut subscription).await.unwrap()["removed"],
		json!(true)
	);
	node.finalize(other).await;
	let last = json!({ "at": at(other, 4, true), "id": ORDER.to_string(), "removed": true });
	assert_eq!(next(&mut subscription).await, Some(last));
	assert_eq!(next(&mut subscription).await, None);
}

#[tokio::test]
async fn subject_should_be_forgotten_when_nobody_follows_it() {
	let node = Node::following();
	let subject = Subject::Order(ORDER);
	let first = follow_order(&node, ROOM).await;
	let second = follow_order(&node, ROOM).await;
	drop(first);
	idle().await;
	let block = node.extend(4, node.chain[3], 0, Change::Nothing).await;
	assert_eq!(node.reads(block, &subject), 1);
	drop(second);
	idle().await;
	let block = node.extend(5, block, 0, Change::Nothing).await;
	assert_eq!(node.reads(block, &subject), 0);
}

#[tokio::test(start_paused = true)]
async fn threat_52_subscriber_should_be_dropped_when_it_does_not_read() {
	let node = Node::following();
	let subscription = follow_order(&node, 1).await;
	let block = node.extend(4, node.chain[3], 0, paid(1)).await;
	let block = node.extend(5, block, 0, paid(2)).await;
	tokio::time::sleep(Duration::from_secs(29)).await;
	let block = node.extend(6, block, 0, paid(3)).await;
	assert_eq!(node.reads(block, &Subject::Order(ORDER)), 1);
	tokio::time::sleep(Duration::from_secs(2)).await;
	let block = node.extend(7, block, 0, paid(4)).await;
	assert_eq!(node.reads(block, &Subject::Order(ORDER)), 0);
	drop(subscription);
}

#[tokio::test]
async fn threat_52_subscriber_should_be_dropped_when_it_is_too_far_behind() {
	let node = Node::following();
	let mut slow = follow_order(&node, 1).await;
	let mut quick = follow_order(&node, ROOM).await;
	let mut block = node.chain[3];
	let waiting = u32::try_from(MAX_WAITING_ITEMS).unwrap();
	// One that it got, one that is being sent, those that wait, and one too many.
	for number in 4..4 + waiting + 3 {
		block = node.extend(number, block, 0, paid(number.into())).await;
	}
	let mut items = 0;
	while next(&mut slow).await.is_some() {
		items += 1;
	}
	assert!(items <= 3, "{items}");
	for _ in 0..waiting + 4 {
		next(&mut quick).await.unwrap();
	}
	assert_silent(&mut quick).await;
}

#[tokio::test]
async fn threat_46_subscription_should_be_refused_when_too_much_is_followed() {
	let node = Node::following();
	let mut subscriptions = Vec::new();
	for id in 0..MAX_SUBJECTS {
		let subscribed = try_subscribe(&node, "gpu_subscribeOrder", &id.to_string(), ROOM).await;
		subscriptions.push(subscribed.unwrap());
	}
	let one_more = MAX_SUBJECTS.to_string();
	assert_eq!(code(&node, "gpu_subscribeOrder", &one_more).await, 8060);
	// Another subscriber of something that is followed costs nothing.
	let known = try_subscribe(&node, "gpu_subscribeOrder", "0", ROOM).await;
	assert!(known.is_ok());
	drop(subscriptions.pop());
	idle().await;
	let in_its_place = try_subscribe(&node, "gpu_subscribeOrder", &one_more, ROOM).await;
	assert!(in_its_place.is_ok());
}

#[tokio::test]
async fn subject_should_be_read_at_the_next_block_when_it_could_not_be_read() {
	let node = Node::following();
	let mut subscription = follow_order(&node, ROOM).await;
	next(&mut subscription).await;
	let broken = node.extend(4, node.chain[3], 0, Change::Trap).await;
	assert_silent(&mut subscription).await;
	node.extend(5, broken, 0, paid(1)).await;
	let item = next(&mut subscription).await.unwrap();
	assert_eq!(item["paidPlanck"], json!("1"));
}

#[tokio::test]
async fn stage_should_be_pushed_when_time_changes_it() {
	let node = Node::following();
	let mut subscription = follow_order(&node, ROOM).await;
	next(&mut subscription).await;
	let over = OrderInfo::Open(OpenOrder {
		stage: OrderStage::Closing { start: 1, end: 2 },
		..open_order()
	});
	node.extend(4, node.chain[3], 0, Change::Order(Some(over)))
		.await;
	let item = next(&mut subscription).await.unwrap();
	assert_eq!(item["stage"]["type"], "closing");
}
