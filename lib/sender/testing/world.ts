// A database with one tenant, its channels, and a sender that looks when it is told to.
import { inject } from 'vitest'
import { createPool, type Pool } from '#lib/data/admission/index.ts'
import { seedTenant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { newId } from '#lib/id.ts'
import { createLog } from '#lib/log.ts'
import { type ChannelSecret, sealChannel } from '#lib/webhooks/index.ts'
import { newDatabase } from '#testing/postgres.ts'
import { createSender, type Sender } from '../index.ts'

export const SECRET_KEY = Buffer.alloc(32, 9)
export const APP_URL = 'https://gate.example.org'

export type SenderWorld = {
  readonly pool: Pool
  readonly tenant: Tenant
  readonly logged: string[]
  sender(settings?: { smtpUrl?: string; allowPrivate?: boolean; contactEmail?: string }): Sender
  channel(kind: 'email' | 'slack' | 'webhook', to: string | ChannelSecret): Promise<string>
  note(detail?: object, kind?: string): Promise<string>
  deliveries(channelId: string): Promise<Record<string, unknown>[]>
  /** Makes everything that waits due now. */
  hurry(): Promise<void>
  close(): Promise<void>
}

export async function senderWorld(): Promise<SenderWorld> {
  const database = await newDatabase(inject('postgresUrl'))
  const pool = createPool(database.url, { max: 6 })
  const tenant = await seedTenant(pool)
  const { organisationId } = tenant
  const logged: string[] = []
  const senders: Sender[] = []
  return {
    pool,
    tenant,
    logged,
    sender({ smtpUrl = '', allowPrivate = true, contactEmail = '' } = {}) {
      const config = {
        secretKey: SECRET_KEY,
        appUrl: APP_URL,
        allowPrivate,
        smtpUrl,
        mailFrom: 'Gate <gate@example.org>',
        contactEmail,
      }
      const sender = createSender(pool, config, createLog({ write: (line) => void logged.push(line) }))
      senders.push(sender)
      return sender
    },
    async channel(kind, to) {
      const id = newId('chn', organisationId)
      const sealed =
        typeof to === 'string' ? null : sealChannel(SECRET_KEY, { organisationId, channelId: id }, to)
      await pool.query(
        `INSERT INTO channel (organisation_id, id, name, kind, target, sealed, least) VALUES ($1, $2, 'c', $3, $4, $5, 'info')`,
        [organisationId, id, kind, typeof to === 'string' ? to : new URL(to.url).host, sealed],
      )
      return id
    },
    async note(detail = { server: 'Live', message: 'It does not answer.' }, kind = 'server.unreachable') {
      const text = 'SELECT note_event($1, $2, $3, $4) AS id'
      const values = [organisationId, kind, tenant.serverId, JSON.stringify(detail)]
      return (await pool.query(text, values)).rows[0].id
    },
    async deliveries(channelId) {
      const text = 'SELECT * FROM delivery WHERE organisation_id = $1 AND channel_id = $2 ORDER BY id'
      return (await pool.query(text, [organisationId, channelId])).rows
    },
    async hurry() {
      await pool.query(`UPDATE delivery SET next_at = clock_timestamp() WHERE status = 'waiting'`)
    },
    async close() {
      await Promise.all(senders.map((sender) => sender.stop()))
      await pool.end()
      await database.drop()
    },
  }
}

/** The status of a channel, and why it is off. */
export async function stateOf({ pool }: SenderWorld, channelId: string): Promise<Record<string, unknown>> {
  return (await pool.query('SELECT * FROM channel WHERE id = $1', [channelId])).rows[0]
}
