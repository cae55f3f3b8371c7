// A miner: registers a machine, describes it, asks for its verification, and waits until it is active. Run it again at
// any time: what is done is not done twice.
//
//   npx tsx miner.ts --suri //Bob --machine-suri //Bob//machine --profile profile.json

import { Binary } from "polkadot-api"
import { type Chain, Refusal, addressOf, inDbc, keyOf, readOptions, required, run } from "./chain.ts"
import { profileArgument, readJson, registrationPayload } from "./machine.ts"

const HOUR = 3_600_000n

const options = readOptions({
	suri: { type: "string" },
	"machine-suri": { type: "string" },
	profile: { type: "string", default: "profile.json" },
})

await run(options.url, async (chain) => {
	const owner = keyOf(required(options.suri, "suri"))
	// Owner and machine should be apart: then the payload is signed on the machine, and only the signature travels.
	const machine = keyOf(required(options["machine-suri"], "machine-suri"))
	const id = Binary.toHex(machine.publicKey)
	const calls = chain.api.tx

	if (!(await chain.find("machine", id))) {
		// By the chain's clock, not by ours.
		const { now } = await chain.gpu("price")
		const expiresAt = BigInt(now) + HOUR
		const payload = registrationPayload(Binary.fromHex(await chain.genesis()), owner.publicKey, expiresAt)
		const signature = Binary.toHex(machine.sign(payload))
		const register = calls.Machines.register({ machine: id, expires_at: expiresAt, signature })
		await chain.submit("register", register, owner)
	}

	const { phase, profile } = await chain.gpu("machine", id)
	if (phase.type !== "active" && phase.type !== "verifying") {
		const wanted = readJson(options.profile)
		if (JSON.stringify(profile) !== JSON.stringify(wanted)) {
			const describe = calls.Machines.set_profile({ machine: id, profile: profileArgument(wanted) })
			await chain.submit("set the profile", describe, owner)
		}
		await chain.submit("request verification", calls.Verification.request({ machine: id }), owner)
	}

	await untilVerified(chain, id)

	const shown = await chain.gpu("machine", id)
	console.log(`machine ${id} is active with ${shown.pointsE2 / 100} points`)
	console.log(`stake ${inDbc(shown.stakePlanck)} of ${inDbc(shown.requirementPlanck)}`)
	if (shown.underStaked) console.log("the stake is not complete: fund the owner and call machines.top_up")
	const holds: any[] = await chain.api.query.Balances.Holds.getValue(addressOf(owner))
	for (const { id: reason, amount } of holds) {
		console.log(`on hold for ${reason.type}.${reason.value.type}: ${inDbc(amount)}`)
	}
})

/** Waits for the end of the verification, and tells how it goes. */
async function untilVerified(chain: Chain, id: string): Promise<void> {
	let told: string | undefined
	for await (const block of chain.finalBlocks()) {
		const { phase } = await chain.gpu("machine", id, block)
		if (phase.type === "active") return
		const { request } = await chain.gpu("verification", id, block)
		if (!request) {
			const why = phase.reason ? ` (${phase.reason.type})` : ""
			throw new Refusal(`the machine is ${phase.type}${why}: put it right and ask again`)
		}
		const { round, stage } = request
		const voting = () => {
			const done = (what: string) => stage.seats.filter((seat: any) => seat[what]).length
			return `round ${round}: ${done("commitment")} of 3 committed, ${done("opinion")} revealed`
		}
		const now = stage.type === "waiting" ? `round ${round}: waiting for the draw` : voting()
		if (now !== told) console.log((told = now))
	}
}
