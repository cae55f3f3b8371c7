// A verifier: waits for jobs, looks at each machine, commits to a sealed vote, and opens it when it is time. Jobs are
// machines to be verified, and reports about machines.
//
//   npx tsx verifier.ts --suri //Charlie --hardware hardware.json --ruling uphold
//   npx tsx verifier.ts --suri //Charlie --refuse WrongGpu --jobs 1
//
// Stop and start it as you like: votes are kept in --votes, and a vote that is not opened costs 1,000 DBC.

import { randomBytes } from "node:crypto"
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { blake2b256 } from "@polkadot-labs/hdkd-helpers"
import { Binary, Enum } from "polkadot-api"
import { type Chain, NotIncluded, Refusal, addressOf, inDbc, inTime, keyOf, readOptions, required, run } from "./chain.ts"
import { type Opinion, commitmentPrefix, opinionArgument, readJson } from "./machine.ts"
import { BadBox, boxKeyOf, developmentBoxSecret, openEvidence, readBoxSecret } from "./sealed-box.ts"

const CALL_INDEX = 2
const MACHINE_ID = 32
const REPORT_ID = 8
/** Rest before a node that was lost is asked again. */
const RECONNECT_MS = 5_000

const options = readOptions({
	suri: { type: "string" },
	hardware: { type: "string" },
	report: { type: "string" },
	refuse: { type: "string" },
	ruling: { type: "string" },
	"box-key": { type: "string", multiple: true, default: [] },
	votes: { type: "string", default: "votes" },
	jobs: { type: "string", default: "Infinity" },
})

/** What a verifier says of a report. */
type Ruling = { ruling: "Uphold" | "Reject" }

/** A vote as it is kept on disk. */
interface Vote {
	opinion: Opinion | Ruling
	salt: string
}

/** A ballot that a verifier is drawn for. */
interface Ballot {
	/** What it is about, in words. */
	about: string
	/** What the verifier thinks; `undefined` as long as there is nothing to judge by. */
	look(): Promise<Opinion | Ruling | undefined>
	commit(commitment: string): any
	reveal(vote: Vote): any
	/** Bytes of an encoded reveal that come before opinion and salt. */
	head: number
}

/**
 * What the verifier saw. An example: yours logs into the machine, compares it with the owner's profile, measures the
 * hardware, and keeps the report that the machine's agent signed.
 */
async function look(_machine: string): Promise<Opinion> {
	if (options.refuse) return { refuse: options.refuse }
	const file = required(options.hardware, "hardware, or --refuse,")
	const report = blake2b256(readFileSync(options.report ?? file))
	return { hardware: readJson(file), report: Binary.toHex(report) }
}

/**
 * What the verifier thinks of a report. An example: yours tries to reach the machine, lets work run on the GPUs, compares
 * them with what was attested. `evidence` is `undefined` if the kind has none, or if the box was rubbish: then it shows
 * nothing, and what nobody can see is to be rejected.
 */
async function judge(report: any, evidence: Uint8Array | undefined): Promise<Ruling> {
	if (evidence) console.log(`report ${report.id}, the evidence: ${Buffer.from(evidence).toString()}`)
	if (report.evidenceHash && !evidence) return { ruling: "Reject" }
	const ruling = required(options.ruling, "ruling")
	if (ruling !== "uphold" && ruling !== "reject") throw new Refusal("--ruling is uphold or reject")
	return { ruling: ruling === "uphold" ? "Uphold" : "Reject" }
}

