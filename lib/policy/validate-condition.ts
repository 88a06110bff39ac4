// Warnings about one condition: what it can never be, and what is easily misread in it.
import type { Json } from '#lib/json/index.ts'
import { type JsonType, typeOf } from './equality.ts'
import type { Issue, IssueCode } from './issue.ts'
import { nearest } from './members.ts'
import { type Path, parsePath, pathText } from './path.ts'
import { childPointer } from './pointer.ts'
import type { Comparison, Operator } from './policy.ts'
import { findInSchema } from './schema.ts'

/** A tool as the validator needs it. */
export type SchemaTool = { readonly name: string; readonly inputSchema: unknown }
export type Warn = (pointer: string, code: IssueCode, message: string, fix?: Issue['fix']) => void
export type Place = {
  readonly list: 'require' | 'deny_if' | 'require_approval'
  /** The tools that the rule applies to, as far as the server's list names them. */
  readonly tools: readonly SchemaTool[]
  /** Paths that a condition of the same rule, or a requirement of the entry, says must exist. */
  readonly guarded: ReadonlySet<string>
}

export function validateComparison(comparison: Comparison, at: string, place: Place, warn: Warn): void {
  const path = parsePath(comparison.path)
  if (typeof path === 'string') return
  if (comparison.op === 'regex') warnUnanchored(comparison, at, warn)
  warnNeverTrue(comparison, at, warn)
  if (path.root === 'client.name')
    warn(
      childPointer(at, 'path'),
      'client-name-widens',
      'client.name is what the client says of itself. Any client can claim this name, so do not let it decide alone.',
    )
  if (path.root !== 'args') {
    if (path.steps.length > 0 && path.root !== 'grant.tags')
      warn(
        childPointer(at, 'path'),
        'path-never-fits',
        `${path.root} has no parts, so this condition is always unknown.`,
      )
    return
  }
  for (const tool of place.tools.slice(0, 1)) warnAgainstSchema(comparison, path, tool, at, place, warn)
}

function warnAgainstSchema(
  { op, value = null }: Comparison,
  path: Path,
  tool: SchemaTool,
  at: string,
  place: Place,
  warn: Warn,
): void {
  if (!place.tools.every((each) => sameFinding(each, tool, path))) return
  const finding = findInSchema(tool.inputSchema, path.steps)
  if (!finding.known) return
  const pointer = childPointer(at, 'path')
  const text = pathText(path)
  if (!finding.present) {
    warn(pointer, 'path-not-in-schema', `${tool.name} declares no ${text}.${nearHint(path, finding.near)}`)
    return
  }
  const { types, required } = finding
  if (types.length > 0 && !types.some((type) => fits(op, value, type)))
    warn(
      pointer,
      'path-never-fits',
      `${tool.name} declares ${text} as ${types.join(' or ')}, which “${op}” can never judge, so every call is refused.`,
    )
  else if (place.list === 'deny_if' && !required && op !== 'exists' && !place.guarded.has(text)) {
    const outcome = op === 'neq' || op === 'not_in' ? 'is refused' : 'is not denied by this rule'
    warn(
      pointer,
      'optional-without-exists',
      `${text} is optional for ${tool.name}: a call without it ${outcome}. Add a condition or a requirement with “exists” to decide that.`,
    )
  }
}

/** A rule for many tools is only warned about where they all agree. */
function sameFinding(a: SchemaTool, b: SchemaTool, path: Path): boolean {
  const [x, y] = [findInSchema(a.inputSchema, path.steps), findInSchema(b.inputSchema, path.steps)]
  if (!x.known || !y.known) return x.known === y.known
  return x.present && y.present
    ? x.types.join() === y.types.join() && x.required === y.required
    : x.present === y.present
}

function nearHint(path: Path, names: readonly string[]): string {
  const last = path.steps.at(-1)
  const near = last?.kind === 'key' ? nearest(last.key, names) : null
  if (near) return ` Did you mean “${near}”?`
  return names.length > 0
    ? ` It declares ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}.`
    : ''
}

function fits(op: Operator, value: Json, type: JsonType): boolean {
  switch (op) {
    case 'exists':
      return true
    case 'eq':
    case 'neq':
      return value === null || typeOf(value) === type
    case 'in':
    case 'not_in':
      return Array.isArray(value) && value.some((each) => each === null || typeOf(each) === type)
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return type === 'number'
    case 'contains':
      return type === 'array' || (type === 'string' && typeof value === 'string')
    case 'regex':
    case 'within':
    case 'host_in':
      return type === 'string'
    default:
      return op satisfies never
  }
}

function warnNeverTrue({ op, value = null }: Comparison, at: string, warn: Warn): void {
  const pointer = childPointer(at, 'value')
  if ((op === 'in' || op === 'not_in') && Array.isArray(value) && value.length === 0)
    warn(pointer, 'never-true', 'An empty list equals nothing, so this condition is always unknown.')
  if (op === 'host_in' && Array.isArray(value) && value.length === 0)
    warn(pointer, 'never-true', 'An empty list holds no host, so this condition is never true.')
}

function warnUnanchored({ value }: Comparison, at: string, warn: Warn): void {
  if (typeof value !== 'string' || isAnchored(value)) return
  const pointer = childPointer(at, 'value')
  const anchored = `^(?:${value})$`
  warn(
    pointer,
    'unanchored-regex',
    'This pattern matches anywhere in the text. Write ^…$ around the whole of it to match the text as a whole.',
    { label: `Change to ${anchored}`, command: { type: 'set', pointer, value: anchored } },
  )
}

/** Whether the pattern begins at the beginning and ends at the end, in each of its alternatives. */
function isAnchored(pattern: string): boolean {
  const body = pattern.replace(/^\(\?[isU]+\)/, '')
  const begins = body.startsWith('^') || body.startsWith('\\A')
  const ends = /(?:^|[^\\])(?:\\\\)*\$$/.test(body) || /(?:^|[^\\])(?:\\\\)*\\z$/.test(body)
  return begins && ends && !hasTopLevelChoice(body) && !/\(\?[a-zA-Z]*m/.test(body)
}

function hasTopLevelChoice(pattern: string): boolean {
  let depth = 0
  let inClass = false
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]
    if (char === '\\') at++
    else if (inClass) inClass = char !== ']'
    else if (char === '[') inClass = true
    else if (char === '(') depth++
    else if (char === ')') depth--
    else if (char === '|' && depth === 0) return true
  }
  return false
}
