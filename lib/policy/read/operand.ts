// What may stand as the `value` of each operator (C3). A value that could never match is an error here,
// not a surprise at the first call.
import { isJsonNumber, type Json } from '#lib/json/index.ts'
import { folderSegments } from '../evaluate/folder.ts'
import { isHostPattern } from '../evaluate/host.ts'
import { compileRegex, MAX_REGEX_BYTES, utf8Bytes } from '../evaluate/regex.ts'
import type { Report } from '../issue.ts'
import { childPointer } from '../pointer.ts'
import type { Operator } from '../policy.ts'
import { typeWords } from './members.ts'
import { foldedCharacters, MAX_FOLDED } from './pattern-bounds.ts'

type Check = (value: Json, at: string, report: Report) => void

const anything: Check = () => {}

const number: Check = (value, at, report) => {
  if (!isJsonNumber(value))
    report(at, 'wrong-type', `This operator compares with a number, not ${typeWords(value)}.`)
}

const list: Check = (value, at, report) => {
  if (!Array.isArray(value))
    report(at, 'wrong-type', `This operator takes a list of values, not ${typeWords(value)}.`)
}

const flag: Check = (value, at, report) => {
  if (typeof value !== 'boolean')
    report(at, 'wrong-type', `“exists” takes true or false, not ${typeWords(value)}.`)
}

const regex: Check = (value, at, report) => {
  if (typeof value !== 'string') {
    report(at, 'wrong-type', `“regex” takes a pattern as a text, not ${typeWords(value)}.`)
    return
  }
  if (utf8Bytes(value) > MAX_REGEX_BYTES) {
    report(at, 'too-long', `A regular expression is at most ${MAX_REGEX_BYTES} bytes long.`)
    return
  }
  if (foldedCharacters(value) > MAX_FOLDED) {
    report(
      at,
      'regex-too-wide',
      'The ranges of this pattern are too wide for one that ignores case. Narrow them, or leave out the flag i.',
    )
    return
  }
  const compiled = compileRegex(value)
  if (typeof compiled === 'string') report(at, 'bad-regex', `RE2 does not accept this pattern: ${compiled}.`)
}

const folder: Check = (value, at, report) => {
  if (typeof value !== 'string')
    report(at, 'wrong-type', `“within” takes a folder as a text, not ${typeWords(value)}.`)
  else if (!folderSegments(value))
    report(
      at,
      'bad-folder',
      '“within” takes an absolute path, such as "/srv/data", without “..” and backslashes.',
    )
}

const hosts: Check = (value, at, report) => {
  if (!Array.isArray(value)) {
    report(at, 'wrong-type', `“host_in” takes a list of hosts, not ${typeWords(value)}.`)
    return
  }
  for (const [index, host] of value.entries()) {
    if (typeof host === 'string' && isHostPattern(host)) continue
    const lower = typeof host === 'string' ? host.toLowerCase() : ''
    const pointer = childPointer(at, index)
    report(
      pointer,
      'bad-host',
      'A host is written as in a URL, in lower case and without scheme or port: "example.com", "*.example.com", "192.0.2.1", "[2001:db8::1]".',
      isHostPattern(lower)
        ? { label: 'Write it in lower case', command: { type: 'set', pointer, value: lower } }
        : undefined,
    )
  }
}

const CHECKS: Record<Operator, Check> = {
  eq: anything,
  neq: anything,
  lt: number,
  lte: number,
  gt: number,
  gte: number,
  in: list,
  not_in: list,
  exists: flag,
  regex,
  contains: anything,
  within: folder,
  host_in: hosts,
}

/** Reports what is wrong with the operand that stands at `at`. */
export function checkOperand(op: Operator, value: Json, at: string, report: Report): void {
  CHECKS[op](value, at, report)
}
