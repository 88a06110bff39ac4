// `policy validate FILE`: what publishing would say of a document, without a server's tools.
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
import { readArguments, readNamedFile } from './arguments.ts'

/** Exit code 1 where the document has errors; warnings alone are fine. */
export async function validateFile(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean', default: false } }, true)
  const { file, content } = await readNamedFile(positionals)
  const issues = issuesOf(content, formatOfFile(file, content))
  const errors = issues.filter((issue) => issue.severity === 'error')
  const warnings = issues.filter((issue) => issue.severity === 'warning')
  if (values.json) {
    console.log(JSON.stringify({ ok: errors.length === 0, errors, warnings }))
  } else {
    for (const issue of issues) console.log(lineOf(file, content, issue))
    console.log(verdict(file, errors.length, warnings.length))
  }
  return errors.length === 0 ? 0 : 1
}

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
}
