// Limits: those that refuse everything, those that bound nothing, and amounts that no argument gives.
import { compareNumbers } from '#lib/json/index.ts'
import { parsePath } from '../evaluate/path.ts'
import { TRUE } from '../evaluate/truth.ts'
import type { Issue } from '../issue.ts'
import { childPointer } from '../pointer.ts'
import type { Limit } from '../policy.ts'
import { checkBinding } from './binding.ts'
import { overTools } from './place.ts'
import { canBe } from './possible.ts'
import { type PreparedComparison, prepare } from './prepared.ts'
import type { PlacedEntry, Scene } from './scene.ts'
import { truthsAt } from './truths.ts'
import { nearPath } from './undeclared.ts'
import { endsWords } from './words.ts'

export function checkLimits(scene: Scene, placed: PlacedEntry): void {
  for (const [index, limit] of placed.entry.limits.entries()) {
    const at = `${placed.at}/limits/${index}`
    const never = refusalOf(scene, limit, placed)
    if (never === 'zero')
      scene.warn(
        `${at}/max`,
        'limit-zero',
        `The limit “${limit.counter}” is 0, so it refuses every call. Raise it, or deny the tool.`,
      )
    else if (never === 'small')
      scene.warn(
        `${at}/max`,
        'limit-too-small',
        `${leastWords(scene, limit, placed)}, which is more than the max of “${limit.counter}”, so every call is refused. Raise it, or deny the tool.`,
      )
    else if (!checkAmount(scene, limit, placed, at)) checkBinding(scene, placed, index)
  }
  warnSessionOnly(scene, placed)
}

/** Why a limit refuses every call of these tools: its max is 0, or less than any call draws. */
export function refusalOf(scene: Scene, limit: Limit, placed: PlacedEntry): 'zero' | 'small' | null {
  if (compareNumbers(limit.max, 0) <= 0) return 'zero'
  if (limit.increment_from === undefined) return compareNumbers(limit.max, 1) < 0 ? 'small' : null
  if (placed.tools.length === 0) return null
  const number = (op: 'lte' | 'gte', value: Limit['max']) =>
    prepare([{ path: limit.increment_from ?? '', op, value }], '').flatMap((each) => each.comparisons)
  const isNumber = overTools(scene, { ...placed, isExact: false }, (reaches) =>
    truthsOfAmount(number('gte', 0), reaches),
  )
  if (!canBe(isNumber, TRUE)) return null
  const fits = [...number('gte', 0), ...number('lte', limit.max)]
  const drawn = overTools(scene, { ...placed, isExact: false }, (reaches) => truthsOfAmount(fits, reaches))
  return canBe(drawn, TRUE) ? null : 'small'
}

function truthsOfAmount(
  comparisons: readonly PreparedComparison[],
  reaches: Parameters<Parameters<typeof overTools>[2]>[0],
) {
  const [first] = comparisons
  return first
    ? truthsAt(
        reaches(first),
        comparisons.map((each) => [each]),
      )
    : 0
}

function leastWords(scene: Scene, limit: Limit, { tools }: PlacedEntry): string {
  const [comparison] = prepare([{ path: limit.increment_from ?? '', op: 'exists' }], '').flatMap(
    (each) => each.comparisons,
  )
  if (limit.increment_from === undefined || !comparison) return 'Every call counts 1'
  const ends = tools.flatMap((tool) => scene.reach(tool, comparison).ends)
  return `${limit.increment_from} is ${endsWords(ends)} in the schema`
}

/** True where some tool gives no such amount, so that L4 refuses each of its calls. */
function checkAmount(scene: Scene, limit: Limit, { tools }: PlacedEntry, at: string): boolean {
  const text = limit.increment_from
  const path = text === undefined ? '' : parsePath(text)
  const [amount] = prepare([{ path: text ?? '', op: 'gte', value: 0 }], '').flatMap(
    (each) => each.comparisons,
  )
  if (typeof path === 'string' || !amount) return false
  const pointer = `${at}/increment_from`
  for (const tool of tools) {
    const reach = scene.reach(tool, amount)
    if (reach.undeclared) {
      const { hint, fix } = nearPath(path, reach.undeclared, pointer)
      scene.warn(
        pointer,
        'path-not-in-schema',
        `${tool.name} declares no ${text}, so every call of it is refused.${hint}`,
        isShared(scene, limit) ? undefined : fix,
      )
      return true
    }
    if (canBe(truthsAt(reach, [[amount]]), TRUE)) continue
    const words = endsWords(reach.ends)
    scene.warn(
      pointer,
      'path-never-fits',
      `${tool.name} declares ${text} as ${words}, which is no number from 0, so every call of it is refused. Count another argument, or leave increment_from out.`,
    )
    return true
  }
  return false
}

/** L5: what limits of one counter and scope count must not differ, so one alone cannot be changed. */
function isShared(scene: Scene, { counter, scope }: Pick<Limit, 'counter' | 'scope'>): boolean {
  return scene.limitsOf(counter, scope).length > 1
}

function warnSessionOnly(scene: Scene, { name, at, entry }: PlacedEntry): void {
  const bounds = name === null ? entry.limits : [...scene.policy.all_tools.limits, ...entry.limits]
  const [first] = entry.limits
  if (!first || !bounds.every((limit) => limit.scope === 'session')) return
  scene.warn(
    `${at}/limits`,
    'limit-session-only',
    'A client can open another session, so a limit for each session alone bounds nothing. Add one for each grant.',
    perGrant(scene, first, name, entry.limits.length),
  )
}

/** Narrows only: a grant's calls include those of each of its sessions. */
function perGrant(scene: Scene, limit: Limit, name: string | null, count: number): Issue['fix'] {
  const clashes = scene.limitsOf(limit.counter, 'grant').length > 0 || isShared(scene, limit)
  if (count !== 1 || clashes) return undefined
  const command =
    name === null
      ? ({ type: 'set', pointer: childPointer('/all_tools/limits/0', 'scope'), value: 'grant' } as const)
      : ({ type: 'set-limit', tool: name, index: 0, scope: 'grant' } as const)
  return { label: 'Count it for each grant', command }
}
