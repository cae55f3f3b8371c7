#!/usr/bin/env python3
"""Fails when a dependency between our own crates points the wrong way (see docs/architecture.md).

check-manifests.py             checks every manifest of the workspace
check-manifests.py --on-chain  prints the crates that are part of the runtime's blob
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What each crate may use of ours. A pallet never uses another pallet: they meet in the runtime.
PALLET = {"dbc-agenda", "dbc-math", "dbc-primitives"}
ALLOWED = {
    "dbc-agenda": {"dbc-primitives"},
    "dbc-math": set(),
    "dbc-primitives": {"dbc-math"},
    "dbc-mocks": {"dbc-primitives"},
    "dbc-runtime-api": {"dbc-primitives"},
    "dbc-rpc": {"dbc-primitives", "dbc-runtime-api"},
}
# Crates that depend on nothing but these.
PURE = {"dbc-math": {"sp-arithmetic", "sp-core"}}
# The node and the tests of the runtime stand above everything.
ABOVE = {"dbc-node", "dbc-runtime", "dbc-integration-tests"}
NATIVE_ONLY = {"dbc-mocks", "dbc-node", "dbc-rpc", "dbc-integration-tests"}


def packages():
    command = ["cargo", "metadata", "--format-version=1", "--no-deps", "--locked"]
    return json.loads(subprocess.check_output(command, cwd=ROOT))["packages"]


def problems(package, own):
    name = package["name"]
    for dependency in package["dependencies"]:
        other, is_dev = dependency["name"], dependency["kind"] == "dev"
        where = f"{name} -> {other}"
        if name in PURE and not is_dev and other not in PURE[name]:
            yield f"{where}: only {sorted(PURE[name])} may be used there"
        if other not in own or name in ABOVE:
            if other == "dbc-mocks" and not is_dev:
                yield f"{where}: mocks are for tests"
            continue
        allowed = ALLOWED.get(name, PALLET if name.startswith("pallet-") else set())
        if other not in allowed and not (is_dev and other == "dbc-mocks"):
            yield f"{where}: this arrow goes up or sideways"


def main():
    all_packages = packages()
    own = {package["name"] for package in all_packages}
    if sys.argv[1:] == ["--on-chain"]:
        print("\n".join(sorted(own - NATIVE_ONLY)))
        return
    found = [text for package in all_packages for text in problems(package, own)]
    found += [f"{p['name']}: not published, say so" for p in all_packages if p["publish"] != []]
    print("\n".join(found) or f"{len(own)} manifests: every arrow goes down")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
