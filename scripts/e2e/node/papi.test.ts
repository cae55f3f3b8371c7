// The journey of a miner with polkadot-api (PAPI), which reads runtime APIs and view functions of metadata V16 too.

import assert from "node:assert/strict"
import { after, before, describe, it } from "node:test"
import {
	DEV_MINI_SECRET,
	type KeyPair,
	blake2b256,
	createDerive,
	sr25519,
	sr25519Derive,
	ss58Address,
} from "@polkadot-labs/hdkd-helpers"
import { Binary, Enum, type PolkadotClient, createClient } from "polkadot-api"
import { getPolkadotSigner } from "polkadot-api/signer"
import { getWsProvider } from "polkadot-api/ws"
import { WebSocket } from "ws"
import {
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

const derive = createDerive({ seed: DEV_MINI_SECRET, curve: sr25519, derive: sr25519Derive })
const alice = derive("//Alice")
const bob = derive("//Bob")
const miner = derive("//Miner//papi")
const operator = derive("//Operator//papi")
const verifiers = VERIFIERS.map(derive)
const machine = derive("//Machine//papi")
const id = Binary.toHex(machine.publicKey)
const model = Binary.fromText("PAPI 3080")

let node: DbcNode
let client: PolkadotClient
// Untyped on purpose: everything comes from the metadata of the running chain.
let api: any
let genesis: Uint8Array

before(async () => {
	node = await DbcNode.start(["--instant-seal"])
	client = createClient(getWsProvider(node.url, { websocketClass: WebSocket as any }))
	api = client.getUnsafeApi()
	genesis = Binary.fromHex(await node.call("chain_getBlockHash", 0))
})
after(async () => {
	client?.destroy()
	await node?.stop()
})

const address = (key: KeyPair) => ss58Address(key.publicKey, 42)

/** Submits a call, waits until it is final, and gives its events. A dispatch error is thrown by its name. */
async function submit(tx: any, from: KeyPair): Promise<any[]> {
	const signer = getPolkadotSigner(from.publicKey, "Sr25519", from.sign)
	const { ok, events, dispatchError } = await tx.signAndSubmit(signer)
	if (!ok) throw new Error(nameOf(dispatchError))
	// Calls inside others report their error in an event.
	for (const { type, value } of events) {
		const result =
			type === "Sudo" && value.type === "Sudid"
				? value.value.sudo_result
				: type === "Proxy" && value.type === "ProxyExecuted"
					? value.value.result
					: undefined
		if (result && !result.success) throw new Error(nameOf(result.value))
	}
	return events
}

function nameOf(error: any): string {
	return error.type === "Module" ? `${error.value.type}.${error.value.value.type}` : error.type
}

const refused = (tx: any, from: KeyPair, error: string) =>
	assert.rejects(submit(tx, from), { message: error })

const machines = (name: string, args: object = {}) => api.tx.Machines[name]({ machine: id, ...args })
const sudo = (tx: any) => api.tx.Sudo.sudo({ call: tx.decodedCall })
const pay = (to: KeyPair, value: bigint) =>
	submit(api.tx.Balances.transfer_keep_alive({ dest: Enum("Id", address(to)), value }), bob)

async function register(key = machine, owner = miner, expiresIn = 10 * MINUTE) {
	const expires = (await node.now()) + expiresIn
	const signature = key.sign(registrationPayload(genesis, owner.publicKey, expires))
	return machines("register", { expires_at: BigInt(expires), signature: Binary.toHex(signature) })
}

const profile = {
	longitude: PROFILE.longitude,
	latitude: PROFILE.latitude,
	upload_mbps: PROFILE.uploadMbps,
	download_mbps: PROFILE.downloadMbps,
	telecom_operators: PROFILE.telecomOperators.map(Binary.fromText),
	bare_metal: PROFILE.bareMetal,
}
const hardware = {
	gpu_model: model,
	gpu_count: HARDWARE.gpuCount,
	cuda_cores: HARDWARE.cudaCores,
	vram_gb: HARDWARE.vramGb,
	cpu_model: Binary.fromText(HARDWARE.cpuModel),
	cpu_cores: HARDWARE.cpuCores,
	cpu_mhz: HARDWARE.cpuMhz,
	ram_gb: HARDWARE.ramGb,
	system_disk_gb: HARDWARE.systemDiskGb,
	data_disk_gb: HARDWARE.dataDiskGb,
}

const accept = (change = {}) => Enum("Accept", { hardware: { ...hardware, ...change }, report: REPORT })
const verification = (name: string, args: object = {}) => api.tx.Verification[name]({ machine: id, ...args })

/** Waits for the draw, and lets the members drawn accept the machine. */
async function verify(opinion = accept()): Promise<void> {
	const { job, members } = await node.drawn(id)
	const drawn = verifiers.filter((key) => members.includes(address(key)))
	const salt = Binary.toHex(new Uint8Array(32).fill(1))
	const reveal = verification("reveal", { opinion, salt })
	for (const member of drawn) {
		const prefix = commitmentPrefix(genesis, job, member.publicKey)
		const told = await api.apis.VerificationApi.commitment_prefix(job, address(member))
		assert.equal(Binary.toHex(told), Binary.toHex(prefix))
		// Behind the index of the call and the machine come opinion and salt.
		const opened = (await reveal.getEncodedData()).slice(2 + 32)
		const commitment = Binary.toHex(blake2b256(Uint8Array.of(...prefix, ...opened)))
		await submit(verification("commit", { commitment }), member)
	}
	for (const member of drawn) await submit(reveal, member)
}

async function stakeOnHold(key: KeyPair): Promise<bigint> {
	const holds: any[] = await api.query.Balances.Holds.getValue(address(key))
	const stake = holds.find((hold) => hold.id.type === "Machines" && hold.id.value.type === "MachineStake")
	return stake?.amount ?? 0n
}

describe("a miner with polkadot-api", () => {
	it("should see a price when an approved feeder submits one", async () => {
		const requirement = () => api.apis.MachinesApi.stake_requirement(GPUS)
		assert.deepEqual((await requirement()).value.type, "PriceUnavailable")
		await refused(api.tx.Price.submit({ price: PRICE }), bob, "Price.NotFeeder")
		await refused(api.tx.Price.submit({ price: 0n }), alice, "Price.ZeroPrice")
		await submit(api.tx.Price.submit({ price: PRICE }), alice)
		await refused(api.tx.Price.submit({ price: PRICE }), alice, "Price.TooSoon")

		const quote = await requirement()
		assert.equal(quote.success, true)
		assert.equal(quote.value.requirement, REQUIREMENT)
		assert.equal(quote.value.side.type, "Usd")
		const info = await api.apis.PriceApi.price_info()
		assert.equal(info.price, PRICE)
		assert.deepEqual(info, await api.view.Price.price_info())
	})

	it("should own a machine when its key has signed", async () => {
		await pay(miner, REGISTRATION_FEE + STAKE_PER_GPU + 100n * DBC)
		await refused(await register(derive("//Other")), miner, "Machines.BadSignature")
		await refused(await register(machine, bob), miner, "Machines.BadSignature")
		await refused(await register(machine, miner, -MINUTE), miner, "Machines.ExpiredSignature")

		const expires = BigInt((await node.now()) + 10 * MINUTE)
		const payload = await api.apis.MachinesApi.registration_payload(address(miner), expires)
		assert.deepEqual(
			Binary.toHex(payload),
			Binary.toHex(registrationPayload(genesis, miner.publicKey, Number(expires))),
		)
		const signature = Binary.toHex(machine.sign(payload))
		const events = await submit(machines("register", { expires_at: expires, signature }), miner)
		const registered = events.find(({ value }) => value.type === "MachineRegistered")
		assert.equal(registered.value.value.stake, STAKE_PER_GPU)
		assert.equal(registered.value.value.fee, REGISTRATION_FEE)
		assert.equal(await stakeOnHold(miner), STAKE_PER_GPU)
		await refused(await register(), miner, "Machines.AlreadyRegistered")
	})

	it("should become active and under-staked when the owner lacks the rest of the stake", async () => {
		const north = { ...profile, latitude: 910_000 }
		await refused(machines("set_profile", { profile: north }), miner, "Machines.LatitudeOutOfRange")
		await submit(machines("set_profile", { profile }), miner)
		// What cannot be revealed is known before it is committed to.
		const check = async (change: object, error?: string) => {
			const result = await api.view.Verification.check_opinion(accept(change))
			assert.equal(result.success ? undefined : nameOf(result.value), error)
		}
		await check({}, "Machines.UnknownGpuModel")
		const limits = { max_cuda_cores: HARDWARE.cudaCores, max_vram_gb: HARDWARE.vramGb }
		await submit(sudo(api.tx.Machines.set_gpu_model({ model, limits })), alice)
		await check({})
		await check({ gpu_count: 0 }, "Machines.GpuCountOutOfRange")
		await check({ gpu_count: 33 }, "Machines.GpuCountOutOfRange")
		await check({ cuda_cores: HARDWARE.cudaCores + 1 }, "Machines.CudaCoresOutOfRange")
		await check({ vram_gb: HARDWARE.vramGb + 1 }, "Machines.VramOutOfRange")
		await check({ ram_gb: 4_097 }, "Machines.RamOutOfRange")
		await check({ cpu_cores: 0 }, "Machines.CpuIncomplete")
		await check({ system_disk_gb: 0 }, "Machines.SystemDiskMissing")
		await check({ cpu_model: new Uint8Array() }, "Machines.InvalidModelName")

		await refused(verification("request"), bob, "Verification.NotOwner")
		await submit(verification("request"), miner)
		await verify()

		const stored = await api.query.Machines.Machines.getValue(id)
		assert.equal(stored.phase.type, "Active")
		assert.equal(stored.under_staked, true)
		assert.equal(stored.points, BigInt(POINTS))
		assert.equal(stored.requirement, REQUIREMENT)
		await refused(machines("set_profile", { profile }), miner, "Machines.ProfileLocked")
	})

	it("should take orders when the stake is topped up in two parts", async () => {
		await pay(miner, REQUIREMENT)
		const missing = REQUIREMENT - (await stakeOnHold(miner))
		await submit(machines("top_up", { amount: missing - 1n }), miner)
		assert.equal((await api.query.Machines.Machines.getValue(id)).under_staked, true)
		await submit(machines("top_up", { amount: 1n }), miner)
		assert.equal((await api.query.Machines.Machines.getValue(id)).under_staked, false)
		assert.equal(await stakeOnHold(miner), REQUIREMENT)
		await refused(machines("restake"), miner, "Machines.TooEarly")
		await refused(machines("exit"), miner, "Machines.TooEarly")
	})

	it("should let an operator work when it is a proxy for machines only", async () => {
		await pay(operator, 100n * DBC)
		const proxy_type = Enum("MachineOperator")
		const delegate = Enum("Id", address(operator))
		await submit(api.tx.Proxy.add_proxy({ delegate, proxy_type, delay: 0 }), miner)
		const asMiner = (tx: any) =>
			api.tx.Proxy.proxy({
				real: Enum("Id", address(miner)),
				force_proxy_type: undefined,
				call: tx.decodedCall,
			})
		await submit(asMiner(machines("close")), operator)
		assert.equal((await api.query.Machines.Machines.getValue(id)).closed, true)
		await submit(asMiner(machines("open")), operator)
		const steal = api.tx.Balances.transfer_keep_alive({ dest: delegate, value: DBC })
		await refused(asMiner(steal), operator, "System.CallFiltered")
		await refused(machines("close"), operator, "Machines.NotOwner")
	})

	it("should read the same by runtime API, view function, storage and RPC when it compares them", async () => {
		await submit(machines("report_down"), miner)
		const info = await api.apis.MachinesApi.machine(id)
		assert.deepEqual(info, await api.view.Machines.machine_info(id))
		const stored = await api.query.Machines.Machines.getValue(id)
		const { at: _, ...shown } = await node.call("gpu_machine", id)
		for (const machine of [info, stored]) {
			assert.equal(machine.owner, address(miner))
			assert.equal(machine.stake, BigInt(shown.stakePlanck))
			assert.equal(machine.requirement, BigInt(shown.requirementPlanck))
			assert.equal(machine.points, BigInt(shown.pointsE2))
			assert.equal(machine.registered_at, BigInt(shown.registeredAt))
			assert.equal(machine.outage.since, BigInt(shown.outage.since))
			assert.equal(machine.outage.causes[0].cause.type, "OwnerReported")
		}
		assert.equal(info.not_rentable.type, "Outage")
		assert.deepEqual(info.hardware, hardware)
		assert.deepEqual(info.profile, profile)

		const filter = {
			owner: address(miner),
			phase: Enum("Active"),
			rentable: false,
			gpu_model: model,
			min_vram_gb: HARDWARE.vramGb,
			min_gpus: GPUS,
			max_extra_price: 0n,
			region: undefined,
		}
		// The runtime itself keeps the page small.
		const page = await api.apis.MachinesApi.machines(filter, undefined, 10_000)
		assert.deepEqual(page, { items: [info], next: undefined })
		const others = await api.apis.MachinesApi.machines({ ...filter, min_gpus: GPUS + 1 }, undefined, 10)
		assert.deepEqual(others.items, [])
		const list = await client._request("gpu_machines", [{ owner: address(miner) }])
		// What orders do to a machine is told of single machines only.
		const { occupancy, reputation, ...listed } = shown
		assert.ok(occupancy && reputation)
		assert.deepEqual(list.items, [listed])
		await submit(machines("report_up"), miner)
	})

	it("should get the stake back when the machine leaves", async () => {
		const { exit_from } = await api.apis.MachinesApi.machine(id)
		await node.timeJump(Math.max(Number(exit_from) - (await node.now()), 0) + HOUR)
		await submit(machines("exit"), miner)
		assert.equal(await stakeOnHold(miner), 0n)
		assert.equal(await api.query.Machines.Machines.getValue(id), undefined)
		assert.equal(await api.apis.MachinesApi.machine(id), undefined)
		await refused(machines("exit"), miner, "Machines.MachineNotFound")
	})
})
