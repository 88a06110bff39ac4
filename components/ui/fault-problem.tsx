import type { FaultView } from './action.ts'
import { Problem } from './problem.tsx'

/** A fault of an action, in the page, where the person is looking. */
export function FaultProblem({ fault, title }: { fault: FaultView | null; title?: string }) {
  if (!fault) return null
  return (
    <Problem title={title} requestId={fault.requestId}>
      {fault.message}
    </Problem>
  )
}
