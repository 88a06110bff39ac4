// What a list says of a server's tools (POLICY.md D1), whether it passed through or was read for its own
// sake. It can only narrow: a new or changed definition is stored beside the pin, never as the pin.
import type pg from 'pg'
import { BOUNDS } from '#lib/bounds/index.ts'
import { classifyDefinition } from '#lib/catalogue/index.ts'
import { parseJson } from '#lib/json/index.ts'
import { storeUnavailable } from './pool.ts'
import { isStorable } from './text.ts'

/** One tool of a list. `definition` is JSON text; an array of all of them where the name stood twice. */
export type SeenTool = {
  readonly name: string
  readonly definition: string
  readonly hash: string
  readonly isTwice: boolean
}
/** A server as it was when the list was asked for: another revision is another upstream. */
export type ListedServer = {
  readonly organisationId: string
  readonly serverId: string
  readonly revision: number
  readonly name?: string
  /** How many tools an organisation may have where its operator set no number for it; the built-in one where absent. */
  readonly mostTools?: number
}

// The server's row is locked first, as registration and refreshing do, so that two lists never mix.
const LOCK = `SELECT FROM server WHERE organisation_id = $1 AND id = $2 AND revision = $3 FOR UPDATE`
// A page is no proof that a tool is as it was: the same name may stand on another one. So the accepted
// definition comes back with a whole list only. The class is that of the pin, where there is one (C7).
const UPSERT = `
  INSERT INTO tool AS t (organisation_id, server_id, name, position, definition, hash, category, severity, confidence, evidence)
  SELECT $1, $2, s.name, s.position, s.definition, s.hash, s.category, s.severity, s.confidence, s.evidence
    FROM jsonb_to_recordset($3::jsonb) AS s (name text, position int, definition text, hash text, category text,
         severity text, confidence double precision, evidence jsonb)
   ORDER BY s.name COLLATE "C"
  ON CONFLICT (organisation_id, server_id, name) DO UPDATE
     SET definition = excluded.definition, hash = excluded.hash, present = true, seen_at = clock_timestamp(),
         category = CASE WHEN t.pinned_hash IS NULL THEN excluded.category ELSE t.category END,
         severity = CASE WHEN t.pinned_hash IS NULL THEN excluded.severity ELSE t.severity END,
         confidence = CASE WHEN t.pinned_hash IS NULL THEN excluded.confidence ELSE t.confidence END,
         evidence = CASE WHEN t.pinned_hash IS NULL THEN excluded.evidence ELSE t.evidence END
   WHERE (t.hash <> excluded.hash OR NOT t.present)
     AND ($4::boolean OR t.pinned_hash IS DISTINCT FROM excluded.hash)`
// Which of these names are no tools yet, and how many more there may be. Lists that come at once may each take the last
// places: this bounds what a server can make an organisation store, to the list.
const NEW_NAMES = `
  SELECT listed.name,
         coalesce((SELECT most FROM quota WHERE organisation_id = $1 AND resource = 'tools'), $4)
           - (SELECT count(*) FROM tool WHERE organisation_id = $1 AND present) AS room
    FROM unnest($3::text[]) WITH ORDINALITY AS listed (name, place)
   WHERE NOT EXISTS (SELECT FROM tool WHERE organisation_id = $1 AND server_id = $2 AND tool.name = listed.name AND present)
   ORDER BY listed.place`
const VANISH = `
  UPDATE tool SET present = false
   WHERE organisation_id = $1 AND server_id = $2 AND present AND name <> ALL ($3::text[])`

/**
 * Stores what a list said. Nothing is stored where the server has changed since the list was asked for.
 * @param changed the tools that differ from what is stored
 * @param whole every name, where the whole list is known: what it no longer names is gone
 * @throws {Fault} store-unavailable
 */
export async function recordToolList(
  pool: pg.Pool,
  server: ListedServer,
  changed: readonly SeenTool[],
  whole: readonly string[] | null,
): Promise<void> {
  await inTransaction(pool, (client) => writeToolList(client, server, changed, whole))
}

/**
 * The same within a transaction of the caller's. What the organisation has no room for is left out, and so is no tool
 * to anybody.
 * @returns how many were left out; nothing is written where the server is another one by now
 */
export async function writeToolList(
  client: pg.PoolClient,
  server: ListedServer,
  changed: readonly SeenTool[],
  whole: readonly string[] | null,
): Promise<number> {
  const key = [server.organisationId, server.serverId]
  const locked = await client.query(LOCK, [...key, server.revision])
  if (locked.rowCount !== 1) return 0
  // First what is gone: that makes room.
  if (whole) await client.query(VANISH, [...key, whole.filter(isStorable)])
  const surroundings = {
    ...(server.name !== undefined && { server: server.name }),
    ...(whole && { siblings: whole }),
  }
  const storable = changed.filter((tool) => isStorable(tool.name))
  const leftOut = storable.length === 0 ? new Set() : await withoutRoom(client, server, storable)
  const rows = storable
    .filter((tool) => !leftOut.has(tool.name))
    .map((tool, position) => rowOf(tool, position, surroundings))
  if (rows.length > 0) await client.query(UPSERT, [...key, JSON.stringify(rows), whole !== null])
  return leftOut.size
}

async function withoutRoom(
  client: pg.PoolClient,
  { organisationId, serverId, mostTools = BOUNDS.tools.most }: ListedServer,
  tools: readonly SeenTool[],
): Promise<ReadonlySet<string>> {
  const names = tools.map(({ name }) => name)
  const { rows } = await client.query<{ name: string; room: string }>(NEW_NAMES, [
    organisationId,
    serverId,
    names,
    mostTools,
  ])
  const room = Math.max(0, Number(rows[0]?.room ?? 0))
  return new Set(rows.slice(room).map(({ name }) => name))
}

/** Runs `work` in one transaction; any failure is a Fault `store-unavailable`. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((cause) => {
    throw storeUnavailable(cause)
  })
  try {
    await client.query('BEGIN')
    const value = await work(client)
    await client.query('COMMIT')
    client.release()
    return value
  } catch (cause) {
    client.release(cause instanceof Error ? cause : true)
    throw storeUnavailable(cause)
  }
}

function rowOf(
  tool: SeenTool,
  position: number,
  surroundings: { server?: string; siblings?: readonly string[] },
): object {
  const parsed = parseJson(tool.definition, { maxDepth: 130, maxNodes: 2_000_000 })
  const { category, severity, confidence, evidence } = classifyDefinition(tool.name, parsed, surroundings)
  // jsonb holds no NUL, and evidence quotes what a server wrote.
  const quoted = evidence.map((each) => ({ ...each, text: each.text.replaceAll('\0', '\uFFFD') }))
  return {
    name: tool.name,
    position,
    definition: tool.definition,
    hash: tool.hash,
    category,
    severity,
    confidence,
    evidence: quoted,
  }
}
