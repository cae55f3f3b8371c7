// The journey of a miner with @polkadot/api, which knows nothing of this chain but its metadata.

import assert from "node:assert/strict"
import { after, before, describe, it } from "node:test"
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api"
import type { SubmittableExtrinsic } from "@polkadot/api/types"
import type { KeyringPair } from "@polkadot/keyring/types"
import type { EventRecord } from "@polkadot/types/interfaces"
import { u8aConcat, u8aToHex } from "@polkadot/util"
import { blake2AsU8a } from "@polkadot/util-crypto"
import {
	APPEAL_WINDOW,
	CLOSED_AFTER,
	Code,
	DAY,
	DBC,
	GPUS,
	HARDWARE,
	HOUR,
	MINUTE,
	POINTS,
	PRICE,
	PROFILE,
	REGISTRATION_FEE,
	REPORT,
	REQUIREMENT,
	STAKE_PER_GPU,
	VERIFIERS,
	commitmentPrefix,
	registrationPayload,
} from "./harness/facts.ts"
import { DbcNode } from "./harness/node.ts"

type Tx = SubmittableExtrinsic<"promise">

let node: DbcNode
let api: ApiPromise
let alice: KeyringPair
let bob: KeyringPair
let miner: KeyringPair
let machine: KeyringPair
let verifiers: KeyringPair[]
let id: string

before(async () => {
	node = await DbcNode.start(["--instant-seal"])
	api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true })
	const keyring = new Keyring({ type: "sr25519", ss58Format: 42 })
	alice = keyring.addFromUri("//Alice")
	bob = keyring.addFromUri("//Bob")
	miner = keyring.addFromUri("//Miner//polkadot-js")
	machine = keyring.addFromUri("//Machine//polkadot-js")
	verifiers = VERIFIERS.map((suri) => keyring.addFromUri(suri))
	id = u8aToHex(machine.publicKey)
})
after(async () => {
	await api?.disconnect()
	await node?.stop()
})

/** Submits a transaction, waits until it is final, and gives its events. A dispatch error is thrown by its name. */
async function submit(tx: Tx, from: KeyringPair): Promise<EventRecord[]> {
	return new Promise((resolve, reject) => {
		tx.signAndSend(from, ({ status, events, dispatchError }) => {
			if (!status.isFinalized) return
			const sudid = events.find(({ event }) => event.method === "Sudid")
			const inner = sudid?.event.data[0] as any
			const error = dispatchError ?? (inner?.isErr ? inner.asErr : undefined)
			if (!error) return resolve(events)
			reject(new Error(nameOf(error)))
		}).catch(reject)
	})
}

function nameOf(error: any): string {
	if (!error.isModule) return error.toString()
	const { section, name } = api.registry.findMetaError(error.asModule)
	return `${section}.${name}`
}

/** Submits a transaction that must be refused, and sees that it changed nothing but the fee. */
async function refused(tx: Tx, from: KeyringPair, error: string) {
	const before = await records()
	await assert.rejects(submit(tx, from), { message: error })
	assert.deepEqual(await records(), before, `${error} changed something`)
}

/** Everything that a refusal must leave as it is. */
async function records() {
	const { machines, price, verification, balances } = api.query
	const values = await Promise.all([
		machines!.machines!.entries(),
		machines!.profiles!.entries(),
		machines!.hardwareOf!.entries(),
		price!.feeders!(),
		price!.current!(),
		verification!.requests!.entries(),
		balances.holds(miner.address),
	])
	return JSON.parse(JSON.stringify(values))
}

async function balance(account: KeyringPair): Promise<{ free: bigint; reserved: bigint }> {
	const { data } = await api.query.system.account<any>(account.address)
	return { free: data.free.toBigInt(), reserved: data.reserved.toBigInt() }
}

