// The difference between two policies, over whatever tools they mean.
import { type Difference, diffPolicies, type Policy } from '#lib/policy/index.ts'

export type Change = Difference

/** How two policies differ, over the tools of the server and whatever else they name. */
export function changesOf(
  published: Policy | null,
  policy: Policy | null,
  tools: readonly { readonly name: string }[],
): readonly Change[] {
  if (policy === null || policy === published) return []
  const names = new Set(tools.map((tool) => tool.name))
  for (const side of [published, policy]) {
    for (const name of [...(side?.tools.keys() ?? []), ...(side?.hide ?? [])]) {
      if (!name.includes('*')) names.add(name)
    }
  }
  return diffPolicies(published, policy, [...names])
}
