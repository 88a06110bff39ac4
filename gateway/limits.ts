// The limits that whoever runs a gateway may set: the environment's word for each, and between what it
// may lie. What is not here is no matter of taste.
import type { Bounds } from './config.ts'

type Limit = { readonly bound: keyof Bounds; readonly least: number; readonly most: number }

const KIB = 1024
const MIB = 1024 * KIB
const DAY_MS = 24 * 60 * 60 * 1000

/** By the name of the variable. Numbers are whole; times are milliseconds. */
export const LIMITS: Readonly<Record<string, Limit>> = {
  MAX_MESSAGE_BYTES: { bound: 'maxMessageBytes', least: KIB, most: 64 * MIB },
  MAX_HEADER_BYTES: { bound: 'maxHeaderBytes', least: 4 * KIB, most: 256 * KIB },
  MAX_HEADERS: { bound: 'maxHeaders', least: 20, most: 1000 },
  MAX_URL_LENGTH: { bound: 'maxUrlLength', least: 256, most: 8 * KIB },
  MAX_JSON_DEPTH: { bound: 'maxDepth', least: 8, most: 256 },
  MAX_JSON_VALUES: { bound: 'maxValues', least: 100, most: 2_000_000 },
  MAX_JSON_KEYS: { bound: 'maxKeys', least: 100, most: 1_000_000 },
  MAX_JSON_TEXT: { bound: 'maxTextLength', least: KIB, most: 64 * MIB },
  HEADERS_TIMEOUT_MS: { bound: 'headersTimeoutMs', least: 1000, most: 60_000 },
  REQUEST_TIMEOUT_MS: { bound: 'requestTimeoutMs', least: 1000, most: 600_000 },
  MAX_CONNECTIONS: { bound: 'maxConnections', least: 10, most: 1_000_000 },
  MAX_CONNECTIONS_PER_ADDRESS: { bound: 'maxConnectionsPerAddress', least: 4, most: 1_000_000 },
  MAX_EXCHANGES_PER_GRANT: { bound: 'maxExchangesPerGrant', least: 1, most: 100_000 },
  MAX_EXCHANGES_PER_ORGANISATION: { bound: 'maxExchangesPerOrganisation', least: 1, most: 100_000 },
  MAX_STREAMS_PER_GRANT: { bound: 'maxStreamsPerGrant', least: 1, most: 100_000 },
  MAX_STREAMS_PER_SESSION: { bound: 'maxStreamsPerSession', least: 1, most: 1000 },
  ANSWER_TIMEOUT_MS: { bound: 'answerTimeoutMs', least: 1000, most: DAY_MS },
  SILENCE_TIMEOUT_MS: { bound: 'silenceTimeoutMs', least: 1000, most: DAY_MS },
  MAX_ANSWER_BYTES: { bound: 'maxAnswerBytes', least: KIB, most: 256 * MIB },
  MAX_STREAM_BYTES: { bound: 'maxStreamBytes', least: KIB, most: 16 * KIB * MIB },
  MAX_STREAM_EVENTS: { bound: 'maxStreamEvents', least: 10, most: 100_000_000 },
  MAX_STREAM_MS: { bound: 'maxStreamMs', least: 1000, most: 7 * DAY_MS },
  MAX_STANDING_MS: { bound: 'maxStandingMs', least: 1000, most: 7 * DAY_MS },
  STALLED_CLIENT_MS: { bound: 'stalledClientMs', least: 1000, most: DAY_MS },
  MAX_WAITING_PER_GRANT: { bound: 'maxWaitingPerGrant', least: 1, most: 1000 },
  MAX_HOLD_MS: { bound: 'maxHoldMs', least: 0, most: 25_000 },
  PART_PATIENCE_MS: { bound: 'partPatienceMs', least: 100, most: 60_000 },
  MAX_SESSION_MS: { bound: 'maxSessionMs', least: 60_000, most: 365 * DAY_MS },
}

/**
 * The limits that the environment sets; an empty variable counts as unset.
 * @throws Error with one line for each variable that is no whole number in its range
 */
export function limitsFrom(variables: Readonly<Record<string, string | undefined>>): Partial<Bounds> {
  const problems: string[] = []
  const found: Partial<Record<keyof Bounds, number>> = {}
  for (const [name, { bound, least, most }] of Object.entries(LIMITS)) {
    const text = variables[name]
    if (text === undefined || text === '') continue
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) found[bound] = value
    else problems.push(`${name}: must be a whole number from ${least} to ${most}`)
  }
  if (problems.length > 0)
    throw new Error(
      `Portcullis cannot run with these limits:\n${problems.map((each) => `  ${each}`).join('\n')}`,
    )
  return found
}
