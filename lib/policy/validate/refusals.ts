// Whether every call of some tools is refused, whatever its arguments are.
import { isUnconditional } from '../edit/placement.ts'
import { refusalOf } from './limits.ts'
import { refusesAlways } from './rule.ts'
import type { PlacedEntry, Scene, ValidatedTool } from './scene.ts'

/** What refuses every call of the tools in one of the layers, in words; null where some call may pass. */
export function alwaysRefused(
  scene: Scene,
  layers: readonly PlacedEntry[],
  tools: readonly ValidatedTool[],
): string | null {
  for (const { entry, at, name } of layers) {
    if (entry.deny_if.some(isUnconditional)) return `${name ?? '“all_tools”'} denies every call`
    for (const list of ['require', 'deny_if'] as const) {
      const index = entry[list].findIndex((rule, each) =>
        refusesAlways(scene, list, rule, `${at}/${list}/${each}/conditions`, tools),
      )
      if (index >= 0) return `${at}/${list}/${index} refuses every call`
    }
  }
  for (const placed of layers)
    for (const limit of placed.entry.limits)
      if (refusalOf(scene, limit, { ...placed, tools: [] }))
        return `the limit “${limit.counter}” refuses every call`
  return null
}
