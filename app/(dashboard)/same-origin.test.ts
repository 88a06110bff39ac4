import { describe, expect, it } from 'vitest'
import { isSameOrigin } from './same-origin.ts'

const from = (headers: Record<string, string>) => isSameOrigin(new Headers(headers))

describe('a request that changes something', () => {
  it('is taken from a page of ours, also behind the gateway', () => {
    expect(from({ origin: 'http://localhost:3000', host: 'localhost:3000' })).toBe(true)
    expect(
      from({ origin: 'https://gate.example', host: '127.0.0.1:4001', 'x-forwarded-host': 'gate.example' }),
    ).toBe(true)
  })

  it.each([
    { host: 'gate.example' },
    { origin: 'null', host: 'gate.example' },
    { origin: 'https://evil.example', host: 'gate.example' },
    { origin: 'https://gate.example.evil.example', host: 'gate.example' },
    { origin: 'https://gate.example:444', host: 'gate.example' },
    { origin: 'https://gate.example', host: 'gate.example', 'sec-fetch-site': 'same-site' },
    { origin: 'https://gate.example', host: 'gate.example', 'sec-fetch-site': 'cross-site' },
  ])('is refused from anywhere else: %o', (headers) => {
    expect(from(headers as Record<string, string>)).toBe(false)
  })
})
