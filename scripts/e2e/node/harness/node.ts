// Starts the real node on a free port with a folder of its own, and sees to it that it never outlives the test.

import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"

export const BINARY = process.env.DBC_NODE ?? "dbc-node"

const START_LIMIT_MS = 120_000
const LOG_LINES_KEPT = 200

const running = new Set<ChildProcess>()
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")))
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1))

/** What a JSON-RPC method refuses with. */
export class RpcError extends Error {
	readonly code: number
	readonly data: unknown

	constructor(error: { code: number; message: string; data?: unknown }) {
		super(error.message)
		this.code = error.code
		this.data = error.data
	}
}

/** A folder that is gone when the test process ends. */
export function temporaryFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), "dbc-e2e-"))
	process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
	return folder
}

/** Waits until `condition` gives something, asking again and again. */
export async function until<T>(
	what: string,
	condition: () => Promise<T | undefined | false>,
	limitMs = 30_000,
): Promise<T> {
	const end = Date.now() + limitMs
	for (;;) {
		const result = await condition()
		if (result !== undefined && result !== false) return result
		if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`)
		await new Promise((resolve) => setTimeout(resolve, 50))
	}
}

async function freePort(): Promise<number> {
	const server = createServer()
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
	const { port } = server.address() as AddressInfo
	await new Promise((resolve) => server.close(resolve))
	return port
}

export class DbcNode {
	readonly port: number
	readonly prometheusPort: number
	private readonly child: ChildProcess
	private readonly log: string[]
	private lastId = 0

	private constructor(port: number, prometheusPort: number, child: ChildProcess, log: string[]) {
		this.port = port
		this.prometheusPort = prometheusPort
		this.child = child
		this.log = log
	}

	/** Starts a development chain with more `args`, and waits until its RPC answers. */
	static async start(args: string[], basePath = temporaryFolder()): Promise<DbcNode> {
		const log: string[] = []
		const prometheusPort = await freePort()
		const ports = ["--rpc-port", "0", "--prometheus-port", String(prometheusPort)]
		const all = ["--dev", "--base-path", basePath, ...ports, ...args]
		const child = spawn(BINARY, all, { stdio: ["ignore", "pipe", "pipe"] })
		running.add(child)

		const port = await new Promise<number>((resolve, reject) => {
			const fail = (why: string) => {
				child.kill("SIGKILL")
				reject(new Error(`${BINARY} ${why}\n${log.join("\n")}`))
			}
			const timer = setTimeout(() => fail("does not start"), START_LIMIT_MS)
			child.once("error", (error) => fail(String(error)))
			child.once("exit", (code, signal) => {
				running.delete(child)
				clearTimeout(timer)
				fail(`has ended (${code ?? signal})`)
			})
			for (const stream of [child.stdout, child.stderr]) {
				createInterface(stream!).on("line", (line) => {
					log.push(line)
					if (log.length > LOG_LINES_KEPT) log.shift()
					const found = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/.exec(line)
					if (found) {
						clearTimeout(timer)
						resolve(Number(found[1]))
					}
				})
			}
		})
		const node = new DbcNode(port, prometheusPort, child, log)
		await until("the RPC answers", () => node.call("system_health").catch(() => false))
		return node
	}

	get url(): string {
		return `ws://127.0.0.1:${this.port}`
	}

	/** The last lines of the log. */
	get logTail(): string {
		return this.log.join("\n")
	}

	/** Calls a JSON-RPC method over HTTP, without any client library. */
	async call<T = any>(method: string, ...params: unknown[]): Promise<T> {
		const body = JSON.stringify({ jsonrpc: "2.0", id: ++this.lastId, method, params })
		const response = await fetch(`http://127.0.0.1:${this.port}`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body,
		})
		const answer = (await response.json()) as any
		if (answer.error) throw new RpcError(answer.error)
		return answer.result
	}

	/** The code with which a method refuses. */
	async refusal(method: string, ...params: unknown[]): Promise<number> {
		try {
			const answer = await this.call(method, ...params)
			throw new Error(`${method} did not refuse: ${JSON.stringify(answer)}`)
		} catch (error) {
			if (error instanceof RpcError) return error.code
			throw error
		}
	}

	/** Seals a block whose time lies `ms` later. */
	async timeJump(ms: number): Promise<void> {
		await this.call("dev_timeJump", ms)
	}

	/** Seals blocks, one after the other, until `condition` gives something. */
	async sealUntil<T>(what: string, condition: () => Promise<T | undefined | false>, blocks = 20): Promise<T> {
		for (let sealed = 0; sealed <= blocks; sealed++) {
			const result = await condition()
			if (result !== undefined && result !== false) return result
			await this.timeJump(0)
		}
		throw new Error(`not within ${blocks} blocks: ${what}`)
	}

	/** Seals blocks until members are drawn for the open verification of `machine`: the job and who got it. */
	async drawn(machine: string): Promise<{ job: bigint; members: string[] }> {
		return this.sealUntil("the draw", async () => {
			const { request } = await this.call("gpu_verification", machine)
			if (request?.stage.type !== "voting") return undefined
			const members = request.stage.seats.map((seat: any) => seat.member)
			return { job: BigInt(request.job), members }
		})
	}

	/** The chain's time at the best block. */
	async now(): Promise<number> {
		return (await this.call("gpu_price")).now
	}

	/** Asks the node to end, or kills it, and waits until it is gone. */
	async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
		if (this.child.exitCode !== null || this.child.signalCode !== null) return
		const gone = new Promise((resolve) => this.child.once("exit", resolve))
		this.child.kill(signal)
		const timer = setTimeout(() => this.child.kill("SIGKILL"), 20_000)
		await gone
		clearTimeout(timer)
	}
}
