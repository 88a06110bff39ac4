// Trying a comparison on a value: the gateway's own evaluation, run on a call that has nothing else.
import { isJsonObject, type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import {
  type Comparison,
  compilePolicy,
  type Entry,
  evaluate,
  type Policy,
  parsePath,
  type ToolCall,
} from '#lib/policy/index.ts'

export type Verdict = 'true' | 'false' | 'unknown'

/** What the comparison says of `value` standing where its path points; null for a path that is no argument. */
export function judge({ path, ...rest }: Comparison, value: Json): Verdict | null {
  const parsed = parsePath(path)
  if (typeof parsed === 'string' || parsed.root !== 'args' || parsed.steps.length === 0) return null
  const condition = { ...rest, path: 'args.value' }
  const rule = { conditions: [condition] }
  const call = callWith(jsonObject([['value', value]]))
  const denied = evaluate(compilePolicy(policyWith({ deny_if: [rule] })), call).effect === 'deny'
  if (!denied) return 'false'
  const required = evaluate(compilePolicy(policyWith({ require: [rule] })), call).effect === 'allow'
  return required ? 'true' : 'unknown'
}

function policyWith(rules: Partial<Entry>): Policy {
  const empty: Entry = {
    strict_arguments: false,
    require: [],
    deny_if: [],
    require_approval: null,
    limits: [],
  }
  return {
    version: '1',
    default: 'deny',
    hide: [],
    methods: {},
    all_tools: empty,
    tools: new Map([['tool', { ...empty, ...rules }]]),
  }
}

function callWith(args: Json): ToolCall {
  return {
    name: 'tool',
    tool: { name: 'tool', state: 'pinned', category: 'Other', severity: 'Low', declared: ['value'] },
    arguments: isJsonObject(args) ? args : emptyArguments(),
    grant: { label: '', tags: [] },
    client: {},
    user: {},
    at: 0,
  }
}

function emptyArguments(): JsonObject {
  return jsonObject()
}
