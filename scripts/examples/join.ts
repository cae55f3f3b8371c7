// A new verifier: a councillor proposes it, the council approves, and it joins with a box key of its own and a bond.
//
//   npx tsx join.ts --suri //Bob --council //Alice --bond 20000

import { Binary } from "polkadot-api"
import { DBC, type Chain, Refusal, addressOf, inDbc, keyOf, readOptions, required, run } from "./chain.ts"
import { boxKeyOf, readBoxSecret } from "./sealed-box.ts"

const options = readOptions({
	suri: { type: "string" },
	council: { type: "string" },
	bond: { type: "string" },
	"box-key": { type: "string", default: "box.pem" },
})

await run(options.url, async (chain) => {
	const verifier = keyOf(required(options.suri, "suri"))
	const me = addressOf(verifier)
	if (!(await chain.find("member", me))) {
		if (options.council) await propose(chain, me)
		else console.log("waiting for the council to approve; or pass --council with a councillor's key")
	}
	const member = await untilApproved(chain, me)

	if (member.status.type === "approved") {
		const { committee } = await chain.gpu("chainParams")
		const bond = options.bond ? BigInt(options.bond) * DBC : BigInt(committee.joinBondPlanck)
		// Evidence of fault reports will be sealed to this key. Its secret is made here, once, and stays in its file.
		const box_key = Binary.toHex(boxKeyOf(readBoxSecret(options["box-key"], { make: true })))
		await chain.submit("join the committee", chain.api.tx.Committee.join({ box_key, bond }), verifier)
	}

	const { status, drawable, bondPlanck } = await chain.gpu("member", me)
	console.log(`${me} is ${status.type}, ${drawable ? "drawable" : "not drawable"}, bond ${inDbc(bondPlanck)}`)
})

/** Proposes a member to the council: with more than half of its votes the motion is carried. */
async function propose(chain: Chain, who: string): Promise<void> {
	const councillor = keyOf(options.council!)
	const council: string[] = await chain.api.query.Council.Members.getValue()
	if (!council.includes(addressOf(councillor))) throw new Refusal(`${addressOf(councillor)} is no councillor`)
	const add = chain.api.tx.Committee.add_member({ who })
	const threshold = Math.floor(council.length / 2) + 1
	const length_bound = (await add.getEncodedData()).length
	const motion = chain.api.tx.Council.propose({ threshold, proposal: add.decodedCall, length_bound })
	const events = await chain.submit("propose the member to the council", motion, councillor)
	// A threshold of 1 is carried at once. Else the others vote on this motion, and anyone closes it.
	const proposed = events.find(({ type, value }) => type === "Council" && value.type === "Proposed")?.value.value
	if (proposed) {
		console.log(`motion ${proposed.proposal_index}, ${proposed.proposal_hash}, needs ${threshold} votes`)
	}
}

async function untilApproved(chain: Chain, who: string): Promise<any> {
	for await (const block of chain.finalBlocks()) {
		const member = await chain.find("member", who, block)
		if (member) return member
	}
}
