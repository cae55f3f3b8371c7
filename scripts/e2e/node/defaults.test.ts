// What a node offers and refuses when nobody configured it.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { DbcNode, until } from "./harness/node.ts"

let node: DbcNode

before(async () => {
	node = await DbcNode.start(["--dev-block-time", "100", "--rpc-methods", "safe"])
})
after(() => node?.stop())

async function batch(length: number): Promise<any> {
	const calls = Array.from({ length }, (_, id) => ({ jsonrpc: "2.0", id, method: "gpu_price", params: [] }))
	const response = await fetch(`http://127.0.0.1:${node.port}`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify(calls),
	})
	return response.json()
}

test("metrics should be served when nothing is configured", async () => {
	const metrics = await (await fetch(`http://127.0.0.1:${node.prometheusPort}/metrics`)).text()
	assert.match(metrics, /substrate_block_height\{status="finalized"/)
})

test("a batch should be refused when it is longer than 50 calls", async () => {
	assert.equal((await batch(50)).length, 50)
	assert.equal((await batch(51)).error.code, -32010)
})

test("unsafe methods should be refused when only safe ones are allowed", async () => {
	for (const [method, ...params] of [
		["author_insertKey", "pric", "//Alice", `0x${"00".repeat(32)}`],
		["author_rotateKeys"],
		["dev_timeJump", 6_000],
	] as [string, ...unknown[]][]) {
		await assert.rejects(node.call(method, ...params), /unsafe/i, method)
	}
})

test("blocks should come, be final and move the clock when the interval is short", async () => {
	const final = async () => {
		const { at, now } = await node.call("gpu_price", await node.call("chain_getFinalizedHead"))
		return { number: at.number as number, time: now as number }
	}
	// The state of the genesis block has no time.
	const first = await until("a final block", async () => {
		const block = await final()
		return block.number > 0 && block
	})
	const last = await until("five more final blocks", async () => {
		const block = await final()
		return block.number >= first.number + 5 && block
	})
	// A block takes at least one slot of 6 s of the chain's time.
	assert.ok(last.time - first.time >= 6_000 * (last.number - first.number))
})
