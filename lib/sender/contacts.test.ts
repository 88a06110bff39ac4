// On a real SMTP server and a real database: what an operator's mailbox gets of what a visitor wrote.
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SenderWorld, senderWorld } from './testing/world.ts'

let world: SenderWorld
let server: SMTPServer
let smtpUrl: string
let received: { to: string[]; raw: string }[]
let refusal: number | null

beforeAll(async () => {
  world = await senderWorld()
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) =>
      done(refusal ? Object.assign(new Error('later'), { responseCode: refusal }) : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk) => chunks.push(chunk))
      stream.on('end', () => {
        received.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString(),
        })
        done()
      })
    },
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()))
  smtpUrl = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
})
beforeEach(async () => {
  received = []
  refusal = null
  await world.pool.query('DELETE FROM contact_message')
})
afterAll(async () => {
  await new Promise<void>((closed) => server.close(() => closed()))
  await world.close()
})

async function write(message: string): Promise<void> {
  await world.pool.query(
    `INSERT INTO contact_message (id, page, name, email, message)
     VALUES ('msg_' || gen_random_uuid(), '/mcp-servers/livetap', 'Ada', 'ada@example.com', $1)`,
    [message],
  )
}
const stored = async () =>
  (
    await world.pool.query(
      'SELECT attempts, error, next_at IS NULL AS done, mailed_at IS NOT NULL AS mailed FROM contact_message',
    )
  ).rows

describe('what a visitor wrote', () => {
  it('reaches the operator once, and answering it answers the writer', async () => {
    await write('It does not delete.\nSee https://example.com')
    const sender = world.sender({ smtpUrl, contactEmail: 'ops@example.org' })
    await sender.lookAtContacts()
    await sender.lookAtContacts()
    expect(received.map(({ to }) => to)).toEqual([['ops@example.org']])
    expect(received[0]?.raw).toMatch(/^Reply-To: ada@example\.com/im)
    expect(received[0]?.raw).toContain('A message about /mcp-servers/livetap')
    expect(await stored()).toEqual([{ attempts: 1, error: '', done: true, mailed: true }])
  })

  it('is tried again after a server that is busy, and given up where it refuses for good', async () => {
    await write('x')
    const sender = world.sender({ smtpUrl, contactEmail: 'ops@example.org' })
    refusal = 451
    await sender.lookAtContacts()
    expect(await stored()).toEqual([
      { attempts: 1, error: expect.stringContaining('451'), done: false, mailed: false },
    ])
    refusal = 550
    await world.pool.query('UPDATE contact_message SET next_at = clock_timestamp()')
    await sender.lookAtContacts()
    expect(await stored()).toEqual([
      { attempts: 2, error: expect.stringContaining('550'), done: true, mailed: false },
    ])
  })
})
