// What a gateway needs to know. main.ts fills it from the environment, tests write it out.
import type { ConnectorTimes } from './connector/index.ts'
import type { HopTimes } from './hop/index.ts'
import type { ReadingTimes } from './readings/index.ts'

export type Config = {
  /** The public origin: what `Host` and `Origin` must name. No trailing slash. */
  readonly appUrl: string
  /** 32 bytes; opens stored headers, seals sessions and request states. */
  readonly secretKey: Buffer
  readonly allowPrivateUpstreams: boolean
  /** Where everything that is not ours is relayed to; '' where this gateway runs alone. */
  readonly dashboardOrigin: string
  /** Where the other replicas reach this one; on one machine, loopback, where absent. */
  readonly hopUrl?: string
  readonly hopTimes?: Partial<HopTimes>
  readonly connectorTimes?: Partial<ConnectorTimes>
  readonly bounds?: Partial<Bounds>
  /** How often servers' lists are read again; absent where this process reads none. */
  readonly readEveryMs?: number
  readonly readingTimes?: Partial<ReadingTimes>
}

export type Bounds = {
  /** The longest wait for the first byte of an upstream's answer: a tool may work for minutes. */
  readonly answerTimeoutMs: number
  /** The longest silence inside an answer that is not a standing stream. */
  readonly silenceTimeoutMs: number
  /** The most one JSON answer, or one event of a stream, may hold. */
  readonly maxAnswerBytes: number
  /** The most that a whole stream may hold which answers one request. */
  readonly maxStreamBytes: number
  /** A client that reads nothing for this long is gone. */
  readonly stalledClientMs: number
  /** How long a modern client may keep a list before it asks again: the time a new policy needs to show. */
  readonly maxTtlMs: number
  /** How often open streams are checked against their grants. */
  readonly streamCheckMs: number
  /** How long a drain waits for answers under way. */
  readonly drainMs: number
}

export const BOUNDS: Bounds = {
  answerTimeoutMs: 300_000,
  silenceTimeoutMs: 300_000,
  maxAnswerBytes: 16 * 1024 * 1024,
  maxStreamBytes: 256 * 1024 * 1024,
  stalledClientMs: 60_000,
  maxTtlMs: 5_000,
  streamCheckMs: 500,
  drainMs: 10_000,
}

export function boundsOf(config: Config): Bounds {
  return { ...BOUNDS, ...config.bounds }
}
