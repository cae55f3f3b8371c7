#!/usr/bin/env bash
# Runs our collators under a real relay chain: builds `polkadot` and its workers once (an hour on two cores), then the
# tests of zombienet/. Not part of scripts/test.sh for that hour.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# The relay chain of stable2609.
polkadot=41.0.0
relay=$DBC_CACHE/relay-$polkadot

if [[ ! -x $relay/bin/polkadot ]]; then
	say "Building polkadot $polkadot with its workers"
	# As the node does: the system's RocksDB, which the relay chain is told not to open, lacks a symbol.
	clang -c node/rocksdb_missing.c -o "$DBC_CACHE/rocksdb_missing.o"
	# What compiles and runs Wasm is optimised: a validator compiles the parachain's runtime within a time limit.
	optimise=(--config 'profile.dev.debug=0' --config 'profile.dev.opt-level=1')
	for package in cranelift-codegen cranelift-entity cranelift-frontend regalloc2 wasmparser \
		wasmtime wasmtime-environ wasmtime-internal-cranelift; do
		optimise+=(--config "profile.dev.package.$package.opt-level=3")
	done
	CARGO_TARGET_DIR=$CARGO_TARGET_DIR-relay RUSTFLAGS="-C link-arg=$DBC_CACHE/rocksdb_missing.o" \
		cargo install "polkadot@$polkadot" --locked --debug --features fast-runtime --root "$relay" \
		"${optimise[@]}"
fi

say "Building the node"
build_all
export PATH=$relay/bin:$CARGO_TARGET_DIR/debug:$PATH
say "Tests"
CARGO_TARGET_DIR=$CARGO_TARGET_DIR-zombienet cargo test --locked --manifest-path zombienet/Cargo.toml -- --nocapture
