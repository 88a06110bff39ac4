import { describe, expect, it } from 'vitest'
import { parseEnv } from './env.ts'

const SECRET = 'q7Vb2nX0sLw9TfKz4mRpEyHc8uJdGa61'
const required = { DATABASE_URL: 'postgresql://app:pw@db.internal:5432/portcullis', SECRET_KEY: SECRET }

describe('settings', () => {
  it('need only a database and a secret on loopback', () => {
    expect(parseEnv(required)).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      appUrl: 'http://localhost:3000',
      directDatabaseUrl: required.DATABASE_URL,
      dashboardOrigin: '',
      hopUrl: '',
      allowedOrigins: [],
      embedded: false,
    })
  })

  it('are strict by default and generous only for the embedded database on loopback', () => {
    const strict = { signUp: 'first', allowPrivateUpstreams: false }
    const embedded = { ...required, EMBEDDED_POSTGRES: 'true' }
    expect(parseEnv(required)).toMatchObject(strict)
    expect(parseEnv(embedded)).toMatchObject({ signUp: 'open', allowPrivateUpstreams: true })
    const exposed = { ...embedded, HOST: '0.0.0.0', APP_URL: 'https://gate.example.org' }
    expect(parseEnv(exposed)).toMatchObject(strict)
    expect(parseEnv({ ...embedded, ALLOW_PRIVATE_UPSTREAMS: 'false' }).allowPrivateUpstreams).toBe(false)
  })

  it('take a mail server with the mailbox that it sends from, and never quote its password', () => {
    const mail = (smtp: string, from: string) => parseEnv({ ...required, SMTP_URL: smtp, MAIL_FROM: from })
    expect(parseEnv(required)).toMatchObject({ smtpUrl: '', mailFrom: '' })
    for (const from of ['gate@example.com', 'Portcullis <gate@example.com>'])
      expect(mail('smtps://u:hunter22@mail.example.com', from).mailFrom).toBe(from)
    for (const from of ['', 'gate', 'a@b, c@d', 'x <a@b>\r\nBcc: c@d', '<a@b> <c@d>'])
      expect(messageOf(() => mail('smtp://mail.example.com', from))).toContain('MAIL_FROM')
    const wrong = messageOf(() => mail('https://u:hunter22@mail.example.com', 'a@b'))
    expect(wrong).toContain('SMTP_URL')
    expect(wrong).not.toContain('hunter22')
  })

  it('take the origins of web clients one by one, and nothing that is no origin', () => {
    const given = (text: string) => parseEnv({ ...required, ALLOWED_ORIGINS: text }).allowedOrigins
    expect(given('https://a.example, http://localhost:6274')).toEqual([
      'https://a.example',
      'http://localhost:6274',
    ])
    for (const wrong of ['*', 'null', 'https://a.example/path', 'https://a.example,b'])
      expect(messageOf(() => given(wrong))).toContain('ALLOWED_ORIGINS')
  })

  it('mark a database that is reached through a pooler', () => {
    const pooler = 'postgresql://app:p%40w@pooler.internal:6432/portcullis?sslmode=require'
    const pooled = parseEnv({ ...required, DATABASE_URL: pooler, DIRECT_DATABASE_URL: required.DATABASE_URL })
    expect(pooled.databaseUrl).toBe(`${pooler}&pgbouncer=true`)
    expect(pooled.directDatabaseUrl).toBe(required.DATABASE_URL)
    const same = parseEnv({ ...required, DIRECT_DATABASE_URL: required.DATABASE_URL })
    expect(same.databaseUrl).toBe(required.DATABASE_URL)
  })

  it('take trusted proxies as addresses and networks, and never everybody', () => {
    const given = (text: string) => parseEnv({ ...required, TRUSTED_PROXIES: text }).trustedProxies
    expect(given('10.0.0.0/8, 192.0.2.1 2001:db8::/32,::1')).toEqual([
      '10.0.0.0/8',
      '192.0.2.1',
      '2001:db8::/32',
      '::1',
    ])
    expect(parseEnv(required).trustedProxies).toEqual([])
    for (const wrong of [
      '*',
      'proxy.internal',
      '10.0.0.0/33',
      '0.0.0.0/0',
      '::/0',
      '10.0.0.0/8/8',
      '10.0.0/8',
    ])
      expect(messageOf(() => given(wrong))).toContain('TRUSTED_PROXIES')
  })

  it('name every wrong variable at once, and never a secret', () => {
    const wrong = {
      PORT: '99999',
      HOST: '0.0.0.0',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      SECRET_KEY: 'short-but-mine',
      SIGN_UP: 'anyone',
      ALLOW_PRIVATE_UPSTREAMS: 'yes',
    }
    const message = messageOf(() => parseEnv(wrong))
    const named = message
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(':')[0])
    expect(new Set(named)).toEqual(
      new Set([...Object.keys(wrong).filter((name) => name !== 'HOST'), 'APP_URL']),
    )
    expect(message).not.toMatch(/hunter2|short-but-mine/)
  })

  it('serve figures only on a port of their own, and beyond this machine only with a token', () => {
    const given = (more: object) => parseEnv({ ...required, ...more }).metrics
    expect(given({})).toBeNull()
    expect(given({ METRICS_HOST: '0.0.0.0' })).toBeNull()
    expect(given({ METRICS_PORT: '9464' })).toEqual({ port: 9464, host: '127.0.0.1', token: '' })
    const open = { METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' }
    expect(messageOf(() => given(open))).toContain('METRICS_TOKEN: is required')
    expect(given({ ...open, METRICS_TOKEN: 'a-token-for-scrapers' })?.token).toBe('a-token-for-scrapers')
    const weak = messageOf(() => given({ ...open, METRICS_TOKEN: 'hunter2 hunter2 hunter2' }))
    expect(weak).toContain('METRICS_TOKEN: must have')
    expect(weak).not.toContain('hunter2')
    expect(messageOf(() => given({ METRICS_PORT: '3000' }))).toContain('METRICS_PORT: must be another port')
    expect(messageOf(() => given({ METRICS_PORT: '0' }))).toContain('METRICS_PORT: must be a port number')
  })

  it('say that a missing variable is required, and count an empty one as missing', () => {
    expect(messageOf(() => parseEnv({ DATABASE_URL: '' }))).toContain('DATABASE_URL: is required')
    expect(parseEnv({ ...required, PORT: '' }).port).toBe(3000)
  })

  it.each([
    'change-me-change-me-change-me-change-me',
    'a'.repeat(64),
    'example-of-a-secret-key-0f9s8d7f6g5h4j',
    'abcdefghijklmnopqrstuvwxyz0123456789',
  ])('refuse the secret %s, which looks like an example', (text) => {
    expect(messageOf(() => parseEnv({ ...required, SECRET_KEY: text }))).toContain('looks like an example')
  })

  it('take APP_URL as an origin only, without its trailing slash', () => {
    expect(parseEnv({ ...required, APP_URL: 'https://gate.test/' }).appUrl).toBe('https://gate.test')
    for (const url of ['gate.test', 'ftp://gate.test', 'https://gate.test/app', 'https://u:p@gate.test']) {
      expect(messageOf(() => parseEnv({ ...required, APP_URL: url }))).toContain('APP_URL: must be an origin')
    }
  })

  it('derive one 32-byte key from a secret, another from another', () => {
    const key = parseEnv(required).secretKey
    expect(key).toHaveLength(32)
    expect(parseEnv(required).secretKey.equals(key)).toBe(true)
    expect(parseEnv({ ...required, SECRET_KEY: `${SECRET}!` }).secretKey.equals(key)).toBe(false)
  })
})

function messageOf(attempt: () => unknown): string {
  try {
    attempt()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('was accepted')
}
