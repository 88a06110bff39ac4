// What the checks behind the decisive one come to, where that is certain whatever the arguments are (X7).

import type { RulePointer } from '../decision.ts'
import { type CompiledEntry, type CompiledPolicy, entryFor, layersFor } from '../evaluate/compile.ts'
import type { Effect } from './verdict.ts'

type Check = { readonly pointer: RulePointer; readonly outcome: 'passes' | 'asks' | 'refuses' | 'depends' }

/** The effect once the decisive check has passed; null where it depends on the call. */
export function restAfter(policy: CompiledPolicy, tool: string, decisive: RulePointer): Effect | null {
  const checks = checksOf(policy, tool)
  const at = checks.findIndex((check) => check.pointer === decisive)
  if (at < 0) return null
  const next = checks.slice(at + 1).find((check) => check.outcome !== 'passes')
  if (!next) return 'allow'
  if (next.outcome === 'asks') return 'await'
  return next.outcome === 'refuses' ? 'deny' : null
}

/** E3 to E9 in their order. That a definition is the accepted one is taken for granted here. */
function checksOf(policy: CompiledPolicy, tool: string): Check[] {
  const entry = entryFor(policy, tool)
  const layers = layersFor(policy, tool)
  return [
    { pointer: '(hidden)', outcome: 'passes' },
    { pointer: '(default deny)', outcome: entry || policy.policy.default === 'allow' ? 'passes' : 'refuses' },
    ...layers.flatMap(strictness),
    ...layers.flatMap(requirements),
    ...layers.flatMap(denials),
    ...layers.flatMap(approvals),
    ...layers.flatMap(limits),
  ]
}

function strictness({ strict, pointer }: CompiledEntry): Check[] {
  return strict ? [{ pointer: `${pointer}/strict_arguments`, outcome: 'depends' }] : []
}

function requirements({ require }: CompiledEntry): Check[] {
  return require.map(({ pointer, conditions }) => ({
    pointer,
    outcome: conditions.length === 0 ? 'passes' : 'depends',
  }))
}

function denials({ denyIf }: CompiledEntry): Check[] {
  return denyIf.map(({ pointer, conditions }) => ({
    pointer,
    outcome: conditions.length === 0 ? 'refuses' : 'depends',
  }))
}

function approvals({ approval }: CompiledEntry): Check[] {
  if (!approval) return []
  const { pointer, conditions } = approval
  return [{ pointer, outcome: conditions.length === 0 ? 'asks' : 'depends' }]
}

function limits({ limits: each }: CompiledEntry): Check[] {
  return each.map(({ draw, isZero, amountSteps }) => ({
    pointer: draw.rule,
    outcome: isZero ? 'refuses' : amountSteps ? 'depends' : 'passes',
  }))
}
