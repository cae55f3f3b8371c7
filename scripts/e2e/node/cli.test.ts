// The sub-commands of the node.

import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { promisify } from "node:util"
import { BINARY, DbcNode, temporaryFolder } from "./harness/node.ts"

const ALICE = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"
const LIMITS = { timeout: 120_000, maxBuffer: 256 * 1024 * 1024 }

async function run(...args: string[]): Promise<string> {
	return (await promisify(execFile)(BINARY, args, LIMITS)).stdout
}

/** Runs a command that must fail, and gives what it says. */
async function fails(...args: string[]): Promise<string> {
	try {
		await run(...args)
	} catch (error: any) {
		return error.stderr
	}
	throw new Error(`${args.join(" ")} did not fail`)
}

test("version and help should name the node when asked", async () => {
	assert.match(await run("--version"), /^dbc-node \d+\.\d+\.\d+/)
	assert.match(await run("--help"), /--dev-block-time/)
})

test("build-spec should write the chain when it is built in", async () => {
	const dev = JSON.parse(await run("build-spec", "--chain", "dev"))
	assert.equal(dev.chainType, "Development")
	assert.equal(dev.properties.tokenSymbol, "DBC")
	assert.equal(dev.properties.tokenDecimals, 15)
	assert.equal(dev.properties.ss58Format, 42)
	const local = JSON.parse(await run("build-spec", "--chain", "local"))
	assert.equal(local.chainType, "Local")
	assert.notEqual(local.id, dev.id)
})

/** A chain with its whole genesis state: commands need not run the runtime to make it. */
const rawSpec = join(temporaryFolder(), "raw.json")

test("build-spec should write the genesis state when --raw is given", async () => {
	const text = await run("build-spec", "--chain", "dev", "--raw")
	writeFileSync(rawSpec, text)
	// ":code"
	assert.ok(JSON.parse(text).genesis.raw.top["0x3a636f6465"].length > 100_000)
})

test("a node should refuse a chain when the file does not exist", async () => {
	assert.match(await fails("build-spec", "--chain", "no-such-chain.json"), /no-such-chain\.json/)
})

test("key should make a key and put one into the keystore when asked", async () => {
	const made = JSON.parse(await run("key", "generate", "--output-type", "json"))
	assert.match(made.publicKey, /^0x[0-9a-f]{64}$/)
	const shown = JSON.parse(await run("key", "inspect", "--output-type", "json", "//Alice"))
	assert.equal(shown.publicKey, ALICE)

	const keystore = temporaryFolder()
	await run("key", "insert", "--keystore-path", keystore, "--key-type", "pric", "--scheme", "sr25519", "--suri", "//Alice")
	// The file is named by the key type and the key.
	const name = Buffer.from("pric").toString("hex") + ALICE.slice(2)
	assert.deepEqual(readdirSync(keystore), [name])
	assert.equal(JSON.parse(readFileSync(join(keystore, name), "utf8")), "//Alice")
})

test("genesis head and code should be written when the parachain shall be registered", async () => {
	const head = await run("export-genesis-head", "--chain", "local")
	// Parent 0, number 0, state root, extrinsics root, no digest.
	assert.match(head, /^0x0{64}00[0-9a-f]{128}00\s*$/)
	const code = await run("export-genesis-wasm", "--chain", "local")
	assert.match(code.slice(0, 40), /^0x(0061736d|52bc5376)/)
	assert.ok(code.length > 100_000)
})

test("blocks should be exported, imported and checked when a development chain wrote them", async () => {
	const source = temporaryFolder()
	const node = await DbcNode.start(["--chain", rawSpec, "--dev-block-time", "0"], source)
	const hashes: string[] = []
	try {
		for (let i = 0; i < 5; i++) {
			hashes.push((await node.call("engine_createBlock", true, true)).hash)
		}
		await node.timeJump(3_600_000)
		hashes.push(await node.call("chain_getBlockHash"))
	} finally {
		await node.stop()
	}

	const file = join(temporaryFolder(), "blocks.bin")
	await run("export-blocks", "--chain", rawSpec, "--base-path", source, "--binary", "--from", "1", file)
	assert.ok(statSync(file).size > 500)
	await run("check-block", "--chain", rawSpec, "--base-path", source, "3")
	await run("check-block", "--chain", rawSpec, "--base-path", source, hashes[5]!)

	// A bit of the state root of the first block, after the number of blocks (8 bytes), the parent (32) and the number.
	const damaged = join(temporaryFolder(), "damaged.bin")
	const bytes = readFileSync(file)
	bytes[8 + 32 + 8]! ^= 1
	writeFileSync(damaged, bytes)
	const target = temporaryFolder()
	assert.match(await fails("import-blocks", "--chain", rawSpec, "--base-path", target, "--binary", damaged), /./)
	await run("import-blocks", "--chain", rawSpec, "--base-path", target, "--binary", file)
	const copy = await DbcNode.start(["--chain", rawSpec, "--dev-block-time", "0"], target)
	try {
		for (const [i, hash] of hashes.entries()) {
			assert.equal(await copy.call("chain_getBlockHash", i + 1), hash)
		}
		// The chain goes on from there.
		const next = await copy.call("engine_createBlock", true, true)
		assert.equal(Number((await copy.call("chain_getHeader", next.hash)).number), 7)
	} finally {
		await copy.stop()
	}

	const chains = join(target, "chains")
	const [id] = readdirSync(chains)
	assert.ok(existsSync(join(chains, id!, "paritydb")))
	await run("purge-chain", "--chain", rawSpec, "--base-path", target, "-y")
	assert.ok(!existsSync(join(chains, id!, "paritydb", "full")))
})
