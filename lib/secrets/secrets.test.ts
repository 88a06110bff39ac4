import { describe, expect, it } from 'vitest'
import { hasSecretShape, isSecretName } from './secrets.ts'

// Put together here, so that no scanner of sources takes an example for a leak.
const shaped = (...parts: string[]) => parts.join('')

describe('[K3] what is a secret by its name', () => {
  it.each([
    'password',
    'PASSWORD',
    'userPassword',
    'passwd',
    'db_passwd',
    'pwd',
    'Authorization',
    'proxy-authorization',
    'token',
    'access_token',
    'accessToken',
    'ACCESS_TOKEN',
    'X-Auth-Token',
    'refreshtoken',
    'apiKey',
    'api_key',
    'x-api-key',
    'APIKEY',
    'Api Key',
    'secretAccessKey',
    'client_secret',
    'clientsecret',
    'privateKey',
    'cookie',
    'Set-Cookie',
    'credentials',
    'ｐａｓｓｗｏｒｄ',
    'otp',
    'card.cvv',
    'sessionId',
  ])('%s', (name) => expect(isSecretName(name)).toBe(true))

  it.each([
    'author',
    'path',
    'to',
    'subject',
    'secretary',
    'compass',
    'passenger',
    'keyword',
    'monkey',
    'amount',
    'key',
  ])('%s is none', (name) => expect(isSecretName(name)).toBe(false))

  it('a number of tokens is none, and a number under another secret name is one', () => {
    expect(isSecretName('max_tokens', true)).toBe(false)
    expect(isSecretName('tokenCount', true)).toBe(false)
    expect(isSecretName('token', true)).toBe(true)
    expect(isSecretName('pin', true)).toBe(true)
  })
})

describe('[K3] what is a secret by its shape', () => {
  it.each([
    shaped('sk', '-proj-abcdefghijklmnop1234'),
    shaped('sk', '_live_abcdefghijklmnop1234'),
    shaped('gh', 'p_abcdefghijklmnopqrstuvwxyz0123456789'),
    shaped('github', '_pat_abcdefghijklmnopqrstuvwxyz'),
    shaped('xo', 'xb-1234567890-abcdef'),
    shaped('AK', 'IAIOSFODNN7EXAMPLE'),
    shaped('AI', 'zaSyA1234567890abcdefghijklmnopqrstu'),
    shaped('eyJ', 'hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'),
    shaped('-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIE'),
    shaped('-----BEGIN ', 'PRIVATE KEY-----'),
    'Bearer abcdefghijklmnop',
    'run it with curl -H "Authorization: Bearer abc" please',
    'https://ann:hunter2@example.com/x',
    'postgresql://ann:hunter2@db/x',
    'https://example.com/?api_key=12345678',
    'PASSWORD=hunter2 ./run',
    '{"password": "hunter2"}',
    shaped('pc', 'g_0123456789abcdefghijklmnop'),
  ])('%s', (text) => {
    expect(hasSecretShape(text)).toBe(true)
    expect(hasSecretShape(`before, ${text}, and after`)).toBe(true)
  })

  it.each([
    'Send the report to ann@example.com by Monday.',
    '/srv/data/tokens.txt',
    'https://example.com:8080/path?page=2',
    'task-skeleton-of-a-very-long-name',
    '-----BEGIN CERTIFICATE-----',
    '550e8400-e29b-41d4-a716-446655440000',
  ])('%s is none', (text) => expect(hasSecretShape(text)).toBe(false))

  it('is looked for in time that grows with the text alone', () => {
    const hostile = [
      'a'.repeat(8192),
      '://'.repeat(2700),
      ' '.repeat(8192),
      'eyJ'.repeat(2700),
      'token '.repeat(1300),
      'sk-'.repeat(2700),
    ]
    // A pattern that goes back and forth takes minutes for one of these, and the test ends by its time.
    for (const text of hostile) for (let i = 0; i < 20; i++) hasSecretShape(text)
  })
})
