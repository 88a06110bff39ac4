// `connect`: makes a server that speaks stdio on this machine reachable through a gateway. Only dials out;
// starts one child for each session of a client.
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { Fault } from '#lib/fault.ts'
import { organisationOf } from '#lib/id.ts'
import { readToken } from '#lib/token.ts'
import { readArguments } from './arguments.ts'
import { type Child, type Command, startChild } from './connect/child.ts'
import { isStartable, shownCommand } from './connect/command.ts'
import { stayConnected } from './connect/stay.ts'
import { Warden } from './connect/warden.ts'
import { OPTIONS } from './options.ts'
import { UsageError } from './usage-error.ts'

const KEY_VARIABLE = 'PORTCULLIS_CONNECTOR_KEY'
const RELEASE = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}

export async function connect(args: string[]): Promise<number> {
  const { serverId, key, gateway, command } = readConnection(args)
  const children = new Set<Child>()
  const warden = new Warden()
  const stop = new AbortController()
  const release = onSignals(() => stop.abort())
  let started = 0
  try {
    const final = await stayConnected(
      {
        gateway,
        serverId,
        key,
        hello: {
          host: hostname(),
          command: shownCommand(command.file, command.args),
          version: RELEASE.version,
        },
        signal: stop.signal,
        onConnected: (server) => show(`Connected to ${gateway} as “${server}”. Ctrl-C ends it.`),
        onOpened: (channel) => {
          const number = ++started
          const child = startChild(command, channel, warden, (line) => show(`[session ${number}] ${line}`))
          children.add(child)
          void child.gone.then(() => children.delete(child))
        },
      },
      show,
    )
    if (final !== null) show(final)
    return final === null ? 0 : 1
  } finally {
    for (const child of children) child.stop()
    await Promise.all([...children].map((child) => child.gone))
    warden.close()
    release()
  }
}

type Connection = { serverId: string; key: string; gateway: string; command: Command }

/** @throws UsageError, Fault invalid-input: with what is wrong, before anything is dialled */
export function readConnection(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Connection {
  const at = args.indexOf('--')
  const own = at < 0 ? [...args] : args.slice(0, at)
  const [file, ...rest] = at < 0 ? [] : args.slice(at + 1)
  const { values } = readArguments(own, OPTIONS.connect)
  const serverId = values.server ?? ''
  const key = values.key ?? env[KEY_VARIABLE] ?? ''
  if (serverId === '')
    throw new UsageError('connect needs --server: copy the command from the server’s page.')
  if (key === '') throw new UsageError(`connect needs --key, or ${KEY_VARIABLE} in the environment.`)
  if (file === undefined) throw new UsageError('connect needs the command that starts the server, after --.')
  const organisation = /^srv_([0-9a-z]{12})/.exec(serverId)?.[1] ?? ''
  if (organisationOf('srv', serverId) === null)
    throw invalid(`“${serverId}” is no server’s id. One begins with srv_ and stands on the server’s page.`)
  const token = readToken(key)
  if (!token) throw invalid('The key is incomplete or mistyped. Copy it again; it begins with pcc_.')
  if (token.kind !== 'pcc')
    throw invalid(
      'This is a key of another kind. A connector’s key begins with pcc_; it stands on the server’s page.',
    )
  if (token.organisationId !== organisation)
    throw invalid('This key belongs to another organisation than the server. Copy the command again.')
  if (!isStartable(file, env.PATH ?? ''))
    throw invalid(`The command “${file}” was not found, or may not be run. Check its name and PATH.`)
  const { [KEY_VARIABLE]: _, ...childEnv } = env
  return {
    serverId,
    key,
    gateway: originOf(values.url ?? env.PORTCULLIS_URL),
    command: { file, args: rest, env: childEnv },
  }
}

function originOf(text = 'http://localhost:3000'): string {
  if (URL.canParse(text)) {
    const url = new URL(text)
    if (/^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.username === '')
      return url.origin
  }
  throw invalid(`“${text}” is no gateway’s address. Give its origin, such as https://portcullis.example.com.`)
}

// The first asks for an orderly end; the children's own patience bounds it.
function onSignals(work: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, work)
  // Started by a script: its end is ours.
  process.on('disconnect', work)
  return () => {
    for (const signal of signals) process.off(signal, work)
    process.off('disconnect', work)
    if (process.connected) process.disconnect()
  }
}

function show(line: string): void {
  console.error(line)
}

function invalid(sentence: string): Fault {
  return new Fault('invalid-input', sentence)
}
