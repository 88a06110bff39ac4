// Where a message goes that came on a channel for many requests: a response and a progress note say it
// themselves, all else goes to the client's standing stream, else to a request that is still open.
import type { Answer } from './answer.ts'
import { keyOf, type Line, valueAt } from './line.ts'

/** A request that is still open. `token` is the key of its progress token. */
export type Pending = { readonly answer: Answer; readonly token: string | null }

/**
 * @param pending by the key of the request's id, oldest first
 * @returns undefined where nobody waits for it any more; null where somebody may listen for it later
 */
export function answerFor(
  line: Line,
  pending: ReadonlyMap<string, Pending>,
  standing: Answer | null,
): Answer | null | undefined {
  if (line.kind === 'response') return pending.get(line.key)?.answer
  if (line.kind === 'notification' && line.method === 'notifications/progress') {
    const token = keyOf(valueAt(line.message, ['params', 'progressToken']))
    return [...pending.values()].find((each) => token !== null && each.token === token)?.answer
  }
  return standing ?? [...pending.values()].at(-1)?.answer ?? null
}
