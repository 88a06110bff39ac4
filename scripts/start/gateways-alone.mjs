// Several gateways without a dashboard: `npm run gateway -- --gateways N`.
import { startGateways } from './gateways.mjs'
import { createLifecycle, runStory } from './lifecycle.mjs'
import { Refusal, say } from './say.mjs'
import { checkedSettings } from './settings.mjs'

const PATIENCE_MS = 20_000

/** Runs until a signal, or until the gateways cannot be kept up. */
export async function superviseGateways(count) {
  const lifecycle = createLifecycle()
  await runStory(lifecycle, async () => {
    const { host, port, hopUrl } = await checkedSettings(process.env)
    const gateways = startGateways(count, { env: process.env, host, port, hopUrl })
    lifecycle.onStop(({ force }) => gateways.stop(PATIENCE_MS, force))
    const reason = await Promise.race([gateways.exited, gateways.ready])
    if (reason === undefined) {
      lifecycle.serving = true
      say(`  ${count} gateways serve port ${port}`)
    }
    const ended = reason ?? (await gateways.exited)
    if (!lifecycle.stopped) throw new Refusal(`The gateways ended unexpectedly (${ended}).`)
  })
}
