// Without a mail server: the local mailbox, and who may read it.
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { type Instance, startInstance } from '#testing/instance.ts'

let instance: Instance

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

// Settings are read once in a process: each case is a process of its own, as far as modules go.
async function withSettings(settings: Readonly<Record<string, string>>) {
  const before = { ...process.env }
  Object.assign(process.env, settings)
  vi.resetModules()
  const [mail, { disconnect }] = await Promise.all([import('./index.ts'), import('#lib/data/client.ts')])
  return {
    ...mail,
    async [Symbol.asyncDispose]() {
      await disconnect()
      process.env = before
    },
  }
}

const OWN = { EMBEDDED_POSTGRES: 'true', HOST: '127.0.0.1', APP_URL: 'http://localhost:3000' }
const LETTER = { to: 'ada@example.com', kind: 'confirm-email', subject: 'Confirm', text: 'pcl_secret' }

describe('the local mailbox', () => {
  it('holds what was written, the newest first, and opens it', async () => {
    await using mail = await withSettings(OWN)
    expect(mail.mailMode()).toBe('mailbox')
    await mail.sendMail(LETTER)
    await mail.sendMail({ ...LETTER, subject: 'Confirm again', text: 'second' })
    const [newest, oldest] = await mail.listMailbox()
    expect([newest?.subject, oldest?.subject]).toEqual(['Confirm again', 'Confirm'])
    expect(JSON.stringify(newest)).not.toContain('sealed')
    expect(await mail.readMail(oldest?.id ?? '')).toMatchObject({ text: 'pcl_secret', ...oldest })
    await expect(mail.readMail('ltr_none')).rejects.toMatchObject({ code: 'not-found' })
  })

  it.each([
    ['localhost:3000', '127.0.0.1', true],
    ['LOCALHOST:3000', '::/64', true],
    ['evil.example', '127.0.0.1', false],
    ['localhost:3001', '127.0.0.1', false],
    [null, '127.0.0.1', false],
    ['localhost:3000', '192.0.2.7', false],
    ['localhost:3000', 'unknown', false],
    ['localhost:3000', '1270.0.0.1', false],
  ])('answers Host %s from %s: %s', async (host, address, may) => {
    await using mail = await withSettings(OWN)
    expect(mail.isLocalMailbox(host, address)).toBe(may)
  })

  it.each([
    ['a mail server is set', { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'g@example.org' }, 'smtp'],
    ['the database is not the embedded one', { EMBEDDED_POSTGRES: 'false' }, 'none'],
    ['others can reach it', { HOST: '0.0.0.0' }, 'none'],
    ['it is known by a public name', { APP_URL: 'https://gate.example.org' }, 'none'],
  ])('is closed where %s', async (_, settings, mode) => {
    await using mail = await withSettings({ ...OWN, ...settings })
    expect(mail.mailMode()).toBe(mode)
    expect(mail.isLocalMailbox(new URL(process.env.APP_URL ?? '').host, '127.0.0.1')).toBe(false)
    await expect(mail.listMailbox()).rejects.toMatchObject({ code: 'not-found' })
    await expect(mail.readMail('ltr_any')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('keeps nothing where nothing could ever come of it', async () => {
    await using mail = await withSettings({ ...OWN, EMBEDDED_POSTGRES: 'false' })
    await instance.sql('DELETE FROM mail')
    await mail.sendMail(LETTER)
    expect(await instance.sql('SELECT 1 FROM mail')).toEqual([])
  })
})
