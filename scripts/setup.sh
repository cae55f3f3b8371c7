#!/usr/bin/env bash
# Installs what the build needs and the machine lacks. Costs nothing when all is there.
#   scripts/setup.sh [--tests]     --tests: also what the end-to-end tests and the lints need
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

packages=(clang libclang-dev protobuf-compiler pkg-config libssl-dev cmake make g++ git curl ca-certificates
	librocksdb-dev)
if [[ ${1:-} == --tests ]]; then
	packages+=(python3 shellcheck)
	has node && has npm || packages+=(nodejs npm)
	python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
elif (($#)); then
	die "unknown option $1; see the head of $0"
fi

install_rust() {
	if ! has rustup; then
		say "Installing rustup"
		curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile default ||
			die "rustup could not be fetched: install it from https://rustup.rs and start again"
	fi
	cargo --version >/dev/null 2>&1 || rustup toolchain install stable --component clippy rustfmt
	local minor
	minor=$(rustc --version | sed -E 's/^rustc 1\.([0-9]+).*/\1/')
	((minor >= 95)) || die "$(rustc --version) is too old, 1.95 is needed: run rustup update stable"
}

install_packages "${packages[@]}"
install_rust
can_build_wasm || can_build_wasm +"$WASM_TOOLCHAIN" || scripts/setup-wasm.sh
say "Set-up complete: $(rustc --version), Wasm by $(can_build_wasm && echo rustup || echo Debian)"
