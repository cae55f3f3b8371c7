// What rental refuses: each with its error by name, and with nothing on hold and no order that was not there before.

import assert from "node:assert/strict"
import { after, before, beforeEach, describe, it } from "node:test"
import type { KeyPair } from "@polkadot-labs/hdkd-helpers"
import { DevChain, Machine, address, derive, told } from "./harness/dev-chain.ts"
import {
	CONFIRM_WINDOW,
	Code,
	DAY,
	DBC,
	GPUS,
	HOUR,
	MINUTE,
	ORDER_FEE,
	REGISTRATION_FEE,
	STAKE_PER_GPU,
	rentOf,
} from "./harness/facts.ts"

const U32_MAX = 2 ** 32 - 1
const U64_MAX = 2n ** 64n - 1n
const U128_MAX = 2n ** 128n - 1n

let chain: DevChain
let machine: Machine
const owner = derive("//Bob")
const payer = derive("//Dave")
const renter = derive("//Eve")
const stranger = derive("//Ferdie")
const call = (name: string, order: string, args: object = {}) =>
	chain.api.tx.Rental[name]({ order: BigInt(order), ...args })

before(async () => {
	chain = await DevChain.start()
	machine = await chain.active("//Refusals//machine", owner)
})
beforeEach(() => chain.feed())
after(() => chain?.stop())

/** What a refused call must not change. */
async function state(who: KeyPair): Promise<object> {
	const accounts = [who, payer, renter, owner]
	const holds = await Promise.all(accounts.map((key) => chain.holds(key)))
	const { next } = await chain.api.query.Rental.Ids.getValue()
	const { occupancy } = await machine.shown()
	return { holds, next, occupancy }
}

/** Sees that a call is refused, and that nothing has changed. */
async function refused(tx: any, who: KeyPair, error: string): Promise<void> {
	const before = await state(who)
	await chain.refused(tx, who, `Rental.${error}`)
	assert.deepEqual(await state(who), before, error)
}

