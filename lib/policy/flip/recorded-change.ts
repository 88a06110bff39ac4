// What would change the decision on a recorded call, of which the argument values are not kept (X7).
import { addDecimals, compareDecimals, decimalText } from '#lib/json/index.ts'
import { withBaseline } from '../baseline/compile.ts'
import type { Decision } from '../decision.ts'
import type { Command } from '../edit/command.ts'
import { edit } from '../edit/edit.ts'
import { type CompiledPolicy, compilePolicy } from '../evaluate/compile.ts'
import { METHOD_GROUPS, type MethodGroup, type Policy } from '../policy.ts'
import { parsePolicyText } from '../read/parse-text.ts'
import { type Candidate, plain } from './candidate.ts'
import { lax, named, shown } from './candidates.ts'
import { changeElsewhere } from './elsewhere.ts'
import { type LimitSite, limitRemoval, limitSites, raised } from './limit-changes.ts'
import { restAfter } from './rest.ts'
import { ruleRemoval } from './rule-changes.ts'
import { type Layer, layersOf, sitesOf } from './site.ts'
import type { Effect } from './verdict.ts'

/** A decision as it was recorded. `tool` is '' for what is no tool call. */
export type RecordedDecision = Pick<Decision, 'effect' | 'rule' | 'reason'> & {
  readonly tool: string
  readonly method: string
}
export type RecordedChange = {
  readonly text: string
  /** Null where no document can change it. */
  readonly command: Command | null
  readonly to: Effect | null
}

/**
 * A change that flips every call of this tool which this rule decided; null where that depends on what
 * is not kept, or nothing was refused.
 * @param text the document that decided; null where there was none
 * @param baseline what held besides it
 */
export function recordedChange(
  text: string | null,
  record: RecordedDecision,
  baseline: CompiledPolicy | null = null,
): RecordedChange | null {
  if (record.effect === 'allow') return null
  const elsewhere = changeElsewhere(record, record.tool)
  if (elsewhere !== null) return { text: elsewhere, command: null, to: null }
  const parsed = text === null ? null : parsePolicyText(text)
  if (text === null || !parsed?.ok) return null
  const { policy, document } = parsed.value
  if (record.reason === 'method-not-allowed') return methodChange(record.method)
  const [candidate] = certainChanges(policy, layersOf(policy, document, record.tool), record)
  const to = restAfter(withBaseline(compilePolicy(policy), baseline), record.tool, record.rule)
  if (!candidate || to === null || to === 'deny' || to === record.effect) return null
  if (!parsePolicyText(edit(text, candidate.command).text).ok) return null
  const then = to === 'await' ? ' The call then waits for approval.' : ''
  return { text: candidate.text + then, command: candidate.command, to }
}

function certainChanges(policy: Policy, layers: readonly Layer[], record: RecordedDecision): Candidate[] {
  switch (record.reason) {
    case 'hidden': {
      const changes = shown(policy, record.tool)
      return changes.length === 1 ? changes : []
    }
    case 'not-listed':
      return named(record.tool)
    case 'undeclared-argument':
      return [lax(record.tool)]
    case 'requirement-unmet':
    case 'condition-met':
    case 'approval-needed':
      return sitesOf(layers)
        .filter((site) => site.pointer === record.rule)
        .map((site) => {
          const removal = ruleRemoval(site)
          if (site.conditions.length === 0) return removal
          const text = `${removal.text.slice(0, -1)}; or loosen it for the values of this call, which are not kept.`
          return { ...removal, text }
        })
    case 'limit-reached':
    case 'amount-unusable': {
      const sites = limitSites(layers)
      const own = sites.filter((site) => site.pointer === record.rule)
      return own.length === 1 ? own.flatMap((site) => limitChange(site, sites, record)) : []
    }
    default:
      return []
  }
}

/** `max` raised by one call, where a call counts 1; where it counts an amount, which is not kept, no limit. */
function limitChange(site: LimitSite, all: readonly LimitSite[], { reason }: RecordedDecision): Candidate[] {
  const { limit } = site
  const sharing = all.filter(
    (other) => other !== site && other.limit.counter === limit.counter && other.limit.scope === limit.scope,
  )
  // Without this limit, another one on the same count may refuse in its place.
  if (limit.increment_from !== undefined || reason === 'amount-unusable')
    return sharing.length === 0 ? [limitRemoval(site)] : []
  const needed = addDecimals(decimalText(limit.max), '1')
  const fits = sharing.every((other) => compareDecimals(decimalText(other.limit.max), needed) >= 0)
  return fits ? [raised(site, needed)] : []
}

function methodChange(method: string): RecordedChange | null {
  const group = METHOD_GROUPS.find((each) => method.startsWith(`${each}/`))
  if (!group) return null
  const { command, text } = allowing(group)
  return { text, command, to: 'allow' }
}

function allowing(group: MethodGroup): Candidate {
  return plain('default', { type: 'set-method', group, value: 'allow' }, `Allow ${group} under “methods”.`)
}
