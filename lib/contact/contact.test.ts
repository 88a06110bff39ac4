import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { type Instance, startInstance } from '#testing/instance.ts'
import { type ContactForm, sendContactMessage } from './index.ts'

let instance: Instance
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
beforeEach(async () => {
  await instance.sql('DELETE FROM contact_message')
  await instance.sql('DELETE FROM throttle')
})
afterAll(() => instance.close())

const FORM: ContactForm = {
  page: '/mcp-servers/livetap/delete-connection',
  name: ' Ada ',
  email: ' ada@example.com ',
  message: 'It is not destructive.\n',
  website: '',
}
const stored = () =>
  instance.sql('SELECT page, name, email, message, next_at <= clock_timestamp() AS due FROM contact_message')

describe('a message of a visitor', () => {
  it('is stored as it was written, and due to be mailed', async () => {
    await sendContactMessage(FORM, '192.0.2.1')
    expect(await stored()).toEqual([
      {
        page: '/mcp-servers/livetap/delete-connection',
        name: 'Ada',
        email: 'ada@example.com',
        message: 'It is not destructive.',
        due: true,
      },
    ])
  })

  it('of a program that fills in what no person sees is stored nowhere, and not counted', async () => {
    for (let i = 0; i < 10; i++) await sendContactMessage({ ...FORM, website: 'x' }, '192.0.2.1')
    expect(await stored()).toEqual([])
    await sendContactMessage(FORM, '192.0.2.1')
    expect(await stored()).toHaveLength(1)
  })

  it.each([
    ['an address without a domain', { email: 'ada' }, 'email'],
    ['an address of one machine', { email: 'ada@example' }, 'email'],
    ['an address with a line break', { email: 'a@b.c\r\nBcc: x@y.z' }, 'email'],
    ['nothing said', { message: ' ' }, 'message'],
    ['too much said', { message: 'x'.repeat(5001) }, 'message'],
    ['too long a name', { name: 'x'.repeat(101) }, 'name'],
  ])('is refused with %s', async (_name, wrong, field) => {
    await expect(sendContactMessage({ ...FORM, ...wrong }, '192.0.2.2')).rejects.toMatchObject({
      code: 'invalid-input',
      data: { field },
    })
    expect(await stored()).toEqual([])
  })

  it('names a page of ours, whatever the form says', async () => {
    await sendContactMessage({ ...FORM, page: '//evil.example/x' }, '192.0.2.3')
    expect(await stored()).toMatchObject([{ page: '/mcp-servers' }])
  })

  it('is one of five in an hour from one address', async () => {
    for (let i = 0; i < 5; i++) await sendContactMessage(FORM, '192.0.2.4')
    await expect(sendContactMessage(FORM, '192.0.2.4')).rejects.toMatchObject({ code: 'too-many-attempts' })
    await sendContactMessage(FORM, '192.0.2.5')
    expect(await stored()).toHaveLength(6)
  })
})
