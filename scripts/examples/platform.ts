// A platform: rents a machine for a user and pays for it. The user, who needs no more than the transaction fees, confirms
// the order and uses the machine; the platform extends it, and hears of everything that happens to it. Run it again at any
// time: it finds the open order of this user on that machine.
//
//   npx tsx platform.ts --suri //Bob --user 5F… --machine 0x… --gpus 2 --minutes 60 --max-dbc 30 --extend 30
//
// The user runs renter.ts with the same --machine.

import { Refusal, addressOf, inDbc, inTime, keyOf, readOptions, required, run } from "./chain.ts"
import { closedOrder, extend, openOrder, orderOptions, rent, tellClosed } from "./order.ts"

const MINUTE = 60_000

const options = readOptions({ ...orderOptions, user: { type: "string" } })

await run(options.url, async (chain) => {
	const key = keyOf(required(options.suri, "suri"))
	const machine = required(options.machine, "machine")
	const user = required(options.user, "user")

	const isTheirs = (order: any) => order.renter === user
	const found = await openOrder(chain, { payer: addressOf(key) }, machine, isTheirs)
	const id: string = found?.id ?? (await rent(chain, key, options, user))

	let toldStage: string | undefined
	let extended = false
	for await (const { at, stage, escrowPlanck, removed } of chain.follow("Order", id)) {
		if (removed) break
		if (stage.type === "closed") {
			const closed = closedOrder(await chain.eventsAt(at.hash), id)
			// It may have been closed in an earlier block, which this node has not pushed.
			if (closed) tellClosed(closed)
			else console.log(`order ${id} is closed (${stage.reason.type})`)
			return
		}
		const until = stage.end ?? stage.until
		const now = `order ${id} is ${stage.type}${until ? ` until ${inTime(until)}` : ""}`
		if (now !== toldStage) console.log(`${(toldStage = now)}, on hold ${inDbc(escrowPlanck)}`)
		// Once, however often this program is started: an order that was extended is longer than what was ordered.
		const ordered = Number(options.minutes) * MINUTE
		if (options.extend && !extended && stage.type === "running" && stage.end - stage.start <= ordered) {
			extended = true
			await extend(chain, key, id, options.extend, options["max-dbc"])
		}
	}
	throw new Refusal(`order ${id} is gone`)
})
