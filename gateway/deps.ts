// What the pipeline works with. Made once per process; a test makes one per gateway.

import { type Accesses, createAccesses } from '#lib/access/index.ts'
import {
  type Admission,
  createAdmission,
  createBoundAdmission,
  createFactsReader,
  createOutcomes,
  createPool,
  type DecidedCall,
  type Facts,
  type FactsReader,
  type Outcomes,
  type Pool,
} from '#lib/data/admission/index.ts'
import type { Log } from '#lib/log.ts'
import { countMany } from '#lib/metrics/index.ts'
import { createSender, type Sender } from '#lib/sender/index.ts'
import type { Tracer } from '#lib/tracing/index.ts'
import { accessDepsOf } from './access-deps.ts'
import { type Attempts, createAttempts } from './attempts/index.ts'
import { boundsOf, type Config } from './config.ts'
import { type Connectors, createConnectors } from './connector/index.ts'
import { createHeld, type Held } from './held/index.ts'
import { createHop, type Hop } from './hop/index.ts'
import { createOccupancy, type Occupancy } from './occupancy.ts'
import { createReadings, type Readings } from './readings/index.ts'
import { createRecentGrounds, type RecentGrounds } from './recent-grounds.ts'
import { AskedIds } from './relay/asked-id.ts'
import { createShadows, type Shadows } from './shadow/index.ts'
import { createShelf, type Shelf } from './shelf.ts'
import { createStreams, type Streams } from './streams.ts'
import { createUpkeep, type Upkeep } from './upkeep/index.ts'

export type Deps = {
  readonly pool: Pool
  /** Reads facts now. */
  readonly facts: FactsReader
  /** The tokens of servers that are signed in to. */
  readonly accesses: Accesses
  /** Grounds that stood a moment ago, for what admission checks again. */
  readonly recent: RecentGrounds
  readonly admission: Admission
  readonly outcomes: Outcomes
  readonly shelf: Shelf
  /** How far clients come, and what keeps them out, for whoever connects one. */
  readonly attempts: Attempts
  /** Drafts that are evaluated beside what is in force. */
  readonly shadows: Shadows
  readonly streams: Streams
  readonly asked: AskedIds
  readonly occupancy: Occupancy
  /** Calls that wait for a person. */
  readonly held: Held
  readonly hop: Hop
  readonly connectors: Connectors
  /** Reads servers' lists again: on a schedule, and when a server says that its list has changed. */
  readonly readings: Readings
  /** Tells people what happened; null where the configuration says nothing of it. */
  readonly sender: Sender | null
  /** Says that this replica is alive, and keeps the record of calls in order. */
  readonly upkeep: Upkeep
  /** Where traces are on. */
  readonly tracer: Tracer | null
  /** Told when a server says that its tools changed, and so that its list is worth reading again. */
  onListChanged: OnListChanged
  readonly log: Log
}

export type OnListChanged = (facts: Facts & { readonly server: NonNullable<Facts['server']> }) => void

export function createDeps(
  databaseUrl: string,
  config: Config,
  log: Log,
  tracer: Tracer | null = null,
): Deps {
  const pool = createPool(databaseUrl)
  const outcomes = createOutcomes(pool, (dropped) => {
    countMany('portcullis_outcomes_lost_total', { why: dropped.why }, dropped.count)
    log.error(dropped, 'outcomes are lost; the records stay open until they are swept as unknown')
  })
  const lost = (call: DecidedCall) =>
    outcomes.reconcile({ organisationId: call.facts.organisationId, id: call.id, at: null })
  const plain = createAdmission(pool, lost)
  // Apart from the rest: people are slow, and whoever waits for them must keep nobody else waiting.
  const bound = createBoundAdmission(pool, lost)
  const admission: Admission = { admit: (call) => (call.wish ? bound : plain).admit(call) }
  const bounds = boundsOf(config)
  const streams = createStreams(pool, bounds)
  const occupancy = createOccupancy(bounds)
  const hop = createHop(pool, config.secretKey, log, config.hopTimes)
  const readings = createReadings(pool, config, log, hop)
  return {
    pool,
    facts: createFactsReader(pool),
    accesses: createAccesses(accessDepsOf(pool, config)),
    recent: createRecentGrounds(),
    admission,
    outcomes,
    shelf: createShelf(pool),
    attempts: createAttempts(pool, log),
    shadows: createShadows(pool, log, config.shadowTimes),
    streams,
    asked: new AskedIds(),
    occupancy,
    held: createHeld(pool, bounds.heldCheckMs),
    hop,
    connectors: createConnectors({ pool, hop, log, readings }, config.connectorTimes),
    readings,
    sender: config.notices
      ? createSender(
          pool,
          { ...config, contactEmail: '', ...config.notices, allowPrivate: config.allowPrivateUpstreams },
          log,
          config.notices,
        )
      : null,
    upkeep: createUpkeep({ pool, outcomes, log }, config.upkeepTimes),
    tracer,
    onListChanged: ({ organisationId, server }) => readings.soon(organisationId, server.id),
    log,
  }
}
