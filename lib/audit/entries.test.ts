// [K6] What must be on record is: one test for each. [K1] Text of others breaks no entry. [K4] Nothing of another
// organisation is read, exported or verified.
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { createApiKey, findMemberByKey, openAccount, signInAccount } from '#lib/accounts/index.ts'
import { newWorld, type World } from '#lib/api/testing/world.ts'
import { approveCall, denyCall } from '#lib/approvals/index.ts'
import { askFor } from '#lib/approvals/testing/ask.ts'
import { beginSession, endSession } from '#lib/auth/session.ts'
import { exportCalls } from '#lib/calls/index.ts'
import { purge } from '#lib/data/admission/index.ts'
import { recordRefusal } from '#lib/data/audit-access.ts'
import { pool } from '#lib/data/client.ts'
import type { Member } from '#lib/data/model.ts'
import { sealAudit } from '#lib/data/seals/index.ts'
import { createGrant, updateGrant } from '#lib/grants/index.ts'
import { renameOrganisation } from '#lib/organisation/index.ts'
import { publishPolicy, rollbackPolicy } from '#lib/policies/index.ts'
import { updateServer } from '#lib/servers/index.ts'
import { type Instance, newColleague, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { exportAudit, getSealState, listAuditEvents, verifyAudit, wordsText } from './index.ts'

let instance: Instance
let upstream: ChangeableUpstream
let world: World
let owner: Member

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }])
  world = await newWorld(instance, upstream.url)
  owner = { ...world.owner, from: { requestId: 'req_test', address: '203.0.113.7' } }
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

