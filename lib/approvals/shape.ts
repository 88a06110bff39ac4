// What an approver may allow beforehand (A5), checked before anyone is asked to store it: bounded, and
// such that the call they looked at is itself of that shape.
import {
  canonicalJson,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonObject,
  parseJson,
} from '#lib/json/index.ts'
import { allowanceCovers, allowanceProblem, type Comparison } from '#lib/policy/index.ts'

export type Shape = {
  /** How many calls, beside the one that is approved. */
  readonly uses: number
  readonly minutes: number
  /** The freed arguments, each with a bound: {path: 'args.amount', op: 'lte', value: 100}. */
  readonly freed: readonly Comparison[]
}

const MAX_MINUTES = 7 * 24 * 60
const MAX_FREED = 32

/** The first thing that is wrong with a shape, as a sentence; null where it may be allowed for this call. */
export function shapeProblem(shape: Shape, tool: string, args: JsonObject, now: number): string | null {
  const { uses, minutes, freed } = shape
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MAX_MINUTES)
    return 'An allowance lasts from 1 minute to 7 days.'
  if (freed.length > MAX_FREED) return `An allowance frees at most ${MAX_FREED} bounds.`
  const endsAt = now + minutes * 60_000
  const problem = allowanceProblem({ uses, endsAt, freed })
  if (problem !== null) return problem
  const place = { organisation: '', grant: '', server: '', definition: '', policyVersion: '' }
  const call = {
    name: tool,
    tool: null,
    arguments: args,
    grant: { label: '', tags: [] },
    client: {},
    user: {},
    at: now,
  }
  const covers = allowanceCovers(
    { ...place, tool, uses, used: 0, endsAt, revoked: false, arguments: args, freed },
    { ...place, grantIsLive: true, inputResponses: null, requestState: null, call },
  )
  return covers.covered ? null : `This call is not of that shape: ${covers.why}`
}

/** Bounds as they are stored; numbers keep their digits. */
export function freedText(freed: readonly Comparison[]): string {
  return canonicalJson(
    freed.map(({ path, op, value }) =>
      jsonObject([['path', path], ['op', op], ...(value === undefined ? [] : ([['value', value]] as const))]),
    ),
  )
}

/** The bounds in a stored text; none where it is no such text. */
export function freedIn(text: string): readonly { path: string; op: string; value: Json }[] {
  const list = parseJson(text)
  return (Array.isArray(list) ? list : []).filter(isJsonObject).map((bound) => ({
    path: String(bound.path ?? ''),
    op: String(bound.op ?? ''),
    value: bound.value ?? null,
  }))
}
