// Rental: first with the programs of scripts/examples, as renters, agents and platforms run them, then money to the planck.

import assert from "node:assert/strict"
import { after, afterEach, before, describe, it } from "node:test"
import type { KeyPair } from "@polkadot-labs/hdkd-helpers"
import { Binary } from "polkadot-api"
import { DevChain, type Machine, address, derive, told } from "./harness/dev-chain.ts"
import { Example } from "./harness/examples.ts"
import { CONFIRM_WINDOW, DBC, GPUS, HOUR, MINUTE, MIN_USE, ORDER_FEE, burnedOf, earned, rentOf } from "./harness/facts.ts"

let chain: DevChain
let machine: Machine
/** Receives the rent and sends nothing: what it has tells what was paid. */
const payee = derive("//Payee")
const call = (name: string, order: string, args: object = {}) =>
	chain.api.tx.Rental[name]({ order: BigInt(order), ...args })

before(async () => {
	chain = await DevChain.start()
	machine = await chain.active("//Rental//machine", derive("//Bob"))
	await chain.pay(payee, DBC)
	await machine.submit("set_payee", { payee: address(payee) })
})
after(() => chain?.stop())

describe("the examples", () => {
	const running: Example[] = []
	const example = (name: string, ...args: string[]) => {
		const started = new Example(name, "--url", chain.node.url, "--machine", machine.id, ...args)
		running.push(started)
		return started
	}
	const renter = (suri: string, ...args: string[]) => example("renter", "--suri", suri, ...args)
	const wanted = ["--gpus", "2", "--minutes", "60", "--max-dbc", "30"]
	afterEach(() => Promise.all(running.splice(0).map((started) => started.kill())))

	it("should rent, be let in by the agent, extend and end when a renter does all of it", async () => {
		const me = derive("//One")
		await chain.pay(me, 100n * DBC)
		const agent = example("agent")
		const [, url] = await agent.told(/listening on (\S+)/)
		await agent.told(/active, up, 4 of 4 GPUs free/)

		const cheap = await renter("//One", "--gpus", "2", "--max-dbc", "27.67").fails()
		assert.match(cheap, /rent: Rental\.AboveMaxTotal Rent and fee are above/)
		assert.match(await renter("//One", "--gpus", "5", "--max-dbc", "99").fails(), /tooFewGpus: only 4 of its GPUs/)
		assert.equal(await chain.escrow(me), 0n)

		const first = await renter("//One", ...wanted, "--agent", url!).succeeds()
		assert.match(first, /2 GPUs for 60 minutes at 5\.09065 USD a day/)
		assert.match(first, /access granted as renter to GPUs 0,1 until/)
		const rent = rentOf(2, HOUR)
		assert.equal(await chain.escrow(me), rent)
		const { items } = await chain.node.call("gpu_orders", { renter: address(me) })
		const [{ id, stage }] = items
		assert.equal(items.length, 1)
		assert.equal(stage.type, "running")
		assert.equal(stage.end - stage.start, HOUR)
		await agent.told(new RegExp(`\\+ renter ${address(me)}: GPUs 0,1 until .*, order ${id}\\n`))
		await agent.told(new RegExp(`let in ${address(me)}\\n`))
		await agent.told(/active, up, 2 of 4 GPUs free/)

		// It goes on with the order that is there, and needs no agent.
		const second = await renter("//One", "--extend", "30", "--max-dbc", "10").succeeds()
		assert.doesNotMatch(second, /rent:/)
		assert.match(second, /access granted as renter to GPUs 0,1 until/)
		const more = rentOf(2, HOUR / 2)
		const { stage: longer, paidPlanck, escrowPlanck } = await chain.order(id)
		assert.equal(longer.end, stage.end + HOUR / 2)
		assert.equal(BigInt(paidPlanck) + BigInt(escrowPlanck), rent + more)
		assert.equal(await chain.escrow(me), BigInt(escrowPlanck))
		const ends = `until ${new Date(longer.end).toISOString()}, order ${id}\n`
		await agent.told(new RegExp(`\\+ renter ${address(me)}: GPUs 0,1 ${ends}`))

		const third = await renter("//One", "--end").succeeds()
		assert.match(third, new RegExp(`order ${id} is closed \\(EndedByRenter\\)`))
		assert.equal(await chain.escrow(me), 0n)
		await agent.told(new RegExp(`- renter ${address(me)}: GPUs 0,1 ${ends}`))
		// It was used for a few blocks, and pays for the shortest time.
		const paid = earned(rent, MIN_USE, HOUR)
		assert.equal(await chain.free(payee), DBC + paid - burnedOf(paid))
		const { reputation } = await machine.shown()
		assert.equal(reputation.rentPaidPlanck, String(paid))
		assert.equal(reputation.rentBurnedPlanck, String(burnedOf(paid)))
	})

	it("should let in with a challenge of its own once when the agent is asked twice", async () => {
		const me = derive("//One")
		const { id } = await machine.running(me)
		const agent = example("agent")
		const [, url] = await agent.told(/listening on (\S+)/)
		const ask = async (path: string, question: object) => {
			const response = await fetch(`${url}/${path}`, { method: "POST", body: JSON.stringify(question) })
			return { status: response.status, answer: (await response.json()) as any }
		}
		const account = address(me)
		const sign = (bytes: string) => Binary.toHex(me.sign(Binary.fromHex(bytes)))

		const { bytes } = (await ask("challenge", { account })).answer
		const entry = { account, bytes, signature: sign(bytes) }
		assert.equal((await ask("enter", entry)).answer.granted, true)
		assert.match((await ask("enter", entry)).answer.error, /not handed out here, or was used/)
		const foreign = (await chain.node.call("gpu_challenge", machine.id, account, "mine")).bytes
		const refused = await ask("enter", { account, bytes: foreign, signature: sign(foreign) })
		assert.equal(refused.status, 400)

		const stranger = derive("//Eve")
		const theirs = (await ask("challenge", { account: address(stranger) })).answer.bytes
		const signature = Binary.toHex(stranger.sign(Binary.fromHex(theirs)))
		const { answer } = await ask("enter", { account: address(stranger), bytes: theirs, signature })
		assert.deepEqual([answer.granted, answer.refusal.type], [false, "noGrant"])
		await chain.submit(call("end", id), me)
	})

	it("should serve both users when two platforms rent for them at the same time", async () => {
		const cases = [
			{ platform: "//Charlie", user: "//One" },
			{ platform: "//Dave", user: "//Two" },
		]
		await chain.pay(derive("//Two"), 10n * DBC)
		const before = await Promise.all(cases.map(({ user }) => chain.free(derive(user))))
		const platforms = cases.map(({ platform, user }) =>
			example("platform", "--suri", platform, "--user", address(derive(user)), ...wanted, "--extend", "30"),
		)
		const ids = await Promise.all(
			platforms.map(async (platform) => (await platform.told(/order (\d+) is reserved until/))[1]!),
		)
		const orders = await Promise.all(ids.map((id) => chain.order(id)))
		assert.deepEqual(orders.flatMap(({ gpuIndexes }) => gpuIndexes).sort(), [0, 1, 2, 3])
		for (const [at, { platform }] of cases.entries()) {
			assert.equal(orders[at].payer, address(derive(platform)))
			assert.equal(await chain.escrow(derive(platform)), rentOf(2, HOUR) + ORDER_FEE)
		}
		// Nobody confirms what is another's, not even who pays.
		const stranger = await renter("//Two", "--order", ids[0]!).fails()
		assert.match(stranger, /confirm: Rental\.NotRenter Only the renter/)
		await chain.refused(call("confirm", ids[0]!), derive("//Charlie"), "Rental.NotRenter")

		const used = await Promise.all(cases.map(({ user }) => renter(user).succeeds()))
		assert.match(used[0]!, new RegExp(`access granted as renter to GPUs ${orders[0].gpuIndexes} until`))
		assert.match(used[1]!, new RegExp(`access granted as renter to GPUs ${orders[1].gpuIndexes} until`))
		await Promise.all(platforms.map((platform) => platform.told(/more on hold, order \d+ runs until/)))
		for (const id of ids) {
			const { stage } = await chain.order(id)
			assert.equal(stage.end - stage.start, HOUR + HOUR / 2)
		}
		await chain.refused(
			call("extend", ids[0]!, { duration: BigInt(HOUR), max_total: 100n * DBC }),
			derive("//One"),
			"Rental.NotPayer",
		)

		await Promise.all(cases.map(({ user }) => renter(user, "--end").succeeds()))
		const ended = await Promise.all(platforms.map((platform) => platform.succeeds()))
		for (const output of ended) assert.match(output, /is closed \(EndedByRenter\)/)
		for (const [at, { platform, user }] of cases.entries()) {
			assert.deepEqual(await chain.holds(derive(user)), {})
			assert.equal(await chain.escrow(derive(platform)), 0n)
			const spent = before[at]! - (await chain.free(derive(user)))
			assert.ok(spent < ORDER_FEE, "a user pays the fees of its transactions, and neither rent nor the order's fee")
		}
	})

	it("should go on with its order when a platform is started again", async () => {
		const platform = () => example("platform", "--suri", "//Dave", "--user", address(derive("//Two")), ...wanted)
		const first = platform()
		const [, id] = await first.told(/order (\d+) is reserved until/)
		await first.kill()
		await platform().told(new RegExp(`order ${id} is reserved until`))
		const { items } = await chain.node.call("gpu_orders", { machine: machine.id })
		assert.deepEqual(items.map((order: any) => order.id), [id])
		await chain.submit(call("cancel", id!), derive("//Two"))
		assert.equal(await chain.escrow(derive("//Dave")), 0n)
	})
})

