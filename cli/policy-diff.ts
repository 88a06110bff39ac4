// `policy diff A B`: what B changes, tool by tool, and whether it lets more pass.
import { type Difference, diffPolicies, type Policy } from '#lib/policy/index.ts'
import { readArguments } from './arguments.ts'
import { counted } from './counted.ts'
import { policyIn, readPolicyFile } from './policy-file.ts'
import { readKnownTools } from './tools-file.ts'
import { UsageError } from './usage-error.ts'

/** Exit code 0 whatever changes, unless an option says that a change, or a widening one, is a failure. */
export async function diffFiles(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(
    args,
    {
      json: { type: 'boolean', default: false },
      tools: { type: 'string' },
      'fail-on-widening': { type: 'boolean', default: false },
      'fail-on-change': { type: 'boolean', default: false },
    },
    true,
  )
  const [from, to, ...more] = positionals
  if (from === undefined || to === undefined || more.length > 0)
    throw new UsageError('Name two files: the policy before and the policy after.')
  const before = policyIn(await readPolicyFile(from))
  const after = policyIn(await readPolicyFile(to))
  const names = values.tools === undefined ? namesOf(before, after) : await toolNames(values.tools)
  const differences = diffPolicies(before, after, names)
  const widens = differences.some((difference) => difference.widens)
  if (values.json) console.log(JSON.stringify({ changed: differences.length > 0, widens, differences }))
  else print(differences)
  const fails = (values['fail-on-change'] && differences.length > 0) || (values['fail-on-widening'] && widens)
  return fails ? 1 : 0
}

function print(differences: readonly Difference[]): void {
  for (const { tool, text, widens } of differences)
    console.log(`${widens ? 'widens ' : '       '}${wordsFor(tool)}: ${text}`)
  const widening = differences.filter(({ widens }) => widens).length
  console.log(
    differences.length === 0
      ? 'No tool is treated otherwise.'
      : `${counted(differences.length, 'difference')}, ${widening} of which ${widening === 1 ? 'lets' : 'let'} more pass`,
  )
}

async function toolNames(file: string): Promise<string[]> {
  const tools = await readKnownTools(file)
  return [...new Set(tools.map(({ name }) => name))]
}

/** Stands for a tool that neither document names, and that no pattern but `*` can match. */
const OTHER = '\u{10ffff}'

/**
 * Without a server's tools: each name and pattern of the two documents (a pattern governs the tool of
 * that very name, as it does those that it matches), and one name for all others.
 */
function namesOf(...policies: readonly Policy[]): string[] {
  const names = policies.flatMap(({ tools, hide }) => [...tools.keys(), ...hide])
  return [...new Set([...names.toSorted(), OTHER])]
}

function wordsFor(tool: string): string {
  return tool === OTHER ? 'any other tool' : tool
}
