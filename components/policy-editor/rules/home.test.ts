import { describe, expect, it } from 'vitest'
import { jsonObject } from '#lib/json/index.ts'
import { applyEdits, type Command, edit, parsePolicyText } from '#lib/policy/index.ts'
import {
  ALL_TOOLS,
  addLimit,
  addRule,
  type Home,
  ownEntry,
  removeLimit,
  removeRule,
  setApproval,
  setLimit,
  setRule,
} from './home.ts'

const START = `{
  "version": "1", // kept
  "default": "deny",
  "tools": {
    "get_*": { "require_approval": { "timeout": "2h", "reason": "Look." }, "rate_limit": "5/15m", "strict_arguments": true },
    "send": {}
  }
}
`
const rule = (value: number) =>
  jsonObject([['conditions', [jsonObject(Object.entries({ path: 'args.n', op: 'gt', value }))]]])

function policyOf(text: string) {
  const parsed = parsePolicyText(text)
  if (!parsed.ok) throw new Error(parsed.issues[0].message)
  return parsed.value.policy
}

/** The text after the commands; each of them is undone on the way to see that its inverse is exact. */
function textAfter(commands: readonly Command[], text = START): string {
  return commands.reduce((before, command) => {
    const { text: next, inverse } = edit(before, command)
    expect(applyEdits(next, inverse)).toBe(before)
    expect(next).not.toBe(before)
    policyOf(next)
    return next
  }, text)
}

const HOMES: readonly [string, Home][] = [
  ['a tool', { tool: 'send' }],
  ['every tool', ALL_TOOLS],
]

describe.each(HOMES)('[D2] the rules of %s', (_, home) => {
  const entryOf = (text: string) => {
    const policy = policyOf(text)
    return home.tool === null ? policy.all_tools : policy.tools.get(home.tool)
  }

  it('are added, changed and removed in place', () => {
    const two = textAfter([addRule(home, 'deny_if', rule(1)), addRule(home, 'deny_if', rule(2))])
    expect(entryOf(two)?.deny_if).toHaveLength(2)
    const changed = textAfter([setRule(home, 'deny_if', 1, rule(3))], two)
    expect(entryOf(changed)?.deny_if[1]?.conditions).toEqual([{ path: 'args.n', op: 'gt', value: 3 }])
    expect(entryOf(changed)?.deny_if[0]).toEqual(entryOf(two)?.deny_if[0])
    const one = textAfter([removeRule(home, 'deny_if', 0, 2)], changed)
    expect(entryOf(one)?.deny_if).toHaveLength(1)
    const none = textAfter([removeRule(home, 'deny_if', 0, 1)], one)
    expect(entryOf(none)?.deny_if).toEqual([])
    expect(none).not.toContain('deny_if')
  })

  it('hold several limits, each with a counter of its own', () => {
    const first = textAfter([addLimit(home, { max: 30, window: 'minute' }, policyOf(START))])
    const both = textAfter([addLimit(home, { max: 100, window: 'day' }, policyOf(first))], first)
    const counters = entryOf(both)?.limits.map((limit) => limit.counter)
    expect(new Set(counters).size).toBe(2)
    const set = textAfter(
      [
        setLimit(home, 0, 'max', 5),
        setLimit(home, 0, 'window', '15m'),
        setLimit(home, 0, 'scope', 'user'),
        setLimit(home, 0, 'algorithm', 'sliding'),
        setLimit(home, 0, 'increment_from', 'args.amount'),
        setLimit(home, 0, 'on_deny', 'Enough.'),
        setLimit(home, 0, 'counter', 'spent'),
      ],
      both,
    )
    expect(entryOf(set)?.limits[0]).toEqual({
      counter: 'spent',
      window: 900,
      max: 5,
      scope: 'user',
      algorithm: 'sliding',
      increment_from: 'args.amount',
      on_deny: 'Enough.',
    })
    const back = textAfter(
      [setLimit(home, 0, 'on_deny', null), setLimit(home, 0, 'increment_from', null)],
      set,
    )
    expect(entryOf(back)?.limits[0]).not.toHaveProperty('on_deny')
    const less = textAfter([removeLimit(home, 1, 2), removeLimit(home, 0, 1)], back)
    expect(entryOf(less)?.limits).toEqual([])
  })

  it('ask for approval, and no longer', () => {
    const asked = textAfter([setApproval(home, jsonObject([['timeout', '1h']]))])
    expect(entryOf(asked)?.require_approval?.timeoutSeconds).toBe(3600)
    expect(entryOf(textAfter([setApproval(home, null)], asked))?.require_approval).toBeNull()
  })
})

describe('[M4] an entry of its own', () => {
  it('says what the pattern said, its counter included', () => {
    const policy = policyOf(START)
    const glob = policy.tools.get('get_*')
    if (glob === undefined) throw new Error('no pattern')
    const own = policyOf(textAfter([ownEntry('get_a', glob)]))
    expect(own.tools.get('get_a')).toEqual(glob)
    expect(own.tools.get('get_*')).toEqual(glob)
  })
})
