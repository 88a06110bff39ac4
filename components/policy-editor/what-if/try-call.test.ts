import { describe, expect, it } from 'vitest'
import { isJsonObject, jsonObject, parseJson } from '#lib/json/index.ts'
import { applyEdits, edit, parsePolicyText } from '#lib/policy/index.ts'
import type { EditorTool } from '../model.ts'
import { argumentsFromJson, argumentsOf, inputsOf, typedOf } from './inputs.ts'
import { type Circumstances, tryCall } from './try-call.ts'

const TEXT = `{"version":"1","default":"deny","tools":{"refund":{
  "deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":100}],"on_deny":"Too much."}],
  "limits":[{"counter":"refunds","window":"day","max":250,"increment_from":"args.amount"}]}}}`

const refund: EditorTool = {
  name: 'refund',
  description: '',
  inputSchema: {
    type: 'object',
    required: ['amount'],
    properties: {
      note: { type: 'string' },
      amount: { type: 'number' },
      currency: { enum: ['EUR', 'USD'] },
      urgent: { type: 'boolean' },
      items: { type: 'array', items: { type: 'string' } },
    },
  },
  category: 'Financial',
  severity: 'Critical',
  evidence: [],
  state: 'pinned',
}
const usual: Circumstances = {
  ...{ label: 'Agents', tags: [], client: '', email: '', approved: false, before: 0 },
  at: Date.UTC(2026, 0, 5, 12),
}

function attempt(args: string, circumstances: Partial<Circumstances> = {}, text = TEXT) {
  const parsed = parsePolicyText(text)
  const value = parseJson(args)
  if (!parsed.ok || !isJsonObject(value)) throw new Error('bad example')
  return tryCall({ text, policy: parsed.value.policy }, 'refund', refund, value, {
    ...usual,
    ...circumstances,
  })
}

describe('a call that nobody made', () => {
  it('is decided as the gateway would, and says what would change it', () => {
    const trial = attempt('{"amount":150}')
    expect(trial.decision).toMatchObject({ effect: 'deny', rule: '/tools/refund/deny_if/0' })
    expect(trial.explanation.agent).toBe('[POLICY DENIED] Too much.')
    if (!trial.flip) throw new Error('nothing flips it')
    const changed = edit(TEXT, trial.flip.command)
    expect(applyEdits(changed.text, changed.inverse)).toBe(TEXT)
    expect(attempt('{"amount":150}', {}, changed.text).decision.effect).toBe('allow')
  })

  it('meets the counters that earlier calls have filled', () => {
    expect(attempt('{"amount":100}', { before: 1 }).decision.effect).toBe('allow')
    const third = attempt('{"amount":100}', { before: 2 })
    expect(third.decision).toMatchObject({ effect: 'deny', reason: 'limit-reached' })
    expect(third.explanation.agent).toContain('50 of it is left')
    expect(attempt('{"amount":100}', { before: 10_000 }).decision.reason).toBe('limit-reached')
  })

  it('of a tool that the server does not have is an unknown one', () => {
    const parsed = parsePolicyText(TEXT)
    if (!parsed.ok) throw new Error('bad example')
    const trial = tryCall({ text: TEXT, policy: parsed.value.policy }, 'gone', null, jsonObject(), usual)
    expect(trial.decision.reason).toBe('unknown-tool')
  })
})

describe('a form for arguments', () => {
  const inputs = inputsOf(refund.inputSchema)

  it('has a control for each declared argument, required ones first', () => {
    expect(inputs.map(({ name, kind }) => [name, kind])).toEqual([
      ['amount', 'number'],
      ['note', 'text'],
      ['currency', 'choice'],
      ['urgent', 'boolean'],
      ['items', 'json'],
    ])
    expect(inputsOf(undefined)).toEqual([])
  })

  it('means what is typed, digit by digit, and goes to JSON and back', () => {
    const typed = { amount: '0.10', note: '5', currency: '"EUR"', urgent: 'true', items: '["a"]' }
    const read = argumentsOf(inputs, typed)
    expect(read).toEqual({
      ok: true,
      arguments: parseJson('{"amount":0.10,"note":"5","currency":"EUR","urgent":true,"items":["a"]}'),
    })
    if (read.ok) expect(argumentsOf(inputs, typedOf(inputs, read.arguments))).toEqual(read)
  })

  it('says what cannot be read yet', () => {
    expect(argumentsOf(inputs, { amount: 'ten', items: '[' })).toEqual({
      ok: false,
      faults: { amount: 'Write a number, such as 100 or 0.5.', items: 'This is not JSON yet.' },
    })
    expect(argumentsFromJson('[1]')).toMatchObject({ ok: false })
    expect(argumentsFromJson('{"a":')).toMatchObject({ ok: false })
    expect(argumentsFromJson('')).toEqual({ ok: true, arguments: jsonObject() })
  })
})
