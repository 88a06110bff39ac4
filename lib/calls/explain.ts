// Why a recorded call was decided as it was: from the record and the policy version that judged it.
// Values are kept of few calls and not of all that decided, so the decision is told again, not made again.
import { findBaselineVersion } from '#lib/data/baseline.ts'
import { findCallPolicy } from '#lib/data/calls.ts'
import type { CallRow, Member } from '#lib/data/model.ts'
import { parseJson, toPlain } from '#lib/json/index.ts'
import {
  BASELINE,
  type CompiledPolicy,
  compileBaseline,
  parseBaseline,
  REASONS,
  recordedChange,
  refusalText,
  ruleAt,
} from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'

export type CallExplanation = {
  /** What the agent was told; '' for an allowed call. */
  readonly agent: string
  readonly person: string
  /** The rule as JSON text, from the version that judged the call; null where no rule of a document did. */
  readonly ruleText: string | null
  /** What would change the decision, as far as that can be told without the values; null where it cannot. */
  readonly change: string | null
}

export async function explainCall(member: Member, call: CallRow): Promise<CallExplanation> {
  requirePermission(member, 'calls.read')
  const { organisation } = member
  const policy = await findCallPolicy(organisation, call)
  const baselineId = baselineOf(call.detail)
  const baseline = baselineId === null ? null : await findBaselineVersion(organisation, baselineId)
  const decided = call.rule.startsWith(BASELINE) ? baseline : policy
  const rule = decided ? ruleAt(parseJson(decided.canonical), call.rule.replace(BASELINE, '')) : undefined
  return {
    agent: agentText(call),
    person: personText(call, baseline?.number ?? null),
    ruleText: rule === undefined ? null : JSON.stringify(toPlain(rule), null, 2),
    change: changeText(call, policy?.canonical ?? null, baseline?.canonical ?? null),
  }
}

function agentText(call: CallRow): string {
  if (call.decision === 'allow') return ''
  // Unknown and hidden are one answer to the agent, so that it cannot tell them apart (E10).
  if (call.reason === 'unknown-tool' || call.reason === 'hidden') return `Unknown tool: ${call.tool}`
  if (call.decision === 'await') return `[APPROVAL PENDING] ${call.message}`
  return refusalText(call)
}

/** Of a refusal before policy, such as a malformed message, there is none. */
function changeText(call: CallRow, text: string | null, baseline: string | null): string | null {
  const reason = REASONS.find((each) => each === call.reason)
  if (reason === undefined) return null
  const { decision: effect, rule, tool, method } = call
  return recordedChange(text, { effect, rule, reason, tool, method }, compiled(baseline))?.text ?? null
}

/** The version of the baseline that held when a call was decided; null for none. */
function baselineOf(detail: unknown): string | null {
  const id = typeof detail === 'object' && detail !== null && 'baseline' in detail ? detail.baseline : null
  return typeof id === 'string' ? id : null
}

function compiled(baseline: string | null): CompiledPolicy | null {
  const parsed = baseline === null ? null : parseBaseline(parseJson(baseline))
  return parsed?.ok ? compileBaseline(parsed.value) : null
}

function personText(call: CallRow, baseline: number | null): string {
  const what = call.tool === '' ? call.method : call.tool
  const rule = call.rule === '' ? '' : ` by ${call.rule}${versionText(call, baseline)}`
  if (call.decision === 'allow') return `${what} was allowed${rule}: no rule refuses it.`
  const verb = call.decision === 'await' ? 'needs an approval, asked for' : 'was refused'
  return `${what} ${verb}${rule}${call.message === '' ? '.' : `: ${call.message}`}`
}

function versionText({ rule, policyVersion }: CallRow, baseline: number | null): string {
  const number = rule.startsWith(BASELINE) ? baseline : rule.startsWith('/') ? policyVersion : null
  return number === null ? '' : ` of version ${number}`
}
