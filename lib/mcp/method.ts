// The methods a client may send, what each may carry, and which part of a policy speaks for it
// (POLICY.md N1). What is not in this table is refused: a second way to the same effect that nobody
// judged is how gateways are got round.
import type { Era } from './versions.ts'

/** The part of the protocol a method belongs to. All but the first three are keys of a policy's `methods`. */
export type MessageGroup =
  | 'lifecycle'
  | 'tool-list'
  | 'tool-call'
  | 'resources'
  | 'prompts'
  | 'completion'
  | 'logging'
  | 'tasks'
  | AskGroup
/** What a server may ask of a client. The methods are the server's own (`question.ts`). */
export type AskGroup = 'sampling' | 'elicitation' | 'roots'
export type ParamType = 'string' | 'object' | 'number'
export type Method = {
  readonly group: MessageGroup
  readonly eras: readonly Era[]
  /** The params that may stand there besides `_meta`, by era where they differ. */
  readonly params: Readonly<Record<string, ParamType>>
  readonly modernParams?: Readonly<Record<string, ParamType>>
  readonly legacyParams?: Readonly<Record<string, ParamType>>
  readonly required?: readonly string[]
  /** The param that the `Mcp-Name` header repeats (2026-07-28). */
  readonly named?: string
}

const BOTH = ['legacy', 'modern'] as const
const LEGACY = ['legacy'] as const
const MODERN = ['modern'] as const
const PAGED = { cursor: 'string' } as const
// The official client repeats it when it asks after a task; a server ignores it there. On the 2026-07-28
// wire every server ignores it, so that it is taken and does not go up.
const AS_TASK = { task: 'object' } as const
const RETRY = { inputResponses: 'object', requestState: 'string' } as const

const METHODS: Readonly<Record<string, Method>> = {
  initialize: {
    group: 'lifecycle',
    eras: LEGACY,
    params: { protocolVersion: 'string', capabilities: 'object', clientInfo: 'object' },
    required: ['protocolVersion'],
  },
  ping: { group: 'lifecycle', eras: LEGACY, params: {} },
  'server/discover': { group: 'lifecycle', eras: MODERN, params: {} },
  'subscriptions/listen': {
    group: 'lifecycle',
    eras: MODERN,
    params: { notifications: 'object' },
    required: ['notifications'],
  },
  'tools/list': { group: 'tool-list', eras: BOTH, params: PAGED },
  'tools/call': {
    group: 'tool-call',
    eras: BOTH,
    params: { name: 'string', arguments: 'object', ...AS_TASK },
    modernParams: RETRY,
    required: ['name'],
    named: 'name',
  },
  'resources/list': { group: 'resources', eras: BOTH, params: PAGED },
  'resources/templates/list': { group: 'resources', eras: BOTH, params: PAGED },
  'resources/read': {
    group: 'resources',
    eras: BOTH,
    params: { uri: 'string' },
    modernParams: RETRY,
    required: ['uri'],
    named: 'uri',
  },
  'resources/subscribe': { group: 'resources', eras: LEGACY, params: { uri: 'string' }, required: ['uri'] },
  'resources/unsubscribe': { group: 'resources', eras: LEGACY, params: { uri: 'string' }, required: ['uri'] },
  'prompts/list': { group: 'prompts', eras: BOTH, params: PAGED },
  'prompts/get': {
    group: 'prompts',
    eras: BOTH,
    params: { name: 'string', arguments: 'object' },
    modernParams: RETRY,
    required: ['name'],
    named: 'name',
  },
  'completion/complete': {
    group: 'completion',
    eras: BOTH,
    params: { ref: 'object', argument: 'object', context: 'object' },
    required: ['ref', 'argument'],
  },
  'logging/setLevel': { group: 'logging', eras: LEGACY, params: { level: 'string' }, required: ['level'] },
  'tasks/get': {
    group: 'tasks',
    eras: BOTH,
    params: { taskId: 'string' },
    legacyParams: AS_TASK,
    required: ['taskId'],
    named: 'taskId',
  },
  'tasks/result': {
    group: 'tasks',
    eras: LEGACY,
    params: { taskId: 'string' },
    legacyParams: AS_TASK,
    required: ['taskId'],
  },
  'tasks/list': { group: 'tasks', eras: LEGACY, params: PAGED, legacyParams: AS_TASK },
  'tasks/cancel': {
    group: 'tasks',
    eras: BOTH,
    params: { taskId: 'string' },
    legacyParams: AS_TASK,
    required: ['taskId'],
    named: 'taskId',
  },
  'tasks/update': {
    group: 'tasks',
    eras: MODERN,
    params: { taskId: 'string', inputResponses: 'object' },
    required: ['taskId'],
    named: 'taskId',
  },
}

/** What is known of a method in an era, or null: refused. */
export function findMethod(name: string, era: Era): Method | null {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
  return method?.eras.includes(era) ? method : null
}

/** The params that may stand in a request of this method, besides `_meta`. */
export function paramsOf(method: Method, era: Era): Readonly<Record<string, ParamType>> {
  return { ...method.params, ...(era === 'modern' ? method.modernParams : method.legacyParams) }
}

/** True for the methods whose 2026-07-28 answer may ask for input before it is complete (SEP-2322). */
export function mayAskForInput(method: Method): boolean {
  return method.modernParams === RETRY
}

// Client notifications of a legacy session: those of a group pass where the policy allows the group.
export type Notification = {
  readonly params: readonly string[]
  readonly group: Extract<MessageGroup, 'lifecycle' | 'roots'>
}
const NOTIFICATIONS: Readonly<Record<string, Notification>> = {
  'notifications/initialized': { params: [], group: 'lifecycle' },
  'notifications/cancelled': { params: ['requestId', 'reason'], group: 'lifecycle' },
  'notifications/progress': {
    params: ['progressToken', 'progress', 'total', 'message'],
    group: 'lifecycle',
  },
  'notifications/roots/list_changed': { params: [], group: 'roots' },
}

/** What is known of a client's notification, or null: refused. */
export function findNotification(name: string): Notification | null {
  return Object.hasOwn(NOTIFICATIONS, name) ? (NOTIFICATIONS[name] ?? null) : null
}
