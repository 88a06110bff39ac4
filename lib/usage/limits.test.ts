// What the page, the API and the editor say of a limit is what admission would refuse by.
import type pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { createAdmission, createPool, findFacts } from '#lib/data/admission/index.ts'
import { allow, callOf, drawOf } from '#lib/data/admission/testing/call.ts'
import {
  publish,
  publishBaseline,
  seedGrant,
  seedTenant,
  type Tenant,
} from '#lib/data/admission/testing/tenant.ts'
import type { Member } from '#lib/data/model.ts'
import type { Draw } from '#lib/policy/index.ts'
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { limitsInUse } from './index.ts'

let instance: Instance
let pool: pg.Pool
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  pool = createPool(process.env.DATABASE_URL ?? '')
})
afterAll(async () => {
  await pool.end()
  await instance.close()
})

const DOCUMENT = {
  version: '1',
  default: 'allow',
  all_tools: { limits: [{ counter: 'everything', window: 'month', max: 100, scope: 'organisation' }] },
  tools: {
    create: {
      limits: [
        { counter: 'rate', window: 'month', max: 4 },
        {
          counter: 'spent',
          window: 'month',
          max: '{{max}}',
          algorithm: 'sliding',
          increment_from: 'args.amount',
        },
        { counter: 'never', window: 'day', max: 0 },
      ],
    },
  },
}
const RATE = drawOf({ rule: '/tools/create/limits/rate', counter: 'rate', window: 'month', max: '4' })
const SPENT = drawOf({
  rule: '/tools/create/limits/spent',
  counter: 'spent',
  window: 'month',
  algorithm: 'sliding',
  max: '10.5',
  amount: '2.25',
})
const ALL = drawOf({
  rule: '/all_tools/limits/everything',
  counter: 'everything',
  window: 'month',
  scope: 'organisation',
  max: '100',
})

async function call(tenant: Tenant, ...draws: Draw[]): Promise<string> {
  const token = { organisationId: tenant.organisationId, digest: tenant.tokenDigest }
  const facts = await findFacts(pool, token, tenant.serverId, 'create')
  if (!facts) throw new Error('no facts')
  return (await createAdmission(pool, () => {}).admit(callOf(facts, allow(...draws)))).status
}

it('are told with what is used, what is left and when it comes back; nothing of another organisation', async () => {
  const text = JSON.stringify(DOCUMENT).replace('"{{max}}"', '10.5')
  const tenant = await seedTenant(pool, { tools: [{ name: 'create' }], policy: JSON.parse(text) })
  const second = { ...tenant, ...(await seedGrant(pool, tenant)) }
  const stranger = await newOwner()
  const member = {
    ...stranger,
    organisation: { ...stranger.organisation, id: tenant.organisationId },
  } satisfies Member
  expect(await limitsInUse(member)).toEqual([])
  for (let n = 0; n < 3; n++) expect(await call(tenant, ALL, RATE, SPENT)).toBe('admitted')
  expect(await call(second, ALL, RATE)).toBe('admitted')

  const uses = await limitsInUse(member)
  const told = uses.map(({ rule, used, max, remaining, share, grants, sliding }) => ({
    rule: rule.split('/').at(-1),
    used: Number(used),
    max,
    remaining: Number(remaining),
    share: Math.round(share * 100),
    sliding,
    grants: grants.length,
  }))
  const rate = { rule: 'rate', max: '4', sliding: false, grants: 1 }
  expect(told).toEqual([
    { ...rate, used: 3, remaining: 1, share: 75 },
    { rule: 'spent', used: 6.75, max: '10.5', remaining: 3.75, share: 64, sliding: true, grants: 1 },
    { ...rate, used: 1, remaining: 3, share: 25 },
    { rule: 'everything', used: 4, max: '100', remaining: 96, share: 4, sliding: false, grants: 2 },
  ])
  for (const { resetsAt } of uses) expect(resetsAt?.getTime()).toBeGreaterThan(Date.now())
  expect((await limitsInUse(member, { grantId: second.grantId })).map(({ counter }) => counter)).toEqual([
    'rate',
    'everything',
  ])
  expect(await limitsInUse(stranger)).toEqual([])
  expect(await limitsInUse(stranger, { serverId: tenant.serverId })).toEqual([])

  // A maximum that was lowered below what is used leaves nothing, and says so.
  await publish(pool, tenant, JSON.parse(text.replace('"max":4', '"max":2')))
  expect((await limitsInUse(member))[0]).toMatchObject({
    counter: 'rate',
    max: '2',
    remaining: '0',
    share: 1.5,
  })
})

it('[S4] tell the baseline’s once for all that share its count, whatever their policies', async () => {
  const tenant = await seedTenant(pool, { tools: [{ name: 'create' }] })
  const limit = { counter: 'calls', window: 'month', max: 10, scope: 'organisation' }
  await publishBaseline(pool, tenant, { version: '1', all_tools: { limits: [limit] } })
  const second = { ...tenant, ...(await seedGrant(pool, tenant)) }
  const stranger = await newOwner()
  const organisation = { ...stranger.organisation, id: tenant.organisationId }
  const rule = '(baseline)/all_tools/limits/calls'
  const draw = { rule, counter: 'baseline:calls', window: 'month', scope: 'organisation', max: '10' } as const
  for (const of of [tenant, second]) expect(await call(of, drawOf(draw))).toBe('admitted')
  expect(await limitsInUse({ ...stranger, organisation })).toMatchObject([
    { rule, counter: 'baseline:calls', used: '2', grants: [{}, {}] },
  ])
})
