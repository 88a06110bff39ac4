// What leaves as a file: everything that is ours to give, no secret, nothing of anybody else.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createApiKey } from '#lib/accounts/index.ts'
import { newWorld, type World } from '#lib/api/testing/world.ts'
import { askFor } from '#lib/approvals/testing/ask.ts'
import { listAuditEvents } from '#lib/audit/index.ts'
import { EXPORTED, LEFT_OUT } from '#lib/data/takeout/index.ts'
import { addPasskey, passkeyCreation, startApp } from '#lib/factors/index.ts'
import { newDevice } from '#lib/factors/testing/device.ts'
import { createChannel } from '#lib/notices/index.ts'
import { saveDraft } from '#lib/policies/index.ts'
import { updateServer } from '#lib/servers/index.ts'
import { type Instance, newColleague, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { exportAccount, exportOrganisation } from './index.ts'

type Line = { readonly kind: string; readonly row: Readonly<Record<string, unknown>> }

let instance: Instance
let upstream: ChangeableUpstream
let mine: World
let theirs: World
const canaries = new Map<string, string>()

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }])
  mine = await newWorld(instance, upstream.url)
  theirs = await newWorld(instance, upstream.url)
  const { owner, server } = mine
  canaries.set('an API key', (await createApiKey(owner, 'canary')).key)
  canaries.set('a header', 'canary-header-value')
  await updateServer(owner, server.id, { headers: { authorization: 'canary-header-value' } })
  const hook = { name: 'Hook', kind: 'webhook', to: `${upstream.url}?secret=canary-webhook` }
  canaries.set('a signing secret', (await createChannel(owner, hook)).secret ?? '')
  canaries.set('the address of a webhook', 'canary-webhook')
  await askFor(instance, mine, { args: { path: 'canary-argument' } })
  canaries.set('a value of an argument', 'canary-argument')
  const added = await addPasskey(owner, {
    name: 'x',
    response: newDevice().create(await passkeyCreation(owner)),
  })
  for (const code of added.recoveryCodes ?? []) canaries.set(`recovery code ${code}`, code)
  canaries.set('the secret of an app', (await startApp(owner)).secret)
  await instance.sql(
    `INSERT INTO session (session_token, user_id, expires, agent) VALUES ('canary-session', $1, now() + interval '1 day', 'Firefox')`,
    [owner.userId],
  )
  canaries.set('a session', 'canary-session')
  await instance.sql(`UPDATE "user" SET password_hash = '$scrypt$canary-hash' WHERE id = $1`, [owner.userId])
  canaries.set('a password', 'canary-hash')
  for (const { token_digest } of await instance.sql(
    'SELECT token_digest FROM "grant" UNION SELECT token_digest FROM api_key',
  ))
    canaries.set(`digest ${token_digest}`, String(token_digest))
  await saveDraft(owner, { serverId: server.id, policyId: mine.policyId, text: '{"mine":1}', baseVersion: 1 })
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

async function read(pieces: AsyncGenerator<string>): Promise<{ text: string; lines: Line[] }> {
  let text = ''
  for await (const piece of pieces) text += piece
  expect(text.endsWith('\n')).toBe(true)
  return {
    text,
    lines: text
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each)),
  }
}
const kinds = (lines: readonly Line[]) => new Set(lines.map(({ kind }) => kind))

