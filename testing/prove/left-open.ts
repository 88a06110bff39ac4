// What a killed replica left open is closed by the others, as "outcome unknown".
import { setTimeout as sleep } from 'node:timers/promises'
import { type Result, resultOf } from './result.ts'
import type { Stage } from './stage.ts'

const CLAIM = 'A call whose replica died is closed as "outcome unknown" within three minutes of rest.'
const PATIENCE_MS = 180_000

/** After everything else on this stage: nothing is under way any more. */
export async function proveNothingLeftOpen(stage: Stage, say: (line: string) => void): Promise<Result> {
  const begun = performance.now()
  const first = await count(stage, 'open')
  say(`left open: ${first} records of calls that a kill cut off; waiting for the sweep`)
  let left = first
  while (left > 0 && performance.now() - begun < PATIENCE_MS) {
    await sleep(1000)
    left = await count(stage, 'open')
  }
  const unknown = await count(stage, 'unknown')
  return resultOf(
    'Nothing left open',
    CLAIM,
    unknown + left,
    { 'still open': left },
    {
      'open when the load had ended': first,
      'closed as unknown, those before included': unknown,
      'seconds until nothing was open': Math.round((performance.now() - begun) / 1000),
    },
  )
}

async function count(stage: Stage, outcome: string): Promise<number> {
  const text = `SELECT count(*)::int AS count FROM call WHERE organisation_id = ANY($1) AND outcome = $2`
  const rows = await stage.sql<{ count: number }>(text, [[...stage.organisations], outcome])
  return rows[0]?.count ?? 0
}
