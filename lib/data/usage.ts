// Counting the record: sums of what is settled, and the calls since, in one look (docs/decisions/0039). The sums
// and the place they reach are read in one snapshot, so that no call is counted twice or missed.
import { Prisma } from '../../prisma/generated/prisma/client.ts'
import { database, type Transaction } from './client.ts'
import type { Organisation } from './model.ts'

export const GRAINS = ['minute', 'hour', 'day'] as const
/** What the sums are kept by: minutes for 3 hours, hours for 9 days, days (UTC) as long as calls are kept. */
export type Grain = (typeof GRAINS)[number]

/** In ms, `until` exclusive; both on the grain, and steps that are whole grains. */
export type UsageSpan = {
  readonly grain: Grain
  readonly from: number
  readonly until: number
  readonly stepMs: number
}
export type UsageFilter = {
  readonly serverId?: string | undefined
  readonly grantId?: string | undefined
}
export type Decision = 'allow' | 'deny' | 'await'
/** Exactly one of `step` (its number in the span), `serverId` and `grantId` is not null. */
export type CallCount = {
  readonly step: number | null
  readonly serverId: string | null
  readonly grantId: string | null
  readonly decision: Decision
  readonly calls: number
}
/** Denied calls of a tool, or by a rule: the other one is null, and neither is ''. */
export type DeniedCount = {
  readonly serverId: string
  readonly tool: string | null
  readonly rule: string | null
  readonly calls: number
}
export type LatencyCount = {
  readonly step: number
  readonly part: 'gateway' | 'upstream'
  /** Eighths of an octave above 1 ms (`latency_bucket`). */
  readonly bucket: number
  readonly calls: number
}
export type Counted = {
  readonly calls: readonly CallCount[]
  readonly denied: readonly DeniedCount[]
  readonly latencies: readonly LatencyCount[]
}

const MOST_DENIED = 10

/** Counts the calls of a span. What is older than the sums of its grain is not counted. */
export function countUsage(
  { id }: Organisation,
  span: UsageSpan,
  filter: UsageFilter = {},
): Promise<Counted> {
  return snapshot(async (tx) => {
    const look = { id, span, filter, live: await liveFrom(tx, span) }
    return {
      calls: await countCalls(tx, look),
      denied: await countDenied(tx, look),
      latencies: await countLatencies(tx, look),
    }
  })
}

type Look = {
  readonly id: string
  readonly span: UsageSpan
  readonly filter: UsageFilter
  /** From where on calls themselves are counted: a timestamp as Postgres writes it, with its microseconds. */
  readonly live: string
}

function snapshot<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  const isolationLevel = Prisma.TransactionIsolationLevel.RepeatableRead
  return database().$transaction(work, { isolationLevel, maxWait: 10_000, timeout: 30_000 })
}

async function liveFrom(tx: Transaction, span: UsageSpan): Promise<string> {
  const [row] = await tx.$queryRaw<{ live: string }[]>`
    SELECT greatest(reached, ${iso(span.from)}::timestamptz)::text AS live FROM chore WHERE name = 'usage'`
  return row?.live ?? iso(span.from)
}

async function countCalls(tx: Transaction, look: Look): Promise<CallCount[]> {
  return tx.$queryRaw<CallCount[]>`
    SELECT ${stepSql(look.span)} AS step, server_id AS "serverId", grant_id AS "grantId", decision, sum(calls)::float8 AS calls
      FROM (
        SELECT start, server_id, grant_id, decision, calls FROM usage_calls WHERE ${sumsSql(look)} AND ${filterSql(look)}
        UNION ALL
        SELECT call.at, server_id, grant_id, decision, repeats FROM call WHERE ${liveSql(look)} AND ${filterSql(look)}) counted
     GROUP BY GROUPING SETS ((${stepSql(look.span)}, decision), (server_id, decision), (grant_id, decision))`
}

