// `policy test FILE…`: whether calls are decided as test files say.
import { dirname, isAbsolute, join } from 'node:path'
import {
  type CaseResult,
  compilePolicy,
  type Issue,
  parseCasesText,
  parsePolicyText,
  runPolicyTests,
} from '#lib/policy/index.ts'
import { readArguments } from './arguments.ts'
import { FileError } from './file-error.ts'
import { OPTIONS } from './options.ts'
import { failureLines } from './test-lines.ts'
import { issueLine, readTextFile, type TextFile } from './text-file.ts'
import { readKnownTools } from './tools-file.ts'
import { UsageError } from './usage-error.ts'

type Ran = {
  readonly file: string
  readonly policy: TextFile
  /** What keeps the policy from being tested at all. */
  readonly issues: readonly Issue[]
  readonly cases: readonly CaseResult[]
}
type Given = { readonly policy: string | undefined; readonly tools: string | undefined }

/** Exit code 1 where a case failed or a policy has errors. */
export async function testFiles(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS['policy test'], true)
  if (positionals.length === 0) throw new UsageError('Name at least one test file.')
  const ran: Ran[] = []
  for (const file of positionals)
    ran.push(await runFile(file, { policy: values.policy, tools: values.tools }))
  const results = ran.flatMap(({ cases }) => cases)
  const failed = results.filter(({ ok }) => !ok).length
  const passed = results.length - failed
  const ok = failed === 0 && ran.every(({ issues }) => issues.length === 0)
  if (values.json) console.log(JSON.stringify({ ok, passed, failed, files: ran.map(fileAnswer) }))
  else {
    for (const each of ran) printFile(each)
    console.log(`${passed} passed, ${failed} failed`)
  }
  return ok ? 0 : 1
}

/** @throws FileError where the file, its policy or its tools cannot be read */
async function runFile(file: string, given: Given): Promise<Ran> {
  const tests = await readTextFile(file)
  const parsed = parseCasesText(tests.text, tests.format)
  if (!parsed.ok) throw new FileError(parsed.issues.map((issue) => issueLine(tests, issue)).join('\n'))
  const { cases } = parsed.value
  const named = given.policy ?? besides(file, parsed.value.policy)
  if (named === null)
    throw new FileError(
      `${file} names no policy. Write "policy": "./policy.json" in it, or say --policy FILE.`,
    )
  const policy = await readTextFile(named)
  const document = parsePolicyText(policy.text, policy.format)
  if (!document.ok) return { file, policy, issues: document.issues, cases: [] }
  const toolsFile = given.tools ?? besides(file, parsed.value.tools)
  const tools = toolsFile === null ? null : await readKnownTools(toolsFile)
  const results = runPolicyTests(compilePolicy(document.value.policy), cases, tools, policy)
  return { file, policy, issues: [], cases: results }
}

/** A path in a test file is read from where the file stands. */
function besides(file: string, path: string | null): string | null {
  if (path === null) return null
  return isAbsolute(path) ? path : join(file === '-' ? '.' : dirname(file), path)
}

function fileAnswer({ file, policy, issues, cases }: Ran): object {
  return { file, policy: policy.file, issues, cases }
}

function printFile({ file, policy, issues, cases }: Ran): void {
  console.log(file)
  for (const issue of issues) console.log(`  ✗ ${issueLine(policy, issue)}`)
  for (const result of cases) {
    console.log(`  ${result.ok ? '✓' : '✗'} ${result.name}`)
    for (const line of failureLines(result, policy)) console.log(`      ${line}`)
  }
  console.log('')
}
