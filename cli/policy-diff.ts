// `policy diff A B`: what B changes, tool by tool, and whether it lets more pass.
import {
  allowsMethod,
  compilePolicy,
  type Difference,
  type DocumentDifference,
  diffDocuments,
  diffPolicies,
  METHOD_GROUPS,
  type Policy,
} from '#lib/policy/index.ts'
import { readArguments } from './arguments.ts'
import { counted } from './counted.ts'
import { documentIn, readTextFile } from './text-file.ts'
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
  const before = documentIn(await readTextFile(from))
  const after = documentIn(await readTextFile(to))
  const listed = values.tools === undefined ? [] : await readKnownTools(values.tools)
  const names = [...new Set([...listed.map(({ name }) => name), ...namesOf(before.policy, after.policy)])]
  const differences = diffPolicies(before.policy, after.policy, names)
  const document = diffDocuments(before, after, names)
  const opened = openedMethods(before.policy, after.policy)
  const widens = opened.length > 0 || differences.some((difference) => difference.widens)
  const changed = differences.length > 0 || document.some(({ kind }) => kind !== 'note')
  if (values.json)
    console.log(JSON.stringify({ changed, widens, opened, document, differences: differences.map(named) }))
  else print(document, differences, opened)
  return (values['fail-on-change'] && changed) || (values['fail-on-widening'] && widens) ? 1 : 0
}

/** Stands for a tool that neither document names, and that no pattern but `*` can match. */
const OTHER = '\u{10ffff}'

/**
 * What may be treated otherwise beside the tools there are today: each name and pattern of the two
 * documents (a pattern governs the tool of that very name, as it does those that it matches), and one
 * name for all others.
 */
function namesOf(...policies: readonly Policy[]): string[] {
  const names = policies.flatMap(({ tools, hide }) => [...tools.keys(), ...hide])
  return [...names.toSorted(), OTHER]
}

function named<D extends Difference>(difference: D): D {
  return difference.tool === OTHER ? { ...difference, tool: '(any other tool)' } : difference
}

/** Groups of methods that pass now and did not. */
function openedMethods(before: Policy, after: Policy): string[] {
  const [was, is] = [compilePolicy(before), compilePolicy(after)]
  return METHOD_GROUPS.filter((group) => !allowsMethod(was, group).allowed && allowsMethod(is, group).allowed)
}

function print(
  document: readonly DocumentDifference[],
  differences: readonly Difference[],
  opened: readonly string[],
): void {
  for (const { text } of document) console.log(`        ${text}`)
  if (opened.length > 0) console.log(`widens  now pass: ${opened.join(', ')}`)
  for (const { tool, text, rules, widens } of differences.map(named)) {
    console.log(`${widens ? 'widens' : '      '}  ${tool}: ${text.split(' · ', 1)[0]}`)
    for (const rule of rules) console.log(`          ${rule.text}`)
  }
  const widening = differences.filter(({ widens }) => widens).length + opened.length
  const total = document.length + differences.length + opened.length
  console.log(
    total === 0 ? 'Nothing differs.' : `${counted(total, 'difference')}, ${widening} of them widening`,
  )
}
