// A real PgBouncer in front of a test run's Postgres, in the mode that gives each client a connection for
// one transaction only, and far fewer connections than clients.
import type { ChildProcess } from 'node:child_process'
import { chownSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { freePort } from '../scripts/postgres.mjs'
import { run, unprivileged } from '../scripts/postgres-programs.mjs'

const SERVER_CONNECTIONS = 4
const START_TIMEOUT_MS = 20_000

/**
 * @param program the path of pgbouncer
 * @param directory where its files may lie
 * @param postgresUrl the server behind it; every database of it is reached by its own name
 * @returns the same URL through the pooler
 */
export async function startPgBouncer(
  program: string,
  directory: string,
  postgresUrl: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = new URL(postgresUrl)
  const port = await freePort()
  const runner = unprivileged()
  const userList = join(directory, 'pgbouncer-users')
  const settings = join(directory, 'pgbouncer.ini')
  writeFileSync(userList, `"${server.username}" "${decodeURIComponent(server.password)}"\n`, { mode: 0o644 })
  const lines = [
    '[databases]',
    `* = host=${server.hostname} port=${server.port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    `auth_file = ${userList}`,
    'pool_mode = transaction',
    `default_pool_size = ${SERVER_CONNECTIONS}`,
    'max_client_conn = 1000',
    // A database of a test is dropped with the connections that were left to it.
    'server_idle_timeout = 5',
    'server_login_retry = 0',
  ]
  writeFileSync(settings, `${lines.join('\n')}\n`, { mode: 0o644 })
  if (runner.owner)
    for (const file of [userList, settings]) chownSync(file, runner.owner.uid, runner.owner.gid)
  const child = run(runner, program, ['-q', settings], {
    stdio: ['ignore', 'ignore', 'pipe'],
  }) as ChildProcess
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const deadline = Date.now() + START_TIMEOUT_MS
  while (!(await listens(port))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`PgBouncer did not start:\n${said}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  server.port = String(port)
  server.hostname = '127.0.0.1'
  server.searchParams.set('pgbouncer', 'true')
  return {
    url: server.toString(),
    async stop() {
      child.kill('SIGTERM')
      child.kill('SIGINT')
      await ended
    },
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
