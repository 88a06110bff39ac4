// `policy diff A B`: what B changes, tool by tool, and whether it lets more pass.
import { comparePolicies } from '#lib/policy/index.ts'
import { readArguments } from './arguments.ts'
import { printComparison } from './comparison-lines.ts'
import { OPTIONS } from './options.ts'
import { documentIn, readTextFile } from './text-file.ts'
import { readKnownTools } from './tools-file.ts'
import { UsageError } from './usage-error.ts'

/** Exit code 0 whatever changes, unless an option says that a change, or a widening one, is a failure. */
export async function diffFiles(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS['policy diff'], true)
  const [from, to, ...more] = positionals
  if (from === undefined || to === undefined || more.length > 0)
    throw new UsageError('Name two files: the policy before and the policy after.')
  const before = documentIn(await readTextFile(from))
  const after = documentIn(await readTextFile(to))
  const listed = values.tools === undefined ? [] : await readKnownTools(values.tools)
  const names = listed.map(({ name }) => name)
  const comparison = comparePolicies(before, after, names)
  const { changed, widens } = comparison
  if (values.json) console.log(JSON.stringify(comparison))
  else printComparison(comparison)
  return (values['fail-on-change'] && changed) || (values['fail-on-widening'] && widens) ? 1 : 0
}
