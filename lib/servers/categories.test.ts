// A category that an organisation sets counts wherever a category is read; what the definition says stays beside it.
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Member, Server } from '#lib/data/model.ts'
import { checkPolicy } from '#lib/policies/index.ts'
import { recommendedPolicy } from '#lib/policy/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import {
  acceptTools,
  listToolChanges,
  listToolSummaries,
  listTools,
  refreshServer,
  registerServer,
  resetCategory,
  setCategory,
  updateServer,
} from './index.ts'

let instance: Instance
let upstream: ChangeableUpstream
let owner: Member
let server: Server

const READ = { name: 'read_stream', description: 'Reads a stream', inputSchema: { type: 'object' } }
const WHY = 'It empties the queue it reads.'
const DESTRUCTIVE = { tool: 'read_stream', category: 'Destructive', reason: WHY } as const

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([READ])
})
beforeEach(async () => {
  owner = await newOwner()
  upstream.list([READ])
  for await (const event of registerServer(owner, { name: 'LiveTap', url: upstream.url }))
    if (event.type === 'registered') server = event.server
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

const tool = async () => (await listTools(owner, server.id)).find(({ name }) => name === 'read_stream')
const audited = () =>
  instance.sql(
    `SELECT action, detail FROM audit_event WHERE organisation_id = $1 AND action LIKE 'tool.category%' ORDER BY at`,
    [owner.organisation.id],
  )

describe('a category that is set', () => {
  it('counts in lists, boards, the recommended policy and the hints of a policy', async () => {
    const open = JSON.stringify({ version: '1', default: 'deny', tools: { read_stream: {} } })
    const hints = async () =>
      (await checkPolicy(owner, { serverId: server.id, document: open })).warnings.map(({ code }) => code)
    expect(await hints()).toEqual([])

    expect(await setCategory(owner, server.id, { ...DESTRUCTIVE, reason: ` ${WHY} ` })).toBeNull()
    const expected = {
      category: 'Destructive',
      severity: 'Critical',
      override: { classified: 'Read', reason: WHY, by: owner.email, at: expect.any(Date) },
    }
    expect(await tool()).toMatchObject({ ...expected, evidence: [{ says: 'Read' }, {}] })
    expect(await listToolSummaries(owner, server.id)).toMatchObject([expected])
    expect(JSON.parse(recommendedPolicy(await listTools(owner, server.id)))).toMatchObject({
      hide: ['read_stream'],
    })
    expect(await hints()).toEqual(['critical-open'])
  })

  it('is on record with what was, what is, and why; doing it twice is doing it once', async () => {
    await setCategory(owner, server.id, DESTRUCTIVE)
    await setCategory(owner, server.id, DESTRUCTIVE)
    await resetCategory(owner, server.id, 'read_stream')
    await resetCategory(owner, server.id, 'read_stream')
    expect(await audited()).toEqual([
      {
        action: 'tool.category_set',
        detail: {
          tool: 'read_stream',
          before: { category: 'Read', reason: null },
          after: { category: 'Destructive', reason: WHY },
        },
      },
      {
        action: 'tool.category_reset',
        detail: {
          tool: 'read_stream',
          before: { category: 'Destructive', reason: WHY },
          after: { category: 'Read', reason: null },
        },
      },
    ])
  })

  it('can be put back as it was, with the reason that it had', async () => {
    await setCategory(owner, server.id, DESTRUCTIVE)
    const before = await setCategory(owner, server.id, { ...DESTRUCTIVE, category: 'Write', reason: 'No.' })
    expect(before).toEqual({ category: 'Destructive', reason: WHY })
    if (before) await setCategory(owner, server.id, { tool: 'read_stream', ...before })
    expect(await tool()).toMatchObject({ category: 'Destructive', override: { reason: WHY } })
  })

  it('takes whoever may write policies, and a reason that others can read', async () => {
    const manager = await newColleague(instance, owner, 'policy_manager')
    const approver = await newColleague(instance, owner, 'approver')
    await setCategory(manager, server.id, DESTRUCTIVE)
    expect((await tool())?.override?.by).toBe(manager.email)
    for (const attempt of [
      setCategory(approver, server.id, DESTRUCTIVE),
      resetCategory(approver, server.id, 'read_stream'),
    ])
      await expect(attempt).rejects.toMatchObject({ code: 'forbidden' })
    for (const reason of ['', '  ', 'two\nlines', 'x'.repeat(301)])
      await expect(setCategory(owner, server.id, { ...DESTRUCTIVE, reason })).rejects.toMatchObject({
        code: 'invalid-input',
        data: { field: 'reason' },
      })
    for (const name of ['no_such_tool', 'nul\0'])
      await expect(setCategory(owner, server.id, { ...DESTRUCTIVE, tool: name })).rejects.toMatchObject({
        code: 'not-found',
      })
  })

  it('stays through another definition, whose review says both', async () => {
    await setCategory(owner, server.id, DESTRUCTIVE)
    upstream.list([{ ...READ, description: 'Creates a stream' }])
    await refreshServer(owner, server.id)
    const [review] = await listToolChanges(owner, server.id)
    expect(review).toMatchObject({ override: { reason: WHY, category: 'Destructive' } })
    await acceptTools(owner, server.id, { read_stream: review?.hash ?? '' })
    expect(await tool()).toMatchObject({
      category: 'Destructive',
      state: 'pinned',
      override: { reason: WHY },
    })
    await resetCategory(owner, server.id, 'read_stream')
    expect((await tool())?.category).toBe(review?.after.category)
  })

  it('ends with the address: what is behind another one is another server', async () => {
    await setCategory(owner, server.id, DESTRUCTIVE)
    const other = await startUpstream([READ])
    await updateServer(owner, server.id, { url: other.url })
    expect(await tool()).toMatchObject({ category: 'Read', severity: 'Low', override: null })
    await other.close()
  })

  it('is kept whole or not at all', async () => {
    await expect(
      instance.sql(`UPDATE tool SET override_category = 'Write' WHERE server_id = $1`, [server.id]),
    ).rejects.toThrow('tool_override_is_whole')
  })
})
