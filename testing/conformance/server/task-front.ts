// The tasks extension of 2026-07-28 (SEP-2663), which the published SDK does not serve: it stands before
// it, takes what is about tasks, and leaves everything else to it.
import type { IncomingHttpHeaders } from 'node:http'
import { ASKS_THEN_TASK, TASK_TOOLS } from './task-tools.ts'
import type { Tasks } from './tasks.ts'

export type Reply = { readonly status: number; readonly body: object }
type Fields = Readonly<Record<string, unknown>>

export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks'
const VERSION = '2026-07-28'
const META = 'io.modelcontextprotocol/'
const SERVER = { name: 'conformance-server', version: '1' }

/** The answer to a modern message about tasks; null for what is not. */
export function answerTasks(message: unknown, headers: IncomingHttpHeaders, tasks: Tasks): Reply | null {
  const { id, method, params } = fieldsOf(message)
  const { name, taskId, arguments: args, inputResponses, _meta } = fieldsOf(params)
  if (fieldsOf(_meta)[`${META}protocolVersion`] !== VERSION || id === undefined) return null
  const tool =
    method === 'tools/call' ? [...TASK_TOOLS, ASKS_THEN_TASK].find((each) => each.name === name) : undefined
  const isMethod = method === 'tasks/get' || method === 'tasks/update' || method === 'tasks/cancel'
  if (!tool && !isMethod) return null

  const fail = (status: number, code: number, said: string, data?: object): Reply => ({
    status,
    body: { jsonrpc: '2.0', id, error: { code, message: said, ...(data && { data }) } },
  })
  const succeed = (result: object): Reply => ({
    status: 200,
    body: {
      jsonrpc: '2.0',
      id,
      result: { resultType: 'complete', ...result, _meta: { [`${META}serverInfo`]: SERVER } },
    },
  })
  if (headers['mcp-method'] !== method || headers['mcp-name'] !== (tool ? name : taskId))
    return fail(400, -32020, 'The headers and the body differ.')
  const can = fieldsOf(fieldsOf(fieldsOf(_meta)[`${META}clientCapabilities`]).extensions)
  if (!can[TASKS_EXTENSION]) {
    if (tool && 'isRequired' in tool && !tool.isRequired) return null
    const requiredCapabilities = { extensions: { [TASKS_EXTENSION]: {} } }
    return fail(400, -32021, 'This needs the tasks extension.', { requiredCapabilities })
  }
  if (tool && 'question' in tool) {
    const given = fieldsOf(fieldsOf(fieldsOf(inputResponses).user_name).content).name
    if (typeof given !== 'string') return succeed(tool.question)
    return succeed({ ...tasks.create(tool.work(given)), resultType: 'task' })
  }
  if (tool) return succeed({ ...tasks.create(tool.work(fieldsOf(args))), resultType: 'task' })

  const found = tasks.get(String(taskId))
  if (!found) return fail(200, -32602, 'There is no such task.')
  if (method === 'tasks/get') return succeed(found)
  if (method === 'tasks/update') tasks.update(String(taskId), fieldsOf(inputResponses))
  else tasks.cancel(String(taskId))
  return succeed({})
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
