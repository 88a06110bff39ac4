// What a list that passed through says of a server's tools (POLICY.md D1). It can only narrow: a new or
// changed definition is stored beside the pin, never as the pin.
import type pg from 'pg'
import { classify } from '#lib/catalogue/index.ts'
import { isJsonObject, type Json, member, parseJson, toPlain } from '#lib/json/index.ts'
import type { Facts } from './facts.ts'
import { storeUnavailable } from './pool.ts'
import { isStorable } from './text.ts'

/** One tool of a list. `definition` is JSON text; an array of all of them where the name stood twice. */
export type SeenTool = {
  readonly name: string
  readonly definition: string
  readonly hash: string
  readonly isTwice: boolean
}

// The server's row is locked first, as registration and refreshing do, so that two lists never mix.
const LOCK = `SELECT FROM server WHERE organisation_id = $1 AND id = $2 AND revision = $3 FOR UPDATE`
const UPSERT = `
  INSERT INTO tool AS t (organisation_id, server_id, name, position, definition, hash, category, severity, confidence, evidence)
  SELECT $1, $2, s.name, s.position, s.definition, s.hash, s.category, s.severity, s.confidence, s.evidence
    FROM jsonb_to_recordset($3::jsonb) AS s (name text, position int, definition text, hash text, category text,
         severity text, confidence double precision, evidence jsonb)
   ORDER BY s.name COLLATE "C"
  ON CONFLICT (organisation_id, server_id, name) DO UPDATE
     SET definition = excluded.definition, hash = excluded.hash, present = true, seen_at = clock_timestamp()
   WHERE t.hash <> excluded.hash OR NOT t.present`
const VANISH = `
  UPDATE tool SET present = false
   WHERE organisation_id = $1 AND server_id = $2 AND present AND name <> ALL ($3::text[])`

/**
 * Stores what a list said. Nothing is stored where the server has changed since the facts were read.
 * @param changed the tools that differ from what is stored
 * @param whole every name, where the whole list is known: what it no longer names is gone
 * @throws {Fault} store-unavailable
 */
export async function recordToolList(
  pool: pg.Pool,
  facts: Facts,
  changed: readonly SeenTool[],
  whole: readonly string[] | null,
): Promise<void> {
  const server = facts.server
  if (!server) return
  const key = [facts.organisationId, server.id]
  const rows = changed.filter((tool) => isStorable(tool.name)).map(rowOf)
  const client = await pool.connect().catch((cause) => {
    throw storeUnavailable(cause)
  })
  try {
    await client.query('BEGIN')
    const locked = await client.query(LOCK, [...key, server.revision])
    if (locked.rowCount === 1) {
      if (rows.length > 0) await client.query(UPSERT, [...key, JSON.stringify(rows)])
      if (whole) await client.query(VANISH, [...key, whole.filter(isStorable)])
    }
    await client.query('COMMIT')
    client.release()
  } catch (cause) {
    client.release(cause instanceof Error ? cause : true)
    throw storeUnavailable(cause)
  }
}

function rowOf(tool: SeenTool, position: number): object {
  const parsed = parseJson(tool.definition, { maxDepth: 130, maxNodes: 2_000_000 })
  const definition = Array.isArray(parsed) ? (parsed[0] ?? null) : parsed
  const { category, severity, confidence, evidence } = classify(subjectOf(tool.name, definition))
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

function subjectOf(name: string, definition: Json) {
  const object = isJsonObject(definition) ? definition : Object.create(null)
  const description = member(object, 'description')
  return {
    name,
    description: typeof description === 'string' ? description : '',
    inputSchema: toPlain(member(object, 'inputSchema') ?? null),
    annotations: toPlain(member(object, 'annotations') ?? null),
  }
}
