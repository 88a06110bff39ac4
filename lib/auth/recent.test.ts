// "Confirm that it is you", for a session on a real Postgres.
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { openAccount } from '#lib/accounts/index.ts'
import { listAuditEvents } from '#lib/audit/index.ts'
import type { Member } from '#lib/data/model.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { checkRecent, confirmAgain } from './recent.ts'
import { beginSession, openedBy } from './session.ts'

// Passwords are hashed at their full price, on machines that others use, too.
vi.setConfig({ testTimeout: 300_000 })

let instance: Instance
let ada: Member
const password = 'four words of mine'

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  ada = await openAccount({ email: 'ada@example.com', password }, 'user')
})
afterAll(() => instance.close())

const MINUTE_MS = 60_000
async function opened(token: string) {
  const found = await openedBy(token)
  if (!found) throw new Error('the session is gone')
  return found.session
}

describe('a confirmation', () => {
  it('lasts ten minutes from the sign-in', async () => {
    const { token } = await beginSession(ada.userId)
    const session = await opened(token)
    await checkRecent(ada, session)
    const ago = (minutes: number) => ({ confirmedAt: new Date(Date.now() - minutes * MINUTE_MS) })
    await checkRecent(ada, ago(9))
    await expect(checkRecent(ada, ago(11))).rejects.toMatchObject({
      code: 'confirm-first',
      status: 403,
      data: { passkey: false, password: true, code: false },
    })
    await expect(checkRecent(ada, ago(-11))).rejects.toMatchObject({ code: 'confirm-first' })
  })

  it('(security L4) by the password is for this session alone, which gets another token', async () => {
    const [here, elsewhere] = [await beginSession(ada.userId), await beginSession(ada.userId)]
    await instance.sql(`UPDATE session SET confirmed_at = now() - interval '1 hour'`)
    const session = await opened(here.token)
    await expect(confirmAgain(ada, session, { password: 'not this one' })).rejects.toMatchObject({
      code: 'wrong-credentials',
    })
    await expect(checkRecent(ada, await opened(here.token))).rejects.toMatchObject({ code: 'confirm-first' })
    const token = await confirmAgain(ada, session, { password })
    expect(await openedBy(here.token)).toBeNull()
    await checkRecent(ada, await opened(token))
    expect(await opened(token)).toMatchObject({ id: session.id, expires: session.expires })
    await expect(checkRecent(ada, await opened(elsewhere.token))).rejects.toMatchObject({
      code: 'confirm-first',
    })
    const [latest] = (await listAuditEvents(ada, {})).items
    expect(latest).toMatchObject({ action: 'session.confirmed', actor: ada.email })
  })
})
