// The thirteen operators (C3–C5), each compiled to a test of one value.
import { compareNumbers, isJsonNumber, type Json, type JsonObject } from '#lib/json/index.ts'
import type { Comparison } from '../policy.ts'
import { isMember, judgeMember, valueSet } from './equality.ts'
import { folderSegments, judgeWithin } from './folder.ts'
import { compileHosts, hostListed, hostOf } from './host.ts'
import { compileRegex, REGEX_BUDGET, utf8Bytes } from './regex.ts'
import { compileSearch } from './search.ts'
import { FALSE, not, type Truth, truthOf, UNKNOWN } from './truth.ts'

/** What one evaluation has used so far: regex work, elements of `[*]`, and which `time` facts. */
export type Spent = {
  regex: number
  elements: number
  hour: boolean
  weekday: boolean
  /** The keys of large objects without regard to letter case, gathered once for all conditions. */
  folded: Map<JsonObject, ReadonlySet<string>> | null
}
export function nothingSpent(): Spent {
  return { regex: 0, elements: 0, hour: false, weekday: false, folded: null }
}

/** C3: nobody's path or address is longer, and each is read many times over. */
const MAX_PLACE_LENGTH = 8192

export type Test = {
  readonly present: (value: Json, spent: Spent) => Truth
  /** No such own key, no such index, or a step into null. */
  readonly absent: Truth
  /** A fact that the gateway does not have, such as the e-mail address of a grant without a user. */
  readonly missing: Truth
}

/** `missing` differs from unknown only for `exists`, which is never unknown but by a step (C5). */
function test(present: Test['present'], absent: Truth = FALSE): Test {
  return { present, absent, missing: UNKNOWN }
}

const NEVER: Test = test(() => UNKNOWN, UNKNOWN)

export function compileTest({ op, value = null }: Comparison): Test {
  switch (op) {
    case 'eq':
      return memberTest([value], false)
    case 'neq':
      return memberTest([value], true)
    case 'in':
      return Array.isArray(value) ? memberTest(value, false) : NEVER
    case 'not_in':
      return Array.isArray(value) ? memberTest(value, true) : NEVER
    case 'lt':
      return orderTest(value, (order) => order < 0)
    case 'lte':
      return orderTest(value, (order) => order <= 0)
    case 'gt':
      return orderTest(value, (order) => order > 0)
    case 'gte':
      return orderTest(value, (order) => order >= 0)
    case 'exists':
      return existsTest(value !== false)
    case 'regex':
      return regexTest(value)
    case 'contains':
      return containsTest(value)
    case 'within':
      return withinTest(value)
    case 'host_in':
      return hostTest(value)
    default:
      // The compiler refuses a missing operator; a value from elsewhere satisfies nothing.
      return op satisfies never
  }
}

function memberTest(operands: readonly Json[], negative: boolean): Test {
  const set = valueSet(operands)
  if (negative) return test((value) => not(judgeMember(set, value)), UNKNOWN)
  return test((value) => judgeMember(set, value))
}

function orderTest(operand: Json, holds: (order: number) => boolean): Test {
  if (!isJsonNumber(operand)) return NEVER
  return test((value) => (isJsonNumber(value) ? truthOf(holds(compareNumbers(value, operand))) : UNKNOWN))
}

function existsTest(wanted: boolean): Test {
  const absent = truthOf(!wanted)
  return { present: (value) => (value === null ? absent : truthOf(wanted)), absent, missing: absent }
}

function regexTest(operand: Json): Test {
  const regex = typeof operand === 'string' ? compileRegex(operand) : ''
  if (typeof regex === 'string') return NEVER
  return test((value, spent) => {
    if (typeof value !== 'string') return UNKNOWN
    spent.regex += regex.size * utf8Bytes(value)
    return spent.regex > REGEX_BUDGET ? UNKNOWN : truthOf(regex.test(value))
  })
}

function containsTest(operand: Json): Test {
  const set = valueSet([operand])
  const search = typeof operand === 'string' ? compileSearch(operand) : null
  return test((value) => {
    if (Array.isArray(value)) return truthOf(value.some((element) => isMember(set, element)))
    return typeof value === 'string' && search ? truthOf(search(value)) : UNKNOWN
  })
}

function withinTest(operand: Json): Test {
  const folder = typeof operand === 'string' ? folderSegments(operand) : null
  if (!folder) return NEVER
  return test((value) => (isPlace(value) ? judgeWithin(value, folder) : UNKNOWN))
}

function hostTest(operand: Json): Test {
  if (!Array.isArray(operand)) return NEVER
  const hosts = compileHosts(operand.filter((host) => typeof host === 'string'))
  return test((value) => {
    const host = isPlace(value) ? hostOf(value) : null
    return host === null ? UNKNOWN : truthOf(hostListed(hosts, host))
  })
}

function isPlace(value: Json): value is string {
  return typeof value === 'string' && value.length <= MAX_PLACE_LENGTH
}
