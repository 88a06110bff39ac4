// Three calls of a tool and what becomes of them: decided by the evaluator and the counters that decide real
// calls, so that what is shown is what would happen.
import type { JsonObject } from '#lib/json/index.ts'
import {
  type Category,
  type Counters,
  compilePolicy,
  declaredArguments,
  drawFrom,
  evaluate,
  type Lane,
  limitRefusal,
  newCounters,
  type Policy,
  type RulePointer,
  type Severity,
  type ToolCall,
  type ToolState,
  windowAt,
} from '#lib/policy/index.ts'
import { exampleArguments } from './example-arguments.ts'

export type ExampleVerdict = {
  readonly effect: 'allow' | 'deny' | 'await'
  /** “Allowed”, “Refused”, “Waits for a person” or “Unknown tool”. */
  readonly words: string
  /** What the agent reads; '' where the call passes. */
  readonly message: string
  /** In how many seconds such a call may fit again; null where waiting does not help. */
  readonly retryAfterSeconds: number | null
}
export type Example = {
  /** When this call is made, or under what circumstance. */
  readonly title: string
  readonly arguments: JsonObject
  /** False where the schema asks for something that no example is made for, such as an odd pattern. */
  readonly argumentsFit: boolean
  readonly verdict: ExampleVerdict
  /** What decided, as the record of calls names it; '' where the call passes. */
  readonly rule: RulePointer
}

export type ExampleTool = {
  readonly name: string
  readonly inputSchema?: unknown
  readonly category: Category
  readonly severity: Severity
}

/** The clock of all examples: twelve seconds after a full minute, on a Monday morning. */
const NOW = Date.UTC(2026, 0, 5, 9, 0, 12)

type Scene = {
  readonly title: string
  /** All but the last are made before, with the same arguments. */
  readonly calls: number
  readonly at?: number
  readonly least?: boolean
  readonly approved?: boolean
  readonly state?: ToolState
  readonly stranger?: boolean
}

/** @returns three calls, in the order in which they are told */
export function examplesOf(policy: Policy, tool: ExampleTool, lane: Lane): Example[] {
  const compiled = compilePolicy(policy)
  return scenesFor(policy, tool.name, lane).map((scene) => {
    const { arguments: args, fits } = exampleArguments(tool.inputSchema, scene.least ? 'least' : 'usual')
    const counters = newCounters()
    const { calls, at = NOW } = scene
    // What was drawn before counts in its own window alone, so it is enough to make the calls at one instant.
    for (let nth = 1; nth < calls; nth++) play(compiled, counters, callOf(tool, args, scene, NOW), scene)
    const { verdict, rule } = play(compiled, counters, callOf(tool, args, scene, at), scene)
    return { title: scene.title, arguments: args, argumentsFit: fits, verdict, rule }
  })
}

const CHANGED: Scene = {
  title: 'The same call, after the server changed the tool',
  calls: 1,
  state: 'changed',
}
const STRANGER: Scene = {
  title: 'A call of a tool that the document does not name',
  calls: 1,
  stranger: true,
}

function scenesFor(policy: Policy, tool: string, lane: Lane): Scene[] {
  const limit = policy.tools.get(tool)?.limits[0]
  switch (lane) {
    case 'limit': {
      const max = Number(limit?.max ?? 0)
      const next = limit ? windowAt(limit.window, NOW).until : NOW
      return [
        { title: 'The first call', calls: 1 },
        { title: `Call ${max + 1} within the same minute`, calls: max + 1 },
        { title: 'The first call of the next minute', calls: max + 2, at: next },
      ]
    }
    case 'allow':
      return [{ title: 'The first call', calls: 1 }, CHANGED, STRANGER]
    case 'approve':
      return [
        { title: 'The first call', calls: 1 },
        { title: 'The same call, once a person approved it', calls: 1, approved: true },
        CHANGED,
      ]
    case 'deny':
    case 'hide':
      return [
        { title: 'The first call', calls: 1 },
        { title: 'A call with the required arguments alone', calls: 1, least: true },
        { title: 'The same call, had a person approved it', calls: 1, approved: true },
      ]
    default:
      return lane satisfies never
  }
}

type Compiled = ReturnType<typeof compilePolicy>

function play(
  policy: Compiled,
  counters: Counters,
  call: ToolCall,
  { approved = false }: Scene,
): Pick<Example, 'verdict' | 'rule'> {
  const { effect, rule, reason, message, draws } = evaluate(policy, call, { approved })
  if (effect !== 'allow')
    return { verdict: { effect, words: wordsFor(effect, reason), message, retryAfterSeconds: null }, rule }
  const drawn = drawFrom(counters, draws, COUNTED, call.at)
  if (drawn.ok) return { verdict: { effect, words: 'Allowed', message: '', retryAfterSeconds: null }, rule }
  const { draw, remaining, resetAt } = drawn
  return {
    rule: draw.rule,
    verdict: {
      effect: 'deny',
      words: 'Refused',
      message: limitRefusal(draw, remaining, new Date(resetAt)),
      retryAfterSeconds: Math.ceil((resetAt - call.at) / 1000),
    },
  }
}

const COUNTED = { grant: 'example', session: 'example', user: 'example', server: 'example' }

function wordsFor(effect: 'deny' | 'await', reason: string): string {
  if (effect === 'await') return 'Waits for a person'
  return reason === 'hidden' ? 'Unknown tool' : 'Refused'
}

function callOf(
  { name, inputSchema, category, severity }: ExampleTool,
  args: JsonObject,
  { state = 'pinned', stranger = false }: Scene,
  at: number,
): ToolCall {
  // A name that no policy for this tool holds: it is this tool's, and then some.
  const called = stranger ? `${name}_other` : name
  return {
    name: called,
    tool: { name: called, state, category, severity, declared: declaredArguments(inputSchema) },
    arguments: args,
    grant: { label: 'example', tags: [] },
    client: {},
    user: {},
    at,
  }
}
