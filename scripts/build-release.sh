#!/usr/bin/env bash
# Builds the node for production: optimised, with the bundled RocksDB, the metadata hash in the runtime, and no sudo.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

export ROCKSDB_COMPILE=1
# Apart from the development build, whose RocksDB is the system's and whose runtime has sudo.
export CARGO_TARGET_DIR=$CARGO_TARGET_DIR-release
scripts/setup.sh
use_wasm_toolchain
say "Building (an hour or more on two cores)"
cargo build --release --locked -p dbc-node --no-default-features --features on-chain-release-build

# The names of calls and errors stand in the runtime's metadata.
blob=$CARGO_TARGET_DIR/release/wbuild/dbc-runtime/dbc_runtime.compact.wasm
grep -q NotFeeder "$blob" || die "$blob does not look like our runtime"
if grep -q SudoAsDone "$blob"; then die "the runtime has sudo: it must not go into production"; fi
say "Done: $CARGO_TARGET_DIR/release/dbc-node"
ls -l "${blob%.wasm}.compressed.wasm"
