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
	limitTooLarge: 8020,
	badLimit: 8021,
	badCursor: 8022,
	badModelName: 8023,
	badRegion: 8024,
	gpuCountOutOfRange: 8030,
	priceUnavailable: 8031,
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
