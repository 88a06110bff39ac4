// Allowances (A5): “the same shape, N times, for M minutes”.
import { canonicalJson, isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import { withMember } from '../edit/document.ts'
import { compileCondition, judgeConditions } from '../evaluate/condition.ts'
import { nothingSpent } from '../evaluate/operator.ts'
import { TRUE } from '../evaluate/truth.ts'
import type { Comparison } from '../policy.ts'
import { allowanceProblem, freedPath } from './allowance-problem.ts'

export type Allowance = {
  readonly organisation: string
  readonly grant: string
  readonly server: string
  readonly tool: string
  readonly definition: string
  readonly policyVersion: string
  /** How many calls it lets in, and how many it has. */
  readonly uses: number
  readonly used: number
  /** Milliseconds since the epoch; from then on it covers nothing. */
  readonly endsAt: number
  readonly revoked: boolean
  /** The arguments of the call that the approver saw. */
  readonly arguments: JsonObject
  /** The bounds of the freed arguments: each names one by its path. What no bound names is fixed. */
  readonly freed: readonly Comparison[]
}

/** A call with what an allowance is bound to. */
export type AllowableCall = {
  readonly organisation: string
  readonly grant: string
  readonly grantIsLive: boolean
  readonly server: string
  readonly definition: string
  readonly policyVersion: string
  readonly inputResponses: JsonObject | null
  readonly requestState: string | null
  readonly call: ToolCall
}

export type Coverage = { readonly covered: true } | { readonly covered: false; readonly why: string }

/**
 * Whether the allowance satisfies E8 for this call, now. Everything that cannot be told is a no. The
 * reasons name arguments, never their values.
 */
export function allowanceCovers(allowance: Allowance, asked: AllowableCall): Coverage {
  const problem = allowanceProblem(allowance)
  if (problem !== null) return no(problem)
  const { call } = asked
  if (allowance.revoked || !asked.grantIsLive) return no('The allowance or its grant was revoked.')
  if (!(allowance.used >= 0 && allowance.used < allowance.uses)) return no('The allowance is used up.')
  if (!(call.at < allowance.endsAt)) return no('The allowance has ended.')
  if (allowance.tool !== call.name) return no('The allowance is for another tool.')
  for (const bound of ['organisation', 'grant', 'server'] as const)
    if (allowance[bound] !== asked[bound]) return no(`The allowance is for another ${bound}.`)
  if (allowance.definition !== asked.definition) return no('The definition of the tool changed.')
  if (allowance.policyVersion !== asked.policyVersion)
    return no('Another version of the policy was published.')
  if (asked.inputResponses !== null || asked.requestState !== null)
    return no('An allowance covers no retry that brings input.')
  for (const bound of allowance.freed)
    if (judgeConditions([compileCondition(bound)], call, 'every', nothingSpent()) !== TRUE)
      return no(`${bound.path} is outside its bound.`)
  if (fixedPart(allowance.arguments, allowance) !== fixedPart(call.arguments, allowance))
    return no('An argument differs that the approver did not free.')
  return { covered: true }
}

function no(why: string): Coverage {
  return { covered: false, why }
}

/** The canonical arguments less the freed ones. */
function fixedPart(args: JsonObject, { freed }: Allowance): string {
  let rest: Json = args
  for (const { path } of freed) rest = without(rest, freedPath(path) ?? [])
  return canonicalJson(rest)
}

/** A copy without the member at the end of these names. An object that it leaves empty stays: it was there. */
function without(value: Json, [name, ...rest]: readonly string[]): Json {
  if (name === undefined || !isJsonObject(value)) return value
  const inner = member(value, name)
  if (inner === undefined) return value
  return withMember(value, name, rest.length === 0 ? undefined : without(inner, rest))
}
