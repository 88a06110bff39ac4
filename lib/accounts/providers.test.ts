// Whose account a provider's word opens (reference L8, L9): what it was connected to, and never what is there by its address.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { listAuditEvents } from '#lib/audit/index.ts'
import type { Member } from '#lib/data/model.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { getAccount } from './own-account.ts'
import { connectProvider, disconnectProvider, type Introduced, signInByProvider } from './providers.ts'
import { openAccount } from './sign-up.ts'

let instance: Instance
let people = 0

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

const FROM = { requestId: 'req_1', address: '198.51.100.20' }

function somebody(email: string | null = `there${++people}@example.com`): Introduced {
  return { provider: 'github', name: 'GitHub', providerAccountId: `${++people}`, email }
}
function newPerson(): Promise<Member> {
  return openAccount({ email: `here${++people}@example.com`, password: 'four words of mine' }, 'user')
}
const enter = (introduced: Introduced, mode: 'open' | 'first' | 'invite' = 'open') =>
  signInByProvider(introduced, FROM, mode)

describe('a provider’s word', () => {
  it('makes an account for an address that is nobody’s, confirmed, and opens it from then on, whatever the address', async () => {
    const introduced = somebody()
    const made = await enter(introduced)
    expect(made).toMatchObject({ email: introduced.email, role: 'owner' })
    const account = await getAccount(made)
    expect(account).toMatchObject({ hasPassword: false, providers: ['github'] })
    expect(account.emailVerified).toBeInstanceOf(Date)
    const again = await enter({ ...introduced, email: 'another@example.com' }, 'invite')
    expect(again.userId).toBe(made.userId)
    const { items } = await listAuditEvents(made, { kind: 'session.opened' })
    expect(items).toMatchObject([{ detail: { by: 'github' }, address: FROM.address }])
  })

  it('keeps no token of the provider', async () => {
    await enter(somebody())
    const [row] = await instance.sql('SELECT access_token, refresh_token, id_token FROM account LIMIT 1')
    expect(row).toEqual({ access_token: null, refresh_token: null, id_token: null })
  })

  it('takes over no account that is there by its address: whoever made that one may be somebody else', async () => {
    const person = await newPerson()
    await expect(enter(somebody(person.email))).rejects.toMatchObject({ code: 'email-taken' })
    await expect(enter(somebody(person.email.toUpperCase()))).rejects.toMatchObject({ code: 'email-taken' })
    expect((await getAccount(person)).providers).toEqual([])
  })

  it('makes nothing where the address is not confirmed there, or where sign-up is closed', async () => {
    const before = await instance.sql('SELECT id FROM "user"')
    await expect(enter(somebody(null))).rejects.toMatchObject({ code: 'email-unconfirmed' })
    for (const mode of ['invite', 'first'] as const)
      await expect(enter(somebody(), mode)).rejects.toMatchObject({ code: 'sign-up-closed' })
    expect(await instance.sql('SELECT id FROM "user"')).toHaveLength(before.length)
  })

  it('makes one account of many who come with the same at once', async () => {
    const introduced = somebody()
    const results = await Promise.allSettled([1, 2, 3].map(() => enter(introduced)))
    const ids = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.userId] : []))
    expect(new Set(ids).size).toBe(1)
    expect(await instance.sql('SELECT 1 FROM "user" WHERE email = $1', [introduced.email])).toHaveLength(1)
  })
})

describe('connecting a provider', () => {
  it('opens the account from then on, and is on record; twice is once', async () => {
    const person = await newPerson()
    const introduced = somebody('whatever@example.com')
    await connectProvider(person, introduced)
    await connectProvider(person, introduced)
    expect((await enter(introduced)).userId).toBe(person.userId)
    const { items } = await listAuditEvents(person, { kind: 'account.provider_linked' })
    expect(items).toMatchObject([{ detail: { email: person.email, provider: 'github' } }])
  })

  it('gives nobody what opens somebody else’s account', async () => {
    const [one, two] = [await newPerson(), await newPerson()]
    const introduced = somebody()
    await connectProvider(one, introduced)
    await expect(connectProvider(two, introduced)).rejects.toMatchObject({ code: 'in-use' })
    expect((await getAccount(two)).providers).toEqual([])
  })

  it('is taken back, but not where it is the last way in', async () => {
    const person = await newPerson()
    await connectProvider(person, somebody())
    await disconnectProvider(person, 'github')
    await expect(disconnectProvider(person, 'github')).rejects.toMatchObject({ code: 'not-found' })
    const without = await enter(somebody())
    await expect(disconnectProvider(without, 'github')).rejects.toMatchObject({ code: 'last-way-in' })
    expect((await getAccount(without)).providers).toEqual(['github'])
  })

  it('two that are the last ways in are not both taken back at once', async () => {
    const person = await enter(somebody())
    await connectProvider(person, { ...somebody(), provider: 'google', name: 'Google' })
    const both = await Promise.allSettled(
      ['github', 'google'].map((each) => disconnectProvider(person, each)),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})
