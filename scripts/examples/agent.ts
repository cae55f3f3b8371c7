// The agent of a machine: tells who may use which of its GPUs, as the chain says it, and lets in who proves to be one of
// them. An example: yours starts and stops what runs on the machine.
//
//   npx tsx agent.ts --machine 0x… --port 7070
//
// It listens for what renter.ts --agent http://127.0.0.1:7070 asks: POST /challenge and POST /enter. It ends with 1 when it
// loses its node: start it again, and let nobody in meanwhile.

import { randomBytes } from "node:crypto"
import { type IncomingMessage, createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { type Chain, Refusal, inTime, readOptions, required, run } from "./chain.ts"

/** Most challenges that wait for their answer: the oldest ones go. */
const MOST_WAITING = 1_000
const MOST_BYTES = 10_000
const EVERY_GPU = 32

const options = readOptions({
	machine: { type: "string" },
	host: { type: "string", default: "127.0.0.1" },
	port: { type: "string", default: "0" },
})

await run(options.url, async (chain) => {
	const machine = required(options.machine, "machine")
	if (!(await chain.find("machine", machine))) throw new Refusal(`there is no machine ${machine}`)
	await openDoor(chain, machine)
	await Promise.race([tellMachine(chain, machine), tellGrants(chain, machine)])
})

/** Tells each change of the machine. */
async function tellMachine(chain: Chain, machine: string): Promise<void> {
	for await (const item of chain.follow("Machine", machine)) {
		if (item.removed) break
		const { at, phase, outage, hardware, occupancy, notRentableReason } = item
		const state = outage ? `down since ${inTime(outage.since)}` : "up"
		const free = occupancy ? `, ${occupancy.freeGpus} of ${hardware?.gpuCount} GPUs free` : ""
		const barred = notRentableReason ? `, no new orders: ${notRentableReason.type}` : ""
		console.log(`block ${at.number}: ${phase.type}, ${state}${free}${barred}`)
	}
	throw new Refusal("the machine has left")
}

/** Tells the grants as they come (+) and go (-). They end by time, too: so each final block is asked, not only changes. */
async function tellGrants(chain: Chain, machine: string): Promise<void> {
	let known = new Set<string>()
	for await (const block of chain.finalBlocks()) {
		const answer = await chain.find("access", machine, block)
		const now = new Set<string>((answer?.grants ?? []).map(inWords))
		for (const grant of known) if (!now.has(grant)) console.log(`- ${grant}`)
		for (const grant of now) if (!known.has(grant)) console.log(`+ ${grant}`)
		known = now
		if (!answer) throw new Refusal("the machine has left")
	}
}

function inWords({ account, role, gpuIndexes, until, orderId }: any): string {
	const gpus = gpuIndexes.length === EVERY_GPU ? "every GPU" : `GPUs ${gpuIndexes}`
	const order = orderId === null ? "" : `, order ${orderId}`
	return `${role.type} ${account}: ${gpus} until ${until === null ? "further notice" : inTime(until)}${order}`
}

/** Listens for those who want to use the machine. */
async function openDoor(chain: Chain, machine: string): Promise<void> {
	/** Challenges that were handed out and not used: each one opens the door once. */
	const waiting = new Set<string>()
	// Both sides of a challenge are asked at final blocks: what these say cannot be undone, and its expiry is told by the
	// clock that it was made by.
	const lastFinal = () => chain.lastFinal()

	const doors: Record<string, (question: any) => Promise<object>> = {
		async "/challenge"({ account }) {
			const purpose = `agent ${randomBytes(16).toString("hex")}`
			const { bytes, expiresAt } = await chain.gpu("challenge", machine, account, purpose, await lastFinal())
			for (const oldest of waiting) if (waiting.size >= MOST_WAITING) waiting.delete(oldest)
			waiting.add(bytes)
			return { bytes, expiresAt }
		},
		async "/enter"({ account, bytes, signature }) {
			if (!waiting.delete(bytes)) throw new Refusal("this challenge was not handed out here, or was used")
			const answer = await chain.gpu("verifyAccess", machine, account, bytes, signature, await lastFinal())
			console.log(answer.granted ? `let in ${account}` : `turned away ${account}: ${answer.refusal.type}`)
			return answer
		},
	}

	const server = createServer(async (request, response) => {
		response.setHeader("content-type", "application/json")
		try {
			const door = request.method === "POST" && doors[request.url ?? ""]
			if (!door) throw new Refusal("POST /challenge or /enter")
			response.end(JSON.stringify(await door(await read(request))))
		} catch (error) {
			response.statusCode = 400
			response.end(JSON.stringify({ error: (error as Error).message }))
		}
	})
	await new Promise<void>((resolve, reject) => {
		server.once("error", (error) => reject(new Refusal(error.message)))
		server.listen(Number(options.port), options.host, resolve)
	})
	console.log(`listening on http://${options.host}:${(server.address() as AddressInfo).port}`)
}

/** The JSON that somebody sent. */
async function read(request: IncomingMessage): Promise<any> {
	let text = ""
	for await (const piece of request.setEncoding("utf8")) {
		text += piece
		if (text.length > MOST_BYTES) throw new Refusal("that is too long")
	}
	const value = JSON.parse(text)
	if (typeof value !== "object" || value === null) throw new Refusal("that is no object")
	return value
}
