// Rewards: tells what an account earned, and claims what is released. With --machine it has the attesters of that machine
// paid, which anyone may do.
//
//   npx tsx claim.ts --suri //Bob
//   npx tsx claim.ts --suri //Charlie --machine 0x…

import {
	type Chain,
	Refusal,
	addressOf,
	inDbc,
	keyOf,
	readOptions,
	required,
	run,
	told,
} from "./chain.ts"

const options = readOptions({
	suri: { type: "string" },
	machine: { type: "string" },
})

await run(options.url, async (chain) => {
	const key = keyOf(required(options.suri, "suri"))
	const { Rewards } = chain.api.tx
	if (options.machine) {
		await tellMachine(chain, options.machine)
		const events = await chain.submit("pay the attesters", Rewards.pay_attesters({ machine: options.machine }), key)
		for (const { type, value } of events) {
			if (type !== "Rewards") continue
			const { attester, amount } = value.value
			if (value.type === "AttesterPaid") console.log(`to ${attester}: ${inDbc(amount)}`)
			if (value.type === "AttesterOwed") console.log(`owed to ${attester}, to be claimed: ${inDbc(amount)}`)
		}
		return
	}
	const rewards = await chain.find("rewards", addressOf(key))
	if (!rewards) throw new Refusal(`${addressOf(key)} never earned rewards`)
	tellAccount(rewards)
	// It grows with each block: what is minted is what the chain says in the block of the claim.
	const { amount } = told(await chain.submit("claim", Rewards.claim(), key), "Rewards", "RewardsClaimed")
	console.log(`claimed ${inDbc(amount)}`)
})

function tellAccount(rewards: any): void {
	const { vestingPlanck } = rewards
	const amount = (what: string) => inDbc(rewards[`${what}Planck`])
	console.log(`earned ${amount("earned")}, ${amount("perSecond")} a second`)
	console.log(`released ${amount("released")}, claimed ${amount("claimed")}, owed for attestations ${amount("owed")}`)
	if (vestingPlanck.length > 0) {
		console.log(`tomorrow ${inDbc(vestingPlanck[0])} more are released, and so on for ${vestingPlanck.length} days`)
	}
	console.log(`claimable ${amount("claimable")}`)
}

async function tellMachine(chain: Chain, machine: string): Promise<void> {
	const rewards = await chain.find("machineRewards", machine)
	if (!rewards) throw new Refusal(`machine ${machine} never was active, or has left`)
	const amount = (what: string) => inDbc(rewards[`${what}Planck`])
	console.log(`${rewards.gradeE2 / 100} points count; earned ${amount("baseEarned")}`)
	console.log(`rented bonus ${amount("bonusCredited")} of ${amount("bonusDue")}, the rest once more rent is burned`)
	console.log(`due to its ${rewards.attesters.length} attesters ${amount("attestersDue")}`)
}
