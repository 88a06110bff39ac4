import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { chooseOrganisation, foundOrganisation } from '#lib/data/memberships.ts'
import type { Member } from '#lib/data/model.ts'
import { findStandings } from '#lib/data/sessions.ts'
import { listOrganisations } from '#lib/organisation/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { answerAuthWith } from './config.ts'
import { beginSession, endSession, memberOfSession, openedBy } from './session.ts'

let instance: Instance
let owner: Member

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  owner = await newOwner()
})
afterAll(() => instance.close())

const answerAuth = (request: Request) => answerAuthWith(request, async () => '/nowhere')

const DAY_MS = 24 * 60 * 60 * 1000

function ask(path: string, token: string, init: RequestInit = {}): Promise<Response> {
  const headers = { cookie: `portcullis.session=${token}`, ...init.headers }
  return answerAuth(new Request(`http://localhost:3000/api/auth${path}`, { ...init, headers }))
}

describe('a session', () => {
  it('is in the database as a digest only', async () => {
    const { token, expires } = await beginSession(owner.userId)
    const rows = await instance.sql('SELECT * FROM session')
    expect(rows).toMatchObject([{ session_token: createHash('sha256').update(token).digest('hex') }])
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(expires.getTime() - Date.now()).toBeGreaterThan(29.9 * DAY_MS)
    expect(await memberOfSession(token)).toEqual(owner)
  })

  it('is not opened by what the database holds', async () => {
    const [row] = await instance.sql('SELECT session_token FROM session')
    expect(await memberOfSession(String(row?.session_token))).toBeNull()
  })

  it('begins with a token of its own, and ends the one the browser came with (fixation)', async () => {
    const first = await beginSession(owner.userId)
    const second = await beginSession(owner.userId, first.token)
    expect(second.token).not.toBe(first.token)
    expect(await memberOfSession(first.token)).toBeNull()
    expect(await memberOfSession(second.token)).toEqual(owner)
  })

  it('ends in the database, not only in the browser', async () => {
    const { token } = await beginSession(owner.userId)
    await endSession(token)
    await endSession(token)
    expect(await memberOfSession(token)).toBeNull()
  })

  it('ends 30 days after sign-in, used or not', async () => {
    const { token } = await beginSession(owner.userId)
    const expiry = () => instance.sql('SELECT expires FROM session ORDER BY created_at DESC LIMIT 1')
    const before = await expiry()
    await ask('/session', token)
    expect(await expiry()).toEqual(before)
    await instance.sql('UPDATE session SET expires = now()')
    expect(await memberOfSession(token)).toBeNull()
    await beginSession(owner.userId)
    expect(await instance.sql('SELECT 1 FROM session')).toHaveLength(1)
  })

  it('of a person who is in no organisation opens nothing', async () => {
    const leaver = await newColleague(instance, owner, 'viewer')
    const { token } = await beginSession(leaver.userId)
    await instance.sql('DELETE FROM member WHERE user_id = $1', [leaver.userId])
    expect(await memberOfSession(token)).toBeNull()
  })
})

describe('the organisation that a session works in', () => {
  const organisationOf = async (token: string) => (await memberOfSession(token))?.organisation.id
  async function inTwo() {
    const person = await newOwner()
    const other = await foundOrganisation(person, 'Another')
    return { person, first: person.organisation.id, second: other.organisation.id }
  }
  async function sessionOf(person: Member) {
    const { token } = await beginSession(person.userId)
    const opened = await openedBy(token)
    if (!opened) throw new Error('the session opens nothing')
    return { token, ...opened }
  }

  it('is the oldest, until its person chooses another one, which the next sessions begin with', async () => {
    const { person, first, second } = await inTwo()
    const { token, session, member } = await sessionOf(person)
    expect(member.organisation.id).toBe(first)
    expect(await chooseOrganisation(session.id, member, second)).toMatchObject({ role: 'owner' })
    expect(await organisationOf(token)).toBe(second)
    expect((await findStandings([token])).get(token)).toEqual({ organisationId: second, role: 'owner' })
    const { token: next } = await beginSession(person.userId)
    expect(await organisationOf(next)).toBe(second)
    expect((await listOrganisations(person)).map(({ id }) => id).sort()).toEqual([first, second].sort())
  })

  it('differs from browser to browser', async () => {
    const { person, first, second } = await inTwo()
    const [one, other] = [await sessionOf(person), await sessionOf(person)]
    await chooseOrganisation(one.session.id, one.member, second)
    await chooseOrganisation(other.session.id, other.member, first)
    expect([await organisationOf(one.token), await organisationOf(other.token)]).toEqual([second, first])
  })

  it('[fail closed] is none that its person is not in, and another of theirs once they are out of it', async () => {
    const { person, first, second } = await inTwo()
    const stranger = await newOwner()
    const { token, session, member } = await sessionOf(person)
    for (const id of [stranger.organisation.id, '000000000000', '', '\0'])
      expect(await chooseOrganisation(session.id, member, id)).toBeNull()
    expect(await organisationOf(token)).toBe(first)
    await chooseOrganisation(session.id, member, second)
    await newColleague(instance, { ...person, organisation: { ...person.organisation, id: second } }, 'owner')
    await instance.sql('DELETE FROM member WHERE organisation_id = $1 AND user_id = $2', [
      second,
      person.userId,
    ])
    expect(await organisationOf(token)).toBe(first)
    expect((await findStandings([token])).get(token)).toMatchObject({ organisationId: first })
  })

  it('is not that of another person’s session, whose id somebody knows', async () => {
    const { person, second } = await inTwo()
    const victim = await sessionOf(await newOwner())
    await chooseOrganisation(victim.session.id, (await sessionOf(person)).member, second)
    expect(await organisationOf(victim.token)).toBe(victim.member.organisation.id)
  })
})

describe('Auth.js on our sessions', () => {
  it('says who is signed in, and nothing else of them', async () => {
    const { token } = await beginSession(owner.userId)
    const answer = await ask('/session', token)
    expect(await answer.json()).toEqual({ user: { email: owner.email }, expires: expect.any(String) })
    const cookie = answer.headers.getSetCookie().find((each) => each.startsWith('portcullis.session='))
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
    expect(await (await ask('/session', 'made-up')).json()).toBeNull()
  })

  it('signs out only with its own CSRF token, and then in the database', async () => {
    const { token } = await beginSession(owner.userId)
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    await ask('/signout', token, { method: 'POST', headers: form, body: 'csrfToken=forged' })
    expect(await memberOfSession(token)).toEqual(owner)

    const csrf = await answerAuth(new Request('http://localhost:3000/api/auth/csrf'))
    const { csrfToken } = (await csrf.json()) as { csrfToken: string }
    const cookies = [
      ...csrf.headers.getSetCookie().map((each) => each.split(';')[0]),
      `portcullis.session=${token}`,
    ]
    await ask('/signout', token, {
      method: 'POST',
      headers: { ...form, cookie: cookies.join('; ') },
      body: new URLSearchParams({ csrfToken }).toString(),
    })
    expect(await memberOfSession(token)).toBeNull()
  })

  it('never sends anyone to another site', async () => {
    const { token } = await beginSession(owner.userId)
    const url = `/signout?callbackUrl=${encodeURIComponent('https://evil.example/')}`
    const answer = await ask(url, token)
    for (const [name, value] of answer.headers) {
      if (name === 'location') expect(value).not.toContain('evil.example')
    }
  })
})
