// What conditions may come to, over everything that a path may reach: the operators themselves are
// asked about a few values that stand for all.
import type { Quantifier } from '../evaluate/condition.ts'
import { nothingSpent } from '../evaluate/operator.ts'
import { FALSE, TRUE, type Truth, UNKNOWN } from '../evaluate/truth.ts'
import { matchesEveryText } from './pattern.ts'
import {
  ANY_TRUTH,
  bothOf,
  CAN_BE_FALSE,
  CAN_BE_TRUE,
  CAN_BE_UNKNOWN,
  canBe,
  eitherOf,
  NONE,
  only,
  type Possible,
} from './possible.ts'
import { type Choice, isMany, type PreparedComparison } from './prepared.ts'
import type { Reach } from './reach.ts'
import { type Sample, samplesOf } from './samples.ts'
import { fits, type Shape, shapeOf } from './shape.ts'
import { elementsOf } from './step.ts'

/** More operands than this at one place are not compared with each other. */
const MAX_OPERANDS = 400

/** Where each path of a rule leads: in one tool's schema, or anywhere. */
export type Reaches = (comparison: PreparedComparison) => Reach

/** What a list of conditions, joined by AND, may come to. Conditions on one place are judged together. */
export function truthsOf(choices: readonly Choice[], reaches: Reaches, quantifier: Quantifier): Possible {
  let possible: Possible = only(TRUE)
  for (const group of groupsOf(choices, quantifier))
    possible = bothOf(possible, truthsOfGroup(group, reaches))
  return possible
}

/** Conditions that look at one place and are judged of the same value there, in one list each. */
export function groupsOf(choices: readonly Choice[], quantifier: Quantifier): Choice[][] {
  const groups = new Map<string, Choice[]>()
  for (const choice of choices) {
    const key = placeOf(choice, quantifier) ?? choice.at
    groups.set(key, [...(groups.get(key) ?? []), choice])
  }
  return [...groups.values()]
}

/** The one place that a choice looks at, as far as its value is the same for others that look there. */
function placeOf({ comparisons }: Choice, quantifier: Quantifier): string | null {
  const [first, ...others] = comparisons
  if (!first || others.some((each) => each.text !== first.text)) return null
  // Some element may satisfy one condition and another element the next; every element satisfies all of them.
  const isOneValue = !isMany(first.path) || (quantifier === 'every' && others.length === 0)
  return isOneValue ? `path ${first.text}` : null
}

export function truthsOfGroup(group: readonly Choice[], reaches: Reaches): Possible {
  const [choice] = group
  const first = choice?.comparisons[0]
  if (!choice || !first) return ANY_TRUTH
  if (group.length === 1 && !isOnePlace(choice))
    return choice.comparisons
      .map((each) => truthsAt(reaches(each), [[each]]))
      .reduce((either, each) => eitherOf(either, each))
  return truthsAt(
    reaches(first),
    group.map((each) => each.comparisons),
  )
}

/** With `[*]`, each comparison of a choice may be decided by another element. */
function isOnePlace({ comparisons }: Choice): boolean {
  const [first, ...others] = comparisons
  return first !== undefined && others.every((each) => each.text === first.text && !isMany(each.path))
}

/** What choices may come to that all look at the place that `reach` is. */
export function truthsAt(reach: Reach, choices: readonly (readonly PreparedComparison[])[]): Possible {
  const [choice, ...more] = choices
  const [comparison, ...others] = choice ?? []
  if (comparison && others.length + more.length === 0) return truthsOfOne(reach, comparison)
  let possible = NONE
  for (const judge of findsAt(reach, choices.flat())) {
    possible |= choices
      .map((choice) => choice.map(judge).reduce(eitherOf, only(FALSE)))
      .reduce(bothOf, only(TRUE))
    if (possible === ANY_TRUTH) break
  }
  return possible
}

