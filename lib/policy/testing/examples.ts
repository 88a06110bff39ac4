// Documents as people write them, and a call to try on them. The first four are in use elsewhere and
// must work unchanged.
import { fromPlain, type JsonObject, jsonObject } from '#lib/json/index.ts'
import type { ToolCall, ToolFacts } from '../call.ts'
import { type CompiledPolicy, compilePolicy } from '../evaluate/compile.ts'
import type { Policy } from '../policy.ts'
import { parsePolicyText } from '../read/parse-text.ts'

export const REAL_DOCUMENTS = {
  limited:
    '{"version":"1","default":"deny","tools":{"create_connection":{"limits":[{"counter":"create_connection_rate","window":"minute","max":30,"scope":"grant"}]}}}',
  allowed: '{"version":"1","default":"deny","tools":{"connection_state":{}}}',
  refund:
    '{"version":"1","default":"deny","hide":["delete_account"],"tools":{"create_refund":{"deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":100}],"on_deny":"Refund exceeds the policy limit."}]}}}',
  shorthands:
    '{"version":"1","default":"deny","tools":{"create_connection":{"rate_limit":{"max":10,"window":60}},"destroy_connection":{"action":"deny","reason":"Ask the platform team."}}}',
} as const

/** The policy of a text that is known to be valid. */
export function policyOf(text: string): Policy {
  const parsed = parsePolicyText(text)
  if (!parsed.ok)
    throw new Error(parsed.issues.map((issue) => `${issue.pointer} ${issue.message}`).join('\n'))
  return parsed.value.policy
}

/** A valid document given as plain data, without the members that every document has. */
export function policyWith(members: Record<string, unknown>): Policy {
  return policyOf(JSON.stringify({ version: '1', default: 'deny', ...members }))
}

export function compiled(members: Record<string, unknown>): CompiledPolicy {
  return compilePolicy(policyWith(members))
}

export function toolFacts(name: string, facts: Partial<ToolFacts> = {}): ToolFacts {
  return { name, state: 'pinned', category: 'Read', severity: 'Low', declared: [], ...facts }
}

/** 21 July 2025 was a Monday; 14:30 UTC. */
export const MONDAY = 1_753_108_200_000

export function callOf(name: string, args: unknown = {}, facts: Partial<ToolCall> = {}): ToolCall {
  return {
    name,
    tool: toolFacts(name),
    arguments: args === undefined ? jsonObject() : (fromPlain(args) as JsonObject),
    grant: { label: 'support', tags: ['eu', 'test'] },
    client: { name: 'claude' },
    user: {},
    at: MONDAY,
    ...facts,
  }
}
