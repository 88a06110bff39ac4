// From sources to a running Portcullis, in order. What each step needs to know is in its own file.

import { ensureGateway } from './bundle.mjs'
import { ensureDataFolder } from './data-folder.mjs'
import { assertDatabase, isAuditExposed, startEmbedded } from './database.mjs'
import { gatewaysWanted } from './gateways.mjs'
import { createLifecycle, runStory } from './lifecycle.mjs'
import { takeLock } from './lock.mjs'
import { ensurePackages } from './packages.mjs'
import { assertPortFree } from './port.mjs'
import { ensureBuild, ensureClient } from './prepare.mjs'
import { Refusal, say } from './say.mjs'
import { serve } from './serve.mjs'
import { firstSettings, loadDotEnv, readSettings } from './settings.mjs'

// The gateway of an instance that was just killed still answers what it had begun.
const KILLED_INSTANCE_PATIENCE_MS = 10_000

/**
 * `npm start`, and with `development` the same for working on Portcullis itself.
 * @param {{ development?: boolean, args?: string[] }} [how] args as they were given: `--gateways N`
 */
export async function start({ development = false, args = [] } = {}) {
  const lifecycle = createLifecycle()
  await runStory(lifecycle, async () => {
    const gateways = gatewaysWanted(args)
    loadDotEnv()
    const first = firstSettings()
    if (first.embedded) ensureDataFolder(first.dataDir)
    const tookOver = first.embedded && takeFolder(lifecycle, first)
    if (first.port) {
      await assertPortFree(first.host, first.port, { patienceMs: tookOver ? KILLED_INSTANCE_PATIENCE_MS : 0 })
    }

    await ensurePackages(lifecycle)
    const { settings, variables } = await readSettings(first)
    // For migrations alone: no process that serves is given it.
    const ownerUrl = settings.embedded ? undefined : process.env.OWNER_DATABASE_URL
    if (!settings.embedded) {
      const { databaseUrl, directDatabaseUrl } = settings
      const isOne = directDatabaseUrl === databaseUrl
      await assertDatabase(databaseUrl, 'DATABASE_URL', { direct: isOne })
      if (!isOne) await assertDatabase(directDatabaseUrl, 'DIRECT_DATABASE_URL', { direct: true })
      if (ownerUrl) await assertDatabase(ownerUrl, 'OWNER_DATABASE_URL', { direct: true })
    }
    await ensureClient(lifecycle)
    if (!development) {
      await ensureBuild(lifecycle)
      await ensureGateway()
    }

    const database = settings.embedded ? await startEmbedded(lifecycle, settings.dataDir) : null
    if (database) variables.DATABASE_URL = variables.DIRECT_DATABASE_URL = database.url
    await migrateDatabase(ownerUrl || variables.DIRECT_DATABASE_URL)
    const auditExposed = await isAuditExposed(variables.DATABASE_URL)
    const databasePid = database?.pid ?? null
    await serve(lifecycle, { settings, variables, development, databasePid, gateways, auditExposed })
  })
}

function takeFolder(lifecycle, { dataDir, host, port }) {
  const lock = takeLock(dataDir, `http://${host}:${port}`)
  lifecycle.onStop(lock.release)
  if (lock.tookOver) say('  The last instance on this data folder did not end by itself; taking over.')
  return lock.tookOver
}

async function migrateDatabase(url) {
  const { migrate } = await import('../migrate.mjs')
  try {
    const applied = await migrate(url)
    if (applied.length > 0) say(`  The database is up to date (applied ${applied.join(', ')})`)
  } catch (error) {
    throw new Refusal(`The database could not be brought up to date.\n${error.message}`)
  }
}
