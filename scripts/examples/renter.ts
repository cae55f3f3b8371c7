// A renter: rents GPUs of a machine, confirms the order, and shows the machine's agent who it is. Run it again at any time:
// it finds its open order on that machine and goes on with it.
//
//   npx tsx renter.ts --suri //Alice --machine 0x… --gpus 2 --minutes 60 --max-dbc 30
//   npx tsx renter.ts --suri //Alice --machine 0x… --extend 30 --max-dbc 10
//   npx tsx renter.ts --suri //Alice --machine 0x… --end
//
// --agent http://… is where agent.ts listens; without it this program asks the node what an agent would ask.

import type { KeyPair } from "@polkadot-labs/hdkd-helpers"
import { Binary } from "polkadot-api"
import { type Chain, Refusal, addressOf, inDbc, inTime, keyOf, readOptions, required, run } from "./chain.ts"
import { accessPrefix } from "./machine.ts"
import { closedOrder, extend, openOrder, orderOptions, rent, tellClosed } from "./order.ts"

const options = readOptions({
	...orderOptions,
	order: { type: "string" },
	agent: { type: "string" },
	end: { type: "boolean", default: false },
})

await run(options.url, async (chain) => {
	const key = keyOf(required(options.suri, "suri"))
	const me = addressOf(key)
	const machine = required(options.machine, "machine")
	const calls = chain.api.tx.Rental

	const id: string =
		options.order ?? (await openOrder(chain, { renter: me }, machine))?.id ?? (await rent(chain, key, options))

	const { stage } = await orderOf(chain, id)
	if (stage.type === "scheduled") throw new Refusal(`order ${id} can be confirmed from ${inTime(stage.from)} on`)
	// A renter who does not confirm in time loses the fee, so that nobody blocks machines for nothing.
	if (stage.type === "reserved") await chain.submit("confirm", calls.confirm({ order: BigInt(id) }), key)

	const order = await orderOf(chain, id)
	if (order.stage.type !== "running") {
		throw new Refusal(`order ${id} is ${order.stage.type} (${order.stage.reason?.type ?? "settle it"})`)
	}
	console.log(`order ${id} runs until ${inTime(order.stage.end)} on GPUs ${order.gpuIndexes}`)
	console.log(`rent on hold ${inDbc(order.escrowPlanck)}, due now ${inDbc(order.duePlanck)}`)
	await enter(chain, key, machine)

	if (options.extend) await extend(chain, key, id, options.extend, options["max-dbc"])
	if (options.end) {
		const events = await chain.submit("end", calls.end({ order: BigInt(id) }), key)
		const closed = closedOrder(events, id)
		if (closed) tellClosed(closed)
		else console.log("what may still be due waits for the end of an open report")
	}
})

async function orderOf(chain: Chain, id: string): Promise<any> {
	const order = await chain.find("order", id)
	if (!order) throw new Refusal(`there is no order ${id}, or it was closed long ago`)
	return order
}

/** Proves to the machine's agent that this is the account which the chain grants access to. */
async function enter(chain: Chain, key: KeyPair, machine: string): Promise<void> {
	const account = addressOf(key)
	const agent = options.agent
	const { bytes } = agent
		? await ask(agent, "challenge", { account })
		: await chain.gpu("challenge", machine, account, "renter.ts")

	// Look before you sign: these bytes are good for this chain, this machine and this account, and for no transaction.
	const prefix = accessPrefix(Binary.fromHex(await chain.genesis()), Binary.fromHex(machine), key.publicKey)
	if (!bytes.startsWith(Binary.toHex(prefix))) throw new Refusal("what is to be signed is no challenge of this machine")
	const signature = Binary.toHex(key.sign(Binary.fromHex(bytes)))

	const { granted, grants, refusal } = agent
		? await ask(agent, "enter", { account, bytes, signature })
		: await chain.gpu("verifyAccess", machine, account, bytes, signature)
	if (!granted) throw new Refusal(`no access, ${refusal.type}: ${refusal.text}`)
	for (const { role, gpuIndexes, until } of grants) {
		console.log(`access granted as ${role.type} to GPUs ${gpuIndexes}${until ? ` until ${inTime(until)}` : ""}`)
	}
}

/** Asks the machine's agent. */
async function ask(agent: string, what: string, question: object): Promise<any> {
	const response = await fetch(new URL(what, agent), { method: "POST", body: JSON.stringify(question) })
	const answer: any = await response.json()
	if (!response.ok) throw new Refusal(`the agent refused: ${answer.error}`)
	return answer
}
