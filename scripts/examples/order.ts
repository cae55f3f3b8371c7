// Orders, as renters and platforms handle them: asking for the price, making one, finding it again, extending it.

import type { KeyPair } from "@polkadot-labs/hdkd-helpers"
import { type Chain, Refusal, eventOf, inDbc, inTime, numberOf, planckOf, required, told } from "./chain.ts"

const MINUTE = 60_000
const MICRO_USD = 1_000_000

/** What renters and platforms say of the order that they want. */
export const orderOptions = {
	suri: { type: "string" },
	machine: { type: "string" },
	gpus: { type: "string", default: "1" },
	minutes: { type: "string", default: "60" },
	"max-dbc": { type: "string" },
	extend: { type: "string" },
} as const

/** The values of these options. */
export interface OrderOptions {
	machine?: string
	gpus: string
	minutes: string
	"max-dbc"?: string
}

/** The orders of a renter or payer on a machine, receipts of closed ones included: what was made last comes first. */
export async function ordersOf(
	chain: Chain,
	whose: { renter: string } | { payer: string },
	machine: string,
): Promise<any[]> {
	const orders = await chain.all("orders", whose)
	return orders.filter((order) => order.machine === machine).sort((a, b) => Number(b.id) - Number(a.id))
}

/**
 * The open order of a renter or payer on a machine that was made last; `undefined` if there is none. `also` says what else
 * it must be.
 */
export async function openOrder(
	chain: Chain,
	whose: { renter: string } | { payer: string },
	machine: string,
	also: (order: any) => boolean = () => true,
): Promise<any> {
	const orders = await ordersOf(chain, whose, machine)
	return orders.find((order) => order.stage.type !== "closed" && also(order))
}

/** Tells what an order costs, and makes it. Rent and fee go on hold on the payer's account. Gives the order's number. */
export async function rent(chain: Chain, payer: KeyPair, options: OrderOptions, renter?: string): Promise<string> {
	const machine = required(options.machine, "machine")
	const gpus = numberOf(options.gpus, "gpus")
	const duration = numberOf(options.minutes, "minutes") * MINUTE
	// Without a limit of your own a price that moves meanwhile could cost you anything.
	const max_total = planckOf(required(options["max-dbc"], "max-dbc"), "max-dbc")

	const { canRent, refusal } = await chain.gpu("canRent", machine, gpus, duration)
	if (!canRent) throw new Refusal(`${refusal.type}: ${refusal.text}`)
	const quote = await chain.gpu("quote", machine, gpus, duration)
	const perDay = (Number(quote.standardPerDayMicroUsd) + Number(quote.extraPerDayMicroUsd)) / MICRO_USD
	console.log(`${gpus} GPUs for ${options.minutes} minutes at ${perDay} USD a day`)
	console.log(`rent ${inDbc(quote.rentPlanck)}, fee ${inDbc(quote.feePlanck)}, together ${inDbc(quote.totalPlanck)}`)

	const wanted = { machine, gpus, duration: BigInt(duration), max_total, start: undefined, renter }
	const events = await chain.submit("rent", chain.api.tx.Rental.rent(wanted), payer)
	const { order, confirm_by } = told(events, "Rental", "OrderCreated")
	console.log(`order ${order} is to be confirmed before ${inTime(confirm_by)}`)
	return String(order)
}

/** Extends a running order: more rent goes on hold, at the price of now. Only its payer can. */
export async function extend(chain: Chain, payer: KeyPair, order: string, minutes: string, most?: string): Promise<void> {
	const duration = BigInt(numberOf(minutes, "extend") * MINUTE)
	const max_total = planckOf(required(most, "max-dbc"), "max-dbc")
	const call = chain.api.tx.Rental.extend({ order: BigInt(order), duration, max_total })
	const { rent, end } = told(await chain.submit("extend", call, payer), "Rental", "OrderExtended")
	console.log(`${inDbc(rent)} more on hold, order ${order} runs until ${inTime(end)}`)
}

/** Tells what came of an order that was closed. */
export function tellClosed({ order, paid, burned, refunded, used, reason }: any): void {
	console.log(`order ${order} is closed (${reason.type}) after ${Number(used) / 1_000} s of use`)
	console.log(`rent ${inDbc(paid)}, of which ${inDbc(burned)} were burned; returned ${inDbc(refunded)}`)
}

/** What the chain says of the end of an order among the events of a block or transaction; `undefined` if nothing. */
export function closedOrder(events: any[], order: string): any {
	return eventOf(
		events.filter(({ value }) => value.value?.order === BigInt(order)),
		"Rental",
		"OrderClosed",
	)
}
