#!/usr/bin/env bash
# Installs the Wasm target of the runtime: by rustup or, where that is refused, by Debian's own compiler.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

say "Installing the target $WASM_TARGET"
if rustup target add "$WASM_TARGET" && can_build_wasm; then exit; fi

# Debian brings a compiler for the target but no library: it is built once from the sources of the same package.
install_packages rustc-web cargo-web rust-web-src rust-web-clippy
rustup toolchain link "$WASM_TOOLCHAIN" /usr
if can_build_wasm +"$WASM_TOOLCHAIN"; then exit; fi
((EUID == 0)) || die "the library of $WASM_TARGET is missing; run once: sudo env HOME=\$HOME scripts/setup.sh"
say "Building core and alloc for $WASM_TARGET"
work=$(mktemp -d)
mkdir "$work/src"
echo '#![no_std]' >"$work/src/lib.rs"
printf '[package]\nname = "wasm-std"\nedition = "2021"\n[workspace]\n' >"$work/Cargo.toml"
# Without bitcode the thin LTO of the runtime fails.
(cd "$work" && RUSTC_BOOTSTRAP=1 RUSTFLAGS="-C embed-bitcode=yes" CARGO_TARGET_DIR=$work/target \
	cargo +"$WASM_TOOLCHAIN" build -q --release --target "$WASM_TARGET" -Z build-std=core,alloc)
lib=$(rustc +"$WASM_TOOLCHAIN" --print sysroot)/lib/rustlib/$WASM_TARGET/lib
rm -rf "$lib" && mkdir -p "$lib"
cp "$work/target/$WASM_TARGET/release/deps/"lib{core,alloc,compiler_builtins}-*.{rlib,rmeta} "$lib/"
rm -rf "$work"
can_build_wasm +"$WASM_TOOLCHAIN" || die "Debian's compiler still cannot build for $WASM_TARGET"
