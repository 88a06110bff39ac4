// Registering a server, told as it happens. Nothing is saved unless its tools were read.
import type { Evidence, Member, Server } from '#lib/data/model.ts'
import { insertServer, newServerId } from '#lib/data/server-changes.ts'
import { env } from '#lib/env.ts'
import { type Json, toPlain } from '#lib/json/index.ts'
import type { Category, Severity } from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'
import { checkHeaders, type ListedTool, readTools } from '#lib/upstream/index.ts'
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
  const sealed = sealFor(member, id, headers)
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
    const server = await insertServer(
      member,
      { id, name, url, transport: list.transport, ...sealed, ...readingOf(list) },
      classifyTools(name, list.tools),
    )
    yield { type: 'registered', server }
    return server
  } finally {
    abort.abort()
  }
}

function transportOf({ transport }: Registration) {
  return transport === undefined ? {} : { transport }
}
