import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canonicalJson,
  fromPlain,
  isJsonObject,
  JsonNumber,
  type JsonObject,
  jsonObject,
} from '#lib/json/index.ts'
import { jsonValue } from '../testing/arbitraries.ts'
import { runs } from '../testing/runs.ts'
import { type ApprovalSubject, approvalSubject } from './subject.ts'

const object = (value: unknown): JsonObject => fromPlain(value) as JsonObject
const subject = (more: Partial<ApprovalSubject> = {}): ApprovalSubject => ({
  organisation: 'org_1',
  grant: 'grt_1',
  server: 'srv_1',
  tool: 'create_refund',
  definition: 'abc',
  arguments: object({ amount: 100, to: 'x' }),
  inputResponses: null,
  requestState: null,
  policyVersion: 'ver_1',
  ...more,
})

describe('[A1] the subject of an approval', () => {
  it('is canonical JSON with everything that it binds', () => {
    expect(approvalSubject(subject())).toBe(
      '{"arguments":{"amount":100,"to":"x"},"definition":"abc","grant":"grt_1","inputResponses":null,' +
        '"organisation":"org_1","policyVersion":"ver_1","requestState":null,"server":"srv_1","tool":"create_refund"}',
    )
  })

  it.each<[string, Partial<ApprovalSubject>]>([
    ['the organisation', { organisation: 'org_2' }],
    ['the grant', { grant: 'grt_2' }],
    ['the server', { server: 'srv_2' }],
    ['the tool', { tool: 'create_refunds' }],
    ['the definition', { definition: 'abd' }],
    ['an argument by one', { arguments: object({ amount: 101, to: 'x' }) }],
    ['an argument’s type', { arguments: object({ amount: '100', to: 'x' }) }],
    ['an argument’s letter case', { arguments: object({ Amount: 100, to: 'x' }) }],
    ['an argument more', { arguments: object({ amount: 100, to: 'x', cc: null }) }],
    ['an argument less', { arguments: object({ amount: 100 }) }],
    ['empty input responses', { inputResponses: object({}) }],
    ['input responses', { inputResponses: object({ a: { action: 'accept' } }) }],
    ['an empty request state', { requestState: '' }],
    ['the request state', { requestState: 's' }],
    ['the policy version', { policyVersion: 'ver_2' }],
  ])('is another where %s differs', (_, more) => {
    expect(approvalSubject(subject(more))).not.toBe(approvalSubject(subject()))
  })

  it('is another for a number that a double cannot tell apart, and the same for one of equal value', () => {
    const of = (text: string) => approvalSubject(subject({ arguments: { amount: new JsonNumber(text) } }))
    expect(of('9007199254740993')).not.toBe(of('9007199254740992'))
    expect(of('0.1')).not.toBe(of('0.10000000000000000001'))
    expect(of('1.0')).toBe(of('1'))
  })

  it('is the same in whatever order the arguments stand, and another for any other arguments', () => {
    const anyObject = jsonValue.filter(isJsonObject)
    fc.assert(
      fc.property(anyObject, anyObject, (one, other) => {
        const text = (args: JsonObject) => approvalSubject(subject({ arguments: args }))
        expect(text(jsonObject(Object.entries(one).reverse()))).toBe(text(one))
        expect(text(one) === text(other)).toBe(canonicalJson(one) === canonicalJson(other))
      }),
      runs(500),
    )
  })

  it('is never the same for two that differ in any field, whatever the texts hold', () => {
    const text = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('"', '","', '\\', 'null', ''))
    const any = fc.record({
      organisation: text,
      grant: text,
      server: text,
      tool: text,
      definition: text,
      arguments: fc.dictionary(text, text).map(object),
      inputResponses: fc.option(fc.dictionary(text, text, { maxKeys: 1 }).map(object)),
      requestState: fc.option(text),
      policyVersion: text,
    })
    fc.assert(
      fc.property(any, any, fc.constantFrom(...Object.keys(subject())), (one, other, field) => {
        const key = field as keyof ApprovalSubject
        const mixed: ApprovalSubject = { ...one, [key]: other[key] }
        const same = canonicalJson(fromPlain(one[key])) === canonicalJson(fromPlain(other[key]))
        expect(approvalSubject(mixed) === approvalSubject(one)).toBe(same)
      }),
      runs(2000),
    )
  })
})
