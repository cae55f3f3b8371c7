// Access to machines and the subscriptions of agents: who is let in, and what is pushed, each awaited and never slept for.

import assert from "node:assert/strict"
import { after, before, describe, it } from "node:test"
import type { KeyPair } from "@polkadot-labs/hdkd-helpers"
import { Binary } from "polkadot-api"
import { DevChain, type Machine, address, derive } from "./harness/dev-chain.ts"
import { CHALLENGE_LIFETIME, Code, DBC, HOUR, MINUTE, VERIFIERS, challenge, rentOf } from "./harness/facts.ts"
import { Subscription } from "./harness/subscription.ts"

let chain: DevChain
let machine: Machine
let other: Machine
const owner = derive("//Bob")
const renter = derive("//Renter")
const stranger = derive("//Alice")
const call = (name: string, order: string, args: object = {}) =>
	chain.api.tx.Rental[name]({ order: BigInt(order), ...args })

before(async () => {
	chain = await DevChain.start()
	await chain.pay(renter, 1_000n * DBC)
	machine = await chain.active("//Access//machine", owner)
	other = await chain.active("//Access//other", owner)
})
after(() => chain?.stop())

describe("a challenge", () => {
	let id: string
	let bytes: string
	const sign = (key: KeyPair, message: string | Uint8Array) =>
		Binary.toHex(key.sign(typeof message === "string" ? Binary.fromHex(message) : message))
	const verify = (on: string, account: string, signed: string, signature: string) =>
		chain.node.call("gpu_verifyAccess", on, account, signed, signature)

	/** Sees why somebody is not let in. */
	async function refused(type: string, on: string, account: string, signed: string, signature: string): Promise<void> {
		const { granted, grants, refusal } = await verify(on, account, signed, signature)
		assert.deepEqual([granted, grants, refusal.type], [false, [], type])
	}

	before(async () => {
		await chain.feed()
		id = (await machine.running(renter, { gpus: 2 })).id
		bytes = (await chain.node.call("gpu_challenge", machine.id, address(renter), "ssh 1")).bytes
	})
	after(() => chain.submit(call("end", id), renter))

	it("should be the bytes of the protocol when it is asked for", async () => {
		const { bytes, expiresAt } = await chain.node.call("gpu_challenge", machine.id, address(renter), "ssh 1")
		assert.equal(expiresAt, (await chain.node.now()) + CHALLENGE_LIFETIME)
		const mine = challenge(chain.genesis, machine.key.publicKey, renter.publicKey, "ssh 1", expiresAt)
		assert.equal(bytes, Binary.toHex(mine))
	})

	it("should let in the renter when it has signed the bytes, bare or as wallets wrap them", async () => {
		const wrapped = Uint8Array.of(
			...Binary.fromText("<Bytes>"),
			...Binary.fromHex(bytes),
			...Binary.fromText("</Bytes>"),
		)
		const { stage } = await chain.order(id)
		const grant = {
			account: address(renter),
			role: { type: "renter" },
			gpuIndexes: [0, 1],
			from: stage.start,
			until: stage.end,
			orderId: id,
			boxKey: null,
		}
		for (const message of [bytes, wrapped]) {
			const answer = await verify(machine.id, address(renter), bytes, sign(renter, message))
			assert.deepEqual([answer.granted, answer.refusal, answer.grants], [true, null, [grant]])
		}
		assert.deepEqual((await chain.node.call("gpu_access", machine.id)).grants, [grant])
	})

	it("should not let in strangers, not even the owner, when they sign their own", async () => {
		for (const key of [stranger, owner, derive(VERIFIERS[0]!)]) {
			const own = (await chain.node.call("gpu_challenge", machine.id, address(key), "ssh 1")).bytes
			await refused("noGrant", machine.id, address(key), own, sign(key, own))
		}
	})

	it("should not let anybody in when chain, machine, account or signature is another", async () => {
		const account = address(renter)
		const good = sign(renter, bytes)
		await refused("mismatch", other.id, account, bytes, good)
		await refused("mismatch", machine.id, address(stranger), bytes, sign(stranger, bytes))
		const expires = (await chain.node.now()) + MINUTE
		const foreign = challenge(new Uint8Array(32), machine.key.publicKey, renter.publicKey, "ssh 1", expires)
		await refused("mismatch", machine.id, account, Binary.toHex(foreign), sign(renter, foreign))
		await refused("badSignature", machine.id, account, bytes, sign(stranger, bytes))
		await refused("badSignature", machine.id, account, bytes, sign(renter, Binary.fromText(bytes)))
		const forged = `${good.slice(0, -2)}${good.endsWith("00") ? "01" : "00"}`
		await refused("badSignature", machine.id, account, bytes, forged)
		await refused("malformed", machine.id, account, `${bytes}00`, sign(renter, `${bytes}00`))
		await refused("malformed", machine.id, account, "0x", sign(renter, "0x"))
		const unknown = `0x${"17".repeat(32)}`
		const own = challenge(chain.genesis, Binary.fromHex(unknown), renter.publicKey, "ssh 1", expires)
		await refused("machineNotFound", unknown, account, Binary.toHex(own), sign(renter, own))
	})

	it("should not let anybody in when it expires later than the chain would say", async () => {
		const expires = (await chain.node.now()) + CHALLENGE_LIFETIME + 1
		const lasting = challenge(chain.genesis, machine.key.publicKey, renter.publicKey, "ssh 1", expires)
		await refused("tooLong", machine.id, address(renter), Binary.toHex(lasting), sign(renter, lasting))
	})

	it("should not let anybody in when it has expired", async () => {
		const fresh = await chain.node.call("gpu_challenge", machine.id, address(renter), "ssh 2")
		const signature = sign(renter, fresh.bytes)
		assert.equal((await verify(machine.id, address(renter), fresh.bytes, signature)).granted, true)
		await chain.jumpTo(fresh.expiresAt)
		await refused("expired", machine.id, address(renter), fresh.bytes, signature)
	})

	it("should be told what is wrong when a read is malformed", async () => {
		const account = address(renter)
		const signature = `0x${"00".repeat(64)}`
		const unknown = `0x${"17".repeat(32)}`
		const cases: [number, string, ...unknown[]][] = [
			[Code.notFound, "gpu_access", unknown],
			[Code.badId, "gpu_access", "0x12"],
			[Code.challengeRefused, "gpu_challenge", unknown, account, "x"],
			[Code.challengeRefused, "gpu_challenge", machine.id, account, "x".repeat(65)],
			[Code.badAccount, "gpu_challenge", machine.id, "5Grw", "x"],
			[Code.badBytes, "gpu_verifyAccess", machine.id, account, "bytes", signature],
			[Code.badSignature, "gpu_verifyAccess", machine.id, account, "0x00", "0x00"],
			[Code.badOrderId, "gpu_order", "0x1"],
			[Code.orderNotFound, "gpu_order", "424242"],
			[Code.badOrderFilter, "gpu_orders", {}],
			[Code.badOrderFilter, "gpu_orders", { renter: account, payer: account }],
			[Code.invalidParams, "gpu_orders", { user: account }],
		]
		for (const [code, method, ...params] of cases) {
			assert.equal(await chain.node.refusal(method, ...params), code, JSON.stringify([method, ...params]))
		}
	})
})

