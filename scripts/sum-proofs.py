#!/usr/bin/env python3
"""Rewrites the proof sizes of generated weights: sum-proofs.py FILE...

The benchmark tool declares for each call the proof of the storage item that needs the largest one. A call that touches
many items needs the sum of them: with a million entries in each map it could exceed what it declared by far. This adds
up `added` of every key that is read or written, once, and the tool's own 990 bytes for what a call without storage has.

`added` takes it that a map has a million entries, five layers of 495 bytes above the value. A map that never has more
than a few counts with the layers that it can have.
"""

import re
import sys

BASE = 990
LAYER = 495
# Maps with one entry for each theme of the parameters: less than 16 entries, in two layers at most.
SMALL_MAPS = {"Parameters::Parameters": 2}
ITEM = re.compile(
    r"/// Storage: `(?P<name>[^`]+)` \(r:(?P<reads>\d+) w:(?P<writes>\d+)\)\n"
    r"\s*/// Proof: .*?`max_size`: (?:Some\((?P<size>\d+)\)|None), added: (?P<added>\d+)"
)
# Calls without components: the proof of one with components stands in its slopes, which are sums already.
CALL = re.compile(
    r"(?P<docs>(?:\t///[^\n]*\n)+)(?P<head>\tfn \w+\(\) -> Weight \{.*?"
    r"saturating_add\(Weight::from_parts\(0, )(?P<size>\d+)(?=\))",
    re.S,
)


def proof(item):
    """The proof of one key of an item."""
    layers = SMALL_MAPS.get(item["name"])
    return int(item["added"]) if layers is None else layers * LAYER + int(item["size"])


def rewrite(call):
    keys = (
        max(int(item["reads"]), int(item["writes"])) * proof(item)
        for item in ITEM.finditer(call["docs"])
    )
    return f"{call['docs']}{call['head']}{max(int(call['size']), BASE + sum(keys))}"


for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(CALL.sub(rewrite, text))
