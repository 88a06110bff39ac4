// A replay against the evaluation itself, on random documents and calls of which values are hidden.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJsonObject, type Json, type JsonObject, jsonObject, parseJson } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import { type CompiledPolicy, compilePolicy } from '../evaluate/compile.ts'
import { type Counters, drawFrom, newCounters } from '../evaluate/counters.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import { parsePath, type Step } from '../evaluate/path.ts'
import { parsePolicyText } from '../read/parse-text.ts'
import { trials } from '../testing/arbitraries.ts'
import { runs } from '../testing/runs.ts'
import { type Fate, fateOf, judgeRecorded } from './judge-recorded.ts'
import { type KeptValues, recordedArguments } from './recorded-arguments.ts'
import { newReplay, type RecordedCall } from './replay.ts'

const CALLS = 20

function compiled(text: string): CompiledPolicy {
  const parsed = parsePolicyText(text)
  if (!parsed.ok) throw new Error(parsed.issues[0]?.message)
  return compilePolicy(parsed.value.policy)
}

function callOf(name: string, args: string, at = 0): ToolCall {
  const value = parseJson(args)
  if (!isJsonObject(value)) throw new Error('no arguments')
  const tool = {
    name,
    state: 'pinned',
    category: 'Write',
    severity: 'Low',
    declared: Object.keys(value),
  } as const
  return { name, tool, arguments: value, grant: { label: 'a', tags: [] }, client: {}, user: {}, at }
}

function record(call: ToolCall, values: KeptValues | null, more: Partial<RecordedCall> = {}): RecordedCall {
  const { arguments: args, kept } = recordedArguments(Object.keys(call.arguments), values)
  const counted = { grant: 'g', server: 's', session: 'g', user: 'u' }
  return { id: 'c', call: { ...call, arguments: args }, kept, counted, repeats: 1, ...more }
}

const everything = (call: ToolCall): KeptValues => ({ paths: null, arguments: call.arguments, gaps: [] })

/** The argument paths that a document names, and each argument as a whole. */
function pathsIn(document: Json, args: JsonObject): string[] {
  if (typeof document === 'string') return document.startsWith('args') ? [document] : []
  const parts = Array.isArray(document) ? document : isJsonObject(document) ? Object.values(document) : []
  const whole = Object.keys(args).map((name) => `args[${JSON.stringify(name)}]`)
  return [...whole, ...parts.flatMap((part) => pathsIn(part, jsonObject()))]
}

/** Of a value only what stands at the end of the paths, as values are kept that a policy mentions. */
function part(value: Json, paths: readonly (readonly Step[])[]): Json {
  if (paths.some((steps) => steps.length === 0)) return value
  if (Array.isArray(value)) {
    const below = paths.flatMap(([step, ...rest]) => (step?.kind === 'each' ? [rest] : []))
    return value.map((each) => part(each, below))
  }
  if (!isJsonObject(value)) return null
  return jsonObject(
    Object.entries(value).flatMap(([key, each]) => {
      const below = paths.flatMap(([step, ...rest]) =>
        step?.kind === 'key' && step.key === key ? [rest] : [],
      )
      return below.length === 0 ? [] : [[key, part(each, below)] as const]
    }),
  )
}

function mentioned(call: ToolCall, paths: readonly string[]): KeptValues {
  const steps = paths.flatMap((path) => {
    const parsed = parsePath(path)
    return typeof parsed === 'string' ? [] : [parsed.steps]
  })
  const kept = part(call.arguments, steps)
  // What is not what its path expects is a gap: a text where members were named, a key in another letter case.
  return {
    paths,
    arguments: isJsonObject(kept) ? kept : jsonObject(),
    gaps: gapsIn(call.arguments, steps, ''),
  }
}

