// A verifier: waits for jobs, looks at each machine, commits to a sealed vote, and opens it when it is time.
//
//   npx tsx verifier.ts --suri //Charlie --hardware hardware.json --jobs 1
//   npx tsx verifier.ts --suri //Charlie --refuse WrongGpu
//
// Stop and start it as you like: votes are kept in --votes, and a vote that is not opened costs 1,000 DBC.

import { randomBytes } from "node:crypto"
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs"
import { join } from "node:path"
import { blake2b256 } from "@polkadot-labs/hdkd-helpers"
import { Binary } from "polkadot-api"
import { type Chain, NotIncluded, Refusal, addressOf, inDbc, keyOf, readOptions, required, run } from "./chain.ts"
import { type Opinion, commitmentPrefix, opinionArgument, readJson } from "./machine.ts"

const CALL_INDEX_AND_MACHINE = 2 + 32

const options = readOptions({
	suri: { type: "string" },
	hardware: { type: "string" },
	report: { type: "string" },
	refuse: { type: "string" },
	votes: { type: "string", default: "votes" },
	jobs: { type: "string", default: "Infinity" },
})

/** A vote as it is kept on disk. */
interface Vote {
	opinion: Opinion
	salt: string
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

await run(options.url, async (chain) => {
	const key = keyOf(required(options.suri, "suri"))
	const me = addressOf(key)
	const wanted = Number(options.jobs)
	if (!(wanted > 0)) throw new Refusal("--jobs is a number above 0")

	const member = await chain.find("member", me)
	if (!member) throw new Refusal(`${me} is no member of the committee: see join.ts`)
	const { status, drawable, bondPlanck, atRiskPlanck } = member
	console.log(`${me} is ${status.type}, bond ${inDbc(bondPlanck)}, at risk ${inDbc(atRiskPlanck)}`)
	if (!drawable) console.log("it is not drawn: join, resume, or add to the bond")

	const genesis = await chain.genesis()
	mkdirSync(options.votes, { recursive: true, mode: 0o700 })
	const fileOf = (job: unknown) => join(options.votes, `${genesis.slice(2, 10)}-${job}-${me}.json`)

	/** The vote for a job: made once, and on disk before anything of it leaves this computer. */
	async function voteFor(job: unknown, machine: string): Promise<Vote> {
		const file = fileOf(job)
		if (existsSync(file)) return readJson(file)
		const vote = { opinion: await look(machine), salt: Binary.toHex(randomBytes(32)) }
		// Hardware that the chain would not take at the reveal, such as an unknown GPU model, counts as silence.
		const check = await chain.api.view.Verification.check_opinion(opinionArgument(vote.opinion))
		if (!check.success) throw new Refusal(`the chain would not take this vote: ${await chain.explain(check.value)}`)
		writeSafely(file, JSON.stringify(vote))
		return vote
	}

	function reveal(machine: string, { opinion, salt }: Vote) {
		return chain.api.tx.Verification.reveal({ machine, opinion: opinionArgument(opinion), salt })
	}

	async function act(job: unknown, machine: string, expected: string): Promise<void> {
		if (expected === "commit") {
			const vote = await voteFor(job, machine)
			// The arguments of the later reveal, without the machine, are opinion and salt in SCALE.
			const opened = (await reveal(machine, vote).getEncodedData()).slice(CALL_INDEX_AND_MACHINE)
			const prefix = commitmentPrefix(Binary.fromHex(genesis), BigInt(job as string), key.publicKey)
			const commitment = Binary.toHex(blake2b256(Uint8Array.of(...prefix, ...opened)))
			await chain.submit(`job ${job}: commit`, chain.api.tx.Verification.commit({ machine, commitment }), key)
		} else {
			const file = fileOf(job)
			if (!existsSync(file)) throw new Refusal(`${file} is lost: without its salt nothing can be revealed`)
			await chain.submit(`job ${job}: reveal`, reveal(machine, readJson(file)), key)
		}
	}

	const tried = new Set<string>()
	let done = 0
	for await (const block of chain.finalBlocks()) {
		for (const { job, subject, ballot } of await jobsOf(chain, me, block)) {
			const expected = ballot?.expected.type
			const step = `job ${job}: ${expected}`
			// A step that the chain refused is not tried again: one bad job does not stop the others.
			if ((expected !== "commit" && expected !== "reveal") || tried.has(step)) continue
			tried.add(step)
			const until = new Date(expected === "commit" ? ballot.commitUntil : ballot.revealUntil)
			console.log(`${step} is expected until ${until.toISOString()}, machine ${subject.machine}`)
			try {
				await act(job, subject.machine, expected)
				if (expected === "reveal") done += 1
			} catch (error) {
				if (!(error instanceof Refusal)) throw error
				console.error(error.message)
				// A program that was stopped between sending and hearing of it finds its step done.
				if (/\.Already(Committed|Revealed) /.test(error.message)) continue
				if (error instanceof NotIncluded) {
					tried.delete(step)
					continue
				}
				process.exitCode = 1
				done += 1
			}
		}
		if (done >= wanted) return
	}
})

/** All jobs of a member, page by page. */
async function jobsOf(chain: Chain, member: string, block: string): Promise<any[]> {
	const jobs = []
	let cursor = null
	do {
		const page: any = await chain.gpu("jobs", member, { cursor, limit: 100 }, block)
		jobs.push(...page.items)
		cursor = page.next
	} while (cursor !== null)
	return jobs
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
