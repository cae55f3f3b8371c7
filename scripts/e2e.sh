#!/usr/bin/env bash
# End-to-end tests: three unrelated clients, each from its package registry, against the real node.
#   scripts/e2e.sh [file...]     only these of scripts/e2e/node/*.test.ts and scripts/e2e/python/test_*.py
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

export DBC_NODE=${DBC_NODE:-$CARGO_TARGET_DIR/debug/dbc-node}
[[ -x $DBC_NODE ]] || die "$DBC_NODE is missing: run scripts/test.sh, or set DBC_NODE"

# Downloads lie in the cache, one folder per set of versions.
fingerprint() { cat "$@" | sha256sum | cut -c1-16; }

node_dir=$ROOT/scripts/e2e/node
modules=$DBC_CACHE/e2e/node-$(fingerprint "$node_dir/package-lock.json")
if [[ ! -f $modules/complete ]]; then
	say "Installing the npm packages"
	rm -rf "$modules" && mkdir -p "$modules"
	cp "$node_dir"/package*.json "$modules/"
	npm ci --prefix "$modules" --no-audit --no-fund --ignore-scripts --loglevel error
	touch "$modules/complete"
fi
ln -sfn "$modules/node_modules" "$node_dir/node_modules"
# The examples run with the same packages as the tests that run them.
examples_dir=$ROOT/scripts/examples
[[ -d $examples_dir/node_modules && ! -L $examples_dir/node_modules ]] ||
	ln -sfn "$modules/node_modules" "$examples_dir/node_modules"

venv=$DBC_CACHE/e2e/python-$(fingerprint scripts/e2e/python/requirements.txt)
if [[ ! -f $venv/complete ]]; then
	say "Installing the Python packages"
	rm -rf "$venv"
	python3 -m venv "$venv"
	"$venv/bin/pip" install -q --disable-pip-version-check -r scripts/e2e/python/requirements.txt
	touch "$venv/complete"
fi

files=("$@")
((${#files[@]})) || files=("$node_dir"/*.test.ts scripts/e2e/python/test_*.py)
say "Types"
for dir in "$node_dir" "$examples_dir"; do
	(cd "$dir" && node_modules/.bin/tsc --noEmit)
done
failed=()
for file in "${files[@]}"; do
	say "$(basename "$file")"
	case $file in
	*.ts) (cd "$node_dir" && node --import tsx --test --test-reporter spec "$(basename "$file")") || failed+=("$file") ;;
	*.py) PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" -m pytest -q -p no:cacheprovider "$file" || failed+=("$file") ;;
	esac
done
((${#failed[@]} == 0)) || die "failed: ${failed[*]}"
