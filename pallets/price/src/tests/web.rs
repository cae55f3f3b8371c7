//! A small web with a clock of its own, behind the interface that the node offers to off-chain workers.

use std::{
	collections::BTreeMap,
	sync::{Arc, Mutex, MutexGuard},
};

use sp_core::{
	offchain::{
		Externalities, HttpError, HttpRequestId, HttpRequestStatus, OpaqueNetworkState, Timestamp,
	},
	OpaquePeerId,
};

/// How a server answers.
#[derive(Clone, Debug)]
pub struct Answer {
	status: u16,
	body: Vec<u8>,
	/// When the head of the answer comes, in milliseconds after the request. Never, if `None`.
	head_after: Option<u64>,
	/// Bytes that come at once.
	chunk: usize,
	/// Time between two chunks, and between head and first chunk.
	chunk_every: u64,
	/// Whether the connection breaks before the head.
	refused: bool,
}

impl Answer {
	/// The whole answer after 20 ms.
	pub fn ok(body: impl Into<Vec<u8>>) -> Self {
		Self {
			status: 200,
			body: body.into(),
			head_after: Some(20),
			chunk: usize::MAX,
			chunk_every: 0,
			refused: false,
		}
	}

	/// With another status.
	pub fn status(self, status: u16) -> Self {
		Self { status, ..self }
	}

	/// After this time.
	pub fn after(self, milliseconds: u64) -> Self {
		Self {
			head_after: Some(milliseconds),
			..self
		}
	}

	/// In pieces.
	pub fn dripping(self, chunk: usize, every: u64) -> Self {
		Self {
			chunk,
			chunk_every: every,
			..self
		}
	}

	/// A server that accepts and says nothing.
	pub fn silent() -> Self {
		Self {
			head_after: None,
			..Self::ok("")
		}
	}

	/// A server that is not there.
	pub fn refused() -> Self {
		Self {
			refused: true,
			..Self::ok("")
		}
	}
}

struct Request {
	url: String,
	headers: Vec<(String, String)>,
	sent_at: Option<u64>,
	read: usize,
}

struct Web {
	now: u64,
	servers: BTreeMap<String, Answer>,
	requests: Vec<Request>,
}

impl Web {
	fn request(&mut self, id: HttpRequestId) -> &mut Request {
		self.requests
			.get_mut(usize::from(id.0))
			.expect("no such request")
	}

	/// The request's server, and when it sends its head.
	fn answer(&mut self, id: HttpRequestId) -> (Answer, u64) {
		let request = self.request(id);
		let sent_at = request.sent_at.expect("asked before it was sent");
		let url = request.url.clone();
		let answer = self
			.servers
			.get(&url)
			.cloned()
			.unwrap_or_else(Answer::refused);
		let head_at = answer
			.head_after
			.map_or(u64::MAX, |after| sent_at.saturating_add(after));
		(answer, head_at)
	}
}

/// A handle on the web: its clones share it.
#[derive(Clone)]
pub struct FakeWeb(Arc<Mutex<Web>>);

impl FakeWeb {
	/// A web without servers whose clock shows `now`.
	pub fn new(now: u64) -> Self {
		Self(Arc::new(Mutex::new(Web {
			now,
			servers: BTreeMap::new(),
			requests: Vec::new(),
		})))
	}

	/// Lets `url` answer so.
	pub fn serve(&self, url: &str, answer: Answer) {
		self.lock().servers.insert(url.into(), answer);
	}

	/// What was asked so far, in order.
	pub fn asked(&self) -> Vec<String> {
		self.lock()
			.requests
			.iter()
			.map(|request| request.url.clone())
			.collect()
	}

	/// The headers of the first request.
	pub fn first_headers(&self) -> Vec<(String, String)> {
		self.lock().requests[0].headers.clone()
	}

	/// The clock.
	pub fn now(&self) -> u64 {
		self.lock().now
	}

	/// Sets the clock.
	pub fn set_now(&self, now: u64) {
		self.lock().now = now;
	}

	fn lock(&self) -> MutexGuard<'_, Web> {
		self.0.lock().unwrap()
	}
}

