'use client'

import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { askPasskey, type PasskeyAnswer, type PasskeyQuestion } from '#components/confirm/ask-passkey.ts'
import type { ActionResult, FaultView } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'

type PasskeyButtonProps = {
  label: string
  variant?: 'primary' | 'secondary'
  request: (input: Record<string, never>) => Promise<ActionResult<PasskeyQuestion>>
  submit: (input: { passkey: PasskeyAnswer }) => Promise<ActionResult<null>>
  /** A path of this site to go to afterwards. */
  next: string
}

/** Lets somebody in by a passkey. */
export function PasskeyButton({ label, variant = 'secondary', request, submit, next }: PasskeyButtonProps) {
  const [pending, setPending] = useState(false)
  const [fault, setFault] = useState<FaultView | null>(null)

  async function ask() {
    setPending(true)
    setFault(null)
    const answer = await askPasskey(request)
    const result = answer.ok ? await submit({ passkey: answer.value }) : answer
    // A whole new page: nothing of the signed-out one is kept.
    if (result.ok) return window.location.assign(next)
    setPending(false)
    setFault(result.fault)
  }

  return (
    <div className="flex flex-col gap-3">
      <FaultProblem fault={fault} />
      <Button variant={variant} size="lg" pending={pending} onClick={ask} className="w-full">
        <KeyRound aria-hidden />
        {label}
      </Button>
    </div>
  )
}
