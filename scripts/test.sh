#!/usr/bin/env bash
# Sets up, then runs every check of the project. Anybody's machine and CI alike.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

tests() {
	use_wasm_toolchain
	if cargo nextest --version >/dev/null 2>&1; then
		cargo nextest run --workspace --locked --no-fail-fast
	else
		cargo test --workspace --locked --no-fail-fast
	fi
}

steps=(
	"Set-up|scripts/setup.sh --tests"
	"Build|build_all"
	"Lint|scripts/lint.sh"
	"Unit, property and integration tests|tests"
	"End-to-end tests|scripts/e2e.sh"
)
passed=0 failed=0 report=()
for i in "${!steps[@]}"; do
	IFS='|' read -r name command <<<"${steps[i]}"
	say "Step $((i + 1)) of ${#steps[@]}: $name"
	start=$SECONDS result=passed
	$command </dev/null || result=FAILED
	report+=("$(printf '%-40s %-7s %4d s' "$name" "$result" $((SECONDS - start)))")
	if [[ $result == FAILED ]]; then
		failed=$((failed + 1))
		# Without these two nothing after them makes sense.
		((i >= 2)) || break
	else
		passed=$((passed + 1))
	fi
done

say "Summary"
printf '%s\n' "${report[@]}"
echo "$passed passed, $failed failed"
((failed == 0))
