// A document becomes a Policy, or every issue at once (P1–P6). Nothing downstream checks it again.
import { isJsonObject, type Json, member } from '#lib/json/index.ts'
import { compileGlob, type Glob, globsOverlap, isGlob } from '../evaluate/glob.ts'
import { utf8Bytes } from '../evaluate/regex.ts'
import { type Issue, type Parsed, parsed, type Report } from '../issue.ts'
import { childPointer, pointerTo } from '../pointer.ts'
import { type Entry, type Limit, METHOD_GROUPS, type MethodGroup, type Policy } from '../policy.ts'
import type { EntryMemory, ReadEntry } from './entry-memory.ts'
import { EFFECTS, KEY_WORDS, keysOf } from './keys.ts'
import {
  MAX_STRING_BYTES,
  type Members,
  readChoice,
  readList,
  readMembers,
  readString,
  typeWords,
} from './members.ts'
import { MAX_GLOBS, MAX_PATTERN_BYTES, patternBytes } from './pattern-bounds.ts'
import { EMPTY_ENTRY, type PlacedLimit, readEntry } from './read-entry.ts'

export const MAX_ENTRIES = 10_000

/**
 * Reads a document of this language: a Policy with its shorthands written out, or all of its issues.
 * @param memory entries that were read before, of documents that share them with this one; it takes in more
 */
export function parsePolicy(document: Json, memory?: EntryMemory): Parsed<Policy> {
  const issues: Issue[] = []
  const report: Report = (pointer, code, message, fix) => {
    issues.push({ code, pointer, message, severity: 'error', ...(fix ? { fix } : {}) })
  }
  const members = readMembers(document, '', keysOf(KEY_WORDS.document), report, { carries: true })
  if (!members) return parsed(NOTHING, issues)
  readString(members, '$schema')
  checkStrings(members.object, [], report, memory)
  readVersion(members)
  const placed: PlacedLimit[] = []
  const fresh: [object, ReadEntry][] = []
  const spent: Spent = { bytes: 0 }
  const allTools = member(members.object, 'all_tools')
  const readsAll = allTools !== undefined && spends(spent, patternBytes(allTools), '/all_tools', report)
  const policy: Policy = {
    version: '1',
    default: readDefault(members),
    hide: readHide(members),
    methods: readMethods(members),
    all_tools: readsAll ? readEntry(allTools, '/all_tools', null, report, placed) : EMPTY_ENTRY,
    tools: readTools(members, placed, fresh, spent, memory),
  }
  reportAmbiguousGlobs(policy, report)
  reportLimitClashes(placed, report)
  if (issues.length === 0) for (const [value, read] of fresh) memory?.set(value, read)
  return parsed(policy, issues)
}

const NOTHING: Policy = {
  version: '1',
  default: 'deny',
  hide: [],
  methods: {},
  all_tools: EMPTY_ENTRY,
  tools: new Map(),
}

function readVersion(members: Members): void {
  const fix = {
    label: 'Set "version": "1"',
    command: { type: 'set', pointer: '/version', value: '1' },
  } as const
  const version = member(members.object, 'version')
  if (version === '1') return
  const code = version === undefined ? 'missing-key' : 'wrong-value'
  members.report('/version', code, 'A document says "version": "1".', fix)
}

function readDefault(members: Members): 'allow' | 'deny' {
  if (Object.hasOwn(members.object, 'default')) return readChoice(members, 'default', EFFECTS, 'deny')
  const fix = {
    label: 'Set "default": "deny"',
    command: { type: 'set', pointer: '/default', value: 'deny' },
  } as const
  members.report(
    '/default',
    'missing-key',
    '“default” says what happens to tools that no entry names: "deny" or "allow".',
    fix,
  )
  return 'deny'
}

function readHide(members: Members): string[] {
  const names: string[] = []
  for (const [index, value] of readList(members, 'hide').entries()) {
    if (typeof value === 'string') names.push(value)
    else
      members.report(`/hide/${index}`, 'wrong-type', `“hide” lists names of tools, not ${typeWords(value)}.`)
  }
  reportCount(names, '/hide', members.report)
  return names
}

function readMethods(members: Members): Policy['methods'] {
  const value = member(members.object, 'methods')
  if (value === undefined) return {}
  const methods = readMembers(value, '/methods', METHOD_GROUPS, members.report)
  const read: Partial<Record<MethodGroup, 'allow' | 'deny'>> = {}
  if (!methods) return read
  for (const group of METHOD_GROUPS)
    if (Object.hasOwn(methods.object, group)) read[group] = readChoice(methods, group, EFFECTS, 'deny')
  return read
}

