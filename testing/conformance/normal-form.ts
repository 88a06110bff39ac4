// A check as a text that two runs of the same server give alike: key order is set, and what is another
// each time is left out. What is left out is named here, each with its reason.
import type { Check } from './run.ts'

/** Random, a time, or the address itself. */
const ANOTHER_EACH_TIME = new Set([
  'createdAt',
  'eventId',
  'hostHeader',
  'io.modelcontextprotocol/subscriptionId',
  'lastEventId',
  'lastEventIdUsed',
  'lastUpdatedAt',
  'mcp-session-id',
  'originHeader',
  'serverUrl',
  'sessionId',
  'sessionIdSent',
  'subscriptionId',
  'taskId',
  'url',
])
/** The gateway seals a server's state to its call, and gives one where the server gave none. */
const SEALED = 'requestState'
/** The ids of events, and of what a server numbers at random. */
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(_\d+)?/g
/** How often a task was asked after depends on the clock, and so does how many messages there were. */
const POLLS = /^tasks-/

/** Their messages are malformed. The gateway passes none on, so that how they are refused is its own. */
const OWN_REFUSALS = new Set(['sep-2322-validate-input-responses', 'sep-2322-error-on-protocol-error'])

/** @returns the check as text, to be compared with the same check of another run */
export function normalForm(scenario: string, check: Check): string {
  const { id, status, name, errorMessage = '' } = check
  const details = OWN_REFUSALS.has(id) ? '…' : (check.details ?? null)
  const isCounted = POLLS.test(scenario)
  return JSON.stringify([status, name, errorMessage.replace(UUID, '…'), normal(details, isCounted)])
}

function normal(value: unknown, isCounted: boolean): unknown {
  if (typeof value === 'string') return normalText(value, isCounted)
  if (Array.isArray(value)) return value.map((each) => normal(each, isCounted))
  if (typeof value !== 'object' || value === null) return value
  // A refusal is told by its status and its code; its words are those of whoever refuses.
  if ('code' in value && 'message' in value) return { code: value.code }
  const fields = Object.entries(value)
    .filter(([key]) => key !== SEALED)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(
    fields.map(([key, field]) => [
      key,
      isVolatile(key, isCounted) ? '…' : normalField(key, field, value, isCounted),
    ]),
  )
}

function isVolatile(key: string, isCounted: boolean): boolean {
  return ANOTHER_EACH_TIME.has(key) || (isCounted && key === 'messagesValidated')
}

function normalField(key: string, field: unknown, parent: object, isCounted: boolean): unknown {
  if (key === 'body' && 'statusCode' in parent && Number(parent.statusCode) >= 400) return '…'
  // Caches, proxies and browsers are told other things by a gateway than by a server on loopback.
  if (key === 'headers' && isFields(field)) return { 'content-type': field['content-type'] ?? null }
  // An event of a stream.
  if (key === 'id' && 'data' in parent) return '…'
  return normal(field, isCounted)
}

// Some details hold a message as the text that came.
function normalText(text: string, isCounted: boolean): unknown {
  if (/^[{[]/.test(text))
    try {
      return normal(JSON.parse(text), isCounted)
    } catch {}
  return text.replace(UUID, '…')
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
