// A subscription over a plain WebSocket, without any client library.

import { WebSocket } from "ws"
import { RpcError } from "./node.ts"

const LIMIT_MS = 60_000

export class Subscription {
	private readonly socket: WebSocket
	private readonly items: any[] = []
	private failure: Error | undefined
	private wake = () => {}

	/** Subscribes with `gpu_subscribe<what>` at the node with this `url`. */
	constructor(url: string, what: string, ...params: unknown[]) {
		this.socket = new WebSocket(url)
		const request = { jsonrpc: "2.0", id: 1, method: `gpu_subscribe${what}`, params }
		this.socket.on("open", () => this.socket.send(JSON.stringify(request)))
		this.socket.on("error", (error) => this.fail(error))
		this.socket.on("close", () => this.fail(new Error("the connection was closed")))
		this.socket.on("message", (data) => {
			const { error, params } = JSON.parse(String(data))
			if (error) this.fail(new RpcError(error))
			if (params?.error) this.fail(new Error(params.error))
			if (params?.result) this.items.push(params.result)
			this.wake()
		})
	}

	private fail(error: Error): void {
		this.failure ??= error
		this.wake()
	}

	/** Waits for the next item that fulfils `condition`: those before it are passed over. */
	async next(what: string, condition: (item: any) => boolean = () => true): Promise<any> {
		const timer = setTimeout(() => this.fail(new Error(`not within ${LIMIT_MS} ms: ${what}`)), LIMIT_MS)
		try {
			for (;;) {
				while (this.items.length > 0) {
					const item = this.items.shift()
					if (condition(item)) return item
				}
				if (this.failure) throw this.failure
				await new Promise<void>((resolve) => (this.wake = resolve))
			}
		} finally {
			clearTimeout(timer)
		}
	}

	/** The code with which it was refused. */
	async refusal(): Promise<number> {
		const item = await this.next("a refusal").catch((error) => error)
		if (item instanceof RpcError) return item.code
		throw new Error(`it was not refused: ${JSON.stringify(item)}`)
	}

	close(): void {
		this.socket.close()
	}
}
