// Rows in batches that one transaction can hold.
import type { Batch, Row } from './found.ts'

const MAX_ROWS = 50
const MAX_TOOLS = 2_000

export type Placed = { readonly row: Row; readonly position: string }

/**
 * Packs rows with the position after each of them.
 * @param rows in their order; the last batch has no position, for nothing follows it
 * @param maxTools of a batch; small where others wait for the processor meanwhile
 */
export async function* inBatches(rows: AsyncIterable<Placed>, maxTools = MAX_TOOLS): AsyncGenerator<Batch> {
  let held: Row[] = []
  let tools = 0
  let next: string | null = null
  for await (const { row, position } of rows) {
    const size = row.server?.tools?.length ?? 0
    if (held.length > 0 && (held.length >= MAX_ROWS || tools + size > maxTools)) {
      yield { rows: held, next }
      held = []
      tools = 0
    }
    held.push(row)
    tools += size
    next = position
  }
  yield { rows: held, next: null }
}
