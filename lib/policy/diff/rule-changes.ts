// Which rules of a tool were added, removed or changed (W1, W2), as data and in words.
import { canonicalJson, fromPlain } from '#lib/json/index.ts'
import { approvalInFull, limitInFull, ruleInFull, STRICT_WORDS } from '../explain/describe.ts'
import type { Approval, Comparison, Entry, Limit, Rule } from '../policy.ts'
import { changeWords } from './change-words.ts'
import { isWrittenAlike } from './same.ts'
import type { Rules } from './widens.ts'

type Sides<T> = { readonly before: T | null; readonly after: T | null }
type Change =
  | ({ readonly list: 'strict_arguments' } & Sides<true>)
  | ({ readonly list: 'require' | 'deny_if' } & Sides<Rule>)
  | ({ readonly list: 'require_approval' } & Sides<Approval>)
  | ({ readonly list: 'limits' } & Sides<Limit>)

/** What was added has no `before`, what was removed no `after`. */
export type RuleChange = Change & {
  readonly kind: 'added' | 'removed' | 'changed'
  /** Where it stands, or stood if it was removed. */
  readonly layer: 'all_tools' | 'entry'
  readonly text: string
}

type Placed<T> = { readonly layer: RuleChange['layer']; readonly value: T }
type Pair<T> = { readonly was: Placed<T> | null; readonly is: Placed<T> | null }

/** The differences, lost and changed ones first, list by list in the order of evaluation. */
export function ruleChanges(before: Rules, after: Rules): RuleChange[] {
  if (isWrittenAlike(before.all, after.all) && isWrittenAlike(before.own, after.own)) return []
  const strict = (entry: Entry): true[] => (entry.strict_arguments ? [true] : [])
  const approval = (entry: Entry): Approval[] => (entry.require_approval ? [entry.require_approval] : [])
  return [
    ...pairs(before, after, strict, () => 1).map((pair) =>
      changeOf('strict_arguments', pair, () => STRICT_WORDS),
    ),
    ...(['require', 'deny_if'] as const).flatMap((list) =>
      pairs(before, after, (entry) => entry[list], ruleLikeness).map((pair) =>
        changeOf(list, pair, (rule) => ruleInFull(list, rule)),
      ),
    ),
    ...pairs(before, after, approval, approvalLikeness).map((pair) =>
      changeOf('require_approval', pair, approvalInFull),
    ),
    ...pairs(before, after, (entry) => entry.limits, limitLikeness).map((pair) =>
      changeOf('limits', pair, limitInFull),
    ),
  ]
}

/** What stands on one side only, paired by likeness (from 0.5 on); the most alike first. */
function pairs<T>(
  before: Rules,
  after: Rules,
  valuesOf: (entry: Entry) => readonly T[],
  likeness: (was: Placed<T>, is: Placed<T>) => number,
): Pair<T>[] {
  const [old, next] = [placed(before, valuesOf), placed(after, valuesOf)]
  if (old.length === 0 && next.length === 0) return []
  const known = (side: readonly Placed<T>[]) => new Set(side.map(({ value }) => canonical(value)))
  const [inOld, inNext] = [known(old), known(next)]
  const lost = old.filter(({ value }) => !inNext.has(canonical(value)))
  const gained = new Set(next.filter(({ value }) => !inOld.has(canonical(value))))
  const likely = lost
    .flatMap((was) => [...gained].map((is) => ({ was, is, score: likeness(was, is) })))
    .filter(({ score }) => score >= 0.5)
    .sort((a, b) => b.score - a.score)
  const partner = new Map<Placed<T>, Placed<T>>()
  for (const { was, is } of likely) {
    if (partner.has(was) || !gained.has(is)) continue
    partner.set(was, is)
    gained.delete(is)
  }
  return [
    ...lost.map((was) => ({ was, is: partner.get(was) ?? null })),
    ...[...gained].map((is) => ({ was: null, is })),
  ]
}

function placed<T>({ all, own }: Rules, valuesOf: (entry: Entry) => readonly T[]): Placed<T>[] {
  return [
    ...valuesOf(all).map((value) => ({ layer: 'all_tools' as const, value })),
    ...valuesOf(own).map((value) => ({ layer: 'entry' as const, value })),
  ]
}

/** 1 for the same paths and operators; else the share of comparisons that both have. The same layer counts more. */
function ruleLikeness(was: Placed<Rule>, is: Placed<Rule>): number {
  const [a, b] = [comparisonsOf(was.value), comparisonsOf(is.value)]
  const shape = (list: readonly Comparison[]) =>
    list
      .map(({ path, op }) => `${path} ${op}`)
      .sort()
      .join('\n')
  const both = a.map(canonical).filter((text) => b.map(canonical).includes(text)).length
  const shared = both / Math.max(a.length, b.length, 1)
  const score = shape(a) === shape(b) ? 2 + shared : shared
  return score < 0.5 ? 0 : score + sameLayer(was, is)
}

function approvalLikeness(was: Placed<Approval>, is: Placed<Approval>): number {
  return was.layer === is.layer ? 1 : 0
}

function limitLikeness(was: Placed<Limit>, is: Placed<Limit>): number {
  const alike = was.value.counter === is.value.counter && was.value.scope === is.value.scope
  return alike ? 1 + sameLayer(was, is) : 0
}

function sameLayer(was: Placed<unknown>, is: Placed<unknown>): number {
  return was.layer === is.layer ? 0.25 : 0
}

function comparisonsOf({ conditions }: Rule): readonly Comparison[] {
  return conditions.flatMap((each) => ('any_of' in each ? each.any_of : [each]))
}

function canonical(value: unknown): string {
  return canonicalJson(fromPlain(value))
}

function changeOf<L extends Change['list'], T>(
  list: L,
  { was, is }: Pair<T>,
  words: (value: T) => string,
): { list: L; before: T | null; after: T | null } & Omit<RuleChange, keyof Change> {
  const sides = { list, before: was?.value ?? null, after: is?.value ?? null }
  if (was && is)
    return {
      ...sides,
      kind: 'changed',
      layer: is.layer,
      text: changeWords(words(was.value), words(is.value)),
    }
  if (was) return { ...sides, kind: 'removed', layer: was.layer, text: `no longer: ${words(was.value)}` }
  return { ...sides, kind: 'added', layer: is?.layer ?? 'entry', text: is ? `now: ${words(is.value)}` : '' }
}
