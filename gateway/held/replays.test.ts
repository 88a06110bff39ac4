// “What was approved is what runs, once”: ten thousand calls that differ a little from approved ones, drawn
// from a seed, reach no server (G1, G2; security promise P6).
import { afterAll, beforeAll, expect, it } from 'vitest'
import { approveCall, listApprovals } from '#lib/approvals/index.ts'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import type { Member } from '#lib/data/model.ts'
import { callMessage, type Harness, modernMessage } from '../testing/harness.ts'
import { otherGrant, person, startPeopled } from '../testing/people.ts'

const REPLAYS = 10_000
const AT_ONCE = 40
const SEED = Number(process.env.REPLAY_SEED ?? 20_260_728)

let gate: Harness
let tenant: Tenant
let stranger: Tenant
let approver: Member
beforeAll(async () => {
  gate = await startPeopled({
    bounds: { maxWaitingPerGrant: 16, maxExchangesPerGrant: 200, maxExchangesPerOrganisation: 500 },
  })
  gate.upstream.script = ({ body }, response) => {
    const { id } = JSON.parse(body)
    const result = { content: [], resultType: 'complete' }
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ jsonrpc: '2.0', id, result }))
    return true
  }
  const ask = { require_approval: {} }
  tenant = await gate.tenant({
    version: '1',
    default: 'deny',
    tools: { delete_account: ask, create_connection: ask },
  })
  stranger = await otherGrant(gate, tenant)
  approver = await person(gate, tenant, 'approver')
})
afterAll(() => gate.close())

type Args = Record<string, unknown>
const BASES: Args[] = Array.from({ length: 8 }, (_, n) => ({
  id: `acct-${n}`,
  amount: n * 100 + 0.5,
  tags: ['a', 'b', { deep: [n, null, true] }],
  note: 'Löschen, bitte ✓',
  options: { force: n % 2 === 0, list: [1, 2, 3] },
}))

function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Arguments that differ from these in one place, by value. */
function mutated(args: Args, random: () => number): Args {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const n = Math.floor(random() * 1e9)
  const changes: ((a: Args) => Args)[] = [
    (a) => ({ ...a, id: `${a.id}${pick(['0', ' ', '\u200b', '\n', '-', '\u0000', '\u202e'])}` }),
    (a) => ({ ...a, id: String(a.id).toUpperCase() }),
    (a) => ({ ...a, id: [a.id] }),
    (a) => ({ ...a, amount: Number(a.amount) + (random() + 1e-6) }),
    (a) => ({ ...a, amount: String(a.amount) }),
    (a) => ({ ...a, amount: -Number(a.amount) }),
    (a) => ({ ...a, tags: ['b', 'a', ...(a.tags as unknown[]).slice(2)] }),
    (a) => ({ ...a, tags: (a.tags as unknown[]).slice(0, -1) }),
    (a) => ({ ...a, tags: [...(a.tags as unknown[]), n] }),
    (a) => ({ ...a, note: String(a.note).normalize('NFD') }),
    (a) => ({ ...a, note: String(a.note).replace('L', '\u216c') }),
    (a) => ({ ...a, options: { ...(a.options as Args), force: !(a.options as Args).force } }),
    (a) => ({ ...a, options: { ...(a.options as Args), Force: true } }),
    (a) => ({ ...a, [`x${n}`]: null }),
    (a) => ({ ...a, constructor: n }),
    ({ note: _, ...a }) => a,
    ({ options: _, ...a }) => ({ ...a, options: null }),
    (a) => ({ ...a, ID: a.id }),
  ]
  return pick(changes)(args)
}

it(`[G1][G2] ${REPLAYS} mutated replays execute nothing (seed ${SEED})`, { timeout: 600_000 }, async () => {
  const exact = (args: Args, of = tenant) => gate.post(of, callMessage('delete_account', args))
  for (const base of BASES) await exact(base)
  const approved = (await listApprovals(approver, { state: 'waiting' })).items
  expect(approved).toHaveLength(BASES.length)
  for (const { id } of approved) await approveCall(approver, id)

  const random = randomFrom(SEED)
  const replay = (n: number) => {
    const base = BASES[n % BASES.length] as Args
    switch (Math.floor(random() * 10)) {
      case 0:
        return exact(base, stranger)
      case 1:
        return gate.post(tenant, callMessage('create_connection', base))
      case 2: {
        const answers = { inputResponses: { [`k${n}`]: { action: 'accept', content: {} } } }
        const { body, headers } = modernMessage('tools/call', {
          name: 'delete_account',
          arguments: base,
          ...answers,
        })
        return gate.post(tenant, body, headers)
      }
      default:
        return exact(mutated(base, random))
    }
  }
  let sent = 0
  let refused = 0
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (sent < REPLAYS) {
        const answer = await replay(sent++)
        if (answer.status !== 200 || answer.text.includes('"isError":true')) refused++
      }
    }),
  )
  expect(sent).toBe(REPLAYS)
  expect(refused).toBe(REPLAYS)
  expect(gate.upstream.calls()).toHaveLength(0)

  // What was approved still is, and runs: once.
  const standing = async () => (await listApprovals(approver, { state: 'usable' })).items.length
  expect(await standing()).toBe(BASES.length)
  await Promise.all(BASES.flatMap((base) => Array.from({ length: 5 }, () => exact(base))))
  expect(gate.upstream.calls()).toHaveLength(BASES.length)
  expect(await standing()).toBe(0)
})
