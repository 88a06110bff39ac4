// What the pipeline works with. Made once per process; a test makes one per gateway.
import {
  type Admission,
  createAdmission,
  createOutcomes,
  createPool,
  type Facts,
  type Outcomes,
  type Pool,
} from '#lib/data/admission/index.ts'
import type { Log } from '#lib/log.ts'
import { boundsOf, type Config } from './config.ts'
import { AskedIds } from './relay/asked-id.ts'
import { createShelf, type Shelf } from './shelf.ts'
import { createStreams, type Streams } from './streams.ts'

export type Deps = {
  readonly pool: Pool
  readonly admission: Admission
  readonly outcomes: Outcomes
  readonly shelf: Shelf
  readonly streams: Streams
  readonly asked: AskedIds
  /** Told when a server says that its tools changed, and so that its list is worth reading again. */
  onListChanged: OnListChanged
  readonly log: Log
}

export type OnListChanged = (facts: Facts & { readonly server: NonNullable<Facts['server']> }) => void

export function createDeps(databaseUrl: string, config: Config, log: Log): Deps {
  const pool = createPool(databaseUrl)
  const outcomes = createOutcomes(pool)
  const admission = createAdmission(pool, (call) =>
    outcomes.reconcile({ organisationId: call.facts.organisationId, id: call.id }),
  )
  const streams = createStreams(pool, boundsOf(config).streamCheckMs)
  return {
    pool,
    admission,
    outcomes,
    shelf: createShelf(pool),
    streams,
    asked: new AskedIds(),
    onListChanged: () => {},
    log,
  }
}
