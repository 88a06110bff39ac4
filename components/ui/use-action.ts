'use client'

import { useCallback, useRef, useState } from 'react'
import { type ActionResult, type FaultView, NO_ANSWER } from './action.ts'
import { useConfirmed } from './confirm-first.ts'

/**
 * Runs a server action from a form or a button. One run at a time; what was typed stays, because
 * nothing is reset here. Where the person must confirm first that it is them, they are asked, and it goes on.
 */
export function useAction<Input, Value>(action: (input: Input) => Promise<ActionResult<Value>>) {
  const [pending, setPending] = useState(false)
  const [fault, setFault] = useState<FaultView | null>(null)
  const running = useRef(false)
  const confirmed = useConfirmed(action)

  const run = useCallback(
    async (input: Input): Promise<ActionResult<Value> | null> => {
      if (running.current) return null
      running.current = true
      setPending(true)
      setFault(null)
      const result = await confirmed(input).catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
      running.current = false
      setPending(false)
      if (!result.ok) setFault(result.fault)
      return result
    },
    [confirmed],
  )

  return { run, pending, fault, setFault }
}
