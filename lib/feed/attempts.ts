// What clients tried lately, as the page is made.
import { readAttempts } from '#lib/data/attempts.ts'
import type { Member } from '#lib/data/model.ts'
import type { LiveAttempt } from '#lib/live/index.ts'
import { requirePermission } from '#lib/role.ts'
import { liveAttempt } from './attempt-reading.ts'

const SHOWN_MS = 7 * 86_400_000

/** Of the whole organisation, newest first. @param now milliseconds since the epoch */
export async function listAttempts(member: Member, now: number): Promise<LiveAttempt[]> {
  requirePermission(member, 'grants.read')
  const from = new Date(now - SHOWN_MS).toISOString()
  return (await readAttempts(member.organisation, from)).map(liveAttempt)
}