async function newest(member = owner, kind?: string) {
  const [event] = (await listAuditEvents(member, { kind })).items
  if (!event) throw new Error('nothing is on record')
  return event
}
async function textOf(pieces: AsyncGenerator<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

describe('[K6] on record, with who, from where and what, is', () => {
  const account = { email: 'k6@example.com', password: 'four words of mine' }
  let person: Member
  beforeAll(async () => {
    person = await openAccount(account, 'user')
  })

  it('a sign-in', async () => {
    await signInAccount(account, '198.51.100.4', 'req_in')
    expect(await newest(person)).toMatchObject({
      action: 'session.opened',
      actor: account.email,
      address: '198.51.100.4',
      requestId: 'req_in',
    })
  })

  it('a sign-in that failed, with nobody as the one who did it; of an address that is nobody’s in no record', async () => {
    await signInAccount({ ...account, password: 'not the words' }, '198.51.100.5', 'req_bad').catch(() => {})
    await signInAccount({ ...account, email: 'nobody@example.com' }, '198.51.100.5').catch(() => {})
    await vi.waitFor(async () =>
      expect(await newest(person)).toMatchObject({
        action: 'session.refused',
        actor: null,
        target: person.userId,
        address: '198.51.100.5',
        requestId: 'req_bad',
        detail: { email: account.email, reason: 'wrong-password' },
      }),
    )
    expect(JSON.stringify(await instance.sql('SELECT detail FROM audit_event'))).not.toContain('nobody@')
  })

  it('the end of a session', async () => {
    const { token } = await beginSession(person.userId)
    await endSession(token)
    await endSession(token)
    const { items } = await listAuditEvents(person, { kind: 'session.ended' })
    expect(items).toMatchObject([{ actor: account.email }])
  })

  it('another role, and the end of a membership, even by SQL', async () => {
    const colleague = await newColleague(instance, person, 'viewer')
    await instance.sql(`UPDATE member SET role = 'admin' WHERE user_id = $1`, [colleague.userId])
    expect(await newest(person)).toMatchObject({
      action: 'member.role_changed',
      actorKind: 'database',
      target: colleague.userId,
      detail: { email: colleague.email, before: { role: 'viewer' }, after: { role: 'admin' } },
    })
    await instance.sql('DELETE FROM member WHERE user_id = $1', [colleague.userId])
    expect(await newest(person)).toMatchObject({
      action: 'member.removed',
      detail: { before: { role: 'admin' } },
    })
  })

  it('a policy that was published or rolled back, with every line that differs', async () => {
    const { server, policyId } = world
    const lines = (middle: string) => `{\n  "version": "1",\n  "default": "deny"${middle}\n}`
    const first = await publishPolicy(owner, {
      serverId: server.id,
      policyId,
      document: lines(''),
      baseVersion: 1,
    })
    const tools = lines(',\n  "tools": { "read_stream": {} }')
    await publishPolicy(owner, { serverId: server.id, policyId, document: tools, baseVersion: first.version })
    const published = await newest(owner, 'policy')
    expect(published).toMatchObject({
      action: 'policy.published',
      actor: owner.email,
      requestId: 'req_test',
      address: '203.0.113.7',
      detail: {
        difference: {
          lines: [
            { line: 3, removed: '  "default": "deny"' },
            { line: 4, added: '  "default": "deny",' },
            { line: 4, added: '  "tools": { "read_stream": {} }' },
          ],
        },
      },
    })
    expect(wordsText(published)).toContain('line 3   "default": "deny" → none')
    await rollbackPolicy(owner, policyId, 1)
    expect(await newest(owner, 'policy')).toMatchObject({ action: 'policy.rolled_back', detail: { to: 1 } })
  })

  it('a decision about a call', async () => {
    const approved = await askFor(instance, world, { args: { path: '/k6' } })
    await approveCall(owner, approved)
    expect(await newest(owner)).toMatchObject({
      action: 'approval.approved',
      target: approved,
      actor: owner.email,
    })
    const denied = await askFor(instance, world, { args: { path: '/k6/no' } })
    await denyCall(owner, denied, 'Not today.')
    expect(await newest(owner)).toMatchObject({ action: 'approval.denied', detail: { reason: 'Not today.' } })
  })

  it('a key that was made, which is the one time that it is seen, and what is done with it', async () => {
    const { id, key } = await createApiKey(owner, 'deploy')
    const made = await newest(owner)
    expect(made).toMatchObject({ action: 'api_key.created', target: id, detail: { tokenEnd: key.slice(-4) } })
    expect(JSON.stringify(made)).not.toContain(key.slice(0, -4))
    const program = await findMemberByKey(key)
    if (!program) throw new Error('the key opens nothing')
    await renameOrganisation(program, 'Gatekeepers')
    expect(await newest(owner)).toMatchObject({
      actorKind: 'api_key',
      keyId: id,
      detail: { before: { name: owner.organisation.name }, after: { name: 'Gatekeepers' } },
    })
  })

  it('an export, of the record and of calls, before its first line leaves', async () => {
    const pieces = await exportAudit(owner, { kind: 'grant' }, 'ndjson')
    expect(await newest(owner)).toMatchObject({
      action: 'audit.exported',
      detail: { format: 'ndjson', filter: { kind: 'grant' } },
    })
    await pieces.return(undefined)
    const calls = await exportCalls(owner, { format: 'csv', filter: { serverId: world.server.id } })
    await calls.body.cancel()
    expect(await newest(owner)).toMatchObject({ action: 'calls.exported', detail: { format: 'csv' } })
  })

  it('what somebody may not, once for a moment of trying', async () => {
    const viewer = await newColleague(instance, world.owner, 'viewer')
    for (let i = 0; i < 3; i++) await recordRefusal(viewer, 'POST /api/v1/grants', 'policy_manager')
    await recordRefusal(viewer, '/settings/audit', 'admin')
    const { items } = await listAuditEvents(owner, { actorId: viewer.userId })
    expect(items).toMatchObject([
      { action: 'access.refused', target: '/settings/audit', detail: { role: 'viewer', required: 'admin' } },
      { action: 'access.refused', target: 'POST /api/v1/grants' },
    ])
  })

  it('what the program deleted by itself, once a day', async () => {
    for (const days of [200, 201])
      await instance.sql(
        `INSERT INTO call SELECT (jsonb_populate_record(c, jsonb_build_object('id', 'call_old' || $2::int, 'at', now() - make_interval(days => $2::int)))).*
           FROM call c WHERE organisation_id = $1 LIMIT 1`,
        [owner.organisation.id, days],
      )
    await purge(pool(), () => false)
    const { items } = await listAuditEvents(owner, { kind: 'calls.purged' })
    expect(items).toMatchObject([{ actor: null, actorKind: 'chore', detail: { days: 90 } }])
  })

  it('what differs, before and after, and of headers their names alone', async () => {
    await updateServer(owner, world.server.id, { name: 'Renamed', headers: { 'x-token': 'secret-value-1' } })
    const event = await newest(owner, 'server.updated')
    expect(event.detail).toEqual({
      name: world.server.name,
      before: { name: world.server.name, headers: [] },
      after: { name: 'Renamed', headers: ['x-token'] },
      headersSet: ['x-token'],
    })
    expect(JSON.stringify(await instance.sql('SELECT * FROM audit_event'))).not.toContain('secret-value')
    await updateGrant(owner, world.grant.id, { label: 'new label', tags: ['a'] })
    expect((await newest(owner, 'grant.updated')).detail).toEqual({
      label: world.grant.label,
      before: { label: world.grant.label, tags: [] },
      after: { label: 'new label', tags: ['a'] },
    })
  })
})

describe('[K1] text of others', () => {
  it('is one entry, one line of an export, and shown with what cannot be seen written out', async () => {
    const label = 'a\r\nb\u001b[31m\u202E"},{"action":"x\u0000'.replace('\0', '')
    await createGrant(owner, { label: 'plain', servers: [{ serverId: world.server.id, policyId: null }] })
    await instance.sql(
      `INSERT INTO audit_event (organisation_id, id, actor_kind, action, target, detail) VALUES ($1, 'evt_hostile', 'user', 'grant.created', 't', $2)`,
      [owner.organisation.id, JSON.stringify({ label, formula: '=HYPERLINK("http://evil.example")' })],
    )
    const lines = (await textOf(await exportAudit(owner, {}, 'ndjson'))).trimEnd().split('\n')
    const [{ count }] = (await instance.sql(
      'SELECT count(*)::int FROM audit_event WHERE organisation_id = $1',
      [owner.organisation.id],
    )) as [{ count: number }]
    expect(lines).toHaveLength(count)
    const hostile = lines.map((line) => JSON.parse(line)).find(({ id }) => id === 'evt_hostile')
    expect(hostile.detail.label).toBe(label)
    expect(hostile.words).not.toMatch(/[\p{Cc}\u202E]/u)
    expect(hostile.words).toContain('\\u{202e}')
    const csv = await textOf(await exportAudit(owner, {}, 'csv'))
    // Quoted fields may hold line breaks and quotes; outside of quotes there are none.
    expect(
      csv
        .replaceAll(/"(?:[^"]|"")*"/g, 'q')
        .trimEnd()
        .split('\r\n'),
    ).toHaveLength(count + 2)
  })

  it('begins no formula in a spreadsheet', async () => {
    await instance.sql(
      `INSERT INTO audit_event (organisation_id, id, actor_kind, action, target, detail) VALUES ($1, 'evt_formula', 'user', 'x', '=1+1', '{}')`,
      [owner.organisation.id],
    )
    expect(await textOf(await exportAudit(owner, { kind: 'x' }, 'csv'))).toContain(",'=1+1,")
  })
})

