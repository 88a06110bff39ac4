// A policy document from a file, and places in it as `file:line:column`.
import { type Issue, locatePointer, type Policy, parsePolicyText } from '#lib/policy/index.ts'
import { readText } from './arguments.ts'
import { FileError } from './file-error.ts'

export type PolicyFile = { readonly file: string; readonly text: string }

export async function readPolicyFile(file: string): Promise<PolicyFile> {
  return { file, text: await readText(file) }
}

/** The policy of a file that must be valid to go on. @throws FileError with every error of it */
export function policyIn(policyFile: PolicyFile): Policy {
  const parsed = parsePolicyText(policyFile.text)
  if (parsed.ok) return parsed.value.policy
  throw new FileError(parsed.issues.map((issue) => issueLine(policyFile, issue)).join('\n'))
}

/** `file:line:column: error: /pointer: message [code]` */
export function issueLine({ file, text }: PolicyFile, issue: Issue): string {
  const pointer = issue.pointer === '' ? '' : ` ${issue.pointer}:`
  return `${placeAt(file, text, issue.offset ?? 0)}: ${issue.severity}:${pointer} ${issue.message} [${issue.code}]`
}

/** `file:line` of a rule, or null for what stands nowhere, such as `(hidden)`. */
export function ruleLine({ file, text }: PolicyFile, pointer: string): string | null {
  const place = locatePointer(text, pointer)
  if (!place || pointer === '') return null
  return placeAt(file, text, place.offset).replace(/:\d+$/, '')
}

export function placeAt(file: string, text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n')
  return `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`
}
