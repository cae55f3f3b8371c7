//! The whole off-chain worker, between a web that misbehaves and a transaction pool that remembers.

use super::{
	node::{Node, NODE_START},
	web::Answer,
	*,
};
use crate::offchain::{Feed, DEADLINE_MS, MAX_BODY, MAX_FEEDS, RETRY_AFTER_MS};

/// What is submitted when nothing is.
const NOTHING: [u64; 0] = [];

/// An answer with this text as price.
fn usd(price: &str) -> Answer {
	Answer::ok(format!(r#"{{"name": "DBC", "usd": {price}}}"#))
}

/// What the worker submits when its sources answer so.
fn submitted(answers: Vec<Answer>) -> Vec<u64> {
	Node::with_answers(answers).run_worker()
}

#[test]
fn worker_should_submit_the_median_of_its_sources() {
	assert_eq!(submitted(vec![usd("0.012")]), [12_000_000]);
	assert_eq!(
		submitted(vec![usd("0.012"), usd("0.0120003")]),
		[12_000_150]
	);
	assert_eq!(
		submitted(vec![usd("0.013"), usd("\"0.012\""), usd("1.1e-2")]),
		[12_000_000]
	);
}

#[test]
fn worker_should_ask_for_json_and_name_itself() {
	let mut node = Node::with_answers(vec![usd("0.012")]);
	node.run_worker();
	assert_eq!(
		node.web.first_headers(),
		[
			("Accept".to_string(), "application/json".to_string()),
			("User-Agent".to_string(), "dbc-node".to_string()),
		]
	);
}

#[test]
fn worker_should_submit_what_the_chain_accepts() {
	let mut node = Node::with_answers(vec![usd("0.012")]);
	let [observed] = node.run_worker()[..] else {
		panic!("nothing was submitted")
	};
	let feeder = node.feeder.clone();
	node.on_chain(|| {
		assert_ok!(
			Price::submit(RuntimeOrigin::signed(feeder), observed),
			Pays::No.into()
		);
		assert_eq!(price(), Some(12_000_000));
	});
}

#[test]
fn threat_17_worker_should_follow_the_majority_when_a_source_lies() {
	for lie in ["0.12", "0.0012", "99.9"] {
		let [price] = submitted(vec![usd("0.0119"), usd(lie), usd("0.0121")])[..] else {
			panic!("nothing was submitted");
		};
		assert!((11_900_000..=12_100_000).contains(&price), "{price}");
	}
}

#[test]
fn worker_should_leave_a_source_out_when_its_answer_is_no_price() {
	let oversize = format!("{}{{\"usd\": 0.5}}", " ".repeat(MAX_BODY));
	for bad in [
		usd("0"),
		usd("-0.012"),
		usd("null"),
		usd("true"),
		usd("\"\""),
		usd("\"0.012 USD\""),
		usd("\"NaN\""),
		usd("NaN"),
		usd("[0.5]"),
		usd("{\"usd\": 0.5}"),
		usd("1e-10"),
		// Below the floor, above the ceiling, and beyond all numbers.
		usd("0.000099"),
		usd("100.1"),
		usd("1e400"),
		Answer::ok(r#"{"eur": 0.5}"#),
		Answer::ok("0.5"),
		Answer::ok("<html>0.5</html>"),
		Answer::ok(""),
		Answer::ok(vec![0xff, 0xfe]),
		Answer::ok(oversize.clone()),
		Answer::ok(oversize.clone()).dripping(1_000, 1),
		usd("0.5").status(500),
		usd("0.5").status(404),
		usd("0.5").status(301),
		usd("0.5").status(204),
		Answer::refused(),
		Answer::silent(),
		usd("0.5").after(DEADLINE_MS + 1),
		usd("0.5").dripping(1, 1_000),
	] {
		let answers = vec![bad.clone(), usd("0.012"), bad.clone()];
		assert_eq!(submitted(answers), [12_000_000], "{bad:?}");
		assert_eq!(submitted(vec![bad.clone()]), NOTHING, "{bad:?}");
	}
}

#[test]
fn worker_should_accept_an_answer_when_it_is_as_long_as_allowed() {
	let mut body = br#"{"usd": 0.012}"#.to_vec();
	body.resize(MAX_BODY, b' ');
	assert_eq!(submitted(vec![Answer::ok(body.clone())]), [12_000_000]);
	body.push(b' ');
	assert_eq!(submitted(vec![Answer::ok(body)]), NOTHING);
}

#[test]
fn worker_should_end_within_the_deadline_when_sources_are_silent_or_slow() {
	let mut answers = vec![
		Answer::silent(),
		usd("0.5").dripping(1, 900),
		usd("0.5").after(DEADLINE_MS + 1),
		usd("0.5").dripping(2, 600).after(3_000),
	];
	// Behind them, all that is whole in time counts.
	answers.push(usd("0.012").after(3_500));
	answers.push(usd("0.012").dripping(10, 200));
	let mut node = Node::with_answers(answers);
	assert_eq!(node.run_worker(), [12_000_000]);
	let took = node.web.now() - NODE_START;
	assert!(took <= DEADLINE_MS, "{took} ms");
}

#[test]
fn worker_should_not_wait_when_all_sources_have_answered() {
	let mut node = Node::with_answers(vec![usd("0.012"), usd("0.012").after(300)]);
	assert_eq!(node.run_worker(), [12_000_000]);
	let took = node.web.now() - NODE_START;
	assert!((300..400).contains(&took), "{took} ms");
}

#[test]
fn worker_should_read_the_others_when_as_many_as_possible_drip() {
	for every in [1, 45, 400] {
		let long = Answer::ok(format!("{:10000}", r#"{"usd": 0.5}"#));
		let mut answers = vec![long.dripping(1, every); MAX_FEEDS - 1];
		answers.push(usd("0.012").after(1_000));
		assert_eq!(submitted(answers), [12_000_000], "every {every} ms");
	}
}

#[test]
fn worker_should_ask_all_sources_at_once() {
	let mut node = Node::with_answers(vec![usd("0.012").after(3_000); MAX_FEEDS]);
	assert_eq!(node.run_worker(), [12_000_000]);
	assert_eq!(node.web.asked().len(), MAX_FEEDS);
	assert!(node.web.now() - NODE_START < 3_100);
}

#[test]
fn worker_should_do_nothing_when_no_source_is_configured() {
	let mut node = Node::new();
	assert_eq!(node.run_worker(), NOTHING);
	node.configure(&[]);
	assert_eq!(node.run_worker(), NOTHING);
	node.misconfigure(&[0xff, 0xff]);
	assert_eq!(node.run_worker(), NOTHING);
}

#[test]
fn worker_should_do_nothing_when_its_key_is_not_approved() {
	let mut node = Node::without_approval();
	node.web.serve("https://a.example", usd("0.012"));
	node.configure(&["https://a.example#/usd".parse().unwrap()]);
	assert_eq!(node.run_worker(), NOTHING);
	assert!(node.web.asked().is_empty());
}

#[test]
fn worker_should_use_the_approved_key_when_there_are_several() {
	let mut node = Node::with_answers(vec![usd("0.012")]);
	for seed in ["//A", "//B", "//C", "//D"] {
		assert_ne!(node.add_key(seed), node.feeder);
	}
	assert_eq!(node.run_worker(), [12_000_000]);
}

#[test]
fn worker_should_ask_only_the_first_sources_when_there_are_too_many() {
	let mut node = Node::with_answers(vec![usd("0.012"); MAX_FEEDS + 4]);
	assert_eq!(node.run_worker(), [12_000_000]);
	assert_eq!(node.web.asked().len(), MAX_FEEDS);
}

#[test]
fn worker_should_leave_a_source_out_when_its_configuration_is_bad() {
	let mut node = Node::new();
	node.web.serve("https://a.example", usd("0.012"));
	let good: Feed = "https://a.example#/usd".parse().unwrap();
	node.configure(&[
		Feed {
			url: b"not a url".to_vec(),
			..good.clone()
		},
		Feed {
			url: vec![0xff],
			..good.clone()
		},
		Feed {
			pointer: vec![0xff],
			..good.clone()
		},
		Feed {
			pointer: b"usd".to_vec(),
			..good.clone()
		},
		good,
	]);
	assert_eq!(node.run_worker(), [12_000_000]);
}

#[test]
fn worker_should_wait_when_its_submission_is_under_way() {
	let mut node = Node::with_answers(vec![usd("0.012")]);
	assert_eq!(node.run_worker(), [12_000_000]);
	let asked = node.web.asked().len();
	// The next blocks come without it.
	for _ in 0..3 {
		node.on_chain(|| advance(6 * SECOND));
		node.web.set_now(node.web.now() + 6 * SECOND);
		assert_eq!(node.run_worker(), NOTHING);
	}
	assert_eq!(node.web.asked().len(), asked);
}

#[test]
fn worker_should_try_again_when_its_submission_got_lost() {
	let mut node = Node::with_answers(vec![usd("0.012")]);
	assert_eq!(node.run_worker(), [12_000_000]);
	node.web.set_now(NODE_START + RETRY_AFTER_MS - 1);
	assert_eq!(node.run_worker(), NOTHING);
	node.web.set_now(NODE_START + RETRY_AFTER_MS);
	assert_eq!(node.run_worker(), [12_000_000]);
}

#[test]
fn worker_should_try_again_when_the_clock_of_the_node_was_set_back() {
	let mut node = Node::with_answers(vec![usd("0.012")]);
	assert_eq!(node.run_worker(), [12_000_000]);
	node.web.set_now(NODE_START - 24 * 60 * MINUTE);
	assert_eq!(node.run_worker(), [12_000_000]);
}

#[test]
fn worker_should_try_again_when_no_source_answered_or_the_pool_refused() {
	let mut node = Node::with_answers(vec![Answer::refused()]);
	assert_eq!(node.run_worker(), NOTHING);
	node.web
		.serve("https://source-0.example/price", usd("0.012"));
	assert_eq!(node.run_worker(), NOTHING);
	node.web.set_now(NODE_START + RETRY_AFTER_MS);
	node.close_pool(true);
	assert_eq!(node.run_worker(), NOTHING);
	node.close_pool(false);
	node.web.set_now(NODE_START + 3 * RETRY_AFTER_MS);
	assert_eq!(node.run_worker(), [12_000_000]);
}

#[test]
fn worker_should_feed_again_when_its_observation_is_due() {
	let mut node = Node::with_answers(vec![usd("0.012")]);
	// Shorter than the time for which a lost submission is waited for: what arrived is not waited for.
	let interval = 10 * SECOND;
	change_rules(|rules| rules.submit_interval = interval);
	let feeder = node.feeder.clone();
	for _ in 0..3 {
		assert_eq!(node.run_worker(), [12_000_000]);
		node.on_chain(|| {
			assert_ok!(Price::submit(
				RuntimeOrigin::signed(feeder.clone()),
				12_000_000
			));
			advance(interval - 1);
		});
		assert_eq!(node.run_worker(), NOTHING);
		node.on_chain(|| advance(1));
	}
}