function readTools(
  members: Members,
  placed: PlacedLimit[],
  fresh: [object, ReadEntry][],
  spent: Spent,
  memory?: EntryMemory,
): Map<string, Entry> {
  const tools = new Map<string, Entry>()
  const value = member(members.object, 'tools')
  if (value === undefined) return tools
  if (!isJsonObject(value)) {
    members.report('/tools', 'wrong-type', `“tools” is an object of entries, not ${typeWords(value)}.`)
    return tools
  }
  const names = Object.keys(value)
  reportCount(names, '/tools', members.report)
  for (const name of names) {
    const written = value[name] ?? null
    // The most frequent entry of all: a tool that passes.
    if (isJsonObject(written) && Object.keys(written).length === 0) {
      tools.set(name, EMPTY_ENTRY)
      continue
    }
    const read = isJsonObject(written) ? memory?.get(written) : undefined
    const at = childPointer('/tools', name)
    const bytes = read?.patternBytes ?? patternBytes(written)
    if (!spends(spent, bytes, at, members.report)) continue
    if (read?.name === name) {
      tools.set(name, read.entry)
      placed.push(...read.placed)
      continue
    }
    const limits: PlacedLimit[] = []
    const entry = readEntry(written, at, name, members.report, limits)
    tools.set(name, entry)
    placed.push(...limits)
    if (memory && isJsonObject(written))
      fresh.push([written, { name, entry, placed: limits, patternBytes: bytes }])
  }
  return tools
}

function reportCount(names: readonly string[], pointer: string, report: Report): void {
  if (names.length > MAX_ENTRIES)
    report(pointer, 'too-many', `At most ${MAX_ENTRIES} names may stand here, and there are ${names.length}.`)
  const globs = names.filter(isGlob).length
  if (globs > MAX_GLOBS)
    report(
      pointer,
      'too-many-patterns',
      `At most ${MAX_GLOBS} names with * may stand here, and there are ${globs}. Write tools by their names, or widen the patterns.`,
    )
}

type Spent = { bytes: number }

/** P5: false from the first entry on whose expressions are more than one document may have; said once. */
function spends(spent: Spent, bytes: number, at: string, report: Report): boolean {
  const before = spent.bytes
  spent.bytes += bytes
  if (spent.bytes <= MAX_PATTERN_BYTES) return true
  if (before <= MAX_PATTERN_BYTES)
    report(
      at,
      'too-much-regex',
      `All regular expressions of a document have at most ${MAX_PATTERN_BYTES} bytes together, and this entry goes beyond. Compare with “in” or “within”, or share rules under all_tools.`,
    )
  return false
}

/** P5: every text of the document, keys included. `steps` is where the value stands; it is lent, not given. */
function checkStrings(value: Json, steps: (string | number)[], report: Report, memory?: EntryMemory): void {
  if (typeof value === 'string') checkString(value, steps, report)
  else if (Array.isArray(value))
    for (const [index, each] of value.entries()) checkMember(index, each, steps, report)
  else if (isJsonObject(value) && !memory?.has(value))
    for (const key of Object.keys(value)) {
      if (key.length * 3 > MAX_STRING_BYTES) checkString(key, [...steps, key], report)
      checkMember(key, value[key] ?? null, steps, report, memory)
    }
}

function checkMember(
  key: string | number,
  value: Json,
  steps: (string | number)[],
  report: Report,
  memory?: EntryMemory,
): void {
  steps.push(key)
  checkStrings(value, steps, report, memory)
  steps.pop()
}

function checkString(text: string, steps: readonly (string | number)[], report: Report): void {
  if (text.length * 3 > MAX_STRING_BYTES && utf8Bytes(text) > MAX_STRING_BYTES)
    report(pointerTo(steps), 'too-long', `A text is at most ${MAX_STRING_BYTES} bytes long.`)
}

/** M3: of two globs with equally many literal characters, none is the more specific one. */
function reportAmbiguousGlobs(policy: Policy, report: Report): void {
  const byLiterals = new Map<number, Glob[]>()
  const globs = [...policy.tools.keys()].filter(isGlob)
  if (globs.length > MAX_GLOBS) return
  for (const name of globs) {
    const glob = compileGlob(name)
    const rivals = byLiterals.get(glob.literals) ?? []
    const rival = rivals.find((other) => globsOverlap(other, glob))
    if (rival)
      report(
        childPointer('/tools', name),
        'glob-ambiguous',
        `“${name}” and “${rival.name}” can match the same tool and are equally specific, so neither would govern it.`,
      )
    rivals.push(glob)
    byLiterals.set(glob.literals, rivals)
  }
}

/** L5: one counter name in one scope is one count, so everything but `max` must agree. */
function reportLimitClashes(placed: readonly PlacedLimit[], report: Report): void {
  const first = new Map<string, Limit>()
  for (const { limit, at, shorthand } of placed) {
    const key = `${limit.scope} ${limit.counter}`
    const other = first.get(key)
    if (!other) {
      first.set(key, limit)
      continue
    }
    for (const field of ['window', 'algorithm', 'increment_from'] as const) {
      if (limit[field] === other[field]) continue
      const pointer = shorthand ? at : childPointer(at, field)
      report(
        pointer,
        'limit-clash',
        `The counter “${limit.counter}” has another “${field}” elsewhere in this document. Give one of the two another name.`,
      )
    }
  }
}
