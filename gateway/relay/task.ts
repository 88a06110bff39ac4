// Tasks on their way down (POLICY.md N2): a task that a call made is the grant's before its client hears
// of it, and of others nothing comes down.
import { findOwnTasks, noteAsked, type OwnTask, ownTask } from '#lib/data/admission/index.ts'
import { isJsonObject, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { declaresTasks, isToolName, type McpRequest } from '#lib/mcp/index.ts'
import type { Gate } from '../gate.ts'
import { freshGrounds, type Grounds } from '../steps/authenticate-grant.ts'
import { allows } from '../steps/decide-method.ts'
import { mayStillCall } from '../steps/decide-task.ts'
import { Trouble } from '../trouble.ts'
import { askedGroups } from './input.ts'

/**
 * A call's answer that is a task, or holds one: given to the grant, then passed.
 * @throws {Trouble} upstream-foreign-result for a task that the policy or the client does not know
 */
export async function passCreatedTask(
  request: McpRequest,
  result: JsonObject,
  opened: Grounds,
  gate: Gate,
): Promise<JsonObject> {
  const inner = member(result, 'task')
  const task = request.era === 'modern' ? result : isJsonObject(inner) ? inner : null
  // A legacy server may answer a call that asked for a task as if it had not.
  if (!task) return result
  const taskId = member(task, 'taskId')
  const tool = member(request.params, 'name')
  const { facts, policy } = await freshGrounds(opened, gate.deps)
  const isKnown = allows(policy, 'tasks') && (request.era === 'legacy' || declaresTasks(request))
  if (!isKnown || typeof taskId !== 'string' || !isToolName(taskId) || typeof tool !== 'string')
    throw new Trouble('upstream-foreign-result')
  await ownTask(gate.deps.pool, facts, taskId, tool)
  return result
}

/** The state of a task, with what it asks of its client: noted, so that it can be answered. */
export async function passTask(
  request: McpRequest,
  task: JsonObject,
  grounds: Grounds,
  gate: Gate,
): Promise<JsonObject> {
  const wanted = member(task, 'inputRequests')
  const taskId = member(task, 'taskId')
  if (wanted === undefined || request.era === 'legacy') return task
  if (typeof taskId !== 'string') throw new Trouble('upstream-foreign-result')
  const asked = await askedGroups(wanted, request, grounds, gate)
  await noteAsked(gate.deps.pool, grounds.facts, taskId, asked)
  return task
}

/** `tasks/list`: the grant's own, of tools that it may still call. */
export async function passTaskList(result: JsonObject, opened: Grounds, gate: Gate): Promise<JsonObject> {
  const tasks = member(result, 'tasks')
  if (!Array.isArray(tasks)) throw new Trouble('upstream-not-mcp')
  const own = await ownTasks(tasks.map(idOf), opened, gate)
  const copy = jsonObject(Object.entries(result))
  copy.tasks = tasks.filter((task) => own.has(idOf(task)))
  return copy
}

/** Which of these tasks the grant owns and may still see. */
export async function ownTasks(
  taskIds: readonly string[],
  opened: Grounds,
  gate: Gate,
): Promise<ReadonlyMap<string, OwnTask>> {
  const found = await findOwnTasks(gate.deps.pool, opened.facts, taskIds)
  const shown = new Map<string, boolean>()
  for (const { tool } of found.values()) {
    if (shown.has(tool)) continue
    const grounds = await freshGrounds(opened, gate.deps, tool)
    shown.set(tool, allows(grounds.policy, 'tasks') && mayStillCall(grounds))
  }
  return new Map([...found].filter(([, { tool }]) => shown.get(tool)))
}

function idOf(task: Json | undefined): string {
  const id = isJsonObject(task) ? member(task, 'taskId') : undefined
  return typeof id === 'string' ? id : ''
}

/** News of a task; null where it is not the grant's. */
export async function passTaskNews(
  message: JsonObject,
  request: McpRequest | null,
  opened: Grounds,
  gate: Gate,
): Promise<JsonObject | null> {
  const params = member(message, 'params')
  if (!isJsonObject(params)) return null
  const own = await ownTasks([idOf(params)], opened, gate)
  if (own.size === 0) return null
  if (request) await passTask(request, params, opened, gate)
  return message
}
