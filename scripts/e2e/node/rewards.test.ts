// Rewards: what machines earn, computed anew from the emission and compared to the planck, and what is minted of it.

import assert from "node:assert/strict"
import { after, afterEach, before, beforeEach, describe, it } from "node:test"
import type { KeyPair } from "@polkadot-labs/hdkd-helpers"
import { DevChain, type Machine, address, derive } from "./harness/dev-chain.ts"
import { Example } from "./harness/examples.ts"
import { Code, DAY, DBC, GPUS, HOUR, MINUTE, POINTS, VERIFIERS, burnedOf, rentOf } from "./harness/facts.ts"
import { said, saidOnce } from "./harness/rulings.ts"

/** A part of what is emitted in the first 3 years, which is 400,000,000 DBC in 365 days; rounded down once. */
const emitted = (ms: number, part = 1n, of = 1n): bigint =>
	(400_000_000n * DBC * BigInt(ms) * part) / (BigInt(365 * DAY) * of)
/** The weight of an owner of one machine: its factor is 10,000 and its GPUs. */
const WEIGHT = BigInt(POINTS) * BigInt(10_000 + GPUS)
/** What rented GPUs add for each of the machine's. */
const BONUS_WEIGHT = (BigInt(POINTS) * 3_000n) / BigInt(GPUS)
/** Parts of 200 that are released of the earnings of a day at once, and on each of the following days. */
const AT_ONCE = 50n
/** Planck. */
const MOST_ROUNDED = 2n

let chain: DevChain
const owner = derive("//Bob")
const second = derive("//Dave")
const renter = derive("//Renter")
const stranger = derive("//Alice")
let machine: Machine
let attesters: KeyPair[]

const issued = (): Promise<bigint> => chain.api.query.Balances.TotalIssuance.getValue()
const call = (name: string, args: object = {}) => chain.api.tx.Rewards[name](args)

/** Amounts of an answer as numbers to calculate with. */
const planck = (answer: any, name: string): bigint => BigInt(answer[`${name}Planck`])
const rewardsOf = (key: KeyPair, at?: string) => chain.node.call("gpu_rewards", address(key), at)
const machineRewards = (of: Machine) => chain.node.call("gpu_machineRewards", of.id)

/** Sees that two amounts are the same but for rounding: both ends of a difference are rounded by themselves. */
function nearly(actual: bigint, expected: bigint, what: string): void {
	const differ = actual > expected ? actual - expected : expected - actual
	assert.ok(differ <= MOST_ROUNDED, `${what}: ${actual} instead of ${expected}`)
}

/** Sees to it that no midnight lies between the tests but where they want one: they need less than 12 hours. */
async function untilMorning(): Promise<void> {
	const now = await chain.node.now()
	if (now % DAY > 12 * HOUR) await chain.jumpTo(now - (now % DAY) + DAY)
}

before(async () => {
	chain = await DevChain.start()
	await untilMorning()
	await chain.feed()
	await chain.pay(renter, 10_000n * DBC)
	machine = await chain.active("//Rewards//machine", owner)
	const { attesters: found } = await chain.node.call("gpu_verification", machine.id)
	attesters = found.map(({ member }: any) => VERIFIERS.map(derive).find((key) => address(key) === member))
})
beforeEach(() => chain.feed())
after(() => chain?.stop())