describe("the owner", () => {
	it("should be let in only while the machine takes no orders, and to what nobody has rented", async () => {
		await chain.feed()
		const grants = async () => (await chain.node.call("gpu_access", other.id)).grants
		const { id } = await other.running(renter, { gpus: 1 })
		assert.deepEqual((await grants()).map(({ role }: any) => role.type), ["renter"])
		const { now } = await other.submit("report_down")
		const own = (await grants()).find(({ role }: any) => role.type === "owner")
		assert.deepEqual([own.account, own.from, own.until], [address(owner), now, null])
		assert.ok(own.gpuIndexes.includes(1) && !own.gpuIndexes.includes(0))
		await other.submit("report_up")
		assert.deepEqual((await grants()).map(({ role }: any) => role.type), ["renter"])
		await chain.submit(call("end", id), renter)
		assert.deepEqual(await grants(), [])
	})
})

describe("a verifier", () => {
	it("should be let in while it is drawn for the machine", async () => {
		const fresh = await chain.registered("//Access//fresh", owner)
		await chain.submit(chain.api.tx.Verification.request({ machine: fresh.id }), owner)
		const { members } = await chain.node.drawn(fresh.id)
		const { grants } = await chain.node.call("gpu_access", fresh.id)
		const verifiers = grants.filter(({ role }: any) => role.type === "verifier")
		assert.deepEqual(verifiers.map(({ account }: any) => account).sort(), [...members].sort())
		for (const { account, boxKey } of verifiers) {
			assert.equal(boxKey, (await chain.node.call("gpu_member", account)).boxKey)
		}
		const key = VERIFIERS.map(derive).find((key) => members.includes(address(key)))!
		const { bytes } = await chain.node.call("gpu_challenge", fresh.id, address(key), "look")
		const signature = Binary.toHex(key.sign(Binary.fromHex(bytes)))
		const answer = await chain.node.call("gpu_verifyAccess", fresh.id, address(key), bytes, signature)
		assert.equal(answer.granted, true)
	})
})

