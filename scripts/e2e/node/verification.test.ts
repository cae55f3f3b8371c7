// Verification: first with the programs of scripts/examples, as miners and verifiers run them, then what they never try.

import assert from "node:assert/strict"
import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { after, afterEach, before, describe, it } from "node:test"
import { isDeepStrictEqual } from "node:util"
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
import { Example } from "./harness/examples.ts"
import {
	APPEAL_WINDOW,
	CLOSED_AFTER,
	Code,
	DBC,
	HARDWARE,
	JOB_RISK,
	MINUTE,
	POINTS,
	PRICE,
	PROFILE,
	REPORT,
	REQUIREMENT,
	STAKE_PER_GPU,
	VERIFIERS,
	VERIFIER_BOND,
	VOTE_WINDOW,
	commitmentPrefix,
	registrationPayload,
} from "./harness/facts.ts"
import { DbcNode, temporaryFolder, until } from "./harness/node.ts"

const derive = createDerive({ seed: DEV_MINI_SECRET, curve: sr25519, derive: sr25519Derive })
const address = (key: KeyPair) => ss58Address(key.publicKey, 42)
const hardware = {
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
const profile = {
	longitude: PROFILE.longitude,
	latitude: PROFILE.latitude,
	upload_mbps: PROFILE.uploadMbps,
	download_mbps: PROFILE.downloadMbps,
	telecom_operators: PROFILE.telecomOperators.map(Binary.fromText),
	bare_metal: PROFILE.bareMetal,
}

let node: DbcNode
let client: PolkadotClient
// Untyped on purpose: everything comes from the metadata of the running chain.
let api: any
let genesis: Uint8Array

async function start(...args: string[]): Promise<void> {
	node = await DbcNode.start(args)
	client = createClient(getWsProvider(node.url, { websocketClass: WebSocket as any }))
	api = client.getUnsafeApi()
	genesis = Binary.fromHex(await node.call("chain_getBlockHash", 0))
}

async function stop(): Promise<void> {
	client?.destroy()
	await node?.stop()
}

/** Submits a call, and waits until it is final. A dispatch error is thrown by its name. */
async function submit(tx: any, from: KeyPair): Promise<any[]> {
	const signer = getPolkadotSigner(from.publicKey, "Sr25519", from.sign)
	const { ok, events, dispatchError } = await tx.signAndSubmit(signer)
	if (ok) return events
	const { type, value } = dispatchError
	throw new Error(type === "Module" ? `${value.type}.${value.value.type}` : type)
}
const refused = (tx: any, from: KeyPair, error: string) =>
	assert.rejects(submit(tx, from), { message: error })

/** What an account has on hold for a reason. */
async function onHold(account: string, pallet: string, reason: string): Promise<bigint> {
	const holds: any[] = await api.query.Balances.Holds.getValue(account)
	return holds.find(({ id }) => id.type === pallet && id.value.type === reason)?.amount ?? 0n
}

/** What a member has on hold as its bond. */
const bondOnHold = (account: string) => onHold(account, "Committee", "CommitteeBond")

/** The pending sanctions that an account pays. */
const sanctionsOf = async (account: string): Promise<any[]> => (await node.call("gpu_sanctions", { account })).items

describe("the examples", () => {
	const votes = temporaryFolder()
	const examples: Example[] = []
	const example = (name: string, ...args: string[]) => {
		const started = new Example(name, "--url", node.url, ...args)
		examples.push(started)
		return started
	}
	const verifier = (suri: string, ...args: string[]) =>
		example("verifier", "--suri", suri, "--votes", votes, "--jobs", "1", ...args)
	const miner = (suri: string, machine: string) =>
		example("miner", "--suri", suri, "--machine-suri", machine)

	/** The secrets of those who were drawn for a machine. */
	async function drawn(machine: string): Promise<string[]> {
		const id = Binary.toHex(derive(machine).publicKey)
		return until("the draw", async () => {
			const { request } = await node.call("gpu_verification", id).catch(() => ({ request: null }))
			if (request?.stage.type !== "voting") return undefined
			const members: string[] = request.stage.seats.map((seat: any) => seat.member)
			return [...VERIFIERS, "//One"].filter((suri) => members.includes(address(derive(suri))))
		}, 120_000)
	}

	// A block of 6 s takes 3 s: there is time to start programs within the windows of 2 minutes.
	before(async () => {
		await start("--dev-block-time", "3000")
		const pay = { dest: Enum("Id", address(derive("//One"))), value: 30_000n * DBC }
		await submit(api.tx.Balances.transfer_keep_alive(pay), derive("//Bob"))
	})
	afterEach(() => Promise.all(examples.splice(0).map((started) => started.kill())))
	after(stop)

	it("should bring a fifth verifier into the committee when the council approves it", async () => {
		const one = address(derive("//One"))
		for (const suri of VERIFIERS) assert.equal(await bondOnHold(address(derive(suri))), VERIFIER_BOND)
		const outsider = await verifier("//One").fails()
		assert.match(outsider, /no member of the committee/)
		const key = join(votes, "box.pem")
		await example("join", "--suri", "//One", "--box-key", key, "--council", "//Bob").fails()
		await example("join", "--suri", "//One", "--box-key", key, "--council", "//Alice", "--bond", "25000").succeeds()

		assert.equal(statSync(key).mode & 0o777, 0o600)
		const shown = await node.call("gpu_member", one)
		assert.deepEqual(shown.status, { type: "active" })
		assert.equal(shown.drawable, true)
		assert.equal(shown.bondPlanck, String(25_000n * DBC))
		assert.equal(shown.atRiskPlanck, "0")
		const stored = await api.query.Committee.Members.getValue(one)
		assert.equal(stored.box_key, shown.boxKey)
		assert.equal(await bondOnHold(one), 25_000n * DBC)
		// It is done, and not done twice.
		await example("join", "--suri", "//One", "--box-key", key).succeeds()
		assert.equal(await bondOnHold(one), 25_000n * DBC)
	})

	it("should make a machine active when its verifiers accept it, though one of them crashes", async () => {
		const id = Binary.toHex(derive("//Bob//machine").publicKey)
		await example("feeder", "--suri", "//Alice", "--price", String(PRICE)).succeeds()
		const mining = miner("//Bob", "//Bob//machine")
		const [first, ...others] = await drawn("//Bob//machine")
		const accept = (suri: string) => verifier(suri, "--hardware", "hardware.json")

		const crashing = accept(first!)
		await crashing.prints("commit: block")
		await crashing.kill()
		const files = readdirSync(votes).filter((file) => file.endsWith(".json"))
		assert.equal(files.length, 1)
		assert.equal(statSync(join(votes, files[0]!)).mode & 0o777, 0o600)
		const { items } = await node.call("gpu_jobs", address(derive(first!)))
		assert.equal(items.length, 1)
		assert.deepEqual(items[0].ballot.expected, { type: "awaitReveal" })
		assert.equal((await node.call("gpu_member", address(derive(first!)))).atRiskPlanck, String(JOB_RISK))

		await Promise.all([first!, ...others].map((suri) => accept(suri).succeeds()))
		const told = await mining.succeeds()
		assert.match(told, /is active with 598\.9 points/)
		assert.match(told, /on hold for Machines\.MachineStake: 266,666\.666666666666668 DBC/)
		const { request, attesters } = await node.call("gpu_verification", id)
		assert.equal(request, null)
		assert.deepEqual(
			attesters.map(({ member }: any) => member).sort(),
			[first!, ...others].map((suri) => address(derive(suri))).sort(),
		)
		const stored = await api.query.Machines.Machines.getValue(id)
		assert.equal(stored.phase.type, "Active")
		assert.equal(stored.points, BigInt(POINTS))
		assert.equal(stored.stake, REQUIREMENT)
		for (const suri of [first!, ...others]) {
			assert.deepEqual((await node.call("gpu_jobs", address(derive(suri)))).items, [])
			assert.equal((await node.call("gpu_member", address(derive(suri)))).atRiskPlanck, "0")
		}
	})

	it("should return the stake but for the penalty when the verifiers refuse the machine", async () => {
		const id = Binary.toHex(derive("//Bob//bad").publicKey)
		const mining = miner("//Bob", "//Bob//bad")
		const suris = await drawn("//Bob//bad")
		await Promise.all(suris.map((suri) => verifier(suri, "--refuse", "WrongGpu").succeeds()))
		assert.match(await mining.fails(), /the machine is rejected \(wrongGpu\)/)

		// 5 % of the stake of a GPU, of which each who refused gets 8 USD; the rest of the stake has returned.
		const owner = address(derive("//Bob"))
		const penalty = (STAKE_PER_GPU * 5n) / 100n
		const share = (8n * DBC * 1_000_000_000n) / PRICE
		const stake = () => onHold(owner, "Machines", "MachineStake")
		const { phase, stakePlanck, lockedPlanck } = await node.call("gpu_machine", id)
		assert.deepEqual([phase.type, phase.reason], ["rejected", { type: "wrongGpu" }])
		assert.deepEqual([stakePlanck, lockedPlanck], [String(penalty), String(penalty)])
		assert.equal(await stake(), REQUIREMENT + penalty, "the other machine's stake, and the penalty")
		const members = suris.map((suri) => address(derive(suri)))
		for (const member of members) assert.equal((await node.call("gpu_member", member)).jobs, 0)
		const [sanction, ...others] = await sanctionsOf(owner)
		assert.equal(others.length, 0)
		assert.deepEqual(sanction.ground, { type: "refusedRegistration", machine: id, amountPlanck: String(penalty) })
		assert.equal(sanction.until, sanction.createdAt + APPEAL_WINDOW)
		const paid: [string, string][] = sanction.shares.map((one: any) => [one.account, one.amountPlanck])
		assert.deepEqual(paid.sort(), members.map((member) => [member, String(share)]).sort())

		async function free(account: string): Promise<bigint> {
			return (await api.query.System.Account.getValue(account)).data.free
		}
		const before = await Promise.all(members.map(free))
		await node.timeJump(APPEAL_WINDOW + MINUTE)
		await until("the sanction is executed", async () => (await sanctionsOf(owner)).length === 0)
		assert.equal((await node.call("gpu_machine", id)).stakePlanck, "0")
		assert.equal(await stake(), REQUIREMENT)
		assert.deepEqual(await Promise.all(members.map(free)), before.map((free) => free + share))

		const stranger = await miner("//Alice", "//Bob//bad").fails()
		assert.match(stranger, /request verification: Verification\.NotOwner Only the owner/)
	})
})

describe("a ballot", () => {
	const owner = derive("//Bob")
	const stranger = derive("//Alice")
	const verifiers = VERIFIERS.map(derive)
	const salt = Binary.toHex(new Uint8Array(32).fill(7))
	const accept = Enum("Accept", { hardware, report: REPORT })
	const refuse = Enum("Refuse", { reason: Enum("WrongCount") })

	before(async () => {
		await start("--instant-seal")
		// Ahead of the wall clock: from here on each block comes one slot after its parent.
		await node.timeJump(60 * MINUTE)
		await submit(api.tx.Price.submit({ price: PRICE }), derive("//Alice"))
	})
	after(stop)

	/** A machine of `owner` and its calls. */
	class Machine {
		readonly key: KeyPair
		readonly id: string

		constructor(suri: string) {
			this.key = derive(suri)
			this.id = Binary.toHex(this.key.publicKey)
		}

		call(name: string, args: object = {}): any {
			return api.tx.Verification[name]({ machine: this.id, ...args })
		}

		async register(): Promise<void> {
			const expires = (await node.now()) + 10 * MINUTE
			const signature = Binary.toHex(this.key.sign(registrationPayload(genesis, owner.publicKey, expires)))
			const { register, set_profile } = api.tx.Machines
			await submit(register({ machine: this.id, expires_at: BigInt(expires), signature }), owner)
			await submit(set_profile({ machine: this.id, profile }), owner)
		}

		/** Has it registered, requested and drawn: the job, and the members. */
		async drawn(): Promise<{ job: bigint; members: KeyPair[] }> {
			await this.register()
			await submit(this.call("request"), owner)
			const { job, members } = await node.drawn(this.id)
			const keyOf = (account: string) => verifiers.find((key) => address(key) === account)!
			return { job, members: members.map(keyOf) }
		}

		async commitment(job: bigint, member: KeyPair, opinion: unknown): Promise<string> {
			const opened = (await this.call("reveal", { opinion, salt }).getEncodedData()).slice(2 + 32)
			const prefix = commitmentPrefix(genesis, job, member.publicKey)
			return Binary.toHex(blake2b256(Uint8Array.of(...prefix, ...opened)))
		}

		async commit(job: bigint, member: KeyPair, opinion: unknown): Promise<void> {
			const commitment = await this.commitment(job, member, opinion)
			await submit(this.call("commit", { commitment }), member)
		}

		async phase(): Promise<string> {
			return (await node.call("gpu_machine", this.id)).phase.type
		}
	}

	/** What `machine` expects of a member now; `undefined` if it has nothing at risk for it. */
	const expected = async (machine: Machine, member: KeyPair): Promise<string | undefined> => {
		const { items } = await node.call("gpu_jobs", address(member))
		return items.find(({ subject }: any) => subject.machine === machine.id)?.ballot.expected.type
	}
	const bond = async (member: KeyPair) => BigInt((await node.call("gpu_member", address(member))).bondPlanck)

	/** Whether `member` loses what it had at risk, and nothing more, once nobody can appeal any more. */
	async function sawLoss(member: KeyPair, before: bigint): Promise<void> {
		const account = address(member)
		const [sanction, ...others] = await sanctionsOf(account)
		assert.equal(others.length, 0)
		assert.equal(sanction.ground.type, "memberFault")
		assert.equal(await bond(member), before)
		const { items } = await node.call("gpu_jobs", account)
		const waiting = items.filter(({ ballot }: any) => ballot === null)
		assert.deepEqual(
			waiting.map(({ job, atRiskPlanck }: any) => [job, atRiskPlanck]),
			[[sanction.ground.job, String(JOB_RISK)]],
		)

		await node.timeJump(APPEAL_WINDOW + MINUTE)
		await node.sealUntil("the sanction is executed", async () => (await sanctionsOf(account)).length === 0)
		assert.equal(await bond(member), before - JOB_RISK)
		assert.equal(await bondOnHold(account), before - JOB_RISK)
		const { at_risk, jobs, bond: stored } = await api.query.Committee.Members.getValue(account)
		assert.deepEqual([at_risk, jobs, stored], [0n, 0, before - JOB_RISK])
	}

	it("should be taken back when too few members are left and its time has come", async () => {
		const { Committee } = api.tx
		for (const member of verifiers.slice(0, 2)) await submit(Committee.pause(), member)
		const machine = new Machine("//ballot//lonely")
		await machine.register()
		await submit(machine.call("request"), owner)
		for (let blocks = 0; blocks < 5; blocks++) await node.timeJump(0)
		const { request } = await node.call("gpu_verification", machine.id)
		assert.equal(request.stage.type, "waiting")
		await node.timeJump(Math.max(request.stage.withdrawFrom - (await node.now()), 0))
		await submit(machine.call("withdraw"), owner)
		assert.equal(await machine.phase(), "registered")
		assert.equal((await node.call("gpu_verification", machine.id)).request, null)
		for (const member of verifiers.slice(0, 2)) await submit(Committee.resume(), member)
	})

	it("should refuse a reveal when it is not what this member committed to", async () => {
		const machine = new Machine("//ballot//mismatch")
		const { job, members } = await machine.drawn()
		const [honest, other, copying] = members as [KeyPair, KeyPair, KeyPair]
		const reveal = (opinion: unknown, by = salt) => machine.call("reveal", { opinion, salt: by })
		const before = await bond(copying)
		assert.equal(await expected(machine, honest), "commit")
		await machine.commit(job, honest, accept)
		assert.equal(await expected(machine, honest), "awaitReveal")
		await refused(machine.call("commit", { commitment: REPORT }), honest, "Verification.AlreadyCommitted")
		await refused(machine.call("commit", { commitment: REPORT }), stranger, "Verification.NotDrawn")
		await refused(reveal(accept), honest, "Verification.RevealPhaseNotBegun")
		await machine.commit(job, other, accept)
		const stolen = await machine.commitment(job, other, accept)
		await submit(machine.call("commit", { commitment: stolen }), copying)

		assert.equal(await expected(machine, honest), "reveal")
		await refused(reveal(refuse), honest, "Verification.CommitmentMismatch")
		await refused(reveal(accept, REPORT), honest, "Verification.CommitmentMismatch")
		await submit(reveal(accept), honest)
		await submit(reveal(accept), other)
		// What it copied opens for the other only.
		await refused(reveal(accept), copying, "Verification.CommitmentMismatch")
		await refused(machine.call("close"), stranger, "Verification.BallotOpen")
		assert.equal(await machine.phase(), "verifying")

		await node.timeJump(CLOSED_AFTER)
		assert.equal(await machine.phase(), "active")
		await sawLoss(copying, before)
		assert.equal(await expected(machine, honest), undefined)
	})

	it("should take 1,000 DBC from a member when it stays silent", async () => {
		const machine = new Machine("//ballot//silent")
		const { job, members } = await machine.drawn()
		const [first, second, silent] = members as [KeyPair, KeyPair, KeyPair]
		const bonds = await Promise.all(members.map(bond))
		const issued = await api.query.Balances.TotalIssuance.getValue()
		await machine.commit(job, first, accept)
		await machine.commit(job, second, accept)
		assert.equal(await expected(machine, silent), "commit")
		await node.timeJump(VOTE_WINDOW)
		const late = machine.call("commit", { commitment: REPORT })
		await refused(late, silent, "Verification.CommitPhaseOver")
		const reveal = machine.call("reveal", { opinion: accept, salt })
		await refused(reveal, silent, "Verification.NotCommitted")
		await submit(reveal, first)
		assert.equal(await machine.phase(), "verifying")
		// Nobody is awaited any more: it closes at once.
		await submit(reveal, second)

		assert.equal(await machine.phase(), "active")
		await sawLoss(silent, bonds[2]!)
		assert.deepEqual(await Promise.all([bond(first), bond(second)]), bonds.slice(0, 2))
		assert.equal(await api.query.Balances.TotalIssuance.getValue(), issued, "nothing is burned")
		const { attesters } = await node.call("gpu_verification", machine.id)
		assert.deepEqual(
			attesters.map(({ member }: any) => member),
			[address(first), address(second)],
		)
		assert.equal((await node.call("gpu_machine", machine.id)).stakePlanck, String(REQUIREMENT))
	})

	it("should not be taken back when its time has not come or its members are drawn", async () => {
		const machine = new Machine("//ballot//withdraw")
		await refused(machine.call("request"), owner, "Verification.MachineNotFound")
		await machine.register()
		await refused(machine.call("request"), stranger, "Verification.NotOwner")
		await refused(machine.call("withdraw"), owner, "Verification.RequestNotFound")
		await submit(machine.call("request"), owner)
		await refused(machine.call("withdraw"), owner, "Verification.TooEarly")
		const { members } = await node.drawn(machine.id)
		await refused(machine.call("withdraw"), owner, "Verification.AlreadyDrawn")
		await refused(api.tx.Machines.exit({ machine: machine.id }), owner, "Machines.VerificationUnderWay")
		// Everybody is silent: all three lose, and others are drawn.
		const bonds = await Promise.all(members.map(bondOnHold))
		await node.timeJump(CLOSED_AFTER)
		const { request } = await node.call("gpu_verification", machine.id)
		assert.equal(request.round, 2)
		assert.deepEqual(await Promise.all(members.map(bondOnHold)), bonds)
		await node.timeJump(APPEAL_WINDOW + MINUTE)
		const lost = bonds.map((bond) => bond - JOB_RISK)
		await node.sealUntil("all three have lost", async () =>
			isDeepStrictEqual(await Promise.all(members.map(bondOnHold)), lost),
		)
	})

	it("should be told what is wrong when a read is malformed", async () => {
		const unknown = `0x${"17".repeat(32)}`
		const cases: [number, string, ...unknown[]][] = [
			[Code.notFound, "gpu_verification", unknown],
			[Code.badId, "gpu_verification", "0x12"],
			[Code.memberNotFound, "gpu_member", address(stranger)],
			[Code.badAccount, "gpu_member", "5Grw"],
			[Code.badAccount, "gpu_jobs", "5Grw"],
			[Code.limitTooLarge, "gpu_jobs", address(owner), { limit: 10_000 }],
			[Code.badCursor, "gpu_jobs", address(owner), { cursor: "x" }],
		]
		for (const [code, method, ...params] of cases) {
			assert.equal(await node.refusal(method, ...params), code, JSON.stringify([method, ...params]))
		}
	})
})
