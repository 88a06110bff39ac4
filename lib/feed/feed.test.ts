// What an open page is told, against a real database: the clock waits for events, never for a time.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { beginSession, endSession } from '#lib/auth/session.ts'
import type { Member } from '#lib/data/model.ts'
import { newId } from '#lib/id.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type FeedRequest, feedPosition, listAttempts, openFeed } from './index.ts'
import { type Followed, follow } from './testing/follow.ts'

let instance: Instance
let owner: Member
let token: string
const open: Followed[] = []

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
beforeEach(async () => {
  owner = await newOwner()
  token = (await beginSession(owner.userId)).token
})
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})
afterAll(() => instance.close())

function watch(request: Partial<FeedRequest> = {}, member = owner): Followed {
  const followed = follow(openFeed(member, { token, filter: {}, since: null, ...request }))
  open.push(followed)
  return followed
}

type Call = { tool?: string; decision?: string; at?: string; outcome?: string; member?: Member }
async function record({ tool = 'read', decision = 'allow', at, outcome = 'ok', member = owner }: Call = {}) {
  const id = newId('call', member.organisation.id)
  await instance.sql(
    `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
       argument_names, detail, outcome)
     VALUES ($1, $2, coalesce($3::timestamptz, clock_timestamp()), 'srv', 'grt', 'tools/call', $4, $5, '', 'allowed', '',
       '{}', '{}', $6)`,
    [member.organisation.id, id, at ?? null, tool, decision, outcome],
  )
  return id
}

