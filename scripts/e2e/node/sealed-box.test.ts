// The sealed box for evidence: the reference of scripts/examples against answers of libsodium.

import assert from "node:assert/strict"
import { readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, it } from "node:test"
import { Binary } from "polkadot-api"
import {
	BadBox,
	MOST_EVIDENCE_BYTES,
	OVERHEAD_BYTES,
	boxKeyOf,
	developmentBoxSecret,
	digestOf,
	hsalsa20,
	open,
	openEvidence,
	readBoxSecret,
	seal,
	sealWith,
} from "../../examples/sealed-box.ts"
import { VERIFIERS } from "./harness/facts.ts"
import { temporaryFolder } from "./harness/node.ts"

const { boxes, errors, refused } = JSON.parse(
	readFileSync(new URL("../../examples/sealed-box-vectors.json", import.meta.url), "utf8"),
)
const hex = Binary.toHex
const bytes = Binary.fromHex
const secret = bytes(boxes[0].boxSecret)
const boxKey = bytes(boxes[0].boxKey)

describe("the vectors", () => {
	for (const box of boxes) {
		it(`should open and seal again when it is ${box.name}`, () => {
			const plaintext = bytes(box.plaintext)
			assert.equal(hex(boxKeyOf(bytes(box.boxSecret))), box.boxKey)
			assert.equal(hex(boxKeyOf(bytes(box.ephemeralSecret))), box.ephemeralKey)
			assert.equal(hex(digestOf(plaintext)), box.digest)
			assert.equal(hex(openEvidence(bytes(box.sealed), bytes(box.boxSecret), bytes(box.digest))), box.plaintext)
			assert.equal(hex(sealWith(bytes(box.ephemeralSecret), plaintext, bytes(box.boxKey))), box.sealed)
			assert.equal(bytes(box.sealed).length, plaintext.length + OVERHEAD_BYTES)
		})
	}

	const REASONS: Record<string, RegExp> = {
		closed: /the box does not open/,
		weak: /the ephemeral key of the box is none that a secret could have/,
		short: /a box has at least 48 bytes/,
		long: /a box has at most 1024 bytes/,
		digest: /holds other evidence than the report names/,
	}
	for (const { name, error, boxSecret, sealed, digest } of refused) {
		it(`should be refused when it is ${name}`, () => {
			assert.ok(errors[error], "the reason is explained")
			const box = [bytes(sealed), bytes(boxSecret)] as const
			const attempt = () => (digest ? openEvidence(...box, bytes(digest)) : open(...box))
			assert.throws(attempt, (refusal) => refusal instanceof BadBox && REASONS[error]!.test(refusal.message))
		})
	}

	it("should have that of the document", () => {
		const document = readFileSync(new URL("../../../docs/protocol/faults.md", import.meta.url), "utf8")
		const [, vector] = /```vector seal\n([^`]*)```/.exec(document)!
		const lines = vector!.trim().split("\n").map((line) => line.split(/\s+/) as [string, string])
		const { name, ...box } = boxes[0]
		assert.deepEqual(Object.fromEntries(lines), {
			"box.secret": box.boxSecret,
			"box.key": box.boxKey,
			"ephemeral.secret": box.ephemeralSecret,
			"ephemeral.key": box.ephemeralKey,
			nonce: box.nonce,
			plaintext: box.plaintext,
			sealed: box.sealed,
			digest: box.digest,
		})
	})
})

describe("a sealed box", () => {
	const evidence = new TextEncoder().encode("GPU 2 of 4 does not answer")

	it("should differ each time and open for its member alone when the same is sealed again", () => {
		const sealed = Array.from({ length: 20 }, () => seal(evidence, boxKey))
		assert.equal(new Set(sealed.map((box) => hex(box))).size, 20)
		assert.equal(new Set(sealed.map((box) => hex(box.subarray(0, 32)))).size, 20, "no ephemeral key is used twice")
		for (const box of sealed) {
			assert.deepEqual(open(box, secret), evidence)
			assert.throws(() => open(box, developmentBoxSecret("//Charlie")), BadBox)
		}
	})

	it("should not open when any bit of it is changed", () => {
		const box = seal(Uint8Array.of(1, 2, 3), boxKey)
		for (let bit = 0; bit < 8 * box.length; bit++) {
			const changed = box.slice()
			changed[bit >> 3]! ^= 1 << (bit & 7)
			assert.throws(() => open(changed, secret), BadBox, `bit ${bit}`)
		}
	})

	it("should hold at most what the chain takes", () => {
		const most = new Uint8Array(MOST_EVIDENCE_BYTES)
		assert.equal(seal(most, boxKey).length, 1_024)
		assert.throws(() => seal(new Uint8Array(MOST_EVIDENCE_BYTES + 1), boxKey), /has 977 bytes, and may have 976/)
	})

	it("should not be made when a key is none", () => {
		assert.throws(() => seal(evidence, new Uint8Array(32)), /the box key is none that a secret could have/)
		assert.throws(() => seal(evidence, boxKey.subarray(1)), /the box key has 31 bytes instead of 32/)
		assert.throws(() => open(seal(evidence, boxKey), secret.subarray(1)), /the secret has 31 bytes instead of 32/)
	})
})

describe("a box key", () => {
	it("should be that of the development chain when its secret is derived from a verifier's name", () => {
		// As the genesis has them.
		const keys = [
			"0xef0d13d7cab184a0ae8e87cf337f9116fb86e4e25ef1267c1897d72e2a362773",
			"0x350eee297b69cd53b8537e3b0730ad0985680f46326b62b92b9b24e74697d111",
			"0x3c83525b92f556b4210c3995b774d67b9beb5f21e561af45c55bc8fe79425110",
			"0x0bfcfbc3a3bdde5d44d9738f7a9cdc7985e3ee5c7456e291365a1fa26d8db63d",
		]
		assert.deepEqual(VERIFIERS.map((suri) => hex(boxKeyOf(developmentBoxSecret(suri)))), keys)
	})

	it("should be kept in a file of its owner when it is made", () => {
		const file = join(temporaryFolder(), "box.pem")
		assert.throws(() => readBoxSecret(file), /holds no key/)
		const made = readBoxSecret(file, { make: true })
		assert.equal(statSync(file).mode & 0o777, 0o600)
		assert.deepEqual(readBoxSecret(file, { make: true }), made)
		assert.deepEqual(open(seal(boxKey, boxKeyOf(made)), made), boxKey)
	})

	it("should be refused when the file holds another kind of key", () => {
		const file = join(temporaryFolder(), "other.pem")
		const ed25519 = "MC4CAQAwBQYDK2VwBCIEICIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIi"
		writeFileSync(file, `-----BEGIN PRIVATE KEY-----\n${ed25519}\n-----END PRIVATE KEY-----\n`)
		assert.throws(() => readBoxSecret(file), /holds a key that is not X25519/)
	})
})

describe("the shared key", () => {
	it("should be that of the publication when the shared secret is that of its example", () => {
		// D. J. Bernstein, Cryptography in NaCl, section 8: from the shared secret to the first key.
		const shared = bytes("0x4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")
		const first = "0x1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389"
		assert.equal(hex(hsalsa20(shared)), first)
	})
})
