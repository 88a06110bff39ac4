import { describe, expect, it } from 'vitest'
import { type JsonObject, parseJson, serializeJson } from '#lib/json/index.ts'
import { type Path, parsePath } from '#lib/policy/index.ts'
import { isKnown, MAX_RECORDED, MAX_RECORDED_TEXT, type RecordedValues, recordValues } from './index.ts'

const KEY = Buffer.alloc(32, 3)
const path = (text: string): Path => {
  const parsed = parsePath(text)
  if (typeof parsed === 'string') throw new Error(parsed)
  return parsed
}
const all = (args: object, digestKey = KEY): RecordedValues =>
  recordValues(parseJson(JSON.stringify(args)) as JsonObject, { paths: null, digestKey })
const some = (args: object, ...paths: string[]): RecordedValues =>
  recordValues(parseJson(JSON.stringify(args)) as JsonObject, { paths: paths.map(path), digestKey: KEY })
const plain = ({ arguments: args }: RecordedValues) => JSON.parse(serializeJson(args))

describe('everything that is recorded of a call', () => {
  it('is as it was sent, digit for digit', () => {
    const text = '{"a":1.0,"b":[9007199254740993,null,true,""],"__proto__":{"c":"d"}}'
    const values = recordValues(parseJson(text) as JsonObject, { paths: null, digestKey: KEY })
    expect(serializeJson(values.arguments)).toBe(text)
    expect(values).toMatchObject({ mode: 'all', paths: null, gaps: [] })
  })

  it('[K3] holds no secret, by name or by shape, at any depth, and says where one was', () => {
    const secret = 'hunter2-hunter2'
    const shaped = ['sk', '-abcdefghijklmnop1234'].join('')
    const args = {
      password: secret,
      nested: [{ api_key: { deep: [secret] }, note: shaped }],
      headers: [{ name: 'Authorization', value: secret }],
      pin: 1234,
      by: { [shaped]: secret },
      fine: 'fine',
    }
    const values = all(args)
    expect(serializeJson(values.arguments)).not.toMatch(/hunter2|abcdefgh|1234/)
    expect(JSON.stringify(values.gaps)).not.toMatch(/hunter2|abcdefgh|1234/)
    expect(values.gaps.map(({ at, kind }) => [at, kind])).toEqual(
      ['/password', '/nested/0/api_key', '/nested/0/note', '/headers/0/value', '/pin', '/by'].map((at) => [
        at,
        'secret',
      ]),
    )
    expect(plain(values).fine).toBe('fine')
  })

  it('[K3] keeps a digest by which equal secrets can be told equal, and only with the same key', () => {
    const digests = (values: RecordedValues) => values.gaps.map(({ digest }) => digest)
    const [one, two, other] = digests(all({ password: 'same', token: 'same', secret: 'another' }))
    expect(one).toMatch(/^[0-9a-f]{32}$/)
    expect([two === one, other === one]).toEqual([true, false])
    expect(digests(all({ password: 'same' }, Buffer.alloc(32, 4)))).not.toEqual([one])
  })

  it('[K3] holds none of the server’s own credentials, wherever they stand', () => {
    const options = {
      paths: null,
      digestKey: KEY,
      holdsCredential: (json: string) => json.includes('opensesame'),
    }
    const args = { a: 'say opensesame', b: ['opensesame'], c: { opensesame: 1 }, d: 'no' }
    const values = recordValues(parseJson(JSON.stringify(args)) as JsonObject, options)
    expect(plain(values)).toEqual({ a: null, b: [null], c: null, d: 'no' })
  })

  it('[K3] a secret at the edge of what is kept of a long text is found whole', () => {
    const token = ['sk', '-abcdefghijklmnop1234'].join('')
    const values = all({ a: `${'x '.repeat(MAX_RECORDED_TEXT / 2 - 4)}${token} and on${' y'.repeat(9000)}` })
    expect(values.gaps).toMatchObject([{ at: '/a', kind: 'secret' }])
    expect(plain(values)).toEqual({ a: null })
  })

  it('keeps the beginning of a long text, with the size of the whole', () => {
    const values = all({ a: 'ü'.repeat(10_000) })
    expect(plain(values).a).toBe('ü'.repeat(MAX_RECORDED_TEXT))
    expect(values.gaps).toEqual([{ at: '/a', kind: 'long', bytes: 20_002 }])
  })

  it.each([
    ['many members', Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, i]))],
    ['many elements', { a: Array.from({ length: 80_000 }, (_, i) => i) }],
    ['many secrets', Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`password${i}`, 'x']))],
    ['a long key', { ['k'.repeat(100_000)]: 1 }],
    ['lists in lists', { a: Array.from({ length: 300 }, () => Array.from({ length: 300 }, () => 'abc')) }],
  ])('is bounded, and says what was cut: %s', (_, args) => {
    const values = all(args)
    const stored = serializeJson(values.arguments).length + JSON.stringify(values.gaps).length
    expect(stored).toBeLessThan(MAX_RECORDED * 1.5)
    const cut = values.gaps.filter(({ kind }) => kind === 'long')
    expect(cut.length).toBeGreaterThan(0)
    expect(Math.max(...cut.map(({ bytes }) => bytes ?? 0))).toBeGreaterThan(10_000)
  })

  it('sizes are those of the JSON, in UTF-8', () => {
    const args = { a: Array.from({ length: 9000 }, (_, i) => (i % 2 ? { ü: [i, 'x'] } : null)) }
    const whole = Buffer.byteLength(JSON.stringify(args.a))
    expect(all(args).gaps).toContainEqual({ at: '/a', kind: 'long', bytes: whole })
  })
})