describe("an order", () => {
	const payers = ["//Charlie", "//Dave"].map(derive) as [KeyPair, KeyPair]
	const [payer] = payers

	/** Rent paid over the machine's life, the burned part of it, and what the payee has. */
	async function paid(): Promise<{ paid: bigint; burned: bigint; payee: bigint }> {
		const { rentPaidPlanck, rentBurnedPlanck } = (await machine.shown()).reputation
		return { paid: BigInt(rentPaidPlanck), burned: BigInt(rentBurnedPlanck), payee: await chain.free(payee) }
	}

	/** Seals blocks until the chain has closed an order by itself, and gives what is left of it. */
	async function closed(id: string): Promise<any> {
		return chain.node.sealUntil("the chain closes the order", async () => {
			const { stage } = await chain.order(id)
			return stage.type === "closed" && stage
		})
	}

	it("should go to one of two platforms when both want the same GPUs", async () => {
		const before = await Promise.all(payers.map((key) => chain.holds(key)))
		const rent = (user: string) => machine.rent({ gpus: 3, renter: address(derive(user)) })
		const users = ["//One", "//Two"]
		const results = await Promise.allSettled(payers.map((key, at) => chain.submit(rent(users[at]!), key)))

		const lost = results.findIndex(({ status }) => status === "rejected")
		const won = 1 - lost
		assert.equal(results[won]!.status, "fulfilled")
		assert.match((results[lost] as PromiseRejectedResult).reason.message, /^Rental\.TooFewGpus$/)
		assert.deepEqual(await chain.holds(payers[lost]!), before[lost])
		assert.equal(await chain.escrow(payers[won]!), rentOf(3, HOUR) + ORDER_FEE)
		const { items } = await chain.node.call("gpu_orders", { machine: machine.id })
		assert.equal(items.length, 1)
		assert.equal(items[0].payer, address(payers[won]!))
		await chain.submit(call("cancel", items[0].id), derive(users[won]!))
		assert.equal(await chain.escrow(payers[won]!), 0n)
	})

	it("should earn nothing while the machine is down when its owner reports it down and up", async () => {
		await chain.feed()
		const { id, start, end } = await machine.running(payer, { gpus: GPUS })
		assert.equal(end - start, HOUR)
		const before = await paid()
		const down = await machine.submit("report_down")
		await chain.node.timeJump(10 * MINUTE)
		const { pausedMs, stage } = await chain.order(id)
		assert.equal(pausedMs, (await chain.node.now()) - down.now)
		assert.deepEqual(stage, { type: "running", start, end })
		const up = await machine.submit("report_up")
		await chain.jumpTo(end)
		assert.deepEqual(await closed(id), { type: "closed", start, end, reason: { type: "expired" } })

		const due = earned(rentOf(GPUS, HOUR), HOUR - (up.now - down.now), HOUR)
		const after = await paid()
		assert.equal(after.paid - before.paid, due)
		assert.equal(after.payee - before.payee, due - (after.burned - before.burned))
		assert.equal(after.burned - before.burned, burnedOf(due))
		assert.equal(await chain.escrow(payer), 0n)
	})

	it("should pay the same when somebody settles it again and again", async () => {
		await chain.feed()
		const { id, start, end } = await machine.running(payer)
		const before = await paid()
		const rent = rentOf(1, HOUR)
		for (let times = 0; times < 3; times++) {
			await chain.node.timeJump(7 * MINUTE)
			const settled = await chain.submit(call("settle", id), derive("//Eve"))
			const { amount, burned } = told(settled, "RentPaid")
			const sofar = earned(rent, settled.now - start, HOUR)
			assert.equal((await paid()).paid - before.paid, sofar)
			assert.ok(amount > 0n && burned > 0n)
			assert.equal(await chain.escrow(payer), rent - sofar)
		}
		await chain.jumpTo(end)
		await closed(id)
		const after = await paid()
		assert.equal(after.paid - before.paid, rent)
		assert.equal(after.burned - before.burned, burnedOf(rent))
		assert.equal(after.payee - before.payee, rent - burnedOf(rent))
	})

	it("should close by itself and free its GPUs when its time is over and nobody touches it", async () => {
		await chain.feed()
		const { id, start, end } = await machine.running(payer, { gpus: GPUS, duration: BigInt(10 * MINUTE) })
		assert.equal((await machine.shown()).occupancy.freeGpus, 0)
		await chain.jumpTo(end)
		// Over is over, whether or not the chain has tidied up.
		assert.equal((await machine.shown()).occupancy.freeGpus, GPUS)
		assert.deepEqual((await chain.node.call("gpu_access", machine.id)).grants, [])
		// The chain looks at an order for the first time when it cannot be confirmed any more.
		await chain.jumpTo(start + CONFIRM_WINDOW)
		assert.deepEqual(await closed(id), { type: "closed", start, end, reason: { type: "expired" } })
		assert.equal(await chain.escrow(payer), 0n)
		assert.deepEqual((await chain.node.call("gpu_orders", { machine: machine.id })).items, [])
	})

	it("should cost its fee when it is not confirmed in time", async () => {
		await chain.feed()
		const id = await machine.order(payer)
		const { createdAt } = await chain.order(id)
		const free = await chain.free(payer)
		assert.equal(await chain.escrow(payer), rentOf(1, HOUR) + ORDER_FEE)
		await chain.jumpTo(createdAt + CONFIRM_WINDOW)
		const { start, reason } = await closed(id)
		assert.deepEqual([start, reason.type], [null, "notConfirmed"])
		assert.equal(await chain.escrow(payer), 0n)
		assert.equal(await chain.free(payer), free + rentOf(1, HOUR))
	})

	it("should return its fee when the machine was down while it could be confirmed", async () => {
		await chain.feed()
		const id = await machine.order(payer)
		const { createdAt } = await chain.order(id)
		await machine.submit("report_down")
		await chain.refused(call("confirm", id), payer, "Rental.MachineDown")
		await machine.submit("report_up")
		const free = await chain.free(payer)
		await chain.jumpTo(createdAt + CONFIRM_WINDOW)
		assert.equal((await closed(id)).reason.type, "machineDown")
		assert.equal(await chain.free(payer), free + rentOf(1, HOUR) + ORDER_FEE)
	})
})
