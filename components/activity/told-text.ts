// Apart from the rest of the calls: the browser needs no evaluator to show them.
import { refusalText } from '#lib/policy/index.ts'

/** The words the agent read: hidden and unknown tools are answered alike, without the prefix of a refusal (E10, E11). */
export function toldText(call: {
  readonly decision: string
  readonly reason: string
  readonly message: string
}): string {
  if (call.message === '') return ''
  const plain = call.reason === 'hidden' || call.reason === 'unknown-tool'
  if (call.decision === 'await') return `[APPROVAL PENDING] ${call.message}`
  return plain ? call.message : refusalText(call)
}
