// The off-chain worker feeds the price from sources of which most cannot be trusted.

import assert from "node:assert/strict"
import { type Server, createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { after, before, describe, it } from "node:test"
import { MINUTE } from "./harness/facts.ts"
import { DbcNode, until } from "./harness/node.ts"

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
const ALICE_KEY = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"

/** What each source answers; the paths are the names. The liar stays below the chain's ceiling of 1,000 USD. */
let prices = { number: 0.012, text: "0.0121", nested: "0.0122", liar: 999 }
const asked = new Map<string, number>()
let server: Server
let node: DbcNode

before(async () => {
	server = createServer((request, response) => {
		const path = request.url!.slice(1)
		asked.set(path, (asked.get(path) ?? 0) + 1)
		const json = (value: unknown) =>
			response.setHeader("content-type", "application/json").end(JSON.stringify(value))
		switch (path) {
			case "number":
				return json({ usd: prices.number })
			case "text":
				return json({ data: { usd: prices.text } })
			case "nested":
				return json([{ quotes: [{ "price/usd": prices.nested }] }])
			case "liar":
				return json({ usd: prices.liar })
			case "html":
				return response.end("<html>0.012</html>")
			case "error":
				return response.writeHead(500).end(JSON.stringify({ usd: 0.5 }))
			case "negative":
				return json({ usd: -0.012 })
			case "elsewhere":
				return json({ eur: 0.5 })
			case "huge":
				return response.end(`{"usd":0.5,"pad":"${"x".repeat(1 << 20)}"}`)
			case "drip":
				response.write('{"usd":')
				return
			default:
				// "silent": never answers.
				return
		}
	})
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
	const { port } = server.address() as AddressInfo
	const pointers: Record<string, string> = {
		number: "/usd",
		text: "/data/usd",
		nested: "/0/quotes/0/price~1usd",
		liar: "/usd",
		html: "/usd",
		error: "/usd",
		negative: "/usd",
		elsewhere: "/usd",
		huge: "/usd",
		drip: "/usd",
		silent: "/usd",
	}
	const feeds = Object.entries(pointers).flatMap(([path, pointer]) => [
		"--price-feed-url",
		`http://127.0.0.1:${port}/${path}#${pointer}`,
	])
	// Nobody listens there.
	feeds.push("--price-feed-url", "http://127.0.0.1:1/#/usd")
	// Bob is no feeder.
	node = await DbcNode.start(["--bob", "--dev-block-time", "500", ...feeds])
})
after(async () => {
	await node?.stop()
	server?.closeAllConnections()
	server?.close()
})

async function observation() {
	const price = await node.call("gpu_price")
	const feeder = price.feeders.find((feeder: any) => feeder.account === ALICE)
	return feeder.observation as { priceNanoUsd: string; acceptedAt: number } | null
}

describe("a feeding node", () => {
	it("should not feed when it has no key of a feeder", async () => {
		const start = Number((await node.call("chain_getHeader")).number)
		await until("some blocks", async () => Number((await node.call("chain_getHeader")).number) > start + 3)
		assert.equal(asked.size, 0)
		assert.equal(await observation(), null)
	})

	it("should publish the median of the sources that answer when others are silent, lie or break", async () => {
		await node.call("author_insertKey", "pric", "//Alice", ALICE_KEY)
		const seen = await until("an observation", async () => (await observation()) ?? undefined, 60_000)
		// 0.012, 0.0121, 0.0122 and the liar's 999: the mean of the middle two.
		assert.equal(seen.priceNanoUsd, "12150000")
		assert.equal((await node.call("gpu_price")).priceNanoUsd, "12150000")
		assert.equal(asked.get("silent"), 1)
		assert.equal(asked.get("huge"), 1)
	})

	it("should feed again when its observation is due, and the price should follow within its bounds", async () => {
		const before = await observation()
		prices = { number: 0.02, text: "2e-2", nested: "0.020", liar: 0.0000001 }
		await node.timeJump(10 * MINUTE)
		const seen = await until(
			"another observation",
			async () => {
				const now = await observation()
				return now!.acceptedAt > before!.acceptedAt && now!
			},
			60_000,
		)
		assert.equal(seen.priceNanoUsd, "20000000")
		// One or more steps of 10 %: blocks pass while the sources are asked.
		const price = await node.call("gpu_price")
		const reachable = [1n, 2n, 3n, 4n, 5n, 6n].map((steps) => 12_150_000n + 1_215_000n * steps)
		assert.ok(reachable.includes(BigInt(price.priceNanoUsd)), price.priceNanoUsd)
		assert.equal(price.fresh, true)
	})

	it("should not write what sources say into the log", async () => {
		assert.doesNotMatch(node.logTail, /<html>|price~1usd|127\.0\.0\.1:\d+\/liar/)
	})
})
