// Numbers of the protocol that the tests calculate with. None of them is read from the chain.

/** Planck of one DBC. */
export const DBC = 10n ** 15n
/** 0.012 USD in nano-USD. */
export const PRICE = 12_000_000n
/** 800 USD at 0.012 USD, rounded up: the stake of one GPU. */
export const STAKE_PER_GPU = 66_666_666_666_666_666_667n
export const REGISTRATION_FEE = 10n * DBC
export const GPUS = 4
export const REQUIREMENT = STAKE_PER_GPU * BigInt(GPUS)
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Codes of the `gpu_*` methods, and two that every node has. */
export const Code = {
	invalidParams: -32602,
	undecodable: 1002,
	unknownBlock: 8000,
	badBlockHash: 8001,
	notFound: 8010,
	badId: 8011,
	badAccount: 8012,
	badAmount: 8013,
	memberNotFound: 8014,
	orderNotFound: 8015,
	badOrderId: 8016,
	badBytes: 8017,
	badSignature: 8018,
	badNumber: 8019,
	limitTooLarge: 8020,
	badLimit: 8021,
	badCursor: 8022,
	badModelName: 8023,
	badRegion: 8024,
	badOrderFilter: 8025,
	badReportFilter: 8026,
	gpuCountOutOfRange: 8030,
	priceUnavailable: 8031,
	rentRefused: 8040,
	challengeRefused: 8050,
	rewardsNotFound: 8070,
	machineRewardsNotFound: 8071,
	reportNotFound: 8072,
	evidenceNotFound: 8073,
	sanctionNotFound: 8074,
} as const

/** 4 GPUs of 8,704 cores and 10 GB, 440 GB of memory: 598.90 points. */
export const HARDWARE = {
	gpuModel: "GeForceRTX3080",
	gpuCount: GPUS,
	cudaCores: 8_704,
	vramGb: 10,
	cpuModel: "AMD EPYC 7543",
	cpuCores: 32,
	cpuMhz: 2_800,
	ramGb: 440,
	systemDiskGb: 500,
	dataDiskGb: 4_000,
}
export const POINTS = 59_890

export const PROFILE = {
	longitude: 1_166_200,
	latitude: -337_300,
	uploadMbps: 900,
	downloadMbps: 1_000,
	telecomOperators: ["China Telecom", "Vodafone"],
	bareMetal: true,
}

/** Secrets of the verifiers of the development chain. */
export const VERIFIERS = ["//Charlie", "//Dave", "//Eve", "//Ferdie"]
export const VERIFIER_BOND = 100_000n * DBC
export const JOB_RISK = 1_000n * DBC
/** Digest of a hardware report. */
export const REPORT = `0x${"ab".repeat(32)}`
/** How long members of a development chain may commit, and then reveal. */
export const VOTE_WINDOW = 2 * MINUTE
/** How long after the draw a ballot has closed by itself: what is due is done by whole minutes. */
export const CLOSED_AFTER = 2 * VOTE_WINDOW + MINUTE

/** What a reporter has on hold until its report closes. */
export const REPORT_DEPOSIT = 1_000n * DBC
/** How long after the draw evidence is taken. */
export const EVIDENCE_WINDOW = 30 * MINUTE
/** How long members may commit to a vote on a report, and how long they may then reveal it. */
export const RULING_COMMIT_WINDOW = 3 * HOUR
export const RULING_REVEAL_WINDOW = HOUR
/** How long a report on a development chain waits for its draw before it can be taken back. */
export const CANCEL_AFTER = MINUTE
/** What members who upheld a report get of a sanction, together. */
export const MEMBERS_SHARE = 1_000n * DBC

/** What an appeal costs unless it is granted. */
export const APPEAL_DEPOSIT = 1_000n * DBC
/** How long a sanction of a development chain waits for an appeal, and an appeal for its decision. */
export const APPEAL_WINDOW = 10 * MINUTE
export const DECISION_WINDOW = HOUR

/** How long an order may be confirmed. */
export const CONFIRM_WINDOW = 15 * MINUTE
/** The fee of an order, as long as 15 minutes of it cost less. */
export const ORDER_FEE = 10n * DBC
/** Who ends early pays for at least this time. */
export const MIN_USE = 10 * MINUTE
/** How long a challenge is valid. */
export const CHALLENGE_LIFETIME = 5 * MINUTE

/** The rent of some GPUs of the machine for `duration`: 17 USD a day for 1,000.00 points, rounded up to the planck. */
export function rentOf(gpus: number, duration: number): bigint {
	// Planck × nano-USD per DBC in a micro-USD.
	const scale = DBC * 1_000n
	const amount = 17_000_000n * BigInt(POINTS) * BigInt(gpus) * BigInt(duration) * scale
	const by = 100_000n * BigInt(GPUS) * BigInt(DAY) * PRICE
	return (amount + by - 1n) / by
}

/** What is earned of `rent` when `used` of `duration` is over. */
export const earned = (rent: bigint, used: number, duration: number) => (rent * BigInt(used)) / BigInt(duration)

/** What is burned of rent. */
export const burnedOf = (paid: bigint) => (paid * 5n) / 100n

/** What the account signs to be let into a machine: domain, genesis hash, machine, account, purpose and expiry. */
export function challenge(
	genesis: Uint8Array,
	machine: Uint8Array,
	account: Uint8Array,
	purpose: string,
	expiresAt: number,
): Uint8Array {
	const text = new TextEncoder().encode(purpose)
	const bytes = new Uint8Array(106 + 1 + text.length + 8)
	bytes.set(new TextEncoder().encode("dbc/access"))
	bytes.set(genesis, 10)
	bytes.set(machine, 42)
	bytes.set(account, 74)
	// The length of a text of less than 64 bytes, as a compact number.
	bytes[106] = text.length << 2
	bytes.set(text, 107)
	new DataView(bytes.buffer).setBigUint64(107 + text.length, BigInt(expiresAt), true)
	return bytes
}

/**
 * What comes before opinion and salt in the bytes whose Blake2b-256 hash is a commitment: domain, genesis hash, job and
 * member.
 */
export function commitmentPrefix(genesis: Uint8Array, job: bigint, member: Uint8Array): Uint8Array {
	const prefix = new Uint8Array(82)
	prefix.set(new TextEncoder().encode("dbc/ballot"))
	prefix.set(genesis, 10)
	new DataView(prefix.buffer).setBigUint64(42, job, true)
	prefix.set(member, 50)
	return prefix
}

/** What a machine's key signs: domain, genesis hash, owner, and when it expires. */
export function registrationPayload(
	genesis: Uint8Array,
	owner: Uint8Array,
	expiresAt: number,
): Uint8Array {
	const payload = new Uint8Array(92)
	payload.set(new TextEncoder().encode("dbc/machine/register"))
	payload.set(genesis, 20)
	payload.set(owner, 52)
	new DataView(payload.buffer).setBigUint64(84, BigInt(expiresAt), true)
	return payload
}
