// Sanctions: nothing is taken at once, an appeal may stop it, and each is executed once, by itself or by anyone.

import assert from "node:assert/strict"
import { after, before, beforeEach, describe, it } from "node:test"
import { Binary, Enum } from "polkadot-api"
import { DevChain, type Machine, address, derive } from "./harness/dev-chain.ts"
import {
	APPEAL_DEPOSIT,
	APPEAL_WINDOW,
	Code,
	DBC,
	DECISION_WINDOW,
	HOUR,
	MINUTE,
	REQUIREMENT,
} from "./harness/facts.ts"
import { TREASURY, decide, executed, said, saidOnce } from "./harness/rulings.ts"

/** What an outage of less than 7 minutes costs that began while the machine was rented: 2 % of the stake. */
const AMOUNT = (REQUIREMENT * 2n) / 100n
const MACHINES = 6

let chain: DevChain
/** Machines that were never down. */
const fresh: Machine[] = []
const owner = derive("//Bob")
const renter = derive("//Renter")
const stranger = derive("//Alice")
const call = (name: string, id: string, args: object = {}) => chain.api.tx.Sanctions[name]({ id: BigInt(id), ...args })
const REASON = "no power in the whole town"
const appeal = (id: string) => call("appeal", id, { reason: Binary.fromText(REASON) })
const deposit = async () => (await chain.holds(owner))["Sanctions.AppealDeposit"] ?? 0n

before(async () => {
	chain = await DevChain.start()
	await chain.pay(renter, 1_000n * DBC)
	for (let at = 0; at < MACHINES; at++) fresh.push(await chain.active(`//Sanctions//${at}`, owner))
})
beforeEach(() => chain.feed())
after(() => chain?.stop())

/**
 * A machine that was down for a moment while it was rented, and its sanction. What is due is done by whole minutes: the
 * sanction is over for half a minute before the chain executes it by itself.
 */
async function sanctioned(): Promise<{ machine: Machine; sanction: any }> {
	const machine = fresh.pop()!
	await machine.running(renter)
	await machine.submit("report_down")
	await chain.untilHalfMinute()
	const up = await machine.submit("report_up")
	const { id } = saidOnce(up, "Sanctions", "SanctionCreated")
	const { at, ...sanction } = await chain.node.call("gpu_sanction", String(id))
	assert.equal(sanction.createdAt, up.now)
	return { machine, sanction }
}

/** What its owner has staked on a machine, and what of it is locked. */
async function stake(machine: Machine): Promise<[bigint, bigint]> {
	const { stakePlanck, lockedPlanck } = await machine.shown()
	return [BigInt(stakePlanck), BigInt(lockedPlanck)]
}

