// Saving what an import gives. The same thing given again changes nothing.
import { identityOf, type PreparedListing, type SavedListing, saveBatch } from '#lib/data/catalogue/index.ts'
import { log } from '#lib/log.ts'
import { checkGiven, type Given, type RefusedTool } from './given.ts'

export type Saved = (SavedListing | { readonly outcome: 'refused'; readonly reason: string }) & {
  /** Tools that were left out; the others are saved. */
  readonly refused: readonly RefusedTool[]
}
type Waiting = {
  readonly index: number
  readonly prepared: PreparedListing
  readonly refused: readonly RefusedTool[]
}

/** One listing with its tools, classified; what differs from before goes into its history. */
export async function saveListing(given: Given): Promise<Saved> {
  const [saved] = await saveListings([given])
  return saved ?? { outcome: 'refused', reason: 'Nothing was given.', refused: [] }
}

/**
 * Many at once, which is far faster: some thousand tools together are a good batch. A row that cannot be
 * saved is refused with a sentence and costs no other.
 * @returns what came of each, in their order
 * @throws what the database throws where it is away
 */
export async function saveListings(given: readonly Given[]): Promise<Saved[]> {
  const checked = given.map(checkGiven)
  const saved = checked.map(
    (each): Saved => ({ outcome: 'refused', reason: 'reason' in each ? each.reason : '', refused: [] }),
  )
  let waiting = checked.flatMap((each, index): Waiting[] => ('prepared' in each ? [{ index, ...each }] : []))
  while (waiting.length > 0) {
    // One name twice: the second time it is a listing that is there.
    const first = new Map<string, Waiting>()
    const rest: Waiting[] = []
    for (const each of waiting) {
      const identity = identityOf(each.prepared.facts)
      if (first.has(identity)) rest.push(each)
      else first.set(identity, each)
    }
    for (const [index, one] of await saveEach([...first.values()])) saved[index] = one
    waiting = rest
  }
  return saved
}

// A batch that the database will not take is halved until what it will not take stands alone.
async function saveEach(batch: readonly Waiting[]): Promise<[number, Saved][]> {
  try {
    const outcomes = await saveBatch(batch.map(({ prepared }) => prepared))
    return batch.flatMap(({ index, refused }, place): [number, Saved][] => {
      const outcome = outcomes[place]
      return outcome ? [[index, { ...outcome, refused }]] : []
    })
  } catch (error) {
    if (!isAboutARow(error)) throw error
    const [one] = batch
    if (batch.length > 1 || !one) {
      const half = Math.ceil(batch.length / 2)
      return [...(await saveEach(batch.slice(0, half))), ...(await saveEach(batch.slice(half)))]
    }
    log.warn({ err: error, listing: one.prepared.facts.name }, 'a listing was refused by the database')
    return [
      [one.index, { outcome: 'refused', reason: 'The database cannot store it.', refused: one.refused }],
    ]
  }
}

// Classes 21, 22, 23 and 54 of SQLSTATE: what was given does not fit. All else is about the database.
function isAboutARow(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(?:21|22|23|54)/.test(String(error.code))
}