describe("rent", () => {
	/** Sees that the reads refuse the same for the same reason. */
	async function unrentable(id: string, gpus: number, duration: number, type: string, reason?: string) {
		const { canRent, refusal } = await chain.node.call("gpu_canRent", id, gpus, duration)
		assert.deepEqual([canRent, refusal.type, refusal.reason?.type], [false, type, reason])
		assert.equal(await chain.node.refusal("gpu_quote", id, gpus, duration), Code.rentRefused)
	}

	it("should be refused when the number of GPUs is not one that is free", async () => {
		await refused(machine.rent({ gpus: 0 }), payer, "NoGpus")
		await unrentable(machine.id, 0, HOUR, "noGpus")
		for (const gpus of [GPUS + 1, 33, U32_MAX]) {
			await refused(machine.rent({ gpus }), payer, "TooFewGpus")
			await unrentable(machine.id, gpus, HOUR, "tooFewGpus")
		}
	})

	it("should be refused when fewer GPUs are left than asked for", async () => {
		const id = await machine.order(payer, { gpus: GPUS - 1 })
		await refused(machine.rent({ gpus: 2 }), stranger, "TooFewGpus")
		const { refusal } = await chain.node.call("gpu_canRent", machine.id, 2, HOUR)
		assert.equal(refusal.freeGpus, 1)
		await chain.submit(call("cancel", id), payer)
	})

	it("should be refused when the duration is out of range or no whole minutes", async () => {
		for (const [duration, error] of [
			[0n, "TooShort"],
			[BigInt(9 * MINUTE), "TooShort"],
			[BigInt(10 * MINUTE + 1), "NotWholeMinutes"],
			[BigInt(60 * DAY + MINUTE), "TooLong"],
			[BigInt(61 * DAY), "TooLong"],
			[U64_MAX, "NotWholeMinutes"],
			[U64_MAX - (U64_MAX % BigInt(MINUTE)), "TooLong"],
		] as const) {
			await refused(machine.rent({ duration }), payer, error)
		}
		await unrentable(machine.id, 1, 0, "tooShort")
		await unrentable(machine.id, 1, HOUR + 1, "notWholeMinutes")
		await unrentable(machine.id, 1, 61 * DAY, "tooLong")
	})

	it("should be refused when the start is over or too far ahead", async () => {
		const now = BigInt(await chain.node.now())
		await refused(machine.rent({ start: now - 1n }), payer, "StartInPast")
		await refused(machine.rent({ start: now + BigInt(14 * DAY + HOUR) }), payer, "StartTooFar")
		await refused(machine.rent({ start: U64_MAX }), payer, "StartTooFar")
	})

	it("should be refused when it costs more than the cap, and taken when it costs exactly that", async () => {
		const total = rentOf(1, HOUR) + ORDER_FEE
		const { totalPlanck, feePlanck } = await chain.node.call("gpu_quote", machine.id, 1, HOUR)
		assert.deepEqual([totalPlanck, feePlanck], [String(total), String(ORDER_FEE)])
		await refused(machine.rent({ max_total: 0n }), payer, "AboveMaxTotal")
		await refused(machine.rent({ max_total: total - 1n }), payer, "AboveMaxTotal")
		const id = await machine.order(payer, { max_total: total })
		assert.equal(await chain.escrow(payer), total)
		await chain.submit(call("cancel", id), payer)
	})

	it("should be refused when the payer cannot spend rent and fee, whatever its cap", async () => {
		const poor = derive("//Poor")
		await chain.pay(poor, 12n * DBC)
		await refused(machine.rent({ max_total: U128_MAX }), poor, "InsufficientBalance")
		// Who uses it has enough, but that is not the payer's.
		await refused(machine.rent({ renter: address(renter) }), poor, "InsufficientBalance")
	})

	it("should be refused when the machine is unknown or was never verified", async () => {
		const fresh = await chain.registered("//Refusals//fresh", owner)
		const unknown = new Machine(chain, "//Refusals//unknown", owner)
		for (const other of [fresh, unknown]) {
			await refused(other.rent(), payer, "MachineNotFound")
			await unrentable(other.id, 1, HOUR, "machineNotFound")
		}
	})

	it("should be refused when the machine's stake is not complete", async () => {
		const poor = derive("//PoorOwner")
		await chain.pay(poor, STAKE_PER_GPU + REGISTRATION_FEE + 10n * DBC)
		const other = await chain.active("//Refusals//understaked", poor)
		assert.equal((await other.shown()).underStaked, true)
		await refused(other.rent(), payer, "MachineUnderStaked")
		await unrentable(other.id, 1, HOUR, "notRentable", "underStaked")
	})

	it("should be refused when the machine is down or closed", async () => {
		await machine.submit("report_down")
		await refused(machine.rent(), payer, "MachineDown")
		await unrentable(machine.id, 1, HOUR, "notRentable", "outage")
		await machine.submit("report_up")
		await machine.submit("close")
		await refused(machine.rent(), payer, "MachineClosed")
		await unrentable(machine.id, 1, HOUR, "notRentable", "closed")
		await machine.submit("open")
	})

	it("should be refused when the order does not lie inside the machine's schedule", async () => {
		const { Rental } = chain.api.tx
		const schedule = (weekly: object[]) =>
			Rental.set_schedule({ machine: machine.id, schedule: { weekly, dates: [] } })
		const now = await chain.node.now()
		// 1970-01-01 was a Thursday.
		const today = (Math.floor(now / DAY) + 3) % 7
		const other = { weekday: (today + 3) % 7, from: 0, minutes: 1_440 }
		await refused(schedule([]), stranger, "NotOwner")
		const badly = { ...other, minutes: 1_441 }
		await refused(schedule([badly]), owner, "InvalidSchedule")
		const set = told(await chain.submit(schedule([other]), owner), "ScheduleSet")
		assert.equal(set.open_minutes, 1_440)
		await refused(machine.rent(), payer, "OutsideSchedule")
		await unrentable(machine.id, 1, HOUR, "outsideSchedule")
		const { occupancy } = await machine.shown()
		assert.equal(occupancy.openNow, false)
		assert.deepEqual(occupancy.schedule.weekly, [{ weekday: other.weekday, fromMinute: 0, minutes: 1_440 }])

		await chain.submit(Rental.set_schedule({ machine: machine.id, schedule: undefined }), owner)
		const id = await machine.order(payer)
		await refused(schedule([other]), owner, "ScheduleCutsOrder")
		await chain.submit(call("cancel", id), payer)
	})

	it("should be refused when the renter has too many orders that wait for their start", async () => {
		const start = BigInt((await chain.node.now()) + 3 * HOUR)
		const ids: string[] = []
		for (let orders = 0; orders < 4; orders++) ids.push(await machine.order(payer, { start }))
		// A fifth GPU is not there either: another time.
		const later = start + BigInt(2 * HOUR)
		await refused(machine.rent({ start: later }), payer, "TooManyScheduled")
		await refused(call("confirm", ids[0]!), payer, "TooEarly")
		await refused(call("cancel", ids[0]!), stranger, "NotRenter")
		// The owner may cancel before the start, and then even the fee returns.
		const held = await chain.escrow(payer)
		await chain.submit(call("cancel", ids[0]!), owner)
		assert.equal(held - (await chain.escrow(payer)), rentOf(1, HOUR) + ORDER_FEE)
		for (const id of ids.slice(1)) await chain.submit(call("cancel", id), payer)
		assert.equal(await chain.escrow(payer), 0n)
	})

	it("should be refused when the price is stale", async () => {
		await chain.node.timeJump(61 * MINUTE)
		assert.equal((await chain.node.call("gpu_price")).fresh, false)
		await refused(machine.rent(), payer, "PriceUnavailable")
		await unrentable(machine.id, 1, HOUR, "priceUnavailable")
	})
})