describe("the only machine", () => {
	it("should earn all that is emitted when it is up, and the network's numbers should say so", async () => {
		const { firstActiveAt } = await machine.shown()
		const before = await rewardsOf(owner)
		await chain.node.timeJump(HOUR)
		const after = await rewardsOf(owner)
		assert.ok(planck(after, "earned") > planck(before, "earned"))
		const now = await chain.node.now()
		const active = now - firstActiveAt
		nearly(planck(after, "earned"), emitted(active, 99n, 100n), "the owner's part")

		const shown = await machineRewards(machine)
		assert.deepEqual([shown.owner, shown.gradeE2, shown.baseWeightE6], [address(owner), POINTS, String(WEIGHT)])
		assert.deepEqual([shown.rentedWeightE6, shown.bonusDuePlanck], ["0", "0"])
		nearly(planck(shown, "baseEarned"), emitted(active), "what the machine earned")
		nearly(planck(shown, "attestersDue"), emitted(active, 1n, 100n), "what is due to its attesters")
		assert.deepEqual(shown.attesters, attesters.map(address))
		assert.equal(shown.attestedUntil, firstActiveAt + 730 * DAY)
		nearly(planck(shown, "perSecond"), emitted(1_000), "in a second")

		const network = await chain.node.call("gpu_networkStats")
		assert.deepEqual(
			[network.machinesOnline, network.gpusOnline, network.gpusRented, network.rentalRateBps],
			[1, GPUS, 0, 0],
		)
		assert.deepEqual([network.gradeE2, network.weightE6, network.doubledFrom], [POINTS, String(WEIGHT), null])
		nearly(planck(network, "emitted"), emitted(now - network.emissionStart), "what was emitted")
		nearly(planck(network, "unminted"), emitted(firstActiveAt - network.emissionStart), "what nobody earned")
		assert.equal(network.mintedPlanck, "0")
	})

	it("should have minted to its owner exactly what is released when that is claimed", async () => {
		const before = await issued()
		const free = await chain.free(owner)
		const claimed = await chain.submit(call("claim"), owner)
		const { who, amount } = saidOnce(claimed, "Rewards", "RewardsClaimed")
		assert.equal(who, address(owner))
		assert.equal((await issued()) - before, amount)
		const fee = saidOnce(claimed, "TransactionPayment", "TransactionFeePaid").actual_fee
		assert.equal((await chain.free(owner)) - free, amount - fee)

		const told = await rewardsOf(owner)
		assert.equal(planck(told, "claimed"), amount)
		assert.equal(planck(told, "released"), amount, "it was claimed in this very block")
		assert.equal(told.claimablePlanck, "0")
		nearly(amount, (planck(told, "earned") * AT_ONCE) / 200n, "a quarter at once")
		assert.equal((await chain.node.call("gpu_networkStats")).mintedPlanck, String(amount))
		// A block later there is more, and no more than that.
		const again = saidOnce(await chain.submit(call("claim"), owner), "Rewards", "RewardsClaimed").amount
		assert.ok(again > 0n && again < amount)
		assert.equal(planck(await rewardsOf(owner), "claimed"), amount + again)
	})

	it("should pay its attesters in equal parts when anyone asks for it", async () => {
		const frees = await Promise.all(attesters.map((key) => chain.free(key)))
		const before = await issued()
		const paid = await chain.submit(call("pay_attesters", { machine: machine.id }), stranger)
		const shares = said(paid, "Rewards", "AttesterPaid")
		assert.deepEqual(shares.map(({ attester }) => attester), attesters.map(address))
		const { firstActiveAt } = await machine.shown()
		for (const [at, { amount }] of shares.entries()) {
			nearly(amount, emitted(paid.now - firstActiveAt, 1n, 300n), "a third of a hundredth")
			assert.equal((await chain.free(attesters[at]!)) - frees[at]!, amount)
		}
		const sum = shares.reduce((sum, { amount }) => sum + amount, 0n)
		assert.equal((await issued()) - before, sum)
		const { attestersPaidPlanck } = await machineRewards(machine)
		assert.equal(attestersPaidPlanck, String(sum))
	})

	it("should earn nothing while it is down, and no more than before when it is up again", async () => {
		const down = await machine.submit("report_down")
		const before = await rewardsOf(owner)
		assert.deepEqual([before.perSecondPlanck, (await machineRewards(machine)).gradeE2], ["0", 0])
		await chain.node.timeJump(20 * MINUTE)
		assert.equal((await rewardsOf(owner)).earnedPlanck, before.earnedPlanck)
		const network = await chain.node.call("gpu_networkStats")
		assert.deepEqual([network.machinesOnline, network.weightE6, network.rentalRateBps], [0, "0", null])
		const up = await machine.submit("report_up")
		assert.ok(up.now > down.now)
		await chain.node.timeJump(10 * MINUTE)
		const gain = planck(await rewardsOf(owner), "earned") - planck(before, "earned")
		nearly(gain, emitted((await chain.node.now()) - up.now, 99n, 100n), "since it is up")
	})

	it("should release on the next days what it said, when nothing more is earned", async () => {
		// A closed machine earns nothing; one that is down for days costs a sanction too.
		await machine.submit("close")
		const today = await rewardsOf(owner)
		assert.equal(today.vestingPlanck.length, 150)
		const vesting: bigint[] = today.vestingPlanck.map(BigInt)
		const sum = vesting.reduce((sum, day) => sum + day, 0n)
		assert.equal(planck(today, "released") + sum, planck(today, "earned"), "all of it in the end")
		const start = await chain.node.now()
		const midnight = (day: number) => (Math.floor(start / DAY) + day) * DAY
		await chain.jumpTo(midnight(1) - 6_000)
		assert.equal((await rewardsOf(owner)).releasedPlanck, today.releasedPlanck)
		await chain.jumpTo(midnight(1))
		assert.equal(planck(await rewardsOf(owner), "released"), planck(today, "released") + vesting[0]!)
		await chain.jumpTo(midnight(3))
		const first = vesting.slice(0, 3).reduce((sum, day) => sum + day)
		const later = await rewardsOf(owner)
		assert.equal(planck(later, "released"), planck(today, "released") + first)
		assert.deepEqual(later.vestingPlanck, today.vestingPlanck.slice(3))
		await chain.jumpTo(midnight(150))
		const last = await rewardsOf(owner)
		assert.deepEqual([last.releasedPlanck, last.vestingPlanck], [today.earnedPlanck, []])
		await chain.submit(call("claim"), owner)
		await chain.refused(call("claim"), owner, "Rewards.NothingToClaim")
		assert.equal((await rewardsOf(owner)).claimedPlanck, today.earnedPlanck)
		await machine.submit("open")
	})
})

