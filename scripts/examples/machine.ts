// Profile, hardware and opinions: from the JSON of the gpu_* methods to what calls take.

import { readFileSync } from "node:fs"
import { Binary, Enum } from "polkadot-api"
import { Refusal } from "./chain.ts"

/** What the owner says of a machine, as `gpu_machine` shows it. */
export interface Profile {
	longitudeE4: number
	latitudeE4: number
	uploadMbps: number
	downloadMbps: number
	telecomOperators: string[]
	bareMetal: boolean
}

/** What a machine is made of, as `gpu_machine` shows it. */
export interface Hardware {
	gpuModel: string
	gpuCount: number
	cudaCores: number
	vramGb: number
	cpuModel: string
	cpuCores: number
	cpuMhz: number
	ramGb: number
	systemDiskGb: number
	dataDiskGb: number
}

/** What a verifier says of a machine: its hardware, or the code of a refusal such as `WrongGpu`. */
export type Opinion = { hardware: Hardware; report: string } | { refuse: string }

export function readJson(file: string): any {
	try {
		return JSON.parse(readFileSync(file, "utf8"))
	} catch (error) {
		throw new Refusal(`${file}: ${(error as Error).message}`)
	}
}

export const profileArgument = (profile: Profile) => ({
	longitude: profile.longitudeE4,
	latitude: profile.latitudeE4,
	upload_mbps: profile.uploadMbps,
	download_mbps: profile.downloadMbps,
	telecom_operators: profile.telecomOperators.map(Binary.fromText),
	bare_metal: profile.bareMetal,
})

export const hardwareArgument = (hardware: Hardware) => ({
	gpu_model: Binary.fromText(hardware.gpuModel),
	gpu_count: hardware.gpuCount,
	cuda_cores: hardware.cudaCores,
	vram_gb: hardware.vramGb,
	cpu_model: Binary.fromText(hardware.cpuModel),
	cpu_cores: hardware.cpuCores,
	cpu_mhz: hardware.cpuMhz,
	ram_gb: hardware.ramGb,
	system_disk_gb: hardware.systemDiskGb,
	data_disk_gb: hardware.dataDiskGb,
})

export function opinionArgument(opinion: Opinion) {
	if ("refuse" in opinion) return Enum("Refuse", { reason: Enum(opinion.refuse) })
	return Enum("Accept", { hardware: hardwareArgument(opinion.hardware), report: opinion.report })
}

/** What a machine's key signs so that `owner` may register it: domain, genesis hash, owner, and when it expires. */
export function registrationPayload(genesis: Uint8Array, owner: Uint8Array, expiresAt: bigint): Uint8Array {
	return Uint8Array.of(...Binary.fromText("dbc/machine/register"), ...genesis, ...owner, ...littleEndian(expiresAt))
}

/**
 * What comes before opinion and salt in the bytes whose Blake2b-256 hash is a commitment: domain, genesis hash, job and
 * member. It binds the vote to this chain, this ballot and this member, so that a copy of it opens for nobody else.
 */
export function commitmentPrefix(genesis: Uint8Array, job: bigint, member: Uint8Array): Uint8Array {
	return Uint8Array.of(...Binary.fromText("dbc/ballot"), ...genesis, ...littleEndian(job), ...member)
}

/**
 * What an access challenge begins with: domain, genesis hash, machine and account. Behind it come the agent's purpose and
 * the time of its expiry.
 */
export function accessPrefix(genesis: Uint8Array, machine: Uint8Array, account: Uint8Array): Uint8Array {
	return Uint8Array.of(...Binary.fromText("dbc/access"), ...genesis, ...machine, ...account)
}

function littleEndian(value: bigint): Uint8Array {
	const bytes = new Uint8Array(8)
	new DataView(bytes.buffer).setBigUint64(0, value, true)
	return bytes
}
