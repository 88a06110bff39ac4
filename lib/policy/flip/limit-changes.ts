// The changes of a limit: another `max`, or no limit.
import { compareDecimals, decimalText } from '#lib/json/index.ts'
import type { Draw } from '../decision.ts'
import type { Command } from '../edit/command.ts'
import { describeLimit } from '../explain/describe.ts'
import { childPointer } from '../pointer.ts'
import type { Limit } from '../policy.ts'
import { type Candidate, plain } from './candidate.ts'
import { distance, numberOf, stepped } from './decimal-step.ts'
import type { Layer } from './site.ts'

export type LimitSite = {
  readonly layer: Layer
  readonly index: number
  readonly limit: Limit
  readonly pointer: string
}

export function limitSites(layers: readonly Layer[]): LimitSite[] {
  return layers.flatMap((layer) =>
    layer.entry.limits.map((limit, index) => {
      const pointer = childPointer(`${layer.pointer}/limits`, limit.counter)
      return { layer, index, limit, pointer }
    }),
  )
}

/** `max` raised to what the call needs: what its counter holds already, and what it draws. */
export function raised(site: LimitSite, needed: string): Candidate {
  const max = decimalText(site.limit.max)
  return {
    kind: 'value',
    moved: distance(site.limit.max, numberOf(needed)),
    command: withMax(site, needed),
    text: `Raise the limit “${site.limit.counter}”, ${describeLimit(site.limit)}, by what this call needs${site.layer.reach}.`,
    exact: `Raise the limit “${site.limit.counter}” from ${max} to ${needed}${site.layer.reach}.`,
  }
}

/** `max` just below what the call draws; null where no call that draws at all could pass then. */
export function lowered(site: LimitSite, draw: Draw): Candidate | null {
  const below = decimalText(stepped(numberOf(draw.amount), -1))
  if (site.limit.increment_from === undefined || compareDecimals(below, '0') <= 0) return null
  return {
    kind: 'value',
    moved: distance(site.limit.max, numberOf(below)),
    command: withMax(site, below),
    text: `Lower the limit “${site.limit.counter}”, ${describeLimit(site.limit)}, below what this call draws${site.layer.reach}.`,
    exact: `Lower the limit “${site.limit.counter}” from ${decimalText(site.limit.max)} to ${below}${site.layer.reach}.`,
  }
}

export function limitRemoval({ layer, index, limit }: LimitSite): Candidate {
  const command: Command =
    layer.tool === null
      ? { type: 'remove', pointer: `/all_tools/limits/${index}` }
      : { type: 'remove-limit', tool: layer.tool, index }
  const text = `Remove the limit “${limit.counter}”, ${describeLimit(limit)}${layer.reach}.`
  return plain('rule', command, text)
}

export function withMax({ layer, index }: LimitSite, max: string): Command {
  if (layer.tool === null)
    return { type: 'set', pointer: `/all_tools/limits/${index}/max`, value: numberOf(max) }
  return { type: 'set-limit', tool: layer.tool, index, max: Number(max) }
}
