// N2: a task belongs to the call that made it. It is answered only to the grant that owns it, while that
// grant may still call the tool; and of what it asks, only the answers to its own questions go up.
import { findOwnTasks, type OwnTask } from '#lib/data/admission/index.ts'
import { isJsonObject, jsonObject, member } from '#lib/json/index.ts'
import { declaresTasks, ERROR, type McpRequest, missingTasks } from '#lib/mcp/index.ts'
import { isListed } from '#lib/policy/index.ts'
import type { Gate } from '../gate.ts'
import { freshGrounds, type Grounds } from './authenticate-grant.ts'
import type { Ask, Decided } from './decide.ts'
import { decideMethod } from './decide-method.ts'
import { denial, type Recorded, recordOf } from './record.ts'

const UNDECLARED = denial(
  '(undeclared capability)',
  'capability-undeclared',
  'The client has not declared that it knows tasks.',
)
const UNKNOWN = denial('(unknown task)', 'unknown-task', 'Task not found.')
const DENIED = denial(
  '(task of a denied tool)',
  'task-tool-denied',
  'The policy no longer lets this grant call the tool that made this task.',
)

/** @throws {Fault} store-unavailable, or where the grant has ended */
export async function decideTask(
  ask: Ask,
  request: McpRequest,
  about: Recorded,
  grounds: Grounds,
  gate: Gate,
): Promise<Decided> {
  const { id, method, params } = request
  const taskId = member(params, 'taskId')
  const named = { ...about, target: taskId }
  const decision = decideMethod(grounds.policy, 'tasks')
  if (decision.effect !== 'allow' || method === 'tasks/list')
    return { kind: 'call', ask, request, call: recordOf(named, decision, grounds) }
  if (request.era === 'modern' && !declaresTasks(request)) {
    const refusal = {
      status: 400,
      code: ERROR.missingCapability,
      message: UNDECLARED.message,
      id,
      method,
      data: missingTasks(),
    } as const
    return { kind: 'refused-message', refusal, call: recordOf(named, UNDECLARED, grounds) }
  }
  const task = (await findOwnTasks(gate.deps.pool, grounds.facts, [String(taskId)])).get(String(taskId))
  if (!task) {
    // The same for a task that does not exist and one of another grant.
    const refusal = { status: 200, code: ERROR.invalidParams, message: UNKNOWN.message, id, method } as const
    return { kind: 'refused-message', refusal, call: recordOf(named, UNKNOWN, grounds) }
  }
  const own = await freshGrounds(grounds, gate.deps, task.tool)
  const recorded = { ...named, tool: task.tool }
  if (!mayStillCall(own)) return { kind: 'call', ask, request, call: recordOf(recorded, DENIED, own) }
  const answered = answersOf(ask, request, task, own)
  if ('refused' in answered)
    return { kind: 'call', ask, request, call: recordOf(recorded, answered.refused, own) }
  return { kind: 'call', ask: answered.ask, request, call: recordOf(recorded, decision, own), grounds: own }
}

/** Whether some call of the tool that the facts were read for could pass: the question that a list asks. */
export function mayStillCall({ facts, policy }: Grounds): boolean {
  return facts.tool !== null && isListed(policy, { ...facts.tool, declared: [] })
}

function answersOf(
  ask: Ask,
  { params }: McpRequest,
  { asked }: OwnTask,
  { policy }: Grounds,
): { ask: Ask } | { refused: ReturnType<typeof decideMethod> } {
  const given = member(params, 'inputResponses')
  if (!isJsonObject(given)) return { ask }
  const kept = Object.entries(given).filter(([key, answer]) => asked.has(key) && isJsonObject(answer))
  for (const [key] of kept) {
    const group = asked.get(key)
    const decision = group && decideMethod(policy, group)
    if (decision && decision.effect !== 'allow') return { refused: decision }
  }
  return { ask: { ...ask, retry: { state: null, answers: jsonObject(kept), round: 0 } } }
}

/** A subscription to tasks is one to the grant's own. */
export async function ownSubscriptions(
  request: McpRequest,
  { facts }: Grounds,
  gate: Gate,
): Promise<McpRequest> {
  const wanted = member(request.params, 'notifications')
  const taskIds = isJsonObject(wanted) ? member(wanted, 'taskIds') : undefined
  if (!isJsonObject(wanted) || !Array.isArray(taskIds)) return request
  const asked = taskIds.filter((taskId) => typeof taskId === 'string')
  const own = await findOwnTasks(gate.deps.pool, facts, asked)
  const notifications = jsonObject(Object.entries(wanted))
  notifications.taskIds = asked.filter((taskId) => own.has(taskId))
  const params = jsonObject(Object.entries(request.params))
  params.notifications = notifications
  return { ...request, params }
}
