// Runs the examples of scripts/examples as their users do: as programs of their own.

import { type ChildProcess, spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

const FOLDER = fileURLToPath(new URL("../../../examples/", import.meta.url))
const LIMIT_MS = 180_000

const running = new Set<ChildProcess>()
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")))

/** An example that runs. */
export class Example {
	private readonly name: string
	private readonly child: ChildProcess
	private output = ""
	private readonly changed = new Set<() => void>()

	/** Starts `name`.ts with `args`. */
	constructor(name: string, ...args: string[]) {
		this.name = name
		const all = ["--import", "tsx", `${name}.ts`, ...args]
		this.child = spawn(process.execPath, all, { cwd: FOLDER, stdio: ["ignore", "pipe", "pipe"] })
		running.add(this.child)
		for (const stream of [this.child.stdout!, this.child.stderr!]) {
			stream.setEncoding("utf8").on("data", (text) => {
				this.output += text
				this.tell()
			})
		}
		this.child.on("close", () => {
			running.delete(this.child)
			this.tell()
		})
	}

	private get ended(): boolean {
		return !running.has(this.child)
	}

	private tell(): void {
		for (const listener of this.changed) listener()
	}

	/** Waits until it has ended or printed `text`, or fails with what it printed. */
	private async wait(what: string, condition: () => boolean): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const settle = (fail?: string) => {
				clearTimeout(timer)
				this.changed.delete(listener)
				fail ? reject(new Error(`${this.name} ${fail}\n${this.output}`)) : resolve()
			}
			const listener = () => {
				if (condition()) settle()
				else if (this.ended) settle(`ended before it ${what}`)
			}
			const timer = setTimeout(() => settle(`not within ${LIMIT_MS} ms ${what}`), LIMIT_MS)
			this.changed.add(listener)
			listener()
		})
	}

	/** Waits until it has printed `text`. */
	async prints(text: string): Promise<void> {
		await this.wait(`printed ${text}`, () => this.output.includes(text))
	}

	/** Waits until it has printed what `pattern` matches, and gives the match. */
	async told(pattern: RegExp): Promise<RegExpExecArray> {
		await this.wait(`printed ${pattern}`, () => pattern.test(this.output))
		return pattern.exec(this.output)!
	}

	/** Waits until it ends well, and gives what it printed. */
	async succeeds(): Promise<string> {
		await this.wait("ended", () => this.ended)
		if (this.child.exitCode !== 0) throw new Error(`${this.name} failed (${this.child.exitCode})\n${this.output}`)
		return this.output
	}

	/** Waits until it ends with an error, and gives what it printed. */
	async fails(): Promise<string> {
		await this.wait("ended", () => this.ended)
		if (this.child.exitCode === 0) throw new Error(`${this.name} did not fail\n${this.output}`)
		return this.output
	}

	/** Ends it at once, as a power cut would. */
	async kill(): Promise<void> {
		this.child.kill("SIGKILL")
		await this.wait("ended", () => this.ended)
	}
}
