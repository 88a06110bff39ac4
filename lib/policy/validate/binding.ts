// A limit that never refuses, because a tighter one on the same calls always refuses first.
import { compareNumbers, decimalText, JsonNumber } from '#lib/json/index.ts'
import { describeLimit } from '../explain/describe.ts'
import type { Issue } from '../issue.ts'
import type { Limit, Scope } from '../policy.ts'
import type { PlacedEntry, Scene } from './scene.ts'
import { mostTouched } from './spans.ts'

/**
 * Of which other scopes a scope is a part: what one grant draws is also drawn for its user, server and
 * organisation. Counters of the three wider ones are shared with other policies, which may hold no
 * second limit, so nothing is said of a limit in those.
 */
const WITHIN: Partial<Record<Scope, readonly Scope[]>> = {
  session: ['session', 'grant', 'user', 'server', 'organisation'],
  grant: ['grant', 'user', 'server', 'organisation'],
}

/** Warns where the limit at `index` of the entry cannot refuse. */
export function checkBinding(scene: Scene, { name, at, entry }: PlacedEntry, index: number): void {
  const limit = entry.limits[index]
  if (!limit) return
  const general = name === null ? [] : scene.policy.all_tools.limits
  const others = [...general, ...entry.limits.slice(0, index), ...entry.limits.slice(index + 1)]
  const earlier = new Set([...general, ...entry.limits.slice(0, index)])
  for (const other of others) {
    const most = mostBefore(scene, limit, other)
    if (most === null) continue
    // Of two that make each other needless, the earlier stays.
    if (!earlier.has(other) && mostBefore(scene, other, limit) !== null) continue
    scene.warn(
      `${at}/limits/${index}/max`,
      'limit-unreachable',
      `The limit “${limit.counter}” never refuses a call: “${other.counter}” (${describeLimit(other)}) lets at most ${most} through in that time. Remove it, or make its max less than that.`,
      removal(name, at, index),
    )
    return
  }
}

function removal(name: string | null, at: string, index: number): Issue['fix'] {
  const command =
    name === null
      ? ({ type: 'remove', pointer: `${at}/limits/${index}` } as const)
      : ({ type: 'remove-limit', tool: name, index } as const)
  return { label: 'Remove this limit', command }
}

/** The most that `other` lets through in a window of `limit`, where that is not above its max; else null. */
function mostBefore(scene: Scene, limit: Limit, other: Limit): string | null {
  if (compareNumbers(other.max, 0) <= 0 || limit.increment_from !== other.increment_from) return null
  // One count with two bounds: the lesser one decides.
  if (limit.counter === other.counter && limit.scope === other.scope)
    return compareNumbers(other.max, limit.max) <= 0 ? decimalText(other.max) : null
  if (!WITHIN[limit.scope]?.includes(other.scope) || !drawsAlways(scene, limit, other)) return null
  const most = times(mostTouched(limit, other), greatestMax(scene, other))
  return compareNumbers(most, limit.max) <= 0 ? decimalText(most) : null
}

/** Whether whatever counts for `limit`, here or in another entry, counts for `other` too. */
function drawsAlways(scene: Scene, limit: Limit, other: Limit): boolean {
  const second = new Set(scene.limitsOf(other.counter, other.scope).map((each) => each.name))
  return second.has(null) || scene.limitsOf(limit.counter, limit.scope).every((each) => second.has(each.name))
}

/** Limits of one counter may have several bounds; the count stays below the greatest. */
function greatestMax(scene: Scene, { counter, scope, max }: Limit): Limit['max'] {
  return scene
    .limitsOf(counter, scope)
    .reduce(
      (greatest, each) => (compareNumbers(each.limit.max, greatest) > 0 ? each.limit.max : greatest),
      max,
    )
}

function times(count: number, max: Limit['max']): JsonNumber {
  const [whole = '0', fraction = ''] = decimalText(max).split('.')
  return new JsonNumber(`${BigInt(whole + fraction) * BigInt(count)}e-${fraction.length}`)
}
