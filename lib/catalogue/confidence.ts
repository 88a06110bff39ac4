// How far a classification can be trusted.
import type { Category } from '#lib/policy/index.ts'
import type { Claim } from './claim.ts'
import { MONEY_NOUNS } from './lexicon/money.ts'
import type { Readings } from './readings.ts'

const UNKNOWN = 0.3
const HIGHEST = 0.97
const LOWEST = 0.2

/** 0 to 1, to two digits: the strongest sign, what agrees with it, what contradicts it, and what is missing. */
export function confidenceOf(category: Category, claims: readonly Claim[], readings: Readings): number {
  if (category === 'Other') return UNKNOWN
  const strongest = Math.max(
    ...claims.filter((claim) => claim.category === category).map(({ certainty }) => certainty),
  )
  // That somebody writes or runs something is how money moves, and no contradiction.
  const contradicted = claims.some(
    (claim) => claim.category !== category && (category !== 'Financial' || claim.category === 'Read'),
  )
  const agreement = agreeing(category, readings) > 1 ? 0.1 : 0
  const silence = readings.description === '' ? 0.1 : 0
  const confidence = 0.87 * strongest + agreement - (contradicted ? 0.05 : 0) - silence
  return Math.round(100 * Math.min(HIGHEST, Math.max(LOWEST, confidence))) / 100
}

function agreeing(category: Category, { name, head, hints, choices }: Readings): number {
  const isMoney = category === 'Financial'
  return [
    name.category === category,
    head.categories.includes(category),
    isMoney && head.object.some((word) => MONEY_NOUNS.has(word)),
    isMoney && name.words.some((word) => MONEY_NOUNS.has(word)),
    choices.some((choice) => choice.category === category),
    category === 'Read' ? hints.readOnly === true : category === 'Destructive' && hints.destructive === true,
  ].filter(Boolean).length
}