describe("two machines", () => {
	let other: Machine
	before(async () => {
		await chain.feed()
		other = await chain.active("//Rewards//other", second)
	})

	it("should share what is emitted when they count the same", async () => {
		const keys = [owner, second]
		const before = await Promise.all(keys.map((key) => rewardsOf(key)))
		const start = await chain.node.now()
		await chain.node.timeJump(20 * MINUTE)
		const after = await Promise.all(keys.map((key) => rewardsOf(key)))
		const half = emitted((await chain.node.now()) - start, 99n, 200n)
		for (const at of [0, 1]) {
			nearly(planck(after[at], "earned") - planck(before[at], "earned"), half, "a half")
		}
		nearly(planck(await machineRewards(other), "perSecond"), emitted(1_000, 1n, 2n), "in a second")
	})

	it("should credit the rented bonus up to what the rent burned when it is paid", async () => {
		await chain.feed()
		const { id } = await machine.running(renter, { gpus: GPUS, duration: BigInt(2 * HOUR) })
		await chain.node.timeJump(0)
		const rented = await machineRewards(machine)
		assert.equal(rented.rentedWeightE6, String(BONUS_WEIGHT * BigInt(GPUS)))
		const network = await chain.node.call("gpu_networkStats")
		assert.deepEqual([network.gpusRented, network.rentalRateBps], [GPUS, 5_000])
		assert.equal(network.weightE6, String(2n * WEIGHT + BONUS_WEIGHT * BigInt(GPUS)))

		await chain.node.timeJump(HOUR)
		const before = await machineRewards(machine)
		assert.ok(planck(before, "bonusDue") > 0n)
		assert.equal(before.bonusCreditedPlanck, "0")
		const settled = await chain.submit(chain.api.tx.Rental.settle({ order: BigInt(id) }), stranger)
		const { burned } = saidOnce(settled, "Rental", "RentPaid")
		await chain.node.timeJump(0)
		const after = await machineRewards(machine)
		const cap = (burned * 90n) / 100n
		assert.deepEqual([after.rentBurnedPlanck, after.bonusCapPlanck], [String(burned), String(cap)])
		// With two machines in the network the bonus is a hundred times what the rent burns.
		assert.ok(planck(after, "bonusDue") > cap)
		assert.equal(planck(after, "bonusCredited"), cap)

		await chain.submit(chain.api.tx.Rental.end({ order: BigInt(id) }), renter)
		await chain.node.timeJump(0)
		const ended = await machineRewards(machine)
		const paid = BigInt((await machine.shown()).reputation.rentPaidPlanck)
		assert.ok(paid < rentOf(GPUS, 2 * HOUR))
		assert.deepEqual([ended.rentedWeightE6, planck(ended, "rentBurned")], ["0", burnedOf(paid)])
		assert.equal(planck(ended, "bonusCredited"), (burnedOf(paid) * 90n) / 100n)
	})

	it("should not earn when its price is above the limit", async () => {
		// Ten times the standard price of its points: 101.813 USD a day for each of 4 GPUs is 25.453250.
		await other.submit("set_extra_price", { extra_price: 25_453_251n })
		assert.equal((await machineRewards(other)).gradeE2, 0)
		await other.submit("set_extra_price", { extra_price: 25_453_250n })
		assert.equal((await machineRewards(other)).gradeE2, POINTS)
	})
})

