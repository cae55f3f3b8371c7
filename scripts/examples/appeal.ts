// For whoever a sanction concerns, the owner of a machine or a verifier: lists what is pending, appeals to the technical
// committee, and tells how it ends. Run it again at any time: one appeal is made for each sanction.
//
//   npx tsx appeal.ts --suri //Bob
//   npx tsx appeal.ts --suri //Bob --sanction 7 --reason "the whole town had no power, see https://…"
//
// The reason is public. Unless the appeal is granted, its deposit is lost with the sanction.

import { Binary } from "polkadot-api"
import {
	type Chain,
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

const MOST_REASON_BYTES = 256

const options = readOptions({
	suri: { type: "string" },
	sanction: { type: "string" },
	reason: { type: "string" },
})

await run(options.url, async (chain) => {
	const key = keyOf(required(options.suri, "suri"))
	if (options.sanction === undefined) return list(chain, addressOf(key))
	if (!/^\d+$/.test(options.sanction)) throw new Refusal("--sanction is a number: without it they are listed")
	const id = BigInt(options.sanction)

	const sanction = await chain.find("sanction", options.sanction)
	if (!sanction) throw new Refusal(`no sanction ${id} is pending`)
	console.log(await inWords(chain, sanction))
	if (sanction.stage.type === "waiting") {
		const text = Binary.fromText(required(options.reason, "reason"))
		if (text.length > MOST_REASON_BYTES) throw new Refusal(`--reason has at most ${MOST_REASON_BYTES} bytes`)
		const call = chain.api.tx.Sanctions.appeal({ id, reason: text })
		const { deposit, until } = told(await chain.submit("appeal", call, key), "Sanctions", "SanctionAppealed")
		console.log(`deposit on hold ${inDbc(deposit)}: the technical committee may decide until ${inTime(until)}`)
	}
	await untilEnd(chain, options.sanction)
})

async function list(chain: Chain, account: string): Promise<void> {
	const sanctions = await chain.all("sanctions", { account })
	for (const sanction of sanctions) console.log(await inWords(chain, sanction))
	if (sanctions.length === 0) console.log(`nothing is pending against ${account}`)
}

async function inWords(chain: Chain, { id, ground, account, stage, until }: any): Promise<string> {
	const next = stage.type === "waiting" ? "can be appealed" : "waits for a decision"
	return `sanction ${id}, ${ground.type}: ${await takes(chain, ground, account)}, ${next} until ${inTime(until)}`
}

/** What a sanction takes: locked in the stake of a machine, or what a member has at risk for a job. */
async function takes(chain: Chain, ground: any, account: string): Promise<string> {
	if (ground.type !== "memberFault") return `${inDbc(ground.amountPlanck)} of the stake of ${ground.machine}`
	const job = (await chain.all("jobs", account)).find(({ job }) => job === ground.job)
	return `${job ? inDbc(job.atRiskPlanck) : "what is at risk"} of the bond, for job ${ground.job}`
}

/** Waits until a sanction is over, and tells how it ended. */
async function untilEnd(chain: Chain, id: string): Promise<void> {
	for await (const block of chain.finalBlocks()) {
		if (await chain.find("sanction", id, block)) continue
		const events = await chain.eventsAt(block)
		const own = events.filter(({ type, value }) => type === "Sanctions" && value.value.id === BigInt(id))
		const is = (name: string) => eventOf(own, "Sanctions", name)
		if (is("SanctionCancelled")) console.log(`sanction ${id} is cancelled`)
		else if (is("SanctionExecuted")) {
			const why = is("AppealDismissed") ? "dismissed" : "undecided"
			console.log(`sanction ${id} is executed, the appeal ${why}: ${inDbc(is("SanctionExecuted").amount)} taken`)
		} else console.log(`sanction ${id} is over`)
		if (is("DepositReturned")) console.log(`deposit returned: ${inDbc(is("DepositReturned").amount)}`)
		if (is("DepositForfeited")) console.log(`deposit lost: ${inDbc(is("DepositForfeited").amount)}`)
		return
	}
}
