import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDecimals,
  canonicalJson,
  compareDecimals,
  decimalText,
  JsonNumber,
  jsonObject,
  parseJson,
  parseJsonWith,
  serializeJson,
  toPlain,
} from './index.ts'

const codeOf = (text: string): string => {
  try {
    parseJson(text)
    return 'accepted'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('parseJson', () => {
  it('agrees with JSON.parse on everything JSON.stringify can write', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value)
        expect(toPlain(parseJson(text))).toEqual(JSON.parse(text))
      }),
    )
  })

  it('gives back every number digit for digit', () => {
    for (const text of [
      '1.0',
      '1E+2',
      '9007199254740993',
      '0.1e-300',
      '-0',
      '1e400',
      '123456789012345678901234567890.5',
    ]) {
      expect(serializeJson(parseJson(`[${text}]`))).toBe(`[${text}]`)
    }
  })

  it.each([
    ['{"a":1,"a":1}', 'duplicate-key'],
    ['{"name":1,"n\\u0061me":2}', 'duplicate-key'],
    ['{"__proto__":1,"__proto__":2}', 'duplicate-key'],
    ['"\\ud800"', 'lone-surrogate'],
    ['1e401', 'number-range'],
    ['[1,]', 'syntax'],
    ['{}{}', 'syntax'],
    ['01', 'syntax'],
    ['+1', 'syntax'],
    ['1.', 'syntax'],
    ['NaN', 'syntax'],
    ["{'a':1}", 'syntax'],
    ['{"a":1 // no\n}', 'syntax'],
    ['\ufeff{}', 'syntax'],
    ['"\u0007"', 'syntax'],
    ['', 'syntax'],
    ['"\\x41"', 'syntax'],
  ])('refuses %s as %s', (text, code) => {
    expect(codeOf(text)).toBe(code)
  })

  it('holds its bounds while reading, without exhausting the stack', () => {
    expect(codeOf('['.repeat(5_000_000))).toBe('too-deep')
    expect(codeOf(`[${'0,'.repeat(200_000)}0]`)).toBe('too-many-nodes')
    expect(codeOf(`${'['.repeat(64)}${']'.repeat(64)}`)).toBe('accepted')
  })

  it('holds the bounds of keys and texts that it is given, and none of its own', () => {
    const bounds = { maxDepth: 4, maxNodes: 100, maxKeys: 2, maxStringLength: 3 }
    const within = (text: string) => {
      try {
        parseJson(text, bounds)
        return 'accepted'
      } catch (error) {
        return (error as { code: string }).code
      }
    }
    expect(within('[{"a":1,"b":1},{"a":1,"b":1}]')).toBe('accepted')
    expect(within('{"a":1,"b":1,"c":1}')).toBe('too-many-keys')
    expect(within('{"abc":"abc"}')).toBe('accepted')
    expect(within('"abc\\u0061"')).toBe('too-long')
    expect(within('{"abcd":1}')).toBe('too-long')
    expect(within('[[[[0]]]]')).toBe('accepted')
    expect(within('[[[[[0]]]]]')).toBe('too-deep')
    expect(within(`[${'0,'.repeat(98)}0]`)).toBe('accepted')
    expect(within(`[${'0,'.repeat(99)}0]`)).toBe('too-many-nodes')
    expect(codeOf(`"${'a'.repeat(5_000_000)}"`)).toBe('accepted')
  })

  it('inherits nothing, whatever it is asked for, and nobody can change that', () => {
    for (const object of [parseJson('{}') as object, jsonObject()]) {
      for (const name of Object.getOwnPropertyNames(Object.prototype)) expect(name in object).toBe(false)
      const lent = Object.getPrototypeOf(object)
      expect(Object.getPrototypeOf(lent)).toBeNull()
      expect(() => Object.assign(lent, { role: 'admin' })).toThrow(TypeError)
    }
  })

  it('tells a usual key from one that only begins like it', () => {
    const text = '{"name":1,"nam":2,"names":3,"NAME":4,"type":{"typ":5,"text":[{"text":""}]},"":6}'
    expect(serializeJson(parseJson(text))).toBe(text)
    expect(() => parseJson('{"name')).toThrow('not closed')
    expect(() => parseJson('{"name"')).toThrow('a colon')
    expect(() => parseJson('{"name":1,"name":2}')).toThrow('twice')
  })

  it('writes digits as they came, however deep, and all else as JavaScript does', () => {
    for (const text of [
      '{"a":[{"b":[1.0]}]}',
      '[[-0]]',
      '{"a":{"toJSON":"x"},"b":[1e2,2]}',
      '["\\u0007é😀"]',
    ])
      expect(serializeJson(parseJson(text))).toBe(text)
    expect(serializeJson([-0, 1, null, 'a"b', { toJSON: 'x' }] as never)).toBe(
      '[-0,1,null,"a\\"b",{"toJSON":"x"}]',
    )
  })

  it('makes __proto__ an own key and changes no prototype', () => {
    const value = parseJson('{"__proto__":{"role":"admin"}}') as Record<string, unknown>
    expect(Object.hasOwn(value, '__proto__')).toBe(true)
    expect(({} as Record<string, unknown>).role).toBeUndefined()
    expect(serializeJson(value as never)).toBe('{"__proto__":{"role":"admin"}}')
  })
})

