// A development chain that seals a block for each transaction: its calls with errors by name, its money, and machines that
// can be rented.

import assert from "node:assert/strict"
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
	HARDWARE,
	MINUTE,
	PRICE,
	PROFILE,
	REPORT,
	VERIFIERS,
	commitmentPrefix,
	registrationPayload,
} from "./facts.ts"
import { DbcNode } from "./node.ts"

export const derive = createDerive({ seed: DEV_MINI_SECRET, curve: sr25519, derive: sr25519Derive })
export const address = (key: KeyPair) => ss58Address(key.publicKey, 42)

const PROFILE_ARGUMENT = {
	longitude: PROFILE.longitude,
	latitude: PROFILE.latitude,
	upload_mbps: PROFILE.uploadMbps,
	download_mbps: PROFILE.downloadMbps,
	telecom_operators: PROFILE.telecomOperators.map(Binary.fromText),
	bare_metal: PROFILE.bareMetal,
}
const HARDWARE_ARGUMENT = {
	gpu_model: Binary.fromText("NVIDIA GeForce RTX 3080"),
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

/** What came of a call. */
export interface Included {
	/** Its events. */
	events: any[]
	/** The chain's time in its block. */
	now: number
}

/** What an event of `Rental` says. */
export function told({ events }: Included, name: string): any {
	const found = events.find(({ type, value }) => type === "Rental" && value.type === name)
	assert.ok(found, `no event ${name}`)
	return found.value.value
}

export class DevChain {
	readonly node: DbcNode
	readonly client: PolkadotClient
	// Untyped on purpose: everything comes from the metadata of the running chain.
	readonly api: any
	readonly genesis: Uint8Array

	private constructor(node: DbcNode, genesis: string) {
		this.node = node
		this.client = createClient(getWsProvider(node.url, { websocketClass: WebSocket as any }))
		this.api = this.client.getUnsafeApi()
		this.genesis = Binary.fromHex(genesis)
	}

	/** A chain with a price, which seals a block for each transaction unless `args` say something else. */
	static async start(...args: string[]): Promise<DevChain> {
		const node = await DbcNode.start(args.length > 0 ? args : ["--instant-seal"])
		const chain = new DevChain(node, await node.call("chain_getBlockHash", 0))
		// Ahead of the wall clock: from here on each block comes one slot after its parent.
		await node.timeJump(60 * MINUTE)
		await chain.feed()
		return chain
	}

	async stop(): Promise<void> {
		this.client.destroy()
		await this.node.stop()
	}

	/** Submits a call, and waits until it is final. A dispatch error is thrown by its name. */
	async submit(tx: any, from: KeyPair): Promise<Included> {
		const signer = getPolkadotSigner(from.publicKey, "Sr25519", from.sign)
		const { ok, events, dispatchError, block } = await tx.signAndSubmit(signer)
		if (ok) return { events, now: (await this.node.call("gpu_price", block.hash)).now }
		const { type, value } = dispatchError
		throw new Error(type === "Module" ? `${value.type}.${value.value.type}` : type)
	}

	refused(tx: any, from: KeyPair, error: string): Promise<void> {
		return assert.rejects(this.submit(tx, from), { message: error })
	}

	/** Tells the price anew, unless a feeder may not do that yet because it is young. */
	async feed(): Promise<void> {
		const { ageMs } = await this.node.call("gpu_price")
		if (ageMs !== null && ageMs < 10 * MINUTE) return
		await this.submit(this.api.tx.Price.submit({ price: PRICE }), derive("//Alice"))
	}

	async pay(to: KeyPair, value: bigint): Promise<void> {
		const pay = { dest: Enum("Id", address(to)), value }
		await this.submit(this.api.tx.Balances.transfer_keep_alive(pay), derive("//Bob"))
	}

	/** What an account has on hold, by pallet and reason. */
	async holds(key: KeyPair): Promise<Record<string, bigint>> {
		const holds: any[] = await this.api.query.Balances.Holds.getValue(address(key))
		return Object.fromEntries(holds.map(({ id, amount }) => [`${id.type}.${id.value.type}`, amount]))
	}

	/** What an account has on hold for orders. */
	async escrow(key: KeyPair): Promise<bigint> {
		return (await this.holds(key))["Rental.RentalEscrow"] ?? 0n
	}

	async free(key: KeyPair): Promise<bigint> {
		return (await this.api.query.System.Account.getValue(address(key))).data.free
	}

	order(id: string): Promise<any> {
		return this.node.call("gpu_order", id)
	}

	/** Seals a block whose time is `moment`, or one slot later. */
	async jumpTo(moment: number): Promise<void> {
		await this.node.timeJump(Math.max(moment - (await this.node.now()) - 6_000, 0))
	}

	/**
	 * Seals blocks until a minute is about half over. What is due is done by whole minutes: an order that is confirmed now
	 * is over for half a minute before the chain closes it by itself.
	 */
	async untilHalfMinute(): Promise<void> {
		await this.node.sealUntil("half a minute", async () => {
			const second = ((await this.node.now()) % MINUTE) / 1_000
			return second >= 18 && second < 30
		})
	}

	/** Registers a machine of `owner` and describes it. */
	async registered(suri: string, owner: KeyPair): Promise<Machine> {
		const machine = new Machine(this, suri, owner)
		const expires = (await this.node.now()) + 10 * MINUTE
		const payload = registrationPayload(this.genesis, owner.publicKey, expires)
		const signature = Binary.toHex(machine.key.sign(payload))
		await machine.submit("register", { expires_at: BigInt(expires), signature })
		await machine.submit("set_profile", { profile: PROFILE_ARGUMENT })
		return machine
	}

	/** A machine of 4 GPUs and 598.90 points that its verifiers have accepted. */
	async active(suri: string, owner: KeyPair): Promise<Machine> {
		const machine = await this.registered(suri, owner)
		const { Verification } = this.api.tx
		await this.submit(Verification.request({ machine: machine.id }), owner)
		const { job, members } = await this.node.drawn(machine.id)
		const keys = VERIFIERS.map(derive).filter((key) => members.includes(address(key)))

		const opinion = Enum("Accept", { hardware: HARDWARE_ARGUMENT, report: REPORT })
		const reveal = Verification.reveal({ machine: machine.id, opinion, salt: REPORT })
		const opened = (await reveal.getEncodedData()).slice(2 + 32)
		for (const key of keys) {
			const prefix = commitmentPrefix(this.genesis, job, key.publicKey)
			const commitment = Binary.toHex(blake2b256(Uint8Array.of(...prefix, ...opened)))
			await this.submit(Verification.commit({ machine: machine.id, commitment }), key)
		}
		for (const key of keys) await this.submit(reveal, key)
		assert.equal((await machine.shown()).phase.type, "active")
		return machine
	}
}

/** A machine and its calls. */
export class Machine {
	readonly key: KeyPair
	readonly id: string
	readonly owner: KeyPair
	private readonly chain: DevChain

	constructor(chain: DevChain, suri: string, owner: KeyPair) {
		this.chain = chain
		this.key = derive(suri)
		this.id = Binary.toHex(this.key.publicKey)
		this.owner = owner
	}

	/** A call of the registry, signed by the owner. */
	submit(name: string, args: object = {}): Promise<Included> {
		return this.chain.submit(this.chain.api.tx.Machines[name]({ machine: this.id, ...args }), this.owner)
	}

	shown(): Promise<any> {
		return this.chain.node.call("gpu_machine", this.id)
	}

	/** The call that rents GPUs of it: without `change`, one for an hour at any price. */
	rent(change: object = {}): any {
		const wanted = { gpus: 1, duration: BigInt(60 * MINUTE), max_total: 1_000n * DBC }
		const rest = { start: undefined, renter: undefined }
		return this.chain.api.tx.Rental.rent({ machine: this.id, ...wanted, ...rest, ...change })
	}

	/** Rents it, and gives the order's number. */
	async order(payer: KeyPair, change: object = {}): Promise<string> {
		return String(told(await this.chain.submit(this.rent(change), payer), "OrderCreated").order)
	}

	/** Rents it for the payer and confirms that: the number, and what was said of the confirmation. */
	async running(payer: KeyPair, change: object = {}): Promise<{ id: string; start: number; end: number }> {
		const id = await this.order(payer, change)
		const confirm = this.chain.api.tx.Rental.confirm({ order: BigInt(id) })
		const { start, end } = told(await this.chain.submit(confirm, payer), "OrderConfirmed")
		return { id, start: Number(start), end: Number(end) }
	}
}
