// How many passwords are hashed at once. Memory, not processors, is what a burst of sign-ins would run out of.
import { Fault } from '#lib/fault.ts'

const MAX_AT_ONCE = 2
const MAX_WAITING = 32

let running = 0
const waiting: (() => void)[] = []

/**
 * Runs `work` when its turn has come.
 * @throws Fault too-many-attempts where too many wait already
 */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  await turn()
  try {
    return await work()
  } finally {
    running--
    waiting.shift()?.()
  }
}

function turn(): Promise<void> | void {
  if (running < MAX_AT_ONCE) {
    running++
    return
  }
  if (waiting.length >= MAX_WAITING)
    throw new Fault(
      'too-many-attempts',
      'Many people are signing in at this moment. Try again in a minute.',
      { data: { retryAfterSeconds: 60 } },
    )
  return new Promise((resolve) => {
    waiting.push(() => {
      running++
      resolve()
    })
  })
}
