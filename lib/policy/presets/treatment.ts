// What a preset can do to a tool, from the widest to the strictest, and the entry that says so.
import { type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import type { Category } from '../call.ts'

export type Treatment = {
  /** The greater, the less passes: of two treatments that a tool has earned, the stricter one counts. */
  readonly strictness: number
  /** What it says of the tool; of two that are as strict, the one whose reason comes last in code units counts. */
  readonly reason?: string
  /** The entry of a tool, or null where its name goes to `hide`. */
  readonly entry: ((tool: string) => JsonObject) | null
}

/** Calls a minute that a tool of each category is given where it is limited and nobody said how much. */
export const USUAL_PER_MINUTE = {
  Read: 60,
  Write: 30,
  Execute: 10,
  Destructive: 10,
  Financial: 10,
  Other: 60,
} as const satisfies Record<Category, number>

/** What a person who approves reads of a tool that destroys, and of one that pays. */
export const WHY_DESTRUCTIVE = 'This may destroy something that cannot be brought back.'
export const WHY_MONEY = 'This moves money.'

/** The longest thing that a treatment adds to a tool's name, for the bound of texts (P5). */
export const LONGEST_SUFFIX = '_per_day'

export const ALLOW: Treatment = { strictness: 0, entry: () => jsonObject() }

/** At most `max` calls a minute for each grant. */
export function perMinute(max: number): Treatment {
  return {
    strictness: 1 + 1 / (max + 1),
    entry: (tool) => jsonObject([limitsOf(`${tool}_rate`, 'minute', max)]),
  }
}

/** The same, and no argument that the tool does not declare. */
export function strictPerMinute(max: number): Treatment {
  const entry = (tool: string): JsonObject =>
    jsonObject([['strict_arguments', true], limitsOf(`${tool}_rate`, 'minute', max)])
  return { strictness: 2 + 1 / (max + 1), entry }
}

/** A person approves each call; `reason` is what that person reads. */
export function ask(reason?: string): Treatment {
  const entry = () => jsonObject([approvalOf(reason)])
  return reason === undefined ? { strictness: 3, entry } : { strictness: 3, reason, entry }
}

/** A person approves each call, and there are at most `perDay` of them. */
export function askWithCap(reason: string, perDay: number): Treatment {
  const entry = (tool: string): JsonObject =>
    jsonObject([approvalOf(reason), limitsOf(`${tool}${LONGEST_SUFFIX}`, 'day', perDay)])
  return { strictness: 4, reason, entry }
}

/** Every call is refused; `reason` is what the agent is told. */
export function deny(reason: string): Treatment {
  const rule = jsonObject([
    ['conditions', []],
    ['on_deny', reason],
  ])
  return { strictness: 5, reason, entry: () => jsonObject([['deny_if', [rule]]]) }
}

export const HIDE: Treatment = { strictness: 6, entry: null }

export function stricter(a: Treatment, b: Treatment): Treatment {
  if (a.strictness !== b.strictness) return b.strictness > a.strictness ? b : a
  return (b.reason ?? '') > (a.reason ?? '') ? b : a
}

/** The member `limits` with one limit for each grant. */
export function limitsOf(counter: string, window: string, max: number): [string, Json] {
  const limit = jsonObject([
    ['counter', counter],
    ['window', window],
    ['max', max],
    ['scope', 'grant'],
  ])
  return ['limits', [limit]]
}

function approvalOf(reason?: string): [string, Json] {
  return ['require_approval', jsonObject(reason === undefined ? [] : [['reason', reason]])]
}
