// `npm run gateway`: the gateway alone, for deployments where a load balancer sends it /mcp/* and the
// dashboard runs elsewhere. Settings come from the environment; the database must be up to date
// (npm run migrate).
import { assertNode } from './start/node-version.mjs'

assertNode()
const { ensurePackages } = await import('./start/packages.mjs')
const { ensureGateway, GATEWAY } = await import('./start/bundle.mjs')
const { speakTo } = await import('./start/say.mjs')
const { loadDotEnv } = await import('./start/settings.mjs')
const { failWithSentence } = await import('./start/lifecycle.mjs')

try {
  // stdout is for the log alone.
  speakTo(process.stderr)
  loadDotEnv()
  await ensurePackages()
  await ensureGateway()
  // As the flag would: a stack names the lines of the sources.
  process.setSourceMapsEnabled(true)
  await import(`../${GATEWAY}`)
} catch (error) {
  failWithSentence(error)
  process.exit(1)
}
