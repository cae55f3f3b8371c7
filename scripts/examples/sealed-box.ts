// How the evidence of a fault report is sealed to a drawn member, and how the member opens it: docs/protocol/faults.md,
// which is libsodium's crypto_box_seal. A reference: sealed-box-vectors.json has boxes of libsodium to compare yours with.

import {
	type KeyObject,
	createPrivateKey,
	createPublicKey,
	diffieHellman,
	generateKeyPairSync,
	randomBytes,
} from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { hsalsa, xsalsa20poly1305 } from "@noble/ciphers/salsa.js"
import { blake2b } from "@noble/hashes/blake2.js"

/** Bytes of a box key and of its secret. */
export const BOX_KEY_BYTES = 32
/** Bytes of the nonce and of the authenticator of XSalsa20-Poly1305. */
const [NONCE_BYTES, TAG_BYTES] = [24, 16]
/** "expand 32-byte k" in words: the constant of Salsa20. */
const SIGMA = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574)
/** By how many bytes a box is longer than what it holds. */
export const OVERHEAD_BYTES = BOX_KEY_BYTES + TAG_BYTES
/** Most bytes of a box that the chain takes. */
export const MOST_SEALED_BYTES = 1_024
/** Most bytes of evidence. */
export const MOST_EVIDENCE_BYTES = MOST_SEALED_BYTES - OVERHEAD_BYTES

/** What comes before the 32 bytes of an X25519 key in DER: PKCS #8 of a secret, SPKI of a public key. */
const SECRET_HEAD = Buffer.from("302e020100300506032b656e04220420", "hex")
const PUBLIC_HEAD = Buffer.from("302a300506032b656e032100", "hex")

/** A key or a box that is of no use; the text says why. */
export class BadBox extends Error {}

/** The digest of evidence before it is sealed, which its report names. */
export const digestOf = (evidence: Uint8Array): Uint8Array => blake2b(evidence, { dkLen: 32 })

/** Fails if evidence is longer than the chain takes when it is sealed. */
export function checkLength(evidence: Uint8Array): void {
	if (evidence.length > MOST_EVIDENCE_BYTES) {
		const most = `may have ${MOST_EVIDENCE_BYTES}: put it elsewhere, encrypted, and tell where`
		throw new BadBox(`the evidence has ${evidence.length} bytes, and ${most}`)
	}
}

/** The box key, which is public, of its secret. */
export function boxKeyOf(secret: Uint8Array): Uint8Array {
	const spki = createPublicKey(secretKey(secret)).export({ type: "spki", format: "der" })
	return Uint8Array.from(spki.subarray(PUBLIC_HEAD.length))
}

/** The secret of a box key of a verifier of the development chain: `//Charlie`, `//Dave`, `//Eve`, `//Ferdie`. */
export const developmentBoxSecret = (suri: string): Uint8Array =>
	blake2b(new TextEncoder().encode(`${suri}/box`), { dkLen: 32 })

/**
 * The secret of a box key as OpenSSL keeps it, in PEM: `openssl genpkey -algorithm x25519`. With `make` it is made if
 * there is no such file, which then only its owner reads.
 */
export function readBoxSecret(file: string, { make = false } = {}): Uint8Array {
	if (make && !existsSync(file)) {
		const { privateKey } = generateKeyPairSync("x25519")
		writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" })
	}
	let key: KeyObject
	try {
		key = createPrivateKey(readFileSync(file))
	} catch (error) {
		throw new BadBox(`${file} holds no key: ${(error as Error).message}`)
	}
	if (key.asymmetricKeyType !== "x25519") throw new BadBox(`${file} holds a key that is not X25519`)
	return Uint8Array.from(Buffer.from(key.export({ format: "jwk" }).d!, "base64url"))
}

/**
 * Seals evidence to a box key: each time anew, so that nobody sees whether two boxes hold the same. Whoever has sealed it
 * cannot open it.
 */
export function seal(evidence: Uint8Array, boxKey: Uint8Array): Uint8Array {
	return sealWith(randomBytes(BOX_KEY_BYTES), evidence, boxKey)
}