describe('parseJsonWith', () => {
  const bounds = { maxDepth: 64, maxNodes: 100_000 }
  // Pieces that join to JSON often enough, and show each way in which a text may differ from what is written.
  const piece = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      ' ',
      '\n',
      '"a"',
      '"b":',
      '"__proto__":',
      '"1":',
      '"toJSON":',
      '\\',
      '"',
    ],
    ...[
      '\\u00e9',
      '\\u001f',
      '\\ud83d\\ude02',
      '\\n',
      '\\/',
      '\\"',
      'é',
      '😂',
      '\u2028',
      '\u007f',
      'true',
      'null',
    ],
    ...['0', '-0', '1', '1.0', '1e5', '-7', '123456789012345', '1234567890123456', '9007199254740993'],
  )
  const texts = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    fc
      .tuple(fc.jsonValue(), fc.constantFrom('', ' ', '\t'))
      .map(([value, by]) => JSON.stringify(value, null, by)),
    fc
      .tuple(fc.json(), fc.nat(), piece)
      .map(([json, at, odd]) => json.slice(0, at % json.length) + odd + json.slice(at % json.length)),
  )

  it('gives the text of a member only where it is, to the letter, what would be written of it', () => {
    let given = 0
    fc.assert(
      fc.property(texts, (text) => {
        const whole = `{"x":[1.0], "result":${text},"y" : 2}`
        let read: ReturnType<typeof parseJsonWith>
        try {
          read = parseJsonWith(whole, bounds, 'result')
        } catch {
          expect(() => parseJson(whole, bounds)).toThrow()
          return
        }
        const { result } = read.value as { [key: string]: never }
        expect(serializeJson(read.value)).toBe(serializeJson(parseJson(whole, bounds)))
        if (read.memberText === null) return
        given += 1
        expect(read.memberText).toBe(serializeJson(result ?? null))
      }),
      { numRuns: 2000 },
    )
    expect(given).toBeGreaterThan(100)
  })

  it.each([
    ['{"result":{"a":[1,"b\\n",null,true,1.50]}}', '{"a":[1,"b\\n",null,true,1.50]}'],
    ['{"id":1, "result" : {"a":1} }', '{"a":1}'],
    ['{"result":{"a": 1}}', null],
    ['{"result":{"a":"\\/"}}', null],
    ['{"result":{"a":"\\u0041"}}', null],
    ['{"result":{"b":1,"1":2}}', null],
    ['{"other":{"result":{}}}', null],
    ['[{"result":{}}]', null],
  ])('of %s it gives %s', (text, expected) => {
    expect(parseJsonWith(text, bounds, 'result').memberText).toBe(expected)
  })
})

describe('canonicalJson', () => {
  it('gives equal decimal values one form and different ones two', () => {
    expect(canonicalJson(parseJson('[1.0,1,1e0,10e-1]'))).toBe('[1,1,1,1]')
    expect(canonicalJson(parseJson('9007199254740993'))).not.toBe(
      canonicalJson(parseJson('9007199254740992')),
    )
    expect(canonicalJson(parseJson('[-0,0,0.0,1e21]'))).toBe('[0,0,0,1e+21]')
  })

  it('orders keys by UTF-16 units, as RFC 8785 does', () => {
    expect(canonicalJson(parseJson('{"\\u20ac":1,"\\r":2,"1":3,"\\ud83d\\ude02":4,"\\ufb33":5}'))).toBe(
      '{"\\r":2,"1":3,"€":1,"😂":4,"\ufb33":5}',
    )
  })
})

describe('decimals', () => {
  it('adds and compares exactly', () => {
    expect(addDecimals('0.1', '0.2')).toBe('0.3')
    expect(addDecimals('-0.1', '0.1')).toBe('0.0')
    expect(compareDecimals('1.0', '1')).toBe(0)
    expect(compareDecimals('-0.5', '-0.25')).toBe(-1)
    expect(compareDecimals('9007199254740993', '9007199254740992')).toBe(1)
    // Small whole numbers go a shorter way to the same end.
    expect(addDecimals('999999999999999', '999999999999999')).toBe('1999999999999998')
    expect(addDecimals('9999999999999999', '1')).toBe('10000000000000000')
    expect(['-5 3', '-0 0', '007 1', '3 -3'].map((pair) => addDecimals(...splitPair(pair)))).toEqual([
      '-2',
      '0',
      '8',
      '0',
    ])
    expect(['-0 0', '10 9', '-2 1', '5 5.0'].map((pair) => compareDecimals(...splitPair(pair)))).toEqual([
      0, 1, -1, 0,
    ])
    for (const none of ['', '-', '1 ', '+1', '1x']) expect(() => addDecimals(none, '1')).toThrow(TypeError)
    expect(decimalText(new JsonNumber('1.50e2'))).toBe('150')
    expect(decimalText(new JsonNumber('-25e-3'))).toBe('-0.025')
  })
})

function splitPair(pair: string): [string, string] {
  const [one = '', other = ''] = pair.split(' ')
  return [one, other]
}
