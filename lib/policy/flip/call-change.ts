// What another call would have to be like to pass (X5): said in the document's words, and tried.
import { isJsonObject, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import { withMember } from '../edit/document.ts'
import type { CompiledPolicy } from '../evaluate/compile.ts'
import { parsePath, type Step } from '../evaluate/path.ts'
import { type FlipOptions, type Judged, judged } from './judged.ts'
import { limitSites } from './limit-changes.ts'
import { remedyFor } from './opposite.ts'
import { layersIn, sitesOf } from './site.ts'
import { effectOf } from './verdict.ts'

/**
 * A sentence such as “It would pass if args.amount is at most 100.”; null where no such change of one
 * argument lets the call through, or where it passes already. It holds no value of the call (X2).
 */
export function changeOfCall(
  policy: CompiledPolicy,
  call: ToolCall,
  options: FlipOptions = {},
): string | null {
  const decision = judged(policy, call, options)
  if (!decision || decision.effect === 'allow') return null
  if (decision.reason === 'undeclared-argument') return fewerArguments(policy, call, decision)
  if (decision.reason === 'limit-reached' || decision.reason === 'amount-unusable')
    return otherAmount(policy, call, decision)
  for (const site of sitesOf(layersIn(policy.policy, call.name))) {
    if (site.pointer !== decision.rule) continue
    const want = site.list === 'require'
    const comparisons = site.conditions.flatMap((each) => ('any_of' in each ? each.any_of : [each]))
    for (const comparison of comparisons) {
      const { words, values } = remedyFor(comparison, want)
      if (values.some((value) => passesWith(policy, call, decision, comparison.path, value)))
        return `It would pass if ${words}.`
    }
  }
  return null
}

function fewerArguments(policy: CompiledPolicy, call: ToolCall, decision: Judged): string | null {
  const stray = Object.keys(call.arguments).filter((name) => !call.tool?.declared.includes(name))
  const rest = stray.reduce((args, name) => withMember(args, name, undefined), call.arguments)
  if (!passes(policy, { ...call, arguments: rest }, decision)) return null
  return `It would pass without ${stray.map((name) => JSON.stringify(name)).join(', ')}.`
}

function otherAmount(policy: CompiledPolicy, call: ToolCall, decision: Judged): string | null {
  const site = limitSites(layersIn(policy.policy, call.name)).find(({ pointer }) => pointer === decision.rule)
  const path = site?.limit.increment_from
  if (!site || path === undefined) return null
  if (!passesWith(policy, call, decision, path, 0)) return null
  return decision.reason === 'amount-unusable'
    ? `It would pass if ${path} is a number, 0 or more, for which there is room.`
    : `It would pass if ${path} is at most what is left of the limit “${site.limit.counter}”.`
}

function passesWith(
  policy: CompiledPolicy,
  call: ToolCall,
  decision: Judged,
  path: string,
  value: Json | undefined,
): boolean {
  const parsed = parsePath(path)
  if (typeof parsed === 'string' || parsed.root !== 'args') return false
  const changed = putAt(call.arguments, parsed.steps, value)
  return isJsonObject(changed) && passes(policy, { ...call, arguments: changed }, decision)
}

function passes(policy: CompiledPolicy, call: ToolCall, { approved, used }: Judged): boolean {
  return effectOf(policy, call, approved, used) === 'allow'
}

/** The arguments with a value put at a path, for every element that `[*]` visits; missing objects are made. */
function putAt(here: Json | undefined, steps: readonly Step[], value: Json | undefined): Json | undefined {
  const [step, ...rest] = steps
  if (!step) return value
  if (step.kind === 'key') {
    const object: JsonObject | null = isJsonObject(here) ? here : here === undefined ? jsonObject() : null
    return object ? withMember(object, step.key, putAt(member(object, step.key), rest, value)) : here
  }
  if (!Array.isArray(here)) return here
  const put = (each: Json): Json[] => {
    const next = putAt(each, rest, value)
    return next === undefined ? [] : [next]
  }
  if (step.kind === 'each') return here.flatMap(put)
  return here.flatMap((each, index) => (index === step.index ? put(each) : [each]))
}
