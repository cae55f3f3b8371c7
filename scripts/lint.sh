#!/usr/bin/env bash
# Checks everything that needs no run: format, lints (native and Wasm), features, the direction of dependencies, scripts.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
use_wasm_toolchain

say "Format"
cargo fmt --all --check

say "Scripts"
if has shellcheck; then shellcheck -x -P SCRIPTDIR .ci/run scripts/*.sh; fi

say "Direction of dependencies"
python3 scripts/check-manifests.py

say "Clippy, native"
# In the shared target folder: proc macros and C++ come from the build. Clippy runs the build scripts of our own crates
# again, apart from the build's: SKIP_WASM_BUILD concerns those alone, and the blob stays.
SKIP_WASM_BUILD=1 cargo clippy --workspace --all-targets --locked -- -D warnings

say "Clippy, Wasm"
# The crates that go on chain, as the runtime's blob has them. WASM_BUILD_TOOLCHAIN is Debian's compiler where rustup
# has no library for the target.
mapfile -t on_chain < <(scripts/check-manifests.py --on-chain)
CARGO_TARGET_WASM32V1_NONE_RUSTFLAGS="--cfg substrate_runtime" \
	cargo ${WASM_BUILD_TOOLCHAIN:+"+$WASM_BUILD_TOOLCHAIN"} clippy --locked --no-default-features --target "$WASM_TARGET" \
	"${on_chain[@]/#/--package=}" -- -D warnings

say "Features"
# These features have no blob of their own: SKIP_WASM_BUILD never meets the default ones.
SKIP_WASM_BUILD=1 cargo clippy --locked -p dbc-runtime --features runtime-benchmarks,try-runtime -- -D warnings
# As production has it: without sudo.
SKIP_WASM_BUILD=1 cargo clippy --locked -p dbc-runtime --no-default-features --features std -- -D warnings
