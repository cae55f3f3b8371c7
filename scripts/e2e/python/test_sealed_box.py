"""The vectors of the sealed box against libsodium, which has made them: client and chain documents cannot drift apart."""

import json
from hashlib import blake2b
from pathlib import Path

import nacl.bindings as sodium
import pytest
from nacl.exceptions import CryptoError

VECTORS = json.loads((Path(__file__).parents[2] / "examples" / "sealed-box-vectors.json").read_text())
unhex = lambda text: bytes.fromhex(text.removeprefix("0x"))
digest = lambda data, size: blake2b(data, digest_size=size).digest()


@pytest.mark.parametrize("box", VECTORS["boxes"], ids=lambda box: box["name"])
def test_box_should_be_what_libsodium_makes(box):
    secret, ephemeral, plaintext = (unhex(box[name]) for name in ("boxSecret", "ephemeralSecret", "plaintext"))
    key, ephemeral_key = (sodium.crypto_scalarmult_base(one) for one in (secret, ephemeral))
    nonce = digest(ephemeral_key + key, 24)
    assert [key, ephemeral_key, nonce] == [unhex(box[name]) for name in ("boxKey", "ephemeralKey", "nonce")]
    assert digest(plaintext, 32) == unhex(box["digest"])
    sealed = ephemeral_key + sodium.crypto_box_easy(plaintext, nonce, key, ephemeral)
    assert sealed == unhex(box["sealed"])
    assert sodium.crypto_box_seal_open(sealed, key, secret) == plaintext


@pytest.mark.parametrize("box", VECTORS["refused"], ids=lambda box: box["name"])
def test_box_should_be_refused_by_libsodium(box):
    secret, sealed = unhex(box["boxSecret"]), unhex(box["sealed"])
    opened = lambda: sodium.crypto_box_seal_open(sealed, sodium.crypto_scalarmult_base(secret), secret)
    if box["error"] == "digest":
        assert digest(opened(), 32) != unhex(box["digest"])
    elif box["error"] == "long":
        assert len(sealed) > 1_024
    else:
        with pytest.raises((CryptoError, TypeError)):
            opened()
