// An event is written in the transaction of what happened, with its way to each channel that wants it:
// one without the other cannot be committed. SQL calls note_event itself; everything else comes here.
import type pg from 'pg'
import type { NewEvent } from '#lib/messages/index.ts'
import type { Transaction } from '../client.ts'

const NOTE = 'SELECT note_event($1, $2, $3, $4::jsonb, $5)'

/** Adds an event to a transaction of Prisma's. */
export async function note(tx: Transaction, event: NewEvent): Promise<void> {
  const { organisationId, kind, subject, severity } = event
  const detail = storable(event)
  await tx.$queryRaw`
    SELECT note_event(${organisationId}, ${kind}, ${subject}, ${detail}::jsonb, ${severity ?? null}::text)`
}

/** The same in a transaction of plain `pg`: `client` is the one that has begun it. */
export async function noteWith(client: pg.ClientBase, event: NewEvent): Promise<void> {
  const { organisationId, kind, subject, severity } = event
  await client.query(NOTE, [organisationId, kind, subject, storable(event), severity ?? null])
}

// jsonb holds neither NUL nor half a surrogate pair, and what happened must not fail by being told.
function storable({ detail }: NewEvent): string {
  return JSON.stringify(detail, (_key, value) =>
    typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').toWellFormed() : value,
  )
}