describe("the example", () => {
	const examples: Example[] = []
	const claim = (...args: string[]) => {
		const started = new Example("claim", "--url", chain.node.url, ...args)
		examples.push(started)
		return started
	}
	afterEach(() => Promise.all(examples.splice(0).map((started) => started.kill())))

	it("should claim, and have the attesters paid, when an owner does both", async () => {
		const before = planck(await rewardsOf(second), "claimed")
		const told = await claim("--suri", "//Dave").succeeds()
		assert.match(told, /earned [\d,.]+ DBC, [\d.]+ DBC a second/)
		const [, amount] = /claimed ([\d,.]+) DBC\n$/.exec(told)!
		const [whole, rest = ""] = amount!.replaceAll(",", "").split(".")
		const minted = BigInt(whole!) * DBC + BigInt(rest.padEnd(15, "0"))
		assert.equal(planck(await rewardsOf(second), "claimed") - before, minted)
		const paid = await claim("--suri", "//Bob", "--machine", machine.id).succeeds()
		assert.match(paid, /598\.9 points count/)
		for (const key of attesters) assert.match(paid, new RegExp(`to ${address(key)}: [\\d,.]+ DBC`))
		assert.match(await claim("--suri", "//Alice").fails(), /never earned rewards/)
	})
})

describe("what is not to be had", () => {
	it("should be refused by name", async () => {
		const unknown = `0x${"17".repeat(32)}`
		const cases: [string, any, KeyPair][] = [
			["NothingToClaim", call("claim"), stranger],
			["MachineNotFound", call("pay_attesters", { machine: unknown }), stranger],
			["MachineNotFound", call("settle_machine", { machine: unknown }), stranger],
		]
		const before = await issued()
		for (const [error, tx, key] of cases) await chain.refused(tx, key, `Rewards.${error}`)
		assert.equal(await issued(), before)
	})

	it("should be told what is wrong when a read is malformed", async () => {
		const registered = await chain.registered("//Rewards//registered", owner)
		const cases: [number, string, ...unknown[]][] = [
			[Code.rewardsNotFound, "gpu_rewards", address(stranger)],
			[Code.badAccount, "gpu_rewards", "5Grw"],
			[Code.machineRewardsNotFound, "gpu_machineRewards", `0x${"17".repeat(32)}`],
			[Code.machineRewardsNotFound, "gpu_machineRewards", registered.id],
			[Code.badId, "gpu_machineRewards", "0x12"],
			[Code.unknownBlock, "gpu_networkStats", `0x${"17".repeat(32)}`],
		]
		for (const [code, method, ...params] of cases) {
			assert.equal(await chain.node.refusal(method, ...params), code, JSON.stringify([method, ...params]))
		}
	})
})

