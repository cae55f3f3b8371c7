//! Brings items to one subscriber.

use std::time::Duration;

use jsonrpsee::{
	core::{StringError, SubscriptionResult},
	PendingSubscriptionSink, SubscriptionMessage, SubscriptionSink,
};
use tokio::sync::broadcast::error::RecvError;

use super::{Feed, Item, Subject, Updates};

/// How long a subscriber may take for an item.
const SEND_TIMEOUT: Duration = Duration::from_secs(30);
/// What a subscriber who is dropped is told.
const TOO_SLOW: &str = "you read too slowly: subscribe again";

/// Sends a subscriber how `subject` is and what changes of it, until one of them ends it.
pub(super) async fn pump(
	pending: PendingSubscriptionSink,
	feed: &Feed,
	subject: Subject,
) -> SubscriptionResult {
	let Updates { first, mut later } = match feed.subscribe(subject).await {
		Ok(updates) => updates,
		Err(error) => {
			pending.reject(error).await;
			return Ok(());
		}
	};
	let Ok(sink) = pending.accept().await else {
		return Ok(());
	};
	send(&sink, &first).await?;
	loop {
		tokio::select! {
			() = sink.closed() => return Ok(()),
			item = later.recv() => match item {
				Ok(item) => send(&sink, &item).await?,
				Err(RecvError::Lagged(_)) => return Err(StringError::from(TOO_SLOW)),
				// The last item was sent.
				Err(RecvError::Closed) => return Ok(()),
			},
		}
	}
}

/// Fails if the subscriber does not take the item in time.
async fn send(sink: &SubscriptionSink, item: &Item) -> Result<(), StringError> {
	let message = SubscriptionMessage::from_json(&item.as_ref())
		.map_err(|error| StringError::from(error.to_string()))?;
	sink.send_timeout(message, SEND_TIMEOUT)
		.await
		.map_err(|_| StringError::from(TOO_SLOW))
}
