// Reports, their ballots, and what the technical committee decides, on a development chain.

import assert from "node:assert/strict"
import { type KeyPair, blake2b256 } from "@polkadot-labs/hdkd-helpers"
import { Binary, Enum } from "polkadot-api"
import { boxKeyOf, developmentBoxSecret, digestOf, seal } from "../../../examples/sealed-box.ts"
import { type DevChain, type Included, type Machine, address, derive } from "./dev-chain.ts"
import { DBC, VERIFIERS, commitmentPrefix } from "./facts.ts"

const CALL_INDEX_AND_REPORT = 2 + 8
const SALT = `0x${"5a".repeat(32)}`

export type Ruling = "Uphold" | "Reject"

/** The account of the treasury: a name, and no key. */
export const TREASURY = {
	publicKey: Uint8Array.from({ length: 32 }, (_, at) => "modldbc/trsy".charCodeAt(at) || 0),
} as KeyPair

/** What the events of this name say, in their order. */
export function said({ events }: Included, pallet: string, name: string): any[] {
	return events.filter(({ type, value }) => type === pallet && value.type === name).map(({ value }) => value.value)
}

/** What the only event of this name says. */
export function saidOnce(included: Included, pallet: string, name: string): any {
	const [first, ...others] = said(included, pallet, name)
	assert.ok(first, `no event ${pallet}.${name}`)
	assert.equal(others.length, 0, `more than one event ${pallet}.${name}`)
	return first
}

/** Has a collective whose only member is Alice carry a motion, and sees to it that its call succeeded. */
async function carry(chain: DevChain, collective: "Council" | "TechnicalCommittee", call: any): Promise<Included> {
	const length_bound = (await call.getEncodedData()).length
	const propose = chain.api.tx[collective].propose({ threshold: 1, proposal: call.decodedCall, length_bound })
	const included = await chain.submit(propose, derive("//Alice"))
	const { result } = saidOnce(included, collective, "Executed")
	if (result.success) return included
	const { type, value } = result.value
	throw new Error(type === "Module" ? `${value.type}.${value.value.type}` : type)
}

/** The technical committee decides an appeal. */
export function decide(chain: DevChain, id: string, decision: "Cancel" | "Dismiss"): Promise<Included> {
	const call = chain.api.tx.Sanctions.decide({ id: BigInt(id), decision: Enum(decision) })
	return carry(chain, "TechnicalCommittee", call)
}

/** Brings a member into the committee, with the box key that a verifier of a development chain has. */
export async function joinCommittee(chain: DevChain, suri: string): Promise<KeyPair> {
	const key = derive(suri)
	const { Committee } = chain.api.tx
	await chain.pay(key, 30_000n * DBC)
	await carry(chain, "Council", Committee.add_member({ who: address(key) }))
	const box_key = Binary.toHex(boxKeyOf(developmentBoxSecret(suri)))
	await chain.submit(Committee.join({ box_key, bond: 25_000n * DBC }), key)
	return key
}

/** A report and its calls. */
export class Report {
	readonly id: string
	readonly reporter: KeyPair
	readonly evidence: Uint8Array | undefined
	/** What was said of its filing. */
	readonly filed: Included
	private readonly chain: DevChain

	private constructor(chain: DevChain, filed: Included, reporter: KeyPair, evidence?: Uint8Array) {
		this.chain = chain
		this.filed = filed
		this.id = String(saidOnce(filed, "Faults", "ReportFiled").report)
		this.reporter = reporter
		this.evidence = evidence
	}

	/** The call that reports a machine. */
	static filing(chain: DevChain, machine: string, kind: string, order?: string, evidence?: Uint8Array): any {
		return chain.api.tx.Faults.report({
			machine,
			kind: Enum(kind),
			order: order === undefined ? undefined : BigInt(order),
			evidence: evidence && Binary.toHex(digestOf(evidence)),
		})
	}

	/** Reports a machine. */
	static async file(
		chain: DevChain,
		machine: Machine,
		kind: string,
		reporter: KeyPair,
		order?: string,
		evidence?: Uint8Array,
	): Promise<Report> {
		const filing = Report.filing(chain, machine.id, kind, order, evidence)
		return new Report(chain, await chain.submit(filing, reporter), reporter, evidence)
	}

	/** A call of `Faults` about it. */
	call(name: string, args: object = {}): any {
		return this.chain.api.tx.Faults[name]({ report: BigInt(this.id), ...args })
	}

	shown(): Promise<any> {
		return this.chain.node.call("gpu_report", this.id)
	}

	/** Seals blocks until members are drawn: their keys. */
	async drawn(more: string[] = []): Promise<KeyPair[]> {
		return this.chain.node.sealUntil("the draw", async () => {
			const { stage } = await this.shown()
			if (stage.type !== "voting") return undefined
			const keys = [...VERIFIERS, ...more].map(derive)
			return stage.seats.map(({ member }: any) => keys.find((key) => address(key) === member)!)
		})
	}

	/** The call that delivers its evidence to a member, sealed. */
	async delivery(member: KeyPair): Promise<any> {
		const { boxKey } = await this.chain.node.call("gpu_member", address(member))
		const sealed = seal(this.evidence!, Binary.fromHex(boxKey))
		return this.call("deliver", { member: address(member), sealed })
	}

	/** Delivers its evidence to all of them. */
	async deliver(members: KeyPair[]): Promise<void> {
		for (const member of members) await this.chain.submit(await this.delivery(member), this.reporter)
	}

	reveal(ruling: Ruling, salt = SALT): any {
		return this.call("reveal", { opinion: Enum(ruling), salt })
	}

	/** The call by which a member commits to its vote. */
	async commitment(member: KeyPair, ruling: Ruling): Promise<any> {
		const opened = (await this.reveal(ruling).getEncodedData()).slice(CALL_INDEX_AND_REPORT)
		const job = BigInt((await this.shown()).job)
		const bytes = Uint8Array.of(...commitmentPrefix(this.chain.genesis, job, member.publicKey), ...opened)
		return this.call("commit", { commitment: Binary.toHex(blake2b256(bytes)) })
	}

	/** Has members commit and, when the commit phase is over, reveal. Gives what was said of the last reveal. */
	async vote(votes: [KeyPair, Ruling][]): Promise<Included> {
		for (const [member, ruling] of votes) await this.chain.submit(await this.commitment(member, ruling), member)
		const { stage } = await this.shown()
		if (stage.phase.type === "commit") await this.chain.jumpTo(stage.commitUntil)
		let last: Included | undefined
		for (const [member, ruling] of votes) last = await this.chain.submit(this.reveal(ruling), member)
		return last!
	}
}

/** Seals blocks until a sanction is over: executed by itself, unless somebody has appealed. */
export async function executed(chain: DevChain, id: string): Promise<void> {
	await chain.node.sealUntil(`sanction ${id} is executed`, async () => {
		const found = await chain.node.call("gpu_sanction", id).catch(() => undefined)
		return found === undefined
	})
}
