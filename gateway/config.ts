// What a gateway needs to know. main.ts fills it from the environment, tests write it out.
import { MESSAGE_BOUNDS } from '#lib/mcp/index.ts'
import { MAX_HOLD_MS } from '#lib/policy/index.ts'
import type { SenderTimes } from '#lib/sender/index.ts'
import type { ConnectorTimes } from './connector/index.ts'
import type { HopTimes } from './hop/index.ts'
import type { ReadingTimes } from './readings/index.ts'
import type { UpkeepTimes } from './upkeep/index.ts'

export type Config = {
  /** The public origin: what `Host` and `Origin` must name. No trailing slash. */
  readonly appUrl: string
  /** 32 bytes; opens stored headers, seals sessions and request states. */
  readonly secretKey: Buffer
  readonly allowPrivateUpstreams: boolean
  /** Web pages that are MCP clients, by origin; none where it is absent. */
  readonly allowedOrigins?: readonly string[]
  /** Proxies in front of us that are believed about their clients: addresses and networks. None where absent. */
  readonly trustedProxies?: readonly string[]
  /** Where everything that is not ours is relayed to; '' where this gateway runs alone. */
  readonly dashboardOrigin: string
  /** Where the other replicas reach this one; on one machine, loopback, where absent. */
  readonly hopUrl?: string
  readonly hopTimes?: Partial<HopTimes>
  readonly connectorTimes?: Partial<ConnectorTimes>
  /** Stands in for the machine's authorities where documents of clients are fetched: PEM. */
  readonly documentAuthorities?: string
  readonly bounds?: Partial<Bounds>
  /** How often servers' lists are read again; absent where this process reads none. */
  readonly readEveryMs?: number
  /** How many tools an organisation may have, where its operator set no number for it; the built-in one where absent. */
  readonly mostTools?: number
  readonly readingTimes?: Partial<ReadingTimes>
  /** Tells people what happened; absent where this process sends nothing. */
  readonly notices?: {
    readonly smtpUrl: string
    readonly mailFrom: string
    readonly contactEmail?: string
  } & Partial<SenderTimes>
  readonly upkeepTimes?: Partial<UpkeepTimes>
  readonly shadowTimes?: { readonly lookMs?: number; readonly writeMs?: number }
}

/** Everything that one client, one grant or one upstream can take, in one place. docs/limits.md says why each. */
export type Bounds = {
  // What a client sends.
  readonly maxMessageBytes: number
  /** Of a body larger than this, no more is read before the token is known. */
  readonly maxUnknownBytes: number
  /** The request line and all header lines together. */
  readonly maxHeaderBytes: number
  readonly maxHeaders: number
  readonly maxUrlLength: number
  readonly maxDepth: number
  /** Values in one message, objects and lists included. */
  readonly maxValues: number
  readonly maxKeys: number
  readonly maxTextLength: number
  /** From a connection's first byte to the end of the headers; to the end of the body. */
  readonly headersTimeoutMs: number
  readonly requestTimeoutMs: number
  // What is open at once, in this process.
  readonly maxConnections: number
  readonly maxConnectionsPerAddress: number
  readonly maxExchangesPerGrant: number
  readonly maxExchangesPerOrganisation: number
  /** Standing streams: a session's GET, and `subscriptions/listen`. */
  readonly maxStreamsPerGrant: number
  readonly maxStreamsPerSession: number
  // What an upstream sends.
  /** The longest wait for the first byte of an upstream's answer: a tool may work for minutes. */
  readonly answerTimeoutMs: number
  /** The longest silence inside an answer that is not a standing stream. */
  readonly silenceTimeoutMs: number
  /** The most one JSON answer, or one event of a stream, may hold. */
  readonly maxAnswerBytes: number
  /** The most that a whole stream may hold which answers one request. */
  readonly maxStreamBytes: number
  readonly maxStreamEvents: number
  /** The longest that a stream lasts which answers one request; that a standing one does. */
  readonly maxStreamMs: number
  readonly maxStandingMs: number
  // What a client takes.
  /** A client that reads nothing for this long is gone. */
  readonly stalledClientMs: number
  /** A session of an older revision is asked to begin anew after this. */
  readonly maxSessionMs: number
  /** How long a modern client may keep a list before it asks again: the time a new policy needs to show. */
  readonly maxTtlMs: number
  // What waits for a person.
  /** How many calls of one grant may, at once. */
  readonly maxWaitingPerGrant: number
  /** How long a call is held while its client is connected. */
  readonly maxHoldMs: number
  /** How often it is read what has become of those that are held. */
  readonly heldCheckMs: number
  // Where one address stands for several servers.
  /** How long a list, or the beginning of a session, waits for one of them: the others are shown without it. */
  readonly partPatienceMs: number
  /** How often it is looked whether a server that was away is back, and which servers the grant has. */
  readonly partCheckMs: number
  /** How often open streams are checked against their grants. */
  readonly streamCheckMs: number
  /** How long a drain waits for answers under way. */
  readonly drainMs: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const MIB = 1024 * 1024

export const BOUNDS: Bounds = {
  maxMessageBytes: 4 * MIB,
  maxUnknownBytes: 64 * 1024,
  maxHeaderBytes: 16 * 1024,
  maxHeaders: 100,
  maxUrlLength: 2048,
  maxDepth: MESSAGE_BOUNDS.maxDepth,
  maxValues: MESSAGE_BOUNDS.maxNodes,
  maxKeys: MESSAGE_BOUNDS.maxKeys,
  maxTextLength: MESSAGE_BOUNDS.maxStringLength,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  maxConnections: 10_000,
  maxConnectionsPerAddress: 2_000,
  maxExchangesPerGrant: 64,
  maxExchangesPerOrganisation: 512,
  maxStreamsPerGrant: 64,
  maxStreamsPerSession: 4,
  answerTimeoutMs: 5 * MINUTE,
  silenceTimeoutMs: 5 * MINUTE,
  maxAnswerBytes: 16 * MIB,
  maxStreamBytes: 256 * MIB,
  maxStreamEvents: 100_000,
  maxStreamMs: HOUR,
  maxStandingMs: 12 * HOUR,
  stalledClientMs: MINUTE,
  maxSessionMs: 7 * 24 * HOUR,
  maxTtlMs: 5_000,
  maxWaitingPerGrant: 25,
  maxHoldMs: MAX_HOLD_MS,
  heldCheckMs: 250,
  partPatienceMs: 10_000,
  partCheckMs: 10_000,
  streamCheckMs: 250,
  drainMs: 10_000,
}

const known = new WeakMap<Config, Bounds>()

export function boundsOf(config: Config): Bounds {
  let bounds = known.get(config)
  if (!bounds) {
    bounds = { ...BOUNDS, ...config.bounds }
    known.set(config, bounds)
  }
  return bounds
}
