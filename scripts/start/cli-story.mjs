// A command of the CLI, from sources. With an embedded database it uses the running instance's, or
// starts it for as long as the command takes.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findPostgres } from '../postgres.mjs'
import { ensureDataFolder } from './data-folder.mjs'
import { startEmbedded } from './database.mjs'
import { createLifecycle, runStory } from './lifecycle.mjs'
import { takeLock } from './lock.mjs'
import { ensurePackages } from './packages.mjs'
import { ensureClient } from './prepare.mjs'
import { Refusal, say, speakTo } from './say.mjs'
import { firstSettings, loadDotEnv, readSettings } from './settings.mjs'
import { wantsDatabase } from './with-database.mjs'

const STARTING_INSTANCE_TIMEOUT_MS = 120_000

/** @param {string[]} args what follows `npm run cli --` */
export async function runCli(args) {
  speakTo(process.stderr)
  const lifecycle = createLifecycle()
  await runStory(lifecycle, async () => {
    loadDotEnv()
    await ensurePackages(lifecycle)
    await ensureClient(lifecycle)
    const variables = wantsDatabase(args) ? await databaseVariables(lifecycle) : {}
    const code = await runMain(lifecycle, args, { ...process.env, ...variables })
    await lifecycle.stop(code)
  })
}

async function databaseVariables(lifecycle) {
  const first = firstSettings()
  if (first.embedded) ensureDataFolder(first.dataDir)
  const { variables } = await readSettings(first)
  if (!first.embedded) return variables
  const url = (await startOwn(lifecycle, first.dataDir)) ?? (await urlOfInstance(first.dataDir))
  return { ...variables, DATABASE_URL: url, DIRECT_DATABASE_URL: url }
}

// Null where an instance owns the data folder: its database must not be ours to stop.
async function startOwn(lifecycle, dataDir) {
  let lock
  try {
    lock = takeLock(dataDir, 'a command line')
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
  lifecycle.onStop(lock.release)
  if (!existsSync(join(dataDir, 'postgres')))
    say(`  There is no database in ${dataDir} yet: it is made. DATA_DIR names the folder of another copy.`)
  const { url } = await startEmbedded(lifecycle, dataDir)
  const { migrate } = await import('../migrate.mjs')
  await migrate(url)
  return url
}

async function urlOfInstance(dataDir) {
  const deadline = Date.now() + STARTING_INSTANCE_TIMEOUT_MS
  while (Date.now() < deadline) {
    const found = await findPostgres(join(dataDir, 'postgres'))
    if (found) return found.url
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Refusal(`The instance that runs on ${dataDir} has no database yet. Try again when it is ready.`)
}

// The channel tells a command that goes on for long (connect) when this process was killed.
function runMain(lifecycle, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'cli/main.ts', ...args], {
      env,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
    const exited = new Promise((done) => child.once('exit', done))
    lifecycle.onStop(async ({ force }) => {
      child.kill(force ? 'SIGKILL' : 'SIGTERM')
      await exited
    })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
