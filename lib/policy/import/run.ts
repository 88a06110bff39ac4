// What every part of one import shares, and what both dialects have in common at the top of a document.
import { isJsonNumber, type Json, type JsonObject, member, numberText } from '#lib/json/index.ts'
import { compileGlob, globsOverlap, isGlob } from '../glob.ts'
import type { Report } from '../issue.ts'
import { typeWords } from '../members.ts'
import { childPointer } from '../pointer.ts'
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
 */
export function mayName(
  name: string,
  byDefault: 'allow' | 'deny',
  entries: readonly (readonly [string, Json])[],
  hidden: string[],
  { say }: ImportRun,
): boolean {
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
  const rivals = entries
    .map(([other]) => other)
    .filter(isGlob)
    .map(compileGlob)
  if (rivals.some((rival) => rival.literals === glob.literals && globsOverlap(rival, glob))) {
    hidden.push(name)
    say(
      at,
      'not-supported',
      `“${name}” and another pattern can mean the same tools; what it means is hidden.`,
    )
    return false
  }
  say(at, 'mapped', `“${name}” is a pattern here: its rules are for every tool that fits.`)
  return true
}
