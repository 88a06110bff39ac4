// Putting a generated catalogue in, as an import does it.
import { type Given, saveListings } from '#lib/listings/index.ts'

/** About how many tools are saved at once. */
const BATCH_TOOLS = 4_000

/** @returns seconds that checking, classifying and saving took; making the rows is not among them */
export async function importAll(
  listings: Iterable<Given>,
  say: (servers: number, tools: number, seconds: number) => void,
): Promise<{ seconds: number; outcomes: Readonly<Record<string, number>> }> {
  const outcomes: Record<string, number> = {}
  let [making, servers, tools] = [0, 0, 0]
  const begun = performance.now()
  const seconds = () => (performance.now() - begun) / 1000 - making
  // The next batch is checked and classified while the one before is written.
  let underWay: Promise<void> = Promise.resolve()
  const rest = listings[Symbol.iterator]()
  for (;;) {
    const from = performance.now()
    const { batch, count } = nextBatch(rest)
    making += (performance.now() - from) / 1000
    const saving = saveListings(batch)
    await underWay
    if (batch.length === 0) break
    underWay = saving.then((saved) => {
      for (const { outcome } of saved) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      servers += batch.length
      tools += count
      say(servers, tools, seconds())
    })
  }
  return { seconds: seconds(), outcomes }
}

function nextBatch(listings: Iterator<Given>): { batch: Given[]; count: number } {
  const batch: Given[] = []
  let count = 0
  while (count < BATCH_TOOLS) {
    const { value, done } = listings.next()
    if (done) break
    batch.push(value)
    count += value.tools?.length ?? 0
  }
  return { batch, count }
}