describe('the export of an organisation', () => {
  it('says of every column of every table of a tenant whether it leaves', async () => {
    const columns = await instance.sql(
      `SELECT c.relname AS "table", a.attname AS "column" FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
          AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'organisation_id' AND EXISTS (
              SELECT FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attname = 'organisation_id' AND NOT o.attisdropped)`,
    )
    const leaves = new Set(
      EXPORTED.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column}`)),
    )
    const isSaid = (table: unknown, column: unknown) =>
      leaves.has(`${table}.${column}`) !==
      (Object.hasOwn(LEFT_OUT, `${table}.${column}`) || Object.hasOwn(LEFT_OUT, String(table)))
    const unsaid = columns.filter(({ table, column }) => !isSaid(table, column))
    expect(unsaid.map(({ table, column }) => `${table}.${column}`)).toEqual([])
    const real = new Set(columns.map(({ table, column }) => `${table}.${column}`))
    expect([...leaves].filter((each) => !real.has(each))).toEqual([])
  })

  it('holds everything, each line of its kind, and says at the end that it is whole', async () => {
    const { lines } = await read(await exportOrganisation(mine.owner))
    expect(lines[0]).toMatchObject({ kind: 'export', of: 'organisation', by: mine.owner.email })
    expect(lines.at(-1)).toEqual({ kind: 'end', rows: lines.length - 2 })
    for (const kind of [
      'organisation',
      'person',
      'member',
      'api_key',
      'server',
      'tool',
      'policy',
      'policy_version',
      'policy_draft',
      'grant',
      'grant_server',
      'approval',
      'channel',
      'call',
      'audit_event',
    ])
      expect(kinds(lines), kind).toContain(kind)
    expect(lines.find(({ kind }) => kind === 'server')?.row).toMatchObject({
      id: mine.server.id,
      header_names: ['authorization'],
    })
    expect(lines.find(({ kind }) => kind === 'policy_version')?.row).toMatchObject({
      source: '{"version":"1","default":"deny"}',
    })
  })

  it('holds no secret', async () => {
    const { text } = await read(await exportOrganisation(mine.owner))
    expect(canaries.size).toBeGreaterThan(18)
    for (const [what, canary] of canaries) {
      expect(canary, what).not.toBe('')
      expect(text.includes(canary), what).toBe(false)
    }
  })

  it('(security L11) holds nothing of another organisation', async () => {
    const { text } = await read(await exportOrganisation(mine.owner))
    expect(text).not.toContain(theirs.owner.organisation.id)
    expect(text).not.toContain(theirs.owner.email)
  })

  it('takes an admin, and is on record before its first line', async () => {
    const manager = await newColleague(instance, mine.owner, 'policy_manager')
    await expect(exportOrganisation(manager)).rejects.toMatchObject({ code: 'forbidden' })
    await exportOrganisation(mine.owner)
    const [latest] = (await listAuditEvents(mine.owner, {})).items
    expect(latest).toMatchObject({ action: 'organisation.exported', actor: mine.owner.email })
  })

  it('loses and doubles no row over pages', async () => {
    const { owner, server, grant } = theirs
    await instance.sql(
      `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message, argument_names, detail, outcome)
       SELECT $1, 'call_' || n % 700, now() - make_interval(secs => n), $2, $3, 'tools/call', 't', 'deny', '', '', '', '{}', '{}', 'refused'
         FROM generate_series(1, 2500) n`,
      [owner.organisation.id, server.id, grant.id],
    )
    const { lines } = await read(await exportOrganisation(owner))
    const calls = lines.filter(({ kind }) => kind === 'call').map(({ row }) => `${row.id} ${row.at}`)
    expect(calls).toHaveLength(2501)
    expect(new Set(calls).size).toBe(2501)
  })
})

describe('the export of an account', () => {
  it('holds what is the person’s in every organisation that they are in, and no secret', async () => {
    const { owner } = mine
    await instance.sql(`INSERT INTO member (organisation_id, user_id, role) VALUES ($1, $2, 'viewer')`, [
      theirs.owner.organisation.id,
      owner.userId,
    ])
    const { text, lines } = await read(await exportAccount(owner))
    expect(lines[1]).toMatchObject({ kind: 'account', row: { email: owner.email } })
    expect(lines.at(-1)).toEqual({ kind: 'end', rows: lines.length - 2 })
    for (const kind of ['session', 'passkey', 'membership', 'api_key', 'policy_draft', 'audit_event'])
      expect(kinds(lines), kind).toContain(kind)
    expect(lines.filter(({ kind }) => kind === 'membership')).toHaveLength(2)
    for (const { kind, row } of lines) if (kind === 'audit_event') expect(row.actor_id).toBe(owner.userId)
    for (const [what, canary] of canaries) expect(text.includes(canary), what).toBe(false)
    expect(text).not.toContain(theirs.owner.email)
    const deeds = (await listAuditEvents(theirs.owner, {})).items.map(({ action }) => action)
    expect(deeds).toContain('account.exported')
  })
})
