// What clients tried to connect, for the pages that are open.
import { type ConnectAttempt, readAttempts } from '#lib/data/attempts.ts'
import type { Organisation } from '#lib/data/model.ts'
import type { LiveAttempt } from '#lib/live/index.ts'

export type AttemptReading = {
  /** What is new or was tried again since the last look. @param horizon of `readHorizon`, asked before this */
  read(horizon: string): Promise<LiveAttempt[]>
}

export function createAttemptReading(organisation: Organisation, begin: string): AttemptReading {
  let from = begin
  // Of the last look: what was read once is found again while it is that young.
  let told = new Map<string, string>()
  return {
    async read(horizon) {
      const attempts = (await readAttempts(organisation, from)).map(liveAttempt)
      const fresh = attempts.filter(({ id, lastAt, times }) => told.get(id) !== `${lastAt} ${times}`)
      told = new Map(attempts.map(({ id, lastAt, times }) => [id, `${lastAt} ${times}`]))
      from = horizon
      return fresh
    },
  }
}

/** The same for the wire. */
export function liveAttempt({ firstAt, lastAt, ...attempt }: ConnectAttempt): LiveAttempt {
  return { ...attempt, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() }
}
