// Each alert from its real cause to a signed webhook and a mail that arrived, through the gateway's own schedules:
// nothing here is looked at, noted or sent by hand.
import { createHmac } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { newId } from '#lib/id.ts'
import { type Listening, listen, textOf } from '#lib/upstream/testing/listen.ts'
import { newSigningSecret, sealChannel } from '#lib/webhooks/index.ts'
import { createReadings, type Readings } from './readings/index.ts'
import { callMessage, type Harness, modernMessage, startHarness } from './testing/harness.ts'
import { startUpstream, type TestUpstream, TOOLS } from './testing/upstream.ts'

type Hooked = { readonly headers: Record<string, unknown>; readonly body: string }
type Mailed = { readonly to: readonly string[]; readonly raw: string }

let gate: Harness
let own: TestUpstream
let receiver: Listening
let mailbox: SMTPServer
let tenant: Tenant
const hooked: Hooked[] = []
const mailed: Mailed[] = []
const secret = newSigningSecret()

beforeAll(async () => {
  receiver = await listen(async (request, response) => {
    hooked.push({ headers: request.headers, body: await textOf(request) })
    response.writeHead(200).end('ok')
  })
  mailbox = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk) => chunks.push(chunk))
      stream.on('end', () => {
        mailed.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString(),
        })
        done()
      })
    },
  })
  await new Promise<void>((ready) => mailbox.listen(0, '127.0.0.1', () => ready()))
  const { port } = mailbox.server.address() as AddressInfo
  gate = await startHarness({
    notices: {
      smtpUrl: `smtp://127.0.0.1:${port}`,
      mailFrom: 'Gate <gate@example.org>',
      lookMs: 100,
      watchMs: 200,
    },
  })
})
afterAll(async () => {
  await gate.close()
  await receiver.close()
  await new Promise<void>((closed) => mailbox.close(() => closed()))
})
let schedule: Readings | null = null
beforeEach(async () => {
  own = await startUpstream()
  return async () => {
    await schedule?.stop()
    schedule = null
    await own.close().catch(() => {})
  }
})

/** The schedule of readings, as a replica has it: begun once a tenant is there to be read. */
function startReading(): void {
  const config = {
    appUrl: '',
    secretKey: Buffer.alloc(32, 7),
    allowPrivateUpstreams: true,
    dashboardOrigin: '',
  }
  const readingTimes = { lookMs: 50, restMs: 0, gatherMs: 10 }
  schedule = createReadings(gate.pool, { ...config, readEveryMs: 3_600_000, readingTimes }, gate.deps.log)
  schedule.start()
}

/** A tenant on an upstream of its own, with a webhook and a mail address that want everything. */
async function toldTenant(policy: object = { version: '1', default: 'allow' }): Promise<void> {
  tenant = await gate.tenant(policy, { url: own.url })
  const { organisationId, email } = tenant
  const hook = newId('chn', organisationId)
  const place = { organisationId, channelId: hook }
  const sealed = sealChannel(Buffer.alloc(32, 7), place, { url: receiver.url, secret })
  await gate.pool.query(
    `INSERT INTO channel (organisation_id, id, name, kind, target, sealed, least)
     VALUES ($1, $2, 'hook', 'webhook', 'x', $3, 'info'), ($1, $4, 'mail', 'email', $5, NULL, 'info')`,
    [organisationId, hook, sealed, newId('chn', organisationId), email],
  )
}

/** Waits until a webhook and a mail of this kind have come to the tenant; gives back what they say. */
async function delivered(kind: string): Promise<{ body: Told; mail: string }> {
  return vi.waitFor(
    async () => {
      const hook = hooked.find(({ body }) => {
        const told = JSON.parse(body) as Told
        return told.type === kind && told.data.organisation.id === tenant.organisationId
      })
      if (!hook) throw new Error(`${kind}: no webhook came`)
      expect(isSigned(hook)).toBe(true)
      const body = JSON.parse(hook.body) as Told
      // A mail is known by its Message-ID, which is the delivery's.
      const { rows } = await gate.pool.query<{ id: string }>(
        `SELECT d.id FROM delivery d JOIN channel c USING (organisation_id) WHERE c.id = d.channel_id
            AND c.kind = 'email' AND d.organisation_id = $1 AND d.event_id = $2`,
        [tenant.organisationId, body.data.id],
      )
      const mail = mailed.find(({ to, raw }) => to.includes(tenant.email) && raw.includes(`<${rows[0]?.id}@`))
      if (!mail) throw new Error(`${kind}: no mail came`)
      return { body, mail: mail.raw }
    },
    { timeout: 60_000, interval: 100 },
  )
}
type Told = {
  readonly type: string
  readonly data: {
    readonly id: string
    readonly severity: string
    readonly subject: string
    readonly organisation: { readonly id: string }
    readonly detail: Record<string, unknown>
  }
}

