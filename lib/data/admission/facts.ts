// Everything that deciding a request needs, read fresh in one statement (facts-statement.ts).
import type pg from 'pg'
import { FACTS, type FactsRow } from './facts-statement.ts'
import { type Mark, markOf } from './mark.ts'
import { queryStanding } from './pool.ts'
import { type EmergencyStop, stopOf } from './stops.ts'
import { type StoredTool, toolOf } from './stored-tools.ts'
import { isStorable } from './text.ts'

export type Recording = { readonly mode: 'mentioned' | 'all'; readonly salt: Uint8Array }

export type AccessToken = { readonly digest: string; readonly ends: string }

export type Facts = {
  readonly organisationId: string
  /** Of the grant's own token. */
  readonly tokenDigest: string
  /** `orphaned`: the member who made the grant is no longer in the organisation. */
  readonly state: 'live' | 'revoked' | 'expired' | 'orphaned'
  readonly grant: {
    readonly id: string
    readonly label: string
    readonly tags: readonly string[]
    readonly revision: number
    readonly urlEnabled: boolean
  }
  readonly user: { readonly id: string; readonly email: string }
  /** null where the grant does not have this server, whether or not it exists. */
  readonly server: {
    readonly id: string
    readonly url: string
    readonly transport: 'http' | 'sse' | 'connector'
    readonly sealedHeaders: Uint8Array | null
    /** It is signed in to: with one account for everybody, or each person with their own. */
    readonly oauth: 'server' | 'user' | null
    readonly revision: number
    /** What is kept of arguments beside their names, and what goes into its key; null where names alone are. */
    readonly recording: Recording | null
  } | null
  /** The emergency stop that covers this grant on this server now; null where none holds. */
  readonly stop: EmergencyStop | null
  /** The published version that governs this grant on this server; null where there is none. */
  readonly policyVersionId: string | null
  /** The published baseline of the organisation, which holds besides it; null where there is none. */
  readonly baselineVersionId: string | null
  /** The tool that was asked for, where the server's lists ever named it. */
  readonly tool: StoredTool | null
  /** The database's clock, in ms since the epoch. */
  readonly at: number
  /** The access token that was shown in place of the grant's own, and when it ends, as the database writes it. */
  readonly access?: AccessToken
  /** What vouches for them at admission; without it each of them is compared. */
  readonly mark?: Mark
}

/** What somebody wants to know: a token's grant on a server, and a tool of it where one is named. */
export type Question = {
  readonly token: {
    readonly organisationId: string
    readonly digest: string
    /** An access token; else a grant's own. */
    readonly kind?: 'pco'
  }
  readonly serverId: string
  readonly toolName: string | null
}

/**
 * What is known of a token on a server, or null where the token was never issued (or was rotated away).
 * @param toolName the tool that is asked for, or null where the request names none
 * @throws {Fault} store-unavailable
 */
export async function findFacts(
  pool: pg.Pool,
  token: Question['token'],
  serverId: string,
  toolName: string | null,
): Promise<Facts | null> {
  return (await findAllFacts(pool, [{ token, serverId, toolName }]))[0] ?? null
}

/**
 * The same for many questions, in one statement.
 * @returns one answer for each question, in their order
 * @throws {Fault} store-unavailable
 */
export async function findAllFacts(
  pool: pg.Pool,
  questions: readonly Question[],
): Promise<readonly (Facts | null)[]> {
  const [own, signedIn] = [placesOf(questions, undefined), placesOf(questions, 'pco')]
  const answers = questions.map((): Facts | null => null)
  for (const [kind, places] of [
    ['pcg', own],
    ['pco', signedIn],
  ] as const) {
    if (places.length === 0) continue
    const asked = places.map((place) => questions[place] as Question)
    const values = [
      asked.map(({ token }) => token.organisationId),
      asked.map(({ token }) => token.digest),
      asked.map(({ serverId }) => serverId),
      // What cannot be stored names no tool, and must not fail the questions beside it.
      asked.map(({ toolName }) => (toolName !== null && isStorable(toolName) ? toolName : null)),
    ]
    const rows = await queryStanding<FactsRow>(pool, `facts-${kind}`, { text: FACTS[kind], values })
    for (const row of rows) {
      const place = places[row.place - 1]
      const question = asked[row.place - 1]
      if (place !== undefined && question) answers[place] = factsOf(row, question)
    }
  }
  return answers
}

function placesOf(questions: readonly Question[], kind: Question['token']['kind']): number[] {
  return questions.flatMap(({ token }, place) => (token.kind === kind ? [place] : []))
}

function factsOf(row: FactsRow, { token, toolName }: Question): Facts {
  const facts: Facts = {
    organisationId: token.organisationId,
    tokenDigest: row.grant_digest ?? token.digest,
    ...(row.access_ends !== undefined && { access: { digest: token.digest, ends: row.access_ends } }),
    state: stateOf(row),
    grant: {
      id: row.grant_id,
      label: row.label,
      tags: row.tags ?? [],
      revision: row.grant_revision,
      urlEnabled: row.url_enabled,
    },
    user: { id: row.user_id, email: row.email ?? '' },
    server:
      row.server_id === null
        ? null
        : {
            id: row.server_id,
            url: row.url,
            transport: row.transport,
            sealedHeaders: row.sealed_headers,
            oauth: row.oauth,
            revision: row.server_revision,
            recording:
              row.record === 'names' || row.value_salt === null
                ? null
                : { mode: row.record, salt: row.value_salt },
          },
    stop: stopOf(row),
    policyVersionId: row.policy_version_id,
    baselineVersionId: row.baseline_version_id,
    tool: toolOf(row),
    at: Number(row.at),
  }
  if (row.mark === null) return facts
  return { ...facts, mark: markOf(facts, toolName ?? '', row.mark, row.ends) }
}

function stateOf(row: FactsRow): Facts['state'] {
  if (row.revoked) return 'revoked'
  if (row.expired) return 'expired'
  return row.is_member && row.email !== null ? 'live' : 'orphaned'
}
