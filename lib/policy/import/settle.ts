// The last word of an import (I7): the document is read as this language reads any other, and what it
// does not accept is closed. So nothing that the importer overlooked can open a tool.
import { isJsonObject, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { listOr, objectOr, withMember, withMembers } from '../document.ts'
import type { Issue } from '../issue.ts'
import { MAX_STRING_BYTES } from '../members.ts'
import { parsePolicy } from '../parse.ts'
import { childPointer, pointerSteps } from '../pointer.ts'
import { utf8Bytes } from '../regex.ts'
import { closedEntry, ORIGINAL_KEY } from './entry-draft.ts'
import type { Say } from './note.ts'

/** Each round closes what is left of the one before: an entry, then its original, then its name. */
const MOST_ROUNDS = 6

/**
 * The document without what this language refuses, or the issues that closing does not take away.
 * @param source the imported document, of which closed entries keep their part
 */
export function settle(document: JsonObject, source: JsonObject, say: Say): JsonObject | readonly Issue[] {
  let settled = document
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const parsed = parsePolicy(settled)
    if (parsed.ok) return settled
    const closed = closeAll(settled, parsed.issues, source, say)
    if (closed === null) return parsed.issues
    settled = closed
  }
  const parsed = parsePolicy(settled)
  return parsed.ok ? settled : parsed.issues
}

/** Null where an issue is about something that cannot be closed. */
function closeAll(
  document: JsonObject,
  issues: readonly Issue[],
  source: JsonObject,
  say: Say,
): JsonObject | null {
  let closed = document
  const done = new Set<string>()
  for (const issue of issues) {
    const [top = '', name] = pointerSteps(issue.pointer)
    const place = top === 'tools' && name !== undefined ? childPointer('/tools', name) : `/${top}`
    if (done.has(place)) continue
    done.add(place)
    say(place, 'not-supported', `${issue.message} ${whatHappens(top, name)}`)
    const next = closeOne(closed, issue, source)
    if (next === null) return null
    closed = next
  }
  return closed
}

function whatHappens(top: string, name: string | undefined): string {
  if (top === 'tools' && name !== undefined)
    return `Every call of “${name.slice(0, 80)}” is refused until you write this anew.`
  if (top === 'all_tools') return 'Every call is refused until you write this anew.'
  return 'It was left out.'
}

function closeOne(document: JsonObject, { pointer, code }: Issue, source: JsonObject): JsonObject | null {
  const [top = '', name] = pointerSteps(pointer)
  const tools = objectOr(member(document, 'tools'))
  if (top === 'all_tools')
    return withMember(document, top, closeAgain(member(document, top), member(source, top)))
  if (top === 'hide') return withShortNames(document)
  if (top === 'tools' && name !== undefined) {
    const entry = member(tools, name)
    if (code === 'glob-ambiguous' || isBare(entry)) return hideInstead(document, tools, name)
    const original = member(objectOr(member(source, 'tools')), name)
    return withMember(document, 'tools', withMember(tools, name, closeAgain(entry, original)))
  }
  return top !== '' && top !== 'tools' && top !== 'version' && top !== 'default'
    ? withMember(document, top, undefined)
    : null
}

/** Closed with its original; where that is what was refused, closed without it. */
function closeAgain(entry: Json | undefined, original: Json | undefined): JsonObject {
  const hadOriginal = isJsonObject(entry) && Object.hasOwn(entry, ORIGINAL_KEY) && isClosed(entry)
  return closedEntry(hadOriginal ? undefined : original)
}

function isClosed(entry: JsonObject): boolean {
  return Object.keys(entry).every((key) => key === 'deny_if' || key === ORIGINAL_KEY)
}

function isBare(entry: Json | undefined): boolean {
  return isJsonObject(entry) && isClosed(entry) && !Object.hasOwn(entry, ORIGINAL_KEY)
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
    (name) => typeof name !== 'string' || utf8Bytes(name) <= MAX_STRING_BYTES,
  )
  const members: [string, Json | undefined][] = [
    ['default', 'deny'],
    ['hide', short.length > 0 ? short : undefined],
  ]
  return jsonObject(Object.entries(withMembers(document, members)))
}
