// Approvals through the real gateway, on a real Postgres, to a real upstream (POLICY A1–A5, security G1–G10).
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  allowSameShape,
  approveCall,
  denyCall,
  getApproval,
  listAllowances,
  listApprovals,
  revokeAllowance,
  setSeparation,
} from '#lib/approvals/index.ts'
import { publish, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import type { Member } from '#lib/data/model.ts'
import { type Answer, callMessage, type Harness, modernMessage } from '../testing/harness.ts'
import { makerOf, otherGrant, person, startPeopled } from '../testing/people.ts'

const POLICY = {
  version: '1',
  default: 'allow',
  tools: { delete_account: { require_approval: { reason: 'It is for good.' } } },
}
const NEVER_HELD = { maxHoldMs: 0, heldCheckMs: 20, maxWaitingPerGrant: 8, maxExchangesPerGrant: 200 }

let gate: Harness
let tenant: Tenant
let approver: Member
beforeAll(async () => {
  gate = await startPeopled({ bounds: NEVER_HELD })
})
beforeEach(() => {
  // Whatever reaches the server has run.
  gate.upstream.script = ({ body }, response) => {
    const { id } = JSON.parse(body)
    const result = { content: [{ type: 'text', text: 'done' }], resultType: 'complete' }
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ jsonrpc: '2.0', id, result }))
    return true
  }
})
afterAll(() => gate.close())

async function begin(policy: object = POLICY): Promise<void> {
  tenant = await gate.tenant(policy)
  approver = await person(gate, tenant, 'approver')
}
const call = (args: object = { id: 'a-1' }, of = tenant) => gate.post(of, callMessage('delete_account', args))
const ran = () => gate.upstream.calls().filter(({ body }) => body.includes(tenant.organisationId))
/** Arguments that say whose they are, so that what reached the upstream can be counted. */
const own = (args: object = {}) => ({ id: tenant.organisationId, ...args })
const waiting = async () => (await listApprovals(approver, { state: 'waiting' })).items
const only = async () => {
  const items = await waiting()
  expect(items).toHaveLength(1)
  return items[0]?.id ?? ''
}
type Told = { text: string; reason?: string; approvalUrl?: string; isError: boolean }
function told({ json }: Answer): Told {
  const { result } = json as {
    result: { content: { text: string }[]; isError?: boolean; _meta?: Record<string, Told> }
  }
  return {
    text: result.content[0]?.text ?? '',
    isError: result.isError === true,
    ...result._meta?.['io.portcullis/decision'],
  } as Told
}
const isPending = (answer: Answer) => told(answer).text.startsWith('[APPROVAL PENDING] ')