/**
 * Seals evidence with this secret of the ephemeral key. **For tests alone**: a secret that is used for two boxes with one
 * box key gives away both, and one that is kept opens the box.
 */
export function sealWith(ephemeral: Uint8Array, evidence: Uint8Array, boxKey: Uint8Array): Uint8Array {
	checkLength(evidence)
	const key = sharedKey(ephemeral, boxKey, "the box key")
	const ephemeralKey = boxKeyOf(ephemeral)
	return Uint8Array.of(...ephemeralKey, ...xsalsa20poly1305(key, nonceOf(ephemeralKey, boxKey)).encrypt(evidence))
}

/** Opens a box with the secret of the box key that it was sealed to. */
export function open(sealed: Uint8Array, secret: Uint8Array): Uint8Array {
	const { length } = sealed
	if (length < OVERHEAD_BYTES) throw new BadBox(`a box has at least ${OVERHEAD_BYTES} bytes, this has ${length}`)
	if (length > MOST_SEALED_BYTES) throw new BadBox(`a box has at most ${MOST_SEALED_BYTES} bytes, this has ${length}`)
	const [ephemeralKey, encrypted] = [sealed.subarray(0, BOX_KEY_BYTES), sealed.subarray(BOX_KEY_BYTES)]
	const key = sharedKey(secret, ephemeralKey, "the ephemeral key of the box")
	try {
		return xsalsa20poly1305(key, nonceOf(ephemeralKey, boxKeyOf(secret))).decrypt(encrypted)
	} catch {
		throw new BadBox("the box does not open: it is for another key, or was changed")
	}
}

/** Opens a box, and sees to it that it holds what the report names by its digest. */
export function openEvidence(sealed: Uint8Array, secret: Uint8Array, digest: Uint8Array): Uint8Array {
	const evidence = open(sealed, secret)
	const same = Buffer.compare(digestOf(evidence), digest) === 0
	if (!same) throw new BadBox("the box holds other evidence than the report names")
	return evidence
}

/** A nonce that needs no room in the box: the ephemeral key is never used again. */
function nonceOf(ephemeralKey: Uint8Array, boxKey: Uint8Array): Uint8Array {
	return blake2b(Uint8Array.of(...ephemeralKey, ...boxKey), { dkLen: NONCE_BYTES })
}

/** The key of the cipher: HSalsa20 of what both sides compute by X25519. */
function sharedKey(secret: Uint8Array, publicKey: Uint8Array, name: string): Uint8Array {
	const privateKey = secretKey(secret)
	checkKey(publicKey, name)
	const der = Buffer.concat([PUBLIC_HEAD, publicKey])
	try {
		const point = createPublicKey({ key: der, type: "spki", format: "der" })
		return hsalsa20(diffieHellman({ privateKey, publicKey: point }))
	} catch {
		// With such a key the outcome is 0 whatever the secret: everybody could open the box.
		throw new BadBox(`${name} is none that a secret could have`)
	}
}

/** HSalsa20 of `shared` and 16 zeros: evenly distributed bytes, as a cipher's key must be. */
export function hsalsa20(shared: Uint8Array): Uint8Array {
	const key = new DataView(shared.buffer, shared.byteOffset, shared.length)
	const words = Uint32Array.from({ length: 8 }, (_, at) => key.getUint32(4 * at, true))
	const out = new Uint32Array(8)
	hsalsa(SIGMA, words, new Uint32Array(4), out)
	const bytes = new DataView(new ArrayBuffer(BOX_KEY_BYTES))
	out.forEach((word, at) => bytes.setUint32(4 * at, word, true))
	return new Uint8Array(bytes.buffer)
}

function secretKey(secret: Uint8Array): KeyObject {
	checkKey(secret, "the secret")
	return createPrivateKey({ key: Buffer.concat([SECRET_HEAD, secret]), type: "pkcs8", format: "der" })
}

function checkKey(key: Uint8Array, name: string): void {
	if (key.length !== BOX_KEY_BYTES) throw new BadBox(`${name} has ${key.length} bytes instead of ${BOX_KEY_BYTES}`)
}
