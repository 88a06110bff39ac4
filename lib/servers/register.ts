// Registering a server, told as it happens. Nothing is saved unless its tools were read.
import type { Evidence, Member, Server } from '#lib/data/model.ts'
import { type Account, insertServer, newServerId } from '#lib/data/server-changes.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { type Json, toPlain } from '#lib/json/index.ts'
import type { Category, Severity } from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'
import {
  checkHeaders,
  discoverSignIn,
  type ListedTool,
  readTools,
  type ToolList,
} from '#lib/upstream/index.ts'
import { classifyListed, classifyTools } from './classify-tools.ts'
import { Feed } from './feed.ts'
import { checkName, checkServerUrl, sealFor } from './input.ts'
import { readingOf } from './reading.ts'

export type Registration = {
  readonly name: string
  readonly url: string
  /** Streamable HTTP, or HTTP+SSE as of 2024-11-05; found out where absent. */
  readonly transport?: 'http' | 'sse'
  readonly headers?: Readonly<Record<string, string>>
}

export type RegistrationEvent =
  | { readonly type: 'connecting' }
  | { readonly type: 'connected'; readonly protocol: string; readonly serverInfo: unknown }
  | {
      readonly type: 'tool'
      readonly name: string
      readonly description: string
      readonly category: Category
      readonly severity: Severity
      readonly evidence: readonly Evidence[]
    }
  | { readonly type: 'registered'; readonly server: Server }

/**
 * Reads the tools of a server and saves it with all of them pinned (D1); returns the saved server.
 * Leaving the iteration early stops the reading, and nothing is saved.
 * @throws Fault forbidden, invalid-input, limit-reached, and those of `readTools`
 */
export async function* registerServer(
  member: Member,
  registration: Registration,
): AsyncGenerator<RegistrationEvent, Server> {
  requirePermission(member, 'servers.manage')
  const name = checkName(registration.name)
  const url = checkServerUrl(registration.url)
  const headers = checkHeaders(registration.headers ?? {})
  const id = newServerId(member.organisation)
  yield { type: 'connecting' }

  const abort = new AbortController()
  const feed = new Feed<RegistrationEvent>()
  const reading = readTools(
    { url, headers, allowPrivate: env().allowPrivateUpstreams, ...transportOf(registration) },
    {
      signal: abort.signal,
      onOpened: (opened: { protocol: string; serverInfo: Json }) =>
        feed.push({ type: 'connected', protocol: opened.protocol, serverInfo: toPlain(opened.serverInfo) }),
      onPage: (tools: readonly ListedTool[]) => {
        for (const tool of tools) feed.push({ type: 'tool', ...classifyListed(name, tool) })
      },
    },
  )
  try {
    yield* feed.until(reading)
    const list = await reading
    const server = await saveRegistered(member, { id, name, url, headers }, list)
    yield { type: 'registered', server }
    return server
  } catch (error) {
    throw await withSignIn(error, url)
  } finally {
    abort.abort()
  }
}

/**
 * Saves a server whose tools were read, all of them pinned.
 * @param account how it is signed in to, where it is
 * @throws Fault forbidden, limit-reached
 */
export async function saveRegistered(
  member: Member,
  server: {
    readonly id: string
    readonly name: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
  },
  list: ToolList,
  account?: Account,
): Promise<Server> {
  requirePermission(member, 'servers.manage')
  const { id, name, url, headers } = server
  const sealed = sealFor(member, id, headers)
  const row = { id, name, url, transport: list.transport, ...sealed, ...readingOf(list) }
  return insertServer(member, row, classifyTools(name, list.tools), account)
}

// A server that wants a person to sign in says where. Whoever cannot be asked that is told what it says otherwise.
async function withSignIn(error: unknown, url: string): Promise<unknown> {
  if (!(error instanceof Fault) || error.code !== 'upstream-unauthorised') return error
  const { allowPrivateUpstreams: allowPrivate, appUrl } = env()
  try {
    const signIn = await discoverSignIn(url, { allowPrivate, appUrl })
    if (!signIn) return error
    const { host } = new URL(signIn.issuer)
    return new Fault(
      'upstream-unauthorised',
      `${new URL(url).host} asks you to sign in at ${host}. Connect it, and its tools are read.`,
      { cause: error, data: { signIn: host } },
    )
  } catch {
    return error
  }
}

function transportOf({ transport }: Registration) {
  return transport === undefined ? {} : { transport }
}
