// Fault reports: first with the programs of scripts/examples, as renters, verifiers and owners run them, then money to
// the planck, and every refusal by name.

import assert from "node:assert/strict"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { after, afterEach, before, beforeEach, describe, it } from "node:test"
import type { KeyPair } from "@polkadot-labs/hdkd-helpers"
import { Binary } from "polkadot-api"
import { developmentBoxSecret, open } from "../../examples/sealed-box.ts"
import { DevChain, type Machine, address, derive } from "./harness/dev-chain.ts"
import { Example } from "./harness/examples.ts"
import {
	APPEAL_DEPOSIT,
	APPEAL_WINDOW,
	CANCEL_AFTER,
	Code,
	DBC,
	EVIDENCE_WINDOW,
	HOUR,
	JOB_RISK,
	MEMBERS_SHARE,
	MINUTE,
	REPORT,
	REPORT_DEPOSIT,
	REQUIREMENT,
	RULING_COMMIT_WINDOW,
	VERIFIERS,
	earned,
	rentOf,
} from "./harness/facts.ts"
import { temporaryFolder } from "./harness/node.ts"
import { Report, TREASURY, type Ruling, decide, executed, joinCommittee, said, saidOnce } from "./harness/rulings.ts"
import { Subscription } from "./harness/subscription.ts"

/** Beside those who have attested a machine, and may not judge it, there must be three. */
const MORE_VERIFIERS = ["//Fifth", "//Sixth"]

let chain: DevChain
/** Machines that nobody has used. */
let fresh: Machine[]
const owner = derive("//Bob")
const renter = derive("//Renter")
const stranger = derive("//Alice")
const evidence = new TextEncoder().encode("order 1: GPU 2 of 4 does not answer")

async function start(machines: number, ...args: string[]): Promise<void> {
	chain = await DevChain.start(...args)
	await chain.pay(renter, 100_000n * DBC)
	fresh = []
	for (let at = 0; at < machines; at++) fresh.push(await chain.active(`//Faults//${at}`, owner))
	for (const suri of MORE_VERIFIERS) await joinCommittee(chain, suri)
}
const stop = () => chain?.stop()
beforeEach(() => chain.feed())

const secretOf = (member: KeyPair) =>
	developmentBoxSecret([...VERIFIERS, ...MORE_VERIFIERS].find((suri) => address(derive(suri)) === address(member))!)
const deposit = async (key: KeyPair) => (await chain.holds(key))["Faults.ReportDeposit"] ?? 0n
const sanctionsOf = async (filter: object): Promise<any[]> => (await chain.node.call("gpu_sanctions", filter)).items

/** A report of a malfunction by a renter, its members, and the order. */
async function malfunction(machine: Machine): Promise<{ report: Report; members: KeyPair[]; order: any }> {
	const order = await machine.running(renter, { gpus: 2 })
	const report = await Report.file(chain, machine, "Malfunction", renter, order.id, evidence)
	return { report, members: await report.drawn(MORE_VERIFIERS), order }
}

/** What each of them says. */
const votes = (members: KeyPair[], ...rulings: Ruling[]) =>
	rulings.map((ruling, at): [KeyPair, Ruling] => [members[at]!, ruling])

