import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LANES } from '#lib/policy/index.ts'
import {
  type Draft,
  type DraftAction,
  draftReducer,
  openDraft,
  TYPING_PAUSE_MS,
  takesCommands,
} from './draft.ts'

const TEXT = `{
  // for the support agents
  "version": "1",
  "default": "deny",
  "x-owner":   "Ada",
  "hide": ["wipe_*"],
  "tools": {
    "read": {},   // harmless
    "send": { "limits": [{ "counter": "send_rate", "window": "minute", "max": 5 }] },
    "get_*": { "x-note": [1,2] },
    "pay": { "action": "deny", "reason": "Ask Ada." }
  }
}
`
const TOOLS = ['read', 'send', 'pay', 'get_one', 'get_two', 'other', 'wipe_all']

const applied = (draft: Draft, ...actions: DraftAction[]) => actions.reduce(draftReducer, draft)
const move = (to: (typeof LANES)[number], ...tools: string[]): DraftAction => ({
  type: 'command',
  command: { type: 'move', tools, to },
})

describe('the draft', () => {
  it('changes only what a move means, and says what it was', () => {
    const draft = applied(openDraft(TEXT), move('deny', 'read'))
    expect(draft.text).not.toBe(TEXT)
    for (const kept of [
      '// for the support agents',
      '"x-owner":   "Ada"',
      '"x-note": [1,2]',
      '// harmless',
    ]) {
      expect(draft.text).toContain(kept)
    }
    expect(draft.news?.label).toContain('Deny')
    expect(draft.good?.text).toBe(draft.text)
    expect(applied(draft, { type: 'settle' }).good?.policy).toEqual(draft.good?.policy)
  })

  it('gives back the exact bytes, however commands, typing, undo and redo are mixed', () => {
    const action = fc.oneof(
      fc.record({
        type: fc.constant('command' as const),
        command: fc.record({
          type: fc.constant('move' as const),
          tools: fc.uniqueArray(fc.constantFrom(...TOOLS), { minLength: 1 }),
          to: fc.constantFrom(...LANES),
        }),
      }),
      fc.record({
        type: fc.constant('command' as const),
        command: fc.record({
          type: fc.constant('set-default' as const),
          value: fc.constantFrom('allow', 'deny'),
        }),
      }),
      fc.constant<DraftAction>({ type: 'undo' }),
      fc.constant<DraftAction>({ type: 'redo' }),
      fc.constant<DraftAction>({ type: 'settle' }),
      fc.tuple(fc.nat({ max: 400 }), fc.constantFrom('x', '"', '}', '\n'), fc.nat({ max: 2000 })),
    )
    fc.assert(
      fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
        let draft = openDraft(TEXT)
        let at = 0
        for (const each of actions) {
          if (!Array.isArray(each)) {
            draft = draftReducer(draft, each as DraftAction)
            continue
          }
          const [place, typed, pause] = each
          at += pause
          const cut = Math.min(place, draft.text.length)
          draft = draftReducer(draft, {
            type: 'typed',
            text: draft.text.slice(0, cut) + typed + draft.text.slice(cut),
            at,
          })
        }
        const end = draft.text
        const steps = draft.past.length
        while (draft.past.length > 0) draft = draftReducer(draft, { type: 'undo' })
        expect(draft.text).toBe(TEXT)
        for (let step = 0; step < steps; step += 1) draft = draftReducer(draft, { type: 'redo' })
        expect(draft.text).toBe(end)
      }),
      { numRuns: 150 },
    )
  })

  it('groups typing by pauses, and a command ends the group', () => {
    const type = (draft: Draft, added: string, at: number) =>
      draftReducer(draft, { type: 'typed', text: `${draft.text}${added}`, at })
    let draft = type(type(openDraft(TEXT), ' ', 1000), ' ', 1000 + TYPING_PAUSE_MS)
    expect(draft.past).toHaveLength(1)
    draft = type(draft, ' ', 3000)
    expect(draft.past).toHaveLength(2)
    draft = type(applied(draft, move('hide', 'read')), ' ', 3001)
    expect(draft.past).toHaveLength(4)
    expect(applied(draft, { type: 'undo' }, { type: 'undo' }, { type: 'undo' }, { type: 'undo' }).text).toBe(
      TEXT,
    )
  })

  it('keeps the last good policy while the text is broken, and takes no command until it is mended', () => {
    const broken = applied(
      openDraft(TEXT),
      { type: 'typed', text: TEXT.replace('"tools"', '"tools'), at: 0 },
      { type: 'settle' },
    )
    expect(broken.problems[0]?.offset).toBeTypeOf('number')
    expect(broken.good?.text).toBe(TEXT)
    expect(takesCommands(broken)).toBe(false)
    expect(applied(broken, move('deny', 'read'))).toBe(broken)
    expect(takesCommands(applied(broken, { type: 'undo' }))).toBe(true)
    const replaced = applied(broken, { type: 'command', command: { type: 'replace', text: TEXT } })
    expect(replaced.problems).toEqual([])
  })

  it('parses what was typed before a command is made of it', () => {
    const typed = applied(openDraft(TEXT), { type: 'typed', text: TEXT.replace('"read"', '"peruse"'), at: 0 })
    expect(applied(typed, move('deny', 'peruse')).news?.label).toContain('Deny')
  })

  it('says which tools stayed where they were, and why', () => {
    const draft = applied(openDraft(TEXT), move('allow', 'wipe_all'))
    expect(draft.text).toBe(TEXT)
    expect(draft.past).toEqual([])
    expect(draft.news?.said).toContain('wipe_all stays: the pattern wipe_* hides it')
  })
})

describe('the notation of a draft', () => {
  const json = '{ "version": "1", "default": "deny" }'
  const yaml = 'version: "1"\ndefault: deny\n'
  const type = (text: string, ...typed: readonly string[]) =>
    typed.reduce(
      (draft, next, at) =>
        draftReducer(draftReducer(draft, { type: 'typed', text: next, at: at * 9000 }), { type: 'settle' }),
      openDraft(text),
    )

  it('stays JSON while a comment or a key without quotes is begun', () => {
    for (const begun of ['/', '// why\n', 'de', 'de:', "'"]) {
      const draft = type(json, json.replace('{', `{ ${begun}`))
      expect([begun, draft.format]).toEqual([begun, 'jsonc'])
    }
  })

  it('is that of a text which was pasted over all of it, and of what undo brings back', () => {
    const pasted = type(json, yaml)
    expect([pasted.format, pasted.problems]).toEqual(['yaml', []])
    expect(draftReducer(pasted, { type: 'undo' }).format).toBe('jsonc')
    expect(type(yaml, json).format).toBe('jsonc')
    expect(type(yaml, `${yaml}tools: [`).format).toBe('yaml')
    expect(type(json, '').format).toBe('jsonc')
  })
})