await run(options.url, async (chain) => {
	const suri = required(options.suri, "suri")
	const key = keyOf(suri)
	const me = addressOf(key)
	const wanted = Number(options.jobs)
	if (!(wanted > 0)) throw new Refusal("--jobs is a number above 0")

	const member = await chain.find("member", me)
	if (!member) throw new Refusal(`${me} is no member of the committee: see join.ts`)
	const { status, drawable, bondPlanck, atRiskPlanck, boxKey } = member
	console.log(`${me} is ${status.type}, bond ${inDbc(bondPlanck)}, at risk ${inDbc(atRiskPlanck)}`)
	if (!drawable) console.log("it is not drawn: join, resume, or add to the bond")

	// Secrets of earlier box keys too: a box is sealed to the key of its time.
	const secrets = options["box-key"].map((file) => readBoxSecret(file))
	if (suri.startsWith("//")) secrets.push(developmentBoxSecret(suri))
	const known = secrets.some((secret) => Binary.toHex(boxKeyOf(secret)) === boxKey)
	if (boxKey && !known) console.log("evidence cannot be opened: pass --box-key with the file of the box key's secret")

	const genesis = await chain.genesis()
	mkdirSync(options.votes, { recursive: true, mode: 0o700 })
	const fileOf = (job: unknown) => join(options.votes, `${genesis.slice(2, 10)}-${job}-${me}.json`)
	function ballotOf({ type, report, machine }: any): Ballot {
		return type === "report" ? reportBallot(chain, me, secrets, report) : verificationBallot(chain, machine)
	}

	/** The vote for a job: made once, and on disk before anything of it leaves this computer. */
	async function voteFor(job: unknown, ballot: Ballot): Promise<Vote | undefined> {
		const file = fileOf(job)
		if (existsSync(file)) return readJson(file)
		const opinion = await ballot.look()
		if (!opinion) return undefined
		const vote = { opinion, salt: Binary.toHex(randomBytes(32)) }
		writeSafely(file, JSON.stringify(vote))
		return vote
	}

	/** Does what is expected. Tells whether it is done, or there was nothing to judge by yet. */
	async function act(job: unknown, ballot: Ballot, expected: string): Promise<boolean> {
		if (expected === "commit") {
			const vote = await voteFor(job, ballot)
			if (!vote) return false
			// The last arguments of the later reveal are opinion and salt in SCALE.
			const opened = (await ballot.reveal(vote).getEncodedData()).slice(ballot.head)
			const prefix = commitmentPrefix(Binary.fromHex(genesis), BigInt(job as string), key.publicKey)
			const commitment = Binary.toHex(blake2b256(Uint8Array.of(...prefix, ...opened)))
			await chain.submit(`job ${job}: commit`, ballot.commit(commitment), key)
		} else {
			const file = fileOf(job)
			if (!existsSync(file)) throw new Refusal(`${file} is lost: without its salt nothing can be revealed`)
			await chain.submit(`job ${job}: reveal`, ballot.reveal(readJson(file)), key)
		}
		return true
	}

	/** All jobs, as a final block has them. */
	let jobs: any[] = []
	const announced = new Set<string>()
	const tried = new Set<string>()
	let done = 0

	async function lookAtJobs(): Promise<void> {
		for (const { job, subject, ballot } of jobs) {
			const expected = ballot?.expected.type
			const step = `job ${job}: ${expected}`
			// A step that the chain refused is not tried again: one bad job does not stop the others.
			if ((expected !== "commit" && expected !== "reveal") || tried.has(step)) continue
			const mine = ballotOf(subject)
			if (!announced.has(step)) {
				const until = inTime(expected === "commit" ? ballot.commitUntil : ballot.revealUntil)
				console.log(`${step} is expected until ${until}, ${mine.about}`)
				announced.add(step)
			}
			try {
				if (!(await act(job, mine, expected))) continue
				tried.add(step)
				if (expected === "reveal") done += 1
			} catch (error) {
				if (!(error instanceof Refusal)) throw error
				console.error(error.message)
				// It came into no block: the next one is tried.
				if (error instanceof NotIncluded) continue
				tried.add(step)
				// A program that was stopped between sending and hearing of it finds its step done.
				if (/\.Already(Committed|Revealed) /.test(error.message)) continue
				process.exitCode = 1
				done += 1
			}
		}
	}

	// One look at a time: whenever jobs change, and at each block what waits for evidence, or came into no block.
	let turn = Promise.resolve()
	const takeTurn = () => (turn = turn.then(lookAtJobs))
	async function followJobs(): Promise<void> {
		for await (const item of pushedJobs(chain, me)) {
			jobs = item.next === null ? item.items : await chain.all("jobs", me, item.at.hash)
			await takeTurn()
			if (done >= wanted) return
		}
	}
	async function followBlocks(): Promise<void> {
		for await (const _ of chain.finalBlocks()) {
			await takeTurn()
			if (done >= wanted) return
		}
	}
	await Promise.race([followJobs(), followBlocks()])
})

