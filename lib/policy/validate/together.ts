// Rules that each make sense and together let nothing through: what one requires, another denies.

import { FALSE, TRUE, type Truth } from '../evaluate/truth.ts'
import { describeConditions } from '../explain/describe.ts'
import { ofTools } from './place.ts'
import { type Choice, isMany } from './prepared.ts'
import type { PlacedEntry, Scene } from './scene.ts'
import { admits } from './truths.ts'

/** A condition of some rule, and what it has to come to for a call to pass. */
type Demand = {
  readonly choice: Choice
  readonly wanted: Truth
  readonly rule: string
  readonly own: boolean
}

export function checkTogether(scene: Scene, placed: PlacedEntry): void {
  const { require, deny_if } = placed.entry
  if (require.length + deny_if.length === 0) return
  for (const [text, demands] of demandsByPlace(scene, placed)) {
    const rules = new Set(demands.map((demand) => demand.rule))
    const last = demands.filter((demand) => demand.own).at(-1)
    if (rules.size < 2 || !last || isPossible(scene, placed, demands)) continue
    // What one rule does by itself was said there.
    if (
      [...rules].some(
        (rule) =>
          !isPossible(
            scene,
            placed,
            demands.filter((each) => each.rule === rule),
          ),
      )
    )
      continue
    const words = demands.map(
      ({ choice, wanted }) =>
        `${wanted === TRUE ? 'required' : 'denied'}: ${describeConditions([choice.condition])}`,
    )
    scene.warn(
      last.rule,
      'contradiction',
      `No ${text}${placed.tools.length > 0 && text.startsWith('args') ? ` that fits the schema${ofTools(placed)}` : ''} satisfies all of these rules (${words.join('; ')}), so every call is refused. Change or remove one of them.`,
    )
  }
}

/** What each requirement wants true, and each denial of a single condition wants false, by the one place it looks at. */
function demandsByPlace(scene: Scene, { name, at, entry }: PlacedEntry): Map<string, Demand[]> {
  const layers = [{ entry, at, own: true }]
  if (name !== null) layers.unshift({ entry: scene.policy.all_tools, at: '/all_tools', own: false })
  const byPlace = new Map<string, Demand[]>()
  const add = (choice: Choice, wanted: Truth, rule: string, own: boolean): void => {
    const [first, ...others] = choice.comparisons
    if (!first || isMany(first.path) || others.some((each) => each.text !== first.text)) return
    const demands = byPlace.get(first.text) ?? []
    demands.push({ choice, wanted, rule, own })
    byPlace.set(first.text, demands)
  }
  for (const layer of layers) {
    for (const [index, { conditions }] of layer.entry.require.entries())
      for (const choice of scene.prepare(conditions, `${layer.at}/deny_if/${index}/conditions`))
        add(choice, TRUE, `${layer.at}/require/${index}`, layer.own)
    for (const [index, { conditions }] of layer.entry.deny_if.entries()) {
      const [only, ...others] = scene.prepare(conditions, `${layer.at}/deny_if/${index}/conditions`)
      if (only && others.length === 0) add(only, FALSE, `${layer.at}/deny_if/${index}`, layer.own)
    }
  }
  return byPlace
}

/** Whether some argument meets all demands, in one of the tools; without tools, any argument at all. */
function isPossible(scene: Scene, { tools }: PlacedEntry, demands: readonly Demand[]): boolean {
  const [first] = demands.flatMap((demand) => demand.choice.comparisons)
  if (!first) return true
  const wants = demands.map(({ choice, wanted }) => ({ comparisons: choice.comparisons, wanted }))
  if (tools.length === 0) return admits(scene.reach(null, first), wants)
  return tools.some((tool) => admits(scene.reach(tool, first), wants))
}
