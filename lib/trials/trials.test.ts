// Trials on a real Postgres: what is kept of a paste, whom it is read for, and that of two who claim it one has it.
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { purge } from '#lib/data/admission/index.ts'
import { pool } from '#lib/data/client.ts'
import type { Member } from '#lib/data/model.ts'
import { insertTrial, type TrialRow } from '#lib/data/trials.ts'
import { findDraft, listPolicies } from '#lib/policies/index.ts'
import { deleteServer, listServers, listTools, refreshServer, registerServer } from '#lib/servers/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import {
  attachTrial,
  claimTrial,
  getTrial,
  mayReachPrivate,
  saveTrialDraft,
  startTrial,
  type TrialEvent,
  type TrialInput,
} from './index.ts'

const READ = { name: 'read_stream', description: 'Reads a stream', inputSchema: { type: 'object' } }
const DELETE = { name: 'delete_stream', description: 'Deletes a stream', inputSchema: { type: 'object' } }
const DRAFT = '{ "version": "1", "default": "deny", "tools": { "read_stream": {} } }'
const HERE = '127.0.0.1'

let instance: Instance
let upstream: ChangeableUpstream
let owner: Member
let other: Member

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([READ, DELETE])
})
beforeEach(async () => {
  await instance.sql('DELETE FROM throttle')
  ;[owner, other] = await Promise.all([newOwner(), newOwner()])
  upstream.list([READ, DELETE])
  upstream.fail(200)
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

async function start(input: TrialInput, address = HERE, member: Member | null = null) {
  const events: TrialEvent[] = []
  for await (const event of startTrial({ address, member }, input)) events.push(event)
  const last = events.at(-1)
  if (last?.type !== 'kept') throw new Error('nothing was kept')
  return { id: last.id, events }
}
const fromAddress = async () => (await start({ kind: 'address', url: upstream.url, name: 'LiveTap' })).id
const fromList = async () =>
  (await start({ kind: 'list', text: JSON.stringify({ tools: [READ, DELETE] }) })).id

/** The code of what it throws; '' where it does not. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => '',
    (error) => error.code,
  )
}

describe('beginning a trial', () => {
  it('reads a server as it is told of, and keeps its tools under an id of its own', async () => {
    const { id, events } = await start({ kind: 'address', url: upstream.url })
    expect(events.map((event) => event.type)).toEqual(['connecting', 'connected', 'tool', 'tool', 'kept'])
    expect(id).toMatch(/^[\w-]{27}$/)
    const trial = await getTrial(id)
    expect(trial).toMatchObject({
      name: 'changeable',
      source: 'address',
      url: upstream.url,
      urlWhole: true,
      draft: null,
    })
    expect(trial.tools.map(({ name, category }) => [name, category])).toEqual([
      ['read_stream', 'Read'],
      ['delete_stream', 'Destructive'],
    ])
    // Nothing in the database opens it.
    const rows = JSON.stringify(await instance.sql('SELECT * FROM trial'))
    expect(rows).not.toContain(id)
    expect(rows).not.toContain(`"${HERE}"`)
  })

  it('keeps no query, which may hold a key, and then does not take the address for whole', async () => {
    const { id } = await start({ kind: 'address', url: `${upstream.url}?key=sk-live-0123456789abcdef` })
    expect(await getTrial(id)).toMatchObject({ url: upstream.url, urlWhole: false })
    expect(JSON.stringify(await instance.sql('SELECT * FROM trial'))).not.toContain('sk-live')
  })

  it('keeps nothing where the server cannot be read, and says what to do', async () => {
    const before = await instance.sql('SELECT count(*) FROM trial')
    upstream.fail(401)
    await expect(start({ kind: 'address', url: upstream.url })).rejects.toMatchObject({
      code: 'upstream-unauthorised',
      message: expect.stringContaining('Paste its tools/list'),
    })
    expect(await instance.sql('SELECT count(*) FROM trial')).toEqual(before)
  })

  it.each([
    ['{"tools":[]}', 'invalid-input'],
    ['{"mcpServers":{"a":{"url":"https://a.example/mcp"}}}', 'invalid-input'],
    ['nothing', 'invalid-input'],
    [JSON.stringify({ tools: [{ name: 'x', description: 'y'.repeat(1_100_000) }] }), 'too-large'],
    [JSON.stringify(Array.from({ length: 2001 }, (_, at) => ({ name: `t${at}` }))), 'too-large'],
  ])('refuses %.40s', async (text, code) => {
    expect(await codeOf(start({ kind: 'list', text }))).toBe(code)
  })

  it('counts what one address begins', async () => {
    const begun = await Promise.all(
      Array.from({ length: 61 }, () => codeOf(start({ kind: 'list', text: '[]' }))),
    )
    expect(begun.filter((code) => code === 'too-many-attempts')).toHaveLength(1)
    expect(await codeOf(start({ kind: 'list', text: '[]' }, '192.0.2.1'))).toBe('invalid-input')
  })

  it('keeps so many of one address and so many bytes, exactly, and makes room when they end', async () => {
    const row: TrialRow = {
      ...{
        source: 'list',
        name: 'x',
        url: '',
        urlWhole: false,
        transport: null,
        protocol: null,
        serverInfo: null,
      },
      ...{ tools: '[]', toolCount: 0, draft: null },
    }
    const caps = { ofAddress: 3, bytes: 2 ** 31 }
    const insert = (id: string) => codeOf(insertTrial(id, '192.0.2.7', row, caps))
    const codes = await Promise.all(['a1', 'a2', 'a3', 'a4', 'a5'].map(insert))
    expect(codes.filter((code) => code === 'limit-reached')).toHaveLength(2)
    await instance.sql(`UPDATE trial SET expires_at = now() - interval '1 second' WHERE name = 'x'`)
    expect(await insert('a6')).toBe('')
    expect(await codeOf(insertTrial('a7', '192.0.2.8', row, { ofAddress: 3, bytes: 1 }))).toBe(
      'limit-reached',
    )
  })
})

describe('whom a private address is read for', () => {
  it('is whoever sits at this machine, and who may register it; not a stranger', async () => {
    expect(mayReachPrivate({ address: HERE, member: null })).toBe(true)
    expect(mayReachPrivate({ address: '::/64', member: null })).toBe(true)
    expect(mayReachPrivate({ address: '192.0.2.1', member: null })).toBe(false)
    expect(mayReachPrivate({ address: 'unknown', member: null })).toBe(false)
    expect(mayReachPrivate({ address: '192.0.2.1', member: owner })).toBe(true)
    const viewer = await newColleague(instance, owner, 'viewer')
    expect(mayReachPrivate({ address: '192.0.2.1', member: viewer })).toBe(false)
    expect(await codeOf(start({ kind: 'address', url: upstream.url }, '192.0.2.1'))).toBe('address-refused')
  })

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://metadata.google.internal/',
    'file:///etc/passwd',
  ])('is nobody for %s', async (url) => {
    expect(await codeOf(start({ kind: 'address', url }))).toMatch(/^(address|url)-refused$/)
  })
})

describe('the draft', () => {
  it('is kept as it is written, until somebody claims it', async () => {
    const id = await fromList()
    await saveTrialDraft(HERE, id, DRAFT)
    expect((await getTrial(id)).draft).toBe(DRAFT)
    await saveTrialDraft(HERE, id, null)
    expect((await getTrial(id)).draft).toBeNull()
    expect(await codeOf(saveTrialDraft(HERE, id, 'x'.repeat(1_100_000)))).toBe('too-large')
    expect(await codeOf(saveTrialDraft(HERE, id, 'a\0b'))).toBe('invalid-input')
    expect(await codeOf(saveTrialDraft(HERE, 'unknown', DRAFT))).toBe('not-found')
    await claimTrial(owner, id)
    expect(await codeOf(saveTrialDraft(HERE, id, DRAFT))).toBe('trial-claimed')
  })
})

describe('claiming', () => {
  it('registers a server that was read here, as it was read, with the draft open and nothing published', async () => {
    const id = await fromAddress()
    await saveTrialDraft(HERE, id, DRAFT)
    upstream.list([{ ...READ, description: 'Reads another stream' }, DELETE])
    const { serverId } = await claimTrial(owner, id)
    const [server] = await listServers(owner)
    expect(server).toMatchObject({ id: serverId, name: 'LiveTap', status: 'ready' })
    expect(await findDraft(owner, server?.id ?? '', '')).toMatchObject({ text: DRAFT, baseVersion: 0 })
    expect(await listPolicies(owner)).toEqual([])
    // What the visitor looked at is what is pinned: another definition has to be looked at again.
    await refreshServer(owner, server?.id ?? '')
    const states = (await listTools(owner, server?.id ?? '')).map(({ name, state }) => [name, state])
    expect(states).toEqual([
      ['read_stream', 'changed'],
      ['delete_stream', 'pinned'],
    ])
    const deeds = await instance.sql(
      'SELECT action FROM audit_event WHERE organisation_id = $1 ORDER BY id',
      [owner.organisation.id],
    )
    expect(deeds.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['trial.claimed', 'server.registered']),
    )
  })

  it('has one winner, however many try at once', async () => {
    const id = await fromAddress()
    const members = [owner, other, await newOwner(), await newOwner()]
    const codes = await Promise.all(members.map((member) => codeOf(claimTrial(member, id))))
    expect(codes.filter((code) => code === '')).toHaveLength(1)
    expect(codes.filter((code) => code === 'trial-claimed')).toHaveLength(3)
    const servers = await Promise.all(members.map((member) => listServers(member)))
    expect(servers.flat()).toHaveLength(1)
  })

  it('makes one server where the same person claims twice at once, and tells both where it is', async () => {
    const id = await fromAddress()
    const claims = await Promise.all([claimTrial(owner, id), claimTrial(owner, id), claimTrial(owner, id)])
    const [server, ...more] = await listServers(owner)
    expect(more).toEqual([])
    expect(new Set(claims.map(({ serverId }) => serverId))).toEqual(new Set([server?.id]))
    expect(await codeOf(claimTrial(other, id))).toBe('trial-claimed')
    const colleague = await newColleague(instance, owner, 'admin')
    expect(await codeOf(claimTrial(colleague, id))).toBe('trial-claimed')
  })

  it('leaves the trial to others where it fails', async () => {
    const id = await fromAddress()
    const viewer = await newColleague(instance, owner, 'policy_manager')
    expect(await codeOf(claimTrial(viewer, id))).toBe('forbidden')
    expect((await claimTrial(other, id)).serverId).not.toBeNull()
  })

  it('keeps none of the tools and nothing of the draft afterwards', async () => {
    const id = await fromAddress()
    await saveTrialDraft(HERE, id, DRAFT)
    const { serverId } = await claimTrial(owner, id)
    const left = await getTrial(id)
    expect(left).toMatchObject({ tools: [], draft: null, claim: { serverId } })
  })

  it('is refused after the trial has ended', async () => {
    const id = await fromList()
    await instance.sql(`UPDATE trial SET expires_at = now() - interval '1 second'`)
    expect(await codeOf(claimTrial(owner, id))).toBe('not-found')
    expect(await codeOf(getTrial(id))).toBe('not-found')
  })

  it('cannot be undone by anyone who writes to the table', async () => {
    const id = await fromAddress()
    await claimTrial(owner, id)
    await expect(
      instance.sql(
        'UPDATE trial SET claimed_by = NULL, claimed_by_user = NULL, claimed_at = NULL WHERE server_id IS NOT NULL',
      ),
    ).rejects.toThrow(/claimed once/)
  })
})

describe('a server that has to be registered by hand', () => {
  it('gets the draft of who claimed the trial, once', async () => {
    const id = await fromList()
    await saveTrialDraft(HERE, id, DRAFT)
    expect(await claimTrial(owner, id)).toEqual({ serverId: null })
    const register = async (member: Member) => {
      for await (const event of registerServer(member, { name: 'Mine', url: upstream.url }))
        if (event.type === 'registered') return event.server.id
      throw new Error('no server was registered')
    }
    const [mine, theirs] = [await register(owner), await register(other)]
    expect(await attachTrial(other, id, theirs)).toBe(false)
    expect(await codeOf(attachTrial(owner, id, theirs))).toBe('not-found')
    expect(await attachTrial(owner, id, mine)).toBe(true)
    expect(await findDraft(owner, mine, '')).toMatchObject({ text: DRAFT })
    expect(await attachTrial(owner, id, mine)).toBe(false)
    expect(await claimTrial(owner, id)).toEqual({ serverId: mine })
    await deleteServer(owner, mine)
  })
})

describe('the purge', () => {
  it('deletes what has ended, and nothing else', async () => {
    const [gone, kept] = [await fromList(), await fromList()]
    await instance.sql(
      `UPDATE trial SET expires_at = now() - interval '1 second' WHERE id_digest = encode(sha256($1::bytea), 'hex')`,
      [gone],
    )
    await purge(pool(), () => false)
    expect(await codeOf(getTrial(gone))).toBe('not-found')
    expect(await instance.sql(`SELECT FROM trial WHERE expires_at < now()`)).toEqual([])
    expect(await codeOf(getTrial(kept))).toBe('')
  })
})
