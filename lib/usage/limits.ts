// How much of each limit is used: one function for the page, the API and the policy editor.
import { findBaseline } from '#lib/data/baseline.ts'
import { countsOf, findInForce, type PolicyInForce } from '#lib/data/limit-uses.ts'
import type { Member } from '#lib/data/model.ts'
import { addDecimals, compareDecimals, type Json, parseJson } from '#lib/json/index.ts'
import {
  BASELINE,
  type CompiledPolicy,
  compileBaseline,
  compilePolicy,
  type Draw,
  limitsOf,
  type Parsed,
  type Policy,
  parseBaseline,
  parsePolicy,
  windowText,
} from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'
import type { Named } from './usage.ts'

export type LimitUse = {
  readonly server: Named
  readonly policyId: string
  /** The pointer of the limit in the policy that is in force, or of the baseline's after `(baseline)`. */
  readonly rule: string
  readonly counter: string
  readonly scope: Draw['scope']
  /** `minute` for “30 per minute”. */
  readonly window: string
  readonly sliding: boolean
  /** Decimal texts: the maximum, what was taken, what is left of it (0 where a maximum was lowered). */
  readonly max: string
  readonly used: string
  readonly remaining: string
  /** used / max */
  readonly share: number
  /** When the window ends, or for a sliding limit when the first call leaves it. */
  readonly resetsAt: Date | null
  /** The grants that it counts, of those that may call: several share what is counted for more than a grant. */
  readonly grants: readonly Named[]
}
type Filter = { readonly serverId?: string | undefined; readonly grantId?: string | undefined }
type Found = { readonly of: PolicyInForce; readonly limit: Draw }

/**
 * The limits that calls have taken from and could be refused by now, the fullest first. Those that let nothing
 * through (a maximum of 0) are left out, and of a limit for each MCP session only calls without one are counted.
 * @throws {Fault} store-unavailable
 */
export async function limitsInUse(member: Member, filter: Filter = {}): Promise<readonly LimitUse[]> {
  requirePermission(member, 'calls.read')
  if (Object.values(filter).some((value) => value?.includes('\0'))) return []
  const [{ grants, documents }, baseline] = await Promise.all([
    findInForce(member.organisation, filter),
    findBaseline(member.organisation),
  ])
  const ofBaseline = baseline ? limitsIn(baseline.canonical, parseBaseline, compileBaseline) : []
  const limits = new Map(
    [...documents].map(([version, text]) => [version, limitsIn(text, parsePolicy, compilePolicy)]),
  )
  const found: readonly Found[] = grants.flatMap((of) =>
    [...ofBaseline, ...(limits.get(of.versionId) ?? [])].map((limit) => ({ of, limit })),
  )
  const counts = await countsOf(member.organisation, found)
  const uses = new Map<string, LimitUse>()
  for (const [place, each] of found.entries()) {
    const count = counts.get(place)
    if (!count || compareDecimals(count.used, '0') <= 0) continue
    const key = sharedKey(each)
    const known = uses.get(key)
    const grant = { id: each.of.grantId, name: each.of.grantLabel }
    uses.set(key, known ? { ...known, grants: [...known.grants, grant] } : limitUse(each, count, grant))
  }
  return [...uses.values()].sort((a, b) => b.share - a.share)
}

function limitsIn(
  document: string,
  parse: (document: Json) => Parsed<Policy>,
  compile: (policy: Policy) => CompiledPolicy,
): readonly Draw[] {
  const parsed = parse(parseJson(document, { maxDepth: 64, maxNodes: 1_000_000 }))
  return parsed.ok ? limitsOf(compile(parsed.value)).filter(({ max }) => compareDecimals(max, '0') > 0) : []
}

/** The same rule of the same document, counted for the same: one line, whoever of its grants called. */
function sharedKey({ of, limit }: Found): string {
  const ofGrant = `${of.grantId} ${of.serverId}`
  const whose = { grant: ofGrant, session: ofGrant, user: of.userId, server: of.serverId, organisation: '' }
  const isBaseline = limit.rule.startsWith(BASELINE)
  return JSON.stringify([
    isBaseline ? '' : of.policyId,
    isBaseline ? '' : of.versionId,
    limit.rule,
    limit.window,
    limit.scope,
    whose[limit.scope],
  ])
}

function limitUse(
  { of, limit }: Found,
  { used, resetsAt }: { used: string; resetsAt: Date | null },
  grant: Named,
): LimitUse {
  const rest = addDecimals(limit.max, `-${used}`)
  return {
    server: { id: of.serverId, name: of.serverName },
    policyId: of.policyId,
    rule: limit.rule,
    counter: limit.counter,
    scope: limit.scope,
    window: windowText(limit.window),
    sliding: limit.algorithm === 'sliding',
    max: limit.max,
    used,
    remaining: rest.startsWith('-') ? '0' : rest,
    share: Number(used) / Number(limit.max),
    resetsAt,
    grants: [grant],
  }
}