describe("a sanction", () => {
	it("should take nothing at once, and all of it once its time is over, when nobody appeals", async () => {
		const issued = await chain.api.query.Balances.TotalIssuance.getValue()
		const { machine, sanction } = await sanctioned()
		assert.deepEqual(sanction, {
			id: sanction.id,
			ground: { type: "outage", machine: machine.id, amountPlanck: String(AMOUNT) },
			account: address(owner),
			createdAt: sanction.createdAt,
			stage: { type: "waiting" },
			until: sanction.createdAt + APPEAL_WINDOW,
			shares: [],
		})
		for (const filter of [{ machine: machine.id }, { account: address(owner) }, {}]) {
			const { items } = await chain.node.call("gpu_sanctions", filter)
			assert.deepEqual(items, [sanction])
		}
		assert.deepEqual(await stake(machine), [REQUIREMENT, AMOUNT])
		await chain.refused(call("execute", sanction.id), stranger, "Sanctions.TooEarly")
		const treasury = await chain.free(TREASURY)
		await chain.jumpTo(sanction.until + MINUTE)
		await executed(chain, sanction.id)
		assert.deepEqual(await stake(machine), [REQUIREMENT - AMOUNT, 0n])
		assert.equal((await chain.free(TREASURY)) - treasury, AMOUNT)
		assert.equal((await chain.holds(owner))["Machines.MachineStake"], REQUIREMENT * BigInt(MACHINES) - AMOUNT)
		assert.equal(await chain.api.query.Balances.TotalIssuance.getValue(), issued, "nothing is burned")
		await chain.refused(call("execute", sanction.id), stranger, "Sanctions.SanctionNotFound")
		assert.equal(await chain.node.refusal("gpu_sanction", sanction.id), Code.sanctionNotFound)
	})

	it("should return everything, the deposit too, when the appeal is granted", async () => {
		const { machine, sanction } = await sanctioned()
		const appealed = await chain.submit(appeal(sanction.id), owner)
		assert.equal(await deposit(), APPEAL_DEPOSIT)
		const { stage, until } = await chain.node.call("gpu_sanction", sanction.id)
		assert.deepEqual(stage, { type: "appealed", depositPlanck: String(APPEAL_DEPOSIT), reason: REASON })
		assert.equal(until, appealed.now + DECISION_WINDOW)
		await chain.refused(appeal(sanction.id), owner, "Sanctions.AlreadyAppealed")

		// The end of the time for appeals does not execute it any more.
		await chain.jumpTo(sanction.until + MINUTE)
		await chain.node.timeJump(0)
		await chain.refused(call("execute", sanction.id), stranger, "Sanctions.TooEarly")
		const treasury = await chain.free(TREASURY)
		const decided = await decide(chain, sanction.id, "Cancel")
		assert.equal(saidOnce(decided, "Sanctions", "DepositReturned").amount, APPEAL_DEPOSIT)
		assert.equal(await deposit(), 0n)
		assert.deepEqual(await stake(machine), [REQUIREMENT, 0n])
		assert.ok((await chain.free(TREASURY)) - treasury < DBC, "fees of transactions alone")
		await assert.rejects(decide(chain, sanction.id, "Dismiss"), { message: "Sanctions.SanctionNotFound" })
	})

	it("should be executed at once, with the deposit, when the appeal is dismissed", async () => {
		const { machine, sanction } = await sanctioned()
		await assert.rejects(decide(chain, sanction.id, "Dismiss"), { message: "Sanctions.NotAppealed" })
		await chain.submit(appeal(sanction.id), owner)
		const decided = await decide(chain, sanction.id, "Dismiss")
		const { amount, rest } = saidOnce(decided, "Sanctions", "SanctionExecuted")
		assert.deepEqual([amount, rest], [AMOUNT, AMOUNT])
		assert.equal(saidOnce(decided, "Sanctions", "DepositForfeited").amount, APPEAL_DEPOSIT)
		assert.equal(await deposit(), 0n)
		assert.deepEqual(await stake(machine), [REQUIREMENT - AMOUNT, 0n])
	})

	it("should be executed with the deposit when nobody decides in time", async () => {
		const { machine, sanction } = await sanctioned()
		await chain.submit(appeal(sanction.id), owner)
		const { until } = await chain.node.call("gpu_sanction", sanction.id)
		const treasury = await chain.free(TREASURY)
		await chain.jumpTo(until + MINUTE)
		await executed(chain, sanction.id)
		assert.equal(await deposit(), 0n)
		assert.equal((await chain.free(TREASURY)) - treasury, AMOUNT + APPEAL_DEPOSIT)
		assert.deepEqual(await stake(machine), [REQUIREMENT - AMOUNT, 0n])
	})

	it("should be executed by anyone, and once, when its time is over and the chain has not come round", async () => {
		const { machine, sanction } = await sanctioned()
		await chain.jumpTo(sanction.until)
		const late = appeal(sanction.id)
		await chain.refused(late, owner, "Sanctions.AppealWindowOver")
		const done = await chain.submit(call("execute", sanction.id), stranger)
		assert.equal(saidOnce(done, "Sanctions", "SanctionExecuted").amount, AMOUNT)
		assert.deepEqual(await stake(machine), [REQUIREMENT - AMOUNT, 0n])
		// The chain comes round, and finds nothing to do.
		await chain.node.timeJump(MINUTE)
		await chain.node.timeJump(0)
		assert.deepEqual(await stake(machine), [REQUIREMENT - AMOUNT, 0n])
	})

	it("should keep its machine from leaving, and cover a second outage that costs no more", async () => {
		const { machine, sanction } = await sanctioned()
		for (const name of ["exit", "restake"]) {
			await assert.rejects(machine.submit(name), { message: "Machines.ExitLocked" })
		}
		await machine.submit("report_down")
		const up = await machine.submit("report_up")
		assert.deepEqual(said(up, "Sanctions", "SanctionCreated"), [])
		assert.equal((await chain.node.call("gpu_sanctions", { machine: machine.id })).items.length, 1)
		await chain.jumpTo(sanction.until + MINUTE)
		await executed(chain, sanction.id)
		assert.deepEqual(await stake(machine), [REQUIREMENT - AMOUNT, 0n])
		await assert.rejects(machine.submit("exit"), { message: /^(Machines|Rental)\.(?!ExitLocked)/ })
	})
})

