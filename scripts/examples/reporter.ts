// A reporter: says that a machine does not do what it promises, seals the evidence to each drawn member, and tells what
// they find. Run it again at any time: it finds its open report on that machine and goes on with it.
//
//   npx tsx reporter.ts --suri //Alice --machine 0x… --kind Malfunction --evidence evidence.txt
//   npx tsx reporter.ts --suri //Charlie --machine 0x… --kind Inaccessible
//
// Let it run until the end: if a member has no evidence half an hour after the draw, the deposit is lost.

import { readFileSync } from "node:fs"
import type { KeyPair } from "@polkadot-labs/hdkd-helpers"
import { Binary, Enum } from "polkadot-api"
import {
	type Chain,
	NotIncluded,
	Refusal,
	addressOf,
	eventOf,
	inDbc,
	inTime,
	keyOf,
	readOptions,
	required,
	run,
	told,
} from "./chain.ts"
import { ordersOf } from "./order.ts"
import { checkLength, digestOf, seal } from "./sealed-box.ts"

const KINDS = ["Inaccessible", "Malfunction", "Counterfeit", "RentFailed"]

const options = readOptions({
	suri: { type: "string" },
	machine: { type: "string" },
	kind: { type: "string" },
	evidence: { type: "string" },
	order: { type: "string" },
	cancel: { type: "boolean", default: false },
})

await run(options.url, async (chain) => {
	const key = keyOf(required(options.suri, "suri"))
	const machine = required(options.machine, "machine")
	const evidence = options.evidence === undefined ? undefined : readFileSync(options.evidence)
	// Before a deposit is at stake.
	if (evidence) checkLength(evidence)

	const [open] = await chain.all("reports", { machine }, await chain.lastFinal())
	if (open && open.reporter !== addressOf(key)) {
		throw new Refusal(`report ${open.id} of somebody else is open: wait until it closes`)
	}
	if (options.cancel) {
		if (!open) throw new Refusal("there is no open report")
		await chain.submit("cancel", chain.api.tx.Faults.cancel({ report: BigInt(open.id) }), key)
		return
	}
	const id: string = open?.id ?? (await report(chain, key, machine, evidence))
	await untilRuling(chain, key, id, evidence)
})

/** Files a report, and gives its number. */
async function report(chain: Chain, key: KeyPair, machine: string, evidence?: Uint8Array): Promise<string> {
	const kind = required(options.kind, "kind")
	if (!KINDS.includes(kind)) throw new Refusal(`--kind is one of ${KINDS.join(", ")}`)
	const order = options.order ?? (await usedOrder(chain, addressOf(key), machine))
	console.log(order === undefined ? "as a verifier, without an order" : `as the renter of order ${order}`)
	const call = chain.api.tx.Faults.report({
		machine,
		kind: Enum(kind),
		order: order === undefined ? undefined : BigInt(order),
		evidence: evidence && Binary.toHex(digestOf(evidence)),
	})
	const filed = told(await chain.submit("report", call, key), "Faults", "ReportFiled")
	console.log(`report ${filed.report}, deposit on hold ${inDbc(filed.deposit)}`)
	return String(filed.report)
}

/** The order that was confirmed last: by it the reporter uses the machine, or did not long ago. */
async function usedOrder(chain: Chain, renter: string, machine: string): Promise<string | undefined> {
	const orders = await ordersOf(chain, { renter }, machine)
	return orders.find(({ stage }) => typeof stage.start === "number")?.id
}

/** Delivers the evidence to each member that is drawn, in each round, and tells how the report goes and ends. */
async function untilRuling(chain: Chain, key: KeyPair, id: string, evidence?: Uint8Array): Promise<void> {
	const delivered = new Set<string>()
	let toldStage: string | undefined
	for await (const block of chain.finalBlocks()) {
		const report = await chain.find("report", id, block)
		if (!report) return tellEnd(await chain.eventsAt(block), id)
		const { evidenceHash, round, job, stage } = report
		if (evidenceHash && (!evidence || Binary.toHex(digestOf(evidence)) !== evidenceHash)) {
			throw new Refusal(`--evidence is needed, the very file with the digest ${evidenceHash}`)
		}
		const now = `report ${id}, round ${round}: ${inWords(stage)}`
		if (now !== toldStage) console.log((toldStage = now))
		if (stage.type === "waiting") continue

		for (const { member, informed } of stage.seats) {
			const box = `job ${job}: deliver to ${member}`
			if (informed || !evidence || delivered.has(box)) continue
			// The key of now: the member keeps the secrets of its earlier ones.
			const { boxKey } = await chain.gpu("member", member)
			const sealed = seal(evidence, Binary.fromHex(boxKey))
			try {
				await chain.submit(box, chain.api.tx.Faults.deliver({ report: BigInt(id), member, sealed }), key)
				delivered.add(box)
			} catch (error) {
				if (!(error instanceof Refusal)) throw error
				console.error(error.message)
				// What came into no block is tried again at the next, the rest would be refused again.
				if (!(error instanceof NotIncluded)) delivered.add(box)
			}
		}
	}
}

function inWords(stage: any): string {
	if (stage.type === "waiting") return `waiting for the draw, can be cancelled from ${inTime(stage.cancelFrom)} on`
	const done = (what: string) => stage.seats.filter((seat: any) => seat[what]).length
	return `${done("informed")} of 3 can judge, ${done("commitment")} committed, ${done("opinion")} revealed`
}

/** Tells how a report ended, as the events of that block say it. */
function tellEnd(events: any[], id: string): void {
	const own = events.filter(({ type, value }) => type === "Faults" && value.value.report === BigInt(id))
	const is = (name: string) => eventOf(own, "Faults", name)
	const upheld = is("ReportUpheld")
	if (upheld) {
		const until = upheld.until === undefined ? "" : ` until ${inTime(upheld.until)}`
		console.log(`report ${id} is upheld: the machine is down since ${inTime(upheld.since)}${until}`)
	} else if (is("ReportRejected")) console.log(`report ${id} is rejected`)
	else if (is("ReportUndecided")) console.log(`report ${id} is closed without a decision`)
	else if (is("ReportUndelivered")) console.log(`report ${id} is closed: evidence was not delivered in time`)
	else if (is("ReportCancelled")) console.log(`report ${id} is cancelled`)
	else if (is("ReportExpired")) console.log(`report ${id} is closed: no members were found in a week`)
	// It may have been closed in an earlier block, while this program was busy.
	else console.log(`report ${id} is closed: the events of the chain tell how`)
	for (const { value } of own) {
		const { to, amount } = value.value
		if (value.type === "DepositReturned") console.log(`deposit returned: ${inDbc(amount)}`)
		if (value.type === "DepositPaid") console.log(`of the deposit to ${to}: ${inDbc(amount)}`)
	}
}
