// From what an action answers to what the editor reads.
import type { Answer } from '#components/policy-editor/index.ts'
import type { ActionResult } from '#components/ui/action.ts'

type Failed = Extract<ActionResult<never>, { ok: false }>
export type Answered = Answer<null>

export function answered(result: Failed): Extract<Answered, { ok: false }>
export function answered(result: ActionResult<null>): Answered
export function answered(result: ActionResult<null>): Answered {
  if (result.ok) return result
  const { code, message, data = {}, requestId = '' } = result.fault
  return { ok: false, fault: { code, message, data, requestId } }
}