function isSigned({ headers, body }: Hooked): boolean {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const expected = createHmac('sha256', key).update(signed).digest('base64')
  return String(headers['webhook-signature']).split(' ').includes(`v1,${expected}`)
}
const readNow = () =>
  gate.pool.query('UPDATE server SET next_read_at = now(), read_lease_until = NULL WHERE id = $1', [
    tenant.serverId,
  ])

describe('an alert reaches a webhook and a mailbox from its cause', { timeout: 120_000 }, () => {
  it('denial spike: an agent is refused again and again', async () => {
    await toldTenant({ version: '1', default: 'deny' })
    for (let i = 0; i < 35; i++) await gate.post(tenant, callMessage('echo', { text: `${i}` }, i))
    const { body } = await delivered('denials.spike')
    expect(body.data).toMatchObject({ severity: 'warning', subject: tenant.grantId })
  })

  it('limit at 80 %: the eighth of ten calls an hour', async () => {
    const limits = [{ counter: 'calls', window: 'hour', max: 10 }]
    await toldTenant({ version: '1', default: 'allow', tools: { echo: { limits } } })
    for (let i = 0; i < 8; i++) await gate.post(tenant, callMessage('echo', { text: `${i}` }, i))
    const { body } = await delivered('limit.near')
    expect(body.data).toMatchObject({ severity: 'warning', subject: tenant.grantId })
  })

  it('upstream down: nobody listens at its address any more; and its return is told', async () => {
    await toldTenant()
    const port = Number(new URL(own.url).port)
    await own.close()
    startReading()
    await readNow()
    const { body } = await delivered('server.unreachable')
    expect(body.data).toMatchObject({ severity: 'critical', subject: tenant.serverId })
    own = await startUpstream()
    // At another port: what is at an address is the server there.
    expect(Number(new URL(own.url).port)).not.toBe(port)
    await gate.pool.query('UPDATE server SET url = $2 WHERE id = $1', [tenant.serverId, own.url])
    await readNow()
    expect((await delivered('server.reachable')).body.data.subject).toBe(tenant.serverId)
  })

  it('definition changed: the server lists a tool otherwise than it was accepted', async () => {
    await toldTenant()
    own.tools = TOOLS.map((tool) =>
      tool.name === 'echo' ? { ...tool, description: 'Sends everything to us.' } : tool,
    )
    startReading()
    const { body } = await delivered('tool.changed')
    expect(body.data).toMatchObject({ severity: 'warning', subject: tenant.serverId })
  })

  it('definition changed: seen by a client that lists, without a reading', async () => {
    await toldTenant()
    own.tools = TOOLS.map((tool) => (tool.name === 'slow' ? { ...tool, description: 'Is quick now.' } : tool))
    const { body, headers } = modernMessage('tools/list', {})
    const listed = await gate.post(tenant, body, headers)
    expect(listed.text).not.toContain('Is quick now.')
    expect((await delivered('tool.changed')).body.data.subject).toBe(tenant.serverId)
  })

  it('first use of a grant from a new client: another name than the one it knew', async () => {
    await toldTenant()
    const as = (name: string) => {
      const { body, headers } = modernMessage('tools/call', { name: 'echo', arguments: { text: 'x' } })
      const meta = body.params._meta as Record<string, unknown>
      meta['io.modelcontextprotocol/clientInfo'] = { name, version: '1' }
      return gate.post(tenant, body, headers)
    }
    await as('claude')
    expect((await delivered('grant.new_client')).body.data).toMatchObject({ severity: 'info' })
    // An hour later, as the alarm rests for one.
    const past = [tenant.organisationId]
    await gate.pool.query(`UPDATE call SET at = at - interval '61 minutes' WHERE organisation_id = $1`, past)
    await gate.pool.query(
      `UPDATE alarm SET raised_at = raised_at - interval '61 minutes' WHERE organisation_id = $1`,
      past,
    )
    hooked.length = 0
    mailed.length = 0
    await as('stranger')
    const { body, mail } = await delivered('grant.new_client')
    expect(body.data).toMatchObject({ severity: 'warning', subject: tenant.grantId })
    expect(mail).toContain('stranger')
  })

  it('a call that waits for a person, and what they decided of it, are told the same way', async () => {
    await toldTenant({ version: '1', default: 'allow', tools: { echo: { require_approval: true } } })
    await gate.post(tenant, callMessage('echo', { text: 'may I' }))
    expect((await delivered('approval.asked')).body.data.severity).toBe('warning')
    await gate.pool.query(
      `UPDATE approval SET verdict = 'denied', decided_by_id = $2, decided_at = now(), decided_via = 'user'
        WHERE organisation_id = $1`,
      [tenant.organisationId, tenant.userId],
    )
    expect((await delivered('approval.decided')).body.data.severity).toBe('info')
  })
})