describe("the examples", () => {
	const examples: Example[] = []
	const folder = temporaryFolder()
	const example = (name: string, ...args: string[]) => {
		const started = new Example(name, "--url", chain.node.url, ...args)
		examples.push(started)
		return started
	}
	// Programs wait for each other: blocks come by themselves, and far enough apart for clients to read each of them.
	before(() => start(2, "--dev-block-time", "500"))
	after(stop)
	afterEach(() => Promise.all(examples.splice(0).map((started) => started.kill())))

	it("should report, deliver, judge and appeal when renter, verifiers and owner do all of it", async () => {
		const machine = fresh.pop()!
		const file = join(folder, "evidence.txt")
		writeFileSync(file, evidence)
		await machine.running(renter, { gpus: 2 })
		const long = join(folder, "long.txt")
		writeFileSync(long, new Uint8Array(977))
		const report = (...args: string[]) => example("reporter", "--suri", "//Renter", "--machine", machine.id, ...args)

		assert.match(await report("--kind", "Malfunction", "--evidence", long).fails(), /has 977 bytes, and may have 976/)
		assert.match(await report("--kind", "Broken").fails(), /--kind is one of Inaccessible/)
		assert.match(await report("--kind", "Malfunction").fails(), /Faults\.EvidenceNeeded /)
		assert.equal(await deposit(renter), 0n)

		const { attesters } = await chain.node.call("gpu_verification", machine.id)
		const excluded = new Set(attesters.map(({ member }: any) => member))
		const suris = [...VERIFIERS, ...MORE_VERIFIERS].filter((suri) => !excluded.has(address(derive(suri))))
		assert.equal(suris.length, 3)
		const judges = suris.map((suri) =>
			example("verifier", "--suri", suri, "--votes", folder, "--jobs", "1", "--ruling", "uphold"),
		)
		await Promise.all(judges.map((judge) => judge.prints("is active")))

		const first = report("--kind", "Malfunction", "--evidence", file)
		const [, number] = await first.told(/report (\d+), deposit on hold 1,000 DBC/)
		await first.told(/deliver to \S+: block/)
		// It crashes between its deliveries, and goes on from there.
		await first.kill()
		assert.equal(await deposit(renter), REPORT_DEPOSIT)
		const strange = example("reporter", "--suri", "//Alice", "--machine", machine.id)
		assert.match(await strange.fails(), /of somebody else is open/)
		assert.match(await report().fails(), /--evidence is needed/)
		const second = report("--evidence", file)

		for (const judge of judges) {
			const judged = await judge.succeeds()
			assert.match(judged, new RegExp(`report ${number} says malfunction of machine ${machine.id}`))
			assert.match(judged, /the evidence: order 1: GPU 2 of 4 does not answer\n/)
			assert.match(judged, /job \d+: reveal: block/)
		}
		const ended = await second.succeeds()
		assert.doesNotMatch(ended, /report: block/)
		assert.match(ended, new RegExp(`report ${number} is upheld: the machine is down since`))
		assert.match(ended, /deposit returned: 1,000 DBC/)
		assert.equal(await deposit(renter), 0n)
		assert.equal((await machine.shown()).outage.causes[0].type, "malfunction")
		const ending = example("renter", "--suri", "//Renter", "--machine", machine.id, "--end")
		assert.match(await ending.succeeds(), /is closed/)

		await machine.submit("report_up")
		const [{ id: sanction }] = await sanctionsOf({ machine: machine.id })
		const listed = await example("appeal", "--suri", "//Bob").succeeds()
		assert.match(listed, new RegExp(`sanction ${sanction}, outage: 16,000 DBC of the stake of ${machine.id}`))
		const appeal = (...args: string[]) => example("appeal", "--suri", "//Bob", "--sanction", sanction, ...args)
		assert.match(await appeal("--reason", "x".repeat(257)).fails(), /--reason has at most 256 bytes/)
		const appealing = appeal("--reason", "the whole town had no power")
		await appealing.told(/deposit on hold 1,000 DBC: the technical committee may decide until/)
		await appealing.kill()
		const again = appeal()
		await again.told(/waits for a decision until/)
		await decide(chain, sanction, "Cancel")
		const over = await again.succeeds()
		assert.match(over, new RegExp(`sanction ${sanction} is cancelled`))
		assert.match(over, /deposit returned: 1,000 DBC/)
		assert.doesNotMatch(over, /appeal: block/)
		assert.match(await example("appeal", "--suri", "//Bob").succeeds(), /nothing is pending/)
		assert.match(await appeal("--reason", "once more").fails(), /no sanction \d+ is pending/)
	})

	it("should reject what cannot be seen when the evidence is rubbish", async () => {
		const machine = fresh.pop()!
		const { report, members } = await malfunction(machine)
		for (const member of members) {
			const sealed = new Uint8Array(48 + evidence.length).fill(7)
			await chain.submit(report.call("deliver", { member: address(member), sealed }), renter)
		}
		const suris = [...VERIFIERS, ...MORE_VERIFIERS].filter((suri) =>
			members.some((member) => address(member) === address(derive(suri))),
		)
		const judges = suris.map((suri) =>
			example("verifier", "--suri", suri, "--votes", folder, "--jobs", "1", "--ruling", "uphold"),
		)
		for (const judge of judges) {
			assert.match(await judge.succeeds(), /the evidence shows nothing: the box does not open/)
		}
		assert.equal((await machine.shown()).outage, null)
		assert.equal(await deposit(renter), 0n)
	})
})

