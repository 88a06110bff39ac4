// Finding out which era a server speaks: 2026-07-28, where every request stands alone, or an older one,
// which begins with `initialize` and may keep a session.
import { Fault } from '#lib/fault.ts'
import { isJsonObject, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { answerFault } from './answer-fault.ts'
import type { Conversation, Reply } from './conversation.ts'
import { isOldSseServer } from './old-sse/recognise.ts'
import { send } from './send.ts'

export type Opened = {
  readonly protocol: string
  readonly serverInfo: Json
  readonly capabilities: JsonObject
  /** Asks in the server's own era. */
  ask(method: string, params: JsonObject): Promise<Reply>
  /** Ends the session, if there is one. Never fails. */
  close(): Promise<void>
}

const MODERN = '2026-07-28'
const LATEST_LEGACY = '2025-11-25'
const LEGACY = new Set([LATEST_LEGACY, '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'])
const UNSUPPORTED_VERSION = -32022
const CLIENT = jsonObject([
  ['name', 'portcullis'],
  ['version', '0.1.0'],
])
const CLOSE_TIMEOUT_MS = 2_000

/**
 * Opens the conversation in the newest era that both sides speak.
 * @param probeMs how long a server may take over the modern question before it is taken for a legacy
 *   one: some never answer what they do not know
 */
export async function openConversation(conversation: Conversation, probeMs: number): Promise<Opened> {
  const modern = await openModern(conversation, probeMs)
  return modern ?? openLegacy(conversation)
}

async function openModern(conversation: Conversation, probeMs: number): Promise<Opened | null> {
  const ask = (method: string, params: JsonObject, signal?: AbortSignal) =>
    conversation.ask(method, withEnvelope(params), {
      headers: { 'mcp-protocol-version': MODERN, 'mcp-method': method },
      ...(signal && { signal }),
    })
  const patience = AbortSignal.timeout(probeMs)
  let reply: Reply
  try {
    reply = await ask('server/discover', jsonObject(), patience)
  } catch (error) {
    if (patience.aborted && error instanceof Fault && error.data.cancelled) return null
    throw error
  }
  const supported = supportedVersions(reply)
  if (
    supported.length > 0 &&
    !supported.includes(MODERN) &&
    !supported.some((version) => LEGACY.has(version))
  )
    throw unknownVersion(conversation.host, supported[0] ?? '')
  if (reply.kind !== 'result' || !supported.includes(MODERN)) return null
  return {
    protocol: MODERN,
    serverInfo: modernServerInfo(reply.result),
    capabilities: objectOf(member(reply.result, 'capabilities')),
    ask,
    close: async () => {},
  }
}

/** What answers here speaks the transport of 2024-11-05. */
export class OldServer extends Error {}

async function openLegacy(conversation: Conversation): Promise<Opened> {
  const { host, target } = conversation
  const reply = await conversation.ask(
    'initialize',
    jsonObject([
      ['protocolVersion', LATEST_LEGACY],
      ['capabilities', jsonObject()],
      ['clientInfo', CLIENT],
    ]),
  )
  if (reply.kind !== 'result') {
    if (
      target.transport === undefined &&
      [400, 404, 405].includes(reply.response.status) &&
      (await isOldSseServer(target))
    )
      throw new OldServer()
    throw answerFault(reply, 'initialize', host, target.headers)
  }
  const protocol = member(reply.result, 'protocolVersion')
  if (typeof protocol !== 'string' || !LEGACY.has(protocol)) throw unknownVersion(host, protocol)
  conversation.headers['mcp-protocol-version'] = protocol
  const session = reply.response.headers['mcp-session-id']
  if (session !== undefined) {
    if (!/^[\x21-\x7e]{1,1024}$/.test(session))
      throw new Fault(
        'upstream-error',
        `${host} gave a session id that is not visible ASCII. Report it to its operator.`,
      )
    conversation.headers['mcp-session-id'] = session
  }
  await conversation.tell('notifications/initialized')
  return {
    protocol,
    serverInfo: member(reply.result, 'serverInfo') ?? null,
    capabilities: objectOf(member(reply.result, 'capabilities')),
    ask: (method, params) => conversation.ask(method, params),
    close: () => (session === undefined ? Promise.resolve() : endSession(conversation)),
  }
}

// Servers may keep a session for hours. Those that cannot end one answer 405, which is fine.
async function endSession({ target, headers }: Conversation): Promise<void> {
  try {
    const response = await send(target, {
      method: 'DELETE',
      headers,
      headersTimeoutMs: CLOSE_TIMEOUT_MS,
      bodyTimeoutMs: CLOSE_TIMEOUT_MS,
      maxBytes: 64 * 1024,
    })
    response.body.cancel()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
  }
}

function withEnvelope(params: JsonObject): JsonObject {
  const meta = jsonObject([
    ['io.modelcontextprotocol/protocolVersion', MODERN],
    ['io.modelcontextprotocol/clientInfo', CLIENT],
    ['io.modelcontextprotocol/clientCapabilities', jsonObject()],
  ])
  return jsonObject([...Object.entries(params), ['_meta', meta]])
}

// In a result of discover, or in the error that refuses the version asked for.
function supportedVersions(reply: Reply): string[] {
  if (reply.kind === 'other') return []
  if (reply.kind === 'error' && (reply.code !== UNSUPPORTED_VERSION || !isJsonObject(reply.errorData)))
    return []
  const listed =
    reply.kind === 'result'
      ? member(reply.result, 'supportedVersions')
      : member(objectOf(reply.errorData), 'supported')
  return Array.isArray(listed) ? listed.filter((version) => typeof version === 'string') : []
}

function modernServerInfo(result: JsonObject): Json {
  const meta = objectOf(member(result, '_meta'))
  return member(meta, 'io.modelcontextprotocol/serverInfo') ?? member(result, 'serverInfo') ?? null
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : jsonObject()
}

function unknownVersion(host: string, version: unknown): Fault {
  const named = typeof version === 'string' ? ` (${version.slice(0, 40).replace(/[^\w.-]/g, '?')})` : ''
  return new Fault(
    'upstream-not-mcp',
    `${host} speaks a version of MCP that is not known here${named}. Update this gateway, or the server.`,
  )
}
