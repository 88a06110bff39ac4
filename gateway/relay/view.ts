// A result of the upstream as one grant may see it.
import { listStoredTools } from '#lib/data/admission/index.ts'
import { type JsonObject, member } from '#lib/json/index.ts'
import {
  asksForTask,
  bringsNews,
  eraOf,
  type McpRequest,
  privateResult,
  resultKind,
  serverOffer,
} from '#lib/mcp/index.ts'
import { boundsOf } from '../config.ts'
import type { Gate } from '../gate.ts'
import { filterTools, rememberList } from '../list-tools.ts'
import type { Grounds } from '../steps/authenticate-grant.ts'
import { allows } from '../steps/decide-method.ts'
import { Trouble } from '../trouble.ts'
import { passInputRequired } from './input.ts'
import { passCreatedTask, passTask, passTaskList } from './task.ts'

export type ViewContext = {
  /** How often the server has asked for input before it answered (N3). */
  readonly round: number
  /** Whether the answer names a session, which then has a stream for news. */
  readonly hasSession: boolean
  /** The result as `serializeJson` writes it; null where it came written otherwise. */
  readonly text: string | null
}

/**
 * The result that goes down in place of the upstream's.
 * @throws {Trouble} for one that may not pass
 * @throws {Fault} store-unavailable where a list cannot be compared with the pins
 */
export function viewResult(
  request: McpRequest,
  result: JsonObject,
  grounds: Grounds,
  gate: Gate,
  { round, hasSession, text }: ViewContext,
): JsonObject | Promise<JsonObject> {
  const kind = resultKind(request.era, request.rule, result)
  if (kind === 'foreign') throw new Trouble('upstream-foreign-result')
  if (kind === 'task' || asksForTask(request)) return passCreatedTask(request, result, grounds, gate)
  if (kind === 'input') return passInputRequired(request, result, grounds, gate, round)
  const own = request.era === 'modern' ? privateResult(result, boundsOf(gate.config).maxTtlMs) : result
  if (request.method === 'initialize' || request.method === 'server/discover')
    return offer(request.method, own, grounds, hasSession)
  if (request.method === 'tools/list')
    return viewList(
      own,
      grounds,
      gate,
      !Object.hasOwn(request.params, 'cursor'),
      own === result ? text : null,
    )
  if (request.method === 'tasks/list') return passTaskList(own, grounds, gate)
  if (request.method === 'tasks/get') return passTask(request, own, grounds, gate)
  return own
}

/**
 * A result that arrives on a standing stream answers a request that this exchange never saw (a replay of
 * an interrupted stream). By its shape it is held to the same rules.
 */
export async function viewReplayed(result: JsonObject, grounds: Grounds, gate: Gate): Promise<JsonObject> {
  if (Object.hasOwn(result, 'protocolVersion') && Object.hasOwn(result, 'capabilities'))
    return offer('initialize', result, grounds, true)
  if (Object.hasOwn(result, 'tools')) return viewList(result, grounds, gate, false, null)
  if (Object.hasOwn(result, 'tasks')) return passTaskList(result, grounds, gate)
  return result
}

// That the tools may change is offered where there will be a stream to say it on.
function offer(method: string, result: JsonObject, { policy }: Grounds, hasSession: boolean): JsonObject {
  if (method === 'initialize' && eraOf(String(member(result, 'protocolVersion'))) !== 'legacy')
    throw new Trouble('upstream-not-mcp')
  const hasStream = method === 'initialize' ? hasSession : bringsNews(result)
  return serverOffer(result, (group) => allows(policy, group), hasStream)
}

async function viewList(
  result: JsonObject,
  grounds: Grounds,
  gate: Gate,
  isFirstPage: boolean,
  text: string | null,
): Promise<JsonObject> {
  const { pool, log } = gate.deps
  const { facts, policy } = grounds
  const stored = await listStoredTools(pool, facts.organisationId, facts.server.id)
  const view = filterTools(result, stored, policy, isFirstPage, text)
  if (!view) throw new Trouble('upstream-not-mcp')
  const needsReading = await rememberList(pool, grounds, view, stored, gate.config.mostTools).catch(
    (error) => {
      log.error({ err: error }, 'a list that passed through could not be recorded')
      throw error
    },
  )
  if (needsReading) gate.deps.readings.soon(facts.organisationId, facts.server.id)
  return view.result
}
