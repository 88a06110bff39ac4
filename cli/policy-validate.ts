// `policy validate FILE`: what publishing would say of a document, with the server's tools or without.
import { type Issue, locateIssue, parsePolicyText, validatePolicy } from '#lib/policy/index.ts'
import { oneFile, readArguments } from './arguments.ts'
import { counted } from './counted.ts'
import { OPTIONS } from './options.ts'
import { issueLine, readTextFile, type TextFile } from './text-file.ts'
import { type KnownTool, readKnownTools } from './tools-file.ts'

/** Exit code 1 where the document has errors; warnings alone are fine. */
export async function validateFile(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS['policy validate'], true)
  const file = await readTextFile(oneFile(positionals))
  const tools = values.tools === undefined ? [] : await readKnownTools(values.tools)
  const issues = issuesOf(file, tools)
  const errors = issues.filter((issue) => issue.severity === 'error')
  const warnings = issues.filter((issue) => issue.severity === 'warning')
  if (values.json) {
    console.log(JSON.stringify({ ok: errors.length === 0, errors, warnings }))
  } else {
    for (const issue of issues) console.log(issueLine(file, issue))
    const verdict = errors.length === 0 ? 'valid' : 'cannot be published'
    const found = `${counted(errors.length, 'error')}, ${counted(warnings.length, 'warning')}`
    console.log(`${file.file}: ${verdict} (${found})`)
  }
  return errors.length === 0 ? 0 : 1
}

function issuesOf({ text, format }: TextFile, tools: readonly KnownTool[]): readonly Issue[] {
  const parsed = parsePolicyText(text, format)
  if (!parsed.ok) return parsed.issues
  const { policy, root } = parsed.value
  return validatePolicy(policy, tools).map((issue) => locateIssue(root, issue))
}
