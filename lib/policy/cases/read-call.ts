// The call of a case: a tool, its arguments, and the facts that a policy may look at.
import { isJsonObject, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { CATEGORIES, SEVERITIES } from '../call.ts'
import { durationSeconds } from '../evaluate/window.ts'
import { childPointer } from '../pointer.ts'
import {
  has,
  type Members,
  readChoice,
  readList,
  readMembers,
  readString,
  requireMember,
  typeWords,
} from '../read/members.ts'
import { CASE_KEYS, type CaseCall, TOOL_STATES } from './cases.ts'

/** When the first call without `at` is made: a Monday, noon in UTC. */
const NOON = Date.UTC(2025, 0, 6, 12)
/** Who calls, where a case does not say. */
const SOMEONE = { label: 'agent', tags: [] } as const

/** @param before the instant of the call before; null for the first */
export function readCall(members: Members, before: number | null): CaseCall | null {
  const at = childPointer(members.at, 'call')
  const call = readMembers(member(members.object, 'call'), at, CASE_KEYS.call, members.report)
  if (!call) return null
  requireMember(call, 'tool', 'A call names its tool.')
  return {
    tool: readString(call, 'tool') ?? '',
    arguments: readArguments(call),
    grant: readGrant(call),
    client: readString(call, 'client') ?? null,
    user: readString(call, 'user') ?? null,
    session: readString(call, 'session') ?? null,
    at: readInstant(call, before),
    category: has(call, 'category') ? readChoice(call, 'category', CATEGORIES, 'Other') : null,
    severity: has(call, 'severity') ? readChoice(call, 'severity', SEVERITIES, 'Low') : null,
    state: readChoice(call, 'state', TOOL_STATES, 'pinned'),
    approved: readApproved(call),
  }
}

function readArguments(call: Members): JsonObject {
  const value = member(call.object, 'arguments')
  if (value === undefined) return jsonObject()
  if (isJsonObject(value)) return value
  const message = `“arguments” is an object, not ${typeWords(value)}.`
  call.report(childPointer(call.at, 'arguments'), 'wrong-type', message)
  return jsonObject()
}

/** A label alone, or a label and tags. */
function readGrant(call: Members): CaseCall['grant'] {
  const value = member(call.object, 'grant')
  if (value === undefined) return SOMEONE
  if (typeof value === 'string') return { label: value, tags: [] }
  const grant = readMembers(value, childPointer(call.at, 'grant'), CASE_KEYS.grant, call.report)
  if (!grant) return SOMEONE
  const tags = readList(grant, 'tags')
  for (const [index, tag] of tags.entries())
    if (typeof tag !== 'string')
      call.report(`${grant.at}/tags/${index}`, 'wrong-type', `A tag is a text, not ${typeWords(tag)}.`)
  return {
    label: readString(grant, 'label') ?? SOMEONE.label,
    tags: tags.filter((tag) => typeof tag === 'string'),
  }
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/

/** `"2025-01-06T12:00:00Z"`, or `"+90s"` after the call before; never before it, as clocks do not. */
function readInstant(call: Members, before: number | null): number {
  const start = before ?? NOON
  const text = readString(call, 'at')
  if (text === undefined) return start
  const pointer = childPointer(call.at, 'at')
  const seconds = text.startsWith('+') ? durationSeconds(text.slice(1)) : null
  if (seconds !== null) return start + seconds * 1000
  const instant = INSTANT.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(instant)) {
    const message =
      '“at” is an instant such as "2025-01-06T12:00:00Z", or a time after the call before: "+90s".'
    call.report(pointer, 'wrong-value', message)
    return start
  }
  if (before !== null && instant < before)
    call.report(pointer, 'out-of-range', 'The calls of a sequence stand in the order of their time.')
  return instant
}

function readApproved(call: Members): boolean {
  const value: Json | undefined = member(call.object, 'approved')
  if (value === undefined || typeof value === 'boolean') return value ?? false
  const message = `“approved” is true or false, not ${typeWords(value)}.`
  call.report(childPointer(call.at, 'approved'), 'wrong-type', message)
  return false
}
