// `npm run build`: everything that `npm start` would make before it starts, for an image.
import { assertNode } from './start/node-version.mjs'

assertNode()
const { ensureGateway } = await import('./start/bundle.mjs')
const { createLifecycle, runStory } = await import('./start/lifecycle.mjs')
const { ensurePackages } = await import('./start/packages.mjs')
const { ensureBuild, ensureClient } = await import('./start/prepare.mjs')

const { writeBill } = await import('./sbom.mjs')

const lifecycle = createLifecycle()
await runStory(lifecycle, async () => {
  await ensurePackages(lifecycle)
  await ensureClient(lifecycle)
  await ensureBuild(lifecycle)
  await ensureGateway()
  writeBill()
  await lifecycle.stop(0)
})
