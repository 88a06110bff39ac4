import { describe, expect, it } from 'vitest'
import { type PolicyDocument, parsePolicyText } from '../read/parse-text.ts'
import { diffDocuments } from './documents.ts'

function documentOf(members: object): PolicyDocument {
  const parsed = parsePolicyText(JSON.stringify({ version: '1', default: 'deny', ...members }))
  if (!parsed.ok) throw new Error(parsed.issues[0].message)
  return parsed.value
}
const texts = (before: object | null, after: object) =>
  diffDocuments(before && documentOf(before), documentOf(after), ['read', 'send']).map(({ text }) => text)

describe('[W4] what differs beside the tools', () => {
  it.each<[string, object | null, object, string[]]>([
    ['nothing', { tools: { read: {} } }, { tools: { read: { action: 'deny' } } }, []],
    ['the default', {}, { default: 'allow' }, ['default: deny → allow, for what nothing names']],
    [
      'a method',
      { methods: { prompts: 'deny' } },
      { methods: { prompts: 'allow' } },
      ['prompts: deny → allow'],
    ],
    ['a method no longer named', { methods: { prompts: 'allow' } }, {}, ['prompts: allow → as the default']],
    [
      'a rule for all tools, told once',
      { all_tools: { limits: [{ counter: 'c', window: 'day', max: 5 }] } },
      { all_tools: { limits: [{ counter: 'c', window: 'day', max: 6 }] } },
      ['all tools, at most 5 → 6 per day, counted as “c”'],
    ],
    [
      'an entry for a tool that is not there',
      {},
      { tools: { gone: { require_approval: true }, send: {} } },
      ['now: the entry gone, which governs no tool · a person approves each call within 600 s'],
    ],
    [
      'a pattern that meets none',
      { tools: { 'x_*': {} } },
      {},
      ['no longer: the entry x_*, which governs no tool'],
    ],
    [
      'such an entry changed',
      { tools: { gone: { rate_limit: '5/day' } } },
      { tools: { gone: { rate_limit: '6/day' } } },
      ['the entry gone, which governs no tool · at most 5 → 6 per day, counted as “gone_rate”'],
    ],
    ['a pattern that meets one is its tool’s to tell', {}, { tools: { 're*': {} }, hide: ['se*'] }, []],
    [
      'a hidden name',
      { hide: ['gone'] },
      { hide: ['x*'] },
      ['no longer: gone in “hide”, which hides no tool', 'now: x* in “hide”, which hides no tool'],
    ],
    [
      'notes, wherever they stand',
      { description: 'a', 'x-a': 1, tools: { read: { 'x-b': [1] } } },
      { description: 'b', tools: { read: { 'x-b': [1], description: 'd' } }, all_tools: { 'x-c': null } },
      [
        'the note /description: changed',
        'the note /x-a: removed',
        'the note /all_tools/x-c: new',
        'the note /tools/read/description: new',
      ],
    ],
    [
      'everything, where nothing was published',
      null,
      { methods: { prompts: 'allow' } },
      ['default: deny, for what nothing names', 'prompts: allow'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(texts(before, after)).toEqual(expected)
  })

  it('is data too', () => {
    const [difference] = diffDocuments(documentOf({}), documentOf({ default: 'allow' }), [])
    expect(difference).toMatchObject({ kind: 'default', before: 'deny', after: 'allow' })
    const [entry] = diffDocuments(documentOf({}), documentOf({ tools: { gone: { action: 'deny' } } }), [])
    expect(entry).toMatchObject({
      kind: 'entry',
      name: 'gone',
      before: null,
      after: { deny_if: [{ conditions: [] }] },
    })
  })
})
