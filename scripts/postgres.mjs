// The embedded default database: the real Postgres 18 that npm ships, in a folder of ours.
// A server that outlived its owner (kill -9) is found by postmaster.pid and used again.
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { isAlive } from './alive.mjs'
import { initialise, run, SUPERUSER, unprivileged } from './postgres-programs.mjs'

const START_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 10_000
const MAX_LOG_BYTES = 10_000_000
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // Ten for each gateway of `--gateways N` and for the dashboard, and some for people.
  max_connections: '400',
  shared_buffers: '128MB',
  synchronous_commit: 'on',
  // A record that was acknowledged is on the disk; everything else follows the defaults.
  fsync: 'on',
  // What is read again after a crash: with the 1 GB of the default, a slow machine took twelve seconds, and no call passes
  // meanwhile.
  max_wal_size: '256MB',
}

/**
 * Starts (or finds) the Postgres of a data folder.
 * @param {string} directory holds `data`, `password` and `log`; made if missing
 * @param {{ durable?: boolean, binaries?: () => string, port?: number }} [options] durable false (tests
 *   only) skips fsync; binaries is the folder of another Postgres' programs; port one of loopback that is
 *   free now, where the server must come back at the same address
 * @returns {Promise<{ url: string, pid: number, reused: boolean, stop: () => Promise<void> }>}
 */
export async function startPostgres(directory, { durable = true, binaries, port: wanted } = {}) {
  const runner = unprivileged()
  mkdirSync(directory, { recursive: true })
  if (runner.owner) chownSync(directory, runner.owner.uid, runner.owner.gid)
  const data = join(directory, 'data')
  if (!existsSync(data)) initialise(directory, data, runner, { durable, binaries })
  const running = await findPostgres(directory)
  if (running) return { ...running, reused: true, stop: () => stopByPid(data) }

  const urlAt = urlMaker(directory)
  const port = wanted ?? (await freePort())
  const log = openLog(join(directory, 'log'))
  const settings = durable ? SETTINGS : { ...SETTINGS, fsync: 'off', full_page_writes: 'off' }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = run(runner, 'postgres', ['-D', data, '-p', String(port), ...flags], {
    stdio: ['ignore', 'ignore', log.descriptor],
    detached: true,
    binaries,
  })
  closeSync(log.descriptor)
  server.on('error', () => {})
  const started = await waitFor(START_TIMEOUT_MS, () => server.exitCode !== null || answers(urlAt(port)))
  if (!started || server.exitCode !== null) {
    server.kill('SIGQUIT')
    const what = started
      ? 'stopped while starting'
      : `did not answer within ${START_TIMEOUT_MS / 1000} seconds`
    throw new Error(`Postgres ${what}. The end of its log, ${log.file}:\n${lastLines(log.file)}`)
  }
  server.unref()
  return { url: urlAt(port), pid: server.pid, reused: false, stop: () => stopChild(server) }
}

/**
 * The server that runs on this folder already, once it answers, or null. After a kill -9 it may
 * still be recovering; after a power cut its process number may belong to another program.
 * @returns {Promise<{ url: string, pid: number } | null>}
 */
export async function findPostgres(directory) {
  const file = join(directory, 'data', 'postmaster.pid')
  const found = () => {
    if (!existsSync(file)) return null
    const lines = readFileSync(file, 'utf8').split('\n')
    return { pid: Number(lines[0]), url: urlMaker(directory)(Number(lines[3])) }
  }
  const first = found()
  if (!first) return null
  if (!isPostgres(first.pid)) {
    // Postgres would not dare to start while another program has that number.
    rmSync(file, { force: true })
    return null
  }
  let server = null
  await waitFor(START_TIMEOUT_MS, async () => {
    server = found()
    return !server || !isPostgres(server.pid) || answers(server.url)
  })
  return server && isPostgres(server.pid) ? server : null
}

function urlMaker(directory) {
  const password = readFileSync(join(directory, 'password'), 'utf8').trim()
  return (port) => `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`
}

function isPostgres(pid) {
  if (!isAlive(pid)) return false
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres'
  } catch {
    // Not Linux: believe the file.
    return process.platform !== 'linux'
  }
}

function openLog(file) {
  if (existsSync(file) && statSync(file).size > MAX_LOG_BYTES) renameSync(file, `${file}.old`)
  return { file, descriptor: openSync(file, 'a', 0o600) }
}

function lastLines(file) {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-3).join('\n')
}

async function waitFor(timeoutMs, condition) {
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline) {
    if (await condition()) return true
    await sleep(25)
  }
  return false
}

/** Whether a Postgres answers at the address, within two seconds. */
export async function answers(url) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

// SIGINT is Postgres' fast shutdown: connections are cut, everything committed is kept.
function stopChild(server) {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    server.ref()
    server.once('exit', () => resolve())
    server.kill('SIGINT')
  })
}

async function stopByPid(data) {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return
  process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGINT')
  await waitFor(STOP_TIMEOUT_MS, () => !existsSync(file))
}

/** A port of the loopback interface that nothing listens on now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
