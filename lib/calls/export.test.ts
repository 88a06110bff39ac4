// The record as a file: bounded memory, one call one row, and nobody else's.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { listAuditEvents } from '#lib/audit/index.ts'
import type { Member } from '#lib/data/model.ts'
import { newId } from '#lib/id.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type CallExport, exportCalls, listCalls } from './index.ts'

let instance: Instance
let owner: Member

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  owner = await newOwner()
})
afterAll(() => instance.close())

const HOSTILE = [
  'a\r\nb\nc',
  '\u001b[2J\u001b[31mred',
  '"},{"decision":"allow',
  '=HYPERLINK("http://evil.example","x")',
  '+1+1',
  '-2',
  '@SUM(A1)',
  '\t=1',
  '＝1',
  'x\u202egnp.exe',
  'line\u2028separator\u0085next',
  'o\'neil, "quoted"; semicolon',
]

async function record(member: Member, text: string): Promise<void> {
  await instance.sql(
    `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
       argument_names, detail, outcome)
     VALUES ($1, $2, clock_timestamp(), 'srv', 'grt', 'tools/call', $3, 'deny', '/x', 'r', $3, ARRAY[$3], $4, 'refused')`,
    [member.organisation.id, newId('call', member.organisation.id), text, { client: text }],
  )
}

const textOf = ({ body }: CallExport) => new Response(body).text()

/** Reads RFC 4180 back. */
function cellsOf(line: string): string[] {
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)]
  return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
}

describe('an export', () => {
  it('[K1] of texts that break lines, terminals, JSON and spreadsheets is one row for each call', async () => {
    for (const text of HOSTILE) await record(owner, text)
    const csv = await textOf(await exportCalls(owner, { format: 'csv' }))
    const lines = csv.split(/\r\n|[\n\r\u0085\u2028\u2029\v\f]/)
    expect(lines.pop()).toBe('')
    expect(lines).toHaveLength(HOSTILE.length + 1)
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    const [head, ...body] = lines.map(cellsOf)
    for (const cells of body) {
      expect(cells).toHaveLength(head?.length ?? 0)
      for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/)
    }
    const tool = head?.indexOf('tool') ?? -1
    expect(body.map((cells) => cells[tool])).toContain(`'=HYPERLINK("http://evil.example","x")`)

    const ndjson = await textOf(await exportCalls(owner, { format: 'ndjson' }))
    const objects = ndjson.split(/[\n\r\u0085\u2028\u2029\v\f]/)
    expect(objects.pop()).toBe('')
    // Every text as it was, to the character.
    expect(objects.map((line) => JSON.parse(line).tool)).toEqual([...HOSTILE].reverse())
    expect(objects.map((line) => JSON.parse(line).detail.client)).toEqual([...HOSTILE].reverse())
    expect(ndjson.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  })

  it('[K4] with another organisation’s ids, cursors and filters has none of its rows', async () => {
    const mine = await newOwner()
    const theirs = await newOwner()
    for (let i = 0; i < 60; i++) await record(theirs, 'secret')
    await record(mine, 'own')
    const { nextCursor, items } = await listCalls(theirs, {})
    const foreign = [
      {},
      { cursor: nextCursor ?? '' },
      { filter: { tool: 'secret' } },
      { filter: { serverId: items[0]?.serverId, grantId: items[0]?.grantId } },
      { filter: { tool: `own' OR organisation_id = '${theirs.organisation.id}` } },
      { filter: { decision: 'deny' as const } },
    ]
    for (const asked of foreign)
      for (const format of ['csv', 'ndjson'] as const) {
        const text = await textOf(await exportCalls(mine, { format, ...asked }))
        expect(text).not.toContain(theirs.organisation.id)
        expect(text).not.toContain('secret')
      }
    await expect(exportCalls(mine, { format: 'csv', cursor: "2026' OR 1=1" })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await expect(exportCalls(mine, { format: 'csv', filter: { tool: 'a\0b' } })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })

  it('[K6] is itself on record: who, in what form, with which filter', async () => {
    const member = await newOwner()
    const viewer = await newColleague(instance, member, 'viewer')
    await textOf(await exportCalls(viewer, { format: 'ndjson', filter: { tool: 'drop' } }))
    const [event] = (await listAuditEvents(member, {})).items
    expect(event).toMatchObject({
      action: 'calls.exported',
      actor: viewer.email,
      target: member.organisation.id,
      detail: { format: 'ndjson', filter: { tool: 'drop', serverId: null } },
    })
  })

  it('[K5] of 100,000 calls needs no more memory than of 10,000, and leaves none out', {
    timeout: 300_000,
  }, async () => {
    const member = await newOwner()
    await instance.sql(
      `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
         argument_names, detail, outcome)
       SELECT $1, 'call_' || $1 || lpad(n::text, 16, '0'), now() - n * interval '1 millisecond', 'srv', 'grt',
         'tools/call', CASE WHEN n % 10 = 0 THEN 'tenth' ELSE 'read' END, 'allow', '', 'allowed', repeat('m', 200),
         '{a,b}', '{}', 'ok' FROM generate_series(1, 100000) n`,
      [member.organisation.id],
    )
    await instance.sql('ANALYZE call')
    const small = await drained(await exportCalls(member, { format: 'csv', filter: { tool: 'tenth' } }))
    const whole = await drained(await exportCalls(member, { format: 'csv' }))
    expect(small.lines).toBe(10_001)
    expect(whole.lines).toBe(100_001)
    expect(whole.bytes).toBeGreaterThan(20_000_000)
    // What stands in memory at once is some pages, however long the file: the whole is 30 MB as text.
    expect(whole.mostHeld - small.mostHeld).toBeLessThan(8 * 1024 * 1024)
  })
})

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Reads an export to its end, and how much memory was held meanwhile, at most: looked at without what is garbage. */
async function drained({ body }: CallExport) {
  let [lines, bytes, mostHeld, chunks] = [0, 0, 0, 0]
  const before = heldNow()
  for await (const chunk of body) {
    bytes += chunk.byteLength
    for (const byte of chunk) if (byte === 10) lines++
    if (chunks++ % 10 === 9) mostHeld = Math.max(mostHeld, heldNow() - before)
  }
  return { lines, bytes, mostHeld }
}

function heldNow(): number {
  collect()
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + external + arrayBuffers
}
