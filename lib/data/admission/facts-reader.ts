// Questions that wait share one statement, as calls share one at admission: planning the statement costs
// more than answering it. No timer: idle, a question goes at once; busy, the next batch forms meanwhile.
import type pg from 'pg'
import { type Facts, findAllFacts, type Question } from './facts.ts'

const MAX_BATCH = 64
// More than one, so that a statement which hangs does not hold up everybody.
const LANES = 2

export type FactsReader = {
  /**
   * What is known now of a token on a server: the reading began after this was called.
   * @throws {Fault} store-unavailable
   */
  read(question: Question): Promise<Facts | null>
}
type Waiting = {
  readonly question: Question
  readonly resolve: (facts: Facts | null) => void
  readonly reject: (error: unknown) => void
}

export function createFactsReader(pool: pg.Pool): FactsReader {
  const waiting: Waiting[] = []
  let underWay = 0

  async function readAll(): Promise<void> {
    if (underWay >= LANES) return
    underWay += 1
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH)
      try {
        await answer(batch)
      } catch (error) {
        // Whatever failed, nobody waits for ever, and the lane goes on.
        for (const { reject } of batch) reject(error)
      }
    }
    underWay -= 1
  }

  async function answer(batch: readonly Waiting[]): Promise<void> {
    const answers = await findAllFacts(
      pool,
      batch.map(({ question }) => question),
    )
    batch.forEach(({ resolve }, i) => {
      resolve(answers[i] ?? null)
    })
  }

  return {
    read: (question) =>
      new Promise((resolve, reject) => {
        waiting.push({ question, resolve, reject })
        void readAll()
      }),
  }
}
