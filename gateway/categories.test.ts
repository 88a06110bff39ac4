// A category that a person sets for a tool: policies that ask for one decide by it from the very next call on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import type { Category } from '#lib/policy/index.ts'
import { resetCategory, setCategory } from '#lib/servers/index.ts'
import { type Harness, modernMessage } from './testing/harness.ts'
import { makerOf, startPeopled } from './testing/people.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startPeopled()
})
afterAll(() => gate.close())

const refusing = (path: string, value: string) => ({
  version: '1',
  default: 'allow',
  all_tools: { deny_if: [{ conditions: [{ path, op: 'eq', value }], on_deny: 'Not by agents.' }] },
})
const set = (tenant: Tenant, category: Category) =>
  setCategory(makerOf(tenant), tenant.serverId, { tool: 'echo', category, reason: 'We looked.' })

async function call(tenant: Tenant): Promise<string> {
  const { body, headers } = modernMessage('tools/call', { name: 'echo', arguments: { text: 'passed' } })
  const { text } = await gate.post(tenant, body, headers)
  return text.includes('[POLICY DENIED] Not by agents.')
    ? 'refused'
    : text.includes('passed')
      ? 'passed'
      : text
}
async function listed(tenant: Tenant): Promise<boolean> {
  const { body, headers } = modernMessage('tools/list', {})
  return (await gate.post(tenant, body, headers)).text.includes('"name":"echo"')
}

describe('a category that is set for a tool', () => {
  it.each([
    ['tool.category', 'Destructive'],
    ['tool.severity', 'Critical'],
  ])('decides the next call by %s, and its lists; reset, the next one again', async (path, value) => {
    const tenant = await gate.tenant(refusing(path, value))
    // Twice: the second is decided on what was read a moment ago.
    expect([await call(tenant), await call(tenant), await listed(tenant)]).toEqual(['passed', 'passed', true])
    const sent = gate.upstream.seen.length

    expect(await set(tenant, 'Destructive')).toBeNull()
    expect([await call(tenant), await call(tenant), await listed(tenant)]).toEqual([
      'refused',
      'refused',
      false,
    ])
    expect(gate.upstream.seen.slice(sent).filter(({ body }) => body.includes('tools/call'))).toEqual([])

    expect(await resetCategory(makerOf(tenant), tenant.serverId, 'echo')).toMatchObject({
      category: 'Destructive',
    })
    expect([await call(tenant), await listed(tenant)]).toEqual(['passed', true])
  })

  it('leaves the pin as it was: the definition that was accepted is the one that may be called', async () => {
    const tenant = await gate.tenant()
    const pins = async () =>
      (
        await gate.pool.query(
          `SELECT name, hash, pinned_hash, pinned_definition, category FROM tool
            WHERE organisation_id = $1 ORDER BY name`,
          [tenant.organisationId],
        )
      ).rows
    const before = await pins()
    await set(tenant, 'Financial')
    expect(await pins()).toEqual(before)
    expect(await call(tenant)).toBe('passed')
  })

  it('means nothing to another organisation with the same server', async () => {
    const [tenant, other] = [
      await gate.tenant(refusing('tool.category', 'Destructive')),
      await gate.tenant(refusing('tool.category', 'Destructive')),
    ]
    await set(tenant, 'Destructive')
    expect([await call(tenant), await call(other)]).toEqual(['refused', 'passed'])
  })
})
