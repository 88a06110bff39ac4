// Emergency stops at the gateway: what is asked while one holds, what was under way when it came, and what
// comes after it.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { approveCall, listApprovals } from '#lib/approvals/index.ts'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import type { Member } from '#lib/data/model.ts'
import { liftStop, setStop } from '#lib/stops/index.ts'
import { openByHand, streamOf } from './testing/hand-client.ts'
import { CLIENTS, callMessage, connect, type Harness, modernMessage } from './testing/harness.ts'
import { makerOf, otherGrant, person, startPeopled } from './testing/people.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startPeopled({ bounds: { maxHoldMs: 20_000, heldCheckMs: 50 } })
})
afterAll(() => gate.close())

// For a machine that is busy.
const SOON = { timeout: 20_000 }
const WHY = 'The agent was taken over.'
const SCOPES = ['grant', 'server', 'organisation'] as const
type Scope = (typeof SCOPES)[number]

function stopOf(tenant: Tenant, scope: Scope, endsAt: Date | null = null, member: Member = makerOf(tenant)) {
  const target = scope === 'organisation' ? { scope } : { scope, id: tenant[`${scope}Id`] }
  return setStop(member, target, { reason: WHY, endsAt })
}
function call(tenant: Tenant, args: object = {}) {
  const { body, headers } = modernMessage('tools/call', { name: 'echo', arguments: args })
  return gate.post(tenant, body, headers)
}
const bodyOf = (answer: { json: unknown }) => answer.json as { result?: object; error?: object }
const arrivedWith = (mark: string) => gate.upstream.seen.filter(({ body }) => body.includes(mark))

