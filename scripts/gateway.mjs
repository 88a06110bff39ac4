// `npm run gateway`: the gateway alone, for deployments where a load balancer sends it /mcp/* and the
// dashboard runs elsewhere; with `-- --gateways N` several of them behind one port. Settings come from the
// environment; the database must be up to date (npm run migrate).
import { assertNode } from './start/node-version.mjs'

assertNode()
const { ensurePackages } = await import('./start/packages.mjs')
const { ensureGateway, GATEWAY } = await import('./start/bundle.mjs')
const { speakTo } = await import('./start/say.mjs')
const { loadDotEnv } = await import('./start/settings.mjs')
const { failWithSentence } = await import('./start/lifecycle.mjs')
const { gatewaysWanted } = await import('./start/gateways.mjs')
const { refuseOldDatabase } = await import('./start/database.mjs')

try {
  // stdout is for the log alone.
  speakTo(process.stderr)
  const gateways = gatewaysWanted(process.argv.slice(2))
  loadDotEnv()
  await ensurePackages()
  await ensureGateway()
  if (process.env.DATABASE_URL) await refuseOldDatabase(process.env.DATABASE_URL)
  if (gateways > 1) {
    const { superviseGateways } = await import('./start/gateways-alone.mjs')
    await superviseGateways(gateways)
  } else {
    // As the flag would: a stack names the lines of the sources.
    process.setSourceMapsEnabled(true)
    await import(`../${GATEWAY}`)
  }
} catch (error) {
  failWithSentence(error)
  process.exit(1)
}