async function countDenied(tx: Transaction, look: Look): Promise<DeniedCount[]> {
  // The sums of all grants together stand under ''.
  const whose = Prisma.sql`grant_id = ${look.filter.grantId ?? ''}`
  return tx.$queryRaw<DeniedCount[]>`
    SELECT server_id AS "serverId", tool, rule, calls FROM (
      SELECT server_id, tool, rule, sum(calls)::float8 AS calls,
             row_number() OVER (PARTITION BY grouping(tool) ORDER BY sum(calls) DESC, server_id, tool, rule) AS place
        FROM (
          SELECT server_id, tool, rule, calls FROM usage_denied WHERE ${sumsSql(look)} AND ${whose} AND ${serverSql(look)}
          UNION ALL
          SELECT server_id, tool, rule, repeats FROM call
           WHERE ${liveSql(look)} AND ${filterSql(look)} AND decision = 'deny') counted
       GROUP BY GROUPING SETS ((server_id, tool), (server_id, rule))
      HAVING coalesce(tool, rule) <> '') ranked
     WHERE place <= ${MOST_DENIED} ORDER BY place`
}

async function countLatencies(tx: Transaction, look: Look): Promise<LatencyCount[]> {
  const whose = Prisma.sql`grant_id = ${look.filter.grantId ?? ''}`
  return tx.$queryRaw<LatencyCount[]>`
    SELECT ${stepSql(look.span)} AS step, part, bucket, sum(calls)::float8 AS calls
      FROM (
        SELECT start, part, bucket, calls FROM usage_latency WHERE ${sumsSql(look)} AND ${whose} AND ${serverSql(look)}
        UNION ALL
        SELECT call.at, p.part, p.bucket, 1 FROM call
         CROSS JOIN LATERAL (VALUES ('gateway', latency_bucket(gateway_ms)),
                                    ('upstream', latency_bucket(latency_ms - gateway_ms))) AS p (part, bucket)
         WHERE ${liveSql(look)} AND ${filterSql(look)} AND latency_ms IS NOT NULL AND gateway_ms IS NOT NULL
           AND closed_at - call.at < late_after()
        UNION ALL
        SELECT l.at, p.part, p.bucket, 1 FROM call_late l
         CROSS JOIN LATERAL (VALUES ('gateway', latency_bucket(gateway_ms)),
                                    ('upstream', latency_bucket(upstream_ms))) AS p (part, bucket)
         WHERE l.organisation_id = ${look.id} AND ${filterSql(look)}
           AND l.at >= ${iso(look.span.from)}::timestamptz AND l.at < ${iso(look.span.until)}::timestamptz) counted
     GROUP BY 1, 2, 3`
}

/** The number of the step that holds `start`. */
function stepSql({ from, stepMs }: UsageSpan): Prisma.Sql {
  // Both are whole numbers: written out, so that the expression is the same wherever it stands.
  const [first, length] = [Prisma.raw(String(Math.trunc(from))), Prisma.raw(String(Math.trunc(stepMs)))]
  return Prisma.sql`floor((extract(epoch FROM start) * 1000 - ${first}) / ${length})::int`
}

function sumsSql({ id, span }: Look): Prisma.Sql {
  return Prisma.sql`organisation_id = ${id} AND grain = ${span.grain}
    AND start >= ${iso(span.from)}::timestamptz AND start < ${iso(span.until)}::timestamptz`
}

function liveSql({ id, span, live }: Look): Prisma.Sql {
  return Prisma.sql`call.organisation_id = ${id}
    AND call.at >= ${live}::timestamptz AND call.at < ${iso(span.until)}::timestamptz`
}

function serverSql({ filter: { serverId } }: Look): Prisma.Sql {
  return serverId === undefined ? Prisma.sql`true` : Prisma.sql`server_id = ${serverId}`
}

function filterSql(look: Look): Prisma.Sql {
  const { grantId } = look.filter
  return grantId === undefined ? serverSql(look) : Prisma.sql`${serverSql(look)} AND grant_id = ${grantId}`
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