describe('[K4] another organisation', () => {
  it('sees, exports and verifies nothing of it, whatever filter or cursor it brings', async () => {
    await sealAudit(pool())
    const theirs = await newWorld(instance, upstream.url)
    const page = await listAuditEvents(owner, {})
    const last = page.items.at(-1)
    const cursor = Buffer.from(`2999-01-01T00:00:00.000Z ${last?.id}`).toString('base64url')
    const secrets = page.items.map(({ id }) => id)
    for (const filter of [
      {},
      { actorId: owner.userId },
      { kind: `grant' OR true --` },
      { from: new Date(0), until: new Date('2999-01-01') },
    ]) {
      const seen = JSON.stringify([
        await listAuditEvents(theirs.owner, { ...filter, cursor }),
        await textOf(await exportAudit(theirs.owner, filter, 'csv')),
      ])
      for (const secret of secrets) expect(seen).not.toContain(secret)
    }
    const { root } = await getSealState(owner)
    expect(root).not.toBeNull()
    expect((await verifyAudit(theirs.owner, root ?? '')).problem?.kind).toBe('root-unknown')
  })

  it('and whoever is no admin is refused', async () => {
    const manager = await newColleague(instance, world.owner, 'policy_manager')
    for (const asked of [
      listAuditEvents(manager, {}),
      exportAudit(manager, {}, 'csv'),
      getSealState(manager),
      verifyAudit(manager),
    ])
      await expect(asked).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('[K5] an export of many', () => {
  it('never holds more than a piece of them', async () => {
    const { owner: other } = await newWorld(instance, upstream.url)
    await instance.sql(
      `INSERT INTO audit_event (organisation_id, id, at, actor_kind, action, target, detail)
       SELECT $1, 'evt_' || $1 || lpad(n::text, 16, '0'), now() - interval '1 day', 'user', 'x', 't', '{}' FROM generate_series(1, 5000) n`,
      [other.organisation.id],
    )
    let lines = 0
    for await (const piece of await exportAudit(other, { kind: 'x' }, 'ndjson')) {
      const inPiece = piece.trimEnd().split('\n').length
      expect(inPiece).toBeLessThanOrEqual(500)
      lines += inPiece
    }
    expect(lines).toBe(5000)
  })
})
