// A policy made ready once per version, so that a call costs a look-up and a few comparisons.
import { compareNumbers, decimalText } from '#lib/json/index.ts'
import type { Draw, RulePointer } from '../decision.ts'
import { childPointer } from '../pointer.ts'
import type { Approval, Condition, Entry, Limit, Policy, Rule } from '../policy.ts'
import { type CompiledCondition, compileCondition } from './condition.ts'
import { compileGlob, findGlob, type Glob, isGlob, sortGlobs } from './glob.ts'
import { parsePath, type Step } from './path.ts'

export type CompiledRule = {
  readonly pointer: RulePointer
  readonly rule: Rule
  readonly conditions: readonly CompiledCondition[]
  /** Every path begins at `tool.`, so the rule is decided before any call is made (E14). */
  readonly toolOnly: boolean
}

export type CompiledApproval = {
  readonly pointer: RulePointer
  readonly approval: Approval
  readonly conditions: readonly CompiledCondition[]
}

export type CompiledLimit = {
  readonly limit: Limit
  /** What it takes from every call, or from a call whose amount is still to be read. */
  readonly draw: Draw
  readonly amountSteps: readonly Step[] | null
  readonly isZero: boolean
}

export type CompiledEntry = {
  readonly name: string
  readonly pointer: RulePointer
  readonly strict: boolean
  readonly require: readonly CompiledRule[]
  readonly denyIf: readonly CompiledRule[]
  readonly approval: CompiledApproval | null
  readonly limits: readonly CompiledLimit[]
}

export type CompiledPolicy = {
  readonly policy: Policy
  readonly hidden: { readonly names: ReadonlySet<string>; readonly globs: readonly Glob[] }
  readonly allTools: CompiledEntry
  readonly exact: ReadonlyMap<string, CompiledEntry>
  /** Most literal characters first (M3). */
  readonly globs: readonly (Glob & { readonly entry: CompiledEntry })[]
  /** What holds besides it, and is asked before it (S); null where nothing does. */
  readonly baseline: CompiledPolicy | null
}

/** What stands before the rule pointers and before the names of the counters of a document. */
export type Marks = { readonly pointers: string; readonly counters: string }
const NO_MARKS: Marks = { pointers: '', counters: '' }

/** Compiles a policy. Once for each version: evaluation then allocates little. */
export function compilePolicy(policy: Policy, marks: Marks = NO_MARKS): CompiledPolicy {
  const exact = new Map<string, CompiledEntry>()
  const globs: (Glob & { readonly entry: CompiledEntry })[] = []
  for (const [name, entry] of policy.tools) {
    const compiled = compileEntry(name, childPointer(`${marks.pointers}/tools`, name), entry, marks)
    if (isGlob(name)) globs.push({ ...compileGlob(name), entry: compiled })
    else exact.set(name, compiled)
  }
  return {
    policy,
    hidden: { names: new Set(policy.hide.filter((name) => !isGlob(name))), globs: sortGlobs(policy.hide) },
    allTools: compileEntry('', `${marks.pointers}/all_tools`, policy.all_tools, marks),
    exact,
    globs: globs.sort((a, b) => b.literals - a.literals),
    baseline: null,
  }
}

/** The entry that governs a tool (M3), or null. */
export function entryFor(policy: CompiledPolicy, name: string): CompiledEntry | null {
  return policy.exact.get(name) ?? findGlob(policy.globs, name)?.entry ?? null
}

export function isHidden(policy: CompiledPolicy, name: string): boolean {
  return policy.hidden.names.has(name) || findGlob(policy.hidden.globs, name) !== null
}

/** The layers of a tool: those of the baseline before those of the policy (S3), of each `all_tools` first. */
export function layersFor(policy: CompiledPolicy, name: string): readonly CompiledEntry[] {
  const entry = entryFor(policy, name)
  const own = entry ? [policy.allTools, entry] : [policy.allTools]
  return policy.baseline ? [...layersFor(policy.baseline, name), ...own] : own
}

/** Every limit of a policy and its baseline, as a call draws from it: those of all tools first. */
export function limitsOf({ allTools, exact, globs, baseline }: CompiledPolicy): readonly Draw[] {
  const entries = [allTools, ...exact.values(), ...globs.map(({ entry }) => entry)]
  const own = entries.flatMap(({ limits }) => limits.map(({ draw }) => draw))
  return baseline ? [...limitsOf(baseline), ...own] : own
}

function compileEntry(name: string, pointer: RulePointer, entry: Entry, { counters }: Marks): CompiledEntry {
  const approval = entry.require_approval
  return {
    name,
    pointer,
    strict: entry.strict_arguments,
    require: entry.require.map((rule, index) => compileRule(rule, `${pointer}/require/${index}`)),
    denyIf: entry.deny_if.map((rule, index) => compileRule(rule, `${pointer}/deny_if/${index}`)),
    approval: approval && {
      pointer: `${pointer}/require_approval`,
      approval,
      conditions: approval.conditions.map(compileCondition),
    },
    limits: entry.limits.map((limit) =>
      compileLimit(limit, childPointer(`${pointer}/limits`, limit.counter), counters + limit.counter),
    ),
  }
}

function compileRule(rule: Rule, pointer: RulePointer): CompiledRule {
  return {
    pointer,
    rule,
    conditions: rule.conditions.map(compileCondition),
    toolOnly: rule.conditions.every(readsToolOnly),
  }
}

function readsToolOnly(condition: Condition): boolean {
  const comparisons = 'any_of' in condition ? condition.any_of : [condition]
  return comparisons.every(({ path }) => path.startsWith('tool.'))
}

function compileLimit(limit: Limit, rule: RulePointer, counter: string): CompiledLimit {
  return {
    limit,
    draw: {
      rule,
      counter,
      scope: limit.scope,
      window: limit.window,
      algorithm: limit.algorithm,
      max: decimalText(limit.max),
      amount: '1',
      ...(limit.on_deny === undefined ? {} : { onDeny: limit.on_deny }),
    },
    amountSteps: limit.increment_from === undefined ? null : stepsOf(limit.increment_from),
    isZero: compareNumbers(limit.max, 0) <= 0,
  }
}

/** No steps for a text that is no path: they lead to the arguments as a whole, which are no number. */
function stepsOf(text: string): readonly Step[] {
  const path = parsePath(text)
  return typeof path === 'string' ? [] : path.steps
}
