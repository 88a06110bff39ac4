// How many calls a second admission records beside a large record, against an empty one: the same batches,
// in alternating rounds, so that whatever else the machine does falls on both.
import type pg from 'pg'
import { createAdmission, findFacts } from '#lib/data/admission/index.ts'
import { allow, callOf, drawOf } from '#lib/data/admission/testing/call.ts'
import { seedTenant, type Tenant } from '#lib/data/admission/testing/tenant.ts'

const ROUNDS = 7
const CALLS = 4000
const AT_ONCE = 256

export type Side = { readonly pool: pg.Pool; readonly tenant: Tenant }

export async function newSide(pool: pg.Pool): Promise<Side> {
  return {
    pool,
    tenant: await seedTenant(pool, { tools: [{ name: 'echo', inputSchema: { type: 'object' } }] }),
  }
}

/** Calls a second on each side: the medians of the rounds. */
export async function compareRates(sides: readonly [Side, Side]): Promise<[number, number]> {
  const rates: [number[], number[]] = [[], []]
  for (let round = -1; round < ROUNDS; round++)
    for (const side of [0, 1] as const) {
      const rate = await rateOf(sides[side])
      if (round >= 0) rates[side].push(rate)
    }
  return [median(rates[0]), median(rates[1])]
}

async function rateOf({ pool, tenant }: Side): Promise<number> {
  const token = { organisationId: tenant.organisationId, digest: tenant.tokenDigest }
  const facts = await findFacts(pool, token, tenant.serverId, 'echo')
  if (!facts) throw new Error('the tenant has no facts')
  const admission = createAdmission(pool, () => {})
  let left = CALLS
  const work = async () => {
    while (left-- > 0) await admission.admit(callOf(facts, allow(drawOf({ max: '1000000000' }))))
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return (CALLS / (performance.now() - begun)) * 1000
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
