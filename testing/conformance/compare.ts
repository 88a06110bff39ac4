// Two runs of one suite, compared check by check: the same scenarios, the same checks in the same
// order, the same status, the same words and the same details (`normal-form.ts` says how far).
import { normalForm } from './normal-form.ts'
import type { Check, Findings } from './run.ts'

export type Difference = {
  readonly scenario: string
  /** The check's id; for one that came more than once, with its number: `id#2`. */
  readonly check: string
  readonly direct: string
  readonly through: string
}
/** A difference that is accepted, and why. */
export type Exception = {
  readonly suite: string
  readonly scenario: string
  readonly check: string
  readonly why: string
}

export function compareFindings(direct: Findings, through: Findings): Difference[] {
  const scenarios = [...new Set([...direct.keys(), ...through.keys()])].sort()
  return scenarios.flatMap((scenario) => {
    const left = numbered(scenario, direct.get(scenario) ?? [])
    const right = numbered(scenario, through.get(scenario) ?? [])
    const checks = [...new Set([...left.keys(), ...right.keys()])]
    return checks.flatMap((check): Difference[] => {
      const [there, here] = [left.get(check) ?? 'not made', right.get(check) ?? 'not made']
      return there === here ? [] : [{ scenario, check, direct: there, through: here }]
    })
  })
}

/** Differences as lines for a person. */
export function tell(differences: readonly Difference[]): string {
  return differences
    .map((each) => `${each.scenario} ${each.check}\n  direct   ${each.direct}\n  through  ${each.through}`)
    .join('\n')
}

/** Differences that no exception allows, and exceptions that allow nothing any more. */
export function judge(suite: string, differences: readonly Difference[], exceptions: readonly Exception[]) {
  const own = exceptions.filter((each) => each.suite === suite)
  const isSame = (a: Exception, b: Difference) => a.scenario === b.scenario && a.check === b.check
  return {
    unexpected: differences.filter((each) => !own.some((exception) => isSame(exception, each))),
    stale: own.filter((exception) => !differences.some((each) => isSame(exception, each))),
  }
}

function numbered(scenario: string, checks: readonly Check[]): Map<string, string> {
  const seen = new Map<string, number>()
  return new Map(
    checks.map((check) => {
      const count = (seen.get(check.id) ?? 0) + 1
      seen.set(check.id, count)
      return [count === 1 ? check.id : `${check.id}#${count}`, normalForm(scenario, check)]
    }),
  )
}
