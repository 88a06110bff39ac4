import { describe, expect, it } from 'vitest'
import { readChallenge, readScopeWanted } from './challenge.ts'

describe('a bearer challenge', () => {
  it('is read with its parameters, quoted or not', () => {
    const header =
      'Bearer realm="a, b", resource_metadata="https://a.example/m", scope="x y", error=invalid_token'
    expect(readChallenge(header)).toEqual({
      resourceMetadata: 'https://a.example/m',
      scope: 'x y',
      error: 'invalid_token',
    })
  })

  it('is found beside others, and takes nothing of theirs', () => {
    expect(readChallenge('Basic realm="x", Bearer scope="a"')?.scope).toBe('a')
    expect(readChallenge('Bearer scope="a", DPoP algs="ES256", scope="b"')?.scope).toBe('a')
    expect(readChallenge('bearer')).toEqual({ resourceMetadata: null, scope: null, error: null })
  })

  it('counts the first of two that bear one name', () => {
    expect(readChallenge('Bearer scope="a", scope="b"')?.scope).toBe('a')
  })

  it('unquotes what is escaped', () => {
    expect(readChallenge(String.raw`Bearer scope="a\"b"`)?.scope).toBe('a"b')
  })

  it.each([undefined, '', 'Basic realm="x"', 'BearerX scope="a"'])('is none in %j', (header) => {
    expect(readChallenge(header)).toBeNull()
  })

  it('is read in time that grows with its length alone', () => {
    const long = `Bearer ${'a="'.repeat(20_000)}`
    const started = performance.now()
    readChallenge(long)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe('what a server wants more', () => {
  it('is what it says with its refusal', () => {
    expect(readScopeWanted('Bearer error="insufficient_scope", scope="mcp write"')).toBe('mcp write')
  })

  it.each([
    'Bearer error="invalid_token", scope="x"',
    'Bearer error="insufficient_scope"',
    'Bearer error="insufficient_scope", scope="a\\"b"',
    `Bearer error="insufficient_scope", scope="${'x'.repeat(1001)}"`,
    undefined,
  ])('is nothing in %j', (header) => {
    expect(readScopeWanted(header)).toBeNull()
  })
})
