import { describe, expect, it } from 'vitest'
import { mentionedPaths, pathText } from '../index.ts'
import { compiled } from '../testing/examples.ts'

const mentioned = (document: Record<string, unknown>, tool = 't') =>
  mentionedPaths(compiled(document), tool).map(pathText)
const deny = (...conditions: object[]) => [{ conditions }]

describe('[Y1] the paths that a policy mentions of a tool', () => {
  it('are those of every list of conditions, alternatives among them, and of amounts', () => {
    const entry = {
      require: deny({ path: 'args.reason', op: 'exists' }),
      deny_if: deny({
        any_of: [
          { path: 'args.to[*].host', op: 'eq', value: 'x' },
          { path: 'args["a.b"][0]', op: 'eq', value: 1 },
        ],
      }),
      require_approval: { conditions: [{ path: 'args.amount', op: 'gt', value: 5 }] },
      limits: [{ counter: 'c', window: 'day', max: 9, increment_from: 'args.cents' }],
    }
    expect(mentioned({ tools: { t: entry } })).toEqual([
      'args.amount',
      'args.cents',
      'args.reason',
      'args.to[*].host',
      'args["a.b"][0]',
    ])
  })

  it('are those of both layers, each once, and none of a fact that is no argument', () => {
    const document = {
      all_tools: {
        deny_if: deny({ path: 'args.a', op: 'eq', value: 1 }, { path: 'time.hour', op: 'lt', value: 6 }),
      },
      tools: {
        t: { deny_if: deny({ path: 'args["a"]', op: 'eq', value: 2 }, { path: 'args.b', op: 'exists' }) },
      },
    }
    expect(mentioned(document)).toEqual(['args.a', 'args.b'])
    expect(mentioned(document, 'other')).toEqual(['args.a'])
  })

  it('are those of the entry that governs: the exact one, or the glob', () => {
    const document = {
      tools: {
        'get_*': { deny_if: deny({ path: 'args.glob', op: 'exists' }) },
        get_one: { deny_if: deny({ path: 'args.exact', op: 'exists' }) },
      },
    }
    const policy = compiled(document)
    const of = (tool: string) => mentionedPaths(policy, tool).map(pathText)
    // Asked twice: what is remembered is remembered by entry.
    for (let turn = 0; turn < 2; turn++)
      expect([of('get_one'), of('get_two'), of('send')]).toEqual([['args.exact'], ['args.glob'], []])
  })

  it('are none for a limit by scope, for strict arguments, and for an entry without rules', () => {
    const limits = [{ counter: 'c', window: 'day', max: 9, scope: 'session' }]
    expect(mentioned({ tools: { t: { limits, strict_arguments: true } } })).toEqual([])
    expect(mentioned({ tools: { t: {} } })).toEqual([])
  })
})