/** A machine to be verified. */
function verificationBallot(chain: Chain, machine: string): Ballot {
	const { Verification } = chain.api.tx
	return {
		about: `machine ${machine}`,
		head: CALL_INDEX + MACHINE_ID,
		async look() {
			const opinion = await look(machine)
			// Hardware that the chain would not take at the reveal, such as an unknown GPU model, counts as silence.
			const check = await chain.api.view.Verification.check_opinion(opinionArgument(opinion))
			if (!check.success) throw new Refusal(`the chain would not take this vote: ${await chain.explain(check.value)}`)
			return opinion
		},
		commit: (commitment) => Verification.commit({ machine, commitment }),
		reveal: ({ opinion, salt }) =>
			Verification.reveal({ machine, opinion: opinionArgument(opinion as Opinion), salt }),
	}
}

/** A report to be judged. */
function reportBallot(chain: Chain, me: string, secrets: Uint8Array[], id: string): Ballot {
	const { Faults } = chain.api.tx
	const report = BigInt(id)
	return {
		about: `report ${id}`,
		head: CALL_INDEX + REPORT_ID,
		async look() {
			const found = await chain.find("report", id, await chain.lastFinal())
			if (!found) return undefined
			const { kind, machine, evidenceHash } = found
			const box = evidenceHash && (await chain.find("evidence", id, me, await chain.lastFinal()))
			if (evidenceHash && !box) return undefined
			console.log(`report ${id} says ${kind.type} of machine ${machine}`)
			return judge(found, box ? opened(box.sealed, secrets, evidenceHash) : undefined)
		},
		commit: (commitment) => Faults.commit({ report, commitment }),
		reveal: ({ opinion, salt }) => Faults.reveal({ report, opinion: Enum((opinion as Ruling).ruling), salt }),
	}
}

/** The evidence in a box; `undefined`, with the reason told, if no secret opens it or it is not what the report names. */
function opened(sealed: string, secrets: Uint8Array[], digest: string): Uint8Array | undefined {
	let why = "there is no secret of a box key"
	for (const secret of secrets) {
		try {
			return openEvidence(Binary.fromHex(sealed), secret, Binary.fromHex(digest))
		} catch (error) {
			if (!(error instanceof BadBox)) throw error
			why = error.message
		}
	}
	console.error(`the evidence shows nothing: ${why}`)
	return undefined
}

/** The jobs of a member as the node pushes them. If it is lost it is asked again: a job does not wait. */
async function* pushedJobs(chain: Chain, member: string): AsyncGenerator<any> {
	for (;;) {
		try {
			yield* chain.follow("Jobs", member)
		} catch (error) {
			if (error instanceof Refusal) throw error
			console.error(`the jobs are asked for again: ${(error as Error).message}`)
			await setTimeout(RECONNECT_MS)
		}
	}
}

/** Writes a file that only its owner reads, whole or not at all, and sees to it that it is on the disk. */
function writeSafely(file: string, text: string): void {
	const unfinished = `${file}.new`
	const descriptor = openSync(unfinished, "w", 0o600)
	writeSync(descriptor, text)
	fsyncSync(descriptor)
	closeSync(descriptor)
	renameSync(unfinished, file)
}
