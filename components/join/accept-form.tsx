'use client'

import { useState } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { useAction } from '#components/ui/use-action.ts'

type AcceptFormProps = {
  token: string
  organisation: string
  accept: (input: { token: string }) => Promise<ActionResult<null>>
}

export function AcceptForm({ token, organisation, accept }: AcceptFormProps) {
  const { run, pending, fault } = useAction(accept)
  const [isLeaving, setLeaving] = useState(false)

  async function join() {
    const result = await run({ token })
    if (!result?.ok) return
    setLeaving(true)
    // A whole new page: nothing of the organisation before is kept.
    window.location.assign('/overview')
  }

  return (
    <div className="flex flex-col gap-4">
      <FaultProblem fault={fault} title="The invitation was not accepted" />
      <Button variant="primary" size="lg" className="w-full" pending={pending || isLeaving} onClick={join}>
        Join {organisation}
      </Button>
    </div>
  )
}
