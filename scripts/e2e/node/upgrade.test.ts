// A runtime upgrade on the development node: the mocked relay chain lets the new code be applied.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api"
import { DbcNode } from "./harness/node.ts"

let node: DbcNode
let api: ApiPromise

before(async () => {
	node = await DbcNode.start(["--dev-block-time", "200"])
	api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true })
})
after(async () => {
	await api?.disconnect()
	await node?.stop()
})

test("a runtime should be applied when sudo sets its code", async () => {
	const alice = new Keyring({ type: "sr25519", ss58Format: 42 }).addFromUri("//Alice")
	const { system, sudo } = api.tx
	// Without checks: they refuse a version that is not newer.
	const code = await node.call("state_getStorage", "0x3a636f6465")
	const upgrade = sudo!.sudoUncheckedWeight!(system.setCodeWithoutChecks(code), { refTime: 0, proofSize: 0 })

	const applied = new Promise<number>((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(`not applied\n${node.logTail}`)), 180_000)
		const subscribed = api.query.system.events((records: any) => {
			const found = records.find(({ event }: any) =>
				api.events.parachainSystem!.ValidationFunctionApplied!.is(event))
			if (!found) return
			clearTimeout(timer)
			resolve(found.event.data[0].toNumber())
		})
		subscribed.catch(reject)
	})
	await upgrade.signAndSend(alice)
	assert.ok((await applied) > 0)

	const { specVersion } = await node.call("state_getRuntimeVersion")
	assert.equal(specVersion, api.runtimeVersion.specVersion.toNumber())
})