impl Externalities for FakeWeb {
	fn is_validator(&self) -> bool {
		panic!("the worker needs nothing else of its host")
	}

	fn network_state(&self) -> Result<OpaqueNetworkState, ()> {
		panic!("the worker needs nothing else of its host")
	}

	fn timestamp(&mut self) -> Timestamp {
		Timestamp::from_unix_millis(self.now())
	}

	fn sleep_until(&mut self, _deadline: Timestamp) {
		panic!("the worker needs nothing else of its host")
	}

	fn random_seed(&mut self) -> [u8; 32] {
		panic!("the worker needs nothing else of its host")
	}

	fn http_request_start(
		&mut self,
		method: &str,
		url: &str,
		_meta: &[u8],
	) -> Result<HttpRequestId, ()> {
		assert_eq!(method, "GET");
		if url.contains(' ') {
			return Err(());
		}
		let mut web = self.lock();
		let id = HttpRequestId(web.requests.len() as u16);
		web.requests.push(Request {
			url: url.into(),
			headers: Vec::new(),
			sent_at: None,
			read: 0,
		});
		Ok(id)
	}

	fn http_request_add_header(
		&mut self,
		id: HttpRequestId,
		name: &str,
		value: &str,
	) -> Result<(), ()> {
		self.lock()
			.request(id)
			.headers
			.push((name.into(), value.into()));
		Ok(())
	}

	fn http_request_write_body(
		&mut self,
		id: HttpRequestId,
		chunk: &[u8],
		_deadline: Option<Timestamp>,
	) -> Result<(), HttpError> {
		assert!(chunk.is_empty(), "a GET has no body");
		let mut web = self.lock();
		let now = web.now;
		web.request(id).sent_at = Some(now);
		Ok(())
	}

	/// Waits until all have answered or the deadline, as the node does.
	fn http_response_wait(
		&mut self,
		ids: &[HttpRequestId],
		deadline: Option<Timestamp>,
	) -> Vec<HttpRequestStatus> {
		let deadline = deadline.expect("never wait for ever").unix_millis();
		let mut web = self.lock();
		let answers: Vec<(Answer, u64)> = ids.iter().map(|id| web.answer(*id)).collect();
		let all_here = answers
			.iter()
			.map(|(_, head_at)| *head_at)
			.max()
			.unwrap_or_default();
		web.now = web.now.max(all_here.min(deadline));
		let now = web.now;
		answers
			.into_iter()
			.map(|(answer, head_at)| match answer {
				_ if head_at > now => HttpRequestStatus::DeadlineReached,
				Answer { refused: true, .. } => HttpRequestStatus::IoError,
				Answer { status, .. } => HttpRequestStatus::Finished(status),
			})
			.collect()
	}

	fn http_response_headers(&mut self, _id: HttpRequestId) -> Vec<(Vec<u8>, Vec<u8>)> {
		panic!("the worker needs nothing else of its host")
	}

	/// Waits until the next chunk is there or the deadline.
	fn http_response_read_body(
		&mut self,
		id: HttpRequestId,
		buffer: &mut [u8],
		deadline: Option<Timestamp>,
	) -> Result<usize, HttpError> {
		let deadline = deadline.expect("never wait for ever").unix_millis();
		let mut web = self.lock();
		let (answer, head_at) = web.answer(id);
		let read = web.request(id).read;
		let chunks_before = (read / answer.chunk) as u64;
		let ready_at = head_at + (chunks_before + 1) * answer.chunk_every;
		if ready_at > deadline.max(web.now) {
			web.now = web.now.max(deadline);
			return Err(HttpError::DeadlineReached);
		}
		web.now = web.now.max(ready_at);
		let rest = &answer.body[read..];
		let left_of_chunk = answer.chunk - read % answer.chunk;
		let length = rest.len().min(left_of_chunk).min(buffer.len());
		buffer[..length].copy_from_slice(&rest[..length]);
		web.request(id).read += length;
		Ok(length)
	}

	fn set_authorized_nodes(&mut self, _nodes: Vec<OpaquePeerId>, _authorized_only: bool) {
		panic!("the worker needs nothing else of its host")
	}
}