describe("no sanction", () => {
	it("should come of a short outage when nobody rents the machine", async () => {
		const machine = await chain.active("//Sanctions//idle", owner)
		await machine.submit("report_down")
		await chain.node.timeJump(HOUR)
		const up = await machine.submit("report_up")
		assert.deepEqual(said(up, "Sanctions", "SanctionCreated"), [])
		assert.deepEqual((await chain.node.call("gpu_sanctions", { machine: machine.id })).items, [])
		assert.deepEqual(await stake(machine), [REQUIREMENT, 0n])
	})

	it("should be appealed, decided or made by who may not, or before it is time", async () => {
		const machine = await chain.active("//Sanctions//late", owner)
		await machine.running(renter)
		await machine.submit("report_down")
		const up = await machine.submit("report_up")
		const id = String(saidOnce(up, "Sanctions", "SanctionCreated").id)
		await chain.refused(appeal(id), stranger, "Sanctions.NotConcerned")
		await chain.refused(appeal("999"), owner, "Sanctions.SanctionNotFound")
		await chain.refused(call("decide", id, { decision: Enum("Cancel") }), owner, "BadOrigin")
		await chain.refused(chain.api.tx.Sanctions.sanction_outage({ machine: machine.id }), stranger, "Sanctions.NotDown")
		await machine.submit("report_down")
		const running = chain.api.tx.Sanctions.sanction_outage({ machine: machine.id })
		await chain.refused(running, stranger, "Sanctions.LastThresholdNotPassed")
		const unknown = chain.api.tx.Sanctions.sanction_outage({ machine: `0x${"17".repeat(32)}` })
		await chain.refused(unknown, stranger, "Sanctions.MachineNotFound")
		assert.equal(await deposit(), 0n)
	})

	it("should be found when a read is malformed", async () => {
		const cases: [number, string, ...unknown[]][] = [
			[Code.sanctionNotFound, "gpu_sanction", "999"],
			[Code.badNumber, "gpu_sanction", "-1"],
			[Code.invalidParams, "gpu_sanction", 1],
			[Code.badId, "gpu_sanctions", { machine: "0x12" }],
			[Code.badAccount, "gpu_sanctions", { account: "5Grw" }],
			[Code.invalidParams, "gpu_sanctions", { owner: address(owner) }],
			[Code.limitTooLarge, "gpu_sanctions", {}, { limit: 101 }],
			[Code.badLimit, "gpu_sanctions", {}, { limit: 0 }],
			[Code.badCursor, "gpu_sanctions", {}, { cursor: "x" }],
		]
		for (const [code, method, ...params] of cases) {
			assert.equal(await chain.node.refusal(method, ...params), code, JSON.stringify([method, ...params]))
		}
	})
})