describe("a subscription", () => {
	const open: Subscription[] = []
	const subscribe = (what: string, id: string) => {
		const subscription = new Subscription(chain.node.url, what, id)
		open.push(subscription)
		return subscription
	}
	const final = (condition: (item: any) => boolean) => (item: any) => item.at.finalized && condition(item)
	after(() => open.forEach((subscription) => subscription.close()))
	before(() => chain.feed())

	it("should push an order when it is made, confirmed, extended, settled and ended", async () => {
		const id = await machine.order(renter, { gpus: 2 })
		const order = subscribe("Order", id)
		const first = await order.next("the order")
		assert.deepEqual([first.id, first.stage.type], [id, "reserved"])
		await chain.submit(call("confirm", id), renter)
		const running = await order.next("the confirmation", final(({ stage }) => stage.type === "running"))
		const shown = await chain.node.call("gpu_order", id, running.at.hash)
		assert.deepEqual(running, shown)
		assert.equal(running.escrowPlanck, String(rentOf(2, HOUR)))

		await chain.submit(call("extend", id, { duration: BigInt(HOUR), max_total: 100n * DBC }), renter)
		const longer = await order.next("the extension", final(({ stage }) => stage.end > running.stage.end))
		assert.equal(longer.stage.end - longer.stage.start, 2 * HOUR)
		await chain.node.timeJump(10 * MINUTE)
		await chain.submit(call("settle", id), stranger)
		const paid = BigInt(longer.paidPlanck)
		await order.next("the payment", final(({ paidPlanck }) => BigInt(paidPlanck) > paid))
		await chain.submit(call("end", id), renter)
		const closed = await order.next("the end", final(({ stage }) => stage.type === "closed"))
		assert.deepEqual([closed.stage.reason.type, closed.escrowPlanck], ["endedByRenter", null])
	})

	it("should push a machine when its GPUs are rented and freed, and when it goes down and up", async () => {
		await chain.feed()
		const agent = subscribe("Machine", machine.id)
		const second = subscribe("Machine", machine.id)
		const rented = (gpus: number) => final(({ occupancy }) => occupancy.rentedGpus === gpus)
		assert.equal((await agent.next("the machine")).occupancy.rentedGpus, 0)
		const { id } = await machine.running(renter, { gpus: 3 })
		const busy = await agent.next("the order", rented(3))
		assert.equal(busy.occupancy.freeGpus, 1)
		assert.deepEqual(await second.next("the same", rented(3)), busy)

		await machine.submit("report_down")
		const down = await agent.next("the outage", final(({ outage }) => outage !== null))
		assert.deepEqual([down.rentable, down.notRentableReason], [false, { type: "outage" }])
		await machine.submit("report_up")
		await agent.next("the end of the outage", final(({ outage }) => outage === null))
		// Nobody says that an order is over: time does.
		await chain.jumpTo((await chain.order(id)).stage.end)
		await agent.next("the end of the order", rented(0))
	})

	it("should be refused when there is nothing to follow", async () => {
		const unknown = `0x${"17".repeat(32)}`
		assert.equal(await subscribe("Machine", unknown).refusal(), Code.notFound)
		assert.equal(await subscribe("Machine", "0x17").refusal(), Code.badId)
		assert.equal(await subscribe("Order", "424242").refusal(), Code.orderNotFound)
		assert.equal(await subscribe("Order", "x").refusal(), Code.badOrderId)
	})
})
