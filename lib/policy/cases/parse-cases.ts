// From the text of a test file to its cases, with the place of every fault.
import { failure, type Issue, type Parsed } from '../issue.ts'
import { locateIssue, readSource, sourceValue } from '../source/source.ts'
import type { Format } from '../source/source-node.ts'
import type { PolicyCases } from './cases.ts'
import { readCases } from './read-cases.ts'

/** Reads a test file. Every issue comes with `offset` and `length`; syntax errors are reported alone. */
export function parseCasesText(text: string, format: Format = 'jsonc'): Parsed<PolicyCases> {
  const source = readSource(text, format)
  if (!source.ok) return source
  const issues: Issue[] = []
  const cases = readCases(sourceValue(text, source.value, issues))
  if (!cases.ok) issues.push(...cases.issues.map((issue) => locateIssue(source.value, issue)))
  return failure(issues.toSorted((a, b) => (a.offset ?? 0) - (b.offset ?? 0))) ?? cases
}
