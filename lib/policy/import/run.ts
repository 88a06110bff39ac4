// What every part of one import shares, and what both dialects have in common at the top of a document.
import {
  isJsonNumber,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonObject,
  member,
  numberText,
} from '#lib/json/index.ts'
import { compileGlob, type Glob, globsOverlap, isGlob } from '../evaluate/glob.ts'
import type { Report } from '../issue.ts'
import { childPointer } from '../pointer.ts'
import { typeWords } from '../read/members.ts'
import { MAX_ENTRIES } from '../read/parse.ts'
import type { EntryDraft } from './entry-draft.ts'
import { isLabel, isShadow, SHADOW_TEXT } from './keys.ts'
import type { Say } from './note.ts'

export type ImportRun = {
  readonly say: Say
  /** For what is broken, where no reading is the safe one. */
  readonly report: Report
  /** Whether readers of YAML disagree on the value at the pointer, or on one within it. */
  readonly isDoubtful: (pointer: string) => boolean
  /** The arguments that a tool's schema requires; null where the schema is not known. */
  readonly requiredOf: (tool: string) => readonly string[] | null
}

/** The tools of a document; none, and reported, where they are no object or too many (P5). */
export function toolsOf(document: JsonObject, { report }: ImportRun): [string, Json][] {
  const tools = member(document, 'tools') ?? jsonObject()
  if (!isJsonObject(tools)) {
    report('/tools', 'wrong-type', `“tools” is an object of tools, not ${typeWords(tools)}.`)
    return []
  }
  const entries = Object.entries(tools)
  if (entries.length <= MAX_ENTRIES) return entries
  report(
    '/tools',
    'too-many',
    `At most ${MAX_ENTRIES} names may stand here, and there are ${entries.length}.`,
  )
  return []
}

/** Closes an entry for a reason, which is a clause without a full stop. */
export function closer(draft: EntryDraft, name: string, say: Say): (pointer: string, why: string) => void {
  return (pointer, why) => {
    draft.closed = true
    const of = name === '*' ? 'every tool' : `“${name}”`
    const reason = why.charAt(0).toUpperCase() + why.slice(1)
    say(pointer, 'not-supported', `${reason}. Every call of ${of} is refused until you write this anew.`)
  }
}

export function readVersion(document: JsonObject, { say, report }: ImportRun): void {
  const version = member(document, 'version')
  if (version === '1' || (isJsonNumber(version) && numberText(version) === '1')) return
  if (version === undefined) say('', 'mapped', 'The document has no “version”; it was read as version "1".')
  else report('/version', 'wrong-value', 'Only documents of version "1" can be imported.')
}

/** The names in `hide`, which may also be one text. */
export function readHidden(document: JsonObject, { report }: ImportRun): string[] {
  const value = member(document, 'hide') ?? []
  if (typeof value === 'string') return [value]
  if (!Array.isArray(value)) {
    report('/hide', 'wrong-type', `“hide” is a list of tools, not ${typeWords(value)}.`)
    return []
  }
  for (const [index, name] of value.entries())
    if (typeof name !== 'string')
      report(
        childPointer('/hide', index),
        'wrong-type',
        `“hide” lists names of tools, not ${typeWords(name)}.`,
      )
  return value.filter((name) => typeof name === 'string')
}

/** Members of the top level that are not `known`: kept under `x-`, and whether one of them may forbid something. */
export function carryMembers(
  document: JsonObject,
  known: readonly string[],
  { say }: ImportRun,
): { readonly members: [string, Json][]; readonly mayForbid: boolean } {
  const members: [string, Json][] = []
  let mayForbid = false
  for (const [key, value] of Object.entries(document)) {
    if (known.includes(key)) continue
    const pointer = childPointer('', key)
    const kept =
      key.startsWith('x-') || (key === '$schema' && typeof value === 'string') ? key : freeKey(key, document)
    members.push([kept, value])
    if (isShadow(key)) say(pointer, 'not-supported', SHADOW_TEXT)
    else if (isLabel(key) || kept === key)
      say(pointer, 'kept', `“${key}” stands under “${kept}” and means nothing here.`)
    else {
      mayForbid = true
      say(
        pointer,
        'not-supported',
        `“${key}” is not known here and may forbid something. Every call is refused until you take the refusal in “all_tools” away.`,
      )
    }
  }
  return { members, mayForbid }
}

/** `x-<key>`, numbered where the object has that already. */
export function freeKey(key: string, object: JsonObject): string {
  let name = `x-${key}`
  for (let number = 2; Object.hasOwn(object, name); number++) name = `x-${key}-${number}`
  return name
}

/**
 * A name with `*` is a plain name there and a pattern here. Where everything else is denied it would
 * open tools, and is left out; where everything else is open it closes more than was meant, and is kept.
 * @returns whether the name may stand as an entry; one that may not and is open otherwise is in `hidden`
 */
export function nameReader(
  byDefault: 'allow' | 'deny',
  hidden: string[],
  { say }: ImportRun,
): (name: string) => boolean {
  const kept = new Map<number, Glob[]>()
  return (name) => {
    if (!isGlob(name)) return true
    const at = childPointer('/tools', name)
    if (byDefault === 'deny') {
      say(
        at,
        'not-supported',
        `“${name}” may be the name of one tool there and is a pattern here; it was left out, so that it opens no other tool.`,
      )
      return false
    }
    const glob = compileGlob(name)
    const rivals = kept.get(glob.literals) ?? []
    kept.set(glob.literals, rivals)
    if (rivals.some((rival) => globsOverlap(rival, glob))) {
      hidden.push(name)
      say(
        at,
        'not-supported',
        `“${name}” and another pattern can mean the same tools; what it means is hidden.`,
      )
      return false
    }
    rivals.push(glob)
    say(at, 'mapped', `“${name}” is a pattern here: its rules are for every tool that fits.`)
    return true
  }
}
