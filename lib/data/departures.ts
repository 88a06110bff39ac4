// People who were sent to sign in at a server and are to come back: within ten minutes, once, and with the same browser.
import { database } from './client.ts'
import type { Member } from './model.ts'

export type Departure = {
  readonly stateDigest: string
  readonly sessionDigest: string
  readonly serverId: string
  readonly issuerDigest: string
  readonly sealed: Uint8Array<ArrayBuffer>
}

const MINUTES = 10
const MOST_OPEN = 20

/** Keeps it, and lets go of this member's oldest where there are too many, and of what is over. */
export async function keepDeparture(member: Member, departure: Departure): Promise<void> {
  const organisationId = member.organisation.id
  const { stateDigest, sessionDigest, serverId, issuerDigest, sealed } = departure
  await database().$executeRaw`
    DELETE FROM upstream_departure d
     WHERE d.organisation_id = ${organisationId} AND d.user_id = ${member.userId}
       AND (d.expires_at <= clock_timestamp() OR d.state_digest NOT IN (
           SELECT state_digest FROM upstream_departure
            WHERE organisation_id = ${organisationId} AND user_id = ${member.userId}
            ORDER BY expires_at DESC LIMIT ${MOST_OPEN - 1}))`
  await database().$executeRaw`
    INSERT INTO upstream_departure
           (organisation_id, state_digest, user_id, session_digest, server_id, issuer_digest, sealed, expires_at)
    VALUES (${organisationId}, ${stateDigest}, ${member.userId}, ${sessionDigest}, ${serverId}, ${issuerDigest},
            ${sealed}, clock_timestamp() + make_interval(mins => ${MINUTES}))`
}

/** Takes it: whoever asks for it again finds nothing, nor does another person, browser or organisation. */
export async function takeDeparture(
  member: Member,
  { stateDigest, sessionDigest }: Pick<Departure, 'stateDigest' | 'sessionDigest'>,
): Promise<Pick<Departure, 'serverId' | 'issuerDigest' | 'sealed'> | null> {
  const rows = await database().$queryRaw<
    { server_id: string; issuer_digest: string; sealed: Uint8Array<ArrayBuffer> }[]
  >`
    DELETE FROM upstream_departure
     WHERE organisation_id = ${member.organisation.id} AND state_digest = ${stateDigest}
       AND user_id = ${member.userId} AND session_digest = ${sessionDigest} AND expires_at > clock_timestamp()
    RETURNING server_id, issuer_digest, sealed`
  const [row] = rows
  return row ? { serverId: row.server_id, issuerDigest: row.issuer_digest, sealed: row.sealed } : null
}
