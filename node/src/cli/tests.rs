use super::*;
use clap::CommandFactory;
use sc_cli::CliConfiguration;

fn parse(args: &[&str]) -> clap::error::Result<Cli> {
	Cli::try_from_iter(once(&"dbc-node").chain(args)).map(Cli::with_defaults)
}

fn extensions() -> chain_spec::Extensions {
	chain_spec::Extensions {
		relay_chain: "rococo-local".into(),
		para_id: None,
	}
}

#[test]
fn arguments_should_be_consistent_when_clap_checks_them() {
	Cli::command().debug_assert();
}

#[test]
fn node_should_get_safe_defaults_when_no_flag_is_given() {
	let run = parse(&["--chain", "local"]).unwrap().run.normalize();
	assert_eq!(run.database().unwrap(), Some(Database::ParityDb));
	assert_eq!(run.rpc_rate_limit().unwrap(), Some(DEFAULT_RPC_RATE_LIMIT));
	let endpoints = run.rpc_addr(9944).unwrap().unwrap();
	for endpoint in endpoints {
		assert!(matches!(
			endpoint.batch_config,
			RpcBatchRequestConfig::Limit(50)
		));
		assert_eq!(endpoint.rate_limit, Some(DEFAULT_RPC_RATE_LIMIT));
		assert!(endpoint.listen_addr.ip().is_loopback());
	}
	let spec = chain_spec::load("local").unwrap();
	assert!(run.prometheus_config(9615, &spec).unwrap().is_some());
}

#[test]
fn node_should_keep_the_users_choice_when_flags_are_given() {
	let args = [
		"--database",
		"auto",
		"--rpc-rate-limit",
		"7",
		"--rpc-max-batch-request-len",
	];
	let cli = parse(&[&args[..], &["3"][..]].concat()).unwrap();
	let run = cli.run.normalize();
	assert_eq!(run.database().unwrap(), Some(Database::Auto));
	assert_eq!(run.rpc_rate_limit().unwrap(), NonZeroU32::new(7));
	assert!(matches!(
		run.rpc_batch_config().unwrap(),
		RpcBatchRequestConfig::Limit(3)
	));

	let run = parse(&["--rpc-disable-batch-requests"])
		.unwrap()
		.run
		.normalize();
	assert!(matches!(
		run.rpc_batch_config().unwrap(),
		RpcBatchRequestConfig::Disabled
	));
}

#[test]
fn extra_endpoint_should_get_the_same_limits_when_it_names_none() {
	let cli = parse(&["--experimental-rpc-endpoint", "listen-addr=127.0.0.1:9000"]).unwrap();
	let endpoints = cli.run.normalize().rpc_addr(9944).unwrap().unwrap();
	assert_eq!(endpoints.len(), 1);
	assert!(matches!(
		endpoints[0].batch_config,
		RpcBatchRequestConfig::Limit(50)
	));
	assert_eq!(endpoints[0].rate_limit, Some(DEFAULT_RPC_RATE_LIMIT));
}

#[test]
fn development_node_should_have_no_rate_limit_when_none_is_given() {
	assert_eq!(
		parse(&["--dev"])
			.unwrap()
			.run
			.normalize()
			.rpc_rate_limit()
			.unwrap(),
		None
	);
}

#[test]
fn sealing_should_follow_the_flags_when_dev_is_given() {
	let sealing = |args: &[&str]| parse(&[&["--dev"], args].concat()).unwrap().sealing();
	assert_eq!(sealing(&[]), Sealing::Interval(Duration::from_secs(6)));
	assert_eq!(
		sealing(&["--dev-block-time", "250"]),
		Sealing::Interval(Duration::from_millis(250))
	);
	assert_eq!(sealing(&["--dev-block-time", "0"]), Sealing::OnRequest);
	assert_eq!(sealing(&["--instant-seal"]), Sealing::Instant);
}

#[test]
fn arguments_should_be_refused_when_they_contradict_each_other() {
	for args in [
		&["--dev-block-time", "100"][..],
		&["--instant-seal"],
		&["--dev", "--instant-seal", "--dev-block-time", "100"],
		&["--dev", "--authoring", "slot-based"],
		&["--authoring", "sometimes"],
		&["--price-feed-url", "https://example.org"],
		&["--price-feed-url", "ftp://example.org#/price"],
	] {
		assert!(parse(args).is_err(), "{args:?}");
	}
}

#[test]
fn feeds_should_be_kept_in_order_when_several_are_given() {
	let cli = parse(&[
		"--price-feed-url",
		"http://a#/x",
		"--price-feed-url",
		"http://b#/y",
	]);
	let hosts = cli
		.unwrap()
		.price_feeds
		.into_iter()
		.map(|feed| feed.url)
		.collect::<Vec<_>>();
	assert_eq!(hosts, [b"http://a", b"http://b"]);
}

#[test]
fn relay_node_should_live_beside_the_parachain_when_no_argument_is_given() {
	let cli = parse(&["--chain", "local"]).unwrap();
	let relay = cli
		.relay_chain(Some(&extensions()), Path::new("/data"))
		.unwrap()
		.run
		.base;
	assert_eq!(relay.chain_id(false).unwrap(), "rococo-local");
	assert_eq!(relay.database().unwrap(), Some(Database::ParityDb));
	assert_eq!(
		relay.shared_params.base_path,
		Some(PathBuf::from("/data/polkadot"))
	);
	assert_eq!(relay.network_params.port, Some(RELAY_P2P_PORT));
	let endpoints = relay.rpc_addr(9944).unwrap().unwrap();
	assert_eq!(endpoints[0].listen_addr.port(), RELAY_RPC_PORT);
	assert_eq!(endpoints[0].rate_limit, Some(DEFAULT_RPC_RATE_LIMIT));
}

#[test]
fn relay_node_should_keep_the_users_choice_when_arguments_follow_the_dashes() {
	let cli = parse(&["--", "--chain", "paseo", "--port", "1234", "-d", "/relay"]).unwrap();
	let relay = cli
		.relay_chain(Some(&extensions()), Path::new("/data"))
		.unwrap()
		.run
		.base;
	assert_eq!(relay.chain_id(false).unwrap(), "paseo");
	assert_eq!(relay.shared_params.base_path, Some(PathBuf::from("/relay")));
	assert_eq!(relay.network_params.port, Some(1234));

	let cli = parse(&["--", "purge-chain"]).unwrap();
	assert!(cli.relay_chain(None, Path::new("/data")).is_err());
}
