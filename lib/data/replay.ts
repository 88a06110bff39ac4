// What a replay reads: the tool calls of one server that a policy decided, oldest first, in pages; and the facts
// of today that they are judged by.
import { type Category, REASONS, type Severity } from '#lib/policy/index.ts'
import { Prisma } from '../../prisma/generated/prisma/client.ts'
import { findKept, spanSql } from './call-spans.ts'
import { classOf } from './category-overrides.ts'
import { database } from './client.ts'
import type { Organisation } from './model.ts'
import { isOwnId } from './own-id.ts'
import { policyNotFound } from './policies.ts'
import { serves } from './publish.ts'

/** A call of the record, as far as a replay looks at it. */
export type ReplayedCall = {
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly grantId: string
  readonly tool: string
  readonly reason: string
  readonly argumentNames: readonly string[]
  readonly client: string | null
  readonly repeats: number
}
export type ReplayedTool = {
  readonly name: string
  readonly category: Category
  readonly severity: Severity
  readonly pinnedDefinition: string | null
}
export type ReplayedGrant = {
  readonly id: string
  readonly label: string
  readonly tags: readonly string[]
  readonly userId: string
  readonly email: string
}

/** Which calls: of a server, those that versions of the policy decided (all of them where it is ''), in a span of ms. */
export type ReplaySpan = {
  readonly serverId: string
  readonly policyId: string
  readonly from: number
  readonly until: number
  /** The newest so many rows at most. */
  readonly most: number
}

/** The calls that a span has, as a page after page from the oldest. */
export type ReplaySource = {
  /** When the first of them was, in ms; null where there is none. */
  readonly from: number | null
  /** How many rows there are. */
  readonly rows: number
  /** There are older ones in the span, which `most` left out. */
  readonly isCut: boolean
  readonly pages: (size: number) => AsyncGenerator<readonly ReplayedCall[]>
}

/** The database's clock in ms, and from when on calls are kept. */
export { findKept as findReplayClock } from './call-spans.ts'

/** @throws Fault not-found (the policy) */
export async function openReplay(organisation: Organisation, span: ReplaySpan): Promise<ReplaySource> {
  const { keptSince } = await findKept(organisation)
  const versions = span.policyId === '' ? null : await versionsOf(organisation, span)
  const until = Math.max(span.until, keptSince)
  const where = conditions(organisation, span, versions, Math.max(span.from, keptSince), until)
  // The newest rows of the span, counted no further than wanted: the index holds them in this order.
  const [found] = await database().$queryRaw<{ rows: number; first: Date | null }[]>`
    SELECT count(*)::int AS rows, min(at) FILTER (WHERE place <= ${span.most}) AS first
    FROM (SELECT call.at, row_number() OVER (ORDER BY call.at DESC) AS place
          FROM call WHERE ${where} ORDER BY call.at DESC LIMIT ${span.most + 1}) newest`
  const rows = found?.rows ?? 0
  const from = found?.first?.getTime() ?? null
  return {
    from,
    rows: Math.min(rows, span.most),
    isCut: rows > span.most,
    pages: (size) => pagesOf(organisation, span, versions, { from: from ?? until, until }, size),
  }
}

async function* pagesOf(
  organisation: Organisation,
  span: ReplaySpan,
  versions: readonly string[] | null,
  { from, until }: { from: number; until: number },
  size: number,
): AsyncGenerator<readonly ReplayedCall[]> {
  const where = conditions(organisation, span, versions, from, until)
  const read = (after: Prisma.Sql) => pageAfter(after, where, size)
  // While a page is being judged, Postgres finds the next one.
  let next: Promise<Page | null> = read(Prisma.empty)
  try {
    for (;;) {
      const page = await next
      if (!page) return
      const isLast = page.rows.length < size
      next = isLast ? Promise.resolve(null) : read(page.end)
      yield page.rows.map(toCall)
    }
  } finally {
    // Whoever leaves early waits for nothing, and hears of no error.
    next.catch(() => {})
  }
}

