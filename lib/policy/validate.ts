// A valid policy against the tools it is for: what names nothing, what can never hold, what is left
// open. All of these are warnings: the document means something, only perhaps not what was meant.
import { compareNumbers } from '#lib/json/index.ts'
import type { Category, Severity, ToolFacts, ToolState } from './call.ts'
import { compilePolicy } from './compile.ts'
import { isGlob, nameMatches } from './glob.ts'
import type { Issue } from './issue.ts'
import { isListed } from './listing.ts'
import { nearest } from './members.ts'
import { parsePath } from './path.ts'
import { governorIn, hiderIn } from './placement.ts'
import { childPointer } from './pointer.ts'
import type { Condition, Entry, Limit, Policy, Rule } from './policy.ts'
import { declaredArguments, findInSchema } from './schema.ts'
import { type Place, type SchemaTool, validateComparison, type Warn } from './validate-condition.ts'

export type ValidatedTool = {
  readonly name: string
  readonly inputSchema: unknown
  readonly category: Category
  readonly severity: Severity
  readonly state: ToolState
}

/** Warnings about a policy, given the tools of its server; without tools, those that need none. */
export function validatePolicy(policy: Policy, tools: readonly ValidatedTool[]): Issue[] {
  const issues: Issue[] = []
  const warn: Warn = (pointer, code, message, fix) => {
    issues.push({ code, pointer, message, severity: 'warning', ...(fix ? { fix } : {}) })
  }
  const present = tools.filter((tool) => tool.state !== 'gone')
  if (present.length > 0) {
    warnUnknownNames(policy, present, warn)
    warnOpenTools(policy, present, warn)
    warnEverythingDenied(policy, present, warn)
  }
  warnMethods(policy, warn)
  const governs = governorIn(policy)
  const governed = new Map<string | null, ValidatedTool[]>()
  for (const tool of present) {
    const governor = governs(tool.name)
    governed.set(governor, [...(governed.get(governor) ?? []), tool])
  }
  validateEntry(policy.all_tools, '/all_tools', present, policy, warn)
  for (const [name, entry] of policy.tools)
    validateEntry(entry, childPointer('/tools', name), governed.get(name) ?? [], policy, warn)
  return issues
}

function warnUnknownNames(policy: Policy, tools: readonly ValidatedTool[], warn: Warn): void {
  const names = new Set(tools.map((tool) => tool.name))
  const check = (name: string, pointer: string, renames: boolean): void => {
    if (isGlob(name)) {
      if (![...names].some((tool) => nameMatches(name, tool)))
        warn(pointer, 'unused-pattern', `The pattern “${name}” matches no tool of this server.`)
      return
    }
    if (names.has(name)) return
    const near = nearest(name, names)
    const renamed = renames && near && !policy.tools.has(near)
    warn(
      pointer,
      'unknown-tool',
      `This server has no tool “${name}”.${near ? ` Did you mean “${near}”?` : ''}`,
      renamed
        ? { label: `Rename to ${near}`, command: { type: 'rename-key', pointer, to: near } }
        : undefined,
    )
  }
  for (const name of policy.tools.keys()) check(name, childPointer('/tools', name), true)
  for (const [index, name] of policy.hide.entries()) check(name, `/hide/${index}`, false)
}

function warnOpenTools(policy: Policy, tools: readonly ValidatedTool[], warn: Warn): void {
  if (policy.default !== 'allow') return
  const governs = governorIn(policy)
  const hides = hiderIn(policy)
  const open = tools.filter(
    (tool) => tool.severity === 'Critical' && governs(tool.name) === null && hides(tool.name) === null,
  )
  if (open.length === 0) return
  const names = open.map((tool) => tool.name)
  warn(
    '/default',
    'open-by-default',
    `The default lets every call of ${listed(names)} pass, and ${names.length === 1 ? 'it is' : 'they are'} Critical.`,
    {
      label: `Deny ${names.length === 1 ? 'it' : 'them'}`,
      command: { type: 'move', tools: names, to: 'deny' },
    },
  )
}

function warnEverythingDenied(policy: Policy, tools: readonly ValidatedTool[], warn: Warn): void {
  const compiled = compilePolicy(policy)
  const shown = tools.some((tool) => isListed(compiled, factsOf(tool)))
  if (!shown) warn('', 'everything-denied', 'This policy refuses every call of every tool of this server.')
}