describe('[Y2] what a policy mentions of a call', () => {
  it('is what its paths lead to, and nothing else', () => {
    const args = {
      to: [{ host: 'a', x: 1 }, { host: 'b' }],
      amount: 5,
      body: 'private',
      more: { a: 1, b: 2 },
    }
    const values = some(args, 'args.to[*].host', 'args.amount', 'args.more.b', 'args.none')
    expect(plain(values)).toEqual({ to: [{ host: 'a' }, { host: 'b' }], amount: 5, more: { b: 2 } })
    expect(values).toMatchObject({
      mode: 'mentioned',
      paths: ['args.to[*].host', 'args.amount', 'args.more.b', 'args.none'],
      gaps: [],
    })
  })

  it('says where a value of another type, or a key in another letter case, stands in the way', () => {
    const values = some(
      { a: 'text', B: 1, list: { x: 1 }, nothing: null },
      'args.a.b',
      'args.b',
      'args.list[0]',
      'args.nothing.x',
    )
    expect(plain(values)).toEqual({ a: null, B: null, list: null, nothing: null })
    expect(values.gaps).toEqual(['/a', '/B', '/list'].map((at) => ({ at, kind: 'unmentioned' })))
  })

  it('of one element of a list is that element, at its place', () => {
    const values = some({ a: ['x', 'y', 'z'] }, 'args.a[1]')
    expect(plain(values)).toEqual({ a: [null, 'y'] })
    expect(values.gaps).toEqual([{ at: '/a/0', kind: 'unmentioned' }])
  })

  it('[K3] is no secret either, and not too long', () => {
    const values = some({ password: 'x', text: 'y'.repeat(9999) }, 'args.password', 'args.text')
    expect(values.gaps.map(({ kind }) => kind)).toEqual(['secret', 'long'])
  })
})

describe('[Y3] what a record knows', () => {
  const known = (values: RecordedValues, ...paths: string[]) =>
    paths.map((text) => isKnown(values, path(text)))

  it('is every path, where everything was recorded; but not where a gap is, above or below', () => {
    const values = all({ a: { b: 1, password: 'x' }, c: 2 })
    expect(known(values, 'args.c', 'args.a.b', 'args.none')).toEqual([true, true, true])
    expect(known(values, 'args.a', 'args.a.password', 'args.a.password.x', 'args')).toEqual([
      false,
      false,
      false,
      false,
    ])
  })

  it('is what was mentioned, and what is below it', () => {
    const values = some({ a: { b: 1 }, l: [1, 2] }, 'args.a', 'args.l[*]')
    expect(known(values, 'args.a', 'args.a.b', 'args.l[0]', 'args.l[*]')).toEqual([true, true, true, true])
    expect(known(values, 'args.b', 'args.l', 'args')).toEqual([false, false, false])
  })

  it('of something cut is what was kept of it', () => {
    const values = all({ first: 1, list: Array.from({ length: 80_000 }, (_, i) => i) })
    expect(known(values, 'args.first', 'args.list[0]')).toEqual([true, true])
    expect(known(values, 'args.list', 'args.list[*]', 'args.list[79999]')).toEqual([false, false, false])
  })

  it('[C5] of another letter case is nothing', () => {
    const values = some({ PATH: '/etc' }, 'args.path')
    expect(known(values, 'args.path')).toEqual([false])
  })
})