describe("an order", () => {
	const longer = { duration: BigInt(HOUR), max_total: 1_000n * DBC }

	it("should be refused when it is unknown", async () => {
		for (const id of ["999999", String(U64_MAX)]) {
			for (const name of ["confirm", "end", "cancel", "settle"]) await refused(call(name, id), payer, "OrderNotFound")
			await refused(call("extend", id, longer), payer, "OrderNotFound")
			assert.equal(await chain.node.refusal("gpu_order", id), Code.orderNotFound)
		}
	})

	it("should refuse what belongs to others or to another stage when it runs or waits", async () => {
		const id = await machine.order(payer, { renter: address(renter) })
		for (const who of [payer, stranger, owner]) await refused(call("confirm", id), who, "NotRenter")
		await refused(call("end", id), renter, "NotConfirmed")
		await refused(call("extend", id, longer), payer, "NotConfirmed")
		await refused(call("settle", id), stranger, "NothingDue")
		await refused(call("cancel", id), stranger, "NotRenter")
		await refused(call("cancel", id), owner, "StartPassed")
		await machine.submit("report_down")
		await refused(call("confirm", id), renter, "MachineDown")
		await machine.submit("report_up")

		await chain.submit(call("confirm", id), renter)
		await refused(call("confirm", id), renter, "AlreadyConfirmed")
		await refused(call("cancel", id), renter, "AlreadyConfirmed")
		for (const who of [payer, stranger, owner]) await refused(call("end", id), who, "NotRenter")
		await refused(call("extend", id, longer), renter, "NotPayer")
		for (const [change, error] of [
			[{ duration: 0n }, "TooShort"],
			[{ duration: BigInt(HOUR + 1) }, "NotWholeMinutes"],
			[{ duration: BigInt(60 * DAY) }, "TooLong"],
			[{ duration: U64_MAX - (U64_MAX % BigInt(MINUTE)) }, "TooLong"],
			[{ max_total: rentOf(1, HOUR) - 1n }, "AboveMaxTotal"],
		] as const) {
			await refused(call("extend", id, { ...longer, ...change }), payer, error)
		}
		const next = await machine.order(stranger, { gpus: GPUS, start: BigInt((await chain.order(id)).stage.end) })
		await refused(call("extend", id, longer), payer, "TooFewGpus")
		await chain.submit(call("cancel", next), stranger)

		const closed = told(await chain.submit(call("end", id), renter), "OrderClosed")
		assert.equal(closed.reason.type, "EndedByRenter")
		await refused(call("end", id), renter, "AlreadyClosed")
		await refused(call("settle", id), stranger, "AlreadyClosed")
		await refused(call("extend", id, longer), payer, "AlreadyClosed")
		assert.equal((await chain.order(id)).stage.reason.type, "endedByRenter")
		assert.equal(await chain.escrow(payer), 0n)
	})

	it("should not be confirmed when its 15 minutes are over", async () => {
		const id = await machine.order(payer, { renter: address(renter) })
		const { createdAt, stage } = await chain.order(id)
		assert.deepEqual(stage, { type: "reserved", until: createdAt + CONFIRM_WINDOW })
		await chain.jumpTo(stage.until)
		// The chain looks at it in the first block after that, before any call.
		assert.equal((await chain.order(id)).stage.reason.type, "notConfirmed")
		for (const name of ["confirm", "cancel", "settle"]) await refused(call(name, id), renter, "AlreadyClosed")
		assert.equal(await chain.escrow(payer), 0n)
	})

	it("should not be ended or extended when its time is over", async () => {
		await chain.untilHalfMinute()
		const { id, start, end } = await machine.running(payer)
		// From here on the chain knows when the order is over, and closes it in the minute after that.
		await chain.jumpTo(start + CONFIRM_WINDOW)
		await chain.jumpTo(end)
		assert.equal((await chain.order(id)).stage.type, "closing")
		await refused(call("extend", id, longer), payer, "OrderOver")
		await refused(call("end", id), payer, "OrderOver")
		const closed = told(await chain.submit(call("settle", id), stranger), "OrderClosed")
		assert.deepEqual([closed.reason.type, closed.paid, closed.refunded], ["Expired", rentOf(1, HOUR), 0n])
		await refused(call("settle", id), stranger, "AlreadyClosed")
	})
})