// A block for each transaction: each test says itself what time it is.
describe("the protocol", () => {
	before(() => start(7))
	after(stop)

	describe("a report", () => {
		it("should take the machine down, return rent and deposit, and cost a sanction when it is upheld", async () => {
			const machine = fresh.pop()!
			const { report, members, order } = await malfunction(machine)
			const filedAt = report.filed.now
			const rent = rentOf(2, HOUR)
			assert.equal(await deposit(renter), REPORT_DEPOSIT)
			const jobs = new Subscription(chain.node.url, "Jobs", address(members[0]!))
			const [job] = (await jobs.next("the job")).items
			assert.deepEqual(job.subject, { type: "report", report: report.id })
			assert.equal(job.ballot.expected.type, "awaitEvidence")

			const { stage, ...shown } = await report.shown()
			const { kind, machine: on, round, orderId } = shown
			assert.deepEqual([kind.type, on, round, orderId], ["malfunction", machine.id, 1, order.id])
			assert.equal(stage.commitUntil - job.drawnAt, RULING_COMMIT_WINDOW)
			assert.equal(stage.evidenceUntil - job.drawnAt, EVIDENCE_WINDOW)
			assert.equal(await chain.node.refusal("gpu_evidence", report.id, address(members[0]!)), Code.evidenceNotFound)
			await report.deliver(members)
			// What a member waits for is pushed to it.
			await jobs.next("the evidence", ({ items }) => items[0]?.ballot.expected.type === "commit")
			for (const member of members) {
				const { sealed } = await chain.node.call("gpu_evidence", report.id, address(member))
				assert.deepEqual(open(Binary.fromHex(sealed), secretOf(member)), evidence)
			}
			const grants = (await chain.node.call("gpu_access", machine.id)).grants
			const verifiers = grants.filter(({ role }: any) => role.type === "verifier").map(({ account }: any) => account)
			assert.deepEqual(verifiers.sort(), members.map(address).sort())

			const last = await report.vote(votes(members, "Uphold", "Uphold", "Uphold"))
			const upheld = saidOnce(last, "Faults", "ReportUpheld")
			assert.deepEqual([Number(upheld.since), upheld.until], [filedAt, undefined])
			assert.equal(saidOnce(last, "Faults", "DepositReturned").amount, REPORT_DEPOSIT)
			assert.equal(await chain.node.refusal("gpu_report", report.id), Code.reportNotFound)
			assert.equal(await deposit(renter), 0n)
			assert.equal((await jobs.next("no job", ({ items }) => items.length === 0)).items.length, 0)
			jobs.close()
			const { outage } = await machine.shown()
			assert.deepEqual(outage.causes, [{ type: "malfunction", since: filedAt, until: null }])

			// It earned until it was reported, and what it did not earn returns.
			const free = await chain.free(renter)
			const end = chain.api.tx.Rental.end({ order: BigInt(order.id) })
			const ended = await chain.submit(end, renter)
			const due = earned(rent, filedAt - order.start, HOUR)
			const closed = saidOnce(ended, "Rental", "OrderClosed")
			assert.deepEqual([closed.paid, closed.refunded], [due, rent - due])
			const spent = free + rent - due - (await chain.free(renter))
			assert.ok(spent > 0n && spent < DBC, "the transaction fee alone")

			const up = await machine.submit("report_up")
			const created = saidOnce(up, "Sanctions", "SanctionCreated")
			const [sanction, ...others] = await sanctionsOf({ machine: machine.id })
			assert.equal(others.length, 0)
			const amount = (REQUIREMENT * 6n) / 100n
			const share = MEMBERS_SHARE / 3n
			assert.deepEqual(sanction, {
				id: String(created.id),
				ground: { type: "outage", machine: machine.id, amountPlanck: String(amount) },
				account: address(owner),
				createdAt: up.now,
				stage: { type: "waiting" },
				until: up.now + APPEAL_WINDOW,
				shares: [
					...members.map((member) => ({ account: address(member), amountPlanck: String(share) })),
					{ account: address(renter), amountPlanck: String(rent - due) },
				],
			})
			const pending = await machine.shown()
			assert.deepEqual([pending.stakePlanck, pending.lockedPlanck], [String(REQUIREMENT), String(amount)])

			const parties = [...members, renter, TREASURY]
			const before = await Promise.all(parties.map((key) => chain.free(key)))
			await chain.jumpTo(sanction.until - 6_000)
			assert.equal((await machine.shown()).stakePlanck, String(REQUIREMENT))
			await chain.jumpTo(sanction.until + MINUTE)
			await executed(chain, sanction.id)
			const gains = (await Promise.all(parties.map((key) => chain.free(key)))).map((now, at) => now - before[at]!)
			const paid = [share, share, share, rent - due]
			assert.deepEqual(gains, [...paid, amount - paid.reduce((sum, one) => sum + one)])
			const after = await machine.shown()
			assert.deepEqual([after.stakePlanck, after.lockedPlanck], [String(REQUIREMENT - amount), "0"])
		})

		it("should cost its deposit and no rent, and a silent member its risk, when it is rejected", async () => {
			const machine = fresh.pop()!
			const { report, members, order } = await malfunction(machine)
			await report.deliver(members)
			const [first, second, silent] = members as [KeyPair, KeyPair, KeyPair]
			const frees = await Promise.all([first, second].map((key) => chain.free(key)))
			const last = await report.vote(votes(members, "Reject", "Reject"))
			assert.ok(saidOnce(last, "Faults", "ReportRejected"))
			assert.deepEqual(saidOnce(last, "Faults", "MemberFaulted").member, address(silent))
			const half = REPORT_DEPOSIT / 2n
			assert.deepEqual(
				said(last, "Faults", "DepositPaid").map(({ to, amount }) => [to, amount]),
				[first, second].map((key) => [address(key), half]),
			)
			for (const [at, key] of [first, second].entries()) {
				const gain = (await chain.free(key)) - frees[at]!
				assert.ok(gain <= half && gain > half - 10n * DBC, `its part less two transaction fees: ${gain}`)
			}
			assert.equal(await deposit(renter), 0n)
			assert.equal((await machine.shown()).outage, null)

			// The commit phase lasted longer than the order: it is paid as if nothing had been said.
			const settle = chain.api.tx.Rental.settle({ order: BigInt(order.id) })
			await chain.submit(settle, stranger).catch(() => {})
			const { stage } = await chain.order(order.id)
			assert.deepEqual([stage.type, stage.reason.type], ["closed", "expired"])
			assert.equal((await machine.shown()).reputation.rentPaidPlanck, String(rentOf(2, HOUR)))

			const [sanction] = await sanctionsOf({ account: address(silent) })
			assert.deepEqual(sanction.ground.type, "memberFault")
			const bond = BigInt((await chain.node.call("gpu_member", address(silent))).bondPlanck)
			const appeal = chain.api.tx.Sanctions.appeal({ id: BigInt(sanction.id), reason: Binary.fromText("no power") })
			await chain.submit(appeal, silent)
			assert.equal((await chain.holds(silent))["Sanctions.AppealDeposit"], APPEAL_DEPOSIT)
			await decide(chain, sanction.id, "Dismiss")
			assert.equal(BigInt((await chain.node.call("gpu_member", address(silent))).bondPlanck), bond - JOB_RISK)
			assert.equal((await chain.holds(silent))["Sanctions.AppealDeposit"], undefined)
		})

		it("should lose its deposit to the treasury when evidence is not delivered in time", async () => {
			const machine = fresh.pop()!
			const { report, members } = await malfunction(machine)
			const [informed, other, third] = members as [KeyPair, KeyPair, KeyPair]
			await chain.submit(await report.delivery(informed), renter)
			await chain.refused(await report.commitment(other, "Uphold"), other, "Faults.EvidenceMissing")
			await chain.submit(await report.commitment(informed, "Uphold"), informed)
			const before = await chain.free(TREASURY)
			const { stage } = await report.shown()
			await chain.jumpTo(stage.evidenceUntil + MINUTE)
			await chain.node.sealUntil("the report closes", async () =>
				chain.node.call("gpu_report", report.id).then(() => false, () => true),
			)
			assert.equal(await deposit(renter), 0n)
			assert.equal((await chain.free(TREASURY)) - before, REPORT_DEPOSIT)
			for (const member of [informed, other, third]) {
				assert.deepEqual(await sanctionsOf({ account: address(member) }), [])
				assert.equal((await chain.node.call("gpu_member", address(member))).atRiskPlanck, "0")
			}
			assert.equal((await machine.shown()).outage, null)
		})

		it("should leave an outage that is over when the owner has repaired the machine", async () => {
			const machine = fresh.pop()!
			const { report, members } = await malfunction(machine)
			await report.deliver(members)
			await chain.refused(report.call("report_repaired"), stranger, "Faults.NotOwner")
			const repaired = await chain.submit(report.call("report_repaired"), owner)
			await chain.refused(report.call("report_repaired"), owner, "Faults.AlreadyRepaired")
			assert.equal((await report.shown()).repairedAt, repaired.now)
			const last = await report.vote(votes(members, "Uphold", "Uphold", "Uphold"))
			const upheld = saidOnce(last, "Faults", "ReportUpheld")
			assert.deepEqual([Number(upheld.since), Number(upheld.until)], [report.filed.now, repaired.now])
			assert.equal((await machine.shown()).outage, null)
			const [sanction] = await sanctionsOf({ machine: machine.id })
			assert.equal(sanction.ground.amountPlanck, String((REQUIREMENT * 6n) / 100n))
		})

		it("should be taken back when too few members are left and its time has come", async () => {
			const machine = fresh.pop()!
			const { attesters } = await chain.node.call("gpu_verification", machine.id)
			const excluded = attesters.map(({ member }: any) => member)
			const [free] = [...VERIFIERS, ...MORE_VERIFIERS].map(derive).filter((key) => !excluded.includes(address(key)))
			await chain.submit(chain.api.tx.Committee.pause(), free!)
			const order = await machine.running(renter)
			const report = await Report.file(chain, machine, "RentFailed", renter, order.id, evidence)
			await chain.refused(report.call("cancel"), stranger, "Faults.NotReporter")
			await chain.refused(report.call("cancel"), renter, "Faults.TooEarly")
			await chain.refused(report.call("close"), stranger, "Faults.NotYetDrawn")
			const early = report.call("deliver", { member: address(free!), sealed: new Uint8Array(48) })
			await chain.refused(early, renter, "Faults.NotYetDrawn")
			await chain.refused(report.call("commit", { commitment: REPORT }), free!, "Faults.NotYetDrawn")
			const { stage } = await report.shown()
			assert.deepEqual(stage, { type: "waiting", cancelFrom: report.filed.now + CANCEL_AFTER })
			await chain.jumpTo(stage.cancelFrom)
			await chain.submit(report.call("cancel"), renter)
			assert.equal(await deposit(renter), 0n)
			assert.equal(await chain.node.refusal("gpu_report", report.id), Code.reportNotFound)
			await chain.refused(report.call("cancel"), renter, "Faults.ReportNotFound")
			await chain.submit(chain.api.tx.Committee.resume(), free!)
			await chain.submit(chain.api.tx.Rental.end({ order: BigInt(order.id) }), renter)
		})

		it("should come from a verifier without an order when nobody reaches a machine", async () => {
			const machine = fresh.pop()!
			const { attesters } = await chain.node.call("gpu_verification", machine.id)
			// One who may not judge it anyway.
			const reporter = [...VERIFIERS].map(derive).find((key) => address(key) === attesters[0].member)!
			const report = await Report.file(chain, machine, "Inaccessible", reporter)
			assert.equal(await deposit(reporter), REPORT_DEPOSIT)
			const members = await report.drawn(MORE_VERIFIERS)
			const { stage, orderId, evidenceHash } = await report.shown()
			assert.deepEqual([orderId, evidenceHash, stage.evidenceUntil], [null, null, null])
			assert.deepEqual(stage.seats.map(({ informed }: any) => informed), [true, true, true])
			const sealed = new Uint8Array(48)
			const deliver = report.call("deliver", { member: address(members[0]!), sealed })
			await chain.refused(deliver, reporter, "Faults.EvidenceNotTaken")
			const last = await report.vote(votes(members, "Uphold", "Uphold", "Uphold"))
			assert.ok(saidOnce(last, "Faults", "ReportUpheld"))
			assert.equal(await deposit(reporter), 0n)
			const { outage } = await machine.shown()
			assert.equal(outage.causes[0].type, "inaccessible")
			await chain.refused(
				Report.filing(chain, machine.id, "Inaccessible"),
				reporter,
				"Faults.MachineDown",
			)
		})
	})

	describe("what is not to be", () => {
		let machine: Machine
		let other: Machine
		let order: string
		const filing = (kind: string, by?: string, digest?: Uint8Array, on = machine.id) =>
			Report.filing(chain, on, kind, by, digest)

		before(async () => {
			await chain.feed()
			machine = fresh.pop()!
			other = await chain.registered("//Faults//registered", owner)
			order = (await machine.running(renter)).id
		})

		it("should be refused by name when it cannot be reported", async () => {
			const poor = derive("//Poor")
			await chain.pay(poor, 100n * DBC)
			const unconfirmed = await machine.order(renter)
			const theirs = (await machine.running(poor)).id
			const unknown = `0x${"17".repeat(32)}`
			const cases: [string, any, KeyPair][] = [
				["MachineNotFound", filing("Malfunction", order, evidence, unknown), renter],
				["MachineNotActive", filing("Malfunction", order, evidence, other.id), renter],
				["OwnMachine", filing("Malfunction", order, evidence), owner],
				["EvidenceNeeded", filing("Malfunction", order), renter],
				["EvidenceNotTaken", filing("Inaccessible", order, evidence), renter],
				["OrderNeeded", filing("Counterfeit", undefined, evidence), derive(VERIFIERS[0]!)],
				["NotDrawable", filing("Inaccessible"), renter],
				["OrderNotFound", filing("Malfunction", "999", evidence), renter],
				["NotRenter", filing("Malfunction", order, evidence), stranger],
				["OrderNotConfirmed", filing("Malfunction", unconfirmed, evidence), renter],
				["InsufficientBalance", filing("Malfunction", theirs, evidence), poor],
			]
			const { next } = await chain.node.call("gpu_reports", { machine: machine.id })
			assert.equal(next, null)
			for (const [error, tx, key] of cases) {
				await chain.refused(tx, key, `Faults.${error}`)
				assert.equal(await deposit(key), 0n, error)
			}
			assert.deepEqual((await chain.node.call("gpu_reports", { machine: machine.id })).items, [])
		})

		it("should be refused by name when it comes too early, too late, or from somebody else", async () => {
			const report = await Report.file(chain, machine, "Counterfeit", renter, order, evidence)
			await chain.refused(filing("Malfunction", order, evidence), renter, "Faults.AlreadyReported")
			const members = await report.drawn(MORE_VERIFIERS)
			const [first, second, third] = members as [KeyPair, KeyPair, KeyPair]

			const deliver = (to: KeyPair, length = 48) =>
				report.call("deliver", { member: address(to), sealed: new Uint8Array(length) })
			await chain.refused(chain.api.tx.Machines.exit({ machine: machine.id }), owner, "Machines.ExitLocked")
			await chain.refused(report.call("cancel"), renter, "Faults.AlreadyDrawn")
			await chain.refused(deliver(first), stranger, "Faults.NotReporter")
			await chain.refused(deliver(first, 47), renter, "Faults.NotSealed")
			await chain.refused(deliver(stranger), renter, "Faults.NotDrawn")
			await chain.refused(report.call("report_repaired"), owner, "Faults.RepairNotPossible")
			await chain.refused(await report.commitment(first, "Uphold"), first, "Faults.EvidenceMissing")
			await report.deliver(members)
			await chain.refused(deliver(first), renter, "Faults.AlreadyDelivered")

			await chain.refused(report.call("commit", { commitment: REPORT }), stranger, "Faults.NotDrawn")
			await chain.submit(await report.commitment(first, "Uphold"), first)
			await chain.refused(report.call("commit", { commitment: REPORT }), first, "Faults.AlreadyCommitted")
			await chain.refused(report.reveal("Uphold"), first, "Faults.RevealPhaseNotBegun")
			await chain.refused(report.call("close"), stranger, "Faults.BallotOpen")
			// A copy of another's vote opens for nobody.
			await chain.submit(await report.commitment(first, "Uphold"), second)
			const { stage } = await report.shown()
			await chain.jumpTo(stage.commitUntil)
			await chain.refused(await report.commitment(third, "Reject"), third, "Faults.CommitPhaseOver")
			await chain.refused(report.reveal("Reject"), third, "Faults.NotCommitted")
			await chain.refused(report.reveal("Uphold"), second, "Faults.CommitmentMismatch")
			await chain.refused(report.reveal("Reject"), first, "Faults.CommitmentMismatch")
			await chain.refused(report.reveal("Uphold", REPORT), first, "Faults.CommitmentMismatch")
			await chain.submit(report.reveal("Uphold"), first)
			await chain.refused(report.reveal("Uphold"), first, "Faults.AlreadyRevealed")
			// One vote decides nothing, and others are asked for: the deposit stays.
			await chain.jumpTo(stage.revealUntil + MINUTE)
			await chain.node.sealUntil("the second round", async () => (await report.shown()).round === 2)
			assert.equal(await deposit(renter), REPORT_DEPOSIT)
			for (const silent of [second, third]) assert.equal((await sanctionsOf({ account: address(silent) })).length, 1)
			assert.deepEqual(await sanctionsOf({ account: address(first) }), [])
		})

		it("should be told what is wrong when a read is malformed", async () => {
			const account = address(stranger)
			const cases: [number, string, ...unknown[]][] = [
				[Code.reportNotFound, "gpu_report", "999"],
				[Code.badNumber, "gpu_report", "0x1"],
				[Code.invalidParams, "gpu_report", 1],
				[Code.badReportFilter, "gpu_reports", {}],
				[Code.badReportFilter, "gpu_reports", { reporter: account, verifier: account }],
				[Code.badId, "gpu_reports", { machine: "0x12" }],
				[Code.invalidParams, "gpu_reports", { renter: account }],
				[Code.limitTooLarge, "gpu_reports", { reporter: account }, { limit: 101 }],
				[Code.evidenceNotFound, "gpu_evidence", "999", account],
				[Code.badAccount, "gpu_evidence", "0", "5Grw"],
			]
			for (const [code, method, ...params] of cases) {
				assert.equal(await chain.node.refusal(method, ...params), code, JSON.stringify([method, ...params]))
			}
		})
	})
})