/** What is on hold as the stake of machines. */
async function stakeOnHold(account: KeyringPair): Promise<bigint> {
	const holds = (await api.query.balances.holds(account.address)) as any
	const stake = holds.find((hold: any) => hold.id.isMachines && hold.id.asMachines.isMachineStake)
	return stake?.amount.toBigInt() ?? 0n
}

/** A call of this chain's own pallets. */
const call = {
	price: (name: string, ...args: unknown[]): Tx => api.tx.price![name]!(...args),
	machines: (name: string, ...args: unknown[]): Tx => api.tx.machines![name]!(...args),
	verification: (name: string, ...args: unknown[]): Tx => api.tx.verification![name]!(id, ...args),
	sudo: (tx: Tx): Tx => api.tx.sudo!.sudo!(tx),
}

async function signedBy(
	key: KeyringPair,
	{ owner = miner, genesis = api.genesisHash.toU8a(), expiresIn = 10 * MINUTE } = {},
): Promise<[number, Uint8Array]> {
	const expiresAt = (await node.now()) + expiresIn
	return [expiresAt, key.sign(registrationPayload(genesis, owner.publicKey, expiresAt))]
}

async function register(options = {}, key = machine): Promise<Tx> {
	return call.machines("register", id, ...(await signedBy(key, options)))
}

const SALT = new Uint8Array(32).fill(1)
const reveal = (hardware: object) => call.verification("reveal", { Accept: { hardware, report: REPORT } }, SALT)

/** Waits for the draw, and lets each member commit to what it says. Gives the reveals, one for each member. */
async function commitAll(hardware: object[]): Promise<[Tx, KeyringPair][]> {
	const { job, members } = await node.drawn(id)
	const seats = members.map((account) => verifiers.find(({ address }) => address === account)!)
	const reveals: [Tx, KeyringPair][] = []
	for (const [seat, member] of seats.entries()) {
		const tx = reveal(hardware[seat]!)
		const prefix = commitmentPrefix(api.genesisHash.toU8a(), job, member.publicKey)
		const [, opinion, salt] = tx.method.args
		const bytes = u8aConcat(prefix, opinion!.toU8a(), salt!.toU8a())
		await submit(call.verification("commit", blake2AsU8a(bytes, 256)), member)
		reveals.push([tx, member])
	}
	return reveals
}