describe('while an emergency stop holds', () => {
  it.each(SCOPES)(
    '[E0] of its %s, a call is refused with the reason, and passes again when it is lifted',
    async (scope) => {
      const tenant = await gate.tenant()
      const mark = `refused-${scope}`
      expect((await call(tenant, { text: 'before' })).text).toContain('before')
      const { id } = await stopOf(tenant, scope)
      const answer = await call(tenant, { text: mark })
      expect(answer.status).toBe(200)
      expect(bodyOf(answer).result).toMatchObject({
        isError: true,
        content: [
          {
            text: expect.stringMatching(
              /^\[POLICY DENIED\] An emergency stop holds .*The agent was taken over\.$/,
            ),
          },
        ],
        _meta: { 'io.portcullis/decision': { rule: '(emergency stop)', reason: 'stopped' } },
      })
      expect(arrivedWith(mark)).toEqual([])
      expect((await gate.records(tenant)).at(-1)).toMatchObject({
        decision: 'deny',
        reason: 'stopped',
        outcome: 'refused',
        argument_names: ['text'],
      })
      await liftStop(makerOf(tenant), id)
      expect((await call(tenant, { text: mark })).text).toContain(mark)
      expect(arrivedWith(mark)).toHaveLength(1)
    },
  )

  it.each(CLIENTS)('%s reads why, and goes on with the same session afterwards', async (kind) => {
    const tenant = await gate.tenant()
    const client = await connect(kind, gate.url(tenant), tenant.token)
    const { id } = await stopOf(tenant, 'grant')
    const refused = await client.callTool({ name: 'echo', arguments: {} })
    expect(refused).toMatchObject({ isError: true, content: [{ text: expect.stringContaining(WHY) }] })
    await expect(client.listTools()).rejects.toThrow(WHY)
    await liftStop(makerOf(tenant), id)
    expect((await client.callTool({ name: 'echo', arguments: {} })).isError).not.toBe(true)
    expect((await client.listTools()).tools.length).toBeGreaterThan(0)
    await client.close()
  })

  it('says when it ends by itself, and ends then with nobody’s help', async () => {
    const tenant = await gate.tenant()
    const endsAt = new Date(Date.now() + 3_600_000)
    const { id } = await stopOf(tenant, 'server', endsAt)
    const refused = await call(tenant, {})
    expect(refused.text).toContain(`"resetAt":"${endsAt.toISOString()}"`)
    await gate.pool.query('ALTER TABLE emergency_stop DISABLE TRIGGER emergency_stop_kept')
    await gate.pool.query('UPDATE emergency_stop SET ends_at = clock_timestamp() WHERE id = $1', [id])
    await gate.pool.query('ALTER TABLE emergency_stop ENABLE TRIGGER emergency_stop_kept')
    expect((await call(tenant, {})).text).not.toContain('isError":true')
  })

  it('nothing reaches the server: no list, no beginning, no answer, no stream; only an end passes', async () => {
    const tenant = await gate.tenant()
    const client = await openByHand(gate, tenant)
    const { id } = await stopOf(tenant, 'organisation')
    const before = gate.upstream.seen.length
    const hello = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c', version: '1' } }
    for (const method of ['tools/list', 'ping', 'resources/list', 'initialize'])
      expect(
        bodyOf(
          await client.post({ jsonrpc: '2.0', id: 7, method, params: method === 'initialize' ? hello : {} }),
        ).error,
      ).toMatchObject({
        code: -32601,
        message: expect.stringContaining(WHY),
      })
    expect((await client.post({ jsonrpc: '2.0', id: 8, result: {} })).status).toBe(400)
    expect((await client.post({ jsonrpc: '2.0', method: 'notifications/initialized' })).status).toBe(202)
    const listen = modernMessage('subscriptions/listen', { notifications: { toolsListChanged: true } })
    expect((await gate.post(tenant, listen.body, listen.headers)).text).toContain(WHY)
    const stream = await fetch(client.url, { headers: client.headers() })
    expect([stream.status, await stream.text()]).toEqual([403, expect.stringContaining(WHY)])
    expect(gate.upstream.seen.slice(before)).toEqual([])
    expect((await client.end()).status).toBe(200)
    expect(gate.upstream.seen.slice(before).map(({ method }) => method)).toEqual(['DELETE'])
    await liftStop(makerOf(tenant), id)
  })

  it('others are as they were: another grant of the server, another organisation', async () => {
    const tenant = await gate.tenant()
    const other = await otherGrant(gate, tenant)
    const stranger = await gate.tenant()
    await stopOf(tenant, 'grant')
    expect((await call(other, { text: 'other' })).text).toContain('other')
    await stopOf(tenant, 'organisation')
    expect((await call(other, { text: 'other' })).text).toContain(WHY)
    expect((await call(stranger, { text: 'stranger' })).text).toContain('stranger')
  })

  it('tells nobody more than before: a wrong token is unknown, a foreign server is not found', async () => {
    const tenant = await gate.tenant()
    const stranger = await gate.tenant()
    await stopOf(tenant, 'organisation')
    const wrong = await gate.post({ ...tenant, token: `${tenant.token.slice(0, -1)}!` }, callMessage('echo'))
    expect(wrong.status).toBe(401)
    expect((await gate.post({ ...stranger, serverId: tenant.serverId }, callMessage('echo'))).status).toBe(
      404,
    )
  })
})

