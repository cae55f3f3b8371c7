// What the examples share: options, keys, a connection, errors in the chain's own words, and waiting for blocks.

import { readFileSync } from "node:fs"
import { type ParseArgsConfig, parseArgs } from "node:util"
import { decAnyMetadata, unifyMetadata } from "@polkadot-api/substrate-bindings"
import {
	DEV_PHRASE,
	type KeyPair,
	createDerive,
	mnemonicToMiniSecret,
	parseSuri,
	sr25519,
	sr25519Derive,
	ss58Address,
	validateMnemonic,
} from "@polkadot-labs/hdkd-helpers"
import { InvalidTxError, type PolkadotClient, createClient } from "polkadot-api"
import { getPolkadotSigner } from "polkadot-api/signer"
import { getWsProvider } from "polkadot-api/ws"
import { WebSocket } from "ws"
import { BadBox } from "./sealed-box.ts"

/** Planck of one DBC. */
export const DBC = 10n ** 15n

/** Codes of the `gpu_*` methods: no such machine, member, order, rewards (two), report, evidence, sanction. */
const NOT_FOUND = [8010, 8014, 8015, 8070, 8071, 8072, 8073, 8074]

/** Something that the user can put right: printed without a stack. */
export class Refusal extends Error {}

/** A transaction that came into no block, and cost nothing: it may be sent again. */
export class NotIncluded extends Refusal {}

/** The options of the command line: `--url`, which every example has, and its `own`. */
export function readOptions<Own extends NonNullable<ParseArgsConfig["options"]>>(own: Own) {
	const common = { url: { type: "string", default: "ws://127.0.0.1:9944" } } as const
	try {
		return parseArgs({ options: { ...common, ...own } }).values
	} catch (error) {
		console.error((error as Error).message)
		process.exit(1)
	}
}

/** The value of an option that must be there. */
export function required(value: string | undefined, name: string): string {
	if (value === undefined) throw new Refusal(`--${name} is missing`)
	return value
}

/**
 * The sr25519 key of a secret: a phrase, `//Alice`, or `file:PATH` to read either from a file. Real secrets belong into
 * a file: other users of the computer see the options of a running program.
 */
export function keyOf(secret: string): KeyPair {
	const suri = secret.startsWith("file:") ? readFileSync(secret.slice(5), "utf8").trim() : secret
	const { phrase, paths, password } = parseSuri(suri.startsWith("//") ? DEV_PHRASE + suri : suri)
	if (!phrase || !validateMnemonic(phrase)) throw new Refusal("the secret is neither a phrase nor of the form //Name")
	const seed = mnemonicToMiniSecret(phrase, password)
	return createDerive({ seed, curve: sr25519, derive: sr25519Derive })(paths ?? "")
}

export const addressOf = (key: KeyPair): string => ss58Address(key.publicKey, 42)

/** A moment of the chain's clock as people read it. */
export const inTime = (moment: number | bigint): string => new Date(Number(moment)).toISOString()

/** An amount of planck as people read it. */
export function inDbc(planck: bigint | string): string {
	const [whole, rest] = [BigInt(planck) / DBC, BigInt(planck) % DBC]
	const digits = rest.toString().padStart(15, "0").replace(/0+$/, "")
	return `${whole.toLocaleString("en")}${digits && `.${digits}`} DBC`
}

/** The planck of an amount of DBC that somebody typed, such as 12.5. */
export function planckOf(amount: string, option: string): bigint {
	const found = /^(\d+)(?:\.(\d{1,15}))?$/.exec(amount)
	if (!found) throw new Refusal(`--${option} is an amount of DBC with at most 15 decimals`)
	return BigInt(found[1]!) * DBC + BigInt((found[2] ?? "").padEnd(15, "0"))
}

/** A whole number above 0 that somebody typed. */
export function numberOf(text: string, option: string): number {
	if (!/^[1-9]\d{0,8}$/.test(text)) throw new Refusal(`--${option} is a whole number above 0`)
	return Number(text)
}

/** What the first event of this name says; `undefined` if there is none. */
export function eventOf(events: any[], pallet: string, name: string): any {
	return events.find(({ type, value }) => type === pallet && value.type === name)?.value.value
}

/** What the event of this name says, which a call that succeeds always makes. */
export function told(events: any[], pallet: string, name: string): any {
	const found = eventOf(events, pallet, name)
	if (!found) throw new Error(`no event ${pallet}.${name}`)
	return found
}

/** A connection to a node. */
export class Chain {
	readonly client: PolkadotClient
	/** Calls and storage. Untyped on purpose: they come from the metadata of the running chain. */
	readonly api: any
	private readonly url: string

	constructor(url: string) {
		this.url = url
		this.client = createClient(getWsProvider(url, { websocketClass: WebSocket as any }))
		this.api = this.client.getUnsafeApi()
	}

	/** Calls `gpu_<method>`. */
	async gpu(method: string, ...params: unknown[]): Promise<any> {
		return this.client._request(`gpu_${method}`, params)
	}

	/** Like `gpu`, but `undefined` for what the chain does not know. */
	async find(method: string, ...params: unknown[]): Promise<any> {
		return this.gpu(method, ...params).catch((error) => {
			if (NOT_FOUND.includes(error.code)) return undefined
			throw error
		})
	}

	/** All items of a `gpu_*` method that answers pages, of `subject`, at the block `at`. */
	async all(method: string, subject: unknown, at?: string): Promise<any[]> {
		const items = []
		let cursor = null
		do {
			const page: any = await this.gpu(method, subject, { cursor, limit: 100 }, at)
			items.push(...page.items)
			cursor = page.next
		} while (cursor !== null)
		return items
	}

