// `policy validate FILE`: what publishing would say of a document, with the server's tools or without.
import {
  type Format,
  formatAs,
  formatOf,
  type Issue,
  locateIssue,
  notEnforcedYet,
  parsePolicyText,
  validatePolicy,
} from '#lib/policy/index.ts'
import { oneFile, readArguments } from './arguments.ts'
import { counted } from './counted.ts'
import { issueLine, readPolicyFile } from './policy-file.ts'
import { type KnownTool, readKnownTools } from './tools-file.ts'

/** Exit code 1 where the document has errors; warnings alone are fine. */
export async function validateFile(args: string[]): Promise<number> {
<<<<<<< HEAD
  const { values, positionals } = readArguments(
    args,
    { json: { type: 'boolean', default: false }, tools: { type: 'string' } },
    true,
  )
  const policyFile = await readPolicyFile(oneFile(positionals))
  const tools = values.tools === undefined ? [] : await readKnownTools(values.tools)
  const issues = issuesOf(policyFile.text, tools)
=======
  const { values, positionals } = readArguments(args, { json: { type: 'boolean', default: false } }, true)
  const { file, content } = await readNamedFile(positionals)
  const issues = issuesOf(content, formatOfFile(file, content))
>>>>>>> yaml
  const errors = issues.filter((issue) => issue.severity === 'error')
  const warnings = issues.filter((issue) => issue.severity === 'warning')
  if (values.json) {
    console.log(JSON.stringify({ ok: errors.length === 0, errors, warnings }))
  } else {
    for (const issue of issues) console.log(issueLine(policyFile, issue))
    const verdict = errors.length === 0 ? 'valid' : 'cannot be published'
    const found = `${counted(errors.length, 'error')}, ${counted(warnings.length, 'warning')}`
    console.log(`${policyFile.file}: ${verdict} (${found})`)
  }
  return errors.length === 0 ? 0 : 1
}

<<<<<<< HEAD
function issuesOf(text: string, tools: readonly KnownTool[]): readonly Issue[] {
  const parsed = parsePolicyText(text)
  if (!parsed.ok) return parsed.issues
  const { policy } = parsed.value
  return locateIssues(text, [...notEnforcedYet(policy), ...validatePolicy(policy, tools)])
=======
// A file is in the format of its name. Comments in `.json` are taken, as people write them.
function formatOfFile(file: string, text: string): Format {
  if (/\.ya?ml$/i.test(file)) return formatAs(text, 'yaml')
  return /\.jsonc?$/i.test(file) ? 'jsonc' : formatOf(text)
}

function issuesOf(text: string, format: Format): readonly Issue[] {
  const parsed = parsePolicyText(text, format)
  if (!parsed.ok) return parsed.issues
  const { policy, root } = parsed.value
  const issues = [...notEnforcedYet(policy), ...validatePolicy(policy, [])]
  return issues.map((issue) => locateIssue(root, issue))
}

function lineOf(file: string, text: string, issue: Issue): string {
  const before = text.slice(0, issue.offset ?? 0).split('\n')
  const place = `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`
  const pointer = issue.pointer === '' ? '' : ` ${issue.pointer}:`
  return `${place}: ${issue.severity}:${pointer} ${issue.message} [${issue.code}]`
}

function verdict(file: string, errors: number, warnings: number): string {
  const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`
  const found = `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`
  return errors === 0 ? `${file}: valid (${found})` : `${file}: cannot be published (${found})`
>>>>>>> yaml
}