describe('a call that needs approval', () => {
  it('[A3][E11][G10] is answered at once with what happens next, and runs when it comes again approved', async () => {
    await begin()
    const first = await call(own())
    const id = await only()
    expect(told(first)).toMatchObject({
      isError: true,
      reason: 'approval-needed',
      approvalUrl: `http://gateway.test/approvals/${id}`,
    })
    expect(told(first).text).toMatch(
      /^\[APPROVAL PENDING\] It is for good\. A person decides about this call of delete_account at http:\/\/gateway\.test\/approvals\/apr_\w+ until /,
    )
    expect(ran()).toHaveLength(0)
    expect(gate.deps.held.count()).toBe(0)
    await approveCall(approver, id)
    expect(told(await call(own())).isError).toBe(false)
    expect(ran()).toHaveLength(1)
    expect(await getApproval(approver, id)).toMatchObject({ state: 'used', requests: 1 })
    const records = await gate.records(tenant)
    expect(records.map(({ decision, outcome }) => `${decision} ${outcome}`)).toEqual([
      'await refused',
      'allow ok',
    ])
    expect(records.every(({ detail }) => (detail as { approval: string }).approval === id)).toBe(true)
  })

  it('[A2][G2] runs once for one approval: the next asks anew', async () => {
    await begin()
    await call(own())
    await approveCall(approver, await only())
    await call(own())
    expect(isPending(await call(own()))).toBe(true)
    expect(ran()).toHaveLength(1)
    expect(await waiting()).toHaveLength(1)
  })

  it('[G2] runs exactly once of a hundred at once', async () => {
    await begin()
    await call(own())
    await approveCall(approver, await only())
    const answers = await Promise.all(Array.from({ length: 100 }, () => call(own())))
    expect(answers.filter((answer) => !told(answer).isError)).toHaveLength(1)
    expect(ran()).toHaveLength(1)
  })

  it('[G1] runs for nothing but what was approved', async () => {
    await begin()
    const args = own({ n: 1, list: [1, 2] })
    await call(args)
    await approveCall(approver, await only())
    const others = [
      own({ n: 2, list: [1, 2] }),
      own({ n: '1', list: [1, 2] }),
      own({ n: 1, list: [2, 1] }),
      own({ n: 1, list: [1, 2], more: null }),
      own({ n: 1 }),
      { ...args, id: `${tenant.organisationId} ` },
    ]
    for (const other of others) expect(isPending(await call(other))).toBe(true)
    const stranger = await otherGrant(gate, tenant)
    expect(isPending(await call(args, stranger))).toBe(true)
    expect(ran()).toHaveLength(0)
    // [A1] Equal by value is equal: the order of keys, 1 and 1.0.
    const same = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete_account","arguments":{"list":[1.0,2],"n":1.0,"id":"${tenant.organisationId}"}}}`
    expect(told(await gate.post(tenant, same)).isError).toBe(false)
    expect(ran()).toHaveLength(1)
  })

  it('[G1] a retry that brings input is another call', async () => {
    await begin()
    const modern = (params: object) => {
      const { body, headers } = modernMessage('tools/call', {
        name: 'delete_account',
        arguments: own(),
        ...params,
      })
      return gate.post(tenant, body, headers)
    }
    await modern({})
    await approveCall(approver, await only())
    const answered = await modern({ inputResponses: { name: { action: 'accept', content: { name: 'x' } } } })
    expect(isPending(answered)).toBe(true)
    expect(ran()).toHaveLength(0)
    expect(await waiting()).toHaveLength(1)
    expect(told(await modern({})).isError).toBe(false)
    expect(ran()).toHaveLength(1)
  })

  it('[G6] is refused after its end, and after a denial with the person’s reason', async () => {
    await begin()
    await call(own())
    const late = await only()
    await gate.pool.query('ALTER TABLE approval DISABLE TRIGGER approval_kept')
    await gate.pool.query('UPDATE approval SET expires_at = clock_timestamp() WHERE id = $1', [late])
    await gate.pool.query('ALTER TABLE approval ENABLE TRIGGER approval_kept')
    await expect(approveCall(approver, late)).rejects.toMatchObject({ code: 'approval-closed' })
    expect(isPending(await call(own()))).toBe(true)
    const id = await only()
    expect(id).not.toBe(late)
    await denyCall(approver, id, 'Not on a Friday.')
    const answer = told(await call(own()))
    expect(answer).toMatchObject({ isError: true, reason: 'approval-denied' })
    expect(answer.text).toBe('[POLICY DENIED] A person denied this call: Not on a Friday.')
    await expect(approveCall(approver, id)).rejects.toMatchObject({ code: 'approval-closed' })
    expect(await waiting()).toHaveLength(0)
    expect(ran()).toHaveLength(0)
  })

  it('[G6] an approval that ended before it was used lets nothing in', async () => {
    await begin({ ...POLICY, tools: { delete_account: { require_approval: { timeout: '1s' } } } })
    await call(own())
    const id = await only()
    await approveCall(approver, id)
    await vi.waitFor(async () => expect((await getApproval(approver, id)).state).toBe('expired'), 5000)
    expect(isPending(await call(own()))).toBe(true)
    expect(ran()).toHaveLength(0)
  })

  it('[G7][L6] takes its limits when it runs, and is not used up by a refusal', async () => {
    const limits = [{ counter: 'deletions', window: 'day', max: 1 }]
    await begin({ ...POLICY, tools: { delete_account: { require_approval: {}, limits } } })
    for (const n of [1, 2, 3]) await call(own({ n }))
    for (const { id } of await waiting()) await approveCall(approver, id)
    const answers = await Promise.all([1, 2, 3].map((n) => call(own({ n }))))
    expect(answers.map((answer) => told(answer).reason).sort()).toEqual([
      'limit-reached',
      'limit-reached',
      undefined,
    ])
    expect(ran()).toHaveLength(1)
    const states = (await listApprovals(approver)).items.map(({ state }) => state)
    expect(states.sort()).toEqual(['usable', 'usable', 'used'])
  })

  it('[G8] equal requests are one, and a grant has only so many waiting', async () => {
    await begin()
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(own())))
    expect(answers.every(isPending)).toBe(true)
    expect((await waiting()).map(({ requests }) => requests)).toEqual([20])
    const more = await Promise.all(Array.from({ length: 20 }, (_, n) => call(own({ n }))))
    expect(more.filter(isPending)).toHaveLength(7)
    const refused = more.filter((answer) => !isPending(answer))
    expect(new Set(refused.map((answer) => told(answer).reason))).toEqual(new Set(['too-many-approvals']))
    expect(told(refused[0] as Answer).text).toContain('8 calls of this grant wait for a person already')
    expect(await waiting()).toHaveLength(8)
    expect(isPending(await call(own(), await otherGrant(gate, tenant)))).toBe(true)
  })

  const voids: [string, () => Promise<unknown>][] = [
    [
      'the grant revoked',
      () => gate.pool.query('UPDATE "grant" SET revoked_at = now() WHERE id = $1', [tenant.grantId]),
    ],
    ['a new version of the policy', () => publish(gate.pool, tenant, { ...POLICY, description: 'new' })],
    [
      'a changed definition',
      () =>
        gate.pool.query("UPDATE tool SET hash = 'x' WHERE server_id = $1 AND name = 'delete_account'", [
          tenant.serverId,
        ]),
    ],
    [
      'another accepted definition',
      () =>
        gate.pool.query(
          "UPDATE tool SET hash = 'x', pinned_hash = 'x' WHERE server_id = $1 AND name = 'delete_account'",
          [tenant.serverId],
        ),
    ],
    [
      'another URL of the server',
      () => gate.pool.query("UPDATE server SET url = url || '?x' WHERE id = $1", [tenant.serverId]),
    ],
    [
      'other credentials of the server',
      () => gate.pool.query('UPDATE server SET sealed_headers = NULL WHERE id = $1', [tenant.serverId]),
    ],
    [
      'the member who made the grant gone',
      () => gate.pool.query('DELETE FROM member WHERE user_id = $1', [tenant.userId]),
    ],
  ]
  it.each(voids)('[G9][A2] is void: %s', async (_, change) => {
    await begin()
    await call(own({ n: 1 }))
    const [first] = await waiting()
    await call(own({ n: 2 }))
    await approveCall(approver, first?.id ?? '')
    await change()
    const states = (await listApprovals(approver)).items.map(({ state }) => state)
    expect(states).toEqual(['void', 'void'])
    for (const { id } of (await listApprovals(approver)).items)
      await expect(approveCall(approver, id)).rejects.toMatchObject({ code: 'approval-closed' })
    await call(own({ n: 1 }))
    expect(ran()).toHaveLength(0)
  })
})