/** As though every tool were accepted: what the policy itself refuses is the question here. */
function factsOf({ name, category, severity, inputSchema }: ValidatedTool): ToolFacts {
  return { name, category, severity, state: 'pinned', declared: declaredArguments(inputSchema) }
}

const REFUSED_GROUPS = ['tasks', 'sampling', 'elicitation', 'roots'] as const

function warnMethods(policy: Policy, warn: Warn): void {
  const absent = REFUSED_GROUPS.filter((group) => policy.methods[group] === undefined)
  if (policy.default !== 'allow' || absent.length === 0) return
  warn(
    '/methods',
    'methods-by-default',
    `The default is allow, but this release refuses ${listed(absent)} all the same.`,
  )
}

function validateEntry(
  entry: Entry,
  at: string,
  tools: readonly SchemaTool[],
  policy: Policy,
  warn: Warn,
): void {
  const required = entry.require.flatMap((rule) => existingPaths(rule.conditions))
  for (const list of ['require', 'deny_if'] as const)
    for (const [index, rule] of entry[list].entries())
      validateRule(rule, `${at}/${list}/${index}`, { list, tools, guarded: guardedBy(rule, required) }, warn)
  const approval = entry.require_approval
  if (approval) {
    const place: Place = { list: 'require_approval', tools, guarded: guardedBy(approval, required) }
    validateConditions(approval.conditions, `${at}/require_approval/conditions`, place, warn)
  }
  for (const [index, limit] of entry.limits.entries())
    validateLimit(limit, `${at}/limits/${index}`, tools, warn)
  const bounds = at === '/all_tools' ? entry.limits : [...policy.all_tools.limits, ...entry.limits]
  if (bounds.length > 0 && bounds.every((limit) => limit.scope === 'session'))
    warn(
      `${at}/limits`,
      'limit-session-only',
      'A client can open another session, so a limit for each session alone bounds nothing. Add one for each grant.',
    )
}

function guardedBy(
  { conditions }: Pick<Rule, 'conditions'>,
  required: readonly string[],
): ReadonlySet<string> {
  return new Set([...required, ...existingPaths(conditions)])
}

function existingPaths(conditions: readonly Condition[]): string[] {
  return conditions
    .flatMap((condition) => ('any_of' in condition ? condition.any_of : [condition]))
    .filter((comparison) => comparison.op === 'exists')
    .map((comparison) => comparison.path)
}

function validateRule(rule: Rule, at: string, place: Place, warn: Warn): void {
  if (place.list === 'require' && rule.conditions.length === 0)
    warn(
      at,
      'rule-without-effect',
      'A requirement without conditions always holds. Remove it, or say what must hold.',
    )
  validateConditions(rule.conditions, `${at}/conditions`, place, warn)
}

function validateConditions(conditions: readonly Condition[], at: string, place: Place, warn: Warn): void {
  for (const [index, condition] of conditions.entries()) {
    if (!('any_of' in condition)) validateComparison(condition, `${at}/${index}`, place, warn)
    else
      for (const [inner, comparison] of condition.any_of.entries())
        validateComparison(comparison, `${at}/${index}/any_of/${inner}`, place, warn)
  }
}

function validateLimit(limit: Limit, at: string, tools: readonly SchemaTool[], warn: Warn): void {
  if (compareNumbers(limit.max, 0) === 0)
    warn(`${at}/max`, 'limit-zero', `The limit “${limit.counter}” is 0, so it refuses every call.`)
  const path = limit.increment_from === undefined ? '' : parsePath(limit.increment_from)
  if (typeof path === 'string') return
  for (const tool of tools) {
    const finding = findInSchema(tool.inputSchema, path.steps)
    if (!finding.known) continue
    const text = limit.increment_from
    if (!finding.present)
      warn(
        `${at}/increment_from`,
        'path-not-in-schema',
        `${tool.name} declares no ${text}, so every call of it is refused.`,
      )
    else if (finding.types.length > 0 && !finding.types.includes('number'))
      warn(
        `${at}/increment_from`,
        'path-never-fits',
        `${tool.name} declares ${text} as ${finding.types.join(' or ')}, so every call of it is refused.`,
      )
    else continue
    return
  }
}

const MOST_NAMES = 5

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ')
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown
}