describe('when an emergency stop comes', () => {
  it.each(SCOPES)(
    'of its %s, a call under way is told so, the server is, and the record says it',
    async (scope) => {
      const tenant = await gate.tenant()
      const client = await openByHand(gate, tenant)
      const id = `hanging-${scope}`
      const answer = client.post(callMessage('hang', {}, id))
      await vi.waitFor(() => expect(arrivedWith(id)).toHaveLength(1), SOON)
      await stopOf(tenant, scope)
      expect(bodyOf(await answer).error).toMatchObject({
        message: expect.stringMatching(
          /ended this request while it was under way.*The agent was taken over\.$/,
        ),
        data: { 'io.portcullis/upstream': { code: 'stopped' } },
      })
      // The server reads that nobody wants the answer, and not why.
      await vi.waitFor(
        () => expect(arrivedWith('notifications/cancelled').at(-1)?.body).toContain(`"${id}"`),
        SOON,
      )
      expect(arrivedWith(WHY)).toEqual([])
      await expect
        .poll(async () => (await gate.records(tenant)).at(-1), SOON)
        .toMatchObject({
          tool: 'hang',
          decision: 'allow',
          outcome: 'stopped',
        })
    },
  )

  it('the request of a stateless call is aborted, which is how 2026-07-28 cancels', async () => {
    const tenant = await gate.tenant()
    let hasEnded = false
    gate.upstream.script = ({ body }, response) => {
      if (!body.includes('"hang"')) return false
      response.once('close', () => {
        hasEnded = true
      })
      return true
    }
    const { body, headers } = modernMessage('tools/call', { name: 'hang', arguments: {} })
    const answer = gate.post(tenant, body, headers)
    await vi.waitFor(() => expect(gate.upstream.seen.at(-1)?.body).toContain('"hang"'), SOON)
    await stopOf(tenant, 'grant')
    expect((await answer).text).toContain(WHY)
    await vi.waitFor(() => expect(hasEnded).toBe(true), SOON)
    gate.upstream.script = null
  })

  it('open streams of what it covers end, and no others', async () => {
    const tenant = await gate.tenant()
    const other = await otherGrant(gate, tenant)
    const [own, theirs] = await Promise.all([tenant, other].map((each) => openByHand(gate, each)))
    const [stopped, staying] = [await own?.openStream(), await theirs?.openStream()]
    const listen = modernMessage('subscriptions/listen', { notifications: { toolsListChanged: true } })
    const subscribed = streamOf(
      await fetch(gate.url(tenant), {
        method: 'POST',
        headers: {
          ...listen.headers,
          authorization: `Bearer ${tenant.token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
        },
        body: JSON.stringify(listen.body),
      }),
    )
    let hasStayed = true
    void staying?.ended.then(() => {
      hasStayed = false
    })
    await stopOf(tenant, 'grant')
    await Promise.all([stopped?.ended, subscribed.ended])
    expect(hasStayed).toBe(true)
    await staying?.close()
  })

  it.each(SCOPES)(
    'of its %s, a call that waits for a person ends, and its approval is void for good',
    async (scope) => {
      const policy = { version: '1', default: 'allow', tools: { echo: { require_approval: {} } } }
      const tenant = await gate.tenant(policy)
      const approver = await person(gate, tenant, 'approver')
      const mark = `waiting-${scope}`
      const answer = call(tenant, { text: mark })
      const id = await vi.waitFor(async () => {
        const [waiting] = (await listApprovals(approver, { state: 'waiting' })).items
        return waiting?.id ?? expect.fail('nobody is asked')
      }, SOON)
      await vi.waitFor(() => expect(gate.deps.held.count()).toBe(1), SOON)
      const stop = await stopOf(tenant, scope, null, approver)
      expect((await answer).text).toContain(WHY)
      await expect(approveCall(approver, id)).rejects.toMatchObject({ code: 'approval-closed' })
      await liftStop(makerOf(tenant), stop.id)
      // The same call asks anew.
      const again = call(tenant, { text: mark })
      const fresh = await vi.waitFor(async () => {
        const [waiting] = (await listApprovals(approver, { state: 'waiting' })).items
        return waiting?.id ?? expect.fail('nobody is asked')
      }, SOON)
      expect(fresh).not.toBe(id)
      await approveCall(approver, fresh)
      expect((await again).text).toContain(mark)
      expect(arrivedWith(mark)).toHaveLength(1)
    },
  )

  it('what was approved before it lets nothing in after it', async () => {
    const policy = { version: '1', default: 'allow', tools: { echo: { require_approval: {} } } }
    for (const scope of SCOPES) {
      const tenant = await gate.tenant(policy)
      const approver = await person(gate, tenant, 'approver')
      const gone = new AbortController()
      const { body, headers } = modernMessage('tools/call', {
        name: 'echo',
        arguments: { text: 'approved before' },
      })
      const first = fetch(gate.url(tenant), {
        method: 'POST',
        headers: {
          ...headers,
          authorization: `Bearer ${tenant.token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
        },
        body: JSON.stringify(body),
        signal: gone.signal,
      }).catch(() => null)
      const id = await vi.waitFor(async () => {
        const [waiting] = (await listApprovals(approver, { state: 'waiting' })).items
        return waiting?.id ?? expect.fail('nobody is asked')
      }, SOON)
      gone.abort()
      await first
      await vi.waitFor(() => expect(gate.deps.held.count()).toBe(0), SOON)
      await approveCall(approver, id)
      await liftStop(makerOf(tenant), (await stopOf(tenant, scope)).id)
      const again = call(tenant, { text: 'approved before' })
      await vi.waitFor(() => expect(gate.deps.held.count()).toBe(1), SOON)
      gate.deps.held.stop()
      expect((await again).text).toContain('[APPROVAL PENDING]')
    }
    expect(arrivedWith('approved before')).toEqual([])
  })
})
