// Where an approval stands is said twice: in SQL, for lists and admission, and in lib/policy, for people. The
// two agree on every approval (A2).
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newWorld, type World } from '#lib/api/testing/world.ts'
import { denyCall } from '#lib/approvals/index.ts'
import { askFor } from '#lib/approvals/testing/ask.ts'
import { listEvents } from '#lib/notices/index.ts'
import { approvalStanding, STANDINGS } from '#lib/policy/index.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'

let instance: Instance
let upstream: ChangeableUpstream
let world: World
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }])
  world = await newWorld(instance, upstream.url)
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

type Row = {
  state: string
  digest: string
  tool_hash: string
  policy_version_id: string
  server_revision: number
  open_digest: string | null
  expires_at: Date
  verdict: 'approved' | 'denied' | null
  used_at: Date | null
  grant_is_live: boolean
  now_version: string | null
  now_definition: string | null
  now_revision: number | null
}
const all = () =>
  instance.sql(`SELECT a.*, s.state, s.grant_is_live, s.policy_version_id AS now_version,
      s.definition AS now_definition, s.server_revision AS now_revision
    FROM approval a JOIN approval_standing s USING (organisation_id, id)`) as Promise<Row[]>

describe('[A2] where an approval stands', () => {
  it('is the same in SQL and in the language, whatever has changed', async () => {
    const verdicts = [
      '',
      "verdict = 'approved', decided_by_id = 'u', decided_at = now()",
      "verdict = 'denied', decided_by_id = 'u', decided_at = now()",
      "verdict = 'approved', decided_by_id = 'u', decided_at = now(), used_at = now(), used_call_id = 'c'",
    ]
    for (const [i, verdict] of verdicts.entries())
      for (const seconds of [-60, 600]) {
        const id = await askFor(instance, world, { args: { i, seconds }, seconds })
        if (verdict !== '') await instance.sql(`UPDATE approval SET ${verdict} WHERE id = $1`, [id])
      }
    const seen = new Set<string>()
    const changes = [
      'SELECT 1',
      'UPDATE approval SET open_digest = NULL WHERE used_at IS NULL AND verdict IS NULL',
      "UPDATE server SET url = url || '?x'",
      "UPDATE tool SET hash = 'other'",
      'UPDATE tool SET present = false',
      'UPDATE policy SET published_version_id = NULL',
      'DELETE FROM grant_server',
      'UPDATE "grant" SET revoked_at = now()',
    ]
    for (const change of changes) {
      await instance.sql(change)
      for (const row of await all()) {
        const { standing } = approvalStanding(
          {
            digest: row.digest,
            definition: row.tool_hash,
            policyVersion: row.policy_version_id,
            serverRevision: row.server_revision,
            expiresAt: row.expires_at.getTime(),
            verdict: row.verdict,
            usedAt: row.used_at?.getTime() ?? null,
          },
          {
            grantIsLive: row.grant_is_live,
            policyVersion: row.now_version,
            serverRevision: row.now_revision,
            definition: row.now_definition,
            digest: null,
            isOpen: row.open_digest !== null,
          },
          Date.now(),
        )
        expect([change, row.state]).toEqual([change, standing])
        seen.add(standing)
      }
    }
    expect([...seen].sort()).toEqual([...STANDINGS].sort())
  })

  it('[G6] what was decided or used is never changed, not even by hand', async () => {
    for (const change of [
      "verdict = 'approved'",
      "decided_reason = 'x'",
      'expires_at = now()',
      "digest = 'x'",
      "sealed_call = 'x'",
      'used_at = now()',
    ])
      await expect(
        instance.sql(`UPDATE approval SET ${change} WHERE verdict = 'denied'`),
        change,
      ).rejects.toThrow(/never changed|approval_used/)
  })
})

describe('people', () => {
  it('are told once that a call waits, and once how it was decided', async () => {
    const fresh = await newWorld(instance, upstream.url)
    const id = await askFor(instance, fresh)
    const told = async () =>
      (await listEvents(fresh.owner)).items.filter(({ subject }) => subject === id).map(({ kind }) => kind)
    expect(await told()).toEqual(['approval.asked'])
    await instance.sql('UPDATE approval SET requests = requests + 1 WHERE id = $1', [id])
    await denyCall(fresh.owner, id, 'No.')
    expect(await told()).toEqual(['approval.decided', 'approval.asked'])
  })
})