describe('who decides', () => {
  it('[A4][G4] an approver of that organisation, as they are when they decide', async () => {
    await begin()
    await call(own())
    const id = await only()
    const viewer = await person(gate, tenant, 'viewer')
    const other = await person(gate, await gate.tenant(POLICY), 'owner')
    await expect(approveCall(viewer, id)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(denyCall(viewer, id, '')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listApprovals(viewer)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(approveCall(other, id)).rejects.toMatchObject({ code: 'not-found' })
    expect(await only()).toBe(id)
  })

  it('[G4] not whoever made the grant, where the organisation keeps the two apart', async () => {
    await begin()
    const maker = makerOf(tenant)
    await setSeparation(maker, true)
    await call(own())
    const id = await only()
    for (const decide of [
      () => approveCall(maker, id),
      () => denyCall(maker, id, ''),
      () => allowSameShape(maker, id, { uses: 1, minutes: 1, freed: [] }),
    ])
      await expect(decide()).rejects.toMatchObject({ code: 'forbidden' })
    await approveCall(approver, id)
    await setSeparation(maker, false)
    await call(own({ n: 2 }))
    await approveCall(maker, await only())
  })

  it('[G6] the first, and the second is told who was faster', async () => {
    await begin()
    await call(own())
    const id = await only()
    const others = await Promise.all(Array.from({ length: 8 }, () => person(gate, tenant, 'approver')))
    const settled = await Promise.allSettled(
      others.map((other, i) => (i % 2 ? approveCall(other, id) : denyCall(other, id, 'No.'))),
    )
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const winner = (await getApproval(approver, id)).decidedBy ?? ''
    for (const result of settled)
      if (result.status === 'rejected') {
        expect(result.reason).toMatchObject({ code: 'approval-closed' })
        expect(result.reason.message).toContain(winner)
      }
  })
})

describe('[A5] an allowance', () => {
  it('lets in calls of its shape, each once and recorded, until it is used up', async () => {
    await begin()
    await call(own({ amount: 10 }))
    const id = await only()
    const freed = [
      { path: 'args.amount', op: 'gte', value: 0 },
      { path: 'args.amount', op: 'lte', value: 100 },
    ] as const
    await expect(
      allowSameShape(approver, id, { uses: 2, minutes: 5, freed: [freed[1]] }),
    ).rejects.toMatchObject({
      message: 'args.amount needs a bound on its other side too.',
    })
    const allowanceId = await allowSameShape(approver, id, { uses: 2, minutes: 5, freed })
    const runs = async (args: object) => !told(await call(args)).isError
    expect(await runs(own({ amount: 10 }))).toBe(true) // the approval itself
    expect(await runs(own({ amount: 101 }))).toBe(false)
    expect(await runs(own({ amount: 5, more: 1 }))).toBe(false)
    expect(await runs({ id: `${tenant.organisationId}x`, amount: 5 })).toBe(false)
    const several = await Promise.all([20, 30, 40, 50].map((amount) => runs(own({ amount }))))
    expect(several.filter(Boolean)).toHaveLength(2)
    expect(ran()).toHaveLength(3)
    const [allowance] = await listAllowances(approver)
    expect(allowance).toMatchObject({ id: allowanceId, state: 'used', used: 2 })
    expect(allowance?.callIds).toHaveLength(2)
    const records = await gate.records(tenant)
    for (const callId of allowance?.callIds ?? [])
      expect(records.find((record) => record.id === callId)).toMatchObject({
        decision: 'allow',
        detail: { allowance: allowanceId },
      })
  })

  it('ends with the next call when it is revoked, and is void like an approval', async () => {
    await begin()
    for (const change of [
      async (id: string) => revokeAllowance(approver, id),
      async () => publish(gate.pool, tenant, { ...POLICY, description: 'another' }),
      async () => gate.pool.query("UPDATE server SET url = url || '?y' WHERE id = $1", [tenant.serverId]),
      async (id: string) =>
        gate.pool.query('UPDATE allowance SET ends_at = clock_timestamp() WHERE id = $1', [id]),
    ]) {
      const before = ran().length
      const args = own({ before })
      await call(args)
      const id = await allowSameShape(approver, await only(), { uses: 10, minutes: 5, freed: [] })
      await call(args)
      await call(args)
      expect(ran()).toHaveLength(before + 2)
      await change(id)
      expect(isPending(await call(args))).toBe(true)
      expect(ran()).toHaveLength(before + 2)
      for (const each of await waiting()) await denyCall(approver, each.id, '')
    }
  })
})

describe('what is shown', () => {
  it('[G5] is the whole call as canonical text, or its size and digest where it is too long', async () => {
    await begin()
    const args = own({ b: '\u202eevil\u200b\n<b>', a: 1.0 })
    await call(args)
    const shown = await getApproval(approver, await only())
    expect(shown.callText).toBe(
      JSON.stringify({ arguments: { a: 1, b: '\u202eevil\u200b\n<b>', id: tenant.organisationId } }),
    )
    expect(shown.isCut).toBe(false)
    await denyCall(approver, shown.id, '')
    await call(own({ long: 'x'.repeat(300_000) }))
    const cut = await getApproval(approver, await only())
    expect(cut).toMatchObject({ isCut: true, arguments: null })
    expect(cut.callBytes).toBeGreaterThan(300_000)
    expect(cut.callDigest).toMatch(/^[0-9a-f]{64}$/)
    await expect(allowSameShape(approver, cut.id, { uses: 1, minutes: 1, freed: [] })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })

  it('is unreadable in the database, and to another organisation or approval', async () => {
    await begin()
    await call(own({ secret: 'open sesame' }))
    const { rows } = await gate.pool.query(
      'SELECT row_to_json(a)::text AS row, sealed_call FROM approval a WHERE organisation_id = $1',
      [tenant.organisationId],
    )
    expect(rows[0].row).not.toContain('sesame')
    expect(rows[0].sealed_call.includes('sesame')).toBe(false)
  })
})
