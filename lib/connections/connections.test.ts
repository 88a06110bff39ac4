// Signing in to a real MCP server through a certified authorization server, by the product's own functions.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Member } from '#lib/data/model.ts'
import { getServer, listTools, refreshServer, registerServer, updateServer } from '#lib/servers/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type SignInServer, signInAs, startSignInServer } from '#testing/sign-in-server.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { disconnect, finishSignIn, getSignIn, startNewSignIn, startSignIn, stopSigningIn } from './index.ts'

const BROWSER = 'the owner’s browser'
let instance: Instance
let upstream: ChangeableUpstream
let signIn: SignInServer
let owner: Member

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())
beforeEach(async () => {
  upstream = await startUpstream([{ name: 'read_stream' }])
  signIn = await startSignInServer({ behind: upstream.url })
  owner = await newOwner()
})
afterEach(async () => {
  await signIn.close()
  await upstream.close()
})

const place = (url: URL) => ({
  digest: url.pathname.split('/').at(-1) ?? '',
  arrival: {
    state: url.searchParams.get('state') ?? undefined,
    code: url.searchParams.get('code') ?? undefined,
    error: url.searchParams.get('error') ?? undefined,
    iss: url.searchParams.get('iss') ?? undefined,
  },
})
const arrive = (member: Member, url: URL, browser = BROWSER) => {
  const { digest, arrival } = place(url)
  return finishSignIn(member, browser, digest, arrival)
}
async function register(mode: 'server' | 'user' = 'server', account = 'ann'): Promise<string> {
  const server = { name: 'Guarded', url: signIn.url, headers: {} }
  const { url } = await startNewSignIn(owner, BROWSER, { server, mode })
  return (await arrive(owner, await signInAs(url, account))).serverId
}
const rows = (serverId: string) =>
  instance.sql('SELECT owner, state, revision, expires_at FROM upstream_connection WHERE server_id = $1', [
    serverId,
  ])

describe('a server that asks people to sign in', () => {
  it('says so where it is registered, and where', async () => {
    const steps = registerServer(owner, { name: 'Guarded', url: signIn.url })
    const drained = (async () => {
      for await (const _ of steps);
    })()
    await expect(drained).rejects.toMatchObject({
      code: 'upstream-unauthorised',
      data: { signIn: new URL(signIn.issuer).host },
    })
  })

  it('is registered with its tools when the person comes back', async () => {
    const serverId = await register()
    expect(await getServer(owner, serverId)).toMatchObject({ status: 'ready', signIn: 'server', tools: 1 })
    expect((await listTools(owner, serverId)).map(({ state }) => state)).toEqual(['pinned'])
    expect(signIn.shown.at(-1)).toBe('ann')
    expect(await getSignIn(owner, serverId)).toMatchObject({
      mode: 'server',
      clientKind: 'registered',
      account: { email: null, connectedBy: owner.email, isBroken: false },
    })
  })

  it('[security D11] asks with PKCE S256, for the one resource, and comes back to an address of its own', async () => {
    const server = { name: 'Guarded', url: signIn.url, headers: {} }
    const { url } = await startNewSignIn(owner, BROWSER, { server, mode: 'server' })
    const asked = new URL(url).searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('code_challenge')).toHaveLength(43)
    expect(asked.get('resource')).toBe(signIn.url)
    expect(asked.get('redirect_uri')).toMatch(/^http:\/\/localhost:3000\/servers\/connected\/[0-9a-f]{32}$/)
    expect(asked.get('state')).toHaveLength(43)
  })

  it('keeps tokens and client sealed: no column of the database holds them', async () => {
    const serverId = await register()
    const token = signIn.headers.at(-1)?.replace('Bearer ', '') ?? ''
    const stored = await instance.sql(
      `SELECT c.*, s.*, encode(c.sealed_tokens, 'escape') AS a, encode(s.sealed_client, 'escape') AS b
         FROM upstream_connection c JOIN upstream_sign_in s USING (server_id) WHERE server_id = $1`,
      [serverId],
    )
    expect(token.length).toBeGreaterThan(20)
    expect(stored).toHaveLength(1)
    expect(JSON.stringify(stored)).not.toContain(token)
    const audit = await instance.sql('SELECT detail::text FROM audit_event WHERE target = $1', [serverId])
    expect(audit.length).toBeGreaterThan(1)
    expect(JSON.stringify(audit)).not.toContain(token)
  })
})