describe("a miner with @polkadot/api", () => {
	it("should be refused when there is no price", async () => {
		await submit(api.tx.balances.transferKeepAlive(miner.address, REGISTRATION_FEE + STAKE_PER_GPU + 100n * DBC), bob)
		assert.equal((await node.call("gpu_price")).priceNanoUsd, null)
		assert.equal(await node.refusal("gpu_stakeRequirement", GPUS), Code.priceUnavailable)
		await refused(await register(), miner, "machines.PriceUnavailable")
	})

	it("should see a price when an approved feeder submits one", async () => {
		await refused(call.price("submit", PRICE), bob, "price.NotFeeder")
		await refused(call.price("submit", 0), alice, "price.ZeroPrice")
		await refused(call.price("submit", 10n ** 18n), alice, "price.PriceOutOfRange")

		const before = await balance(alice)
		await submit(call.price("submit", PRICE), alice)
		assert.deepEqual(await balance(alice), before, "an accepted observation is free")
		await refused(call.price("submit", PRICE), alice, "price.TooSoon")

		const price = await node.call("gpu_price")
		assert.equal(price.priceNanoUsd, String(PRICE))
		assert.equal(price.fresh, true)
		const stored = (await api.query.price!.current!()) as any
		assert.equal(stored.unwrap().price.toBigInt(), PRICE)
		const requirement = await node.call("gpu_stakeRequirement", GPUS)
		assert.equal(requirement.requirementPlanck, String(REQUIREMENT))
		assert.deepEqual(requirement.side, { type: "usd" })
	})

	it("should be refused when the machine's signature is not right", async () => {
		const other = new Keyring({ type: "sr25519" }).addFromUri("//Other")
		const refuse = async (error: string, options: object, key = machine) =>
			refused(await register(options, key), miner, `machines.${error}`)
		await refuse("BadSignature", {}, other)
		await refuse("BadSignature", { owner: bob })
		await refuse("BadSignature", { genesis: new Uint8Array(32).fill(7) })
		await refuse("ExpiredSignature", { expiresIn: -MINUTE })
		await refuse("SignatureLifetimeTooLong", { expiresIn: 400 * DAY })
		const [expiresAt, signature] = await signedBy(machine)
		await refused(call.machines("register", id, expiresAt + 1, signature), miner, "machines.BadSignature")
		const poor = new Keyring({ type: "sr25519" }).addFromUri("//Poor")
		await submit(api.tx.balances.transferKeepAlive(poor.address, STAKE_PER_GPU), bob)
		await refused(await register({ owner: poor }), poor, "machines.InsufficientBalance")
	})

	it("should own a machine with the stake of one GPU on hold when the key has signed", async () => {
		const expiresAt = (await node.now()) + 10 * MINUTE
		const { payload } = await node.call("gpu_registrationPayload", miner.address, expiresAt)
		const ours = registrationPayload(api.genesisHash.toU8a(), miner.publicKey, expiresAt)
		assert.equal(payload, u8aToHex(ours))

		const before = await balance(miner)
		const events = await submit(call.machines("register", id, expiresAt, machine.sign(ours)), miner)
		const now = await balance(miner)
		const paid = events.find(({ event }) => event.method === "TransactionFeePaid")!.event.data as any
		assert.equal(await stakeOnHold(miner), STAKE_PER_GPU)
		assert.equal(now.reserved, STAKE_PER_GPU)
		const spent = before.free - now.free
		assert.equal(spent, STAKE_PER_GPU + REGISTRATION_FEE + paid.actualFee.toBigInt())
		await refused(await register(), miner, "machines.AlreadyRegistered")
		await refused(await register({ owner: bob }), bob, "machines.AlreadyRegistered")
	})

	it("should describe the machine when the profile is right", async () => {
		const set = (change = {}) => call.machines("setProfile", id, { ...PROFILE, ...change })
		const refuse = (error: string, change: object) => refused(set(change), miner, `machines.${error}`)
		await refuse("LatitudeOutOfRange", { latitude: 910_000 })
		await refuse("LatitudeOutOfRange", { latitude: -900_001 })
		await refuse("LongitudeOutOfRange", { longitude: 1_800_001 })
		await refuse("BandwidthZero", { uploadMbps: 0 })
		await refuse("TelecomOperatorMissing", { telecomOperators: [] })
		await refuse("TelecomNameEmpty", { telecomOperators: [""] })
		await refuse("TelecomNameNotUtf8", { telecomOperators: ["0xff"] })
		await refused(set(), bob, "machines.NotOwner")
		await submit(set(), miner)
	})

	it("should not get a transaction into the pool when a name is too long", async () => {
		const long = (telecomOperators: string[]) =>
			call.machines("setProfile", id, { ...PROFILE, telecomOperators })
		const before = await records()
		// The lengths are part of the types: no node can decode such a call.
		const refuse = async (tx: Tx, from: KeyringPair) => {
			const signed = await tx.signAsync(from, { nonce: -1 })
			assert.equal(await node.refusal("author_submitExtrinsic", signed.toHex()), Code.undecodable)
		}
		await refuse(long(["x".repeat(33)]), miner)
		await refuse(long(["a", "b", "c", "d", "e"]), miner)
		await refuse(reveal({ ...HARDWARE, gpuModel: "x".repeat(65) }), alice)
		assert.deepEqual(await records(), before)
	})

	it("should be verified by others when its verifiers cannot reveal what they committed to", async () => {
		await refused(call.verification("request"), bob, "verification.NotOwner")
		await submit(call.verification("request"), miner)
		// The very next block: the draw needs the randomness of the one after it.
		await refused(call.verification("commit", SALT), bob, "verification.NotYetDrawn")
		const known = { ...HARDWARE, gpuModel: "NVIDIA GeForce RTX 3080" }
		const reveals = await commitAll([
			{ ...known, gpuCount: 33 },
			{ ...known, cudaCores: 8_705 },
			{ ...known, ramGb: 4_097 },
		])
		await refused(call.verification("request"), miner, "verification.AlreadyRequested")
		await refused(call.verification("commit", SALT), bob, "verification.NotDrawn")
		await refused(call.machines("setProfile", id, PROFILE), miner, "machines.ProfileLocked")
		const errors = ["GpuCountOutOfRange", "CudaCoresOutOfRange", "RamOutOfRange"]
		for (const [seat, [tx, member]] of reveals.entries()) {
			await refused(tx, member, `machines.${errors[seat]}`)
		}
		await refused(call.verification("close"), bob, "verification.BallotOpen")

		await node.timeJump(CLOSED_AFTER)
		const { request } = await node.call("gpu_verification", id)
		assert.equal(request.round, 2)
		assert.equal((await node.call("gpu_machine", id)).phase.type, "verifying")
	})

	it("should become active and under-staked when the owner lacks the rest of the stake", async () => {
		const [first, ...others] = await commitAll([HARDWARE, HARDWARE, HARDWARE])
		await refused(call.machines("topUp", id, DBC), miner, "machines.NotActive")
		await refused(call.machines("restake", id), miner, "machines.NotActive")
		await refused(...first!, "machines.UnknownGpuModel")
		await submit(
			call.sudo(call.machines("setGpuModel", HARDWARE.gpuModel, { maxCudaCores: 8_704, maxVramGb: 10 })),
			alice,
		)
		await submit(...first!)
		await refused(...first!, "verification.AlreadyRevealed")
		for (const [tx, member] of others) await submit(tx, member)

		const stored = ((await api.query.machines!.machines!(id)) as any).unwrap()
		assert.ok(stored.phase.isActive)
		assert.ok(stored.underStaked.isTrue)
		assert.equal(stored.points.toNumber(), POINTS)
		assert.equal(stored.requirement.toBigInt(), REQUIREMENT)
		const { request, attesters } = await node.call("gpu_verification", id)
		assert.equal(request, null)
		assert.equal(attesters.length, 3)
	})

	it("should take orders when the stake is topped up", async () => {
		const missing = REQUIREMENT - (await stakeOnHold(miner))
		await refused(call.machines("topUp", id, missing), miner, "machines.InsufficientBalance")
		await refused(call.machines("topUp", id, 0), miner, "machines.ZeroAmount")
		await refused(call.machines("restake", id), miner, "machines.StakeIncomplete")
		assert.deepEqual((await node.call("gpu_machine", id)).notRentableReason, { type: "underStaked" })

		await submit(api.tx.balances.transferKeepAlive(miner.address, REQUIREMENT), bob)
		// More than is missing is not taken.
		await submit(call.machines("topUp", id, REQUIREMENT), miner)
		assert.equal(await stakeOnHold(miner), REQUIREMENT)
		await refused(call.machines("topUp", id, DBC), miner, "machines.NothingMissing")
		assert.equal((await node.call("gpu_machine", id)).rentable, true)
	})

	it("should keep its terms when calls come too early or from a stranger", async () => {
		await refused(call.machines("setProfile", id, PROFILE), miner, "machines.ProfileLocked")
		await refused(call.machines("restake", id), miner, "machines.TooEarly")
		await refused(call.machines("exit", id), miner, "machines.TooEarly")
		await refused(call.machines("remove", id), bob, "machines.NotRemovable")
		await refused(call.machines("close", id), bob, "machines.NotOwner")
		await refused(call.machines("open", id), miner, "machines.AlreadyOpen")
		await refused(call.machines("setExtraPrice", id, 10n ** 15n), miner, "machines.ExtraPriceTooHigh")
		await refused(call.machines("close", u8aToHex(bob.publicKey)), miner, "machines.MachineNotFound")
		await submit(call.machines("setExtraPrice", id, 1_500_000), miner)
		await submit(call.machines("setPayee", id, bob.address), miner)
		await submit(call.machines("close", id), miner)
		assert.deepEqual((await node.call("gpu_machine", id)).notRentableReason, { type: "closed" })
		await submit(call.machines("open", id), miner)
	})

	it("should have one outage when several causes overlap", async () => {
		await refused(call.machines("reportUp", id), miner, "machines.NotDown")
		await submit(call.machines("reportDown", id), miner)
		await refused(call.machines("reportDown", id), miner, "machines.AlreadyDown")
		await refused(call.machines("restake", id), miner, "machines.OutageRunning")
		await submit(call.sudo(call.machines("forceTakeDown", id, "Malfunction")), alice)
		const { outage } = await node.call("gpu_machine", id)
		assert.deepEqual(outage.causes.map((cause: any) => cause.type), ["ownerReported", "malfunction"])
		assert.equal(outage.basePlanck, String(REQUIREMENT))
		await submit(call.machines("reportUp", id), miner)
		assert.equal((await node.call("gpu_machine", id)).outage, null)

		// The dearest cause counts, 6 % for the malfunction. Nobody appeals, and the owner makes up for what is taken.
		assert.equal((await node.call("gpu_machine", id)).lockedPlanck, String((REQUIREMENT * 6n) / 100n))
		await refused(call.machines("restake", id), miner, "machines.ExitLocked")
		await node.timeJump(APPEAL_WINDOW + MINUTE)
		await node.sealUntil("the sanction is executed", async () => {
			const { items } = await node.call("gpu_sanctions", { machine: id })
			return items.length === 0
		})
		assert.equal(await stakeOnHold(miner), REQUIREMENT - (REQUIREMENT * 6n) / 100n)
		await submit(call.machines("topUp", id, REQUIREMENT), miner)
		assert.equal(await stakeOnHold(miner), REQUIREMENT)
	})

	it("should read the same over RPC when it compares with the storage", async () => {
		const { at, ...shown } = await node.call("gpu_machine", id)
		const block = await api.at(at.hash)
		const stored = ((await block.query.machines!.machines!(id)) as any).unwrap()
		const profile = ((await block.query.machines!.profiles!(id)) as any).unwrap()
		assert.equal(at.finalized, true)
		assert.equal(shown.id, id)
		assert.equal(shown.owner, stored.owner.toString())
		assert.equal(shown.payee, stored.payee.unwrap().toString())
		assert.deepEqual(shown.phase, { type: "active" })
		assert.equal(shown.registeredAt, stored.registeredAt.toNumber())
		assert.equal(shown.firstActiveAt, stored.firstActiveAt.unwrap().toNumber())
		assert.equal(shown.pointsE2, stored.points.toNumber())
		assert.equal(shown.stakePlanck, stored.stake.toString())
		assert.equal(shown.requirementPlanck, stored.requirement.toString())
		assert.equal(shown.extraPriceMicroUsd, stored.extraPrice.toString())
		assert.equal(shown.profile.latitudeE4, profile.latitude.toNumber())
		assert.deepEqual(shown.profile.telecomOperators, PROFILE.telecomOperators)
		assert.deepEqual(shown.hardware, HARDWARE)
		assert.equal(shown.stakePlanck, String(await stakeOnHold(miner)))

		const list = await node.call("gpu_machines", { owner: miner.address }, { limit: 10 })
		// What orders do to a machine is told of single machines only.
		const { occupancy, reputation, ...listed } = shown
		assert.ok(occupancy && reputation)
		assert.deepEqual(list.items, [listed])
		assert.equal(list.next, null)
		const none = await node.call("gpu_machines", { owner: bob.address })
		assert.deepEqual(none.items, [])
	})

	it("should be told what is wrong when a read is malformed", async () => {
		const unknown = `0x${"17".repeat(32)}`
		const cases: [number, string, ...unknown[]][] = [
			[Code.limitTooLarge, "gpu_machines", {}, { limit: 10_000 }],
			[Code.badLimit, "gpu_machines", {}, { limit: 0 }],
			[Code.invalidParams, "gpu_machines", { colour: "red" }],
			[Code.invalidParams, "gpu_machines", {}, { offset: 1 }],
			[Code.badCursor, "gpu_machines", {}, { cursor: "0x12" }],
			[Code.badAccount, "gpu_machines", { owner: "5Grw" }],
			[Code.badModelName, "gpu_machines", { gpuModel: "x".repeat(65) }],
			[Code.badAmount, "gpu_machines", { maxExtraPriceMicroUsd: "-1" }],
			[Code.badRegion, "gpu_machines", { region: { westE4: 0, eastE4: 1, southE4: 0, northE4: 910_000 } }],
			[Code.notFound, "gpu_machine", unknown],
			[Code.badId, "gpu_machine", "0x12"],
			[Code.badId, "gpu_machine", `0x${"zz".repeat(32)}`],
			[Code.badId, "gpu_machine", id.slice(2)],
			[Code.invalidParams, "gpu_machine"],
			[Code.unknownBlock, "gpu_machine", id, unknown],
			[Code.unknownBlock, "gpu_price", unknown],
			[Code.badBlockHash, "gpu_price", "0xabc"],
			[Code.gpuCountOutOfRange, "gpu_stakeRequirement", 0],
			[Code.gpuCountOutOfRange, "gpu_stakeRequirement", 33],
		]
		for (const [code, method, ...params] of cases) {
			assert.equal(await node.refusal(method, ...params), code, JSON.stringify([method, ...params]))
		}
	})

	it("should pay less stake when the price has risen, one step at a time", async () => {
		const { machines, price } = await node.call("gpu_chainParams")
		await node.timeJump(machines.restakeIntervalMs + price.maxAgeMs)
		assert.equal((await node.call("gpu_price")).fresh, false)
		assert.equal(await node.refusal("gpu_stakeRequirement", 1), Code.priceUnavailable)
		const key = new Keyring({ type: "sr25519" }).addFromUri("//Machine//late")
		const late = call.machines("register", u8aToHex(key.publicKey), ...(await signedBy(key)))
		await refused(late, miner, "machines.PriceUnavailable")
		await refused(call.machines("restake", id), miner, "machines.PriceUnavailable")

		// Far more than 10 minutes have passed, so that all six steps of 10 % count.
		await submit(call.price("submit", 100n * PRICE), alice)
		const risen = (PRICE * 160n) / 100n
		assert.equal((await node.call("gpu_price")).priceNanoUsd, String(risen))
		await node.timeJump(11 * MINUTE)
		await submit(call.price("submit", 100n * PRICE), alice)
		const again = (risen * 110n) / 100n
		assert.equal((await node.call("gpu_price")).priceNanoUsd, String(again))

		const perGpu = (800n * 10n ** 9n * DBC + again - 1n) / again
		await submit(call.machines("restake", id), miner)
		assert.equal(await stakeOnHold(miner), perGpu * BigInt(GPUS))
		await refused(call.machines("restake", id), miner, "machines.TooEarly")
	})

	it("should get the stake back when the machine leaves", async () => {
		const { exitFrom } = await node.call("gpu_machine", id)
		const wait = exitFrom - (await node.now())
		if (wait > 0) await node.timeJump(wait + HOUR)
		await refused(call.machines("exit", id), bob, "machines.NotOwner")
		await submit(call.machines("exit", id), miner)
		assert.equal(await stakeOnHold(miner), 0n)
		assert.equal((await balance(miner)).reserved, 0n)
		assert.equal(await node.refusal("gpu_machine", id), Code.notFound)
		assert.ok(((await api.query.machines!.profiles!(id)) as any).isNone)
		assert.ok(((await api.query.machines!.hardwareOf!(id)) as any).isNone)
	})
})