type Page = { readonly rows: readonly Row[]; readonly end: Prisma.Sql }

/** A page in the order of time, and where the one after it begins; null for none. */
async function pageAfter(after: Prisma.Sql, where: Prisma.Sql, size: number): Promise<Page | null> {
  // One text for a page: the driver would take longer to make the rows than Postgres to find them.
  const [row] = await database().$queryRaw<{ page: string; at: string | null; id: string | null }[]>`
    SELECT coalesce(json_agg(json_build_array(id, floor(extract(epoch FROM at) * 1000), grant_id, tool, reason,
             argument_names, client, repeats)), '[]')::text AS page,
           max(at)::text AS at, (array_agg(id ORDER BY at DESC, id DESC))[1] AS id
    FROM (SELECT call.id, call.at, call.grant_id, call.tool, call.reason, call.argument_names,
                 call.detail->>'client' AS client, call.repeats
          FROM call WHERE ${where} ${after} ORDER BY call.at, call.id LIMIT ${size}) page`
  if (!row?.at) return null
  const end = Prisma.sql`AND (call.at, call.id) > (${row.at}::timestamptz, ${row.id})`
  return { rows: JSON.parse(row.page) as Row[], end }
}

type Row = readonly [string, number, string, string, string, readonly string[], string | null, number]

function toCall([id, at, grantId, tool, reason, argumentNames, client, repeats]: Row): ReplayedCall {
  return { id, at, grantId, tool, reason, argumentNames, client, repeats }
}

// What was refused beside the policy (a stopped grant, a message that could not be read) says nothing of it.
const POLICY_REASONS = REASONS.filter((reason) => reason !== 'method-not-allowed')

function conditions(
  organisation: Organisation,
  { serverId }: ReplaySpan,
  versions: readonly string[] | null,
  from: number,
  until: number,
): Prisma.Sql {
  const decided = versions === null ? Prisma.empty : Prisma.sql`AND call.policy_version_id = ANY(${versions})`
  return Prisma.sql`call.organisation_id = ${organisation.id} AND call.server_id = ${serverId}
    AND ${spanSql(from, until)} AND call.tool <> '' AND call.method = 'tools/call'
    AND call.reason = ANY(${POLICY_REASONS}) ${decided}`
}

async function versionsOf(organisation: Organisation, { policyId, serverId }: ReplaySpan): Promise<string[]> {
  if (!isOwnId('pol', organisation, policyId)) throw policyNotFound()
  const organisationId = organisation.id
  if (!(await serves(database(), organisationId, policyId, serverId))) throw policyNotFound()
  const rows = await database().policyVersion.findMany({
    where: { organisationId, policyId },
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}

export async function listReplayedTools(
  organisation: Organisation,
  serverId: string,
): Promise<ReplayedTool[]> {
  const rows = await database().tool.findMany({
    where: { organisationId: organisation.id, serverId },
    select: {
      name: true,
      category: true,
      severity: true,
      overrideCategory: true,
      overrideSeverity: true,
      pinnedDefinition: true,
    },
  })
  return rows.map((row) => ({
    name: row.name,
    ...classOf(row),
    pinnedDefinition: row.pinnedDefinition,
  }))
}

/** Of those of the ids that are grants still; `email` is '' where their maker left. */
export async function listReplayedGrants(
  organisation: Organisation,
  ids: readonly string[],
): Promise<ReplayedGrant[]> {
  return database().$queryRaw<ReplayedGrant[]>`
    SELECT g.id, g.label, coalesce(g.tags, '{}') AS tags, g.created_by_id AS "userId", coalesce(u.email, '') AS email
    FROM "grant" g
    LEFT JOIN member m ON m.organisation_id = g.organisation_id AND m.user_id = g.created_by_id
    LEFT JOIN "user" u ON u.id = m.user_id
    WHERE g.organisation_id = ${organisation.id} AND g.id = ANY(${ids})`
}