describe('[security D11] coming back', () => {
  let back: URL
  let begin: () => Promise<URL>
  beforeEach(async () => {
    begin = async () => {
      const server = { name: 'Guarded', url: signIn.url, headers: {} }
      const { url } = await startNewSignIn(owner, BROWSER, { server, mode: 'server' })
      return signInAs(url, 'ann')
    }
    back = await begin()
  })
  const REFUSED = { code: 'invalid-input', message: expect.stringMatching(/not one that this browser began/) }
  const changed = (name: string, value: string | null) => {
    const url = new URL(back)
    if (value === null) url.searchParams.delete(name)
    else url.searchParams.set(name, value)
    return url
  }

  it('works once', async () => {
    await arrive(owner, back)
    await expect(arrive(owner, back)).rejects.toMatchObject(REFUSED)
  })

  it('is refused without its state, with another, and with no code', async () => {
    await expect(arrive(owner, changed('state', null))).rejects.toMatchObject(REFUSED)
    await expect(arrive(owner, changed('state', 'x'.repeat(43)))).rejects.toMatchObject(REFUSED)
    await expect(arrive(owner, changed('code', null))).rejects.toMatchObject(REFUSED)
  })

  it('is refused in another browser, by another member, and by another organisation', async () => {
    const colleague = await newColleague(instance, owner, 'admin')
    await expect(arrive(owner, back, 'another browser')).rejects.toMatchObject(REFUSED)
    await expect(arrive(colleague, back)).rejects.toMatchObject(REFUSED)
    await expect(arrive(await newOwner(), back)).rejects.toMatchObject(REFUSED)
    expect(signIn.asked).toEqual([])
    // None of them used it up.
    await arrive(owner, back)
  })

  it('is refused after ten minutes', async () => {
    const [row] = await instance.sql(
      `SELECT extract(epoch FROM expires_at - clock_timestamp()) AS left FROM upstream_departure
        WHERE organisation_id = $1`,
      [owner.organisation.id],
    )
    expect(Number(row?.left)).toBeLessThanOrEqual(600)
    await instance.sql(`UPDATE upstream_departure SET expires_at = now() WHERE organisation_id = $1`, [
      owner.organisation.id,
    ])
    await expect(arrive(owner, back)).rejects.toMatchObject(REFUSED)
  })

  it('[mix-up] is refused where another issuer answers, and at another issuer’s address', async () => {
    await expect(arrive(owner, changed('iss', 'https://evil.example'))).rejects.toMatchObject(REFUSED)
    back = await begin()
    await expect(arrive(owner, changed('iss', null))).rejects.toMatchObject(REFUSED)
    back = await begin()
    const { arrival } = place(back)
    await expect(finishSignIn(owner, BROWSER, 'a'.repeat(32), arrival)).rejects.toMatchObject(REFUSED)
    expect(signIn.asked).toEqual([])
  })

  it('says what happened where the person did not allow it', async () => {
    const server = { name: 'Guarded', url: signIn.url, headers: {} }
    const { url } = await startNewSignIn(owner, BROWSER, { server, mode: 'server' })
    await expect(arrive(owner, await signInAs(url, null))).rejects.toMatchObject({
      code: 'upstream-unauthorised',
      message: expect.stringMatching(/You did not allow the access/),
    })
  })

  it('is refused with the code of another sign-in, which the challenge does not fit', async () => {
    const other = await begin()
    back = changed('code', other.searchParams.get('code'))
    await expect(arrive(owner, back)).rejects.toMatchObject({ code: 'upstream-unauthorised' })
  })
})

describe('an account for each person', () => {
  it('is that person’s alone, and nobody stands in for anybody', async () => {
    const serverId = await register('user', 'ann')
    const colleague = await newColleague(instance, owner, 'viewer')
    expect((await getSignIn(colleague, serverId))?.account).toBeNull()
    const { url } = await startSignIn(colleague, 'their browser', { serverId })
    const back = await signInAs(url, 'bob')
    await arrive(colleague, back, 'their browser')
    expect((await rows(serverId)).map(({ owner: whose }) => whose).sort()).toEqual(
      [owner.userId, colleague.userId].sort(),
    )
    expect((await getSignIn(colleague, serverId))?.account?.email).toBe(colleague.email)
    expect((await getSignIn(colleague, serverId))?.people).toEqual([])
    expect((await getSignIn(owner, serverId))?.people).toHaveLength(2)
  })

  it('leaves with the member', async () => {
    const serverId = await register('user')
    const colleague = await newColleague(instance, owner, 'viewer')
    const { url } = await startSignIn(colleague, 'theirs', { serverId })
    await arrive(colleague, await signInAs(url, 'bob'), 'theirs')
    await instance.sql('DELETE FROM member WHERE user_id = $1', [colleague.userId])
    expect((await rows(serverId)).map(({ owner: whose }) => whose)).toEqual([owner.userId])
  })

  it('reads the tools with the account of whoever set it up, whoever asks', async () => {
    const serverId = await register('user', 'ann')
    const colleague = await newColleague(instance, owner, 'admin')
    expect((await refreshServer(colleague, serverId)).status).toBe('ready')
    expect(signIn.shown.at(-1)).toBe('ann')
    expect((await getSignIn(colleague, serverId))?.reader).toBe(owner.email)
  })

  it('goes where one account is to serve all, and only an admin says so', async () => {
    const serverId = await register('user')
    const viewer = await newColleague(instance, owner, 'viewer')
    await expect(startSignIn(viewer, 'x', { serverId, mode: 'server' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const { url } = await startSignIn(owner, BROWSER, { serverId, mode: 'server' })
    await arrive(owner, await signInAs(url, 'team'))
    expect((await rows(serverId)).map(({ owner: whose }) => whose)).toEqual([''])
    await expect(startSignIn(viewer, 'x', { serverId })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('what ends', () => {
  it('is forgotten here, and at the server that gave it', async () => {
    const serverId = await register()
    const token = signIn.headers.at(-1) ?? ''
    await disconnect(owner, serverId)
    expect(await rows(serverId)).toEqual([])
    expect((await fetch(signIn.url, { method: 'POST', headers: { authorization: token } })).status).toBe(401)
    expect((await refreshServer(owner, serverId)).status).toBe('unauthorised')
  })

  it('goes with the way of signing in', async () => {
    const serverId = await register('user')
    await stopSigningIn(owner, serverId)
    expect(await rows(serverId)).toEqual([])
    expect(await getSignIn(owner, serverId)).toBeNull()
    expect((await getServer(owner, serverId)).signIn).toBeNull()
  })

  it('[D4] goes where the server moves to another address', async () => {
    const serverId = await register()
    await updateServer(owner, serverId, { url: upstream.url })
    expect(await rows(serverId)).toEqual([])
    expect(upstream.seen().authorization).toBeUndefined()
    expect((await getServer(owner, serverId)).signIn).toBeNull()
  })
})
