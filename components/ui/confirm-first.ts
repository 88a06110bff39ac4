'use client'

import { createContext, useCallback, useContext } from 'react'
import type { ActionResult, FaultView } from './action.ts'

/** Asks the person to confirm that it is them: true once they have. `fault.data` says by what. */
export type AskToConfirm = (fault: FaultView) => Promise<boolean>

/** Given by the frame of signed-in pages (components/confirm). */
export const ConfirmFirst = createContext<AskToConfirm | null>(null)

const NOT_CONFIRMED: FaultView = {
  code: 'not-confirmed',
  message: 'Nothing was changed: it was not confirmed that it is you.',
}

/** The same action, which asks the person and goes on where it is answered `confirm-first`. */
export function useConfirmed<Input, Value>(
  action: (input: Input) => Promise<ActionResult<Value>>,
): (input: Input) => Promise<ActionResult<Value>> {
  const ask = useContext(ConfirmFirst)
  return useCallback(
    async (input) => {
      const result = await action(input)
      if (result.ok || result.fault.code !== 'confirm-first' || !ask) return result
      return (await ask(result.fault)) ? action(input) : { ok: false, fault: NOT_CONFIRMED }
    },
    [action, ask],
  )
}