function gapsIn(value: Json, paths: readonly (readonly Step[])[], at: string): { at: string }[] {
  if (paths.length === 0 || paths.some((steps) => steps.length === 0)) return []
  if (!isJsonObject(value)) {
    const isList = Array.isArray(value) && paths.every(([step]) => step?.kind === 'each')
    if (!isList) return value === null ? [] : [{ at }]
    return value.flatMap((each, index) =>
      gapsIn(
        each,
        paths.map(([, ...rest]) => rest),
        `${at}/${index}`,
      ),
    )
  }
  return paths.flatMap(([step, ...rest]) => {
    if (step?.kind !== 'key') return [{ at }]
    const key = `${at}/${step.key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const next = Object.hasOwn(value, step.key) ? value[step.key] : undefined
    return next === undefined ? [{ at: key }] : gapsIn(next, [rest], key)
  })
}

/** Pointers to some of the values in a tree. */
function placesIn(value: Json, at = ''): string[] {
  const parts = Array.isArray(value) ? value.entries() : isJsonObject(value) ? Object.entries(value) : []
  return [
    at,
    ...[...parts].flatMap(([key, each]) =>
      placesIn(each, `${at}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`),
    ),
  ]
}

const choices = fc.infiniteStream(fc.nat(1_000_000))

describe('a call of the record', () => {
  it('[Q1] of which all values were kept is judged as the gateway judged it', () => {
    fc.assert(
      fc.property(trials(CALLS), ({ policy, calls }) => {
        const subject = compilePolicy(policy)
        for (const call of calls) {
          const { call: same, kept } = record(call, everything(call))
          const decision = evaluate(subject, call)
          const judged = judgeRecorded(subject, same, kept)
          expect(judged).toMatchObject({ fate: fateOf(decision), rule: decision.rule, draws: decision.draws })
        }
      }),
      runs(300),
    )
  })

  it('[Q4] of which values are hidden is judged alike, or is unknown', () => {
    const count = { known: 0, unknown: 0 }
    fc.assert(
      fc.property(trials(CALLS), choices, ({ policy, document, calls }, chosen) => {
        const subject = compilePolicy(policy)
        const next = () => chosen.next().value ?? 0
        for (const call of calls) {
          const truth = fateOf(evaluate(subject, call))
          const places = placesIn(call.arguments)
          const gaps = places.filter(() => next() % 4 === 0).map((at) => ({ at }))
          const named = [...new Set(pathsIn(document, call.arguments))]
          const some = named.filter(() => next() % 3 === 0)
          for (const values of [null, { ...everything(call), gaps }, mentioned(call, some)]) {
            const hidden = record(call, values)
            const { fate } = judgeRecorded(subject, hidden.call, hidden.kept)
            expect([truth, 'unknown']).toContain(fate)
            count[fate === 'unknown' ? 'unknown' : 'known']++
          }
        }
      }),
      runs(600),
    )
    expect(count.known).toBeGreaterThan(count.unknown)
    expect(count.unknown).toBeGreaterThan(0)
  }, 120_000)

  it('[Q1][Q2] is known where no value changes the decision, and unknown where one does', () => {
    const policy = compiled(`{"version":"1","default":"deny","hide":["secret"],"tools":{
      "free":{},"never":{"action":"deny"},
      "small":{"deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":100}]}]},
      "named":{"require":[{"conditions":[{"path":"args.reason","op":"regex","value":"^x"}]}]},
      "strict":{"strict_arguments":true,"require_approval":true},
      "late":{"deny_if":[{"conditions":[{"path":"time.hour","op":"lt","value":6}]}]}}}`)
    const fate = (name: string, args: string, values: KeptValues | null = null, at = 0) => {
      const { call, kept } = record(callOf(name, args, at), values)
      return judgeRecorded(policy, call, kept).fate
    }
    expect(fate('free', '{"a":1}')).toBe('allow')
    expect(fate('never', '{"a":1}')).toBe('deny')
    expect(fate('secret', '{"a":1}')).toBe('hide')
    expect(fate('other', '{"a":1}')).toBe('deny')
    expect(fate('small', '{"amount":5}')).toBe('unknown')
    // Absent for certain: its name would have been recorded.
    expect(fate('small', '{"a":5}')).toBe('allow')
    expect(fate('named', '{}')).toBe('deny')
    expect(fate('strict', '{"a":1}')).toBe('approve')
    expect(fate('late', '{"a":1}', null, 3_600_000)).toBe('deny')
    expect(fate('late', '{"a":1}', null, 8 * 3_600_000)).toBe('allow')
    const kept = { paths: ['args.amount'], arguments: jsonObject([['amount', 500]]), gaps: [] }
    expect(fate('small', '{"amount":500,"note":"n"}', kept)).toBe('deny')
    expect(fate('small', '{"amount":500}', { ...kept, gaps: [{ at: '/amount' }] })).toBe('unknown')
  })
})

describe('a replay', () => {
  it('[Q3][Q4] counts limits in time order as the gateway does; what is hidden makes nothing wrong', () => {
    fc.assert(
      fc.property(trials(40), choices, ({ policy, calls }, chosen) => {
        const subject = compilePolicy(policy)
        const sessions = [...policy.tools.values(), policy.all_tools].some(({ limits }) =>
          limits.some(({ scope }) => scope === 'session'),
        )
        const next = () => chosen.next().value ?? 0
        // Close to each other, so that limits fill up.
        let at = Date.parse('2026-05-01T00:00:00Z')
        const ordered = calls.map((call) => {
          at += next() % 20_000
          return { ...call, at }
        })
        const whole = newReplay(null, subject)
        const holed = newReplay(null, subject)
        const counters: Counters = newCounters()
        for (const call of ordered) {
          const session = next() % 2 ? 'one' : 'two'
          const truth = truthOf(subject, call, counters, session)
          const told = fateIn(whole, record(call, everything(call)))
          expect(sessions ? [truth, 'unknown'] : [truth]).toContain(told)
          const hidden = record(call, next() % 2 ? null : everything(call))
          expect([truth, 'unknown']).toContain(fateIn(holed, hidden))
        }
      }),
      runs(400),
    )
  }, 120_000)

  it('[Q3] counts amounts exactly, and does not know what rests on one that was not recorded', () => {
    const subject = compiled(`{"version":"1","default":"deny","tools":{"pay":{"limits":[
      {"counter":"c","window":"hour","max":1,"increment_from":"args.amount"}]}}}`)
    const replay = newReplay(subject, subject)
    const fate = (args: string, isKept = true) => {
      const call = callOf('pay', args)
      return fateIn(replay, record(call, isKept ? everything(call) : null))
    }
    for (let i = 0; i < 8; i++) expect(fate('{"amount":0.1}')).toBe('allow')
    expect(fate('{"amount":0.1}', false)).toBe('unknown')
    expect(fate('{"amount":0.1}')).toBe('unknown')
    expect(fate('{"amount":0.3}')).toBe('limit')
    expect(fate('{"amount":2}', false)).toBe('unknown')
  })

  it('counts a record of several refusals as the calls that it stands for', () => {
    const before = compiled('{"version":"1","default":"deny"}')
    const after = compiled('{"version":"1","default":"deny","tools":{"a":{"rate_limit":"3/minute"}}}')
    const replay = newReplay(before, after)
    replay.add([record(callOf('a', '{}'), null, { repeats: 40, id: 'first' })])
    const { calls, matrix, changed } = replay.result()
    expect(calls).toBe(40)
    expect(matrix).toEqual([
      { from: 'deny', to: 'limit', calls: 37 },
      { from: 'deny', to: 'allow', calls: 3 },
    ])
    expect(changed.map(({ to, examples, rule }) => ({ to, examples, rule }))).toEqual([
      { to: 'limit', examples: ['first'], rule: '/tools/a/limits/a_rate' },
      { to: 'allow', examples: ['first'], rule: '' },
    ])
  })

  it('groups what changes by tool and grant, newest examples first, and keeps no more than it shows', () => {
    const before = compiled('{"version":"1","default":"allow"}')
    const after = compiled('{"version":"1","default":"deny"}')
    const replay = newReplay(before, after)
    const grants = { server: 's', session: 'g', user: 'u' }
    for (let i = 0; i < 30; i++)
      replay.add([
        record(callOf('a', '{}', i), null, { id: `call${i}`, counted: { ...grants, grant: `g${i % 2}` } }),
      ])
    for (let i = 0; i < 1500; i++) replay.add([record(callOf(`tool${i}`, '{}', 100), null)])
    const { changed, ungrouped } = replay.result()
    expect(changed).toHaveLength(1000)
    expect(ungrouped).toBe(502)
    expect(changed[0]).toEqual({
      from: 'allow',
      to: 'deny',
      tool: 'a',
      grantId: 'g0',
      rule: '(default deny)',
      calls: 15,
      examples: ['call28', 'call26', 'call24', 'call22', 'call20'],
    })
  })
})

function truthOf(subject: CompiledPolicy, call: ToolCall, counters: Counters, session: string): Fate {
  const decision = evaluate(subject, call)
  if (decision.effect !== 'allow') return fateOf(decision)
  const counted = { grant: 'g', server: 's', session, user: 'u' }
  return drawFrom(counters, decision.draws, counted, call.at).ok ? 'allow' : 'limit'
}

/** What a replay says of the next call: the pair whose count goes up. */
function fateIn(replay: ReturnType<typeof newReplay>, call: RecordedCall): Fate {
  const before = new Map(replay.result().matrix.map(({ from, to, calls }) => [`${from} ${to}`, calls]))
  replay.add([call])
  const cell = replay
    .result()
    .matrix.find(({ from, to, calls }) => calls !== (before.get(`${from} ${to}`) ?? 0))
  if (!cell) throw new Error('the call was not counted')
  return cell.to
}
