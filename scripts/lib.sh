# shellcheck shell=bash
# Sourced by every script: one environment for all of them, so that nothing is built twice.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
DBC_CACHE=${DBC_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dbc}
WASM_TARGET=wasm32v1-none
# Name under which rustup knows Debian's compiler, where the target cannot be had by rustup.
WASM_TOOLCHAIN=dbc-wasm
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$DBC_CACHE/target}
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
# Each of these, even when empty, would rebuild the runtime and everything above it.
unset RUSTC_BOOTSTRAP RUSTFLAGS SKIP_WASM_BUILD FORCE_WASM_BUILD WASM_BUILD_TOOLCHAIN WASM_BUILD_TYPE \
	WASM_BUILD_RUSTFLAGS WASM_BUILD_STD WASM_TARGET_DIRECTORY CARGO_TARGET_WASM32V1_NONE_LINKER
cd "$ROOT"

say() { printf '\n\033[1m[%3d:%02d] %s\033[0m\n' $((SECONDS / 60)) $((SECONDS % 60)) "$*" >&2; }
die() {
	printf '\nerror: %s\n' "$*" >&2
	exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# Whether the compiler `rustc $1` (a rustup toolchain as `+name`, or nothing) can build for the Wasm target.
can_build_wasm() {
	local dir
	dir=$(mktemp -d)
	echo '#![no_std]' >"$dir/probe.rs"
	local ok=0
	rustc ${1:+"$1"} --edition 2021 --crate-type rlib --target "$WASM_TARGET" \
		--out-dir "$dir" "$dir/probe.rs" >/dev/null 2>&1 || ok=1
	rm -rf "$dir"
	return $ok
}

rust_lld() {
	local host
	host=$(rustc -vV | sed -n 's/^host: //p')
	echo "$(rustc --print sysroot)/lib/rustlib/$host/bin/rust-lld"
}

# Installs the Debian packages that are missing, or says how.
install_packages() {
	local missing=() package
	has apt-get || die "no apt-get here: install what your system calls: $*"
	for package in "$@"; do
		[[ $(dpkg-query -Wf '${Status}' "$package" 2>/dev/null) == *' installed' ]] || missing+=("$package")
	done
	((${#missing[@]})) || return 0
	((EUID == 0)) || die "packages are missing; run: sudo apt-get install ${missing[*]}"
	say "Installing ${missing[*]}"
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq
	apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# The compiler of the runtime: rustup's own where it has the target, else Debian's.
use_wasm_toolchain() {
	if can_build_wasm; then return; fi
	can_build_wasm +"$WASM_TOOLCHAIN" || die "no compiler for $WASM_TARGET: run scripts/setup.sh"
	export WASM_BUILD_TOOLCHAIN=$WASM_TOOLCHAIN
	CARGO_TARGET_WASM32V1_NONE_LINKER=$(rust_lld)
	export CARGO_TARGET_WASM32V1_NONE_LINKER
}

# Builds everything once, with the features of the whole workspace: the node, the tests, the tools.
build_all() {
	use_wasm_toolchain
	cargo build --workspace --all-targets --locked
}