describe('the feed', () => {
  it('tells of each call once, by the filter of the page, and of what becomes of it', async () => {
    const all = watch()
    const denied = watch({ filter: { decision: 'deny' } })
    await Promise.all([all.until('ready'), denied.until('ready')])
    const first = await record({ outcome: 'open' })
    await all.untilCall(first)
    const second = await record({ decision: 'deny', outcome: 'refused' })
    await all.untilCall(second)
    await denied.untilCall(second)
    await instance.sql(`UPDATE call SET outcome = 'ok', latency_ms = 12, closed_at = now() WHERE id = $1`, [
      first,
    ])
    await all.untilCall(first, (call) => call.outcome === 'ok' && call.latencyMs === 12)
    await instance.sql(`UPDATE call SET repeats = 7, last_at = now() WHERE id = $1`, [second])
    await denied.untilCall(second, (call) => call.repeats === 7)
    await all.untilCall(second, (call) => call.repeats === 7)
    expect(all.calls().map(({ id }) => id)).toEqual([first, second, first, second])
    expect(denied.calls().map(({ id }) => id)).toEqual([second, second])
  })

  it('tells of a call whose transaction ends long after its time, and after later calls were told', async () => {
    const all = watch()
    await all.until('ready')
    const late = newId('call', owner.organisation.id)
    const pg = await instance.connect()
    await pg.query('BEGIN')
    await pg.query(
      `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
         argument_names, detail, outcome)
       VALUES ($1, $2, clock_timestamp(), 'srv', 'grt', 'tools/call', 'slow', 'allow', '', '', '', '{}', '{}', 'ok')`,
      [owner.organisation.id, late],
    )
    for (let i = 0; i < 3; i++) await all.untilCall(await record())
    await pg.query('COMMIT')
    await pg.end()
    await all.untilCall(late)
    expect(all.calls()).toHaveLength(4)
  })

  it('comes back from where it was: nothing is lost, and every row has its newest state', async () => {
    const before = watch()
    await before.until('ready')
    const [open, shown] = [await record({ outcome: 'open' }), await record()]
    await before.untilCall(shown)
    const since = before.position()
    await before.close()
    await instance.sql(
      `UPDATE call SET outcome = 'tool_error', closed_at = clock_timestamp() WHERE id = $1`,
      [open],
    )
    const missed = [await record(), await record({ tool: 'other' }), await record()]
    const after = watch({ since })
    await after.until('ready')
    const last = await record()
    await after.untilCall(last)
    const told = new Map(after.calls().map((call) => [call.id, call]))
    for (const id of [...missed, last]) expect(told.has(id)).toBe(true)
    expect(told.get(open)?.outcome).toBe('tool_error')
    // From another process, with a filter: the same position means the same there.
    const filtered = watch({ since, filter: { tool: 'other' } })
    await filtered.until('ready')
    expect(filtered.calls().map(({ id }) => id)).toEqual([missed[1]])
  })

  it('says so where it cannot tell all', async () => {
    const since = await feedPosition(owner)
    const all = watch({ since })
    await all.until('ready')
    await instance.sql(
      `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
         argument_names, detail, outcome)
       SELECT $1, 'call_' || $1 || lpad(n::text, 16, '0'), clock_timestamp(), 'srv', 'grt', 'tools/call', 'flood',
         CASE WHEN n % 100 = 0 THEN 'deny' ELSE 'allow' END, '', '', '', '{}', '{}', 'ok' FROM generate_series(1, 3000) n`,
      [owner.organisation.id],
    )
    await all.until('gap')
    expect(all.calls().length).toBeLessThanOrEqual(400)
    const away = watch({ since })
    await away.until('ready')
    expect(away.events().map(({ type }) => type)).toContain('gap')
    expect(away.calls()).toHaveLength(200)
    // What is rare among them is told whole.
    const rare = watch({ since, filter: { decision: 'deny' } })
    await rare.until('ready')
    expect(rare.calls()).toHaveLength(30)
    expect(rare.events().map(({ type }) => type)).not.toContain('gap')
  })

  it('tells what clients try to those who ask for it, once each time it changes', async () => {
    const since = await feedPosition(owner)
    const tried = (grantId: string, times: number) =>
      instance.sql(
        `INSERT INTO connect_attempt VALUES ($1, 'srv', $2, 'refused', 'no-token', 'cursor', 1, clock_timestamp(), clock_timestamp())
         ON CONFLICT (organisation_id, server_id, grant_id, stage, code, client)
         DO UPDATE SET times = $3, last_at = clock_timestamp()`,
        [owner.organisation.id, grantId, times],
      )
    await tried('before', 1)
    const asking = watch({ attempts: true, since })
    const other = watch()
    await Promise.all([asking.until('ready'), other.until('ready')])
    const told = () => asking.events().flatMap((event) => (event.type === 'attempts' ? event.attempts : []))
    expect(told().map(({ grantId }) => grantId)).toContain('before')
    await tried('after', 1)
    await tried('after', 2)
    const isAgain = (times: number) => told().some((each) => each.grantId === 'after' && each.times === times)
    await asking.untilEvent(() => isAgain(2))
    expect(told().find(({ grantId }) => grantId === 'after')).toMatchObject({
      code: 'no-token',
      client: 'cursor',
    })
    // Of one state it is told once after the page was made, and of another organisation never.
    await other.untilCall(await record())
    const states = told().map(({ id, lastAt }) => `${id} ${lastAt}`)
    expect(states.length - new Set(states).size).toBeLessThanOrEqual(1)
    expect(other.events().map(({ type }) => type)).not.toContain('attempts')
    const stranger = await newOwner()
    expect(await listAttempts(stranger, Date.now())).toEqual([])
    expect((await listAttempts(owner, Date.now())).map(({ grantId }) => grantId)).toEqual(['after', 'before'])
  })

  it('ends with the session, with the membership, and with the role', async () => {
    const signedOut = watch()
    const colleague = await newColleague(instance, owner, 'approver')
    const theirs = (await beginSession(colleague.userId)).token
    const demoted = watch({ token: theirs }, colleague)
    const second = await newColleague(instance, owner, 'viewer')
    const removed = watch({ token: (await beginSession(second.userId)).token }, second)
    await Promise.all([signedOut, demoted, removed].map((each) => each.until('ready')))
    await endSession(token)
    await instance.sql(`UPDATE member SET role = 'viewer' WHERE user_id = $1`, [colleague.userId])
    await instance.sql(`DELETE FROM member WHERE user_id = $1`, [second.userId])
    for (const each of [signedOut, demoted, removed]) {
      expect(await each.until('end')).toMatchObject({ reason: 'session' })
      await each.ended()
    }
  })

  it('holds eight streams of a person at most: the oldest makes way', async () => {
    const first = watch({ filter: null })
    await first.until('ready')
    const others = Array.from({ length: 8 }, () => watch({ filter: null }))
    expect(await first.until('end')).toMatchObject({ reason: 'crowded' })
    await first.ended()
    await Promise.all(others.map((each) => each.until('ready')))
  })

  it('tells of approvals only whom they are for, and of the rest everybody', async () => {
    const viewer = await newColleague(instance, owner, 'viewer')
    const mine = watch({ filter: null })
    const theirs = watch({ filter: null, token: (await beginSession(viewer.userId)).token }, viewer)
    await Promise.all([mine.until('ready'), theirs.until('ready')])
    const note = (kind: string, detail: object) =>
      instance.sql('SELECT note_event($1, $2, $3, $4::jsonb)', [
        owner.organisation.id,
        kind,
        'subject',
        JSON.stringify(detail),
      ])
    await note('approval.asked', { tool: 'drop' })
    await note('server.unreachable', { server: 'Shop' })
    const kinds = (followed: Followed) =>
      followed.events().flatMap((event) => (event.type === 'news' ? event.news.kind : []))
    await mine.untilEvent((event) => event.type === 'news' && event.news.kind === 'server.unreachable')
    await theirs.untilEvent((event) => event.type === 'news' && event.news.kind === 'server.unreachable')
    expect(kinds(mine)).toEqual(['approval.asked', 'server.unreachable'])
    expect(kinds(theirs)).toEqual(['server.unreachable'])
  })

  it('[K4] tells nobody of another organisation’s calls, whatever ids and positions are asked with', async () => {
    const other = await newOwner()
    const since = await feedPosition(other)
    await record({ member: other, tool: 'secret' })
    const asking = [
      watch({ since }),
      watch({ since, filter: { tool: 'secret' } }),
      watch({ since, filter: { serverId: 'srv' } }),
      watch({ since, filter: { tool: "' OR 1=1 --" } }),
    ]
    await Promise.all(asking.map((each) => each.until('ready')))
    await record({ member: other, tool: 'secret' })
    const own = await record({ tool: 'secret' })
    await asking[0]?.untilCall(own)
    await asking[1]?.untilCall(own)
    for (const each of asking)
      expect(each.calls().filter(({ id }) => !id.includes(owner.organisation.id))).toEqual([])
    expect(() => openFeed(owner, { token, filter: null, since: "2026' OR 1=1" })).toThrow('position')
    expect(() => openFeed(owner, { token, filter: { tool: 'a\0' }, since: null })).toThrow('NUL')
  })
})
