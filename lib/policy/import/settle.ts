// The last word of an import (I7): the document is read as this language reads any other, and what it
// does not accept is closed. So nothing that the importer overlooked can open a tool.
import { type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { listOr, objectOr, withMember, withMembers } from '../document.ts'
import type { Issue } from '../issue.ts'
import { MAX_STRING_BYTES } from '../members.ts'
import { parsePolicy } from '../parse.ts'
import { childPointer, pointerSteps } from '../pointer.ts'
import { METHOD_GROUPS } from '../policy.ts'
import { utf8Bytes } from '../regex.ts'
import { closedEntry } from './entry-draft.ts'
import type { Say } from './note.ts'

/** Each round closes what is left of the one before: an entry, then its original, then its name. */
const MOST_ROUNDS = 6

/**
 * The document without what this language refuses, or the issues that closing does not take away.
 * @param source the imported document, of which closed entries keep their part
 */
export function settle(document: JsonObject, source: JsonObject, say: Say): JsonObject | readonly Issue[] {
  const closings = new Map<string, number>()
  let settled: JsonObject | null = document
  let issues: readonly Issue[] = []
  for (let round = 0; settled && round < MOST_ROUNDS; round++) {
    const parsed = parsePolicy(settled)
    if (parsed.ok) return settled
    issues = parsed.issues
    settled = closeAll(settled, { issues, source, say, closings })
  }
  return issues
}

type Round = {
  readonly issues: readonly Issue[]
  readonly source: JsonObject
  readonly say: Say
  /** How often each place was closed in earlier rounds. */
  readonly closings: Map<string, number>
}

/** Null where an issue is about something that cannot be closed. */
function closeAll(document: JsonObject, { issues, source, say, closings }: Round): JsonObject | null {
  let closed: JsonObject | null = document
  const done = new Set<string>()
  for (const issue of issues) {
    const [top = '', name] = pointerSteps(issue.pointer)
    const place = top === 'tools' && name !== undefined ? childPointer('/tools', name) : `/${top}`
    if (done.has(place) || closed === null) continue
    done.add(place)
    const times = closings.get(place) ?? 0
    closings.set(place, times + 1)
    if (times === 0) say(place, 'not-supported', `${issue.message} ${whatHappens(top, name)}`)
    closed = closeOne(closed, issue, times, source)
  }
  return closed
}

function whatHappens(top: string, name: string | undefined): string {
  if (top === 'tools' && name !== undefined)
    return `Every call of “${name.slice(0, 80)}” is refused until you write this anew.`
  if (top === 'all_tools') return 'Every call is refused until you write this anew.'
  if (top === 'methods') return 'Every method is refused until you write this anew.'
  return top === 'hide' ? 'The default is "deny" instead.' : 'It was left out.'
}

function closeOne(document: JsonObject, issue: Issue, times: number, source: JsonObject): JsonObject | null {
  const [top = '', name] = pointerSteps(issue.pointer)
  // What was refused may be the original itself; then it is not kept.
  const closedAs = (original: Json | undefined): JsonObject => closedEntry(times === 0 ? original : undefined)
  if (top === 'hide') return withShortNames(document)
  if (top === 'all_tools') return withMember(document, top, closedAs(member(source, top)))
  if (top === 'tools' && name !== undefined) {
    const tools = objectOr(member(document, top))
    const original = member(objectOr(member(source, top)), name)
    return issue.code === 'glob-ambiguous' || times > 1
      ? hideInstead(document, tools, name)
      : withMember(document, top, withMember(tools, name, closedAs(original)))
  }
  if (top === 'methods')
    return withMember(document, top, jsonObject(METHOD_GROUPS.map((group) => [group, 'deny'])))
  // Without these a document means nothing, or another thing.
  return ['', 'version', 'default', 'tools'].includes(top) ? null : withMember(document, top, undefined)
}

function hideInstead(document: JsonObject, tools: JsonObject, name: string): JsonObject {
  return withMembers(document, [
    ['tools', withMember(tools, name, undefined)],
    ['hide', [...listOr(member(document, 'hide')), name]],
  ])
}

/** A name that no document can hold cannot be hidden; then what is not named is denied. */
function withShortNames(document: JsonObject): JsonObject {
  const short = listOr(member(document, 'hide')).filter(
    (name) => typeof name === 'string' && utf8Bytes(name) <= MAX_STRING_BYTES,
  )
  return withMembers(document, [
    ['default', 'deny'],
    ['hide', short.length > 0 ? short : undefined],
  ])
}
