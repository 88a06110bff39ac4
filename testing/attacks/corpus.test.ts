// The attack corpus (SECURITY.md): each case goes through a real gateway. A refused one reaches no server,
// leaves one row that says why where it was known who asked, and the next ordinary call passes.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Attack, Era } from './attack.ts'
import { ANSWERS, FORBIDDEN } from './cases/answers.ts'
import { GRANTS } from './cases/grants.ts'
import { PARSING } from './cases/parsing.ts'
import { PROTOCOL } from './cases/protocol.ts'
import { TRANSPORT } from './cases/transport.ts'
import { WIRE, WIRE_BODY } from './cases/wire.ts'
import { filled, startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
beforeEach(() => {
  world.upstream.script = answerCall
})
afterAll(() => world.close())

const statuses = (status: number | readonly number[]) => (typeof status === 'number' ? [status] : status)
const eras = (attacks: readonly Attack[]) =>
  attacks.flatMap((attack) =>
    (attack.eras ?? (['legacy', 'modern'] as const)).map((era): [string, Attack, Era] => [
      `[${attack.id}] ${attack.title} (${era})`,
      attack,
      era,
    ]),
  )

describe.each([
  ['A. parsing', PARSING],
  ['B. protocol', PROTOCOL],
  ['C. transport', TRANSPORT],
] as const)('%s', (_, attacks) => {
  it.each(eras(attacks))('%s', async (_, attack, era) => {
    const tenant = await world.attacked(attack.policy)
    const before = world.upstream.seen.length
    const heard = await world.send(attack, era, tenant)
    const arrived = world.upstream.seen.slice(before)
    const { must } = attack
    if ('reaches' in must) {
      expect(heard.status, heard.text).toBe(200)
      expect(arrived.map((each) => each.body)).toEqual([expect.stringContaining(must.reaches)])
      expect(JSON.stringify(arrived.map((each) => each.headers))).not.toMatch(/canary|"x-evil"/i)
      expect(await decisions(tenant.organisationId)).toEqual(['allow'])
    } else {
      expect(arrived).toEqual([])
      expect(statuses(must.refused), heard.text).toContain(heard.status)
      if (must.code !== undefined) expect(statuses(must.code), heard.text).toContain(codeOf(heard.text))
      expect(await decisions(tenant.organisationId)).toEqual(Array(must.recorded).fill('deny'))
    }
    expect(heard.text).not.toContain(tenant.token)
    expect(({} as { role?: string }).role).toBeUndefined()
    expect(await world.callsOn(tenant)).toBe(200)
  })
})

describe('C. the wire', () => {
  it.each(WIRE.map((attack) => [`[${attack.id}] ${attack.title}`, attack] as const))(
    '%s',
    async (_, attack) => {
      const tenant = await world.attacked()
      const before = world.upstream.seen.length
      const chunked = `${Buffer.byteLength(WIRE_BODY).toString(16)}\r\n${WIRE_BODY}\r\n0\r\n\r\n`
      const raw = filled(attack.raw, tenant)
        .replaceAll('$LENGTH', String(Buffer.byteLength(WIRE_BODY)))
        .replaceAll('$BODY', WIRE_BODY)
        .replaceAll('$CHUNKED', chunked)
      const heard = await world.write(raw)
      const answers = [...heard.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status))
      expect(answers, heard).toHaveLength(1)
      expect(statuses(attack.status), heard).toContain(answers[0])
      expect(world.upstream.seen).toHaveLength(before)
      expect(await decisions(tenant.organisationId)).toEqual([])
      expect(await world.callsOn(tenant)).toBe(200)
    },
  )
})

describe('D. grants', () => {
  it.each(GRANTS.map((attack) => [`[${attack.id}] ${attack.title}`, attack] as const))(
    '%s',
    async (_, attack) => {
      const [own, stranger] = [await world.attacked(), await world.attacked()]
      if (attack.change) await world.pool.query(attack.change, [own.grantId])
      const token = attack.token?.(stranger, own) ?? own.token
      const serverId = attack.serverId?.(stranger, own) ?? own.serverId
      const before = world.upstream.seen.length
      const body = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}'
      const heard = await world.post({ ...own, token, serverId }, body)
      expect(heard.status).toBe(attack.status)
      expect(world.upstream.seen).toHaveLength(before)
      expect(heard.text).not.toContain(stranger.serverId)
      // Of what is not theirs, all hear the same, word by word.
      if (attack.status === 404) expect(heard.text).toBe(await unknownServer())
      for (const { organisationId } of [own, stranger]) expect(await decisions(organisationId)).toEqual([])
      expect(await world.callsOn(stranger)).toBe(200)
    },
  )
})

describe('H. and I. answers of a server', () => {
  it.each(ANSWERS.map((attack) => [`[${attack.id}] ${attack.title}`, attack] as const))(
    '%s',
    async (_, attack) => {
      const tenant = await world.attacked()
      world.upstream.script = (_, response) => {
        response.writeHead(attack.status ?? 200, attack.headers).end(attack.body)
        return true
      }
      const before = world.upstream.seen.length
      const body = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}'
      const heard = await world.post(tenant, body)
      expect(world.upstream.seen).toHaveLength(before + 1)
      expect(heard.json, heard.text).toMatchObject({ id: 1, error: { code: -32603 } })
      expect(heard.text + JSON.stringify([...heard.headers])).not.toContain(FORBIDDEN)
      expect(await world.records(tenant)).toMatchObject([{ decision: 'allow', outcome: 'upstream_error' }])
      world.upstream.script = answerCall
      expect(await world.callsOn(tenant)).toBe(200)
    },
  )
})

/** What a server of either era may answer to any call. */
const answerCall: World['upstream']['script'] = ({ body }, response) => {
  const { id } = JSON.parse(body) as { id: unknown }
  const result = { content: [{ type: 'text', text: 'done' }], resultType: 'complete' }
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ jsonrpc: '2.0', id, result }))
  return true
}

async function decisions(organisationId: string): Promise<string[]> {
  const text = 'SELECT decision, rule, reason FROM call WHERE organisation_id = $1 ORDER BY at, id'
  const { rows } = await world.pool.query(text, [organisationId])
  for (const row of rows) expect(`${row.rule}${row.reason}`).not.toBe('')
  return rows.map((row) => String(row.decision))
}

async function unknownServer(): Promise<string> {
  const [one, other] = [await world.attacked(), await world.attacked()]
  return (await world.post({ ...one, serverId: other.serverId }, '{}')).text
}

function codeOf(text: string): number | undefined {
  const json = text.startsWith('{') ? text : (/^data: (\{.*)$/m.exec(text)?.[1] ?? '{}')
  return (JSON.parse(json) as { error?: { code?: number } }).error?.code
}
