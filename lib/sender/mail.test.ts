// On a real SMTP server: what leaves is what a mail program would get.
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { APP_URL, type SenderWorld, senderWorld, stateOf } from './testing/world.ts'

type Received = { readonly from: string; readonly to: readonly string[]; readonly raw: string }

let world: SenderWorld
let server: SMTPServer
let smtpUrl: string
let received: Received[]
let refuse: { code: number; text: string } | null

beforeAll(async () => {
  world = await senderWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  received = []
  refuse = null
  server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      done(username === 'gate' && password === 'p@ss/word' ? null : new Error('no'), { user: username }),
    onRcptTo: (_address, _session, done) =>
      done(refuse ? Object.assign(new Error(refuse.text), { responseCode: refuse.code }) : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map((each) => each.address),
          raw: Buffer.concat(chunks).toString(),
        })
        done()
      })
    },
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()))
  const { port } = server.server.address() as AddressInfo
  smtpUrl = `smtp://gate:${encodeURIComponent('p@ss/word')}@127.0.0.1:${port}`
})
afterEach(async () => {
  await world.pool.query('DELETE FROM channel')
  await new Promise<void>((closed) => server.close(() => closed()))
})

const headersOf = (raw: string): string => raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
const decoded = (raw: string): string =>
  Buffer.from(
    raw
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()

describe('an e-mail', () => {
  it('reaches the member’s address as text and as HTML, with the same id at each attempt', async () => {
    const id = await world.channel('email', world.tenant.email)
    await world.note()
    await world.sender({ smtpUrl }).look()
    expect(received).toHaveLength(1)
    const [{ from, to, raw }] = received as [Received]
    expect([from, to]).toEqual(['gate@example.org', [world.tenant.email]])
    const headers = headersOf(raw)
    const [delivery] = await world.deliveries(id)
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 1, error: '' })
    expect(headers).toContain(`Message-ID: <${delivery?.id}@gate.example.org>`)
    expect(headers).toContain('From: Gate <gate@example.org>')
    expect(headers).toContain('Subject: [Portcullis] Live cannot be reached')
    expect(headers).toContain(`List-Unsubscribe: <${APP_URL}/settings#notifications>`)
    expect(headers).toContain('Auto-Submitted: auto-generated')
    expect(headers).toMatch(/Content-Type: multipart\/alternative/)
    const text = decoded(raw)
    expect(text).toContain('Content-Type: text/plain')
    expect(text).toContain('Content-Type: text/html')
    expect(text.split(`${APP_URL}/servers/${world.tenant.serverId}`).length).toBeGreaterThan(2)
  })

  it('holds what others wrote as text: no header, no markup, no link of theirs', async () => {
    await world.channel('email', world.tenant.email)
    await world.note({
      server: 'Live\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>',
      message: 'see https://evil.example/<img src=x onerror=y> \u202Etxet @here www.evil.example',
    })
    await world.sender({ smtpUrl }).look()
    const [{ to, raw }] = received as [Received]
    expect(to).toEqual([world.tenant.email])
    const names = headersOf(raw)
      .split('\r\n')
      .map((line) => line.split(':', 1)[0])
    expect(names).not.toContain('Bcc')
    expect(new Set(names).size).toBe(names.length)
    const text = decoded(raw)
    const html = text.slice(text.indexOf('<!doctype'))
    expect(html).not.toMatch(/<script|<img/)
    expect(html.match(/href="[^"]*"/g)).toEqual([`href="${APP_URL}/servers/${world.tenant.serverId}"`])
    const links = text.match(/https?:\/\/[^\s"<]+/g) ?? []
    expect(links.length).toBeGreaterThan(2)
    for (const link of links) expect(link.startsWith(APP_URL)).toBe(true)
    expect(text).not.toContain('\u202E')
    expect(text).toContain('\\u{202e}')
  })

  it('is for members only: an address that has left turns the channel off', async () => {
    const id = await world.channel('email', 'stranger@example.com')
    await world.note()
    await world.sender({ smtpUrl }).look()
    expect(received).toEqual([])
    expect(await stateOf(world, id)).toMatchObject({
      is_on: false,
      off_reason: expect.stringContaining('member'),
    })
  })

  it('that the server refuses for now is tried again, and one that it refuses for good is not', async () => {
    for (const [code, status] of [
      [451, 'waiting'],
      [550, 'failed'],
    ] as const) {
      refuse = { code, text: 'mailbox trouble' }
      const id = await world.channel('email', world.tenant.email)
      await world.note()
      await world.sender({ smtpUrl }).look()
      const [delivery] = await world.deliveries(id)
      expect(delivery).toMatchObject({ status, response_status: code, attempts: 1 })
      expect(delivery?.error).toContain(`answered ${code}`)
      expect(delivery?.excerpt).toContain('mailbox trouble')
      await world.pool.query('DELETE FROM channel')
    }
  })

  it('waits where the server cannot be reached or knows us not, and never says its password', async () => {
    const { port } = server.server.address() as AddressInfo
    for (const url of ['smtp://gate:hunter22@127.0.0.1:1', `smtp://gate:hunter22@127.0.0.1:${port}`]) {
      const id = await world.channel('email', world.tenant.email)
      await world.note()
      await world.sender({ smtpUrl: url }).look()
      const [delivery] = await world.deliveries(id)
      expect(delivery).toMatchObject({ status: 'waiting' })
      expect(delivery?.error).not.toBe('')
      expect(JSON.stringify([delivery, world.logged])).not.toContain('hunter22')
      await world.pool.query('DELETE FROM channel')
    }
    expect(received).toEqual([])
  })

  it('says what to set where the installation has no mail server', async () => {
    const id = await world.channel('email', world.tenant.email)
    await world.note()
    await world.sender().look()
    expect((await world.deliveries(id))[0]).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('SMTP_URL'),
    })
    expect(await stateOf(world, id)).toMatchObject({ is_on: true })
  })
})
