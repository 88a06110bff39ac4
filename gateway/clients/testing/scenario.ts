// What a person sees of a policy, in every client alike: only what may be called is listed; what is
// allowed answers as the server does; a denial is told, a hidden tool is unknown, a limit holds.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { type Harness, startHarness } from '../../testing/harness.ts'
import type { ClientKind, RealClient } from './client.ts'

const MAX = 3
const POLICY = {
  version: '1',
  default: 'deny',
  hide: ['delete_*'],
  tools: {
    echo: { deny_if: [{ conditions: [{ path: 'args.text', op: 'eq', value: 'no' }], on_deny: 'Not that.' }] },
    create_connection: { limits: [{ counter: 'connections', window: 'day', max: MAX, scope: 'grant' }] },
    delete_account: {},
    fail: { action: 'deny' },
  },
}
const TIMEOUT_MS = 90_000

/** The same guarantees for one kind of client. Call it at the top of a test file. */
export function governs(kind: ClientKind): void {
  describe(`${kind.name}, through the gateway`, () => {
    let gate: Harness
    beforeAll(async () => {
      gate = await startHarness()
    })
    afterAll(() => gate.close())

    const inClient = async <Result>(work: (client: RealClient, tenant: Tenant) => Promise<Result>) => {
      const tenant = await gate.tenant(POLICY)
      const client = await kind.open(gate.url(tenant), tenant.token)
      try {
        return await work(client, tenant)
      } finally {
        await client.close()
      }
    }
    const textOf = (answer: Awaited<ReturnType<RealClient['call']>>) => answer.content?.[0]?.text

    if (kind.version)
      it('is the version that was asked for', () => {
        const { installed, wanted } = kind.version?.() ?? { installed: '', wanted: 'one' }
        expect(installed).toBe(wanted)
      })

    it(
      'lists only what the policy lets it call',
      () => inClient(async (client) => expect(await client.list()).toEqual(['echo', 'create_connection'])),
      TIMEOUT_MS,
    )

    it(
      'gets the server’s own answer to an allowed call',
      () =>
        inClient(async (client) => {
          const direct = await kind.open(gate.upstream.url)
          const args = { text: 'größe 😀', region: 'eu' }
          const expected = await direct.call('echo', args)
          expect(textOf(expected)).toContain('größe 😀')
          expect(await client.call('echo', args)).toEqual(expected)
          await direct.close()
        }),
      TIMEOUT_MS,
    )

    it(
      'is told of a denial in a result that a model can read',
      () =>
        inClient(async (client) => {
          const answer = await client.call('echo', { text: 'no' })
          expect(answer.isError).toBe(true)
          expect(textOf(answer)).toBe('[POLICY DENIED] Not that.')
          const whole = await client.call('fail').then((said) => textOf(said) ?? '', String)
          expect(whole).toMatch(kind.callsUnlisted ? /^\[POLICY DENIED\] / : /not found/)
        }),
      TIMEOUT_MS,
    )

    it(
      'knows no hidden tool',
      () =>
        inClient(async (client) => {
          const of = (name: string) => client.call(name).then((answer) => textOf(answer) ?? '', String)
          const hidden = await of('delete_account')
          expect(hidden).toMatch(/delete_account/)
          expect(hidden).not.toContain('POLICY')
          // Not told apart from one that does not exist.
          expect(hidden.replaceAll('delete_account', 'no_such_tool')).toBe(await of('no_such_tool'))
        }),
      TIMEOUT_MS,
    )

    it(
      `is refused call ${MAX + 1} of ${MAX}`,
      () =>
        inClient(async (client, tenant) => {
          for (let count = 1; count <= MAX; count++)
            expect((await client.call('create_connection', { broker: `b${count}` })).isError).not.toBe(true)
          const refused = await client.call('create_connection', { broker: 'one too many' })
          expect(refused.isError).toBe(true)
          expect(textOf(refused)).toMatch(/^\[POLICY DENIED\] .*limit/i)
          expect(await gate.records(tenant)).toHaveLength(MAX + 1)
        }),
      TIMEOUT_MS,
    )

    if (kind.staysConnected)
      it(
        'goes on after the gateway was restarted',
        () =>
          inClient(async (client) => {
            const before = await client.call('echo', { text: 'before' })
            await gate.restartGateway()
            // A request may meet the socket that the restart has closed, and fail; the next one has its own.
            const list = await client.list().catch(() => client.list())
            expect(list).toEqual(['echo', 'create_connection'])
            const after = await client.call('echo', { text: 'before' })
            expect(after).toEqual(before)
          }),
        TIMEOUT_MS,
      )
  })
}
