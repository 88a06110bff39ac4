// How far each import of the catalogue came. A position is saved after the rows before it, so what a killed import
// did twice it only finds to be the same.
import { identityOf, type SourceKind } from './catalogue/index.ts'
import { pool } from './client.ts'

export type ImportCounts = {
  /** Servers. */
  readonly added: number
  readonly changed: number
  readonly same: number
  /** Tools of all of these. */
  readonly tools: number
  /** What was wrong and left out. */
  readonly skipped: number
}
export type ImportBegin = {
  readonly source: string
  readonly title: string
  /** Of what is read: a position in another version says nothing. */
  readonly version: string
  /** Of this attempt; whoever else goes on with the same source has another. */
  readonly run: string
  /** Whether another attempt that is under way, or done with this version, is followed all the same. */
  readonly takeOver: boolean
  readonly leaseMs: number
}
export type ImportBegun = {
  /** Where an unfinished attempt came to; null at the start. */
  readonly position: string | null
  readonly counts: ImportCounts
}

const IS_UNFINISHED = `was.finished_at IS NULL AND was.version = EXCLUDED.version`
const kept = (column: string) => `${column} = CASE WHEN ${IS_UNFINISHED} THEN was.${column} ELSE 0 END`
const BEGIN = `
  INSERT INTO catalogue_import AS was (source, title, version, run, lease_until, started_at, saved_at)
  VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5), clock_timestamp(), clock_timestamp())
  ON CONFLICT (source) DO UPDATE SET
    title = EXCLUDED.title, version = EXCLUDED.version, run = EXCLUDED.run, lease_until = EXCLUDED.lease_until,
    position = CASE WHEN ${IS_UNFINISHED} THEN was.position END,
    ${['added', 'changed', 'same', 'tools', 'skipped'].map(kept).join(', ')},
    started_at = CASE WHEN ${IS_UNFINISHED} THEN was.started_at ELSE EXCLUDED.started_at END,
    saved_at = EXCLUDED.saved_at, finished_at = NULL
  WHERE $6 OR ((was.lease_until IS NULL OR was.lease_until <= clock_timestamp())
           AND NOT (was.version = EXCLUDED.version AND was.finished_at IS NOT NULL))
  RETURNING position, added, changed, same, tools, skipped`

const SAVE = `
  UPDATE catalogue_import
     SET position = $3, added = $4, changed = $5, same = $6, tools = $7, skipped = $8, saved_at = clock_timestamp(),
         lease_until = CASE WHEN $9 THEN NULL ELSE clock_timestamp() + make_interval(secs => $10) END,
         finished_at = CASE WHEN $9 THEN clock_timestamp() END
   WHERE source = $1 AND run = $2`

/** Begins, or goes on with an attempt that did not finish, but where somebody else is at it or it is done. */
export async function beginImport(begin: ImportBegin): Promise<ImportBegun | 'done' | 'held'> {
  const { source, title, version, run, leaseMs, takeOver } = begin
  const { rows } = await pool().query<{ position: string | null } & ImportCounts>(BEGIN, [
    source,
    title,
    version,
    run,
    leaseMs / 1000,
    takeOver,
  ])
  const row = rows[0]
  if (!row) return (await isFinished(source, version)) ? 'done' : 'held'
  const { position, ...counts } = row
  return { position, counts }
}

async function isFinished(source: string, version: string): Promise<boolean> {
  const { rowCount } = await pool().query(
    'SELECT 1 FROM catalogue_import WHERE source = $1 AND version = $2 AND finished_at IS NOT NULL',
    [source, version],
  )
  return rowCount === 1
}

/**
 * Saves how far a run came.
 * @param progress `position` null: nothing is left, the import is finished
 * @returns false where another run has taken over, and this one has to end
 */
export async function saveImport(
  source: string,
  run: string,
  progress: { readonly position: string | null; readonly counts: ImportCounts; readonly leaseMs: number },
): Promise<boolean> {
  const { added, changed, same, tools, skipped } = progress.counts
  const { rowCount } = await pool().query(SAVE, [
    source,
    run,
    progress.position,
    added,
    changed,
    same,
    tools,
    skipped,
    progress.position === null,
    progress.leaseMs / 1000,
  ])
  return rowCount === 1
}

/** The kinds of source that listings have, by their identity; those that are not listed are not in it. */
export async function listedKinds(names: readonly string[]): Promise<ReadonlyMap<string, SourceKind>> {
  const identities = names.map((name) => identityOf({ name }))
  const { rows } = await pool().query<{ identity: string; kind: SourceKind }>(
    'SELECT identity, source_kind AS kind FROM catalogue_server WHERE identity = ANY ($1)',
    [identities],
  )
  return new Map(rows.map(({ identity, kind }) => [identity, kind]))
}
