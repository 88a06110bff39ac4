'use client'

import { type ReactNode, useCallback, useState } from 'react'
import type { FaultView } from '#components/ui/action.ts'
import { ConfirmFirst } from '#components/ui/confirm-first.ts'
import { type ConfirmActions, ConfirmDialog, type ConfirmWays } from './confirm-dialog.tsx'

type Asked = { readonly ways: ConfirmWays; readonly end: (isConfirmed: boolean) => void }

/** Answers `confirm-first` for everything below it: one dialog, then the action goes on. */
export function ConfirmProvider({ children, ...actions }: ConfirmActions & { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const [count, setCount] = useState(0)
  const [open, setOpen] = useState(false)

  const ask = useCallback(
    (fault: FaultView) =>
      new Promise<boolean>((end) => {
        setAsked({ ways: waysOf(fault), end })
        // What was typed into an earlier one is gone.
        setCount((before) => before + 1)
        setOpen(true)
      }),
    [],
  )

  function end(isConfirmed: boolean) {
    setOpen(false)
    asked?.end(isConfirmed)
  }

  return (
    <ConfirmFirst value={ask}>
      {children}
      {asked ? <ConfirmDialog key={count} {...actions} ways={asked.ways} open={open} onEnd={end} /> : null}
    </ConfirmFirst>
  )
}

function waysOf({ data = {} }: FaultView): ConfirmWays {
  return { passkey: data.passkey === true, password: data.password === true, code: data.code === true }
}
