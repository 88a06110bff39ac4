// The last word of an import (O7): the document is read as this language reads any other, and what it
// does not accept is closed. So nothing that the importer overlooked can open a tool.
import { type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { listOr, objectOr } from '../edit/document.ts'
import { utf8Bytes } from '../evaluate/regex.ts'
import type { Issue } from '../issue.ts'
import { childPointer, pointerSteps } from '../pointer.ts'
import { METHOD_GROUPS } from '../policy.ts'
import { MAX_STRING_BYTES } from '../read/members.ts'
import { parsePolicy } from '../read/parse.ts'
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
  // One copy for all of the issues: there may be thousands.
  const closed = copyOf(document)
  const tools = copyOf(member(document, 'tools'))
  const done = new Set<string>()
  for (const issue of issues) {
    const [top = '', name] = pointerSteps(issue.pointer)
    const place = top === 'tools' && name !== undefined ? childPointer('/tools', name) : `/${top}`
    if (done.has(place)) continue
    done.add(place)
    const times = closings.get(place) ?? 0
    closings.set(place, times + 1)
    if (times === 0) say(place, 'not-supported', `${issue.message} ${whatHappens(top, name)}`)
    if (top === 'tools' && name !== undefined) closeTool(closed, tools, name, { issue, times, source })
    else if (!closeMember(closed, top, times, source)) return null
  }
  closed.tools = tools
  return closed
}

function copyOf(value: Json | undefined): JsonObject {
  return jsonObject(Object.entries(objectOr(value)))
}

function whatHappens(top: string, name: string | undefined): string {
  if (top === 'tools' && name !== undefined)
    return `Every call of “${name.slice(0, 80)}” is refused until you write this anew.`
  if (top === 'all_tools') return 'Every call is refused until you write this anew.'
  if (top === 'methods') return 'Every method is refused until you write this anew.'
  return top === 'hide' ? 'The default is "deny" instead.' : 'It was left out.'
}

type Closing = { readonly issue: Issue; readonly times: number; readonly source: JsonObject }

/** An entry that is still refused once it holds nothing is hidden instead. */
function closeTool(
  document: JsonObject,
  tools: JsonObject,
  name: string,
  { issue, times, source }: Closing,
): void {
  if (issue.code === 'glob-ambiguous' || times > 1) {
    delete tools[name]
    document.hide = [...listOr(document.hide), name]
  } else {
    const original = member(objectOr(member(source, 'tools')), name)
    // What was refused may be the original itself; then it is not kept.
    tools[name] = closedEntry(times === 0 ? original : undefined)
  }
}

function closeMember(document: JsonObject, key: string, times: number, source: JsonObject): boolean {
  // Without these a document means nothing, or another thing.
  if (['', 'version', 'default', 'tools'].includes(key)) return false
  if (key === 'hide') keepShortNames(document)
  else if (key === 'all_tools') document[key] = closedEntry(times === 0 ? member(source, key) : undefined)
  else if (key === 'methods') document[key] = jsonObject(METHOD_GROUPS.map((group) => [group, 'deny']))
  else delete document[key]
  return true
}

/** A name that no document can hold cannot be hidden; then what is not named is denied. */
function keepShortNames(document: JsonObject): void {
  const short = listOr(document.hide).filter(
    (name) => typeof name === 'string' && utf8Bytes(name) <= MAX_STRING_BYTES,
  )
  document.default = 'deny'
  if (short.length > 0) document.hide = short
  else delete document.hide
}
