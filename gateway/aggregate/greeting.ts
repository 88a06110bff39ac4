// How a client begins with the address of all servers: what they can do together, in the words of each.
import { randomUUID } from 'node:crypto'
import { endAggregateSession, type NamedServer, openAggregateSession } from '#lib/data/admission/index.ts'
import {
  isJsonObject,
  type Json,
  type JsonObject,
  jsonObject,
  member,
  serializeJson,
} from '#lib/json/index.ts'
import {
  ERROR,
  eraOf,
  errorOf,
  type McpRequest,
  NEWEST_LEGACY_VERSION,
  responseMessage,
  SUPPORTED_VERSIONS,
} from '#lib/mcp/index.ts'
import { boundsOf } from '../config.ts'
import { sendJson } from '../http.ts'
import type { Asked } from '../steps/read-asked.ts'
import { askServer } from './ask.ts'
import { eachServer } from './each-server.ts'
import { sendFailure, speaksOlder } from './failure.ts'
import { ownInfo, ownMeta } from './own-words.ts'
import { partOf } from './parts.ts'
import { type SessionVisit, sealedSession, type Visit } from './visit.ts'

const MAX_OPENING_BYTES = 64 * 1024

/** `initialize`: a session, and one in it with each server that answers in time. */
export async function answerInitialize(request: McpRequest, visit: Visit): Promise<void> {
  const { exchange, facts, gate } = visit
  const wanted = String(member(request.params, 'protocolVersion'))
  const version = eraOf(wanted) === 'legacy' ? wanted : NEWEST_LEGACY_VERSION
  const { capabilities, clientInfo } = request.params
  const params = jsonObject([
    ['protocolVersion', version],
    ['capabilities', capabilities ?? jsonObject()],
    ...(clientInfo === undefined ? [] : [['clientInfo', clientInfo] as const]),
  ])
  const opening = serializeJson(params)
  if (Buffer.byteLength(opening) > MAX_OPENING_BYTES) {
    const words = 'A client says less of itself than 64 KiB.'
    sendJson(exchange, 400, errorOf(request.id, ERROR.invalidParams, words))
    return
  }
  const owner = { organisationId: facts.organisationId, sessionId: randomUUID() }
  const { pool } = gate.deps
  const { maxSessionMs } = boundsOf(gate.config)
  await openAggregateSession(pool, owner, {
    grantId: facts.grant.id,
    version,
    opening,
    maxAgeMs: maxSessionMs,
  })
  const session = { id: owner.sessionId, version, opening, parts: new Map() }
  const inIt: SessionVisit = { ...visit, session, isBeginning: true }
  const opened = await eachServer(visit.servers, (server) => partOf(inIt, server))
  const greetings = opened.flatMap(([server, each]) =>
    'part' in each && each.greeting ? [[server, each.greeting] as const] : [],
  )
  const [first] = opened
  if (greetings.length === 0 && first && 'failed' in first[1]) {
    await endAggregateSession(pool, owner)
    return sendFailure(request, first[1].failed, exchange)
  }
  const result = jsonObject([
    ['protocolVersion', version],
    ['capabilities', capabilitiesOf(greetings)],
    ['serverInfo', ownInfo()],
    ...instructionsOf(greetings),
  ])
  const headers = { 'mcp-session-id': sealedSession(visit, owner.sessionId) }
  sendJson(exchange, 200, responseMessage(request.id, { result }), headers)
}

/** `server/discover`: what the servers that answer in time can do. One that speaks no such revision answers for all. */
export async function answerDiscover(
  asked: Extract<Asked, { kind: 'message' }>,
  request: McpRequest,
  visit: Visit,
): Promise<void> {
  const { exchange, gate } = visit
  const answers = await eachServer(visit.servers, (server) => askServer(asked, server.id, visit))
  const greetings = answers.flatMap(([server, each]) =>
    each.kind === 'result' ? [[server, each.result] as const] : [],
  )
  const without = answers.flatMap(([, each]) => (each.kind === 'result' ? [] : [each]))
  const failed = without.find(speaksOlder) ?? (greetings.length === 0 ? without[0] : undefined)
  if (failed) return sendFailure(request, failed, exchange)
  const result = jsonObject([
    ['resultType', 'complete'],
    ['supportedVersions', versionsOf(greetings)],
    ['capabilities', capabilitiesOf(greetings)],
    ...instructionsOf(greetings),
    ['ttlMs', answers.length > greetings.length ? 0 : boundsOf(gate.config).maxTtlMs],
    ['cacheScope', 'private'],
    ['_meta', jsonObject(ownMeta())],
  ])
  sendJson(exchange, 200, responseMessage(request.id, { result }))
}

type Greetings = readonly (readonly [NamedServer, JsonObject])[]

// Of the stateless revisions those that all of them speak: a client sends the same to each.
function versionsOf(greetings: Greetings): string[] {
  const modern = SUPPORTED_VERSIONS.filter((version) => eraOf(version) === 'modern')
  return modern.filter((version) =>
    greetings.every(([, greeting]) => {
      const supported = member(greeting, 'supportedVersions')
      return !Array.isArray(supported) || supported.includes(version)
    }),
  )
}

/** What any of them can do, they can do together; and that the tools may change is this gateway's own news. */
function capabilitiesOf(greetings: Greetings): JsonObject {
  const own = jsonObject([['tools', jsonObject([['listChanged', true]])]])
  return greetings.reduce((all, [, greeting]) => {
    const offered = member(greeting, 'capabilities')
    return isJsonObject(offered) ? together(all, offered) : all
  }, own)
}

function together(all: JsonObject, more: JsonObject): JsonObject {
  const made = jsonObject(Object.entries(all))
  for (const [key, value] of Object.entries(more)) {
    const before = member(made, key)
    if (isJsonObject(before) && isJsonObject(value)) made[key] = together(before, value)
    else if (before === undefined || value === true) made[key] = value
  }
  return made
}

function instructionsOf(greetings: Greetings): [string, Json][] {
  const parts = greetings.flatMap(([{ name, slug }, greeting]) => {
    const text = member(greeting, 'instructions')
    return typeof text === 'string' && text !== '' ? [`# ${name} (${slug}__…)\n\n${text}`] : []
  })
  return parts.length > 0 ? [['instructions', parts.join('\n\n')]] : []
}
