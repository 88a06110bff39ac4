// How much there is, and every address there is.
import type { Category, Severity } from '#lib/policy/index.ts'
import { pool } from '../client.ts'

export type Totals = {
  readonly servers: number
  readonly tools: number
  /** The newest scan; null where there is none. */
  readonly asOf: Date | null
  readonly categories: Readonly<Record<Category, number>>
  readonly severities: Readonly<Record<Severity, number>>
}
/** One address: a server's, or where it has a tool, that tool's. */
export type Address = { readonly server: string; readonly tool: string | null; readonly changedAt: Date }

/** Rows of one shard of a site map; a site map may hold 50,000. */
const SHARD = 40_000

export async function countAll(): Promise<Totals> {
  const { rows } = await pool().query<Omit<Totals, 'categories' | 'severities'> & Record<string, number>>(
    `SELECT count(*)::integer AS servers, coalesce(sum(tools), 0)::integer AS tools, max(scanned_at) AS "asOf",
            coalesce(sum(reads), 0)::integer AS "Read", coalesce(sum(writes), 0)::integer AS "Write",
            coalesce(sum(executes), 0)::integer AS "Execute", coalesce(sum(destroys), 0)::integer AS "Destructive",
            coalesce(sum(pays), 0)::integer AS "Financial", coalesce(sum(others), 0)::integer AS "Other"
       FROM catalogue_server`,
  )
  const row = rows[0]
  const of = (category: Category) => row?.[category] ?? 0
  return {
    servers: row?.servers ?? 0,
    tools: row?.tools ?? 0,
    asOf: row?.asOf ?? null,
    categories: {
      Read: of('Read'),
      Write: of('Write'),
      Execute: of('Execute'),
      Destructive: of('Destructive'),
      Financial: of('Financial'),
      Other: of('Other'),
    },
    severities: {
      Low: of('Read') + of('Other'),
      Medium: of('Write'),
      High: of('Execute'),
      Critical: of('Destructive') + of('Financial'),
    },
  }
}

/** How many shards the addresses of all servers, and those of all tools, make. */
export async function countShards(): Promise<{ servers: number; tools: number }> {
  const { rows } = await pool().query<{ servers: number; tools: number }>(
    `SELECT coalesce((SELECT max(id) FROM catalogue_server), 0) AS servers,
            coalesce((SELECT max(id) FROM catalogue_tool), 0) AS tools`,
  )
  const shards = (largest: number) => Math.ceil((largest + 1) / SHARD)
  return { servers: shards(rows[0]?.servers ?? 0), tools: shards(rows[0]?.tools ?? 0) }
}

/** A shard holds the same rows for ever, but for those that come to the last one and those that go. */
export async function addressesOf(kind: 'servers' | 'tools', shard: number): Promise<Address[]> {
  const range = [shard * SHARD, (shard + 1) * SHARD]
  const { rows } = await pool().query<Address>(
    kind === 'servers'
      ? `SELECT slug AS server, NULL AS tool, changed_at AS "changedAt" FROM catalogue_server
          WHERE id >= $1 AND id < $2 ORDER BY id`
      : `SELECT s.slug AS server, t.slug AS tool, t.changed_at AS "changedAt"
           FROM catalogue_tool t JOIN catalogue_server s ON s.id = t.server_id
          WHERE t.id >= $1 AND t.id < $2 AND t.removed_at IS NULL ORDER BY t.id`,
    range,
  )
  return rows
}
