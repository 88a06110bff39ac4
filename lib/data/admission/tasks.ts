// Whose a task is (POLICY.md N2): the grant's whose call made it. Written before its client hears of it.
import type { AskGroup } from '#lib/mcp/index.ts'
import type { Facts } from './facts.ts'
import { type Pool, query } from './pool.ts'

export type OwnTask = {
  /** The tool whose call made it. */
  readonly tool: string
  /** What it has asked of its client so far: keys, and the group of each question. */
  readonly asked: ReadonlyMap<string, AskGroup>
}

// A task that nobody has looked at for so long is forgotten.
const OLD = `seen_at < clock_timestamp() - interval '30 days'`
const OWN = `
  WITH old AS (
    DELETE FROM task WHERE organisation_id = $1 AND ${OLD}
       AND (grant_id, server_id, task_id) IS DISTINCT FROM ($2, $3, $4)
  )
  INSERT INTO task AS t (organisation_id, grant_id, server_id, task_id, tool) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (organisation_id, grant_id, server_id, task_id) DO UPDATE
     SET tool = CASE WHEN t.tool = excluded.tool THEN t.tool ELSE '' END, seen_at = clock_timestamp()`
const FIND = `
  WITH seen AS (
    UPDATE task SET seen_at = clock_timestamp()
     WHERE organisation_id = $1 AND grant_id = $2 AND server_id = $3 AND task_id = ANY ($4::text[])
       AND seen_at < clock_timestamp() - interval '1 hour'
  )
  SELECT task_id, tool, asked FROM task
   WHERE organisation_id = $1 AND grant_id = $2 AND server_id = $3 AND task_id = ANY ($4::text[]) AND tool <> ''`
const ASKED = `
  UPDATE task SET asked = asked || $5::jsonb
   WHERE organisation_id = $1 AND grant_id = $2 AND server_id = $3 AND task_id = $4 AND NOT asked @> $5::jsonb`

/**
 * Gives a task to the grant. An id that one grant was given for two tools is nobody's from then on.
 * @throws {Fault} store-unavailable
 */
export async function ownTask(pool: Pool, facts: Facts, taskId: string, tool: string): Promise<void> {
  await query(pool, OWN, [...keyOf(facts), taskId, tool])
}

/**
 * Which of these tasks are the grant's, by id.
 * @throws {Fault} store-unavailable
 */
export async function findOwnTasks(
  pool: Pool,
  facts: Facts,
  taskIds: readonly string[],
): Promise<ReadonlyMap<string, OwnTask>> {
  if (taskIds.length === 0) return new Map()
  const rows = await query<{ task_id: string; tool: string; asked: Record<string, AskGroup> }>(pool, FIND, [
    ...keyOf(facts),
    [...taskIds],
  ])
  return new Map(
    rows.map(({ task_id, tool, asked }) => [task_id, { tool, asked: new Map(Object.entries(asked)) }]),
  )
}

/**
 * Notes what a task asks of its client: of the answers only those will go up.
 * @throws {Fault} store-unavailable
 */
export async function noteAsked(
  pool: Pool,
  facts: Facts,
  taskId: string,
  asked: ReadonlyMap<string, AskGroup>,
): Promise<void> {
  if (asked.size === 0) return
  await query(pool, ASKED, [...keyOf(facts), taskId, JSON.stringify(Object.fromEntries(asked))])
}

function keyOf(facts: Facts): [string, string, string] {
  return [facts.organisationId, facts.grant.id, facts.server?.id ?? '']
}
