// A test file as plain data becomes cases, or every issue at once: the same manners as the language's
// own parser, with the same suggestions for keys that are written wrongly.
import { type Json, member } from '#lib/json/index.ts'
import { type Issue, type Parsed, parsed, type Report } from '../issue.ts'
import { childPointer } from '../pointer.ts'
import {
  has,
  type Members,
  readList,
  readMembers,
  readString,
  requireMember,
  typeWords,
} from '../read/members.ts'
import { CASE_KEYS, type CaseStep, MAX_REPEAT, type PolicyCase, type PolicyCases } from './cases.ts'
import { readCall } from './read-call.ts'
import { readExpectation } from './read-expectation.ts'

export function readCases(file: Json): Parsed<PolicyCases> {
  const issues: Issue[] = []
  const report: Report = (pointer, code, message, fix) => {
    issues.push({ code, pointer, message, severity: 'error', ...(fix ? { fix } : {}) })
  }
  const members = readMembers(file, '', CASE_KEYS.file, report, { carries: true })
  if (!members) return parsed(NOTHING, issues)
  const policy = readString(members, 'policy') ?? null
  const tools = readString(members, 'tools') ?? null
  const hasCases = requireMember(members, 'cases', 'A test file has a list of “cases”.')
  const cases = readList(members, 'cases').flatMap((value, index) => {
    const read = readCase(value, `/cases/${index}`, report)
    return read ? [read] : []
  })
  if (hasCases && cases.length === 0 && issues.length === 0)
    report('/cases', 'wrong-value', 'A test file has at least one case.')
  return parsed({ policy, tools, cases }, issues)
}

const NOTHING: PolicyCases = { policy: null, tools: null, cases: [] }

function readCase(value: Json, at: string, report: Report): PolicyCase | null {
  const members = readMembers(value, at, CASE_KEYS.case, report)
  if (!members) return null
  requireMember(members, 'name', 'A case has a name that says what it shows.')
  const name = readString(members, 'name') ?? ''
  if (has(members, 'sequence')) {
    for (const key of ['call', 'expect', 'repeat'])
      if (has(members, key))
        report(childPointer(at, key), 'shorthand-clash', `“${key}” stands in the steps of a sequence.`)
    return { name, pointer: at, steps: readSequence(members) }
  }
  if (!has(members, 'call')) {
    report(childPointer(at, 'call'), 'missing-key', 'A case has a “call”, or a “sequence” of several.')
    return null
  }
  const step = readStep(members, null)
  return { name, pointer: at, steps: step ? [step] : [] }
}

function readSequence(members: Members): CaseStep[] {
  const list = childPointer(members.at, 'sequence')
  const steps: CaseStep[] = []
  const values = readList(members, 'sequence')
  if (Array.isArray(member(members.object, 'sequence')) && values.length === 0)
    members.report(list, 'wrong-value', 'A sequence has at least one call.')
  for (const [index, value] of values.entries()) {
    const step = readMembers(value, childPointer(list, index), CASE_KEYS.step, members.report)
    const read = step && readStep(step, steps.at(-1)?.call.at ?? null)
    if (read) steps.push(read)
  }
  return steps
}

/** @param before the instant of the call before, which a call without `at` shares; null for the first */
function readStep(members: Members, before: number | null): CaseStep | null {
  const hasCall = requireMember(members, 'call', 'Say which “call” is made.')
  const hasExpect = requireMember(members, 'expect', 'Say what you expect: "allow", "deny" or "await".')
  const call = hasCall ? readCall(members, before) : null
  const expect = hasExpect ? readExpectation(members) : null
  const repeat = readRepeat(members)
  return call && expect ? { pointer: members.at, call, expect, repeat } : null
}

function readRepeat(members: Members): number {
  const value = member(members.object, 'repeat')
  if (value === undefined) return 1
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_REPEAT) return value
  const why = `“repeat” is a whole number from 1 to ${MAX_REPEAT}, not ${typeof value === 'number' ? value : typeWords(value)}.`
  members.report(childPointer(members.at, 'repeat'), 'out-of-range', why)
  return 1
}
