// Shadow policies, as the gateway reads and counts them: apart from every call, a few times a second at most.
import type pg from 'pg'
import { query } from './pool.ts'

/** A draft in shadow of the version that is in force. */
export type LiveShadow = {
  readonly organisationId: string
  readonly id: string
  /** Of this server's calls alone, of those that its policy serves. */
  readonly serverId: string
  readonly versionId: string
}

/** What was counted of one shadow, tool and grant, in one way. */
export type ShadowCount = {
  readonly organisationId: string
  readonly shadowId: string
  readonly tool: string
  readonly grantId: string
  readonly live: string
  readonly draft: string
  readonly rule: string
  readonly calls: number
  /** Milliseconds since the epoch. */
  readonly firstAt: number
  readonly lastAt: number
  /** Ids of calls, newest first. */
  readonly examples: readonly string[]
}
export type ShadowTotal = {
  readonly organisationId: string
  readonly shadowId: string
  readonly calls: number
  readonly errors: number
  readonly missed: number
}

/** Those of all tenants: there is one for a server at most, and for most there is none. @throws {Fault} store-unavailable */
export function listLiveShadows(pool: pg.Pool): Promise<LiveShadow[]> {
  const text = `SELECT s.organisation_id AS "organisationId", s.id, s.server_id AS "serverId",
                       p.published_version_id AS "versionId"
                  FROM shadow s JOIN policy p ON p.organisation_id = s.organisation_id AND p.id = s.policy_id
                 WHERE p.published_version_id IS NOT NULL`
  return query<LiveShadow>(pool, text, [])
}

/** Its canonical document; null where it is gone. A shadow never changes: an answer may be kept. */
export async function findShadowDocument(
  pool: pg.Pool,
  { organisationId, id }: LiveShadow,
): Promise<string | null> {
  const text = 'SELECT canonical FROM shadow WHERE organisation_id = $1 AND id = $2'
  return (await query<{ canonical: string }>(pool, text, [organisationId, id]))[0]?.canonical ?? null
}

const EXAMPLES = 5

// What is counted of a shadow that is gone meanwhile joins nothing. Rows are written in the order of their key,
// so that two replicas which count at once do not wait for each other in a circle.
const COUNT = `
  WITH totals AS (
    UPDATE shadow s SET calls = s.calls + t.calls, errors = s.errors + t.errors, missed = s.missed + t.missed
      FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
           AS t (organisation_id, shadow_id, calls, errors, missed)
     WHERE s.organisation_id = t.organisation_id AND s.id = t.shadow_id)
  INSERT INTO shadow_verdict AS v (organisation_id, shadow_id, tool, grant_id, live, draft, rule, calls, first_at, last_at, examples)
  SELECT c.organisation_id, c.shadow_id, c.tool, c.grant_id, c.live, c.draft, c.rule, c.calls,
         to_timestamp(c.first_at / 1000.0), to_timestamp(c.last_at / 1000.0), string_to_array(c.examples, ',')
    FROM unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bigint[],
                $14::float8[], $15::float8[], $16::text[])
         AS c (organisation_id, shadow_id, tool, grant_id, live, draft, rule, calls, first_at, last_at, examples)
    JOIN shadow s ON s.organisation_id = c.organisation_id AND s.id = c.shadow_id
   ORDER BY c.organisation_id, c.shadow_id, c.tool, c.grant_id, c.live, c.draft
  ON CONFLICT (organisation_id, shadow_id, tool, grant_id, live, draft) DO UPDATE
    SET calls = v.calls + excluded.calls, rule = excluded.rule, first_at = least(v.first_at, excluded.first_at),
        last_at = greatest(v.last_at, excluded.last_at), examples = (excluded.examples || v.examples)[1:${EXAMPLES}]`

/** Adds what was counted, all of it or nothing. @throws {Fault} store-unavailable */
export async function countShadowed(
  pool: pg.Pool,
  totals: readonly ShadowTotal[],
  counts: readonly ShadowCount[],
): Promise<void> {
  const sorted = totals.toSorted((a, b) => (a.shadowId < b.shadowId ? -1 : 1))
  await query(pool, COUNT, [
    sorted.map(({ organisationId }) => organisationId),
    sorted.map(({ shadowId }) => shadowId),
    sorted.map(({ calls }) => calls),
    sorted.map(({ errors }) => errors),
    sorted.map(({ missed }) => missed),
    counts.map(({ organisationId }) => organisationId),
    counts.map(({ shadowId }) => shadowId),
    counts.map(({ tool }) => tool),
    counts.map(({ grantId }) => grantId),
    counts.map(({ live }) => live),
    counts.map(({ draft }) => draft),
    counts.map(({ rule }) => rule),
    counts.map(({ calls }) => calls),
    counts.map(({ firstAt }) => firstAt),
    counts.map(({ lastAt }) => lastAt),
    counts.map(({ examples }) => examples.slice(0, EXAMPLES).join(',')),
  ])
}
