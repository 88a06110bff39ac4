// One entry, or `all_tools`: each rule by itself, the rules together, and what stands behind a denial.

import { isUnconditional } from '../edit/placement.ts'
import { isGlob } from '../evaluate/glob.ts'
import { TRUE } from '../evaluate/truth.ts'
import type { Rule } from '../policy.ts'
import { MAX_RULES } from '../read/read-entry.ts'
import { checkLimits } from './limits.ts'
import type { RulePlace } from './place.ts'
import { checkConditions } from './rule.ts'
import type { PlacedEntry, Scene } from './scene.ts'
import { checkTogether } from './together.ts'
import { counted } from './words.ts'

export function checkEntry(scene: Scene, placed: PlacedEntry): void {
  const { entry, at, name, tools } = placed
  const { all_tools } = scene.policy
  const given = new Set([
    ...(name === null ? [] : givenBy(scene, all_tools.require, '/all_tools')),
    ...givenBy(scene, entry.require, at),
  ])
  const count = entry.require.length + entry.deny_if.length + entry.limits.length
  const common = { name, tools, given, isExact: name !== null && !isGlob(name), hasRoom: count < MAX_RULES }
  for (const list of ['require', 'deny_if'] as const)
    for (const [index, rule] of entry[list].entries()) {
      const place: RulePlace = {
        ...common,
        list,
        quantifier: list === 'require' ? 'every' : 'some',
        at: `${at}/${list}/${index}`,
      }
      if (list === 'require' && rule.conditions.length === 0) warnEmptyRequirement(scene, placed, index)
      checkConditions(scene, rule.conditions, place)
    }
  const approval = entry.require_approval
  if (approval)
    checkConditions(scene, approval.conditions, {
      ...common,
      list: 'require_approval',
      quantifier: 'some',
      at: `${at}/require_approval`,
    })
  checkTogether(scene, placed)
  checkLimits(scene, placed)
  warnBehindDenial(scene, placed)
}

/** The places that requirements hold to be given: what is absent satisfies no condition but `exists: false`. */
function givenBy(scene: Scene, rules: readonly Rule[], at: string): ReadonlySet<string> {
  const given = new Set<string>()
  for (const [index, rule] of rules.entries())
    for (const { comparisons } of scene.prepare(rule.conditions, `${at}/require/${index}/conditions`)) {
      const [only, ...others] = comparisons
      if (only && others.length === 0 && only.test().absent !== TRUE) given.add(only.text)
    }
  return given
}

function warnEmptyRequirement(scene: Scene, { name, at }: PlacedEntry, index: number): void {
  const pointer = `${at}/require/${index}`
  const command =
    name === null
      ? ({ type: 'remove', pointer } as const)
      : ({ type: 'remove-rule', tool: name, list: 'require', index } as const)
  scene.warn(
    pointer,
    'rule-without-effect',
    'A requirement without conditions always holds. Remove it, or say what must hold.',
    { label: 'Remove it', command },
  )
}

/** What is asked after a denial without conditions (E7) is never asked. */
function warnBehindDenial(scene: Scene, { name, at, entry }: PlacedEntry): void {
  const denial = entry.deny_if.findIndex(isUnconditional)
  if (denial < 0) return
  const later = entry.deny_if.length - denial - 1
  const limits = entry.limits.length
  if (later + limits === 0) return
  const only = later + limits === 1
  const many = [
    later > 0 ? counted(later, 'later rule') : '',
    limits > 0 ? counted(limits, 'limit') : '',
  ].filter((each) => each !== '')
  const words = only ? many.join('').slice('1 '.length) : many.join(' and ')
  const rule = `${at}/deny_if/${denial + 1}`
  const command =
    later > 0
      ? name === null
        ? ({ type: 'remove', pointer: rule } as const)
        : ({ type: 'remove-rule', tool: name, list: 'deny_if', index: denial + 1 } as const)
      : name === null
        ? ({ type: 'remove', pointer: `${at}/limits/0` } as const)
        : ({ type: 'remove-limit', tool: name, index: 0 } as const)
  scene.warn(
    later > 0 ? rule : `${at}/limits`,
    'unreachable-rule',
    `${name ?? 'Every tool'} is always denied, so its ${words} ${only ? 'has' : 'have'} no effect. Remove ${only ? 'it' : 'them'}, or remove the denial.`,
    only ? { label: 'Remove it', command } : undefined,
  )
}
