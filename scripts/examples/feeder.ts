// A price feeder: submits what one DBC costs, in nano-USD (0.012 USD is 12000000).
//
//   npx tsx feeder.ts --suri //Alice --price 12000000

import { Refusal, keyOf, readOptions, required, run } from "./chain.ts"

const options = readOptions({
	suri: { type: "string", default: "//Alice" },
	price: { type: "string" },
})

await run(options.url, async (chain) => {
	const price = required(options.price, "price")
	if (!/^[1-9]\d*$/.test(price)) throw new Refusal("--price is a whole number of nano-USD per DBC")

	// Once every 5 minutes, directly and not in a batch or proxy: then the fee is returned.
	const submit = chain.api.tx.Price.submit({ price: BigInt(price) })
	await chain.submit("submit the price", submit, keyOf(options.suri))

	const { priceNanoUsd, fresh, quorum } = await chain.gpu("price")
	console.log(`the chain's price is ${priceNanoUsd ?? "unknown"}, ${fresh ? "fresh" : "stale"}; quorum ${quorum}`)
})
