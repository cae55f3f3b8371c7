// The development node under load is killed again and again: what was final stays, and the chain goes on.

import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { promisify } from "node:util"
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api"
import type { KeyringPair } from "@polkadot/keyring/types"
import { BINARY, DbcNode, temporaryFolder, until } from "./harness/node.ts"

const KILLS = 20
const BLOCK_TIME_MS = 100
/** Transfers on their way at once, of each sender. */
const IN_FLIGHT = 20
const SENDERS = ["//Alice", "//Bob", "//Charlie", "//Dave", "//Eve", "//Ferdie"]

interface Seen {
	number: number
	hash: string
	time: number
}

const folder = temporaryFolder()
const spec = join(temporaryFolder(), "dev.json")
const start = () => DbcNode.start(["--chain", spec, "--dev-block-time", String(BLOCK_TIME_MS)], folder)
let node: DbcNode
let senders: KeyringPair[]

before(async () => {
	// The plain specification would run the runtime at each start only to make the genesis state.
	const { stdout } = await promisify(execFile)(BINARY, ["build-spec", "--chain", "dev", "--raw"], {
		maxBuffer: 1 << 28,
	})
	writeFileSync(spec, stdout)
	node = await start()
	const keyring = new Keyring({ type: "sr25519", ss58Format: 42 })
	senders = SENDERS.map((uri) => keyring.addFromUri(uri))
})
after(() => node?.stop("SIGKILL"))

/** Keeps transfers of `from` on their way until `signal` says stop or the node is gone. */
async function load(api: ApiPromise, provider: WsProvider, from: KeyringPair, to: string, signal: AbortSignal) {
	const account = api.query.system.account.key(from.address)
	const included = async () => {
		const stored = await provider.send("state_getStorage", [account])
		return (api.createType("FrameSystemAccountInfo", stored) as any).nonce.toNumber()
	}
	let nonce = await included()
	while (!signal.aborted) {
		const batch = Array.from({ length: IN_FLIGHT }, async () => {
			const tx = api.tx.balances.transferKeepAlive(to, 1_000_000_000_000n)
			const signed = await tx.signAsync(from, { era: 0, nonce: nonce++ })
			return provider.send("author_submitExtrinsic", [signed.toHex()])
		})
		await Promise.all(batch)
		// The next batch when this one is in a block.
		await until("the transfers are in a block", async () => signal.aborted || (await included()) >= nonce)
	}
}

async function timeAt(api: ApiPromise, hash: string): Promise<number> {
	return Number((await (await api.at(hash)).query.timestamp.now()).toString())
}

/** Kills the node under load; tells what was final last, and how many transfers went through. */
async function killUnderLoad(round: number): Promise<{ final: Seen; transfers: number }> {
	const provider = new WsProvider(node.url, false)
	await provider.connect()
	const api = await ApiPromise.create({ provider, noInitWarn: true })
	const stop = new AbortController()
	const before = await nonces(api)
	const loads = senders.map((from, i) =>
		load(api, provider, from, senders[(i + 1) % senders.length]!.address, stop.signal).catch(() => {}),
	)

	// After some blocks, each time at another moment within one.
	const blocks = 3 + (round % 4)
	let first: number | undefined
	let last: Seen | undefined
	await new Promise<void>((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(`no blocks\n${node.logTail}`)), 60_000)
		const subscribed = api.rpc.chain.subscribeFinalizedHeads((header) => {
			const number = header.number.toNumber()
			first ??= number
			last = { number, hash: header.hash.toHex(), time: 0 }
			if (number - first >= blocks) {
				clearTimeout(timer)
				setTimeout(resolve, (round * 37) % BLOCK_TIME_MS)
			}
		})
		subscribed.catch(reject)
	})
	const final = { ...last! }
	final.time = await timeAt(api, final.hash)
	const transfers = (await nonces(api)) - before
	await node.stop("SIGKILL")
	stop.abort()
	await Promise.all(loads)
	await api.disconnect()
	return { final, transfers }
}

async function nonces(api: ApiPromise): Promise<number> {
	const accounts = await Promise.all(senders.map((s) => api.query.system.account<any>(s.address)))
	return accounts.reduce((sum, account) => sum + account.nonce.toNumber(), 0)
}

test(`the chain should go on from its last final block when the node is killed ${KILLS} times under load`, async () => {
	let best = 0
	let transfersInAll = 0
	for (let round = 0; round < KILLS; round++) {
		const { final, transfers } = await killUnderLoad(round)
		transfersInAll += transfers
		node = await start()
		const where = `round ${round}, final block ${final.number}`

		const header = await node.call("chain_getHeader")
		best = Number(header.number)
		assert.ok(best >= final.number, `${where}: the best block is ${best}`)
		assert.equal(await node.call("chain_getBlockHash", final.number), final.hash, where)
		const finalized = await node.call("chain_getFinalizedHead")
		const finalizedNumber = Number((await node.call("chain_getHeader", finalized)).number)
		assert.ok(finalizedNumber >= final.number, `${where}: final again is ${finalizedNumber}`)

		const next = await until(`${where}: the chain goes on`, async () => {
			const number = Number((await node.call("chain_getHeader")).number)
			return number > best && number
		})
		assert.ok(next > final.number)
		const times = [final.time, await node.now()]
		assert.ok(times[1]! > times[0]!, `${where}: the clock went from ${times[0]} to ${times[1]}`)
	}
	assert.ok(best > 3 * KILLS)
	assert.ok(transfersInAll > KILLS * SENDERS.length, `only ${transfersInAll} transfers`)
})
