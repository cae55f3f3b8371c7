#!/usr/bin/env bash
# Measures every call of our pallets on the real runtime and writes runtime/src/weights/<pallet>.rs.
#   scripts/bench.sh [--steps N] [--repeat N] [pallet...]     default: 50 steps, 20 repeats, the pallets below
# Or measures whether what happens to a machine costs the same however many there are, and fails if it does not. The table
# is in docs/performance.md; the largest state takes 9 GB of memory.
#   scripts/bench.sh scale [number of machines...]            default: 1 1000 100000 1000000
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# A folder of its own: these features change the blob. The host functions of storage are optimised, as in production.
export CARGO_TARGET_DIR=$CARGO_TARGET_DIR-bench
use_wasm_toolchain
optimise=()
optimise() {
	local package
	for package in "$@"; do
		optimise+=(--config "profile.dev.package.$package.opt-level=3")
	done
}
optimise sp-io sp-externalities sp-core sc-client-db sc-executor-common frame-benchmarking kvdb-memorydb

if [[ ${1:-} == scale ]]; then
	shift
	say "Building the measurement"
	# With the node's features, so that both share what they are built of. The runtime runs natively and optimised.
	# Its build script runs apart from the node's: SKIP_WASM_BUILD concerns this one alone, and the blob stays.
	optimise dbc-runtime dbc-math dbc-integration-tests
	SKIP_WASM_BUILD=1 cargo build --locked -p dbc-node -p dbc-integration-tests --example scale \
		--features dbc-node/runtime-benchmarks "${optimise[@]}"
	say "Measuring"
	exec "$CARGO_TARGET_DIR/debug/examples/scale" "$@"
fi

steps=50 repeat=20 pallets=()
while (($#)); do
	case $1 in
	--steps) steps=$2 && shift ;;
	--repeat) repeat=$2 && shift ;;
	-*) die "unknown option $1" ;;
	*) pallets+=("$1") ;;
	esac
	shift
done
((${#pallets[@]})) || pallets=(pallet_balances pallet_committee pallet_faults pallet_machines pallet_params
	pallet_price pallet_rental pallet_rewards pallet_sanctions pallet_verification)

say "Building the node with the benchmarks"
cargo build --locked -p dbc-node --features runtime-benchmarks "${optimise[@]}"

bin=$CARGO_TARGET_DIR/debug
mkdir -p runtime/src/weights
for pallet in "${pallets[@]}"; do
	say "Measuring $pallet"
	"$bin/dbc-node" benchmark pallet \
		--runtime "$bin/wbuild/dbc-runtime/dbc_runtime.wasm" \
		--genesis-builder runtime --genesis-builder-preset development \
		--pallet "$pallet" --extrinsic '*' --steps "$steps" --repeat "$repeat" \
		--output "runtime/src/weights/$pallet.rs" --quiet
	# No paths of this machine in the project.
	sed -i "s|$bin/||g" "runtime/src/weights/$pallet.rs"
	scripts/sum-proofs.py "runtime/src/weights/$pallet.rs"
done
cargo fmt --all