	/** The events of a block that has become final just now; none if so many have followed that the client let go of it. */
	async eventsAt(block: string): Promise<any[]> {
		const records: any[] = await this.api.query.System.Events.getValue({ at: block }).catch((error: Error) => {
			if (error.name === "BlockNotPinnedError") return []
			throw error
		})
		return records.map(({ event }) => event)
	}

	/** Hash of the last final block. */
	async lastFinal(): Promise<string> {
		return this.client._request("chain_getFinalizedHead", [])
	}

	/** Hash of the first block, which binds signatures and commitments to this chain. */
	async genesis(): Promise<string> {
		return this.client._request("chain_getBlockHash", [0])
	}

	/**
	 * The hash of each new final block, beginning with the last one. What such a block says cannot be undone any more.
	 * Blocks that come while the caller is busy are passed over, but for the newest.
	 */
	async *finalBlocks(): AsyncGenerator<string> {
		let newest: string | undefined
		let failure: unknown
		let wake = () => {}
		const subscription = this.client.finalizedBlock$.subscribe({
			next: ({ hash }) => {
				newest = hash
				wake()
			},
			error: (error) => {
				failure = error ?? new Error("the subscription ended")
				wake()
			},
		})
		try {
			for (;;) {
				while (newest === undefined && failure === undefined) {
					await new Promise<void>((resolve) => (wake = resolve))
				}
				if (newest === undefined) throw failure
				const hash = newest
				newest = undefined
				yield hash
			}
		} finally {
			subscription.unsubscribe()
		}
	}

	/**
	 * What `gpu_subscribe<what>` pushes of final blocks: the state, and each change of it, until nothing can follow. A
	 * connection of its own, which closes when the caller stops listening; if the node closes it, that is an error.
	 */
	async *follow(what: "Machine" | "Order" | "Jobs", id: string): AsyncGenerator<any> {
		const socket = new WebSocket(this.url)
		const items: any[] = []
		let failure: Error | undefined
		let wake = () => {}
		const fail = (error: Error) => {
			failure ??= error
			wake()
		}
		const request = { jsonrpc: "2.0", id: 1, method: `gpu_subscribe${what}`, params: [id] }
		socket.on("open", () => socket.send(JSON.stringify(request)))
		socket.on("error", fail)
		socket.on("close", () => fail(new Error("the node ended the subscription")))
		socket.on("message", (data) => {
			const { error, params } = JSON.parse(String(data))
			if (error) fail(new Refusal(error.message))
			else if (params?.error) fail(new Error(params.error))
			// What a block says that is not final may still be undone; if it is not, it comes again.
			else if (params?.result.at.finalized) {
				items.push(params.result)
				wake()
			}
		})
		try {
			for (;;) {
				while (items.length === 0 && !failure) await new Promise<void>((resolve) => (wake = resolve))
				if (items.length === 0) throw failure
				const item = items.shift()
				yield item
				if (item.removed || item.stage?.type === "closed") return
			}
		} finally {
			socket.close()
		}
	}

	/** Signs and submits a call, and waits until it is final. Gives its events. */
	async submit(what: string, call: any, from: KeyPair): Promise<any[]> {
		const signer = getPolkadotSigner(from.publicKey, "Sr25519", from.sign)
		const sent = await call.signAndSubmit(signer).catch((error: unknown) => {
			throw error instanceof InvalidTxError ? new NotIncluded(`${what}: ${explainInvalid(error)}`) : error
		})
		// A motion that is carried at once reports in an event what came of its call.
		const carried = sent.events.find(({ type, value }: any) => type === "Council" && value.type === "Executed")
		const result = carried?.value.value.result
		const error = sent.ok ? result && !result.success && result.value : sent.dispatchError
		if (error) throw new Refusal(`${what}: ${await this.explain(error)}`)
		console.log(`${what}: block ${sent.block.number}`)
		return sent.events
	}

	/** The name of a dispatch error, and what the pallet that made it says of it. */
	async explain(error: any): Promise<string> {
		if (error.type !== "Module") return [error.type, error.value?.type].filter(Boolean).join(".")
		const { type: pallet, value } = error.value
		const { pallets, lookup } = unifyMetadata(decAnyMetadata(await this.api.apis.Metadata.metadata()))
		const errors = lookup[pallets.find(({ name }) => name === pallet)?.errors?.type ?? -1]?.def
		const known = errors?.tag === "variant" && errors.value.find(({ name }) => name === value.type)
		return [`${pallet}.${value.type}`, ...(known ? known.docs : [])].join(" ").trim()
	}
}

function explainInvalid({ error }: InvalidTxError): string {
	const reason = error.value?.type ?? error.type
	const advice: Record<string, string> = {
		Payment: "the signer's account lacks DBC for the fee: send it some",
		Stale: "another transaction took this nonce: run it again",
		Future: "earlier transactions of this account are missing: wait and run it again",
		BadProof: "the node has another runtime than it said: connect again",
	}
	return `${reason}: ${advice[reason] ?? "the node does not take this transaction"}`
}

/** Runs an example against the node at `url`, and ends the program: with 1 if something is refused. */
export async function run(url: string, example: (chain: Chain) => Promise<void>): Promise<never> {
	try {
		await example(new Chain(url))
	} catch (error) {
		console.error(error instanceof Refusal || error instanceof BadBox ? error.message : error)
		process.exitCode = 1
	}
	// What still waits for news waits for nothing.
	process.exit()
}
