'use client'

import { useRouter } from 'next/navigation'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { rememberToken } from './fresh-token.ts'

export type Started = { grantId: string; token: string }
export type StartDemo = (input: Record<string, never>) => Promise<ActionResult<Started>>
export type GuardServer = (input: { serverId: string }) => Promise<ActionResult<Started>>

type Variant = 'primary' | 'secondary'

/** One press: the demo server, its policy, a grant; then the page that connects a client to it. */
export function StartDemo({ start, variant = 'primary' }: { start: StartDemo; variant?: Variant }) {
  const go = useStarted()
  const { run, pending, fault } = useAction(start)
  return (
    <div className="flex flex-col gap-2">
      <div>
        <Button variant={variant} pending={pending} onClick={async () => go(await run({}))}>
          Start with the demo server
        </Button>
      </div>
      <FaultProblem fault={fault} title="The demo server was not added" />
    </div>
  )
}

/** Publishes the recommended policy of a server, makes a grant, and goes on to connecting a client. */
export function GuardServer({ serverId, guard }: { serverId: string; guard: GuardServer }) {
  const go = useStarted()
  const { run, pending, fault } = useAction(guard)
  return (
    <div className="flex flex-col gap-2">
      <div>
        <Button variant="primary" pending={pending} onClick={async () => go(await run({ serverId }))}>
          Publish this policy and connect
        </Button>
      </div>
      <FaultProblem fault={fault} title="The server could not be made ready" />
    </div>
  )
}

function useStarted() {
  const router = useRouter()
  return (result: ActionResult<Started> | null) => {
    if (!result?.ok) return
    rememberToken(result.value.grantId, result.value.token)
    router.push(`/connect?grant=${result.value.grantId}`)
  }
}
