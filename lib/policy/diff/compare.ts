// Everything that one document changes of another, in one value: what reviewers, pipelines and agents are shown.
import { compilePolicy } from '../evaluate/compile.ts'
import { allowsMethod } from '../evaluate/listing.ts'
import { METHOD_GROUPS, type MethodGroup, type Policy } from '../policy.ts'
import type { PolicyDocument } from '../read/parse-text.ts'
import { type Difference, diffPolicies } from './diff.ts'
import { type DocumentDifference, diffDocuments } from './documents.ts'

export type PolicyChanges = {
  /** Something means something else; false where only notes or spelling differ. */
  readonly changed: boolean
  /** Some call that was refused, or had to wait, may pass now. */
  readonly widens: boolean
  /** Groups of methods that pass now and did not. */
  readonly opened: readonly MethodGroup[]
  /** What belongs to no tool. */
  readonly document: readonly DocumentDifference[]
  /** Tool by tool; every tool that neither document names is one line. */
  readonly differences: readonly Difference[]
}

// Stands for a tool that neither document names, and that no pattern but `*` can match.
const OTHER = '\u{10ffff}'
const OTHER_NAME = '(any other tool)'

/** @param tools the tools there are today: what else the documents name is looked at, too */
export function comparePolicies(
  before: PolicyDocument,
  after: PolicyDocument,
  tools: readonly string[],
): PolicyChanges {
  const names = [...new Set([...tools, ...namesOf(before.policy, after.policy)])]
  const differences = diffPolicies(before.policy, after.policy, names).map((difference) =>
    difference.tool === OTHER ? { ...difference, tool: OTHER_NAME } : difference,
  )
  const document = diffDocuments(before, after, names)
  const opened = openedMethods(before.policy, after.policy)
  return {
    changed: differences.length > 0 || document.some(({ kind }) => kind !== 'note'),
    widens: opened.length > 0 || differences.some(({ widens }) => widens),
    ...{ opened, document, differences },
  }
}

/**
 * What may be treated otherwise beside the tools there are today: each name and pattern of the two documents (a pattern
 * governs the tool of that very name, as it does those that it matches), and one name for all others.
 */
function namesOf(...policies: readonly Policy[]): string[] {
  const names = policies.flatMap(({ tools, hide }) => [...tools.keys(), ...hide])
  return [...names.toSorted(), OTHER]
}

function openedMethods(before: Policy, after: Policy): MethodGroup[] {
  const [was, is] = [compilePolicy(before), compilePolicy(after)]
  return METHOD_GROUPS.filter((group) => !allowsMethod(was, group).allowed && allowsMethod(is, group).allowed)
}
