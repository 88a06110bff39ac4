// Which servers' lists are due to be read, and who reads them (POLICY.md D1). Any number of replicas take
// from one table: what one has taken is leased, and an expired lease is due again.
import type pg from 'pg'
import { query } from './pool.ts'
import { isStorable } from './text.ts'
import { inTransaction, type SeenTool, writeToolList } from './tools.ts'

/** A server whose list this process has taken on to read. */
export type DueServer = {
  readonly organisationId: string
  readonly serverId: string
  readonly name: string
  readonly url: string
  readonly transport: 'http' | 'sse' | 'connector'
  readonly sealedHeaders: Uint8Array | null
  /** It is signed in to: its list is read with somebody's access. */
  readonly oauth: 'server' | 'user' | null
  readonly revision: number
  /** At this address it was never read: how it is spoken to is not known. */
  readonly isUnread: boolean
  /** How many readings before this one failed, in a row. */
  readonly failures: number
  /** Proof of the lease: what is written afterwards is written only while it holds. */
  readonly lease: string
}
type Row = {
  organisation_id: string
  id: string
  name: string
  url: string
  transport: 'http' | 'sse' | 'connector'
  sealed_headers: Buffer | null
  oauth: 'server' | 'user' | null
  revision: number
  unread: boolean
  read_failures: number
  lease: string
}

// While a list is being read nothing is planned: a wish that comes meanwhile is an earlier time, and stays.
const CLAIM = `
  UPDATE server s
     SET read_lease_until = clock_timestamp() + make_interval(secs => $2), next_read_at = '9999-12-31'
   WHERE (s.organisation_id, s.id) IN (
         SELECT d.organisation_id, d.id FROM server d
          WHERE (d.next_read_at <= clock_timestamp() AND d.read_lease_until IS NULL)
             OR d.read_lease_until <= clock_timestamp()
          ORDER BY d.next_read_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING s.organisation_id, s.id, s.name, s.url, s.transport, s.sealed_headers, s.oauth, s.revision, s.read_failures,
            s.read_at IS NULL AS unread, s.read_lease_until::text AS lease`

/** Takes on up to `limit` servers that are due, each for `leaseMs`. @throws {Fault} store-unavailable */
export async function claimDueServers(pool: pg.Pool, limit: number, leaseMs: number): Promise<DueServer[]> {
  const rows = await query<Row>(pool, CLAIM, [limit, leaseMs / 1000])
  return rows.map((row) => ({
    organisationId: row.organisation_id,
    serverId: row.id,
    name: row.name,
    url: row.url,
    transport: row.transport,
    sealedHeaders: row.sealed_headers,
    oauth: row.oauth,
    revision: row.revision,
    isUnread: row.unread,
    failures: row.read_failures,
    lease: row.lease,
  }))
}

const HELD = `
  SELECT FROM server
   WHERE organisation_id = $1 AND id = $2 AND revision = $3 AND read_lease_until = $4::timestamptz FOR UPDATE`
const PIN_FIRST = `
  UPDATE tool t SET pinned_hash = t.hash, pinned_definition = t.definition
    FROM server s
   WHERE s.organisation_id = $1 AND s.id = $2 AND s.read_at IS NULL AND t.organisation_id = s.organisation_id
     AND t.server_id = s.id AND t.present AND t.pinned_hash IS NULL AND t.definition NOT LIKE '[%'`
const PLACES = `
  UPDATE tool SET position = listed.position - 1
    FROM unnest($3::text[]) WITH ORDINALITY AS listed (name, position)
   WHERE tool.organisation_id = $1 AND tool.server_id = $2 AND tool.name = listed.name
     AND tool.position <> listed.position - 1`
// Only where it is another one: the change raises the revision that every call depends on.
const SPOKEN = `UPDATE server SET transport = $3 WHERE organisation_id = $1 AND id = $2 AND transport <> $3`
const GOOD = `
  UPDATE server SET status = $6, status_message = $7, protocol = $3, server_info = $4, read_failures = 0,
         checked_at = clock_timestamp(), read_at = clock_timestamp(), read_lease_until = NULL,
         next_read_at = LEAST(next_read_at, clock_timestamp() + make_interval(secs => $5))
   WHERE organisation_id = $1 AND id = $2`