/** The usual case, without anything to join. */
function truthsOfOne(reach: Reach, comparison: PreparedComparison): Possible {
  if (comparison.operands.length > MAX_OPERANDS) return ANY_TRUTH
  let possible = reach.empty ? CAN_BE_FALSE : NONE
  if (reach.mismatch) possible |= CAN_BE_UNKNOWN
  if (reach.absent) possible |= only(comparison.test().absent)
  if (reach.missing) possible |= only(comparison.test().missing)
  for (const shape of reach.ends) {
    if (possible === ANY_TRUTH) break
    for (const sample of samplesOf(shape, comparison.operands))
      possible |= truthsOn(sample, comparison, { shape, root: reach.root })
  }
  return possible
}

/** A choice, and the truth that it must come to. */
export type Want = { readonly comparisons: readonly PreparedComparison[]; readonly wanted: Truth }

/** Whether something that may be found at the place makes each choice what it must be. */
export function admits(reach: Reach, wants: readonly Want[]): boolean {
  for (const judge of findsAt(
    reach,
    wants.flatMap((want) => want.comparisons),
  ))
    if (
      wants.every(({ comparisons, wanted }) =>
        canBe(comparisons.map(judge).reduce(eitherOf, only(FALSE)), wanted),
      )
    )
      return true
  return false
}

type Judge = (comparison: PreparedComparison) => Possible

/** Everything that may be found at a place, each as what comparisons come to there. */
function* findsAt(reach: Reach, comparisons: readonly PreparedComparison[]): Generator<Judge> {
  const operands = comparisons.flatMap((each) => each.operands)
  if (operands.length > MAX_OPERANDS) {
    yield () => ANY_TRUTH
    return
  }
  if (reach.absent) yield (each) => only(each.test().absent)
  if (reach.missing) yield (each) => only(each.test().missing)
  if (reach.mismatch) yield () => only(UNKNOWN)
  if (reach.empty) yield () => CAN_BE_FALSE
  for (const shape of reach.ends)
    for (const sample of samplesOf(shape, operands))
      yield (each) => truthsOn(sample, each, { shape, root: reach.root })
}

type Spot = { readonly shape: Shape; readonly root: unknown }

function truthsOn(sample: Sample, { comparison, test }: PreparedComparison, spot: Spot): Possible {
  const { value } = sample
  if (sample.open) {
    const open = Array.isArray(value) ? truthsOnList(comparison, spot) : truthsOnText(comparison, spot)
    if (open !== null && (Array.isArray(value) || typeof value === 'string')) return open
  }
  return only(test().present(value, nothingSpent()))
}

/** Some text that no operand is; null where the fresh text itself answers. */
function truthsOnText(
  { op, value = null }: PreparedComparison['comparison'],
  { shape }: Spot,
): Possible | null {
  if (op === 'regex')
    return typeof value === 'string' && matchesEveryText(value) ? CAN_BE_TRUE : CAN_BE_TRUE | CAN_BE_FALSE
  if (op === 'contains' && typeof value === 'string') {
    if (value === '') return CAN_BE_TRUE
    return [...value].length > shape.length.text.most ? CAN_BE_FALSE : CAN_BE_TRUE | CAN_BE_FALSE
  }
  if (op === 'host_in' && Array.isArray(value) && value.length === 0) return CAN_BE_FALSE | CAN_BE_UNKNOWN
  return op === 'within' || op === 'host_in' ? ANY_TRUTH : null
}

/** Some list that no operand is: `contains` may find its value there if an element may be that. */
function truthsOnList(
  { op, value = null }: PreparedComparison['comparison'],
  { shape, root }: Spot,
): Possible | null {
  if (op !== 'contains') return null
  const elements = elementsOf(shape.way, root)
  const mayHold = elements === null || elements.some((element) => fits(shapeOf(element), value))
  return mayHold ? CAN_BE_TRUE | CAN_BE_FALSE : CAN_BE_FALSE
}
