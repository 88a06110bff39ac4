// What somebody was asked to prove. Only the digest is kept, so a copy of the database answers nothing; who takes one
// takes it for good, and of two who try at once Postgres lets one.
import { createHash } from 'node:crypto'
import { database } from '../client.ts'

/** arrival: a sign-in whose second step is due. The others are signed by passkeys. */
export type ChallengePurpose = 'arrival' | 'add-passkey' | 'sign-in' | 'second-step' | 'confirm'

const MINUTES: Readonly<Record<ChallengePurpose, number>> = {
  arrival: 10,
  'add-passkey': 5,
  'sign-in': 10,
  'second-step': 10,
  confirm: 5,
}
// A person has this many open at once; the oldest go, so that nobody fills the table by asking.
const MOST_OPEN = 20

/**
 * Keeps that `text` was given out.
 * @param text random, of 256 bits
 * @param userId who alone may answer; null where that is what the answer tells
 */
export async function keepChallenge(
  purpose: ChallengePurpose,
  text: string,
  userId: string | null,
): Promise<void> {
  const minutes = MINUTES[purpose]
  await database().$executeRaw`DELETE FROM challenge WHERE expires_at < clock_timestamp()`
  if (userId !== null)
    await database().$executeRaw`
      DELETE FROM challenge WHERE user_id = ${userId} AND digest IN (
        SELECT digest FROM challenge WHERE user_id = ${userId} ORDER BY expires_at DESC OFFSET ${MOST_OPEN - 1})`
  await database().$executeRaw`
    INSERT INTO challenge (digest, purpose, user_id, expires_at)
    VALUES (${digestOf(text)}, ${purpose}, ${userId}, clock_timestamp() + make_interval(mins => ${minutes}::int))`
}

/** Whose open challenge this is, without using it; null where there is none (any more). */
export async function findChallenge(purpose: ChallengePurpose, text: string): Promise<string | null> {
  const rows = await database().$queryRaw<{ user_id: string | null }[]>`
    SELECT user_id FROM challenge
     WHERE digest = ${digestOf(text)} AND purpose = ${purpose} AND expires_at > clock_timestamp()`
  return rows[0]?.user_id ?? null
}

/** Uses a challenge up: true for the one who was first, in time, and is the person it was for. */
export async function takeChallenge(
  purpose: ChallengePurpose,
  text: string,
  userId: string | null,
): Promise<boolean> {
  const count = await database().$executeRaw`
    DELETE FROM challenge
     WHERE digest = ${digestOf(text)} AND purpose = ${purpose} AND user_id IS NOT DISTINCT FROM ${userId}
       AND expires_at > clock_timestamp()`
  return count === 1
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