/**
 * Writes down a list that was read, and when it is read again. Nothing is written where the lease has
 * gone to another, or the server is another one by now.
 * @param tools all of them, in the order of the list
 * @param mostTools how many an organisation may have; what it has no room for is left out, and the status says so
 * @throws {Fault} store-unavailable
 */
export async function recordGoodReading(
  pool: pg.Pool,
  server: DueServer,
  reading: {
    readonly protocol: string
    readonly transport: 'http' | 'sse'
    readonly serverInfo: string
  },
  tools: readonly SeenTool[],
  againInMs: number,
  mostTools?: number,
): Promise<void> {
  const key = [server.organisationId, server.serverId]
  await inTransaction(pool, async (client) => {
    const held = await client.query(HELD, [...key, server.revision, server.lease])
    if (held.rowCount !== 1) return
    const names = tools.map((tool) => tool.name)
    const leftOut = await writeToolList(
      client,
      mostTools === undefined ? server : { ...server, mostTools },
      tools,
      names,
    )
    // Registering accepts what the list then holds; behind a connector that is its first reading (D1).
    if (server.transport === 'connector') await client.query(PIN_FIRST, key)
    await client.query(PLACES, [...key, names.filter(isStorable)])
    if (server.transport !== 'connector') await client.query(SPOKEN, [...key, reading.transport])
    const said = leftOut === 0 ? ['ready', ''] : ['error', leftOutSentence(leftOut)]
    await client.query(GOOD, [...key, reading.protocol, reading.serverInfo, againInMs / 1000, ...said])
  })
}

function leftOutSentence(count: number): string {
  const what = count === 1 ? 'A new tool is' : `${count.toLocaleString('en')} new tools are`
  return `${what} left out: the organisation has as many tools as it may have. Delete a server, or ask whoever runs this Portcullis for more.`
}

const FAILED = `
  UPDATE server SET status = $4, status_message = $5, checked_at = clock_timestamp(), read_lease_until = NULL,
         read_failures = read_failures + 1,
         next_read_at = LEAST(next_read_at, clock_timestamp() + make_interval(secs => $6))
   WHERE organisation_id = $1 AND id = $2 AND read_lease_until = $3::timestamptz`

/** Writes down that a list could not be read, and when it is tried again. The pins stay as they are. */
export async function recordFailedReading(
  pool: pg.Pool,
  server: DueServer,
  reading: { readonly status: string; readonly message: string },
  againInMs: number,
): Promise<void> {
  const { organisationId, serverId, lease } = server
  const values = [organisationId, serverId, lease, reading.status, reading.message, againInMs / 1000]
  await query(pool, FAILED, values)
}

const SOON = `
  UPDATE server
     SET next_read_at = GREATEST(clock_timestamp(), coalesce(checked_at, '-infinity') + make_interval(secs => $3))
   WHERE organisation_id = $1 AND id = $2
     AND next_read_at > GREATEST(clock_timestamp(), coalesce(checked_at, '-infinity') + make_interval(secs => $3))`

/** Wishes for a reading as soon as may be, but not sooner than `restMs` after the last one. */
export async function wishForReading(
  pool: pg.Pool,
  organisationId: string,
  serverId: string,
  restMs: number,
): Promise<void> {
  await query(pool, SOON, [organisationId, serverId, restMs / 1000])
}

/** Gives a server back that was taken on and not read, so that another replica takes it at once. */
export async function giveUpReading(pool: pg.Pool, server: DueServer): Promise<void> {
  const text = `UPDATE server SET read_lease_until = NULL, next_read_at = clock_timestamp()
                 WHERE organisation_id = $1 AND id = $2 AND read_lease_until = $3::timestamptz`
  await query(pool, text, [server.organisationId, server.serverId, server.lease])
}
