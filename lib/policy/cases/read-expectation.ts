// What a case expects: an effect alone, or an effect and what decided.
import { type Json, member } from '#lib/json/index.ts'
import { childPointer } from '../pointer.ts'
import { type Members, readChoice, readMembers, readString, requireMember } from '../read/members.ts'
import { CASE_EFFECTS, CASE_KEYS, CASE_REASONS, type Expectation } from './cases.ts'

export function readExpectation(members: Members): Expectation | null {
  const value: Json = member(members.object, 'expect') ?? null
  if (typeof value === 'string') return { effect: readChoice(members, 'expect', CASE_EFFECTS, 'deny') }
  const at = childPointer(members.at, 'expect')
  const expect = readMembers(value, at, CASE_KEYS.expect, members.report)
  if (!expect || !requireMember(expect, 'effect', 'Say which effect: "allow", "deny" or "await".'))
    return null
  const rule = readString(expect, 'rule')
  const message = readString(expect, 'message')
  const reason = Object.hasOwn(expect.object, 'reason')
    ? readChoice(expect, 'reason', CASE_REASONS, 'allowed')
    : undefined
  return {
    effect: readChoice(expect, 'effect', CASE_EFFECTS, 'deny'),
    ...(rule === undefined ? {} : { rule }),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  }
}
