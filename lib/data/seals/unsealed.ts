// Entries outside the chain: those that wait for their seal, and those that nobody can account for.
import type pg from 'pg'
import type { Problem } from './verification.ts'

// Neither sealed nor waiting: its way into the table was another one.
const INSERTED = `
  SELECT e.id FROM audit_event e
    LEFT JOIN (SELECT unnest(ids) AS id FROM audit_seal WHERE organisation_id = $1) s ON s.id = e.id
    LEFT JOIN audit_pending p ON p.organisation_id = e.organisation_id AND p.id = e.id
   WHERE e.organisation_id = $1 AND s.id IS NULL AND p.id IS NULL ORDER BY e.at, e.id LIMIT 1`
const LOST = `
  SELECT p.id FROM audit_pending p
   WHERE p.organisation_id = $1 AND NOT EXISTS (
         SELECT FROM audit_event e WHERE e.organisation_id = p.organisation_id AND e.id = p.id AND e.at = p.at)
   ORDER BY p.at, p.id LIMIT 1`
// An id stands once in the record, sealed once.
const TWICE = `
  SELECT id FROM (SELECT id FROM audit_event WHERE organisation_id = $1) e GROUP BY id HAVING count(*) > 1
  UNION ALL
  SELECT id FROM (SELECT unnest(ids) AS id FROM audit_seal WHERE organisation_id = $1) s GROUP BY id HAVING count(*) > 1
  ORDER BY id LIMIT 1`
const COUNT = 'SELECT count(*)::int AS waiting FROM audit_pending WHERE organisation_id = $1'

export async function findUnsealed(
  client: pg.ClientBase,
  organisationId: string,
): Promise<{ problem: Problem | null; waiting: number }> {
  const one = async (text: string) =>
    (await client.query<{ id: string }>(text, [organisationId])).rows[0]?.id ?? null
  const waiting = (await client.query<{ waiting: number }>(COUNT, [organisationId])).rows[0]?.waiting ?? 0
  const inserted = (await one(INSERTED)) ?? (await one(TWICE))
  if (inserted !== null)
    return { problem: { kind: 'inserted', sequence: null, entryId: inserted, seal: null }, waiting }
  const lost = await one(LOST)
  if (lost !== null)
    return { problem: { kind: 'missing-unsealed', sequence: null, entryId: lost, seal: null }, waiting }
  return { problem: null, waiting }
}
