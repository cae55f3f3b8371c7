//! A node that may feed: keystore, local storage, web and transaction pool around a chain.

use std::sync::{Arc, Mutex};

use codec::{Decode, Encode};
use frame_support::traits::Hooks;
use sp_core::offchain::{
	testing::TestOffchainExt, OffchainDbExt, OffchainWorkerExt, TransactionPool, TransactionPoolExt,
};
use sp_io::TestExternalities;
use sp_keystore::{testing::MemoryKeystore, Keystore, KeystoreExt};
use sp_runtime::{
	generic::{Preamble, SignedPayload},
	offchain::storage::StorageValueRef,
	traits::Verify,
};

use super::web::{Answer, FakeWeb};
use crate::{
	crypto::KEY_TYPE,
	mock::*,
	offchain::{Feed, FEEDS_KEY},
	Call, Feeder, Feeders,
};

/// The node's clock at the beginning: not that of the chain.
pub const NODE_START: u64 = START + 7;

/// A transaction pool that keeps what it gets, or refuses everything.
#[derive(Clone, Default)]
struct FakePool {
	transactions: Arc<Mutex<Vec<Vec<u8>>>>,
	is_closed: Arc<Mutex<bool>>,
}

impl TransactionPool for FakePool {
	fn submit_transaction(&mut self, extrinsic: Vec<u8>) -> Result<(), ()> {
		if *self.is_closed.lock().unwrap() {
			return Err(());
		}
		self.transactions.lock().unwrap().push(extrinsic);
		Ok(())
	}
}

pub struct Node {
	ext: TestExternalities,
	keystore: MemoryKeystore,
	pool: FakePool,
	pub web: FakeWeb,
	/// The account whose key the node holds.
	pub feeder: AccountId,
}

impl Node {
	/// A node with the key of the only feeder of a development chain, and no sources.
	pub fn new() -> Self {
		let mut node = Self::without_approval();
		let feeder = Feeder::new(node.feeder.clone());
		node.on_chain(|| Feeders::<Test>::mutate(|feeders| feeders.try_push(feeder).unwrap()));
		node
	}

	/// The same before the feeder is approved.
	pub fn without_approval() -> Self {
		change_rules(|rules| {
			rules.min_feeders = 1;
			rules.min_quorum = 1;
		});
		let keystore = MemoryKeystore::new();
		let key = keystore
			.sr25519_generate_new(KEY_TYPE, Some("//Feeder"))
			.unwrap();
		let pool = FakePool::default();
		let web = FakeWeb::new(NODE_START);
		let mut ext = new_test_ext(0);
		ext.register_extension(OffchainDbExt::new(TestOffchainExt::new().0));
		ext.register_extension(OffchainWorkerExt::new(web.clone()));
		ext.register_extension(KeystoreExt::new(keystore.clone()));
		ext.register_extension(TransactionPoolExt::new(pool.clone()));
		Self {
			ext,
			keystore,
			pool,
			web,
			feeder: AccountId::new(key.0),
		}
	}

	/// Does something on the node's best block.
	pub fn on_chain<R>(&mut self, action: impl FnOnce() -> R) -> R {
		self.ext.execute_with(action)
	}

	/// Puts another key into the keystore.
	pub fn add_key(&self, seed: &str) -> AccountId {
		let key = self
			.keystore
			.sr25519_generate_new(KEY_TYPE, Some(seed))
			.unwrap();
		AccountId::new(key.0)
	}

	/// Configures these sources, as the node does at its start.
	pub fn configure(&mut self, feeds: &[Feed]) {
		let feeds = feeds.to_vec();
		self.on_chain(|| StorageValueRef::persistent(FEEDS_KEY).set(&feeds));
	}

	/// Writes something else in the place of the sources.
	pub fn misconfigure(&mut self, bytes: &[u8]) {
		let kind = sp_core::offchain::StorageKind::PERSISTENT;
		self.on_chain(|| sp_io::offchain::local_storage_set(kind, FEEDS_KEY, bytes));
	}

	/// Configures sources that answer so, each with its price at `/usd`.
	pub fn with_answers(answers: Vec<Answer>) -> Self {
		let mut node = Self::new();
		let feeds: Vec<Feed> = answers
			.into_iter()
			.enumerate()
			.map(|(index, answer)| {
				let url = format!("https://source-{index}.example/price");
				node.web.serve(&url, answer);
				format!("{url}#/usd").parse().unwrap()
			})
			.collect();
		node.configure(&feeds);
		node
	}

	/// Lets the worker of a block run, and tells what it submitted.
	pub fn run_worker(&mut self) -> Vec<u64> {
		let block = self.on_chain(System::block_number);
		self.on_chain(|| <Price as Hooks<u64>>::offchain_worker(block));
		self.take_submitted()
	}

	/// Lets the pool refuse everything, or not.
	pub fn close_pool(&self, is_closed: bool) {
		*self.pool.is_closed.lock().unwrap() = is_closed;
	}

	/// The prices in the pool, which is emptied. Every transaction must be signed by the feeder, with its next nonce.
	fn take_submitted(&mut self) -> Vec<u64> {
		let transactions = std::mem::take(&mut *self.pool.transactions.lock().unwrap());
		let feeder = self.feeder.clone();
		let nonce = self.on_chain(|| System::account_nonce(&feeder));
		transactions
			.into_iter()
			.map(|bytes| {
				let extrinsic = Extrinsic::decode(&mut &bytes[..]).unwrap();
				let Preamble::Signed(signer, signature, extension) = extrinsic.preamble else {
					panic!("not signed");
				};
				assert_eq!(signer, feeder);
				assert_eq!(
					extension.0 + 1,
					nonce,
					"the worker's overlay counts the submission"
				);
				let RuntimeCall::Price(Call::submit { price }) = extrinsic.function else {
					panic!("another call: {:?}", extrinsic.function);
				};
				let payload = SignedPayload::new(extrinsic.function, extension).unwrap();
				assert!(payload.using_encoded(|bytes| signature.verify(bytes, &signer)));
				price
			})
			.collect()
	}
}
